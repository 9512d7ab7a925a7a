// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// LLVM's disassembler, encoder and printer against the generated ones: the same
// verdict, the same operation, the same word back, the same text. Words are
// drawn at random, half of them near an assigned one, or taken one and all with
// --full or SECTILE_CHECK=full.
#include "sectile/isa.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCCodeEmitter.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCDisassembler/MCDisassembler.h"
#include "llvm/MC/MCFixup.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstPrinter.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCTargetOptions.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <atomic>
#include <mutex>
#include <random>
#include <string>
#include <thread>

using namespace llvm;
namespace isa = sectile::isa;

extern "C" {
void LLVMInitializeSectileTargetInfo();
void LLVMInitializeSectileTargetMC();
void LLVMInitializeSectileDisassembler();
}

namespace {

std::mutex outputMutex;
std::atomic<uint64_t> differences;

/// Everything of LLVM that reads or writes one instruction; not shared between
/// threads.
class Machine {
public:
  Machine() {
    std::string error;
    Triple triple("sectile-unknown-elf");
    const Target *target = TargetRegistry::lookupTarget(triple, error);
    if (!target) {
      errs() << error << '\n';
      std::exit(1);
    }
    registers.reset(target->createMCRegInfo(triple));
    asmInfo.reset(target->createMCAsmInfo(*registers, triple, options));
    instructions.reset(target->createMCInstrInfo());
    subtarget.reset(target->createMCSubtargetInfo(triple, "", ""));
    context = std::make_unique<MCContext>(triple, asmInfo.get(),
                                          registers.get(), subtarget.get());
    disassembler.reset(target->createMCDisassembler(*subtarget, *context));
    emitter.reset(target->createMCCodeEmitter(*instructions, *context));
    printer.reset(target->createMCInstPrinter(triple, 0, *asmInfo,
                                              *instructions, *registers));
    printer->applyTargetSpecificCLOption("no-aliases");
  }

  void check(uint32_t word, bool text) {
    uint8_t bytes[4];
    support::endian::write32le(bytes, word);
    MCInst inst;
    uint64_t size;
    MCDisassembler::DecodeStatus status =
        disassembler->getInstruction(inst, size, bytes, 0, nulls());
    isa::Inst ours = isa::decode(word);
    bool legal = ours.op != isa::Op::Illegal;
    if ((status == MCDisassembler::Success) != legal)
      return report(word,
                    legal ? "LLVM finds it illegal" : "LLVM finds it legal");
    if (!legal)
      return;
    const isa::Info &info = isa::info(ours.op);
    if (instructions->getName(inst.getOpcode()) != info.name)
      return report(word,
                    "LLVM has " + instructions->getName(inst.getOpcode()));

    SmallString<4> code;
    SmallVector<MCFixup, 1> fixups;
    emitter->encodeInstruction(inst, code, fixups, *subtarget);
    if (code.size() != 4 || support::endian::read32le(code.data()) != word ||
        !fixups.empty())
      return report(word, "LLVM encodes it otherwise");

    if (!text)
      return;
    SmallString<64> printed;
    raw_svector_ostream stream(printed);
    printer->printInst(&inst, 0, "", *subtarget, stream);
    if (printed.str().trim() != isa::toString(ours))
      report(word, "LLVM prints " + printed);
  }

private:
  MCTargetOptions options;
  std::unique_ptr<MCRegisterInfo> registers;
  std::unique_ptr<MCAsmInfo> asmInfo;
  std::unique_ptr<MCInstrInfo> instructions;
  std::unique_ptr<MCSubtargetInfo> subtarget;
  std::unique_ptr<MCContext> context;
  std::unique_ptr<MCDisassembler> disassembler;
  std::unique_ptr<MCCodeEmitter> emitter;
  std::unique_ptr<MCInstPrinter> printer;

  static void report(uint32_t word, const Twine &what) {
    if (++differences > 10)
      return;
    std::lock_guard<std::mutex> lock(outputMutex);
    outs() << format_hex(word, 10) << ' ' << isa::toString(isa::decode(word))
           << ": " << what << '\n';
  }
};

std::string setting(const char *name) {
  const char *value = std::getenv(name);
  return value ? value : "";
}

} // namespace

int main(int argc, char **argv) {
  LLVMInitializeSectileTargetInfo();
  LLVMInitializeSectileTargetMC();
  LLVMInitializeSectileDisassembler();

  if (setting("SECTILE_CHECK") == "full" ||
      (argc > 1 && StringRef(argv[1]) == "--full")) {
    auto run = [](uint32_t first, uint32_t last) {
      Machine machine;
      for (uint32_t word = first;; ++word) {
        machine.check(word, word % 61 == 0);
        if (word == last)
          return;
      }
    };
    std::thread low(run, 0, 0x7fffffff);
    run(0x80000000, 0xffffffff);
    low.join();
  } else {
    std::string text = setting("SECTILE_SEED");
    uint64_t seed = text.empty() ? std::random_device()() : std::stoull(text);
    outs() << "seed " << seed << '\n';
    std::mt19937_64 random(seed);
    Machine machine;
    unsigned samples =
        setting("SECTILE_CHECK") == "quick" ? 1u << 16 : 1u << 20;
    for (unsigned n = 0; n != samples; ++n) {
      uint32_t word = uint32_t(random());
      if (n & 1) {
        const isa::Info &info =
            isa::info(isa::Op(1 + random() % (isa::opCount - 1)));
        word = (word & ~info.mask) | info.match;
        if (n & 2)
          word ^= 1u << random() % 32;
      }
      machine.check(word, true);
    }
  }
  outs() << differences.load() << " words differ\n";
  return differences != 0;
}

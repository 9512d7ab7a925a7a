// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- machine.cpp - the target without LLVM's headers --------------------===//

#include "machine.h"
#include "SectileMatInt.h"
#include "SectilePlugin.h"
#include "llvm/MC/MCAsmBackend.h"
#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCCodeEmitter.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCDisassembler/MCDisassembler.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstPrinter.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCObjectFileInfo.h"
#include "llvm/MC/MCObjectWriter.h"
#include "llvm/MC/MCParser/MCAsmParser.h"
#include "llvm/MC/MCParser/MCTargetAsmParser.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCStreamer.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/MCTargetOptions.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/TargetParser/Triple.h"

using namespace llvm;

struct Machine::Parts {
  Triple TT{"sectile-unknown-elf"};
  const Target *T;
  MCTargetOptions Options;
  std::unique_ptr<MCRegisterInfo> MRI;
  std::unique_ptr<MCAsmInfo> MAI;
  std::unique_ptr<MCInstrInfo> MCII;
  std::unique_ptr<MCSubtargetInfo> STI;
  std::unique_ptr<MCContext> Context;
  std::unique_ptr<MCDisassembler> Disassembler;
  std::unique_ptr<MCInstPrinter> Printer;
};

Machine::Machine() : P(std::make_unique<Parts>()) {
  LLVMInitializeSectile();
  std::string Error;
  P->T = TargetRegistry::lookupTarget(P->TT, Error);
  if (!P->T)
    report_fatal_error(StringRef(Error));
  P->MRI.reset(P->T->createMCRegInfo(P->TT));
  P->MAI.reset(P->T->createMCAsmInfo(*P->MRI, P->TT, P->Options));
  P->MCII.reset(P->T->createMCInstrInfo());
  P->STI.reset(P->T->createMCSubtargetInfo(P->TT, "", ""));
  P->Context = std::make_unique<MCContext>(P->TT, P->MAI.get(), P->MRI.get(),
                                           P->STI.get());
  P->Disassembler.reset(P->T->createMCDisassembler(*P->STI, *P->Context));
  P->Printer.reset(
      P->T->createMCInstPrinter(P->TT, 0, *P->MAI, *P->MCII, *P->MRI));
}

Machine::~Machine() = default;

bool Machine::printerOption(const char *Option) {
  return P->Printer->applyTargetSpecificCLOption(Option);
}

std::string Machine::text(uint32_t Word) {
  uint8_t Bytes[4];
  support::endian::write32le(Bytes, Word);
  MCInst Inst;
  uint64_t Size;
  if (P->Disassembler->getInstruction(Inst, Size, Bytes, 0, nulls()) !=
      MCDisassembler::Success)
    return "";
  std::string Text;
  raw_string_ostream OS(Text);
  P->Printer->printInst(&Inst, 0, "", *P->STI, OS);
  return Text;
}

std::optional<std::string> Machine::assemble(const std::string &Source) {
  Errors.clear();
  SourceMgr Sources;
  Sources.AddNewSourceBuffer(MemoryBuffer::getMemBufferCopy(Source), SMLoc());
  auto Handler = [](const SMDiagnostic &D, void *Self) {
    raw_string_ostream OS(static_cast<Machine *>(Self)->Errors);
    D.print(nullptr, OS, /*ShowColors=*/false);
  };
  Sources.setDiagHandler(Handler, this);
  MCContext Ctx(P->TT, P->MAI.get(), P->MRI.get(), P->STI.get(), &Sources,
                &P->Options);
  Ctx.setDiagnosticHandler(
      [&](const SMDiagnostic &D, bool, const SourceMgr &,
          std::vector<const MDNode *> &) { Handler(D, this); });
  std::unique_ptr<MCObjectFileInfo> Sections(
      P->T->createMCObjectFileInfo(Ctx, /*PIC=*/false));
  Ctx.setObjectFileInfo(Sections.get());
  SmallString<0> Bytes;
  raw_svector_ostream OS(Bytes);
  std::unique_ptr<MCAsmBackend> Backend(
      P->T->createMCAsmBackend(*P->STI, *P->MRI, P->Options));
  std::unique_ptr<MCObjectWriter> Writer = Backend->createObjectWriter(OS);
  std::unique_ptr<MCStreamer> Streamer(P->T->createMCObjectStreamer(
      P->TT, Ctx, std::move(Backend), std::move(Writer),
      std::unique_ptr<MCCodeEmitter>(P->T->createMCCodeEmitter(*P->MCII, Ctx)),
      *P->STI));
  std::unique_ptr<MCAsmParser> Parser(
      createMCAsmParser(Sources, Ctx, *Streamer, *P->MAI));
  std::unique_ptr<MCTargetAsmParser> TargetParser(
      P->T->createMCAsmParser(*P->STI, *Parser, *P->MCII, P->Options));
  Parser->setTargetParser(*TargetParser);
  if (Parser->Run(false) || Ctx.hadError())
    return std::nullopt;
  Parser.reset();
  auto Object =
      object::ObjectFile::createELFObjectFile(MemoryBufferRef(Bytes, "object"));
  if (!Object)
    report_fatal_error(Object.takeError());
  for (const object::SectionRef &Section : (*Object)->sections())
    if (cantFail(Section.getName()) == ".text")
      return cantFail(Section.getContents()).str();
  return "";
}

static uint64_t lowBits(uint64_t V, unsigned Length) {
  return Length == 64 ? V : V & ((uint64_t(1) << Length) - 1);
}

// What a sequence leaves in its register.
static uint64_t evaluate(const SectileMatInt::Sequence &Sequence, bool &Known) {
  uint64_t R = 0;
  bool First = true;
  Known = true;
  for (const SectileMatInt::Step &S : Sequence) {
    uint64_t Field = uint64_t(0xffff) << S.Imm2, Piece = uint64_t(S.Imm)
                                                         << S.Imm2;
    switch (S.Opcode) {
    case Sectile::ADDI:
      R += S.Imm;
      break;
    case Sectile::MOVZ:
    case Sectile::MOVN:
      Known &= First;
      R = S.Opcode == Sectile::MOVZ ? Piece : ~Piece;
      break;
    case Sectile::MOVK:
      R = (R & ~Field) | Piece;
      break;
    case Sectile::INSU:
      R = lowBits(R, S.Imm2) << (S.Imm & 63);
      break;
    case Sectile::EXTU:
      R = lowBits(R >> S.Imm, S.Imm2);
      break;
    case Sectile::INS:
      R = lowBits(R, S.Imm) | lowBits(R, S.Imm2) << (S.Imm & 63);
      break;
    case Sectile::RORI:
      R = std::rotr(R, int(S.Imm));
      break;
    default:
      Known = false;
    }
    First = false;
  }
  return R;
}

Constant loadConstant(uint64_t Value) {
  SectileMatInt::Sequence S = SectileMatInt::generate(Value);
  Constant C;
  C.Value = evaluate(S, C.Known);
  C.Length = S.size();
  return C;
}

unsigned lengthOfPieces(uint64_t Value) {
  return SectileMatInt::pieces(Value).size();
}

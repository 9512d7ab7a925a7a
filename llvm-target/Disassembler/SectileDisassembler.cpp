// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileDisassembler.cpp - words to instructions --------------------===//

#include "MCTargetDesc/SectileMCTargetDesc.h"
#include "TargetInfo/SectileTargetInfo.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCDecoder.h"
#include "llvm/MC/MCDecoderOps.h"
#include "llvm/MC/MCDisassembler/MCDisassembler.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/Compiler.h"
#include "llvm/Support/Endian.h"

using namespace llvm;
using namespace llvm::MCD;

#define DEBUG_TYPE "sectile-disassembler"

using DecodeStatus = MCDisassembler::DecodeStatus;

namespace {
class SectileDisassembler : public MCDisassembler {
public:
  using MCDisassembler::MCDisassembler;

  DecodeStatus getInstruction(MCInst &MI, uint64_t &Size,
                              ArrayRef<uint8_t> Bytes, uint64_t Address,
                              raw_ostream &CS) const override;
  uint64_t suggestBytesToSkip(ArrayRef<uint8_t> Bytes,
                              uint64_t Address) const override {
    return std::min<uint64_t>(4, Bytes.size());
  }
};
} // namespace

static DecodeStatus DecodeGPRRegisterClass(MCInst &MI, uint32_t Number,
                                           uint64_t Address,
                                           const MCDisassembler *Decoder) {
  MI.addOperand(MCOperand::createReg(Sectile::R0 + Number));
  return MCDisassembler::Success;
}

static DecodeStatus DecodeTRRegisterClass(MCInst &MI, uint32_t Number,
                                          uint64_t Address,
                                          const MCDisassembler *Decoder) {
  MI.addOperand(MCOperand::createReg(Sectile::T0 + Number));
  return MCDisassembler::Success;
}

template <SectileImm::OperandKind Kind>
static DecodeStatus decodeImmOperand(MCInst &MI, uint32_t Field,
                                     uint64_t Address,
                                     const MCDisassembler *Decoder) {
  MI.addOperand(MCOperand::createImm(SectileImm::info(Kind).decode(Field)));
  return MCDisassembler::Success;
}

#include "SectileGenDisassemblerTables.inc"

DecodeStatus SectileDisassembler::getInstruction(MCInst &MI, uint64_t &Size,
                                                 ArrayRef<uint8_t> Bytes,
                                                 uint64_t Address,
                                                 raw_ostream &CS) const {
  if (Bytes.size() < 4) {
    Size = 0;
    return MCDisassembler::Fail;
  }
  Size = 4;
  uint32_t Word = support::endian::read32le(Bytes.data());
  DecodeStatus Status =
      decodeInstruction(DecoderTableSectile32, MI, Word, Address, this, STI);
  if (Status != MCDisassembler::Fail && Sectile::isIllegalControl(MI))
    return MCDisassembler::Fail;
  return Status;
}

static MCDisassembler *createSectileDisassembler(const Target &T,
                                                 const MCSubtargetInfo &STI,
                                                 MCContext &Ctx) {
  return new SectileDisassembler(STI, Ctx);
}

extern "C" LLVM_EXTERNAL_VISIBILITY void LLVMInitializeSectileDisassembler() {
  TargetRegistry::RegisterMCDisassembler(getTheSectileTarget(),
                                         createSectileDisassembler);
}

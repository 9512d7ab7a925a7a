// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileInstPrinter.cpp - instructions as text ----------------------===//
//
// What is printed assembles to the same word: numbers are plain, branch
// distances are bytes from the instruction.
//
//===----------------------------------------------------------------------===//

#include "SectileInstPrinter.h"
#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

#define DEBUG_TYPE "asm-printer"

#define PRINT_ALIAS_INSTR
#include "SectileGenAsmWriter.inc"

bool SectileInstPrinter::applyTargetSpecificCLOption(StringRef Option) {
  if (Option == "no-aliases") {
    PrintAliases = false;
    return true;
  }
  if (Option == "numeric") {
    RoleNames = false;
    return true;
  }
  return false;
}

void SectileInstPrinter::printRegName(raw_ostream &O, MCRegister Reg) {
  bool Scalar = Reg.id() >= Sectile::R0 && Reg.id() <= Sectile::R31;
  markup(O, Markup::Register)
      << getRegisterName(Reg, Scalar && !RoleNames ? Sectile::RegAliasName
                                                   : Sectile::NoRegAltName);
}

void SectileInstPrinter::printInst(const MCInst *MI, uint64_t Address,
                                   StringRef Annot, const MCSubtargetInfo &STI,
                                   raw_ostream &O) {
  if ((!PrintAliases && !leavesOutDepth(MI)) ||
      (!printShift(MI, STI, O) && !printAliasInstr(MI, Address, STI, O)))
    printInstruction(MI, Address, STI, O);
  printAnnotation(O, Annot);
}

// A multiply of full depth does not name it.
bool SectileInstPrinter::leavesOutDepth(const MCInst *MI) const {
  ArrayRef<MCOperandInfo> Operands = MII.get(MI->getOpcode()).operands();
  return !Operands.empty() &&
         Operands.back().OperandType == SectileOp::OPERAND_DEPTH &&
         MI->getOperand(Operands.size() - 1).getReg() == Sectile::R0;
}

// A shift by a constant is a bit field that ends at bit 63, or at bit 31 for a
// word.
bool SectileInstPrinter::printShift(const MCInst *MI,
                                    const MCSubtargetInfo &STI,
                                    raw_ostream &O) {
  unsigned Opcode = MI->getOpcode();
  if (Opcode != Sectile::EXTU && Opcode != Sectile::EXTS &&
      Opcode != Sectile::INSU && Opcode != Sectile::INSS)
    return false;
  if (!MI->getOperand(2).isImm() || !MI->getOperand(3).isImm())
    return false;
  int64_t Pos = MI->getOperand(2).getImm(),
          End = Pos + MI->getOperand(3).getImm();
  if (Pos == 0)
    return false;
  const char *Name = nullptr;
  switch (Opcode) {
  case Sectile::EXTU:
    Name = End == 64 ? "srli" : End == 32 ? "srliw" : nullptr;
    break;
  case Sectile::EXTS:
    Name = End == 64 ? "srai" : End == 32 ? "sraiw" : nullptr;
    break;
  case Sectile::INSU:
    Name = End == 64 ? "slli" : nullptr;
    break;
  case Sectile::INSS:
    Name = End == 32 ? "slliw" : nullptr;
    break;
  default:
    break;
  }
  if (!Name)
    return false;
  O << '\t' << Name << '\t';
  for (unsigned I = 0; I != 3; ++I) {
    if (I)
      O << ", ";
    printOperand(MI, I, STI, O);
  }
  return true;
}

void SectileInstPrinter::printOperand(const MCInst *MI, unsigned OpNo,
                                      const MCSubtargetInfo &STI,
                                      raw_ostream &O) {
  const MCOperand &MO = MI->getOperand(OpNo);
  if (MO.isReg())
    printRegName(O, MO.getReg());
  else if (MO.isImm())
    markup(O, Markup::Immediate) << formatImm(MO.getImm());
  else
    MAI.printExpr(O, *MO.getExpr());
}

void SectileInstPrinter::printCSR(const MCInst *MI, unsigned OpNo,
                                  const MCSubtargetInfo &STI, raw_ostream &O) {
  const MCOperand &MO = MI->getOperand(OpNo);
  const SectileCSR::Register *R =
      MO.isImm() ? SectileCSR::byNumber(MO.getImm()) : nullptr;
  if (R)
    O << R->Name;
  else
    printOperand(MI, OpNo, STI, O);
}

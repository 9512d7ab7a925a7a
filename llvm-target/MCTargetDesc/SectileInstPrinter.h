// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileInstPrinter.h - instructions as text --------------*- C++ -*-===//
#ifndef SECTILE_MCTARGETDESC_SECTILEINSTPRINTER_H
#define SECTILE_MCTARGETDESC_SECTILEINSTPRINTER_H

#include "SectileMCTargetDesc.h"
#include "llvm/MC/MCInstPrinter.h"

namespace llvm {

class SectileInstPrinter : public MCInstPrinter {
public:
  SectileInstPrinter(const MCAsmInfo &MAI, const MCInstrInfo &MII,
                     const MCRegisterInfo &MRI)
      : MCInstPrinter(MAI, MII, MRI) {}

  bool applyTargetSpecificCLOption(StringRef Option) override;
  void printInst(const MCInst *MI, uint64_t Address, StringRef Annot,
                 const MCSubtargetInfo &STI, raw_ostream &O) override;
  void printRegName(raw_ostream &O, MCRegister Reg) override;

  void printOperand(const MCInst *MI, unsigned OpNo, const MCSubtargetInfo &STI,
                    raw_ostream &O);
  void printPCRel(const MCInst *MI, unsigned OpNo, const MCSubtargetInfo &STI,
                  raw_ostream &O) {
    printOperand(MI, OpNo, STI, O);
  }
  void printPCRel(const MCInst *MI, uint64_t Address, unsigned OpNo,
                  const MCSubtargetInfo &STI, raw_ostream &O) {
    printOperand(MI, OpNo, STI, O);
  }
  void printPage(const MCInst *MI, unsigned OpNo, const MCSubtargetInfo &STI,
                 raw_ostream &O) {
    printOperand(MI, OpNo, STI, O);
  }
  void printCSR(const MCInst *MI, unsigned OpNo, const MCSubtargetInfo &STI,
                raw_ostream &O);

  // Generated.
  std::pair<const char *, uint64_t>
  getMnemonic(const MCInst &MI) const override;
  void printInstruction(const MCInst *MI, uint64_t Address,
                        const MCSubtargetInfo &STI, raw_ostream &O);
  bool printAliasInstr(const MCInst *MI, uint64_t Address,
                       const MCSubtargetInfo &STI, raw_ostream &O);
  void printCustomAliasOperand(const MCInst *MI, uint64_t Address,
                               unsigned OpIdx, unsigned PrintMethodIdx,
                               const MCSubtargetInfo &STI, raw_ostream &O);
  static const char *getRegisterName(MCRegister Reg,
                                     unsigned AltIdx = Sectile::NoRegAltName);

private:
  bool RoleNames = true;

  bool leavesOutDepth(const MCInst *MI) const;
  bool printShift(const MCInst *MI, const MCSubtargetInfo &STI, raw_ostream &O);
};

} // namespace llvm

#endif

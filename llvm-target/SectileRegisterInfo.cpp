// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileRegisterInfo.cpp - registers --------------------------------===//

#include "SectileRegisterInfo.h"
#include "Sectile.h"
#include "SectileFrameLowering.h"
#include "SectileInstrInfo.h"
#include "SectileMachineFunctionInfo.h"
#include "SectileSubtarget.h"
#include "llvm/CodeGen/MachineFrameInfo.h"
#include "llvm/CodeGen/MachineFunction.h"
#include "llvm/CodeGen/MachineInstrBuilder.h"

using namespace llvm;

#define GET_REGINFO_TARGET_DESC
#include "SectileGenRegisterInfo.inc"

SectileRegisterInfo::SectileRegisterInfo()
    : SectileGenRegisterInfo(Sectile::R1, /*DwarfFlavour=*/0,
                             /*EHFlavour=*/0, /*PC=*/0) {}

const MCPhysReg *
SectileRegisterInfo::getCalleeSavedRegs(const MachineFunction *MF) const {
  if (MF->getFunction().getCallingConv() == CallingConv::GHC)
    return CSR_None_SaveList;
  return CSR_LP64_SaveList;
}

const uint32_t *
SectileRegisterInfo::getCallPreservedMask(const MachineFunction &MF,
                                          CallingConv::ID CC) const {
  if (CC == CallingConv::GHC)
    return CSR_None_RegMask;
  return CSR_LP64_RegMask;
}

const uint32_t *SectileRegisterInfo::getTilePreservedMask() const {
  return CSR_LP64_Tiles_RegMask;
}

const uint32_t *SectileRegisterInfo::getNoPreservedMask() const {
  return CSR_None_RegMask;
}

BitVector
SectileRegisterInfo::getReservedRegs(const MachineFunction &MF) const {
  const SectileFrameLowering *TFL = getFrameLowering(MF);
  BitVector Reserved(getNumRegs());
  for (MCPhysReg R : {Sectile::R0, Sectile::R2, Sectile::R3})
    markSuperRegs(Reserved, R);
  if (TFL->hasFP(MF))
    markSuperRegs(Reserved, SectileFrame::FP);
  if (TFL->hasBP(MF))
    markSuperRegs(Reserved, SectileFrame::BP);
  return Reserved;
}

// Realigning the stack takes a frame pointer, which is reserved before
// registers are allocated, when spills are not known yet. Spills do not need
// it: the frame's size is a multiple of its objects' alignment, so
// displacements of tiles from the stack pointer are whole rows, and any address
// is a legal one.
bool SectileRegisterInfo::shouldRealignStack(const MachineFunction &MF) const {
  const auto *Info = MF.getInfo<SectileMachineFunctionInfo>();
  return Info->Realign ? *Info->Realign
                       : SectileGenRegisterInfo::shouldRealignStack(MF);
}

Register
SectileRegisterInfo::getFrameRegister(const MachineFunction &MF) const {
  return getFrameLowering(MF)->hasFP(MF) ? SectileFrame::FP : SectileFrame::SP;
}

bool SectileRegisterInfo::eliminateFrameIndex(MachineBasicBlock::iterator II,
                                              int SPAdj, unsigned FIOperandNum,
                                              RegScavenger *RS) const {
  MachineInstr &MI = *II;
  MachineBasicBlock &MBB = *MI.getParent();
  MachineFunction &MF = *MBB.getParent();
  const SectileInstrInfo *TII =
      MF.getSubtarget<SectileSubtarget>().getInstrInfo();

  Register FrameReg;
  int FI = MI.getOperand(FIOperandNum).getIndex();
  int64_t Offset =
      getFrameLowering(MF)->getFrameIndexReference(MF, FI, FrameReg).getFixed();
  MachineOperand &ImmOp = MI.getOperand(FIOperandNum + 1);
  Offset += ImmOp.getImm();

  bool Fits, Plain = false;
  switch (MI.getOpcode()) {
  case Sectile::LDPD:
  case Sectile::STPD:
    Fits = isShiftedInt<7, 3>(Offset);
    break;
  case Sectile::LDPW:
  case Sectile::STPW:
    Fits = isShiftedInt<7, 2>(Offset);
    break;
  case Sectile::TLD:
  case Sectile::TST:
    Fits = isShiftedInt<15, 6>(Offset);
    break;
  case TargetOpcode::STACKMAP:
  case TargetOpcode::PATCHPOINT:
    Fits = true; // a record, not code
    break;
  default:
    Plain = true;
    Fits = isInt<13>(Offset);
  }
  if (Fits) {
    MI.getOperand(FIOperandNum).ChangeToRegister(FrameReg, false);
    ImmOp.ChangeToImmediate(Offset);
    return false;
  }

  // An ADDI computes the address in its own destination.
  // The low part stays in the instruction where that saves one.
  int64_t Rest =
      Plain && MI.getOpcode() != Sectile::ADDI ? SignExtend64<12>(Offset) : 0;
  Offset -= Rest;
  Register Scratch =
      MI.getOpcode() == Sectile::ADDI && MI.getOperand(0).getReg() != FrameReg
          ? MI.getOperand(0).getReg()
          : MF.getRegInfo().createVirtualRegister(&Sectile::GPRRegClass);
  TII->adjustReg(MBB, II, MI.getDebugLoc(), Scratch, FrameReg, Offset,
                 MachineInstr::NoFlags);
  if (MI.getOpcode() == Sectile::ADDI && MI.getOperand(0).getReg() == Scratch) {
    MI.eraseFromParent();
    return true;
  }
  MI.getOperand(FIOperandNum).ChangeToRegister(Scratch, false, false, true);
  ImmOp.ChangeToImmediate(Rest);
  return false;
}

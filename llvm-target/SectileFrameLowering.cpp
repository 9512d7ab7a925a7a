// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileFrameLowering.cpp - stack frames ----------------------------===//

#include "SectileFrameLowering.h"
#include "Sectile.h"
#include "SectileMachineFunctionInfo.h"
#include "SectileSubtarget.h"
#include "llvm/CodeGen/CFIInstBuilder.h"
#include "llvm/CodeGen/MachineFrameInfo.h"
#include "llvm/CodeGen/MachineFunction.h"
#include "llvm/CodeGen/MachineInstrBuilder.h"
#include "llvm/CodeGen/MachineRegisterInfo.h"
#include "llvm/CodeGen/RegisterScavenging.h"
#include "llvm/MC/MCDwarf.h"

using namespace llvm;
using namespace SectileFrame;

// The largest displacement from the stack pointer that a pair encodes.
static constexpr uint64_t PairReach = 496;

bool SectileFrameLowering::hasFPImpl(const MachineFunction &MF) const {
  const MachineFrameInfo &MFI = MF.getFrameInfo();
  const TargetRegisterInfo *TRI = MF.getSubtarget().getRegisterInfo();
  return MF.getTarget().Options.DisableFramePointerElim(MF) ||
         TRI->hasStackRealignment(MF) || MFI.hasVarSizedObjects() ||
         MFI.isFrameAddressTaken() ||
         MF.getInfo<SectileMachineFunctionInfo>()->LargeCallFrame;
}

bool SectileFrameLowering::hasBP(const MachineFunction &MF) const {
  const MachineFrameInfo &MFI = MF.getFrameInfo();
  const TargetRegisterInfo *TRI = MF.getSubtarget().getRegisterInfo();
  return MFI.hasVarSizedObjects() && TRI->hasStackRealignment(MF);
}

bool SectileFrameLowering::hasReservedCallFrame(
    const MachineFunction &MF) const {
  return !MF.getFrameInfo().hasVarSizedObjects();
}

// The return address and the caller's frame pointer are stored directly below
// the address in the frame pointer; the variable arguments are above it.
static uint64_t belowCFA(const MachineFunction &MF) {
  return MF.getInfo<SectileMachineFunctionInfo>()->VarArgsSaveSize;
}

uint64_t
SectileFrameLowering::firstAdjustment(const MachineFunction &MF) const {
  const MachineFrameInfo &MFI = MF.getFrameInfo();
  const auto *Info = MF.getInfo<SectileMachineFunctionInfo>();
  uint64_t Size = MFI.getStackSize();
  if (Size <= PairReach || !Info->CalleeSavedSize)
    return Size;
  return alignTo(Info->VarArgsSaveSize + Info->CalleeSavedSize, 16);
}

// Moves the stack pointer, which is `Distance` below the CFA. If asked to,
// emits the call frame information after each step.
static void moveSP(MachineBasicBlock &MBB, MachineBasicBlock::iterator MBBI,
                   const DebugLoc &DL, int64_t Amount,
                   MachineInstr::MIFlag Flag, int64_t Distance, bool Describe) {
  const SectileInstrInfo *TII =
      MBB.getParent()->getSubtarget<SectileSubtarget>().getInstrInfo();
  int64_t First = SectileInstrInfo::firstStep(Amount);
  for (int64_t Step : {First, Amount - First}) {
    if (!Step)
      continue;
    TII->adjustReg(MBB, MBBI, DL, SP, SP, Step, Flag, Scratch);
    Distance -= Step;
    if (Describe)
      CFIInstBuilder(MBB, MBBI, Flag).buildDefCFAOffset(Distance);
  }
}

//===-- Prologue and epilogue ---------------------------------------------===//

void SectileFrameLowering::emitPrologue(MachineFunction &MF,
                                        MachineBasicBlock &MBB) const {
  MachineFrameInfo &MFI = MF.getFrameInfo();
  const SectileInstrInfo *TII =
      MF.getSubtarget<SectileSubtarget>().getInstrInfo();
  const TargetRegisterInfo *TRI = MF.getSubtarget().getRegisterInfo();
  MachineBasicBlock::iterator MBBI = MBB.begin();
  DebugLoc DL;

  uint64_t Size = MFI.getStackSize();
  if (Size == 0 && !MFI.adjustsStack() && !hasFP(MF))
    return;
  bool NeedsCFI = MF.needsFrameMoves();
  CFIInstBuilder CFI(MBB, MBBI, MachineInstr::FrameSetup);

  uint64_t First = firstAdjustment(MF);
  moveSP(MBB, MBBI, DL, -int64_t(First), MachineInstr::FrameSetup, 0, NeedsCFI);

  // Skip the stores of the callee-saved registers.
  while (MBBI != MBB.end() && MBBI->getFlag(MachineInstr::FrameSetup))
    ++MBBI;
  CFI.setInsertPoint(MBBI);
  if (NeedsCFI)
    for (const CalleeSavedInfo &CS : MFI.getCalleeSavedInfo())
      CFI.buildOffset(CS.getReg(), MFI.getObjectOffset(CS.getFrameIdx()));

  if (hasFP(MF)) {
    TII->adjustReg(MBB, MBBI, DL, FP, SP, First - belowCFA(MF),
                   MachineInstr::FrameSetup);
    CFI.setInsertPoint(MBBI);
    if (NeedsCFI)
      CFI.buildDefCFA(FP, belowCFA(MF));
  }
  moveSP(MBB, MBBI, DL, -int64_t(Size - First), MachineInstr::FrameSetup, First,
         NeedsCFI && !hasFP(MF));
  if (hasFP(MF) && TRI->hasStackRealignment(MF)) {
    // Clear the low bits.
    BuildMI(MBB, MBBI, DL, TII->get(Sectile::INS), SP)
        .addReg(SP)
        .addReg(Sectile::R0)
        .addImm(0)
        .addImm(Log2(MFI.getMaxAlign()))
        .setMIFlag(MachineInstr::FrameSetup);
    if (hasBP(MF))
      TII->adjustReg(MBB, MBBI, DL, BP, SP, 0, MachineInstr::FrameSetup);
  }
}

void SectileFrameLowering::emitEpilogue(MachineFunction &MF,
                                        MachineBasicBlock &MBB) const {
  MachineFrameInfo &MFI = MF.getFrameInfo();
  const SectileInstrInfo *TII =
      MF.getSubtarget<SectileSubtarget>().getInstrInfo();
  const TargetRegisterInfo *TRI = MF.getSubtarget().getRegisterInfo();
  MachineBasicBlock::iterator End = MBB.getFirstTerminator();
  DebugLoc DL;
  if (End != MBB.end())
    DL = End->getDebugLoc();

  uint64_t Size = MFI.getStackSize();
  if (Size == 0 && !hasFP(MF))
    return;
  uint64_t First = firstAdjustment(MF);
  bool NeedsCFI = MF.needsFrameMoves();

  // Before the loads of the callee-saved registers.
  MachineBasicBlock::iterator Restore = End;
  while (Restore != MBB.begin() &&
         std::prev(Restore)->getFlag(MachineInstr::FrameDestroy))
    --Restore;
  if (MFI.hasVarSizedObjects() || TRI->hasStackRealignment(MF))
    TII->adjustReg(MBB, Restore, DL, SP, FP,
                   int64_t(belowCFA(MF)) - int64_t(First),
                   MachineInstr::FrameDestroy);
  else
    moveSP(MBB, Restore, DL, Size - First, MachineInstr::FrameDestroy, Size,
           NeedsCFI && !hasFP(MF));

  CFIInstBuilder CFI(MBB, Restore, MachineInstr::FrameDestroy);
  // The frame pointer is about to change.
  if (NeedsCFI && hasFP(MF))
    CFI.buildDefCFA(SP, First);
  moveSP(MBB, End, DL, First, MachineInstr::FrameDestroy, First, NeedsCFI);
  if (End != MBB.end() && End->getOpcode() == Sectile::PseudoEHRET)
    BuildMI(MBB, End, DL, TII->get(Sectile::ADD), SP)
        .addReg(SP)
        .addReg(EHOffset)
        .setMIFlag(MachineInstr::FrameDestroy);
  CFI.setInsertPoint(End);
  if (NeedsCFI)
    for (const CalleeSavedInfo &CS : MFI.getCalleeSavedInfo())
      CFI.buildRestore(CS.getReg());
}

//===-- Callee-saved registers --------------------------------------------===//

void SectileFrameLowering::determineCalleeSaves(MachineFunction &MF,
                                                BitVector &SavedRegs,
                                                RegScavenger *RS) const {
  TargetFrameLowering::determineCalleeSaves(MF, SavedRegs, RS);
  if (hasFP(MF)) {
    SavedRegs.set(Sectile::R1);
    SavedRegs.set(FP);
  }
  if (hasBP(MF))
    SavedRegs.set(BP);
}

bool SectileFrameLowering::assignCalleeSavedSpillSlots(
    MachineFunction &MF, const TargetRegisterInfo *TRI,
    std::vector<CalleeSavedInfo> &CSI) const {
  MachineFrameInfo &MFI = MF.getFrameInfo();
  auto *Info = MF.getInfo<SectileMachineFunctionInfo>();
  // Neighbours in the list are neighbours in memory, so pairs fit them.
  int64_t Offset = -int64_t(Info->VarArgsSaveSize);
  for (CalleeSavedInfo &CS : CSI) {
    Offset -= 8;
    CS.setFrameIdx(MFI.CreateFixedSpillStackObject(8, Offset));
  }
  Info->CalleeSavedSize = 8 * CSI.size();
  return true;
}

static MachineMemOperand *slot(MachineFunction &MF, int FI,
                               MachineMemOperand::Flags Flags) {
  return MF.getMachineMemOperand(MachinePointerInfo::getFixedStack(MF, FI),
                                 Flags, 8, Align(8));
}

bool SectileFrameLowering::spillCalleeSavedRegisters(
    MachineBasicBlock &MBB, MachineBasicBlock::iterator MI,
    ArrayRef<CalleeSavedInfo> CSI, const TargetRegisterInfo *TRI) const {
  MachineFunction &MF = *MBB.getParent();
  const TargetInstrInfo *TII = MF.getSubtarget().getInstrInfo();
  auto Kill = [&](MCRegister Reg) {
    // The return address may be asked for in the body.
    bool LiveIn = MF.getRegInfo().isLiveIn(Reg);
    if (!LiveIn || !MBB.isLiveIn(Reg))
      MBB.addLiveIn(Reg);
    return getKillRegState(!LiveIn);
  };
  for (unsigned I = 0; I < CSI.size(); I += 2) {
    if (I + 1 == CSI.size()) {
      BuildMI(MBB, MI, DebugLoc(), TII->get(Sectile::STD))
          .addReg(CSI[I].getReg(), Kill(CSI[I].getReg()))
          .addFrameIndex(CSI[I].getFrameIdx())
          .addImm(0)
          .addMemOperand(
              slot(MF, CSI[I].getFrameIdx(), MachineMemOperand::MOStore))
          .setMIFlag(MachineInstr::FrameSetup);
      break;
    }
    const CalleeSavedInfo &Low = CSI[I + 1], &High = CSI[I];
    BuildMI(MBB, MI, DebugLoc(), TII->get(Sectile::STPD))
        .addReg(Low.getReg(), Kill(Low.getReg()))
        .addReg(High.getReg(), Kill(High.getReg()))
        .addFrameIndex(Low.getFrameIdx())
        .addImm(0)
        .addMemOperand(slot(MF, Low.getFrameIdx(), MachineMemOperand::MOStore))
        .addMemOperand(slot(MF, High.getFrameIdx(), MachineMemOperand::MOStore))
        .setMIFlag(MachineInstr::FrameSetup);
  }
  return true;
}

bool SectileFrameLowering::restoreCalleeSavedRegisters(
    MachineBasicBlock &MBB, MachineBasicBlock::iterator MI,
    MutableArrayRef<CalleeSavedInfo> CSI, const TargetRegisterInfo *TRI) const {
  MachineFunction &MF = *MBB.getParent();
  const TargetInstrInfo *TII = MF.getSubtarget().getInstrInfo();
  DebugLoc DL;
  if (MI != MBB.end())
    DL = MI->getDebugLoc();
  for (unsigned I = 0; I < CSI.size(); I += 2) {
    if (I + 1 == CSI.size()) {
      BuildMI(MBB, MI, DL, TII->get(Sectile::LDD), CSI[I].getReg())
          .addFrameIndex(CSI[I].getFrameIdx())
          .addImm(0)
          .addMemOperand(
              slot(MF, CSI[I].getFrameIdx(), MachineMemOperand::MOLoad))
          .setMIFlag(MachineInstr::FrameDestroy);
      break;
    }
    const CalleeSavedInfo &Low = CSI[I + 1], &High = CSI[I];
    BuildMI(MBB, MI, DL, TII->get(Sectile::LDPD))
        .addReg(Low.getReg(), RegState::Define)
        .addReg(High.getReg(), RegState::Define)
        .addFrameIndex(Low.getFrameIdx())
        .addImm(0)
        .addMemOperand(slot(MF, Low.getFrameIdx(), MachineMemOperand::MOLoad))
        .addMemOperand(slot(MF, High.getFrameIdx(), MachineMemOperand::MOLoad))
        .setMIFlag(MachineInstr::FrameDestroy);
  }
  return true;
}

//===-- Frame objects -----------------------------------------------------===//

StackOffset
SectileFrameLowering::getFrameIndexReference(const MachineFunction &MF, int FI,
                                             Register &FrameReg) const {
  const MachineFrameInfo &MFI = MF.getFrameInfo();
  const TargetRegisterInfo *TRI = MF.getSubtarget().getRegisterInfo();
  int64_t Offset = MFI.getObjectOffset(FI);
  for (const CalleeSavedInfo &CS : MFI.getCalleeSavedInfo())
    if (CS.getFrameIdx() == FI) {
      // Saved and restored while only the first part of the frame exists.
      FrameReg = SP;
      return StackOffset::getFixed(Offset + firstAdjustment(MF));
    }
  if (hasFP(MF) &&
      (MFI.isFixedObjectIndex(FI) ||
       MF.getInfo<SectileMachineFunctionInfo>()->ScavengingFI == FI)) {
    FrameReg = FP;
    return StackOffset::getFixed(Offset + belowCFA(MF));
  }
  if (hasBP(MF))
    FrameReg = BP;
  else if (MFI.hasVarSizedObjects()) {
    FrameReg = FP;
    return StackOffset::getFixed(Offset + belowCFA(MF));
  } else
    FrameReg = SP;
  (void)TRI;
  return StackOffset::getFixed(Offset + MFI.getStackSize());
}

void SectileFrameLowering::processFunctionBeforeFrameFinalized(
    MachineFunction &MF, RegScavenger *RS) const {
  MachineFrameInfo &MFI = MF.getFrameInfo();
  // An object out of the reach of a displacement needs a register for its
  // address. The margin is for the objects that have no place yet.
  if (MFI.estimateStackSize(MF) > 3000) {
    int FI = MFI.CreateSpillStackObject(8, Align(8));
    RS->addScavengingFrameIndex(FI);
    MF.getInfo<SectileMachineFunctionInfo>()->ScavengingFI = FI;
  }
}

// The slot itself must be within reach of a displacement. If there is a frame
// pointer, the slot is near it. Otherwise only a small call frame is between
// the slot and the stack pointer.
bool SectileFrameLowering::allocateScavengingFrameIndexesNearIncomingSP(
    const MachineFunction &MF) const {
  return hasFP(MF);
}

void SectileFrameLowering::orderFrameObjects(
    const MachineFunction &MF, SmallVectorImpl<int> &Objects) const {
  const MachineFrameInfo &MFI = MF.getFrameInfo();
  // The last is the nearest to the stack pointer; keep small ones there.
  bool FromFP = MFI.hasVarSizedObjects() && !hasBP(MF);
  stable_sort(Objects, [&](int A, int B) {
    int64_t SizeA = MFI.getObjectSize(A), SizeB = MFI.getObjectSize(B);
    return FromFP ? SizeA < SizeB : SizeA > SizeB;
  });
}

MachineBasicBlock::iterator SectileFrameLowering::eliminateCallFramePseudoInstr(
    MachineFunction &MF, MachineBasicBlock &MBB,
    MachineBasicBlock::iterator MI) const {
  if (!hasReservedCallFrame(MF)) {
    int64_t Amount = alignTo(MI->getOperand(0).getImm(), getStackAlign());
    if (MI->getOpcode() == Sectile::ADJCALLSTACKDOWN)
      Amount = -Amount;
    if (Amount) {
      const SectileInstrInfo *TII =
          MF.getSubtarget<SectileSubtarget>().getInstrInfo();
      Register Temp =
          isInt<13>(Amount + 4080) || isInt<13>(Amount - 4080)
              ? Register()
              : MF.getRegInfo().createVirtualRegister(&Sectile::GPRRegClass);
      TII->adjustReg(MBB, MI, MI->getDebugLoc(), SP, SP, Amount,
                     MachineInstr::NoFlags, Temp);
    }
  }
  return MBB.erase(MI);
}

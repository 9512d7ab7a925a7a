// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileFrameLowering.h - stack frames --------------------*- C++ -*-===//
//
// From high to low addresses: arguments on the stack, saved argument registers
// of a variadic function, callee-saved registers, large objects, small ones,
// outgoing arguments. The frame pointer, where there is one, points to the end
// of the callee-saved registers, of which the return address and the caller's
// frame pointer are the last two.
//
//===----------------------------------------------------------------------===//
#ifndef SECTILE_TARGET_FRAMELOWERING_H
#define SECTILE_TARGET_FRAMELOWERING_H

#include "MCTargetDesc/SectileMCTargetDesc.h"
#include "llvm/CodeGen/TargetFrameLowering.h"

namespace llvm {

namespace SectileFrame {
constexpr unsigned SP = Sectile::R2, FP = Sectile::R20, BP = Sectile::R21;
// Neither an argument nor a result nor the target of a tail call.
constexpr unsigned Scratch = Sectile::R19;
// The registers of __builtin_eh_return: what is added to the stack pointer, and
// the address to continue at.
constexpr unsigned EHOffset = Sectile::R12, EHHandler = Sectile::R13;
// From the frame pointer: what leads to the caller.
constexpr int64_t ReturnAddressOffset = -8, CallerFrameOffset = -16;
} // namespace SectileFrame

class SectileFrameLowering : public TargetFrameLowering {
public:
  SectileFrameLowering()
      : TargetFrameLowering(StackGrowsDown, Align(16), /*LAO=*/0, Align(16)) {}

  void emitPrologue(MachineFunction &MF, MachineBasicBlock &MBB) const override;
  void emitEpilogue(MachineFunction &MF, MachineBasicBlock &MBB) const override;
  bool
  assignCalleeSavedSpillSlots(MachineFunction &MF,
                              const TargetRegisterInfo *TRI,
                              std::vector<CalleeSavedInfo> &CSI) const override;
  bool spillCalleeSavedRegisters(MachineBasicBlock &MBB,
                                 MachineBasicBlock::iterator MI,
                                 ArrayRef<CalleeSavedInfo> CSI,
                                 const TargetRegisterInfo *TRI) const override;
  bool
  restoreCalleeSavedRegisters(MachineBasicBlock &MBB,
                              MachineBasicBlock::iterator MI,
                              MutableArrayRef<CalleeSavedInfo> CSI,
                              const TargetRegisterInfo *TRI) const override;
  StackOffset getFrameIndexReference(const MachineFunction &MF, int FI,
                                     Register &FrameReg) const override;
  void determineCalleeSaves(MachineFunction &MF, BitVector &SavedRegs,
                            RegScavenger *RS) const override;
  void processFunctionBeforeFrameFinalized(MachineFunction &MF,
                                           RegScavenger *RS) const override;
  bool allocateScavengingFrameIndexesNearIncomingSP(
      const MachineFunction &MF) const override;
  void
  orderFrameObjects(const MachineFunction &MF,
                    SmallVectorImpl<int> &ObjectsToAllocate) const override;
  MachineBasicBlock::iterator
  eliminateCallFramePseudoInstr(MachineFunction &MF, MachineBasicBlock &MBB,
                                MachineBasicBlock::iterator MI) const override;
  bool hasReservedCallFrame(const MachineFunction &MF) const override;
  bool enableShrinkWrapping(const MachineFunction &) const override {
    return true;
  }

  // A second pointer for locals: aligned frames of changing size.
  bool hasBP(const MachineFunction &MF) const;

protected:
  bool hasFPImpl(const MachineFunction &MF) const override;

private:
  // How far the first adjustment moves the stack pointer.
  uint64_t firstAdjustment(const MachineFunction &MF) const;
};

} // namespace llvm

#endif

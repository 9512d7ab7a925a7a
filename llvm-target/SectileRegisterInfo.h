// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileRegisterInfo.h - registers ------------------------*- C++ -*-===//
#ifndef SECTILE_TARGET_REGISTERINFO_H
#define SECTILE_TARGET_REGISTERINFO_H

#include "llvm/CodeGen/TargetRegisterInfo.h"

#define GET_REGINFO_HEADER
#include "SectileGenRegisterInfo.inc"

namespace llvm {

class SectileRegisterInfo : public SectileGenRegisterInfo {
public:
  SectileRegisterInfo();

  const MCPhysReg *getCalleeSavedRegs(const MachineFunction *MF) const override;
  const uint32_t *getCallPreservedMask(const MachineFunction &MF,
                                       CallingConv::ID CC) const override;
  // The registers that a call preserves if it preserves the tiles.
  const uint32_t *getTilePreservedMask() const;
  const uint32_t *getNoPreservedMask() const override;
  BitVector getReservedRegs(const MachineFunction &MF) const override;

  bool eliminateFrameIndex(MachineBasicBlock::iterator II, int SPAdj,
                           unsigned FIOperandNum,
                           RegScavenger *RS) const override;
  Register getFrameRegister(const MachineFunction &MF) const override;
  bool requiresRegisterScavenging(const MachineFunction &) const override {
    return true;
  }
  bool requiresFrameIndexScavenging(const MachineFunction &) const override {
    return true;
  }
  bool trackLivenessAfterRegAlloc(const MachineFunction &) const override {
    return true;
  }
  bool shouldRealignStack(const MachineFunction &MF) const override;
  bool canRealignStack(const MachineFunction &MF) const override {
    return true;
  }
};

} // namespace llvm

#endif

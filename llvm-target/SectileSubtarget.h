// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileSubtarget.h - one core ----------------------------*- C++ -*-===//
#ifndef SECTILE_TARGET_SUBTARGET_H
#define SECTILE_TARGET_SUBTARGET_H

#include "SectileFrameLowering.h"
#include "SectileISelLowering.h"
#include "SectileInstrInfo.h"
#include "SectileSelectionDAGInfo.h"
#include "llvm/CodeGen/TargetSubtargetInfo.h"
#include "llvm/IR/RuntimeLibcalls.h"

#define GET_SUBTARGETINFO_HEADER
#include "SectileGenSubtargetInfo.inc"

namespace llvm {

class SectileSubtarget : public SectileGenSubtargetInfo {
  SectileFrameLowering FrameLowering;
  SectileInstrInfo InstrInfo;
  SectileTargetLowering TLInfo;
  SectileSelectionDAGInfo TSInfo;

  virtual void anchor();

public:
  SectileSubtarget(const Triple &TT, StringRef CPU, StringRef TuneCPU,
                   StringRef FS, const TargetMachine &TM);

  // Generated.
  void ParseSubtargetFeatures(StringRef CPU, StringRef TuneCPU, StringRef FS);

  const SectileFrameLowering *getFrameLowering() const override {
    return &FrameLowering;
  }
  const SectileInstrInfo *getInstrInfo() const override { return &InstrInfo; }
  const SectileRegisterInfo *getRegisterInfo() const override {
    return &InstrInfo.getRegisterInfo();
  }
  const SectileTargetLowering *getTargetLowering() const override {
    return &TLInfo;
  }
  const SelectionDAGTargetInfo *getSelectionDAGInfo() const override {
    return &TSInfo;
  }

  void initLibcallLoweringInfo(LibcallLoweringInfo &Info) const override;
  /// For how many cycles an instruction keeps its unit.
  unsigned cyclesOf(unsigned Opcode) const;
  /// The unit of an instruction, a number of the scheduling model.
  unsigned unitOf(unsigned Opcode) const;
  bool isXRaySupported() const override { return true; }
  bool enableMachineScheduler() const override { return true; }
  bool useAA() const override { return true; }
};

} // namespace llvm

#endif

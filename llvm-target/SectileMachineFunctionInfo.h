//===- SectileMachineFunctionInfo.h - per-function facts -------------*- C++ -*-===//
#ifndef SECTILE_TARGET_MACHINEFUNCTIONINFO_H
#define SECTILE_TARGET_MACHINEFUNCTIONINFO_H

#include "llvm/CodeGen/MachineFunction.h"

namespace llvm {

class SectileMachineFunctionInfo : public MachineFunctionInfo {
public:
  SectileMachineFunctionInfo(const Function &F, const TargetSubtargetInfo *STI) {}

  MachineFunctionInfo *
  clone(BumpPtrAllocator &Allocator, MachineFunction &DestMF,
        const DenseMap<MachineBasicBlock *, MachineBasicBlock *> &Src2DstMBB)
      const override {
    return DestMF.cloneInfo<SectileMachineFunctionInfo>(*this);
  }

  // Where the variable arguments start, and how much of the argument
  // registers is saved there.
  int VarArgsFrameIndex = 0;
  int VarArgsSaveSize = 0;
  // The bytes of the callee-saved registers, right below the arguments.
  unsigned CalleeSavedSize = 0;
  // The register that holds the address for a result in memory.
  Register SRetReg;
};

} // namespace llvm

#endif

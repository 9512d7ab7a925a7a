// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileMachineFunctionInfo.h - per-function facts --------*- C++ -*-===//
#ifndef SECTILE_TARGET_MACHINEFUNCTIONINFO_H
#define SECTILE_TARGET_MACHINEFUNCTIONINFO_H

#include "llvm/CodeGen/MachineFunction.h"
#include <optional>

namespace llvm {

class SectileMachineFunctionInfo : public MachineFunctionInfo {
public:
  SectileMachineFunctionInfo(const Function &F,
                             const TargetSubtargetInfo *STI) {}

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
  // For a call that must be a tail call: the bytes of this function's own
  // arguments on the stack, and by argument the register that holds where a
  // copy passed by reference is.
  unsigned ArgStackSize = 0;
  DenseMap<unsigned, Register> ReferencedArgs;
  // In a variadic function the argument registers beyond the named arguments,
  // which such a call passes on, and where their values are.
  SmallVector<std::pair<MCPhysReg, Register>, 8> ForwardedArgs;
  // The bytes of the callee-saved registers, right below the arguments.
  unsigned CalleeSavedSize = 0;
  // Whether objects of the source need more than the stack's alignment; decided
  // before register allocation. Spilled tiles do with less.
  std::optional<bool> Realign;
  // Whether the arguments of one call alone exceed the range of a displacement;
  // also decided before register allocation.
  bool LargeCallFrame = false;
  // The slot for a register that is needed to address a far object.
  std::optional<int> ScavengingFI;
};

} // namespace llvm

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileFoldShapes.cpp - constant shapes ----------------------------===//
//
// tshape and tshapeb of constants are constants. Folding them in IR, as soon as
// inlining and unrolling show the constants, lets instruction selection see in
// any block that a shape covers the whole tile: such an access names r0 and
// needs no register for its shape.
//
//===----------------------------------------------------------------------===//

#include "SectileFoldShapes.h"
#include "semantics/scalar.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"

using namespace llvm;

/// The value of an argument that is a constant of so many bits.
static std::optional<int64_t> constant(const CallInst &Call, unsigned Argument,
                                       unsigned Bits) {
  auto *C = dyn_cast<ConstantInt>(Call.getArgOperand(Argument));
  if (!C || C->getBitWidth() != Bits)
    return std::nullopt;
  return C->getSExtValue();
}

/// What tshape, or tshapeb of a shape, gives; null if that is not known.
static Value *fold(const CallInst &Call, const Function *Shape, bool Begins) {
  unsigned First = Begins;
  if (Call.arg_size() != First + 3 || !Call.getType()->isIntegerTy(64))
    return nullptr;
  auto Rows = constant(Call, First, 64),
       Columns = constant(Call, First + 1, 64),
       Scale = constant(Call, First + 2, 32);
  // Instruction selection reports a scale that is out of range.
  if (!Rows || !Columns || !Scale || *Scale < 0 || *Scale > 7)
    return nullptr;
  if (!Begins)
    return ConstantInt::get(Call.getType(),
                            sectile::sem::TSHAPE(*Rows, *Columns, *Scale));
  if (auto Ends = constant(Call, 0, 64))
    return ConstantInt::get(
        Call.getType(), sectile::sem::TSHAPEB(*Ends, *Rows, *Columns, *Scale));
  // A shape of tshape begins with the first row and column.
  auto *Ends = dyn_cast<CallInst>(Call.getArgOperand(0));
  if (Ends && Shape && Ends->getCalledFunction() == Shape &&
      sectile::sem::TSHAPEB(0, *Rows, *Columns, *Scale) == 0)
    return Ends;
  return nullptr;
}

PreservedAnalyses SectileFoldShapesPass::run(Function &F,
                                             FunctionAnalysisManager &) {
  const Module &M = *F.getParent();
  const Function *Shape = M.getFunction("__builtin_sectile_tshape"),
                 *Begin = M.getFunction("__builtin_sectile_tshapeb");
  if (!Shape && !Begin)
    return PreservedAnalyses::all();
  bool Changed = false;
  for (Instruction &I : make_early_inc_range(instructions(F))) {
    auto *Call = dyn_cast<CallInst>(&I);
    const Function *Callee = Call ? Call->getCalledFunction() : nullptr;
    if (!Callee || (Callee != Shape && Callee != Begin))
      continue;
    if (Value *V = fold(*Call, Shape, Callee == Begin)) {
      Call->replaceAllUsesWith(V);
      Call->eraseFromParent();
      Changed = true;
    }
  }
  if (!Changed)
    return PreservedAnalyses::all();
  PreservedAnalyses Preserved;
  Preserved.preserveSet<CFGAnalyses>();
  return Preserved;
}

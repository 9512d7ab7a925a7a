// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileFoldShapes.cpp - constant shapes ----------------------------===//
//
// tshape of constants is a constant. Folding it in IR, as soon as inlining and
// unrolling show the constants, lets instruction selection see in any block
// that a shape covers the whole tile: such an access names r0 and needs no
// register for its shape.
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

PreservedAnalyses SectileFoldShapesPass::run(Function &F,
                                             FunctionAnalysisManager &) {
  const Function *Shape =
      F.getParent()->getFunction("__builtin_sectile_tshape");
  if (!Shape)
    return PreservedAnalyses::all();
  bool Changed = false;
  for (Instruction &I : make_early_inc_range(instructions(F))) {
    auto *Call = dyn_cast<CallInst>(&I);
    if (!Call || Call->getCalledFunction() != Shape || Call->arg_size() != 3)
      continue;
    auto *Rows = dyn_cast<ConstantInt>(Call->getArgOperand(0));
    auto *Columns = dyn_cast<ConstantInt>(Call->getArgOperand(1));
    auto *Scale = dyn_cast<ConstantInt>(Call->getArgOperand(2));
    // Instruction selection reports a scale that is out of range.
    if (!Rows || !Columns || !Scale || !Call->getType()->isIntegerTy(64) ||
        Rows->getBitWidth() != 64 || Columns->getBitWidth() != 64 ||
        Scale->getValue().ugt(7))
      continue;
    Call->replaceAllUsesWith(ConstantInt::get(
        Call->getType(),
        sectile::sem::TSHAPE(Rows->getZExtValue(), Columns->getZExtValue(),
                             int64_t(Scale->getZExtValue()))));
    Call->eraseFromParent();
    Changed = true;
  }
  if (!Changed)
    return PreservedAnalyses::all();
  PreservedAnalyses Preserved;
  Preserved.preserveSet<CFGAnalyses>();
  return Preserved;
}

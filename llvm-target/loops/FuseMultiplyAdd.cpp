// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- FuseMultiplyAdd.cpp - which products fuse --------------------------===//
//
// clang emits a product and addition in one expression as llvm.fmuladd, which
// any pass may compute with one rounding or with two. The passes differ:
// constant folding uses one rounding, InstCombine splits a product of constants
// off, which gives two. The result must depend on the source alone and be the
// same at each optimisation level. Therefore every pipeline begins with this
// pass: f32 and f64 are fused; f16 and bf16, which are computed in f32 and
// rounded after each operation, are not. Operations with `reassoc` are left
// alone, because the source allows other results.
//
//===----------------------------------------------------------------------===//

#include "loops/FuseMultiplyAdd.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

/// The replacement of the operation, or null if it stays an llvm.fmuladd.
static Value *decided(IntrinsicInst &I) {
  Type *Element = I.getType()->getScalarType();
  IRBuilder<> B(&I);
  B.setFastMathFlags(I.getFastMathFlags());
  Value *X = I.getArgOperand(0), *Y = I.getArgOperand(1),
        *Addend = I.getArgOperand(2);
  if (Element->isHalfTy() || Element->isBFloatTy())
    return B.CreateFAdd(B.CreateFMul(X, Y), Addend);
  if ((Element->isFloatTy() || Element->isDoubleTy()) && !I.hasAllowReassoc())
    return B.CreateIntrinsic(I.getType(), Intrinsic::fma, {X, Y, Addend});
  return nullptr;
}

bool llvm::fuseMultiplyAdd(Function &F) {
  bool Changed = false;
  for (Instruction &I : make_early_inc_range(instructions(F))) {
    auto *II = dyn_cast<IntrinsicInst>(&I);
    if (!II || II->getIntrinsicID() != Intrinsic::fmuladd)
      continue;
    Value *V = decided(*II);
    if (!V)
      continue;
    if (isa<Instruction>(V)) // the builder may have folded constants
      V->takeName(II);
    II->replaceAllUsesWith(V);
    II->eraseFromParent();
    Changed = true;
  }
  return Changed;
}

PreservedAnalyses SectileFuseMultiplyAddPass::run(Function &F,
                                                  FunctionAnalysisManager &) {
  if (!fuseMultiplyAdd(F))
    return PreservedAnalyses::all();
  PreservedAnalyses Preserved;
  Preserved.preserveSet<CFGAnalyses>();
  return Preserved;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- FuseMultiplyAdd.cpp - which products fuse --------------------------===//
//
// clang writes a product that is added to something in one expression as
// llvm.fmuladd, which any pass may compute with one rounding or with two. The
// passes do differ: constants fold with one, a product of constants is split
// off and has two. So that the source alone decides, and each optimisation
// level gives the same bits, every pipeline begins by deciding: f32 and f64
// fuse, f16 and bf16, which are computed in f32 and rounded after each
// operation, do not. With `reassoc` the source has given up the bits.
//
//===----------------------------------------------------------------------===//

#include "loops/FuseMultiplyAdd.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

/// What the operation is, or null if it stays open.
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
    if (isa<Instruction>(V)) // constants may have folded
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

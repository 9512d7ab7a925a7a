// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- WholeNests.cpp - nests are not unswitched --------------------------===//
//
// At -O3 loops are unswitched: a condition that does not change in an inner
// loop makes two of it, and the nest around them is none any more. The pass
// over nests can take a condition as it is. Until it has seen a nest, a call in
// its innermost loop keeps the nest from being unswitched: loops with a
// convergent call are not.
//
//===----------------------------------------------------------------------===//

#include "loops/WholeNests.h"
#include "loops/ImplicitTiles.h"
#include "loops/LoopNests.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

bool llvm::isNestMark(const Instruction &I) {
  auto *Call = dyn_cast<IntrinsicInst>(&I);
  return Call && Call->getIntrinsicID() == Intrinsic::sideeffect &&
         Call->isConvergent();
}

/// Is there a branch in the loop, or in those that it contains, which leaves
/// none of them?
static bool hasCondition(const Loop &L, const LoopInfo &LI) {
  return any_of(L.blocks(), [&](const BasicBlock *BB) {
    return BB->getTerminator()->getNumSuccessors() > 1 &&
           !LI.getLoopFor(BB)->isLoopExiting(BB);
  });
}

PreservedAnalyses SectileWholeNestsPass::run(Function &F,
                                             FunctionAnalysisManager &AM) {
  if (!mayBecomeTiles(F))
    return PreservedAnalyses::all();
  auto &LI = AM.getResult<LoopAnalysis>(F);
  SmallVector<BasicBlock *, 4> Inner;
  for (Loop *L : LI.getLoopsInPreorder())
    if (L->isInnermost() && L->getLoopLatch() &&
        hasCondition(*L->getOutermostLoop(), LI) &&
        none_of(*L->getLoopLatch(), isNestMark) &&
        isUnseenNest(*L, AM.getResult<ScalarEvolutionAnalysis>(F)))
      Inner.push_back(L->getLoopLatch());
  for (BasicBlock *BB : Inner) {
    IRBuilder<> B(BB->getTerminator());
    B.CreateIntrinsic(Intrinsic::sideeffect, {})->setConvergent();
  }
  PreservedAnalyses Kept = PreservedAnalyses::all();
  if (!Inner.empty()) {
    Kept = PreservedAnalyses::none();
    Kept.preserveSet<CFGAnalyses>();
  }
  return Kept;
}

bool llvm::releaseNests(Function &F) {
  bool Changed = false;
  for (Instruction &I : make_early_inc_range(instructions(F)))
    if (isNestMark(I)) {
      I.eraseFromParent();
      Changed = true;
    }
  return Changed;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- LoopNests.h - loop nests become tile code ----------------*- C++ -*-===//
#ifndef SECTILE_LOOPS_LOOPNESTS_H
#define SECTILE_LOOPS_LOOPNESTS_H

#include "llvm/IR/PassManager.h"

namespace llvm {

class Loop;
class ScalarEvolution;

/// Gives each loop nest that multiplies matrices a branch of tile code.
class SectileLoopNestsPass : public PassInfoMixin<SectileLoopNestsPass> {
public:
  /// Without `Enabled` nests are only marked as seen, for the unroller.
  explicit SectileLoopNestsPass(bool Enabled = true) : Enabled(Enabled) {}
  PreservedAnalyses run(Function &F, FunctionAnalysisManager &AM);

private:
  bool Enabled;
};

/// Whether a loop belongs to a nest that the pass may take and has not seen
/// yet: it must not be unrolled before.
bool isUnseenNest(const Loop &L, ScalarEvolution &SE);

} // namespace llvm

#endif

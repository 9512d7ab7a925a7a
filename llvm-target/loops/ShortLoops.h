// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- ShortLoops.h - loops of few iterations stay scalar -------*- C++ -*-===//
#ifndef SECTILE_LOOPS_SHORTLOOPS_H
#define SECTILE_LOOPS_SHORTLOOPS_H

#include "llvm/IR/PassManager.h"

namespace llvm {

/// Before the loop vectoriser: a loop that it may take runs as it is when it
/// has few iterations.
struct SectileGuardLoopsPass : PassInfoMixin<SectileGuardLoopsPass> {
  PreservedAnalyses run(Function &F, FunctionAnalysisManager &AM);
};

/// After it: a loop that it did not take needs no second version.
struct SectileUnguardLoopsPass : PassInfoMixin<SectileUnguardLoopsPass> {
  PreservedAnalyses run(Function &F, FunctionAnalysisManager &AM);
};

} // namespace llvm

#endif

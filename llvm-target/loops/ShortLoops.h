// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- ShortLoops.h - loops of few iterations stay scalar -------*- C++ -*-===//
#ifndef SECTILE_LOOPS_SHORTLOOPS_H
#define SECTILE_LOOPS_SHORTLOOPS_H

#include "llvm/IR/PassManager.h"

namespace llvm {

class TargetMachine;

/// Before the loop vectoriser: adds a scalar version for few iterations to each
/// loop that may be vectorised.
class SectileGuardLoopsPass : public PassInfoMixin<SectileGuardLoopsPass> {
public:
  explicit SectileGuardLoopsPass(const TargetMachine &TM) : TM(TM) {}
  PreservedAnalyses run(Function &F, FunctionAnalysisManager &AM);

private:
  const TargetMachine &TM;
};

/// After it: removes the second version of loops that were not vectorised.
struct SectileUnguardLoopsPass : PassInfoMixin<SectileUnguardLoopsPass> {
  PreservedAnalyses run(Function &F, FunctionAnalysisManager &AM);
};

} // namespace llvm

#endif

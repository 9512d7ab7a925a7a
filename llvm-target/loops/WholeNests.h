// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- WholeNests.h - nests are not unswitched ------------------*- C++ -*-===//
#ifndef SECTILE_LOOPS_WHOLENESTS_H
#define SECTILE_LOOPS_WHOLENESTS_H

#include "llvm/IR/PassManager.h"

namespace llvm {

/// Marks loop nests that may become tile code and have conditions.
class SectileWholeNestsPass : public PassInfoMixin<SectileWholeNestsPass> {
public:
  PreservedAnalyses run(Function &F, FunctionAnalysisManager &AM);
};

/// Is it such a mark?
bool isNestMark(const Instruction &I);

/// Removes the marks.
bool releaseNests(Function &F);

} // namespace llvm

#endif

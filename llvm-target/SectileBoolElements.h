// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileBoolElements.h - elements of boolean vectors ------*- C++ -*-===//
#ifndef SECTILE_TARGET_BOOLELEMENTS_H
#define SECTILE_TARGET_BOOLELEMENTS_H

#include "llvm/IR/PassManager.h"

namespace llvm {

/// Truncates bytes that clang inserts into vectors of bits.
struct SectileBoolElementsPass : PassInfoMixin<SectileBoolElementsPass> {
  PreservedAnalyses run(Function &F, FunctionAnalysisManager &);
  static bool isRequired() { return true; } // at -O0 as well
};

} // namespace llvm

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- FuseMultiplyAdd.h - which products fuse ------------------*- C++ -*-===//
#ifndef SECTILE_LOOPS_FUSEMULTIPLYADD_H
#define SECTILE_LOOPS_FUSEMULTIPLYADD_H

#include "llvm/IR/PassManager.h"

namespace llvm {

/// Decides each llvm.fmuladd of a function: true if there was one to decide.
bool fuseMultiplyAdd(Function &F);

/// The same at the start of every pipeline, in functions that are not
/// optimised as well.
struct SectileFuseMultiplyAddPass : PassInfoMixin<SectileFuseMultiplyAddPass> {
  PreservedAnalyses run(Function &F, FunctionAnalysisManager &);
  static bool isRequired() { return true; }
};

} // namespace llvm

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- FuseMultiplyAdd.h - which products fuse ------------------*- C++ -*-===//
#ifndef SECTILE_LOOPS_FUSEMULTIPLYADD_H
#define SECTILE_LOOPS_FUSEMULTIPLYADD_H

#include "llvm/IR/PassManager.h"

namespace llvm {

/// Replaces each llvm.fmuladd of a function; true if there was one.
bool fuseMultiplyAdd(Function &F);

/// Runs it at the start of every pipeline, also on functions that are not
/// optimised.
struct SectileFuseMultiplyAddPass : PassInfoMixin<SectileFuseMultiplyAddPass> {
  PreservedAnalyses run(Function &F, FunctionAnalysisManager &);
  static bool isRequired() { return true; }
};

} // namespace llvm

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileFoldShapes.h - constant shapes --------------------*- C++ -*-===//
#ifndef SECTILE_TARGET_FOLDSHAPES_H
#define SECTILE_TARGET_FOLDSHAPES_H

#include "llvm/IR/PassManager.h"

namespace llvm {

/// Replaces tshape and tshapeb of constants by their values.
struct SectileFoldShapesPass : PassInfoMixin<SectileFoldShapesPass> {
  PreservedAnalyses run(Function &F, FunctionAnalysisManager &);
};

} // namespace llvm

#endif

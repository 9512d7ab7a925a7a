// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- MatrixTypes.h - matrix types as tile code ----------------*- C++ -*-===//
//
// clang's matrix_type: llvm.matrix.multiply, transpose and the accesses by
// columns become tile code, or scalar loops where no multiply has the type.
//
//===----------------------------------------------------------------------===//
#ifndef SECTILE_LOOPS_MATRIXTYPES_H
#define SECTILE_LOOPS_MATRIXTYPES_H

#include "llvm/IR/PassManager.h"

namespace llvm {

class AAResults;

/// Replaces all llvm.matrix intrinsics in F. Without alias analysis, operands
/// in memory are copied more often.
bool lowerMatrixTypes(Function &F, AAResults *AA);

struct SectileMatrixTypesPass : PassInfoMixin<SectileMatrixTypesPass> {
  PreservedAnalyses run(Function &F, FunctionAnalysisManager &AM);
  static bool isRequired() { return true; }
};

} // namespace llvm

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- LargeVectors.h - vectors that do not fit in registers ----*- C++ -*-===//
#ifndef SECTILE_LOOPS_LARGEVECTORS_H
#define SECTILE_LOOPS_LARGEVECTORS_H

namespace llvm {

class Function;

/// Computes vectors of very many elements, or of a size that is no multiple of
/// a tile, by loops over memory.
bool lowerLargeVectors(Function &F);

} // namespace llvm

#endif

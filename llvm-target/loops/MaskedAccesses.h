// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- MaskedAccesses.h - accesses of 256 lanes -----------------*- C++ -*-===//
#ifndef SECTILE_LOOPS_MASKEDACCESSES_H
#define SECTILE_LOOPS_MASKEDACCESSES_H

namespace llvm {

class Function;

/// Replaces masked loads, stores, gathers and scatters of 256 elements by tile
/// accesses, and their masks by tiles. Functions in which others are left get
/// the PreparedMark.
bool lowerMaskedAccesses(Function &F);

} // namespace llvm

#endif

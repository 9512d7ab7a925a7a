// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- MaskedAccesses.h - accesses of 256 lanes -----------------*- C++ -*-===//
#ifndef SECTILE_LOOPS_MASKEDACCESSES_H
#define SECTILE_LOOPS_MASKEDACCESSES_H

namespace llvm {

class Function;

/// Makes tile accesses of loads, stores, gathers and scatters of 256 elements
/// under a mask, and of the masks tiles. Functions with any that are left get
/// the PreparedMark.
bool lowerMaskedAccesses(Function &F);

} // namespace llvm

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- ShortVectors.h - vectors shorter than a tile -------------*- C++ -*-===//
#ifndef SECTILE_LOOPS_SHORTVECTORS_H
#define SECTILE_LOOPS_SHORTVECTORS_H

namespace llvm {

class Function;

/// Computes vectors of 16 to 255 elements on tiles, where all that is done with
/// them has tile instructions. Emits masked accesses (MaskedAccesses.h).
bool widenShortVectors(Function &F);

} // namespace llvm

#endif

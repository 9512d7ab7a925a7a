// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- NarrowFloats.h - 256 lanes of half precision -------------*- C++ -*-===//
#ifndef SECTILE_LOOPS_NARROWFLOATS_H
#define SECTILE_LOOPS_NARROWFLOATS_H

namespace llvm {

class Function;
class Type;

/// Is it f16 or bf16, or a vector of them?
bool isNarrowFloat(const Type *Ty);

/// What names of accesses and conversions end with.
const char *narrowFloatName(const Type *Ty);

/// Computes vectors of 256 f16 or bf16 in functions that load or store such
/// under a mask as tiles of words. Of these accesses those are left whose
/// elements are extended to f32 or truncated from it; others become accesses of
/// 16-bit integers.
bool lowerNarrowFloats(Function &F);

} // namespace llvm

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- NarrowFloats.h - 256 lanes of half precision -------------*- C++ -*-===//
#ifndef SECTILE_LOOPS_NARROWFLOATS_H
#define SECTILE_LOOPS_NARROWFLOATS_H

namespace llvm {

class Function;
class Type;

/// Is it f16 or bf16, or a vector of them?
bool isNarrowFloat(const Type *Ty);

/// The suffix in the names of accesses and conversions.
const char *narrowFloatName(const Type *Ty);

/// In functions with masked loads or stores of 256 f16 or bf16, computes such
/// vectors as tiles of words. Accesses whose elements are extended to f32 or
/// truncated from it stay; others become accesses of 16-bit integers.
bool lowerNarrowFloats(Function &F);

} // namespace llvm

#endif

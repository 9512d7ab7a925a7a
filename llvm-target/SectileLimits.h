// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileLimits.h - what the compiler takes ----------------*- C++ -*-===//
//
// For the code generator, and for clang, which knows the place in the source.
//
//===----------------------------------------------------------------------===//
#ifndef SECTILE_TARGET_LIMITS_H
#define SECTILE_TARGET_LIMITS_H

namespace llvm::Sectile {

// Elements of a vector: 16 tiles of words. An argument that is no tile goes one
// element after the other, and for more of them compilation takes minutes.
constexpr unsigned MaxVectorElements = 4096;

// Rows and columns of a matrix type.
constexpr unsigned MaxMatrixExtent = 256;

} // namespace llvm::Sectile

#endif

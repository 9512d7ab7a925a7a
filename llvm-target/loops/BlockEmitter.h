// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- BlockEmitter.h - contractions as tile code ---------------*- C++ -*-===//
//
// A contraction is C[m][n] = end(start +- sum over k of A[m][k] * B[n][k]), for
// each batch. Whoever finds one (the pass over loop nests; later matrix types
// and the model compiler) describes it here and gets blocks of up to 4 x 4
// tiles whose sums stay in registers from the first k to the last.
//
//===----------------------------------------------------------------------===//
#ifndef SECTILE_LOOPS_BLOCKEMITTER_H
#define SECTILE_LOOPS_BLOCKEMITTER_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/IRBuilder.h"
#include <functional>

namespace llvm {

/// An element of A or B in memory; the sum is f32 for the floats, i32 for the
/// bytes, and so is C.
enum class ContractionElement { F32, F16, BF16, I8, U8 };

/// One loop: how often it runs, as i64 and at least 1, and the bytes that each
/// operand advances by, as i64; null where it stays.
struct ContractionLoop {
  Value *Extent = nullptr;
  Value *StrideA = nullptr, *StrideB = nullptr, *StrideC = nullptr;
};

struct Contraction {
  /// Where the element of the first iteration of all loops is.
  Value *A = nullptr, *B = nullptr, *C = nullptr;
  ContractionElement ElementA = ContractionElement::F32;
  ContractionElement ElementB = ContractionElement::F32;

  /// Loops by role, outermost first: M moves A and C, N moves B and C, K moves
  /// A and B, a batch loop moves C and whichever of the others it likes. So far
  /// one each of M, N and K, with C's elements contiguous along N; and any
  /// number of batch loops.
  SmallVector<ContractionLoop, 2> M, N, K, Batch;

  /// What a sum starts from: zero of all bits clear, the element of C, or a
  /// scalar of C's type. K runs in ascending order from there: the chain of
  /// roundings is the loop's own.
  enum { Zero, FromC, FromScalar } Start = Zero;
  Value *Scalar = nullptr;

  /// Are the products subtracted?
  bool Negated = false;

  /// What is stored, made of the sum; nothing: the sum itself. Old loads the
  /// tile of C as it was. Both are of 256 elements of C's type.
  std::function<Value *(IRBuilderBase &, Value *Sum,
                        function_ref<Value *()> Old)>
      End;

  bool isFloat() const { return ElementA <= ContractionElement::BF16; }
};

/// Why there is no tile code for a contraction, or null if there is.
const char *whyNotTiles(const Contraction &);

/// Writes the contraction as code from the end of `Entry`, which has no
/// terminator, to a jump to `Exit`. No byte is accessed that the scalar loops
/// would not access. C must not overlap A or B, nor its elements each other.
void emitContraction(const Contraction &, BasicBlock *Entry, BasicBlock *Exit,
                     const DebugLoc &Loc);

} // namespace llvm

#endif

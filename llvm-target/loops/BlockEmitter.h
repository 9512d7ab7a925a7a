// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- BlockEmitter.h - contractions as tile code ---------------*- C++ -*-===//
//
// A contraction is C[m][n] = end(start +- sum over k of A[m][k] * B[n][k]), for
// one or more indices k, repeated in loops that each compute other elements of
// C: a convolution has three k, and repeats rows of its output. Whoever finds
// one (the pass over loop nests; later matrix types
// and the model compiler) describes it here and gets blocks of up to 4 x 4
// tiles whose sums stay in registers from the first k to the last.
//
//===----------------------------------------------------------------------===//
#ifndef SECTILE_LOOPS_BLOCKEMITTER_H
#define SECTILE_LOOPS_BLOCKEMITTER_H

#include "sectile/isa.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/IR/IRBuilder.h"
#include <functional>
#include <optional>

namespace llvm {

/// One loop: how often it runs, as i64 and at least 1, and the bytes that each
/// operand advances by, as i64; null where it stays.
struct ContractionLoop {
  Value *Extent = nullptr;
  Value *StrideA = nullptr, *StrideB = nullptr, *StrideC = nullptr;
};

/// What else a sum starts from or is combined with: a word, or what widens to
/// one, for each element of C. Contiguous along N, or one for a whole row;
/// then, if M moves it, contiguous along M and a word.
struct ContractionTerm {
  Value *Base = nullptr;
  sectile::isa::ElementType Element = sectile::isa::ElementType::f32;
  Value *StrideM = nullptr, *StrideN = nullptr; ///< in bytes, null: it stays
  SmallVector<Value *, 4> StrideOuter{};        ///< in each outer loop
};

/// Loads the tile of a term, or of C as it was: 256 elements of its type.
using TermLoader = function_ref<Value *(int Term)>;
constexpr int OldC = -1;

struct Contraction {
  /// Where the element of the first iteration of all loops is.
  Value *A = nullptr, *B = nullptr, *C = nullptr;
  /// Elements in memory. The sum has the type that A's and B's widen to, and so
  /// has C, unless its elements are narrower: then each sum is a new one, and
  /// floats are rounded, integers saturate.
  sectile::isa::ElementType ElementA = sectile::isa::ElementType::f32;
  sectile::isa::ElementType ElementB = sectile::isa::ElementType::f32;
  std::optional<sectile::isa::ElementType> NarrowC;

  /// Loops by role: M moves A and C, N moves B and C, and each K moves A or B
  /// or both. C's elements are contiguous along N. The last K is that of a
  /// single multiply, the others are around it, from the outermost.
  ContractionLoop M, N;
  SmallVector<ContractionLoop, 3> K;

  /// Loops around, which move C and may move A and B.
  SmallVector<ContractionLoop, 4> Outer;

  SmallVector<ContractionTerm, 2> Terms;

  /// What a sum starts from: zero of all bits clear, the element of C, a scalar
  /// of C's type, or a value of 256 elements. K runs in ascending order from
  /// there: the chain of roundings is the loop's own.
  enum { Zero, FromC, FromScalar, FromValue } Start = Zero;
  Value *Scalar = nullptr;
  std::function<Value *(IRBuilderBase &, TermLoader)> StartValue;

  /// Are the products subtracted?
  bool Negated = false;

  /// What is stored, made of the sum; nothing: the sum itself. Both are of 256
  /// words.
  std::function<Value *(IRBuilderBase &, Value *Sum, TermLoader)> End;

  bool isFloat() const {
    return sectile::isa::typeInfo(ElementA).kind ==
           sectile::isa::ElementKind::floating;
  }
};

/// The bytes of an element of C.
unsigned bytesOfResult(const Contraction &);

/// Is there an instruction that multiplies tiles of these types?
bool hasMultiply(sectile::isa::ElementType A, sectile::isa::ElementType B);

/// Why there is no tile code for a contraction, or null if there is.
const char *whyNotTiles(const Contraction &);

/// Writes the contraction as code from the end of `Entry`, which has no
/// terminator, to a jump to `Exit`. No byte is accessed that the scalar loops
/// would not access. C must not overlap A or B, nor its elements each other.
void emitContraction(const Contraction &, BasicBlock *Entry, BasicBlock *Exit,
                     const DebugLoc &Loc);

} // namespace llvm

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- BlockEmitter.h - contractions as tile code ---------------*- C++ -*-===//
//
// A contraction is C[m][n] = end(start +- sum over k of A[m][k] * B[n][k]), for
// one or more indices k, repeated in loops that each compute other elements of
// C: a convolution has three indices k and a loop over rows of its output. The
// passes that find contractions (loop nests, matrix types) describe them in
// these structures. The emitter computes blocks of up to 4 x 4 tiles, whose
// sums stay in registers from the first k to the last.
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

/// One loop: its trip count, an i64 of at least 1, and the stride of each
/// operand in bytes, as i64; null: the loop does not advance the operand.
struct ContractionLoop {
  Value *Extent = nullptr;
  Value *StrideA = nullptr, *StrideB = nullptr, *StrideC = nullptr;
};

/// Another operand, from which a sum starts or with which it is combined: a
/// word, or a narrower element, for each element of C. If it varies along N, it
/// is contiguous along N or along M, in a region along N, or does not vary
/// along M.
struct ContractionTerm {
  Value *Base = nullptr;
  sectile::isa::ElementType Element = sectile::isa::ElementType::f32;
  Value *StrideM = nullptr, *StrideN = nullptr; ///< in bytes, null: none
  SmallVector<Value *, 4> StrideOuter{};        ///< in each outer loop
};

/// The elements of k in a multiply may be those of several loops, of which an
/// operand has only those of the innermost one at a common distance: a tile is
/// then loaded in parts.
struct ContractionPart {
  unsigned Count = 1; ///< iterations of a loop
  Value *StrideA = nullptr, *StrideB = nullptr;
};

/// Of the iterations of a loop over K some take part in a sum: a convolution
/// does not reach beyond its input. Which ones depends on another loop.
struct ContractionWindow {
  unsigned K = 0; ///< the number of the loop
  enum { OverM, OverN, OverOuter, Limited /* already */ } Over = OverOuter;
  unsigned Outer = 0; ///< the number of the outer loop that it depends on

  /// The loop over K consists of so many iterations, with these strides, each
  /// of so many elements of k.
  Value *Extent = nullptr, *StrideA = nullptr, *StrideB = nullptr,
        *Each = nullptr;

  /// In iteration i of the other loop, an iteration k takes part where
  /// Start + Stride * i + Step * k >= 0, or for an upper bound where
  /// Start + Stride * i - Step * k >= 0. The step is at least 1.
  struct Bound {
    bool IsUpper;
    Value *Start, *Stride, *Step;
  };
  SmallVector<Bound, 2> Bounds;
};

/// If not all elements of C are computed: element (i, j) is where
/// First +- StepM * i +- j >= 0. All rows and columns have such elements.
struct ContractionRegion {
  Value *First;
  bool GrowsWithM, GrowsWithN; ///< the signs of i and j
  int64_t StepM = 1;
};

/// Loads the tile of a term, or the old tile of C: 256 elements of its type.
using TermLoader = function_ref<Value *(int Term)>;
constexpr int OldC = -1;

struct Contraction {
  /// The addresses of the elements in the first iteration of all loops.
  Value *A = nullptr, *B = nullptr, *C = nullptr;
  /// Element types in memory. The sum has the type to which A's and B's
  /// elements are widened. C has the same type, or NarrowC; then no sum starts
  /// from C, floats are rounded and integers saturate.
  sectile::isa::ElementType ElementA = sectile::isa::ElementType::f32;
  sectile::isa::ElementType ElementB = sectile::isa::ElementType::f32;
  std::optional<sectile::isa::ElementType> NarrowC;

  /// Loops by role: M advances A and C, N advances B and C, and each K advances
  /// A or B or both. C's elements are contiguous along N. The last K is the
  /// depth of the multiplies, the others are loops around it, from the
  /// outermost. Without any K nothing is summed: A and B do not exist, and End
  /// computes the elements.
  ContractionLoop M, N;
  SmallVector<ContractionLoop, 3> K;

  /// If not empty, the last K is that of all these loops, from the outermost,
  /// and of an innermost loop of so many iterations; together they are at most
  /// the depth of a tile.
  SmallVector<ContractionPart, 2> Parts;
  unsigned PartLength = 0;

  SmallVector<ContractionWindow, 2> Windows;

  /// Without windows alone.
  std::optional<ContractionRegion> Region;

  /// Loops around the product, which advance C and may advance A and B.
  SmallVector<ContractionLoop, 4> Outer;

  SmallVector<ContractionTerm, 2> Terms;

  /// The start value of a sum: positive zero, the element of C, a scalar of C's
  /// type, or a value of 256 elements. Products are added in ascending K, so
  /// each rounding is that of the scalar loop.
  enum { Zero, FromC, FromScalar, FromValue } Start = Zero;
  Value *Scalar = nullptr;
  std::function<Value *(IRBuilderBase &, TermLoader)> StartValue;

  /// Factors of all elements of A and of B, which are f32, or null. An element
  /// is multiplied by its factor and rounded before the product is formed.
  Value *ScaleA = nullptr, *ScaleB = nullptr;

  /// Are the products subtracted?
  bool Negated = false;

  /// Computes the stored value from the sum; null: the sum is stored. Both have
  /// 256 words.
  std::function<Value *(IRBuilderBase &, Value *Sum, TermLoader)> End;

  bool isFloat() const {
    return sectile::isa::typeInfo(ElementA).kind ==
           sectile::isa::ElementKind::floating;
  }
};

/// The bytes of an element of C.
unsigned bytesOfResult(const Contraction &);

/// Is there an instruction that multiplies tiles of these types? Otherwise
/// integers are multiplied word by word, at a quarter of the speed of f32.
bool hasMultiply(sectile::isa::ElementType A, sectile::isa::ElementType B);

/// The reason why a contraction cannot be emitted as tile code, or null.
const char *whyNotTiles(const Contraction &);

/// Emits the contraction from the end of `Entry`, which has no terminator, and
/// ends with a branch to `Exit`. The code accesses no byte that the scalar
/// loops do not access. C must not overlap A or B, nor its elements each other.
void emitContraction(const Contraction &, BasicBlock *Entry, BasicBlock *Exit,
                     const DebugLoc &Loc);

} // namespace llvm

#endif

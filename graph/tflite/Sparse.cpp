// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Sparse.cpp - sparse weights as dense ones --------------------------===//
//
// A sparse tensor has the elements that are not 0, and a tree of where they
// are, with a level for each dimension and then one for each dimension of a
// block. A level names all places or, for each node above, a list of them.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"
#include <cstring>

namespace sectile::graph {

namespace {

/// A list of integers of 8, 16 or 32 bits.
struct Integers {
  SparseIndexVector Kind = SparseIndexVector::NONE;
  const void *Table = nullptr;

  template <typename T> const auto *values() const {
    return static_cast<const T *>(Table)->values();
  }
  int64_t size() const {
    auto Of = [](const auto *V) { return V ? int64_t(V->size()) : -1; };
    switch (Kind) {
    case SparseIndexVector::Int32Vector:
      return Of(values<Int32Vector>());
    case SparseIndexVector::Uint16Vector:
      return Of(values<Uint16Vector>());
    case SparseIndexVector::Uint8Vector:
      return Of(values<Uint8Vector>());
    default:
      return -1;
    }
  }
  int64_t at(int64_t I) const {
    auto Index = unsigned(I);
    switch (Kind) {
    case SparseIndexVector::Int32Vector:
      return values<Int32Vector>()->Get(Index);
    case SparseIndexVector::Uint16Vector:
      return values<Uint16Vector>()->Get(Index);
    default:
      return values<Uint8Vector>()->Get(Index);
    }
  }
};

struct Level {
  bool IsDense = true;
  int64_t Size = 0;
  int64_t Stride = 0; ///< of its places in the dense tensor, in elements
  Integers Segments, Places;
};

struct Expansion {
  std::vector<Level> Levels;
  const uint8_t *From;
  uint8_t *To;
  int64_t Bytes; ///< of an element
  int64_t Left;  ///< elements
  bool Ok = true;

  /// The elements below a node of the tree.
  void expand(size_t L, int64_t Node, int64_t Offset) {
    if (!Ok)
      return;
    if (L == Levels.size()) {
      if (Left-- <= 0) {
        Ok = false;
        return;
      }
      std::memcpy(To + Offset * Bytes, From, size_t(Bytes));
      From += Bytes;
      return;
    }
    const Level &Of = Levels[L];
    if (Of.IsDense) {
      for (int64_t I = 0; I < Of.Size && Ok; ++I)
        expand(L + 1, Node * Of.Size + I, Offset + I * Of.Stride);
      return;
    }
    Ok = Node + 1 < Of.Segments.size();
    int64_t First = Ok ? Of.Segments.at(Node) : 0;
    int64_t End = Ok ? Of.Segments.at(Node + 1) : 0;
    Ok = Ok && First >= 0 && First <= End && End <= Of.Places.size() &&
         End - First <= Of.Size;
    for (int64_t I = First; I < End && Ok; ++I) {
      int64_t Place = Of.Places.at(I);
      Ok = Place >= 0 && Place < Of.Size;
      if (Ok)
        expand(L + 1, I, Offset + Place * Of.Stride);
    }
  }
};

/// The levels of a tensor of shape \p S; none if they do not fit it.
std::vector<Level> levelsOf(const SparsityParameters &P, const Shape &S) {
  size_t Rank = S.size();
  size_t Blocks = P.block_map() ? P.block_map()->size() : 0;
  size_t Count = Rank + Blocks;
  if (!P.traversal_order() || !P.dim_metadata() || Blocks > Rank ||
      P.traversal_order()->size() != Count || P.dim_metadata()->size() != Count)
    return {};
  Shape Strides(Rank, 1);
  for (size_t D = Rank; D-- > 1;)
    Strides[D - 1] = Strides[D] * S[D];
  std::vector<Level> Levels(Count);
  Shape Whole(Rank, 1);   // what the levels of a dimension make
  Shape InBlock(Rank, 1); // elements of a block
  std::vector<bool> Seen(Count);
  // From the innermost level on: that of a block is below its dimension.
  for (size_t L = Count; L-- > 0;) {
    int64_t Which = P.traversal_order()->Get(unsigned(L));
    if (Which < 0 || Which >= int64_t(Count) || Seen[size_t(Which)] ||
        (L < Rank) != (Which < int64_t(Rank)))
      return {};
    Seen[size_t(Which)] = true;
    int64_t D = Which < int64_t(Rank)
                    ? Which
                    : P.block_map()->Get(unsigned(Which - int64_t(Rank)));
    if (D < 0 || D >= int64_t(Rank))
      return {};
    const DimensionMetadata &From = *P.dim_metadata()->Get(unsigned(L));
    Level &To = Levels[L];
    auto Dim = size_t(D);
    To.IsDense = From.format() == DimensionType::DENSE;
    // What a block leaves of the dimension is the size of a sparse level.
    To.Size = L < Rank ? S[Dim] / InBlock[Dim] : From.dense_size();
    if (To.Size < 1 || To.Size > S[Dim] || (!To.IsDense && L >= Rank) ||
        (To.IsDense && From.dense_size() != To.Size))
      return {};
    To.Stride = Strides[Dim] * InBlock[Dim];
    if (L >= Rank) {
      if (InBlock[Dim] != 1)
        return {};
      InBlock[Dim] = To.Size;
    }
    Whole[Dim] *= To.Size;
    if (!To.IsDense) {
      To.Segments = {From.array_segments_type(), From.array_segments()};
      To.Places = {From.array_indices_type(), From.array_indices()};
      if (To.Segments.size() < 0 || To.Places.size() < 0)
        return {};
    }
  }
  return Whole == S ? Levels : std::vector<Level>();
}

} // namespace

bool Reader::densify(const SparsityParameters &P, const uint8_t *Data,
                     int64_t Size, Tensor &T, const std::string &Label) {
  int64_t Each = bytesOf(T.ElementType);
  uint8_t *To = storage(T.bytes());
  Expansion E{levelsOf(P, T.Dims), Data, To, Each, Size / Each};
  if (E.Levels.empty() || Size % Each != 0)
    return error(Label + ": is sparse in a way that does not fit " +
                 toString(T.Dims));
  E.expand(0, 0, 0);
  if (!E.Ok || E.Left != 0)
    return error(Label + ": is sparse, and its " + std::to_string(Size / Each) +
                 " elements are not where they could be");
  T.Data = To;
  return true;
}

/// The elements of a sparse constant, which are dense since it was read.
bool Reader::checkDensify() {
  if (!arity(1, 1))
    return false;
  if (!in(0).isConstant())
    return fail("has an input that is no constant");
  Operator Caller = std::move(*Op);
  Result.Operators.pop_back();
  Op = &Caller;
  return become(Caller.Outputs, Caller.Inputs);
}

} // namespace sectile::graph

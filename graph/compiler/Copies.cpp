// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Copies.cpp - operators that only move elements ---------------------===//

#include "Copies.h"
#include "schema_generated.h"
#include <algorithm>
#include <cmath>

namespace sectile::graph {

namespace {

using Code = tflite::BuiltinOperator;

Shape stridesOf(const Shape &S) {
  Shape Strides(S.size(), 1);
  for (size_t D = S.size(); D-- > 1;)
    Strides[D - 1] = Strides[D] * S[D];
  return Strides;
}

/// RESIZE_NEAREST_NEIGHBOR along one dimension, in TensorFlow Lite's floats.
int64_t nearest(const Operator &Op, int64_t At, int64_t In, int64_t Out) {
  bool Corners = Op.AlignCorners && Out > 1;
  float Scale =
      Corners ? float(In - 1) / float(Out - 1) : float(In) / float(Out);
  float Place = (float(At) + (Op.HalfPixelCenters ? 0.5F : 0.0F)) * Scale;
  auto Index = int64_t(Op.AlignCorners ? std::round(Place) : std::floor(Place));
  return std::clamp<int64_t>(Index, 0, In - 1);
}

class Planner {
public:
  Planner(const Operator &Op, const Shape &X, const Shape &Y)
      : Op(Op), X(X), Y(Y), Strides(stridesOf(X)) {}

  CopyPlan Plan;

  void gather();
  void slice();
  void sameRank();
  void broadcast();
  void depth();
  void batch();
  void split(size_t Output);

private:
  const Operator &Op;
  const Shape &X, &Y;
  Shape Strides;

  template <typename Function> void dimension(int64_t Size, Function Offset) {
    Plan.Dims.push_back(Size);
    std::vector<int64_t> &Table = Plan.Offsets.emplace_back();
    for (int64_t I = 0; I < Size; ++I)
      Table.push_back(Offset(I));
  }
  /// One that is the input's.
  void whole(size_t D) {
    dimension(X[D], [&](int64_t I) { return I * Strides[D]; });
  }
};

void Planner::gather() {
  auto A = size_t(Op.Axis);
  for (size_t D = 0; D < X.size(); ++D)
    if (D != A)
      whole(D);
    else
      dimension(int64_t(Op.Indices.size()),
                [&](int64_t I) { return Op.Indices[size_t(I)] * Strides[D]; });
}

void Planner::slice() {
  for (size_t D = 0; D < X.size(); ++D)
    dimension(Op.Counts[D], [&](int64_t I) {
      return (Op.Indices[D] + I * Op.Steps[D]) * Strides[D];
    });
}

/// Operators of which each dimension is one of the input.
void Planner::sameRank() {
  for (size_t D = 0; D < X.size(); ++D) {
    bool Reversed = Op.Code == Code::REVERSE_V2 &&
                    std::find(Op.Indices.begin(), Op.Indices.end(),
                              int64_t(D)) != Op.Indices.end();
    dimension(Y[D], [&](int64_t I) {
      switch (Op.Code) {
      case Code::TILE:
        I %= X[D];
        break;
      case Code::REVERSE_V2:
        I = Reversed ? X[D] - 1 - I : I;
        break;
      case Code::RESIZE_NEAREST_NEIGHBOR:
        if (D == 1 || D == 2)
          I = nearest(Op, I, X[D], Y[D]);
        break;
      default: { // MIRROR_PAD
        I -= Op.Indices[D];
        int64_t Border = Op.Symmetric ? 1 : 0;
        if (I < 0)
          I = -I - Border;
        if (I >= X[D])
          I = 2 * (X[D] - 1) - I + Border;
      }
      }
      return I * Strides[D];
    });
  }
}

void Planner::broadcast() {
  size_t New = Y.size() - X.size();
  for (size_t D = 0; D < Y.size(); ++D)
    dimension(Y[D], [&](int64_t I) {
      return D < New || X[D - New] == 1 ? 0 : I * Strides[D - New];
    });
}

void Planner::depth() {
  int64_t B = Op.BlockSize;
  whole(0);
  if (Op.Code == Code::SPACE_TO_DEPTH) {
    for (size_t D : {1, 2})
      dimension(Y[D], [&](int64_t I) { return I * B * Strides[D]; });
    // Channels are rows, columns and channels of the block.
    for (size_t D : {1, 2})
      dimension(B, [&](int64_t I) { return I * Strides[D]; });
    return whole(3);
  }
  for (size_t D : {1, 2}) {
    whole(D);
    int64_t Step = Y[3] * (D == 1 ? B : 1);
    dimension(B, [&](int64_t I) { return I * Step; });
  }
  dimension(Y[3], [&](int64_t I) { return I; });
}

/// The images of a batch are rows, columns and so on of blocks. Of
/// SPACE_TO_BATCH_ND the input has its padding already.
void Planner::batch() {
  size_t Count = Op.Steps.size();
  if (Op.Code == Code::SPACE_TO_BATCH_ND) {
    for (size_t D = 1; D <= Count; ++D)
      dimension(Op.Steps[D - 1], [&](int64_t I) { return I * Strides[D]; });
    whole(0);
    for (size_t D = 1; D <= Count; ++D)
      dimension(Y[D],
                [&](int64_t I) { return I * Op.Steps[D - 1] * Strides[D]; });
  } else {
    dimension(Y[0], [&](int64_t I) { return I * Strides[0]; });
    for (size_t D = 1; D <= Count; ++D) {
      int64_t Block = Op.Steps[D - 1];
      int64_t Image = Y[0] * Strides[0]; // to the next place in the block
      for (size_t Later = D + 1; Later <= Count; ++Later)
        Image *= Op.Steps[Later - 1];
      dimension(Y[D], [&](int64_t I) {
        I += Op.Indices[D - 1];
        return I / Block * Strides[D] + I % Block * Image;
      });
    }
  }
  for (size_t D = Count + 1; D < X.size(); ++D)
    whole(D);
}

void Planner::split(size_t Output) {
  int64_t Begin = Op.Indices[Output];
  int64_t End = Output + 1 < Op.Indices.size() ? Op.Indices[Output + 1]
                                               : X[size_t(Op.Axis)];
  for (size_t D = 0; D < X.size(); ++D)
    if (D != size_t(Op.Axis))
      whole(D);
    else
      dimension(End - Begin,
                [&](int64_t I) { return (Begin + I) * Strides[D]; });
}

} // namespace

CopyPlan copyPlan(const Operator &Op, const Shape &X, const Shape &Y,
                  size_t Output) {
  Planner P(Op, X, Y);
  switch (Op.Code) {
  case Code::GATHER:
    P.gather();
    break;
  case Code::STRIDED_SLICE:
    P.slice();
    break;
  case Code::BROADCAST_TO:
    P.broadcast();
    break;
  case Code::SPACE_TO_DEPTH:
  case Code::DEPTH_TO_SPACE:
    P.depth();
    break;
  case Code::SPACE_TO_BATCH_ND:
  case Code::BATCH_TO_SPACE_ND:
    P.batch();
    break;
  case Code::SPLIT:
  case Code::SPLIT_V:
  case Code::UNPACK:
    P.split(Output);
    break;
  default:
    P.sameRank();
  }
  return std::move(P.Plan);
}

std::vector<int64_t> encodeCopy(const CopyPlan &Plan, int64_t ElementBytes) {
  // The last dimensions in which elements stay together are one run.
  size_t Rank = Plan.Dims.size();
  int64_t Run = 1;
  int64_t Base = 0;
  for (; Rank > 0; --Rank) {
    const std::vector<int64_t> &Table = Plan.Offsets[Rank - 1];
    bool Together = true;
    for (size_t I = 0; I < Table.size(); ++I)
      Together &= Table[I] == Table[0] + int64_t(I) * Run;
    if (!Together)
      break;
    Base += Table[0];
    Run *= Plan.Dims[Rank - 1];
  }
  std::vector<int64_t> Words{int64_t(Rank), Run * ElementBytes,
                             Base * ElementBytes};
  Words.insert(Words.end(), Plan.Dims.begin(),
               Plan.Dims.begin() + ptrdiff_t(Rank));
  for (size_t D = 0; D < Rank; ++D)
    for (int64_t Offset : Plan.Offsets[D])
      Words.push_back(Offset * ElementBytes);
  return Words;
}

} // namespace sectile::graph

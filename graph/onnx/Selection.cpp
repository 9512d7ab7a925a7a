// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Selection.cpp - operators whose result has as many elements as -----===//
//===--------------- their input's values say -----------------------------===//
//
// A program's shapes are fixed, so these are computed when the file is read and
// their inputs are constants. Exporters use them to compute shapes and indices.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"
#include <algorithm>
#include <limits>
#include <numeric>

namespace sectile::graph::onnx {

namespace {

bool isConstant(Reader &R, size_t N) {
  return R.tensor(R.in(N)).isConstant() ||
         R.fail("has an input " + std::to_string(N) +
                " that the program computes: the result's shape would not be "
                "fixed");
}

double numberAt(const Tensor &T, int64_t I) {
  const uint8_t *P = T.Data + I * bytesOf(T.ElementType);
  return isReal(T.ElementType) ? realOf(T.ElementType, P)
                               : double(integerOf(T.ElementType, P));
}

/// Where the elements are that are not 0, a row for each dimension.
bool nonZero(Reader &R) {
  if (!isConstant(R, 0))
    return false;
  const Tensor &X = R.tensor(R.in(0));
  Shape Strides = stridesOf(X.Dims);
  std::vector<int64_t> Found;
  for (int64_t I = 0; I < X.elements(); ++I)
    if (numberAt(X, I) != 0)
      Found.push_back(I);
  std::vector<int64_t> Places;
  for (size_t D = 0; D < X.Dims.size(); ++D)
    for (int64_t I : Found)
      Places.push_back(I / Strides[D] % X.Dims[D]);
  Shape S{int64_t(X.Dims.size()), int64_t(Found.size())};
  int From = R.integerTensor(Places);
  R.alias(R.output(0, Type::I64, S), From);
  return true;
}

/// Elements, or slices along an axis, that differ from each other.
bool unique(Reader &R) {
  const Attribute *Along = R.attribute("axis", Attribute::Int);
  bool Sorted = R.integer("sorted", 1) != 0;
  if (!isConstant(R, 0))
    return false;
  const Tensor X = R.tensor(R.in(0));
  int64_t Axis = 0;
  Shape S = X.Dims;
  if (Along) {
    Axis = Along->I;
    if (!R.axis(Axis, S.size()))
      return false;
  } else {
    S = {X.elements()};
  }
  auto A = size_t(Axis);
  // Slice K is what is in each of Outer blocks at K * Inner.
  int64_t Count = S[A];
  int64_t Inner = stridesOf(S)[A];
  int64_t Outer = elementsOf(S) / std::max<int64_t>(Count * Inner, 1);
  auto Element = [&](int64_t K, int64_t I) {
    return (I / Inner * Count + K) * Inner + I % Inner;
  };
  // What is not a number is larger than all, and like itself.
  auto Compare = [&](int64_t L, int64_t M) {
    for (int64_t I = 0; I < Outer * Inner; ++I) {
      const uint8_t *P = X.Data + Element(L, I) * bytesOf(X.ElementType);
      const uint8_t *Q = X.Data + Element(M, I) * bytesOf(X.ElementType);
      if (isReal(X.ElementType)) {
        double V = realOf(X.ElementType, P);
        double W = realOf(X.ElementType, Q);
        if (V != W && !(V != V && W != W))
          return V < W || W != W ? -1 : 1;
      } else {
        int64_t V = integerOf(X.ElementType, P);
        int64_t W = integerOf(X.ElementType, Q);
        bool Less =
            X.ElementType == Type::U64 ? uint64_t(V) < uint64_t(W) : V < W;
        if (V != W)
          return Less ? -1 : 1;
      }
    }
    return 0;
  };
  std::vector<int64_t> Order(static_cast<size_t>(Count));
  std::iota(Order.begin(), Order.end(), 0);
  std::stable_sort(Order.begin(), Order.end(),
                   [&](int64_t L, int64_t M) { return Compare(L, M) < 0; });
  // The first of those that are the same, and how many there are.
  std::vector<int64_t> Firsts;
  std::vector<int64_t> Of(static_cast<size_t>(Count));
  for (size_t I = 0; I < Order.size(); ++I) {
    if (I == 0 || Compare(Order[I - 1], Order[I]) != 0)
      Firsts.push_back(Order[I]);
    Of[size_t(Order[I])] = Firsts.back();
  }
  if (!Sorted)
    std::sort(Firsts.begin(), Firsts.end());
  std::vector<int64_t> Inverse;
  std::vector<int64_t> Counts(Firsts.size());
  std::vector<int64_t> Number(size_t(Count), 0);
  for (size_t I = 0; I < Firsts.size(); ++I)
    Number[size_t(Firsts[I])] = int64_t(I);
  for (int64_t First : Of) {
    Inverse.push_back(Number[size_t(First)]);
    ++Counts[size_t(Inverse.back())];
  }
  S[A] = int64_t(Firsts.size());
  std::string Data;
  auto Size = size_t(bytesOf(X.ElementType));
  for (int64_t O = 0; O < Outer; ++O)
    for (int64_t First : Firsts)
      Data.append(reinterpret_cast<const char *>(X.Data) +
                      size_t(Element(First, O * Inner)) * Size,
                  size_t(Inner) * Size);
  int Y = R.constantTensor(X.ElementType, S, std::move(Data));
  R.alias(R.output(0, X.ElementType, S), Y);
  const std::vector<int64_t> *const Lists[] = {&Firsts, &Inverse, &Counts};
  for (size_t N = 0; N < 3; ++N)
    if (R.wants(N + 1)) {
      int To = R.output(N + 1, Type::I64, {int64_t(Lists[N]->size())});
      R.alias(To, R.integerTensor(*Lists[N]));
    }
  return true;
}

/// Corners of a box, the lower ones first.
struct Box {
  double Y0, X0, Y1, X1;
  double area() const { return (Y1 - Y0) * (X1 - X0); }
};

Box boxAt(const Tensor &T, int64_t I, bool ByCentre) {
  double V[4];
  for (int64_t K = 0; K < 4; ++K)
    V[K] = numberAt(T, 4 * I + K);
  if (ByCentre)
    return {V[1] - V[3] / 2, V[0] - V[2] / 2, V[1] + V[3] / 2, V[0] + V[2] / 2};
  return {std::min(V[0], V[2]), std::min(V[1], V[3]), std::max(V[0], V[2]),
          std::max(V[1], V[3])};
}

double overlap(const Box &A, const Box &B) {
  double H = std::min(A.Y1, B.Y1) - std::max(A.Y0, B.Y0);
  double W = std::min(A.X1, B.X1) - std::max(A.X0, B.X0);
  if (H <= 0 || W <= 0)
    return 0;
  double Union = A.area() + B.area() - H * W;
  return Union > 0 ? H * W / Union : 0;
}

/// Boxes by descending scores, without those that overlap one before.
bool nonMaxSuppression(Reader &R) {
  bool ByCentre = R.integer("center_point_box", 0) != 0;
  for (size_t N = 0; N < R.inputs(); ++N)
    if (R.has(N) && !isConstant(R, N))
      return false;
  const Tensor &Boxes = R.tensor(R.in(0));
  const Tensor &Scores = R.tensor(R.in(1));
  const Shape &B = Boxes.Dims, &S = Scores.Dims;
  constexpr int64_t Most = 1 << 15; // each is compared with those before
  if (B.size() != 3 || S.size() != 3 || B[2] != 4 || S[0] != B[0] ||
      S[2] != B[1] || B[1] > Most || Boxes.ElementType != Type::F32 ||
      Scores.ElementType != Type::F32)
    return R.fail("has boxes and scores of shapes " + toString(B) + " and " +
                  toString(S) + ", or no f32");
  auto Scalar = [&](size_t N, double Default) {
    return R.has(N) && R.tensor(R.in(N)).elements() == 1
               ? numberAt(R.tensor(R.in(N)), 0)
               : Default;
  };
  double Count = Scalar(2, 0);
  double Overlap = Scalar(3, 0);
  bool HasLimit = R.has(4);
  double Least = Scalar(4, 0);
  std::vector<int64_t> Taken;
  for (int64_t N = 0; N < S[0]; ++N)
    for (int64_t C = 0; C < S[1]; ++C) {
      auto Score = [&](int64_t I) {
        double V = numberAt(Scores, (N * S[1] + C) * S[2] + I);
        return V == V ? V : -std::numeric_limits<double>::infinity();
      };
      std::vector<int64_t> Order;
      for (int64_t I = 0; I < S[2]; ++I)
        if (!HasLimit || Score(I) > Least)
          Order.push_back(I);
      std::stable_sort(Order.begin(), Order.end(), [&](int64_t L, int64_t M) {
        return Score(L) > Score(M);
      });
      std::vector<Box> Kept;
      for (int64_t I : Order) {
        if (double(Kept.size()) >= Count)
          break;
        Box Of = boxAt(Boxes, N * B[1] + I, ByCentre);
        if (std::any_of(Kept.begin(), Kept.end(), [&](const Box &Other) {
              return overlap(Of, Other) > Overlap;
            }))
          continue;
        Kept.push_back(Of);
        Taken.insert(Taken.end(), {N, C, I});
      }
    }
  int From = R.integerTensor(Taken);
  R.alias(R.output(0, Type::I64, {int64_t(Taken.size() / 3), 3}), From);
  return true;
}

} // namespace

OperatorTable selectionOperators() {
  return {
      {"NonMaxSuppression", 2, 5, nonMaxSuppression},
      {"NonZero", 1, 1, nonZero},
      {"Unique", 1, 1, unique},
  };
}

} // namespace sectile::graph::onnx

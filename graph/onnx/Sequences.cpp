// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Sequences.cpp - sequences of tensors, and optional values ----------===//
//
// How long a sequence is, and whether an optional value is there, is known when
// the file is read. Neither computes anything: they only say which tensors an
// operator gets.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"
#include <algorithm>

namespace sectile::graph::onnx {

namespace {

/// The elements of an input.
bool elementsOf(Reader &R, size_t N, std::vector<int> &To) {
  int T = R.in(N);
  if (!R.isList(T) || T == R.nothing())
    return R.fail("has an input " + std::to_string(N) + " that is no sequence");
  To = R.list(T);
  return true;
}

/// A place in a sequence of \p Size, which counts from the end if it is
/// negative.
bool placeOf(Reader &R, size_t N, size_t Size, int64_t &To) {
  std::vector<int64_t> V;
  if (!R.isTensor(N) || !R.integersOf(N, "a place in the sequence", V))
    return false;
  if (V.size() != 1 || V[0] < -int64_t(Size) || V[0] >= int64_t(Size))
    return R.fail("has the place " + toString(V) + " of a sequence of " +
                  std::to_string(Size));
  To = V[0] < 0 ? V[0] + int64_t(Size) : V[0];
  return true;
}

bool construct(Reader &R) {
  std::vector<int> Elements;
  for (size_t N = 0; N < R.inputs(); ++N) {
    if (!R.has(N))
      return R.fail("has no input " + std::to_string(N));
    if (!R.isTensor(N))
      return false;
    if (R.type(R.in(N)) != R.firstType())
      return R.fail("has inputs of different types");
    Elements.push_back(R.in(N));
  }
  R.bind(0, R.listOf(Elements));
  return true;
}

bool empty(Reader &R) {
  R.ignore("dtype");
  R.bind(0, R.listOf({}));
  return true;
}

bool at(Reader &R) {
  std::vector<int> Elements;
  int64_t Place = 0;
  if (!elementsOf(R, 0, Elements) || !placeOf(R, 1, Elements.size(), Place))
    return false;
  R.giveOutput(0, Elements[size_t(Place)]);
  return true;
}

bool insert(Reader &R) {
  std::vector<int> Elements;
  if (!elementsOf(R, 0, Elements) || !R.isTensor(1))
    return false;
  if (!Elements.empty() && R.type(Elements[0]) != R.type(R.in(1)))
    return R.fail("inserts an element of another type");
  // At the end, or before the element of the place.
  auto Place = int64_t(Elements.size());
  if (R.has(2)) {
    std::vector<int64_t> V;
    if (!R.isTensor(2) || !R.integersOf(2, "a place in the sequence", V))
      return false;
    if (V.size() != 1 || V[0] < -Place || V[0] > Place)
      return R.fail("has the place " + toString(V) + " of a sequence of " +
                    std::to_string(Place));
    Place = V[0] < 0 ? V[0] + Place : V[0];
  }
  Elements.insert(Elements.begin() + Place, R.in(1));
  R.bind(0, R.listOf(Elements));
  return true;
}

bool erase(Reader &R) {
  std::vector<int> Elements;
  if (!elementsOf(R, 0, Elements))
    return false;
  if (Elements.empty())
    return R.fail("has a sequence without elements");
  auto Place = int64_t(Elements.size()) - 1;
  if (R.has(1) && !placeOf(R, 1, Elements.size(), Place))
    return false;
  Elements.erase(Elements.begin() + Place);
  R.bind(0, R.listOf(Elements));
  return true;
}

bool length(Reader &R) {
  std::vector<int> Elements;
  if (!elementsOf(R, 0, Elements))
    return false;
  int Y = R.output(0, Type::I64, {});
  R.alias(Y, R.integerTensor({int64_t(Elements.size())}));
  return true;
}

/// Elements one after the other along a dimension, or along a new one.
bool concatenate(Reader &R) {
  std::vector<int> Elements;
  int64_t Axis = R.integer("axis", 0);
  bool New = R.integer("new_axis", 0) != 0;
  if (!elementsOf(R, 0, Elements))
    return false;
  if (Elements.empty())
    return R.fail("has a sequence without elements");
  Shape First = R.shape(Elements[0]);
  if (!R.axis(Axis, First.size() + (New ? 1 : 0)))
    return false;
  auto A = size_t(Axis);
  // Each element with the new dimension.
  auto Extended = [&](int T) {
    Shape S = R.shape(T);
    if (New && A <= S.size())
      S.insert(S.begin() + Axis, 1);
    return S;
  };
  Shape All = Extended(Elements[0]);
  All[A] = 0;
  for (int T : Elements) {
    Shape S = Extended(T);
    bool Fits = S.size() == All.size() && R.type(T) == R.type(Elements[0]);
    if (Fits) {
      All[A] += S[A];
      S[A] = All[A];
    }
    if (!Fits || S != All)
      return R.fail("has elements of shapes " + toString(First) + " and " +
                    toString(R.shape(T)));
  }
  int Y = R.output(0, R.type(Elements[0]), All);
  Shape Strides = stridesOf(All);
  int64_t Offset = 0;
  for (int T : Elements) {
    Shape S = Extended(T);
    if (graph::elementsOf(S))
      R.copy(S, {Y, Offset, Strides}, {T, 0, stridesOf(S)});
    Offset += S[A] * Strides[A];
  }
  return true;
}

bool split(Reader &R) {
  const Shape X = R.shape(R.in(0));
  int64_t Axis = R.integer("axis", 0);
  bool Keep = R.integer("keepdims", 1) != 0;
  std::vector<int64_t> Sizes;
  if (!R.axis(Axis, X.size()) ||
      (R.has(1) &&
       (!R.isTensor(1) || !R.integersOf(1, "sizes of parts", Sizes))))
    return false;
  auto A = size_t(Axis);
  if (!R.has(1)) {
    Sizes.assign(size_t(X[A]), 1);
  } else if (R.shape(R.in(1)).empty()) {
    // Equal parts, of which the last may be smaller.
    int64_t Size = Sizes[0];
    if (Size < 1)
      return R.fail("has parts of " + std::to_string(Size));
    Sizes.clear();
    for (int64_t Begin = 0; Begin < X[A]; Begin += Size)
      Sizes.push_back(std::min(Size, X[A] - Begin));
  }
  int64_t Sum = 0;
  for (int64_t Size : Sizes)
    Sum += Size >= 1 && Size <= X[A] ? Size : Unlimited / (1 << 20);
  if (Sum != X[A] || Sizes.size() > 1 << 12)
    return R.fail("does not split " + std::to_string(X[A]) + " into parts of " +
                  toString(Sizes));
  Shape Strides = stridesOf(X);
  std::vector<int> Elements;
  int64_t Offset = 0;
  for (int64_t Size : Sizes) {
    Shape S = X;
    S[A] = Size;
    int Part = R.temporary(R.firstType(), S);
    R.copy(S, {Part, 0, stridesOf(S)}, {R.in(0), Offset, Strides});
    Offset += Size * Strides[A];
    if (!Keep && !R.has(1)) {
      S.erase(S.begin() + Axis);
      Part = R.viewed(Part, S);
    }
    Elements.push_back(Part);
  }
  R.bind(0, R.listOf(Elements));
  return true;
}

/// A graph for each of the elements.
bool map(Reader &R) {
  const Attribute *Body = R.attribute("body", Attribute::Graph);
  std::vector<int> First;
  if (!Body)
    return R.fail("has no graph");
  if (!elementsOf(R, 0, First))
    return false;
  std::vector<std::vector<int>> Results(R.outputs());
  for (size_t I = 0; I < First.size(); ++I) {
    std::vector<int> In{First[I]};
    for (size_t N = 1; N < R.inputs(); ++N) {
      if (!R.has(N))
        return R.fail("has no input " + std::to_string(N));
      int T = R.in(N);
      if (R.isList(T) && R.list(T).size() != First.size())
        return R.fail("has sequences of different lengths");
      In.push_back(R.isList(T) ? R.list(T)[I] : T);
    }
    std::vector<int> Out;
    if (!R.inlined(*Body, In, Out))
      return false;
    if (Out.size() != R.outputs())
      return R.fail("has a graph of " + std::to_string(Out.size()) +
                    " outputs, expected " + std::to_string(R.outputs()));
    if (std::any_of(Out.begin(), Out.end(), Reader::isList))
      return R.fail("has a graph whose result is a sequence");
    for (size_t K = 0; K < Out.size(); ++K)
      Results[K].push_back(Out[K]);
  }
  for (size_t K = 0; K < Results.size(); ++K)
    R.bind(K, R.listOf(Results[K]));
  return true;
}

bool optional(Reader &R) {
  R.ignore("type");
  R.bind(0, R.nothing());
  if (R.inputs() && R.has(0))
    R.giveOutput(0, R.in(0));
  return true;
}

bool hasElement(Reader &R) {
  bool Has = R.inputs() && R.has(0) && R.in(0) != R.nothing();
  R.alias(R.output(0, Type::Bool, {}),
          R.constantTensor(Type::Bool, {}, std::string(1, char(Has))));
  return true;
}

bool getElement(Reader &R) {
  if (R.in(0) == R.nothing())
    return R.fail("has an optional input that is not there");
  R.giveOutput(0, R.in(0));
  return true;
}

} // namespace

OperatorTable sequenceOperators() {
  constexpr size_t Many = size_t(1) << 20;
  return {
      {"ConcatFromSequence", 1, 1, concatenate},
      {"Optional", 0, 1, optional},
      {"OptionalGetElement", 1, 1, getElement},
      {"OptionalHasElement", 0, 1, hasElement},
      {"SequenceAt", 2, 2, at},
      {"SequenceConstruct", 1, Many, construct},
      {"SequenceEmpty", 0, 0, empty},
      {"SequenceErase", 1, 2, erase},
      {"SequenceInsert", 2, 3, insert},
      {"SequenceLength", 1, 1, length},
      {"SequenceMap", 1, Many, map},
      {"SplitToSequence", 1, 2, split},
  };
}

} // namespace sectile::graph::onnx

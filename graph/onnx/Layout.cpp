// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Layout.cpp - operators that move elements --------------------------===//
//
// Shapes, copies with other strides, elements at indices, and interpolation.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"
#include <algorithm>
#include <cmath>

namespace sectile::graph::onnx {

namespace {

/// A whole tensor, in order.
Access whole(Reader &R, int T) { return {T, 0, stridesOf(R.shape(T))}; }

bool oneOf(Reader &R, const std::string &V,
           std::initializer_list<const char *> Of) {
  for (const char *Name : Of)
    if (V == Name)
      return true;
  return R.fail("has the mode " + inQuotes(V) + ", which is not supported");
}

bool reshapeTo(Reader &R, const Shape &S) {
  int X = R.in(0);
  if (elementsOf(S) != R.tensor(X).elements())
    return R.fail("has an input of shape " + toString(R.shape(X)) +
                  " and a result of shape " + toString(S));
  R.alias(R.output(0, R.type(X), S), X);
  return true;
}

bool reshape(Reader &R) {
  std::vector<int64_t> S;
  bool AllowZero = R.integer("allowzero", 0) != 0;
  if (!R.integersOf(1, "a shape", S))
    return false;
  const Shape &X = R.shape(R.in(0));
  int64_t Known = 1;
  ptrdiff_t Open = -1;
  for (size_t D = 0; D < S.size(); ++D) {
    if (S[D] == 0 && !AllowZero) {
      if (D >= X.size())
        return R.fail("copies dimension " + std::to_string(D) + " of " +
                      toString(X));
      S[D] = X[D];
    }
    if (S[D] == -1 && Open < 0)
      Open = ptrdiff_t(D);
    else if (S[D] < 0 || S[D] > Unlimited / std::max<int64_t>(Known, 1))
      return R.fail("has the shape " + toString(S));
    else
      Known *= S[D];
  }
  if (Open >= 0)
    S[size_t(Open)] = Known ? elementsOf(X) / Known : 0;
  return reshapeTo(R, S);
}

bool flatten(Reader &R) {
  const Shape &X = R.shape(R.in(0));
  int64_t Axis = R.integer("axis", 1);
  if (Axis != int64_t(X.size()) && !R.axis(Axis, X.size()))
    return false;
  Shape S(2, 1);
  for (size_t D = 0; D < X.size(); ++D)
    S[D < size_t(Axis) ? 0 : 1] *= X[D];
  return reshapeTo(R, S);
}

/// Counts axes from the first on, and fails if one is there twice.
bool distinctAxes(Reader &R, std::vector<int64_t> &Axes, size_t Rank) {
  std::vector<bool> Seen(Rank);
  for (int64_t &A : Axes) {
    if (!R.axis(A, Rank))
      return false;
    if (Seen[size_t(A)])
      return R.fail("has an axis twice");
    Seen[size_t(A)] = true;
  }
  return true;
}

/// Axes that are an attribute before version 13 and an input since, ascending.
bool axesOf(Reader &R, std::vector<int64_t> &Axes, size_t Rank) {
  Axes = R.integers("axes");
  if ((R.has(1) && !R.integersOf(1, "axes", Axes)) ||
      !distinctAxes(R, Axes, Rank))
    return false;
  std::sort(Axes.begin(), Axes.end());
  return true;
}

bool squeeze(Reader &R) {
  const Shape X = R.shape(R.in(0));
  std::vector<int64_t> Axes;
  if (!axesOf(R, Axes, X.size()))
    return false;
  bool All = Axes.empty();
  Shape S;
  for (size_t D = 0; D < X.size(); ++D) {
    bool Named = std::binary_search(Axes.begin(), Axes.end(), int64_t(D));
    if (Named && X[D] != 1)
      return R.fail("removes a dimension of " + std::to_string(X[D]));
    if (!Named && !(All && X[D] == 1))
      S.push_back(X[D]);
  }
  return reshapeTo(R, S);
}

bool unsqueeze(Reader &R) {
  Shape S = R.shape(R.in(0));
  std::vector<int64_t> Axes = R.integers("axes");
  if (R.has(1) && !R.integersOf(1, "axes", Axes))
    return false;
  size_t Rank = S.size() + Axes.size();
  if (!axesOf(R, Axes, Rank))
    return false;
  for (int64_t A : Axes)
    S.insert(S.begin() + A, 1);
  return reshapeTo(R, S);
}

bool transpose(Reader &R) {
  const Shape X = R.shape(R.in(0));
  std::vector<int64_t> Order = R.integers("perm");
  if (Order.empty())
    for (size_t D = X.size(); D-- > 0;)
      Order.push_back(int64_t(D));
  std::vector<int64_t> Sorted = Order;
  std::sort(Sorted.begin(), Sorted.end());
  bool Ok = Sorted.size() == X.size();
  for (size_t D = 0; Ok && D < X.size(); ++D)
    Ok = Sorted[D] == int64_t(D);
  if (!Ok)
    return R.fail("has a permutation that is none of " +
                  std::to_string(X.size()) + " dimensions");
  Shape Own = stridesOf(X);
  Shape S;
  Shape Strides;
  for (int64_t D : Order) {
    S.push_back(X[size_t(D)]);
    Strides.push_back(Own[size_t(D)]);
  }
  int Y = R.output(0, R.type(R.in(0)), S);
  R.copy(S, whole(R, Y), {R.in(0), 0, Strides});
  return true;
}

bool concat(Reader &R) {
  Shape S = R.shape(R.in(0));
  int64_t Axis = R.integer("axis", 1);
  if (!R.axis(Axis, S.size()) || !R.sameTypes(0, R.inputs()))
    return false;
  auto A = size_t(Axis);
  S[A] = 0;
  for (size_t N = 0; N < R.inputs(); ++N) {
    if (!R.has(N))
      return R.fail("has no input " + std::to_string(N));
    Shape X = R.shape(R.in(N));
    bool Fits = X.size() == S.size();
    if (Fits) {
      S[A] += X[A];
      X[A] = S[A];
    }
    if (!Fits || X != S)
      return R.fail("has inputs of shapes " + toString(R.shape(R.in(0))) +
                    " and " + toString(R.shape(R.in(N))));
  }
  int Y = R.output(0, R.type(R.in(0)), S);
  Shape Strides = stridesOf(S);
  int64_t Offset = 0;
  for (size_t N = 0; N < R.inputs(); ++N) {
    Shape X = R.shape(R.in(N));
    if (elementsOf(X)) {
      R.copy(X, {Y, Offset, Strides}, whole(R, R.in(N)));
      if (R.Known.Any)
        R.Known.Parts[Y].push_back({R.in(N), Offset});
    }
    Offset += X[A] * Strides[A];
  }
  return true;
}

bool split(Reader &R) {
  const Shape X = R.shape(R.in(0));
  int64_t Axis = R.integer("axis", 0);
  std::vector<int64_t> Sizes = R.integers("split");
  if (!R.axis(Axis, X.size()) ||
      (R.has(1) && !R.integersOf(1, "sizes of parts", Sizes)))
    return false;
  auto A = size_t(Axis);
  auto Parts = int64_t(R.outputs());
  if (R.integer("num_outputs", Parts) != Parts)
    return R.fail("has " + std::to_string(Parts) +
                  " outputs, and another number as an attribute");
  // Since version 18 the last part may be smaller.
  if (Sizes.empty() && (X[A] % Parts == 0 || R.version() >= 18)) {
    int64_t Each = (X[A] + Parts - 1) / Parts;
    Sizes.assign(R.outputs(), Each);
    Sizes.back() = X[A] - Each * (Parts - 1);
  }
  int64_t Sum = 0;
  for (int64_t Size : Sizes)
    Sum += Size >= 0 && Size <= X[A] ? Size : Unlimited / 1024;
  if (Sizes.size() != R.outputs() || Sum != X[A])
    return R.fail("does not split " + std::to_string(X[A]) + " into " +
                  std::to_string(R.outputs()) + " parts");
  Shape Strides = stridesOf(X);
  int64_t Offset = 0;
  for (size_t N = 0; N < Sizes.size(); ++N) {
    Shape S = X;
    S[A] = Sizes[N];
    int Y = R.output(N, R.type(R.in(0)), S);
    if (elementsOf(S))
      R.copy(S, whole(R, Y), {R.in(0), Offset, Strides});
    Offset += Sizes[N] * Strides[A];
  }
  return true;
}

bool slice(Reader &R) {
  const Shape X = R.shape(R.in(0));
  std::vector<int64_t> Starts = R.integers("starts");
  std::vector<int64_t> Ends = R.integers("ends");
  std::vector<int64_t> Axes = R.integers("axes");
  std::vector<int64_t> Steps;
  if ((R.has(1) && !R.integersOf(1, "starts", Starts)) ||
      (R.has(2) && !R.integersOf(2, "ends", Ends)) ||
      (R.has(3) && !R.integersOf(3, "axes", Axes)) ||
      (R.has(4) && !R.integersOf(4, "steps", Steps)))
    return false;
  if (Axes.empty())
    Axes = allAxes(Starts.size());
  if (Steps.empty())
    Steps.assign(Starts.size(), 1);
  if (Ends.size() != Starts.size() || Axes.size() != Starts.size() ||
      Steps.size() != Starts.size())
    return R.fail("has starts, ends, axes and steps of different lengths");
  Shape S = X;
  Shape Strides = stridesOf(X);
  int64_t Offset = 0;
  std::vector<bool> Seen(X.size());
  for (size_t I = 0; I < Starts.size(); ++I) {
    if (!R.axis(Axes[I], X.size()))
      return false;
    auto A = size_t(Axes[I]);
    int64_t Size = X[A];
    int64_t Step = Steps[I];
    if (Step == 0 || Step < -Unlimited || Seen[A])
      return R.fail("has a step of 0, or an axis twice");
    Seen[A] = true;
    auto Within = [&](int64_t V, int64_t Low, int64_t High) {
      V = V < 0 ? V + Size : V; // cannot overflow: one is negative
      return std::min(std::max(V, Low), High);
    };
    int64_t First =
        Step > 0 ? Within(Starts[I], 0, Size) : Within(Starts[I], 0, Size - 1);
    int64_t End =
        Step > 0 ? Within(Ends[I], 0, Size) : Within(Ends[I], -1, Size - 1);
    int64_t Span = Step > 0 ? End - First : First - End;
    int64_t Stride = std::min(std::abs(Step), std::max<int64_t>(Size, 1));
    S[A] = Span <= 0 ? 0 : (Span + Stride - 1) / Stride;
    Offset += First * Strides[A];
    Strides[A] *= Step > 0 ? Stride : -Stride;
  }
  int Y = R.output(0, R.type(R.in(0)), S);
  if (elementsOf(S))
    R.copy(S, whole(R, Y), {R.in(0), Offset, Strides});
  else
    R.fill(Y, 0); // a constant without elements, or an error
  return true;
}

/// Takes, along each dimension, the elements of the given indices; none means
/// all.
void indexed(Reader &R, int X, int Y, const std::vector<Shape> &Indices) {
  Shape S = R.shape(Y);
  Shape Strides = stridesOf(R.shape(X));
  Access From{X, 0, Shape(S.size())};
  std::vector<Access> In;
  for (size_t D = 0; D < S.size(); ++D) {
    if (Indices[D].empty()) {
      From.Strides[D] = Strides[D];
      continue;
    }
    std::vector<int64_t> Offsets;
    for (int64_t I : Indices[D])
      Offsets.push_back(I * Strides[D]);
    Access Table{R.integerTensor(Offsets), 0, Shape(S.size())};
    Table.Strides[D] = 1;
    In.push_back(Table);
  }
  if (In.empty())
    return R.copy(S, whole(R, Y), From);
  R.nest(S, whole(R, Y), In, [&](Nest &N, const auto &V) {
    Value Offset = V[0];
    for (size_t I = 1; I < V.size(); ++I)
      Offset = Offset + V[I];
    return R.at(N, From, Offset);
  });
}

/// Whether what is outside is a constant 0.
bool padsWithZero(Reader &R, float Stated) {
  if (!R.has(2))
    return Stated == 0;
  const Tensor &Of = R.tensor(R.in(2));
  return Of.isConstant() && Of.ElementType == Type::F32 && Of.elements() == 1 &&
         Of.real(0) == 0;
}

/// Pads of some axes as those of all.
bool padsOfAxes(Reader &R, size_t Rank, std::vector<int64_t> &Pads) {
  std::vector<int64_t> Axes;
  if (!R.integersOf(3, "axes", Axes) || !distinctAxes(R, Axes, Rank))
    return false;
  if (Pads.size() != 2 * Axes.size())
    return R.fail("has " + std::to_string(Pads.size()) + " pads for " +
                  std::to_string(Axes.size()) + " axes");
  std::vector<int64_t> All(2 * Rank);
  for (size_t I = 0; I < Axes.size(); ++I) {
    All[size_t(Axes[I])] = Pads[I];
    All[size_t(Axes[I]) + Rank] = Pads[I + Axes.size()];
  }
  Pads = std::move(All);
  return true;
}

bool pad(Reader &R) {
  const Shape X = R.shape(R.in(0));
  std::vector<int64_t> Pads = R.integers("pads");
  std::string Mode = R.text("mode", "constant");
  float Value0 = R.real("value", 0);
  if (R.has(1) && !R.integersOf(1, "pads", Pads))
    return false;
  if (R.has(3) && !padsOfAxes(R, X.size(), Pads))
    return false;
  if (Pads.size() != 2 * X.size())
    return R.fail("has " + std::to_string(Pads.size()) + " pads for " +
                  std::to_string(X.size()) + " dimensions");
  Shape S = X;
  for (size_t D = 0; D < X.size(); ++D) {
    int64_t A = Pads[D];
    int64_t B = Pads[D + X.size()];
    constexpr int64_t Most = int64_t(1) << 31;
    if (std::abs(A) > Most || std::abs(B) > Most || X[D] + A + B < 0)
      return R.fail("has pads that leave nothing or are too large");
    S[D] += A + B;
  }
  // What is padded with 0 in floats is padded with its zero point in bytes.
  const Quantized *Q = tensorOf(R, 0);
  if (Q && Mode == "constant" && !padsWithZero(R, Value0))
    Q = nullptr;
  int In = Q ? Q->Values : R.in(0);
  Type T = R.type(In);
  int Y = Q ? R.temporary(T, S) : R.output(0, T, S);
  auto Finish = [&] {
    if (Q)
      R.giveOutput(0, dequantized(R, Y, *Q));
    return true;
  };
  if (Mode == "reflect" || Mode == "edge" || Mode == "wrap") {
    std::vector<Shape> Indices(X.size());
    for (size_t D = 0; D < X.size(); ++D) {
      if (!Pads[D] && !Pads[D + X.size()])
        continue;
      int64_t Size = X[D];
      for (int64_t I = 0; I < S[D]; ++I) {
        int64_t At = I - Pads[D];
        if (Mode == "edge") {
          At = std::min(std::max<int64_t>(At, 0), Size - 1);
        } else {
          int64_t Period =
              Mode == "wrap" ? Size : std::max<int64_t>(2 * Size - 2, 1);
          At = ((At % Period) + Period) % Period;
          At = At < Size ? At : Period - At;
        }
        Indices[D].push_back(At);
      }
    }
    indexed(R, In, Y, Indices);
    return Finish();
  }
  if (Mode != "constant")
    return R.fail("has the mode " + inQuotes(Mode));
  if (Q) {
    R.fill(Y, zeroOf(R, *Q));
  } else if (R.has(2)) {
    if (R.type(R.in(2)) != T || R.tensor(R.in(2)).elements() != 1)
      return R.fail("has a value that is no scalar of the input's type");
    R.map(Y, {R.viewed(R.in(2), {})},
          [](Nest &, const auto &V) { return V[0]; });
  } else {
    R.fill(Y, Value0);
  }
  Shape Inner(X.size());
  Access From = whole(R, In);
  Access To = whole(R, Y);
  for (size_t D = 0; D < X.size(); ++D) {
    int64_t Before = std::min<int64_t>(Pads[D], 0);
    int64_t After = std::min<int64_t>(Pads[D + X.size()], 0);
    Inner[D] = std::max<int64_t>(X[D] + Before + After, 0);
    From.Offset -= Before * From.Strides[D];
    To.Offset += std::max<int64_t>(Pads[D], 0) * To.Strides[D];
  }
  if (elementsOf(Inner))
    R.copy(Inner, To, From);
  return Finish();
}

bool expand(Reader &R) {
  std::vector<int64_t> S;
  if (!R.integersOf(1, "a shape", S))
    return false;
  if (std::any_of(S.begin(), S.end(), [](int64_t D) { return D <= 0; }))
    return R.fail("has the shape " + toString(S));
  int Like = R.temporary(Type::Bool, S);
  Shape To;
  if (!R.broadcast({R.in(0), Like}, To))
    return false;
  R.map(R.output(0, R.type(R.in(0)), To), {R.in(0)},
        [](Nest &, const auto &V) { return V[0]; });
  return true;
}

bool tile(Reader &R) {
  const Shape X = R.shape(R.in(0));
  std::vector<int64_t> Times;
  if (!R.integersOf(1, "repetitions", Times))
    return false;
  if (Times.size() != X.size() ||
      std::any_of(Times.begin(), Times.end(),
                  [](int64_t N) { return N < 1 || N > 1 << 30; }))
    return R.fail("has the repetitions " + toString(Times) +
                  " of an input of shape " + toString(X));
  Shape S = X;
  for (size_t D = 0; D < X.size(); ++D)
    S[D] *= Times[D];
  int Y = R.output(0, R.type(R.in(0)), S);
  Shape To = stridesOf(S);
  Shape From = stridesOf(X);
  Shape Loops;
  Access Out{Y, 0, {}};
  Access In{R.in(0), 0, {}};
  for (size_t D = 0; D < X.size(); ++D) {
    Loops.insert(Loops.end(), {Times[D], X[D]});
    Out.Strides.insert(Out.Strides.end(), {To[D] * X[D], To[D]});
    In.Strides.insert(In.Strides.end(), {0, From[D]});
  }
  R.copy(Loops, Out, In);
  return true;
}

/// An index within a dimension: negative ones count from its end, what is
/// beyond is the nearest.
Value within(Value I, int64_t Size) {
  I = convert(I, Type::I64);
  I = select(I < 0, I + Size, I);
  return smaller(larger(I, 0), Size - 1);
}

bool isIndex(Reader &R, int T) {
  Type Of = R.type(T);
  return Of == Type::I64 || Of == Type::I32 ||
         R.fail(std::string("has indices of type ") + toString(Of));
}

/// \p X is the input's shape, or another of the same elements.
bool gatherAlong(Reader &R, Shape X, int Indices, int64_t Axis) {
  const Shape I = R.shape(Indices);
  auto A = size_t(Axis);
  Shape S = X;
  S.erase(S.begin() + Axis);
  S.insert(S.begin() + Axis, I.begin(), I.end());
  int Y = R.output(0, R.type(R.in(0)), S);
  Shape Own = stridesOf(X);
  Access From{R.in(0), 0, Own};
  From.Strides.erase(From.Strides.begin() + Axis);
  From.Strides.insert(From.Strides.begin() + Axis, I.size(), 0);
  Access Index{Indices, 0, Shape(S.size())};
  Shape IStrides = stridesOf(I);
  std::copy(IStrides.begin(), IStrides.end(), Index.Strides.begin() + Axis);
  R.nest(S, whole(R, Y), {Index}, [&](Nest &N, const auto &V) {
    return R.at(N, From, within(V[0], X[A]) * Own[A]);
  });
  return true;
}

bool gather(Reader &R) {
  int64_t Axis = R.integer("axis", 0);
  return R.axis(Axis, R.shape(R.in(0)).size()) && isIndex(R, R.in(1)) &&
         gatherAlong(R, R.shape(R.in(0)), R.in(1), Axis);
}

bool compress(Reader &R) {
  const Tensor &Condition = R.tensor(R.in(1));
  int X = R.in(0);
  int64_t Axis = 0;
  const Attribute *A = R.attribute("axis", Attribute::Int);
  if (!Condition.isConstant() || Condition.ElementType != Type::Bool)
    return R.fail("has a condition that is no constant of bool");
  Shape S = R.shape(X);
  if (A)
    Axis = A->I;
  else
    S = {R.tensor(X).elements()};
  if (!R.axis(Axis, S.size()))
    return false;
  std::vector<int64_t> Taken;
  for (int64_t I = 0; I < Condition.elements(); ++I)
    if (Condition.Data[I])
      Taken.push_back(I);
  return gatherAlong(R, S, R.integerTensor(Taken), Axis);
}

bool gatherElements(Reader &R) {
  const Shape X = R.shape(R.in(0));
  const Shape S = R.shape(R.in(1));
  int64_t Axis = R.integer("axis", 0);
  if (!R.axis(Axis, X.size()) || !isIndex(R, R.in(1)))
    return false;
  if (S.size() != X.size())
    return R.fail("has indices of shape " + toString(S) +
                  " for an input of shape " + toString(X));
  auto A = size_t(Axis);
  for (size_t D = 0; D < X.size(); ++D)
    if (D != A && S[D] > X[D])
      return R.fail("has more indices than elements");
  Shape Own = stridesOf(X);
  Access From{R.in(0), 0, Own};
  From.Strides[A] = 0;
  int Y = R.output(0, R.type(R.in(0)), S);
  R.nest(S, whole(R, Y), {whole(R, R.in(1))}, [&](Nest &N, const auto &V) {
    return R.at(N, From, within(V[0], X[A]) * Own[A]);
  });
  return true;
}

/// What GatherND and ScatterND have in common: the indices' last dimension
/// chooses in the dimensions after \p Batch. \p Loops are those of the rest of
/// the indices and of what each chooses.
struct Chosen {
  Shape Loops;
  Access Data;
  std::vector<Access> Indices;
  std::vector<int64_t> Strides, Sizes;
};

bool choose(Reader &R, int Data, int Indices, size_t Batch, Chosen &To) {
  const Shape X = R.shape(Data);
  const Shape I = R.shape(Indices);
  if (!isIndex(R, Indices))
    return false;
  if (I.empty() || I.size() <= Batch || X.size() <= Batch || I.back() < 1 ||
      size_t(I.back()) + Batch > X.size() ||
      !std::equal(I.begin(), I.begin() + ptrdiff_t(Batch), X.begin()))
    return R.fail("has indices of shape " + toString(I) +
                  " for an input of shape " + toString(X));
  auto Depth = size_t(I.back());
  Shape Own = stridesOf(X);
  To.Loops.assign(I.begin(), I.end() - 1);
  To.Loops.insert(To.Loops.end(), X.begin() + ptrdiff_t(Batch + Depth),
                  X.end());
  To.Data = {Data, 0, Shape(To.Loops.size())};
  std::copy(Own.begin(), Own.begin() + ptrdiff_t(Batch),
            To.Data.Strides.begin());
  std::copy(Own.begin() + ptrdiff_t(Batch + Depth), Own.end(),
            To.Data.Strides.begin() + ptrdiff_t(I.size() - 1));
  Shape IStrides = stridesOf(I);
  for (size_t K = 0; K < Depth; ++K) {
    Access A{Indices, int64_t(K), Shape(To.Loops.size())};
    std::copy(IStrides.begin(), IStrides.end() - 1, A.Strides.begin());
    To.Indices.push_back(A);
    To.Strides.push_back(Own[Batch + K]);
    To.Sizes.push_back(X[Batch + K]);
  }
  return true;
}

Value offsetOf(const Chosen &C, const std::vector<Value> &V) {
  Value Offset = within(V[0], C.Sizes[0]) * C.Strides[0];
  for (size_t K = 1; K < C.Indices.size(); ++K)
    Offset = Offset + within(V[K], C.Sizes[K]) * C.Strides[K];
  return Offset;
}

bool gatherND(Reader &R) {
  int64_t Batch = R.integer("batch_dims", 0);
  Chosen C;
  if (Batch < 0 || !choose(R, R.in(0), R.in(1), size_t(Batch), C))
    return Batch >= 0 ? false : R.fail("has a negative number of batches");
  int Y = R.output(0, R.type(R.in(0)), C.Loops);
  R.nest(C.Loops, whole(R, Y), C.Indices, [&](Nest &N, const auto &V) {
    return R.at(N, C.Data, offsetOf(C, V));
  });
  return true;
}

/// The element that a scatter stores.
bool combination(Reader &R, std::function<Value(Nest &, Value, Type)> &To) {
  std::string How = R.text("reduction", "none");
  if (How == "none")
    To = [](Nest &, Value V, Type) { return V; };
  else if (How == "add")
    To = [](Nest &N, Value V, Type T) { return old(N, T) + V; };
  else if (How == "mul")
    To = [](Nest &N, Value V, Type T) { return old(N, T) * V; };
  else if (How == "max")
    To = [](Nest &N, Value V, Type T) { return larger(old(N, T), V); };
  else if (How == "min")
    To = [](Nest &N, Value V, Type T) { return smaller(old(N, T), V); };
  else
    return R.fail("has the reduction " + inQuotes(How));
  return true;
}

bool scatterND(Reader &R) {
  std::function<Value(Nest &, Value, Type)> Combine;
  Chosen C;
  Type T = R.type(R.in(0));
  if (!combination(R, Combine) || !choose(R, R.in(0), R.in(1), 0, C))
    return false;
  if (R.shape(R.in(2)) != C.Loops || R.type(R.in(2)) != T)
    return R.fail("has updates of shape " + toString(R.shape(R.in(2))) +
                  ", expected " + toString(C.Loops));
  int Y = R.output(0, T, R.shape(R.in(0)));
  R.copy(R.shape(Y), whole(R, Y), whole(R, R.in(0)));
  Access To = C.Data;
  To.Tensor = Y;
  std::vector<Access> In = C.Indices;
  In.push_back({R.in(2), 0, stridesOf(C.Loops)});
  R.scatter(C.Loops, To, In, [&](Nest &N, const auto &V, Value &Index) {
    Index = offsetOf(C, V);
    N.OutIndex = Index.Register;
    return Combine(N, V.back(), T);
  });
  return true;
}

bool scatterElements(Reader &R) {
  const Shape X = R.shape(R.in(0));
  const Shape S = R.shape(R.in(1));
  int64_t Axis = R.integer("axis", 0);
  std::function<Value(Nest &, Value, Type)> Combine;
  if (!R.axis(Axis, X.size()) || !isIndex(R, R.in(1)) ||
      !combination(R, Combine))
    return false;
  Type T = R.type(R.in(0));
  auto A = size_t(Axis);
  bool Fits = S.size() == X.size() && R.shape(R.in(2)) == S;
  for (size_t D = 0; Fits && D < S.size(); ++D)
    Fits = D == A || S[D] <= X[D];
  if (!Fits || R.type(R.in(2)) != T)
    return R.fail("has indices of shape " + toString(S) +
                  " and updates of shape " + toString(R.shape(R.in(2))) +
                  " for an input of shape " + toString(X));
  int Y = R.output(0, T, X);
  R.copy(X, whole(R, Y), whole(R, R.in(0)));
  Access To = whole(R, Y);
  int64_t Stride = To.Strides[A];
  To.Strides[A] = 0;
  R.scatter(S, To, {whole(R, R.in(1)), whole(R, R.in(2))},
            [&](Nest &N, const auto &V, Value &Index) {
              Index = within(V[0], X[A]) * Stride;
              N.OutIndex = Index.Register;
              return Combine(N, V[1], T);
            });
  return true;
}

/// Rows of a cache, from a place on that each batch has.
bool tensorScatter(Reader &R) {
  const Shape X = R.shape(R.in(0));
  const Shape S = R.shape(R.in(1));
  int64_t Axis = R.integer("axis", -2);
  std::string Mode = R.text("mode", "linear");
  if (!R.axis(Axis, X.size()) || !R.sameTypes(0, 2) ||
      !oneOf(R, Mode, {"linear", "circular"}) ||
      (R.has(2) && !isIndex(R, R.in(2))))
    return false;
  auto A = size_t(Axis);
  bool Fits = A > 0 && S.size() == X.size() && S[A] <= X[A] &&
              (!R.has(2) || R.shape(R.in(2)) == Shape{X[0]});
  for (size_t D = 0; Fits && D < S.size(); ++D)
    Fits = D == A || S[D] == X[D];
  if (!Fits)
    return R.fail("has an update of shape " + toString(S) +
                  " or indices that do not fit a cache of shape " +
                  toString(X));
  int Y = R.output(0, R.type(R.in(0)), X);
  R.copy(X, whole(R, Y), whole(R, R.in(0)));
  Access To = whole(R, Y);
  int64_t Stride = To.Strides[A];
  To.Strides[A] = 0;
  std::vector<Access> In{whole(R, R.in(1))};
  if (R.has(2)) {
    In.push_back({R.in(2), 0, Shape(X.size())});
    In.back().Strides[0] = 1;
  }
  R.scatter(S, To, In, [&](Nest &N, const auto &V, Value &Index) {
    Value At = counter(N, A);
    if (V.size() > 1) {
      Value Start = smaller(larger(convert(V[1], Type::I64), 0), X[A] - 1);
      At = At + Start;
      At = Mode == "circular" ? select(At >= X[A], At - X[A], At)
                              : smaller(At, X[A] - 1);
    }
    Index = At * Stride;
    N.OutIndex = Index.Register;
    return V[0];
  });
  return true;
}

/// Sums of the elements of blocks at their places in an image.
bool columnsToImage(Reader &R) {
  const Shape X = R.shape(R.in(0));
  std::vector<int64_t> Image;
  std::vector<int64_t> Block;
  if (!R.integersOf(1, "a shape of the image", Image) ||
      !R.integersOf(2, "a shape of the blocks", Block))
    return false;
  size_t Rank = Image.size();
  constexpr int64_t Most = 1 << 15;
  int64_t Elements = 1;
  for (size_t D = 0; D < Rank; ++D) {
    bool Fits = D < Block.size() && Image[D] >= 1 && Image[D] <= Most &&
                Block[D] >= 1 && Block[D] <= Most &&
                Elements <= Unlimited / Most / Most;
    Elements = Fits ? Elements * Block[D] : 0;
  }
  if (X.size() != 3 || Rank < 1 || Rank > 4 || Block.size() != Rank ||
      Elements < 1 || X[1] % Elements != 0)
    return R.fail("has an input of shape " + toString(X) +
                  " for an image of shape " + toString(Image) +
                  " and blocks of shape " + toString(Block));
  Shape Like{X[0], X[1] / Elements};
  Like.insert(Like.end(), Image.begin(), Image.end());
  std::vector<Window> W;
  if (!windows(R, Like, Block, false, W))
    return false;
  Type T = R.type(R.in(0));
  if (T == Type::Bool)
    return R.fail("has an input of type bool");
  Shape Padded{Like[0], Like[1]};
  int64_t Places = 1;
  for (size_t D = 0; D < Rank; ++D) {
    Padded.push_back(Image[D] + W[D].Before + W[D].After);
    Places *= W[D].Size;
  }
  if (Places != X[2])
    return R.fail("has " + std::to_string(X[2]) + " blocks, expected " +
                  std::to_string(Places));
  int Sums = R.temporary(T, Padded);
  R.fill(Sums, 0);
  Shape Strides = stridesOf(Padded);
  Shape Loops{Like[0], Like[1]};
  Access Out{Sums, 0, {Strides[0], Strides[1]}};
  Access Result{Sums, 0, Strides};
  for (size_t D = 0; D < Rank; ++D) {
    Loops.push_back(Block[D]);
    Out.Strides.push_back(W[D].Dilation * Strides[D + 2]);
    Result.Offset += W[D].Before * Strides[D + 2];
  }
  for (size_t D = 0; D < Rank; ++D) {
    Loops.push_back(W[D].Size);
    Out.Strides.push_back(W[D].Stride * Strides[D + 2]);
  }
  R.nest(Loops, Out, {{R.in(0), 0, stridesOf(Loops)}},
         [&](Nest &N, const auto &V) { return old(N, T) + V[0]; });
  int Y = R.output(0, T, Like);
  R.copy(Like, whole(R, Y), Result);
  return true;
}

/// The middle of the input, with zeros around what is larger.
bool centerCropPad(Reader &R) {
  const Shape X = R.shape(R.in(0));
  std::vector<int64_t> Axes = R.integers("axes");
  std::vector<int64_t> Sizes;
  if (!R.integersOf(1, "a shape", Sizes))
    return false;
  if (Axes.empty())
    Axes = allAxes(X.size());
  if (!distinctAxes(R, Axes, X.size()))
    return false;
  if (Sizes.size() != Axes.size() ||
      std::any_of(Sizes.begin(), Sizes.end(),
                  [](int64_t N) { return N < 1 || N > 1 << 30; }))
    return R.fail("has the shape " + toString(Sizes) + " for " +
                  std::to_string(Axes.size()) + " axes");
  Shape S = X;
  Shape Inner = X;
  Access From = whole(R, R.in(0));
  for (size_t I = 0; I < Axes.size(); ++I) {
    auto D = size_t(Axes[I]);
    S[D] = Sizes[I];
    Inner[D] = std::min(X[D], S[D]);
    From.Offset += (X[D] - Inner[D]) / 2 * From.Strides[D];
  }
  int Y = R.output(0, R.type(R.in(0)), S);
  Access To = whole(R, Y);
  for (size_t D = 0; D < S.size(); ++D)
    To.Offset += (S[D] - Inner[D]) / 2 * To.Strides[D];
  R.fill(Y, 0);
  R.copy(Inner, To, From);
  return true;
}

bool blocks(Reader &R, bool ToSpace) {
  const Shape X = R.shape(R.in(0));
  int64_t B = R.integer("blocksize", 0);
  std::string Mode = ToSpace ? R.text("mode", "DCR") : "DCR";
  if (X.size() != 4 || B < 1 || B > 1 << 15 || (Mode != "DCR" && Mode != "CRD"))
    return R.fail("has an input of shape " + toString(X) + ", blocks of " +
                  std::to_string(B) + " or the mode " + inQuotes(Mode));
  if (ToSpace ? X[1] % (B * B) != 0 : X[2] % B != 0 || X[3] % B != 0)
    return R.fail("does not divide " + toString(X) + " into blocks of " +
                  std::to_string(B));
  // Loops over the deep tensor: image, block's row and column, channel, row and
  // column. The other has rows and columns of blocks.
  int64_t C = ToSpace ? X[1] / (B * B) : X[1];
  int64_t H = ToSpace ? X[2] : X[2] / B;
  int64_t W = ToSpace ? X[3] : X[3] / B;
  Shape Loops{X[0], B, B, C, H, W};
  Shape Deep = Mode == "DCR" ? stridesOf(Loops)
                             : Shape{B * B * C * H * W, B * H * W, H * W,
                                     B * B * H * W,     W,         1};
  Shape Flat{C * H * B * W * B, W * B, 1, H * B * W * B, B * W * B, B};
  if (ToSpace) {
    int Y = R.output(0, R.type(R.in(0)), {X[0], C, H * B, W * B});
    R.copy(Loops, {Y, 0, Flat}, {R.in(0), 0, Deep});
  } else {
    int Y = R.output(0, R.type(R.in(0)), {X[0], B * B * C, H, W});
    R.copy(Loops, {Y, 0, Deep}, {R.in(0), 0, Flat});
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Resize
//===----------------------------------------------------------------------===//

struct Scaling {
  std::string Mode, Coordinates, Nearest;
  double CubicA = -0.75;
  bool ExcludeOutside = false;
  double Extrapolation = 0;
  /// Where there are fewer results than elements, each is a mean of all that
  /// are near it.
  bool Antialias = false;
  std::string Ratio = "stretch"; ///< of the sizes of different dimensions
  std::vector<int64_t> Axes;     ///< that are named, or none for all
};

/// Where result \p I is in the input.
double coordinate(const Scaling &S, int64_t I, int64_t In, int64_t Out,
                  double Scale, double Start, double End) {
  auto X = double(I);
  double Length = Scale * double(In);
  if (S.Coordinates == "align_corners")
    return Length == 1 ? 0 : X * double(In - 1) / (Length - 1);
  if (S.Coordinates == "asymmetric")
    return X / Scale;
  if (S.Coordinates == "pytorch_half_pixel")
    return Length == 1 ? -0.5 : (X + 0.5) / Scale - 0.5;
  if (S.Coordinates == "half_pixel_symmetric")
    // The results' centre is that of the input, if a part of one is cut off.
    return (X + 0.5) / Scale - 0.5 +
           double(In) / 2 * (1 - double(Out) / Length);
  if (S.Coordinates == "tf_half_pixel_for_nn")
    return (X + 0.5) / Scale;
  if (S.Coordinates == "tf_crop_and_resize")
    return Out == 1 ? 0.5 * (Start + End) * double(In - 1)
                    : Start * double(In - 1) +
                          X * (End - Start) * double(In - 1) / double(Out - 1);
  return (X + 0.5) / Scale - 0.5; // half_pixel
}

int64_t nearest(const std::string &How, double X) {
  // Scales are f32: what is an element but for their rounding is that one.
  X = double(float(X));
  double Low = std::floor(X);
  if (How == "ceil")
    return int64_t(std::ceil(X));
  if (How == "floor")
    return int64_t(Low);
  bool Half = X - Low == 0.5;
  if (How == "round_prefer_ceil")
    return int64_t(std::floor(X + 0.5));
  return int64_t(Half ? Low : std::floor(X + 0.5)); // round_prefer_floor
}

/// The weight of an element by its distance, linear or cubic.
double kernel(const Scaling &S, double D) {
  D = std::fabs(D);
  if (S.Mode == "linear")
    return std::max(1 - D, 0.0);
  double A = S.CubicA;
  if (D <= 1)
    return ((A + 2) * D - (A + 3)) * D * D + 1;
  return D < 2 ? ((A * D - 5 * A) * D + 8 * A) * D - 4 * A : 0;
}

/// Without those outside, if so, the weights have the sum 1.
void normalize(std::vector<double> &W, bool ExcludeOutside, int64_t First,
               int64_t Size) {
  double Sum = 0;
  for (size_t K = 0; K < W.size(); ++K) {
    int64_t At = First + int64_t(K);
    if (ExcludeOutside && (At < 0 || At >= Size))
      W[K] = 0;
    Sum += W[K];
  }
  for (double &V : W)
    V /= Sum;
}

/// The weights of the elements from \p First on.
std::vector<double> weights(const Scaling &S, double X, int64_t &First,
                            int64_t Size, double Scale) {
  if (S.Antialias && Scale < 1 && S.Mode != "nearest") {
    double Reach = (S.Mode == "linear" ? 1 : 2) / Scale;
    First = int64_t(std::floor(X - Reach)) + 1;
    std::vector<double> W(size_t(std::ceil(2 * Reach)));
    for (size_t K = 0; K < W.size(); ++K)
      W[K] = kernel(S, (double(First + int64_t(K)) - X) * Scale);
    normalize(W, S.ExcludeOutside, First, Size);
    return W;
  }
  double Low = std::floor(X);
  double F = X - Low;
  if (S.Mode == "nearest") {
    First = nearest(S.Nearest, X);
    return {1};
  }
  First = int64_t(Low);
  if (S.Mode == "linear")
    return {1 - F, F};
  First -= 1;
  std::vector<double> W{kernel(S, F + 1), kernel(S, F), kernel(S, 1 - F),
                        kernel(S, 2 - F)};
  if (S.ExcludeOutside)
    normalize(W, true, First, Size);
  return W;
}

/// Interpolates along one dimension: each result is a sum of a few elements.
int interpolated(Reader &R, int X, size_t Axis, int64_t Size,
                 const std::vector<std::vector<double>> &Weights,
                 const std::vector<int64_t> &Firsts,
                 const std::vector<float> &Starts, int Y) {
  Shape S = R.shape(X);
  int64_t In = S[Axis];
  int64_t Stride = stridesOf(S)[Axis];
  auto Taps = int64_t(Weights[0].size());
  std::vector<float> W;
  std::vector<int64_t> Offsets;
  for (size_t I = 0; I < Weights.size(); ++I)
    for (int64_t K = 0; K < Taps; ++K) {
      W.push_back(float(Weights[I][size_t(K)]));
      int64_t At = std::min(std::max<int64_t>(Firsts[I] + K, 0), In - 1);
      Offsets.push_back(At * Stride);
    }
  Access From{X, 0, stridesOf(S)};
  From.Strides[Axis] = 0;
  S[Axis] = Size;
  if (Y < 0)
    Y = R.temporary(Type::F32, S);
  Access Start{R.realTensor(Starts, {Size}), 0, Shape(S.size())};
  Start.Strides[Axis] = 1;
  R.copy(S, whole(R, Y), Start);
  // The loop over the elements is outside of what is contiguous.
  Shape Loops = S;
  Loops.insert(Loops.begin(), Taps);
  auto Outer = [](Access A, int64_t Stride0) {
    A.Strides.insert(A.Strides.begin(), Stride0);
    return A;
  };
  Access Weight{R.realTensor(W, {Size, Taps}), 0, Shape(S.size())};
  Weight.Strides[Axis] = Taps;
  Access Offset{R.integerTensor(Offsets), 0, Weight.Strides};
  R.nest(Loops, Outer(whole(R, Y), 0), {Outer(Weight, 1), Outer(Offset, 1)},
         [&](Nest &N, const auto &V) {
           return fma(R.at(N, Outer(From, 0), V[1]), V[0], old(N, Type::F32));
         });
  return Y;
}

/// What is stated of some axes as that of all. The region has a start of each
/// and then an end.
bool spreadAxes(Reader &R, const Scaling &How, std::vector<float> &Scales,
                Shape &Sizes, std::vector<float> &Region) {
  const Shape X = R.shape(R.in(0));
  const std::vector<int64_t> &Axes = How.Axes;
  size_t Rank = X.size();
  size_t Count = Axes.size();
  if (Axes.empty())
    return true;
  auto Fits = [&](size_t Size, size_t Of) { return Size == 0 || Size == Of; };
  if (!Fits(Scales.size(), Count) || !Fits(Sizes.size(), Count) ||
      !Fits(Region.size(), 2 * Count))
    return R.fail("has scales, sizes or a region that are not of " +
                  std::to_string(Count) + " axes");
  auto Spread = [&](auto &V, auto All, size_t First, size_t At) {
    for (size_t I = 0; I < Count && !V.empty(); ++I)
      All[At + size_t(Axes[I])] = V[First + I];
    return All;
  };
  std::vector<float> Whole(2 * Rank);
  std::fill(Whole.begin() + ptrdiff_t(Rank), Whole.end(), 1.0F);
  Whole = Spread(Region, std::move(Whole), 0, 0);
  Region = Spread(Region, std::move(Whole), Count, Rank);
  if (!Scales.empty())
    Scales = Spread(Scales, std::vector<float>(Rank, 1), 0, 0);
  if (!Sizes.empty())
    Sizes = Spread(Sizes, X, 0, 0);
  return true;
}

/// The largest sizes within those given, or the smallest that contain them,
/// that are one scale of the input's.
void keepRatio(Reader &R, const Scaling &How, std::vector<float> &Scales,
               Shape &Sizes) {
  if (How.Ratio == "stretch" || Sizes.empty())
    return;
  const Shape &X = R.shape(R.in(0));
  const std::vector<int64_t> Axes =
      How.Axes.empty() ? allAxes(X.size()) : How.Axes;
  float Scale = 0;
  for (size_t I = 0; I < Axes.size(); ++I) {
    auto D = size_t(Axes[I]);
    float Of = float(Sizes[D]) / float(X[D]);
    if (I == 0 || (How.Ratio == "not_larger" ? Of < Scale : Of > Scale))
      Scale = Of;
  }
  Scales.assign(X.size(), 1);
  for (int64_t D : Axes) {
    Scales[size_t(D)] = Scale;
    Sizes[size_t(D)] =
        int64_t(std::floor(double(Scale) * double(X[size_t(D)]) + 0.5));
  }
}

bool resizeBy(Reader &R, std::vector<float> Scales, Shape Sizes,
              std::vector<float> Region, const Scaling &How) {
  const Shape X = R.shape(R.in(0));
  if (!spreadAxes(R, How, Scales, Sizes, Region))
    return false;
  if (Sizes.empty() == Scales.empty() ||
      (Sizes.empty() ? Scales.size() : Sizes.size()) != X.size())
    return R.fail("has neither a scale nor a size for each dimension, or both");
  for (int64_t Size : Sizes)
    if (Size < 1 || Size > int64_t(1) << 31)
      return R.fail("has a size of " + std::to_string(Size));
  keepRatio(R, How, Scales, Sizes);
  bool Given = !Scales.empty();
  Shape S = Sizes;
  for (size_t D = 0; D < X.size(); ++D)
    if (Sizes.empty()) {
      float Size = std::floor(float(X[D]) * Scales[D]);
      if (!(Size >= 1 && Size < 0x1p31F))
        return R.fail("has a scale of " + std::to_string(Scales[D]));
      S.push_back(int64_t(Size));
    } else if (!Given) {
      Scales.push_back(float(S[D]) / float(X[D]));
    }
  bool Crops = How.Coordinates == "tf_crop_and_resize";
  if (Crops && Region.size() != 2 * X.size())
    return R.fail("has no region of interest for each dimension");
  auto Coordinate = [&](size_t D, int64_t I) {
    return coordinate(How, I, X[D], S[D], double(Scales[D]),
                      Crops ? double(Region[D]) : 0,
                      Crops ? double(Region[D + X.size()]) : 1);
  };
  Type T = R.type(R.in(0));
  int Y = R.output(0, T, S);
  if (How.Mode == "nearest" && !Crops) {
    std::vector<Shape> Indices(X.size());
    for (size_t D = 0; D < X.size(); ++D)
      for (int64_t I = 0; (S[D] != X[D] || Scales[D] != 1) && I < S[D]; ++I)
        Indices[D].push_back(std::min(
            std::max<int64_t>(nearest(How.Nearest, Coordinate(D, I)), 0),
            X[D] - 1));
    indexed(R, R.in(0), Y, Indices);
    return true;
  }
  if (T != Type::F32)
    return R.fail("interpolates an input that is no f32");
  std::vector<size_t> Axes;
  for (size_t D = 0; D < X.size(); ++D)
    if (S[D] != X[D] || Scales[D] != 1 || Crops)
      Axes.push_back(D);
  if (Axes.empty()) {
    R.alias(Y, R.in(0));
    return true;
  }
  int From = R.in(0);
  for (size_t D : Axes) {
    std::vector<std::vector<double>> Weights;
    std::vector<int64_t> Firsts;
    std::vector<float> Starts;
    for (int64_t I = 0; I < S[D]; ++I) {
      double At = Coordinate(D, I);
      bool Outside = Crops && (At < 0 || At > double(X[D] - 1));
      int64_t First = 0;
      std::vector<double> W = weights(How, At, First, X[D], double(Scales[D]));
      if (Outside)
        W.assign(W.size(), 0);
      Weights.push_back(W);
      Firsts.push_back(First);
      Starts.push_back(Outside ? float(How.Extrapolation) : 0);
    }
    From = interpolated(R, From, D, S[D], Weights, Firsts, Starts,
                        D == Axes.back() ? Y : -1);
  }
  return true;
}

bool resize(Reader &R) {
  Scaling How;
  bool Old = R.version() < 11;
  How.Mode = R.text("mode", "nearest");
  How.Coordinates = R.text("coordinate_transformation_mode",
                           Old ? "asymmetric" : "half_pixel");
  How.Nearest = R.text("nearest_mode", Old ? "floor" : "round_prefer_floor");
  How.CubicA = double(R.real("cubic_coeff_a", -0.75F));
  How.ExcludeOutside = R.integer("exclude_outside", 0) != 0;
  How.Extrapolation = double(R.real("extrapolation_value", 0));
  How.Antialias = R.integer("antialias", 0) != 0;
  How.Ratio = R.text("keep_aspect_ratio_policy", "stretch");
  How.Axes = R.integers("axes");
  if (!oneOf(R, How.Mode, {"nearest", "linear", "cubic"}) ||
      !oneOf(R, How.Coordinates,
             {"half_pixel", "half_pixel_symmetric", "pytorch_half_pixel",
              "align_corners", "asymmetric", "tf_half_pixel_for_nn",
              "tf_crop_and_resize"}) ||
      !oneOf(R, How.Ratio, {"stretch", "not_larger", "not_smaller"}) ||
      !oneOf(R, How.Nearest,
             {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"}))
    return false;
  std::vector<float> Region;
  std::vector<float> Scales;
  std::vector<int64_t> Sizes;
  if (Old) {
    if (!R.realsOf(1, "scales", Scales))
      return false;
  } else if ((R.has(1) && R.tensor(R.in(1)).elements() &&
              !R.realsOf(1, "a region of interest", Region)) ||
             (R.has(2) && !R.realsOf(2, "scales", Scales)) ||
             (R.has(3) && !R.integersOf(3, "sizes", Sizes))) {
    return false;
  }
  if (!distinctAxes(R, How.Axes, R.shape(R.in(0)).size()))
    return false;
  return resizeBy(R, Scales, Sizes, Region, How);
}

bool upsample(Reader &R) {
  Scaling How;
  How.Mode = R.text("mode", "nearest");
  How.Coordinates = "asymmetric";
  How.Nearest = "floor";
  std::vector<float> Scales = R.reals("scales");
  return oneOf(R, How.Mode, {"nearest", "linear"}) &&
         (!R.has(1) || R.realsOf(1, "scales", Scales)) &&
         resizeBy(R, Scales, {}, {}, How);
}

//===----------------------------------------------------------------------===//
// Constants, and elements that depend on their place
//===----------------------------------------------------------------------===//

bool shapeOf(Reader &R) {
  Shape X = R.shape(R.in(0));
  auto Rank = int64_t(X.size());
  auto Within = [&](int64_t V) {
    V = V < 0 ? V + Rank : V;
    return std::min(std::max<int64_t>(V, 0), Rank);
  };
  int64_t Start = Within(R.integer("start", 0));
  int64_t End = std::max(Within(R.integer("end", Rank)), Start);
  X = Shape(X.begin() + Start, X.begin() + End);
  R.alias(R.output(0, Type::I64, {int64_t(X.size())}), R.integerTensor(X));
  return true;
}

bool sizeOf(Reader &R) {
  int Y = R.output(0, Type::I64, {});
  R.alias(Y, R.integerTensor({R.tensor(R.in(0)).elements()}));
  return true;
}

bool constantOperator(Reader &R) {
  int Of = -1;
  Shape S;
  if (const Attribute *A = R.attribute("value", Attribute::Tensor)) {
    Of = R.constantOf(A->T, "constant " + inQuotes(A->T.Name));
    if (Of >= 0)
      S = R.shape(Of);
  } else if (const Attribute *A = R.attribute("value_float", Attribute::Float))
    Of = R.scalarTensor(A->F);
  else if (const Attribute *A = R.attribute("value_int", Attribute::Int))
    Of = R.integerTensor({A->I});
  else if (const Attribute *A = R.attribute("value_floats", Attribute::Floats))
    Of = R.realTensor(A->Reals, S = {int64_t(A->Reals.size())});
  else if (const Attribute *A = R.attribute("value_ints", Attribute::Ints)) {
    Of = R.integerTensor(A->Integers);
    S = R.shape(Of);
  }
  if (Of < 0)
    return R.fail("has no value of a type that is supported");
  R.alias(R.output(0, R.type(Of), S), Of);
  return true;
}

bool constantOfShape(Reader &R) {
  std::vector<int64_t> S;
  if (!R.integersOf(0, "a shape", S))
    return false;
  int Of = -1;
  if (const Attribute *A = R.attribute("value", Attribute::Tensor)) {
    Of = R.constantOf(A->T, "value");
    if (Of < 0 || R.tensor(Of).elements() != 1)
      return R.fail("has a value that is not one element");
  } else {
    Of = R.scalarTensor(0);
  }
  int Y = R.output(0, R.type(Of), S);
  R.map(Y, {R.viewed(Of, {})}, [](Nest &, const auto &V) { return V[0]; });
  return true;
}

bool range(Reader &R) {
  if (!R.sameTypes(0, 3))
    return false;
  for (size_t N = 0; N < 3; ++N)
    if (R.tensor(R.in(N)).elements() != 1)
      return R.fail("has an operand that is no scalar");
  Type T = R.type(R.in(0));
  if (isReal(T)) {
    std::vector<double> V;
    for (size_t N = 0; N < 3; ++N)
      if (!R.realsOf(N, "limits", V))
        return false;
    double Count = std::ceil((V[1] - V[0]) / V[2]);
    if (!(Count < 0x1p30))
      return R.fail("has more than 2^30 elements");
    int Y = R.output(0, T, {int64_t(std::max(Count, 0.0))});
    R.nest(R.shape(Y), whole(R, Y), {}, [&](Nest &N, const auto &) {
      return convert(counter(N, 0), registerOf(T)) * V[2] + V[0];
    });
    return true;
  }
  std::vector<int64_t> V;
  for (size_t N = 0; N < 3; ++N)
    if (!R.integersOf(N, "limits", V))
      return false;
  constexpr int64_t Most = int64_t(1) << 60;
  if (V[2] == 0 || std::abs(V[0]) > Most || std::abs(V[1]) > Most ||
      V[2] < -Most)
    return R.fail("has a step of 0, or limits beyond 2^60");
  int64_t Span = V[2] > 0 ? V[1] - V[0] : V[0] - V[1];
  int64_t Step = V[2] > 0 ? V[2] : -V[2];
  int64_t Count = Span <= 0 ? 0 : (Span - 1) / Step + 1;
  int Y = R.output(0, T, {Count});
  if (Count)
    R.nest(R.shape(Y), whole(R, Y), {}, [&](Nest &N, const auto &) {
      return convert(counter(N, 0) * V[2] + V[0], T);
    });
  return true;
}

bool eyeLike(Reader &R) {
  const Shape X = R.shape(R.in(0));
  int64_t K = R.integer("k", 0);
  const Attribute *As = R.attribute("dtype", Attribute::Int);
  Type T = R.type(R.in(0));
  if (As) {
    T = typeOf(DataType(As->I));
    if (T == Type::Other)
      return R.fail("has the type " + nameOf(DataType(As->I)) +
                    ", which is not supported");
  }
  if (T == Type::Other)
    return R.fail("has an input of a type that is not supported");
  if (X.size() != 2 || std::abs(K) > Unlimited / 2)
    return R.fail("has an input of shape " + toString(X));
  int Y = R.output(0, T, X);
  R.nest(X, whole(R, Y), {}, [&](Nest &N, const auto &) {
    return select(counter(N, 1) - counter(N, 0) == K,
                  constant(N, registerOf(T), 1), 0);
  });
  return true;
}

bool trilu(Reader &R) {
  const Shape X = R.shape(R.in(0));
  bool Upper = R.integer("upper", 1) != 0;
  std::vector<int64_t> K;
  if (R.has(1) && !R.integersOf(1, "diagonals", K))
    return false;
  if (K.empty())
    K.push_back(0);
  if (X.size() < 2 || std::abs(K[0]) > Unlimited / 2)
    return R.fail("has an input of shape " + toString(X));
  int Y = R.output(0, R.type(R.in(0)), X);
  R.nest(X, whole(R, Y), {whole(R, R.in(0))}, [&](Nest &N, const auto &V) {
    Value D = counter(N, X.size() - 1) - counter(N, X.size() - 2);
    return select(Upper ? D >= K[0] : D <= K[0], V[0], 0);
  });
  return true;
}

bool oneHot(Reader &R) {
  const Shape I = R.shape(R.in(0));
  int64_t Axis = R.integer("axis", -1);
  const Tensor &Depth = R.tensor(R.in(1));
  int64_t Size = 0;
  if (!R.axis(Axis, I.size() + 1))
    return false;
  if (isReal(Depth.ElementType)) {
    std::vector<double> V;
    if (!R.realsOf(1, "a depth", V))
      return false;
    Size = V.empty() || !(V[0] < 0x1p30) ? 0 : int64_t(V[0]);
  } else {
    std::vector<int64_t> V;
    if (!R.integersOf(1, "a depth", V))
      return false;
    Size = V.empty() ? 0 : V[0];
  }
  if (Size < 1 || R.tensor(R.in(2)).elements() != 2)
    return R.fail("has a depth that is not positive, or not two values");
  Shape S = I;
  S.insert(S.begin() + Axis, Size);
  int Y = R.output(0, R.type(R.in(2)), S);
  Access Index{R.in(0), 0, stridesOf(I)};
  Index.Strides.insert(Index.Strides.begin() + Axis, 0);
  Access Off{R.in(2), 0, Shape(S.size())};
  Access On{R.in(2), 1, Shape(S.size())};
  R.nest(S, whole(R, Y), {Index, Off, On}, [&](Nest &N, const auto &V) {
    Value At =
        isReal(V[0].T) ? saturated(V[0], Type::I64) : convert(V[0], Type::I64);
    At = select(At < 0, At + Size, At);
    return select(At == counter(N, size_t(Axis)), V[2], V[1]);
  });
  return true;
}

/// Sums, or products, of the elements of an axis up to each.
bool cumulative(Reader &R, bool Multiplies) {
  const Shape X = R.shape(R.in(0));
  std::vector<int64_t> Axes;
  bool Exclusive = R.integer("exclusive", 0) != 0;
  bool Reverse = R.integer("reverse", 0) != 0;
  if (!R.integersOf(1, "an axis", Axes))
    return false;
  Type T = R.type(R.in(0));
  if (Axes.size() != 1 || T == Type::Bool)
    return R.fail("has not one axis, or an input of type bool");
  if (!R.axis(Axes[0], X.size()))
    return false;
  auto A = size_t(Axes[0]);
  Shape Loops = X;
  Loops[A] = 1;
  Shape Strides = stridesOf(X);
  int64_t Step = Reverse ? -Strides[A] : Strides[A];
  int64_t First = Reverse ? (X[A] - 1) * Strides[A] : 0;
  int Y = R.output(0, T, X);
  R.isVariable(Y);
  if (Exclusive)
    R.nest(Loops, {Y, First, Strides}, {}, [&](Nest &N, const auto &) {
      return constant(N, registerOf(T), Multiplies ? 1 : 0);
    });
  else
    R.copy(Loops, {Y, First, Strides}, {R.in(0), First, Strides});
  if (X[A] < 2)
    return true;
  R.repeat(X[A] - 1);
  R.nest(Loops, {Y, First + Step, Strides, Step},
         {{Y, First, Strides, Step},
          {R.in(0), First + (Exclusive ? 0 : Step), Strides, Step}},
         [&](Nest &, const auto &V) {
           return Multiplies ? V[0] * V[1] : V[0] + V[1];
         });
  R.endRepeat();
  return true;
}

bool reverseSequence(Reader &R) {
  const Shape X = R.shape(R.in(0));
  int64_t Batch = R.integer("batch_axis", 1);
  int64_t Time = R.integer("time_axis", 0);
  if (!isIndex(R, R.in(1)) || !R.axis(Batch, X.size()) ||
      !R.axis(Time, X.size()))
    return false;
  if (Batch == Time || R.shape(R.in(1)) != Shape{X[size_t(Batch)]})
    return R.fail("has lengths of shape " + toString(R.shape(R.in(1))));
  Access Length{R.in(1), 0, Shape(X.size())};
  Length.Strides[size_t(Batch)] = 1;
  Access From = whole(R, R.in(0));
  int64_t Stride = From.Strides[size_t(Time)];
  From.Strides[size_t(Time)] = 0;
  int Y = R.output(0, R.type(R.in(0)), X);
  R.nest(X, whole(R, Y), {Length}, [&](Nest &N, const auto &V) {
    Value T = counter(N, size_t(Time));
    Value L = smaller(convert(V[0], Type::I64), X[size_t(Time)]);
    return R.at(N, From, select(T < L, L - T - 1, T) * Stride);
  });
  return true;
}

} // namespace

OperatorTable layoutOperators() {
  constexpr size_t Many = size_t(1) << 20;
  return {
      {"CenterCropPad", 2, 2, centerCropPad},
      {"Col2Im", 3, 3, columnsToImage},
      {"Compress", 2, 2, compress},
      {"Concat", 1, Many, concat},
      {"Constant", 0, 0, constantOperator},
      {"ConstantOfShape", 1, 1, constantOfShape},
      {"CumProd", 2, 2, [](Reader &R) { return cumulative(R, true); }},
      {"CumSum", 2, 2, [](Reader &R) { return cumulative(R, false); }},
      {"DepthToSpace", 1, 1, [](Reader &R) { return blocks(R, true); }},
      {"Expand", 2, 2, expand},
      {"EyeLike", 1, 1, eyeLike},
      {"Flatten", 1, 1, flatten},
      {"Gather", 2, 2, gather},
      {"GatherElements", 2, 2, gatherElements},
      {"GatherND", 2, 2, gatherND},
      {"OneHot", 3, 3, oneHot},
      {"Pad", 1, 4, pad},
      {"Range", 3, 3, range},
      {"Reshape", 2, 2, reshape},
      {"Resize", 1, 4, resize},
      {"ReverseSequence", 2, 2, reverseSequence},
      {"Scatter", 3, 3, scatterElements},
      {"ScatterElements", 3, 3, scatterElements},
      {"ScatterND", 3, 3, scatterND},
      {"Shape", 1, 1, shapeOf},
      {"Size", 1, 1, sizeOf},
      {"Slice", 1, 5, slice},
      {"SpaceToDepth", 1, 1, [](Reader &R) { return blocks(R, false); }},
      {"Split", 1, 2, split},
      {"Squeeze", 1, 2, squeeze},
      {"TensorScatter", 2, 3, tensorScatter},
      {"Tile", 2, 2, tile},
      {"Transpose", 1, 1, transpose},
      {"Trilu", 1, 2, trilu},
      {"Unsqueeze", 1, 2, unsqueeze},
      {"Upsample", 1, 2, upsample},
  };
}

} // namespace sectile::graph::onnx

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Reductions.cpp - operators of many elements for each result --------===//
//
// Sums and extremes along axes or in windows, and what is normalised by them.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"
#include <algorithm>
#include <limits>

namespace sectile::graph::onnx {

namespace {

constexpr double Infinity = std::numeric_limits<double>::infinity();

Value root(Value X) { return unary(Code::Sqrt, X); }
Value sum(Value Old, Value X) { return Old + X; }
Value sumOfSquares(Value Old, Value X) {
  return isReal(X.T) ? fma(X, X, Old) : Old + X * X;
}
Value sumOfMagnitudes(Value Old, Value X) { return Old + unary(Code::Abs, X); }
Value product(Value Old, Value X) { return Old * X; }
Value maximum(Value Old, Value X) {
  return X.T == Type::Bool ? Old | X : larger(Old, X);
}
Value minimum(Value Old, Value X) {
  return X.T == Type::Bool ? Old & X : smaller(Old, X);
}

using Combine = Value (*)(Value, Value);
using Finish = Value (*)(Value);

//===----------------------------------------------------------------------===//
// Along axes
//===----------------------------------------------------------------------===//

/// The shapes of a reduction's result: with dimensions of 1, and as stated.
struct Reduced {
  Shape Kept, Result;
  int64_t Count = 1; ///< of elements for each result
  bool IsCopy = false;
};

bool readReduction(Reader &R, Reduced &To) {
  const Shape X = R.shape(R.in(0));
  std::vector<int64_t> Axes = R.integers("axes");
  bool Keep = R.integer("keepdims", 1) != 0;
  bool NoAxes = R.integer("noop_with_empty_axes", 0) != 0;
  if (R.has(1) && !R.integersOf(1, "axes", Axes))
    return false;
  std::vector<bool> Named(X.size(), Axes.empty() && !NoAxes);
  for (int64_t A : Axes) {
    if (!R.axis(A, X.size()))
      return false;
    Named[size_t(A)] = true;
  }
  To.IsCopy = Axes.empty() && NoAxes;
  for (size_t D = 0; D < X.size(); ++D) {
    To.Kept.push_back(Named[D] ? 1 : X[D]);
    To.Count *= Named[D] ? X[D] : 1;
    if (!Named[D] || Keep)
      To.Result.push_back(To.Kept[D]);
  }
  return true;
}

/// The mean of dequantised bytes along what \p Kept has no dimensions of, from
/// the sum of the integers.
bool giveMean(Reader &R, const Shape &Kept, const Shape &Result,
              int64_t Count) {
  const Quantized *Q = tensorOf(R, 0);
  if (!Q || Count > 1 << 23)
    return false;
  int Sums = R.temporary(Type::I32, Kept);
  R.reduce(Sums, Kept, Q->Values, -zeroOf(R, *Q) * Count, sum);
  return giveSums(R, R.viewed(Sums, Result),
                  meanFactor(R, *Q, R.scalarTensor(float(Count))));
}

/// \p F combines elements, \p After is applied to the result.
/// Extremes are of bools, too.
template <Combine F, bool AnyType = false>
bool reduction(Reader &R, double Start,
               const std::function<Value(Value, double)> &After = nullptr) {
  Reduced To;
  Type T = R.firstType();
  if (!readReduction(R, To))
    return false;
  constexpr bool IsExtreme = F == maximum || F == minimum;
  // What follows a sum would follow one that has wrapped.
  bool IsNarrow = !isReal(T) && bytesOf(T) < 4;
  if (!isReal(T) &&
      (!AnyType || (T == Type::Bool && !IsExtreme) || (After && IsNarrow)))
    return R.fail(std::string("has an input of type ") + toString(T));
  Number From = F == maximum   ? leastOf(T)
                : F == minimum ? mostOf(T)
                               : Number(Start);
  int Y = R.output(0, T, To.Result);
  int Kept = After ? R.temporary(T, To.Kept) : Y;
  // The same elements, whatever their dimensions of 1 are.
  Shape Strides = repeatedStrides(To.Kept, R.shape(R.in(0)));
  Shape Loops = R.shape(R.in(0));
  R.fill(Kept, From);
  R.nest(Loops, {Kept, 0, Strides}, {{R.in(0), 0, stridesOf(Loops)}},
         [&](Nest &N, const auto &V) { return F(old(N, T), V[0]); });
  if (After) {
    int View = R.viewed(Kept, To.Result);
    R.map(Y, {View},
          [&](Nest &, const auto &V) { return After(V[0], double(To.Count)); });
  }
  return true;
}

bool reduceMean(Reader &R) {
  Reduced To;
  if (tensorOf(R, 0)) {
    if (!readReduction(R, To))
      return false;
    if (giveMean(R, To.Kept, To.Result, To.Count))
      return true;
  }
  return reduction<sum, true>(R, 0,
                              [](Value V, double Count) { return V / Count; });
}

/// The logarithm of a sum of powers, which are taken of differences from the
/// largest element.
bool reduceLogSumExp(Reader &R) {
  Reduced To;
  if (!R.isReal(0) || !readReduction(R, To))
    return false;
  int X = R.in(0);
  int Most = R.temporary(R.firstType(), To.Kept);
  R.reduce(Most, To.Kept, X, -Infinity, maximum);
  int Powers = R.temporary(R.firstType(), R.shape(X));
  R.map(Powers, {X, Most},
        [](Nest &, const auto &V) { return exponential(V[0] - V[1]); });
  int Sum = R.temporary(R.firstType(), To.Kept);
  R.reduce(Sum, To.Kept, Powers, 0, sum);
  int Y = R.output(0, R.firstType(), To.Result);
  R.map(Y, {R.viewed(Sum, To.Result), R.viewed(Most, To.Result)},
        [](Nest &, const auto &V) { return logarithm(V[0]) + V[1]; });
  return true;
}

/// The index of the first or last element that is an extreme.
template <Combine F> bool argument(Reader &R) {
  const Shape X = R.shape(R.in(0));
  int64_t Axis = R.integer("axis", 0);
  bool Keep = R.integer("keepdims", 1) != 0;
  bool Last = R.integer("select_last_index", 0) != 0;
  if (!R.axis(Axis, X.size()))
    return false;
  auto A = size_t(Axis);
  Type T = R.firstType();
  if (T == Type::Bool)
    return R.fail("has an input of type bool");
  Shape Kept = X;
  Kept[A] = 1;
  Shape S = Kept;
  if (!Keep)
    S.erase(S.begin() + Axis);
  int Extreme = R.temporary(T, Kept);
  R.reduce(Extreme, Kept, R.in(0), F == maximum ? leastOf(T) : mostOf(T), F);
  int Y = R.output(0, Type::I64, S);
  R.fill(Y, Last ? 0 : X[A] - 1);
  Shape Strides = repeatedStrides(Kept, X);
  R.nest(X, {Y, 0, Strides},
         {{R.in(0), 0, stridesOf(X)}, {Extreme, 0, Strides}},
         [&](Nest &N, const auto &V) {
           Value Old = old(N, Type::I64);
           Value I = select(V[0] == V[1], counter(N, A), Old);
           return Last ? larger(Old, I) : smaller(Old, I);
         });
  return true;
}

//===----------------------------------------------------------------------===//
// In windows
//===----------------------------------------------------------------------===//

struct Pool {
  std::vector<Window> Windows;
  Shape Result;
  int X = -1; ///< padded
};

/// \p Of is the input, or the integers that it is made of.
bool readPool(Reader &R, Number Outside, Pool &To, int Of) {
  const Shape X = R.shape(Of);
  if (X.size() < 3)
    return R.fail("has an input of shape " + toString(X));
  bool Ceil = R.integer("ceil_mode", 0) != 0;
  if (!windows(R, X, R.integers("kernel_shape"), Ceil, To.Windows))
    return false;
  To.Result = {X[0], X[1]};
  for (const Window &W : To.Windows)
    To.Result.push_back(W.Size);
  To.X = padded(R, Of, To.Windows, Outside, 1, false);
  return true;
}

/// Loops over images, channels, rows of the result, the window, and the
/// result's last dimension, with strides for each of three tensors.
void overWindows(
    Reader &R, const Pool &P, int Y, const std::vector<int> &Also,
    const std::function<Value(Nest &, const std::vector<Value> &)> &F) {
  Shape YStrides = stridesOf(P.Result);
  Shape XStrides = stridesOf(R.shape(P.X));
  Access Out{Y, 0, {YStrides[0], YStrides[1]}};
  Access In{P.X, 0, {XStrides[0], XStrides[1]}};
  Shape Loops{P.Result[0], P.Result[1]};
  auto Add = [&](int64_t Count, int64_t OfY, int64_t OfX) {
    Loops.push_back(Count);
    Out.Strides.push_back(OfY);
    In.Strides.push_back(OfX);
  };
  size_t Rank = P.Windows.size();
  auto Result = [&](size_t D) {
    Add(P.Windows[D].Size, YStrides[D + 2],
        P.Windows[D].Stride * XStrides[D + 2]);
  };
  for (size_t D = 0; D + 1 < Rank; ++D)
    Result(D);
  for (size_t D = 0; D < Rank; ++D)
    Add(P.Windows[D].Kernel, 0, P.Windows[D].Dilation * XStrides[D + 2]);
  Result(Rank - 1);
  std::vector<Access> All{In};
  for (int T : Also)
    All.push_back({T, 0, Out.Strides});
  R.nest(Loops, Out, All, F);
}

bool maxPool(Reader &R) {
  Pool P;
  Type T = R.firstType();
  if (T == Type::Bool || T == Type::I64)
    return R.fail(std::string("has an input of type ") + toString(T));
  if (!readPool(R, leastOf(T), P, R.in(0)))
    return false;
  bool ByColumns = R.integer("storage_order", 0) != 0;
  int Y = R.output(0, T, P.Result);
  R.fill(Y, leastOf(T));
  overWindows(R, P, Y, {},
              [&](Nest &N, const auto &V) { return larger(old(N, T), V[0]); });
  if (!R.wants(1))
    return true;
  if (ByColumns && P.Windows.size() != 2)
    return R.fail("has the storage order 1 without two dimensions");
  // The first place in the window that has the largest element.
  const Shape X = R.shape(R.in(0));
  int I = R.output(1, Type::I64, P.Result);
  Number Last = std::numeric_limits<int64_t>::max();
  R.fill(I, Last);
  size_t Rank = P.Windows.size();
  Shape Strides = stridesOf(X);
  if (ByColumns) {
    Strides[2] = 1;
    Strides[3] = X[2];
  }
  overWindows(R, P, I, {Y}, [&](Nest &N, const auto &V) {
    Value At = counter(N, 0) * Strides[0] + counter(N, 1) * Strides[1];
    Value Inside = constant(N, Type::Bool, 1);
    for (size_t D = 0; D < Rank; ++D) {
      const Window &W = P.Windows[D];
      size_t Loop = D + 1 < Rank ? 2 + D : N.Loops.size() - 1;
      Value Here = counter(N, Loop) * W.Stride +
                   counter(N, 1 + Rank + D) * W.Dilation - W.Before;
      Inside = Inside & (Here >= 0) & (Here < X[D + 2]);
      At = At + Here * Strides[D + 2];
    }
    Value Old = old(N, Type::I64);
    return select((V[0] == V[1]) & Inside, smaller(Old, At), Old);
  });
  return true;
}

/// How many elements each window has.
int counts(Reader &R, const Pool &P, bool IncludesPads) {
  const Shape X = R.shape(R.in(0));
  Shape S(P.Result.begin() + 2, P.Result.end());
  std::vector<float> Counts;
  Shape At(S.size());
  for (int64_t I = 0; I < elementsOf(S); ++I) {
    int64_t Product = 1;
    for (size_t D = 0; D < S.size(); ++D) {
      const Window &W = P.Windows[D];
      int64_t Low = IncludesPads ? -W.Before : 0;
      int64_t High = X[D + 2] + (IncludesPads ? W.After : 0);
      int64_t Count = 0;
      for (int64_t K = 0; K < W.Kernel; ++K) {
        int64_t Here = At[D] * W.Stride - W.Before + K * W.Dilation;
        Count += Here >= Low && Here < High;
      }
      Product *= Count;
    }
    Counts.push_back(float(Product));
    for (size_t D = S.size(); D-- > 0;) {
      if (++At[D] < S[D])
        break;
      At[D] = 0;
    }
  }
  return R.realTensor(Counts, S);
}

bool averagePool(Reader &R) {
  Pool P;
  if (!R.isReal(0))
    return false;
  const Quantized *Q = tensorOf(R, 0);
  if (!readPool(R, Q ? Number(zeroOf(R, *Q)) : Number(0), P,
                Q ? Q->Values : R.in(0)))
    return false;
  bool IncludesPads = R.integer("count_include_pad", 0) != 0;
  if (Q && elementsOf(P.Result) <= 1 << 24) {
    int64_t Size = 1;
    for (const Window &W : P.Windows)
      Size *= W.Kernel;
    int Integers = R.temporary(Type::I32, P.Result);
    R.fill(Integers, -zeroOf(R, *Q) * Size);
    overWindows(R, P, Integers, {}, [](Nest &N, const auto &V) {
      return old(N, Type::I32) + V[0];
    });
    return giveSums(R, Integers, meanFactor(R, *Q, counts(R, P, IncludesPads)));
  }
  int Sums = R.temporary(R.firstType(), P.Result);
  if (elementsOf(P.Result) > 1 << 24)
    return R.fail("has a result of more than 2^24 elements");
  R.fill(Sums, 0);
  overWindows(R, P, Sums, {}, [&](Nest &N, const auto &V) {
    return old(N, R.firstType()) + V[0];
  });
  R.map(R.output(0, R.firstType(), P.Result),
        {Sums, R.converted(counts(R, P, IncludesPads), R.firstType())},
        [](Nest &, const auto &V) { return V[0] / V[1]; });
  return true;
}

/// The P-th root of a sum of P-th powers of magnitudes.
bool norm(Reader &R, int Sums, int Y, int64_t P) {
  R.map(Y, {Sums}, [&](Nest &N, const auto &V) {
    return P == 1   ? V[0]
           : P == 2 ? root(V[0])
                    : power(V[0], constant(N, V[0].T, 1.0 / double(P)));
  });
  return true;
}

Value addPower(Value Old, Value X, int64_t P) {
  if (P == 1)
    return sumOfMagnitudes(Old, X);
  if (P == 2)
    return sumOfSquares(Old, X);
  return Old + power(unary(Code::Abs, X), constant(*X.Of, X.T, P));
}

bool lpPool(Reader &R) {
  Pool P;
  int64_t Of = R.integer("p", 2);
  if (!R.isReal(0) || !readPool(R, 0, P, R.in(0)))
    return false;
  int Sums = R.temporary(R.firstType(), P.Result);
  R.fill(Sums, 0);
  overWindows(R, P, Sums, {}, [&](Nest &N, const auto &V) {
    return addPower(old(N, R.firstType()), V[0], Of);
  });
  return norm(R, Sums, R.output(0, R.firstType(), P.Result), Of);
}

/// Over all dimensions but the first two.
bool readGlobal(Reader &R, Shape &Kept, int64_t &Count) {
  Kept = R.shape(R.in(0));
  if (Kept.size() < 3)
    return R.fail("has an input of shape " + toString(Kept));
  Count = elementsOf(Kept) / (Kept[0] * Kept[1]);
  std::fill(Kept.begin() + 2, Kept.end(), 1);
  return true;
}

bool globalAveragePool(Reader &R) {
  Shape Kept;
  int64_t Count = 0;
  if (!R.isReal(0) || !readGlobal(R, Kept, Count))
    return false;
  if (giveMean(R, Kept, Kept, Count))
    return true;
  int Sums = R.temporary(R.firstType(), Kept);
  R.reduce(Sums, Kept, R.in(0), 0, sum);
  R.map(R.output(0, R.firstType(), Kept), {Sums},
        [&](Nest &, const auto &V) { return V[0] / double(Count); });
  return true;
}

bool globalMaxPool(Reader &R) {
  Shape Kept;
  int64_t Count = 0;
  if (!readGlobal(R, Kept, Count))
    return false;
  if (R.firstType() == Type::Bool)
    return R.fail("has an input of type bool");
  R.reduce(R.output(0, R.firstType(), Kept), Kept, R.in(0),
           leastOf(R.firstType()), maximum);
  return true;
}

bool globalLpPool(Reader &R) {
  Shape Kept;
  int64_t Count = 0;
  int64_t P = R.integer("p", 2);
  if (!R.isReal(0) || !readGlobal(R, Kept, Count))
    return false;
  int Sums = R.temporary(R.firstType(), Kept);
  R.reduce(Sums, Kept, R.in(0), 0,
           [&](Value Old, Value X) { return addPower(Old, X, P); });
  return norm(R, Sums, R.output(0, R.firstType(), Kept), P);
}

//===----------------------------------------------------------------------===//
// Normalisation
//===----------------------------------------------------------------------===//

/// The input as [outer][along the axis][inner]. Before version 13 the
/// dimensions from the axis on are one.
bool readRows(Reader &R, Shape &To) {
  const Shape X = R.shape(R.in(0));
  bool Old = R.version() < 13;
  int64_t Axis = R.integer("axis", Old ? 1 : -1);
  if (!R.isReal(0))
    return false;
  if (!(Old && Axis == int64_t(X.size())) && !R.axis(Axis, X.size()))
    return false;
  To.assign(3, 1);
  for (size_t D = 0; D < X.size(); ++D)
    To[D < size_t(Axis) ? 0 : Old || D == size_t(Axis) ? 1 : 2] *= X[D];
  return true;
}

/// Softmax and its logarithm.
bool softmax(Reader &R, bool Logarithm) {
  Shape S;
  if (!readRows(R, S))
    return false;
  Shape Kept{S[0], 1, S[2]};
  int X = R.viewed(R.in(0), S);
  int Most = R.temporary(R.firstType(), Kept);
  R.reduce(Most, Kept, X, -Infinity, maximum);
  int Differences = -1;
  if (Logarithm) {
    Differences = R.temporary(R.firstType(), S);
    R.map(Differences, {X, Most},
          [](Nest &, const auto &V) { return V[0] - V[1]; });
  }
  int Powers = R.temporary(R.firstType(), S);
  R.map(Powers, {X, Most},
        [](Nest &, const auto &V) { return exponential(V[0] - V[1]); });
  int Sum = R.temporary(R.firstType(), Kept);
  R.reduce(Sum, Kept, Powers, 0, sum);
  int Y = R.temporary(R.firstType(), S);
  if (Logarithm) {
    int Log = R.temporary(R.firstType(), Kept);
    R.map(Log, {Sum}, [](Nest &, const auto &V) { return logarithm(V[0]); });
    R.map(Y, {Differences, Log},
          [](Nest &, const auto &V) { return V[0] - V[1]; });
  } else {
    R.map(Y, {Powers, Sum}, [](Nest &, const auto &V) { return V[0] / V[1]; });
  }
  R.alias(R.output(0, R.firstType(), R.shape(R.in(0))), Y);
  return true;
}

/// 1 where the first of a row's largest elements is.
bool hardmax(Reader &R) {
  Shape S;
  if (!readRows(R, S))
    return false;
  Shape Kept{S[0], 1, S[2]};
  int X = R.viewed(R.in(0), S);
  int Most = R.temporary(R.firstType(), Kept);
  R.reduce(Most, Kept, X, -Infinity, maximum);
  int First = R.temporary(Type::I64, Kept);
  R.fill(First, S[1]);
  Shape Strides = repeatedStrides(Kept, S);
  R.nest(S, {First, 0, Strides}, {{X, 0, stridesOf(S)}, {Most, 0, Strides}},
         [](Nest &N, const auto &V) {
           Value Old = old(N, Type::I64);
           return select(V[0] == V[1], smaller(Old, counter(N, 1)), Old);
         });
  int Y = R.temporary(R.firstType(), S);
  R.map(Y, {First}, [&](Nest &N, const auto &V) {
    return select(V[0] == counter(N, 1),
                  constant(N, registerOf(R.firstType()), 1), 0.0);
  });
  R.alias(R.output(0, R.firstType(), R.shape(R.in(0))), Y);
  return true;
}

/// The mean of X along what \p Kept has no dimensions of, X less it, and 1 /
/// the root of the variance.
struct Moments {
  int Mean, Centred, Squares, Inverse;
};

Moments moments(Reader &R, int X, const Shape &Kept, double Epsilon) {
  double Count = double(R.tensor(X).elements()) / double(elementsOf(Kept));
  int Sum = R.temporary(R.firstType(), Kept);
  R.reduce(Sum, Kept, X, 0, sum);
  Moments M{};
  M.Mean = R.temporary(R.firstType(), Kept);
  R.map(M.Mean, {Sum}, [&](Nest &, const auto &V) { return V[0] / Count; });
  M.Centred = R.temporary(R.firstType(), R.shape(X));
  R.map(M.Centred, {X, M.Mean},
        [](Nest &, const auto &V) { return V[0] - V[1]; });
  M.Squares = R.temporary(R.firstType(), Kept);
  R.reduce(M.Squares, Kept, M.Centred, 0, sumOfSquares);
  M.Inverse = R.temporary(R.firstType(), Kept);
  R.map(M.Inverse, {M.Squares}, [&](Nest &, const auto &V) {
    return 1.0 / root(V[0] / Count + Epsilon);
  });
  return M;
}

bool averagesInFloat(Reader &R) {
  return R.integer("stash_type", 1) == 1 ||
         R.fail("computes its mean in another type than float");
}

bool layerNormalization(Reader &R) {
  const Shape X = R.shape(R.in(0));
  int64_t Axis = R.integer("axis", -1);
  double Epsilon = double(R.real("epsilon", 1e-5F));
  if (!averagesInFloat(R) || !R.isReal(0) || !R.sameTypes(0, 3) ||
      !R.axis(Axis, X.size()))
    return false;
  Shape S{1, 1};
  Shape Kept = X;
  for (size_t D = 0; D < X.size(); ++D) {
    S[D < size_t(Axis) ? 0 : 1] *= X[D];
    if (D >= size_t(Axis))
      Kept[D] = 1;
  }
  std::vector<int> In;
  Moments M = moments(R, R.viewed(R.in(0), S), {S[0], 1}, Epsilon);
  In = {M.Centred, M.Inverse};
  for (size_t N = 1; N < 3; ++N)
    if (R.has(N)) {
      if (R.tensor(R.in(N)).elements() != S[1])
        return R.fail("has a scale or bias of shape " +
                      toString(R.shape(R.in(N))));
      In.push_back(R.viewed(R.in(N), {S[1]}));
    }
  int Y = R.temporary(R.firstType(), S);
  R.map(Y, In, [](Nest &, const auto &V) {
    Value Scaled = V[0] * V[1];
    return V.size() > 3 ? fma(Scaled, V[2], V[3]) : Scaled * V[2];
  });
  R.alias(R.output(0, R.firstType(), X), Y);
  // These are f32, whatever the input is.
  if (R.wants(1))
    R.alias(R.output(1, Type::F32, Kept, true), R.converted(M.Mean, Type::F32));
  if (R.wants(2))
    R.alias(R.output(2, Type::F32, Kept, true),
            R.converted(M.Inverse, Type::F32));
  return true;
}

/// By the root of the mean of squares.
bool rmsNormalization(Reader &R) {
  const Shape X = R.shape(R.in(0));
  int64_t Axis = R.integer("axis", -1);
  double Epsilon = double(R.real("epsilon", 1e-5F));
  Shape S;
  if (!averagesInFloat(R) || !R.isReal(0) || !R.sameTypes(0, 2) ||
      !R.axis(Axis, X.size()) || !R.broadcast({R.in(0), R.in(1)}, S))
    return false;
  if (S != X)
    return R.fail("has a scale of shape " + toString(R.shape(R.in(1))) +
                  " for an input of shape " + toString(X));
  Shape Kept = X;
  std::fill(Kept.begin() + Axis, Kept.end(), 1);
  double Count =
      double(R.tensor(R.in(0)).elements()) / double(elementsOf(Kept));
  int Squares = R.temporary(R.firstType(), Kept);
  R.reduce(Squares, Kept, R.in(0), 0, sumOfSquares);
  int Inverse = R.temporary(R.firstType(), Kept);
  R.map(Inverse, {Squares}, [&](Nest &, const auto &V) {
    return 1.0 / root(V[0] / Count + Epsilon);
  });
  R.map(R.output(0, R.firstType(), X), {R.in(0), Inverse, R.in(1)},
        [](Nest &, const auto &V) { return V[0] * V[1] * V[2]; });
  return true;
}

/// The channels' groups each by their mean and variance.
bool groupNormalization(Reader &R) {
  const Shape X = R.shape(R.in(0));
  double Epsilon = double(R.real("epsilon", 1e-5F));
  int64_t Groups = R.integer("num_groups", 0);
  if (!averagesInFloat(R) || !R.isReal(0) || !R.sameTypes(0, 3))
    return false;
  if (X.size() < 3 || Groups < 1 || X[1] % Groups != 0)
    return R.fail("has " + std::to_string(Groups) +
                  " groups for an input of shape " + toString(X));
  // Before version 21 there was one scale for a group.
  bool IsOld = R.version() < 21;
  int64_t Each = X[1] / Groups;
  Shape S{X[0], Groups, Each, elementsOf(X) / X[0] / X[1]};
  std::vector<int> Operands;
  for (size_t N = 1; N < 3; ++N) {
    if (R.shape(R.in(N)) != Shape{IsOld ? Groups : X[1]})
      return R.fail("has a scale or bias of shape " +
                    toString(R.shape(R.in(N))) + ", expected " +
                    std::to_string(IsOld ? Groups : X[1]));
    Operands.push_back(R.viewed(R.in(N), IsOld ? Shape{Groups, 1, 1}
                                               : Shape{Groups, Each, 1}));
  }
  Moments M = moments(R, R.viewed(R.in(0), S), {X[0], Groups, 1, 1}, Epsilon);
  int Y = R.temporary(R.firstType(), S);
  R.map(Y, {M.Centred, M.Inverse, Operands[0], Operands[1]},
        [](Nest &, const auto &V) { return fma(V[0] * V[1], V[2], V[3]); });
  R.alias(R.output(0, R.firstType(), X), Y);
  return true;
}

/// One operand for each channel, the second dimension of \p Rank.
bool channels(Reader &R, size_t N, size_t Rank, int64_t Count, int &To) {
  if (R.shape(R.in(N)) != Shape{Count} || R.type(R.in(N)) != R.firstType())
    return R.fail("has a scale, bias, mean or variance of shape " +
                  toString(R.shape(R.in(N))) + " for " + std::to_string(Count) +
                  " channels");
  Shape S(Rank - 1, 1);
  S[0] = Count;
  To = R.viewed(R.in(N), S);
  return true;
}

bool instanceNormalization(Reader &R) {
  const Shape X = R.shape(R.in(0));
  double Epsilon = double(R.real("epsilon", 1e-5F));
  int Scale = -1;
  int Bias = -1;
  if (X.size() < 3)
    return R.fail("has an input of shape " + toString(X));
  if (!R.isReal(0) || !channels(R, 1, X.size(), X[1], Scale) ||
      !channels(R, 2, X.size(), X[1], Bias))
    return false;
  Shape Kept = X;
  std::fill(Kept.begin() + 2, Kept.end(), 1);
  Moments M = moments(R, R.in(0), Kept, Epsilon);
  R.map(R.output(0, R.firstType(), X), {M.Centred, M.Inverse, Scale, Bias},
        [](Nest &, const auto &V) { return fma(V[0] * V[1], V[2], V[3]); });
  return true;
}

bool batchNormalization(Reader &R) {
  const Shape X = R.shape(R.in(0));
  double Epsilon = double(R.real("epsilon", 1e-5F));
  auto Momentum = double(R.real("momentum", 0.9F));
  bool Training = R.integer("training_mode", 0) != 0;
  if (R.version() < 7 && R.integer("is_test", 0) == 0)
    return R.fail("trains, which is not supported before version 14");
  bool Spatial = R.integer("spatial", 1) != 0;
  if (!Spatial || X.size() < 2)
    return R.fail("is not spatial, or of fewer than 2 dimensions, which is not "
                  "supported");
  std::vector<int> In(4);
  for (size_t N = 0; N < 4; ++N)
    if (!R.isReal(0) || !channels(R, N + 1, X.size(), X[1], In[N]))
      return false;
  if (Training) {
    Shape Kept(X.size(), 1);
    Kept[1] = X[1];
    Moments M = moments(R, R.in(0), Kept, Epsilon);
    R.map(R.output(0, R.firstType(), X), {M.Centred, M.Inverse, In[0], In[1]},
          [](Nest &, const auto &V) { return fma(V[0] * V[1], V[2], V[3]); });
    // What is kept for inference moves to what the batch has.
    int64_t EachChannel = R.tensor(R.in(0)).elements() / X[1];
    auto Count = double(EachChannel);
    auto Running = [&](size_t N, int Of, double Divisor) {
      R.map(R.output(N, R.firstType(), {X[1]}),
            {R.in(N + 2), R.viewed(Of, {X[1]})}, [&](Nest &, const auto &V) {
              return fma(V[0], Momentum, V[1] / Divisor * (1 - Momentum));
            });
    };
    Running(1, M.Mean, 1);
    Running(2, M.Squares, Count);
    return true;
  }
  int Factor = R.temporary(R.firstType(), R.shape(In[0]));
  R.map(Factor, {In[0], In[3]},
        [&](Nest &, const auto &V) { return V[0] / root(V[1] + Epsilon); });
  R.map(R.output(0, R.firstType(), X), {R.in(0), Factor, In[1], In[2]},
        [](Nest &, const auto &V) { return fma(V[0] - V[3], V[1], V[2]); });
  return true;
}

bool meanVarianceNormalization(Reader &R) {
  const Shape X = R.shape(R.in(0));
  std::vector<int64_t> Axes = R.integers("axes");
  if (Axes.empty())
    Axes = {0, 2, 3};
  Shape Kept = X;
  for (int64_t A : Axes) {
    if (!R.axis(A, X.size()))
      return false;
    Kept[size_t(A)] = 1;
  }
  if (!R.isReal(0))
    return false;
  Moments M = moments(R, R.in(0), Kept, 1e-9);
  R.map(R.output(0, R.firstType(), X), {M.Centred, M.Inverse},
        [](Nest &, const auto &V) { return V[0] * V[1]; });
  return true;
}

bool lpNormalization(Reader &R) {
  const Shape X = R.shape(R.in(0));
  int64_t Axis = R.integer("axis", -1);
  int64_t P = R.integer("p", 2);
  if (!R.isReal(0) || !R.axis(Axis, X.size()))
    return false;
  Shape Kept = X;
  Kept[size_t(Axis)] = 1;
  int Sums = R.temporary(R.firstType(), Kept);
  R.reduce(Sums, Kept, R.in(0), 0,
           [&](Value Old, Value V) { return addPower(Old, V, P); });
  int Norm = R.temporary(R.firstType(), Kept);
  norm(R, Sums, Norm, P);
  // Where all elements are 0, so is the result.
  R.map(R.output(0, R.firstType(), X), {R.in(0), Norm},
        [](Nest &, const auto &V) {
          return V[0] / select(V[1] == 0.0, 1.0, V[1]);
        });
  return true;
}

/// Across channels.
bool localResponse(Reader &R) {
  const Shape X = R.shape(R.in(0));
  int64_t Size = R.integer("size", 0);
  double Alpha = double(R.real("alpha", 1e-4F));
  double Beta = double(R.real("beta", 0.75F));
  double Bias = double(R.real("bias", 1));
  if (!R.isReal(0))
    return false;
  if (X.size() < 2 || Size < 1 || Size > 1 << 15)
    return R.fail("has an input of shape " + toString(X) + " or a size of " +
                  std::to_string(Size));
  int64_t Inner = elementsOf(X) / (X[0] * X[1]);
  Shape Wide{X[0], X[1] + Size - 1, Inner};
  Shape Strides = stridesOf(Wide);
  int Padded = R.temporary(R.firstType(), Wide);
  R.fill(Padded, 0);
  Shape S{X[0], X[1], Inner};
  R.copy(S, {Padded, (Size - 1) / 2 * Inner, Strides},
         {R.in(0), 0, stridesOf(S)});
  int Sums = R.temporary(R.firstType(), X);
  R.fill(Sums, 0);
  R.nest({X[0], X[1], Size, Inner}, {Sums, 0, {X[1] * Inner, Inner, 0, 1}},
         {{Padded, 0, {Strides[0], Inner, Inner, 1}}},
         [&](Nest &N, const auto &V) {
           return sumOfSquares(old(N, R.firstType()), V[0]);
         });
  R.map(R.output(0, R.firstType(), X), {R.in(0), Sums},
        [&](Nest &N, const auto &V) {
          Value Base = V[1] * (Alpha / double(Size)) + Bias;
          return V[0] / power(Base, constant(N, V[0].T, Beta));
        });
  return true;
}

/// To u8, by the range of the input's elements, which includes 0.
bool dynamicQuantizeLinear(Reader &R) {
  const Shape X = R.shape(R.in(0));
  if (!R.isReal(0))
    return false;
  Shape Kept(X.size(), 1);
  int Most = R.temporary(Type::F32, Kept);
  int Least = R.temporary(Type::F32, Kept);
  R.reduce(Most, Kept, R.in(0), 0, maximum);
  R.reduce(Least, Kept, R.in(0), 0, minimum);
  int Y = R.output(0, Type::U8, X);
  int Scale = R.output(1, Type::F32, {});
  int Zero = R.output(2, Type::U8, {});
  int Low = R.viewed(Least, {});
  R.map(Scale, {R.viewed(Most, {}), Low},
        [](Nest &, const auto &V) { return (V[0] - V[1]) / 255.0; });
  R.map(Zero, {Low, Scale}, [](Nest &, const auto &V) {
    return saturated(unary(Code::RoundEven, -(V[0] / V[1])), Type::U8);
  });
  R.map(Y, {R.in(0), Scale, Zero}, [](Nest &, const auto &V) {
    return saturated(unary(Code::RoundEven, V[0] / V[1]) +
                         convert(V[2], Type::F32),
                     Type::U8);
  });
  return true;
}

} // namespace

OperatorTable reductionOperators() {
  return {
      {"ArgMax", 1, 1, argument<maximum>},
      {"ArgMin", 1, 1, argument<minimum>},
      {"AveragePool", 1, 1, averagePool},
      {"BatchNormalization", 5, 5, batchNormalization},
      {"DynamicQuantizeLinear", 1, 1, dynamicQuantizeLinear},
      {"GlobalAveragePool", 1, 1, globalAveragePool},
      {"GlobalLpPool", 1, 1, globalLpPool},
      {"GlobalMaxPool", 1, 1, globalMaxPool},
      {"GroupNormalization", 3, 3, groupNormalization},
      {"Hardmax", 1, 1, hardmax},
      {"InstanceNormalization", 3, 3, instanceNormalization},
      {"LRN", 1, 1, localResponse},
      {"LayerNormalization", 2, 3, layerNormalization},
      {"LogSoftmax", 1, 1, [](Reader &R) { return softmax(R, true); }},
      {"LpNormalization", 1, 1, lpNormalization},
      {"LpPool", 1, 1, lpPool},
      {"MaxPool", 1, 1, maxPool},
      {"MeanVarianceNormalization", 1, 1, meanVarianceNormalization},
      {"RMSNormalization", 2, 2, rmsNormalization},
      {"ReduceL1", 1, 2,
       [](Reader &R) { return reduction<sumOfMagnitudes, true>(R, 0); }},
      {"ReduceL2", 1, 2,
       [](Reader &R) {
         // Of integers, what is before the point.
         return reduction<sumOfSquares, true>(R, 0, [](Value V, double) {
           return isReal(V.T) ? root(V)
                              : convert(root(convert(V, Type::F64)), V.T);
         });
       }},
      {"ReduceLogSum", 1, 2,
       [](Reader &R) {
         return reduction<sum>(R, 0,
                               [](Value V, double) { return logarithm(V); });
       }},
      {"ReduceLogSumExp", 1, 2, reduceLogSumExp},
      {"ReduceMax", 1, 2,
       [](Reader &R) { return reduction<maximum, true>(R, 0); }},
      {"ReduceMean", 1, 2, [](Reader &R) { return reduceMean(R); }},
      {"ReduceMin", 1, 2,
       [](Reader &R) { return reduction<minimum, true>(R, 0); }},
      {"ReduceProd", 1, 2,
       [](Reader &R) { return reduction<product, true>(R, 1); }},
      {"ReduceSum", 1, 2, [](Reader &R) { return reduction<sum, true>(R, 0); }},
      {"ReduceSumSquare", 1, 2,
       [](Reader &R) { return reduction<sumOfSquares, true>(R, 0); }},
      {"Softmax", 1, 1, [](Reader &R) { return softmax(R, false); }},
  };
}

} // namespace sectile::graph::onnx

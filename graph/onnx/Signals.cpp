// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Signals.cpp - windows, Fourier transforms, losses ------------------===//

#include "Reader.h"
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace sectile::graph::onnx {

namespace {

constexpr double TwoPi = 2 * std::numbers::pi;

/// A cosine window: A - B cos(x) + C cos(2 x).
bool window(Reader &R, double A, double B, double C) {
  std::vector<int64_t> Size;
  bool Periodic = R.integer("periodic", 1) != 0;
  if (DataType(R.integer("output_datatype", 1)) != DataType::Float)
    return R.fail("has a type that is not supported, expected float");
  if (!R.integersOf(0, "a size", Size))
    return false;
  if (Size.size() != 1 || Size[0] < 1 || Size[0] > 1 << 20)
    return R.fail("has not one size from 1 to 2^20");
  auto Steps = double(Periodic ? Size[0] : Size[0] - 1);
  std::vector<float> V;
  for (int64_t I = 0; I < Size[0]; ++I) {
    double X = Steps == 0 ? 0 : TwoPi * double(I) / Steps;
    V.push_back(float(A - B * std::cos(X) + C * std::cos(2 * X)));
  }
  R.alias(R.output(0, Type::F32, {Size[0]}), R.realTensor(V, {Size[0]}));
  return true;
}

/// What a transform of length N multiplies with, as [K][part of the result]
/// [Used][part of the input].
std::vector<float> sinusoids(int64_t N, int64_t Used, int64_t K, int64_t Parts,
                             bool Inverse) {
  std::vector<float> Table;
  for (int64_t I = 0; I < K; ++I)
    for (int64_t Part = 0; Part < 2; ++Part)
      for (int64_t J = 0; J < Used; ++J) {
        double Angle = TwoPi * double(I * J % N) / double(N);
        double C = std::cos(Angle);
        double S = Inverse ? std::sin(Angle) : -std::sin(Angle);
        double By = Inverse ? double(N) : 1;
        Table.push_back(float((Part ? S : C) / By));
        if (Parts == 2)
          Table.push_back(float((Part ? C : -S) / By));
      }
  return Table;
}

/// Of a real result of length N the first half of what it comes from, which the
/// other half mirrors: [N][Used][part of the input].
std::vector<float> mirroredSinusoids(int64_t N, int64_t Used) {
  std::vector<float> Table;
  for (int64_t I = 0; I < N; ++I)
    for (int64_t J = 0; J < Used; ++J) {
      double Angle = TwoPi * double(I * J % N) / double(N);
      // The first one and the middle have no counterpart and are real.
      bool IsReal = J == 0 || 2 * J == N;
      double By = (IsReal ? 1 : 2) / double(N);
      Table.push_back(float(std::cos(Angle) * By));
      Table.push_back(IsReal ? 0 : float(-std::sin(Angle) * By));
    }
  return Table;
}

/// Sums of products with a constant matrix of sines and cosines.
bool fourier(Reader &R) {
  const Shape X = R.shape(R.in(0));
  // Since version 20 it is an input.
  bool IsOld = R.version() < 20;
  int64_t Axis = IsOld ? R.integer("axis", 1) : -2;
  bool Inverse = R.integer("inverse", 0) != 0;
  bool OneSided = R.integer("onesided", 0) != 0;
  if (!R.isReal(0))
    return false;
  if (R.has(2)) {
    std::vector<int64_t> Given;
    if (IsOld || R.tensor(R.in(2)).elements() != 1)
      return R.fail("has an axis that is not one number");
    if (!R.integersOf(2, "an axis", Given))
      return false;
    Axis = Given[0];
  }
  // The last dimension has the parts of a number.
  if (Axis < 0 && !IsOld)
    Axis = Axis == -1 ? int64_t(X.size()) : Axis + 1;
  if (X.size() < 2 || (X.back() != 1 && X.back() != 2))
    return R.fail("has an input of shape " + toString(X) +
                  ", expected a last dimension of 1 or 2");
  if (!R.axis(Axis, X.size() - 1))
    return false;
  auto A = size_t(Axis);
  int64_t Parts = X.back();
  bool IsReal = Inverse && OneSided; // the result
  if (IsReal && Parts != 2)
    return R.fail("has an input of shape " + toString(X) +
                  ", expected complex numbers of which the result is real");
  std::vector<int64_t> Length{IsReal ? 2 * (X[A] - 1) : X[A]};
  if (R.has(1)) {
    Length.clear();
    if (!R.integersOf(1, "a length", Length))
      return false;
  }
  if (Length.size() != 1 || Length[0] < 1 || Length[0] > 1 << 12)
    return R.fail("has not one length from 1 to 4,096");
  int64_t N = Length[0];
  // Beyond, the input is 0.
  int64_t Used = std::min(IsReal ? N / 2 + 1 : N, X[A]);
  int64_t K = OneSided && !IsReal ? N / 2 + 1 : N;
  int64_t Results = IsReal ? 1 : 2;
  std::vector<float> Table = IsReal ? mirroredSinusoids(N, Used)
                                    : sinusoids(N, Used, K, Parts, Inverse);
  int T = R.realTensor(Table, {K, Results, Used, Parts});
  Shape S = X;
  S[A] = K;
  S.back() = Results;
  int Y = R.output(0, Type::F32, S);
  R.fill(Y, 0);
  Shape XStrides = stridesOf(X);
  Access Out{Y, 0, stridesOf(S)};
  Access In{R.in(0), 0, XStrides};
  Access With{T, 0, Shape(S.size())};
  In.Strides[A] = 0;
  In.Strides.back() = 0;
  With.Strides[A] = Results * Used * Parts;
  With.Strides.back() = Used * Parts;
  Shape Loops = S;
  Loops.insert(Loops.end(), {Used, Parts});
  Out.Strides.insert(Out.Strides.end(), {0, 0});
  In.Strides.insert(In.Strides.end(), {XStrides[A], 1});
  With.Strides.insert(With.Strides.end(), {Parts, 1});
  R.nest(Loops, Out, {In, With}, [](Nest &Of, const auto &V) {
    return fma(V[0], V[1], old(Of, Type::F32));
  });
  return true;
}

/// The transforms of pieces of a signal, each times a window.
bool shortTime(Reader &R) {
  const Shape X = R.shape(R.in(0));
  bool OneSided = R.integer("onesided", 1) != 0;
  std::vector<int64_t> Sizes;
  if (!R.isReal(0) || !R.integersOf(1, "a step", Sizes))
    return false;
  if (R.has(3) && !R.integersOf(3, "a length", Sizes))
    return false;
  if (R.has(2) &&
      (R.shape(R.in(2)).size() != 1 || R.type(R.in(2)) != R.firstType()))
    return R.fail("has a window of shape " + toString(R.shape(R.in(2))));
  if (!R.has(3) && R.has(2))
    Sizes.push_back(R.shape(R.in(2))[0]);
  int64_t Parts = X.size() == 3 ? X[2] : 1;
  if (X.size() < 2 || X.size() > 3 || Parts < 1 || Parts > 2 ||
      (Parts == 2 && OneSided))
    return R.fail("has a signal of shape " + toString(X));
  if (Sizes.size() != 2 || Sizes[0] < 1 || Sizes[1] < 1 || Sizes[1] > X[1] ||
      Sizes[1] > 1 << 12 || (R.has(2) && R.shape(R.in(2))[0] != Sizes[1]))
    return R.fail("has a step, a length or a window that do not fit a signal "
                  "of shape " +
                  toString(X));
  int64_t N = Sizes[1];
  int64_t Count = (X[1] - N) / Sizes[0] + 1;
  int64_t K = OneSided ? N / 2 + 1 : N;
  Shape Cut{X[0], Count, N, Parts};
  int Pieces = R.temporary(Type::F32, Cut);
  std::vector<Access> In{
      {R.in(0), 0, {X[1] * Parts, Sizes[0] * Parts, Parts, 1}}};
  if (R.has(2))
    In.push_back({R.in(2), 0, {0, 0, 1, 0}});
  R.nest(Cut, {Pieces, 0, stridesOf(Cut)}, In, [](Nest &, const auto &V) {
    return V.size() > 1 ? V[0] * V[1] : V[0];
  });
  int Table = R.realTensor(sinusoids(N, N, K, Parts, false), {K, 2, N, Parts});
  Shape S{X[0], Count, K, 2};
  int Y = R.output(0, Type::F32, S);
  R.fill(Y, 0);
  int64_t Row = N * Parts;
  R.nest({X[0] * Count, 2 * K, Row}, {Y, 0, {2 * K, 1, 0}},
         {{Pieces, 0, {Row, 0, 1}}, {Table, 0, {0, Row, 1}}},
         [](Nest &Of, const auto &V) {
           return fma(V[0], V[1], old(Of, Type::F32));
         });
  return true;
}

/// Triangles, whose ends are equally far apart in mel.
bool melWeights(Reader &R) {
  std::vector<int64_t> Counts;
  std::vector<float> Edges;
  if (DataType(R.integer("output_datatype", 1)) != DataType::Float)
    return R.fail("has a type that is not supported, expected float");
  for (size_t N = 0; N < 3; ++N)
    if (!R.integersOf(N, "sizes", Counts))
      return false;
  for (size_t N = 3; N < 5; ++N)
    if (!R.realsOf(N, "edges", Edges))
      return false;
  bool Ok = Counts.size() == 3 && Edges.size() == 2;
  for (int64_t C : Counts)
    Ok = Ok && C >= 1 && C <= 1 << 20;
  Ok = Ok && Edges[0] >= 0 && Edges[1] >= Edges[0] &&
       Edges[1] <= float(Counts[2]) && Counts[0] <= 1 << 12 &&
       Counts[1] <= 1 << 15;
  if (!Ok)
    return R.fail("has sizes or edges that are not supported");
  int64_t Bins = Counts[0];
  int64_t Lines = Counts[1] / 2 + 1;
  auto Mel = [](double Hz) { return 2595 * std::log10(1 + Hz / 700); };
  double Low = Mel(double(Edges[0]));
  double Step = (Mel(double(Edges[1])) - Low) / double(Bins + 2);
  std::vector<int64_t> At;
  for (int64_t I = 0; I < Bins + 2; ++I) {
    double Hz = 700 * (std::pow(10, (Low + double(I) * Step) / 2595) - 1);
    At.push_back(
        int64_t(std::floor(double(Counts[1] + 1) * Hz / double(Counts[2]))));
  }
  std::vector<float> V(size_t(Lines * Bins));
  for (int64_t B = 0; B < Bins; ++B) {
    int64_t L = At[size_t(B)];
    int64_t C = At[size_t(B + 1)];
    int64_t H = At[size_t(B + 2)];
    auto Set = [&](int64_t Line, double To) {
      if (Line >= 0 && Line < Lines)
        V[size_t(Line * Bins + B)] = float(To);
    };
    if (C == L)
      Set(C, 1);
    for (int64_t J = L; C != L && J <= std::min(C, Lines); ++J)
      Set(J, double(J - L) / double(C - L));
    for (int64_t J = C; H > C && J < std::min(H, Lines); ++J)
      Set(J, double(H - J) / double(H - C));
  }
  R.alias(R.output(0, Type::F32, {Lines, Bins}),
          R.realTensor(V, {Lines, Bins}));
  return true;
}

//===----------------------------------------------------------------------===//
// Losses
//===----------------------------------------------------------------------===//

/// -weight[class] * X[class], of X as N x C x ...; a mean is divided by the sum
/// of the weights.
bool likelihood(Reader &R, int X) {
  const Shape S = R.shape(X);
  const Shape Classes = R.shape(R.in(1));
  const Attribute *Ignored = R.attribute("ignore_index", Attribute::Int);
  std::string How = R.text("reduction", "mean");
  Shape Expected = S;
  if (S.size() >= 2)
    Expected.erase(Expected.begin() + 1);
  Type T = R.type(R.in(1));
  if (S.size() < 2 || Classes != Expected ||
      (T != Type::I32 && T != Type::I64) ||
      (R.has(2) && R.shape(R.in(2)) != Shape{S[1]}))
    return R.fail("has scores of shape " + toString(S) + ", classes of shape " +
                  toString(Classes) + ", or weights, that do not fit");
  if (R.has(2) && R.type(R.in(2)) != Type::F32)
    return R.fail("has weights that are no f32");
  if (How != "none" && How != "mean" && How != "sum")
    return R.fail("has the reduction " + inQuotes(How));
  Shape Strides = stridesOf(S);
  Access Score{X, 0, Strides};
  Score.Strides.erase(Score.Strides.begin() + 1);
  Access Class{R.in(1), 0, stridesOf(Classes)};
  auto Index = [&](Value V) {
    return larger(smaller(convert(V, Type::I64), S[1] - 1), 0);
  };
  /// 0 of what is ignored.
  auto Weighted = [&](Nest &N, Value C, Value V) {
    if (!Ignored)
      return V;
    return select(convert(C, Type::I64) == Ignored->I,
                  constant(N, Type::F32, 0), V);
  };
  int Weights = R.temporary(Type::F32, Classes);
  R.nest(Classes, {Weights, 0, stridesOf(Classes)}, {Class},
         [&](Nest &N, const auto &V) {
           Value W = R.has(2) ? R.at(N, {R.in(2), 0, Shape(Classes.size())},
                                     Index(V[0]))
                              : constant(N, Type::F32, 1);
           return Weighted(N, V[0], W);
         });
  int Losses = How == "none" ? R.output(0, Type::F32, Classes)
                             : R.temporary(Type::F32, Classes);
  R.nest(Classes, {Losses, 0, stridesOf(Classes)},
         {Class, {Weights, 0, stridesOf(Classes)}},
         [&](Nest &N, const auto &V) {
           Value At = R.at(N, Score, Index(V[0]) * Strides[1]);
           return Weighted(N, V[0], -(At * V[1]));
         });
  if (How == "none")
    return true;
  Shape One(Classes.size(), 1);
  auto Sum = [&](int Of) {
    int To = R.temporary(Type::F32, One);
    R.reduce(To, One, Of, 0, [](Value Old, Value V) { return Old + V; });
    return R.viewed(To, {});
  };
  int Total = Sum(Losses);
  int Y = R.output(0, Type::F32, {});
  if (How == "sum")
    R.alias(Y, Total);
  else
    R.map(Y, {Total, Sum(Weights)},
          [](Nest &, const auto &V) { return V[0] / V[1]; });
  return true;
}

bool logLikelihoodLoss(Reader &R) {
  return R.isReal(0) && likelihood(R, R.in(0));
}

bool crossEntropyLoss(Reader &R) {
  const Shape X = R.shape(R.in(0));
  if (!R.isReal(0))
    return false;
  if (X.size() < 2)
    return R.fail("has an input of shape " + toString(X));
  Shape Kept = X;
  Kept[1] = 1;
  int Most = R.temporary(Type::F32, Kept);
  R.reduce(Most, Kept, R.in(0), -std::numeric_limits<double>::infinity(),
           [](Value Old, Value V) { return larger(Old, V); });
  int Powers = R.temporary(Type::F32, X);
  R.map(Powers, {R.in(0), Most},
        [](Nest &, const auto &V) { return exponential(V[0] - V[1]); });
  int Sum = R.temporary(Type::F32, Kept);
  R.reduce(Sum, Kept, Powers, 0, [](Value Old, Value V) { return Old + V; });
  int Log = R.temporary(Type::F32, Kept);
  R.map(Log, {Sum}, [](Nest &, const auto &V) { return logarithm(V[0]); });
  int Y = R.wants(1) ? R.output(1, Type::F32, X) : R.temporary(Type::F32, X);
  R.map(Y, {R.in(0), Most, Log},
        [](Nest &, const auto &V) { return V[0] - V[1] - V[2]; });
  return likelihood(R, Y);
}

} // namespace

OperatorTable signalOperators() {
  return {
      {"BlackmanWindow", 1, 1,
       [](Reader &R) { return window(R, 0.42, 0.5, 0.08); }},
      {"DFT", 1, 3, fourier},
      {"HammingWindow", 1, 1,
       [](Reader &R) { return window(R, 25.0 / 46, 21.0 / 46, 0); }},
      {"HannWindow", 1, 1, [](Reader &R) { return window(R, 0.5, 0.5, 0); }},
      {"MelWeightMatrix", 5, 5, melWeights},
      {"NegativeLogLikelihoodLoss", 2, 3, logLikelihoodLoss},
      {"STFT", 2, 4, shortTime},
      {"SoftmaxCrossEntropyLoss", 2, 3, crossEntropyLoss},
  };
}

} // namespace sectile::graph::onnx

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Training.cpp - one step of an optimiser ----------------------------===//
//
// Of ai.onnx.preview.training: parameters and what the optimiser keeps of each,
// before and after a step in the direction of the gradients.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"

namespace sectile::graph::onnx {

namespace {

/// Learning rate and step, then for each parameter it, its gradient, and
/// \p States more.
struct Step {
  size_t Count = 0;
  int Rate = -1, Time = -1;
  int of(Reader &R, size_t Kind, size_t I) const {
    return R.in(2 + Kind * Count + I);
  }
};

bool readStep(Reader &R, size_t States, Step &To) {
  size_t Kinds = 2 + States;
  size_t Rest = R.inputs() - 2;
  To.Count = Rest / Kinds;
  if (Rest % Kinds != 0 || R.outputs() != To.Count * (1 + States))
    return R.fail("has inputs or outputs that are not " +
                  std::to_string(Kinds) + " and " + std::to_string(1 + States) +
                  " for each parameter");
  for (size_t N = 0; N < R.inputs(); ++N)
    if (!R.has(N))
      return R.fail("has no input " + std::to_string(N));
  if (R.tensor(R.in(0)).elements() != 1 || R.tensor(R.in(1)).elements() != 1 ||
      R.type(R.in(0)) != Type::F32 || R.type(R.in(1)) != Type::I64)
    return R.fail("has no scalar of f32 as its rate and of i64 as its step");
  for (size_t I = 0; I < To.Count; ++I)
    for (size_t K = 0; K < Kinds; ++K)
      if (R.shape(To.of(R, K, I)) != R.shape(To.of(R, 0, I)) ||
          R.type(To.of(R, K, I)) != Type::F32)
        return R.fail("has operands of a parameter that are no f32 of its "
                      "shape");
  To.Rate = R.viewed(R.in(0), {});
  To.Time = R.viewed(R.in(1), {});
  return true;
}

/// The gradient of parameter \p I with what its norm adds.
int gradient(Reader &R, const Step &S, size_t I, double Norm) {
  int X = S.of(R, 0, I);
  int G = R.temporary(Type::F32, R.shape(X));
  R.map(G, {X, S.of(R, 1, I)},
        [&](Nest &, const auto &V) { return fma(V[0], Norm, V[1]); });
  return G;
}

bool adagrad(Reader &R) {
  Step S;
  auto Norm = double(R.real("norm_coefficient", 0));
  auto Decay = double(R.real("decay_factor", 0));
  auto Epsilon = double(R.real("epsilon", 1e-6F));
  if (!readStep(R, 1, S))
    return false;
  int Rate = R.temporary(Type::F32, {});
  R.map(Rate, {S.Rate, S.Time}, [&](Nest &, const auto &V) {
    return V[0] / (convert(V[1], Type::F32) * Decay + 1.0);
  });
  for (size_t I = 0; I < S.Count; ++I) {
    const Shape X = R.shape(S.of(R, 0, I));
    int G = gradient(R, S, I, Norm);
    int H = R.output(S.Count + I, Type::F32, X);
    R.map(H, {G, S.of(R, 2, I)},
          [](Nest &, const auto &V) { return fma(V[0], V[0], V[1]); });
    R.map(R.output(I, Type::F32, X), {S.of(R, 0, I), Rate, G, H},
          [&](Nest &, const auto &V) {
            return V[0] - V[1] * V[2] / (unary(Code::Sqrt, V[3]) + Epsilon);
          });
  }
  return true;
}

bool adam(Reader &R) {
  Step S;
  auto Alpha = double(R.real("alpha", 0.9F));
  auto Beta = double(R.real("beta", 0.999F));
  auto Epsilon = double(R.real("epsilon", 1e-6F));
  auto Norm = double(R.real("norm_coefficient", 0));
  auto After = double(R.real("norm_coefficient_post", 0));
  if (!readStep(R, 2, S))
    return false;
  int Rate = R.temporary(Type::F32, {});
  R.map(Rate, {S.Rate, S.Time}, [&](Nest &N, const auto &V) {
    Value T = convert(V[1], Type::F32);
    auto Rest = [&](double Of) {
      return 1.0 - power(constant(N, Type::F32, Of), T);
    };
    Value Adjusted = V[0] * unary(Code::Sqrt, Rest(Beta)) / Rest(Alpha);
    return select(V[1] > 0, Adjusted, V[0]);
  });
  for (size_t I = 0; I < S.Count; ++I) {
    const Shape X = R.shape(S.of(R, 0, I));
    int G = gradient(R, S, I, Norm);
    int Mean = R.output(S.Count + I, Type::F32, X);
    R.map(Mean, {G, S.of(R, 2, I)}, [&](Nest &, const auto &V) {
      return fma(V[1], Alpha, V[0] * (1 - Alpha));
    });
    int Square = R.output(2 * S.Count + I, Type::F32, X);
    R.map(Square, {G, S.of(R, 3, I)}, [&](Nest &, const auto &V) {
      return fma(V[1], Beta, V[0] * V[0] * (1 - Beta));
    });
    R.map(R.output(I, Type::F32, X), {S.of(R, 0, I), Rate, Mean, Square},
          [&](Nest &, const auto &V) {
            Value Root = unary(Code::Sqrt, V[3]) + Epsilon;
            return (V[0] - V[1] * V[2] / Root) * (1 - After);
          });
  }
  return true;
}

bool momentum(Reader &R) {
  Step S;
  auto Alpha = double(R.real("alpha", 0));
  auto Beta = double(R.real("beta", 0));
  auto Norm = double(R.real("norm_coefficient", 0));
  std::string Mode = R.text("mode", "standard");
  if (Mode != "standard" && Mode != "nesterov")
    return R.fail("has the mode " + inQuotes(Mode));
  if (!readStep(R, 1, S))
    return false;
  for (size_t I = 0; I < S.Count; ++I) {
    const Shape X = R.shape(S.of(R, 0, I));
    int G = gradient(R, S, I, Norm);
    int Speed = R.output(S.Count + I, Type::F32, X);
    R.map(Speed, {G, S.of(R, 2, I), S.Time}, [&](Nest &N, const auto &V) {
      Value Of = select(V[2] > 0, constant(N, Type::F32, Beta), 1.0);
      return fma(V[1], Alpha, Of * V[0]);
    });
    R.map(R.output(I, Type::F32, X), {S.of(R, 0, I), S.Rate, G, Speed},
          [&](Nest &, const auto &V) {
            Value By = Mode == "standard" ? V[3] : fma(V[3], Alpha, V[2]);
            return V[0] - V[1] * By;
          });
  }
  return true;
}

} // namespace

OperatorTable trainingOperators() {
  constexpr size_t Many = size_t(1) << 20;
  static const char *const Domain = "ai.onnx.preview.training";
  return {
      {"Adagrad", 3, Many, adagrad, Domain},
      {"Adam", 3, Many, adam, Domain},
      {"Momentum", 3, Many, momentum, Domain},
  };
}

} // namespace sectile::graph::onnx

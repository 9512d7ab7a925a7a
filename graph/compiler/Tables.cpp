// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Tables.cpp - what is known of i8 operators at compile time ---------===//

#include "Tables.h"
#include "runtime/fixed_point.h"
#include "schema_generated.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <cmath>

namespace sectile::graph {

namespace {

using Code = tflite::BuiltinOperator;
using Activation = tflite::ActivationFunctionType;

int32_t multiply(int32_t X, Scaling S, bool SingleRounding) {
  return fixed_multiply(X, {S.Multiplier, S.Shift}, SingleRounding);
}

int32_t logistic(int32_t X) {
  if (X == 0)
    return 1 << 30;
  int32_t R = fixed_reciprocal(fixed_exp(X > 0 ? -X : X, 4));
  return X > 0 ? R : INT32_MAX - R;
}

int32_t tanhOf(int32_t X) {
  if (X == 0)
    return 0;
  // Twice the argument has the same bits and one integer bit more.
  int32_t R = fixed_shift_left_saturating(
      fixed_half_reciprocal(fixed_exp(X > 0 ? -X : X, 5)) - (1 << 29), 2);
  return X > 0 ? R : -R;
}

/// LOGISTIC and TANH, whose result has \p Bits bits of fraction.
int32_t sigmoidal(Code C, int32_t X, double Scale, bool SingleRounding) {
  double Real = Scale * (1 << 27);
  int Shift = 0;
  double Fraction = std::frexp(Real, &Shift);
  double Radius = std::floor(std::ldexp(double(15 << 27), -Shift));
  if (X <= -Radius)
    return -128;
  if (X >= Radius)
    return 127;
  Scaling S{int32_t(std::round(Fraction * double(1U << 31))), Shift};
  if (Shift < -31)
    S = Scaling();
  int32_t Q4 = multiply(X, S, SingleRounding);
  return C == Code::LOGISTIC ? fixed_shift(logistic(Q4), 23) - 128
                             : fixed_shift(tanhOf(Q4), 24);
}

/// The upper half of a 31-bit multiplier, rounded.
int32_t upperHalf(int32_t Multiplier) {
  constexpr int32_t Round = 1 << 15;
  return Multiplier >= INT32_MAX - Round ? INT16_MAX
                                         : (Multiplier + Round) >> 16;
}

/// The same as fixed_high() of 16 bits.
int32_t highMultiply16(int32_t A, int32_t B) {
  if (A == INT16_MIN && B == INT16_MIN)
    return INT16_MAX;
  int32_t Product = A * B;
  return (Product + (Product >= 0 ? 1 << 14 : 1 - (1 << 14))) / (1 << 15);
}

/// x * relu6(x + 3) / 6 in 16 bits of fraction.
int32_t hardSwish(int32_t X, const Tensor &Input, const Tensor &Result) {
  auto Saturated = [](int64_t V) {
    return int32_t(std::clamp<int64_t>(V, INT16_MIN, INT16_MAX));
  };
  float Fine = (1.0F / 128) * Input.Scales[0];
  Scaling Output = Scaling::of(double(Fine / Result.Scales[0]));
  Scaling Third = Scaling::of(double(Fine / (3.0F / 32768)));
  int32_t Value = X * 128;
  int32_t Scaled = highMultiply16(Value, upperHalf(Output.Multiplier));
  // The input with 1 for 3.
  int32_t Relu = Value;
  if (Third.Shift > 0)
    Relu = Saturated(int64_t(Relu) * (int64_t(1) << (Third.Shift - 1)));
  Relu = highMultiply16(Relu, upperHalf(Third.Multiplier));
  if (Third.Shift > 0)
    Relu = Saturated(int64_t(Relu) * 2);
  Relu = fixed_shift(Relu, Third.right());
  Relu = (Relu + (1 << 15)) >> 1;
  int32_t Product = Relu * Scaled / (1 << 15); // towards zero
  return fixed_shift(Product, Output.right()) + Result.ZeroPoint;
}

int64_t quantized(double Value, const Tensor &T) {
  float Steps = std::round(float(Value) / T.Scales[0]);
  return T.ZeroPoint + int64_t(std::clamp<double>(Steps, INT32_MIN, INT32_MAX));
}

} // namespace

Scaling Scaling::of(double Real) {
  Scaling S;
  if (Real == 0)
    return S;
  int Shift = 0;
  auto Q = int64_t(std::round(std::frexp(Real, &Shift) * double(1U << 31)));
  if (Q == int64_t(1) << 31) {
    Q /= 2;
    ++Shift;
  }
  // Smaller factors make everything 0.
  if (Shift >= -31) {
    S.Multiplier = int32_t(Q);
    S.Shift = Shift;
  }
  return S;
}

Limits limitsOf(const Operator &Op, const Tensor &Result) {
  Limits L;
  if (Result.ElementType == Type::I16)
    L = {INT16_MIN, INT16_MAX};
  auto Set = [&](double Low, double High) {
    L.Low = int32_t(std::max<int64_t>(L.Low, quantized(Low, Result)));
    L.High = int32_t(std::min<int64_t>(L.High, quantized(High, Result)));
  };
  switch (Op.Activation) {
  case Activation::RELU:
    Set(0, INFINITY);
    break;
  case Activation::RELU_N1_TO_1:
    Set(-1, 1);
    break;
  case Activation::RELU6:
    Set(0, 6);
    break;
  default:
    break;
  }
  return L;
}

Table tableOf(const Operator &Op, const Tensor &Input, const Tensor &Result,
              bool SingleRounding) {
  Table Values{};
  Scaling S = Scaling::of(double(Input.Scales[0]) / double(Result.Scales[0]));
  // Some operators divide scales as floats.
  Scaling Single = Scaling::of(double(Input.Scales[0] / Result.Scales[0]));
  for (size_t I = 0; I < Values.size(); ++I) {
    int32_t V = int32_t(I) - 128;
    int32_t X = V - Input.ZeroPoint;
    int64_t R = 0;
    switch (Op.Code) {
    case Code::LOGISTIC:
    case Code::TANH:
      R = sigmoidal(Op.Code, X, double(Input.Scales[0]), SingleRounding);
      break;
    case Code::RELU6: {
      int64_t Six = std::clamp<int64_t>(quantized(6, Input), -128, 127);
      R = std::clamp<int64_t>(V, Input.ZeroPoint, Six);
      break;
    }
    case Code::ABS:
      // No multiplication if there is nothing to do.
      R = Input.Scales[0] == Result.Scales[0]
              ? int64_t(std::abs(X)) + Result.ZeroPoint
              : int64_t(multiply(std::abs(X), Single, SingleRounding)) +
                    Result.ZeroPoint;
      break;
    case Code::LEAKY_RELU:
      if (X >= 0) {
        R = multiply(X, Single, SingleRounding);
      } else {
        R = multiply(X,
                     Scaling::of(std::fabs(double(Input.Scales[0] * Op.Alpha /
                                                  Result.Scales[0]))),
                     SingleRounding);
        R = Op.Alpha < 0 ? -R : R;
      }
      R = int32_t(uint32_t(R) + uint32_t(Result.ZeroPoint));
      break;
    case Code::HARD_SWISH:
      R = hardSwish(X, Input, Result);
      break;
    default: { // RELU, QUANTIZE
      auto Scaled = int64_t(
          multiply(X, Op.Code == Code::RELU ? Single : S, SingleRounding));
      R = int32_t(uint32_t(Scaled) + uint32_t(Result.ZeroPoint));
      if (Op.Code == Code::RELU)
        R = std::max<int64_t>(R, Result.ZeroPoint);
    }
    }
    Values[I] = int8_t(std::clamp<int64_t>(R, -128, 127));
  }
  return Values;
}

std::array<int32_t, 256> exponentials(double Scale) {
  double Real = std::min(Scale * double(1 << 26), double(INT32_MAX));
  Scaling S = Scaling::of(Real);
  double Lowest = -std::floor(std::ldexp(double(31 << 26), -S.Shift));
  std::array<int32_t, 256> Values{};
  for (int D = 0; D < 256 && -D >= Lowest; ++D)
    Values[size_t(D)] = fixed_exp(
        fixed_high(int32_t(uint32_t(-D) << S.left()), S.Multiplier), 5);
  return Values;
}

} // namespace sectile::graph

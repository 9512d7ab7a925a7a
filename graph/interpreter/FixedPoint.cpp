// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- FixedPoint.cpp - TensorFlow Lite's integer arithmetic --------------===//

#include "FixedPoint.h"
#include <algorithm>
#include <cmath>
#include <limits>

namespace sectile::graph {

namespace {

constexpr int64_t Most = std::numeric_limits<int32_t>::max();
constexpr int64_t Least = std::numeric_limits<int32_t>::min();

int32_t wrapped(int64_t X) { return int32_t(uint32_t(uint64_t(X))); }

int64_t saturatedInteger(int64_t X) { return std::clamp(X, Least, Most); }

/// The nearest integer to A / B, B > 0; of two the one away from zero.
int64_t nearestQuotient(int64_t A, int64_t B) {
  int64_t Magnitude = (std::abs(A) + B / 2) / B;
  return A < 0 ? -Magnitude : Magnitude;
}

/// A B / 2^31, halves rounded up: the product of two numbers with 31 bits of
/// fraction.
int64_t product(int64_t A, int64_t B) {
  return saturatedInteger((A * B + (int64_t(1) << 30)) >> 31);
}

/// X * 2^Power for negative powers, halves away from zero.
int64_t scaledDown(int64_t X, int Power) {
  return nearestQuotient(X, int64_t(1) << Power);
}

/// e^X for -1/4 <= X < 0 in 31 bits of fraction: its series around -1/8.
int64_t expNearZero(int64_t X) {
  constexpr int64_t ExpOfEighth = 1895147668;
  constexpr int64_t Third = 715827883;
  int64_t D = X + (int64_t(1) << 28);
  int64_t D2 = product(D, D);
  int64_t D3 = product(D2, D);
  int64_t D4 = product(D2, D2);
  int64_t Rest = scaledDown(product(scaledDown(D4, 2) + D3, Third) + D2, 1);
  return ExpOfEighth + product(ExpOfEighth, D + Rest);
}

/// e^X for X <= 0 with \p Bits bits before the point, of 31.
int64_t expOfNegative(int64_t X, int Bits) {
  if (X == 0)
    return Most;
  int64_t Quarter = int64_t(1) << (29 - Bits);
  // X = Part - Quarters * 1/4, -1/4 <= Part < 0.
  int64_t Quarters = (-X - 1) / Quarter;
  int64_t Part = X + Quarters * Quarter;
  int64_t Result = expNearZero(saturatedInteger(Part << Bits));
  // e^-(2^(I-2)) for each bit of the number of quarters.
  constexpr int64_t Factors[] = {1672461947, 1302514674, 790015084, 290630308,
                                 39332535,   720401,     242};
  for (int I = 0; I < std::min(7, Bits + 2); ++I)
    if (Quarters >> I & 1)
      Result = product(Result, Factors[I]);
  return Result;
}

/// Newton's method for 2 / (1 + A), 0 <= A < 1 in 31 bits of fraction; the
/// result has 29.
int64_t twiceReciprocal(int64_t A) {
  int64_t Half = (A + Most + 1) / 2; // (1 + A) / 2
  int64_t X = 1515870810 + product(Half, -1010580540);
  for (int I = 0; I < 3; ++I) {
    int64_t Error = (int64_t(1) << 29) - product(Half, X);
    X = X + saturatedInteger(product(X, Error) * 4);
  }
  return X;
}

/// The input of logistic and tanh with 4 bits before the point, or where it is
/// too large for them the sign of infinity.
struct Argument {
  int Beyond = 0;
  int32_t Value = 0;

  Argument(int32_t X, float Scale) {
    // TFLM's own rounding of the multiplier: a float has fewer bits.
    double Real = double(Scale) * double(1 << 27);
    int Exponent = 0;
    (void)std::frexp(Real, &Exponent);
    double Radius = std::floor(std::ldexp(15.0, 27 - Exponent));
    if (X <= -Radius)
      Beyond = -1;
    else if (X >= Radius)
      Beyond = 1;
    else
      Value = Multiplication(Real).apply(X);
  }
};

} // namespace

int64_t saturated(double X) {
  if (std::isnan(X))
    return 0;
  return int64_t(std::clamp(X, double(Least), double(Most)));
}

int32_t wrappedSum(int32_t A, int32_t B) { return wrapped(int64_t(A) + B); }

Multiplication::Multiplication(double Real) {
  if (Real == 0)
    return;
  Fraction = int64_t(std::round(std::ldexp(std::frexp(Real, &Exponent), 31)));
  if (Fraction > Most) {
    Fraction /= 2;
    ++Exponent;
  }
  if (Exponent < -31) {
    Fraction = 0;
    Exponent = 0;
  }
}

Multiplication Multiplication::mean(double Real, int64_t Count) {
  Multiplication Result(Real);
  int Bits = int(std::floor(std::log2(double(Count))));
  Bits = std::min({Bits, 32, 31 + Result.Exponent});
  Result.Fraction = wrapped((Result.Fraction << Bits) / Count);
  Result.Exponent -= Bits;
  return Result;
}

bool Multiplication::RoundsOnce = false;

int32_t Multiplication::apply(int32_t X) const {
  if (RoundsOnce) {
    // The nearest integer, halves upwards.
    int64_t Half = int64_t(1) << (30 - Exponent);
    return wrapped((X * Fraction + Half) >> (31 - Exponent));
  }
  int64_t Shifted =
      Exponent > 0 ? wrapped(int64_t(uint64_t(int64_t(X)) << Exponent)) : X;
  int64_t High = product(Shifted, Fraction);
  return int32_t(Exponent < 0 ? scaledDown(High, -Exponent) : High);
}

std::vector<Multiplication> channelMultipliers(const Tensor &X, const Tensor &W,
                                               const Tensor &Y,
                                               int64_t Channels) {
  std::vector<Multiplication> Result;
  for (int64_t C = 0; C < Channels; ++C) {
    double Weight = W.Scales[W.Scales.size() == 1 ? 0 : size_t(C)];
    Result.emplace_back(double(X.Scales[0]) * Weight / double(Y.Scales[0]));
  }
  return Result;
}

int32_t logisticInteger(int32_t X, float Scale) {
  Argument A(X, Scale);
  if (A.Beyond)
    return A.Beyond < 0 ? -128 : 127;
  int64_t Positive = saturatedInteger(
      twiceReciprocal(expOfNegative(-std::abs(int64_t(A.Value)), 4)) * 2);
  int64_t Result = A.Value > 0   ? Positive
                   : A.Value < 0 ? Most - Positive
                                 : int64_t(1) << 30;
  return int32_t(std::clamp<int64_t>(scaledDown(Result, 23) - 128, -128, 127));
}

int32_t tanhInteger(int32_t X, float Scale) {
  Argument A(X, Scale);
  if (A.Beyond)
    return A.Beyond < 0 ? -128 : 127;
  // (1 - e^-2|x|) / (1 + e^-2|x|); twice the argument has one bit more before
  // the point.
  int64_t E = expOfNegative(-std::abs(int64_t(A.Value)), 5);
  int64_t Result =
      saturatedInteger((twiceReciprocal(E) - (int64_t(1) << 29)) * 4);
  if (A.Value <= 0)
    Result = A.Value < 0 ? -Result : 0;
  return int32_t(std::clamp<int64_t>(scaledDown(Result, 24), -128, 127));
}

namespace {
/// A real number as 15-bit fraction times a power of two.
struct Half {
  int64_t Fraction = 0;
  int Exponent = 0;

  explicit Half(float Real) {
    auto Whole = int64_t(
        std::round(std::ldexp(std::frexp(double(Real), &Exponent), 31)));
    if (Whole > Most) {
      Whole /= 2;
      ++Exponent;
    }
    Fraction = std::min<int64_t>((Whole + (1 << 15)) >> 16, 32767);
  }
};

int64_t saturated16(int64_t X) { return std::clamp<int64_t>(X, -32768, 32767); }
} // namespace

int32_t hardSwishInteger(int32_t X, float Scale, float ResultScale) {
  float Fine = Scale / 128;
  Half ToResult(Fine / ResultScale), ToThird(Fine / (3.0F / 32768));
  int64_t Value = int64_t(X) * 128;
  auto Times = [](int64_t A, int64_t B) {
    return saturated16((A * B + (1 << 14)) >> 15); // halves upwards
  };
  int64_t Gate = Value;
  if (ToThird.Exponent > 0)
    Gate = saturated16(Gate << (ToThird.Exponent - 1));
  Gate = Times(Gate, ToThird.Fraction);
  if (ToThird.Exponent > 0)
    Gate = saturated16(2 * Gate);
  else
    Gate = scaledDown(Gate, -ToThird.Exponent);
  Gate = (Gate + 32768) >> 1; // from -1 ... 1 to 0 ... 1
  int64_t Product = Gate * Times(Value, ToResult.Fraction) / 32768;
  return int32_t(scaledDown(Product, -ToResult.Exponent));
}

void softmaxInteger(const int8_t *X, int8_t *Y, int64_t Depth, double Scale) {
  Multiplication Input(
      std::min(Scale * double(1 << 26), double((int64_t(1) << 31) - 1)));
  int Exponent = 0;
  (void)std::frexp(std::min(Scale * double(1 << 26), double(Most)), &Exponent);
  // A difference below this is outside of the format: its e^x counts as 0.
  int64_t Lowest = -int64_t(std::floor(std::ldexp(31.0, 26 - Exponent)));
  int8_t Largest = *std::max_element(X, X + Depth);
  auto Exp = [&](int8_t V) {
    int32_t Difference = V - Largest;
    return Difference < Lowest ? 0 : expOfNegative(Input.apply(Difference), 5);
  };
  int64_t Sum = 0;
  for (int64_t I = 0; I < Depth; ++I)
    Sum += scaledDown(Exp(X[I]), 12);
  // 1 <= Sum, with 19 bits of fraction: Sum = 2^Unit (1 + F).
  int Unit = int(std::floor(std::log2(double(Sum)))) - 19;
  int64_t F = wrapped((Sum << (12 - Unit)) - (int64_t(1) << 31));
  int64_t Reciprocal = saturatedInteger(twiceReciprocal(F) * 2);
  for (int64_t I = 0; I < Depth; ++I)
    Y[I] = int8_t(std::clamp<int64_t>(
        scaledDown(product(Reciprocal, Exp(X[I])), Unit + 23) - 128, -128,
        127));
}

} // namespace sectile::graph

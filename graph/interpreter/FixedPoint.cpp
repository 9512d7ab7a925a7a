// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- FixedPoint.cpp - TensorFlow Lite's integer arithmetic --------------===//

#include "FixedPoint.h"
#include <algorithm>
#include <array>
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

int32_t wrappedSum(int64_t A, int64_t B) { return wrapped(A + B); }

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

Multiplication Multiplication::of(int64_t Fraction, int Exponent) {
  Multiplication Result(0);
  Result.Fraction = Fraction;
  Result.Exponent = Exponent;
  return Result;
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

int32_t Multiplication::applyWide(int64_t X) const {
  int64_t Reduced =
      std::min<int64_t>((Fraction + (1 << 15)) / (1 << 16), 32767);
  int Right = 15 - Exponent;
  // The nearest integer, halves upwards.
  return wrapped((X * Reduced + (int64_t(1) << (Right - 1))) >> Right);
}

std::vector<Multiplication> channelMultipliers(const Tensor &X, const Tensor &W,
                                               const Tensor &Y,
                                               int64_t Channels) {
  std::vector<Multiplication> Result;
  for (int64_t C = 0; C < Channels; ++C) {
    double Weight = W.Scales[W.Scales.size() == 1 ? 0 : size_t(C)];
    double Product = double(X.Scales[0]) * Weight;
    if (X.Unsigned)
      Product = double(X.Scales[0] * float(Weight));
    Result.emplace_back(Product / double(Y.Scales[0]));
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

std::vector<int64_t> softmaxInteger(const int8_t *X, int64_t Depth,
                                    double Scale, int Bits) {
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
  int64_t Half = int64_t(1) << (Bits - 1);
  std::vector<int64_t> Y;
  Y.reserve(size_t(Depth));
  for (int64_t I = 0; I < Depth; ++I)
    Y.push_back(std::clamp<int64_t>(
        scaledDown(product(Reciprocal, Exp(X[I])), Unit + 31 - Bits) - Half,
        -Half, Half - 1));
  return Y;
}

int64_t Quotient::of(int32_t A, int32_t B) const {
  if (A == 0 || B == 0)
    return 0;
  int64_t Dividend = B < 0 ? -int64_t(A) : A;
  int64_t Divisor = std::abs(int64_t(B));
  // Divisor = 2^Unit (1 + F), and as many bits of the dividend as 32 take.
  int Unit = int(std::floor(std::log2(double(Divisor))));
  int64_t F = (Divisor << (31 - Unit)) - (int64_t(1) << 31);
  int64_t Inverse = saturatedInteger(twiceReciprocal(F) * 2);
  int Room = 0;
  while (Dividend * (int64_t(2) << Room) <= Most &&
         Dividend * (int64_t(2) << Room) >= Least)
    ++Room;
  int64_t Q = product(product(Dividend * (int64_t(1) << Room), Inverse),
                      Scale.fraction());
  int Right = Unit + Room - Scale.exponent();
  if (Right > 31)
    return 0;
  return Right < 0 ? Q * (int64_t(1) << -Right) : scaledDown(Q, Right);
}

namespace {

/// 1 / (1 + e^-x) at I/24 in 16 bits of fraction, raised by half of what a line
/// lacks between two of them: a sixteenth of the second difference.
int64_t logisticAt(int64_t I) {
  auto At = [](double X) { return 65536 / (1 + std::exp(-X / 24)); };
  auto X = double(I);
  double Bend = 2 * At(X) - At(X - 1) - At(X + 1);
  return I == 255 ? 65535 : int64_t(std::round(At(X) + Bend / 16));
}

} // namespace

Sigmoidal::Sigmoidal(float Scale, bool Tanh) : Tanh(Tanh) {
  // 3 * 4096 is one: a third more than 12 bits of fraction.
  if (Scale == 0x1p-12F || (Tanh && Scale == 0x1p-11F)) {
    Factor = Scale == 0x1p-12F ? 3 : 6;
    return;
  }
  double Real = double(Scale) * 3 * 4096;
  while (Real * 2 <= 32767 && Right < 31) {
    Real *= 2;
    ++Right;
  }
  Factor = int64_t(Real);
}

Sigmoidal Sigmoidal::ofPower(int Power, bool Tanh) {
  Sigmoidal S(0x1p-12F, Tanh);
  S.Factor = Power > 0 ? int64_t(3) << Power : 3;
  S.Right = Power < 0 ? -Power : 0;
  return S;
}

int32_t Sigmoidal::of(int64_t X) const {
  int64_t V = X * Factor;
  if (Right > 0)
    V = (V + (int64_t(1) << (Right - 1))) >> Right;
  // tanh x = 2 logistic 2x - 1: half as many steps.
  int64_t Step = Tanh ? 256 : 512;
  int64_t I = std::abs(V) / Step;
  int64_t Part = std::abs(V) % Step;
  if (Tanh) {
    int64_t R = I >= 255
                    ? 65535 * Step
                    : logisticAt(I) * (Step - Part) + logisticAt(I + 1) * Part;
    R -= int64_t(1) << 23;
    return int32_t(V >= 0 ? (R + 128) >> 8 : (127 - R) >> 8);
  }
  int64_t R = I >= 255
                  ? int64_t(32767) << 10
                  : logisticAt(I) * (Step - Part) + logisticAt(I + 1) * Part;
  return int32_t((V >= 0 ? R + 512 : (int64_t(1) << 25) - R + 511) >> 10);
}

namespace {

/// A function between two arguments in 15 bits of fraction, by lines between
/// 513 points.
class Lines {
public:
  template <typename Function> Lines(float Low, float High, Function F) {
    float Step = (High - Low) / 512;
    constexpr float Unit = 2.0F / 65535;
    constexpr float PerUnit = 65536 / (Unit * 32767 - Unit * -32768);
    for (int I = 0; I < 512; ++I) {
      float X = Low + float(I) * Step;
      float Exact = std::round(F(X) * PerUnit);
      float Next = F(Low + float(I + 1) * Step) * PerUnit;
      float OnLine = std::round((Next + Exact) / 2);
      float Middle = std::round(F(X + Step / 2) * PerUnit);
      At[size_t(I)] = inRange(Exact - std::round((OnLine - Middle) / 2));
    }
    At[512] = inRange(std::round(F(High) * PerUnit));
  }
  int64_t of(int64_t X) const {
    X = std::clamp<int64_t>(X, -32768, 32767) + 32768;
    auto I = size_t(X / 128);
    int64_t Rise = At[I + 1] - At[I];
    return At[I] + ((Rise * (X % 128) + 64) >> 7);
  }

private:
  static int64_t inRange(float X) {
    return int64_t(std::clamp(X, -32768.0F, 32767.0F));
  }
  std::array<int64_t, 513> At;
};

} // namespace

void softmaxShort(const int16_t *X, int16_t *Y, int64_t Depth, double Scale) {
  constexpr float Range = 65535;
  static const Lines Exp(10 / Range * -65535, 10 / Range * 0,
                         [](float V) { return std::exp(V); });
  static const Lines Inverse(1 / Range * 0, 1 / Range * 65535,
                             [](float V) { return 1 / (1 + V); });
  Multiplication Rescaled(Scale / (10.0 / 65535.0));
  int16_t Largest = *std::max_element(X, X + Depth);
  std::vector<int64_t> Powers;
  int64_t Sum = 0;
  for (int64_t I = 0; I < Depth; ++I) {
    Powers.push_back(Exp.of(int64_t(Rescaled.apply(X[I] - Largest)) + 32767));
    Sum += Powers.back();
  }
  // Sum = 2^Unit (1 + F), F in 16 bits.
  int Unit = int(std::floor(std::log2(double(Sum))));
  int64_t F = ((Sum << (30 - Unit)) + (1 << 13)) >> 14;
  int64_t Reciprocal = Inverse.of(F - 65536 - 32768);
  for (int64_t I = 0; I < Depth; ++I)
    Y[I] = int16_t(std::clamp<int64_t>(
        (Powers[size_t(I)] * Reciprocal + (int64_t(1) << (Unit - 1))) >> Unit,
        0, 32767));
}

namespace {

/// log X for X >= 1 with 12 bits before the point; the result has 5.
int64_t logOf(int64_t X) {
  constexpr int64_t RootOfHalf = 1518500250;
  constexpr int64_t FourthRoot = 1805811301;
  constexpr int64_t LogOf2 = 1488522236;
  auto Wrapped = [](int64_t V) { return int64_t(wrapped(V)); };
  auto Bits = [](int64_t V) { return int(std::floor(std::log2(double(V)))); };
  // X, or X times the root of a half, as 2^N R; N has 25 bits of fraction, a
  // quarter added or taken.
  constexpr int64_t Quarter = int64_t(1) << 23;
  int64_t A = product(X << (30 - Bits(X)), RootOfHalf) * 2;
  int64_t PowerOfA = (int64_t(Bits(X) - 19) * (1 << 25)) + Quarter;
  int64_t Scaled = product(X, RootOfHalf);
  int64_t B = saturatedInteger(X << (30 - Bits(Scaled)));
  int64_t PowerOfB = (int64_t(Bits(Scaled) - 18) * (1 << 25)) - Quarter;
  int64_t R = std::min(saturatedInteger(A), B);
  int64_t Power = std::max(PowerOfA, PowerOfB);
  int64_t P = (R + FourthRoot + 1) / 2;
  int64_t Q = Wrapped(2 * (R - FourthRoot));
  int64_t Q2 = product(Q, Q);
  // A quotient of polynomials around the fourth root of a half.
  int64_t Above = Wrapped(product(Q, R) + product(product(Q, Q2), 117049297));
  int64_t Below =
      Wrapped(product(P, Wrapped(1057819769 + Q + product(127690142, Q2))) +
              product(638450708, Q));
  int64_t Inverse = saturatedInteger(twiceReciprocal(Below) * 2);
  int64_t Rest = product(scaledDown(Above, 6), Inverse);
  return saturatedInteger(2 * Wrapped(product(Power, LogOf2) + Rest));
}

} // namespace

void logSoftmaxInteger(const int8_t *X, int8_t *Y, int64_t Depth,
                       double Scale) {
  double Real = std::min(Scale * double(1 << 26), double(Most));
  Multiplication Input(Real);
  int64_t Lowest =
      -int64_t(std::floor(std::ldexp(31.0, 26 - Input.exponent())));
  Multiplication Back(std::ldexp(1.0, 31 - Input.exponent()) /
                      double(Input.fraction()));
  int8_t Largest = *std::max_element(X, X + Depth);
  int64_t Sum = 0;
  for (int64_t I = 0; I < Depth; ++I)
    if (X[I] - Largest >= Lowest)
      Sum += scaledDown(expOfNegative(Input.apply(X[I] - Largest), 5), 12);
  int64_t Log = logOf(Sum);
  int64_t Limit =
      std::max<int64_t>(Lowest - 1, Back.apply(wrapped(Log + Least)));
  for (int64_t I = 0; I < Depth; ++I) {
    int64_t D = X[I] - Largest;
    Y[I] =
        D <= Limit
            ? int8_t(-128)
            : int8_t(std::clamp<int64_t>(
                  scaledDown(wrapped(Input.apply(int32_t(D)) - Log), 22) + 127,
                  -128, 127));
  }
}

void l2NormaliseInteger(const int8_t *X, int8_t *Y, int64_t Depth,
                        int64_t ZeroPoint) {
  int64_t Sum = 0;
  for (int64_t I = 0; I < Depth; ++I)
    Sum += (X[I] - ZeroPoint) * (X[I] - ZeroPoint);
  // 1 / sqrt(Sum) = R 2^-31 2^-Shift, by Newton's method with 3 bits before
  // the point, from 1.
  int64_t R = Most;
  int Shift = 0;
  if (Sum > 1) {
    Shift = 11;
    for (; Sum >= 1 << 29; Sum /= 4)
      ++Shift;
    for (; Sum * 4 < 1 << 29; Sum *= 4)
      --Shift;
    int64_t Half = nearestQuotient(Sum / 2, 2);
    R = 1 << 28;
    for (int I = 0; I < 5; ++I) {
      int64_t Cube = saturatedInteger(product(product(R, R), R) * 64);
      R = saturatedInteger(
          (product((1 << 28) + (1 << 27), R) - product(Half, Cube)) * 8);
    }
    R = product(R, 1518500250);
    for (; Shift < 0; ++Shift)
      R = wrapped(R * 2);
  }
  for (int64_t I = 0; I < Depth; ++I)
    Y[I] = int8_t(std::clamp<int64_t>(
        Multiplication::of(R, 7 - Shift).apply(int32_t(X[I] - ZeroPoint)), -128,
        127));
}

int64_t quantisedReal(double X, const Tensor &Of) {
  float Inverse = 1 / Of.Scales[0];
  return int64_t(std::clamp(
      std::round(float(X) * Inverse) + float(Of.ZeroPoint), -128.0F, 127.0F));
}

} // namespace sectile::graph

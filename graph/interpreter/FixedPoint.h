// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- FixedPoint.h - TensorFlow Lite's integer arithmetic ------*- C++ -*-===//
//
// What TensorFlow Lite Micro's reference kernels compute with i8, with two
// roundings in a multiplication by a scale. The numbers are exact: products are
// formed in 64 bits, roundings are divisions of them.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_FIXED_POINT_H
#define SECTILE_GRAPH_FIXED_POINT_H

#include "Model.h"

namespace sectile::graph {

/// A real number that is rounded already, as an integer; beyond 32 bits the
/// nearest of 32 bits, a NaN as 0.
int64_t saturated(double X);

int32_t wrappedSum(int64_t A, int64_t B);

/// Multiplication by a positive real number, as a 31-bit fraction times a power
/// of two.
class Multiplication {
public:
  explicit Multiplication(double Real);
  /// By a fraction of 31 bits times a power of two.
  static Multiplication of(int64_t Fraction, int Exponent);
  /// By Real / Count, whose fraction is rounded down.
  static Multiplication mean(double Real, int64_t Count);
  int32_t apply(int32_t X) const;
  /// Of a sum of 64 bits: by the upper 15 bits of the fraction.
  int32_t applyWide(int64_t X) const;
  int exponent() const { return Exponent; }
  int64_t fraction() const { return Fraction; }

  /// Whether apply() rounds once, instead of twice, for all there are.
  static void roundOnce(bool Once) { RoundsOnce = Once; }

private:
  static bool RoundsOnce;
  int64_t Fraction = 0;
  int Exponent = 0;
};

/// Of a convolution, in the order of its outputs.
std::vector<Multiplication> channelMultipliers(const Tensor &X, const Tensor &W,
                                               const Tensor &Y,
                                               int64_t Channels);

/// A / B of i8, both without their zero points.
class Quotient {
public:
  Quotient(const Tensor &A, const Tensor &B, const Tensor &Result)
      : Scale(double(A.Scales[0] / (B.Scales[0] * Result.Scales[0]))) {}
  int64_t of(int32_t A, int32_t B) const;

private:
  Multiplication Scale;
};

/// LOGISTIC and TANH of 16 bits.
class Sigmoidal {
public:
  Sigmoidal(float Scale, bool Tanh);
  /// Of an argument in 2^Power / 4096.
  static Sigmoidal ofPower(int Power, bool Tanh);
  int32_t of(int64_t X) const;

private:
  bool Tanh;
  int64_t Factor = 0;
  int Right = 0;
};
/// \p Scale is that of the input times beta.
void softmaxShort(const int16_t *X, int16_t *Y, int64_t Depth, double Scale);
void logSoftmaxInteger(const int8_t *X, int8_t *Y, int64_t Depth, double Scale);
void l2NormaliseInteger(const int8_t *X, int8_t *Y, int64_t Depth,
                        int64_t ZeroPoint);
/// A real number in the steps of a quantisation.
int64_t quantisedReal(double X, const Tensor &Of);

/// X is an input without its zero point.
int32_t logisticInteger(int32_t X, float Scale);
int32_t tanhInteger(int32_t X, float Scale);
/// x relu6(x + 3) / 6, without the result's zero point.
int32_t hardSwishInteger(int32_t X, float Scale, float ResultScale);
/// \p Scale is that of the input times beta.
/// The result has so many bits.
std::vector<int64_t> softmaxInteger(const int8_t *X, int64_t Depth,
                                    double Scale, int Bits);

} // namespace sectile::graph

#endif

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

int32_t wrappedSum(int32_t A, int32_t B);

/// Multiplication by a positive real number, as a 31-bit fraction times a power
/// of two.
class Multiplication {
public:
  explicit Multiplication(double Real);
  /// By Real / Count, whose fraction is rounded down.
  static Multiplication mean(double Real, int64_t Count);
  int32_t apply(int32_t X) const;

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

/// X is an input without its zero point.
int32_t logisticInteger(int32_t X, float Scale);
int32_t tanhInteger(int32_t X, float Scale);
/// x relu6(x + 3) / 6, without the result's zero point.
int32_t hardSwishInteger(int32_t X, float Scale, float ResultScale);
/// \p Scale is that of the input times beta.
void softmaxInteger(const int8_t *X, int8_t *Y, int64_t Depth, double Scale);

} // namespace sectile::graph

#endif

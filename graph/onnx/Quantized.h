// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Quantized.h - operators between DequantizeLinear and Quantize- -----===//
//===-------------- Linear --------------------------------------*- C++ -*-===//
//
// Quantisers write an operator on floats between the conversions from and to
// integers. Of each float tensor the reader knows how it follows from integers,
// so that products and means are computed with these, what only moves elements
// moves integers, and an elementwise operator is one nest with the conversions
// around it. What is left of the floats nothing uses, and it is removed.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_ONNX_QUANTIZED_H
#define SECTILE_GRAPH_ONNX_QUANTIZED_H

#include "Model.h"
#include <limits>

namespace sectile::graph::onnx {

/// A float tensor that is (Values - Zero) * Scale, both one, or one for each of
/// the dimension Axis.
struct Quantized {
  int Values = -1, Scale = -1, Zero = -1; ///< the latter -1 if it is 0
  int64_t Axis = 0;
  int64_t Block = 0; ///< elements along it that have one scale, or 0
};

/// A float tensor that is Sums * Factor, within limits. Factor is repeated.
struct ScaledSums {
  int Sums = -1, Factor = -1;
  double Low = -std::numeric_limits<double>::infinity();
  double High = std::numeric_limits<double>::infinity();
};

/// Of a concatenation: where an operand is in the result.
struct Part {
  int Tensor;
  int64_t Offset;
};

/// What is known of float tensors, by their numbers.
struct Origins {
  std::map<int, Quantized> Dequantized;
  std::map<int, ScaledSums> Sums;
  std::map<int, std::vector<Part>> Parts;
  /// The nests of elementwise results, whose loops are their dimensions.
  std::map<int, Nest> Maps;
  /// Whether there is anything to know: of other models nothing is kept.
  bool Any = false;

  void copy(int To, int From);
};

class Reader;
/// The origin of an input that is quantised in 8 bits, or null.
const Quantized *bytesOf(Reader &R, size_t Input);
/// Likewise, with one scale and one zero point that is a constant.
const Quantized *tensorOf(Reader &R, size_t Input);
/// How many scales there are.
int64_t scalesOf(Reader &R, const Quantized &Q);

/// The scale of a product's sums, as \p Shape, which the result repeats.
int factorOf(Reader &R, const Quantized &X, const Quantized &W,
             const Shape &Repeated);
/// The bias of sums that have \p Factor, as i32.
int biasOf(Reader &R, size_t Input, const Quantized &X, const Quantized &W,
           int Factor);
/// The node's first output, from its sums.
bool giveSums(Reader &R, int Sums, int Factor);

/// A float tensor that is made of \p Values as \p Like of its own.
int dequantized(Reader &R, int Values, const Quantized &Like);

/// The mean of sums of bytes that have one zero point: its value, and the
/// factor for \p Counts elements, a tensor.
int64_t zeroOf(Reader &R, const Quantized &Q);
int meanFactor(Reader &R, const Quantized &Q, int Counts);

} // namespace sectile::graph::onnx

#endif

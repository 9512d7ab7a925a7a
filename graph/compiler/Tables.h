// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Tables.h - what is known of i8 operators at compile time -*- C++ -*-===//
//
// Multipliers as TensorFlow Lite Micro's preparation of a kernel computes them,
// and operators of one i8 operand as tables of their 256 results.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_TABLES_H
#define SECTILE_GRAPH_TABLES_H

#include "Model.h"
#include <array>

namespace sectile::graph {

/// Multiplier * 2^(Shift - 31).
struct Scaling {
  int32_t Multiplier = 0;
  int32_t Shift = 0;

  static Scaling of(double Real);
  int32_t left() const { return Shift > 0 ? Shift : 0; }
  int32_t right() const { return Shift > 0 ? 0 : -Shift; }
};

/// The limits of a fused activation.
struct Limits {
  int32_t Low = -128;
  int32_t High = 127;
};
Limits limitsOf(const Operator &Op, const Tensor &Result);

/// The results for -128, -127, ... 127.
using Table = std::array<int8_t, 256>;
Table tableOf(const Operator &Op, const Tensor &Input, const Tensor &Result,
              bool SingleRounding);

/// e^x in the 31-bit format of softmax for differences 0, -1, ... -255 from the
/// largest element.
std::array<int32_t, 256> exponentials(double Scale);

} // namespace sectile::graph

#endif

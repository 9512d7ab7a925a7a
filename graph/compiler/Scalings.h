// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Scalings.h - multipliers and tables of operators ---------*- C++ -*-===//
//
// What TensorFlow Lite Micro prepares of operators of several operands, of 16
// bits, and of rows.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_SCALINGS_H
#define SECTILE_GRAPH_SCALINGS_H

#include "Tables.h"

namespace sectile::graph {

/// Of a sum, whose operands are brought to one scale first.
struct SumScaling {
  Scaling A, B, Result;

  static SumScaling of(tflite::BuiltinOperator Code, const Tensor &X,
                       const Tensor &Y, const Tensor &R);
};

/// LOGISTIC and TANH of 16 bits: to 12 bits of fraction, times 3.
struct SigmoidScaling {
  int32_t Multiplier = 0, Shift = 0;

  static SigmoidScaling of(float Scale, bool Tanh);
};
/// 1 / (1 + e^-x) in 16 bits of fraction at multiples of 1/24.
std::array<uint16_t, 256> sigmoidTable();
/// 513 values of e^x between -10 and 0, then of 1 / (1 + x) between 0 and 1, in
/// 15 bits of fraction.
std::vector<int16_t> softmaxTables();

/// LOG_SOFTMAX of i8: to the format of e^x, and back.
struct LogScaling {
  Scaling Scale, Back;
  int64_t Lowest = 0;

  static LogScaling of(double InputScale, bool SingleRounding);
};

struct LstmScaling {
  std::array<Scaling, 8> Gates; ///< of the input's products, of the state's
  Scaling Forget, Update, Output;
  int64_t CellPower = 0, Clip = 0;

  static LstmScaling of(const Operator &Op, const Model &M);
};

/// A / B of i8 for all A, of those for all B.
std::vector<int8_t> quotients(const Tensor &A, const Tensor &B,
                              const Tensor &Result, Limits L);

/// The results of an operator that is computed with floats, for -128 ... 127.
Table tableOfReals(const Operator &Op, const Tensor &Input,
                   const Tensor &Result);

} // namespace sectile::graph

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions that compiled models call (graph/compiler/Import.cpp): elementwise
// arithmetic of i8 on tiles. The instructions for the rounding high multiply
// and the rounding shift are TensorFlow Lite's operations, which in C would
// take 64 bits.
#ifndef SECTILE_GRAPH_RUNTIME_KERNELS_H
#define SECTILE_GRAPH_RUNTIME_KERNELS_H

#include <stdint.h>

// out[i] = sums[i] times the scale of channel i % channels. The three arrays
// hold each channel's multiplier and shifts, and go on from the first channel
// for 255 elements more. Limits: zero point, lowest, highest result.
void sectile_requantize_i8(int8_t *out, const int32_t *sums,
                           const int32_t *multipliers, const int32_t *left,
                           const int32_t *right, const int32_t *limits,
                           int64_t count, int64_t channels);

struct sectile_operand {
  int32_t zero, multiplier, right;
};
struct sectile_sum {
  struct sectile_operand a, b;
  int32_t subtracts;
  int32_t multiplier, left, right;
  int32_t limits[3];
};
// out[i] = a[i] + b[i], or a[i] - b[i].
void sectile_add_i8(int8_t *out, const int8_t *a, const int8_t *b,
                    const struct sectile_sum *how, int64_t count);

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions that compiled models call (graph/compiler/Import.cpp): elementwise
// arithmetic of i8 on tiles, and the kernels of kernels/. The instructions for
// the rounding high multiply and the rounding shift are TensorFlow Lite's
// operations, which in C would take 64 bits.
#ifndef SECTILE_GRAPH_RUNTIME_KERNELS_H
#define SECTILE_GRAPH_RUNTIME_KERNELS_H

#include "../../kernels/conv/conv.h"
#include <stdint.h>

// What is known of a convolution or a pool when a model is compiled.
struct sectile_conv {
  struct conv_shape shape;
  int64_t zero_point;      // of x: the value of the padding
  int64_t out_zero_point;  // not of pools
  int64_t low, high;       // the fused activation
  int64_t single_rounding; // not of pools
};
// The bias has taken up the products of x's zero point. Multipliers and shifts
// are those of struct requantisation, of each channel. Scratch memory is
// aligned to 64 bytes; it holds the padded copy of x and what the kernel needs.
void sectile_conv_i8(int8_t *y, const int8_t *x, const int8_t *w,
                     const int32_t *bias, const int32_t *multipliers,
                     const int32_t *shifts, const struct sectile_conv *how,
                     void *scratch, int64_t scratch_bytes);
void sectile_conv_depthwise_i8(int8_t *y, const int8_t *x, const int8_t *w,
                               const int32_t *bias, const int32_t *multipliers,
                               const int32_t *shifts,
                               const struct sectile_conv *how, void *scratch,
                               int64_t scratch_bytes);
void sectile_pool_max_i8(int8_t *y, const int8_t *x,
                         const struct sectile_conv *how, void *scratch,
                         int64_t scratch_bytes);
void sectile_pool_average_i8(int8_t *y, const int8_t *x,
                             const struct sectile_conv *how, void *scratch,
                             int64_t scratch_bytes);

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

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Gradients of the convolutions and pools of conv.h, whose layouts and shapes
// these are: s describes the layer, dy is laid out as its y, dx as its x, dw as
// its weights. T is f32 or bf16; dw and dbias are f32. A null result is left
// out; with `add` dw and dbias begin with what they are, otherwise with +0. The
// clamp of a layer is not differentiated. Scratch memory is aligned to 4 bytes.
// Otherwise as training.h says.
#ifndef TRAINING_CONV_H
#define TRAINING_CONV_H

#include <stdint.h>

#include "../conv/conv.h"

// Bytes of scratch memory for elements of `size` bytes, -1 if the shape is bad:
// the weights in the order that dx needs, and what conv_transposed_T needs; for
// conv_transposed_T 4 bytes for each weight, and what conv_T needs; for pools 4
// bytes for each element of y.
int64_t training_conv_scratch(const struct conv_shape *s, int64_t size);
int64_t training_conv_transposed_scratch(const struct conv_shape *s,
                                         int64_t size);
int64_t training_pool_scratch(const struct conv_shape *s, int64_t size);

// conv_T: dx is conv_transposed_T of dy with the channels of w exchanged; an
// element of dw is one chain of fused multiply-adds over the images, rows and
// pixels of y, in ascending order, whose element of x exists.
//
// conv_transposed_T: dx is conv_T of dy with the channels of w exchanged; an
// element of dw is one chain of fused multiply-adds over the images, rows and
// pixels of x, in ascending order, whose element of y exists.
//
// conv_depthwise_T, of as many output as input channels: an element of dx is
// one chain in ascending ky and kx, in which elements outside dy are zeros; an
// element of dw the sum in pairs of 16 chains, of every 16th pixel of a row of
// y from the first whose element of x exists.
//
// pool_max_T: all of dy goes to the first element of the window that is not a
// NaN and than which none is larger. pool_average_T: dy, divided by the number
// of elements, goes to each. What an element of dx gets is added in ascending
// ky and kx.
#define TRAINING_DECLARE(T, element)                                           \
  int training_conv_##T(const struct conv_shape *s, const element *dy,         \
                        const element *x, const element *w, element *dx,       \
                        float *dw, float *dbias, int add, void *scratch,       \
                        int64_t scratch_bytes);                                \
  int training_conv_transposed_##T(                                            \
      const struct conv_shape *s, const element *dy, const element *x,         \
      const element *w, element *dx, float *dw, float *dbias, int add,         \
      void *scratch, int64_t scratch_bytes);                                   \
  int training_conv_depthwise_##T(                                             \
      const struct conv_shape *s, const element *dy, const element *x,         \
      const element *w, element *dx, float *dw, float *dbias, int add);        \
  int training_pool_max_##T(const struct conv_shape *s, const element *dy,     \
                            const element *x, element *dx, void *scratch,      \
                            int64_t scratch_bytes);                            \
  int training_pool_average_##T(const struct conv_shape *s, const element *dy, \
                                element *dx, void *scratch,                    \
                                int64_t scratch_bytes);
TRAINING_DECLARE(f32, float)
TRAINING_DECLARE(bf16, uint16_t)
#undef TRAINING_DECLARE

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Convolution and pooling on tiles. docs/kernels/conv.md derives the bounds.
//
// Layouts: x[batch][height][width][channels] and y alike; the weights of
// conv_T and conv_transposed_T are [out_channels][kernel_height][kernel_width]
// [channels / groups], those of conv_depthwise_T are [kernel_height]
// [kernel_width][out_channels]. Any extents, 0 included. One-dimensional
// arrays have a height of 1. There is no im2col buffer.
//
// With iy = oy * stride_y - pad_top + ky * dilation_y, and ix alike:
//
//   conv_T             y[oy][ox][oc] = bias[oc] + sum over ky, kx, c of
//                      x[iy][ix][c] * w[oc][ky][kx][c]; group g of the output
//                      channels sees group g of the input channels
//   conv_transposed_T  the same sum over those ky, kx, c for which iy and ix
//                      with oy + pad_top - ky * dilation_y = iy * stride_y are
//                      whole: the gradient of conv_T by its input
//   conv_depthwise_T   y[oy][ox][oc] = bias[oc] + sum over ky, kx of
//                      x[iy][ix][oc / (out_channels / channels)] *
//                      w[ky][kx][oc]
//   pool_max_T, pool_average_T   of the elements of the window that exist, for
//                      each channel
//
// T is f32, bf16 (its bits) or i8.
//
// Elements outside x are zeros, of i8 the zero point, and take part in sums.
// Floats: one chain of f32 fused multiply-adds, beginning with the bias (a null
// pointer: +0), in ascending ky, kx, c; the average is a sum from +0 in that
// order, then a division. bf16 operands are widened exactly; bias and sums are
// f32; the result is rounded once. Results are clamped to low..high as
// maximumNumber and minimumNumber define; the bounds -infinity and +infinity
// leave a NaN as it is. Integers: sums modulo 2^32, then requantisation as
// TensorFlow Lite's reference kernels define it; the average rounds half away
// from zero. A window without elements has the average 0 and the maximum
// -infinity or -128, before the clamp. conv_reference.h states all this in C.
#ifndef CONV_H
#define CONV_H

#include <stdint.h>

#include "../common/requantise.h"
#include "../common/status.h"

struct conv_shape {
  int64_t batch, height, width, channels;      // of x
  int64_t out_height, out_width, out_channels; // of y
  int64_t kernel_height, kernel_width;
  int64_t stride_y, stride_x, dilation_y, dilation_x; // 1 or more
  int64_t pad_top, pad_left; // 0 or more; the other sides follow from y
  int64_t groups; // 1 or more; for conv_depthwise_T and pools the channels
};

// Every kernel returns a status (kernels/common/status.h) and writes nothing if
// that is not KERNEL_OK. KERNEL_BAD_SHAPE is also returned if x with its
// padding, w or y has 2^31 bytes or more, and by pool_average_i8 if a window
// has more than 65536 elements.

// Bytes of scratch memory that any kernel of this family needs for elements of
// `size` bytes, -1 if the shape is bad. It holds x with its padding, if there
// is any, 16 bytes for each output channel and 4 for each output pixel.
int64_t conv_scratch(const struct conv_shape *s, int64_t size);
int64_t conv_transposed_scratch(const struct conv_shape *s, int64_t size);

// The extent of y and what x is padded with before, so that y has
// ceil(size / stride) elements, as TensorFlow's SAME padding.
static inline int64_t conv_same(int64_t size, int64_t kernel, int64_t stride,
                                int64_t dilation, int64_t *pad) {
  const int64_t out = (size + stride - 1) / stride;
  const int64_t needed = (out - 1) * stride + (kernel - 1) * dilation + 1;
  *pad = out > 0 && needed > size ? (needed - size) / 2 : 0;
  return out;
}
// The extent of y without padding.
static inline int64_t conv_valid(int64_t size, int64_t kernel, int64_t stride,
                                 int64_t dilation) {
  const int64_t window = (kernel - 1) * dilation + 1;
  return size < window ? 0 : (size - window) / stride + 1;
}

#define CONV_FLOAT(T, element)                                                 \
  enum kernel_status conv_##T(const struct conv_shape *s, const element *x,    \
                              const element *w, const float *bias, float low,  \
                              float high, element *y, void *scratch,           \
                              int64_t scratch_bytes);                          \
  enum kernel_status conv_transposed_##T(                                      \
      const struct conv_shape *s, const element *x, const element *w,          \
      const float *bias, float low, float high, element *y, void *scratch,     \
      int64_t scratch_bytes);                                                  \
  enum kernel_status conv_depthwise_##T(                                       \
      const struct conv_shape *s, const element *x, const element *w,          \
      const float *bias, float low, float high, element *y, void *scratch,     \
      int64_t scratch_bytes);                                                  \
  enum kernel_status pool_max_##T(                                             \
      const struct conv_shape *s, const element *x, float low, float high,     \
      element *y, void *scratch, int64_t scratch_bytes);                       \
  enum kernel_status pool_average_##T(                                         \
      const struct conv_shape *s, const element *x, float low, float high,     \
      element *y, void *scratch, int64_t scratch_bytes);
CONV_FLOAT(f32, float)
CONV_FLOAT(bf16, uint16_t)
#undef CONV_FLOAT

// `zero_point` is that of x, -128 to 127; weights have none.
enum kernel_status conv_i8(const struct conv_shape *s, const int8_t *x,
                           int32_t zero_point, const int8_t *w,
                           const int32_t *bias, const struct requantisation *q,
                           int8_t *y, void *scratch, int64_t scratch_bytes);
enum kernel_status conv_transposed_i8(const struct conv_shape *s,
                                      const int8_t *x, int32_t zero_point,
                                      const int8_t *w, const int32_t *bias,
                                      const struct requantisation *q, int8_t *y,
                                      void *scratch, int64_t scratch_bytes);
enum kernel_status conv_depthwise_i8(const struct conv_shape *s,
                                     const int8_t *x, int32_t zero_point,
                                     const int8_t *w, const int32_t *bias,
                                     const struct requantisation *q, int8_t *y,
                                     void *scratch, int64_t scratch_bytes);
enum kernel_status pool_max_i8(const struct conv_shape *s, const int8_t *x,
                               int32_t low, int32_t high, int8_t *y,
                               void *scratch, int64_t scratch_bytes);
enum kernel_status pool_average_i8(const struct conv_shape *s, const int8_t *x,
                                   int32_t low, int32_t high, int8_t *y,
                                   void *scratch, int64_t scratch_bytes);

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the convolution and pooling kernels must equal, in portable C: no tile,
// no assumption about the machine but IEEE arithmetic. Compile with
// -ffp-contract=off. NaNs are canonical.
#ifndef CONV_REFERENCE_H
#define CONV_REFERENCE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "../common/requantise_reference.h"
#include "conv.h"

static inline float reference_float(uint32_t bits) {
  float x;
  memcpy(&x, &bits, 4);
  return x;
}
static inline float reference_from_f32(float x) { return x; }
static inline float reference_to_f32(float x) { return x; }
static inline float reference_from_bf16(uint16_t x) {
  return reference_float((uint32_t)x << 16);
}
static inline uint16_t reference_to_bf16(float x) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  if (x != x)
    return 0x7fc0;
  return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}
static inline float reference_canonical(float x) {
  return x != x ? reference_float(0x7fc00000u) : x;
}
static inline float reference_maximum(float a, float b) {
  if (a != a || b != b)
    return reference_canonical(a != a ? b : a);
  return a > b || (a == b && !signbit(a)) ? a : b;
}
static inline float reference_clamp(float x, float low, float high) {
  if (low > -INFINITY)
    x = reference_maximum(x, low);
  if (high < INFINITY)
    x = -reference_maximum(-x, -high);
  return reference_canonical(x);
}
// Of an average in TensorFlow Lite's rounding: half away from zero.
static inline int32_t reference_average(int32_t sum, int32_t count) {
  return sum > 0 ? (sum + count / 2) / count : (sum - count / 2) / count;
}
static inline int8_t reference_clamp_i8(int32_t x, int32_t low, int32_t high) {
  return (int8_t)(x < low ? low : x > high ? high : x);
}

// The input coordinate of tap k at output coordinate o; whether there is one.
static inline int reference_input(int transposed, int64_t o, int64_t k,
                                  int64_t stride, int64_t dilation, int64_t pad,
                                  int64_t *i) {
  if (!transposed) {
    *i = o * stride - pad + k * dilation;
    return 1;
  }
  const int64_t numerator = o + pad - k * dilation;
  if (numerator % stride != 0)
    return 0;
  *i = numerator / stride;
  return 1;
}

// Runs `body` for each element y[at]; in it TAPS(depthwise, body) for each
// product, in order, with `from` the element of x (-1: outside) and `weight`
// that of w.
#define REFERENCE_OUTPUTS(body)                                                \
  int64_t at = 0;                                                              \
  for (int64_t n = 0; n < s->batch; n++)                                       \
    for (int64_t oy = 0; oy < s->out_height; oy++)                             \
      for (int64_t ox = 0; ox < s->out_width; ox++)                            \
        for (int64_t oc = 0; oc < s->out_channels; oc++, at++) {               \
          body                                                                 \
        }
#define REFERENCE_TAPS(transposed, depthwise, body)                            \
  {                                                                            \
    const int64_t deep = (depthwise) ? 1 : s->channels / s->groups;            \
    const int64_t first = (depthwise)                                          \
                              ? oc / (s->out_channels / s->channels)           \
                              : oc / (s->out_channels / s->groups) * deep;     \
    for (int64_t ky = 0; ky < s->kernel_height; ky++)                          \
      for (int64_t kx = 0; kx < s->kernel_width; kx++)                         \
        for (int64_t c = 0; c < deep; c++) {                                   \
          int64_t iy, ix;                                                      \
          if (!reference_input(transposed, oy, ky, s->stride_y, s->dilation_y, \
                               s->pad_top, &iy) ||                             \
              !reference_input(transposed, ox, kx, s->stride_x, s->dilation_x, \
                               s->pad_left, &ix))                              \
            continue;                                                          \
          const int64_t tap = ky * s->kernel_width + kx;                       \
          const int64_t weight =                                               \
              (depthwise)                                                      \
                  ? tap * s->out_channels + oc                                 \
                  : (oc * s->kernel_height * s->kernel_width + tap) * deep +   \
                        c;                                                     \
          const int64_t from =                                                 \
              iy < 0 || iy >= s->height || ix < 0 || ix >= s->width            \
                  ? -1                                                         \
                  : ((n * s->height + iy) * s->width + ix) * s->channels +     \
                        first + c;                                             \
          body                                                                 \
        }                                                                      \
  }

#define REFERENCE_FLOAT(T, element)                                            \
  static inline void reference_sums_##T(                                       \
      int transposed, int depthwise, const struct conv_shape *s,               \
      const element *x, const element *w, const float *bias, float low,        \
      float high, element *y) {                                                \
    REFERENCE_OUTPUTS({                                                        \
      float sum = bias ? bias[oc] : 0.0f;                                      \
      REFERENCE_TAPS(transposed, depthwise, {                                  \
        sum = reference_canonical(                                             \
            fmaf(from < 0 ? 0.0f : reference_from_##T(x[from]),                \
                 reference_from_##T(w[weight]), sum));                         \
      })                                                                       \
      y[at] = reference_to_##T(reference_clamp(sum, low, high));               \
    })                                                                         \
  }                                                                            \
  static inline void reference_pool_##T(                                       \
      int average, const struct conv_shape *s, const element *x, float low,    \
      float high, element *y) {                                                \
    REFERENCE_OUTPUTS({                                                        \
      float value = average ? 0.0f : -INFINITY;                                \
      int32_t count = 0;                                                       \
      REFERENCE_TAPS(0, 1, {                                                   \
        (void)weight;                                                          \
        if (from >= 0) {                                                       \
          const float v = reference_from_##T(x[from]);                         \
          value = average ? reference_canonical(value + v)                     \
                          : reference_maximum(value, v);                       \
          count++;                                                             \
        }                                                                      \
      })                                                                       \
      if (average)                                                             \
        value = reference_canonical(value / (float)(count ? count : 1));       \
      y[at] = reference_to_##T(reference_clamp(value, low, high));             \
    })                                                                         \
  }
REFERENCE_FLOAT(f32, float)
REFERENCE_FLOAT(bf16, uint16_t)

static inline void reference_sums_i8(int transposed, int depthwise,
                                     const struct conv_shape *s,
                                     const int8_t *x, int32_t zero_point,
                                     const int8_t *w, const int32_t *bias,
                                     const struct requantisation *q,
                                     int8_t *y) {
  REFERENCE_OUTPUTS({
    uint32_t sum = bias ? (uint32_t)bias[oc] : 0;
    REFERENCE_TAPS(transposed, depthwise, {
      if (from >= 0)
        sum += (uint32_t)((x[from] - zero_point) * w[weight]);
    })
    const int64_t channel = q->per_channel ? oc : 0;
    y[at] = reference_requantised((int32_t)sum, q->multiplier[channel],
                                  q->shift[channel], q->single_rounding,
                                  q->zero_point, q->low, q->high);
  })
}
static inline void reference_pool_i8(int average, const struct conv_shape *s,
                                     const int8_t *x, int32_t low, int32_t high,
                                     int8_t *y) {
  REFERENCE_OUTPUTS({
    int32_t value = average ? 0 : -128;
    int32_t count = 0;
    REFERENCE_TAPS(0, 1, {
      (void)weight;
      if (from >= 0) {
        value = average ? value + x[from] : x[from] > value ? x[from] : value;
        count++;
      }
    })
    if (average)
      value = reference_average(value, count ? count : 1);
    y[at] = reference_clamp_i8(value, low, high);
  })
}

#endif

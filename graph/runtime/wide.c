// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Products, pools and activations that are no tile code (wide.h).
#include "wide.h"

// Places of the input that a tap of the window reads; -1 if there is none.
static inline int64_t place(int64_t at, int64_t tap, int64_t before,
                            int64_t stride, int64_t dilation, int64_t size,
                            int64_t transposed) {
  int64_t p;
  if (transposed) {
    p = at + before - tap;
    if (p < 0 || p % stride != 0)
      return -1;
    p /= stride;
  } else {
    p = at * stride + tap * dilation - before;
  }
  return p < 0 || p >= size ? -1 : p;
}

enum { RUN = 128 }; // products of 24 bits whose sum has 31

// Sums are of 64 bits, of which those of 32 bits are the lower half.
#define SUM(name, element, weight)                                             \
  static int64_t name(const element *x, int64_t zero_point, const weight *w,   \
                      int64_t count) {                                         \
    int64_t sum = 0;                                                           \
    for (int64_t k = 0; k < count; k += RUN) {                                 \
      const int64_t end = count - k < RUN ? count - k : RUN;                   \
      int32_t part = 0;                                                        \
      for (int64_t i = 0; i < end; ++i)                                        \
        part += ((int32_t)x[k + i] - (int32_t)zero_point) * (int32_t)w[k + i]; \
      sum += part;                                                             \
    }                                                                          \
    return sum;                                                                \
  }
SUM(sum_i16, int16_t, int8_t)
SUM(sum_i8, int8_t, int16_t)

#define WIDE(name, sum, element, weight)                                       \
  void name(element *y, const element *x, const weight *w,                     \
            const struct sectile_wide_channel *channels,                       \
            const struct sectile_wide *how) {                                  \
    const int64_t taps = how->kernel_height * how->kernel_width;               \
    const int64_t each = how->depthwise ? how->out_channels / how->channels    \
                                        : how->out_channels;                   \
    for (int64_t n = 0; n < how->batch; ++n)                                   \
      for (int64_t i = 0; i < how->out_height; ++i)                            \
        for (int64_t j = 0; j < how->out_width; ++j)                           \
          for (int64_t c = 0; c < how->out_channels; ++c) {                    \
            int64_t s = channels[c].bias;                                      \
            for (int64_t u = 0; u < how->kernel_height; ++u) {                 \
              const int64_t row =                                              \
                  place(i, u, how->top, how->stride_height,                    \
                        how->dilation_height, how->height, how->transposed);   \
              if (row < 0)                                                     \
                continue;                                                      \
              for (int64_t v = 0; v < how->kernel_width; ++v) {                \
                const int64_t column =                                         \
                    place(j, v, how->left, how->stride_width,                  \
                          how->dilation_width, how->width, how->transposed);   \
                if (column < 0)                                                \
                  continue;                                                    \
                const element *from =                                          \
                    x + ((n * how->height + row) * how->width + column) *      \
                            how->channels;                                     \
                const int64_t tap = u * how->kernel_width + v;                 \
                s += how->depthwise                                            \
                         ? sum(from + c / each, how->zero_point,               \
                               w + tap * how->out_channels + c, 1)             \
                         : sum(from, how->zero_point,                          \
                               w + (c * taps + tap) * how->channels,           \
                               how->channels);                                 \
              }                                                                \
            }                                                                  \
            const int32_t r =                                                  \
                how->wide_sums                                                 \
                    ? fixed_multiply_wide(s, channels[c].scale)                \
                    : fixed_multiply((int32_t)(uint64_t)s, channels[c].scale,  \
                                     how->single_rounding);                    \
            *y++ = (element)fixed_clamp(                                       \
                fixed_add(r, (int32_t)how->out_zero_point), how->low,          \
                how->high);                                                    \
          }                                                                    \
  }
WIDE(sectile_wide_i16, sum_i16, int16_t, int8_t)
WIDE(sectile_wide_i8, sum_i8, int8_t, int16_t)

void sectile_wide_matmul_i16(int16_t *y, const int16_t *a, const int16_t *b,
                             const int64_t *offsets,
                             const struct sectile_wide_matmul *how) {
  for (int64_t n = 0; n < how->batches; ++n)
    for (int64_t i = 0; i < how->rows; ++i)
      for (int64_t j = 0; j < how->columns; ++j) {
        const int16_t *p = a + offsets[n] + i * how->a_row;
        const int16_t *q = b + offsets[how->batches + n] + j * how->b_column;
        int64_t s = 0;
        for (int64_t k = 0; k < how->depth; ++k)
          s += (int32_t)p[k * how->a_depth] * (int32_t)q[k * how->b_depth];
        *y++ = (int16_t)fixed_clamp(fixed_multiply_wide(s, how->scale),
                                    INT16_MIN, INT16_MAX);
      }
}

#define POOL(name, element, least)                                             \
  void name(element *y, const element *x,                                      \
            const struct sectile_wide_pool *how) {                             \
    for (int64_t n = 0; n < how->batch; ++n)                                   \
      for (int64_t i = 0; i < how->out_height; ++i)                            \
        for (int64_t j = 0; j < how->out_width; ++j)                           \
          for (int64_t c = 0; c < how->channels; ++c) {                        \
            int32_t sum = 0, most = least, count = 0;                          \
            for (int64_t u = 0; u < how->kernel_height; ++u) {                 \
              const int64_t row = place(i, u, how->top, how->stride_height, 1, \
                                        how->height, 0);                       \
              if (row < 0)                                                     \
                continue;                                                      \
              for (int64_t v = 0; v < how->kernel_width; ++v) {                \
                const int64_t column = place(                                  \
                    j, v, how->left, how->stride_width, 1, how->width, 0);     \
                if (column < 0)                                                \
                  continue;                                                    \
                const int32_t e =                                              \
                    x[((n * how->height + row) * how->width + column) *        \
                          how->channels +                                      \
                      c];                                                      \
                ++count;                                                       \
                sum += e;                                                      \
                most = e > most ? e : most;                                    \
              }                                                                \
            }                                                                  \
            int32_t r = most;                                                  \
            if (!how->largest && how->rounds_up)                               \
              r = (sum + 128 * count + count / 2) / count - 128;               \
            else if (!how->largest)                                            \
              r = (sum > 0 ? sum + count / 2 : sum - count / 2) / count;       \
            *y++ = (element)fixed_clamp(r, how->low, how->high);               \
          }                                                                    \
  }
POOL(sectile_wide_pool_i16, int16_t, INT16_MIN)
POOL(sectile_wide_pool_i8, int8_t, INT8_MIN)

void sectile_pool_l2_f32(float *y, const float *x,
                         const struct sectile_pool_l2 *how) {
  for (int64_t n = 0; n < how->batch; ++n)
    for (int64_t i = 0; i < how->out_height; ++i)
      for (int64_t j = 0; j < how->out_width; ++j)
        for (int64_t c = 0; c < how->channels; ++c) {
          float sum = 0;
          int32_t count = 0;
          for (int64_t u = 0; u < how->kernel_height; ++u) {
            const int64_t row =
                place(i, u, how->top, how->stride_height, 1, how->height, 0);
            if (row < 0)
              continue;
            for (int64_t v = 0; v < how->kernel_width; ++v) {
              const int64_t column =
                  place(j, v, how->left, how->stride_width, 1, how->width, 0);
              if (column < 0)
                continue;
              const float e =
                  x[((n * how->height + row) * how->width + column) *
                        how->channels +
                    c];
              sum = __builtin_fmaf(e, e, sum);
              ++count;
            }
          }
          *y++ = __builtin_sqrtf(sum / (float)count);
        }
}

void sectile_sigmoid_i16(int16_t *y, const int16_t *x, const uint16_t *table,
                         const struct sectile_sigmoid *how) {
  for (int64_t i = 0; i < how->count; ++i)
    y[i] = fixed_sigmoid_i16(x[i], table, (int32_t)how->multiplier,
                             (int32_t)how->shift, (int32_t)how->tanh);
}

// A value between two of a table of 513, from the upper 9 bits and the lower 7.
static int32_t between(const int16_t *table, int32_t x) {
  const int32_t at = 256 + (x >> 7);
  const int32_t base = table[at], slope = table[at + 1] - base;
  return base + ((slope * (x & 0x7f) + (1 << 6)) >> 7);
}

void sectile_softmax_i16(int16_t *y, const int16_t *x, const int16_t *tables,
                         const struct sectile_softmax_16 *how) {
  for (int64_t r = 0; r < how->rows; ++r, x += how->depth, y += how->depth) {
    int32_t most = INT16_MIN;
    for (int64_t i = 0; i < how->depth; ++i)
      most = x[i] > most ? x[i] : most;
    int32_t sum = 0;
    for (int64_t i = 0; i < how->depth; ++i) {
      const int32_t d =
          fixed_multiply(x[i] - most, how->scale, how->single_rounding);
      y[i] = (int16_t)between(
          tables, fixed_clamp((int64_t)d + 32767, INT16_MIN, INT16_MAX));
      sum += y[i];
    }
    const int32_t zeros = __builtin_clz((uint32_t)sum);
    const int32_t scaled =
        (int32_t)((((int64_t)sum << (zeros - 1)) + (1 << 13)) >> 14);
    const int32_t inverse =
        between(tables + 513, fixed_clamp(scaled - ((1 << 15) + (1 << 16)),
                                          INT16_MIN, INT16_MAX));
    const int32_t right = 31 - zeros;
    for (int64_t i = 0; i < how->depth; ++i)
      y[i] = (int16_t)fixed_clamp(
          ((int64_t)y[i] * inverse + ((int64_t)1 << (right - 1))) >> right, 0,
          INT16_MAX);
  }
}

void sectile_arg_i16(int32_t *out, const int16_t *in, const int64_t *how) {
  const int64_t outer = how[0], depth = how[1], inner = how[2];
  for (int64_t o = 0; o < outer; ++o)
    for (int64_t i = 0; i < inner; ++i) {
      const int16_t *x = in + o * depth * inner + i;
      int32_t at = 0;
      for (int64_t k = 1; k < depth; ++k)
        if (how[3] ? x[k * inner] > x[at * inner]
                   : x[k * inner] < x[at * inner])
          at = (int32_t)k;
      *out++ = at;
    }
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What each kernel over rows computes, in portable C: no tile, no assumption
// about the machine but IEEE arithmetic. Compile with -ffp-contract=off.
//
// A sum over a row is 16 sums, of the columns j, j + 16, j + 32, ... in this
// order from +0, up to the next multiple of 64 columns, of which those that are
// absent are +0; then they are added pairwise, j and j + 8, then + 4, + 2, + 1.
// Functions are those of math_reference.h. NaNs are canonical.
#ifndef ROWS_REFERENCE_H
#define ROWS_REFERENCE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "../common/math_reference.h"
#include "rows.h"

// The maximum of a row and the sum of its exponentials.
static inline float reference_softmax_sum(int64_t columns, const float *x,
                                          float *most) {
  float s[16] = {0};
  *most = -INFINITY;
  for (int64_t j = 0; j < columns; j++)
    *most = math_maximum(*most, x[j]);
  for (int64_t j = 0; j < columns; j++)
    s[j % 16] = s[j % 16] + math_exp(x[j] - *most);
  return math_tree(s);
}
static inline void reference_softmax_row(int64_t columns, const float *x,
                                         float *y, int logarithm) {
  float most;
  const float sum = reference_softmax_sum(columns, x, &most);
  const float by = logarithm ? math_log(sum) : math_reciprocal(sum);
  for (int64_t j = 0; j < columns; j++) {
    const float d = x[j] - most;
    y[j] = math_canonical(logarithm ? d - by : math_exp(d) * by);
  }
}

static inline void reference_norm_row(int64_t columns, const float *x,
                                      int centred, const float *gain,
                                      const float *bias, float epsilon,
                                      float *y) {
  const float each = 1.0f / (float)columns;
  float mean = 0, s[16] = {0};
  if (centred) {
    for (int64_t j = 0; j < (columns + 63) / 64 * 64; j++)
      s[j % 16] = s[j % 16] + (j < columns ? x[j] : 0.0f);
    mean = math_tree(s) * each;
    memset(s, 0, sizeof s);
  }
  for (int64_t j = 0; j < (columns + 63) / 64 * 64; j++) {
    float d = j < columns ? x[j] : 0.0f;
    if (centred && j < columns)
      d = d - mean;
    s[j % 16] = fmaf(d, d, s[j % 16]);
  }
  float variance = math_tree(s) * each;
  variance = variance + epsilon;
  const float scale = math_rsqrt(variance);
  for (int64_t j = 0; j < columns; j++) {
    const float d = centred ? x[j] - mean : x[j];
    float t = d * scale;
    if (gain && bias)
      t = fmaf(t, gain[j], bias[j]);
    else if (gain)
      t = t * gain[j];
    else if (bias)
      t = t + bias[j];
    y[j] = math_canonical(t);
  }
}

// Rows of bf16 are widened, computed and narrowed.
enum { REFERENCE_COLUMNS = 1024 };
#define REFERENCE_BY_ROWS(name, parameters, row)                               \
  static inline void reference_##name##_f32(                                   \
      int64_t rows, int64_t columns, const float *x,                           \
      int64_t ldx REFERENCE_LIST parameters, float *y, int64_t ldy) {          \
    for (int64_t i = 0; i < rows; i++) {                                       \
      const float *from = x + i * ldx;                                         \
      float *to = y + i * ldy;                                                 \
      row;                                                                     \
    }                                                                          \
  }                                                                            \
  static inline void reference_##name##_bf16(                                  \
      int64_t rows, int64_t columns, const uint16_t *x,                        \
      int64_t ldx REFERENCE_LIST parameters, uint16_t *y, int64_t ldy) {       \
    for (int64_t i = 0; i < rows; i++) {                                       \
      float from[REFERENCE_COLUMNS], to[REFERENCE_COLUMNS];                    \
      for (int64_t j = 0; j < columns; j++)                                    \
        from[j] = math_widen_bf16(x[i * ldx + j]);                             \
      row;                                                                     \
      for (int64_t j = 0; j < columns; j++)                                    \
        y[i * ldy + j] = math_narrow_bf16(to[j]);                              \
    }                                                                          \
  }
#define REFERENCE_LIST(...) __VA_OPT__(, ) __VA_ARGS__
REFERENCE_BY_ROWS(softmax, (), reference_softmax_row(columns, from, to, 0))
REFERENCE_BY_ROWS(log_softmax, (), reference_softmax_row(columns, from, to, 1))
REFERENCE_BY_ROWS(layer_norm,
                  (const float *gain, const float *bias, float epsilon),
                  reference_norm_row(columns, from, 1, gain, bias, epsilon, to))
REFERENCE_BY_ROWS(rms_norm, (const float *gain, float epsilon),
                  reference_norm_row(columns, from, 0, gain, 0, epsilon, to))
#undef REFERENCE_BY_ROWS
#undef REFERENCE_LIST

static inline void
reference_fold_batch_norm_f32(int64_t channels, int64_t columns, const float *w,
                              int64_t ldw, const float *bias, const float *gain,
                              const float *shift, const float *mean,
                              const float *variance, float epsilon, float *y,
                              int64_t ldy, float *y_bias) {
  for (int64_t i = 0; i < channels; i++) {
    const float s = gain[i] * math_rsqrt(variance[i] + epsilon);
    const float d = (bias ? bias[i] : 0.0f) - mean[i];
    y_bias[i] = math_canonical(fmaf(d, s, shift[i]));
    for (int64_t j = 0; j < columns; j++)
      y[i * ldy + j] = math_canonical(w[i * ldw + j] * s);
  }
}

static inline void reference_cross_entropy_f32(int64_t rows, int64_t columns,
                                               const float *x, int64_t ldx,
                                               const int32_t *label,
                                               float *loss, float scale,
                                               float *gradient, int64_t ldg) {
  for (int64_t i = 0; i < rows; i++) {
    float most;
    const float sum = reference_softmax_sum(columns, x + i * ldx, &most);
    const float there = x[i * ldx + label[i]];
    loss[i] = math_canonical(math_log(sum) - (there - most));
    if (!gradient)
      continue;
    float *to = gradient + i * ldg;
    reference_softmax_row(columns, x + i * ldx, to, 0);
    to[label[i]] = to[label[i]] - 1.0f;
    for (int64_t j = 0; j < columns; j++)
      to[j] = math_canonical(to[j] * scale);
  }
}

// Whether element a at column i comes before b at j, both numbers.
static inline int reference_before(float a, int64_t i, float b, int64_t j) {
  return a > b || (a == b && i < j);
}
static inline void reference_top_k_f32(int64_t rows, int64_t columns, int64_t k,
                                       const float *x, int64_t ldx,
                                       float *value, int64_t ldv,
                                       int32_t *index, int64_t ldi) {
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < columns; j++) {
      const float t =
          x[i * ldx + j] == x[i * ldx + j] ? x[i * ldx + j] : -INFINITY;
      int64_t rank = 0;
      for (int64_t l = 0; l < columns; l++) {
        const float o = x[i * ldx + l];
        rank += reference_before(o == o ? o : -INFINITY, l, t, j);
      }
      if (rank < k) {
        value[i * ldv + rank] = t;
        index[i * ldi + rank] = (int32_t)j;
      }
    }
}
static inline void reference_arg_max_f32(int64_t rows, int64_t columns,
                                         const float *x, int64_t ldx,
                                         int32_t *index) {
  for (int64_t i = 0; i < rows; i++) {
    index[i] = columns ? 0 : -1;
    for (int64_t j = 1; j < columns; j++) {
      const float best = x[i * ldx + index[i]], t = x[i * ldx + j];
      if (t > (best == best ? best : -INFINITY))
        index[i] = (int32_t)j;
    }
  }
}
static inline void reference_arg_max_bf16(int64_t rows, int64_t columns,
                                          const uint16_t *x, int64_t ldx,
                                          int32_t *index) {
  for (int64_t i = 0; i < rows; i++) {
    float row[REFERENCE_COLUMNS];
    for (int64_t j = 0; j < columns; j++)
      row[j] = math_widen_bf16(x[i * ldx + j]);
    reference_arg_max_f32(1, columns, row, 0, index + i);
  }
}

// `size` bytes of an element of one matrix to one of another.
static inline void reference_element(void *y, int64_t to, const void *x,
                                     int64_t from, int64_t size) {
  memcpy((char *)y + to * size, (const char *)x + from * size, (size_t)size);
}
static inline void reference_gather(int64_t table_rows, int64_t columns,
                                    int64_t size, const void *table,
                                    int64_t ldt, int64_t rows,
                                    const int32_t *index, void *y,
                                    int64_t ldy) {
  (void)table_rows;
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < columns; j++)
      reference_element(y, i * ldy + j, table, index[i] * ldt + j, size);
}
#define REFERENCE_EMBEDDING_BAG(type, element, widen)                          \
  static inline void reference_embedding_bag_##type(                           \
      int64_t table_rows, int64_t columns, const element *table, int64_t ldt,  \
      int64_t bags, const int64_t *offset, const int32_t *index, int mean,     \
      float *y, int64_t ldy) {                                                 \
    (void)table_rows;                                                          \
    for (int64_t i = 0; i < bags; i++)                                         \
      for (int64_t j = 0; j < columns; j++) {                                  \
        const int64_t length = offset[i + 1] - offset[i];                      \
        float sum = 0;                                                         \
        for (int64_t n = offset[i]; n < offset[i + 1]; n++)                    \
          sum = sum + widen(table[index[n] * ldt + j]);                        \
        if (mean && length)                                                    \
          sum = sum * (1.0f / (float)length);                                  \
        y[i * ldy + j] = math_canonical(sum);                                  \
      }                                                                        \
  }
REFERENCE_EMBEDDING_BAG(f32, float, )
REFERENCE_EMBEDDING_BAG(bf16, uint16_t, math_widen_bf16)
#undef REFERENCE_EMBEDDING_BAG

static inline void reference_transpose(int64_t rows, int64_t columns,
                                       int64_t size, const void *x, int64_t ldx,
                                       void *y, int64_t ldy) {
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < columns; j++)
      reference_element(y, j * ldy + i, x, i * ldx + j, size);
}
static inline void reference_concatenate(int64_t rows, int64_t parts,
                                         const struct rows_part *part,
                                         int64_t size, void *y, int64_t ldy) {
  for (int64_t i = 0; i < rows; i++)
    for (int64_t p = 0, at = 0; p < parts; at += part[p++].columns)
      for (int64_t j = 0; j < part[p].columns; j++)
        reference_element(y, i * ldy + at + j, part[p].x, i * part[p].ld + j,
                          size);
}
static inline void reference_pad(int64_t rows, int64_t columns, int64_t size,
                                 const void *x, int64_t ldx, int64_t above,
                                 int64_t below, int64_t left, int64_t right,
                                 const void *value, void *y, int64_t ldy) {
  for (int64_t i = 0; i < above + rows + below; i++)
    for (int64_t j = 0; j < left + columns + right; j++)
      if (i >= above && i < above + rows && j >= left && j < left + columns)
        reference_element(y, i * ldy + j, x, (i - above) * ldx + j - left,
                          size);
      else
        reference_element(y, i * ldy + j, value, 0, size);
}

// The coordinate as a fraction.
static inline void reference_coordinate(int64_t i, int64_t from, int64_t to,
                                        int flags, int64_t *numerator,
                                        int64_t *denominator) {
  *numerator = i * from;
  *denominator = to;
  if (flags & ROWS_ALIGN_CORNERS) {
    *numerator = i * (from - 1);
    *denominator = to > 1 ? to - 1 : 1;
  } else if (flags & ROWS_HALF_PIXEL) {
    *numerator = (2 * i + 1) * from - to;
    *denominator = 2 * to;
  }
}
// Pixel i of the result is that at the coordinate rounded down; aligned corners
// and half pixels round to the nearest, halves up.
static inline int64_t reference_nearest(int64_t i, int64_t from, int64_t to,
                                        int flags) {
  int64_t n, d;
  reference_coordinate(i, from, to, flags, &n, &d);
  return flags ? (2 * n + d) / (2 * d) : n / d;
}
static inline void
reference_resize_nearest_f32(int64_t height, int64_t width, int64_t channels,
                             const float *x, int64_t to_height,
                             int64_t to_width, float *y, int flags) {
  for (int64_t i = 0; i < to_height; i++)
    for (int64_t j = 0; j < to_width; j++)
      for (int64_t c = 0; c < channels; c++)
        y[(i * to_width + j) * channels + c] =
            x[(reference_nearest(i, height, to_height, flags) * width +
               reference_nearest(j, width, to_width, flags)) *
                  channels +
              c];
}
static inline void
reference_resize_bilinear_f32(int64_t height, int64_t width, int64_t channels,
                              const float *x, int64_t to_height,
                              int64_t to_width, float *y, int flags) {
  for (int64_t i = 0; i < to_height; i++)
    for (int64_t j = 0; j < to_width; j++) {
      int64_t n[2], d[2], second[2];
      const int64_t at[2] = {i, j}, from[2] = {height, width},
                    to[2] = {to_height, to_width};
      float fraction[2];
      for (int k = 0; k < 2; k++) {
        reference_coordinate(at[k], from[k], to[k], flags, &n[k], &d[k]);
        n[k] = n[k] < 0 ? 0 : n[k];
        second[k] = n[k] / d[k] + 1 < from[k] ? n[k] / d[k] + 1 : from[k] - 1;
        fraction[k] = (float)(n[k] % d[k]) / (float)d[k];
      }
      for (int64_t c = 0; c < channels; c++) {
        float side[2];
        for (int k = 0; k < 2; k++) {
          const float *row =
              x + (k ? second[0] : n[0] / d[0]) * width * channels;
          const float a = row[n[1] / d[1] * channels + c];
          side[k] = fmaf(row[second[1] * channels + c] - a, fraction[1], a);
        }
        y[(i * to_width + j) * channels + c] =
            math_canonical(fmaf(side[1] - side[0], fraction[0], side[0]));
      }
    }
}

static inline void reference_rotary_table_f32(int64_t rows, int64_t pairs,
                                              const int32_t *position,
                                              float base, float *cosine,
                                              float *sine, int64_t ldt) {
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < pairs; j++) {
      const float frequency = math_pow(base, -(float)j / (float)pairs);
      const float angle = (float)position[i] * frequency;
      cosine[i * ldt + j] = math_cos(angle);
      sine[i * ldt + j] = math_sin(angle);
    }
}
static inline void reference_rotary_f32(int64_t rows, int64_t heads,
                                        int64_t pairs, const float *x,
                                        int64_t ldx, const float *cosine,
                                        const float *sine, int64_t ldt,
                                        int halves, float *y, int64_t ldy) {
  for (int64_t i = 0; i < rows; i++)
    for (int64_t h = 0; h < heads; h++)
      for (int64_t j = 0; j < pairs; j++) {
        const int64_t first = 2 * pairs * h + (halves ? j : 2 * j),
                      second = first + (halves ? pairs : 1);
        const float a = x[i * ldx + first], b = x[i * ldx + second],
                    c = cosine[i * ldt + j], s = sine[i * ldt + j];
        const float down = b * s, up = a * s;
        y[i * ldy + first] = math_canonical(fmaf(a, c, -down));
        y[i * ldy + second] = math_canonical(fmaf(b, c, up));
      }
}

#endif

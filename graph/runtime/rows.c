// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Normalisations of rows, sums along a dimension, and copies whose places are
// data (wide.h).
#include "wide.h"
#include <sectile_math.h>
#include <string.h>

// Sums and products of numbers of 31 bits of fraction.
static int32_t saturated_shift(int32_t x, int32_t n) {
  return n > 0 ? fixed_shift_left_saturating(x, n) : fixed_shift(x, -n);
}

static int32_t half_sum(int32_t a, int32_t b) {
  const int64_t sum = (int64_t)a + b;
  return (int32_t)((sum + (sum >= 0 ? 1 : -1)) / 2);
}

// log x for x >= 1 with 12 bits before the point; the result has 5.
static int32_t fixed_log(int32_t x) {
  const int32_t log_2 = 1488522236, root = 1518500250, fourth_root = 1805811301;
  const int32_t quarter = fixed_shift(536870912, 6);
  // x times the square root of a half, or not: which is nearer to 1.
  const int32_t zeros = __builtin_clz((uint32_t)x);
  const int32_t a =
      saturated_shift(fixed_high(saturated_shift(x, zeros - 1), root), 1);
  const int32_t a_power = fixed_clamp(
      (int64_t)saturated_shift(12 - zeros, 25) + quarter, INT32_MIN, INT32_MAX);
  const int32_t scaled = fixed_high(x, root);
  const int32_t room = __builtin_clz((uint32_t)scaled) - 1;
  const int32_t b = saturated_shift(x, room);
  const int32_t b_power = fixed_clamp(
      (int64_t)saturated_shift(12 - room, 25) - quarter, INT32_MIN, INT32_MAX);
  const int32_t r = a < b ? a : b,
                power = a_power > b_power ? a_power : b_power;
  const int32_t p = half_sum(r, fourth_root);
  int32_t q = fixed_add(r, -fourth_root);
  q = fixed_add(q, q);
  const int32_t square = fixed_high(q, q);
  const int32_t above =
      fixed_add(fixed_high(q, r), fixed_high(fixed_high(q, square), 117049297));
  const int32_t below =
      fixed_add(fixed_high(p, fixed_add(fixed_add(1057819769, q),
                                        fixed_high(127690142, square))),
                fixed_high(638450708, q));
  const int32_t rest =
      fixed_high(fixed_shift(above, 6), fixed_reciprocal(below));
  return saturated_shift(fixed_add(fixed_high(power, log_2), rest), 1);
}

void sectile_log_softmax_i8(int8_t *y, const int8_t *x,
                            const struct sectile_rows *how) {
  for (int64_t r = 0; r < how->rows; ++r, x += how->depth, y += how->depth) {
    int32_t most = INT8_MIN;
    for (int64_t i = 0; i < how->depth; ++i)
      most = x[i] > most ? x[i] : most;
    int32_t sum = 0;
    for (int64_t i = 0; i < how->depth; ++i)
      if (x[i] - most >= how->lowest)
        sum += fixed_shift(fixed_exp(fixed_multiply(x[i] - most, how->scale,
                                                    how->single_rounding),
                                     5),
                           12);
    const int32_t log = fixed_log(sum);
    int32_t least = fixed_multiply(fixed_add(log, INT32_MIN), how->back,
                                   how->single_rounding);
    if (least < how->lowest - 1)
      least = (int32_t)how->lowest - 1;
    for (int64_t i = 0; i < how->depth; ++i) {
      const int32_t d = x[i] - most;
      y[i] = INT8_MIN;
      if (d > least)
        y[i] = (int8_t)fixed_clamp(
            fixed_shift(
                fixed_add(fixed_multiply(d, how->scale, how->single_rounding),
                          -log),
                22) +
                INT8_MAX,
            INT8_MIN, INT8_MAX);
    }
  }
}

void sectile_log_f32(float *y, const float *x, int64_t count) {
  for (int64_t i = 0; i < count; i += 256)
    tile_store_linear_f32(y + i, count - i,
                          tile_log_f32(tile_load_linear_f32(x + i, count - i)));
}

void sectile_sin_f32(float *y, const float *x, int64_t count) {
  for (int64_t i = 0; i < count; i += 256)
    tile_store_linear_f32(y + i, count - i,
                          tile_sin_f32(tile_load_linear_f32(x + i, count - i)));
}

void sectile_gelu_f32(float *y, const float *x, int64_t count) {
  for (int64_t i = 0; i < count; i += 256) {
    const tile_f32_t t = tile_load_linear_f32(x + i, count - i);
    tile_store_linear_f32(y + i, count - i,
                          0.5f * t * (1.0f + tile_erf_f32(t * 0x1.6a09e6p-1f)));
  }
}

void sectile_cos_f32(float *y, const float *x, int64_t count) {
  for (int64_t i = 0; i < count; i += 256)
    tile_store_linear_f32(y + i, count - i,
                          tile_cos_f32(tile_load_linear_f32(x + i, count - i)));
}

void sectile_log_softmax_f32(float *y, const float *x,
                             const struct sectile_rows *how) {
  for (int64_t r = 0; r < how->rows; ++r, x += how->depth, y += how->depth) {
    float most = -0x1.fffffep127f;
    for (int64_t i = 0; i < how->depth; ++i)
      most = most < x[i] ? x[i] : most;
    for (int64_t i = 0; i < how->depth; ++i)
      y[i] = x[i] - most;
    float sum = 0;
    for (int64_t i = 0; i < how->depth; i += 256) {
      float e[256];
      const int64_t count = how->depth - i < 256 ? how->depth - i : 256;
      tile_store_linear_f32(e, count,
                            tile_exp_f32(tile_load_linear_f32(y + i, count)));
      for (int64_t k = 0; k < count; ++k)
        sum = sum + e[k];
    }
    sectile_log_f32(&sum, &sum, 1);
    for (int64_t i = 0; i < how->depth; ++i)
      y[i] = y[i] - sum;
  }
}

// 1 / sqrt(x), x >= 0, as a fraction of 31 bits and a shift.
static struct fixed_scale inverse_root(int32_t x) {
  if (x <= 1)
    return (struct fixed_scale){INT32_MAX, 0};
  int32_t shift = 11;
  while (x >= 1 << 29) {
    x /= 4;
    ++shift;
  }
  const int32_t pairs = (__builtin_clz((uint32_t)x) - 1) / 2 - 1;
  shift -= pairs;
  x <<= 2 * pairs;
  // Newton's method with 3 bits before the point.
  const int32_t half = fixed_shift(x >> 1, 1);
  int32_t r = 1 << 28;
  for (int i = 0; i < 5; ++i) {
    const int32_t cube =
        fixed_shift_left_saturating(fixed_high(fixed_high(r, r), r), 6);
    r = fixed_shift_left_saturating(
        fixed_add(fixed_high((1 << 28) + (1 << 27), r),
                  -fixed_high(half, cube)),
        3);
  }
  r = fixed_high(r, 1518500250);
  if (shift < 0) {
    r = (int32_t)((uint32_t)r << -shift);
    shift = 0;
  }
  return (struct fixed_scale){r, -shift};
}

void sectile_l2_normalise_i8(int8_t *y, const int8_t *x,
                             const struct sectile_rows *how) {
  for (int64_t r = 0; r < how->rows; ++r, x += how->depth, y += how->depth) {
    int32_t sum = 0;
    for (int64_t i = 0; i < how->depth; ++i) {
      const int32_t d = x[i] - (int32_t)how->zero_point;
      sum += d * d;
    }
    struct fixed_scale s = inverse_root(sum);
    s.shift += 7;
    for (int64_t i = 0; i < how->depth; ++i)
      y[i] = (int8_t)fixed_clamp(fixed_multiply(x[i] - (int32_t)how->zero_point,
                                                s, how->single_rounding),
                                 INT8_MIN, INT8_MAX);
  }
}

void sectile_l2_normalise_f32(float *y, const float *x,
                              const struct sectile_rows *how) {
  for (int64_t r = 0; r < how->rows; ++r, x += how->depth, y += how->depth) {
    float sum = 0;
    for (int64_t i = 0; i < how->depth; ++i)
      sum = __builtin_fmaf(x[i], x[i], sum);
    float norm = __builtin_sqrtf(sum);
    norm = norm < 1e-6f ? 1e-6f : norm;
    for (int64_t i = 0; i < how->depth; ++i)
      y[i] = x[i] / norm;
  }
}

// FIRST, ADD and RESULT are what an accumulator starts with, what an element
// adds, and what of it is stored.
#define CUMSUM(name, element, sum_type, first, add, result)                    \
  void name(element *y, const element *x, const struct sectile_cumsum *how) {  \
    for (int64_t o = 0; o < how->outer; ++o)                                   \
      for (int64_t i = 0; i < how->inner; ++i) {                               \
        sum_type sum = first;                                                  \
        for (int64_t k = 0; k < how->depth; ++k) {                             \
          const int64_t d = how->reverse ? how->depth - 1 - k : k;             \
          const int64_t at = (o * how->depth + d) * how->inner + i;            \
          const element e = x[at];                                             \
          const sum_type more = add;                                           \
          if (how->exclusive)                                                  \
            y[at] = (element)(result);                                         \
          sum = more;                                                          \
          if (!how->exclusive)                                                 \
            y[at] = (element)(result);                                         \
        }                                                                      \
      }                                                                        \
  }
CUMSUM(sectile_cumsum_f32, float, float, 0, sum + e, sum)
CUMSUM(sectile_cumsum_i32, int32_t, uint32_t, 0, sum + (uint32_t)e, sum)
CUMSUM(sectile_cumsum_i64, int64_t, uint64_t, 0, sum + (uint64_t)e, sum)
// TensorFlow Lite's sums of i8 start with the element 0, not with its zero
// point.
#define SCALED(v)                                                              \
  fixed_multiply(((v) - (int32_t)how->zero_point) * (1 << 20), how->in,        \
                 how->single_rounding)
CUMSUM(sectile_cumsum_i8, int8_t, int32_t, SCALED(0), fixed_add(sum, SCALED(e)),
       fixed_clamp(fixed_add(fixed_multiply(sum, how->out,
                                            how->single_rounding),
                             (int32_t)how->out_zero_point),
                   INT8_MIN, INT8_MAX))

static int64_t within(int64_t at, int64_t size) {
  return at < 0 ? 0 : at >= size ? size - 1 : at;
}

#define GATHER(name, index)                                                    \
  void name(char *y, const char *x, const index *at,                           \
            const struct sectile_gather *how) {                                \
    for (int64_t o = 0; o < how->outer; ++o, x += how->block)                  \
      for (int64_t i = 0; i < how->count; ++i) {                               \
        const char *from = x;                                                  \
        for (int64_t d = 0; d < how->depth; ++d)                               \
          from += within(at[i * how->depth + d], how->limits[d]) *             \
                  how->strides[d];                                             \
        memcpy(y, from, (size_t)how->run);                                     \
        y += how->run;                                                         \
      }                                                                        \
  }
GATHER(sectile_gather_i32, int32_t)
GATHER(sectile_gather_i64, int64_t)

static void update(char *y, const char *part, const int64_t *starts,
                   const struct sectile_update *how) {
  int64_t at[6] = {0};
  const int64_t last = how->rank - 1;
  const int64_t run = how->part[last] * how->element;
  for (;;) {
    int64_t to = 0;
    for (int64_t d = 0; d <= last; ++d)
      to = to * how->dims[d] + starts[d] + at[d];
    memcpy(y + to * how->element, part, (size_t)run);
    part += run;
    int64_t d = last;
    do {
      if (--d < 0)
        return;
      if (++at[d] < how->part[d])
        break;
      at[d] = 0;
    } while (1);
  }
}

#define UPDATE(name, index)                                                    \
  void name(char *y, const char *x, const char *part, const index *at,         \
            const struct sectile_update *how) {                                \
    int64_t starts[6];                                                         \
    for (int64_t d = 0; d < how->rank; ++d)                                    \
      starts[d] = within(at[d], how->dims[d] - how->part[d] + 1);              \
    memcpy(y, x, (size_t)how->bytes);                                          \
    update(y, part, starts, how);                                              \
  }
UPDATE(sectile_update_i32, int32_t)
UPDATE(sectile_update_i64, int64_t)

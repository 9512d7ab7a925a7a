// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The operations of operations.h on tiles.
#ifndef MODELS_COMMON_OPERATIONS_TILES_H
#define MODELS_COMMON_OPERATIONS_TILES_H

#include <sectile.h>
#include <sectile_math.h>

#include "../../kernels/rows/rows.h"

#define EACH_TILE(i, n) for (int i = 0; i < (n); i += 256)

static inline void must(int status) {
  if (status)
    fail("a kernel refused its arguments", "network");
}

static inline void multiply(int m, int n, int k, const bf16 *a, int lda,
                            const bf16 *b, int ldb, float *c, int ldc,
                            int flags) {
  must(gemm_bf16(m, n, k, a, lda, b, ldb, c, ldc, flags));
}

static inline void narrow(int n, const float *from, bf16 *to) {
  EACH_TILE(i, n)
  tile_store_linear_narrow_bf16(to + i, n - i,
                                tile_load_linear_f32(from + i, n - i));
}

static inline void repeat(int m, int n, const float *row, float *c) {
  for (int j = 0; j < n; j += 16) {
    const tile_f32_t t = tile_load_rect_f32(row + j, 0, 16, n - j);
    for (int i = 0; i < m; i += 16)
      tile_store_rect_f32(c + i * n + j, n * 4, m - i, n - j, t);
  }
}

static inline void add(int n, const float *a, const float *b, float *y) {
  EACH_TILE(i, n)
  tile_store_linear_f32(y + i, n - i,
                        tile_load_linear_f32(a + i, n - i) +
                            tile_load_linear_f32(b + i, n - i));
}

static inline void scale(int n, const float *a, float factor, float *y) {
  EACH_TILE(i, n)
  tile_store_linear_f32(y + i, n - i,
                        tile_load_linear_f32(a + i, n - i) * factor);
}

static inline float tile_most(tile_f32_t t) {
  return tile_get_f32(tile_redrow_max_f32(tile_redcol_max_f32(t)), 0);
}
static inline float largest(int n, const float *a) {
  tile_f32_t most = tile_zero_f32();
  EACH_TILE(i, n)
  most = tile_max_f32(most, tile_abs_f32(tile_load_linear_f32(a + i, n - i)));
  return tile_most(most);
}

static inline void relu(int n, const float *z, bf16 *y) {
  EACH_TILE(i, n)
  tile_store_linear_narrow_bf16(
      y + i, n - i, tile_max_f32_s(tile_load_linear_f32(z + i, n - i), 0.0f));
}

static inline void relu_back(int n, const float *d, const bf16 *y, bf16 *to) {
  EACH_TILE(i, n) {
    const tile_i32_t on = tile_load_linear_widen_bf16(y + i, n - i) > 0.0f;
    tile_store_linear_narrow_bf16(
        to + i, n - i,
        tile_select_f32(on, tile_load_linear_f32(d + i, n - i),
                        tile_zero_f32()));
  }
}

static inline void gelu(int n, const float *z, bf16 *y) {
  EACH_TILE(i, n)
  tile_store_linear_narrow_bf16(
      y + i, n - i, tile_gelu_f32(tile_load_linear_f32(z + i, n - i)));
}

static inline void gelu_back(int n, const float *d, const float *z, bf16 *to) {
  EACH_TILE(i, n) {
    const tile_f32_t x = tile_load_linear_f32(z + i, n - i);
    const tile_f32_t density = tile_exp_f32(x * x * -0.5f) * 0.3989423f;
    const tile_f32_t below = tile_erf_f32(x * 0.70710677f) * 0.5f + 0.5f;
    tile_store_linear_narrow_bf16(to + i, n - i,
                                  tile_load_linear_f32(d + i, n - i) *
                                      tile_fmadd_f32(x, density, below));
  }
}

static inline void layer_norm(int rows, int columns, const float *x,
                              const float *gain, const float *bias, bf16 *y) {
  static float wide[ROWS * 64];
  must(rows_layer_norm_f32(rows, columns, x, columns, gain, bias, 0x1p-16f,
                           wide, columns));
  narrow(rows * columns, wide, y);
}

// 16 rows of up to 64 columns.
struct strip {
  tile_f32_t t[4];
};
static inline struct strip load_strip(const float *p, int rows, int columns) {
  struct strip s;
  for (int c = 0; c < 4; c++)
    s.t[c] =
        tile_load_rect_f32(p + 16 * c, columns * 4, rows, columns - 16 * c);
  return s;
}
static inline tile_f32_t row_sum(const struct strip *a) {
  return tile_redrow_add_f32(a->t[0] + a->t[1] + a->t[2] + a->t[3]);
}
static inline tile_f32_t row_dot(const struct strip *a, const struct strip *b) {
  tile_f32_t sum = a->t[0] * b->t[0];
  for (int c = 1; c < 4; c++)
    sum = tile_fmadd_f32(a->t[c], b->t[c], sum);
  return tile_redrow_add_f32(sum);
}

static inline void layer_norm_back(int rows, int columns, const float *x,
                                   const float *gain, const float *dy,
                                   float *dx, float *dgain, float *dbias) {
  const float each = 1.0f / (float)columns;
  struct strip gains, bias_sum, gain_sum;
  for (int c = 0; c < 4; c++) {
    gains.t[c] = tile_load_rect_f32(gain + 16 * c, 0, 16, columns - 16 * c);
    bias_sum.t[c] = gain_sum.t[c] = tile_zero_f32();
  }
  for (int i = 0; i < rows; i += 16) {
    struct strip n = load_strip(x + i * columns, 16, columns), g;
    const struct strip d = load_strip(dy + i * columns, 16, columns);
    const tile_f32_t mean = row_sum(&n) * each;
    for (int c = 0; c < 4; c++)
      n.t[c] = tile_select_f32(tile_mask_rect(16, columns - 16 * c),
                               n.t[c] - mean, tile_zero_f32());
    const tile_f32_t by = tile_rsqrt_f32(row_dot(&n, &n) * each + 0x1p-16f);
    for (int c = 0; c < 4; c++) {
      n.t[c] = n.t[c] * by;
      g.t[c] = d.t[c] * gains.t[c];
      bias_sum.t[c] = bias_sum.t[c] + d.t[c];
      gain_sum.t[c] = tile_fmadd_f32(d.t[c], n.t[c], gain_sum.t[c]);
    }
    const tile_f32_t a = row_sum(&g) * each, b = row_dot(&g, &n) * each;
    for (int c = 0; 16 * c < columns; c++) {
      float *to = dx + i * columns + 16 * c;
      const tile_f32_t t = tile_fnmadd_f32(n.t[c], b, g.t[c] - a);
      tile_store_rect_f32(
          to, columns * 4, 16, 16,
          tile_fmadd_f32(t, by, tile_load_rect_f32(to, columns * 4, 16, 16)));
    }
  }
  for (int c = 0; 16 * c < columns; c++) {
    tile_store_linear_f32(dgain + 16 * c, 16,
                          tile_redcol_add_f32(gain_sum.t[c]));
    tile_store_linear_f32(dbias + 16 * c, 16,
                          tile_redcol_add_f32(bias_sum.t[c]));
  }
}

static inline void softmax(int rows, int columns, const float *x, float *p) {
  must(rows_softmax_f32(rows, columns, x, columns, p, columns));
}

static inline void softmax_back(int rows, int columns, const float *p,
                                const float *dp, float factor, bf16 *to) {
  for (int i = 0; i < rows; i += 16) {
    const struct strip a = load_strip(p + i * columns, rows - i, columns),
                       d = load_strip(dp + i * columns, rows - i, columns);
    const tile_f32_t sum = row_dot(&a, &d);
    for (int c = 0; 16 * c < columns; c++)
      tile_store_rect_narrow_bf16(to + i * columns + 16 * c, columns * 2,
                                  rows - i, columns - 16 * c,
                                  (d.t[c] - sum) * a.t[c] * factor);
  }
}

static inline double cross_entropy(int rows, int classes, const float *z,
                                   const int32_t *label, bf16 *to) {
  static float d[ROWS * CLASSES];
  float loss[ROWS];
  must(rows_cross_entropy_f32(rows, classes, z, classes, label, loss,
                              1.0f / (float)rows, d, classes));
  narrow(rows * classes, d, to);
  double sum = 0;
  for (int i = 0; i < rows; i++)
    sum += (double)loss[i];
  return sum;
}

static inline void load_pixels(const struct digits *d, const uint32_t *order,
                               uint32_t first, uint32_t limit, bf16 *x,
                               int32_t *label) {
  for (uint32_t i = 0; i < BATCH; i++) {
    const uint32_t n = first + i;
    const uint32_t digit = n < limit ? order ? order[n] : n : 0;
    label[i] = n < limit ? d->labels[digit] : 0;
    const uint8_t *from = d->pixels + (size_t)digit * PIXELS;
    EACH_TILE(j, PIXELS)
    tile_store_linear_narrow_bf16(x + i * PIXELS + j, PIXELS - j,
                                  tile_cvt_f32_i32(tile_load_linear_widen_u8(
                                      from + j, n < limit ? PIXELS - j : 0)) *
                                      0x1p-8f);
  }
}

static inline void adam_step(const struct training_adam *options) {
  static float mean[WEIGHTS], square[WEIGHTS];
  must(training_adam(WEIGHTS, options, gradient, TRAINING_F32, master, mean,
                     square, weights, TRAINING_BF16));
}

#endif

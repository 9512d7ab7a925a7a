// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Softmax, its logarithm, and cross-entropy. Three passes over 32 rows: the
// maximum, the sum of the exponentials, the results. Exponentials of floats are
// stored where the results go and then scaled; those of bf16, whose rounding
// would count twice, are computed again.
#include "rows_tiles.h"

enum { SOFTMAX, LOG_SOFTMAX };

// The results of one tile's width of columns.
ROWS_INLINE void softmax_maximum(int narrow, int64_t rows, int64_t columns,
                                 const char *x, int64_t stride,
                                 tile_f32_t most[2]) {
  tile_f32_t t[2];
  ROWS_EACH t[u] = rows_load(narrow, u, x, stride, rows, columns);
  ROWS_EACH most[u] =
      tile_max_f32(most[u], rows_only(columns, t[u], -__builtin_inff()));
}
ROWS_INLINE void softmax_exponentials(int narrow, int store, int64_t rows,
                                      int64_t columns, const tile_f32_t x[2],
                                      const tile_f32_t most[2], char *y,
                                      int64_t y_stride, tile_f32_t sum[2]) {
  tile_f32_t e[2];
  ROWS_EACH e[u] = tile_exp_f32(x[u] - most[u]);
  if (store)
    ROWS_EACH rows_store(narrow, u, y, y_stride, rows, columns, e[u]);
  ROWS_EACH sum[u] = sum[u] + rows_only(columns, e[u], 0.0f);
}
ROWS_INLINE void softmax_results(int narrow, int kind, int64_t rows,
                                 int64_t columns, const char *x,
                                 int64_t x_stride, const tile_f32_t most[2],
                                 const tile_f32_t by[2], char *y,
                                 int64_t y_stride) {
  tile_f32_t t[2];
  ROWS_EACH t[u] = rows_load(narrow, u, x, x_stride, rows, columns);
  if (kind == LOG_SOFTMAX)
    ROWS_EACH t[u] = t[u] - most[u] - by[u];
  else if (narrow)
    ROWS_EACH t[u] = tile_exp_f32(t[u] - most[u]) * by[u];
  else
    ROWS_EACH t[u] = t[u] * by[u];
  ROWS_EACH rows_store(narrow, u, y, y_stride, rows, columns, t[u]);
}

// Up to 32 rows; the maxima and the sums stay with the caller.
ROWS_INLINE void softmax_rows(int narrow, int kind, int64_t rows,
                              int64_t columns, const char *x, int64_t x_stride,
                              char *y, int64_t y_stride, tile_f32_t most[2],
                              tile_f32_t sum[2]) {
  const int64_t step = 16 * rows_size(narrow);
  ROWS_EACH most[u] = tile_splat_f32(-__builtin_inff());
  ROWS_EACH sum[u] = tile_zero_f32();
  int64_t j = 0;
#pragma clang loop unroll_count(4)
  for (; j + 16 <= columns; j += 16)
    softmax_maximum(narrow, rows, 16, x + j / 16 * step, x_stride, most);
  if (j < columns)
    softmax_maximum(narrow, rows, columns - j, x + j / 16 * step, x_stride,
                    most);
  ROWS_EACH most[u] = tile_redrow_max_f32(most[u]);

  // While two tiles are worked on, the next two are loaded. Past the last
  // column a load is empty.
  const int store = y && kind != LOG_SOFTMAX && !narrow;
  tile_f32_t a[2], b[2];
  ROWS_EACH a[u] = rows_load(narrow, u, x, x_stride, rows, columns);
  for (j = 0; j + 32 <= columns; j += 32) {
    const char *next = x + j / 16 * step + step;
    char *to = y + j / 16 * step;
    ROWS_EACH b[u] = rows_load(narrow, u, next, x_stride, rows, 16);
    softmax_exponentials(narrow, store, rows, 16, a, most, to, y_stride, sum);
    ROWS_EACH a[u] =
        rows_load(narrow, u, next + step, x_stride, rows, columns - j - 32);
    softmax_exponentials(narrow, store, rows, 16, b, most, to + step, y_stride,
                         sum);
  }
  for (; j < columns; j += 16) {
    const int64_t left = columns - j < 16 ? columns - j : 16;
    softmax_exponentials(narrow, store, rows, left, a, most, y + j / 16 * step,
                         y_stride, sum);
    ROWS_EACH a[u] = rows_load(narrow, u, x + j / 16 * step + step, x_stride,
                               rows, columns - j - 16);
  }
  ROWS_EACH sum[u] = tile_redrow_add_f32(sum[u]);
  if (!y)
    return;

  tile_f32_t by[2];
  ROWS_EACH by[u] =
      kind == LOG_SOFTMAX ? tile_log_f32(sum[u]) : tile_reciprocal_f32(sum[u]);
  const char *from = store ? y : x;
  const int64_t from_stride = store ? y_stride : x_stride;
#pragma clang loop unroll_count(4)
  for (j = 0; j < columns; j += 16)
    softmax_results(narrow, kind, rows, columns - j, from + j / 16 * step,
                    from_stride, most, by, y + j / 16 * step, y_stride);
}

ROWS_INLINE int softmax(int narrow, int kind, int64_t rows, int64_t columns,
                        const void *x, int64_t ldx, void *y, int64_t ldy) {
  const int status = rows_check(rows, columns, narrow, x, &ldx, y, &ldy);
  if (status)
    return status;
  const int64_t x_stride = ldx * rows_size(narrow),
                y_stride = ldy * rows_size(narrow);
  tile_f32_t most[2], sum[2];
  for (int64_t i = 0; columns && i < rows; i += 32)
    softmax_rows(narrow, kind, rows - i, columns,
                 (const char *)x + i * x_stride, x_stride,
                 (char *)y + i * y_stride, y_stride, most, sum);
  return KERNEL_OK;
}

int rows_softmax_f32(int64_t rows, int64_t columns, const float *x, int64_t ldx,
                     float *y, int64_t ldy) {
  return softmax(0, SOFTMAX, rows, columns, x, ldx, y, ldy);
}
int rows_softmax_bf16(int64_t rows, int64_t columns, const uint16_t *x,
                      int64_t ldx, uint16_t *y, int64_t ldy) {
  return softmax(1, SOFTMAX, rows, columns, x, ldx, y, ldy);
}
int rows_log_softmax_f32(int64_t rows, int64_t columns, const float *x,
                         int64_t ldx, float *y, int64_t ldy) {
  return softmax(0, LOG_SOFTMAX, rows, columns, x, ldx, y, ldy);
}
int rows_log_softmax_bf16(int64_t rows, int64_t columns, const uint16_t *x,
                          int64_t ldx, uint16_t *y, int64_t ldy) {
  return softmax(1, LOG_SOFTMAX, rows, columns, x, ldx, y, ldy);
}

int rows_cross_entropy_f32(int64_t rows, int64_t columns, const float *x,
                           int64_t ldx, const int32_t *label, float *loss,
                           float scale, float *gradient, int64_t ldg) {
  const int64_t x_bytes = kernel_extent(rows, columns, ldx, 4);
  const int64_t g_bytes = gradient ? kernel_extent(rows, columns, ldg, 4) : 0;
  const int64_t vector = kernel_extent(1, rows, 0, 4);
  if (x_bytes < 0 || g_bytes < 0 || vector < 0)
    return KERNEL_BAD_SHAPE;
  if ((x_bytes && !x) || (rows && (!label || !loss)))
    return KERNEL_NULL_POINTER;
  if (rows <= 1)
    ldx = ldg = 0;
  if ((!(x == gradient && ldx == ldg) &&
       kernel_overlap(x, x_bytes, gradient, g_bytes)) ||
      kernel_overlap(x, x_bytes, loss, vector) ||
      kernel_overlap(label, vector, loss, vector) ||
      kernel_overlap(label, vector, gradient, g_bytes) ||
      kernel_overlap(loss, vector, gradient, g_bytes))
    return KERNEL_OVERLAP;
  for (int64_t i = 0; i < rows; i++)
    if (label[i] < 0 || label[i] >= columns)
      return KERNEL_BAD_ARGUMENT;
  for (int64_t i = 0; i < rows; i += 32) {
    const int64_t left = rows - i < 32 ? rows - i : 32;
    // The logits of the labels are read before the gradient may replace them.
    for (int64_t r = i; r < i + left; r++)
      loss[r] = x[r * ldx + label[r]];
    tile_f32_t most[2], sum[2];
    softmax_rows(0, SOFTMAX, left, columns, (const char *)(x + i * ldx),
                 ldx * 4, gradient ? (char *)(gradient + i * ldg) : 0, ldg * 4,
                 most, sum);
    ROWS_EACH {
      const tile_f32_t there = rows_column(loss + i + 16 * u, left - 16 * u);
      rows_store_column(loss + i + 16 * u, left - 16 * u,
                        tile_log_f32(sum[u]) - (there - most[u]));
    }
    for (int64_t r = i; gradient && r < i + left; r++) {
      float *row = gradient + r * ldg;
      row[label[r]] = row[label[r]] - 1.0f;
      for (int64_t j = 0; j < columns; j += 256)
        tile_store_linear_f32(row + j, columns - j,
                              tile_load_linear_f32(row + j, columns - j) *
                                  scale);
    }
  }
  return KERNEL_OK;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// LU with partial pivoting, in panels of 16 columns. A panel is eliminated
// column by column, its rows 16 at a time; then 16 rows of U are solved for,
// and their product with the panel is taken off the rest.
#include "linalg_steps.h"

static void swap_rows(float *x, float *y, int64_t n) {
  for (int64_t j = 0; j < n; j += 256) {
    const tile_f32_t old = tile_load_linear_f32(x + j, n - j);
    tile_store_linear_f32(x + j, n - j, tile_load_linear_f32(y + j, n - j));
    tile_store_linear_f32(y + j, n - j, old);
  }
}

// The row of the largest magnitude in column `at`, the first of equal ones. The
// bits of magnitudes are ordered as the numbers are; those above infinity are
// NaNs, which are never larger.
static int64_t find_pivot(const float *a, int64_t lda, int64_t m, int64_t at) {
  int64_t found = at;
  uint32_t largest = 0;
  const float *p = a + at * lda + at;
  for (int64_t i = at; i < m; i++, p += lda) {
    uint32_t size;
    __builtin_memcpy(&size, p, 4);
    size &= 0x7fffffff;
    if (size > largest && (size <= 0x7f800000 || i == at)) {
      largest = size;
      found = i;
    }
  }
  return found;
}

// One step for `tiles` tiles below each other, together: their operations
// follow each other without waiting for results.
LINALG_INLINE void eliminate(int tiles, float *rows, int64_t stride, int64_t m,
                             int64_t width, int at, float pivot,
                             tile_f32_t pivot_row) {
  tile_f32_t x[4];
  LINALG_UNROLL
  for (int i = 0; i < tiles; i++)
    x[i] = tile_load_rect_f32((char *)rows + 16 * i * stride, stride,
                              m - 16 * i, width);
  linalg_eliminate(tiles, x, at, pivot, pivot_row);
  LINALG_UNROLL
  for (int i = 0; i < tiles; i++)
    tile_store_rect_f32((char *)rows + 16 * i * stride, stride, m - 16 * i,
                        width, x[i]);
}

int lu_f32(int64_t m, int64_t n, float *a, int64_t lda, int32_t *pivots,
           int64_t *zero) {
  const int64_t bytes = kernel_extent(m, n, lda, 4), steps = m < n ? m : n;
  if (bytes < 0 || m > INT32_MAX)
    return KERNEL_BAD_SHAPE;
  if (!zero || (bytes && (!a || !pivots)))
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(a, bytes, pivots, steps * 4) ||
      kernel_overlap(a, bytes, zero, 8) ||
      kernel_overlap(pivots, steps * 4, zero, 8))
    return KERNEL_OVERLAP;

  *zero = -1;
  const int64_t stride = lda * 4;
  for (int64_t p = 0; p < steps; p += LINALG_BLOCK) {
    const int64_t width = steps - p < LINALG_BLOCK ? steps - p : LINALG_BLOCK;
    for (int at = 0; at < width; at++) {
      const int64_t c = p + at, row = find_pivot(a, lda, m, c);
      pivots[c] = (int32_t)row;
      if (row != c)
        swap_rows(a + c * lda, a + row * lda, n);
      const float pivot = a[c * lda + c];
      if (pivot == 0) {
        if (*zero < 0)
          *zero = c;
        continue;
      }
      const tile_f32_t pivot_row =
          tile_load_rect_f32(a + c * lda + p, 0, 16, width);
      int64_t i = c + 1;
      for (; m - i > 32; i += 64)
        eliminate(4, a + i * lda + p, stride, m - i, width, at, pivot,
                  pivot_row);
      if (i < m)
        eliminate(2, a + i * lda + p, stride, m - i, width, at, pivot,
                  pivot_row);
    }

    const int64_t q = p + width;
    linalg_solve_block(
        width, n - q, 0, 1, a + p * lda + p,
        tile_load_rect_f32(a + p * lda + p, stride, width, width), stride,
        a + p * lda + q, stride);
    // Blocks of one matrix that share no element.
    if (q < m && q < n)
      gemm_f32_scaled(m - q, n - q, width, -1, a + q * lda + p, lda,
                      a + p * lda + q, lda, 1, a + q * lda + q, lda, 0);
  }
  return KERNEL_OK;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the blocked algorithms share: a step of elimination on a tile.
#ifndef LINALG_STEPS_H
#define LINALG_STEPS_H

#include <sectile.h>

#include "../common/status.h"
#include "../gemm/gemm.h"
#include "linalg.h"

enum { LINALG_BLOCK = 16 };

#define LINALG_INLINE static inline __attribute__((always_inline))
#define LINALG_UNROLL _Pragma("clang loop unroll(full)")

// x / by. A division takes the elementwise unit as long as 29 operations, so it
// is a product with the inverse, which is off by one more rounding, wherever
// the inverse is a finite number.
LINALG_INLINE tile_f32_t linalg_quotient(tile_f32_t x, float by) {
  return __builtin_fabsf(by) >= 0x1p-126f ? x * (1 / by) : x / by;
}

// Column `at` of the rows of some tiles becomes their multiple of the pivot's
// row, which is taken off the columns behind it.
LINALG_INLINE void linalg_eliminate(int tiles, tile_f32_t *rows, int at,
                                    float pivot, tile_f32_t pivot_row) {
  const tile_i32_t behind = tile_mask_window(0, 16, at + 1, 16),
                   here = tile_mask_window(0, 16, at, at + 1);
  tile_f32_t factor[4], less[4];
  LINALG_UNROLL
  for (int i = 0; i < tiles; i++)
    factor[i] = tile_broadcast_column_f32(rows[i], at);
  LINALG_UNROLL
  for (int i = 0; i < tiles; i++)
    factor[i] = linalg_quotient(factor[i], pivot);
  LINALG_UNROLL
  for (int i = 0; i < tiles; i++)
    less[i] = tile_fnmadd_f32(factor[i], pivot_row, rows[i]);
  LINALG_UNROLL
  for (int i = 0; i < tiles; i++)
    rows[i] = tile_select_f32(here, factor[i], rows[i]);
  LINALG_UNROLL
  for (int i = 0; i < tiles; i++)
    rows[i] = tile_select_f32(behind, less[i], rows[i]);
}

// One unknown of a triangular system for the right-hand sides of some tiles:
// row `at` is divided, unless the diagonal is 1, and taken off the rows that
// need it. The triangle's column `at` is that of `triangle`.
LINALG_INLINE void linalg_substitute(int tiles, tile_f32_t *x, int at,
                                     int upper, int unit, float diagonal,
                                     tile_f32_t triangle) {
  const tile_i32_t here = tile_mask_window(at, at + 1, 0, 16),
                   others = upper ? tile_mask_window(0, at, 0, 16)
                                  : tile_mask_window(at + 1, 16, 0, 16);
  const tile_f32_t column = tile_broadcast_column_f32(triangle, at);
  tile_f32_t row[4];
  LINALG_UNROLL
  for (int i = 0; i < tiles && !unit; i++)
    x[i] = tile_select_f32(here, linalg_quotient(x[i], diagonal), x[i]);
  LINALG_UNROLL
  for (int i = 0; i < tiles; i++)
    row[i] = tile_broadcast_row_f32(x[i], at);
  LINALG_UNROLL
  for (int i = 0; i < tiles; i++)
    row[i] = tile_fnmadd_f32(column, row[i], x[i]);
  LINALG_UNROLL
  for (int i = 0; i < tiles; i++)
    x[i] = tile_select_f32(others, row[i], x[i]);
}

// Some tiles beside each other of the right-hand sides b, n columns of which
// are left.
LINALG_INLINE void linalg_solve_tiles(int tiles, int64_t width, int64_t n,
                                      int upper, int unit,
                                      const float *diagonal,
                                      tile_f32_t triangle, int64_t stride,
                                      float *b, int64_t b_stride) {
  tile_f32_t x[4];
  LINALG_UNROLL
  for (int i = 0; i < tiles; i++)
    x[i] = tile_load_rect_f32(b + 16 * i, b_stride, width, n - 16 * i);
  for (int i = 0; i < width; i++) {
    const int at = upper ? (int)width - 1 - i : i;
    linalg_substitute(
        tiles, x, at, upper, unit,
        unit ? 1 : *(const float *)((const char *)diagonal + at * (stride + 4)),
        triangle);
  }
  LINALG_UNROLL
  for (int i = 0; i < tiles; i++)
    tile_store_rect_f32(b + 16 * i, b_stride, width, n - 16 * i, x[i]);
}

// All right-hand sides of the `width` unknowns of one block. `triangle` is the
// block as it is used, `diagonal` as it is stored; strides are in bytes.
LINALG_INLINE void linalg_solve_block(int64_t width, int64_t n, int upper,
                                      int unit, const float *diagonal,
                                      tile_f32_t triangle, int64_t stride,
                                      float *b, int64_t b_stride) {
  int64_t j = 0;
  for (; n - j > 16; j += 64)
    linalg_solve_tiles(4, width, n - j, upper, unit, diagonal, triangle, stride,
                       b + j, b_stride);
  if (j < n)
    linalg_solve_tiles(1, width, n - j, upper, unit, diagonal, triangle, stride,
                       b + j, b_stride);
}

#endif

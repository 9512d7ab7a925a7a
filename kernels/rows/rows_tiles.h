// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the kernels over rows share. A tile has 16 rows and 16 columns of the
// matrix; two tiles, 32 rows, are worked on together, so that the elementwise
// unit has a second operation while the first finishes. Edges need no code of
// their own but where an absent element would count: loads fill with zero, and
// stores write only what is in the matrix.
#ifndef ROWS_TILES_H
#define ROWS_TILES_H

#include <sectile.h>
#include <sectile_math.h>

#include "rows.h"

#define ROWS_INLINE static inline __attribute__((always_inline))
#define ROWS_EACH _Pragma("clang loop unroll(full)") for (int u = 0; u < 2; u++)

// The elements of a matrix in memory: f32, or with `narrow` bf16.
ROWS_INLINE int64_t rows_size(int narrow) { return narrow ? 2 : 4; }
// Tile u of the 32 rows that begin at p; `rows` and `columns` are left.
ROWS_INLINE tile_f32_t rows_load(int narrow, int u, const char *p,
                                 int64_t stride, int64_t rows,
                                 int64_t columns) {
  p += 16 * u * stride;
  return narrow ? tile_load_rect_widen_bf16(p, stride, rows - 16 * u, columns)
                : tile_load_rect_f32(p, stride, rows - 16 * u, columns);
}
ROWS_INLINE void rows_store(int narrow, int u, char *p, int64_t stride,
                            int64_t rows, int64_t columns, tile_f32_t v) {
  p += 16 * u * stride;
  if (narrow)
    tile_store_rect_narrow_bf16(p, stride, rows - 16 * u, columns, v);
  else
    tile_store_rect_f32(p, stride, rows - 16 * u, columns, v);
}

// Where a column is absent, the other value.
ROWS_INLINE tile_f32_t rows_only(int64_t columns, tile_f32_t v, float other) {
  return columns >= 16 ? v
                       : tile_select_f32(tile_mask_rect(16, columns), v,
                                         tile_splat_f32(other));
}

// A vector, an element each row, in every column; and back.
ROWS_INLINE tile_f32_t rows_column(const float *p, int64_t rows) {
  return tile_broadcast_column_f32(
      tile_load_transposed_f32(p, 0, 1, rows < 16 ? rows : 16), 0);
}
ROWS_INLINE void rows_store_column(float *p, int64_t rows, tile_f32_t v) {
  tile_store_rect_f32(p, 0, 1, rows, tile_transpose_f32(v));
}

// The status of a kernel from x to y, of whose rows each has as many elements.
// A stride that no row uses becomes 0, so that no product of it overflows.
ROWS_INLINE int rows_check(int64_t rows, int64_t columns, int narrow,
                           const void *x, int64_t *ldx, const void *y,
                           int64_t *ldy) {
  const int64_t size = rows_size(narrow);
  const int64_t x_bytes = kernel_extent(rows, columns, *ldx, size);
  const int64_t y_bytes = kernel_extent(rows, columns, *ldy, size);
  if (x_bytes < 0 || y_bytes < 0)
    return KERNEL_BAD_SHAPE;
  if ((x_bytes && !x) || (y_bytes && !y))
    return KERNEL_NULL_POINTER;
  if (rows <= 1)
    *ldx = *ldy = 0;
  if (!(x == y && *ldx == *ldy) && kernel_overlap(x, x_bytes, y, y_bytes))
    return KERNEL_OVERLAP;
  return KERNEL_OK;
}

#endif

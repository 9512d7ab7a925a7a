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

// x / by. A division takes the elementwise unit as long as 29 operations, so it
// is a product with the inverse, which is off by one more rounding, wherever
// the inverse is a finite number.
LINALG_INLINE tile_f32_t linalg_quotient(tile_f32_t x, float by) {
  return __builtin_fabsf(by) >= 0x1p-126f ? x * (1 / by) : x / by;
}

// Column `at` of the rows becomes their multiple of the pivot's row, which is
// taken off the columns behind it.
LINALG_INLINE tile_f32_t linalg_eliminate(tile_f32_t rows, int at, float pivot,
                                          tile_f32_t pivot_row) {
  const tile_f32_t factor =
      linalg_quotient(tile_broadcast_column_f32(rows, at), pivot);
  const tile_f32_t less = tile_fnmadd_f32(factor, pivot_row, rows);
  return tile_select_f32(
      tile_mask_window(0, 16, at + 1, 16), less,
      tile_select_f32(tile_mask_window(0, 16, at, at + 1), factor, rows));
}

// One unknown of a triangular system for 16 right-hand sides: row `at` is
// divided, unless the diagonal is 1, and taken off the rows that need it. The
// triangle's column `at` is that of `triangle`.
LINALG_INLINE tile_f32_t linalg_substitute(tile_f32_t x, int at, int upper,
                                           int unit, float diagonal,
                                           tile_f32_t triangle) {
  if (!unit)
    x = tile_select_f32(tile_mask_window(at, at + 1, 0, 16),
                        linalg_quotient(x, diagonal), x);
  const tile_f32_t less =
      tile_fnmadd_f32(tile_broadcast_column_f32(triangle, at),
                      tile_broadcast_row_f32(x, at), x);
  return tile_select_f32(upper ? tile_mask_window(0, at, 0, 16)
                               : tile_mask_window(at + 1, 16, 0, 16),
                         less, x);
}

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The rotation of rotary embedding, and with `back` its inverse, which is the
// gradient.
#ifndef ROWS_ROTARY_H
#define ROWS_ROTARY_H

#include "rows_tiles.h"

ROWS_INLINE int rotary(int back, int64_t rows, int64_t heads, int64_t pairs,
                       const float *x, int64_t ldx, const float *cosine,
                       const float *sine, int64_t ldt, int halves, float *y,
                       int64_t ldy) {
  int64_t columns;
  if (heads < 0 || pairs < 0 || pairs > INT64_C(1) << 60 ||
      __builtin_mul_overflow(heads, 2 * pairs, &columns))
    return KERNEL_BAD_SHAPE;
  const int64_t t_bytes = kernel_extent(rows, pairs, ldt, 4);
  if (t_bytes < 0)
    return KERNEL_BAD_SHAPE;
  const int64_t y_bytes = kernel_extent(rows, columns, ldy, 4);
  const int status = rows_check(rows, columns, 0, x, &ldx, y, &ldy);
  if (status)
    return status;
  if (y_bytes && (!cosine || !sine))
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(cosine, t_bytes, y, y_bytes) ||
      kernel_overlap(sine, t_bytes, y, y_bytes))
    return KERNEL_OVERLAP;
  const int64_t x_stride = ldx * 4, y_stride = ldy * 4,
                t_stride = rows > 1 ? ldt * 4 : 0;
  // Neighbours: eight pairs in a tile; columns 2 i and 2 i + 1 take angle i.
  const tile_i32_t column = tile_index_column();
  const tile_i32_t angle = tile_srl_i32_s(column, 1), other = column ^ 1;
  const tile_i32_t sign = tile_sll_i32_s((column & 1) ^ !back, 31);
  const int64_t step = halves ? 16 : 8;
  for (int64_t i = 0; i < rows; i += 16)
    for (int64_t j = 0; j < pairs; j += step) {
      const int64_t down = rows - i, left = pairs - j;
      tile_f32_t c = tile_load_rect_f32(
          (const char *)(cosine + j) + i * t_stride, t_stride, down, left);
      tile_f32_t s = tile_load_rect_f32((const char *)(sine + j) + i * t_stride,
                                        t_stride, down, left);
      if (!halves) {
        c = tile_permute_f32(c, angle);
        s = (tile_f32_t)((tile_i32_t)tile_permute_f32(s, angle) ^ sign);
      }
      for (int64_t h = 0; h < heads; h++) {
        const int64_t at = h * 2 * pairs + (halves ? j : 2 * j);
        const char *from = (const char *)(x + at) + i * x_stride;
        char *to = (char *)(y + at) + i * y_stride;
        if (halves) {
          const tile_f32_t a = tile_load_rect_f32(from, x_stride, down, left);
          const tile_f32_t b =
              tile_load_rect_f32(from + 4 * pairs, x_stride, down, left);
          tile_store_rect_f32(to, y_stride, down, left,
                              tile_fmadd_f32(a, c, back ? b * s : -(b * s)));
          tile_store_rect_f32(to + 4 * pairs, y_stride, down, left,
                              tile_fmadd_f32(b, c, back ? -(a * s) : a * s));
        } else {
          const tile_f32_t a =
              tile_load_rect_f32(from, x_stride, down, 2 * left);
          tile_store_rect_f32(
              to, y_stride, down, 2 * left,
              tile_fmadd_f32(a, c, tile_permute_f32(a, other) * s));
        }
      }
    }
  return KERNEL_OK;
}

#endif

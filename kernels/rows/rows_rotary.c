// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Rotary embedding: pairs of columns turned by an angle that depends on the
// row's position and the pair.
#include "rows_rotary.h"

int rows_rotary_table_f32(int64_t rows, int64_t pairs, const int32_t *position,
                          float base, float *cosine, float *sine, int64_t ldt) {
  const int64_t bytes = kernel_extent(rows, pairs, ldt, 4);
  const int64_t vector = kernel_extent(1, rows, 0, 4);
  if (bytes < 0 || vector < 0 || pairs > 1 << 24)
    return KERNEL_BAD_SHAPE;
  if (!(base > 0) || base == __builtin_inff())
    return KERNEL_BAD_ARGUMENT;
  if (bytes && (!position || !cosine || !sine))
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(cosine, bytes, sine, bytes) ||
      kernel_overlap(position, vector, sine, bytes) ||
      kernel_overlap(position, vector, cosine, bytes))
    return KERNEL_OVERLAP;
  const int64_t stride = rows > 1 ? ldt * 4 : 0;
  for (int64_t j = 0; j < pairs; j += 16) {
    const tile_f32_t pair = tile_cvt_f32_i32(tile_index_column() + (int32_t)j);
    const tile_f32_t frequency =
        tile_pow_f32(tile_splat_f32(base), -pair / (float)pairs);
    for (int64_t i = 0; i < rows; i += 16) {
      const tile_i32_t at = tile_broadcast_column_i32(
          tile_load_transposed_i32(position + i, 0, 1, rows - i), 0);
      const tile_f32_t angle = tile_cvt_f32_i32(at) * frequency;
      tile_store_rect_f32((char *)(cosine + j) + i * stride, stride, rows - i,
                          pairs - j, tile_cos_f32(angle));
      tile_store_rect_f32((char *)(sine + j) + i * stride, stride, rows - i,
                          pairs - j, tile_sin_f32(angle));
    }
  }
  return KERNEL_OK;
}

int rows_rotary_f32(int64_t rows, int64_t heads, int64_t pairs, const float *x,
                    int64_t ldx, const float *cosine, const float *sine,
                    int64_t ldt, int halves, float *y, int64_t ldy) {
  return rotary(0, rows, heads, pairs, x, ldx, cosine, sine, ldt, halves, y,
                ldy);
}

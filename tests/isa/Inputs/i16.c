// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the page "Adding a multiply type" gives C.
#include <sectile.h>

tile_i32_t product(const int16_t *a, const int16_t *b, int64_t stride,
                   int64_t rows) {
  tile_i16_t x = tile_load_rect_i16(a, stride, rows, 32), y = tile_load_i16(b);
  return tile_mma_depth_i16(tile_mmaz_i16(x, y), y, x, rows);
}

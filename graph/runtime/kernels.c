// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "kernels.h"
#include <sectile.h>

static void store(int8_t *out, int64_t left, tile_i32_t x,
                  const int32_t *limits) {
  x = x + limits[0];
  x = tile_min_i32_s(tile_max_i32_s(x, limits[1]), limits[2]);
  tile_store_linear_narrow_i8(out, left, x);
}

void sectile_requantize_i8(int8_t *out, const int32_t *sums,
                           const int32_t *multipliers, const int32_t *left,
                           const int32_t *right, const int32_t *limits,
                           int64_t count, int64_t channels) {
  int64_t channel = 0;
  for (int64_t i = 0; i < count; i += 256) {
    tile_i32_t x = tile_load_linear_i32(sums + i, count - i);
    x = tile_sll_i32(x, tile_load_i32(left + channel));
    x = tile_mulhr_i32(x, tile_load_i32(multipliers + channel));
    x = tile_rsr_i32(x, tile_load_i32(right + channel));
    store(out + i, count - i, x, limits);
    channel = (channel + 256) % channels;
  }
}

static tile_i32_t scaled(const int8_t *x, int64_t left,
                         const struct sectile_operand *how) {
  tile_i32_t t = tile_load_linear_widen_i8(x, left);
  t = tile_sll_i32_s(t - how->zero, 20);
  return tile_rsr_i32_s(tile_mulhr_i32_s(t, how->multiplier), how->right);
}

void sectile_add_i8(int8_t *out, const int8_t *a, const int8_t *b,
                    const struct sectile_sum *how, int64_t count) {
  for (int64_t i = 0; i < count; i += 256) {
    tile_i32_t x = scaled(a + i, count - i, &how->a);
    tile_i32_t y = scaled(b + i, count - i, &how->b);
    x = how->subtracts ? x - y : x + y;
    x = tile_mulhr_i32_s(tile_sll_i32_s(x, how->left), how->multiplier);
    store(out + i, count - i, tile_rsr_i32_s(x, how->right), how->limits);
  }
}

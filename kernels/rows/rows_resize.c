// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Images resized, channels along tiles. Coordinates are exact fractions; only
// the weight of a pixel is rounded.
#include "rows_resize.h"

int rows_resize_nearest_f32(int64_t height, int64_t width, int64_t channels,
                            const float *x, int64_t to_height, int64_t to_width,
                            float *y, int flags) {
  const int status =
      resize_check(height, width, channels, x, to_height, to_width, y, flags);
  if (status || !channels)
    return status;
  for (int64_t i = 0; i < to_height; i++)
    for (int64_t j = 0; j < to_width; j++) {
      const float *from =
          x + (resize_nearest_at(i, height, to_height, flags) * width +
               resize_nearest_at(j, width, to_width, flags)) *
                  channels;
      float *to = y + (i * to_width + j) * channels;
      for (int64_t c = 0; c < channels; c += 256)
        tile_store_linear_f32(to + c, channels - c,
                              tile_load_linear_f32(from + c, channels - c));
    }
  return KERNEL_OK;
}

// a + (b - a) f.
ROWS_INLINE tile_f32_t resize_between(tile_f32_t a, tile_f32_t b, float f) {
  return tile_fmadd_f32_sb(b - a, f, a);
}

int rows_resize_bilinear_f32(int64_t height, int64_t width, int64_t channels,
                             const float *x, int64_t to_height,
                             int64_t to_width, float *y, int flags) {
  const int status =
      resize_check(height, width, channels, x, to_height, to_width, y, flags);
  if (status || !channels)
    return status;
  for (int64_t i = 0; i < to_height; i++) {
    const struct resize_place v = resize_at(i, height, to_height, flags);
    for (int64_t j = 0; j < to_width; j++) {
      const struct resize_place h = resize_at(j, width, to_width, flags);
      const float *above = x + v.first * width * channels,
                  *below = x + v.second * width * channels;
      const int64_t left = h.first * channels, right = h.second * channels;
      float *to = y + (i * to_width + j) * channels;
      for (int64_t c = 0; c < channels; c += 256) {
        const int64_t n = channels - c;
        const tile_f32_t a = resize_between(
            tile_load_linear_f32(above + left + c, n),
            tile_load_linear_f32(above + right + c, n), h.fraction);
        const tile_f32_t b = resize_between(
            tile_load_linear_f32(below + left + c, n),
            tile_load_linear_f32(below + right + c, n), h.fraction);
        tile_store_linear_f32(to + c, n, resize_between(a, b, v.fraction));
      }
    }
  }
  return KERNEL_OK;
}

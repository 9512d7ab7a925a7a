// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Images resized, channels along tiles. Coordinates are exact fractions; only
// the weight of a pixel is rounded.
#include "rows_tiles.h"

// Where pixel i of `to` comes from: between pixels `first` and `second`, and
// how far from the first.
struct resize_place {
  int64_t first, second;
  float fraction;
};
static struct resize_place resize_at(int64_t i, int64_t from, int64_t to,
                                     int flags) {
  int64_t numerator = i * from, denominator = to;
  if (flags & ROWS_ALIGN_CORNERS) {
    numerator = i * (from - 1);
    denominator = to > 1 ? to - 1 : 1;
  } else if (flags & ROWS_HALF_PIXEL) {
    numerator = (2 * i + 1) * from - to;
    denominator = 2 * to;
  }
  if (numerator < 0)
    numerator = 0;
  struct resize_place place = {numerator / denominator, 0, 0};
  place.second = place.first + 1 < from ? place.first + 1 : place.first;
  place.fraction = (float)(numerator % denominator) / (float)denominator;
  return place;
}
// The pixel that is nearest, without flags the one before.
static int64_t resize_nearest_at(int64_t i, int64_t from, int64_t to,
                                 int flags) {
  if (flags & ROWS_ALIGN_CORNERS)
    return to > 1 ? (2 * i * (from - 1) + to - 1) / (2 * (to - 1)) : 0;
  return flags & ROWS_HALF_PIXEL ? (2 * i + 1) * from / (2 * to)
                                 : i * from / to;
}

static int resize_check(int64_t height, int64_t width, int64_t channels,
                        const float *x, int64_t to_height, int64_t to_width,
                        const float *y, int flags) {
  // Products of two extents and 2 stay in range.
  const int64_t most = INT64_C(1) << 30;
  int64_t row, to_row;
  if (height < 0 || width < 0 || channels < 0 || to_height < 0 ||
      to_width < 0 || height > most || width > most || to_height > most ||
      to_width > most || __builtin_mul_overflow(width, channels, &row) ||
      __builtin_mul_overflow(to_width, channels, &to_row))
    return KERNEL_BAD_SHAPE;
  const int64_t bytes = kernel_extent(height, row, row, 4);
  const int64_t to_bytes = kernel_extent(to_height, to_row, to_row, 4);
  if (bytes < 0 || to_bytes < 0 || (to_bytes && !bytes))
    return KERNEL_BAD_SHAPE;
  if (flags < 0 || flags > 2)
    return KERNEL_BAD_ARGUMENT;
  if ((bytes && !x) || (to_bytes && !y))
    return KERNEL_NULL_POINTER;
  return kernel_overlap(x, bytes, y, to_bytes) ? KERNEL_OVERLAP : KERNEL_OK;
}

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

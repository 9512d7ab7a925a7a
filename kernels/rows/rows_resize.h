// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which pixels of an image a resized one comes from.
#ifndef ROWS_RESIZE_H
#define ROWS_RESIZE_H

#include "rows_tiles.h"

// Where pixel i of `to` comes from: between pixels `first` and `second`, and
// how far from the first.
struct resize_place {
  int64_t first, second;
  float fraction;
};
static inline struct resize_place resize_at(int64_t i, int64_t from, int64_t to,
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
static inline int64_t resize_nearest_at(int64_t i, int64_t from, int64_t to,
                                        int flags) {
  if (flags & ROWS_ALIGN_CORNERS)
    return to > 1 ? (2 * i * (from - 1) + to - 1) / (2 * (to - 1)) : 0;
  return flags & ROWS_HALF_PIXEL ? (2 * i + 1) * from / (2 * to)
                                 : i * from / to;
}

// x and y, of which one is read and the other one written.
static inline int resize_check(int64_t height, int64_t width, int64_t channels,
                               const float *x, int64_t to_height,
                               int64_t to_width, const float *y, int flags) {
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

#endif

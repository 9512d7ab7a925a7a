// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Kernels that move data: transpose, concatenate, pad. Elements are bits.
#include "rows_tiles.h"

// Rows of bytes to where they belong.
static void move_rows(int64_t rows, int64_t width, const char *x,
                      int64_t x_stride, char *y, int64_t y_stride) {
  for (int64_t i = 0; i < rows; i += 16)
    for (int64_t j = 0; j < width; j += 64)
      tile_store_rect_u8(y + i * y_stride + j, y_stride, rows - i, width - j,
                         tile_load_rect_u8(x + i * x_stride + j, x_stride,
                                           rows - i, width - j));
}

int rows_transpose(int64_t rows, int64_t columns, int64_t size, const void *x,
                   int64_t ldx, void *y, int64_t ldy) {
  if (size != 1 && size != 2 && size != 4)
    return KERNEL_BAD_ARGUMENT;
  const int64_t x_bytes = kernel_extent(rows, columns, ldx, size);
  const int64_t y_bytes = kernel_extent(columns, rows, ldy, size);
  if (x_bytes < 0 || y_bytes < 0)
    return KERNEL_BAD_SHAPE;
  if ((x_bytes && !x) || (y_bytes && !y))
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(x, x_bytes, y, y_bytes))
    return KERNEL_OVERLAP;
  const int64_t x_stride = rows > 1 ? ldx * size : 0,
                y_stride = columns > 1 ? ldy * size : 0;
  // A load that transposes reads as many rows as make 64 bytes.
  const int64_t deep = 64 / size;
  const char *from = x;
  char *to = y;
  for (int64_t i = 0; i < rows; i += deep)
    for (int64_t j = 0; j < columns; j += 16) {
      const char *p = from + i * x_stride + j * size;
      const int64_t down = rows - i, along = columns - j;
      const tile_u8_t t =
          size == 4
              ? (tile_u8_t)tile_load_transposed_i32(p, x_stride, down, along)
          : size == 2
              ? (tile_u8_t)tile_load_transposed_bf16(p, x_stride, down, along)
              : tile_load_transposed_u8(p, x_stride, down, along);
      tile_store_rect_u8(to + j * y_stride + i * size, y_stride, along,
                         down < deep ? down * size : 64, t);
    }
  return KERNEL_OK;
}

int rows_concatenate(int64_t rows, int64_t parts, const struct rows_part *part,
                     int64_t size, void *y, int64_t ldy) {
  if (size != 1 && size != 2 && size != 4 && size != 8)
    return KERNEL_BAD_ARGUMENT;
  if (parts < 0 || rows < 0)
    return KERNEL_BAD_SHAPE;
  if (parts && !part)
    return KERNEL_NULL_POINTER;
  int64_t columns = 0;
  for (int64_t i = 0; i < parts; i++)
    if (kernel_extent(rows, part[i].columns, part[i].ld, size) < 0 ||
        __builtin_add_overflow(columns, part[i].columns, &columns))
      return KERNEL_BAD_SHAPE;
  const int64_t y_bytes = kernel_extent(rows, columns, ldy, size);
  if (y_bytes < 0)
    return KERNEL_BAD_SHAPE;
  if (y_bytes && !y)
    return KERNEL_NULL_POINTER;
  for (int64_t i = 0; i < parts; i++) {
    const int64_t bytes =
        kernel_extent(rows, part[i].columns, part[i].ld, size);
    if (bytes && !part[i].x)
      return KERNEL_NULL_POINTER;
    if (kernel_overlap(part[i].x, bytes, y, y_bytes))
      return KERNEL_OVERLAP;
  }
  char *to = y;
  for (int64_t i = 0; i < parts; i++) {
    const int64_t width = part[i].columns * size;
    move_rows(rows, width, part[i].x, rows > 1 ? part[i].ld * size : 0, to,
              rows > 1 ? ldy * size : 0);
    to += width;
  }
  return KERNEL_OK;
}

// The value in a rectangle.
static void move_fill(int64_t rows, int64_t width, char *y, int64_t y_stride,
                      tile_u8_t value) {
  for (int64_t i = 0; i < rows; i += 16)
    for (int64_t j = 0; j < width; j += 64)
      tile_store_rect_u8(y + i * y_stride + j, y_stride, rows - i, width - j,
                         value);
}

int rows_pad(int64_t rows, int64_t columns, int64_t size, const void *x,
             int64_t ldx, int64_t above, int64_t below, int64_t left,
             int64_t right, const void *value, void *y, int64_t ldy) {
  if (size != 1 && size != 2 && size != 4)
    return KERNEL_BAD_ARGUMENT;
  int64_t all_rows, all_columns;
  const int64_t x_bytes = kernel_extent(rows, columns, ldx, size);
  if (x_bytes < 0 || above < 0 || below < 0 || left < 0 || right < 0 ||
      __builtin_add_overflow(rows, above, &all_rows) ||
      __builtin_add_overflow(all_rows, below, &all_rows) ||
      __builtin_add_overflow(columns, left, &all_columns) ||
      __builtin_add_overflow(all_columns, right, &all_columns))
    return KERNEL_BAD_SHAPE;
  const int64_t y_bytes = kernel_extent(all_rows, all_columns, ldy, size);
  if (y_bytes < 0)
    return KERNEL_BAD_SHAPE;
  if ((x_bytes && !x) || (y_bytes && (!y || !value)))
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(x, x_bytes, y, y_bytes) ||
      kernel_overlap(value, size, y, y_bytes))
    return KERNEL_OVERLAP;
  if (!y_bytes)
    return KERNEL_OK;
  const int64_t x_stride = rows > 1 ? ldx * size : 0,
                y_stride = all_rows > 1 ? ldy * size : 0;
  uint32_t word = 0;
  for (int64_t i = 0; i < 4; i++)
    word |= (uint32_t)((const uint8_t *)value)[i % size] << 8 * i;
  const tile_u8_t fill = (tile_u8_t)tile_splat_i32((int32_t)word);
  char *to = y, *inner = to + above * y_stride;
  const int64_t width = all_columns * size, begin = left * size,
                end = (left + columns) * size;
  move_fill(above, width, to, y_stride, fill);
  move_fill(rows, begin, inner, y_stride, fill);
  move_rows(rows, columns * size, x, x_stride, inner + begin, y_stride);
  move_fill(rows, right * size, inner + end, y_stride, fill);
  move_fill(below, width, inner + rows * y_stride, y_stride, fill);
  return KERNEL_OK;
}

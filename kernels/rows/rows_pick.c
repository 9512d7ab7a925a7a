// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Kernels that choose elements: the largest, rows of a table.
#include "rows_tiles.h"

// A NaN counts as -infinity.
ROWS_INLINE tile_f32_t pick_number(tile_f32_t x) {
  return tile_select_f32(x == x, x, tile_splat_f32(-__builtin_inff()));
}

// The largest elements of 16 rows that come after (value, index) in the order
// of rows_top_k_f32, and the first of their columns, in every column.
ROWS_INLINE void pick_next(int narrow, int64_t rows, int64_t columns,
                           const char *x, int64_t stride, tile_f32_t *value,
                           tile_i32_t *index) {
  tile_f32_t best = tile_splat_f32(-__builtin_inff());
  tile_i32_t first = tile_splat_i32(INT32_MAX);
  tile_i32_t at = tile_index_column();
  for (int64_t j = 0; j < columns; j += 16) {
    const tile_f32_t t = pick_number(rows_load(
        narrow, 0, x + j * rows_size(narrow), stride, rows, columns - j));
    const tile_i32_t later = (t < *value) | ((t == *value) & (at > *index));
    // Of equal ones the first stays; an element is taken if none was before.
    const tile_i32_t better = (t > best) | ((t == best) & (first == INT32_MAX));
    const tile_i32_t take = later & better & (at < (int32_t)columns);
    best = tile_select_f32(take, t, best);
    first = tile_select_i32(take, at, first);
    at = at + 16;
  }
  *value = tile_redrow_max_f32(best);
  // Zeros of both signs are equal: the first column decides, and its value.
  const tile_i32_t equal = best == *value;
  *index = tile_redrow_min_i32(
      tile_select_i32(equal, first, tile_splat_i32(INT32_MAX)));
  const tile_i32_t it = equal & (first == *index);
  *value = tile_redrow_max_f32(
      tile_select_f32(it, best, tile_splat_f32(-__builtin_inff())));
}

ROWS_INLINE int arg_max(int narrow, int64_t rows, int64_t columns,
                        const void *x, int64_t ldx, int32_t *index) {
  const int64_t bytes = kernel_extent(rows, columns, ldx, rows_size(narrow));
  const int64_t result = kernel_extent(1, rows, 0, 4);
  if (bytes < 0 || result < 0 || columns > INT32_MAX)
    return KERNEL_BAD_SHAPE;
  if ((bytes && !x) || (rows && !index))
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(x, bytes, index, result))
    return KERNEL_OVERLAP;
  const int64_t stride = rows > 1 ? ldx * rows_size(narrow) : 0;
  for (int64_t i = 0; i < rows; i += 16) {
    tile_f32_t value = tile_splat_f32(__builtin_inff());
    tile_i32_t at = tile_splat_i32(-1);
    if (columns)
      pick_next(narrow, rows - i, columns, (const char *)x + i * stride, stride,
                &value, &at);
    tile_store_rect_i32(index + i, 0, 1, rows - i, tile_transpose_i32(at));
  }
  return KERNEL_OK;
}
int rows_arg_max_f32(int64_t rows, int64_t columns, const float *x, int64_t ldx,
                     int32_t *index) {
  return arg_max(0, rows, columns, x, ldx, index);
}
int rows_arg_max_bf16(int64_t rows, int64_t columns, const uint16_t *x,
                      int64_t ldx, int32_t *index) {
  return arg_max(1, rows, columns, x, ldx, index);
}

int rows_top_k_f32(int64_t rows, int64_t columns, int64_t k, const float *x,
                   int64_t ldx, float *value, int64_t ldv, int32_t *index,
                   int64_t ldi) {
  const int64_t bytes = kernel_extent(rows, columns, ldx, 4);
  const int64_t v_bytes = kernel_extent(rows, k, ldv, 4);
  const int64_t i_bytes = kernel_extent(rows, k, ldi, 4);
  if (bytes < 0 || v_bytes < 0 || i_bytes < 0 || columns > INT32_MAX ||
      k > columns)
    return KERNEL_BAD_SHAPE;
  if ((bytes && !x) || (v_bytes && !value) || (i_bytes && !index))
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(x, bytes, value, v_bytes) ||
      kernel_overlap(x, bytes, index, i_bytes) ||
      kernel_overlap(value, v_bytes, index, i_bytes))
    return KERNEL_OVERLAP;
  if (rows <= 1)
    ldx = ldv = ldi = 0;
  for (int64_t i = 0; i < rows; i += 16) {
    tile_f32_t last = tile_splat_f32(__builtin_inff());
    tile_i32_t at = tile_splat_i32(-1);
    for (int64_t n = 0; n < k; n++) {
      pick_next(0, rows - i, columns, (const char *)(x + i * ldx), ldx * 4,
                &last, &at);
      tile_store_rect_f32(value + i * ldv + n, ldv * 4, rows - i, 1, last);
      tile_store_rect_i32(index + i * ldi + n, ldi * 4, rows - i, 1, at);
    }
  }
  return KERNEL_OK;
}

// Whether all indices are rows of the table.
static int pick_inside(const int32_t *index, int64_t count, int64_t rows) {
  for (int64_t i = 0; i < count; i++)
    if (index[i] < 0 || index[i] >= rows)
      return 0;
  return 1;
}

int rows_gather(int64_t table_rows, int64_t columns, int64_t size,
                const void *table, int64_t ldt, int64_t rows,
                const int32_t *index, void *y, int64_t ldy) {
  if (size != 1 && size != 2 && size != 4 && size != 8)
    return KERNEL_BAD_ARGUMENT;
  const int64_t t_bytes = kernel_extent(table_rows, columns, ldt, size);
  const int64_t y_bytes = kernel_extent(rows, columns, ldy, size);
  const int64_t i_bytes = kernel_extent(1, rows, 0, 4);
  if (t_bytes < 0 || y_bytes < 0 || i_bytes < 0)
    return KERNEL_BAD_SHAPE;
  if ((t_bytes && !table) || (y_bytes && !y) || (rows && !index))
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(table, t_bytes, y, y_bytes) ||
      kernel_overlap(index, i_bytes, y, y_bytes))
    return KERNEL_OVERLAP;
  if (!pick_inside(index, rows, table_rows))
    return KERNEL_BAD_ARGUMENT;
  const int64_t width = columns * size,
                t_stride = table_rows > 1 ? ldt * size : 0,
                y_stride = rows > 1 ? ldy * size : 0;
  const char *from = table;
  char *to = y;
  if (t_bytes <= INT32_MAX) { // offsets of 16 rows at once
    for (int64_t i = 0; i < rows; i += 16) {
      // Column 0 has the offsets.
      const tile_i32_t offset =
          tile_load_transposed_i32(index + i, 0, 1, rows - i) *
          (int32_t)t_stride;
      for (int64_t j = 0; j < width; j += 64)
        tile_store_rect_u8(
            to + i * y_stride + j, y_stride, rows - i, width - j,
            tile_gather_rows_u8(from + j, offset, rows - i, width - j));
    }
    return KERNEL_OK;
  }
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < width; j += 1024)
      tile_store_linear_u8(
          to + i * y_stride + j, width - j,
          tile_load_linear_u8(from + index[i] * t_stride + j, width - j));
  return KERNEL_OK;
}

ROWS_INLINE int embedding_bag(int narrow, int64_t table_rows, int64_t columns,
                              const void *table, int64_t ldt, int64_t bags,
                              const int64_t *offset, const int32_t *index,
                              int mean, float *y, int64_t ldy) {
  const int64_t size = rows_size(narrow);
  const int64_t t_bytes = kernel_extent(table_rows, columns, ldt, size);
  const int64_t y_bytes = kernel_extent(bags, columns, ldy, 4);
  if (t_bytes < 0 || y_bytes < 0 || kernel_extent(1, bags, 0, 8) < 0)
    return KERNEL_BAD_SHAPE;
  if (!bags)
    return KERNEL_OK;
  if ((t_bytes && !table) || (y_bytes && !y) || !offset)
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(table, t_bytes, y, y_bytes) ||
      kernel_overlap(offset, bags * 8 + 8, y, y_bytes))
    return KERNEL_OVERLAP;
  if (offset[0] < 0 || offset[bags] > INT64_C(1) << 60)
    return KERNEL_BAD_ARGUMENT;
  for (int64_t i = 0; i < bags; i++)
    if (offset[i + 1] < offset[i])
      return KERNEL_BAD_ARGUMENT;
  const int64_t count = offset[bags] - offset[0];
  if (count && !index)
    return KERNEL_NULL_POINTER;
  if (count && kernel_overlap(index + offset[0], count * 4, y, y_bytes))
    return KERNEL_OVERLAP;
  if (count && !pick_inside(index + offset[0], count, table_rows))
    return KERNEL_BAD_ARGUMENT;
  const int64_t t_stride = table_rows > 1 ? ldt * size : 0,
                y_step = bags > 1 ? ldy : 0;
  for (int64_t i = 0; i < bags; i++) {
    const int64_t length = offset[i + 1] - offset[i];
    const float each = mean && length ? 1.0f / (float)length : 1.0f;
    for (int64_t j = 0; j < columns; j += 256) {
      tile_f32_t sum = tile_zero_f32();
      for (int64_t n = offset[i]; n < offset[i + 1]; n++) {
        const char *row = (const char *)table + index[n] * t_stride + j * size;
        sum = sum + (narrow ? tile_load_linear_widen_bf16(row, columns - j)
                            : tile_load_linear_f32(row, columns - j));
      }
      if (mean)
        sum = sum * each;
      tile_store_linear_f32(y + i * y_step + j, columns - j, sum);
    }
  }
  return KERNEL_OK;
}
int rows_embedding_bag_f32(int64_t table_rows, int64_t columns,
                           const float *table, int64_t ldt, int64_t bags,
                           const int64_t *offset, const int32_t *index,
                           int mean, float *y, int64_t ldy) {
  return embedding_bag(0, table_rows, columns, table, ldt, bags, offset, index,
                       mean, y, ldy);
}
int rows_embedding_bag_bf16(int64_t table_rows, int64_t columns,
                            const uint16_t *table, int64_t ldt, int64_t bags,
                            const int64_t *offset, const int32_t *index,
                            int mean, float *y, int64_t ldy) {
  return embedding_bag(1, table_rows, columns, table, ldt, bags, offset, index,
                       mean, y, ldy);
}

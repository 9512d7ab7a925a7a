// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a kernel returns. Every kernel checks its arguments before it writes
// anything: if the status is not KERNEL_OK, no byte of the results and of the
// scratch memory has changed.
#ifndef KERNELS_COMMON_STATUS_H
#define KERNELS_COMMON_STATUS_H

#include <stdint.h>

enum kernel_status {
  KERNEL_OK = 0,
  KERNEL_BAD_SHAPE = 1,    // a negative extent, a leading dimension below the
                           // extent of a row, or sizes that exceed 2^62 bytes
  KERNEL_BAD_ARGUMENT = 2, // an unknown flag, or a parameter out of its range
  KERNEL_NULL_POINTER = 3, // a null pointer to an array that has elements
  KERNEL_OVERLAP = 4,      // a result shares bytes with what is read
  KERNEL_SMALL_SCRATCH = 5 // scratch memory below the size its function states
};

// The bytes of `rows` rows of `columns` elements of `size` bytes, rows `stride`
// elements apart: from the first byte to the last, 0 if there is no element.
// -1 if an extent is negative, rows overlap, or the bytes exceed 2^62.
static inline int64_t kernel_extent(int64_t rows, int64_t columns,
                                    int64_t stride, int64_t size) {
  int64_t last, bytes;
  if (rows < 0 || columns < 0 || (rows > 1 && stride < columns))
    return -1;
  if (rows == 0 || columns == 0)
    return 0;
  if (rows == 1)
    stride = 0;
  if (__builtin_mul_overflow(rows - 1, stride, &last) ||
      __builtin_add_overflow(last, columns, &last) ||
      __builtin_mul_overflow(last, size, &bytes) || bytes > INT64_C(1) << 62)
    return -1;
  return bytes;
}

// Whether two ranges of bytes share one.
static inline int kernel_overlap(const void *a, int64_t a_bytes, const void *b,
                                 int64_t b_bytes) {
  const uint64_t p = (uint64_t)(uintptr_t)a, q = (uint64_t)(uintptr_t)b;
  return a_bytes > 0 && b_bytes > 0 && p < q + (uint64_t)b_bytes &&
         q < p + (uint64_t)a_bytes;
}

// An array, of no bytes if it is not used.
struct kernel_range {
  const void *array;
  int64_t bytes; // as kernel_extent gives them
  int written;
};

// KERNEL_BAD_SHAPE if the bytes of one are negative.
static inline int kernel_ranges_fit(int count,
                                    const struct kernel_range *range) {
  for (int i = 0; i < count; i++)
    if (range[i].bytes < 0)
      return KERNEL_BAD_SHAPE;
  return KERNEL_OK;
}

// KERNEL_NULL_POINTER if one that has bytes is null.
static inline int kernel_ranges_present(int count,
                                        const struct kernel_range *range) {
  for (int i = 0; i < count; i++)
    if (range[i].bytes && !range[i].array)
      return KERNEL_NULL_POINTER;
  return KERNEL_OK;
}

// KERNEL_OVERLAP if one that is written shares a byte with another.
static inline int kernel_ranges_apart(int count,
                                      const struct kernel_range *range) {
  for (int i = 0; i < count; i++)
    for (int j = 0; j < count; j++)
      if (i != j && range[i].written &&
          kernel_overlap(range[i].array, range[i].bytes, range[j].array,
                         range[j].bytes))
        return KERNEL_OVERLAP;
  return KERNEL_OK;
}

// What a kernel asks of its arrays, of which the scratch has to have `needed`
// bytes: these fit, are present, large enough and apart.
static inline int kernel_ranges_check(int count,
                                      const struct kernel_range *range,
                                      int64_t scratch_bytes, int64_t needed) {
  int status = kernel_ranges_fit(count, range);
  if (!status)
    status = kernel_ranges_present(count, range);
  if (!status && scratch_bytes < needed)
    status = KERNEL_SMALL_SCRATCH;
  return status ? status : kernel_ranges_apart(count, range);
}

// Whether two matrices in memory share a byte: rows of `width` bytes, `stride`
// bytes apart. Blocks of one matrix have the same stride and share none where
// their byte ranges do; of different strides the ranges decide.
static inline int kernel_rows_overlap(const void *a, int64_t a_rows,
                                      int64_t a_width, int64_t a_stride,
                                      const void *b, int64_t b_rows,
                                      int64_t b_width, int64_t b_stride) {
  if (a_rows < 1 || a_width < 1 || b_rows < 1 || b_width < 1 ||
      !kernel_overlap(a, (a_rows - 1) * a_stride + a_width, b,
                      (b_rows - 1) * b_stride + b_width))
    return 0;
  if (a_stride != b_stride || a_stride < 1)
    return 1;
  // Rows i of a and j of b overlap if -b_width < far + (j - i) * stride <
  // a_width. The smallest such j - i decides if it is small enough.
  const int64_t far =
      (int64_t)((uint64_t)(uintptr_t)b - (uint64_t)(uintptr_t)a);
  const int64_t above = -b_width - far; // (j - i) * stride is larger
  int64_t apart = above / a_stride - (above % a_stride < 0) + 1;
  if (apart < 1 - a_rows)
    apart = 1 - a_rows;
  return apart < b_rows && far + apart * a_stride < a_width;
}

#endif

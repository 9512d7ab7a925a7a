// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the kernels on sparse matrices check before they write.
#ifndef SPARSE_CHECK_H
#define SPARSE_CHECK_H

#include "sparse.h"

// Blocks along `n` elements; a division would take the core 64 cycles.
static inline int64_t sparse_along(const struct sparse_pattern *p, int64_t n) {
  return (n + p->block - 1) >> (p->block == 32 ? 5 : 4);
}
static inline int64_t sparse_block_rows(const struct sparse_pattern *p) {
  return sparse_along(p, p->outputs);
}
static inline int64_t sparse_block_columns(const struct sparse_pattern *p) {
  return sparse_along(p, p->inputs);
}
static inline int64_t sparse_blocks(const struct sparse_pattern *p) {
  return p->start[sparse_block_rows(p)];
}

// Whether the pattern is one.
static inline int sparse_check_pattern(const struct sparse_pattern *p) {
  if (!p)
    return KERNEL_NULL_POINTER;
  if (p->block != 16 && p->block != 32)
    return KERNEL_BAD_ARGUMENT;
  if (p->outputs < 0 || p->inputs < 0 || p->outputs > INT64_C(1) << 34 ||
      p->inputs > INT64_C(1) << 34)
    return KERNEL_BAD_SHAPE;
  if (!p->start)
    return KERNEL_NULL_POINTER;
  const int64_t rows = sparse_block_rows(p), columns = sparse_block_columns(p);
  if (p->start[0] != 0)
    return KERNEL_BAD_ARGUMENT;
  for (int64_t r = 0; r < rows; r++)
    if (p->start[r + 1] < p->start[r])
      return KERNEL_BAD_ARGUMENT;
  const int32_t blocks = p->start[rows];
  if (blocks && !p->column)
    return KERNEL_NULL_POINTER;
  for (int64_t r = 0; r < rows; r++) {
    int32_t before = -1;
    for (int32_t b = p->start[r]; b < p->start[r + 1]; b++) {
      if (p->column[b] <= before || p->column[b] >= columns)
        return KERNEL_BAD_ARGUMENT;
      before = p->column[b];
    }
  }
  if (p->place)
    for (int32_t b = 0; b < blocks; b++)
      if (p->place[b] < 0 || p->place[b] >= blocks)
        return KERNEL_BAD_ARGUMENT;
  return KERNEL_OK;
}

// Whether a result shares bytes with the arrays of a checked pattern.
static inline int sparse_overlaps_pattern(const struct sparse_pattern *p,
                                          const void *result, int64_t bytes) {
  const int64_t blocks = sparse_blocks(p);
  return kernel_overlap(result, bytes, p->start,
                        4 * (sparse_block_rows(p) + 1)) ||
         kernel_overlap(result, bytes, p->column, 4 * blocks) ||
         (p->place && kernel_overlap(result, bytes, p->place, 4 * blocks));
}

// Of a product or a gradient: dense rows of `columns` elements at x, rows of
// `other` elements at y, and the blocks at w. The result is one of y and w.
static inline int sparse_check(const struct sparse_pattern *p, int64_t m,
                               const void *x, int64_t ldx, int64_t x_size,
                               const void *y, int64_t ldy, int64_t y_size,
                               const void *w, int64_t w_size, int result_is_w) {
  const int status = sparse_check_pattern(p);
  if (status)
    return status;
  const int64_t x_bytes = kernel_extent(m, p->inputs, ldx, x_size),
                y_bytes = kernel_extent(m, p->outputs, ldy, y_size),
                w_bytes = sparse_blocks(p) * p->block * p->block * w_size;
  if (x_bytes < 0 || y_bytes < 0)
    return KERNEL_BAD_SHAPE;
  if ((x_bytes && !x) || (y_bytes && !y) || (w_bytes && !w))
    return KERNEL_NULL_POINTER;
  const void *const result = result_is_w ? w : y;
  const int64_t bytes = result_is_w ? w_bytes : y_bytes;
  return kernel_overlap(result, bytes, x, x_bytes) ||
                 kernel_overlap(y, y_bytes, w, w_bytes) ||
                 sparse_overlaps_pattern(p, result, bytes)
             ? KERNEL_OVERLAP
             : KERNEL_OK;
}

#endif

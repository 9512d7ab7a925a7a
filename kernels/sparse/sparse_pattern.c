// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Patterns: the transposed one, and those of butterflies. Plain C, for patterns
// are made once.
#include "sparse_check.h"

int sparse_transpose(const struct sparse_pattern *pattern, int32_t *start,
                     int32_t *column, int32_t *place) {
  const int status = sparse_check_pattern(pattern);
  if (status)
    return status;
  const int64_t rows = sparse_block_rows(pattern),
                columns = sparse_block_columns(pattern),
                blocks = sparse_blocks(pattern);
  const struct {
    const void *array;
    int64_t bytes;
  } result[] = {
      {start, 4 * (columns + 1)}, {column, 4 * blocks}, {place, 4 * blocks}};
  for (int i = 0; i < 3; i++) {
    if (result[i].bytes && !result[i].array)
      return KERNEL_NULL_POINTER;
    if (sparse_overlaps_pattern(pattern, result[i].array, result[i].bytes))
      return KERNEL_OVERLAP;
    for (int j = 0; j < i; j++)
      if (kernel_overlap(result[i].array, result[i].bytes, result[j].array,
                         result[j].bytes))
        return KERNEL_OVERLAP;
  }
  // The number of blocks of each column, two places further; then the sums,
  // one place further; filling moves each to its row's end, the next one's
  // begin.
  for (int64_t c = 0; c <= columns; c++)
    start[c] = 0;
  for (int64_t b = 0; b < blocks; b++)
    if (pattern->column[b] + 2 <= columns)
      start[pattern->column[b] + 2]++;
  for (int64_t c = 2; c <= columns; c++)
    start[c] += start[c - 1];
  for (int64_t r = 0; r < rows; r++)
    for (int32_t b = pattern->start[r]; b < pattern->start[r + 1]; b++) {
      const int32_t to = start[pattern->column[b] + 1]++;
      column[to] = (int32_t)r;
      place[to] = pattern->place ? pattern->place[b] : b;
    }
  return KERNEL_OK;
}

// Whether block (row, column) is one of a butterfly of n x n blocks whose sides
// are scaled to rows and columns, of which the larger is n: one block of the
// larger side against those that coincide with the other's.
static int butterfly_has(int64_t rows, int64_t columns, int64_t row,
                         int64_t column, int64_t low, int64_t high) {
  const int64_t small = rows < columns ? rows : columns,
                n = rows < columns ? columns : rows,
                one = rows < columns ? column : row,
                other = rows < columns ? row : column;
  // Those of which i small / n, rounded down, is `other`.
  const int64_t begin = (other * n + small - 1) / small,
                end = ((other + 1) * n + small - 1) / small;
  if (one >= begin && one < end)
    return 1;
  for (int64_t t = low; t < high; t++) {
    const int64_t partner = one ^ INT64_C(1) << t;
    if (partner >= begin && partner < end)
      return 1;
  }
  return 0;
}

// Counts the blocks and, unless `start` is null, writes the pattern.
static int64_t butterfly(int64_t rows, int64_t columns, int64_t low,
                         int64_t high, int32_t *start, int32_t *column) {
  int64_t blocks = 0;
  for (int64_t r = 0; r < rows; r++) {
    if (start)
      start[r] = (int32_t)blocks;
    for (int64_t c = 0; c < columns; c++)
      if (butterfly_has(rows, columns, r, c, low, high)) {
        if (start)
          column[blocks] = (int32_t)c;
        blocks++;
      }
  }
  if (start)
    start[rows] = (int32_t)blocks;
  return blocks;
}

int64_t sparse_butterfly_blocks(int64_t outputs, int64_t inputs, int64_t block,
                                int64_t low, int64_t high) {
  if ((block != 16 && block != 32) || outputs < 0 || inputs < 0 || low < 0 ||
      high < low || high > 30 || outputs > INT64_C(1) << 24 ||
      inputs > INT64_C(1) << 24)
    return -1;
  return butterfly((outputs + block - 1) / block, (inputs + block - 1) / block,
                   low, high, 0, 0);
}

int sparse_butterfly(int64_t outputs, int64_t inputs, int64_t block,
                     int64_t low, int64_t high, int32_t *start,
                     int32_t *column) {
  const int64_t blocks =
      sparse_butterfly_blocks(outputs, inputs, block, low, high);
  if (blocks < 0)
    return KERNEL_BAD_SHAPE;
  const int64_t rows = (outputs + block - 1) / block;
  if (!start || (blocks && !column))
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(start, 4 * (rows + 1), column, 4 * blocks))
    return KERNEL_OVERLAP;
  butterfly(rows, (inputs + block - 1) / block, low, high, start, column);
  return KERNEL_OK;
}

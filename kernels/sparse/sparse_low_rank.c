// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A sparse product with one of low rank added: two dense products behind it.
#include <sectile.h>

#include "../gemm/gemm.h"
#include "sparse_check.h"

int64_t sparse_low_rank_scratch(int64_t m, int64_t rank) {
  return kernel_extent(m, rank, rank, 4);
}

// bf16 in place of the floats, from the first on: each tile is read before it
// is overwritten, and lies behind what has been.
static void low_rank_narrow(float *t, int64_t count) {
  uint16_t *const to = (uint16_t *)t;
  for (int64_t i = 0; i < count; i += 256)
    tile_store_linear_narrow_bf16(to + i, count - i,
                                  tile_load_linear_f32(t + i, count - i));
}

#define LOW_RANK(type, element, narrow)                                        \
  int sparse_low_rank_##type(const struct sparse_pattern *pattern, int64_t m,  \
                             const element *x, int64_t ldx, const element *w,  \
                             int64_t rank, const element *v, const element *u, \
                             float *y, int64_t ldy, void *scratch,             \
                             int64_t scratch_bytes) {                          \
    const int64_t size = (int64_t)sizeof(element);                             \
    const int status =                                                         \
        sparse_check(pattern, m, x, ldx, size, y, ldy, 4, w, size, 0);         \
    if (status)                                                                \
      return status;                                                           \
    const int64_t t_bytes = sparse_low_rank_scratch(m, rank),                  \
                  v_bytes = kernel_extent(rank, pattern->inputs,               \
                                          pattern->inputs, size),              \
                  u_bytes = kernel_extent(pattern->outputs, rank, rank, size); \
    if (t_bytes < 0 || v_bytes < 0 || u_bytes < 0)                             \
      return KERNEL_BAD_SHAPE;                                                 \
    if ((t_bytes && !scratch) || (v_bytes && !v) || (u_bytes && !u))           \
      return KERNEL_NULL_POINTER;                                              \
    if (scratch_bytes < t_bytes)                                               \
      return KERNEL_SMALL_SCRATCH;                                             \
    const int64_t y_bytes = kernel_extent(m, pattern->outputs, ldy, 4);        \
    const struct {                                                             \
      const void *array;                                                       \
      int64_t bytes;                                                           \
    } read[] = {                                                               \
        {v, v_bytes},                                                          \
        {u, u_bytes},                                                          \
        {x, kernel_extent(m, pattern->inputs, ldx, size)},                     \
        {w, sparse_blocks(pattern) * pattern->block * pattern->block * size}}; \
    for (int i = 0; i < 4; i++)                                                \
      if (kernel_overlap(y, y_bytes, read[i].array, read[i].bytes) ||          \
          kernel_overlap(scratch, t_bytes, read[i].array, read[i].bytes))      \
        return KERNEL_OVERLAP;                                                 \
    if (kernel_overlap(y, y_bytes, scratch, t_bytes) ||                        \
        sparse_overlaps_pattern(pattern, scratch, t_bytes))                    \
      return KERNEL_OVERLAP;                                                   \
    sparse_##type(pattern, m, x, ldx, w, y, ldy, 0);                           \
    gemm_##type(m, rank, pattern->inputs, x, ldx, v, pattern->inputs, scratch, \
                rank, GEMM_B_NK);                                              \
    if (narrow)                                                                \
      low_rank_narrow(scratch, m * rank);                                      \
    return gemm_##type(m, pattern->outputs, rank, scratch, rank, u, rank, y,   \
                       ldy, GEMM_ADD | GEMM_B_NK);                             \
  }

LOW_RANK(f32, float, 0)
LOW_RANK(bf16, uint16_t, 1)

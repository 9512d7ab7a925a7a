// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The gradient of a sparse matrix. Each block that exists, 1 or 4 tiles, stays
// in registers while the rows of dy and x are gone through; both are
// transposed as they are loaded.
#include <sectile.h>

#include "sparse_check.h"

#define GRADIENT_UNROLL _Pragma("clang loop unroll(full)")
#define GRADIENT_EACH                                                          \
  GRADIENT_UNROLL                                                              \
  for (int i = 0; i < block / 16; i++)                                         \
    GRADIENT_UNROLL                                                            \
  for (int j = 0; j < block / 16; j++)

// One block, of which outputs x inputs elements are in the matrix.
#define GRADIENT(type, element)                                                \
  static inline __attribute__((always_inline)) void block_##type(              \
      int block, int add, int64_t outputs, int64_t inputs, int64_t m,          \
      const element *dy, int64_t ldy, const element *x, int64_t ldx,           \
      float *g) {                                                              \
    enum { DEEP = 64 / sizeof(element) };                                      \
    tile_f32_t sum[2][2];                                                      \
    GRADIENT_EACH                                                              \
    sum[i][j] =                                                                \
        add ? tile_load_rect_f32(g + 16 * i * block + 16 * j, block * 4,       \
                                 outputs - 16 * i, inputs - 16 * j)            \
            : tile_zero_f32();                                                 \
    for (; m > 0; m -= DEEP, dy += DEEP * ldy, x += DEEP * ldx) {              \
      tile_##type##_t a[2], b[2];                                              \
      GRADIENT_UNROLL                                                          \
      for (int i = 0; i < block / 16; i++) {                                   \
        a[i] = tile_load_transposed_##type(                                    \
            dy + 16 * i, ldy * (int64_t)sizeof(element), m, outputs - 16 * i); \
        b[i] = tile_load_transposed_##type(                                    \
            x + 16 * i, ldx * (int64_t)sizeof(element), m, inputs - 16 * i);   \
      }                                                                        \
      GRADIENT_EACH                                                            \
      sum[i][j] = tile_mma_depth_##type(sum[i][j], a[i], b[j], m);             \
    }                                                                          \
    GRADIENT_EACH                                                              \
    tile_store_rect_f32(g + 16 * i * block + 16 * j, block * 4,                \
                        outputs - 16 * i, inputs - 16 * j, sum[i][j]);         \
  }                                                                            \
  int sparse_gradient_##type(const struct sparse_pattern *pattern, int64_t m,  \
                             const element *dy, int64_t ldy, const element *x, \
                             int64_t ldx, float *g, int flags) {               \
    const int status =                                                         \
        sparse_check(pattern, m, x, ldx, (int64_t)sizeof(element), dy, ldy,    \
                     (int64_t)sizeof(element), g, 4, 1);                       \
    if (status)                                                                \
      return status;                                                           \
    if (flags & ~SPARSE_ADD)                                                   \
      return KERNEL_BAD_ARGUMENT;                                              \
    if (m <= 1)                                                                \
      ldx = ldy = 0;                                                           \
    const int64_t size = pattern->block;                                       \
    for (int64_t r = 0; r * size < pattern->outputs; r++)                      \
      for (int64_t b = pattern->start[r]; b < pattern->start[r + 1]; b++) {    \
        const int64_t column = pattern->column[b] * size;                      \
        float *const to =                                                      \
            g + (pattern->place ? pattern->place[b] : b) * size * size;        \
        if (size == 16)                                                        \
          block_##type(16, flags & SPARSE_ADD, pattern->outputs - r * size,    \
                       pattern->inputs - column, m, dy + r * size, ldy,        \
                       x + column, ldx, to);                                   \
        else                                                                   \
          block_##type(32, flags & SPARSE_ADD, pattern->outputs - r * size,    \
                       pattern->inputs - column, m, dy + r * size, ldy,        \
                       x + column, ldx, to);                                   \
      }                                                                        \
    return KERNEL_OK;                                                          \
  }

GRADIENT(f32, float)
GRADIENT(bf16, uint16_t)

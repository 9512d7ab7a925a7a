// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A matrix of integers by a vector of them. A multiply of the matrix unit takes
// 16 rows of A, 64 bytes deep, and the vector as the first row of its other
// operand: of its 16 columns of sums one is used, but the elementwise unit,
// which would have to take bytes apart, is slower. Up to 8 tiles of sums share
// the vector's tile.
#include <sectile.h>

#include "gemv_check.h"

// `across`: the load transposes; memory has 64 rows of A, as columns of the
// tile. Numbers of 4 bits have no such load.
#define GEMV_ACROSS(type, p, stride, rows, columns)                            \
  tile_load_transposed_##type(p, stride, rows, columns)
#define GEMV_NEVER(type, p, stride, rows, columns) tile_zero_##type()

#define GEMV_WORDS(type, element, per_byte, load_across)                       \
  GEMV_INLINE void words_##type(int tiles, int transposed, int64_t m,          \
                                int64_t n, int32_t alpha, const element *a,    \
                                int64_t stride, const element *x,              \
                                int32_t beta, int32_t *y) {                    \
    const int64_t outputs = transposed ? n : m,                                \
                  step = transposed ? 64 * stride : 64,                        \
                  next = transposed ? 16 : 16 * stride;                        \
    tile_i32_t sum[8];                                                         \
    GEMV_EACH sum[u] = tile_zero_i32();                                        \
    for (int64_t left = transposed ? m : n; left > 0;                          \
         left -= 64 * (per_byte), a += step, x += 64) {                        \
      const int64_t bytes = (left + (per_byte) - 1) / (per_byte);              \
      const tile_##type##_t vector = tile_load_rect_##type(x, 0, 1, bytes);    \
      tile_##type##_t part[8];                                                 \
      GEMV_EACH part[u] =                                                      \
          transposed ? load_across(type, a + u * next, stride, left,           \
                                   outputs - 16 * u)                           \
                     : tile_load_rect_##type(a + u * next, stride,             \
                                             outputs - 16 * u, bytes);         \
      GEMV_EACH sum[u] = tile_mma_depth_##type(sum[u], part[u], vector, left); \
    }                                                                          \
    GEMV_EACH {                                                                \
      int32_t *const to = y + 16 * u;                                          \
      sum[u] = sum[u] * alpha;                                                 \
      if (beta != 0)                                                           \
        sum[u] = tile_madd_i32_sb(                                             \
            tile_load_rect_i32(to, 4, outputs - 16 * u, 1), beta, sum[u]);     \
      tile_store_rect_i32(to, 4, outputs - 16 * u, 1, sum[u]);                 \
    }                                                                          \
  }                                                                            \
  GEMV_INLINE void all_words_##type(                                           \
      int transposed, int64_t m, int64_t n, int32_t alpha, const element *a,   \
      int64_t stride, const element *x, int32_t beta, int32_t *y) {            \
    int64_t *const left = transposed ? &n : &m;                                \
    while (*left > 0) {                                                        \
      const int tiles = *left > 64 ? 8 : *left > 16 ? 4 : 1;                   \
      if (tiles == 8)                                                          \
        words_##type(8, transposed, m, n, alpha, a, stride, x, beta, y);       \
      else if (tiles == 4)                                                     \
        words_##type(4, transposed, m, n, alpha, a, stride, x, beta, y);       \
      else                                                                     \
        words_##type(1, transposed, m, n, alpha, a, stride, x, beta, y);       \
      a += tiles * (transposed ? 16 : 16 * stride);                            \
      y += 16 * tiles;                                                         \
      *left -= 16 * tiles;                                                     \
    }                                                                          \
  }                                                                            \
  int gemv_##type(int64_t m, int64_t n, int32_t alpha, const element *a,       \
                  int64_t lda, const element *x, int32_t beta, int32_t *y,     \
                  int flags) {                                                 \
    const int status = gemv_check(m, n, a, lda, x, 1, y, flags, 1, per_byte);  \
    if (status != KERNEL_OK)                                                   \
      return status;                                                           \
    const int64_t stride = lda / (per_byte);                                   \
    if (flags & GEMV_TRANSPOSED)                                               \
      all_words_##type(1, alpha == 0 ? 0 : m, n, alpha, a, stride, x, beta,    \
                       y);                                                     \
    else                                                                       \
      all_words_##type(0, m, alpha == 0 ? 0 : n, alpha, a, stride, x, beta,    \
                       y);                                                     \
    return KERNEL_OK;                                                          \
  }

GEMV_WORDS(i8, int8_t, 1, GEMV_ACROSS)
GEMV_WORDS(i4, uint8_t, 2, GEMV_NEVER)

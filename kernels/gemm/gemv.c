// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A matrix by a vector. Each tile of A is loaded once and multiplied element by
// element, as fast as lines are loaded, by a tile in which the vector is
// repeated; the matrix unit would take four times as long, for it uses a column
// of 16. It adds up the 16 sums of each element of the result at the end,
// beside the other units. Up to 8 tiles of sums share the vector's tile.
#include <sectile.h>

#include "gemv_check.h"

// Adds up the 16 sums of each row, and stores the first `left` results.
GEMV_INLINE void finish(tile_f32_t sums, float alpha, float beta, float *y,
                        int64_t left) {
  tile_f32_t sum = tile_mmaz_f32(sums, tile_splat_f32(1));
  if (beta == 0)
    sum *= alpha;
  else
    sum =
        tile_fmadd_f32_sb(sum, alpha, tile_load_rect_f32(y, 4, left, 1) * beta);
  tile_store_rect_f32(y, 4, left, 1, sum);
}

#define GEMV_WIDE(type, p, stride, rows, columns)                              \
  tile_load_rect_widen_##type(p, stride, rows, columns)
#define GEMV_WHOLE(type, p, stride, rows, columns)                             \
  tile_load_rect_##type(p, stride, rows, columns)
#define GEMV_INTEGER(type, p, stride, rows, columns)                           \
  tile_cvt_f32_i32(tile_load_rect_widen_##type(p, stride, rows, columns))

// A block of results: tiles of 16 rows of A below each other, or of 16 columns
// beside each other. A load does not touch what is not there. `per_byte`
// elements share a byte.
#define GEMV(name, type, element, per_byte, load)                              \
  GEMV_INLINE void block_##name(                                               \
      int tiles, int transposed, int64_t m, int64_t n, float alpha,            \
      const element *a, int64_t lda, const float *x, float beta, float *y) {   \
    const int64_t stride = lda * (int64_t)sizeof(element) / (per_byte),        \
                  depth = transposed ? m : n,                                  \
                  across = 16 * (int64_t)sizeof(element) / (per_byte),         \
                  step = transposed ? 16 * stride : across,                    \
                  next = transposed ? across : 16 * stride;                    \
    const char *from = (const char *)a;                                        \
    tile_f32_t sum[8];                                                         \
    GEMV_EACH sum[u] = tile_zero_f32();                                        \
    _Pragma("clang loop unroll_count(2)") /* 16 loads under way */             \
        for (int64_t l = 0; l < depth; l += 16) {                              \
      const tile_f32_t vector =                                                \
          transposed ? tile_load_transposed_f32(x + l, 0, 16, depth - l)       \
                     : tile_load_rect_f32(x + l, 0, 16, depth - l);            \
      /* All loads first, into registers of their own. */                      \
      tile_f32_t part[8];                                                      \
      GEMV_EACH part[u] = load(type, from + u * next, stride,                  \
                               transposed ? depth - l : m - 16 * u,            \
                               transposed ? n - 16 * u : depth - l);           \
      GEMV_EACH sum[u] = tile_fmadd_f32(part[u], vector, sum[u]);              \
      from += step;                                                            \
    }                                                                          \
    GEMV_EACH finish(transposed ? tile_transpose_f32(sum[u]) : sum[u], alpha,  \
                     beta, y + 16 * u, (transposed ? n : m) - 16 * u);         \
  }                                                                            \
  GEMV_INLINE void blocks_##name(int transposed, int64_t m, int64_t n,         \
                                 float alpha, const element *a, int64_t lda,   \
                                 const float *x, float beta, float *y) {       \
    const int64_t step = transposed ? 16 / (per_byte) : 16 * lda / (per_byte); \
    int64_t *const left = transposed ? &n : &m;                                \
    while (*left > 0) {                                                        \
      const int tiles = *left > 64 ? 8 : *left > 16 ? 4 : 1;                   \
      if (tiles == 8)                                                          \
        block_##name(8, transposed, m, n, alpha, a, lda, x, beta, y);          \
      else if (tiles == 4)                                                     \
        block_##name(4, transposed, m, n, alpha, a, lda, x, beta, y);          \
      else                                                                     \
        block_##name(1, transposed, m, n, alpha, a, lda, x, beta, y);          \
      a += tiles * step;                                                       \
      y += 16 * tiles;                                                         \
      *left -= 16 * tiles;                                                     \
    }                                                                          \
  }                                                                            \
  int gemv_##name(int64_t m, int64_t n, float alpha, const element *a,         \
                  int64_t lda, const float *x, float beta, float *y,           \
                  int flags) {                                                 \
    const int status = gemv_check(m, n, a, lda, x, 4, y, flags,                \
                                  (int64_t)sizeof(element), per_byte);         \
    if (status != KERNEL_OK)                                                   \
      return status;                                                           \
    if (flags & GEMV_TRANSPOSED)                                               \
      blocks_##name(1, alpha == 0 ? 0 : m, n, alpha, a, lda, x, beta, y);      \
    else                                                                       \
      blocks_##name(0, m, alpha == 0 ? 0 : n, alpha, a, lda, x, beta, y);      \
    return KERNEL_OK;                                                          \
  }

GEMV(f32, f32, float, 1, GEMV_WHOLE)
GEMV(f16, f16, uint16_t, 1, GEMV_WIDE)
GEMV(bf16, bf16, uint16_t, 1, GEMV_WIDE)
GEMV(e4m3, e4m3, uint8_t, 1, GEMV_WIDE)
GEMV(e5m2, e5m2, uint8_t, 1, GEMV_WIDE)
GEMV(i8_f32, i8, int8_t, 1, GEMV_INTEGER)
GEMV(i4_f32, i4, uint8_t, 2, GEMV_INTEGER)

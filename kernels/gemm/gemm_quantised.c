// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Products with quantised weights. A block of 16 rows of W is converted,
// exactly, to the type of A, multiplied by up to four tiles of A, and the sums
// of its 32 products are added to those before times the scale.
#include <sectile.h>

#include "../common/status.h"
#include "gemm_quantised.h"

#define Q_INLINE static inline __attribute__((always_inline))
#define Q_UNROLL _Pragma("clang loop unroll(full)")

// 16 x 16 of the numbers, as floats.
Q_INLINE tile_f32_t numbers_q8(const int8_t *p, int64_t k, int64_t rows) {
  return __builtin_convertvector(tile_load_rect_widen_i8(p, k, rows, 16),
                                 tile_f32_t);
}
Q_INLINE tile_f32_t numbers_q4(const uint8_t *p, int64_t k, int64_t rows) {
  return __builtin_convertvector(tile_load_rect_widen_i4(p, k / 2, rows, 16),
                                 tile_f32_t);
}

// The sums of 32 products.
Q_INLINE tile_f32_t sums_f32(const float *a, int64_t lda, int64_t rows,
                             tile_f32_t first, tile_f32_t second) {
  return tile_mma_f32(
      tile_mmaz_f32(tile_load_rect_f32(a, lda * 4, rows, 16), first),
      tile_load_rect_f32(a + 16, lda * 4, rows, 16), second);
}
#define SUMS(type)                                                             \
  Q_INLINE tile_f32_t sums_##type(const uint16_t *a, int64_t lda,              \
                                  int64_t rows, tile_f32_t first,              \
                                  tile_f32_t second) {                         \
    return tile_mmaz_##type(                                                   \
        tile_load_rect_##type(a, lda * 2, rows, 32),                           \
        tile_pack_##type(tile_packz_##type(first), second, 1));                \
  }
SUMS(f16)
SUMS(bf16)

static int check(int64_t m, int64_t n, int64_t k, const void *a, int64_t lda,
                 int64_t size, const void *numbers, int64_t per_byte,
                 const float *scales, const float *c, int64_t ldc) {
  const int64_t a_bytes = kernel_extent(m, k, lda, size),
                c_bytes = kernel_extent(m, n, ldc, 4),
                w_bytes = kernel_extent(n, k / per_byte, k / per_byte, 1),
                s_bytes = kernel_extent(k / GEMM_Q_BLOCK, n, n, 4);
  if ((a_bytes | c_bytes | w_bytes | s_bytes) < 0 || k % GEMM_Q_BLOCK)
    return KERNEL_BAD_SHAPE;
  if ((a_bytes && !a) || (c_bytes && !c) || (w_bytes && (!numbers || !scales)))
    return KERNEL_NULL_POINTER;
  return kernel_overlap(c, c_bytes, a, a_bytes) ||
                 kernel_overlap(c, c_bytes, numbers, w_bytes) ||
                 kernel_overlap(c, c_bytes, scales, s_bytes)
             ? KERNEL_OVERLAP
             : KERNEL_OK;
}

#define QUANTISED(weight, type, number, element, per_byte)                     \
  Q_INLINE void block_##weight##_##type(                                       \
      int tiles, int64_t m, int64_t n, int64_t k, int64_t columns,             \
      const element *a, int64_t lda, const number *numbers,                    \
      const float *scales, float *c, int64_t ldc) {                            \
    tile_f32_t sum[4];                                                         \
    Q_UNROLL for (int i = 0; i < tiles; i++) sum[i] = tile_zero_f32();         \
    for (int64_t l = 0; l < k; l += GEMM_Q_BLOCK) {                            \
      const number *const from = numbers + l / (per_byte);                     \
      const tile_f32_t first = numbers_##weight(from, k, n),                   \
                       second =                                                \
                           numbers_##weight(from + 16 / (per_byte), k, n),     \
                       scale = tile_load_rect_f32(                             \
                           scales + l / GEMM_Q_BLOCK * columns, 0, 16, n);     \
      Q_UNROLL for (int i = 0; i < tiles; i++) sum[i] = tile_fmadd_f32(        \
          sums_##type(a + 16 * i * lda + l, lda, m - 16 * i, first, second),   \
          scale, sum[i]);                                                      \
    }                                                                          \
    Q_UNROLL for (int i = 0; i < tiles; i++)                                   \
        tile_store_rect_f32(c + 16 * i * ldc, ldc * 4, m - 16 * i, n, sum[i]); \
  }                                                                            \
  int gemm_##weight##_##type(                                                  \
      int64_t m, int64_t n, int64_t k, const element *a, int64_t lda,          \
      const number *numbers, const float *scales, float *c, int64_t ldc) {     \
    const int status = check(m, n, k, a, lda, (int64_t)sizeof(element),        \
                             numbers, per_byte, scales, c, ldc);               \
    if (status != KERNEL_OK)                                                   \
      return status;                                                           \
    for (int64_t j = 0; j < n; j += 16) {                                      \
      const number *const from = numbers + j * k / (per_byte);                 \
      int64_t i = 0;                                                           \
      for (; m - i > 16; i += 64)                                              \
        block_##weight##_##type(4, m - i, n - j, k, n, a + i * lda, lda, from, \
                                scales + j, c + i * ldc + j, ldc);             \
      if (i < m)                                                               \
        block_##weight##_##type(1, m - i, n - j, k, n, a + i * lda, lda, from, \
                                scales + j, c + i * ldc + j, ldc);             \
    }                                                                          \
    return KERNEL_OK;                                                          \
  }
QUANTISED(q8, f32, int8_t, float, 1)
QUANTISED(q8, f16, int8_t, uint16_t, 1)
QUANTISED(q8, bf16, int8_t, uint16_t, 1)
QUANTISED(q4, f32, uint8_t, float, 2)
QUANTISED(q4, f16, uint8_t, uint16_t, 2)
QUANTISED(q4, bf16, uint8_t, uint16_t, 2)

// Bytes of the blocks, of the numbers and of the scales.
static int check_convert(int64_t n, int64_t k, const void *blocks,
                         int64_t block, const void *numbers, int64_t per_byte,
                         const float *scales) {
  if (n < 0 || k < 0 || k % GEMM_Q_BLOCK || kernel_extent(n, k, k, 4) < 0)
    return KERNEL_BAD_SHAPE;
  const int64_t count = n * (k / GEMM_Q_BLOCK),
                w_bytes = count * GEMM_Q_BLOCK / per_byte;
  if (count && (!blocks || !numbers || !scales))
    return KERNEL_NULL_POINTER;
  return kernel_overlap(numbers, w_bytes, blocks, count * block) ||
                 kernel_overlap(scales, count * 4, blocks, count * block) ||
                 kernel_overlap(numbers, w_bytes, scales, count * 4)
             ? KERNEL_OVERLAP
             : KERNEL_OK;
}

// The scale that a block begins with; blocks have no alignment.
static float scale_of(const uint8_t *block) {
  _Float16 scale;
  __builtin_memcpy(&scale, block, 2);
  return (float)scale;
}

int gemm_q8_convert(int64_t n, int64_t k, const void *blocks, int8_t *numbers,
                    float *scales) {
  const int status =
      check_convert(n, k, blocks, GEMM_Q8_BYTES, numbers, 1, scales);
  const uint8_t *block = blocks;
  for (int64_t i = 0; status == KERNEL_OK && i < n; i++)
    for (int64_t l = 0; l < k / GEMM_Q_BLOCK; l++, block += GEMM_Q8_BYTES) {
      scales[l * n + i] = scale_of(block);
      __builtin_memcpy(numbers + i * k + l * GEMM_Q_BLOCK, block + 2,
                       GEMM_Q_BLOCK);
    }
  return status;
}

int gemm_q4_convert(int64_t n, int64_t k, const void *blocks, uint8_t *numbers,
                    float *scales) {
  const int status =
      check_convert(n, k, blocks, GEMM_Q4_BYTES, numbers, 2, scales);
  const uint8_t *block = blocks;
  for (int64_t i = 0; status == KERNEL_OK && i < n; i++)
    for (int64_t l = 0; l < k / GEMM_Q_BLOCK; l++, block += GEMM_Q4_BYTES) {
      uint8_t *const to = numbers + (i * k + l * GEMM_Q_BLOCK) / 2;
      scales[l * n + i] = scale_of(block);
      // 8 less, in 4 bits, is the upper bit flipped.
      for (int p = 0; p < 8; p++) {
        const uint8_t one = block[2 + 2 * p] ^ 0x88,
                      two = block[3 + 2 * p] ^ 0x88;
        to[p] = (uint8_t)((one & 15) | two << 4);
        to[8 + p] = (uint8_t)(one >> 4 | (two & 0xf0));
      }
    }
  return status;
}

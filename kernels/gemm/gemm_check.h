// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What every GEMM kernel checks before it writes, and the last step of those
// with alpha and beta.
#ifndef GEMM_CHECK_H
#define GEMM_CHECK_H

#include <sectile.h>

#include "../common/status.h"
#include "gemm.h"

// sum * alpha + old, a fused multiply-add of floats.
static inline __attribute__((always_inline)) tile_f32_t
gemm_scale_add_f32(tile_f32_t sum, float alpha, tile_f32_t old) {
  return tile_fmadd_f32_sb(sum, alpha, old);
}
static inline __attribute__((always_inline)) tile_i32_t
gemm_scale_add_i32(tile_i32_t sum, int32_t alpha, tile_i32_t old) {
  return sum * alpha + old;
}

// The bytes from the first to the last of a matrix, `per_byte` of whose
// elements of `size` bytes share a byte; -1 as kernel_extent, and if a row does
// not begin with a byte.
static inline int64_t gemm_extent(int64_t rows, int64_t columns, int64_t stride,
                                  int64_t size, int64_t per_byte) {
  if (per_byte > 1) {
    if (columns < 0 || stride % per_byte != 0)
      return -1;
    columns = columns / per_byte + (columns % per_byte != 0);
    stride /= per_byte;
  }
  return kernel_extent(rows, columns, stride, size);
}

static inline int gemm_check_extents(int64_t m, int64_t n, int64_t k,
                                     int64_t lda, int64_t ldb, int64_t ldc,
                                     int flags, int64_t size, int64_t per_byte,
                                     int64_t c_size, int64_t bytes[3]) {
  const int a_km = flags & GEMM_A_KM, b_nk = flags & GEMM_B_NK;
  if (flags & ~(GEMM_ADD | GEMM_A_KM | GEMM_B_NK) ||
      (per_byte > 1 && (a_km || !b_nk)))
    return KERNEL_BAD_ARGUMENT;
  bytes[0] = gemm_extent(a_km ? k : m, a_km ? m : k, lda, size, per_byte);
  bytes[1] = gemm_extent(b_nk ? n : k, b_nk ? k : n, ldb, size, per_byte);
  bytes[2] = kernel_extent(m, n, ldc, c_size);
  return (bytes[0] | bytes[1] | bytes[2]) < 0 ? KERNEL_BAD_SHAPE : KERNEL_OK;
}

static inline int gemm_check_memory(const void *a, const void *b, const void *c,
                                    const int64_t bytes[3]) {
  if ((bytes[0] && !a) || (bytes[1] && !b) || (bytes[2] && !c))
    return KERNEL_NULL_POINTER;
  return kernel_overlap(c, bytes[2], a, bytes[0]) ||
                 kernel_overlap(c, bytes[2], b, bytes[1])
             ? KERNEL_OVERLAP
             : KERNEL_OK;
}

static inline int gemm_check(int64_t m, int64_t n, int64_t k, const void *a,
                             int64_t lda, const void *b, int64_t ldb,
                             const void *c, int64_t ldc, int flags,
                             int64_t size, int64_t per_byte) {
  int64_t bytes[3];
  int status = gemm_check_extents(m, n, k, lda, ldb, ldc, flags, size, per_byte,
                                  4, bytes);
  if (status == KERNEL_OK)
    status = gemm_check_memory(a, b, c, bytes);
  if (status != KERNEL_OVERLAP)
    return status;
  // Blocks of one matrix?
  const int a_km = flags & GEMM_A_KM, b_nk = flags & GEMM_B_NK;
  return kernel_rows_overlap(c, m, n * 4, ldc * 4, a, a_km ? k : m,
                             ((a_km ? m : k) * size + per_byte - 1) / per_byte,
                             lda * size / per_byte) ||
                 kernel_rows_overlap(c, m, n * 4, ldc * 4, b, b_nk ? n : k,
                                     ((b_nk ? k : n) * size + per_byte - 1) /
                                         per_byte,
                                     ldb * size / per_byte)
             ? KERNEL_OVERLAP
             : KERNEL_OK;
}

// Whether gemm_check surely has nothing to say, which most calls need only:
// sizes are below 2^30, and whole rows, the last as long as the distance to a
// next, have no bytes in common.
static inline __attribute__((always_inline)) int
gemm_is_simple(int64_t m, int64_t n, int64_t k, const void *a, int64_t lda,
               const void *b, int64_t ldb, const void *c, int64_t ldc,
               int flags, int64_t size) {
  const int64_t a_rows = flags & GEMM_A_KM ? k : m, a_row = m + k - a_rows,
                b_rows = flags & GEMM_B_NK ? n : k, b_row = n + k - b_rows;
  const uint64_t pa = (uint64_t)(uintptr_t)a, pb = (uint64_t)(uintptr_t)b,
                 pc = (uint64_t)(uintptr_t)c,
                 c_end = pc + (uint64_t)(m * ldc * 4);
  return (uint64_t)(m | n | k | lda | ldb | ldc) >> 30 == 0 &&
         (unsigned)flags < 8 && lda >= a_row && ldb >= b_row && ldc >= n &&
         pa && pb && pc &&
         (c_end <= pa || pa + (uint64_t)(a_rows * lda * size) <= pc) &&
         (c_end <= pb || pb + (uint64_t)(b_rows * ldb * size) <= pc);
}

// `count` ranges of `bytes`, `step` bytes apart; -1 if they exceed 2^62 bytes.
static inline int64_t gemm_batch_extent(int64_t count, int64_t bytes,
                                        int64_t step) {
  int64_t all;
  if (count == 0 || bytes == 0)
    return 0;
  if (step < 0 || __builtin_mul_overflow(count - 1, step, &all) ||
      __builtin_add_overflow(all, bytes, &all) || all > INT64_C(1) << 62)
    return -1;
  return all;
}

// The products of C are one after the other, or side by side in its rows.
static inline int gemm_check_batch(const struct gemm_batch *batch, int64_t m,
                                   int64_t n, int64_t k, const void *a,
                                   int64_t lda, const void *b, int64_t ldb,
                                   const void *c, int64_t ldc, int flags,
                                   int64_t size, int64_t per_byte) {
  int64_t bytes[3], end;
  if (!batch)
    return KERNEL_NULL_POINTER;
  if (batch->count < 0 || batch->a_step % per_byte || batch->b_step % per_byte)
    return KERNEL_BAD_SHAPE;
  if (flags & GEMM_ADD)
    return KERNEL_BAD_ARGUMENT; // beta says it
  if (batch->count == 1)
    return gemm_check(m, n, k, a, lda, b, ldb, c, ldc, flags, size, per_byte);
  const int status = gemm_check_extents(m, n, k, lda, ldb, ldc, flags, size,
                                        per_byte, 4, bytes);
  if (status != KERNEL_OK)
    return status;
  if (batch->count > 1 && bytes[2] && batch->c_step < bytes[2] / 4 &&
      (batch->c_step < n ||
       __builtin_mul_overflow(batch->count - 1, batch->c_step, &end) ||
       __builtin_add_overflow(end, n, &end) || (m > 1 && end > ldc)))
    return KERNEL_BAD_SHAPE;
  int64_t a_step, b_step, c_step;
  if (__builtin_mul_overflow(batch->a_step / per_byte, size, &a_step) ||
      __builtin_mul_overflow(batch->b_step / per_byte, size, &b_step) ||
      __builtin_mul_overflow(batch->c_step, 4, &c_step))
    return KERNEL_BAD_SHAPE;
  bytes[0] = gemm_batch_extent(batch->count, bytes[0], a_step);
  bytes[1] = gemm_batch_extent(batch->count, bytes[1], b_step);
  bytes[2] = gemm_batch_extent(batch->count, bytes[2], c_step);
  if ((bytes[0] | bytes[1] | bytes[2]) < 0)
    return KERNEL_BAD_SHAPE;
  return gemm_check_memory(a, b, c, bytes);
}

#endif

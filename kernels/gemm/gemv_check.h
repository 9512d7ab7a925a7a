// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What every product of a matrix by a vector checks before it writes.
#ifndef GEMV_CHECK_H
#define GEMV_CHECK_H

#include "gemm_check.h"
#include "gemv.h"

#define GEMV_INLINE static inline __attribute__((always_inline))
#define GEMV_UNROLL _Pragma("clang loop unroll(full)")
#define GEMV_EACH                                                              \
  GEMV_UNROLL                                                                  \
  for (int u = 0; u < tiles; u++)

// Elements of x have x_size bytes and share a byte as those of A do, if they
// have A's type.
static inline int gemv_check(int64_t m, int64_t n, const void *a, int64_t lda,
                             const void *x, int64_t x_size, const void *y,
                             int flags, int64_t size, int64_t per_byte) {
  if (flags & ~GEMV_TRANSPOSED || (flags && per_byte > 1))
    return KERNEL_BAD_ARGUMENT;
  const int64_t bytes = gemm_extent(m, n, lda, size, per_byte);
  if (bytes < 0 || m > INT64_C(1) << 58 || n > INT64_C(1) << 58)
    return KERNEL_BAD_SHAPE;
  const int64_t x_count = flags & GEMV_TRANSPOSED ? m : n,
                x_bytes = x_size == 4 ? x_count * 4
                                      : (x_count + per_byte - 1) / per_byte,
                y_bytes = 4 * (flags & GEMV_TRANSPOSED ? n : m);
  if ((bytes && !a) || (x_bytes && !x) || (y_bytes && !y))
    return KERNEL_NULL_POINTER;
  return kernel_overlap(y, y_bytes, a, bytes) ||
                 kernel_overlap(y, y_bytes, x, x_bytes)
             ? KERNEL_OVERLAP
             : KERNEL_OK;
}

#endif

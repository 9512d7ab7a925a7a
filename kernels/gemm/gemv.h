// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A matrix by a vector on tiles: y = alpha * A * x + beta * y with m x n
// elements of A, or with GEMV_TRANSPOSED y = alpha * A' * x + beta * y. A is
// stored by rows, lda elements apart, as f32 or a narrower type that is widened
// exactly; x and y are f32 without gaps, n and m of them, or m and n.
//
// If beta is 0, y is not read; if alpha is 0, A and x are not. Returns a status
// of common/status.h and writes nothing unless it is KERNEL_OK; y shares no
// byte with A or x. gemm_reference.h says what each element is, to the bit.
#ifndef GEMV_H
#define GEMV_H

#include <stdint.h>

enum gemv_flags { GEMV_TRANSPOSED = 1 };

#define GEMV_DECLARE(type, element)                                            \
  int gemv_##type(int64_t m, int64_t n, float alpha, const element *a,         \
                  int64_t lda, const float *x, float beta, float *y,           \
                  int flags);
GEMV_DECLARE(f32, float)
GEMV_DECLARE(f16, uint16_t)
GEMV_DECLARE(bf16, uint16_t)
GEMV_DECLARE(e4m3, uint8_t)
GEMV_DECLARE(e5m2, uint8_t)

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A matrix by a vector on tiles: y = alpha * A * x + beta * y with m x n
// elements of A, or with GEMV_TRANSPOSED y = alpha * A' * x + beta * y. A is
// stored by rows, lda elements apart, as f32 or a narrower type that is widened
// exactly; x and y are f32 without gaps, n and m of them, or m and n.
//
// If beta is 0, y is not read; if alpha is 0, A and x are not. Returns a status
// of common/status.h and writes nothing unless it is KERNEL_OK; y shares no
// byte with A or x. gemm_reference.h says what each element is, to the bit.
//
// gemv_i8_f32 and gemv_i4_f32 have integers in A, whose scale may be alpha, and
// floats in x and y. gemv_i8 and gemv_i4 have integers of A's type in x and
// 32-bit integers in y, alpha and beta, modulo 2^32. Numbers of 4 bits are two
// a byte, the first in the lower half; lda is even, and A' is not supported.
#ifndef GEMV_H
#define GEMV_H

#include <stdint.h>

enum gemv_flags { GEMV_TRANSPOSED = 1 };

#define GEMV_DECLARE(type, element, vector, sum)                               \
  int gemv_##type(int64_t m, int64_t n, sum alpha, const element *a,           \
                  int64_t lda, const vector *x, sum beta, sum *y, int flags);
GEMV_DECLARE(f32, float, float, float)
GEMV_DECLARE(f16, uint16_t, float, float)
GEMV_DECLARE(bf16, uint16_t, float, float)
GEMV_DECLARE(e4m3, uint8_t, float, float)
GEMV_DECLARE(e5m2, uint8_t, float, float)
GEMV_DECLARE(i8_f32, int8_t, float, float)
GEMV_DECLARE(i4_f32, uint8_t, float, float)
GEMV_DECLARE(i8, int8_t, int8_t, int32_t)
GEMV_DECLARE(i4, uint8_t, uint8_t, int32_t)
#undef GEMV_DECLARE

#endif

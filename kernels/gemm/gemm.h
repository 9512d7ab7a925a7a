// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Matrix multiplication on tiles: C[m][n] = (C +) A[m][k] * B[k][n].
//
// Any m, n and k, zero included, and any leading dimension (lda, ldb, ldc: the
// distance of rows, in elements). Nothing outside the m x n elements of C is
// written, nothing outside A and B is read. Each function returns a status of
// common/status.h and writes nothing unless it is KERNEL_OK.
//
// Every element is computed as gemm_reference.h says, to the bit: floats as one
// chain of fused multiply-adds in ascending k, integers modulo 2^32.
// docs/kernels/gemm.md is the documentation.
#ifndef GEMM_H
#define GEMM_H

#include <stdint.h>

enum gemm_flags {
  GEMM_ADD = 1,  // start from C; otherwise from +0
  GEMM_A_KM = 2, // A is stored as [k][m]
  GEMM_B_NK = 4  // B is stored as [n][k]
};

// `count` products. The operands of one lie a_step, b_step elements after those
// of the one before, at least 0; the results c_step, one after the other or
// side by side in rows of ldc elements.
struct gemm_batch {
  int64_t count, a_step, b_step, c_step;
};

// GEMM_DECLARE(T, ...) declares three functions:
//
//   gemm_T         C = A * B, or C + A * B with GEMM_ADD
//   gemm_T_scaled  C = alpha * (A * B) + beta * C. If beta is 0, C is not read;
//                  if alpha is 0, A and B are not. With an alpha of 1 and a
//                  beta of 0 or 1 it is gemm_T. GEMM_ADD is not allowed.
//   gemm_T_batch   the same for each product of a batch
#define GEMM_DECLARE(type, left, right, sum)                                   \
  int gemm_##type(int64_t m, int64_t n, int64_t k, const left *a, int64_t lda, \
                  const right *b, int64_t ldb, sum *c, int64_t ldc,            \
                  int flags);                                                  \
  int gemm_##type##_scaled(                                                    \
      int64_t m, int64_t n, int64_t k, sum alpha, const left *a, int64_t lda,  \
      const right *b, int64_t ldb, sum beta, sum *c, int64_t ldc, int flags);  \
  int gemm_##type##_batch(const struct gemm_batch *batch, int64_t m,           \
                          int64_t n, int64_t k, sum alpha, const left *a,      \
                          int64_t lda, const right *b, int64_t ldb, sum beta,  \
                          sum *c, int64_t ldc, int flags);

// f16, bf16 and the 8-bit floats are passed as their bits.
GEMM_DECLARE(f32, float, float, float)
GEMM_DECLARE(f16, uint16_t, uint16_t, float)
GEMM_DECLARE(bf16, uint16_t, uint16_t, float)
GEMM_DECLARE(e4m3, uint8_t, uint8_t, float)
GEMM_DECLARE(e5m2, uint8_t, uint8_t, float)
GEMM_DECLARE(e4m3e5m2, uint8_t, uint8_t, float)
GEMM_DECLARE(e5m2e4m3, uint8_t, uint8_t, float)

// Bytes into words: signed by signed, unsigned by unsigned, and mixed.
GEMM_DECLARE(i8, int8_t, int8_t, int32_t)
GEMM_DECLARE(u8, uint8_t, uint8_t, int32_t)
GEMM_DECLARE(i8u8, int8_t, uint8_t, int32_t)
GEMM_DECLARE(u8i8, uint8_t, int8_t, int32_t)

// Numbers of 4 bits, the first of a byte in its lower half, and bits, the first
// in the lowest: b1xor counts where A and B differ, b1and where both are set.
// They are stored along k, A as [m][k] and B as [n][k]: GEMM_B_NK must be
// given, GEMM_A_KM must not. Leading dimensions and steps are multiples of 2 or
// 8, so that each row begins with a byte.
GEMM_DECLARE(i4, uint8_t, uint8_t, int32_t)
GEMM_DECLARE(u4, uint8_t, uint8_t, int32_t)
GEMM_DECLARE(i4u4, uint8_t, uint8_t, int32_t)
GEMM_DECLARE(u4i4, uint8_t, uint8_t, int32_t)
GEMM_DECLARE(b1xor, uint8_t, uint8_t, int32_t)
GEMM_DECLARE(b1and, uint8_t, uint8_t, int32_t)

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Matrix multiplication on tiles: C[m][n] = (C +) A[m][k] * B[k][n].
//
// Any m, n and k, zero included, and any leading dimension (lda, ldb, ldc: the
// distance of rows, in elements). Nothing outside the m x n elements of C is
// written, nothing outside A and B is read.
//
// Every element is computed as gemm_reference.h says, to the bit: floats as one
// chain of fused multiply-adds in ascending k, integers modulo 2^32.
#ifndef GEMM_H
#define GEMM_H

#include <stdint.h>

enum gemm_flags {
  GEMM_ADD = 1,  // start from C; otherwise from +0
  GEMM_A_KM = 2, // A is stored as [k][m]
  GEMM_B_NK = 4  // B is stored as [n][k]
};

void gemm_f32(int64_t m, int64_t n, int64_t k, const float *a, int64_t lda,
              const float *b, int64_t ldb, float *c, int64_t ldc, int flags);

// f16 and bf16 are passed as their bits.
void gemm_f16(int64_t m, int64_t n, int64_t k, const uint16_t *a, int64_t lda,
              const uint16_t *b, int64_t ldb, float *c, int64_t ldc, int flags);
void gemm_bf16(int64_t m, int64_t n, int64_t k, const uint16_t *a, int64_t lda,
               const uint16_t *b, int64_t ldb, float *c, int64_t ldc,
               int flags);

// Bytes into words: signed by signed, unsigned by unsigned, and mixed.
void gemm_i8(int64_t m, int64_t n, int64_t k, const int8_t *a, int64_t lda,
             const int8_t *b, int64_t ldb, int32_t *c, int64_t ldc, int flags);
void gemm_u8(int64_t m, int64_t n, int64_t k, const uint8_t *a, int64_t lda,
             const uint8_t *b, int64_t ldb, int32_t *c, int64_t ldc, int flags);
void gemm_i8u8(int64_t m, int64_t n, int64_t k, const int8_t *a, int64_t lda,
               const uint8_t *b, int64_t ldb, int32_t *c, int64_t ldc,
               int flags);
void gemm_u8i8(int64_t m, int64_t n, int64_t k, const uint8_t *a, int64_t lda,
               const int8_t *b, int64_t ldb, int32_t *c, int64_t ldc,
               int flags);

#endif

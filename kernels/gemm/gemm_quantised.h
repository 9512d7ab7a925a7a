// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// C[m][n] = A[m][k] * W[n][k]' with quantised weights W, as language models
// have them: each 32 numbers of a row of W share a scale. A is f32, or the bits
// of f16 or bf16; C is f32. k is a multiple of 32.
//
// Files hold blocks of a scale and 32 numbers. gemm_q8_convert and
// gemm_q4_convert take rows of such blocks apart once, into numbers that lie
// along k and scales that lie along n:
//
//   q8   of Q8_0: an f16 scale, 32 signed bytes         34 bytes a block
//   q4   of Q4_0: an f16 scale, 16 bytes: numbers 0 to  18 bytes a block
//        15 in their lower halves, 16 to 31 in their
//        upper, 8 more than they are
//
// `numbers` is n x k bytes, of q4 n x k / 2, two a byte; `scales` is k / 32 x n
// floats. Each function returns a status of common/status.h and writes nothing
// unless it is KERNEL_OK. gemm_reference.h says what each element is, to the
// bit.
#ifndef GEMM_QUANTISED_H
#define GEMM_QUANTISED_H

#include <stdint.h>

enum { GEMM_Q_BLOCK = 32, GEMM_Q8_BYTES = 34, GEMM_Q4_BYTES = 18 };

int gemm_q8_convert(int64_t n, int64_t k, const void *blocks, int8_t *numbers,
                    float *scales);
int gemm_q4_convert(int64_t n, int64_t k, const void *blocks, uint8_t *numbers,
                    float *scales);

#define GEMM_QUANTISED_DECLARE(type, element)                                  \
  int gemm_q8_##type(int64_t m, int64_t n, int64_t k, const element *a,        \
                     int64_t lda, const int8_t *numbers, const float *scales,  \
                     float *c, int64_t ldc);                                   \
  int gemm_q4_##type(int64_t m, int64_t n, int64_t k, const element *a,        \
                     int64_t lda, const uint8_t *numbers, const float *scales, \
                     float *c, int64_t ldc);
GEMM_QUANTISED_DECLARE(f32, float)
GEMM_QUANTISED_DECLARE(f16, uint16_t)
GEMM_QUANTISED_DECLARE(bf16, uint16_t)

#endif

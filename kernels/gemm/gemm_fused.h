// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Matrix multiplications whose sums are finished before they are stored: bias,
// residual and activation of floats, requantisation of 8-bit integers. Shapes,
// flags and statuses are those of gemm.h.
#ifndef GEMM_FUSED_H
#define GEMM_FUSED_H

#include "../common/requantise.h"
#include "gemm.h"

enum gemm_activation {
  GEMM_LINEAR, // the sum itself
  GEMM_RELU,   // the larger of it and 0
  GEMM_CLAMP,  // at least low, at most high
  GEMM_GELU    // tile_gelu_f32 of <sectile_math.h>
};

// C = activation(sum + bias + residual), each sum rounded. A NaN becomes low,
// or 0 of a relu.
struct gemm_epilogue {
  const float *bias;     // of each column, or null
  const float *residual; // m x n, or null; it may be C
  int64_t ldr;           // the distance of its rows
  enum gemm_activation activation;
  float low, high; // of a clamp
};

int gemm_f32_fused(int64_t m, int64_t n, int64_t k, const float *a, int64_t lda,
                   const float *b, int64_t ldb, float *c, int64_t ldc,
                   int flags, const struct gemm_epilogue *epilogue);
int gemm_f16_fused(int64_t m, int64_t n, int64_t k, const uint16_t *a,
                   int64_t lda, const uint16_t *b, int64_t ldb, float *c,
                   int64_t ldc, int flags,
                   const struct gemm_epilogue *epilogue);
int gemm_bf16_fused(int64_t m, int64_t n, int64_t k, const uint16_t *a,
                    int64_t lda, const uint16_t *b, int64_t ldb, float *c,
                    int64_t ldc, int flags,
                    const struct gemm_epilogue *epilogue);

// Bytes into bytes: C = requantised(sum + bias), bit for bit as TensorFlow
// Lite's reference kernels, each column a channel. The zero points of A and B
// are part of the bias: gemm_i8_bias adds them. `scratch` holds
// gemm_i8_requantised_scratch(n) bytes; GEMM_ADD is not allowed.
int gemm_i8_requantised(int64_t m, int64_t n, int64_t k, const int8_t *a,
                        int64_t lda, const int8_t *b, int64_t ldb, int8_t *c,
                        int64_t ldc, int flags, const int32_t *bias,
                        const struct requantisation *requantisation,
                        void *scratch, int64_t scratch_bytes);
int64_t gemm_i8_requantised_scratch(int64_t n);

// bias[j] += a_offset * the sum over k of B[k][j], modulo 2^32: what the offset
// of A adds to each sum. Once for each set of weights.
int gemm_i8_bias(int64_t n, int64_t k, const int8_t *b, int64_t ldb, int flags,
                 int32_t a_offset, int32_t *bias);

#endif

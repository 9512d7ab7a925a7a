// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the GEMM kernels must equal, in portable C: no tile, no assumption about
// the machine but IEEE arithmetic. Compile with -ffp-contract=off.
//
// Floats: operands are widened exactly, and each element is a chain of f32
// fused multiply-adds in ascending k. NaNs are canonical.
#ifndef GEMM_REFERENCE_H
#define GEMM_REFERENCE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "gemm.h"

static inline float reference_float(uint32_t bits) {
  float x;
  memcpy(&x, &bits, 4);
  return x;
}

static inline float reference_keep_f32(float x) { return x; }
static inline float reference_widen_bf16(uint16_t x) {
  return reference_float((uint32_t)x << 16);
}
static inline float reference_widen_f16(uint16_t x) {
  uint32_t sign = (uint32_t)(x & 0x8000) << 16, exponent = x >> 10 & 31,
           fraction = x & 0x3ff;
  if (exponent == 31)
    return reference_float(sign | 0x7f800000u | fraction << 13);
  if (exponent)
    return reference_float(sign | (exponent + 112) << 23 | fraction << 13);
  float magnitude = (float)fraction * 0x1p-24f;
  return sign ? -magnitude : magnitude;
}

#define GEMM_REFERENCE_FLOAT(type, element, widen)                             \
  static inline void reference_##type(                                         \
      int64_t m, int64_t n, int64_t k, const element *a, int64_t lda,          \
      const element *b, int64_t ldb, float *c, int64_t ldc, int flags) {       \
    for (int64_t i = 0; i < m; i++)                                            \
      for (int64_t j = 0; j < n; j++) {                                        \
        float sum = flags & GEMM_ADD ? c[i * ldc + j] : 0.0f;                  \
        for (int64_t l = 0; l < k; l++) {                                      \
          float x =                                                            \
              widen(flags & GEMM_A_KM ? a[l * lda + i] : a[i * lda + l]);      \
          float y =                                                            \
              widen(flags & GEMM_B_NK ? b[j * ldb + l] : b[l * ldb + j]);      \
          sum = fmaf(x, y, sum);                                               \
          if (sum != sum)                                                      \
            sum = reference_float(0x7fc00000u);                                \
        }                                                                      \
        c[i * ldc + j] = sum;                                                  \
      }                                                                        \
  }
GEMM_REFERENCE_FLOAT(f32, float, reference_keep_f32)
GEMM_REFERENCE_FLOAT(f16, uint16_t, reference_widen_f16)
GEMM_REFERENCE_FLOAT(bf16, uint16_t, reference_widen_bf16)

#define GEMM_REFERENCE_BYTES(type, left, right)                                \
  static inline void reference_##type(                                         \
      int64_t m, int64_t n, int64_t k, const left *a, int64_t lda,             \
      const right *b, int64_t ldb, int32_t *c, int64_t ldc, int flags) {       \
    for (int64_t i = 0; i < m; i++)                                            \
      for (int64_t j = 0; j < n; j++) {                                        \
        uint32_t sum = flags & GEMM_ADD ? (uint32_t)c[i * ldc + j] : 0;        \
        for (int64_t l = 0; l < k; l++) {                                      \
          int x = flags & GEMM_A_KM ? a[l * lda + i] : a[i * lda + l];         \
          int y = flags & GEMM_B_NK ? b[j * ldb + l] : b[l * ldb + j];         \
          sum += (uint32_t)(x * y);                                            \
        }                                                                      \
        c[i * ldc + j] = (int32_t)sum;                                         \
      }                                                                        \
  }
GEMM_REFERENCE_BYTES(i8, int8_t, int8_t)
GEMM_REFERENCE_BYTES(u8, uint8_t, uint8_t)
GEMM_REFERENCE_BYTES(i8u8, int8_t, uint8_t)
GEMM_REFERENCE_BYTES(u8i8, uint8_t, int8_t)

#endif

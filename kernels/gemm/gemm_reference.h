// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the GEMM kernels must equal, in portable C: no tile, no assumption about
// the machine but IEEE arithmetic. Compile with -ffp-contract=off.
//
// Floats: operands are widened exactly, and each element is a chain of f32
// fused multiply-adds in ascending k. NaNs are canonical. Integers are modulo
// 2^32.
//
// With alpha and beta the sum starts from +0 and becomes alpha * sum if beta is
// 0, else the fused alpha * sum + (beta * C), in which the product of beta and
// C is rounded. In a large product this happens after each GEMM_PANEL_TILES *
// 64 bytes of a row of A, with a beta of 1 after the first.
#ifndef GEMM_REFERENCE_H
#define GEMM_REFERENCE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "gemm.h"
#include "gemm_workspace.h"
#include "gemv.h"

static inline float reference_float(uint32_t bits) {
  float x;
  memcpy(&x, &bits, 4);
  return x;
}

// A float of `exponents` bits of exponent and `fractions` of fraction. Its
// largest exponent is that of infinity and NaN, unless `finite`: then only the
// largest fraction is a NaN.
static inline float reference_widen(uint32_t x, int exponents, int fractions,
                                    int finite) {
  const uint32_t sign = x >> (exponents + fractions) << 31,
                 largest = (1u << exponents) - 1,
                 exponent = x >> fractions & largest,
                 ones = (1u << fractions) - 1, fraction = x & ones;
  if (exponent == largest && (!finite || fraction == ones))
    return reference_float(sign | 0x7f800000u | fraction << (23 - fractions));
  const int bias = (int)(largest >> 1);
  const int power = (exponent ? (int)exponent : 1) - bias - fractions;
  const float magnitude = (float)(exponent ? fraction + ones + 1 : fraction) *
                          reference_float((uint32_t)(power + 127) << 23);
  return sign ? -magnitude : magnitude;
}

// Element i of an array.
static inline float reference_get_f32(const float *p, int64_t i) {
  return p[i];
}
static inline float reference_get_f16(const uint16_t *p, int64_t i) {
  return reference_widen(p[i], 5, 10, 0);
}
static inline float reference_get_bf16(const uint16_t *p, int64_t i) {
  return reference_float((uint32_t)p[i] << 16);
}
static inline float reference_get_e4m3(const uint8_t *p, int64_t i) {
  return reference_widen(p[i], 4, 3, 1);
}
static inline float reference_get_e5m2(const uint8_t *p, int64_t i) {
  return reference_widen(p[i], 5, 2, 0);
}
static inline int32_t reference_get_i8(const int8_t *p, int64_t i) {
  return p[i];
}
static inline int32_t reference_get_u8(const uint8_t *p, int64_t i) {
  return p[i];
}
static inline int32_t reference_get_u4(const uint8_t *p, int64_t i) {
  return p[i / 2] >> 4 * (i % 2) & 15;
}
static inline int32_t reference_get_i4(const uint8_t *p, int64_t i) {
  return (reference_get_u4(p, i) ^ 8) - 8;
}
static inline int32_t reference_get_b1(const uint8_t *p, int64_t i) {
  return p[i / 8] >> i % 8 & 1;
}

// One step of a sum.
static inline float reference_canonical(float x) {
  return x != x ? reference_float(0x7fc00000u) : x;
}
static inline float reference_fma(float x, float y, float sum) {
  return reference_canonical(fmaf(x, y, sum));
}
static inline int32_t reference_madd(int32_t x, int32_t y, int32_t sum) {
  return (int32_t)((uint32_t)x * (uint32_t)y + (uint32_t)sum);
}
static inline int32_t reference_xor(int32_t x, int32_t y, int32_t sum) {
  return (int32_t)((uint32_t)sum + (uint32_t)(x ^ y));
}
static inline float reference_multiply_float(float x, float y) {
  return reference_canonical(x * y);
}
static inline int32_t reference_multiply_int32_t(int32_t x, int32_t y) {
  return reference_madd(x, y, 0);
}
#define reference_scale_float reference_fma
#define reference_scale_int32_t reference_madd

// `per_byte`: elements in a byte.
#define GEMM_REFERENCE(type, left, right, get_left, get_right, sum_type, step, \
                       per_byte)                                               \
  static inline void reference_##type##_part(                                  \
      int64_t m, int64_t n, int64_t k, sum_type alpha, const left *a,          \
      int64_t lda, const right *b, int64_t ldb, sum_type beta, sum_type *c,    \
      int64_t ldc, int flags, int scaled) {                                    \
    for (int64_t i = 0; i < m; i++)                                            \
      for (int64_t j = 0; j < n; j++) {                                        \
        sum_type *const at = c + i * ldc + j;                                  \
        sum_type sum = flags & GEMM_ADD ? *at : 0;                             \
        for (int64_t l = 0; l < k; l++)                                        \
          sum = step(                                                          \
              get_left(a, flags & GEMM_A_KM ? l * lda + i : i * lda + l),      \
              get_right(b, flags & GEMM_B_NK ? j * ldb + l : l * ldb + j),     \
              sum);                                                            \
        if (scaled)                                                            \
          sum = beta == 0 ? reference_multiply_##sum_type(alpha, sum)          \
                          : reference_scale_##sum_type(                        \
                                alpha, sum,                                    \
                                reference_multiply_##sum_type(beta, *at));     \
        *at = sum;                                                             \
      }                                                                        \
  }                                                                            \
  static inline void reference_##type(                                         \
      int64_t m, int64_t n, int64_t k, const left *a, int64_t lda,             \
      const right *b, int64_t ldb, sum_type *c, int64_t ldc, int flags) {      \
    reference_##type##_part(m, n, k, 1, a, lda, b, ldb, 0, c, ldc, flags, 0);  \
  }                                                                            \
  static inline void reference_##type##_scaled(                                \
      int64_t m, int64_t n, int64_t k, sum_type alpha, const left *a,          \
      int64_t lda, const right *b, int64_t ldb, sum_type beta, sum_type *c,    \
      int64_t ldc, int flags) {                                                \
    const int64_t panel =                                                      \
        (int64_t)GEMM_PANEL_TILES * 64 / (int64_t)sizeof(left) * (per_byte);   \
    const int large =                                                          \
        m >= GEMM_IS_LARGE && n >= GEMM_IS_LARGE && k >= GEMM_IS_LARGE;        \
    if (alpha == 0)                                                            \
      k = 0;                                                                   \
    if (alpha == 1 && (beta == 0 || beta == 1)) {                              \
      reference_##type(m, n, k, a, lda, b, ldb, c, ldc,                        \
                       flags | (beta == 0 ? 0 : GEMM_ADD));                    \
      return;                                                                  \
    }                                                                          \
    int64_t l = 0;                                                             \
    do {                                                                       \
      const int64_t depth = large && k - l > panel ? panel : k - l;            \
      reference_##type##_part(                                                 \
          m, n, depth, alpha,                                                  \
          a + (flags & GEMM_A_KM ? l * lda : l / (per_byte)), lda,             \
          b + (flags & GEMM_B_NK ? l / (per_byte) : l * ldb), ldb,             \
          l ? 1 : beta, c, ldc, flags, 1);                                     \
      l += depth;                                                              \
    } while (l < k);                                                           \
  }
#define GEMM_REFERENCE_FLOAT(type, element, left, right)                       \
  GEMM_REFERENCE(type, element, element, reference_get_##left,                 \
                 reference_get_##right, float, reference_fma, 1)
#define GEMM_REFERENCE_WORD(type, left, right, get_left, get_right, step, per) \
  GEMM_REFERENCE(type, left, right, reference_get_##get_left,                  \
                 reference_get_##get_right, int32_t, step, per)
GEMM_REFERENCE_FLOAT(f32, float, f32, f32)
GEMM_REFERENCE_FLOAT(f16, uint16_t, f16, f16)
GEMM_REFERENCE_FLOAT(bf16, uint16_t, bf16, bf16)
GEMM_REFERENCE_FLOAT(e4m3, uint8_t, e4m3, e4m3)
GEMM_REFERENCE_FLOAT(e5m2, uint8_t, e5m2, e5m2)
GEMM_REFERENCE_FLOAT(e4m3e5m2, uint8_t, e4m3, e5m2)
GEMM_REFERENCE_FLOAT(e5m2e4m3, uint8_t, e5m2, e4m3)
GEMM_REFERENCE_WORD(i8, int8_t, int8_t, i8, i8, reference_madd, 1)
GEMM_REFERENCE_WORD(u8, uint8_t, uint8_t, u8, u8, reference_madd, 1)
GEMM_REFERENCE_WORD(i8u8, int8_t, uint8_t, i8, u8, reference_madd, 1)
GEMM_REFERENCE_WORD(u8i8, uint8_t, int8_t, u8, i8, reference_madd, 1)
GEMM_REFERENCE_WORD(i4, uint8_t, uint8_t, i4, i4, reference_madd, 2)
GEMM_REFERENCE_WORD(u4, uint8_t, uint8_t, u4, u4, reference_madd, 2)
GEMM_REFERENCE_WORD(i4u4, uint8_t, uint8_t, i4, u4, reference_madd, 2)
GEMM_REFERENCE_WORD(u4i4, uint8_t, uint8_t, u4, i4, reference_madd, 2)
GEMM_REFERENCE_WORD(b1xor, uint8_t, uint8_t, b1, b1, reference_xor, 8)
GEMM_REFERENCE_WORD(b1and, uint8_t, uint8_t, b1, b1, reference_madd, 8)

// A matrix by a vector: 16 sums, of every 16th product each, are chains of
// fused multiply-adds from +0; they are added up in order from +0. Then alpha
// and beta as above.
#define GEMV_REFERENCE(name, type, element)                                    \
  static inline void reference_gemv_##name(                                    \
      int64_t m, int64_t n, float alpha, const element *a, int64_t lda,        \
      const float *x, float beta, float *y, int flags) {                       \
    const int transposed = flags & GEMV_TRANSPOSED;                            \
    const int64_t depth = alpha == 0 ? 0 : transposed ? m : n;                 \
    for (int64_t i = 0; i < (transposed ? n : m); i++) {                       \
      float sums[16] = {0}, sum = 0;                                           \
      for (int64_t l = 0; l < depth; l++)                                      \
        sums[l % 16] =                                                         \
            reference_fma((float)reference_get_##type(                         \
                              a, transposed ? l * lda + i : i * lda + l),      \
                          x[l], sums[l % 16]);                                 \
      for (int l = 0; l < 16; l++)                                             \
        sum = reference_fma(sums[l], 1, sum);                                  \
      y[i] = beta == 0 ? reference_multiply_float(alpha, sum)                  \
                       : reference_fma(alpha, sum,                             \
                                       reference_multiply_float(beta, y[i]));  \
    }                                                                          \
  }
GEMV_REFERENCE(f32, f32, float)
GEMV_REFERENCE(f16, f16, uint16_t)
GEMV_REFERENCE(bf16, bf16, uint16_t)
GEMV_REFERENCE(e4m3, e4m3, uint8_t)
GEMV_REFERENCE(e5m2, e5m2, uint8_t)
GEMV_REFERENCE(i8_f32, i8, int8_t)
GEMV_REFERENCE(i4_f32, i4, uint8_t)

// Of integers, modulo 2^32.
#define GEMV_REFERENCE_WORDS(type, element)                                    \
  static inline void reference_gemv_##type(                                    \
      int64_t m, int64_t n, int32_t alpha, const element *a, int64_t lda,      \
      const element *x, int32_t beta, int32_t *y, int flags) {                 \
    const int transposed = flags & GEMV_TRANSPOSED;                            \
    for (int64_t i = 0; i < (transposed ? n : m); i++) {                       \
      int32_t sum = 0;                                                         \
      for (int64_t l = 0; l < (transposed ? m : n); l++)                       \
        sum = reference_madd(                                                  \
            reference_get_##type(a, transposed ? l * lda + i : i * lda + l),   \
            reference_get_##type(x, l), sum);                                  \
      y[i] = reference_madd(alpha, sum,                                        \
                            beta == 0 ? 0 : reference_madd(beta, y[i], 0));    \
    }                                                                          \
  }
GEMV_REFERENCE_WORDS(i8, int8_t)
GEMV_REFERENCE_WORDS(i4, uint8_t)

// A product with quantised weights, from the blocks of a file: the sums of 32
// products are chains from +0, each is added times its scale by a fused
// multiply-add. Number l of a row of blocks:
static inline float reference_q8(const uint8_t *row, int64_t l) {
  return (float)(int8_t)row[l / 32 * 34 + 2 + l % 32];
}
static inline float reference_q4(const uint8_t *row, int64_t l) {
  const uint8_t pair = row[l / 32 * 18 + 2 + l % 16];
  return (float)((l % 32 < 16 ? pair & 15 : pair >> 4) - 8);
}
#define GEMM_REFERENCE_QUANTISED(weight, type, element, block)                 \
  static inline void reference_##weight##_##type(                              \
      int64_t m, int64_t n, int64_t k, const element *a, int64_t lda,          \
      const uint8_t *blocks, float *c, int64_t ldc) {                          \
    for (int64_t i = 0; i < m; i++)                                            \
      for (int64_t j = 0; j < n; j++) {                                        \
        const uint8_t *const row = blocks + j * (k / 32) * (block);            \
        float sum = 0;                                                         \
        for (int64_t b = 0; b < k / 32; b++) {                                 \
          const uint8_t *const scale = row + b * (block);                      \
          float part = 0;                                                      \
          for (int64_t l = 32 * b; l < 32 * b + 32; l++)                       \
            part = reference_fma(reference_get_##type(a, i * lda + l),         \
                                 reference_##weight(row, l), part);            \
          sum = reference_fma(                                                 \
              part,                                                            \
              reference_widen((uint32_t)scale[0] | (uint32_t)scale[1] << 8, 5, \
                              10, 0),                                          \
              sum);                                                            \
        }                                                                      \
        c[i * ldc + j] = sum;                                                  \
      }                                                                        \
  }
GEMM_REFERENCE_QUANTISED(q8, f32, float, 34)
GEMM_REFERENCE_QUANTISED(q8, f16, uint16_t, 34)
GEMM_REFERENCE_QUANTISED(q8, bf16, uint16_t, 34)
GEMM_REFERENCE_QUANTISED(q4, f32, float, 18)
GEMM_REFERENCE_QUANTISED(q4, f16, uint16_t, 18)
GEMM_REFERENCE_QUANTISED(q4, bf16, uint16_t, 18)

#endif

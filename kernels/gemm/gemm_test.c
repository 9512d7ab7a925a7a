// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The GEMM kernels against their reference, over many shapes.
//
//   gemm_test TYPE      f32, f16, bf16, e4m3, e5m2, e4m3e5m2, e5m2e4m3, i8, u8,
//                       i8u8, u8i8, i4, u4, i4u4, u4i4, b1xor or b1and
//   gemm_test fused     with bias, residual and activation
//   gemm_test gemv      a matrix by a vector
//   gemm_test weights   with quantised weights
//   gemm_test requantised  bytes into bytes
//   gemm_test status    what bad arguments are answered with
//
// Compiled for Sectile it runs the kernel, compares every bit with the
// reference compiled for the same machine, and checks that nothing outside C
// was written; what lies between and around the elements of A and B are NaNs or
// large numbers that would spoil a result. It prints a digest for each shape.
// Compiled for the host it prints the digests of the reference alone, so the
// two outputs must be the same text.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../common/math_reference.h"
#include "../common/requantise_reference.h"
#include "../common/status.h"
#include "gemm_fused.h"
#include "gemm_quantised.h"
#include "gemm_reference.h"

enum { LARGEST = 290, GUARD = 64 };
enum { SPACE = (LARGEST + 8) * (LARGEST + 8) + 2 * GUARD };
static uint64_t state = 1;
static int failures;

static uint64_t random64(void) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * UINT64_C(0x2545f4914f6cdd1d);
}

// Operands over a moderate range of exponents, with zeros and subnormals, now
// and then an infinity or a NaN.
static float random_f32(void) {
  uint64_t r = random64();
  uint32_t bits = (uint32_t)(r & 0x80000000u) |
                  (uint32_t)(120 + (r >> 32) % 12) << 23 |
                  (uint32_t)(r & 0x7fffff);
  switch (r >> 40 & 127) {
  case 0:
    bits &= 0x80000000u;
    break;
  case 1:
    bits &= 0x807fffffu;
    break;
  case 2:
    bits = (r >> 48 & 31) == 0 ? 0x7f800000u : 0xff7fffffu;
    break;
  default:
    break;
  }
  return reference_float(bits);
}
static uint16_t random_f16(void) {
  uint64_t r = random64();
  uint16_t bits =
      (uint16_t)((r & 0x8000) | (10 + (r >> 32) % 9) << 10 | (r & 0x3ff));
  switch (r >> 40 & 127) {
  case 0:
    return bits & 0x8000;
  case 1:
    return bits & 0x83ff;
  case 2:
    return (r >> 48 & 31) == 0 ? 0x7c00 : 0xfbff;
  default:
    break;
  }
  return bits;
}
static uint16_t random_bf16(void) {
  float x = random_f32();
  uint32_t bits;
  memcpy(&bits, &x, 4);
  return (uint16_t)(bits >> 16);
}
static int8_t random_i8(void) { return (int8_t)(random64() >> 56); }
static uint8_t random_u8(void) { return (uint8_t)(random64() >> 56); }
// All bit patterns, but few that are a NaN or an infinity.
static uint8_t random_fp8(void) {
  const uint64_t r = random64();
  const uint8_t bits = (uint8_t)(r >> 56);
  return (bits & 0x7c) == 0x7c && (r & 31) ? bits & 0xbf : bits;
}

static uint64_t digest_of(const void *p, size_t n) {
  uint64_t h = UINT64_C(0xcbf29ce484222325);
  for (const unsigned char *c = p; n; n--)
    h = (h ^ *c++) * UINT64_C(0x100000001b3);
  return h;
}

// What `flags` of a test means beside enum gemm_flags.
enum { SCALED = 8, ALPHA = 4, BETA = 6, BATCH = 256 };
static const int alphas[4] = {1, -1, 3, 0}, betas[4] = {0, 1, -1, 2};

// The byte 0xff repeated is a NaN as f32, f16, bf16, e4m3 and e5m2, 255 and -1
// as bytes, -1, 15 and ones as smaller elements.
#define TEST(type, left, right, sum, random_left, random_right, per_byte)      \
  static void test_##type(int64_t m, int64_t n, int64_t k, int lda_more,       \
                          int ldb_more, int ldc_more, int flags) {             \
    static left a[SPACE];                                                      \
    static right b[SPACE];                                                     \
    static sum c[SPACE], expected[SPACE];                                      \
    const int64_t a_rows = flags & GEMM_A_KM ? k : m,                          \
                  a_columns = flags & GEMM_A_KM ? m : k;                       \
    const int64_t b_rows = flags & GEMM_B_NK ? n : k,                          \
                  b_columns = flags & GEMM_B_NK ? k : n;                       \
    const int64_t a_row = (a_columns + (per_byte) - 1) / (per_byte),           \
                  b_row = (b_columns + (per_byte) - 1) / (per_byte);           \
    const int64_t lda = (a_row + lda_more) * (per_byte),                       \
                  ldb = (b_row + ldb_more) * (per_byte), ldc = n + ldc_more;   \
    const sum alpha = (sum)alphas[flags >> ALPHA & 3],                         \
              beta = (sum)betas[flags >> BETA & 3];                            \
    const int64_t count = flags & BATCH ? 3 : 1;                               \
    const struct gemm_batch batch = {count, (a_rows + 1) * lda, 0,             \
                                     m * ldc + 2};                             \
    const int stored = flags & (GEMM_ADD | GEMM_A_KM | GEMM_B_NK);             \
    if (GUARD + count * batch.a_step / (per_byte) > SPACE ||                   \
        GUARD + b_rows * ldb / (per_byte) > SPACE ||                           \
        GUARD + count * batch.c_step > SPACE) {                                \
      printf("a shape beyond the arrays\n");                                   \
      exit(2);                                                                 \
    }                                                                          \
    memset(a, 0xff, sizeof a);                                                 \
    memset(b, 0xff, sizeof b);                                                 \
    memset(c, 0xa5, sizeof c);                                                 \
    for (int64_t i = 0; i < count * a_rows; i++)                               \
      for (int64_t j = 0; j < a_row; j++)                                      \
        a[GUARD +                                                              \
          (i / a_rows * batch.a_step + i % a_rows * lda) / (per_byte) + j] =   \
            random_left();                                                     \
    for (int64_t i = 0; i < b_rows; i++)                                       \
      for (int64_t j = 0; j < b_row; j++)                                      \
        b[GUARD + i * ldb / (per_byte) + j] = random_right();                  \
    for (int64_t i = 0; i < count * m; i++)                                    \
      for (int64_t j = 0; j < n; j++)                                          \
        c[GUARD + i / m * batch.c_step + i % m * ldc + j] =                    \
            (sum)((int64_t)(random64() >> 48) - 32768);                        \
    memcpy(expected, c, sizeof c);                                             \
    if (flags & SCALED)                                                        \
      for (int64_t i = 0; i < count; i++)                                      \
        reference_##type##_scaled(                                             \
            m, n, k, alpha, a + GUARD + i * batch.a_step / (per_byte), lda,    \
            b + GUARD, ldb, beta, expected + GUARD + i * batch.c_step, ldc,    \
            stored);                                                           \
    else                                                                       \
      reference_##type(m, n, k, a + GUARD, lda, b + GUARD, ldb,                \
                       expected + GUARD, ldc, stored);                         \
    const int status = RESULT(                                                 \
        flags & BATCH ? gemm_##type##_batch(&batch, m, n, k, alpha, a + GUARD, \
                                            lda, b + GUARD, ldb, beta,         \
                                            c + GUARD, ldc, stored)            \
        : flags & SCALED                                                       \
            ? gemm_##type##_scaled(m, n, k, alpha, a + GUARD, lda, b + GUARD,  \
                                   ldb, beta, c + GUARD, ldc, stored)          \
            : gemm_##type(m, n, k, a + GUARD, lda, b + GUARD, ldb, c + GUARD,  \
                          ldc, stored));                                       \
    if (status != KERNEL_OK) {                                                 \
      failures++;                                                              \
      printf("status %d\n", status);                                           \
    }                                                                          \
    COMPARE                                                                    \
    printf(                                                                    \
        #type " m %" PRId64 " n %" PRId64 " k %" PRId64 " lda %" PRId64        \
              " ldb %" PRId64 " ldc %" PRId64 " flags %d: %016" PRIx64 "\n",   \
        m, n, k, lda, ldb, ldc, flags, digest_of(expected, sizeof expected));  \
  }

#ifdef __sectile__
#define COMPARE                                                                \
  if (memcmp((const char *)c, (const char *)expected, sizeof c) != 0) {        \
    failures++;                                                                \
    size_t at = 0;                                                             \
    while (memcmp((const char *)&c[at], (const char *)&expected[at],           \
                  sizeof c[0]) == 0)                                           \
      at++;                                                                    \
    uint32_t found, wanted;                                                    \
    memcpy(&found, &c[at], 4);                                                 \
    memcpy(&wanted, &expected[at], 4);                                         \
    printf("wrong at C + %" PRId64 ": found %08" PRIx32                        \
           ", expected %08" PRIx32 "\n",                                       \
           (int64_t)at - GUARD, found, wanted);                                \
  }
#define RESULT(call) (call)
#else
// The reference alone: no kernel is called.
#define COMPARE (void)c;
#define RESULT(call) ((void)sizeof(call), KERNEL_OK)
#endif

TEST(f32, float, float, float, random_f32, random_f32, 1)
TEST(f16, uint16_t, uint16_t, float, random_f16, random_f16, 1)
TEST(bf16, uint16_t, uint16_t, float, random_bf16, random_bf16, 1)
TEST(e4m3, uint8_t, uint8_t, float, random_fp8, random_fp8, 1)
TEST(e5m2, uint8_t, uint8_t, float, random_fp8, random_fp8, 1)
TEST(e4m3e5m2, uint8_t, uint8_t, float, random_fp8, random_fp8, 1)
TEST(e5m2e4m3, uint8_t, uint8_t, float, random_fp8, random_fp8, 1)
TEST(i8, int8_t, int8_t, int32_t, random_i8, random_i8, 1)
TEST(u8, uint8_t, uint8_t, int32_t, random_u8, random_u8, 1)
TEST(i8u8, int8_t, uint8_t, int32_t, random_i8, random_u8, 1)
TEST(u8i8, uint8_t, int8_t, int32_t, random_u8, random_i8, 1)
TEST(i4, uint8_t, uint8_t, int32_t, random_u8, random_u8, 2)
TEST(u4, uint8_t, uint8_t, int32_t, random_u8, random_u8, 2)
TEST(i4u4, uint8_t, uint8_t, int32_t, random_u8, random_u8, 2)
TEST(u4i4, uint8_t, uint8_t, int32_t, random_u8, random_u8, 2)
TEST(b1xor, uint8_t, uint8_t, int32_t, random_u8, random_u8, 8)
TEST(b1and, uint8_t, uint8_t, int32_t, random_u8, random_u8, 8)

typedef void test_function(int64_t, int64_t, int64_t, int, int, int, int);
static const struct {
  const char *name;
  test_function *run;
  int along; // A and B are always stored along k
} tests[] = {{"f32", test_f32, 0},
             {"f16", test_f16, 0},
             {"bf16", test_bf16, 0},
             {"e4m3", test_e4m3, 0},
             {"e5m2", test_e5m2, 0},
             {"e4m3e5m2", test_e4m3e5m2, 0},
             {"e5m2e4m3", test_e5m2e4m3, 0},
             {"i8", test_i8, 0},
             {"u8", test_u8, 0},
             {"i8u8", test_i8u8, 0},
             {"u8i8", test_u8i8, 0},
             {"i4", test_i4, 1},
             {"u4", test_u4, 1},
             {"i4u4", test_i4u4, 1},
             {"u4i4", test_u4i4, 1},
             {"b1xor", test_b1xor, 1},
             {"b1and", test_b1and, 1}};

// The larger or smaller of two numbers, of which y is none; -0 is below +0.
static float larger(float x, float y) {
  return x > y || (x == y && !signbit(x)) ? x : y;
}
static float smaller(float x, float y) {
  return x < y || (x == y && signbit(x)) ? x : y;
}

// What `flags` means in a test of epilogues.
enum { BIAS = 8, RESIDUAL = 16, IN_PLACE = 32, ACTIVATION = 6 };

static void fused_digest(const char *name, int64_t m, int64_t n, int64_t k,
                         int flags, const void *found, const void *expected,
                         size_t size) {
#ifdef __sectile__
  if (memcmp(found, expected, size) != 0) {
    failures++;
    printf("wrong\n");
  }
#else
  (void)found;
#endif
  printf("%s %" PRId64 " %" PRId64 " %" PRId64 " flags %d: %016" PRIx64 "\n",
         name, m, n, k, flags, digest_of(expected, size));
}

#define FUSED(type, element, random)                                           \
  static void fused_##type(int64_t m, int64_t n, int64_t k, int flags) {       \
    static element a[4900], b[4900];                                           \
    static float c[4900], expected[4900], bias[70], residual[4900];            \
    const int stored = flags & (GEMM_ADD | GEMM_A_KM | GEMM_B_NK);             \
    const int64_t lda = stored & GEMM_A_KM ? m : k,                            \
                  ldb = stored & GEMM_B_NK ? k : n, ldc = n + (n < 70),        \
                  ldr = flags & IN_PLACE ? ldc : n;                            \
    const struct gemm_epilogue e = {                                           \
        flags & BIAS ? bias : 0,                                               \
        flags & IN_PLACE   ? c                                                 \
        : flags & RESIDUAL ? residual                                          \
                           : 0,                                                \
        ldr,                                                                   \
        (enum gemm_activation)(flags >> ACTIVATION & 3),                       \
        -1.5f,                                                                 \
        2};                                                                    \
    for (int i = 0; i < 4900; i++) {                                           \
      a[i] = random();                                                         \
      b[i] = random();                                                         \
      c[i] = random_f32();                                                     \
      residual[i] = random_f32();                                              \
      bias[i % 70] = random_f32();                                             \
    }                                                                          \
    memcpy(expected, c, sizeof c);                                             \
    reference_##type(m, n, k, a, lda, b, ldb, expected, ldc, stored);          \
    for (int64_t i = 0; i < m; i++)                                            \
      for (int64_t j = 0; j < n; j++) {                                        \
        float *const at = expected + i * ldc + j, x = *at;                     \
        if (e.bias)                                                            \
          x = reference_canonical(x + bias[j]);                                \
        if (e.residual)                                                        \
          x = reference_canonical(x + e.residual[i * ldr + j]);                \
        if (e.activation == GEMM_RELU)                                         \
          x = larger(x, 0);                                                    \
        if (e.activation == GEMM_CLAMP)                                        \
          x = smaller(larger(x, e.low), e.high);                               \
        if (e.activation == GEMM_GELU)                                         \
          x = math_gelu(x);                                                    \
        *at = x;                                                               \
      }                                                                        \
    if (RESULT(gemm_##type##_fused(m, n, k, a, lda, b, ldb, c, ldc, stored,    \
                                   &e)) != KERNEL_OK)                          \
      failures++;                                                              \
    fused_digest("fused " #type, m, n, k, flags, c, expected, sizeof c);       \
  }
FUSED(f32, float, random_f32)
FUSED(f16, uint16_t, random_f16)
FUSED(bf16, uint16_t, random_bf16)

#define GEMV_TEST(type, element, random)                                       \
  static void gemv_test_##type(int64_t m, int64_t n, int more, int flags) {    \
    static element a[80000];                                                   \
    static float x[330], y[330], expected[330];                                \
    const float alpha = (float)alphas[flags >> ALPHA & 3],                     \
                beta = (float)betas[flags >> BETA & 3];                        \
    memset(a, 0xff, sizeof a);                                                 \
    memset(x, 0xff, sizeof x);                                                 \
    memset(y, 0xff, sizeof y);                                                 \
    for (int64_t i = 0; i < m; i++)                                            \
      for (int64_t j = 0; j < n; j++)                                          \
        a[i * (n + more) + j] = random();                                      \
    for (int64_t i = 0; i < (flags & 1 ? m : n); i++)                          \
      x[i] = random_f32();                                                     \
    for (int64_t i = 0; i < (flags & 1 ? n : m) && beta != 0; i++)             \
      y[i] = random_f32();                                                     \
    memcpy(expected, y, sizeof y);                                             \
    reference_gemv_##type(m, n, alpha, a, n + more, x, beta, expected,         \
                          flags & 1);                                          \
    if (RESULT(gemv_##type(m, n, alpha, a, n + more, x, beta, y,               \
                           flags & 1)) != KERNEL_OK)                           \
      failures++;                                                              \
    fused_digest("gemv " #type, m, n, more, flags, y, expected, sizeof y);     \
  }
GEMV_TEST(f32, float, random_f32)
GEMV_TEST(f16, uint16_t, random_f16)
GEMV_TEST(bf16, uint16_t, random_bf16)
GEMV_TEST(e4m3, uint8_t, random_fp8)
GEMV_TEST(e5m2, uint8_t, random_fp8)

// Integers in A, of which `per_byte` share a byte, and in x if `words`; rows of
// A begin with a byte. Numbers of 4 bits are not transposed.
#define GEMV_TEST_INTEGER(name, element, per_byte, vector, number, words)      \
  static void gemv_test_##name(int64_t m, int64_t n, int more, int flags) {    \
    static element a[80000];                                                   \
    static vector x[330];                                                      \
    static number y[330], expected[330];                                       \
    const number alpha = (number)alphas[flags >> ALPHA & 3],                   \
                 beta = (number)betas[flags >> BETA & 3];                      \
    const int transposed = (per_byte) == 1 && flags & 1;                       \
    const int64_t lda = (n + more + (per_byte) - 1) / (per_byte) * (per_byte); \
    memset(y, 0xff, sizeof y);                                                 \
    for (size_t i = 0; i < sizeof a; i++)                                      \
      a[i] = (element)random64();                                              \
    for (int64_t i = 0; i < 330; i++)                                          \
      x[i] = (words) ? (vector)(random64() & 255) : (vector)random_f32();      \
    for (int64_t i = 0; i < (transposed ? n : m) && beta != 0; i++)            \
      y[i] = (words) ? (number)(random64() >> 33) : (number)random_f32();      \
    memcpy(expected, y, sizeof y);                                             \
    reference_gemv_##name(m, n, alpha, a, lda, x, beta, expected, transposed); \
    if (RESULT(gemv_##name(m, n, alpha, a, lda, x, beta, y, transposed)) !=    \
        KERNEL_OK)                                                             \
      failures++;                                                              \
    fused_digest("gemv " #name, m, n, more, flags, y, expected, sizeof y);     \
  }
GEMV_TEST_INTEGER(i8_f32, int8_t, 1, float, float, 0)
GEMV_TEST_INTEGER(i4_f32, uint8_t, 2, float, float, 0)
GEMV_TEST_INTEGER(i8, int8_t, 1, int8_t, int32_t, 1)
GEMV_TEST_INTEGER(i4, uint8_t, 2, uint8_t, int32_t, 1)

static void test_gemv(void) {
  static void (*const types[])(int64_t, int64_t, int, int) = {
      gemv_test_f32,    gemv_test_f16,  gemv_test_bf16,
      gemv_test_e4m3,   gemv_test_e5m2, gemv_test_i8_f32,
      gemv_test_i4_f32, gemv_test_i8,   gemv_test_i4};
  for (int i = 0; i < 216; i++) {
    const uint64_t r = random64();
    const int64_t largest = i % 4 ? 80 : 260;
    types[i % 9]((int64_t)(r % (uint64_t)largest),
                 (int64_t)((r >> 16) % (uint64_t)largest), r >> 32 & 3,
                 (int)(r >> 40 & 0xf1));
  }
}

// Weights from the blocks of a file, converted by the kernel and multiplied.
#define QUANTISED(weight, type, number, element, random, block)                \
  static void weights_##weight##_##type(int64_t m, int64_t n, int64_t k) {     \
    static uint8_t blocks[7000];                                               \
    static number numbers[7000];                                               \
    static element a[7000];                                                    \
    static float scales[300], c[4900], expected[4900];                         \
    memset(a, 0xff, sizeof a);                                                 \
    for (size_t i = 0; i < sizeof blocks; i++)                                 \
      blocks[i] = random_u8();                                                 \
    for (int64_t i = 0; i < n * (k / 32); i++) {                               \
      const uint16_t scale = random_f16();                                     \
      memcpy(blocks + i * (block), &scale, 2);                                 \
    }                                                                          \
    for (int64_t i = 0; i < m; i++)                                            \
      for (int64_t l = 0; l < k; l++)                                          \
        a[i * (k + 3) + l] = random();                                         \
    memset(c, 0xa5, sizeof c);                                                 \
    memcpy(expected, c, sizeof c);                                             \
    reference_##weight##_##type(m, n, k, a, k + 3, blocks, expected, n + 1);   \
    if (RESULT(gemm_##weight##_convert(n, k, blocks, numbers, scales)) !=      \
            KERNEL_OK ||                                                       \
        RESULT(gemm_##weight##_##type(m, n, k, a, k + 3, numbers, scales, c,   \
                                      n + 1)) != KERNEL_OK)                    \
      failures++;                                                              \
    fused_digest(#weight " " #type, m, n, k, 0, c, expected, sizeof c);        \
  }
QUANTISED(q8, f32, int8_t, float, random_f32, 34)
QUANTISED(q8, f16, int8_t, uint16_t, random_f16, 34)
QUANTISED(q8, bf16, int8_t, uint16_t, random_bf16, 34)
QUANTISED(q4, f32, uint8_t, float, random_f32, 18)
QUANTISED(q4, f16, uint8_t, uint16_t, random_f16, 18)
QUANTISED(q4, bf16, uint8_t, uint16_t, random_bf16, 18)

static void test_weights(void) {
  static void (*const types[])(int64_t, int64_t, int64_t) = {
      weights_q8_f32, weights_q8_f16, weights_q8_bf16,
      weights_q4_f32, weights_q4_f16, weights_q4_bf16};
  for (int i = 0; i < 60; i++) {
    const uint64_t r = random64();
    types[i % 6]((int64_t)(i % 4 ? r % 70 : 1), (int64_t)((r >> 16) % 60),
                 (int64_t)((r >> 32) % 4 * 32));
  }
}

static void test_fused(void) {
  for (int i = 0; i < 72; i++) {
    const uint64_t r = random64();
    const int64_t m = r % 70, n = (r >> 8) % 70, k = (r >> 16) % 70;
    const int flags = (int)(r >> 24 & 63) | (i & 3) << ACTIVATION;
    (i % 3 == 0   ? fused_f32
     : i % 3 == 1 ? fused_f16
                  : fused_bf16)(m, n, k, flags);
  }
}

// Sums of bytes and offsets as TensorFlow Lite's reference kernels have them.
static void test_requantised(void) {
  static int8_t a[4900], b[4900], c[4900], expected[4900];
  static int32_t bias[70], offset_bias[70], multiplier[70], shift[70],
      scratch[3 * 80];
  for (int t = 0; t < 60; t++) {
    const uint64_t r = random64();
    const int64_t m = r % 70, n = (r >> 8) % 70, k = (r >> 16) % 70,
                  ldc = n + (n < 70);
    const int stored = (int)(r >> 24 & 6), per_channel = r >> 27 & 1,
              single = r >> 28 & 1;
    const int32_t a_offset = (int32_t)(r >> 32 & 255) - 128;
    const struct requantisation q = {multiplier,
                                     shift,
                                     per_channel,
                                     single,
                                     (int32_t)(r >> 40 & 255) - 128,
                                     r >> 48 & 1 ? -128 : -100,
                                     r >> 49 & 1 ? 127 : 90};
    const int64_t lda = stored & GEMM_A_KM ? m : k,
                  ldb = stored & GEMM_B_NK ? k : n;
    for (int i = 0; i < 4900; i++) {
      a[i] = random_i8();
      b[i] = random_i8();
      c[i] = random_i8();
    }
    for (int i = 0; i < 70; i++) {
      bias[i] = offset_bias[i] = (int32_t)(random64() >> 40) - (1 << 23);
      multiplier[i] = (int32_t)(random64() >> 34) | 1 << 30;
      shift[i] = (int32_t)(random64() >> 60) - 14;
    }
    memcpy(expected, c, sizeof c);
    for (int64_t i = 0; i < m; i++)
      for (int64_t j = 0; j < n; j++) {
        int32_t sum = bias[j];
        for (int64_t l = 0; l < k; l++)
          sum +=
              (a[stored & GEMM_A_KM ? l * lda + i : i * lda + l] + a_offset) *
              b[stored & GEMM_B_NK ? j * ldb + l : l * ldb + j];
        expected[i * ldc + j] = reference_requantised(
            sum, multiplier[per_channel ? j : 0], shift[per_channel ? j : 0],
            single, q.zero_point, q.low, q.high);
      }
    const int64_t needed = RESULT(gemm_i8_requantised_scratch(n));
    if (RESULT(gemm_i8_bias(n, k, b, ldb, stored & GEMM_B_NK, a_offset,
                            offset_bias)) != KERNEL_OK ||
        RESULT(gemm_i8_requantised(m, n, k, a, lda, b, ldb, c, ldc, stored,
                                   offset_bias, &q, scratch, needed)) !=
            KERNEL_OK)
      failures++;
    fused_digest("requantised", m, n, k, stored, c, expected, sizeof c);
  }
}

// What each mistake is answered with, and that C is as it was.
static void expect(const char *what, int found, int expected) {
  failures += found != expected;
  printf("%s: status %d\n", what, found);
}
#ifdef __sectile__
#define EXPECT(what, call, expected) expect(what, call, expected)
#else
#define EXPECT(what, call, expected)                                           \
  expect(what, ((void)sizeof(call), (expected)), expected)
#endif

static void test_status(void) {
  static float c[64];
  static uint8_t bits[64];
  const float a[16] = {1}, b[16] = {1};
  const int64_t most = INT64_MAX;
  const struct gemm_batch two = {2, 4, 4, 16}, side = {2, 4, 4, 4},
                          close = {2, 4, 4, 3}, negative = {-1, 0, 0, 0},
                          backward = {2, -4, 4, 16}, odd = {2, 3, 4, 16};
  for (int i = 0; i < 64; i++)
    c[i] = 7;
  EXPECT("m below 0", gemm_f32(-1, 4, 4, a, 4, b, 4, c, 4, 0),
         KERNEL_BAD_SHAPE);
  EXPECT("n below 0", gemm_f32(4, -1, 4, a, 4, b, 4, c, 4, 0),
         KERNEL_BAD_SHAPE);
  EXPECT("k below 0", gemm_f32(4, 4, -1, a, 4, b, 4, c, 4, 0),
         KERNEL_BAD_SHAPE);
  EXPECT("lda below k", gemm_f32(4, 4, 4, a, 3, b, 4, c, 4, 0),
         KERNEL_BAD_SHAPE);
  EXPECT("lda below m", gemm_f32(4, 2, 2, a, 3, b, 2, c, 4, GEMM_A_KM),
         KERNEL_BAD_SHAPE);
  EXPECT("ldb below n", gemm_f32(4, 4, 4, a, 4, b, 3, c, 4, 0),
         KERNEL_BAD_SHAPE);
  EXPECT("ldb below k", gemm_f32(2, 2, 4, a, 4, b, 3, c, 4, GEMM_B_NK),
         KERNEL_BAD_SHAPE);
  EXPECT("ldc below n", gemm_f32(4, 4, 4, a, 4, b, 4, c, 3, 0),
         KERNEL_BAD_SHAPE);
  EXPECT("beyond 2^62 bytes", gemm_f32(most, 4, 1, a, 1, b, 4, c, 4, 0),
         KERNEL_BAD_SHAPE);
  EXPECT("lda beyond 2^62 bytes", gemm_f32(2, 4, 4, a, most, b, 4, c, 4, 0),
         KERNEL_BAD_SHAPE);
  EXPECT("unknown flag", gemm_f32(4, 4, 4, a, 4, b, 4, c, 4, 8),
         KERNEL_BAD_ARGUMENT);
  EXPECT("no A", gemm_f32(4, 4, 4, 0, 4, b, 4, c, 4, 0), KERNEL_NULL_POINTER);
  EXPECT("no B", gemm_f32(4, 4, 4, a, 4, 0, 4, c, 4, 0), KERNEL_NULL_POINTER);
  EXPECT("no C", gemm_f32(4, 4, 4, a, 4, b, 4, 0, 4, 0), KERNEL_NULL_POINTER);
  EXPECT("nothing at all", gemm_f32(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), KERNEL_OK);
  EXPECT("C is A", gemm_f32(4, 4, 4, c + 12, 4, b, 4, c, 4, 0), KERNEL_OVERLAP);
  EXPECT("C is B", gemm_f32(4, 4, 4, a, 4, c + 15, 4, c, 4, 0), KERNEL_OVERLAP);
  EXPECT("C takes a column of A in the same rows",
         gemm_f32(2, 4, 4, c + 3, 8, b, 4, c, 8, 0), KERNEL_OVERLAP);
  EXPECT("C takes the last row of B",
         gemm_f32(2, 4, 2, a, 2, c + 8, 8, c + 16, 8, 0), KERNEL_OVERLAP);
  EXPECT("sum and alpha",
         gemm_f32_scaled(4, 4, 4, 2, a, 4, b, 4, 0, c, 4, GEMM_ADD),
         KERNEL_BAD_ARGUMENT);
  EXPECT("no batch", gemm_f32_batch(0, 2, 2, 2, 2, a, 2, b, 2, 0, c, 2, 0),
         KERNEL_NULL_POINTER);
  EXPECT("a batch below 0",
         gemm_f32_batch(&negative, 2, 2, 2, 2, a, 2, b, 2, 0, c, 2, 0),
         KERNEL_BAD_SHAPE);
  EXPECT("a step below 0",
         gemm_f32_batch(&backward, 2, 2, 2, 2, a, 2, b, 2, 0, c, 2, 0),
         KERNEL_BAD_SHAPE);
  EXPECT("results that overlap",
         gemm_f32_batch(&close, 4, 4, 1, 2, a, 1, b, 4, 0, c, 8, 0),
         KERNEL_BAD_SHAPE);
  EXPECT("results of one row that overlap",
         gemm_f32_batch(&close, 1, 4, 1, 2, a, 1, b, 4, 0, c, 8, 0),
         KERNEL_BAD_SHAPE);
  EXPECT("rows too short for both results",
         gemm_f32_batch(&side, 4, 4, 1, 2, a, 1, b, 4, 0, c, 7, 0),
         KERNEL_BAD_SHAPE);
  EXPECT("the second result is A",
         gemm_f32_batch(&two, 4, 4, 1, 2, c + 31, 1, b, 4, 0, c, 4, 0),
         KERNEL_OVERLAP);
  static int32_t *const words = (int32_t *)c;
  EXPECT("i4, B across", gemm_i4(2, 2, 2, bits, 2, bits, 2, words, 2, 0),
         KERNEL_BAD_ARGUMENT);
  EXPECT("i4, A across",
         gemm_i4(2, 2, 2, bits, 2, bits, 2, words, 2, GEMM_A_KM | GEMM_B_NK),
         KERNEL_BAD_ARGUMENT);
  EXPECT("i4, a row within a byte",
         gemm_i4(2, 2, 3, bits, 3, bits, 4, words, 2, GEMM_B_NK),
         KERNEL_BAD_SHAPE);
  EXPECT(
      "i4, a step within a byte",
      gemm_i4_batch(&odd, 2, 2, 2, 1, bits, 2, bits, 2, 0, words, 2, GEMM_B_NK),
      KERNEL_BAD_SHAPE);
  struct gemm_epilogue e = {0, 0, 0, GEMM_LINEAR, 0, 0};
  EXPECT("no epilogue", gemm_f32_fused(2, 2, 2, a, 2, b, 2, c, 2, 0, 0),
         KERNEL_NULL_POINTER);
  e.bias = c;
  EXPECT("a bias in C", gemm_f32_fused(2, 2, 2, a, 2, b, 2, c, 2, 0, &e),
         KERNEL_OVERLAP);
  e.bias = 0;
  e.residual = c + 1;
  e.ldr = 2;
  EXPECT("a residual that is part of C",
         gemm_f32_fused(2, 2, 2, a, 2, b, 2, c, 2, 0, &e), KERNEL_OVERLAP);
  e.ldr = 1;
  EXPECT("ldr below n", gemm_f32_fused(2, 2, 2, a, 2, b, 2, c, 2, 0, &e),
         KERNEL_BAD_SHAPE);
  e.residual = 0;
  e.activation = GEMM_CLAMP;
  e.low = 1;
  EXPECT("a clamp to nothing", gemm_f32_fused(2, 2, 2, a, 2, b, 2, c, 2, 0, &e),
         KERNEL_BAD_ARGUMENT);
  EXPECT("gemv, lda below n", gemv_f32(2, 4, 1, a, 3, b, 0, c, 0),
         KERNEL_BAD_SHAPE);
  EXPECT("gemv, n below 0", gemv_f32(2, -4, 1, a, 4, b, 0, c, 0),
         KERNEL_BAD_SHAPE);
  EXPECT("gemv, unknown flag", gemv_f32(2, 4, 1, a, 4, b, 0, c, 2),
         KERNEL_BAD_ARGUMENT);
  EXPECT("gemv, no vector", gemv_f32(2, 4, 1, a, 4, 0, 0, c, 0),
         KERNEL_NULL_POINTER);
  EXPECT("gemv, y in x", gemv_f32(2, 4, 1, a, 4, c + 1, 0, c, 0),
         KERNEL_OVERLAP);
  EXPECT("gemv, y in A", gemv_f32(2, 4, 1, c + 1, 4, b, 0, c, 0),
         KERNEL_OVERLAP);
  EXPECT("gemv, numbers of 4 bits transposed",
         gemv_i4(2, 4, 1, bits, 4, bits, 0, (int32_t *)c, GEMV_TRANSPOSED),
         KERNEL_BAD_ARGUMENT);
  EXPECT("gemv, a row that begins within a byte",
         gemv_i4_f32(2, 3, 1, bits, 3, b, 0, c, 0), KERNEL_BAD_SHAPE);
  EXPECT("gemv, y in A of bytes",
         gemv_i8(2, 4, 1, (const int8_t *)c, 4, (const int8_t *)bits, 0,
                 (int32_t *)c, 0),
         KERNEL_OVERLAP);
  EXPECT("weights, part of a block",
         gemm_q8_f32(2, 2, 31, a, 31, (const int8_t *)bits, b, c, 2),
         KERNEL_BAD_SHAPE);
  EXPECT("weights, no scales",
         gemm_q8_f32(1, 1, 32, (const float *)bits, 32, (const int8_t *)bits, 0,
                     c, 1),
         KERNEL_NULL_POINTER);
  EXPECT("weights in C",
         gemm_q4_f32(1, 1, 32, (const float *)bits, 32, (const uint8_t *)c, b,
                     c, 1),
         KERNEL_OVERLAP);
  EXPECT("weights, part of a block to convert",
         gemm_q4_convert(1, 16, bits, (uint8_t *)c, c + 8), KERNEL_BAD_SHAPE);
  EXPECT("weights converted onto their scales",
         gemm_q4_convert(1, 32, bits, (uint8_t *)c, c + 3), KERNEL_OVERLAP);
  const int32_t multiplier = 1 << 30, shift = 0;
  struct requantisation q = {&multiplier, &shift, 0, 0, 0, -128, 127};
  static int32_t scratch[48];
  static const int8_t *const i8 = (const int8_t *)bits;
  static int8_t *const c8 = (int8_t *)c;
  EXPECT("a small scratch",
         gemm_i8_requantised(2, 17, 2, i8, 2, i8, 17, c8, 17, 0, 0, &q, scratch,
                             383),
         KERNEL_SMALL_SCRATCH);
  EXPECT("no scratch",
         gemm_i8_requantised(2, 2, 2, i8, 2, i8, 2, c8, 2, 0, 0, &q, 0, 0),
         KERNEL_NULL_POINTER);
  EXPECT("a sum of bytes",
         gemm_i8_requantised(2, 2, 2, i8, 2, i8, 2, c8, 2, GEMM_ADD, 0, &q,
                             scratch, 192),
         KERNEL_BAD_ARGUMENT);
  EXPECT("scratch in C",
         gemm_i8_requantised(2, 2, 2, i8, 2, i8, 2, c8, 2, 0, 0, &q, c, 192),
         KERNEL_OVERLAP);
  q.low = 128;
  EXPECT(
      "no range",
      gemm_i8_requantised(2, 2, 2, i8, 2, i8, 2, c8, 2, 0, 0, &q, scratch, 192),
      KERNEL_BAD_ARGUMENT);
  int changed = 0;
  for (int i = 0; i < 64; i++)
    changed += c[i] != 7;
  expect("elements of C changed", changed, 0);
  // Blocks of one matrix that share no element.
  EXPECT("C is beside A in the same rows",
         gemm_f32(2, 4, 4, c + 4, 8, b, 4, c, 8, 0), KERNEL_OK);
  EXPECT("C is beside B in the same rows",
         gemm_f32_scaled(4, 4, 4, 2, a, 4, c, 8, 1, c + 4, 8, 0), KERNEL_OK);
}

int main(int argc, char **argv) {
  // Edges of tiles and of blocks, and nothing at all.
  static const uint8_t fixed[][3] = {
      {0, 0, 0},     {0, 5, 7},     {5, 0, 7},    {5, 7, 0},     {1, 1, 1},
      {16, 16, 16},  {15, 17, 1},   {17, 15, 31}, {1, 64, 64},   {64, 1, 63},
      {33, 1, 65},   {64, 64, 64},  {65, 63, 33}, {80, 49, 17},  {48, 96, 5},
      {128, 20, 32}, {20, 128, 70}, {2, 3, 150},  {100, 33, 16}, {66, 66, 66}};
  // Large enough to be packed, with edges.
  static const uint16_t large[][3] = {{200, 200, 200}, {215, 270, 233}};
  test_function *run = 0;
  int along = 0;
  static const struct {
    const char *name;
    void (*run)(void);
  } others[] = {{"fused", test_fused},
                {"gemv", test_gemv},
                {"weights", test_weights},
                {"requantised", test_requantised},
                {"status", test_status}};
  for (int i = 0; argc == 2 && i < 5; i++)
    if (!strcmp(argv[1], others[i].name)) {
      others[i].run();
      return failures != 0;
    }
  for (size_t i = 0; argc == 2 && i < sizeof tests / sizeof *tests; i++)
    if (!strcmp(argv[1], tests[i].name)) {
      run = tests[i].run;
      along = tests[i].along;
    }
  if (!run) {
    fprintf(stderr,
            "usage: gemm_test TYPE|fused|gemv|weights|requantised|status\n");
    return 2;
  }
  // Ways to store the operands.
  const int ways = along ? 2 : 8;
#define WAY(flags) (along ? ((flags) & 1) | GEMM_B_NK : (flags) & 7)
  for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
    for (int flags = 0; flags < ways; flags++)
      run(fixed[i][0], fixed[i][1], fixed[i][2], flags & 1 ? 3 : 0,
          flags & 2 ? 5 : 0, (int)i % 3, WAY(flags));
  for (size_t i = 0; i < sizeof large / sizeof *large; i++)
    for (int flags = (int)i; flags < ways; flags += 3)
      run(large[i][0], large[i][1], large[i][2], 3, 5, 2, WAY(flags));
  for (int i = 0; i < 40; i++) {
    uint64_t r = random64();
    run(r % 70, (r >> 8) % 70, (r >> 16) % 70, r >> 24 & 7, r >> 28 & 7,
        r >> 32 & 7, WAY((int)(r >> 36)));
  }
  // Each alpha with each beta, and batches.
  for (int scale = 0; scale < 16; scale++) {
    uint64_t r = random64();
    const int way = WAY((int)(r >> 36)) & ~GEMM_ADD,
              scaled = SCALED | scale << ALPHA;
    run(1 + r % 90, 1 + (r >> 8) % 90, (r >> 16) % 70, r >> 24 & 7, r >> 28 & 7,
        r >> 32 & 7, way | scaled);
    run(1 + r % 30, 1 + (r >> 8) % 30, (r >> 16) % 70, r >> 24 & 7, r >> 28 & 7,
        r >> 32 & 7, way | scaled | BATCH);
  }
  run(200, 203, 210, 0, 0, 0, WAY(6) | SCALED | 2 << ALPHA | 3 << BETA);
  printf(failures ? "%d shapes differ\n" : "all shapes agree\n", failures);
  return failures != 0;
}

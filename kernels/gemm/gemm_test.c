// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The GEMM kernels against their reference, over many shapes.
//
//   gemm_test f32|f16|bf16|i8|u8|i8u8|u8i8
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

static uint64_t digest_of(const void *p, size_t n) {
  uint64_t h = UINT64_C(0xcbf29ce484222325);
  for (const unsigned char *c = p; n; n--)
    h = (h ^ *c++) * UINT64_C(0x100000001b3);
  return h;
}

#ifdef __sectile__
#define KERNEL(type) gemm_##type
#else
#define KERNEL(type) reference_##type
#endif

// The byte 0xff repeated is a NaN as f32, f16 and bf16, 255 and -1 as bytes.
#define TEST(type, left, right, sum, random_left, random_right)                \
  static void test_##type(int64_t m, int64_t n, int64_t k, int lda_more,       \
                          int ldb_more, int ldc_more, int flags) {             \
    static left a[SPACE];                                                      \
    static right b[SPACE];                                                     \
    static sum c[SPACE], expected[SPACE];                                      \
    const int64_t a_rows = flags & GEMM_A_KM ? k : m,                          \
                  a_columns = flags & GEMM_A_KM ? m : k;                       \
    const int64_t b_rows = flags & GEMM_B_NK ? n : k,                          \
                  b_columns = flags & GEMM_B_NK ? k : n;                       \
    const int64_t lda = a_columns + lda_more, ldb = b_columns + ldb_more,      \
                  ldc = n + ldc_more;                                          \
    memset(a, 0xff, sizeof a);                                                 \
    memset(b, 0xff, sizeof b);                                                 \
    memset(c, 0xa5, sizeof c);                                                 \
    for (int64_t i = 0; i < a_rows; i++)                                       \
      for (int64_t j = 0; j < a_columns; j++)                                  \
        a[GUARD + i * lda + j] = random_left();                                \
    for (int64_t i = 0; i < b_rows; i++)                                       \
      for (int64_t j = 0; j < b_columns; j++)                                  \
        b[GUARD + i * ldb + j] = random_right();                               \
    for (int64_t i = 0; i < m; i++)                                            \
      for (int64_t j = 0; j < n; j++)                                          \
        c[GUARD + i * ldc + j] = (sum)((int64_t)(random64() >> 48) - 32768);   \
    memcpy(expected, c, sizeof c);                                             \
    reference_##type(m, n, k, a + GUARD, lda, b + GUARD, ldb,                  \
                     expected + GUARD, ldc, flags);                            \
    KERNEL(type)(m, n, k, a + GUARD, lda, b + GUARD, ldb, c + GUARD, ldc,      \
                 flags);                                                       \
    if (memcmp((const char *)c, (const char *)expected, sizeof c) != 0) {      \
      failures++;                                                              \
      size_t at = 0;                                                           \
      while (memcmp((const char *)&c[at], (const char *)&expected[at],         \
                    sizeof c[0]) == 0)                                         \
        at++;                                                                  \
      int64_t i = ((int64_t)at - GUARD) / ldc,                                 \
              j = ((int64_t)at - GUARD) % ldc;                                 \
      uint32_t found, wanted;                                                  \
      memcpy(&found, &c[at], 4);                                               \
      memcpy(&wanted, &expected[at], 4);                                       \
      printf("wrong at [%" PRId64 "][%" PRId64 "]%s: found %08" PRIx32         \
             ", expected %08" PRIx32 "\n",                                     \
             i, j, i >= 0 && i < m && j >= 0 && j < n ? "" : ", outside C",    \
             found, wanted);                                                   \
    }                                                                          \
    printf(#type " m %" PRId64 " n %" PRId64 " k %" PRId64 " lda %" PRId64     \
                 " ldb %" PRId64 " ldc %" PRId64 " flags %d: %016" PRIx64      \
                 "\n",                                                         \
           m, n, k, lda, ldb, ldc, flags, digest_of(c, sizeof c));             \
  }

TEST(f32, float, float, float, random_f32, random_f32)
TEST(f16, uint16_t, uint16_t, float, random_f16, random_f16)
TEST(bf16, uint16_t, uint16_t, float, random_bf16, random_bf16)
TEST(i8, int8_t, int8_t, int32_t, random_i8, random_i8)
TEST(u8, uint8_t, uint8_t, int32_t, random_u8, random_u8)
TEST(i8u8, int8_t, uint8_t, int32_t, random_i8, random_u8)
TEST(u8i8, uint8_t, int8_t, int32_t, random_u8, random_i8)

typedef void test_function(int64_t, int64_t, int64_t, int, int, int, int);
static const struct {
  const char *name;
  test_function *run;
} tests[] = {{"f32", test_f32},  {"f16", test_f16}, {"bf16", test_bf16},
             {"i8", test_i8},    {"u8", test_u8},   {"i8u8", test_i8u8},
             {"u8i8", test_u8i8}};

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
  for (size_t i = 0; argc == 2 && i < sizeof tests / sizeof *tests; i++)
    if (!strcmp(argv[1], tests[i].name))
      run = tests[i].run;
  if (!run) {
    fprintf(stderr, "usage: gemm_test f32|f16|bf16|i8|u8|i8u8|u8i8\n");
    return 2;
  }
  for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
    for (int flags = 0; flags < 8; flags++)
      run(fixed[i][0], fixed[i][1], fixed[i][2], flags & 1 ? 3 : 0,
          flags & 2 ? 5 : 0, (int)i % 3, flags);
  for (size_t i = 0; i < sizeof large / sizeof *large; i++)
    for (int flags = (int)i; flags < 8; flags += 3)
      run(large[i][0], large[i][1], large[i][2], 3, 5, 2, flags);
  for (int i = 0; i < 40; i++) {
    uint64_t r = random64();
    run(r % 70, (r >> 8) % 70, (r >> 16) % 70, r >> 24 & 7, r >> 28 & 7,
        r >> 32 & 7, r >> 36 & 7);
  }
  printf(failures ? "%d shapes differ\n" : "all shapes agree\n", failures);
  return failures != 0;
}

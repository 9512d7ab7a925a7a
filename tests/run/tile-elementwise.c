// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What becomes multiply-adds, rotations, permutations, estimates and
// conversions of tiles computes what loops over scalars compute.
// RUN: sectile-clang -O2 -mllvm -verify-machineinstrs %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O0 %s -o %t.elf && sectile-run %t.elf
#include <math.h>
#include <sectile.h>
#include <sectile_math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef uint32_t tile_u32_t __attribute__((vector_size(1024)));

static uint64_t state = 88172645463325252u;
static uint32_t random_word(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state >> 16;
}

static uint32_t a[256], b[256], c[256], found[256];
static float floats[256], result[256];
static int failures;

static tile_i32_t tile(const uint32_t *p) { return tile_load_i32(p); }
static void fill(void) {
  for (int n = 0; n < 256; ++n) {
    a[n] = random_word(), b[n] = random_word(), c[n] = random_word();
    uint32_t bits = random_word(); // of ordinary size
    bits = (bits & 0x807fffff) | (127u - 20 + bits % 40) << 23;
    memcpy(&floats[n], &bits, 4);
  }
}
// VALUE is computed into found, and EXPECTED is word n = 16i + j of it.
#define WORDS(VALUE, EXPECTED)                                                                     \
  do {                                                                                             \
    tile_store_i32(found, (tile_i32_t)(VALUE));                                                    \
    for (int n = 0; n < 256; ++n) {                                                                \
      int i = n / 16, j = n % 16;                                                                  \
      (void)i, (void)j;                                                                            \
      if (found[n] != (uint32_t)(EXPECTED)) {                                                      \
        printf("line %d: [%d] is %08x, expected %08x\n", __LINE__, n, (unsigned)found[n],          \
               (unsigned)(EXPECTED));                                                              \
        ++failures;                                                                                \
        break;                                                                                     \
      }                                                                                            \
    }                                                                                              \
  } while (0)

static void multiply_add(int32_t k) {
  tile_i32_t x = tile(a), y = tile(b), z = tile(c);
  WORDS(tile_madd_i32(x, y, z), a[n] * b[n] + c[n]);
  WORDS(tile_madd_i32_sb(x, k, z), a[n] * (uint32_t)k + c[n]);
  WORDS(tile_madd_i32_sc(x, y, k), a[n] * b[n] + (uint32_t)k);
  // Unsigned, so that an overflow is defined.
  tile_u32_t u = (tile_u32_t)x, v = (tile_u32_t)y, w = (tile_u32_t)z;
  WORDS(u * v + w, a[n] * b[n] + c[n]);
  WORDS(w + u * 77, a[n] * 77 + c[n]);
  WORDS(u * v + 1000, a[n] * b[n] + 1000);
  WORDS(u * v + (u * v ^ w), a[n] * b[n] + (a[n] * b[n] ^ c[n]));
}

static void moves(int32_t k) {
  tile_i32_t x = tile(a), y = tile(b);
  WORDS(tile_rotate_rows_i32(x, k), a[16 * ((i + k) & 15) + j]);
  WORDS(tile_rotate_columns_i32(x, k), a[16 * i + ((j + k) & 15)]);
  WORDS(tile_permute_i32(x, y), a[16 * i + b[n] % 16]);
  WORDS(tile_permute_rows_i32(x, y), a[16 * (b[16 * i] % 16) + j]);
  WORDS(tile_permute_f32((tile_f32_t)x, x), a[16 * i + a[n] % 16]);
  WORDS(tile_permute_rows_f32((tile_f32_t)x, x), a[16 * (a[16 * i] % 16) + j]);
}

#define ROW(F, I)                                                                                  \
  F(I, 0), F(I, 1), F(I, 2), F(I, 3), F(I, 4), F(I, 5), F(I, 6), F(I, 7), F(I, 8), F(I, 9),        \
      F(I, 10), F(I, 11), F(I, 12), F(I, 13), F(I, 14), F(I, 15)
#define ALL(F)                                                                                     \
  ROW(F, 0), ROW(F, 1), ROW(F, 2), ROW(F, 3), ROW(F, 4), ROW(F, 5), ROW(F, 6), ROW(F, 7),          \
      ROW(F, 8), ROW(F, 9), ROW(F, 10), ROW(F, 11), ROW(F, 12), ROW(F, 13), ROW(F, 14), ROW(F, 15)
#define ROWS_UP(I, J) ((I + 3) % 16 * 16 + J)
#define COLUMNS_LEFT(I, J) (I * 16 + (J + 11) % 16)
#define MIRRORED(I, J) (I * 16 + 15 - J)
#define ROWS_MIXED(I, J) (I * 7 % 16 / 2 * 16 + J)
#define WITHIN(I, J) (I * 16 + (I * J + 5 * J + I) % 16)
#define ANY(I, J) ((J * 7 + I) % 16 * 16 + (I * 3 + J) % 16)
#define TWO(I, J) (I % 2 * 256 + I * 16 + (J + 1) % 16)
static void shuffles(void) {
  tile_i32_t x = tile(a), y = tile(b);
  WORDS(__builtin_shufflevector(x, x, ALL(ROWS_UP)), a[ROWS_UP(i, j)]);
  WORDS(__builtin_shufflevector(x, x, ALL(COLUMNS_LEFT)), a[COLUMNS_LEFT(i, j)]);
  WORDS(__builtin_shufflevector(x, x, ALL(MIRRORED)), a[MIRRORED(i, j)]);
  WORDS(__builtin_shufflevector(x, x, ALL(ROWS_MIXED)), a[ROWS_MIXED(i, j)]);
  WORDS(__builtin_shufflevector(x, x, ALL(WITHIN)), a[WITHIN(i, j)]);
  WORDS(__builtin_shufflevector(x, x, ALL(ANY)), a[ANY(i, j)]);
  WORDS(__builtin_shufflevector(x, y, ALL(TWO)),
        TWO(i, j) < 256 ? a[TWO(i, j)] : b[TWO(i, j) - 256]);
}

static void reductions(void) {
  uint32_t all = ~0u, any = 0, odd = 0, low = ~0u, high = 0, product = 1;
  for (int n = 0; n < 256; ++n) {
    all &= a[n] | 0x1000, any |= a[n] & b[n] & c[n], odd ^= a[n];
    low = a[n] < low ? a[n] : low, high = a[n] > high ? a[n] : high;
    product *= a[n] | 1;
  }
  tile_u32_t x = (tile_u32_t)tile(a), y = (tile_u32_t)tile(b), z = (tile_u32_t)tile(c);
  if (__builtin_reduce_and(x | 0x1000) != all || __builtin_reduce_or(x & y & z) != any ||
      __builtin_reduce_xor(x) != odd || __builtin_reduce_min(x) != low ||
      __builtin_reduce_max(x) != high || __builtin_reduce_mul(x | 1) != product) {
    puts("a reduction is wrong");
    ++failures;
  }
}

static void conversions(void) {
  tile_f32_t x = tile_load_f32(floats);
  WORDS(__builtin_convertvector(x, tile_i32_t), (int32_t)floats[n]);
  tile_store_f32(result, __builtin_convertvector(tile(a), tile_f32_t));
  for (int n = 0; n < 256; ++n)
    if (result[n] != (float)(int32_t)a[n])
      ++failures;
  for (int n = 0; n < 256; ++n) {
    uint32_t word = n % 8 ? a[n] >> a[n] % 32 : 0x80000000 >> n / 8 % 2;
    floats[n] = (float)(word > 0xffffff7f ? 0xffffff7f : word);
  }
  x = tile_load_f32(floats);
  WORDS(__builtin_convertvector(x, tile_u32_t), (uint32_t)floats[n]);
  tile_store_f32(result, __builtin_convertvector((tile_u32_t)tile(a), tile_f32_t));
  for (int n = 0; n < 256; ++n)
    if (result[n] != (float)a[n])
      ++failures;
}

static float reciprocal_estimate(float x) {
  int exponent;
  float m = 2 * frexpf(fabsf(x), &exponent);
  int divisor = 257 + 2 * (int)((m - 1) * 128);
  return copysignf(ldexpf((float)lround(0x1p25 / divisor), -exponent - 16), x);
}
static float root_estimate(float x) {
  int exponent;
  float m = 2 * frexpf(x, &exponent);
  int odd = (exponent - 1) & 1;
  int radicand = (257 + 2 * (int)((m - 1) * 128)) << odd;
  return ldexpf((float)lround(0x1p21 / sqrt(radicand)), -(exponent - 1 - odd) / 2 - 1 - 16);
}
static void estimates(void) {
  tile_f32_t x = tile_load_f32(floats);
  tile_store_f32(result, tile_reciprocal_estimate_f32(x));
  for (int n = 0; n < 256; ++n)
    if (result[n] != reciprocal_estimate(floats[n]))
      printf("1 / %a is %a\n", floats[n], result[n]), ++failures;
  tile_store_f32(result, tile_rsqrt_estimate_f32(tile_abs_f32(x)));
  for (int n = 0; n < 256; ++n)
    if (result[n] != root_estimate(fabsf(floats[n])))
      printf("1 / sqrt(%a) is %a\n", fabsf(floats[n]), result[n]), ++failures;
  // With Newton's steps, as the header says, also at the ends of the range.
  for (int n = 0; n < 256; ++n)
    if (n % 16 == 0)
      floats[n] = (n & 16 ? -1.0f : 1.0f) * ldexpf(1.5f, n / 2 - 149 + n / 128 * 150);
  x = tile_load_f32(floats);
  tile_store_f32(result, tile_reciprocal_f32(x));
  for (int n = 0; n < 256; ++n) {
    float y = reciprocal_estimate(floats[n]), first = y;
    for (int step = 0; step < 2; ++step)
      y = fmaf(y, fmaf(-floats[n], y, 1), y);
    y = y == y ? y : first;
    if (result[n] != y)
      printf("1 / %a is %a, expected %a\n", floats[n], result[n], y), ++failures;
  }
  tile_store_f32(result, tile_rsqrt_f32(tile_abs_f32(x)));
  for (int n = 0; n < 256; ++n) {
    float z = fabsf(floats[n]), y = root_estimate(z);
    for (int step = 0; step < 2; ++step)
      y = fmaf(0.5f * y, fmaf(-(z * y), y, 1), y);
    if (result[n] != y)
      printf("1 / sqrt(%a) is %a, expected %a\n", z, result[n], y), ++failures;
  }
  const float special[] = {0.0f, -0.0f, INFINITY, -INFINITY, NAN, -1.0f, 0x1p-149f, 0x1p127f};
  for (int n = 0; n < 8; ++n)
    floats[n] = special[n];
  x = tile_load_f32(floats);
  tile_store_f32(result, tile_reciprocal_f32(x));
  const float inverse[] = {INFINITY, -INFINITY, 0.0f, -0.0f, 0, -1.0f, INFINITY, 0x1p-127f};
  for (int n = 0; n < 8; ++n)
    if (n == 4 ? result[n] == result[n] : memcmp(&result[n], &inverse[n], 4) != 0)
      printf("1 / %a is %a\n", floats[n], result[n]), ++failures;
  tile_store_f32(result, tile_rsqrt_f32(x));
  const float root[] = {INFINITY, -INFINITY, 0.0f, 0, 0, 0, 0x1.6a09e6p+74f, 0x1.6a09e6p-64f};
  for (int n = 0; n < 8; ++n)
    if (n >= 3 && n <= 5 ? result[n] == result[n] : memcmp(&result[n], &root[n], 4) != 0)
      printf("1 / sqrt(%a) is %a\n", floats[n], result[n]), ++failures;
}

int main(void) {
  for (int round = 0; round < 4; ++round) {
    fill();
    multiply_add((int32_t)random_word());
    moves((int32_t)random_word());
    shuffles();
    reductions();
    estimates();
    fill();
    conversions();
  }
  return failures != 0;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Multiplies of 8-bit floats, halves of bytes and bits, of every depth class, and pack
// and unpack: against scalar code that takes the elements apart by itself.
// RUN: sectile-clang -O2 -Wall -Wextra -Werror %s -lm -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O0 %s -lm -o %t.elf && sectile-run --tiles=portable %t.elf
#include <math.h>
#include <sectile.h>
#include <stdio.h>
#include <string.h>

static uint8_t a[16][64], b[16][64];
static int32_t words[16][16];
static int failures;

static uint32_t next(void) {
  static uint32_t s = 1;
  s = s * 1664525 + 1013904223;
  return s >> 8;
}

enum type { e4m3, e5m2, i4, u4, b1 };

static double float_at(enum type t, const uint8_t *row, int k) {
  int bits = row[k], m = t == e4m3 ? 3 : 2, bias = t == e4m3 ? 7 : 15;
  int e = (bits & 127) >> m, f = bits & ((1 << m) - 1);
  double v = e ? ldexp(f + (1 << m), e - bias - m) : ldexp(f, 1 - bias - m);
  if (t == e4m3 && (bits & 127) == 127)
    v = NAN;
  if (t == e5m2 && e == 31)
    v = f ? NAN : INFINITY;
  return bits & 128 ? -v : v;
}
static int integer_at(enum type t, const uint8_t *row, int k) {
  if (t == b1)
    return row[k / 8] >> k % 8 & 1;
  int v = k % 2 ? row[k / 2] >> 4 : row[k / 2] & 15;
  return t == i4 && v > 7 ? v - 16 : v;
}
static int64_t clamp(int64_t depth, int64_t most) {
  return depth < 0 ? 0 : depth > most ? most : depth;
}

static void expect(const char *what, int64_t depth, const uint32_t *found, const uint32_t *wanted) {
  if (memcmp(found, wanted, 1024)) {
    printf("%s, depth %lld\n", what, (long long)depth);
    failures++;
  }
}

#define FLOATS(NAME, A, B)                                                                         \
  static void test_##NAME(int64_t depth) {                                                         \
    uint32_t found[256], wanted[256];                                                              \
    tile_##A##_t x = tile_load_##A(a);                                                             \
    tile_##B##_t y = tile_load_##B(b);                                                             \
    tile_f32_t c = tile_cvt_f32_i32(tile_load_i32(words));                                         \
    tile_store_f32(found, tile_mma_depth_##NAME(c, x, y, depth));                                  \
    for (int n = 0; n < 256; n++) {                                                                \
      float sum = (float)words[n / 16][n % 16];                                                    \
      for (int k = 0; k < clamp(depth, 64); k++)                                                   \
        sum = fmaf((float)float_at(A, a[n / 16], k), (float)float_at(B, b[n % 16], k), sum);       \
      memcpy(&wanted[n], &sum, 4);                                                                 \
      if (sum != sum)                                                                              \
        wanted[n] = 0x7fc00000;                                                                    \
    }                                                                                              \
    expect(#NAME, depth, found, wanted);                                                           \
  }
FLOATS(e4m3, e4m3, e4m3)
FLOATS(e5m2, e5m2, e5m2)
FLOATS(e4m3e5m2, e4m3, e5m2)
FLOATS(e5m2e4m3, e5m2, e4m3)

#define INTEGERS(NAME, A, B, DEPTH, TERM)                                                          \
  static void test_##NAME(int64_t depth) {                                                         \
    uint32_t found[256], wanted[256];                                                              \
    tile_##A##_t x = tile_load_##A(a);                                                             \
    tile_##B##_t y = tile_load_##B(b);                                                             \
    tile_store_i32(found, tile_mma_depth_##NAME(tile_mmaz_depth_##NAME(y, x, depth), x, y, depth)); \
    for (int n = 0; n < 256; n++) {                                                                \
      wanted[n] = 0;                                                                               \
      for (int k = 0; k < clamp(depth, DEPTH); k++) {                                              \
        int p = integer_at(A, a[n / 16], k), q = integer_at(B, b[n % 16], k);                      \
        wanted[n] += (uint32_t)(TERM);                                                             \
        p = integer_at(A, b[n / 16], k), q = integer_at(B, a[n % 16], k);                          \
        wanted[n] += (uint32_t)(TERM);                                                             \
      }                                                                                            \
    }                                                                                              \
    expect(#NAME, depth, found, wanted);                                                           \
  }
INTEGERS(i4, i4, i4, 128, p *q)
INTEGERS(u4, u4, u4, 128, p *q)
INTEGERS(b1xor, b1, b1, 512, p != q)
INTEGERS(b1and, b1, b1, 512, p &q)

#define MIXED(NAME, A, B)                                                                          \
  static void test_##NAME(int64_t depth) {                                                         \
    uint32_t found[256], wanted[256];                                                              \
    tile_store_i32(found, tile_mmaz_depth_##NAME(tile_load_##A(a), tile_load_##B(b), depth));      \
    for (int n = 0; n < 256; n++) {                                                                \
      wanted[n] = 0;                                                                               \
      for (int k = 0; k < clamp(depth, 128); k++)                                                  \
        wanted[n] +=                                                                               \
            (uint32_t)(integer_at(A, a[n / 16], k) * integer_at(B, b[n % 16], k));                 \
    }                                                                                              \
    expect(#NAME, depth, found, wanted);                                                           \
  }
MIXED(i4u4, i4, u4)
MIXED(u4i4, u4, i4)

// Packed and unpacked again, in the last part: what a type holds comes back.
static void test_parts(void) {
  int32_t back[256];
  tile_i32_t w = tile_load_i32(words);
  tile_store_i32(back, tile_unpack_i4(tile_pack_i4(tile_load_i4(a), w, 7), 7));
  for (int n = 0; n < 256; n++) {
    int v = words[n / 16][n % 16];
    failures += back[n] != (v < -8 ? -8 : v > 7 ? 7 : v);
  }
  tile_store_i32(back, tile_unpack_u4(tile_pack_u4(tile_load_u4(a), w, 3), 3));
  for (int n = 0; n < 256; n++) {
    int v = words[n / 16][n % 16];
    failures += back[n] != (v < 0 ? 0 : v > 15 ? 15 : v);
  }
  uint8_t bits[16][64];
  tile_store_b1(bits, tile_pack_b1(tile_load_b1(a), w, 31));
  for (int i = 0; i < 16; i++)
    for (int k = 0; k < 512; k++)
      failures += integer_at(b1, bits[i], k) !=
                  (k < 496 ? integer_at(b1, a[i], k) : words[i][k - 496] != 0);
  tile_store_i32(back, tile_unpack_b1(tile_packz_b1(w), 0));
  for (int n = 0; n < 256; n++)
    failures += back[n] != (words[n / 16][n % 16] != 0);
  float floats[256];
  tile_store_f32(floats, tile_unpack_e4m3(tile_packz_e4m3(tile_cvt_f32_i32(w)), 0));
  for (int n = 0; n < 256; n++)
    failures += floats[n] != (float)words[n / 16][n % 16];
}

int main(void) {
  for (int i = 0; i < 16; i++) {
    for (int k = 0; k < 64; k++) {
      // Mostly numbers of which sums are not NaN.
      a[i][k] = (uint8_t)(i == 3 && k > 40 ? 0xff : next() & 0xbf);
      b[i][k] = (uint8_t)(i == 5 && k > 50 ? 0x7c : next() & 0xbf);
    }
    for (int j = 0; j < 16; j++)
      words[i][j] = (int32_t)(next() % 32) - 16;
  }
  const int64_t depths[] = {0, 1, 2, 7, 31, 40, 63, 64, 65, 127, 128, 129, 511, 512, 513, -1,
                            INT64_MAX, INT64_MIN, (int64_t)1 << 33};
  for (unsigned n = 0; n < sizeof depths / sizeof *depths; n++) {
    int64_t depth = depths[n];
    test_e4m3(depth), test_e5m2(depth), test_e4m3e5m2(depth), test_e5m2e4m3(depth);
    test_i4(depth), test_u4(depth), test_i4u4(depth), test_u4i4(depth);
    test_b1xor(depth), test_b1and(depth);
  }
  test_parts();
  printf("%d differ\n", failures);
  return failures != 0;
}

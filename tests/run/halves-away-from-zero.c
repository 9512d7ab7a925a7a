// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// round of f32 and f64, of one number and of loops on tiles, has the bits of its definition
// by integers.
// RUN: sectile-clang -O2 %s -o %t2.elf && sectile-run %t2.elf
// RUN: sectile-clang -O0 %s -o %t0.elf && sectile-run %t0.elf
#include <stdint.h>
#include <stdio.h>
#include <string.h>

// Halves of the last digit that stays are added to the magnitude, what is below it cut off.
static uint32_t rounded(uint32_t x) {
  const uint32_t exponent = x >> 23 & 255;
  if (exponent >= 150)
    return x;
  if (exponent < 126)
    return x & 0x80000000;
  if (exponent == 126)
    return (x & 0x80000000) | 0x3f800000;
  const uint32_t half = 1u << (149 - exponent);
  return (x + half) & ~(2 * half - 1);
}

static uint64_t rounded_double(uint64_t x) {
  const uint64_t exponent = x >> 52 & 2047;
  if (exponent >= 1075)
    return x;
  if (exponent < 1022)
    return x & (1ull << 63);
  if (exponent == 1022)
    return (x & (1ull << 63)) | 1023ull << 52;
  const uint64_t half = 1ull << (1074 - exponent);
  return (x + half) & ~(2 * half - 1);
}

enum { N = 1000 };
static float x[N], y[N];

__attribute__((noinline)) static void all(void) {
  for (int i = 0; i < N; ++i)
    y[i] = __builtin_roundf(x[i]);
}

__attribute__((noinline)) static float one(float a) { return __builtin_roundf(a); }
__attribute__((noinline)) static double one_double(double a) { return __builtin_round(a); }

static const uint32_t corners[] = {0x3effffff, 0x3f000000, 0x3f000001, 0x3f7fffff, 0x3fbfffff, 0x3fc00000, 0x40200000,
                                   0x4affffff, 0x4b000000, 0x4b000001, 0x7f7fffff, 0x7f800000, 0x00000001, 0x00000000};

int main(void) {
  uint32_t bits = 0;
  for (int round = 0; round < 150; ++round) {
    for (int i = 0; i < N; ++i) {
      uint32_t b = (bits += 28657u * 1021);
      if (i % 2) // between 2^-3 and 2^24
        b = (b & 0x807fffff) | (124 + b % 29) << 23;
      if (round == 0 && i < 28)
        b = corners[i / 2] | (uint32_t)(i % 2) << 31;
      if ((b & 0x7fffffff) > 0x7f800000)
        b &= 0xff7fffff;
      memcpy(&x[i], &b, 4);
    }
    all();
    for (int i = 0; i < N; ++i) {
      uint32_t from, tile, scalar;
      uint64_t wide, result;
      const float a = one(x[i]);
      const double w = (double)x[i] * (1 + 0x1p-40), r = one_double(w);
      memcpy(&from, &x[i], 4);
      memcpy(&tile, &y[i], 4);
      memcpy(&scalar, &a, 4);
      memcpy(&wide, &w, 8);
      memcpy(&result, &r, 8);
      if (tile != rounded(from) || scalar != rounded(from) || result != rounded_double(wide)) {
        printf("%a: %a in a loop, %a alone; %a: %a\n", x[i], y[i], a, w, r);
        return 1;
      }
    }
  }
  const float nan = __builtin_nanf("");
  return !__builtin_isnan(one(nan)) || !__builtin_isnan(one_double(nan));
}

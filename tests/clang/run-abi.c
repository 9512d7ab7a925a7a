// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls agree with themselves about every kind of argument.
//
// RUN: sectile-clang -O0 %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -Os %s -o %t.elf && sectile-run %t.elf
#include <sectile.h>
#include <stdarg.h>
#include <stdio.h>

static int failures;
#define EXPECT(condition)                                                                          \
  do                                                                                               \
    if (!(condition)) {                                                                            \
      printf("line %d: %s\n", __LINE__, #condition);                                               \
      ++failures;                                                                                  \
    }                                                                                              \
  while (0)
#define OPAQUE __attribute__((noinline))

struct large {
  long a, b, c;
};

OPAQUE static long variadic(int n, ...) {
  va_list l, copy;
  va_start(l, n);
  va_copy(copy, l);
  long sum = 0;
  for (int i = 0; i < n; ++i) {
    sum += va_arg(l, int);
    sum += va_arg(l, double);
    struct large s = va_arg(l, struct large);
    sum += s.a + s.c;
    sum += (long)va_arg(l, __int128);
    sum += tile_get_f32(va_arg(l, tile_f32_t), 18);
  }
  va_end(l);
  sum += 1000 * va_arg(copy, int);
  va_end(copy);
  return sum;
}

OPAQUE static struct large changed(struct large s, int k) {
  s.a += k;
  s.b *= 2;
  return s;
}

OPAQUE static __int128 product(__int128 a, __int128 b) { return a * b; }

OPAQUE static long many(long a, unsigned b, long c, long d, long e, long f, long g, __int128 h,
                        long i, signed char j, float k, __int128 l) {
  return a + 2L * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + (long)(8 * h) + 9 * i + 10 * j +
         (long)(11 * k) + (long)l;
}

OPAQUE static tile_f32_t tiles(tile_f32_t a, tile_f32_t b, tile_f32_t c, tile_f32_t d, int x,
                               tile_f32_t e, tile_f32_t f, tile_f32_t g, tile_f32_t h, tile_f32_t i,
                               tile_f32_t j) {
  return a + b * 2.0f + c * 3.0f + d * 4.0f + e * 5.0f + f * 6.0f + g * 7.0f + h * 8.0f +
         i * 9.0f + j * (float)x;
}

OPAQUE static unsigned word(unsigned a) { return a; }
OPAQUE static int half(_Float16 a, __bf16 b, signed char c, unsigned short d) {
  return (int)(float)(a + a) + (int)(float)b + c + d;
}

// To and from double, with one rounding: these ties are broken by the last bit.
OPAQUE static double by_half(double a) { return (double)(_Float16)a; }
OPAQUE static double by_bf16(double a) { return (double)(__bf16)a; }

// Tiles live over a call of memcpy, which must not touch them.
OPAQUE static float over(tile_f32_t t, char *to, const char *from, long n) {
  __builtin_memcpy(to, from, n);
  return tile_get_f32(t, 255);
}

static _Thread_local int local = 7, zero;

int main(void) {
  struct large s = {1, 2, 3};
  tile_f32_t t = tile_cvt_f32_i32(tile_index_linear());
  EXPECT(variadic(2, 1, 2.5, s, (__int128)10, t, 3, 4.5, s, (__int128)-20, t) ==
         1 + 2 + 4 + 10 + 18 + 3 + 4 + 4 - 20 + 18 + 1000);
  struct large r = changed(s, 5);
  EXPECT(r.a == 6 && r.b == 4 && r.c == 3 && s.a == 1);
  EXPECT(product(((__int128)1 << 64) + 3, -5) == -(((__int128)5 << 64) + 15));
  EXPECT(many(1, 2, 3, 4, 5, 6, 7, 8, 9, -1, 2.5f, (__int128)1 << 3) ==
         1 + 4 + 9 + 16 + 25 + 36 + 49 + 64 + 81 - 10 + 27 + 8);
  EXPECT(tile_get_f32(tiles(t, t, t, t, 10, t, t, t, t, t, t), 2) == 110.0f);
  EXPECT((long)word(0x80000000u) == 0x80000000L);
  EXPECT(half((_Float16)2.5f, (__bf16)-4.0f, -3, 65535) == 5 - 4 - 3 + 65535);
  EXPECT(by_half(1.00048828125 + 0x1p-40) == 1.0009765625 && by_half(1.00048828125) == 1.0);
  EXPECT(by_bf16(1.00390625 + 0x1p-40) == 1.0078125 && by_bf16(1.00390625) == 1.0);
  EXPECT(by_bf16(-3e300) == -__builtin_inf() && by_half(-65520.0) == -__builtin_inf());
  char from[100] = "from", to[100];
  EXPECT(over(t, to, from, word(100)) == 255.0f && to[0] == 'f');
  EXPECT(local == 7 && zero == 0 && ++local == 8);
  return failures;
}

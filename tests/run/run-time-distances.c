// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Loops whose elements lie a distance apart that is known only at run time:
// backwards, all in one place, so far apart that their offsets do not fit in 32
// bits.
//
// RUN: sectile-clang -O2 %s -o %t.elf
// RUN: sectile-run --memory 3G %t.elf
// RUN: sectile-clang -O3 -flto %s -o %t-lto.elf
// RUN: sectile-run --memory 3G %t-lto.elf
#include <stdint.h>
#include <stdio.h>

enum { MOST = 300 };
static float x[3 * MOST], y[3 * MOST];

__attribute__((noinline)) static void load(float *restrict to,
                                           const float *from, int n, int step) {
  for (int i = 0; i < n; i++)
    to[i] = from[i * step] + 1;
}
__attribute__((noinline)) static void store(float *to, const float *from,
                                            long n, long step) {
  for (long i = 0; i < n; i++)
    to[i * step] = from[i];
}
__attribute__((noinline)) static void scale(float *x, int n, int step) {
  for (int i = 0; i < n; i++)
    x[i * step] = x[i * step] * 2;
}
__attribute__((noinline)) static void next(float *x, int n, int step) {
  for (int i = 0; i < n; i++)
    x[i * step] = x[i * step + 1] + 1;
}
__attribute__((noinline)) static unsigned bytes(const char *x, int n,
                                                int step) {
  unsigned sum = 0;
  for (int i = 0; i < n; i++)
    sum += *(const unsigned *)(x + (long)i * step);
  return sum;
}
__attribute__((noinline)) static void fixed(float *restrict to,
                                            const float *from, int step) {
  for (int i = 0; i < 200; i++)
    to[i] = from[i * step];
}

static int wrong(int line, float got, float want) {
  if (got == want)
    return 0;
  printf("line %d: %g, expected %g\n", line, (double)got, (double)want);
  return 1;
}
#define EXPECT(got, want) failures += wrong(__LINE__, got, want)

static void fill(void) {
  for (int i = 0; i < 3 * MOST; i++)
    x[i] = (float)i, y[i] = -1;
}

int main(void) {
  int failures = 0;
  for (int n = 0; n <= MOST; n = n < 20 ? n + 1 : n + 70)
    for (int step = -3; step <= 3; step++) {
      fill();
      int first = step < 0 && n ? (n - 1) * -step : 0;
      load(y, x + first, n, step);
      for (int i = 0; i < MOST; i++)
        EXPECT(y[i], i < n ? (float)(first + i * step + 1) : -1);

      fill();
      store(y + first, x, n, step);
      for (int i = 0; i < n; i++)
        EXPECT(y[first + i * step], step ? (float)i : (float)(n - 1));
      EXPECT(y[n && step ? first + (step < 0 ? 0 : (n - 1) * step) + 1 : 1],
             -1);

      fill();
      scale(x + first, n, step);
      for (int i = 0; i < n; i++)
        EXPECT(x[first + i * step], step ? (float)(2 * (first + i * step)) : 0);

      fill();
      next(x + first, n, step);
      if (step == 1) // x[i + 1] is stored after it is loaded
        for (int i = 0; i < n; i++)
          EXPECT(x[i], (float)(i + 2));
      if (step == -1) // x[i + 1] is that of the iteration before
        for (int i = 0; i < n; i++)
          EXPECT(x[first - i], (float)(n + i + 1));
    }
  fill();
  fixed(y, x, 4);
  for (int i = 0; i < MOST; i++)
    EXPECT(y[i], i < 200 ? (float)(4 * i) : -1);

  // Distances that are no multiple of a word's size.
  unsigned sum = 0;
  for (unsigned i = 0; i < 100; i++)
    ((unsigned *)x)[i] = 0x01010101U * i;
  for (unsigned i = 0; i < 100; i++) {
    uint64_t two = ((unsigned *)x)[5 * i / 4] |
                   (uint64_t)((unsigned *)x)[5 * i / 4 + 1] << 32;
    sum += (unsigned)(two >> 8 * (5 * i % 4));
  }
  failures += bytes((const char *)x, 100, 5) != sum;

  // 2.5 GiB from the first element to the last one.
  float *low = (float *)UINT64_C(0x84000000);
  fill();
  store(low, x, 140, 0x480000);
  for (long i = 0; i < 140; i++)
    EXPECT(low[i * 0x480000], (float)i);
  load(y, low, 140, 0x480000);
  for (int i = 0; i < 140; i++)
    EXPECT(y[i], (float)(i + 1));
  return failures != 0;
}

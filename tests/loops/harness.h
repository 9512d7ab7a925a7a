// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls every loop of a program on random memory, with operands that lie apart,
// touch or overlap, and prints a number that depends on all of memory and on
// what the loop returns. run.py writes the loops, for Sectile and for the host.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 4096, ARRAYS = 4, RUNS = 10 };

struct arguments {
  void *a, *b, *c, *d; // of words: c and d are written
  int n, k;
  int i;
  float f;
};
struct loop {
  uint64_t (*run)(const struct arguments *);
  int floats; // do a, b, c, d hold floats? one bit each
  int halves; // are these of 16 bits?
  int apart;  // the operands must not overlap
};

// What a conversion to 64 bits is defined for.
#define within(x) fminf(fmaxf(x, -9e18f), 9e18f)

// The host's may give either of two zeros.
#ifdef __sectile__
#define greatest fmaxf
#define least fminf
#else
static float greatest(float a, float b) {
  if (a != a || b != b)
    return a != a ? b : a;
  return a > b || (a == b && !signbit(a)) ? a : b;
}
static float least(float a, float b) {
  if (a != a || b != b)
    return a != a ? b : a;
  return a < b || (a == b && signbit(a)) ? a : b;
}
#endif

static _Alignas(64) uint32_t memory[ARRAYS * WORDS];
static uint64_t state;
static uint32_t draw(void) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  uint32_t x = (uint32_t)(state >> 32);
  return x ^ x >> 15;
}
static int below(int n) { return (int)(draw() % (unsigned)n); }

static uint32_t number(int style) {
  uint32_t sign = draw() & UINT32_C(0x80000000);
  uint32_t fraction = draw() & UINT32_C(0x7fffff);
  if (below(9) == 0)
    return sign | (style == 2 && below(4) == 0 ? UINT32_C(0x7f800000) : 0);
  return sign | (uint32_t)(style == 1 ? below(90) : 120 + below(12)) << 23 |
         fraction;
}

static uint32_t two_halves(int style) {
  uint32_t x = draw();
  return style == 2 ? x : (x & UINT32_C(0x8fff8fff)) + UINT32_C(0x34003400);
}

// Every NaN is one: which one an operation gives is not C's to say.
static uint64_t one_nan(uint32_t bits, int is_float) {
  if (is_float && (bits & UINT32_C(0x7fffffff)) > UINT32_C(0x7f800000))
    return UINT32_C(0x7fc00000);
  return bits;
}
static uint32_t bits_of(float f) {
  uint32_t bits;
  memcpy(&bits, &f, 4);
  return bits;
}
static uint64_t float_bits(float f) { return one_nan(bits_of(f), 1); }

static void run_all(const struct loop *loops, int count, uint64_t seed) {
  static const int counts[] = {0,   1,    2,    15,   16,  17,  18,
                               100, 255,  256,  257,  511, 512, 513,
                               600, 1023, 1024, 1025, 1100};
  for (int n = 0; n < count; n++)
    for (int run = 0; run < RUNS; run++) {
      state = seed * 1000 + (uint64_t)(n * RUNS + run);
      const struct loop *l = &loops[n];
      int apart = l->apart || run % 2;
      struct arguments x;
      void **operands[] = {&x.a, &x.b, &x.c, &x.d};
      int floats = l->floats;
      for (int m = 0; m < ARRAYS; m++) {
        for (int w = 0; w < WORDS; w++)
          memory[m * WORDS + w] =
              floats >> m & 1
                  ? l->halves ? two_halves(run % 3) : number(run % 3)
              : below(3) ? draw() % 2000 - 1000
                         : draw();
        *operands[m] =
            memory + (apart ? m * WORDS + below(64) : WORDS + below(300));
      }
      // Operands that overlap have to be of one kind, or bits are both.
      x.n =
          below(3) ? counts[below(sizeof counts / sizeof *counts)] : below(700);
      x.k = below(6) - 2;
      x.i = below(2000) - 1000;
      uint32_t f = number(0);
      memcpy(&x.f, &f, 4);
      uint64_t sum = l->run(&x);
      for (int w = 0; w < ARRAYS * WORDS; w++) {
        int is_float =
            !l->halves && (apart ? floats >> (w / WORDS) & 1 : floats != 0);
        sum =
            (sum ^ one_nan(memory[w], is_float)) * UINT64_C(0x9e3779b97f4a7c15);
        sum ^= sum >> 29;
      }
      printf("%d.%d %016llx\n", n, run, (unsigned long long)sum);
    }
}

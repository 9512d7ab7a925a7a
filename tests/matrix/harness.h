// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls every function of a program on random memory and prints a number that
// depends on all of memory afterwards. run.py writes the functions: for Sectile
// with matrix types, for the host as loops over elements.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#ifndef __sectile__
// The host's runtime library may not have it: to nearest, ties to even.
__bf16 __truncsfbf2(float f) {
  uint32_t bits;
  memcpy(&bits, &f, 4);
  uint16_t narrow = (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
  if (f != f)
    narrow = 0x7fc0;
  __bf16 result;
  memcpy(&result, &narrow, 2);
  return result;
}
#endif

enum { MATRICES = 5, BYTES = 40 * 1024, RUNS = 3 };

// The kinds of elements: bytes, and the bits of the exponent of floats.
struct kind {
  int bytes, exponent;
};
struct arguments {
  unsigned char *of[MATRICES]; // a, b, d, e and the result
  long stride[3]; // elements from column to column of a, b and the result
  int row, column;
};
struct function {
  void (*call)(const struct arguments *);
  struct kind kind[MATRICES];
  int in_place;    // the result is a
  int overlapping; // the result lies somewhere in a
  int rows[MATRICES];
  int columns[MATRICES];
  int strided;
};

static _Alignas(64) unsigned char memory[MATRICES * BYTES];
static uint64_t state;
static uint32_t draw(void) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  uint32_t x = (uint32_t)(state >> 32);
  return x ^ x >> 15;
}
static int below(int n) { return (int)(draw() % (unsigned)n); }

// Few exponents, so that sums keep many bits of their products; sometimes tiny
// products, zeros of both signs, infinities.
static void fill(unsigned char *to, struct kind kind, int style) {
  int bits = 8 * kind.bytes, fraction = bits - 1 - kind.exponent;
  for (int i = 0; i < BYTES; i += kind.bytes) {
    uint64_t v = (uint64_t)draw() << 32 | draw();
    if (kind.exponent) {
      int bias = (1 << (kind.exponent - 1)) - 1;
      uint64_t exponent = (uint64_t)(bias - 3 + below(6));
      if (style == 1)
        exponent = (uint64_t)below(bias * 5 / 8 + 1);
      uint64_t sign = (uint64_t)(draw() >> 31) << (bits - 1);
      v &= (UINT64_C(1) << fraction) - 1;
      v |= sign | exponent << fraction;
      if (style && below(5) == 0)
        v = sign;
      if (style == 2 && below(200) == 0)
        v = sign | (uint64_t)(2 * bias + 1) << fraction;
    }
    memcpy(to + i, &v, (size_t)kind.bytes);
  }
}

// Every NaN is one: which one an operation gives is not C's to say.
static uint64_t numbers(const unsigned char *from, struct kind kind) {
  uint64_t sum = 0;
  int bits = 8 * kind.bytes, fraction = bits - 1 - kind.exponent;
  for (int i = 0; i < BYTES; i += kind.bytes) {
    uint64_t v = 0;
    memcpy(&v, from + i, (size_t)kind.bytes);
    if (kind.exponent) {
      uint64_t infinity = ((UINT64_C(1) << kind.exponent) - 1) << fraction;
      if ((v & (infinity << 1 | infinity | (infinity - 1)) &
           ~(UINT64_C(1) << (bits - 1))) > infinity)
        v = infinity + 1;
    }
    sum = (sum ^ v) * UINT64_C(0x9e3779b97f4a7c15);
    sum ^= sum >> 29;
  }
  return sum;
}

static void run_all(const struct function *functions, int count,
                    uint64_t seed) {
  for (int n = 0; n < count; n++) {
    const struct function *f = &functions[n];
    for (int run = 0; run < RUNS; run++) {
      state = seed * 1000 + (uint64_t)(n * RUNS + run);
      struct arguments args;
      for (int m = 0; m < MATRICES; m++) {
        args.of[m] = memory + m * BYTES;
        fill(args.of[m], f->kind[m], run);
      }
      int places[3] = {0, 1, MATRICES - 1};
      for (int p = 0; p < 3; p++)
        args.stride[p] = f->rows[places[p]] + (f->strided ? below(4) : 0);
      if (f->in_place)
        args.of[MATRICES - 1] = args.of[0];
      if (f->overlapping)
        args.of[MATRICES - 1] = args.of[0] + f->kind[0].bytes * below(200);
      args.row = below(f->rows[MATRICES - 1]);
      args.column = below(f->columns[MATRICES - 1]);
      f->call(&args);
      uint64_t sum = 0;
      for (int m = 0; m < MATRICES; m++)
        sum = sum * 31 + numbers(memory + m * BYTES, f->kind[m]);
      printf("%d.%d %016llx\n", n, run, (unsigned long long)sum);
    }
  }
}

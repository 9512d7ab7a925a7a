// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Quotients and remainders of tiles are those of words, for all kinds of
// operands: small, large, near powers of two, near multiples.
// RUN: sectile-clang -O2 -mllvm -verify-machineinstrs %s -o %t.elf && sectile-run %t.elf
#include <sectile.h>
#include <stdint.h>

typedef uint32_t words __attribute__((vector_size(1024)));
typedef int32_t signed_words __attribute__((vector_size(1024)));

static uint64_t state = 88172645463325252u;
static uint32_t random_word(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state >> 16;
}
// A length first, so that all magnitudes are as likely.
static uint32_t operand(void) {
  uint32_t word = random_word() >> (random_word() & 31);
  switch (random_word() & 7) {
  case 0:
    return (1u << (random_word() & 31)) + (random_word() % 5) - 2;
  case 1:
    return -word;
  default:
    return word;
  }
}

static uint32_t a[256], b[256], q[256], r[256];
static int32_t sq[256], sr[256];

__attribute__((noinline)) static void divide(void) {
  words x = *(words *)a, y = *(words *)b;
  *(words *)q = x / y;
  *(words *)r = x % y;
  signed_words sx = (signed_words)x, sy = (signed_words)y;
  *(signed_words *)sq = sx / sy;
  *(signed_words *)sr = sx % sy;
}

int main(void) {
  for (int round = 0; round < 400; ++round) {
    for (int i = 0; i < 256; ++i) {
      b[i] = operand();
      if (b[i] == 0)
        b[i] = 1;
      a[i] = operand();
      if (random_word() & 1) // at a multiple, or next to it
        a[i] = a[i] / b[i] * b[i] + random_word() % 3 - 1;
      if (a[i] == 0x80000000 && b[i] == 0xffffffff)
        a[i] = 0;
    }
    divide();
    for (int i = 0; i < 256; ++i) {
      if (q[i] != a[i] / b[i] || r[i] != a[i] % b[i])
        return 1;
      if (sq[i] != (int32_t)a[i] / (int32_t)b[i] || sr[i] != (int32_t)a[i] % (int32_t)b[i])
        return 2;
    }
  }
  return 0;
}

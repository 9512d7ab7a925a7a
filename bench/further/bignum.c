// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Factorials and powers in multi-word arithmetic, printed by division.
#include "../common/bench.h"

enum { WORDS = 160, DIGITS = WORDS * 10 };
struct number {
  int size;
  uint32_t word[WORDS];
};
static struct number factorial, power, product;
static char digits[DIGITS + 1];
static unsigned remainder_mod;

void bench_setup(void) {}

static void multiply_small(struct number *a, uint32_t b) {
  uint64_t carry = 0;
  for (int i = 0; i < a->size; i++) {
    carry += (uint64_t)a->word[i] * b;
    a->word[i] = (uint32_t)carry;
    carry >>= 32;
  }
  if (carry && a->size < WORDS)
    a->word[a->size++] = (uint32_t)carry;
}

static uint32_t divide_small(struct number *a, uint32_t b) {
  uint64_t rest = 0;
  for (int i = a->size; i-- > 0;) {
    rest = rest << 32 | a->word[i];
    a->word[i] = (uint32_t)(rest / b);
    rest %= b;
  }
  while (a->size && a->word[a->size - 1] == 0)
    a->size--;
  return (uint32_t)rest;
}

static void multiply(struct number *to, const struct number *a,
                     const struct number *b) {
  for (int i = 0; i < WORDS; i++)
    to->word[i] = 0;
  for (int i = 0; i < a->size; i++) {
    uint64_t carry = 0;
    for (int j = 0; j < b->size && i + j < WORDS; j++) {
      carry += (uint64_t)a->word[i] * b->word[j] + to->word[i + j];
      to->word[i + j] = (uint32_t)carry;
      carry >>= 32;
    }
    if (i + b->size < WORDS)
      to->word[i + b->size] = (uint32_t)carry;
  }
  to->size = a->size + b->size < WORDS ? a->size + b->size : WORDS;
  while (to->size && to->word[to->size - 1] == 0)
    to->size--;
}

static int print(struct number a, char *to) {
  int n = DIGITS;
  to[n] = 0;
  while (a.size) {
    uint32_t nine = divide_small(&a, 1000000000);
    for (int i = 0; i < 9 && (a.size || nine); i++, nine /= 10)
      to[--n] = (char)('0' + nine % 10);
  }
  for (int i = n; i <= DIGITS; i++)
    to[i - n] = to[i];
  return DIGITS - n;
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    factorial.size = power.size = 1;
    factorial.word[0] = power.word[0] = 1;
    for (uint32_t i = 2; i <= 300; i++)
      multiply_small(&factorial, i);
    for (int i = 0; i < 500; i++)
      multiply_small(&power, 7);
    multiply(&product, &factorial, &power);
    int n = print(product, digits);
    for (int i = 0; i < n; i++)
      sum = sum * 31 + (uint64_t)(digits[i] - '0');
    // the last non-zero digits' weight
    remainder_mod = 0;
    for (int i = 0; i < n; i++)
      remainder_mod =
          (remainder_mod * 10 + (unsigned)(digits[i] - '0')) % 1000003;
  }
  return sum;
}

int bench_check(void) {
  uint64_t expected = 1;
  for (unsigned i = 2; i <= 300; i++)
    expected = expected * i % 1000003;
  for (int i = 0; i < 500; i++)
    expected = expected * 7 % 1000003;
  return remainder_mod == expected;
}

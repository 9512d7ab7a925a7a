// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Arithmetic with twice the digits of f64: a number as the sum of two, the
// second within an ulp of the first. Each operation has a relative error below
// 2^-100 unless it says otherwise. Needs f64 operations that are rounded once,
// and fma.
#ifndef SECTILE_LIBM_PAIR_H
#define SECTILE_LIBM_PAIR_H

#include <stdint.h>

// A program may replace every function of the library.
#define PUBLIC __attribute__((weak))

typedef struct {
  double high, low;
} Pair;

static inline uint64_t bits_of(double a) {
  union {
    double value;
    uint64_t bits;
  } u = {.value = a};
  return u.bits;
}
static inline double from_bits(uint64_t bits) {
  union {
    uint64_t bits;
    double value;
  } u = {.bits = bits};
  return u.value;
}
// 2^n, for n of a normal number.
static inline double power_of_two(int n) {
  return from_bits((uint64_t)(n + 1023) << 52);
}

// a + b, exactly.
static inline Pair add_exactly(double a, double b) {
  double sum = a + b, part = sum - a;
  return (Pair){sum, (a - (sum - part)) + (b - part)};
}
// The same for |a| >= |b|.
static inline Pair normalized(double a, double b) {
  double sum = a + b;
  return (Pair){sum, b - (sum - a)};
}
// a * b, exactly.
static inline Pair multiply_exactly(double a, double b) {
  double product = a * b;
  return (Pair){product, __builtin_fma(a, b, -product)};
}
// The error is relative to the larger operand.
static inline Pair add(Pair a, Pair b) {
  Pair sum = add_exactly(a.high, b.high);
  return normalized(sum.high, sum.low + (a.low + b.low));
}
static inline Pair multiply(Pair a, Pair b) {
  Pair product = multiply_exactly(a.high, b.high);
  return normalized(product.high,
                    product.low + __builtin_fma(a.high, b.low, a.low * b.high));
}
static inline Pair divide(Pair a, Pair b) {
  double q = a.high / b.high;
  double rest =
      __builtin_fma(-q, b.high, a.high) + __builtin_fma(-q, b.low, a.low);
  return normalized(q, rest / b.high);
}
static inline Pair negated(Pair a) { return (Pair){-a.high, -a.low}; }

// log(1 + y) for y between -0.3 and 0.42, with an error below 2^-72: the series
// of 2 atanh(y / (2 + y)).
static inline Pair log1p_pair(Pair y) {
  Pair s = divide(y, add((Pair){2, 0}, y)), t = multiply(s, s);
  double rest = 0;
  for (int k = 33; k >= 9; k -= 2)
    rest = t.high * (rest + 1.0 / k);
  Pair sum = {1, rest * 7};
  sum = divide(normalized(sum.high, sum.low), (Pair){7, 0});
  for (int k = 5; k >= 1; k -= 2)
    sum = add(divide((Pair){1, 0}, (Pair){k, 0}), multiply(t, sum));
  return multiply((Pair){2 * s.high, 2 * s.low}, sum);
}
// The logarithm of a positive normal number; the error is below 2^-72, as well
// relative to the result if that is the larger.
static inline Pair log_pair(Pair a) {
  int exponent = (int)(bits_of(a.high) >> 52) - 1023;
  double scale = power_of_two(-exponent / 2);
  double rest = power_of_two(-(exponent - exponent / 2));
  a.high = a.high * scale * rest, a.low = a.low * scale * rest;
  if (a.high > 0x1.6a09e667f3bcdp0)
    a.high /= 2, a.low /= 2, exponent++;
  Pair log = log1p_pair(normalized(a.high - 1, a.low));
  Pair ln2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
  return exponent ? add(multiply((Pair){exponent, 0}, ln2), log) : log;
}

#endif

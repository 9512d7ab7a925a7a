// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// TensorFlow Lite's integer arithmetic, of one number at a time: for operators
// that are computed so, and for the tables that the compiler makes.
#ifndef SECTILE_GRAPH_RUNTIME_FIXED_POINT_H
#define SECTILE_GRAPH_RUNTIME_FIXED_POINT_H

#include <stdint.h>

// multiplier * 2^(shift - 31), 2^30 <= multiplier, or 0.
struct fixed_scale {
  int32_t multiplier, shift;
};

static inline int32_t fixed_high(int32_t a, int32_t b) {
  if (a == INT32_MIN && b == INT32_MIN)
    return INT32_MAX;
  return (int32_t)(((int64_t)a * b + ((int64_t)1 << 30)) >> 31);
}

// x / 2^n, halves away from zero, 0 <= n <= 31.
static inline int32_t fixed_shift(int32_t x, int32_t n) {
  const int32_t mask = (int32_t)(((uint32_t)1 << n) - 1);
  const int32_t threshold = (mask >> 1) + (x < 0);
  return (x >> n) + ((x & mask) > threshold);
}

static inline int32_t fixed_multiply(int32_t x, struct fixed_scale s,
                                     int64_t single_rounding) {
  if (single_rounding)
    return (
        int32_t)(((int64_t)x * s.multiplier + ((int64_t)1 << (30 - s.shift))) >>
                 (31 - s.shift));
  const int32_t left = s.shift > 0 ? s.shift : 0;
  const int32_t right = s.shift > 0 ? 0 : -s.shift;
  return fixed_shift(fixed_high((int32_t)((uint32_t)x << left), s.multiplier),
                     right);
}

// Of a sum of 64 bits: by the upper 15 bits of the multiplier, one rounding,
// halves upwards.
static inline int32_t fixed_multiply_wide(int64_t x, struct fixed_scale s) {
  const int32_t reduced =
      s.multiplier < 0x7FFF0000 ? (s.multiplier + (1 << 15)) >> 16 : 0x7FFF;
  const int32_t right = 15 - s.shift;
  return (
      int32_t)((uint64_t)(int64_t)((int64_t)((uint64_t)x * (uint64_t)reduced +
                                             ((uint64_t)1 << (right - 1))) >>
                                   right));
}

static inline int32_t fixed_clamp(int64_t x, int64_t low, int64_t high) {
  return (int32_t)(x < low ? low : x > high ? high : x);
}

// A sum of 32 bits that wraps.
static inline int32_t fixed_add(int32_t a, int32_t b) {
  return (int32_t)((uint32_t)a + (uint32_t)b);
}

static inline int32_t fixed_shift_left_saturating(int32_t x, int32_t n) {
  return fixed_clamp((int64_t)x * ((int64_t)1 << n), INT32_MIN, INT32_MAX);
}

// LOGISTIC or TANH of 16 bits: linear between values of a table at multiples of
// 1/24. The argument has 12 bits of fraction after the multiplication.
static inline int16_t fixed_sigmoid_i16(int16_t x, const uint16_t *table,
                                        int32_t multiplier, int32_t shift,
                                        int32_t tanh) {
  const int32_t round = shift > 0 ? 1 << (shift - 1) : 0;
  const int32_t v = (x * multiplier + round) >> shift;
  const uint32_t magnitude = v < 0 ? 0 - (uint32_t)v : (uint32_t)v;
  // tanh x = 2 logistic 2x - 1.
  const uint32_t bits = tanh ? 8 : 9;
  const uint32_t at = magnitude >> bits;
  uint32_t r;
  if (at >= 255) {
    r = tanh ? 0xffffu << 8 : 0x7fffu << 10;
  } else {
    const uint32_t a = table[at], b = table[at + 1];
    r = (a << bits) + (magnitude & ((1u << bits) - 1)) * (b - a);
  }
  if (tanh) {
    int32_t s = (int32_t)r;
    s = v >= 0 ? s - (1 << 23) + (1 << 7) : -s + (1 << 23) + (1 << 7) - 1;
    return (int16_t)(s >> 8);
  }
  r = v >= 0 ? r + (1 << 9) : (1u << 25) - r + (1 << 9) - 1;
  return (int16_t)(r >> 10);
}

// e^x for x <= 0 with `whole` bits before the point, 4 or 5, of 31; the result
// has none.
static inline int32_t fixed_exp(int32_t x, int32_t whole) {
  if (x == 0)
    return INT32_MAX;
  const int32_t bits = 31 - whole, quarter = 1 << (bits - 2);
  const int32_t part = (x & (quarter - 1)) - quarter;
  // The series around -1/8.
  const int32_t eighth = 1895147668;
  const int32_t d = fixed_shift_left_saturating(part, whole) + (1 << 28);
  const int32_t d2 = fixed_high(d, d), d3 = fixed_high(d2, d),
                d4 = fixed_high(d2, d2);
  const int32_t tail =
      fixed_shift(fixed_high(fixed_shift(d4, 2) + d3, 715827883) + d2, 1);
  int32_t result = eighth + fixed_high(eighth, d + tail);
  // e^-2^i for the bits of the multiple of a quarter.
  static const int32_t factors[] = {
      1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
  const int32_t quarters = (part - x) >> (bits - 2);
  for (int i = 0; i < whole + 2; ++i)
    if (quarters >> i & 1)
      result = fixed_high(result, factors[i]);
  return result;
}

// 1 / (1 + x) for 0 <= x < 1: half of it, with one bit before the point.
static inline int32_t fixed_half_reciprocal(int32_t x) {
  const int32_t half = (int32_t)(((int64_t)x + INT32_MAX + 1) >> 1);
  int32_t r = 1515870810 + fixed_high(half, -1010580540);
  for (int i = 0; i < 3; ++i)
    r += fixed_shift_left_saturating(
        fixed_high(r, (1 << 29) - fixed_high(half, r)), 2);
  return r;
}

// 1 / (1 + x) for 0 <= x < 1, without bits before the point.
static inline int32_t fixed_reciprocal(int32_t x) {
  return fixed_shift_left_saturating(fixed_half_reciprocal(x), 1);
}

#endif

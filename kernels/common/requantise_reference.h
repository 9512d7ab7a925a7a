// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Requantisation in portable C, as TensorFlow Lite's reference kernels define
// it: a 32-bit sum becomes an 8-bit result by a factor of multiplier / 2^31 *
// 2^shift. Includes nothing of ours, so that requantise.h can be compared with
// it.
#ifndef KERNELS_COMMON_REQUANTISE_REFERENCE_H
#define KERNELS_COMMON_REQUANTISE_REFERENCE_H

#include <stdint.h>

// The sum shifted left, modulo 2^32: in TensorFlow Lite an overflow here is
// undefined.
static inline int32_t reference_shifted(int32_t sum, int left) {
  return (int32_t)((uint32_t)sum << left);
}

// Bits 62..31 of a * b, to nearest, half away from zero downwards as the nudge
// and the truncating division make it; -2^31 * -2^31 saturates.
static inline int32_t reference_doubling_high(int32_t a, int32_t b) {
  const int64_t product = (int64_t)a * b;
  if (a == b && a == INT32_MIN)
    return INT32_MAX;
  const int64_t nudge =
      product >= 0 ? INT64_C(1) << 30 : 1 - (INT64_C(1) << 30);
  return (int32_t)((product + nudge) / (INT64_C(1) << 31));
}

// a / 2^exponent to nearest, half away from zero.
static inline int32_t reference_rounding_divide(int32_t a, int exponent) {
  const int64_t mask = (INT64_C(1) << exponent) - 1, remainder = a & mask,
                threshold = (mask >> 1) + (a < 0);
  int64_t quotient = ((int64_t)a - remainder) / (mask + 1);
  return (int32_t)(quotient + (remainder > threshold));
}

// shift is -31 to 30. With double rounding the product is rounded to 32 bits,
// then shifted right and rounded again; with single rounding once, half
// upwards, modulo 2^32 (TensorFlow Lite takes results within 32 bits for
// granted).
static inline int32_t reference_scaled(int32_t sum, int32_t multiplier,
                                       int shift, int single_rounding) {
  if (single_rounding) {
    const int total = 31 - shift;
    const int64_t whole =
        (int64_t)sum * multiplier + (INT64_C(1) << (total - 1));
    const int64_t step = INT64_C(1) << total;
    int64_t floor = whole / step;
    if (whole % step < 0)
      floor--;
    return (int32_t)(uint32_t)floor;
  }
  return reference_rounding_divide(
      reference_doubling_high(reference_shifted(sum, shift > 0 ? shift : 0),
                              multiplier),
      shift > 0 ? 0 : -shift);
}

static inline int8_t reference_requantised(int32_t sum, int32_t multiplier,
                                           int shift, int single_rounding,
                                           int32_t zero_point, int32_t low,
                                           int32_t high) {
  int32_t value = (int32_t)((uint32_t)reference_scaled(sum, multiplier, shift,
                                                       single_rounding) +
                            (uint32_t)zero_point);
  value = value < low ? low : value;
  return (int8_t)(value > high ? high : value);
}

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Rounding of f32 to the values of a 16-bit type, in portable C.
#ifndef MODELS_COMMON_ROUND_REFERENCE_H
#define MODELS_COMMON_ROUND_REFERENCE_H

#include <math.h>

#include "../../kernels/common/math_reference.h"

static inline float round_bf16(float x) {
  return math_widen_bf16(math_narrow_bf16(x));
}

// To the nearest f16, ties to even, subnormals kept, overflow to infinity. A
// training that works has no NaN.
static inline float round_f16(float x) {
  float magnitude = fabsf(x);
  if (magnitude >= 65520.0f)
    return copysignf(INFINITY, x);
  if (magnitude < 0x1p-14f) // a multiple of 2^-24: let an addition round
    return copysignf((magnitude + 0x1p-1f) - 0x1p-1f, x);
  uint32_t b = math_bits(x);
  b += 0xfff + (b >> 13 & 1);
  return math_float(b & 0xffffe000u);
}

#endif

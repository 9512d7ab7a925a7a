// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The tile instructions that <sectile_math.h> uses, for the host's clang: the
// same text can then be swept over every float in minutes. Written against the
// manual, not against isa/semantics.
#pragma once
#include <math.h>
#include <stdint.h>
#include <string.h>

#define SECTILE_MATH_HOST
typedef float tile_f32_t __attribute__((vector_size(1024)));
typedef int tile_i32_t __attribute__((vector_size(1024)));

#define LANES(type, expression)                                                \
  type d;                                                                      \
  for (int i = 0; i < 256; i++)                                                \
    d[i] = (expression);                                                       \
  return d

#define UNARY(name, from, to, expression)                                      \
  static inline to name(from a) { LANES(to, expression); }
#define BINARY(name, from, second, to, expression)                             \
  static inline to name(from a, second b) { LANES(to, expression); }
#define TERNARY(name, A, B, C, to, expression)                                 \
  static inline to name(A a, B b, C c) { LANES(to, expression); }

static inline float scale(float a, int n) {
  // In f64 the product with any power of two that matters is exact, so the
  // conversion back is the only rounding.
  n = n < -300 ? -300 : n > 300 ? 300 : n;
  uint64_t bits = (uint64_t)(n + 1023) << 52;
  double power;
  memcpy(&power, &bits, 8);
  return (float)(a * power);
}
static inline int truncated(float a) {
  return a != a ? 0 : a >= 0x1p31f ? INT32_MAX : a < -0x1p31f ? INT32_MIN : (int)a;
}
// The estimates as the manual defines them.
static inline float reciprocal_estimate(float a) {
  if (a != a || a == 0 || isinf(a))
    return 1 / a;
  int exponent;
  double m = 2 * frexp(fabs((double)a), &exponent);
  int divisor = 257 + 2 * (int)((m - 1) * 128);
  int entry = (int)llround(0x1p25 / divisor);
  return (float)copysign(ldexp(entry, -(exponent - 1) - 1 - 16), a);
}
static inline float root_estimate(float a) {
  if (!(a > 0) || isinf(a))
    return 1 / sqrtf(a);
  int exponent;
  double m = 2 * frexp((double)a, &exponent);
  int odd = (exponent - 1) & 1;
  int radicand = (257 + 2 * (int)((m - 1) * 128)) << odd;
  int entry = (int)llround(0x1p21 / sqrt(radicand));
  return (float)ldexp(entry, -(exponent - 1 - odd) / 2 - 1 - 16);
}
// minimumNumber and maximumNumber for the one operand that is never NaN or 0.
static inline float minimum(float a, float b) { return a < b ? a : b; }
static inline float maximum(float a, float b) { return a > b ? a : b; }

#define F tile_f32_t
#define I tile_i32_t
UNARY(__builtin_sectile_tnear_f32, F, F, rintf(a[i]))
UNARY(__builtin_sectile_trcpe_f32, F, F, reciprocal_estimate(a[i]))
UNARY(__builtin_sectile_trsqrte_f32, F, F, root_estimate(a[i]))
UNARY(__builtin_sectile_tneg_f32, F, F, -a[i])
UNARY(__builtin_sectile_tcvt_i32_f32, F, I, truncated(a[i]))
UNARY(__builtin_sectile_tcvt_f32_i32, I, F, (float)a[i])
static inline I __builtin_sectile_tsplat(int a) { LANES(I, a); }
BINARY(__builtin_sectile_tceq_f32, F, F, I, a[i] == b[i] ? -1 : 0)
BINARY(__builtin_sectile_tsceq_f32, F, float, I, a[i] == b ? -1 : 0)
BINARY(__builtin_sectile_tsclt_f32, F, float, I, a[i] < b ? -1 : 0)
BINARY(__builtin_sectile_tscle_f32, F, float, I, a[i] <= b ? -1 : 0)
BINARY(__builtin_sectile_tsmin_f32, F, float, F, minimum(a[i], b))
BINARY(__builtin_sectile_tsmax_f32, F, float, F, maximum(a[i], b))
BINARY(__builtin_sectile_tadd_f32, F, F, F, a[i] + b[i])
BINARY(__builtin_sectile_tsadd_f32, F, float, F, a[i] + b)
BINARY(__builtin_sectile_tsub_f32, F, F, F, a[i] - b[i])
BINARY(__builtin_sectile_tssub_f32, F, float, F, a[i] - b)
BINARY(__builtin_sectile_tmul_f32, F, F, F, a[i] * b[i])
BINARY(__builtin_sectile_tsmul_f32, F, float, F, a[i] * b)
BINARY(__builtin_sectile_tdiv_f32, F, F, F, a[i] / b[i])
BINARY(__builtin_sectile_tscale_f32, F, I, F, scale(a[i], b[i]))
BINARY(__builtin_sectile_tsscale_f32, F, int, F, scale(a[i], b))
BINARY(__builtin_sectile_tsub_i32, I, I, I, (int)((unsigned)a[i] - (unsigned)b[i]))
BINARY(__builtin_sectile_tssub_i32, I, int, I, (int)((unsigned)a[i] - (unsigned)b))
BINARY(__builtin_sectile_tssra_i32, I, int, I, a[i] >> b)
BINARY(__builtin_sectile_tssll_i32, I, int, I, (int)((unsigned)a[i] << b))
BINARY(__builtin_sectile_tsand_i32, I, int, I, a[i] & b)
TERNARY(__builtin_sectile_tsel, I, I, I, I, c[i] ? a[i] : b[i])
TERNARY(__builtin_sectile_tfmadd_f32, F, F, F, F, fmaf(a[i], b[i], c[i]))
TERNARY(__builtin_sectile_tfcmadd_f32, F, F, float, F, fmaf(a[i], b[i], c))
TERNARY(__builtin_sectile_tfcnmadd_f32, F, F, float, F, fmaf(-a[i], b[i], c))
TERNARY(__builtin_sectile_tfbnmadd_f32, F, float, F, F, fmaf(-a[i], b, c[i]))
#undef F
#undef I

#include "sectile_math.h"

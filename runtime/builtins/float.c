// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Floating-point helpers that have no instruction: f64 to the 16-bit formats
// with one rounding, their fused multiply-add, integer powers.
#include <stdint.h>

typedef union {
  double value;
  uint64_t bits;
} Double;
typedef union {
  float value;
  uint32_t bits;
} Float;

// f64 to f32 by rounding to odd: never exactly between two values of a format
// that is at least two bits narrower, so that a second rounding is harmless.
static float round_to_odd(double a) {
  Float f = {(float)a};
  double back = f.value;
  if (back == a || a != a)
    return f.value;
  // The conversion rounded; step back towards zero if it went away from it,
  // then set the last bit. Infinity steps back to the largest number.
  if (__builtin_fabs(back) > __builtin_fabs(a))
    f.bits--;
  f.bits |= 1;
  return f.value;
}

_Float16 __truncdfhf2(double a) { return (_Float16)round_to_odd(a); }
__bf16 __truncdfbf2(double a) { return (__bf16)round_to_odd(a); }
_Float16 __truncsfhf2(float a) { return (_Float16)a; }
__bf16 __truncsfbf2(float a) { return (__bf16)a; }
float __extendhfsf2(_Float16 a) { return (float)a; }

// The product of two 16-bit floats is exact in f64. The sum is rounded to odd,
// so that the rounding of the result is the only one.
static double fused(double a, double b, double c) {
  double product = a * b;
  Double sum = {product + c};
  if (sum.value - sum.value != 0) // infinite or NaN
    return sum.value;
  double part = sum.value - product;
  double error = (product - (sum.value - part)) + (c - part);
  if (error != 0 && !(sum.bits & 1))
    sum.bits += (error > 0) == (sum.value > 0) ? 1 : -1;
  return sum.value;
}
_Float16 __fmahf3(_Float16 a, _Float16 b, _Float16 c) {
  return (_Float16)fused(a, b, c);
}
__bf16 __fmabf3(__bf16 a, __bf16 b, __bf16 c) { return (__bf16)fused(a, b, c); }

// A negative power is the reciprocal of a positive one, which may overflow
// where the result is only subnormal: then the power of the reciprocal.
#define POWER(name, type)                                                      \
  type name(type a, int n) {                                                   \
    unsigned count = n < 0 ? -(unsigned)n : (unsigned)n;                       \
    type result = 1, factor = a;                                               \
    for (unsigned e = count; e; e >>= 1, factor *= factor)                     \
      if (e & 1)                                                               \
        result *= factor;                                                      \
    if (n >= 0)                                                                \
      return result;                                                           \
    if (!__builtin_isinf(result) || __builtin_isinf(a))                        \
      return 1 / result;                                                       \
    result = 1, factor = 1 / a;                                                \
    for (unsigned e = count; e; e >>= 1, factor *= factor)                     \
      if (e & 1)                                                               \
        result *= factor;                                                      \
    return result;                                                             \
  }
POWER(__powidf2, double)
POWER(__powisf2, float)

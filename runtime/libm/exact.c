// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions with one correct result that newlib computes wrongly: fma rounds
// twice,
// fdim gives infinity for infinite arguments, nextafter(0, -0) is 0, scalbn
// rounds away the half in subnormal numbers and wraps around at the smallest
// long, modf of NaN has the fraction 0, remquo loses the quotient's sign.
#include "pair.h"

#include <errno.h>
#include <math.h>

PUBLIC double fma(double a, double b, double c) {
  return __builtin_fma(a, b, c);
}
PUBLIC float fmaf(float a, float b, float c) { return __builtin_fmaf(a, b, c); }

static double checked(double difference, double x, double y) {
  if (isinf(difference) && isfinite(x) && isfinite(y))
    errno = ERANGE;
  return difference;
}
PUBLIC double fdim(double x, double y) {
  if (x != x || y != y)
    return x + y;
  return x > y ? checked(x - y, x, y) : 0;
}
PUBLIC float fdimf(float x, float y) {
  if (x != x || y != y)
    return x + y;
  return x > y ? (float)checked(x - y, x, y) : 0;
}

// Numbers of one sign are in the order of their bits.
#define NEXT(name, type, wide, integer)                                        \
  PUBLIC type name(type x, wide y) {                                           \
    union {                                                                    \
      type value;                                                              \
      integer bits;                                                            \
    } u = {.value = x};                                                        \
    if (x != x || y != y)                                                      \
      return (type)(x + y);                                                    \
    if (x == y)                                                                \
      return (type)y;                                                          \
    if (x == 0) {                                                              \
      u.bits = 1;                                                              \
      u.value = y < 0 ? -u.value : u.value;                                    \
    } else if ((x < y) == (x > 0)) {                                           \
      u.bits++;                                                                \
    } else {                                                                   \
      u.bits--;                                                                \
    }                                                                          \
    type normal = sizeof(type) == 8 ? (type)0x1p-1022 : (type)0x1p-126;        \
    if ((isinf(u.value) && isfinite(x)) ||                                     \
        (u.value < normal && -u.value < normal))                               \
      errno = ERANGE;                                                          \
    return u.value;                                                            \
  }
NEXT(nextafter, double, double, uint64_t)
NEXT(nextafterf, float, float, uint32_t)
NEXT(nexttoward, double, long double, uint64_t)
NEXT(nexttowardf, float, long double, uint32_t)

// One rounding, and only if the result is subnormal.
PUBLIC double scalbln(double x, long n) {
  if (x == 0 || !isfinite(x))
    return x;
  int before = 0;
  if (fabs(x) < 0x1p-1022)
    x *= 0x1p54, before = -54;
  uint64_t bits = bits_of(x), fraction = bits & ~(UINT64_C(2047) << 52);
  int field = (int)(bits >> 52 & 2047) + before;
  n = n > 5000 ? 5000 : n < -5000 ? -5000 : n;
  n += field;
  if (n > 2046) {
    errno = ERANGE;
    return copysign(INFINITY, x);
  }
  if (n > 0)
    return from_bits(fraction | (uint64_t)n << 52);
  if (n < -60)
    n = -60;
  double result =
      from_bits(fraction | (uint64_t)(n + 200) << 52) * power_of_two(-200);
  if (result == 0)
    errno = ERANGE;
  return result;
}
PUBLIC double scalbn(double x, int n) { return scalbln(x, n); }
PUBLIC float scalblnf(float x, long n) {
  n = n > 600 ? 600 : n < -600 ? -600 : n;
  float result = (float)(x * power_of_two((int)n));
  if (x != 0 && isfinite(x) && (result == 0 || isinf(result)))
    errno = ERANGE;
  return result;
}
PUBLIC float scalbnf(float x, int n) { return scalblnf(x, n); }

PUBLIC double modf(double x, double *integer) {
  *integer = trunc(x);
  return copysign(isinf(x) ? 0 : x - *integer, x);
}
PUBLIC float modff(float x, float *integer) {
  *integer = truncf(x);
  return copysignf(isinf(x) ? 0 : x - *integer, x);
}

// Every step is exact: a multiple of 8y is taken away first, which leaves the
// quotient's last three bits alone.
PUBLIC double remquo(double x, double y, int *quotient) {
  *quotient = 0;
  if (x != x || y != y)
    return x + y;
  if (isinf(x) || y == 0) {
    errno = EDOM;
    return NAN;
  }
  double rest = fabs(x), divisor = fabs(y);
  if (isinf(divisor))
    return x;
  if (divisor < 0x1p1020)
    rest = fmod(rest, 8 * divisor);
  int q = 0;
  for (int k = 4; k; k /= 2)
    if (rest >= k * divisor) { // infinite if it overflows
      rest -= k * divisor;
      q += k;
    }
  int up = divisor < 0x1p-1000 ? 2 * rest > divisor : rest > 0.5 * divisor;
  int tie = divisor < 0x1p-1000 ? 2 * rest == divisor : rest == 0.5 * divisor;
  if (up || (tie && q & 1)) {
    rest -= divisor;
    q++;
  }
  q &= 7;
  *quotient = signbit(x) != signbit(y) ? -q : q;
  if (rest == 0)
    return copysign(0, x);
  return signbit(x) ? -rest : rest;
}
PUBLIC float remquof(float x, float y, int *quotient) {
  return (float)remquo(x, y, quotient); // a number of f32
}

PUBLIC long lround(double x) { return (long)round(x); }
PUBLIC long lroundf(float x) { return (long)roundf(x); }
PUBLIC long long llround(double x) { return (long long)round(x); }
PUBLIC long long llroundf(float x) { return (long long)roundf(x); }

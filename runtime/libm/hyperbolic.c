// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// tanh and acosh with an error below 1.3 ulp (newlib's: above 2): the quotient
// and the square root are carried in pairs, so that expm1 and log1p make the
// only error beside the last rounding.
#include "pair.h"

#include <errno.h>
#include <math.h>

PUBLIC double tanh(double x) {
  double a = fabs(x);
  if (!(a >= 0x1p-27)) // NaN as well
    return x;
  if (a >= 22)
    return copysign(1, x);
  if (a < 0.36) { // (tanh(x) - x) / x^3, a polynomial in x^2, within 2^-56
    static const double c[] = {
        -0x1.5555555555555p-2,  0x1.1111111111111p-3,   -0x1.ba1ba1ba1b9c9p-5,
        0x1.664f4882bc359p-6,   -0x1.226e355c133afp-7,  0x1.d6d3cf8da9629p-9,
        -0x1.7da32858c2b27p-10, 0x1.355151d2463e3p-11,  -0x1.f47cbc52530a9p-13,
        0x1.8aa5310585f28p-14,  -0x1.f060b542ac07cp-16,
    };
    double square = x * x, sum = 0;
    for (int k = sizeof c / sizeof *c - 1; k >= 0; k--)
      sum = sum * square + c[k];
    return x + x * (square * sum);
  }
  double t = expm1(2 * a);
  return copysign(divide((Pair){t, 0}, add_exactly(t, 2)).high, x);
}

PUBLIC double acosh(double x) {
  if (x != x)
    return x;
  if (x < 1) {
    errno = EDOM;
    return NAN;
  }
  if (x == 1)
    return 0;
  if (x >= 0x1p500)
    return log(x) + 0x1.62e42fefa39efp-1;
  // log(x + sqrt(x^2 - 1)) with x = 1 + t
  double t = x - 1;
  Pair square = add((Pair){2 * t, 0}, multiply_exactly(t, t));
  double root = sqrt(square.high);
  double rest =
      (__builtin_fma(-root, root, square.high) + square.low) / (2 * root);
  Pair sum = root > t ? normalized(root, t) : normalized(t, root);
  return log1p(sum.high) + (sum.low + rest) / (1 + sum.high);
}

// (e^a + e^-a) / 2 or (e^a - e^-a) / 2 for a of at least 1.
static double half_exponentials(double a, double sign) {
  if (a > 709) { // e^a may overflow where its half does not
    if (a > 711) {
      if (isfinite(a))
        errno = ERANGE;
      return INFINITY;
    }
    Pair rest = add_exactly(a, -0x1.62e42fefa39efp-1);
    double e = exp(rest.high);
    double result = e + e * (rest.low - 0x1.abc9e3b39803fp-56);
    if (!isfinite(result)) {
      errno = ERANGE;
      return INFINITY;
    }
    return result;
  }
  double e = exp(a);
  return (e + sign / e) / 2;
}

PUBLIC double sinh(double x) {
  double a = fabs(x);
  if (!(a >= 0x1p-27)) // NaN as well
    return x;
  if (a < 1) { // the power series
    double square = x * x, sum = 0;
    for (int k = 20; k >= 2; k -= 2)
      sum = (1 + sum) * square / (k * (k + 1));
    return x + x * sum;
  }
  double result = half_exponentials(a, -1);
  return x < 0 ? -result : result;
}

PUBLIC double cosh(double x) {
  double a = fabs(x);
  if (x != x)
    return x;
  if (a < 1) {
    double square = x * x, sum = 0;
    for (int k = 19; k >= 1; k -= 2)
      sum = (1 + sum) * square / (k * (k + 1));
    return 1 + sum;
  }
  return half_exponentials(a, 1);
}

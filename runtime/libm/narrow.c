// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// f32 functions that newlib computes in f32 with errors of 1.6 to 20,000 ulp:
// here the f64 function, rounded. The error is half an ulp plus the small error
// of the f64 function.
#define _GNU_SOURCE // gamma
#include "pair.h"

#include <errno.h>
#include <math.h>

static float narrowed(double value, int finite) {
  float result = (float)value;
  if (finite && (isinf(result) || (result == 0 && value != 0)))
    errno = ERANGE;
  return result;
}

#define UNARY(name)                                                            \
  PUBLIC float name##f(float x) { return narrowed(name(x), isfinite(x)); }
UNARY(acosh)
UNARY(asinh)
UNARY(atanh)
UNARY(cbrt)
UNARY(cosh)
UNARY(log10)
UNARY(sinh)
UNARY(tan)
UNARY(tanh)
UNARY(erfc)
UNARY(tgamma)
UNARY(lgamma)
UNARY(gamma)
UNARY(j0)
UNARY(j1)
UNARY(y0)
UNARY(y1)

PUBLIC float lgammaf_r(float x, int *sign) {
  return narrowed(lgamma_r(x, sign), isfinite(x));
}
double gamma_r(double, int *); // which <math.h> leaves to programs
PUBLIC float gammaf_r(float x, int *sign) {
  return narrowed(gamma_r(x, sign), isfinite(x));
}
PUBLIC float jnf(int n, float x) { return narrowed(jn(n, x), isfinite(x)); }
PUBLIC float ynf(int n, float x) { return narrowed(yn(n, x), isfinite(x)); }

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Complex functions that newlib computes by formulas with cancellation: no
// digit is correct for small arguments of the inverse functions, nor for clog
// near the unit circle; and functions whose infinities and NaNs are wrong in
// newlib. Here by Kahan's formulas ("Branch Cuts for Complex Elementary
// Functions", 1987), whose intermediate results are pairs of f64, so that each
// part has little more than the error of one real function. Infinities, NaNs
// and signs of zeros follow C11's annex G. f32 rounds the f64 result.
#define _GNU_SOURCE // clog10
#include "pair.h"

#include <complex.h>
#include <math.h>

typedef double _Complex Complex;
typedef struct {
  Pair re, im;
} ComplexPair;

static const Pair ln2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};

static Complex composed(double re, double im) {
  Complex z;
  __real__ z = re;
  __imag__ z = im;
  return z;
}

static Pair square_root(Pair a) {
  double root = sqrt(a.high);
  if (root == 0)
    return (Pair){0, 0};
  double rest = __builtin_fma(-root, root, a.high) + a.low;
  return normalized(root, rest / (2 * root));
}
static Pair half(Pair a) { return (Pair){a.high / 2, a.low / 2}; }

// The root with a real part that is not negative, for parts below 2^200. The
// real part comes from a sum with 1: it is 0 or at least 2^-53.
static ComplexPair root_of(Pair x, double y) {
  Pair m = x.high < 0 ? negated(x) : x;
  Pair norm = {fabs(y), 0};
  if (m.high != 0)
    norm = square_root(add(multiply(m, m), multiply_exactly(y, y)));
  Pair t = square_root(half(add(m, norm)));
  if (t.high == 0)
    return (ComplexPair){t, {y, 0}};
  Pair other = divide((Pair){y, 0}, (Pair){2 * t.high, 2 * t.low});
  if (x.high >= 0)
    return (ComplexPair){t, other};
  return (ComplexPair){signbit(y) ? negated(other) : other,
                       signbit(y) ? negated(t) : t};
}

// log |x + iy|
static double log_norm(double x, double y) {
  x = fabs(x), y = fabs(y);
  if (x < y) {
    double swap = x;
    x = y, y = swap;
  }
  if (!(x > 0 && x < INFINITY && y < INFINITY))
    return log(hypot(x, y));
  if (x >= 0.5 && x < 2 && y < 2) { // |z|^2 - 1
    Pair part = multiply(add_exactly(x, -1), add_exactly(x, 1));
    part = add(part, multiply_exactly(y, y));
    if (part.high > -0.25 && part.high < 0.4)
      return log1p_pair(part).high / 2;
  }
  // The larger part between 1 and 2.
  int exponent = 0;
  if (x < 0x1p-1000)
    x *= 0x1p200, y *= 0x1p200, exponent = -200;
  int e = (int)(bits_of(x) >> 52) - 1023;
  double down = power_of_two(-e / 2), rest = power_of_two(-(e - e / 2));
  exponent += e;
  x = x * down * rest, y = y * down * rest;
  Pair log =
      half(log_pair(add(multiply_exactly(x, x), multiply_exactly(y, y))));
  return add(multiply((Pair){exponent, 0}, ln2), log).high;
}

static double asinh_pair(Pair a) {
  return asinh(a.high) + a.low / hypot(1, a.high);
}
// re1 * im2 + im1 * re2, and so on, of roots.
static Pair sum_of_products(Pair a, Pair b, Pair c, Pair d) {
  return add(multiply(a, b), multiply(c, d));
}

static int large(double x, double y) {
  return fabs(x) >= 0x1p100 || fabs(y) >= 0x1p100;
}

PUBLIC Complex clog(Complex z) {
  double x = creal(z), y = cimag(z);
  return composed(log_norm(x, y), atan2(y, x));
}
PUBLIC Complex clog10(Complex z) {
  const double high = 0x1.bcb7b1526e50ep-2, low = 0x1.95355baaafad3p-57;
  double x = log_norm(creal(z), cimag(z)), y = atan2(cimag(z), creal(z));
  if (isfinite(x))
    x = __builtin_fma(x, high, x * low);
  return composed(x, __builtin_fma(y, high, y * low));
}

PUBLIC Complex casin(Complex z) {
  double x = creal(z), y = cimag(z);
  if (large(x, y))
    return composed(atan2(x, fabs(y)), copysign(log_norm(x, y) + ln2.high, y));
  if (x != x || y != y)
    return composed(x == 0 ? x : NAN, NAN);
  ComplexPair a = root_of(add_exactly(1, -x), -y);
  ComplexPair b = root_of(add_exactly(1, x), y);
  Pair re = sum_of_products(a.re, b.re, negated(a.im), b.im);
  Pair im = sum_of_products(a.re, b.im, negated(a.im), b.re);
  return composed(atan2(x, re.high), copysign(asinh_pair(im), y));
}

PUBLIC Complex cacos(Complex z) {
  double x = creal(z), y = cimag(z);
  if (large(x, y))
    return composed(atan2(fabs(y), x),
                    copysign(log_norm(x, y) + ln2.high, signbit(y) ? 1 : -1));
  if (x != x || y != y)
    return composed(x == 0 ? 0x1.921fb54442d18p0 : NAN, NAN);
  ComplexPair a = root_of(add_exactly(1, -x), -y);
  ComplexPair b = root_of(add_exactly(1, x), y);
  Pair im = sum_of_products(b.re, a.im, negated(b.im), a.re);
  return composed(2 * atan2(a.re.high, b.re.high),
                  copysign(asinh_pair(im), signbit(y) ? 1 : -1));
}

PUBLIC Complex cacosh(Complex z) {
  double x = creal(z), y = cimag(z);
  if (large(x, y))
    return composed(log_norm(x, y) + ln2.high, atan2(y, x));
  if (x != x || y != y)
    return composed(NAN, x == 0 ? 0x1.921fb54442d18p0 : NAN);
  ComplexPair a = root_of(add_exactly(x, -1), y);
  ComplexPair b = root_of(add_exactly(x, 1), y);
  Pair re = sum_of_products(a.re, b.re, a.im, b.im);
  return composed(asinh_pair(re), copysign(2 * atan2(a.im.high, b.re.high), y));
}

// casin(iz) = i casinh(z)
PUBLIC Complex casinh(Complex z) {
  Complex w = casin(composed(-cimag(z), creal(z)));
  return composed(cimag(w), -creal(w));
}

PUBLIC Complex catanh(Complex z) {
  double x = creal(z), y = cimag(z), a = fabs(x);
  const double quarter = 0x1.921fb54442d18p0; // pi/2
  if (isinf(x) || isinf(y))
    return composed(copysign(0, x), y != y ? y : copysign(quarter, y));
  if (x != x || y != y)
    return composed(x == 0 ? x : NAN, NAN);
  if (large(x, y)) { // 1/z, scaled
    double scale = power_of_two(-600);
    double u = x * scale, v = y * scale;
    if (fabs(u) < 0x1p-500 && fabs(v) < 0x1p-500)
      scale = 1, u = x, v = y;
    return composed(u / (u * u + v * v) * scale, copysign(quarter, y));
  }
  Pair d = add_exactly(1, -a);
  if (d.high == 0 && fabs(y) < 0x1p-400) {
    double im = y == 0 ? y : copysign(quarter / 2, y);
    return composed(copysign((ln2.high - log(fabs(y))) / 2, x), im);
  }
  Pair square = multiply_exactly(y, y);
  Pair ratio = divide((Pair){4 * a, 0}, add(multiply(d, d), square));
  double re = 0.25 * (ratio.high < 0.4 ? log1p_pair(ratio)
                                       : log_pair(add((Pair){1, 0}, ratio)))
                         .high;
  Pair below = add(multiply(d, add_exactly(1, a)), negated(square));
  return composed(copysign(re, x), atan2(2 * y, below.high) / 2);
}
PUBLIC Complex catan(Complex z) {
  Complex w = catanh(composed(-cimag(z), creal(z)));
  return composed(cimag(w), -creal(w));
}

// (sinh x cosh x + i sin y cos y) / (sinh^2 x + cos^2 y)
PUBLIC Complex ctanh(Complex z) {
  double x = creal(z), y = cimag(z);
  if (isinf(x))
    return composed(copysign(1, x),
                    copysign(0, isfinite(y) ? sin(y) * cos(y) : y));
  if (x != x)
    return composed(x, y == 0 ? y : x);
  if (!isfinite(y))
    return composed(x == 0 ? x : NAN, NAN);
  if (fabs(x) > 22)
    return composed(copysign(1, x), 4 * sin(y) * cos(y) * exp(-2 * fabs(x)));
  double s = sinh(x), c = cos(y);
  Pair norm = add(multiply_exactly(s, s), multiply_exactly(c, c));
  double re = divide(multiply_exactly(s, cosh(x)), norm).high;
  double im = divide(multiply_exactly(sin(y), c), norm).high;
  return composed(copysign(re, x), y == 0 ? y : im);
}
PUBLIC Complex ctan(Complex z) {
  Complex w = ctanh(composed(-cimag(z), creal(z)));
  return composed(cimag(w), -creal(w));
}

// e^x times a factor up to 1 and one of 1 or 1/2, without overflow in between.
static double exp_times(double x, double factor, double by) {
  if (fabs(x) <= 700)
    return exp(x) * by * factor;
  double e = exp(x / 2);
  return e * by * factor * e;
}

PUBLIC Complex cexp(Complex z) {
  double x = creal(z), y = cimag(z);
  if (y == 0)
    return composed(exp(x), y);
  if (!isfinite(y)) {
    if (isinf(x))
      return x > 0 ? composed(x, NAN) : composed(0, 0);
    return composed(NAN, NAN);
  }
  return composed(exp_times(x, cos(y), 1), exp_times(x, sin(y), 1));
}

PUBLIC Complex csinh(Complex z) {
  double x = creal(z), y = cimag(z);
  if (y == 0)
    return composed(sinh(x), y);
  if (!isfinite(y))
    return composed(x == 0 || isinf(x) ? x : NAN, NAN);
  if (fabs(x) <= 700 || x != x)
    return composed(sinh(x) * cos(y), cosh(x) * sin(y));
  return composed(copysign(1, x) * exp_times(fabs(x), cos(y), 0.5),
                  exp_times(fabs(x), sin(y), 0.5));
}
PUBLIC Complex ccosh(Complex z) {
  double x = creal(z), y = cimag(z);
  if (y == 0)
    return composed(cosh(x), x != x ? y : copysign(1, x) * y);
  if (!isfinite(y)) {
    if (isinf(x))
      return composed(INFINITY, NAN);
    return composed(NAN, x == 0 ? x : NAN);
  }
  if (fabs(x) <= 700 || x != x)
    return composed(cosh(x) * cos(y), sinh(x) * sin(y));
  return composed(exp_times(fabs(x), cos(y), 0.5),
                  copysign(1, x) * exp_times(fabs(x), sin(y), 0.5));
}
// csin(z) = -i csinh(iz), ccos(z) = ccosh(iz)
PUBLIC Complex csin(Complex z) {
  Complex w = csinh(composed(-cimag(z), creal(z)));
  return composed(cimag(w), -creal(w));
}
PUBLIC Complex ccos(Complex z) { return ccosh(composed(-cimag(z), creal(z))); }

PUBLIC Complex csqrt(Complex z) {
  double x = creal(z), y = cimag(z), larger = fmax(fabs(x), fabs(y));
  if (isinf(y))
    return composed(INFINITY, y);
  if (x != x || (y != y && !isinf(x)))
    return composed(NAN, NAN);
  if (isinf(x))
    return x > 0 ? composed(x, y != y ? y : copysign(0, y))
                 : composed(y != y ? y : 0, copysign(INFINITY, y));
  if (larger == 0)
    return composed(0, y);
  // The real part is scaled by its square root's power of two; the other part
  // is computed from that, unscaled.
  int scale = larger >= 0x1p500 ? 300 : larger < 0x1p-400 ? -300 : 0;
  double down = power_of_two(-2 * scale), up = power_of_two(scale);
  Pair t = root_of((Pair){fabs(x) * down, 0}, y * down).re;
  t.high *= up, t.low *= up;
  double other = divide((Pair){y, 0}, (Pair){2 * t.high, 2 * t.low}).high;
  if (x >= 0)
    return composed(t.high, y == 0 ? y : other);
  return composed(fabs(other), copysign(t.high, y));
}

#define OTHERS(name)                                                           \
  PUBLIC float _Complex name##f(float _Complex z) {                            \
    Complex w = name(composed(crealf(z), cimagf(z)));                          \
    float _Complex result;                                                     \
    __real__ result = (float)creal(w);                                         \
    __imag__ result = (float)cimag(w);                                         \
    return result;                                                             \
  }                                                                            \
  PUBLIC long double _Complex name##l(long double _Complex z) {                \
    return name(z);                                                            \
  }
OTHERS(cacos)
OTHERS(cacosh)
OTHERS(casin)
OTHERS(casinh)
OTHERS(catan)
OTHERS(catanh)
OTHERS(ccos)
OTHERS(ccosh)
OTHERS(cexp)
OTHERS(clog)
OTHERS(clog10)
OTHERS(csin)
OTHERS(csinh)
OTHERS(csqrt)
OTHERS(ctan)
OTHERS(ctanh)

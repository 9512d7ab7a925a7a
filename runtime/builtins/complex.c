// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Complex products and quotients of f16, f32 and f64, which the compiler calls
// for _Complex types. Infinities and NaNs follow C's annex G; each part of a
// finite result has an error of at most 2 ulp, over the whole range of
// exponents (where its two products cancel, of 2^-100 of the larger): no
// intermediate value overflows, or underflows to an effect, unless the part
// does.
#include <stdint.h>

typedef struct {
  double re, im;
} Complex;

static double with_bits(uint64_t bits) {
  union {
    uint64_t bits;
    double value;
  } u = {.bits = bits};
  return u.value;
}
static int exponent(double a) {
  union {
    double value;
    uint64_t bits;
  } u = {.value = a};
  int e = (int)(u.bits >> 52 & 2047);
  return e ? e - 1023 : -1022; // subnormal numbers and 0 as the smallest normal
}
// 2^n, for n of a normal number.
static double power(int n) { return with_bits((uint64_t)(n + 1023) << 52); }

static int is_finite(double a) { return a - a == 0; }
static double larger(double a, double b) {
  return __builtin_fmax(__builtin_fabs(a), __builtin_fabs(b));
}
static double infinite_to_one(double a) {
  return __builtin_copysign(__builtin_isinf(a) ? 1.0 : 0.0, a);
}
static double nan_to_zero(double a) {
  return a != a ? __builtin_copysign(0.0, a) : a;
}

// a*b + c*d, a quarter of an ulp more than the rounding off at most: the
// rounding error of the second product is known exactly and added at the end
// (Kahan).
static double sum_of_products(double a, double b, double c, double d) {
  double product = c * d;
  double sum = __builtin_fma(a, b, product);
  double error = __builtin_fma(c, d, -product);
  return error != 0 ? sum + error : sum; // keeps the sign of a zero sum
}

// The same for finite operands whose products overflow. A product that affects
// the result then has no factor below 2^-54, so scaling is exact.
static double large_sum_of_products(double a, double b, double c, double d) {
  double down = power(-520), up = power(520);
  return sum_of_products(a * down, b * down, c * down, d * down) * up * up;
}

// C11, G.5.1: an infinite operand gives an infinite product whatever the other
// parts are, unless one operand is zero.
static Complex special_product(double a, double b, double c, double d) {
  double ac = a * c, bd = b * d, ad = a * d, bc = b * c;
  Complex z = {ac - bd, ad + bc};
  if (z.re == z.re || z.im == z.im)
    return z;
  int infinite = 0;
  if (__builtin_isinf(a) || __builtin_isinf(b)) {
    a = infinite_to_one(a), b = infinite_to_one(b);
    c = nan_to_zero(c), d = nan_to_zero(d);
    infinite = 1;
  }
  if (__builtin_isinf(c) || __builtin_isinf(d)) {
    c = infinite_to_one(c), d = infinite_to_one(d);
    a = nan_to_zero(a), b = nan_to_zero(b);
    infinite = 1;
  }
  if (!infinite && (__builtin_isinf(ac) || __builtin_isinf(bd) ||
                    __builtin_isinf(ad) || __builtin_isinf(bc))) {
    a = nan_to_zero(a), b = nan_to_zero(b);
    c = nan_to_zero(c), d = nan_to_zero(d);
    infinite = 1;
  }
  if (infinite) {
    z.re = __builtin_inf() * (a * c - b * d);
    z.im = __builtin_inf() * (a * d + b * c);
  }
  return z;
}

static Complex product(double a, double b, double c, double d) {
  Complex z = {sum_of_products(a, c, -b, d), sum_of_products(a, d, b, c)};
  if (is_finite(z.re) && is_finite(z.im))
    return z;
  if (!is_finite(larger(a, b)) || !is_finite(larger(c, d)) || a != a ||
      b != b || c != c || d != d)
    return special_product(a, b, c, d);
  if (!is_finite(z.re))
    z.re = large_sum_of_products(a, c, -b, d);
  if (!is_finite(z.im))
    z.im = large_sum_of_products(a, d, b, c);
  return z;
}

// C11, G.5.1 again: a zero divisor, or a part that is infinite or NaN. Finite
// parts are at most half the largest number, so that no sum of two overflows.
static Complex special_quotient(double a, double b, double c, double d) {
  double infinity = __builtin_inf();
  int dividend_finite = is_finite(a) && is_finite(b);
  int divisor_finite = is_finite(c) && is_finite(d);
  if (c == 0 && d == 0 && (a == a || b == b)) {
    infinity = __builtin_copysign(infinity, c);
    return (Complex){infinity * a, infinity * b};
  }
  if ((__builtin_isinf(a) || __builtin_isinf(b)) && divisor_finite) {
    a = infinite_to_one(a), b = infinite_to_one(b);
    return (Complex){infinity * (a * c + b * d), infinity * (b * c - a * d)};
  }
  if ((__builtin_isinf(c) || __builtin_isinf(d)) && dividend_finite) {
    a *= 0.5, b *= 0.5;
    c = infinite_to_one(c), d = infinite_to_one(d);
    return (Complex){0.0 * (a * c + b * d), 0.0 * (b * c - a * d)};
  }
  double nan = __builtin_nan("");
  return (Complex){nan, nan};
}

// value * 2^exponent, with 1 <= |value| < 2 unless the number is 0, whose
// exponent is below that of every product.
typedef struct {
  double value;
  int exponent;
} Normal;

static Normal normal(double a) {
  int low = 0;
  if (a == 0)
    return (Normal){a, -10000};
  if (__builtin_fabs(a) < power(-1022))
    a *= power(100), low = 100;
  int e = exponent(a);
  return (Normal){a * power(-e / 2) * power(e / 2 - e), e - low};
}

// (high + low) * 2^exponent, the second within half an ulp of the first.
typedef struct {
  double high, low;
  int exponent;
} Pair;

// a * 2^n for 1 <= |a| < 2 and n <= 0, or a number as small beside 1 as that.
static double reduced(double a, int n) {
  return a * power(n < -300 ? -300 : n);
}

// a*b + c*d. The larger product keeps its size, so that none underflows to an
// effect whatever the exponents are.
static Pair exact_sum_of_products(Normal a, Normal b, Normal c, Normal d) {
  int first = a.exponent + b.exponent, second = c.exponent + d.exponent;
  int larger = first > second ? first : second;
  double x = reduced(a.value, first - larger);
  double y = reduced(c.value, second - larger);
  double p = x * b.value, q = y * d.value;
  double p_error = __builtin_fma(x, b.value, -p);
  double q_error = __builtin_fma(y, d.value, -q);
  double sum = p + q, part = sum - p;
  double error = (p - (sum - part)) + (q - part);
  return (Pair){sum, error + (p_error + q_error), larger};
}

// a * 2^n with one rounding at most, for |a| between 2^-110 and 2^3, or 0. The
// last factor alone can overflow or underflow.
static double scaled(double a, int n) {
  if (n > 2000)
    n = 2000;
  if (n > 1000)
    return a * power(1000) * power(n - 1000);
  if (n >= -900)
    return a * power(n);
  // to subnormal numbers: a normal number first, then one step
  if (n < -1900)
    n = -1900;
  return a * power(-900) * power(n + 900);
}

static double divided(Pair a, Pair b) {
  double q = a.high / b.high;
  double rest = __builtin_fma(-q, b.high, a.high) + (a.low - q * b.low);
  double error = rest / b.high;
  return scaled(error != 0 ? q + error : q, a.exponent - b.exponent);
}

static Complex quotient(double a, double b, double c, double d) {
  if (!is_finite(a) || !is_finite(b) || !is_finite(c) || !is_finite(d) ||
      (c == 0 && d == 0))
    return special_quotient(a, b, c, d);
  // Real and imaginary divisors, without scaling: each part is rounded once. A
  // zero part of the dividend takes its sign from the sum, as everywhere else.
  if (d == 0)
    return (Complex){a == 0 ? a * c + b * d : a / c,
                     b == 0 ? b * c - a * d : b / c};
  if (c == 0)
    return (Complex){b == 0 ? a * c + b * d : b / d,
                     a == 0 ? b * c - a * d : -a / d};
  Normal x = normal(a), y = normal(b), u = normal(c), v = normal(d);
  Normal minus_x = {-x.value, x.exponent};
  Pair square = exact_sum_of_products(u, u, v, v);
  return (Complex){divided(exact_sum_of_products(x, u, y, v), square),
                   divided(exact_sum_of_products(y, u, minus_x, v), square)};
}

// Products of two f32 or f16 are exact in f64 and far from its limits.
static Complex narrow_product(double a, double b, double c, double d) {
  Complex z = {a * c - b * d, a * d + b * c};
  return is_finite(z.re) && is_finite(z.im) ? z : special_product(a, b, c, d);
}
static Complex narrow_quotient(double a, double b, double c, double d) {
  double square = c * c + d * d;
  if (!is_finite(a) || !is_finite(b) || !is_finite(square) || square == 0)
    return special_quotient(a, b, c, d);
  return (Complex){(a * c + b * d) / square, (b * c - a * d) / square};
}

#define FUNCTION(name, type, compute)                                          \
  type _Complex name(type a, type b, type c, type d) {                         \
    Complex from = compute(a, b, c, d);                                        \
    type _Complex z;                                                           \
    __real__ z = (type)from.re;                                                \
    __imag__ z = (type)from.im;                                                \
    return z;                                                                  \
  }
FUNCTION(__muldc3, double, product)
FUNCTION(__divdc3, double, quotient)
FUNCTION(__mulsc3, float, narrow_product)
FUNCTION(__divsc3, float, narrow_quotient)
FUNCTION(__mulhc3, _Float16, narrow_product)
FUNCTION(__divhc3, _Float16, narrow_quotient)

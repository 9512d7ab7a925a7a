// Floating-point helpers that have no instruction: f64 to the 16-bit formats
// with one rounding, their fused multiply-add, integer powers, complex products
// and quotients.
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

#define POWER(name, type)                                                      \
  type name(type a, int n) {                                                   \
    unsigned e = n < 0 ? -(unsigned)n : (unsigned)n;                           \
    type result = 1;                                                           \
    for (; e; e >>= 1, a *= a)                                                 \
      if (e & 1)                                                               \
        result *= a;                                                           \
    return n < 0 ? 1 / result : result;                                        \
  }
POWER(__powidf2, double)
POWER(__powisf2, float)

// C11, annex G: an infinite operand gives an infinite product whatever the
// other parts are, unless one operand is zero; the naive formula would give
// NaNs.
#define COMPLEX(multiply, divide, type, copysign, isinf, isnan, fmax, logb,    \
                scalbn)                                                        \
  static type boxed##multiply(type x) {                                        \
    return copysign(isinf(x) ? (type)1 : (type)0, x);                          \
  }                                                                            \
  static type zeroed##multiply(type x) {                                       \
    return isnan(x) ? copysign((type)0, x) : x;                                \
  }                                                                            \
  type _Complex multiply(type a, type b, type c, type d) {                     \
    type ac = a * c, bd = b * d, ad = a * d, bc = b * c;                       \
    type re = ac - bd, im = ad + bc;                                           \
    if (isnan(re) && isnan(im)) {                                              \
      int again = 0;                                                           \
      if (isinf(a) || isinf(b)) {                                              \
        a = boxed##multiply(a), b = boxed##multiply(b);                        \
        c = zeroed##multiply(c), d = zeroed##multiply(d);                      \
        again = 1;                                                             \
      }                                                                        \
      if (isinf(c) || isinf(d)) {                                              \
        c = boxed##multiply(c), d = boxed##multiply(d);                        \
        a = zeroed##multiply(a), b = zeroed##multiply(b);                      \
        again = 1;                                                             \
      }                                                                        \
      if (!again && (isinf(ac) || isinf(bd) || isinf(ad) || isinf(bc))) {      \
        a = zeroed##multiply(a), b = zeroed##multiply(b);                      \
        c = zeroed##multiply(c), d = zeroed##multiply(d);                      \
        again = 1;                                                             \
      }                                                                        \
      if (again) {                                                             \
        re = (type)__builtin_inf() * (a * c - b * d);                          \
        im = (type)__builtin_inf() * (a * d + b * c);                          \
      }                                                                        \
    }                                                                          \
    type _Complex z;                                                           \
    __real__ z = re;                                                           \
    __imag__ z = im;                                                           \
    return z;                                                                  \
  }                                                                            \
  type _Complex divide(type a, type b, type c, type d) {                       \
    /* scale the divisor to about 1 */                                         \
    type largest = fmax(c, d);                                                 \
    int scale = largest > 0 && !isinf(largest) ? logb(largest) : 0;            \
    c = scalbn(c, -scale), d = scalbn(d, -scale);                              \
    type square = c * c + d * d;                                               \
    type re = scalbn((a * c + b * d) / square, -scale);                        \
    type im = scalbn((b * c - a * d) / square, -scale);                        \
    if (isnan(re) && isnan(im)) {                                              \
      if (square == 0 && (!isnan(a) || !isnan(b))) {                           \
        re = copysign((type)__builtin_inf(), c) * a;                           \
        im = copysign((type)__builtin_inf(), c) * b;                           \
      } else if ((isinf(a) || isinf(b)) && !isinf(c) && !isnan(c) &&           \
                 !isinf(d) && !isnan(d)) {                                     \
        a = boxed##multiply(a), b = boxed##multiply(b);                        \
        re = (type)__builtin_inf() * (a * c + b * d);                          \
        im = (type)__builtin_inf() * (b * c - a * d);                          \
      } else if (isinf(largest) && !isinf(a) && !isnan(a) && !isinf(b) &&      \
                 !isnan(b)) {                                                  \
        c = boxed##multiply(c), d = boxed##multiply(d);                        \
        re = (type)0 * (a * c + b * d);                                        \
        im = (type)0 * (b * c - a * d);                                        \
      }                                                                        \
    }                                                                          \
    type _Complex z;                                                           \
    __real__ z = re;                                                           \
    __imag__ z = im;                                                           \
    return z;                                                                  \
  }

static double largest_f64(double c, double d) {
  return __builtin_fmax(__builtin_fabs(c), __builtin_fabs(d));
}
static float largest_f32(float c, float d) {
  return __builtin_fmaxf(__builtin_fabsf(c), __builtin_fabsf(d));
}
// The exponent of a positive finite number; subnormals count as the smallest
// normal one, which is near enough to scale by.
static int exponent_f64(double a) {
  Double u = {a};
  int e = (int)(u.bits >> 52 & 2047);
  return (e ? e : 1) - 1023;
}
static int exponent_f32(float a) {
  Float u = {a};
  int e = (int)(u.bits >> 23 & 255);
  return (e ? e : 1) - 127;
}
// n is between -1100 and 1100: two exact factors cover it.
static double scaled_f64(double a, int n) {
  Double half = {(uint64_t)(n / 2 + 1023) << 52};
  Double rest = {(uint64_t)(n - n / 2 + 1023) << 52};
  return a * half.value * rest.value;
}
static float scaled_f32(float a, int n) { return (float)scaled_f64(a, n); }

COMPLEX(__muldc3, __divdc3, double, __builtin_copysign, __builtin_isinf,
        __builtin_isnan, largest_f64, exponent_f64, scaled_f64)
COMPLEX(__mulsc3, __divsc3, float, __builtin_copysignf, __builtin_isinf,
        __builtin_isnan, largest_f32, exponent_f32, scaled_f32)

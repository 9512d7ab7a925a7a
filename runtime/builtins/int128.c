// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// 128-bit division and conversions, which the compiler calls for __int128.
// Multiplication and shifts are inline.
#include <stdint.h>

typedef __int128 i128;
typedef unsigned __int128 u128;

// Quotient of a two-doubleword number by a doubleword whose top bit is set and
// which is larger than `high`, so that the quotient fits a doubleword. Knuth's
// algorithm D with 32-bit digits (The Art of Computer Programming, 4.3.1).
static uint64_t divide_normalized(uint64_t high, uint64_t low, uint64_t divisor,
                                  uint64_t *remainder) {
  const uint64_t base = UINT64_C(1) << 32;
  uint64_t v1 = divisor >> 32, v0 = (uint32_t)divisor;
  uint64_t digits[2] = {(uint32_t)low, low >> 32};
  uint64_t quotient = 0;
  for (int i = 1; i >= 0; i--) {
    uint64_t q = high / v1, r = high % v1;
    while (q >= base || q * v0 > (r << 32 | digits[i])) {
      q--;
      r += v1;
      if (r >= base)
        break;
    }
    high = (high << 32 | digits[i]) - q * divisor;
    quotient = quotient << 32 | q;
  }
  *remainder = high;
  return quotient;
}

u128 __udivmodti4(u128 a, u128 b, u128 *remainder) {
  uint64_t ah = (uint64_t)(a >> 64), al = (uint64_t)a;
  uint64_t bh = (uint64_t)(b >> 64), bl = (uint64_t)b;
  if (b > a) {
    if (remainder)
      *remainder = a;
    return 0;
  }
  if (bh == 0) {
    if (bl == 0) { // as the divide instruction
      if (remainder)
        *remainder = a;
      return ~(u128)0;
    }
    if (ah == 0) {
      if (remainder)
        *remainder = al % bl;
      return al / bl;
    }
    int shift = __builtin_clzll(bl);
    uint64_t divisor = bl << shift;
    uint64_t qh = ah / bl;
    u128 rest = ((u128)(ah % bl) << 64 | al) << shift;
    uint64_t r;
    uint64_t ql =
        divide_normalized((uint64_t)(rest >> 64), (uint64_t)rest, divisor, &r);
    if (remainder)
      *remainder = r >> shift;
    return (u128)qh << 64 | ql;
  }
  // Both have a high part: the quotient has at most 64 bits, and as many steps
  // as their lengths differ.
  int shift = __builtin_clzll(bh) - __builtin_clzll(ah);
  u128 divisor = b << shift, quotient = 0;
  for (; shift >= 0; shift--) {
    quotient <<= 1;
    if (a >= divisor) {
      a -= divisor;
      quotient |= 1;
    }
    divisor >>= 1;
  }
  if (remainder)
    *remainder = a;
  return quotient;
}

u128 __udivti3(u128 a, u128 b) { return __udivmodti4(a, b, 0); }

u128 __umodti3(u128 a, u128 b) {
  u128 remainder;
  __udivmodti4(a, b, &remainder);
  return remainder;
}

static u128 magnitude(i128 a) { return a < 0 ? -(u128)a : (u128)a; }

i128 __divti3(i128 a, i128 b) {
  u128 q = __udivmodti4(magnitude(a), magnitude(b), 0);
  return (a < 0) != (b < 0) ? (i128)-q : (i128)q;
}

i128 __modti3(i128 a, i128 b) {
  u128 r;
  __udivmodti4(magnitude(a), magnitude(b), &r);
  return a < 0 ? (i128)-r : (i128)r;
}

i128 __divmodti4(i128 a, i128 b, i128 *remainder) {
  i128 q = __divti3(a, b);
  *remainder = a - (i128)((u128)q * (u128)b);
  return q;
}

i128 __multi3(i128 a, i128 b) {
  u128 x = (u128)a, y = (u128)b;
  u128 low = (u128)(uint64_t)x * (uint64_t)y;
  uint64_t high =
      (uint64_t)(x >> 64) * (uint64_t)y + (uint64_t)x * (uint64_t)(y >> 64);
  return (i128)(low + ((u128)high << 64));
}

i128 __muloti4(i128 a, i128 b, int *overflow) {
  i128 product = (i128)((u128)a * (u128)b);
  *overflow = 0;
  if (a == 0 || b == 0)
    return product;
  // -2^127 / -1 does not fit; it is the only case in which the quotient is
  // wrong.
  if ((a == -1 && product == b && b < 0 && b == -b) ||
      (b == -1 && product == a && a < 0 && a == -a) || product / b != a)
    *overflow = 1;
  return product;
}

// Integer to floating point: the top 64 bits, with the others as a sticky bit,
// so that the single rounding of the conversion below is correct.
#define FROM_U128(name, type)                                                  \
  type name(u128 a) {                                                          \
    uint64_t high = (uint64_t)(a >> 64);                                       \
    if (high == 0)                                                             \
      return (type)(uint64_t)a;                                                \
    int shift = 64 - __builtin_clzll(high);                                    \
    uint64_t top = (uint64_t)(a >> shift);                                     \
    top |= (a & (((u128)1 << shift) - 1)) != 0;                                \
    union {                                                                    \
      uint64_t bits;                                                           \
      double value;                                                            \
    } power = {(uint64_t)(shift + 1023) << 52};                                \
    return (type)((type)top * (type)power.value);                              \
  }
FROM_U128(__floatuntidf, double)
FROM_U128(__floatuntisf, float)
double __floattidf(i128 a) {
  return a < 0 ? -__floatuntidf(-(u128)a) : __floatuntidf((u128)a);
}
float __floattisf(i128 a) {
  return a < 0 ? -__floatuntisf(-(u128)a) : __floatuntisf((u128)a);
}

// f32 is exact for all integers for which f16 does not overflow.
_Float16 __floatuntihf(u128 a) { return (_Float16)__floatuntisf(a); }
_Float16 __floattihf(i128 a) { return (_Float16)__floattisf(a); }

// An integer with the value of a, or one on the same side of all that bf16 can
// round to, which f64 holds.
static double near_f64(uint64_t a) {
  if (a >> 53)
    a = (((a & 2047) + 2047) | a) & ~UINT64_C(2047);
  return (double)a;
}
static double wide_near_f64(u128 a) {
  uint64_t high = (uint64_t)(a >> 64);
  if (high == 0)
    return near_f64((uint64_t)a);
  int shift = 64 - __builtin_clzll(high);
  uint64_t top = (uint64_t)(a >> shift);
  top |= (a & (((u128)1 << shift) - 1)) != 0;
  return near_f64(top) * (double)(UINT64_C(1) << (shift - 1)) * 2;
}
__bf16 __floatundibf(uint64_t a) { return (__bf16)near_f64(a); }
__bf16 __floatdibf(int64_t a) {
  return (__bf16)(a < 0 ? -near_f64(-(uint64_t)a) : near_f64((uint64_t)a));
}
__bf16 __floatuntibf(u128 a) { return (__bf16)wide_near_f64(a); }
__bf16 __floattibf(i128 a) {
  return (__bf16)(a < 0 ? -wide_near_f64(-(u128)a) : wide_near_f64((u128)a));
}

// Floating point to integer: truncates, saturates, NaN gives 0, as the
// instructions do for narrower integers.
u128 __fixunsdfti(double a) {
  if (!(a >= 1))
    return 0;
  if (a >= 0x1p128)
    return ~(u128)0;
  union {
    double value;
    uint64_t bits;
  } u = {a};
  int exponent = (int)(u.bits >> 52) - 1023;
  uint64_t fraction = (u.bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52;
  return exponent <= 52 ? fraction >> (52 - exponent)
                        : (u128)fraction << (exponent - 52);
}
i128 __fixdfti(double a) {
  if (a != a)
    return 0;
  const u128 limit = (u128)1 << 127;
  if (a >= 0x1p127)
    return (i128)(limit - 1);
  if (a < -0x1p127)
    return (i128)limit;
  return a < 0 ? (i128)-__fixunsdfti(-a) : (i128)__fixunsdfti(a);
}
u128 __fixunssfti(float a) { return __fixunsdfti(a); }
i128 __fixsfti(float a) { return __fixdfti(a); }
u128 __fixunshfti(_Float16 a) { return __fixunsdfti(a); }
i128 __fixhfti(_Float16 a) { return __fixdfti(a); }

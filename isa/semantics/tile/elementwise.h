// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Elementwise operations and masks (isa/tile/Elementwise.td).
#ifndef SECTILE_SEMANTICS_TILE_ELEMENTWISE_H
#define SECTILE_SEMANTICS_TILE_ELEMENTWISE_H

#include "sectile/estimates.h"
#include "semantics/value.h"

// Element n of d depends on element n of the operands alone.
#if defined(__clang__)
#define SECTILE_LANES _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define SECTILE_LANES _Pragma("GCC ivdep")
#else
#define SECTILE_LANES
#endif

namespace sectile::sem {

// Two powers of two whose exponents are in the range of f64, so that the
// products are exact and the conversion to f32 is the only rounding.
static inline W scaleF32(W a, W b) {
  SW n = SW(b) < -400 ? -400 : SW(b) > 400 ? 400 : SW(b);
  return bits32(
      float(double(f32(a)) * std::bit_cast<double>(U(I(n) + 1023) << 52)));
}
static inline W mulhrI32(W a, W b) {
  I r = (I(SW(a)) * SW(b) + (I(1) << 30)) >> 31;
  return W(r > INT32_MAX ? INT32_MAX : r);
}
static inline W rsrI32(W a, W b) {
  unsigned n = b & 31;
  I half = I(1) << n >> 1, v = SW(a);
  return W(v < 0 ? -((half - v) >> n) : (half + v) >> n);
}

// Of a positive finite number that is not zero: the exponent, and the fraction
// in bits 22..0, as if it were normal.
struct Parts {
  int exponent;
  W fraction;
};
static inline Parts partsF32(W a) {
  if (a < 0x00800000) {
    int shift = std::countl_zero(a) - 8;
    return {-126 - shift, (a << shift) & 0x007fffff};
  }
  return {int(a >> 23) - 127, a & 0x007fffff};
}
static inline W rcpeF32(W a) {
  W sign = a & 0x80000000, magnitude = a & 0x7fffffff;
  if (magnitude > 0x7f800000)
    return NAN32;
  if (magnitude == 0x7f800000)
    return sign;
  if (magnitude < 0x00200000) // 2^-128, zero included
    return sign | 0x7f800000;
  auto [exponent, fraction] = partsF32(magnitude);
  W significand = 1 << 23 | isa::reciprocalEstimates[fraction >> 16]
                                << (23 - 16);
  int e = 127 - exponent - 1;
  return sign | (e > 0 ? W(e) << 23 | (significand & 0x007fffff)
                       : significand >> (1 - e));
}
static inline W rsqrteF32(W a) {
  W sign = a & 0x80000000, magnitude = a & 0x7fffffff;
  if (magnitude == 0)
    return sign | 0x7f800000;
  if (sign || magnitude > 0x7f800000)
    return NAN32;
  if (magnitude == 0x7f800000)
    return 0;
  auto [exponent, fraction] = partsF32(magnitude);
  W odd = exponent & 1;
  int half = (exponent - int(odd)) / 2;
  return W(127 - half - 1) << 23 |
         isa::reciprocalRootEstimates[odd << 7 | fraction >> 16] << (23 - 16);
}

// Each line defines both forms of an operation: that on two tiles, and TS*,
// whose second operand is bits 31:0 of a register for every word.
#define SECTILE_BINARY(NAME, RESULT)                                           \
  static inline W word##NAME(W a, W b) { return W(RESULT); }                   \
  static inline void T##NAME(Tile &d, const Tile &a, const Tile &b) {          \
    SECTILE_LANES for (unsigned n = 0; n < 256; ++n)                           \
        lane(d, n, word##NAME(lane(a, n), lane(b, n)));                        \
  }                                                                            \
  static inline void TS##NAME(Tile &d, const Tile &a, U b) {                   \
    SECTILE_LANES for (unsigned n = 0; n < 256; ++n)                           \
        lane(d, n, word##NAME(lane(a, n), W(b)));                              \
  }
SECTILE_BINARY(ADD_F32, bits32(f32(a) + f32(b)))
SECTILE_BINARY(SUB_F32, bits32(f32(a) - f32(b)))
SECTILE_BINARY(MUL_F32, bits32(f32(a) * f32(b)))
SECTILE_BINARY(DIV_F32, bits32(f32(a) / f32(b)))
SECTILE_BINARY(MIN_F32, bits32(minimumNumber(f32(a), f32(b))))
SECTILE_BINARY(MAX_F32, bits32(maximumNumber(f32(a), f32(b))))
SECTILE_BINARY(SCALE_F32, scaleF32(a, b))
SECTILE_BINARY(CEQ_F32, f32(a) == f32(b) ? -1 : 0)
SECTILE_BINARY(CNE_F32, f32(a) != f32(b) ? -1 : 0)
SECTILE_BINARY(CLT_F32, f32(a) < f32(b) ? -1 : 0)
SECTILE_BINARY(CLE_F32, f32(a) <= f32(b) ? -1 : 0)
SECTILE_BINARY(ADD_I32, a + b)
SECTILE_BINARY(SUB_I32, a - b)
SECTILE_BINARY(MUL_I32, (a * b))
SECTILE_BINARY(MULH_I32, (I(SW(a)) * SW(b)) >> 32)
SECTILE_BINARY(MULHR_I32, mulhrI32(a, b))
SECTILE_BINARY(RSR_I32, rsrI32(a, b))
SECTILE_BINARY(SLL_I32, a << (b & 31))
SECTILE_BINARY(SRL_I32, a >> (b & 31))
SECTILE_BINARY(SRA_I32, SW(a) >> (b & 31))
SECTILE_BINARY(AND_I32, a &b)
SECTILE_BINARY(OR_I32, a | b)
SECTILE_BINARY(XOR_I32, a ^ b)
SECTILE_BINARY(ANDN_I32, a & ~b)
SECTILE_BINARY(MIN_I32, SW(a) < SW(b) ? a : b)
SECTILE_BINARY(MAX_I32, SW(a) < SW(b) ? b : a)
SECTILE_BINARY(MINU_I32, a < b ? a : b)
SECTILE_BINARY(MAXU_I32, a < b ? b : a)
SECTILE_BINARY(CEQ_I32, a == b ? -1 : 0)
SECTILE_BINARY(CNE_I32, a != b ? -1 : 0)
SECTILE_BINARY(CLT_I32, SW(a) < SW(b) ? -1 : 0)
SECTILE_BINARY(CLE_I32, SW(a) <= SW(b) ? -1 : 0)
SECTILE_BINARY(CLTU_I32, a < b ? -1 : 0)
SECTILE_BINARY(CLEU_I32, a <= b ? -1 : 0)
#undef SECTILE_BINARY

#define SECTILE_UNARY(NAME, RESULT)                                            \
  static inline W word##NAME(W a) { return W(RESULT); }                        \
  static inline void T##NAME(Tile &d, const Tile &a) {                         \
    SECTILE_LANES for (unsigned n = 0; n < 256; ++n)                           \
        lane(d, n, word##NAME(lane(a, n)));                                    \
  }
SECTILE_UNARY(SQRT_F32, bits32(std::sqrt(f32(a))))
SECTILE_UNARY(RCPE_F32, rcpeF32(a))
SECTILE_UNARY(RSQRTE_F32, rsqrteF32(a))
SECTILE_UNARY(NEAR_F32, bits32(std::nearbyint(f32(a))))
SECTILE_UNARY(FLOOR_F32, bits32(std::floor(f32(a))))
SECTILE_UNARY(CEIL_F32, bits32(std::ceil(f32(a))))
SECTILE_UNARY(TRUNC_F32, bits32(std::trunc(f32(a))))
SECTILE_UNARY(ABS_F32, a & 0x7fffffff)
SECTILE_UNARY(NEG_F32, a ^ 0x80000000)
SECTILE_UNARY(CVT_F32_I32, bits32(float(SW(a))))
SECTILE_UNARY(CVT_I32_F32, truncate<SW>(f32(a)))
#undef SECTILE_UNARY

// P is T or TF. P*: three tiles; PB*: the multiplicand b, PC*: the addend c
// from a register.
#define SECTILE_FUSED(P, NAME, RESULT)                                         \
  static inline W word##NAME(W a, W b, W c) { return RESULT; }                 \
  static inline void P##NAME(Tile &d, const Tile &a, const Tile &b,            \
                             const Tile &c) {                                  \
    SECTILE_LANES for (unsigned n = 0; n < 256; ++n)                           \
        lane(d, n, word##NAME(lane(a, n), lane(b, n), lane(c, n)));            \
  }                                                                            \
  static inline void P##B##NAME(Tile &d, const Tile &a, U b, const Tile &c) {  \
    SECTILE_LANES for (unsigned n = 0; n < 256; ++n)                           \
        lane(d, n, word##NAME(lane(a, n), W(b), lane(c, n)));                  \
  }                                                                            \
  static inline void P##C##NAME(Tile &d, const Tile &a, const Tile &b, U c) {  \
    SECTILE_LANES for (unsigned n = 0; n < 256; ++n)                           \
        lane(d, n, word##NAME(lane(a, n), lane(b, n), W(c)));                  \
  }
SECTILE_FUSED(TF, MADD_F32, bits32(std::fma(f32(a), f32(b), f32(c))))
SECTILE_FUSED(TF, MSUB_F32, bits32(std::fma(f32(a), f32(b), -f32(c))))
SECTILE_FUSED(TF, NMADD_F32, bits32(std::fma(-f32(a), f32(b), f32(c))))
SECTILE_FUSED(TF, NMSUB_F32, bits32(std::fma(-f32(a), f32(b), -f32(c))))
SECTILE_FUSED(T, MADD_I32, a *b + c)
#undef SECTILE_FUSED

static inline void TSEL(Tile &d, const Tile &a, const Tile &b, const Tile &c) {
  SECTILE_LANES for (unsigned n = 0; n < 256; ++n)
      lane(d, n, lane(c, n) != 0 ? lane(a, n) : lane(b, n));
}

//===-- Masks -----------------------------------------------------------===//

static inline void TMASK_LIN(Tile &d, U a) {
  fill(d, [=](unsigned i, unsigned j) -> W {
    return I(16 * i + j) < I(a) ? -1 : 0;
  });
}
static inline void TMASK_RECT(Tile &d, U a) {
  fill(d, [=](unsigned i, unsigned j) -> W {
    return (a >> 16 & 255) <= i && i < (a & 255) && (a >> 24 & 255) <= j &&
                   j < (a >> 8 & 255)
               ? -1
               : 0;
  });
}

} // namespace sectile::sem

#undef SECTILE_LANES
#endif

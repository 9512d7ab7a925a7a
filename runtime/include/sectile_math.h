// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Elementary functions on f32 tiles, branch-free.
//
// Each function is a fixed sequence of tile instructions: it gives the same
// bits on every implementation of Sectile, and lanes are independent.
// Constants stay in scalar registers wherever an instruction takes one, so a
// function needs few tile registers. kernels/common/math_reference.h states the
// same for one element in portable C. The worst errors are against the host's
// f64 functions, over every 61st of the 2^32 bit patterns, or all of them
// (docs/tile-math.md); of pow over as many pairs:
//
//   tests/math/Inputs/tile-functions.py --every 61
//
//   function             worst error   special values
//   tile_exp_f32         1.00 ulp      below -104: +0; above 88.73: +inf
//   tile_exp2_f32        0.90 ulp      below -150: +0; from 128: +inf
//   tile_log_f32         0.84 ulp      +-0: -inf; negative: NaN; +inf: +inf
//   tile_tanh_f32        3.05 ulp      +-0: +-0; +-inf: +-1
//   tile_sigmoid_f32     2.83 ulp      -inf: +0; +inf: 1
//   tile_erf_f32         1.10 ulp      +-0: +-0; +-inf: +-1
//   tile_gelu_f32        5.89 ulp      +-0: +-0; -inf: -0; +inf: +inf
//   tile_silu_f32        3.60 ulp      +-0: +-0; -inf: -0; +inf: +inf
//   tile_softplus_f32    3.25 ulp      -inf: +0; +inf: +inf
//   tile_sin_f32         1.26 ulp      +-0: +-0; +-inf: NaN
//   tile_cos_f32         1.27 ulp      +-inf: NaN
//   tile_pow_f32         1.00 ulp      as C's annex F says
//   tile_reciprocal_f32  0.51 ulp      +-0: +-inf; +-inf: +-0
//   tile_rsqrt_f32       1.00 ulp      +-0: +-inf; negative: NaN; +inf: +0
//
// A NaN gives a NaN, but pow(1, NaN) and pow(NaN, 0), which are 1. Subnormal
// arguments and results are exact to the same bound.
#ifndef SECTILE_MATH_H
#define SECTILE_MATH_H

#include <sectile.h>

#define __TILE_MATH static __inline__ __attribute__((__always_inline__))

// Products and sums are separate statements here: the compiler may fuse what
// one expression multiplies and adds.

// y where x is a number, x where it is a NaN.
__TILE_MATH tile_f32_t __tile_keep_nan(tile_f32_t y, tile_f32_t x) {
  return tile_select_f32(x == x, y, x);
}
// The sign of the second on the first, which has none.
__TILE_MATH tile_f32_t __tile_with_sign(tile_f32_t magnitude, tile_f32_t sign) {
  const tile_i32_t bit = (tile_i32_t)sign & (int32_t)0x80000000;
  return (tile_f32_t)((tile_i32_t)magnitude | bit);
}

// Two steps of Newton's method from the estimate, which doubles its bits: the
// first error is below 2^-8. Where the estimate is zero, infinite or a NaN it
// is the result, and the steps end in a NaN: 1 - x y is one for x = 0, y = inf,
// and y + y e is one for the infinite estimate of a subnormal x, where e =
// -inf.

// 1 / x. Of a division, which is correctly rounded, 0.02 % of the results
// differ, by one unit in the last place; it takes the unit four times as long.
__TILE_MATH tile_f32_t tile_reciprocal_f32(tile_f32_t x) {
  const tile_f32_t estimate = tile_reciprocal_estimate_f32(x);
  tile_f32_t y = estimate;
  for (int step = 0; step < 2; ++step) {
    const tile_f32_t e = tile_fnmadd_f32_sc(x, y, 1.0f); // 1 - x y
    y = tile_fmadd_f32(y, e, y);
  }
  return tile_select_f32(y == y, y, estimate);
}

// 1 / sqrt(x).
__TILE_MATH tile_f32_t tile_rsqrt_f32(tile_f32_t x) {
  const tile_f32_t estimate = tile_rsqrt_estimate_f32(x);
  tile_f32_t y = estimate;
  for (int step = 0; step < 2; ++step) {
    const tile_f32_t e = tile_fnmadd_f32_sc(x * y, y, 1.0f); // 1 - x y^2
    y = tile_fmadd_f32(y * 0.5f, e, y);
  }
  return tile_select_f32(y == y, y, estimate);
}

// e^y = 2^n * e^r with n = nearest(y / ln 2), |r| <= ln 2 / 2, and
// e^r = 1 + r + r^2 q(r); q is the minimax polynomial of degree 4, whose error
// is 0.05 ulp of the result. ln 2 is subtracted in two pieces, each fused.
__TILE_MATH tile_f32_t __tile_exp_rest(tile_f32_t y, tile_f32_t *n) {
  *n = tile_near_f32(y * 0x1.715476p+0f);
  const tile_f32_t r = tile_fnmadd_f32_sb(*n, 0x1.62e43p-1f, y);
  return tile_fnmadd_f32_sb(*n, -0x1.05c61p-29f, r);
}
// e^r - 1.
__TILE_MATH tile_f32_t __tile_expm1_near_0(tile_f32_t r) {
  // q's coefficients from the highest down; the first step needs a tile.
  tile_f32_t q = r * 0x1.6a241ap-10f;
  q = q + 0x1.1239f2p-7f;
  q = tile_fmadd_f32_sc(q, r, 0x1.5558f2p-5f);
  q = tile_fmadd_f32_sc(q, r, 0x1.555492p-3f);
  q = tile_fmadd_f32_sc(q, r, 0x1.fffffcp-2f);
  return tile_fmadd_f32(r * r, q, r);
}
// p and n of e^y = p 2^n.
__TILE_MATH tile_f32_t __tile_exp_parts(tile_f32_t y, tile_i32_t *n) {
  tile_f32_t whole;
  const tile_f32_t r = __tile_exp_rest(y, &whole);
  *n = tile_cvt_i32_f32(whole);
  return __tile_expm1_near_0(r) + 1.0f;
}

__TILE_MATH tile_f32_t tile_exp_f32(tile_f32_t x) {
  // Beyond these bounds the result is 0 or infinity anyway, but n and r stay
  // small. Minimum and maximum drop NaNs, which are restored at the end.
  tile_i32_t n;
  const tile_f32_t p =
      __tile_exp_parts(tile_min_f32_s(tile_max_f32_s(x, -104.0f), 89.0f), &n);
  // One rounding, also where the result is subnormal.
  return __tile_keep_nan(tile_scale_f32(p, n), x);
}

// 2^r for |r| <= 1/2: 1 + r q(r), q minimax of degree 5.
__TILE_MATH tile_f32_t __tile_exp2_near_0(tile_f32_t r) {
  tile_f32_t q = r * 0x1.446c6ap-13f;
  q = q + 0x1.5f0896p-10f;
  q = tile_fmadd_f32_sc(q, r, 0x1.3b29e4p-7f);
  q = tile_fmadd_f32_sc(q, r, 0x1.c6af6cp-5f);
  q = tile_fmadd_f32_sc(q, r, 0x1.ebfbe0p-3f);
  q = tile_fmadd_f32_sc(q, r, 0x1.62e430p-1f);
  return tile_fmadd_f32_sc(q, r, 1.0f);
}

__TILE_MATH tile_f32_t tile_exp2_f32(tile_f32_t x) {
  const tile_f32_t y = tile_min_f32_s(tile_max_f32_s(x, -151.0f), 129.0f);
  const tile_f32_t n = tile_near_f32(y);
  const tile_f32_t p = __tile_exp2_near_0(y - n);
  return __tile_keep_nan(tile_scale_f32(p, tile_cvt_i32_f32(n)), x);
}

// x = 2^k m with m in [sqrt(1/2), sqrt(2)). Subnormals are scaled up by 2^25
// and k is corrected. `place` is m's distance from sqrt(1/2), as bits.
__TILE_MATH tile_f32_t __tile_split(tile_f32_t x, tile_f32_t *k,
                                    tile_i32_t *place) {
  const tile_i32_t tiny = x < 0x1p-126f;
  const tile_i32_t bits =
      (tile_i32_t)tile_select_f32(tiny, tile_scale_f32_s(x, 25), x);
  *place = bits - 0x3f3504f3;
  const tile_i32_t whole = tile_sra_i32_s(*place, 23);
  *k = tile_cvt_f32_i32(whole - (tiny & 25));
  return (tile_f32_t)(bits - tile_sll_i32_s(whole, 23));
}

// With f = m - 1 and s = f / (2 + f):
// ln(1 + f) = f - (f^2/2 - s (f^2/2 + R(s^2))), R minimax of degree 3.
__TILE_MATH tile_f32_t tile_log_f32(tile_f32_t x) {
  tile_f32_t k;
  tile_i32_t place;
  const tile_f32_t f = __tile_split(x, &k, &place) - 1.0f;
  const tile_f32_t s = f / (f + 2.0f);
  const tile_f32_t z = s * s;
  tile_f32_t R = z * 0x1.e2fdd2p-3f;
  R = R + 0x1.2438a8p-2f;
  R = tile_fmadd_f32_sc(R, z, 0x1.999a7cp-2f);
  R = tile_fmadd_f32_sc(R, z, 0x1.555554p-1f);
  R = R * z;
  const tile_f32_t square = f * f;
  const tile_f32_t half = square * 0.5f;
  // k * 0x1.62e4p-1 is exact: 15 bits of ln 2 and 8 of k.
  const tile_f32_t low = tile_fmadd_f32(s, half + R, k * 0x1.7f7d1cp-20f);
  tile_f32_t y = tile_fmadd_f32_sb(k, 0x1.62e4p-1f, f - (half - low));
  // Infinity is unchanged, an argument that is not >= 0 gives NaN, zero
  // -infinity.
  y = tile_select_f32(x < __builtin_inff(), y, x);
  y = tile_select_f32(x == 0.0f, tile_splat_f32(-__builtin_inff()), y);
  return tile_select_f32(x >= 0.0f, y, tile_splat_f32(__builtin_nanf("")));
}

// With m = e^2a - 1 and a = |x|: m / (m + 2), and from 1/2 on, where it is more
// exact, 1 - 2 / (m + 2).
__TILE_MATH tile_f32_t tile_tanh_f32(tile_f32_t x) {
  const tile_f32_t a = tile_min_f32_s(tile_abs_f32(x), 10.0f);
  tile_f32_t n;
  const tile_f32_t e = __tile_expm1_near_0(__tile_exp_rest(a + a, &n));
  const tile_f32_t power =
      tile_scale_f32(tile_splat_f32(1.0f), tile_cvt_i32_f32(n));
  const tile_f32_t m = tile_fmadd_f32(power, e, power - 1.0f);
  const tile_f32_t r = tile_reciprocal_f32(m + 2.0f);
  const tile_f32_t large = tile_fmadd_f32_sc(r, tile_splat_f32(-2.0f), 1.0f);
  const tile_f32_t t = tile_select_f32(a < 0.5f, m * r, large);
  return __tile_keep_nan(__tile_with_sign(t, x), x);
}

// 1 / (1 + e^-x), of a negative x e^x / (1 + e^x): no power overflows, and a
// small result is rounded once, by the scaling.
__TILE_MATH tile_f32_t tile_sigmoid_f32(tile_f32_t x) {
  tile_i32_t n;
  const tile_f32_t p =
      __tile_exp_parts(tile_max_f32_s(-tile_abs_f32(x), -104.0f), &n);
  const tile_f32_t r = tile_reciprocal_f32(tile_scale_f32(p, n) + 1.0f);
  const tile_i32_t negative = x < 0.0f;
  const tile_f32_t s = tile_select_f32(negative, p * r, r);
  return __tile_keep_nan(tile_scale_f32(s, n & negative), x);
}

// x sigmoid(x), the product before the scaling.
__TILE_MATH tile_f32_t tile_silu_f32(tile_f32_t x) {
  tile_i32_t n;
  const tile_f32_t p =
      __tile_exp_parts(tile_max_f32_s(-tile_abs_f32(x), -120.0f), &n);
  const tile_f32_t r = tile_reciprocal_f32(tile_scale_f32(p, n) + 1.0f);
  const tile_i32_t negative = x < 0.0f;
  const tile_f32_t s = tile_select_f32(negative, p * r, r);
  const tile_f32_t y = s * tile_max_f32_s(x, -120.0f);
  return __tile_keep_nan(tile_scale_f32(y, n & negative), x);
}

// ln(1 + e^x) = max(x, 0) + ln(1 + e), e = e^-|x|. With s = e / (2 + e):
// ln(1 + e) = 2 s (1 + s^2 R(s^2)), R minimax of degree 3.
__TILE_MATH tile_f32_t tile_softplus_f32(tile_f32_t x) {
  tile_i32_t n;
  const tile_f32_t p =
      __tile_exp_parts(tile_max_f32_s(-tile_abs_f32(x), -120.0f), &n);
  const tile_f32_t e = tile_scale_f32(p, n);
  const tile_f32_t r = tile_reciprocal_f32(e + 2.0f);
  const tile_f32_t s = e * r;
  const tile_f32_t z = s * s;
  tile_f32_t R = z * 0x1.1efa3ap-3f;
  R = R + 0x1.1eb5bcp-3f;
  R = tile_fmadd_f32_sc(R, z, 0x1.99d280p-3f);
  R = tile_fmadd_f32_sc(R, z, 0x1.555500p-2f);
  const tile_f32_t twice = r + r;
  const tile_f32_t l = p * tile_fmadd_f32(twice, z * R, twice);
  return __tile_keep_nan(tile_max_f32_s(x, 0.0f) + tile_scale_f32(l, n), x);
}

// Up to 0.92 x + x P(x^2), beyond 1 - e^(-a G(a)) with a = |x|; both minimax,
// of degree 6. From 3.95 on the result rounds to 1.
__TILE_MATH tile_f32_t tile_erf_f32(tile_f32_t x) {
  const tile_f32_t a = tile_abs_f32(x);
  const tile_f32_t z = x * x;
  tile_f32_t P = z * 0x1.603a7cp-14f;
  P = P + -0x1.ab48c8p-11f;
  P = tile_fmadd_f32_sc(P, z, 0x1.54e64ep-8f);
  P = tile_fmadd_f32_sc(P, z, -0x1.b811c2p-6f);
  P = tile_fmadd_f32_sc(P, z, 0x1.ce2e30p-4f);
  P = tile_fmadd_f32_sc(P, z, -0x1.812744p-2f);
  P = tile_fmadd_f32_sc(P, z, 0x1.06eba8p-3f);
  const tile_f32_t small = tile_fmadd_f32(x, P, x);
  const tile_f32_t t = tile_min_f32_s(a, 3.95f);
  tile_f32_t G = t * 0x1.7b4f58p-17f;
  G = G + -0x1.533ff8p-12f;
  G = tile_fmadd_f32_sc(G, t, 0x1.ddd024p-9f);
  G = tile_fmadd_f32_sc(G, t, -0x1.856b98p-6f);
  G = tile_fmadd_f32_sc(G, t, 0x1.b32d0ep-4f);
  G = tile_fmadd_f32_sc(G, t, 0x1.4531fap-1f);
  G = tile_fmadd_f32_sc(G, t, 0x1.20ef2ep+0f);
  tile_i32_t n;
  const tile_f32_t p = __tile_exp_parts(-(G * t), &n);
  const tile_f32_t large =
      __tile_with_sign(tile_splat_f32(1.0f) - tile_scale_f32(p, n), x);
  return __tile_keep_nan(tile_select_f32(a < 0.921875f, small, large), x);
}

// x Phi(x), Phi the distribution function of the normal distribution. Up to
// |x| = 1 it is 1/2 + x P(x^2), P of degree 5; beyond, Phi(-a) = e^(-a^2/2) v
// Q(v) with v = 1 / (a + 3), Q of degree 8, and the square in two pieces. Both
// minimax. The tail is multiplied by x before it is scaled.
__TILE_MATH tile_f32_t tile_gelu_f32(tile_f32_t x) {
  const tile_f32_t a = tile_abs_f32(x);
  const tile_f32_t z = x * x;
  tile_f32_t P = z * -0x1.012efep-17f;
  P = P + 0x1.dc1b42p-14f;
  P = tile_fmadd_f32_sc(P, z, -0x1.36fecep-10f);
  P = tile_fmadd_f32_sc(P, z, 0x1.46ce5ep-7f);
  P = tile_fmadd_f32_sc(P, z, -0x1.105832p-4f);
  P = tile_fmadd_f32_sc(P, z, 0x1.988454p-2f);
  const tile_f32_t centre = tile_fmadd_f32_sc(x, P, 0.5f);
  const tile_f32_t t = tile_min_f32_s(a, 14.5f);
  const tile_f32_t square = t * t;
  const tile_f32_t low = tile_fmsub_f32(t, t, square) * -0.5f;
  tile_f32_t whole;
  const tile_f32_t rest = __tile_exp_rest(square * -0.5f, &whole) + low;
  const tile_i32_t n = tile_cvt_i32_f32(whole);
  const tile_f32_t p = __tile_expm1_near_0(rest) + 1.0f;
  const tile_f32_t v = tile_reciprocal_f32(t + 3.0f);
  tile_f32_t Q = v * -0x1.a862c4p+6f;
  Q = Q + 0x1.a15310p+8f;
  Q = tile_fmadd_f32_sc(Q, v, -0x1.687252p+8f);
  Q = tile_fmadd_f32_sc(Q, v, 0x1.695c2ep+6f);
  Q = tile_fmadd_f32_sc(Q, v, -0x1.101126p-1f);
  Q = tile_fmadd_f32_sc(Q, v, 0x1.0ac910p+3f);
  Q = tile_fmadd_f32_sc(Q, v, 0x1.903866p+1f);
  Q = tile_fmadd_f32_sc(Q, v, 0x1.32e78ap+0f);
  Q = tile_fmadd_f32_sc(Q, v, 0x1.987d50p-2f);
  const tile_f32_t tail = Q * v * p;
  const tile_f32_t most = tile_splat_f32(1.0f) - tile_scale_f32(tail, n);
  const tile_i32_t small = a < 1.0f;
  const tile_i32_t scaled = tile_andn_i32(x < 0.0f, small);
  const tile_f32_t phi =
      tile_select_f32(small, centre, tile_select_f32(scaled, tail, most));
  const tile_f32_t y = phi * tile_max_f32_s(x, -14.5f);
  return __tile_keep_nan(tile_scale_f32(y, n & scaled), x);
}

// Bits 63..32 of the product of a, which is not negative, and the unsigned b.
__TILE_MATH tile_i32_t __tile_high_product(tile_i32_t a, tile_i32_t b) {
  return tile_mulh_i32(a, b) + (a & tile_sra_i32_s(b, 31));
}

// |x| = r + low + j pi / 2 with |r| at most pi / 4: sine and cosine of r, of
// the sine with r's sign, and j modulo 4. The multiple is found by integers:
// x / (2 pi) modulo 1 is the product of x's significand, 24 bits, with those 96
// bits of 2 / pi that count for x's exponent; 64 bits of it are kept, 29 of
// which cancel at worst. Below 1/2 r is |x|.
__TILE_MATH tile_f32_t __tile_quadrant(tile_f32_t x, tile_f32_t *cosine,
                                       tile_i32_t *quadrant) {
  // 32 zeros and the bits of 2 / pi; a row of a tile.
  static const uint32_t two_over_pi[16] = {0,          0xa2f9836e, 0x4e441529,
                                           0xfc2757d1, 0xf534ddc0, 0xdb629599,
                                           0x3c439041, 0xfe5163ab};
  const tile_i32_t words = tile_load_rect_i32(two_over_pi, 0, 16, 16);
  const tile_f32_t a = tile_abs_f32(x);
  const tile_i32_t bits = (tile_i32_t)a;
  const tile_i32_t m = (bits & 0x7fffff) | 0x800000;
  const tile_i32_t offset = tile_sra_i32_s(bits, 23) - 120;
  const tile_i32_t word = tile_sra_i32_s(offset, 5);
  const tile_i32_t shift = offset & 31;
  const tile_i32_t back = shift ^ 31;
  tile_i32_t u[4], w[3];
  for (int i = 0; i < 4; i++)
    u[i] = tile_permute_i32(words, word + i);
  for (int i = 0; i < 3; i++)
    w[i] = tile_sll_i32(u[i], shift) |
           tile_srl_i32(tile_srl_i32_s(u[i + 1], 1), back);
  const tile_i32_t below = __tile_high_product(m, w[2]);
  const tile_i32_t low_word = m * w[1] + below;
  const tile_i32_t carry = tile_cltu_i32(low_word, below); // 0 or -1
  const tile_i32_t high_word = m * w[0] + __tile_high_product(m, w[1]) - carry;
  const tile_i32_t large = a >= 0.5f;
  *quadrant = tile_srl_i32_s(high_word + 0x20000000, 30) & large;
  // The fraction of a quadrant, from -1/2 up to 1/2, and its absolute value.
  const tile_i32_t top =
      tile_sll_i32_s(high_word, 2) | tile_srl_i32_s(low_word, 30);
  const tile_i32_t negative = tile_sra_i32_s(top, 31);
  const tile_i32_t high = top ^ negative;
  const tile_i32_t rest = tile_sll_i32_s(low_word, 2) ^ negative;
  // 15, 16 and 24 bits; what the sum loses is kept.
  const tile_f32_t high_part = tile_cvt_f32_i32(tile_srl_i32_s(high, 16));
  const tile_f32_t t =
      tile_fmadd_f32_sb(tile_cvt_f32_i32(tile_srl_i32_s(rest, 8)), 0x1p-24f,
                        tile_cvt_f32_i32(high & 0xffff));
  const tile_f32_t v = tile_fmadd_f32_sb(high_part, 65536.0f, t);
  const tile_f32_t lost = tile_fmadd_f32_sb(high_part, 65536.0f, -v) + t;
  // pi / 2 in two pieces.
  const tile_f32_t by_low = v * -0x1.777a5cp-57f;
  const tile_f32_t product = tile_fmadd_f32_sb(v, 0x1.921fb6p-32f, by_low);
  const tile_f32_t product_low =
      tile_fmadd_f32_sb(v, 0x1.921fb6p-32f, -product) + by_low;
  const tile_f32_t lower =
      tile_fmadd_f32_sb(lost, 0x1.921fb6p-32f, product_low);
  const tile_f32_t r = tile_select_f32(large, product, a);
  const tile_f32_t low = (tile_f32_t)((tile_i32_t)lower & large);
  const tile_i32_t sign = (negative & large) & (int32_t)0x80000000;
  const tile_f32_t z = r * r;
  // r + r^3 P(r^2) and 1 - r^2/2 + r^4 Q(r^2), both minimax of degree 2.
  tile_f32_t P = z * -0x1.994e5cp-13f;
  P = P + 0x1.110760p-7f;
  P = tile_fmadd_f32_sc(P, z, -0x1.555546p-3f);
  const tile_f32_t s = r + tile_fmadd_f32(r * z, P, low);
  tile_f32_t Q = z * 0x1.9a020cp-16f;
  Q = Q + -0x1.6c0c8ap-10f;
  Q = tile_fmadd_f32_sc(Q, z, 0x1.55554ap-5f);
  const tile_f32_t one = tile_splat_f32(1.0f);
  const tile_f32_t c = tile_fmadd_f32_sb(z, -0.5f, one);
  const tile_f32_t c_lost = tile_fmadd_f32_sb(z, -0.5f, one - c);
  *cosine = c + tile_fmadd_f32(z * z, Q, tile_fnmadd_f32(r, low, c_lost));
  return (tile_f32_t)((tile_i32_t)s ^ sign);
}

__TILE_MATH tile_f32_t __tile_quadrant_value(tile_f32_t even, tile_f32_t odd,
                                             tile_i32_t quadrant,
                                             tile_i32_t sign, tile_f32_t x) {
  const tile_f32_t y = tile_select_f32(quadrant & 1, odd, even);
  return tile_select_f32(tile_abs_f32(x) < __builtin_inff(),
                         (tile_f32_t)((tile_i32_t)y ^ sign),
                         tile_splat_f32(__builtin_nanf("")));
}
__TILE_MATH tile_i32_t __tile_half_turn(tile_i32_t quadrant) {
  return tile_sll_i32_s(tile_srl_i32_s(quadrant, 1), 31);
}

__TILE_MATH tile_f32_t tile_sin_f32(tile_f32_t x) {
  tile_f32_t c;
  tile_i32_t quadrant;
  const tile_f32_t s = __tile_quadrant(x, &c, &quadrant);
  const tile_i32_t sign = (tile_i32_t)x & (int32_t)0x80000000;
  return __tile_quadrant_value(s, c, quadrant,
                               __tile_half_turn(quadrant) ^ sign, x);
}

__TILE_MATH tile_f32_t tile_cos_f32(tile_f32_t x) {
  tile_f32_t c;
  tile_i32_t quadrant;
  const tile_f32_t s = __tile_quadrant(x, &c, &quadrant);
  return __tile_quadrant_value(c, s, quadrant, __tile_half_turn(quadrant + 1),
                               x);
}

// log2(x) = high + low for a number that is neither 0 nor infinite. m of
// x = 2^k m is multiplied by the reciprocal of the centre of one of 16
// intervals, whose logarithm is known; of what is left, 1 + r with |r| < 0.04,
// ln(1 + r) = r - r^2/2 + r^3 P(r), P minimax of degree 4. Roundings of all but
// the last term are kept. The tables are rows of tiles.
__TILE_MATH tile_f32_t __tile_log2_pair(tile_f32_t x, tile_f32_t *low) {
  static const float centres[16] = {
      0x1.62p+0f, 0x1.54p+0f, 0x1.46p+0f, 0x1.3ap+0f, 0x1.2ep+0f, 0x1.23p+0f,
      0x1.19p+0f, 0x1.10p+0f, 0x1.07p+0f, 0x1p+0f,    0x1.dep-1f, 0x1.c4p-1f,
      0x1.acp-1f, 0x1.98p-1f, 0x1.84p-1f, 0x1.72p-1f};
  static const float log_high[16] = {
      -0x1.ded4p-2f, -0x1.a338p-2f, -0x1.6518p-2f, -0x1.2db0p-2f,
      -0x1.e840p-3f, -0x1.7aa0p-3f, -0x1.1350p-3f, -0x1.6640p-4f,
      -0x1.3ee0p-5f, 0.0f,          0x1.9610p-4f,  0x1.7048p-3f,
      0x1.08bcp-2f,  0x1.4f70p-2f,  0x1.99b0p-2f,  0x1.dfdcp-2f};
  static const float log_low[16] = {0x1.5dee4ep-25f,  0x1.3eb014p-19f,
                                    -0x1.fc8cf0p-19f, -0x1.0fc4dap-18f,
                                    -0x1.7ce9cep-20f, 0x1.382fa2p-23f,
                                    0x1.e4b770p-19f,  0x1.20a6dep-21f,
                                    0x1.9ed730p-18f,  0.0f,
                                    -0x1.a832a2p-19f, -0x1.fce386p-19f,
                                    0x1.c1b2c0p-19f,  -0x1.134c4ep-20f,
                                    0x1.caa5b2p-20f,  0x1.89d586p-18f};
  tile_f32_t k;
  tile_i32_t place;
  const tile_f32_t m = __tile_split(x, &k, &place);
  const tile_i32_t i = tile_srl_i32_s(place, 19);
#define __TILE_TABLE(table)                                                    \
  tile_permute_f32(tile_load_rect_f32(table, 0, 16, 16), i)
  const tile_f32_t centre = __TILE_TABLE(centres);
  const tile_f32_t product = m * centre;
  const tile_f32_t product_low = tile_fmsub_f32(m, centre, product);
  const tile_f32_t one_less = product - 1.0f;
  const tile_f32_t r = one_less + product_low;
  const tile_f32_t r_low = one_less - r + product_low;
  const tile_f32_t square = r * r;
  const tile_f32_t square_low = tile_fmsub_f32(r, r, square);
  tile_f32_t P = r * 0x1.1f14a0p-3f;
  P = P + -0x1.55a87cp-3f;
  P = tile_fmadd_f32_sc(P, r, 0x1.999ad4p-3f);
  P = tile_fmadd_f32_sc(P, r, -0x1.fffffap-3f);
  P = tile_fmadd_f32_sc(P, r, 0x1.555556p-2f);
  const tile_f32_t t = tile_fmadd_f32_sb(square, -0.5f, r);
  tile_f32_t t_low = tile_fmadd_f32_sb(square, -0.5f, r - t);
  t_low = tile_fmadd_f32(r * square, P, t_low);
  t_low = t_low + tile_fnmadd_f32(r_low, r, r_low);
  t_low = tile_fmadd_f32_sb(square_low, -0.5f, t_low);
  // Times 1 / ln 2, in two pieces.
  const tile_f32_t main = t * 0x1.715476p+0f;
  const tile_f32_t main_low = tile_fmadd_f32_sb(t, 0x1.715476p+0f, -main);
  tile_f32_t rest = tile_fmadd_f32_sb(t_low, 0x1.715476p+0f, main_low);
  rest = tile_fmadd_f32_sb(t, 0x1.4ae0c0p-26f, rest);
  const tile_f32_t whole = k + __TILE_TABLE(log_high); // exact
  const tile_f32_t sum = whole + main;
  const tile_f32_t back = sum - whole;
  const tile_f32_t lost = whole - (sum - back) + (main - back);
  const tile_f32_t small = lost + rest + __TILE_TABLE(log_low);
#undef __TILE_TABLE
  const tile_f32_t high = sum + small;
  *low = small - (high - sum);
  return high;
}

// |x|^y = 2^(y log2 |x|), the exponent in two pieces and clamped to where the
// result is 0 or infinity: that also turns NaNs of infinite products into
// numbers that do no harm.
__TILE_MATH tile_f32_t tile_pow_f32(tile_f32_t x, tile_f32_t y) {
  const tile_f32_t infinity = tile_splat_f32(__builtin_inff());
  const tile_f32_t a = tile_abs_f32(x);
  tile_f32_t low;
  tile_f32_t high = __tile_log2_pair(a, &low);
  high = tile_select_f32(a == 0.0f, -infinity, high);
  high = tile_select_f32(a == infinity, infinity, high);
  const tile_f32_t product = y * high;
  const tile_f32_t product_low =
      tile_fmadd_f32(y, low, tile_fmsub_f32(y, high, product));
  const tile_f32_t p = tile_min_f32_s(tile_max_f32_s(product, -300.0f), 300.0f);
  const tile_f32_t p_low =
      tile_min_f32_s(tile_max_f32_s(product_low, -1.0f), 1.0f);
  const tile_f32_t n = tile_near_f32(p);
  const tile_f32_t power = __tile_exp2_near_0(p - n + p_low);
  tile_f32_t result = tile_scale_f32(power, tile_cvt_i32_f32(n));
  result = tile_select_f32(a == 1.0f, tile_splat_f32(1.0f), result);
  // An odd integral y keeps x's sign. A half of y is integral if y is even.
  const tile_f32_t half = y * 0.5f;
  const tile_i32_t integral = tile_trunc_f32(y) == y;
  const tile_i32_t odd = tile_andn_i32(integral, tile_trunc_f32(half) == half);
  const tile_i32_t sign = (tile_i32_t)x & odd & (int32_t)0x80000000;
  result = (tile_f32_t)((tile_i32_t)result | sign);
  // NaN: an argument, or a finite negative x of an y that is not integral.
  const tile_i32_t negative = (x < 0.0f) & (a < infinity);
  const tile_i32_t number =
      (x == x) & (y == y) & ~tile_andn_i32(negative, integral);
  result = tile_select_f32(number, result, tile_splat_f32(__builtin_nanf("")));
  return tile_select_f32((y == 0.0f) | (x == 1.0f), tile_splat_f32(1.0f),
                         result);
}

#undef __TILE_MATH

#endif

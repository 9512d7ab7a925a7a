// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Elementary functions on f32 tiles, branch-free.
//
// Each function is a fixed sequence of tile instructions: it gives the same
// bits on every implementation of Sectile, and lanes are independent.
// Constants stay in scalar registers wherever an instruction takes one, so a
// function needs few tile registers. The worst errors were measured over every
// 61st of the 2^32 bit patterns against the host's f64 functions
// (tests/math/Inputs/ sweep.c, argument 61); tests/math keeps them true on a
// coarser sweep.
//
//   function             worst error   special values
//   tile_exp_f32         1.00 ulp      below -104: +0; above 88.73: +inf
//   tile_log_f32         0.84 ulp      +-0: -inf; negative: NaN; +inf: +inf
//   tile_reciprocal_f32  0.51 ulp      +-0: +-inf; +-inf: +-0
//   tile_rsqrt_f32       1.00 ulp      +-0: +-inf; negative: NaN; +inf: +0
//
// A NaN gives a NaN. Subnormal arguments and results are exact to the same
// bound.
#ifndef SECTILE_MATH_H
#define SECTILE_MATH_H

#ifndef SECTILE_MATH_HOST // tests/math compiles the same text for the host
#include <sectile.h>
#endif

// e^x = 2^n * e^r with n = nearest(x / ln 2), |r| <= ln 2 / 2, and
// e^r = 1 + r + r^2 q(r); q is the minimax polynomial of degree 4, whose error
// is 0.05 ulp of the result. ln 2 is subtracted in two pieces, each fused.
static inline tile_f32_t tile_exp_f32(tile_f32_t x) {
  tile_i32_t ordered = __builtin_sectile_tceq_f32(x, x);
  // Beyond these bounds the result is 0 or infinity anyway, but n and r stay
  // small. Minimum and maximum drop NaNs, which are restored at the end.
  tile_f32_t y = __builtin_sectile_tsmin_f32(
      __builtin_sectile_tsmax_f32(x, -104.0f), 89.0f);
  tile_f32_t n = __builtin_sectile_tnear_f32(
      __builtin_sectile_tsmul_f32(y, 0x1.715476p+0f));
  tile_f32_t r = __builtin_sectile_tfbnmadd_f32(n, 0x1.62e43p-1f, y);
  r = __builtin_sectile_tfbnmadd_f32(n, -0x1.05c61p-29f, r);
  // q's coefficients from the highest down; the first step needs a tile.
  tile_f32_t q = __builtin_sectile_tsmul_f32(r, 0x1.6a241ap-10f);
  q = __builtin_sectile_tsadd_f32(q, 0x1.1239f2p-7f);
  q = __builtin_sectile_tfcmadd_f32(q, r, 0x1.5558f2p-5f);
  q = __builtin_sectile_tfcmadd_f32(q, r, 0x1.555492p-3f);
  q = __builtin_sectile_tfcmadd_f32(q, r, 0x1.fffffcp-2f);
  tile_f32_t r2 = __builtin_sectile_tmul_f32(r, r);
  tile_f32_t p =
      __builtin_sectile_tsadd_f32(__builtin_sectile_tfmadd_f32(r2, q, r), 1.0f);
  // One rounding, also where the result is subnormal.
  tile_f32_t e =
      __builtin_sectile_tscale_f32(p, __builtin_sectile_tcvt_i32_f32(n));
  return (tile_f32_t)__builtin_sectile_tsel((tile_i32_t)e, (tile_i32_t)x,
                                            ordered);
}

// x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)); with s = f / (2 + f):
// ln(1 + f) = f - (f^2/2 - s (f^2/2 + R(s^2))), R minimax of degree 3.
static inline tile_f32_t tile_log_f32(tile_f32_t x) {
  // Subnormals are scaled up by 2^25 and k is corrected.
  tile_i32_t tiny = __builtin_sectile_tsclt_f32(x, 0x1p-126f);
  tile_i32_t bits = __builtin_sectile_tsel(
      (tile_i32_t)__builtin_sectile_tsscale_f32(x, 25), (tile_i32_t)x, tiny);
  tile_i32_t k = __builtin_sectile_tssra_i32(
      __builtin_sectile_tssub_i32(bits, 0x3f3504f3), 23);
  tile_f32_t f =
      __builtin_sectile_tssub_f32((tile_f32_t)__builtin_sectile_tsub_i32(
                                      bits, __builtin_sectile_tssll_i32(k, 23)),
                                  1.0f);
  tile_f32_t kf = __builtin_sectile_tcvt_f32_i32(
      __builtin_sectile_tsub_i32(k, __builtin_sectile_tsand_i32(tiny, 25)));
  tile_f32_t s =
      __builtin_sectile_tdiv_f32(f, __builtin_sectile_tsadd_f32(f, 2.0f));
  tile_f32_t z = __builtin_sectile_tmul_f32(s, s);
  tile_f32_t R = __builtin_sectile_tsmul_f32(z, 0x1.e2fdd2p-3f);
  R = __builtin_sectile_tsadd_f32(R, 0x1.2438a8p-2f);
  R = __builtin_sectile_tfcmadd_f32(R, z, 0x1.999a7cp-2f);
  R = __builtin_sectile_tfcmadd_f32(R, z, 0x1.555554p-1f);
  R = __builtin_sectile_tmul_f32(R, z);
  tile_f32_t half =
      __builtin_sectile_tsmul_f32(__builtin_sectile_tmul_f32(f, f), 0.5f);
  // k * 0x1.62e4p-1 is exact: 15 bits of ln 2 and 8 of k.
  tile_f32_t low = __builtin_sectile_tfmadd_f32(
      s, __builtin_sectile_tadd_f32(half, R),
      __builtin_sectile_tsmul_f32(kf, 0x1.7f7d1cp-20f));
  tile_f32_t rest =
      __builtin_sectile_tsub_f32(__builtin_sectile_tsub_f32(half, low), f);
  tile_i32_t y = (tile_i32_t)__builtin_sectile_tneg_f32(
      __builtin_sectile_tfbnmadd_f32(kf, 0x1.62e4p-1f, rest));
  // Infinity is unchanged, an argument that is not >= 0 gives NaN, zero
  // -infinity.
  y = __builtin_sectile_tsel(y, (tile_i32_t)x,
                             __builtin_sectile_tsclt_f32(x, __builtin_inff()));
  y = __builtin_sectile_tsel(__builtin_sectile_tsplat((int)0xff800000), y,
                             __builtin_sectile_tsceq_f32(x, 0.0f));
  // x < 0 or unordered: -x <= 0 is false for both.
  tile_i32_t valid =
      __builtin_sectile_tscle_f32(__builtin_sectile_tneg_f32(x), 0.0f);
  return (tile_f32_t)__builtin_sectile_tsel(
      y, __builtin_sectile_tsplat(0x7fc00000), valid);
}

// Two steps of Newton's method from the estimate, which doubles its bits: the
// first error is below 2^-8. Where the estimate is zero, infinite or a NaN it
// is the result, and the steps end in a NaN: 1 - x y is one for x = 0, y = inf,
// and y + y e is one for the infinite estimate of a subnormal x, where e =
// -inf.
static inline tile_f32_t __tile_estimate_if_nan(tile_f32_t y,
                                                tile_f32_t estimate) {
  return (tile_f32_t)__builtin_sectile_tsel((tile_i32_t)y, (tile_i32_t)estimate,
                                            __builtin_sectile_tceq_f32(y, y));
}

// 1 / x. Of a division, which is correctly rounded, 0.02 % of the results
// differ, by one unit in the last place; it takes the unit four times as long.
static inline tile_f32_t tile_reciprocal_f32(tile_f32_t x) {
  tile_f32_t estimate = __builtin_sectile_trcpe_f32(x), y = estimate;
  for (int step = 0; step < 2; ++step) {
    tile_f32_t e = __builtin_sectile_tfcnmadd_f32(x, y, 1.0f); // 1 - x y
    y = __builtin_sectile_tfmadd_f32(y, e, y);
  }
  return __tile_estimate_if_nan(y, estimate);
}

// 1 / sqrt(x).
static inline tile_f32_t tile_rsqrt_f32(tile_f32_t x) {
  tile_f32_t estimate = __builtin_sectile_trsqrte_f32(x), y = estimate;
  for (int step = 0; step < 2; ++step) {
    tile_f32_t e = __builtin_sectile_tfcnmadd_f32(
        __builtin_sectile_tmul_f32(x, y), y, 1.0f); // 1 - x y^2
    y = __builtin_sectile_tfmadd_f32(__builtin_sectile_tsmul_f32(y, 0.5f), e,
                                     y);
  }
  return __tile_estimate_if_nan(y, estimate);
}

#endif

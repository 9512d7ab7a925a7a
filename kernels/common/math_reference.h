// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What each function of <sectile_math.h> computes, for one element, in portable
// C: no tile, no assumption about the machine but IEEE arithmetic and two's
// complement. Compile with -ffp-contract=off. The references of kernels that
// use these functions include it.
//
// The derivations are in <sectile_math.h>. NaNs are NaNs here; their bits are
// not stated.
#ifndef KERNELS_COMMON_MATH_REFERENCE_H
#define KERNELS_COMMON_MATH_REFERENCE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

static inline uint32_t math_bits(float x) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  return bits;
}
static inline float math_float(uint32_t bits) {
  float x;
  memcpy(&x, &bits, 4);
  return x;
}
// a * 2^n with one rounding: in f64 the product is exact.
static inline float math_scale(float a, int32_t n) {
  const uint64_t bits = (uint64_t)(n + 1023) << 52;
  double power;
  memcpy(&power, &bits, 8);
  return (float)(a * power);
}
// minimumNumber and maximumNumber of a number b that is not zero.
static inline float math_min(float a, float b) { return a < b ? a : b; }
static inline float math_max(float a, float b) { return a > b ? a : b; }
static inline float math_with_sign(float magnitude, float sign) {
  return math_float(math_bits(magnitude) | (math_bits(sign) & 0x80000000u));
}

// The larger number: a NaN loses, -0 < +0.
static inline float math_maximum(float a, float b) {
  if (a != a)
    return b;
  if (b != b)
    return a;
  return a > b ? a : b > a ? b : signbit(a) ? b : a;
}
// 16 numbers added in pairs, j and j + 8, then + 4, + 2, + 1.
static inline float math_tree(float s[16]) {
  for (int half = 8; half; half /= 2)
    for (int j = 0; j < half; j++)
      s[j] = s[j] + s[j + half];
  return s[0];
}
// The one NaN that instructions give.
static inline float math_canonical(float x) {
  return x == x ? x : math_float(0x7fc00000u);
}
// bf16 as its bits: exactly, and to nearest even.
static inline float math_widen_bf16(uint16_t x) {
  return math_float((uint32_t)x << 16);
}
static inline uint16_t math_narrow_bf16(float x) {
  const uint32_t bits = math_bits(x);
  if (x != x)
    return 0x7fc0;
  return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

// The estimates of the ISA: a table of 128 entries a binade, each the value in
// the middle of its interval, rounded to 16 bits of fraction.
static inline float math_reciprocal_estimate(float a) {
  if (a != a || a == 0 || isinf(a))
    return 1 / a;
  int32_t exponent = 0;
  if (fabsf(a) < 0x1p-126f) {
    a *= 0x1p25f;
    exponent = -25;
  }
  const uint32_t bits = math_bits(a);
  exponent += (int32_t)(bits >> 23 & 255) - 127;
  const uint32_t divisor = 257 + 2 * (bits >> 16 & 127);
  const uint32_t entry = ((1u << 25) + divisor / 2) / divisor;
  return math_with_sign(math_scale((float)entry, -exponent - 17), a);
}
static inline float math_rsqrt_estimate(float a) {
  if (!(a > 0) || isinf(a))
    return 1 / sqrtf(a);
  int32_t exponent = 0;
  if (a < 0x1p-126f) {
    a *= 0x1p26f;
    exponent = -26;
  }
  const uint32_t bits = math_bits(a);
  exponent += (int32_t)(bits >> 23 & 255) - 127;
  const int32_t odd = exponent & 1;
  const uint32_t radicand = (257 + 2 * (bits >> 16 & 127)) << odd;
  const int32_t entry = (int32_t)(0x1p21 / sqrt((double)radicand) + 0.5);
  return math_scale((float)entry, -(exponent - odd) / 2 - 17);
}

static inline float math_reciprocal(float x) {
  const float estimate = math_reciprocal_estimate(x);
  float y = estimate;
  for (int step = 0; step < 2; step++)
    y = fmaf(y, fmaf(-x, y, 1.0f), y);
  return y != y ? estimate : y;
}
static inline float math_rsqrt(float x) {
  const float estimate = math_rsqrt_estimate(x);
  float y = estimate;
  for (int step = 0; step < 2; step++)
    y = fmaf(y * 0.5f, fmaf(-(x * y), y, 1.0f), y);
  return y != y ? estimate : y;
}

// e^(y + low) - 1 = (1 + result) * 2^*n - 1 for y of moderate size.
static inline float math_exp_reduced(float y, float low, float *n) {
  *n = rintf(y * 0x1.715476p+0f);
  float r = fmaf(-*n, 0x1.62e43p-1f, y);
  r = fmaf(-*n, -0x1.05c61p-29f, r);
  if (low != 0)
    r = r + low;
  float q = r * 0x1.6a241ap-10f;
  q = q + 0x1.1239f2p-7f;
  q = fmaf(q, r, 0x1.5558f2p-5f);
  q = fmaf(q, r, 0x1.555492p-3f);
  q = fmaf(q, r, 0x1.fffffcp-2f);
  return fmaf(r * r, q, r);
}

static inline float math_exp(float x) {
  float n;
  if (x != x)
    return x;
  const float p =
      math_exp_reduced(math_min(math_max(x, -104.0f), 89.0f), 0, &n) + 1.0f;
  return math_scale(p, (int32_t)n);
}

// 2^r for |r| <= 1/2.
static inline float math_exp2_near_0(float r) {
  float q = r * 0x1.446c6ap-13f;
  q = q + 0x1.5f0896p-10f;
  q = fmaf(q, r, 0x1.3b29e4p-7f);
  q = fmaf(q, r, 0x1.c6af6cp-5f);
  q = fmaf(q, r, 0x1.ebfbe0p-3f);
  q = fmaf(q, r, 0x1.62e430p-1f);
  return fmaf(q, r, 1.0f);
}
static inline float math_exp2(float x) {
  if (x != x)
    return x;
  const float y = math_min(math_max(x, -151.0f), 129.0f);
  const float n = rintf(y);
  return math_scale(math_exp2_near_0(y - n), (int32_t)n);
}

static inline float math_log(float x) {
  if (x != x || x < 0)
    return NAN;
  if (x == 0)
    return -INFINITY;
  if (isinf(x))
    return x;
  const int tiny = x < 0x1p-126f;
  const uint32_t bits = math_bits(tiny ? math_scale(x, 25) : x);
  const int32_t k = ((int32_t)(bits - 0x3f3504f3u) >> 23);
  const float f = math_float(bits - ((uint32_t)k << 23)) - 1.0f;
  const float kf = (float)(k - (tiny ? 25 : 0));
  const float s = f / (f + 2.0f), z = s * s;
  float R = z * 0x1.e2fdd2p-3f;
  R = R + 0x1.2438a8p-2f;
  R = fmaf(R, z, 0x1.999a7cp-2f);
  R = fmaf(R, z, 0x1.555554p-1f);
  R = R * z;
  const float half = f * f * 0.5f;
  const float low = fmaf(s, half + R, kf * 0x1.7f7d1cp-20f);
  return fmaf(kf, 0x1.62e4p-1f, f - (half - low));
}

static inline float math_tanh(float x) {
  if (x != x)
    return x;
  const float a = math_min(fabsf(x), 10.0f);
  float n;
  const float e = math_exp_reduced(a + a, 0, &n);
  const float power = math_scale(1.0f, (int32_t)n);
  const float m = fmaf(power, e, power - 1.0f); // e^2a - 1
  const float r = math_reciprocal(m + 2.0f);
  return math_with_sign(a < 0.5f ? m * r : fmaf(-r, 2.0f, 1.0f), x);
}

static inline float math_sigmoid(float x) {
  if (x != x)
    return x;
  float n;
  const float p = math_exp_reduced(math_max(-fabsf(x), -104.0f), 0, &n) + 1.0f;
  const float r = math_reciprocal(math_scale(p, (int32_t)n) + 1.0f);
  return x < 0 ? math_scale(p * r, (int32_t)n) : r;
}

static inline float math_silu(float x) {
  if (x != x)
    return x;
  float n;
  const float p = math_exp_reduced(math_max(-fabsf(x), -120.0f), 0, &n) + 1.0f;
  const float r = math_reciprocal(math_scale(p, (int32_t)n) + 1.0f);
  const float y = math_max(x, -120.0f);
  return x < 0 ? math_scale(p * r * y, (int32_t)n) : r * y;
}

static inline float math_softplus(float x) {
  if (x != x)
    return x;
  float n;
  const float p = math_exp_reduced(math_max(-fabsf(x), -120.0f), 0, &n) + 1.0f;
  const float e = math_scale(p, (int32_t)n);
  const float r = math_reciprocal(e + 2.0f), s = e * r, z = s * s;
  float R = z * 0x1.1efa3ap-3f;
  R = R + 0x1.1eb5bcp-3f;
  R = fmaf(R, z, 0x1.99d280p-3f);
  R = fmaf(R, z, 0x1.555500p-2f);
  const float twice = r + r;
  const float l = math_scale(p * fmaf(twice, z * R, twice), (int32_t)n);
  return (x > 0 ? x : 0.0f) + l;
}

static inline float math_erf(float x) {
  if (x != x)
    return x;
  const float a = fabsf(x);
  if (a < 0.921875f) {
    const float z = x * x;
    float P = z * 0x1.603a7cp-14f;
    P = P + -0x1.ab48c8p-11f;
    P = fmaf(P, z, 0x1.54e64ep-8f);
    P = fmaf(P, z, -0x1.b811c2p-6f);
    P = fmaf(P, z, 0x1.ce2e30p-4f);
    P = fmaf(P, z, -0x1.812744p-2f);
    P = fmaf(P, z, 0x1.06eba8p-3f);
    return fmaf(x, P, x);
  }
  const float t = math_min(a, 3.95f);
  float G = t * 0x1.7b4f58p-17f;
  G = G + -0x1.533ff8p-12f;
  G = fmaf(G, t, 0x1.ddd024p-9f);
  G = fmaf(G, t, -0x1.856b98p-6f);
  G = fmaf(G, t, 0x1.b32d0ep-4f);
  G = fmaf(G, t, 0x1.4531fap-1f);
  G = fmaf(G, t, 0x1.20ef2ep+0f);
  float n;
  const float p = math_exp_reduced(-(G * t), 0, &n) + 1.0f;
  return math_with_sign(1.0f - math_scale(p, (int32_t)n), x);
}

static inline float math_gelu(float x) {
  if (x != x)
    return x;
  const float a = fabsf(x);
  if (a < 1.0f) {
    const float z = x * x;
    float P = z * -0x1.012efep-17f;
    P = P + 0x1.dc1b42p-14f;
    P = fmaf(P, z, -0x1.36fecep-10f);
    P = fmaf(P, z, 0x1.46ce5ep-7f);
    P = fmaf(P, z, -0x1.105832p-4f);
    P = fmaf(P, z, 0x1.988454p-2f);
    return x * fmaf(x, P, 0.5f);
  }
  const float t = math_min(a, 14.5f);
  const float square = t * t, low = fmaf(t, t, -square);
  float n;
  const float p = math_exp_reduced(square * -0.5f, low * -0.5f, &n) + 1.0f;
  const float v = math_reciprocal(t + 3.0f);
  float Q = v * -0x1.a862c4p+6f;
  Q = Q + 0x1.a15310p+8f;
  Q = fmaf(Q, v, -0x1.687252p+8f);
  Q = fmaf(Q, v, 0x1.695c2ep+6f);
  Q = fmaf(Q, v, -0x1.101126p-1f);
  Q = fmaf(Q, v, 0x1.0ac910p+3f);
  Q = fmaf(Q, v, 0x1.903866p+1f);
  Q = fmaf(Q, v, 0x1.32e78ap+0f);
  Q = fmaf(Q, v, 0x1.987d50p-2f);
  const float tail = Q * v * p;
  return x < 0 ? math_scale(math_max(x, -14.5f) * tail, (int32_t)n)
               : x * (1.0f - math_scale(tail, (int32_t)n));
}

// |x| = r + low + j pi / 2, |r| at most pi / 4 but for roundings; sine and
// cosine of r, and the quadrant.
static inline int math_quadrant(float x, float *sine, float *cosine) {
  // 32 zeros and the bits of 2 / pi.
  static const uint32_t two_over_pi[8] = {0,          0xa2f9836e, 0x4e441529,
                                          0xfc2757d1, 0xf534ddc0, 0xdb629599,
                                          0x3c439041, 0xfe5163ab};
  const float a = fabsf(x);
  float r = a, low = 0;
  uint32_t quadrant = 0, negative = 0;
  if (a >= 0.5f) {
    const uint32_t bits = math_bits(a);
    const uint64_t m = (bits & 0x7fffff) | 0x800000;
    const uint32_t offset = (bits >> 23) - 120, word = offset >> 5,
                   shift = offset & 31;
    uint32_t w[3];
    for (uint32_t i = 0; i < 3; i++)
      w[i] = two_over_pi[(word + i) & 15] << shift |
             two_over_pi[(word + i + 1) & 15] >> 1 >> (31 - shift);
    uint64_t turn = (m * w[0] << 32) + m * w[1] + (m * w[2] >> 32);
    quadrant = (uint32_t)((turn + (UINT64_C(1) << 61)) >> 62);
    turn <<= 2;
    negative = (uint32_t)(turn >> 63);
    if (negative)
      turn = ~turn;
    const float high = (float)(turn >> 48),
                middle = (float)(turn >> 32 & 0xffff),
                rest = (float)(turn >> 8 & 0xffffff);
    const float t = fmaf(rest, 0x1p-24f, middle);
    const float u = fmaf(high, 65536.0f, t);
    const float lost = fmaf(high, 65536.0f, -u) + t;
    const float by_low = u * -0x1.777a5cp-57f;
    r = fmaf(u, 0x1.921fb6p-32f, by_low);
    low = fmaf(lost, 0x1.921fb6p-32f, fmaf(u, 0x1.921fb6p-32f, -r) + by_low);
  }
  const float z = r * r;
  float P = z * -0x1.994e5cp-13f;
  P = P + 0x1.110760p-7f;
  P = fmaf(P, z, -0x1.555546p-3f);
  const float s = r + fmaf(r * z, P, low);
  float Q = z * 0x1.9a020cp-16f;
  Q = Q + -0x1.6c0c8ap-10f;
  Q = fmaf(Q, z, 0x1.55554ap-5f);
  const float c = fmaf(z, -0.5f, 1.0f);
  const float lost = fmaf(z, -0.5f, 1.0f - c);
  *cosine = c + fmaf(z * z, Q, fmaf(-r, low, lost));
  *sine = negative ? -s : s;
  return (int)quadrant;
}
static inline float math_sin(float x) {
  if (!(fabsf(x) < INFINITY))
    return NAN;
  float s, c;
  const int quadrant = math_quadrant(x, &s, &c);
  const uint32_t bits = math_bits(quadrant & 1 ? c : s);
  return math_float(bits ^ (uint32_t)quadrant >> 1 << 31 ^
                    (math_bits(x) & 0x80000000u));
}
static inline float math_cos(float x) {
  if (!(fabsf(x) < INFINITY))
    return NAN;
  float s, c;
  const int quadrant = math_quadrant(x, &s, &c);
  const uint32_t bits = math_bits(quadrant & 1 ? s : c);
  return math_float(bits ^ ((uint32_t)quadrant + 1) >> 1 << 31);
}

// log2 of a number that is neither 0 nor infinite, as *low + the result.
static inline float math_log2_pair(float a, float *low) {
  static const float centre[16] = {
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
  const int tiny = a < 0x1p-126f;
  const uint32_t bits = math_bits(tiny ? math_scale(a, 25) : a);
  const uint32_t place = bits - 0x3f3504f3u;
  const int32_t k = (int32_t)place >> 23;
  const uint32_t i = place >> 19 & 15;
  const float m = math_float(bits - ((uint32_t)k << 23));
  const float kf = (float)(k - (tiny ? 25 : 0));
  const float product = m * centre[i];
  const float product_low = fmaf(m, centre[i], -product);
  const float one_less = product - 1.0f, r = one_less + product_low;
  const float r_low = one_less - r + product_low;
  const float square = r * r, square_low = fmaf(r, r, -square);
  float P = r * 0x1.1f14a0p-3f;
  P = P + -0x1.55a87cp-3f;
  P = fmaf(P, r, 0x1.999ad4p-3f);
  P = fmaf(P, r, -0x1.fffffap-3f);
  P = fmaf(P, r, 0x1.555556p-2f);
  const float t = fmaf(square, -0.5f, r);
  float t_low = fmaf(square, -0.5f, r - t);
  t_low = fmaf(r * square, P, t_low);
  t_low = t_low + fmaf(-r_low, r, r_low);
  t_low = fmaf(square_low, -0.5f, t_low);
  const float main = t * 0x1.715476p+0f;
  const float main_low = fmaf(t, 0x1.715476p+0f, -main);
  float rest = fmaf(t_low, 0x1.715476p+0f, main_low);
  rest = fmaf(t, 0x1.4ae0c0p-26f, rest);
  const float whole = kf + log_high[i], sum = whole + main, back = sum - whole;
  const float lost = whole - (sum - back) + (main - back);
  const float small = lost + rest + log_low[i];
  const float high = sum + small;
  *low = small - (high - sum);
  return high;
}

static inline float math_pow(float x, float y) {
  const float a = fabsf(x), half = y * 0.5f;
  const int whole = truncf(y) == y, odd = whole && truncf(half) != half;
  if (y == 0 || x == 1.0f)
    return 1.0f;
  if (x != x || y != y || (x < 0 && !isinf(x) && !whole))
    return NAN;
  float low, high = math_log2_pair(a, &low);
  if (a == 0)
    high = -INFINITY;
  if (isinf(a))
    high = INFINITY;
  const float product = y * high;
  const float product_low = fmaf(y, low, fmaf(y, high, -product));
  const float p = math_min(math_max(product, -300.0f), 300.0f);
  const float p_low = math_min(math_max(product_low, -1.0f), 1.0f);
  const float n = rintf(p);
  float result = math_scale(math_exp2_near_0(p - n + p_low), (int32_t)n);
  if (a == 1.0f)
    result = 1.0f;
  return odd ? math_with_sign(result, x) : result;
}

#endif

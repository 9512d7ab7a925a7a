// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The AVX-512 multiplies with the intrinsics written in terms of AVX2, so that
// their logic is tested on hosts that lack AVX-512.
#if defined(__AVX2__) && defined(__FMA__)
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <immintrin.h>

namespace simulated {
struct Vector {
  uint32_t w[16];
};
inline float f(uint32_t v) { return std::bit_cast<float>(v); }
inline uint32_t u(float v) { return std::bit_cast<uint32_t>(v); }
template <class F> Vector each(F op) {
  Vector r;
  for (int n = 0; n < 16; ++n)
    r.w[n] = op(n);
  return r;
}
inline Vector load(const void *p) {
  Vector v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
inline void store(void *p, Vector v) { std::memcpy(p, &v, sizeof v); }
inline Vector splat(uint32_t x) {
  return each([&](int) { return x; });
}
inline Vector add(Vector a, Vector b) {
  return each([&](int n) { return a.w[n] + b.w[n]; });
}
inline Vector multiply(Vector a, Vector b) {
  return each([&](int n) { return a.w[n] * b.w[n]; });
}
inline Vector exclusiveOr(Vector a, Vector b) {
  return each([&](int n) { return a.w[n] ^ b.w[n]; });
}
inline Vector select(uint32_t mask, Vector a, Vector b) {
  return each([&](int n) { return mask >> n & 1 ? a.w[n] : b.w[n]; });
}
inline Vector addFloats(Vector a, Vector b) {
  return each([&](int n) { return u(f(a.w[n]) + f(b.w[n])); });
}
inline Vector fma(Vector a, Vector b, Vector c) {
  return each([&](int n) {
    return u(__builtin_fmaf(f(a.w[n]), f(b.w[n]), f(c.w[n])));
  });
}
inline uint32_t unordered(Vector a, Vector b) {
  uint32_t m = 0;
  for (int n = 0; n < 16; ++n)
    m |= uint32_t(std::isnan(f(a.w[n])) || std::isnan(f(b.w[n]))) << n;
  return m;
}
inline Vector dot(Vector c, Vector a, Vector b) {
  return each([&](int n) {
    uint32_t sum = c.w[n];
    for (int k = 0; k < 32; k += 8)
      sum += uint32_t(int(uint8_t(a.w[n] >> k)) * int(int8_t(b.w[n] >> k)));
    return sum;
  });
}
} // namespace simulated

#define __m512 simulated::Vector
#define __m512i simulated::Vector
#define _mm512_setzero_ps() simulated::splat(0)
#define _mm512_setzero_si512() simulated::splat(0)
#define _mm512_loadu_ps(p) simulated::load(p)
#define _mm512_storeu_ps(p, v) simulated::store(p, v)
#define _mm512_loadu_si512(p) simulated::load(p)
#define _mm512_storeu_si512(p, v) simulated::store(p, v)
#define _mm512_set1_ps(x) simulated::splat(simulated::u(x))
#define _mm512_set1_epi32(x) simulated::splat(uint32_t(x))
#define _mm512_castsi512_ps(v) (v)
#define _mm512_fmadd_ps(a, b, c) simulated::fma(a, b, c)
#define _mm512_add_ps(a, b) simulated::addFloats(a, b)
#undef _mm512_cmp_ps_mask
#define _mm512_cmp_ps_mask(a, b, predicate) simulated::unordered(a, b)
#define _mm512_mask_mov_ps(s, m, v) simulated::select(m, v, s)
#define _mm512_xor_si512(a, b) simulated::exclusiveOr(a, b)
#define _mm512_add_epi32(a, b) simulated::add(a, b)
#define _mm512_mullo_epi32(a, b) simulated::multiply(a, b)
#define _mm512_dpbusd_epi32(c, a, b) simulated::dot(c, a, b)

#define SECTILE_SIMULATE_AVX512
#define tilesAvx512 tilesAvx512Simulated
#include "tile/avx512.cpp"

#else
#include "tile/tiles.h"
namespace sectile {
const TileHandlers &tilesAvx512Simulated() { return tilesPortable(); }
} // namespace sectile
#endif

// Tile handlers for hosts with AVX-512 and VNNI: those of AVX2, but for the
// multiplies. All 16 rows of the result are in registers; each step of k loads
// one row of b transposed and broadcasts 16 elements of a.
//
// vpdpbusd multiplies unsigned by signed bytes. Where both operands have the
// same sign, 128 is added to or taken from b to change its kind, and what that
// makes of the sum, 128 times the sum of a's row, is put right.
//
// tests/emulator/avx512_simulated.cpp includes this file with the intrinsics
// written in terms of AVX2, to test it on hosts without AVX-512.
#include "core.h"

#if defined(SECTILE_SIMULATE_AVX512) ||                                        \
    (defined(__AVX512F__) && defined(__AVX512VNNI__))
#include "tile_x86.h"

namespace sectile {
namespace {

#define SECTILE_ROWS _Pragma("GCC unroll 16") for (unsigned i = 0; i < 16; ++i)

// a: 16 rows of K floats; b: K rows of 16.
template <unsigned K, bool FromZero>
inline void multiplyFloats(float *d, const float *a, const float *b) {
  __m512 c[16];
  SECTILE_ROWS c[i] =
      FromZero ? _mm512_setzero_ps() : _mm512_loadu_ps(d + 16 * i);
#pragma GCC unroll 2
  for (unsigned k = 0; k < K; ++k) {
    __m512 row = _mm512_loadu_ps(b + 16 * k);
    SECTILE_ROWS c[i] =
        _mm512_fmadd_ps(_mm512_set1_ps(a[K * i + k]), row, c[i]);
  }
  const __m512 nan = _mm512_castsi512_ps(_mm512_set1_epi32(int(sem::NAN32)));
  SECTILE_ROWS _mm512_storeu_ps(
      d + 16 * i, _mm512_mask_mov_ps(
                      c[i], _mm512_cmp_ps_mask(c[i], c[i], _CMP_UNORD_Q), nan));
}

inline float *result(Core *core, unsigned n, bool fromZero) {
  return reinterpret_cast<float *>(
      (fromZero ? written(core, n) : updated(core, n)).bytes);
}

template <bool FromZero> SECTILE_WORK(multiplyF32) {
  alignas(64) float room[256];
  const float *b = rightF32(core, ip->b);
  const float *a =
      apart(reinterpret_cast<const float *>(rowsOf(core, ip->a).bytes),
            ip->a == ip->d, room, 1024);
  multiplyFloats<16, FromZero>(result(core, ip->d, FromZero), a, b);
  return true;
}
template <Half H, bool FromZero> SECTILE_WORK(multiplyHalf) {
  const float *b = rightHalf<H>(core, ip->b), *a = leftHalf<H>(core, ip->a);
  multiplyFloats<32, FromZero>(result(core, ip->d, FromZero), a, b);
  return true;
}

template <bool SignedA, bool SignedB, bool FromZero>
SECTILE_WORK(multiplyBytes) {
  alignas(64) uint8_t room[1024];
  const uint8_t *b = rightQuads(core, ip->b);
  const uint8_t *a =
      apart(rowsOf(core, ip->a).bytes, ip->a == ip->d, room, 1024);
  uint8_t *d = (FromZero ? written(core, ip->d) : updated(core, ip->d)).bytes;
  constexpr bool sameKind = SignedA == SignedB;
  const __m512i flip = _mm512_set1_epi32(int(0x80808080));
  __m512i c[16];
  SECTILE_ROWS {
    c[i] = FromZero ? _mm512_setzero_si512() : _mm512_loadu_si512(d + 64 * i);
    if (sameKind) {
      int sum = 0;
      for (unsigned k = 0; k < 64; ++k)
        sum += SignedA ? int(int8_t(a[64 * i + k])) : int(a[64 * i + k]);
      // a * (b + 128) is too much, a * (b - 128) too little.
      c[i] = _mm512_add_epi32(
          c[i], _mm512_set1_epi32(SignedA ? -128 * sum : 128 * sum));
    }
  }
  for (unsigned k = 0; k < 16; ++k) {
    __m512i row = _mm512_loadu_si512(b + 64 * k);
    if (sameKind)
      row = _mm512_xor_si512(row, flip);
    SECTILE_ROWS {
      int quad;
      __builtin_memcpy(&quad, a + 64 * i + 4 * k, 4);
      __m512i v = _mm512_set1_epi32(quad);
      c[i] = SignedA ? _mm512_dpbusd_epi32(c[i], row, v)
                     : _mm512_dpbusd_epi32(c[i], v, row);
    }
  }
  SECTILE_ROWS _mm512_storeu_si512(d + 64 * i, c[i]);
  return true;
}

} // namespace

const TileHandlers &tilesAvx512() {
  static const Table table = [] {
    Table t;
    for (unsigned n = 0; n < isa::opCount; ++n)
      t.handlers[n] = tilesAvx2()[n];
    auto set = [&](Op op, Handler h) { t.handlers[unsigned(op)] = h; };
    set(Op::TMMA_F32, handler<multiplyF32<false>>);
    set(Op::TMMAZ_F32, handler<multiplyF32<true>>);
    set(Op::TMMA_F16, handler<multiplyHalf<Half::f16, false>>);
    set(Op::TMMAZ_F16, handler<multiplyHalf<Half::f16, true>>);
    set(Op::TMMA_BF16, handler<multiplyHalf<Half::bf16, false>>);
    set(Op::TMMAZ_BF16, handler<multiplyHalf<Half::bf16, true>>);
    set(Op::TMMA_I8, handler<multiplyBytes<true, true, false>>);
    set(Op::TMMAZ_I8, handler<multiplyBytes<true, true, true>>);
    set(Op::TMMA_U8, handler<multiplyBytes<false, false, false>>);
    set(Op::TMMAZ_U8, handler<multiplyBytes<false, false, true>>);
    set(Op::TMMA_I8U8, handler<multiplyBytes<true, false, false>>);
    set(Op::TMMAZ_I8U8, handler<multiplyBytes<true, false, true>>);
    set(Op::TMMA_U8I8, handler<multiplyBytes<false, true, false>>);
    set(Op::TMMAZ_U8I8, handler<multiplyBytes<false, true, true>>);
    return t;
  }();
  return table.handlers;
}

} // namespace sectile

#else // not an x86-64 host: never chosen

namespace sectile {
const TileHandlers &tilesAvx512() { return tilesPortable(); }
} // namespace sectile

#endif

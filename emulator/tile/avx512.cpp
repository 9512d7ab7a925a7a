// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tile handlers for hosts with AVX-512 and VNNI: those of AVX2, except for
// multiplies and moves. 16 rows of results are in registers; each step of k
// loads rows of b transposed and broadcasts 16 elements of a.
//
// Compiled code multiplies one left operand by several right ones in a row. Two
// such multiplies have one handler, 8 rows of both results at a time: each
// broadcast serves both, so that the multiply units, not the loads, are the
// limit.
//
// vpdpbusd multiplies unsigned by signed bytes. Where both operands have the
// signedness, 128 is added to or subtracted from b to change its signedness,
// and the sum is corrected by 128 times the sum of a's row.
//
// tests/emulator/avx512_simulated.cpp includes this file with the intrinsics
// written in terms of AVX2, to test it on hosts without AVX-512.
#include "tile/tiles.h"

#if defined(SECTILE_SIMULATE_AVX512) ||                                        \
    (defined(__AVX512F__) && defined(__AVX512VNNI__))
#include "tile/x86.h"

namespace sectile {
namespace {

// The 16 / Results rows from `first` on of Results multiplies of a.
#define SECTILE_EACH                                                           \
  _Pragma("GCC unroll 16") for (unsigned i = 0; i < 16 / Results; ++i)         \
      _Pragma("GCC unroll 2") for (unsigned n = 0; n < Results; ++n)

// a: 16 rows of K floats, of which the first `depth` take part; b: K rows
// of 16. Whole: all K do. False if a result may be a NaN.
template <unsigned Results, unsigned K, bool FromZero, bool Whole>
inline bool multiplyRows(float *const *d, const float *a, const float *const *b,
                         unsigned depth) {
  __m512 c[16 / Results][Results];
  SECTILE_EACH c[i][n] =
      FromZero ? _mm512_setzero_ps() : _mm512_loadu_ps(d[n] + 16 * i);
#pragma GCC unroll 2
  for (unsigned k = 0; k < (Whole ? K : depth); ++k) {
    __m512 row[Results];
    for (unsigned n = 0; n < Results; ++n)
      row[n] = _mm512_loadu_ps(b[n] + 16 * k);
    SECTILE_EACH c[i][n] =
        _mm512_fmadd_ps(_mm512_set1_ps(a[K * i + k]), row[n], c[i][n]);
  }
  // The sum is a NaN if any element is one (and for some infinities). Additions
  // keep the multiply units free.
  __m512 sum = _mm512_setzero_ps();
  SECTILE_EACH {
    _mm512_storeu_ps(d[n] + 16 * i, c[i][n]);
    sum = _mm512_add_ps(sum, c[i][n]);
  }
  return _mm512_cmp_ps_mask(sum, sum, _CMP_UNORD_Q) == 0;
}
[[gnu::noinline, gnu::cold]] void makeCanonical(float *d) {
  const __m512 nan = _mm512_castsi512_ps(_mm512_set1_epi32(int(sem::NAN32)));
  for (unsigned i = 0; i < 256; i += 16) {
    __m512 v = _mm512_loadu_ps(d + i);
    _mm512_storeu_ps(
        d + i,
        _mm512_mask_mov_ps(v, _mm512_cmp_ps_mask(v, v, _CMP_UNORD_Q), nan));
  }
}
template <unsigned Results, unsigned K, bool FromZero, bool Whole>
inline bool multiplyAllRows(float *const *d, const float *a,
                            const float *const *b, unsigned depth) {
  constexpr unsigned rows = 16 / Results;
  bool clean = multiplyRows<Results, K, FromZero, Whole>(d, a, b, depth);
  if constexpr (Results == 2) {
    float *const rest[] = {d[0] + 16 * rows, d[1] + 16 * rows};
    clean &=
        multiplyRows<Results, K, FromZero, Whole>(rest, a + K * rows, b, depth);
  }
  return clean;
}
template <unsigned Results, unsigned K, bool FromZero>
inline void multiplyFloats(Core *core, const Slot *ip, const float *a,
                           const float *const *b, unsigned depth) {
  float *d[Results];
  for (unsigned n = 0; n < Results; ++n)
    d[n] = reinterpret_cast<float *>(
        (FromZero ? written(core, ip[n].d) : updated(core, ip[n].d)).bytes);
  bool clean =
      __builtin_expect(depth == K, 1)
          ? multiplyAllRows<Results, K, FromZero, true>(d, a, b, K)
          : multiplyAllRows<Results, K, FromZero, false>(d, a, b, depth);
  if (__builtin_expect(!clean, 0))
    for (unsigned n = 0; n < Results; ++n)
      makeCanonical(d[n]);
}

template <unsigned Results, bool FromZero> SECTILE_WORK(multiplyF32) {
  const unsigned depth = depthOf<ElementType::f32>(core, ip->c);
  if (!FromZero && depth == 0)
    return true;
  const float *b[Results];
  for (unsigned n = 0; n < Results; ++n)
    b[n] = rightF32(core, ip[n].b);
  auto *a = reinterpret_cast<const float *>(rowsOf(core, ip->a).bytes);
  // A left operand that is also the result has to be copied, because rows are
  // written while it is read.
  if (Results == 1 && __builtin_expect(ip->a == ip->d, 0)) {
    copyTile(core->leftOperand[ip->a].bytes, a);
    a = reinterpret_cast<const float *>(core->leftOperand[ip->a].bytes);
  }
  multiplyFloats<Results, 16, FromZero>(core, ip, a, b, depth);
  return true;
}
template <unsigned Results, ElementType T, bool FromZero>
SECTILE_WORK(multiplyHalf) {
  const unsigned depth = depthOf<T>(core, ip->c);
  if (!FromZero && depth == 0)
    return true;
  const float *b[Results];
  for (unsigned n = 0; n < Results; ++n)
    b[n] = rightHalf<T>(core, ip[n].b);
  multiplyFloats<Results, 32, FromZero>(core, ip, leftHalf<T>(core, ip->a), b,
                                        depth);
  return true;
}

// What has to be added for each row of a because b changed its signedness.
template <ElementType A>
inline void correctionsOf(const uint8_t *a, int32_t *out) {
  constexpr bool bytesAreSigned = isSigned(A);
  // Sums of four bytes; then a transposition, and sums of words.
  alignas(64) uint8_t sums[1024], columns[1024];
  const __m512i ones = _mm512_set1_epi32(0x01010101);
  for (unsigned i = 0; i < 1024; i += 64) {
    __m512i v = _mm512_loadu_si512(a + i);
    _mm512_storeu_si512(
        sums + i, bytesAreSigned
                      ? _mm512_dpbusd_epi32(_mm512_setzero_si512(), ones, v)
                      : _mm512_dpbusd_epi32(_mm512_setzero_si512(), v, ones));
  }
  transpose(columns, sums);
  __m512i sum = _mm512_setzero_si512();
  for (unsigned k = 0; k < 1024; k += 64)
    sum = _mm512_add_epi32(sum, _mm512_loadu_si512(columns + k));
  // a * (b + 128) is too large, a * (b - 128) too small.
  _mm512_storeu_si512(
      out,
      _mm512_mullo_epi32(sum, _mm512_set1_epi32(bytesAreSigned ? -128 : 128)));
}
template <ElementType A>
inline const int32_t *corrections(Core *core, unsigned n) {
  auto *out = reinterpret_cast<int32_t *>(core->leftOperand[n].bytes) +
              (isSigned(A) ? 0 : 16);
  constexpr uint8_t w = formOf(Form::sums, A);
  if (core->forms[n].left != w) {
    correctionsOf<A>(rowsOf(core, n).bytes, out);
    core->forms[n].left = w;
  }
  return out;
}

template <unsigned Results, bool SignedA, bool SignedB, bool FromZero>
inline void multiplyByteRows(uint8_t *const *d, const uint8_t *a,
                             const uint8_t *const *b, const int32_t *correct,
                             unsigned words) {
  constexpr bool sameKind = SignedA == SignedB;
  const __m512i flip = _mm512_set1_epi32(int(0x80808080));
  __m512i c[16 / Results][Results];
  SECTILE_EACH {
    c[i][n] =
        FromZero ? _mm512_setzero_si512() : _mm512_loadu_si512(d[n] + 64 * i);
    if (sameKind)
      c[i][n] = _mm512_add_epi32(c[i][n], _mm512_set1_epi32(correct[i]));
  }
#pragma GCC unroll 2
  for (unsigned k = 0; k < words; ++k) {
    __m512i row[Results];
    for (unsigned n = 0; n < Results; ++n) {
      row[n] = _mm512_loadu_si512(b[n] + 64 * k);
      if (sameKind)
        row[n] = _mm512_xor_si512(row[n], flip);
    }
    SECTILE_EACH {
      int quad;
      __builtin_memcpy(&quad, a + 64 * i + 4 * k, 4);
      __m512i v = _mm512_set1_epi32(quad);
      c[i][n] = SignedA ? _mm512_dpbusd_epi32(c[i][n], row[n], v)
                        : _mm512_dpbusd_epi32(c[i][n], v, row[n]);
    }
  }
  SECTILE_EACH _mm512_storeu_si512(d[n] + 64 * i, c[i][n]);
}
template <unsigned Results, ElementType A, ElementType B, bool FromZero>
SECTILE_WORK(multiplyBytes) {
  const unsigned depth = depthOf<A>(core, ip->c);
  if (!FromZero && depth == 0)
    return true;
  constexpr bool sameKind = isSigned(A) == isSigned(B);
  const uint8_t *b[Results];
  uint8_t *d[Results];
  for (unsigned n = 0; n < Results; ++n)
    b[n] = rightQuads(core, ip[n].b);
  const uint8_t *a = rowsOf(core, ip->a).bytes;
  const int32_t *correct = nullptr;
  alignas(64) uint8_t part[1024];
  alignas(64) int32_t partCorrect[16];
  if (__builtin_expect(depth != 64, 0)) {
    takePart(part, a, 64, depth);
    a = part;
    if constexpr (sameKind) {
      correctionsOf<A>(a, partCorrect);
      correct = partCorrect;
    }
  } else if constexpr (sameKind) {
    correct = corrections<A>(core, ip->a);
  }
  if (Results == 1 && __builtin_expect(ip->a == ip->d && a != part, 0)) {
    copyTile(core->leftOperand[ip->a].bytes + 1024, a);
    a = core->leftOperand[ip->a].bytes + 1024;
  }
  for (unsigned n = 0; n < Results; ++n)
    d[n] = (FromZero ? written(core, ip[n].d) : updated(core, ip[n].d)).bytes;
  const unsigned words = (depth + 3) / 4;
  multiplyByteRows<Results, isSigned(A), isSigned(B), FromZero>(d, a, b,
                                                                correct, words);
  if constexpr (Results == 2) {
    uint8_t *const rest[] = {d[0] + 512, d[1] + 512};
    multiplyByteRows<Results, isSigned(A), isSigned(B), FromZero>(
        rest, a + 512, b, sameKind ? correct + 8 : nullptr, words);
  }
  return true;
}

// The multiplies of this path, one at a time or two, which take as many slots.
// Other multiplies have the handlers of AVX2.
template <Op O, unsigned Results> constexpr Handler multiplyHandler() {
  constexpr isa::Multiply m = isa::multiplyOf(O);
  if constexpr (!isa::isMultiply(O))
    return nullptr;
  else if constexpr (m.a == ElementType::f32 && m.b == ElementType::f32)
    return handler<multiplyF32<Results, m.fromZero>, Results>;
  else if constexpr (isHalf(m.a) && m.a == m.b)
    return handler<multiplyHalf<Results, m.a, m.fromZero>, Results>;
  else if constexpr (isByte(m.a) && isByte(m.b))
    return handler<multiplyBytes<Results, m.a, m.b, m.fromZero>, Results>;
  else
    return nullptr;
}
template <Op O> struct Multiplies {
  static constexpr Handler chosen = multiplyHandler<O, 1>();
};
template <size_t... N>
void fillPairs(TileHandlers &t, std::index_sequence<N...>) {
  ((t.paired[N] = multiplyHandler<Op(N), 2>()), ...);
}

} // namespace

const TileHandlers &tilesAvx512() {
  static const TileHandlers table = [] {
    TileHandlers t = tilesAvx2();
    fillShared(t);
    setChosen<Multiplies>(t);
    fillPairs(t, std::make_index_sequence<isa::opCount>());
    return t;
  }();
  return table;
}

} // namespace sectile

#else // not an x86-64 host: never chosen

namespace sectile {
const TileHandlers &tilesAvx512() { return tilesPortable(); }
} // namespace sectile

#endif

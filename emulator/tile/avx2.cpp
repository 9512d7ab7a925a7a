// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tile handlers for hosts with AVX2, FMA and F16C.
//
// A multiply keeps 6 rows of the result, two vectors each, in registers and
// iterates over k: one broadcast of a per row, one load of row k of b
// transposed. The transposed copy of b, and 16-bit operands widened to f32, are
// cached with the register until it is written (system/registers.h), so that a
// block of 4 x 4 multiplies computes each once. A transposing load writes the
// transposed copy.
//
// 8-bit operands are widened to 16 bits: vpmaddwd adds pairs of products
// exactly, which vpmaddubsw does not.
#include "tile/handlers.h"

#if defined(__AVX2__) && defined(__FMA__) && defined(__F16C__)
#include "tile/x86.h"

namespace sectile {
namespace {

//===-- Multiply --------------------------------------------------------===//

// R rows of the result; a has K elements a row, of which the first `depth` take
// part. Whole: all K do.
template <unsigned R, unsigned K, bool FromZero, bool Whole>
inline void multiplyRows(float *d, const float *a, const float *b,
                         unsigned depth) {
  __m256 c[R][2];
#pragma GCC unroll 6
  for (unsigned i = 0; i < R; ++i)
    for (unsigned h = 0; h < 2; ++h)
      c[i][h] =
          FromZero ? _mm256_setzero_ps() : _mm256_load_ps(d + 16 * i + 8 * h);
#pragma GCC unroll 4
  for (unsigned k = 0; k < (Whole ? K : depth); ++k) {
    __m256 b0 = _mm256_load_ps(b + 16 * k), b1 = _mm256_load_ps(b + 16 * k + 8);
#pragma GCC unroll 6
    for (unsigned i = 0; i < R; ++i) {
      __m256 v = _mm256_broadcast_ss(a + K * i + k);
      c[i][0] = _mm256_fmadd_ps(v, b0, c[i][0]);
      c[i][1] = _mm256_fmadd_ps(v, b1, c[i][1]);
    }
  }
  // The sum is a NaN if any element is one (and for some infinities). Additions
  // keep the multiply units free.
  __m256 sum = _mm256_add_ps(c[0][0], c[0][1]);
#pragma GCC unroll 6
  for (unsigned i = 1; i < R; ++i)
    sum = _mm256_add_ps(sum, _mm256_add_ps(c[i][0], c[i][1]));
#pragma GCC unroll 6
  for (unsigned i = 0; i < R; ++i)
    for (unsigned h = 0; h < 2; ++h)
      _mm256_store_ps(d + 16 * i + 8 * h, c[i][h]);
  if (__builtin_expect(
          _mm256_movemask_ps(_mm256_cmp_ps(sum, sum, _CMP_UNORD_Q)), 0))
    for (unsigned i = 0; i < 2 * R; ++i)
      _mm256_store_ps(d + 8 * i, canonical(_mm256_load_ps(d + 8 * i)));
}
template <unsigned K, bool FromZero, bool Whole>
inline void multiplyFloats(float *d, const float *a, const float *b,
                           unsigned depth) {
  multiplyRows<6, K, FromZero, Whole>(d, a, b, depth);
  multiplyRows<6, K, FromZero, Whole>(d + 96, a + 6 * K, b, depth);
  multiplyRows<4, K, FromZero, Whole>(d + 192, a + 12 * K, b, depth);
}
template <unsigned K, bool FromZero>
inline void multiplyFloats(Core *core, unsigned n, const float *a,
                           const float *b, unsigned depth) {
  auto *d = reinterpret_cast<float *>(
      (FromZero ? written(core, n) : updated(core, n)).bytes);
  if (__builtin_expect(depth == K, 1))
    multiplyFloats<K, FromZero, true>(d, a, b, K);
  else
    multiplyFloats<K, FromZero, false>(d, a, b, depth);
}
template <bool FromZero> SECTILE_WORK(multiplyF32) {
  const unsigned depth = depthOf<ElementType::f32>(core, ip->c);
  if (!FromZero && depth == 0)
    return true;
  alignas(64) float room[256];
  const float *b = rightF32(core, ip->b);
  const float *a =
      apart(reinterpret_cast<const float *>(rowsOf(core, ip->a).bytes),
            ip->a == ip->d, room, 1024);
  multiplyFloats<16, FromZero>(core, ip->d, a, b, depth);
  return true;
}
// The widened copies never overlap the rows of the result.
template <ElementType T, bool FromZero> SECTILE_WORK(multiplyHalf) {
  const unsigned depth = depthOf<T>(core, ip->c);
  if (!FromZero && depth == 0)
    return true;
  const float *b = rightHalf<T>(core, ip->b), *a = leftHalf<T>(core, ip->a);
  multiplyFloats<32, FromZero>(core, ip->d, a, b, depth);
  return true;
}

// 8-bit floats are looked up for each multiply again: as f32 they do not fit
// into the cached copies.
template <ElementType T> const float *byteValues() {
  struct Table {
    float of[256];
    Table() {
      for (unsigned n = 0; n < 256; ++n)
        of[n] = sem::f32(sem::widen<T>(n));
    }
  };
  static const Table values;
  return values.of;
}
template <ElementType A, ElementType B, bool FromZero>
SECTILE_WORK(multiplyByteFloats) {
  const unsigned depth = depthOf<A>(core, ip->c);
  if (!FromZero && depth == 0)
    return true;
  alignas(64) float left[1024], right[1024];
  const uint8_t *a = rowsOf(core, ip->a).bytes, *b = rowsOf(core, ip->b).bytes;
  const float *valuesA = byteValues<A>(), *valuesB = byteValues<B>();
  for (unsigned i = 0; i < 16; ++i)
    for (unsigned k = 0; k < depth; ++k) {
      left[64 * i + k] = valuesA[a[64 * i + k]];
      right[16 * k + i] = valuesB[b[64 * i + k]];
    }
  multiplyFloats<64, FromZero>(core, ip->d, left, right, depth);
  return true;
}

// Whole: all 32 pairs of elements take part.
template <unsigned R, bool FromZero, bool Whole>
inline void multiplyByteRows(uint8_t *d, const uint8_t *a, const uint8_t *b,
                             unsigned pairs) {
  __m256i c[R][2];
#pragma GCC unroll 6
  for (unsigned i = 0; i < R; ++i)
    for (unsigned h = 0; h < 2; ++h)
      c[i][h] =
          FromZero ? _mm256_setzero_si256() : load256(d + 64 * i + 32 * h);
#pragma GCC unroll 2
  for (unsigned k = 0; k < (Whole ? 32 : pairs); ++k) {
    __m256i b0 = load256(b + 64 * k), b1 = load256(b + 64 * k + 32);
#pragma GCC unroll 6
    for (unsigned i = 0; i < R; ++i) {
      int pair;
      __builtin_memcpy(&pair, a + 128 * i + 4 * k, 4);
      __m256i v = _mm256_set1_epi32(pair);
      c[i][0] = _mm256_add_epi32(c[i][0], _mm256_madd_epi16(v, b0));
      c[i][1] = _mm256_add_epi32(c[i][1], _mm256_madd_epi16(v, b1));
    }
  }
#pragma GCC unroll 6
  for (unsigned i = 0; i < R; ++i)
    for (unsigned h = 0; h < 2; ++h)
      store256(d + 64 * i + 32 * h, c[i][h]);
}
template <bool FromZero, bool Whole>
inline void multiplyByteRows(uint8_t *d, const uint8_t *a, const uint8_t *b,
                             unsigned pairs) {
  multiplyByteRows<6, FromZero, Whole>(d, a, b, pairs);
  multiplyByteRows<6, FromZero, Whole>(d + 384, a + 768, b, pairs);
  multiplyByteRows<4, FromZero, Whole>(d + 768, a + 1536, b, pairs);
}
template <ElementType A, ElementType B, bool FromZero>
SECTILE_WORK(multiplyBytes) {
  const unsigned depth = depthOf<A>(core, ip->c);
  if (!FromZero && depth == 0)
    return true;
  const uint8_t *b = rightBytes<B>(core, ip->b), *a = leftBytes<A>(core, ip->a);
  uint8_t *d = (FromZero ? written(core, ip->d) : updated(core, ip->d)).bytes;
  if (__builtin_expect(depth == 64, 1)) {
    multiplyByteRows<FromZero, true>(d, a, b, 32);
  } else {
    alignas(64) uint8_t room[2048];
    takePart(room, a, 128, 2 * depth);
    multiplyByteRows<FromZero, false>(d, room, b, (depth + 1) / 2);
  }
  return true;
}

// Halves of bytes in two steps, those of even k and those of odd k, as bytes
// that are widened like others. Beyond the depth a is zero.
template <ElementType T> inline __m256i halfBytes(__m256i v, bool odd) {
  if (odd)
    v = _mm256_srli_epi16(v, 4);
  v = _mm256_and_si256(v, _mm256_set1_epi8(15));
  if (!isSigned(T))
    return v;
  const __m256i sign = _mm256_set1_epi8(8);
  return _mm256_sub_epi8(_mm256_xor_si256(v, sign), sign);
}
template <ElementType A, ElementType B, bool FromZero>
SECTILE_WORK(multiplyHalfBytes) {
  const unsigned depth = depthOf<A>(core, ip->c);
  if (!FromZero && depth == 0)
    return true;
  alignas(64) uint8_t a[1024], b[1024], columns[1024], part[1024];
  alignas(64) uint8_t left[2048], right[2048];
  takeBits(part, rowsOf(core, ip->a).bytes, 4 * depth);
  transpose(columns, rowsOf(core, ip->b).bytes); // quadruples of bytes
  uint8_t *d = (FromZero ? written(core, ip->d) : updated(core, ip->d)).bytes;
  for (bool odd : {false, true}) {
    for (unsigned n = 0; n < 1024; n += 32) {
      store256(a + n, halfBytes<A>(load256(part + n), odd));
      store256(b + n, halfBytes<B>(load256(columns + n), odd));
    }
    for (unsigned n = 0; n < 1024; n += 16)
      store256(left + 2 * n, _mm256_cvtepi8_epi16(load128(a + n)));
    widenQuads<ElementType::i8>(b, right);
    if (FromZero && !odd)
      multiplyByteRows<true, true>(d, left, right, 32);
    else
      multiplyByteRows<false, true>(d, left, right, 32);
  }
  return true;
}

// Bits, 64 at a time.
template <isa::Combine C, bool FromZero> SECTILE_WORK(multiplyBits) {
  const unsigned depth = depthOf<ElementType::b1>(core, ip->c);
  if (!FromZero && depth == 0)
    return true;
  alignas(64) uint8_t a[1024], b[1024];
  takeBits(a, rowsOf(core, ip->a).bytes, depth);
  takeBits(b, rowsOf(core, ip->b).bytes, depth);
  Tile &d = FromZero ? written(core, ip->d) : updated(core, ip->d);
  for (unsigned i = 0; i < 16; ++i)
    for (unsigned j = 0; j < 16; ++j) {
      uint32_t sum = FromZero ? 0 : d.word(i, j);
      for (unsigned k = 0; k < 64; k += 8) {
        uint64_t x, y;
        __builtin_memcpy(&x, a + 64 * i + k, 8);
        __builtin_memcpy(&y, b + 64 * j + k, 8);
        sum += uint32_t(__builtin_popcountll(
            C == isa::Combine::difference ? x ^ y : x & y));
      }
      d.word(i, j, sum);
    }
  return true;
}

//===-- Rows of sixteen elements ----------------------------------------===//

// Words n < columns of the row are all ones.
inline Row rowMask(unsigned columns) {
  __m256i n = _mm256_set1_epi32(int(columns));
  return {
      _mm256_cmpgt_epi32(n, _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7)),
      _mm256_cmpgt_epi32(n, _mm256_setr_epi32(8, 9, 10, 11, 12, 13, 14, 15))};
}

// The words of an extent's columns.
inline Row rowMask(const Extent &x) {
  Row last = rowMask(x.firstColumn + x.columns), first = rowMask(x.firstColumn);
  return {_mm256_andnot_si256(first.low, last.low),
          _mm256_andnot_si256(first.high, last.high)};
}
inline Row masked(Row v, Row mask) {
  return {_mm256_and_si256(v.low, mask.low),
          _mm256_and_si256(v.high, mask.high)};
}

template <ElementType T> inline __m256i widenCanonical(__m128i v) {
  return _mm256_castps_si256(canonical(widen<T>(v)));
}
// Eight 8-bit floats by way of f16. An e5m2 is the upper half of one. The
// magnitude of an e4m3 fits below f16's exponent, whose bias is larger by 8.
template <isa::Element E> inline __m256i widenByteFloats(__m128i v) {
  __m128i wide = _mm_cvtepu8_epi16(v);
  if constexpr (E == isa::Element::e5m2)
    return widenCanonical<ElementType::f16>(_mm_slli_epi16(wide, 8));
  __m128i magnitude = _mm_and_si128(wide, _mm_set1_epi16(0x7f)),
          sign = _mm_and_si128(wide, _mm_set1_epi16(0x80));
  __m128i half =
      _mm_or_si128(_mm_slli_epi16(sign, 8), _mm_slli_epi16(magnitude, 7));
  __m256i number = _mm256_castps_si256(
      _mm256_mul_ps(_mm256_cvtph_ps(half), _mm256_set1_ps(0x1p8f)));
  __m256i isNaN =
      _mm256_cvtepi16_epi32(_mm_cmpeq_epi16(magnitude, _mm_set1_epi16(0x7f)));
  return _mm256_blendv_epi8(number, _mm256_set1_epi32(int(sem::NAN32)), isNaN);
}
// Sixteen halves of bytes, as bytes.
template <isa::Element E> inline __m128i halfBytes(const uint8_t *p) {
  const __m128i low = _mm_set1_epi8(15), sign = _mm_set1_epi8(8);
  __m128i v = _mm_loadl_epi64(reinterpret_cast<const __m128i *>(p));
  v = _mm_unpacklo_epi8(_mm_and_si128(v, low),
                        _mm_and_si128(_mm_srli_epi16(v, 4), low));
  return E == isa::Element::i4 ? _mm_sub_epi8(_mm_xor_si128(v, sign), sign) : v;
}
template <isa::Element E> inline Row widenRow(const uint8_t *p) {
  using isa::Element;
  if constexpr (E == Element::f16)
    return {widenCanonical<ElementType::f16>(load128(p)),
            widenCanonical<ElementType::f16>(load128(p + 16))};
  if constexpr (E == Element::bf16)
    return {widenCanonical<ElementType::bf16>(load128(p)),
            widenCanonical<ElementType::bf16>(load128(p + 16))};
  if constexpr (E == Element::i16)
    return {_mm256_cvtepi16_epi32(load128(p)),
            _mm256_cvtepi16_epi32(load128(p + 16))};
  if constexpr (E == Element::u16)
    return {_mm256_cvtepu16_epi32(load128(p)),
            _mm256_cvtepu16_epi32(load128(p + 16))};
  if constexpr (E == Element::i4 || E == Element::u4) {
    __m128i halves = halfBytes<E>(p);
    return {_mm256_cvtepi8_epi32(halves),
            _mm256_cvtepi8_epi32(_mm_srli_si128(halves, 8))};
  }
  __m128i v = load128(p);
  if constexpr (E == Element::e4m3 || E == Element::e5m2)
    return {widenByteFloats<E>(v), widenByteFloats<E>(_mm_srli_si128(v, 8))};
  if constexpr (E == Element::i8)
    return {_mm256_cvtepi8_epi32(v),
            _mm256_cvtepi8_epi32(_mm_srli_si128(v, 8))};
  return {_mm256_cvtepu8_epi32(v), _mm256_cvtepu8_epi32(_mm_srli_si128(v, 8))};
}

inline __m256i narrowBF16(__m256i v) {
  v = _mm256_castps_si256(canonical(_mm256_castsi256_ps(v)));
  __m256i odd =
      _mm256_and_si256(_mm256_srli_epi32(v, 16), _mm256_set1_epi32(1));
  // The canonical NaN is unchanged: 7fc00000 + 7fff has the same upper half.
  return _mm256_srli_epi32(
      _mm256_add_epi32(v, _mm256_add_epi32(odd, _mm256_set1_epi32(0x7fff))),
      16);
}
// What rounding f32 to an 8-bit float takes, as magnitudes. A number below
// the least normal one is rounded by the addition of one whose last place is
// that of subnormals.
struct ByteFloat {
  int drop;              // bits of f32's fraction
  int rebias;            // of the exponent, in place
  int leastNormal, most; // as f32; what is at least `most` becomes `beyond`
  int subnormalPlace;    // as f32
  int beyond, nan;
};
template <isa::Element E>
constexpr ByteFloat byteFloat =
    E == isa::Element::e4m3
        ? ByteFloat{20,         0x3c000000, 0x3c800000,   0x43e00000,
                    0x46800000, 0x7e,       sem::NAN_E4M3}
        : ByteFloat{21,         0x38000000, 0x38800000,   0x47700000,
                    0x43000000, 0x7c,       sem::NAN_E5M2};
// Each in the low byte of its word.
template <isa::Element E> inline __m256i narrowByteFloats(__m256i v) {
  constexpr ByteFloat f = byteFloat<E>;
  auto all = [](int word) { return _mm256_set1_epi32(word); };
  __m256i a = _mm256_and_si256(v, all(0x7fffffff)),
          sign = _mm256_and_si256(_mm256_srli_epi32(v, 24), all(0x80));
  __m256i odd = _mm256_and_si256(_mm256_srli_epi32(a, f.drop), all(1));
  __m256i normal = _mm256_srli_epi32(
      _mm256_add_epi32(_mm256_sub_epi32(a, all(f.rebias)),
                       _mm256_add_epi32(odd, all((1 << (f.drop - 1)) - 1))),
      f.drop);
  __m256i subnormal = _mm256_sub_epi32(
      _mm256_castps_si256(_mm256_add_ps(
          _mm256_castsi256_ps(a), _mm256_castsi256_ps(all(f.subnormalPlace)))),
      all(f.subnormalPlace));
  __m256i d = _mm256_blendv_epi8(normal, subnormal,
                                 _mm256_cmpgt_epi32(all(f.leastNormal), a));
  d = _mm256_blendv_epi8(d, all(f.beyond),
                         _mm256_cmpgt_epi32(a, all(f.most - 1)));
  return _mm256_blendv_epi8(_mm256_or_si256(d, sign), all(f.nan),
                            _mm256_cmpgt_epi32(a, all(0x7f800000)));
}
// Sixteen elements of 2 or 1 bytes, in the low bytes of the result.
template <isa::Element E> inline __m256i narrowRow(Row v) {
  using isa::Element;
  if constexpr (E == Element::f16) {
    __m128i low =
        _mm256_cvtps_ph(canonical(_mm256_castsi256_ps(v.low)),
                        _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    __m128i high =
        _mm256_cvtps_ph(canonical(_mm256_castsi256_ps(v.high)),
                        _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    return _mm256_set_m128i(high, low);
  } else if constexpr (E == Element::bf16) {
    return _mm256_permute4x64_epi64(
        _mm256_packus_epi32(narrowBF16(v.low), narrowBF16(v.high)), 0xd8);
  } else if constexpr (E == Element::u16) {
    return _mm256_permute4x64_epi64(_mm256_packus_epi32(v.low, v.high), 0xd8);
  } else {
    if constexpr (E == Element::e4m3 || E == Element::e5m2)
      v = {narrowByteFloats<E>(v.low), narrowByteFloats<E>(v.high)};
    __m256i words =
        _mm256_permute4x64_epi64(_mm256_packs_epi32(v.low, v.high), 0xd8);
    if constexpr (E == Element::i16)
      return words;
    __m128i low = _mm256_castsi256_si128(words),
            high = _mm256_extracti128_si256(words, 1);
    return _mm256_castsi128_si256(E == Element::i8
                                      ? _mm_packs_epi16(low, high)
                                      : _mm_packus_epi16(low, high));
  }
}
template <isa::Element E> constexpr unsigned elementBytes = shapeOf(E).bytes();
template <isa::Element E> inline void storeNarrow(uint8_t *p, __m256i v) {
  if constexpr (elementBytes<E> == 1)
    store128(p, _mm256_castsi256_si128(v));
  else
    store256(p, v);
}

//===-- Memory ----------------------------------------------------------===//

// Whole rows are read even if only a part is needed: a page after RAM can be
// read.
template <isa::Element E> SECTILE_WORK(loadWide) {
  SECTILE_CHECK_RECTANGLE(E)
  uint8_t *d = written(core, ip->d).bytes;
  const uint8_t *p = displaced(core->ram, offset);
  if (__builtin_expect(!x.fromBeginning(), 0)) {
    // A byte may also hold a column that is not in the shape.
    const Row mask = rowMask(x);
    __builtin_memset(d, 0, 1024);
    d += 64 * x.firstRow;
    for (unsigned i = 0; i < x.rows; ++i, p = displaced(p, stride)) {
      alignas(32) uint8_t row[32] = {};
      __builtin_memcpy(row + touched.first, p, touched.count);
      storeRow(d + 64 * i, masked(widenRow<E>(row), mask));
    }
    return true;
  }
  Row mask = rowMask(x.columns);
  for (unsigned i = 0; i < x.rows; ++i, p = displaced(p, stride), d += 64)
    storeRow(d, masked(widenRow<E>(p), mask));
  if (x.rows < 16)
    __builtin_memset(d, 0, 64 * (16 - x.rows));
  return true;
}
template <isa::Element E> SECTILE_WORK(storeWide) {
  SECTILE_CHECK_RECTANGLE(E)
  if (__builtin_expect(
          anyCode(core->ram, offset, stride, x.rows, touched.count), 0))
    return false;
  const uint8_t *s = rowsOf(core, ip->d).bytes + 64 * x.firstRow;
  uint8_t *p = displaced(core->ram, offset);
  if (x.columns == 16) {
    for (unsigned i = 0; i < x.rows; ++i, p = displaced(p, stride))
      storeNarrow<E>(p, narrowRow<E>(loadRow(s + 64 * i)));
  } else {
    for (unsigned i = 0; i < x.rows; ++i, p = displaced(p, stride)) {
      alignas(32) uint8_t part[32];
      storeNarrow<E>(part, narrowRow<E>(loadRow(s + 64 * i)));
      __builtin_memcpy(p, part + touched.first, touched.count);
    }
  }
  return true;
}

// Linear: whole rows, then a part of a row.
template <isa::Element E> SECTILE_WORK(loadWideLinear) {
  constexpr ElementShape e = shapeOf(E);
  constexpr unsigned bytes = e.bytes(16);
  unsigned count = clampCount(core->r[ip->b], 256), rows = count / 16;
  uint64_t offset = core->r[ip->a] - ramBase;
  if (__builtin_expect(count && !inside(core, offset, 0, 1, e.bytes(count)), 0))
    return false;
  uint8_t *d = written(core, ip->d).bytes;
  const uint8_t *p = displaced(core->ram, offset);
  for (unsigned i = 0; i < rows; ++i)
    storeRow(d + 64 * i, widenRow<E>(p + bytes * i));
  if (rows < 16) {
    __builtin_memset(d + 64 * rows, 0, 64 * (16 - rows));
    if (count % 16) {
      storeRow(d + 64 * rows,
               masked(widenRow<E>(p + bytes * rows), rowMask(count % 16)));
    }
  }
  return true;
}
template <isa::Element E> SECTILE_WORK(storeWideLinear) {
  constexpr unsigned bytes = elementBytes<E>;
  unsigned count = clampCount(core->r[ip->b], 256), rows = count / 16;
  uint64_t offset = core->r[ip->a] - ramBase;
  if (__builtin_expect(count == 0, 0))
    return true;
  if (__builtin_expect(
          !inside(core, offset, 0, 1, count * bytes) ||
              anyCode(core->ram, offset, 256, (count * bytes + 255) / 256, 1) ||
              isCode(core->ram, offset + count * bytes - 1),
          0))
    return false;
  const uint8_t *s = rowsOf(core, ip->d).bytes;
  uint8_t *p = displaced(core->ram, offset);
  for (unsigned i = 0; i < rows; ++i)
    storeNarrow<E>(p + 16 * bytes * i, narrowRow<E>(loadRow(s + 64 * i)));
  if (count % 16) {
    alignas(32) uint8_t part[64];
    storeNarrow<E>(part, narrowRow<E>(loadRow(s + 64 * rows)));
    copyPart(p + 16 * bytes * rows, part, count % 16 * bytes);
  }
  return true;
}
SECTILE_WORK(loadRawLinear) {
  unsigned count = clampCount(core->r[ip->b], 1024);
  uint64_t offset = core->r[ip->a] - ramBase;
  if (__builtin_expect(count && !inside(core, offset, 0, 1, count), 0))
    return false;
  uint8_t *d = written(core, ip->d).bytes;
  if (__builtin_expect(count == 1024, 1)) {
    copyTile(d, displaced(core->ram, offset));
  } else {
    __builtin_memcpy(d, displaced(core->ram, offset), count);
    __builtin_memset(d + count, 0, 1024 - count);
  }
  return true;
}
SECTILE_WORK(storeRawLinear) {
  unsigned count = clampCount(core->r[ip->b], 1024);
  uint64_t offset = core->r[ip->a] - ramBase;
  if (__builtin_expect(count == 0, 0))
    return true;
  if (__builtin_expect(
          !inside(core, offset, 0, 1, count) ||
              anyCode(core->ram, offset, 256, (count + 255) / 256, 1) ||
              isCode(core->ram, offset + count - 1),
          0))
    return false;
  const uint8_t *s = rowsOf(core, ip->d).bytes;
  if (__builtin_expect(count == 1024, 1))
    copyTile(displaced(core->ram, offset), s);
  else
    __builtin_memcpy(displaced(core->ram, offset), s, count);
  return true;
}
//===-- Moves, pack and unpack ------------------------------------------===//

SECTILE_WORK(maskLinear) {
  __m256i count = _mm256_set1_epi32(int(clampCount(core->r[ip->a], 256)));
  __m256i n = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  uint8_t *d = written(core, ip->d).bytes;
  for (unsigned k = 0; k < 1024; k += 32) {
    store256(d + k, _mm256_cmpgt_epi32(count, n));
    n = _mm256_add_epi32(n, _mm256_set1_epi32(8));
  }
  return true;
}
SECTILE_WORK(maskRectangle) {
  Extent x = clampShape(core->r[ip->a], shapeOf(isa::Element::w32));
  Row mask = rowMask(x);
  uint8_t *d = written(core, ip->d).bytes;
  for (unsigned i = 0; i < 16; ++i, d += 64)
    storeRow(d, i - x.firstRow < x.rows // wraps before the first
                    ? mask
                    : Row{_mm256_setzero_si256(), _mm256_setzero_si256()});
  return true;
}
SECTILE_WORK(splat) {
  __m256i v = _mm256_set1_epi32(int(core->r[ip->a]));
  uint8_t *d = written(core, ip->d).bytes;
  for (unsigned k = 0; k < 1024; k += 32)
    store256(d + k, v);
  return true;
}

SECTILE_WORK(move) {
  if (ip->a != ip->d) {
    const Tile &a = rowsOf(core, ip->a);
    copyTile(&written(core, ip->d), &a);
  }
  return true;
}
SECTILE_WORK(transposeTile) {
  alignas(64) uint8_t room[1024];
  // The transposed copy, if there is one, is the result.
  const uint8_t *a = core->forms[ip->a].columns == Columns::words
                         ? core->columns[ip->a].bytes
                         : nullptr;
  if (!a) {
    transpose(room, rowsOf(core, ip->a).bytes);
    a = room;
  }
  copyTile(&written(core, ip->d), a);
  return true;
}
// Row i of the result is row from(i) of a.
template <class F>
inline void collectRows(Core *core, const Slot *ip, const F &from) {
  alignas(64) uint8_t room[1024];
  const uint8_t *a = rowsOf(core, ip->a).bytes;
  for (unsigned i = 0; i < 16; ++i)
    copyRow(room + 64 * i, a + 64 * from(i));
  copyTile(&written(core, ip->d), room);
}
SECTILE_WORK(rotateRows) {
  uint64_t b = core->r[ip->b];
  collectRows(core, ip, [=](unsigned i) { return (i + b) & 15; });
  return true;
}
SECTILE_WORK(permuteRows) {
  const Tile &b = rowsOf(core, ip->b);
  collectRows(core, ip, [&](unsigned i) { return b.word(i, 0) & 15; });
  return true;
}

// Words index & 15 of a row.
inline __m256i lookUp(Row row, __m256i index) {
  __m256 low = _mm256_castsi256_ps(_mm256_permutevar8x32_epi32(row.low, index)),
         high =
             _mm256_castsi256_ps(_mm256_permutevar8x32_epi32(row.high, index));
  // Bit 3 chooses, as the sign.
  __m256 upper = _mm256_castsi256_ps(_mm256_slli_epi32(index, 28));
  return _mm256_castps_si256(_mm256_blendv_ps(low, high, upper));
}
inline Row lookUp(Row row, Row index) {
  return {lookUp(row, index.low), lookUp(row, index.high)};
}
SECTILE_WORK(rotateColumns) {
  __m256i b = _mm256_set1_epi32(int(core->r[ip->b]));
  Row index = {
      _mm256_add_epi32(b, _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7)),
      _mm256_add_epi32(b, _mm256_setr_epi32(8, 9, 10, 11, 12, 13, 14, 15))};
  const uint8_t *a = rowsOf(core, ip->a).bytes;
  uint8_t *d = written(core, ip->d).bytes;
  for (unsigned i = 0; i < 1024; i += 64)
    storeRow(d + i, lookUp(loadRow(a + i), index));
  return true;
}
SECTILE_WORK(permuteWithinRows) {
  const uint8_t *a = rowsOf(core, ip->a).bytes, *b = rowsOf(core, ip->b).bytes;
  uint8_t *d = written(core, ip->d).bytes;
  for (unsigned i = 0; i < 1024; i += 64)
    storeRow(d + i, lookUp(loadRow(a + i), loadRow(b + i)));
  return true;
}
template <isa::Element E, bool Zero> SECTILE_WORK(pack) {
  alignas(32) uint8_t packed[512];
  constexpr unsigned bytes = 16 * elementBytes<E>;
  const uint8_t *a = rowsOf(core, ip->a).bytes;
  for (unsigned i = 0; i < 16; ++i)
    storeNarrow<E>(packed + bytes * i, narrowRow<E>(loadRow(a + 64 * i)));
  Tile &d = Zero ? written(core, ip->d) : updated(core, ip->d);
  if (Zero)
    clearTile(d);
  unsigned part = Zero ? 0 : unsigned(ip->imm);
  for (unsigned i = 0; i < 16; ++i)
    __builtin_memcpy(d.bytes + 64 * i + bytes * part, packed + bytes * i,
                     bytes);
  return true;
}
template <isa::Element E> SECTILE_WORK(unpack) {
  constexpr unsigned bytes = 16 * elementBytes<E>;
  const uint8_t *a = rowsOf(core, ip->a).bytes + bytes * unsigned(ip->imm);
  alignas(64) uint8_t room[1024];
  bool same = ip->a == ip->d;
  uint8_t *d = same ? room : core->rows[ip->d].bytes;
  for (unsigned i = 0; i < 16; ++i)
    storeRow(d + 64 * i, widenRow<E>(a + 64 * i));
  Tile &result = written(core, ip->d);
  if (same)
    copyTile(&result, room);
  return true;
}

//===-- Minimum, maximum, reductions ------------------------------------===//

struct Minimum {
  static __m256 apply(__m256 a, __m256 b) {
    // vminps gives b if the operands are equal or unordered.
    __m256 r = _mm256_blendv_ps(_mm256_min_ps(a, b), _mm256_or_ps(a, b),
                                _mm256_cmp_ps(a, b, _CMP_EQ_OQ));
    return canonical(_mm256_blendv_ps(r, a, _mm256_cmp_ps(b, b, _CMP_UNORD_Q)));
  }
};
struct Maximum {
  static __m256 apply(__m256 a, __m256 b) {
    __m256 r = _mm256_blendv_ps(_mm256_max_ps(a, b), _mm256_and_ps(a, b),
                                _mm256_cmp_ps(a, b, _CMP_EQ_OQ));
    return canonical(_mm256_blendv_ps(r, a, _mm256_cmp_ps(b, b, _CMP_UNORD_Q)));
  }
};
struct Sum {
  static __m256 apply(__m256 a, __m256 b) {
    return canonical(_mm256_add_ps(a, b));
  }
};
template <__m256i (*F)(__m256i, __m256i)> struct Integer {
  static __m256 apply(__m256 a, __m256 b) {
    return _mm256_castsi256_ps(
        F(_mm256_castps_si256(a), _mm256_castps_si256(b)));
  }
};
inline __m256i addWords(__m256i a, __m256i b) { return _mm256_add_epi32(a, b); }
inline __m256i minWords(__m256i a, __m256i b) { return _mm256_min_epi32(a, b); }
inline __m256i maxWords(__m256i a, __m256i b) { return _mm256_max_epi32(a, b); }

inline const float *floats(const Tile &t) {
  return reinterpret_cast<const float *>(t.bytes);
}
inline float *floats(Tile &t) { return reinterpret_cast<float *>(t.bytes); }

template <class O> SECTILE_WORK(byTile) {
  const float *a = floats(rowsOf(core, ip->a)),
              *b = floats(rowsOf(core, ip->b));
  float *d = floats(written(core, ip->d));
  for (unsigned n = 0; n < 256; n += 8)
    _mm256_store_ps(d + n,
                    O::apply(_mm256_load_ps(a + n), _mm256_load_ps(b + n)));
  return true;
}
template <class O> SECTILE_WORK(byScalar) {
  const float *a = floats(rowsOf(core, ip->a));
  __m256 b = _mm256_castsi256_ps(_mm256_set1_epi32(int(core->r[ip->b])));
  float *d = floats(written(core, ip->d));
  for (unsigned n = 0; n < 256; n += 8)
    _mm256_store_ps(d + n, O::apply(_mm256_load_ps(a + n), b));
  return true;
}

// The sixteen rows at p combined into one, in the order the ISA defines.
template <class O>
inline void combineRows(const float *p, __m256 &low, __m256 &high) {
  __m256 x[16];
  for (unsigned i = 0; i < 8; ++i)
    for (unsigned h = 0; h < 2; ++h)
      x[2 * i + h] = O::apply(_mm256_load_ps(p + 16 * i + 8 * h),
                              _mm256_load_ps(p + 16 * (i + 8) + 8 * h));
  for (unsigned s = 4; s; s /= 2)
    for (unsigned i = 0; i < 2 * s; ++i)
      x[i] = O::apply(x[i], x[i + 2 * s]);
  low = x[0];
  high = x[1];
}
template <class O> SECTILE_WORK(reduceColumns) {
  __m256 low, high;
  combineRows<O>(floats(rowsOf(core, ip->a)), low, high);
  float *d = floats(written(core, ip->d));
  for (unsigned i = 0; i < 256; i += 16) {
    _mm256_store_ps(d + i, low);
    _mm256_store_ps(d + i + 8, high);
  }
  return true;
}
template <class O> SECTILE_WORK(reduceRows) {
  alignas(64) uint8_t room[1024];
  alignas(64) float result[16];
  transpose(room, rowsOf(core, ip->a).bytes);
  __m256 low, high;
  combineRows<O>(reinterpret_cast<const float *>(room), low, high);
  _mm256_store_ps(result, low);
  _mm256_store_ps(result + 8, high);
  float *d = floats(written(core, ip->d));
  for (unsigned i = 0; i < 16; ++i) {
    __m256 v = _mm256_broadcast_ss(result + i);
    _mm256_store_ps(d + 16 * i, v);
    _mm256_store_ps(d + 16 * i + 8, v);
  }
  return true;
}

//===-- Estimates -------------------------------------------------------===//

// Finite numbers as if they were normal: subnormals are scaled, exactly. The
// exponent has its bias.
struct Normalised {
  __m256i exponent, bits;
};
inline Normalised normalised(__m256i magnitude) {
  __m256i tiny = _mm256_cmpgt_epi32(_mm256_set1_epi32(0x00800000), magnitude);
  __m256i scaled = _mm256_castps_si256(
      _mm256_mul_ps(_mm256_castsi256_ps(magnitude), _mm256_set1_ps(0x1p24f)));
  __m256i bits = _mm256_blendv_epi8(magnitude, scaled, tiny);
  __m256i correction = _mm256_and_si256(tiny, _mm256_set1_epi32(24));
  return {_mm256_sub_epi32(_mm256_srli_epi32(bits, 23), correction), bits};
}
inline __m256i entries(const uint32_t *table, __m256i index) {
  return _mm256_slli_epi32(
      _mm256_i32gather_epi32(reinterpret_cast<const int *>(table), index, 4),
      23 - 16);
}
struct Reciprocal {
  static __m256i apply(__m256i a) {
    const __m256i infinity = _mm256_set1_epi32(0x7f800000);
    __m256i magnitude = _mm256_and_si256(a, _mm256_set1_epi32(0x7fffffff));
    auto [exponent, bits] = normalised(magnitude);
    __m256i fraction = entries(
        isa::reciprocalEstimates,
        _mm256_and_si256(_mm256_srli_epi32(bits, 16), _mm256_set1_epi32(127)));
    __m256i e = _mm256_sub_epi32(_mm256_set1_epi32(253), exponent);
    __m256i normal = _mm256_or_si256(_mm256_slli_epi32(e, 23), fraction);
    __m256i subnormal = _mm256_srlv_epi32(
        _mm256_or_si256(fraction, _mm256_set1_epi32(0x00800000)),
        _mm256_sub_epi32(_mm256_set1_epi32(1), e));
    __m256i d = _mm256_blendv_epi8(
        subnormal, normal, _mm256_cmpgt_epi32(e, _mm256_setzero_si256()));
    // Zero too has an exponent that is too small.
    d = _mm256_blendv_epi8(d, infinity,
                           _mm256_cmpgt_epi32(e, _mm256_set1_epi32(254)));
    d = _mm256_andnot_si256(_mm256_cmpeq_epi32(magnitude, infinity), d);
    d = _mm256_or_si256(d, _mm256_xor_si256(a, magnitude));
    return _mm256_blendv_epi8(d, _mm256_set1_epi32(int(sem::NAN32)),
                              _mm256_cmpgt_epi32(magnitude, infinity));
  }
};
struct ReciprocalRoot {
  static __m256i apply(__m256i a) {
    const __m256i infinity = _mm256_set1_epi32(0x7f800000),
                  zero = _mm256_setzero_si256();
    __m256i magnitude = _mm256_and_si256(a, _mm256_set1_epi32(0x7fffffff));
    auto [exponent, bits] = normalised(magnitude);
    // Above the fraction is the exponent's parity, inverted by the bias.
    __m256i fraction =
        entries(isa::reciprocalRootEstimates,
                _mm256_xor_si256(_mm256_and_si256(_mm256_srli_epi32(bits, 16),
                                                  _mm256_set1_epi32(255)),
                                 _mm256_set1_epi32(128)));
    __m256i half = _mm256_srai_epi32(
        _mm256_sub_epi32(exponent, _mm256_set1_epi32(127)), 1);
    __m256i d = _mm256_or_si256(
        _mm256_slli_epi32(_mm256_sub_epi32(_mm256_set1_epi32(126), half), 23),
        fraction);
    d = _mm256_andnot_si256(_mm256_cmpeq_epi32(magnitude, infinity), d);
    d = _mm256_blendv_epi8(
        d, _mm256_set1_epi32(int(sem::NAN32)),
        _mm256_or_si256(_mm256_cmpgt_epi32(magnitude, infinity),
                        _mm256_cmpgt_epi32(zero, a)));
    return _mm256_blendv_epi8(d, _mm256_or_si256(a, infinity),
                              _mm256_cmpeq_epi32(magnitude, zero));
  }
};
template <class O> SECTILE_WORK(estimate) {
  const uint8_t *a = rowsOf(core, ip->a).bytes;
  uint8_t *d = written(core, ip->d).bytes;
  for (unsigned n = 0; n < 1024; n += 32)
    store256(d + n, O::apply(load256(a + n)));
  return true;
}

//===-- The table -------------------------------------------------------===//

// Other instructions have the handlers of handlers.h.
template <Op O> struct Multiplies {
  static constexpr Handler choose() {
    constexpr isa::Multiply m = isa::multiplyOf(O);
    if constexpr (!isa::isMultiply(O))
      return nullptr;
    else if constexpr (m.a == ElementType::f32 && m.b == ElementType::f32)
      return handler<multiplyF32<m.fromZero>>;
    else if constexpr (isHalf(m.a) && m.a == m.b)
      return handler<multiplyHalf<m.a, m.fromZero>>;
    else if constexpr (isByte(m.a) && isByte(m.b))
      return handler<multiplyBytes<m.a, m.b, m.fromZero>>;
    else if constexpr (isa::typeInfo(m.a).bits == 4)
      return handler<multiplyHalfBytes<m.a, m.b, m.fromZero>>;
    else if constexpr (isa::typeInfo(m.a).bits == 1)
      return handler<multiplyBits<m.combine, m.fromZero>>;
    else if constexpr (isa::typeInfo(m.a).bits == 8)
      return handler<multiplyByteFloats<m.a, m.b, m.fromZero>>;
    else
      return nullptr;
  }
  static constexpr Handler chosen = choose();
};

constexpr bool hasNarrowRows(isa::Element e) {
  using isa::Element;
  return e == Element::i4 || e == Element::u4 || e == Element::i8 ||
         e == Element::u8 || e == Element::i16 || e == Element::u16 ||
         e == Element::f16 || e == Element::bf16 || e == Element::e4m3 ||
         e == Element::e5m2;
}
template <Op O> struct Accesses {
  static constexpr Handler choose() {
    using isa::AddressForm;
    using isa::Kind;
    constexpr Kind kind = Operation<O>::kind;
    if constexpr (kind != Kind::tload && kind != Kind::tstore) {
      return nullptr;
    } else {
      constexpr bool loads = kind == Kind::tload;
      constexpr isa::Element element = Operation<O>::element;
      constexpr AddressForm form = isa::addressOf(O);
      if constexpr (form == AddressForm::linear && element == isa::Element::raw)
        return loads ? handler<loadRawLinear> : handler<storeRawLinear>;
      else if constexpr (form == AddressForm::linear && hasNarrowRows(element))
        return loads ? handler<loadWideLinear<element>>
                     : handler<storeWideLinear<element>>;
      else if constexpr (form == AddressForm::rectangle &&
                         hasNarrowRows(element))
        return loads ? handler<loadWide<element>> : handler<storeWide<element>>;
      else
        return nullptr;
    }
  }
  static constexpr Handler chosen = choose();
};

} // namespace

const TileHandlers &tilesAvx2() {
  static const TileHandlers table = [] {
    using isa::Element;
    TileHandlers t;
    fillTable(t);
    fillShared(t);
    auto set = [&](Op op, Handler h) { t.byOp[unsigned(op)] = h; };
    setChosen<Multiplies>(t);
    setChosen<Accesses>(t);
    set(Op::TMASK_LIN, handler<maskLinear>);
    set(Op::TMASK_RECT, handler<maskRectangle>);
    set(Op::TSPLAT, handler<splat>);
    set(Op::TMOV, handler<move>);
    set(Op::TTRANS, handler<transposeTile>);
    set(Op::TROTROW, handler<rotateRows>);
    set(Op::TROTCOL, handler<rotateColumns>);
    set(Op::TPERM, handler<permuteWithinRows>);
    set(Op::TPERMROW, handler<permuteRows>);
    set(Op::TRCPE_F32, handler<estimate<Reciprocal>>);
    set(Op::TRSQRTE_F32, handler<estimate<ReciprocalRoot>>);
    set(Op::TPACK_F16, handler<pack<Element::f16, false>>);
    set(Op::TPACK_BF16, handler<pack<Element::bf16, false>>);
    set(Op::TPACK_E4M3, handler<pack<Element::e4m3, false>>);
    set(Op::TPACK_E5M2, handler<pack<Element::e5m2, false>>);
    set(Op::TPACK_I8, handler<pack<Element::i8, false>>);
    set(Op::TPACK_U8, handler<pack<Element::u8, false>>);
    set(Op::TPACKZ_F16, handler<pack<Element::f16, true>>);
    set(Op::TPACKZ_BF16, handler<pack<Element::bf16, true>>);
    set(Op::TPACKZ_E4M3, handler<pack<Element::e4m3, true>>);
    set(Op::TPACKZ_E5M2, handler<pack<Element::e5m2, true>>);
    set(Op::TPACKZ_I8, handler<pack<Element::i8, true>>);
    set(Op::TPACKZ_U8, handler<pack<Element::u8, true>>);
    set(Op::TUNPK_F16, handler<unpack<Element::f16>>);
    set(Op::TUNPK_BF16, handler<unpack<Element::bf16>>);
    set(Op::TUNPK_E4M3, handler<unpack<Element::e4m3>>);
    set(Op::TUNPK_E5M2, handler<unpack<Element::e5m2>>);
    set(Op::TUNPK_I8, handler<unpack<Element::i8>>);
    set(Op::TUNPK_U8, handler<unpack<Element::u8>>);
    set(Op::TREDROW_ADD_F32, handler<reduceRows<Sum>>);
    set(Op::TREDCOL_ADD_F32, handler<reduceColumns<Sum>>);
    set(Op::TREDROW_MIN_F32, handler<reduceRows<Minimum>>);
    set(Op::TREDCOL_MIN_F32, handler<reduceColumns<Minimum>>);
    set(Op::TREDROW_MAX_F32, handler<reduceRows<Maximum>>);
    set(Op::TREDCOL_MAX_F32, handler<reduceColumns<Maximum>>);
    set(Op::TREDROW_ADD_I32, handler<reduceRows<Integer<addWords>>>);
    set(Op::TREDCOL_ADD_I32, handler<reduceColumns<Integer<addWords>>>);
    set(Op::TREDROW_MIN_I32, handler<reduceRows<Integer<minWords>>>);
    set(Op::TREDCOL_MIN_I32, handler<reduceColumns<Integer<minWords>>>);
    set(Op::TREDROW_MAX_I32, handler<reduceRows<Integer<maxWords>>>);
    set(Op::TREDCOL_MAX_I32, handler<reduceColumns<Integer<maxWords>>>);
    set(Op::TMIN_F32, handler<byTile<Minimum>>);
    set(Op::TSMIN_F32, handler<byScalar<Minimum>>);
    set(Op::TMAX_F32, handler<byTile<Maximum>>);
    set(Op::TSMAX_F32, handler<byScalar<Maximum>>);
    return t;
  }();
  return table;
}

} // namespace sectile

#else // not an x86-64 host: never chosen

namespace sectile {
const TileHandlers &tilesAvx2() { return tilesPortable(); }
} // namespace sectile

#endif

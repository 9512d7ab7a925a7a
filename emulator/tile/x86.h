// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions that the x86-64 tile paths share: moves between memory and tiles,
// compiled for each path with its widest vectors, and the forms of operands for
// multiplies, which are computed on demand and valid until the register is
// written (system/registers.h).
#ifndef SECTILE_EMULATOR_TILE_X86_H
#define SECTILE_EMULATOR_TILE_X86_H

#include "tile/handlers.h"
#include <immintrin.h>

namespace sectile {
namespace {

inline __m256i load256(const void *p) {
  return _mm256_loadu_si256(static_cast<const __m256i *>(p));
}
inline void store256(void *p, __m256i v) {
  _mm256_storeu_si256(static_cast<__m256i *>(p), v);
}
inline __m128i load128(const void *p) {
  return _mm_loadu_si128(static_cast<const __m128i *>(p));
}
inline void store128(void *p, __m128i v) {
  _mm_storeu_si128(static_cast<__m128i *>(p), v);
}

inline __m256 canonical(__m256 x) {
  return _mm256_blendv_ps(
      x, _mm256_castsi256_ps(_mm256_set1_epi32(int(sem::NAN32))),
      _mm256_cmp_ps(x, x, _CMP_UNORD_Q));
}

// A row of a tile, 64 bytes.
struct Row {
  __m256i low, high;
};
inline Row loadRow(const uint8_t *p) { return {load256(p), load256(p + 32)}; }
inline void storeRow(uint8_t *p, Row v) {
  store256(p, v.low);
  store256(p + 32, v.high);
}
inline void copyRow(uint8_t *to, const uint8_t *from) {
#ifdef __AVX512F__
  _mm512_storeu_si512(to, _mm512_loadu_si512(from));
#else
  storeRow(to, loadRow(from));
#endif
}
inline void copyTile(void *to, const void *from) {
  auto *d = static_cast<uint8_t *>(to);
  auto *s = static_cast<const uint8_t *>(from);
#pragma GCC unroll 16
  for (unsigned n = 0; n < 1024; n += 64)
    copyRow(d + n, s + n);
}

// 16 x 16 words.
void transpose(uint8_t *to, const uint8_t *from) {
  for (unsigned i = 0; i < 2; ++i)
    for (unsigned j = 0; j < 2; ++j) {
      const uint8_t *p = from + 512 * i + 32 * j;
      __m256i r[8], s[8];
      for (unsigned n = 0; n < 8; ++n)
        r[n] = load256(p + 64 * n);
      for (unsigned n = 0; n < 8; n += 2) {
        s[n] = _mm256_unpacklo_epi32(r[n], r[n + 1]);
        s[n + 1] = _mm256_unpackhi_epi32(r[n], r[n + 1]);
      }
      for (unsigned n = 0; n < 8; n += 4) {
        r[n] = _mm256_unpacklo_epi64(s[n], s[n + 2]);
        r[n + 1] = _mm256_unpackhi_epi64(s[n], s[n + 2]);
        r[n + 2] = _mm256_unpacklo_epi64(s[n + 1], s[n + 3]);
        r[n + 3] = _mm256_unpackhi_epi64(s[n + 1], s[n + 3]);
      }
      uint8_t *q = to + 512 * j + 32 * i;
      for (unsigned n = 0; n < 4; ++n) {
        store256(q + 64 * n, _mm256_permute2x128_si256(r[n], r[n + 4], 0x20));
        store256(q + 64 * (n + 4),
                 _mm256_permute2x128_si256(r[n], r[n + 4], 0x31));
      }
    }
}

//===-- Operands of the multiply ----------------------------------------===//

using isa::ElementType;

// The forms in which TileForms::left and right keep an operand, by the type of
// its elements, of which there are fewer than 64: widened to f32 or to 16 bits;
// columns of four bytes; what the rows add up to.
enum class Form : uint8_t { widened = 1, quads, sums };
constexpr uint8_t formOf(Form form, ElementType type = {}) {
  return uint8_t(unsigned(form) << 6 | unsigned(type));
}

// The types for which a path has a faster multiply than the definition.
constexpr bool isHalf(ElementType t) {
  return t == ElementType::f16 || t == ElementType::bf16;
}
constexpr bool isByte(ElementType t) {
  return isa::typeInfo(t).bits == 8 &&
         isa::typeInfo(t).kind != isa::ElementKind::floating;
}
constexpr bool isSigned(ElementType t) {
  return isa::typeInfo(t).kind == isa::ElementKind::signedInteger;
}

// How many elements of a row a multiply of such elements takes.
template <ElementType T> inline unsigned depthOf(const Core *core, uint8_t n) {
  return clampCount(core->r[n], isa::typeInfo(T).depth);
}

// The words of register n transposed: [k / (4 / size)][i].
inline const uint8_t *wordColumns(Core *core, unsigned n, uint8_t *room) {
  TileForms &form = core->forms[n];
  if (form.columns == Columns::words)
    return core->columns[n].bytes;
  if (form.columns != Columns::none) { // of halves or bytes: keep those
    transpose(room, rowsOf(core, n).bytes);
    return room;
  }
  transpose(core->columns[n].bytes, core->rows[n].bytes);
  form.columns = Columns::words;
  return core->columns[n].bytes;
}
inline const float *rightF32(Core *core, unsigned n) {
  TileForms &form = core->forms[n];
  if (__builtin_expect(form.columns != Columns::words, 0)) {
    rowsOf(core, n);
    transpose(core->columns[n].bytes, core->rows[n].bytes);
    form.columns = Columns::words;
  }
  return reinterpret_cast<const float *>(core->columns[n].bytes);
}

// Eight halves; NaNs need not be canonical here.
template <ElementType T> inline __m256 widen(__m128i v) {
  static_assert(isHalf(T));
  if constexpr (T == ElementType::f16)
    return _mm256_cvtph_ps(v);
  return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(v), 16));
}

template <ElementType T> inline const float *leftHalf(Core *core, unsigned n) {
  auto *out = reinterpret_cast<float *>(core->leftOperand[n].bytes);
  if (core->forms[n].left == formOf(Form::widened, T))
    return out;
  const uint8_t *p = rowsOf(core, n).bytes;
  for (unsigned k = 0; k < 512; k += 8)
    _mm256_store_ps(out + k, widen<T>(load128(p + 2 * k)));
  core->forms[n].left = formOf(Form::widened, T);
  return out;
}
template <ElementType T> inline const float *rightHalf(Core *core, unsigned n) {
  auto *out = reinterpret_cast<float *>(core->rightOperand[n].bytes);
  TileForms &form = core->forms[n];
  if (form.right == formOf(Form::widened, T))
    return out;
  if (form.columns == Columns::halves) {
    const uint8_t *p = core->columns[n].bytes;
    for (unsigned k = 0; k < 512; k += 8)
      _mm256_store_ps(out + k, widen<T>(load128(p + 2 * k)));
  } else {
    alignas(64) uint8_t room[1024];
    const uint8_t *p = wordColumns(core, n, room); // pairs: k even below k odd
    for (unsigned k = 0; k < 16; ++k)
      for (unsigned j = 0; j < 2; ++j) {
        __m256i v = load256(p + 64 * k + 32 * j);
        __m256i even = _mm256_slli_epi32(v, 16),
                odd = _mm256_and_si256(v, _mm256_set1_epi32(int(0xffff0000)));
        if constexpr (T == ElementType::f16) {
          __m256i low = _mm256_permute4x64_epi64(
              _mm256_packus_epi32(_mm256_srli_epi32(even, 16),
                                  _mm256_srli_epi32(odd, 16)),
              0xd8);
          _mm256_store_ps(out + 32 * k + 8 * j,
                          widen<T>(_mm256_castsi256_si128(low)));
          _mm256_store_ps(out + 32 * k + 16 + 8 * j,
                          widen<T>(_mm256_extracti128_si256(low, 1)));
        } else {
          _mm256_store_ps(out + 32 * k + 8 * j, _mm256_castsi256_ps(even));
          _mm256_store_ps(out + 32 * k + 16 + 8 * j, _mm256_castsi256_ps(odd));
        }
      }
  }
  form.right = formOf(Form::widened, T);
  return out;
}

// Bytes become 16-bit words: 64 to a row of the left operand, pairs [k / 2][j]
// of the right one.
template <ElementType T> inline __m256i widenBytes(__m128i v) {
  return isSigned(T) ? _mm256_cvtepi8_epi16(v) : _mm256_cvtepu8_epi16(v);
}
template <ElementType T>
inline const uint8_t *leftBytes(Core *core, unsigned n) {
  constexpr uint8_t w = formOf(Form::widened, T);
  uint8_t *out = core->leftOperand[n].bytes;
  if (core->forms[n].left == w)
    return out;
  const uint8_t *p = rowsOf(core, n).bytes;
  for (unsigned k = 0; k < 1024; k += 16)
    store256(out + 2 * k, widenBytes<T>(load128(p + k)));
  core->forms[n].left = w;
  return out;
}
// From columns of quadruples of k.
template <ElementType T>
inline void widenQuads(const uint8_t *p, uint8_t *out) {
  constexpr char z = char(0x80);
  const __m256i low =
      _mm256_setr_epi8(z, 0, z, 1, z, 4, z, 5, z, 8, z, 9, z, 12, z, 13, z, 0,
                       z, 1, z, 4, z, 5, z, 8, z, 9, z, 12, z, 13);
  const __m256i high = _mm256_add_epi8(low, _mm256_set1_epi16(0x0200));
  for (unsigned k = 0; k < 16; ++k)
    for (unsigned j = 0; j < 64; j += 32) {
      __m256i v = load256(p + 64 * k + j);
      __m256i a = _mm256_shuffle_epi8(v, low), b = _mm256_shuffle_epi8(v, high);
      store256(out + 128 * k + j,
               isSigned(T) ? _mm256_srai_epi16(a, 8) : _mm256_srli_epi16(a, 8));
      store256(out + 128 * k + 64 + j,
               isSigned(T) ? _mm256_srai_epi16(b, 8) : _mm256_srli_epi16(b, 8));
    }
}
template <ElementType T>
inline const uint8_t *rightBytes(Core *core, unsigned n) {
  constexpr uint8_t w = formOf(Form::widened, T);
  uint8_t *out = core->rightOperand[n].bytes;
  TileForms &form = core->forms[n];
  if (form.right == w)
    return out;
  if (form.columns == Columns::bytes) {
    const uint8_t *p = core->columns[n].bytes;
    for (unsigned k = 0; k < 64; k += 2) {
      __m128i even = load128(p + 16 * k), odd = load128(p + 16 * k + 16);
      store256(out + 32 * k, widenBytes<T>(_mm_unpacklo_epi8(even, odd)));
      store256(out + 32 * k + 32, widenBytes<T>(_mm_unpackhi_epi8(even, odd)));
    }
  } else {
    alignas(64) uint8_t room[1024];
    widenQuads<T>(wordColumns(core, n, room), out);
  }
  form.right = w;
  return out;
}

// Bytes for the four-way multiply: [k / 4][j] words of four k.
inline const uint8_t *rightQuads(Core *core, unsigned n) {
  TileForms &form = core->forms[n];
  if (form.columns != Columns::bytes) {
    if (form.columns == Columns::words || form.columns == Columns::none)
      return wordColumns(core, n, nullptr);
    if (form.right != formOf(Form::quads)) {
      transpose(core->rightOperand[n].bytes, rowsOf(core, n).bytes);
      form.right = formOf(Form::quads);
    }
    return core->rightOperand[n].bytes;
  }
  uint8_t *out = core->rightOperand[n].bytes;
  if (form.right == formOf(Form::quads))
    return out;
  const uint8_t *p = core->columns[n].bytes;
  for (unsigned k = 0; k < 16; ++k, p += 64, out += 64) {
    __m128i r0 = load128(p), r1 = load128(p + 16), r2 = load128(p + 32),
            r3 = load128(p + 48);
    __m128i low01 = _mm_unpacklo_epi8(r0, r1),
            high01 = _mm_unpackhi_epi8(r0, r1);
    __m128i low23 = _mm_unpacklo_epi8(r2, r3),
            high23 = _mm_unpackhi_epi8(r2, r3);
    store128(out, _mm_unpacklo_epi16(low01, low23));
    store128(out + 16, _mm_unpackhi_epi16(low01, low23));
    store128(out + 32, _mm_unpacklo_epi16(high01, high23));
    store128(out + 48, _mm_unpackhi_epi16(high01, high23));
  }
  form.right = formOf(Form::quads);
  return core->rightOperand[n].bytes;
}

// An operand that is also the destination has to be copied, because rows are
// written while it is read.
template <class T>
inline const T *apart(const T *p, bool same, T *room, unsigned bytes) {
  if (__builtin_expect(!same, 1))
    return p;
  __builtin_memcpy(room, p, bytes);
  return room;
}

// The first `part` bytes of each of 16 rows; what follows is zero.
inline void takePart(uint8_t *to, const uint8_t *from, unsigned rowBytes,
                     unsigned part) {
  for (unsigned i = 0; i < 16; ++i, to += rowBytes, from += rowBytes) {
    __builtin_memcpy(to, from, part);
    __builtin_memset(to + part, 0, rowBytes - part);
  }
}

// The first `bits` bits of each row.
inline void takeBits(uint8_t *to, const uint8_t *from, unsigned bits) {
  takePart(to, from, 64, (bits + 7) / 8);
  if (bits % 8)
    for (unsigned i = 0; i < 16; ++i)
      to[64 * i + bits / 8] &= uint8_t((1 << bits % 8) - 1);
}

//===-- Memory ----------------------------------------------------------===//
// Copies at most 64 bytes. May read 64 bytes of the source, never writes more
// than n.
inline void copyPart(uint8_t *d, const uint8_t *s, unsigned n) {
  if (n == 64) {
    copyRow(d, s);
    return;
  }
  if (n >= 32) {
    store256(d, load256(s));
    d += 32, s += 32, n -= 32;
  }
  if (n >= 16) {
    store128(d, load128(s));
    d += 16, s += 16, n -= 16;
  }
  for (; n >= 4; d += 4, s += 4, n -= 4)
    __builtin_memcpy(d, s, 4);
  for (; n; ++d, ++s, --n)
    *d = *s;
}

#define SECTILE_CHECK_RECTANGLE(ELEMENT)                                       \
  constexpr ElementShape e = shapeOf(ELEMENT);                                 \
  Extent x = clampShape(core->r[ip->c], e);                                    \
  const RowBytes touched = rowBytes(x, e);                                     \
  uint64_t offset = core->r[ip->a] - ramBase, stride = core->r[ip->b];         \
  if (__builtin_expect(                                                        \
          !x.fromBeginning() &&                                                \
              !toBeginning(core, offset, core->r[ip->a], stride, x, touched),  \
          0))                                                                  \
    return false;                                                              \
  if (__builtin_expect(                                                        \
          x.rows && !inside(core, offset, stride, x.rows, touched.count), 0))  \
    return false;

SECTILE_WORK(loadRaw) {
  SECTILE_CHECK_RECTANGLE(isa::Element::raw)
  uint8_t *d = written(core, ip->d).bytes;
  const uint8_t *p = displaced(core->ram, offset);
  if (__builtin_expect(x.columns == 64 && x.rows == 16, 1)) {
#pragma GCC unroll 4
    for (unsigned i = 0; i < 16; ++i, p = displaced(p, stride))
      copyRow(d + 64 * i, p);
  } else {
    __builtin_memset(d, 0, 1024);
    d += 64 * x.firstRow + x.firstColumn;
    for (unsigned i = 0; i < x.rows; ++i, p = displaced(p, stride))
      copyPart(d + 64 * i, p, x.columns);
  }
  return true;
}
SECTILE_WORK(storeRaw) {
  SECTILE_CHECK_RECTANGLE(isa::Element::raw)
  if (__builtin_expect(anyCode(core->ram, offset, stride, x.rows, x.columns),
                       0))
    return false;
  const uint8_t *s =
      rowsOf(core, ip->d).bytes + 64 * x.firstRow + x.firstColumn;
  uint8_t *p = displaced(core->ram, offset);
  for (unsigned i = 0; i < x.rows; ++i, p = displaced(p, stride))
    copyPart(p, s + 64 * i, x.columns);
  return true;
}

// K rows of 16 elements, which are the transposed form.
constexpr Columns columnsOf(unsigned bytes) {
  return bytes == 4   ? Columns::words
         : bytes == 2 ? Columns::halves
                      : Columns::bytes;
}
template <isa::Element E> SECTILE_WORK(loadTransposed) {
  SECTILE_CHECK_RECTANGLE(E)
  constexpr unsigned bytes = e.bytes(16);
  core->forms[ip->d] = {false, columnsOf(e.bytes())};
  uint8_t *d = core->columns[ip->d].bytes;
  const uint8_t *p = displaced(core->ram, offset);
  if (__builtin_expect(x.columns == 16 && x.rows == e.rows, 1)) {
#pragma GCC unroll 4
    for (unsigned k = 0; k < e.rows;
         ++k, p = displaced(p, stride), d += bytes) {
      if constexpr (bytes == 64)
        copyRow(d, p);
      if constexpr (bytes == 32)
        store256(d, load256(p));
      if constexpr (bytes == 16)
        store128(d, load128(p));
    }
  } else {
    __builtin_memset(d, 0, 1024);
    d += bytes * x.firstRow + touched.first;
    for (unsigned k = 0; k < x.rows; ++k, p = displaced(p, stride), d += bytes)
      copyPart(d, p, touched.count);
  }
  return true;
}

SECTILE_WORK(loadWholeTile) {
  uint64_t offset = core->r[ip->a] + uint64_t(int64_t(ip->imm)) - ramBase;
  if (__builtin_expect(offset > core->ramSize - 1024, 0))
    return false;
  copyTile(&written(core, ip->d), displaced(core->ram, offset));
  return true;
}
SECTILE_WORK(storeWholeTile) {
  uint64_t offset = core->r[ip->a] + uint64_t(int64_t(ip->imm)) - ramBase;
  if (__builtin_expect(offset > core->ramSize - 1024 ||
                           anyCode(core->ram, offset, 256, 4, 256),
                       0))
    return false;
  copyTile(displaced(core->ram, offset), &rowsOf(core, ip->d));
  return true;
}

inline void clearTile(Tile &d) {
#ifdef __AVX512F__
  for (unsigned n = 0; n < 1024; n += 64)
    _mm512_storeu_si512(d.bytes + n, _mm512_setzero_si512());
#else
  for (unsigned n = 0; n < 1024; n += 32)
    store256(d.bytes + n, _mm256_setzero_si256());
#endif
}
SECTILE_WORK(zero) {
  clearTile(written(core, ip->d));
  return true;
}

// The handler of an access that moves rows unchanged, or null.
template <Op O> constexpr Handler moveHandler() {
  using isa::AddressForm;
  using isa::Element;
  constexpr Element element = Operation<O>::element;
  constexpr AddressForm form = isa::addressOf(O);
  constexpr bool loads = Operation<O>::kind == isa::Kind::tload;
  if constexpr (form == AddressForm::displacement && element == Element::raw)
    return loads ? handler<loadWholeTile> : handler<storeWholeTile>;
  else if constexpr (form == AddressForm::rectangle && element == Element::raw)
    return loads ? handler<loadRaw> : handler<storeRaw>;
  else if constexpr (form == AddressForm::rectangle && loads &&
                     (element == Element::t32 || element == Element::t16 ||
                      element == Element::t8))
    return handler<loadTransposed<element>>;
  else
    return nullptr;
}

// Sets those handlers that a path has; the others stay.
inline void setIfAny(Handler &entry, Handler chosen) {
  if (chosen)
    entry = chosen;
}
template <template <Op> class Path, size_t... N>
void setChosen(TileHandlers &t, std::index_sequence<N...>) {
  (setIfAny(t.byOp[N], Path<Op(N)>::chosen), ...);
}
template <template <Op> class Path> void setChosen(TileHandlers &t) {
  setChosen<Path>(t, std::make_index_sequence<isa::opCount>());
}

template <Op O> struct Moves {
  static constexpr Handler choose() {
    using isa::Kind;
    constexpr Kind kind = Operation<O>::kind;
    if constexpr (kind == Kind::tload || kind == Kind::tstore)
      return moveHandler<O>();
    else
      return nullptr;
  }
  static constexpr Handler chosen = choose();
};

inline void fillShared(TileHandlers &t) {
  setChosen<Moves>(t);
  t.byOp[unsigned(Op::TZERO)] = handler<zero>;
}

} // namespace
} // namespace sectile
#endif

// What each tile instruction computes.
//
// One function per record of isa/TileInstrs.td, under the record's name: the
// result is `d` (an operand as well where the record ties it), then the
// operands in the order of InOperandList. `d` may be the same tile as any
// operand. A shape operand that names r0 arrives as all ones.
//
// Tile loads and stores are the pure part only, per element: a load puts the
// raw bytes of element (i, j) of memory into the tile, a store gives the raw
// bytes of element (i, j). The caller walks the shape, in row-major order.
#ifndef SECTILE_SEMANTICS_TILE_H
#define SECTILE_SEMANTICS_TILE_H

#include "scalar.h"

// Element n of d depends on element n of the operands alone.
#if defined(__clang__)
#define SECTILE_LANES _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define SECTILE_LANES _Pragma("GCC ivdep")
#else
#define SECTILE_LANES
#endif

namespace sectile::sem {

static inline W lane(const Tile &t, unsigned n) {
  W v;
  std::memcpy(&v, t.bytes + 4 * n, 4);
  return v;
}
static inline void lane(Tile &t, unsigned n, W v) {
  std::memcpy(t.bytes + 4 * n, &v, 4);
}

//===-- Memory: elements ------------------------------------------------===//

static inline void loadRAW(Tile &d, unsigned i, unsigned j, U raw) {
  d.byte(i, j, uint8_t(raw));
}
static inline void loadI8(Tile &d, unsigned i, unsigned j, U raw) {
  d.word(i, j, W(sx8(raw)));
}
static inline void loadU8(Tile &d, unsigned i, unsigned j, U raw) {
  d.word(i, j, W(zx8(raw)));
}
static inline void loadF16(Tile &d, unsigned i, unsigned j, U raw) {
  d.word(i, j, widenF16(uint16_t(raw)));
}
static inline void loadBF16(Tile &d, unsigned i, unsigned j, U raw) {
  d.word(i, j, widenBF16(uint16_t(raw)));
}
static inline void loadT32(Tile &d, unsigned k, unsigned i, U raw) {
  d.word(i, k, W(raw));
}
static inline void loadT16(Tile &d, unsigned k, unsigned i, U raw) {
  d.half(i, k, uint16_t(raw));
}
static inline void loadT8(Tile &d, unsigned k, unsigned i, U raw) {
  d.byte(i, k, uint8_t(raw));
}

static inline U storeRAW(const Tile &d, unsigned i, unsigned j) {
  return d.byte(i, j);
}
static inline U storeI8(const Tile &d, unsigned i, unsigned j) {
  return saturateI8(SW(d.word(i, j)));
}
static inline U storeU8(const Tile &d, unsigned i, unsigned j) {
  return saturateU8(SW(d.word(i, j)));
}
static inline U storeF16(const Tile &d, unsigned i, unsigned j) {
  return narrowF16(d.word(i, j));
}
static inline U storeBF16(const Tile &d, unsigned i, unsigned j) {
  return narrowBF16(d.word(i, j));
}

#define SECTILE_TILE_LOAD(NAME, ELEMENT)                                       \
  static inline void NAME(Tile &d, unsigned i, unsigned j, U raw) {            \
    load##ELEMENT(d, i, j, raw);                                               \
  }
#define SECTILE_TILE_STORE(NAME, ELEMENT)                                      \
  static inline U NAME(const Tile &d, unsigned i, unsigned j) {                \
    return store##ELEMENT(d, i, j);                                            \
  }
SECTILE_TILE_LOAD(TLD, RAW)
SECTILE_TILE_STORE(TST, RAW)
SECTILE_TILE_LOAD(TLDR_RAW, RAW)
SECTILE_TILE_LOAD(TLDR_I8, I8)
SECTILE_TILE_LOAD(TLDR_U8, U8)
SECTILE_TILE_LOAD(TLDR_F16, F16)
SECTILE_TILE_LOAD(TLDR_BF16, BF16)
SECTILE_TILE_LOAD(TLDR_T32, T32)
SECTILE_TILE_LOAD(TLDR_T16, T16)
SECTILE_TILE_LOAD(TLDR_T8, T8)
SECTILE_TILE_LOAD(TLDL_RAW, RAW)
SECTILE_TILE_LOAD(TLDL_I8, I8)
SECTILE_TILE_LOAD(TLDL_U8, U8)
SECTILE_TILE_LOAD(TLDL_F16, F16)
SECTILE_TILE_LOAD(TLDL_BF16, BF16)
SECTILE_TILE_STORE(TSTR_RAW, RAW)
SECTILE_TILE_STORE(TSTR_I8, I8)
SECTILE_TILE_STORE(TSTR_U8, U8)
SECTILE_TILE_STORE(TSTR_F16, F16)
SECTILE_TILE_STORE(TSTR_BF16, BF16)
SECTILE_TILE_STORE(TSTL_RAW, RAW)
SECTILE_TILE_STORE(TSTL_I8, I8)
SECTILE_TILE_STORE(TSTL_U8, U8)
SECTILE_TILE_STORE(TSTL_F16, F16)
SECTILE_TILE_STORE(TSTL_BF16, BF16)
#undef SECTILE_TILE_LOAD
#undef SECTILE_TILE_STORE

//===-- Matrix multiply-accumulate --------------------------------------===//

// Element k of row i, widened to 32 bits.
template <isa::ElementType T>
static inline W element(const Tile &t, unsigned i, unsigned k) {
  using Type = isa::ElementType;
  if constexpr (T == Type::f32 || T == Type::i32)
    return t.word(i, k);
  else if constexpr (T == Type::f16)
    return widenF16(t.half(i, k));
  else if constexpr (T == Type::bf16)
    return widenBF16(t.half(i, k));
  else if constexpr (T == Type::i8)
    return W(sx8(t.byte(i, k)));
  else
    return t.byte(i, k);
}

// d, or +0, plus the products of row i of a and row j of b in ascending k.
template <isa::Op O>
static inline void multiply(Tile &d, const Tile &a, const Tile &b) {
  constexpr isa::Multiply m = isa::multiplyOf(O);
  Tile r;
  for (unsigned i = 0; i < 16; ++i)
    for (unsigned j = 0; j < 16; ++j) {
      W c = m.fromZero ? 0 : d.word(i, j);
      for (unsigned k = 0; k < m.depth(); ++k) {
        W x = element<m.a>(a, i, k), y = element<m.b>(b, j, k);
        c = m.sum() == isa::ElementType::f32
                ? bits32(std::fma(f32(x), f32(y), f32(c)))
                : c + x * y;
      }
      r.word(i, j, c);
    }
  d = r;
}
#define SECTILE_MULTIPLY(NAME)                                                 \
  static inline void TMMA_##NAME(Tile &d, const Tile &a, const Tile &b) {      \
    multiply<isa::Op::TMMA_##NAME>(d, a, b);                                   \
  }                                                                            \
  static inline void TMMAZ_##NAME(Tile &d, const Tile &a, const Tile &b) {     \
    multiply<isa::Op::TMMAZ_##NAME>(d, a, b);                                  \
  }
SECTILE_MULTIPLY(F32)
SECTILE_MULTIPLY(F16)
SECTILE_MULTIPLY(BF16)
SECTILE_MULTIPLY(I8)
SECTILE_MULTIPLY(U8)
SECTILE_MULTIPLY(I8U8)
SECTILE_MULTIPLY(U8I8)
#undef SECTILE_MULTIPLY

//===-- Elementwise -----------------------------------------------------===//

// Two powers of two the exponents of which are in the range of f64: exact, so
// that the only rounding is the one to f32.
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

// One line per operation defines both forms: tile by tile, and TS*, whose
// second operand is bits 31:0 of a register for every word.
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
SECTILE_UNARY(NEAR_F32, bits32(std::nearbyint(f32(a))))
SECTILE_UNARY(FLOOR_F32, bits32(std::floor(f32(a))))
SECTILE_UNARY(CEIL_F32, bits32(std::ceil(f32(a))))
SECTILE_UNARY(TRUNC_F32, bits32(std::trunc(f32(a))))
SECTILE_UNARY(ABS_F32, a & 0x7fffffff)
SECTILE_UNARY(NEG_F32, a ^ 0x80000000)
SECTILE_UNARY(CVT_F32_I32, bits32(float(SW(a))))
SECTILE_UNARY(CVT_I32_F32, truncate<SW>(f32(a)))
#undef SECTILE_UNARY

// TF*: three tiles; TFB*: the multiplicand b, TFC*: the addend c from a
// register.
#define SECTILE_FUSED(NAME, RESULT)                                            \
  static inline W word##NAME(W a, W b, W c) { return bits32(RESULT); }         \
  static inline void TF##NAME(Tile &d, const Tile &a, const Tile &b,           \
                              const Tile &c) {                                 \
    SECTILE_LANES for (unsigned n = 0; n < 256; ++n)                           \
        lane(d, n, word##NAME(lane(a, n), lane(b, n), lane(c, n)));            \
  }                                                                            \
  static inline void TFB##NAME(Tile &d, const Tile &a, U b, const Tile &c) {   \
    SECTILE_LANES for (unsigned n = 0; n < 256; ++n)                           \
        lane(d, n, word##NAME(lane(a, n), W(b), lane(c, n)));                  \
  }                                                                            \
  static inline void TFC##NAME(Tile &d, const Tile &a, const Tile &b, U c) {   \
    SECTILE_LANES for (unsigned n = 0; n < 256; ++n)                           \
        lane(d, n, word##NAME(lane(a, n), lane(b, n), W(c)));                  \
  }
SECTILE_FUSED(MADD_F32, std::fma(f32(a), f32(b), f32(c)))
SECTILE_FUSED(MSUB_F32, std::fma(f32(a), f32(b), -f32(c)))
SECTILE_FUSED(NMADD_F32, std::fma(-f32(a), f32(b), f32(c)))
SECTILE_FUSED(NMSUB_F32, std::fma(-f32(a), f32(b), -f32(c)))
#undef SECTILE_FUSED

static inline void TSEL(Tile &d, const Tile &a, const Tile &b, const Tile &c) {
  SECTILE_LANES for (unsigned n = 0; n < 256; ++n)
      lane(d, n, lane(c, n) != 0 ? lane(a, n) : lane(b, n));
}

//===-- Masks, pack and unpack ------------------------------------------===//

template <class F> static inline void fill(Tile &d, F f) {
  for (unsigned i = 0; i < 16; ++i)
    for (unsigned j = 0; j < 16; ++j)
      d.word(i, j, f(i, j));
}
static inline void TMASK_LIN(Tile &d, U a) {
  fill(d, [=](unsigned i, unsigned j) -> W {
    return I(16 * i + j) < I(a) ? -1 : 0;
  });
}
static inline void TMASK_RECT(Tile &d, U a) {
  fill(d, [=](unsigned i, unsigned j) -> W {
    return i < (a & 255) && j < (a >> 8 & 255) ? -1 : 0;
  });
}

static inline void packF16(Tile &d, const Tile &a, unsigned k) {
  Tile s = a;
  for (unsigned i = 0; i < 16; ++i)
    for (unsigned j = 0; j < 16; ++j)
      d.half(i, 16 * k + j, narrowF16(s.word(i, j)));
}
static inline void packBF16(Tile &d, const Tile &a, unsigned k) {
  Tile s = a;
  for (unsigned i = 0; i < 16; ++i)
    for (unsigned j = 0; j < 16; ++j)
      d.half(i, 16 * k + j, narrowBF16(s.word(i, j)));
}
static inline void packI8(Tile &d, const Tile &a, unsigned k) {
  Tile s = a;
  for (unsigned i = 0; i < 16; ++i)
    for (unsigned j = 0; j < 16; ++j)
      d.byte(i, 16 * k + j, saturateI8(SW(s.word(i, j))));
}
static inline void packU8(Tile &d, const Tile &a, unsigned k) {
  Tile s = a;
  for (unsigned i = 0; i < 16; ++i)
    for (unsigned j = 0; j < 16; ++j)
      d.byte(i, 16 * k + j, saturateU8(SW(s.word(i, j))));
}
static inline void TPACK_F16(Tile &d, const Tile &a, I k) {
  packF16(d, a, unsigned(k));
}
static inline void TPACK_BF16(Tile &d, const Tile &a, I k) {
  packBF16(d, a, unsigned(k));
}
static inline void TPACK_I8(Tile &d, const Tile &a, I k) {
  packI8(d, a, unsigned(k));
}
static inline void TPACK_U8(Tile &d, const Tile &a, I k) {
  packU8(d, a, unsigned(k));
}
static inline void TPACKZ_F16(Tile &d, const Tile &a) {
  Tile r = {};
  packF16(r, a, 0);
  d = r;
}
static inline void TPACKZ_BF16(Tile &d, const Tile &a) {
  Tile r = {};
  packBF16(r, a, 0);
  d = r;
}
static inline void TPACKZ_I8(Tile &d, const Tile &a) {
  Tile r = {};
  packI8(r, a, 0);
  d = r;
}
static inline void TPACKZ_U8(Tile &d, const Tile &a) {
  Tile r = {};
  packU8(r, a, 0);
  d = r;
}
static inline void TUNPK_F16(Tile &d, const Tile &a, I k) {
  Tile s = a;
  fill(d, [&](unsigned i, unsigned j) {
    return widenF16(s.half(i, 16 * unsigned(k) + j));
  });
}
static inline void TUNPK_BF16(Tile &d, const Tile &a, I k) {
  Tile s = a;
  fill(d, [&](unsigned i, unsigned j) {
    return widenBF16(s.half(i, 16 * unsigned(k) + j));
  });
}
static inline void TUNPK_I8(Tile &d, const Tile &a, I k) {
  Tile s = a;
  fill(d, [&](unsigned i, unsigned j) {
    return W(sx8(s.byte(i, 16 * unsigned(k) + j)));
  });
}
static inline void TUNPK_U8(Tile &d, const Tile &a, I k) {
  Tile s = a;
  fill(d, [&](unsigned i, unsigned j) {
    return W(s.byte(i, 16 * unsigned(k) + j));
  });
}

//===-- Moves -----------------------------------------------------------===//

static inline void TMOV(Tile &d, const Tile &a) {
  std::memmove(&d, &a, sizeof d);
}
static inline void TZERO(Tile &d) { std::memset(&d, 0, sizeof d); }
static inline void TIDXROW(Tile &d) {
  fill(d, [](unsigned i, unsigned) { return i; });
}
static inline void TIDXCOL(Tile &d) {
  fill(d, [](unsigned, unsigned j) { return j; });
}
static inline void TIDXLIN(Tile &d) {
  fill(d, [](unsigned i, unsigned j) { return 16 * i + j; });
}
static inline void TSPLAT(Tile &d, U a) {
  fill(d, [=](unsigned, unsigned) { return W(a); });
}
static inline void TTRANS(Tile &d, const Tile &a) {
  Tile s = a;
  fill(d, [&](unsigned i, unsigned j) { return s.word(j, i); });
}
static inline void TBROW(Tile &d, const Tile &a, U b) {
  Tile s = a;
  fill(d, [&](unsigned, unsigned j) { return s.word(b & 15, j); });
}
static inline void TBCOL(Tile &d, const Tile &a, U b) {
  Tile s = a;
  fill(d, [&](unsigned i, unsigned) { return s.word(i, b & 15); });
}
static inline U TGETW(const Tile &a, U b) { return sx32(lane(a, b & 255)); }
static inline void TPUTW(Tile &d, U a, U b) { lane(d, b & 255, W(a)); }

//===-- Reductions ------------------------------------------------------===//

template <class F> static inline W reduce(W x[16], F op) {
  for (unsigned s = 8; s; s /= 2)
    for (unsigned j = 0; j < s; ++j)
      x[j] = op(x[j], x[j + s]);
  return x[0];
}
template <class F> static inline void reduceRows(Tile &d, const Tile &a, F op) {
  for (unsigned i = 0; i < 16; ++i) {
    W x[16];
    std::memcpy(x, a.bytes + 64 * i, 64);
    W r = reduce(x, op);
    for (unsigned j = 0; j < 16; ++j)
      d.word(i, j, r);
  }
}
// Row by row, so that whole rows are combined at a time.
template <class F>
static inline void reduceColumns(Tile &d, const Tile &a, F op) {
  Tile x = a;
  for (unsigned s = 8; s; s /= 2)
    for (unsigned i = 0; i < s; ++i)
      for (unsigned j = 0; j < 16; ++j)
        x.word(i, j, op(x.word(i, j), x.word(i + s, j)));
  for (unsigned i = 0; i < 16; ++i)
    std::memcpy(d.bytes + 64 * i, x.bytes, 64);
}
static inline void TREDROW_ADD_F32(Tile &d, const Tile &a) {
  reduceRows(d, a, wordADD_F32);
}
static inline void TREDROW_MIN_F32(Tile &d, const Tile &a) {
  reduceRows(d, a, wordMIN_F32);
}
static inline void TREDROW_MAX_F32(Tile &d, const Tile &a) {
  reduceRows(d, a, wordMAX_F32);
}
static inline void TREDROW_ADD_I32(Tile &d, const Tile &a) {
  reduceRows(d, a, wordADD_I32);
}
static inline void TREDROW_MIN_I32(Tile &d, const Tile &a) {
  reduceRows(d, a, wordMIN_I32);
}
static inline void TREDROW_MAX_I32(Tile &d, const Tile &a) {
  reduceRows(d, a, wordMAX_I32);
}
static inline void TREDCOL_ADD_F32(Tile &d, const Tile &a) {
  reduceColumns(d, a, wordADD_F32);
}
static inline void TREDCOL_MIN_F32(Tile &d, const Tile &a) {
  reduceColumns(d, a, wordMIN_F32);
}
static inline void TREDCOL_MAX_F32(Tile &d, const Tile &a) {
  reduceColumns(d, a, wordMAX_F32);
}
static inline void TREDCOL_ADD_I32(Tile &d, const Tile &a) {
  reduceColumns(d, a, wordADD_I32);
}
static inline void TREDCOL_MIN_I32(Tile &d, const Tile &a) {
  reduceColumns(d, a, wordMIN_I32);
}
static inline void TREDCOL_MAX_I32(Tile &d, const Tile &a) {
  reduceColumns(d, a, wordMAX_I32);
}

} // namespace sectile::sem

#undef SECTILE_LANES
#endif

// Matrix multiply-accumulate (isa/tile/Multiply.td).
#ifndef SECTILE_SEMANTICS_TILE_MULTIPLY_H
#define SECTILE_SEMANTICS_TILE_MULTIPLY_H

#include "sectile/isa.h"
#include "semantics/value.h"

namespace sectile::sem {

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

} // namespace sectile::sem
#endif

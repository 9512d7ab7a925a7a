// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Matrix multiply-accumulate (isa/tile/Multiply.td).
#ifndef SECTILE_SEMANTICS_TILE_MULTIPLY_H
#define SECTILE_SEMANTICS_TILE_MULTIPLY_H

#include "semantics/element.h"

namespace sectile::sem {

// How many elements of a row are used: the operand is signed.
template <isa::Op O> static inline unsigned depthOf(U operand) {
  constexpr unsigned most = isa::multiplyOf(O).depth();
  return I(operand) < 0 ? 0 : operand < most ? unsigned(operand) : most;
}

// Whether d is not written.
template <isa::Op O> static inline bool multipliesNothing(U operand) {
  return !isa::multiplyOf(O).fromZero && depthOf<O>(operand) == 0;
}

// A summand of an integer multiply.
template <isa::Combine C> static inline W combined(W x, W y) {
  if constexpr (C == isa::Combine::difference)
    return x ^ y;
  else if constexpr (C == isa::Combine::conjunction)
    return x & y;
  else
    return x * y;
}

// d, or +0, plus the products of row i of a and row j of b in ascending k, up
// to the depth.
template <isa::Op O>
static inline void multiply(Tile &d, const Tile &a, const Tile &b, U operand) {
  constexpr isa::Multiply m = isa::multiplyOf(O);
  const unsigned depth = depthOf<O>(operand);
  Tile r;
  for (unsigned i = 0; i < 16; ++i)
    for (unsigned j = 0; j < 16; ++j) {
      W c = m.fromZero ? 0 : d.word(i, j);
      for (unsigned k = 0; k < depth; ++k) {
        W x = widen<m.a>(element<m.a>(a, i, k)),
          y = widen<m.b>(element<m.b>(b, j, k));
        c = m.sum() == ElementType::f32
                ? bits32(std::fma(f32(x), f32(y), f32(c)))
                : c + combined<m.combine>(x, y);
      }
      r.word(i, j, c);
    }
  d = r;
}

// A function for each record that has a TileMultiply.
#define SECTILE_MULTIPLY(NAME)                                                 \
  static inline void NAME(Tile &d, const Tile &a, const Tile &b, U c) {        \
    multiply<isa::Op::NAME>(d, a, b, c);                                       \
  }
#include "sectile/tiles.def"

} // namespace sectile::sem
#endif

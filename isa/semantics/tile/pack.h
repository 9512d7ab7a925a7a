// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pack and unpack (isa/tile/Pack.td).
#ifndef SECTILE_SEMANTICS_TILE_PACK_H
#define SECTILE_SEMANTICS_TILE_PACK_H

#include "semantics/element.h"

namespace sectile::sem {

template <ElementType T>
static inline void pack(Tile &d, const Tile &a, unsigned k) {
  Tile s = a;
  for (unsigned i = 0; i < 16; ++i)
    for (unsigned j = 0; j < 16; ++j)
      element<T>(d, i, 16 * k + j, narrow<T>(s.word(i, j)));
}
template <ElementType T>
static inline void unpack(Tile &d, const Tile &a, unsigned k) {
  Tile s = a;
  fill(d, [&](unsigned i, unsigned j) {
    return widen<T>(element<T>(s, i, 16 * k + j));
  });
}

// The three functions of a PackType.
#define SECTILE_PACK(NAME, TYPE)                                               \
  static inline void TPACK_##NAME(Tile &d, const Tile &a, I k) {               \
    pack<ElementType::TYPE>(d, a, unsigned(k));                                \
  }                                                                            \
  static inline void TPACKZ_##NAME(Tile &d, const Tile &a) {                   \
    Tile r = {};                                                               \
    pack<ElementType::TYPE>(r, a, 0);                                          \
    d = r;                                                                     \
  }                                                                            \
  static inline void TUNPK_##NAME(Tile &d, const Tile &a, I k) {               \
    unpack<ElementType::TYPE>(d, a, unsigned(k));                              \
  }
#include "sectile/tiles.def"

} // namespace sectile::sem
#endif

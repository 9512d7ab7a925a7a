// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tile loads and stores (isa/tile/Memory.td) of one element, without the memory
// access: a load puts the raw bits of element (i, j) of memory into the tile,
// a store returns the raw bytes of element (i, j). The caller iterates over the
// shape in row-major order.
#ifndef SECTILE_SEMANTICS_TILE_MEMORY_H
#define SECTILE_SEMANTICS_TILE_MEMORY_H

#include "semantics/element.h"

namespace sectile::sem {

// The raw bits of element n of those in memory from p on.
template <isa::Element E>
static inline U elementInMemory(const uint8_t *p, unsigned n) {
  constexpr isa::ElementShape e = shapeOf(E);
  U raw = 0;
  std::memcpy(&raw, p + e.byteOf(n), e.bytes());
  if constexpr (e.bits < 8)
    raw = raw >> n * e.bits % 8 & ones(e.bits);
  return raw;
}

template <isa::Element E>
static inline void loadElement(Tile &d, unsigned i, unsigned j, U raw) {
  constexpr isa::MemoryElement e = elementOf(E);
  if constexpr (e.transfer == isa::Transfer::converted)
    d.word(i, j, widen<e.type>(W(raw)));
  else if constexpr (e.transfer == isa::Transfer::transposed)
    element<e.type>(d, j, i, W(raw));
  else
    element<e.type>(d, i, j, W(raw));
}

template <isa::Element E>
static inline U storeElement(const Tile &d, unsigned i, unsigned j) {
  constexpr isa::MemoryElement e = elementOf(E);
  static_assert(e.transfer != isa::Transfer::transposed);
  if constexpr (e.transfer == isa::Transfer::converted)
    return narrow<e.type>(d.word(i, j));
  else
    return element<e.type>(d, i, j);
}

// A function for each record whose kind is tload or tstore.
#define SECTILE_TILE_LOAD(NAME, ELEMENT)                                       \
  static inline void NAME(Tile &d, unsigned i, unsigned j, U raw) {            \
    loadElement<isa::Element::ELEMENT>(d, i, j, raw);                          \
  }
#define SECTILE_TILE_STORE(NAME, ELEMENT)                                      \
  static inline U NAME(const Tile &d, unsigned i, unsigned j) {                \
    return storeElement<isa::Element::ELEMENT>(d, i, j);                       \
  }
#include "sectile/tiles.def"

} // namespace sectile::sem
#endif

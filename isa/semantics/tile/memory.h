// Tile loads and stores (isa/tile/Memory.td), the pure part only, per element:
// a load puts the raw bytes of element (i, j) of memory into the tile, a store
// gives the raw bytes of element (i, j). The caller walks the shape, in
// row-major order.
#ifndef SECTILE_SEMANTICS_TILE_MEMORY_H
#define SECTILE_SEMANTICS_TILE_MEMORY_H

#include "semantics/value.h"

namespace sectile::sem {

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

} // namespace sectile::sem
#endif

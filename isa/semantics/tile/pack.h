// Pack and unpack (isa/tile/Pack.td).
#ifndef SECTILE_SEMANTICS_TILE_PACK_H
#define SECTILE_SEMANTICS_TILE_PACK_H

#include "semantics/value.h"

namespace sectile::sem {

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

} // namespace sectile::sem
#endif

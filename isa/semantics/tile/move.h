// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Moves (isa/tile/Move.td).
#ifndef SECTILE_SEMANTICS_TILE_MOVE_H
#define SECTILE_SEMANTICS_TILE_MOVE_H

#include "semantics/value.h"

namespace sectile::sem {

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
static inline void TROTROW(Tile &d, const Tile &a, U b) {
  Tile s = a;
  fill(d, [&](unsigned i, unsigned j) { return s.word((i + b) & 15, j); });
}
static inline void TROTCOL(Tile &d, const Tile &a, U b) {
  Tile s = a;
  fill(d, [&](unsigned i, unsigned j) { return s.word(i, (j + b) & 15); });
}
static inline void TPERM(Tile &d, const Tile &a, const Tile &b) {
  Tile s = a, t = b;
  fill(d, [&](unsigned i, unsigned j) { return s.word(i, t.word(i, j) & 15); });
}
static inline void TPERMROW(Tile &d, const Tile &a, const Tile &b) {
  Tile s = a, t = b;
  fill(d, [&](unsigned i, unsigned j) { return s.word(t.word(i, 0) & 15, j); });
}
static inline U TGETW(const Tile &a, U b) { return sx32(lane(a, b & 255)); }
static inline void TPUTW(Tile &d, U a, U b) { lane(d, b & 255, W(a)); }

} // namespace sectile::sem
#endif

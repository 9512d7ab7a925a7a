// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reductions (isa/tile/Reduce.td).
#ifndef SECTILE_SEMANTICS_TILE_REDUCE_H
#define SECTILE_SEMANTICS_TILE_REDUCE_H

#include "semantics/tile/elementwise.h"

namespace sectile::sem {

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
// The loop combines whole rows, which vectorizes.
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
#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a shape covers (isa/tile/Shape.td): how many rows and columns a tile
// load or store moves, and the instruction that builds a shape.
#ifndef SECTILE_SEMANTICS_SHAPE_H
#define SECTILE_SEMANTICS_SHAPE_H

#include "sectile/isa.h"
#include "semantics/value.h"

namespace sectile {

// The shape of an access: elements counted in memory.
struct Extent {
  unsigned rows, columns;
};
using isa::ElementShape;
using isa::shapeOf;

// Rows in the lowest byte of the register, columns in the next.
static inline Extent clampShape(uint64_t shape, ElementShape e) {
  unsigned rows = shape & 255, columns = shape >> 8 & 255;
  return {rows < e.rows ? rows : e.rows,
          columns < e.columns ? columns : e.columns};
}

namespace sem {

static inline U clamp255(U v) { return I(v) < 0 ? 0 : v > 255 ? 255 : v; }
static inline U TSHAPE(U a, U b, I k) {
  return clamp255(a) | clamp255(clamp255(b) << k) << 8;
}

} // namespace sem
} // namespace sectile
#endif

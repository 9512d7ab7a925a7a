// How many rows and columns a tile load or store moves, by its element and its
// shape. Static, since files that include it are compiled for other processors.
#ifndef SECTILE_SEMANTICS_SHAPE_H
#define SECTILE_SEMANTICS_SHAPE_H

#include "sectile/isa.h"

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

} // namespace sectile
#endif

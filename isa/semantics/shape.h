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
// What a tile holds of elements of this type, and their bytes in memory.
struct ElementShape {
  unsigned rows, columns, bytes;
};
static constexpr ElementShape shapeOf(isa::Element e) {
  switch (e) {
  case isa::Element::raw:
    return {16, 64, 1};
  case isa::Element::t32:
    return {16, 16, 4};
  case isa::Element::t16:
    return {32, 16, 2};
  case isa::Element::t8:
    return {64, 16, 1};
  case isa::Element::i8:
  case isa::Element::u8:
    return {16, 16, 1};
  default:
    return {16, 16, 2};
  }
}
// Rows in the lowest byte of the register, columns in the next.
static inline Extent clampShape(uint64_t shape, ElementShape e) {
  unsigned rows = shape & 255, columns = shape >> 8 & 255;
  return {rows < e.rows ? rows : e.rows,
          columns < e.columns ? columns : e.columns};
}

} // namespace sectile
#endif

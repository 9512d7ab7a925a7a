// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Shapes (isa/tile/Shape.td): the rows and columns that a tile load or store
// moves, and the instructions that build a shape.
#ifndef SECTILE_SEMANTICS_SHAPE_H
#define SECTILE_SEMANTICS_SHAPE_H

#include "sectile/isa.h"
#include "semantics/value.h"

namespace sectile {

// Register number 0 means this shape: all rows and columns of any access.
constexpr uint64_t fullShape = 0xffff;

// The shape of an access, in elements of memory: some rows from firstRow on and
// some columns of each; no rows if it is empty.
struct Extent {
  unsigned firstRow, rows, firstColumn, columns;

  constexpr bool fromBeginning() const { return (firstRow | firstColumn) == 0; }
};
using isa::ElementShape;
using isa::shapeOf;

// The bytes of a row that hold the columns of an extent.
struct RowBytes {
  unsigned first, count;
};
static constexpr RowBytes rowBytes(const Extent &x, ElementShape e) {
  unsigned first = e.byteOf(x.firstColumn);
  return {first, e.bytes(x.firstColumn + x.columns) - first};
}

// From the lowest byte of the register: where rows end, where columns end,
// where rows begin, where columns begin.
static inline Extent clampShape(uint64_t shape, ElementShape e) {
  auto clamp = [](uint64_t n, unsigned most) {
    return (n & 255) < most ? unsigned(n & 255) : most;
  };
  unsigned lastRow = clamp(shape, e.rows),
           lastColumn = clamp(shape >> 8, e.columns),
           firstRow = clamp(shape >> 16, e.rows),
           firstColumn = clamp(shape >> 24, e.columns);
  if (firstRow >= lastRow || firstColumn >= lastColumn)
    return {0, 0, 0, 0};
  return {firstRow, lastRow - firstRow, firstColumn, lastColumn - firstColumn};
}

namespace sem {

static inline U clamp255(U v) { return I(v) < 0 ? 0 : v > 255 ? 255 : v; }
static inline U TSHAPE(U a, U b, I k) {
  return clamp255(a) | clamp255(clamp255(b) << k) << 8;
}
static inline U TSHAPEB(U d, U a, U b, I k) {
  return (d & ~U(0xffff0000)) | TSHAPE(a, b, k) << 16;
}

} // namespace sem
} // namespace sectile
#endif

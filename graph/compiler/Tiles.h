// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Tiles.h - convolutions by tiles of 16 pixels -------------*- C++ -*-===//
//
// What graph/runtime/tiles.c is told of a convolution of i8, whose window is
// few enough bytes that weights stay in registers.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_COMPILER_TILES_H
#define SECTILE_GRAPH_COMPILER_TILES_H

#include "Tensor.h"
#include <optional>
#include <string>
#include <vector>

namespace sectile::graph {

struct Convolution {
  Shape X, Y; ///< with four dimensions
  int64_t KernelH, KernelW, StrideH, StrideW, DilationH, DilationW;
  /// X with its padding: what is before it, and the extents.
  int64_t Top, Left, Height, Width;
  /// Depthwise, by blocks of 16 channels of a copy in which rows of pixels
  /// share their padding.
  bool Depthwise = false;
  bool Rare = false; ///< one rounding, or shifts to the left
};

struct TilesPlan {
  std::string Function;
  std::vector<int64_t> Geometry; ///< struct sectile_tiles up to `channels`
  /// Of struct sectile_tiles_copy the groups to `zero_point`, the rectangles of
  /// padding and what follows.
  std::vector<int64_t> Copy, Counts;
  std::vector<int32_t> Tables; ///< of the copy, behind the parameters
  int64_t CopyBytes = 0;
  bool Gathers = false; ///< the offsets of all pixels follow the parameters
};

/// Nothing if the window has too many pieces, or none of a kernel's form.
std::optional<TilesPlan> planTiles(const Convolution &C, int64_t ZeroPoint);

} // namespace sectile::graph

#endif

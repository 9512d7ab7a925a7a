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

/// How the input of a depthwise convolution is in memory as that reads it:
/// blocks of 16 channels, with their padding.
struct BlockLayout {
  std::vector<int32_t> Offsets; ///< of the pixels, in a block
  int64_t Block = 0;            ///< bytes from block to block
  int64_t Bytes = 0;
  std::vector<int32_t>
      Padding;           ///< rectangles, as struct sectile_tiles has them
  int64_t ZeroPoint = 0; ///< the value of the padding
};

struct Convolution {
  Shape X, Y; ///< with four dimensions
  int64_t KernelH, KernelW, StrideH, StrideW, DilationH, DilationW;
  /// X with its padding: what is before it, and the extents.
  int64_t Top, Left, Height, Width;
  /// Depthwise, by blocks of 16 channels of a copy in which rows of pixels
  /// share their padding.
  bool Depthwise = false;
  bool Rare = false;                   ///< one rounding, or shifts to the left
  bool Laid = false;                   ///< X is as blockLayout() says
  const BlockLayout *Result = nullptr; ///< of Y, if it is not plain
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
  /// Of a result by blocks: the offsets of its pixels in the order of the
  /// tiles, and how many rectangles of padding come before the first tile and
  /// with each.
  std::vector<int32_t> Scatter;
  int64_t FillsBefore = 0, FillsEach = 0;
};

/// Nothing if the convolution reads its input as it is, plain.
std::optional<BlockLayout> blockLayout(const Convolution &C, int64_t ZeroPoint);

/// Nothing if the window has too many pieces, or none of a kernel's form.
std::optional<TilesPlan> planTiles(const Convolution &C, int64_t ZeroPoint);

} // namespace sectile::graph

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Arena.h - places of buffers in one block of memory -------*- C++ -*-===//

#ifndef SECTILE_GRAPH_ARENA_H
#define SECTILE_GRAPH_ARENA_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sectile::graph {

/// A buffer that is in use from the layer that writes it to the last one that
/// reads it.
struct Interval {
  int64_t Bytes;
  size_t First, Last;
  int64_t Offset = 0; ///< the result, a multiple of 64
};

/// Places the buffers so that those in use at once do not overlap: one after
/// the other, the largest first, and again with those first that were in the
/// way. Returns the arena's size.
int64_t placeBuffers(std::vector<Interval> &Buffers);

/// The most bytes that are in use at once: no arena is smaller.
int64_t largestUse(const std::vector<Interval> &Buffers);

} // namespace sectile::graph

#endif

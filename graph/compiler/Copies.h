// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Copies.h - operators that only move elements -------------*- C++ -*-===//
//
// Where each element of a result comes from, for operators where the place in
// the input is a sum of one term for each dimension of the result.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_COPIES_H
#define SECTILE_GRAPH_COPIES_H

#include "Model.h"

namespace sectile::graph {

struct CopyPlan {
  Shape Dims; ///< of the result; it may have more than its tensor
  /// For each of them, what each index adds to the element's number in the
  /// input.
  std::vector<std::vector<int64_t>> Offsets;
};

/// Of output \p Output, from an input of shape \p X.
CopyPlan copyPlan(const Operator &Op, const Shape &X, const Shape &Y,
                  size_t Output);

/// What the program reads (graph/runtime/kernels.h): how many dimensions, the
/// extents, the bytes that are contiguous, and offsets in bytes.
std::vector<int64_t> encodeCopy(const CopyPlan &Plan, int64_t ElementBytes);

} // namespace sectile::graph

#endif

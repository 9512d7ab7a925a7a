// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Bounds.h - cycles that an operator takes at least --------*- C++ -*-===//
//
// How long each unit of the core is busy with an operator if nothing else
// delays it. No order of the same operations takes fewer cycles than the
// busiest unit. docs/models.md states the rates and what is counted.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_BOUNDS_H
#define SECTILE_GRAPH_BOUNDS_H

#include "Model.h"
#include "Program.h"

namespace sectile::graph {

Bound boundOf(const Model &M, const Operator &Op);

// The rates by themselves, for loop nests that are no operators.

/// Operations of the elementwise unit on \p Elements words each.
int64_t elementwiseCycles(int64_t Elements, int64_t Operations);

/// Multiply-adds of the matrix unit, of bytes or of words.
int64_t productCycles(int64_t MultiplyAdds, bool Bytes);

/// Lines of memory.
int64_t memoryCycles(int64_t Bytes);

/// Whether the matrix unit needs no more cycles for a depthwise convolution of
/// i8, with weights of 0 for all other channels, than the elementwise unit and
/// the loads of its operands.
bool matrixBeatsDepthwise(const Operator &Op, int64_t Inputs, int64_t Outputs);

/// Whether a convolution of i8 takes fewer cycles if the window of each pixel
/// is copied into a row of its own: where the rows of the window are short.
bool patchesPay(const Operator &Op, int64_t Inputs, int64_t Outputs);

} // namespace sectile::graph

#endif

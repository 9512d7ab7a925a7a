// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Program.h - a model as loops in MLIR ---------------------*- C++ -*-===//

#ifndef SECTILE_GRAPH_PROGRAM_H
#define SECTILE_GRAPH_PROGRAM_H

#include "Tensor.h"

namespace sectile::graph {

/// Cycles for which the core's units are busy at least.
struct Bound {
  int64_t Matrix = 0, Elementwise = 0, Memory = 0;

  int64_t cycles() const;
  /// The busiest unit: matrix, elementwise or memory.
  const char *limit() const;
};

/// A result of a layer, and which argument of its function it is.
struct Written {
  unsigned Argument;
  Tensor Result;
  /// If it is not plain but blocks of 16 channels: the offsets of its pixels in
  /// one, and how many bytes that has.
  std::vector<int32_t> Offsets = {};
  int64_t Block = 0;
};

/// One operator of the report.
struct Layer {
  std::string Name;     ///< CONV_2D
  std::string Function; ///< that computes it; none if nothing is computed
  Shape Result;
  std::string Output; ///< the tensor's name
  int64_t MultiplyAccumulates = 0;
  int64_t WeightBytes = 0;
  int64_t DataBytes = 0; ///< of inputs and outputs
  Bound Least;
  std::vector<Written> Tensors;
};

struct Program {
  std::string Mlir; ///< a module with the function Entry
  std::vector<Layer> Layers;
  std::vector<Tensor> Inputs, Outputs;
  int64_t ArenaBytes = 0;
  int64_t LargestUse = 0;  ///< of the arena at one time
  int64_t TensorBytes = 0; ///< of all intermediate tensors together
  int64_t WeightBytes = 0;
};

/// The function takes the inputs, the outputs and the arena as memrefs of i8.
inline constexpr const char *Entry = "sectile_graph";

} // namespace sectile::graph

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Import.h - a model as loops in MLIR ----------------------*- C++ -*-===//
//
// Each operator becomes a function of linalg operations on buffers, the graph a
// function that calls them in order. Everything is static: the buffers are
// parts of one arena, constants parts of one read-only array.
//
// The importer writes MLIR's text. A body reads as what it computes, and no
// file but the one that lowers it needs MLIR's headers, which take ten seconds
// and 400 MB to compile. It works on buffers, not on tensors, because the
// graph says already which buffers there are, how long each lives and that
// none is written twice: there is no copy to avoid.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_IMPORT_H
#define SECTILE_GRAPH_IMPORT_H

#include "Model.h"

namespace sectile::graph {

/// One operator of the report.
struct Layer {
  std::string Name;     ///< CONV_2D
  std::string Function; ///< that computes it; none if nothing is computed
  Shape Result;
  std::string Output; ///< the tensor's name
  int64_t MultiplyAccumulates = 0;
  int64_t WeightBytes = 0;
  int64_t DataBytes = 0; ///< of inputs and outputs
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

Program importModel(const Model &M);

} // namespace sectile::graph

#endif

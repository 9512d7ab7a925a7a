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
#include "Program.h"

namespace sectile::graph {

Program importModel(const Model &M);

} // namespace sectile::graph

#endif

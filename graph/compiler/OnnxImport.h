// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- OnnxImport.h - an ONNX model as loops in MLIR ------------*- C++ -*-===//
//
// Each nest of the model becomes a function of affine loops around one
// statement. Everything is static, as for other models (Import.h).
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_ONNX_IMPORT_H
#define SECTILE_GRAPH_ONNX_IMPORT_H

#include "../onnx/Model.h"
#include "Program.h"

namespace sectile::graph {

Program importModel(const onnx::Model &M);

} // namespace sectile::graph

#endif

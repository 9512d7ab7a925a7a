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

/// A function of f32 as a function of MLIR, which computes the sequence of
/// <sectile_math.h>; nothing if the math dialect's operation \p Name has none.
std::string elementaryFunction(const std::string &Name);
/// The symbol of that function.
std::string elementaryName(const std::string &Name);

} // namespace sectile::graph

#endif

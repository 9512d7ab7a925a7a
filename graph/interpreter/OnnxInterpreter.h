// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- OnnxInterpreter.h - what an ONNX model computes ----------*- C++ -*-===//
//
// Executes the model's nests in order on the host (onnx/Execute.cpp), with no
// code of the compiler's. Both must agree in every bit.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_ONNX_INTERPRETER_H
#define SECTILE_GRAPH_ONNX_INTERPRETER_H

#include "../onnx/Model.h"
#include "Interpreter.h"

namespace sectile::graph {

/// The observer is told of the tensor that a nest wrote, if it is not repeated.
std::vector<Bytes> interpret(const onnx::Model &M,
                             const std::vector<Bytes> &Inputs,
                             const Observer &Seen = nullptr);

} // namespace sectile::graph

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Interpreter.h - what a model computes, on the host -------*- C++ -*-===//
//
// A second answer to the compiler's: from the model, by plain loops in the
// order that docs/models.md states, with no code of the compiler's. Both must
// agree in every bit.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_INTERPRETER_H
#define SECTILE_GRAPH_INTERPRETER_H

#include "Model.h"
#include <functional>

namespace sectile::graph {

using Bytes = std::vector<uint8_t>;

/// Is told of each result: the operator's number, which of its outputs it is,
/// and its elements.
using Observer =
    std::function<void(size_t Layer, size_t Output, const Bytes &Elements)>;

/// Computes the model's outputs, in their order, from its inputs, each of the
/// size of its tensor.
std::vector<Bytes> interpret(const Model &M, const std::vector<Bytes> &Inputs,
                             const Observer &Seen = nullptr);

} // namespace sectile::graph

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Module.h - a module of MLIR as loops ---------------------*- C++ -*-===//
//
// A model that is MLIR already: one function of TOSA, or of linalg operations
// on tensors, becomes a program of loops on buffers by MLIR's own passes.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_MLIR_MODULE_H
#define SECTILE_GRAPH_MLIR_MODULE_H

#include "Program.h"
#include <map>
#include <optional>
#include <string_view>

namespace sectile::graph::ir {

/// What the caller says of a module.
struct Options {
  std::string Function; ///< empty: the only one that is public
  std::map<std::string, Shape> InputShapes;
};

/// Whether a file is MLIR, text or bytecode, by the ending of its name.
inline bool isFile(std::string_view Path) {
  return Path.ends_with(".mlir") || Path.ends_with(".mlirbc");
}

/// The program of the module in \p Bytes. If something is wrong, nothing, and
/// at least one message in \p Errors: what follows the file's name, as
/// ":3:10: text".
std::optional<Program> importModule(std::string_view Bytes,
                                    const std::string &File, const Options &O,
                                    std::vector<std::string> &Errors);

} // namespace sectile::graph::ir

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Npy.h - NumPy's files of one array -----------------------*- C++ -*-===//

#ifndef SECTILE_GRAPH_NPY_H
#define SECTILE_GRAPH_NPY_H

#include "Interpreter.h"

namespace sectile::graph {

/// The elements of a tensor, from a file that must have its type and shape.
/// Returns what is wrong, or nothing.
std::string readNpy(const std::string &Path, const Tensor &T, Bytes &To);

/// The file's bytes.
std::string npyFile(const Tensor &T, const Bytes &From);

/// The whole file. Returns what is wrong, or nothing.
std::string readFile(const std::string &Path, std::string &To);

} // namespace sectile::graph

#endif

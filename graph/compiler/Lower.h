// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Lower.h - from MLIR to an executable ---------------------*- C++ -*-===//

#ifndef SECTILE_GRAPH_LOWER_H
#define SECTILE_GRAPH_LOWER_H

#include "Program.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/Error.h"
#include <memory>

namespace sectile::graph {

/// LLVM IR of a module of linalg, memref, arith and math operations, by MLIR's
/// own passes. A message means a defect of the importer.
llvm::Expected<std::unique_ptr<llvm::Module>>
lowerToLLVM(llvm::StringRef Mlir, llvm::LLVMContext &Context);

/// What an executable shows of its layers when it runs.
struct Observation {
  bool Profile = false;
  bool DumpTensors = false;
};

/// Adds what the caller needs to the module, whose functions become internal:
///
///   int NAME_run(const struct NAME_inputs *, struct NAME_outputs *, void
///   *arena)
///
/// and, for an executable, the description that graph/runtime/main.c reads.
void addInterface(llvm::Module &M, const Program &P, const std::string &Name,
                  bool Executable, const Observation &Shown);

/// The header that declares NAME_run.
std::string cHeader(const Program &P, const std::string &Name);

/// Optimises the module for the target.
llvm::Error optimise(llvm::Module &M);

/// An object, of an optimised module.
llvm::Error emitObject(llvm::Module &M, llvm::SmallVectorImpl<char> &Object);

/// Links an object with the runtime of the installation of \p Argv0.
llvm::Error linkExecutable(llvm::StringRef Object, llvm::StringRef Output,
                           const char *Argv0);

} // namespace sectile::graph

#endif

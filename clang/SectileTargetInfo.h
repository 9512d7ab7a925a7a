// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileTargetInfo.h - Sectile as clang sees it -----------*- C++ -*-===//
//
// Types, macros, registers, assembly constraints and builtins of the target.
// Clang's own table of targets cannot be extended from outside, so the compiler
// instance gets this one explicitly (FrontEnd.cpp).
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_CLANG_TARGETINFO_H
#define SECTILE_CLANG_TARGETINFO_H

#include "clang/Basic/TargetInfo.h"
#include <memory>

namespace clang {
class DiagnosticsEngine;
class TargetOptions;
} // namespace clang

namespace sectile {

/// A builtin's argument that must be a constant between two bounds.
struct BuiltinImmediate {
  unsigned Builtin; ///< index of the builtin among ours
  unsigned Argument;
  int64_t Minimum, Maximum;
};

/// How many builtins there are; their identifiers start at FirstTSBuiltin.
unsigned builtinCount();
llvm::ArrayRef<BuiltinImmediate> builtinImmediates();

/// A new target for Opts, or null after a diagnostic if they specify a target
/// other than Sectile. Opts must live as long as the result.
clang::TargetInfo *createTargetInfo(clang::DiagnosticsEngine &Diags,
                                    clang::TargetOptions &Opts);

} // namespace sectile

#endif

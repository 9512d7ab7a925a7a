// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- FrontEnd.h - one compilation or assembly, in process -----*- C++ -*-===//
//
// What `sectile-clang -cc1 ...` and `-cc1as ...` do; the driver calls them
// without starting a process.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_CLANG_FRONTEND_H
#define SECTILE_CLANG_FRONTEND_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

namespace sectile {

/// Registers the back end with LLVM, once.
void initializeBackEnd();

/// Compiles as -cc1 with these arguments (without "-cc1") asks. Returns the
/// exit status.
int runCompiler(llvm::ArrayRef<const char *> Arguments, const char *Argv0);

/// Assembles as -cc1as with these arguments (without "-cc1as") asks.
int runAssembler(llvm::ArrayRef<const char *> Arguments, const char *Argv0);

} // namespace sectile

#endif

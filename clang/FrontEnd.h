// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- FrontEnd.h - one compilation or assembly, in process -----*- C++ -*-===//
//
// The implementations of `sectile-clang -cc1 ...` and `-cc1as ...`; the driver
// calls them without starting a process.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_CLANG_FRONTEND_H
#define SECTILE_CLANG_FRONTEND_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

namespace sectile {

/// Registers the back end with LLVM, once.
void initializeBackEnd();

/// Compiles like -cc1 with these arguments (without "-cc1"). Returns the exit
/// status.
int runCompiler(llvm::ArrayRef<const char *> Arguments, const char *Argv0);

/// Assembles like -cc1as with these arguments (without "-cc1as").
int runAssembler(llvm::ArrayRef<const char *> Arguments, const char *Argv0);

} // namespace sectile

#endif

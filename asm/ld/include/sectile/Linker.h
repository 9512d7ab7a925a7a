// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Linker.h - the static linker as a library ----------------*- C++ -*-===//
//
// sectile-ld and the compiler driver both call this. No state outlives a call,
// so a process may link as often as it likes.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_LINKER_H
#define SECTILE_LINKER_H

#include "llvm/ADT/ArrayRef.h"

namespace llvm {
class raw_ostream;
}

namespace sectile::ld {

/// Links according to the command line \p Args (without the program's name).
/// Requested output is printed to \p Out, diagnostics to \p Err. Returns true
/// on success; a failure leaves no output file.
bool link(llvm::ArrayRef<const char *> Args, llvm::raw_ostream &Out,
          llvm::raw_ostream &Err);

} // namespace sectile::ld

#endif

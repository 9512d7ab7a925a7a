// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- ImplicitTiles.h - where tiles may be used unasked --------*- C++ -*-===//
#ifndef SECTILE_LOOPS_IMPLICITTILES_H
#define SECTILE_LOOPS_IMPLICITTILES_H

#include "llvm/ADT/StringRef.h"

namespace llvm {

class Function;
class Loop;

/// Do callers keep their tiles over a call of this function? The ABI promises
/// it for the memory functions, whoever defines them.
bool keepsTiles(StringRef Name);

/// An attribute of functions of which the gathers and scatters that have an
/// instruction are calls of it; what is left is to be taken apart.
constexpr const char *PreparedMark = "sectile-prepared";

/// May code of the function become tile code that its source does not name?
bool mayBecomeTiles(const Function &F);

/// Does the source say that a loop is to stay as it is?
bool isVectorizingOff(const Loop &L);

} // namespace llvm

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- ImplicitTiles.h - where passes may use tiles -------------*- C++ -*-===//
#ifndef SECTILE_LOOPS_IMPLICITTILES_H
#define SECTILE_LOOPS_IMPLICITTILES_H

#include "llvm/ADT/StringRef.h"

namespace llvm {

class Function;
class Loop;

/// Do callers expect this function to preserve the tile registers? The ABI
/// requires it of the memory functions, including those that users define.
bool keepsTiles(StringRef Name);

/// An attribute of functions in which gathers and scatters that have an
/// instruction have become calls of it; the others are to be scalarised.
constexpr const char *PreparedMark = "sectile-prepared";

/// May passes introduce tile code into a function that does not use tiles?
bool mayBecomeTiles(const Function &F);

/// Does a pragma in the source disable vectorisation of the loop?
bool isVectorizingOff(const Loop &L);

} // namespace llvm

#endif

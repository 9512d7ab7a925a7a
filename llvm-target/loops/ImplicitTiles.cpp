// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- ImplicitTiles.cpp - where passes may use tiles ---------------------===//

#include "loops/ImplicitTiles.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/IR/Function.h"

using namespace llvm;

bool llvm::keepsTiles(StringRef Name) {
  return Name == "memcpy" || Name == "memset" || Name == "memmove";
}

bool llvm::mayBecomeTiles(const Function &F) {
  return !(F.hasOptNone() || F.hasMinSize() ||
           F.hasFnAttribute(Attribute::StrictFP) ||
           F.hasFnAttribute(Attribute::NoImplicitFloat) ||
           F.hasFnAttribute("sectile-no-vectorize") ||
           F.hasFnAttribute("interrupt") || keepsTiles(F.getName()));
}

bool llvm::isVectorizingOff(const Loop &L) {
  // clang emits `vectorize(disable)` as a width of 1.
  auto Wanted = getOptionalBoolLoopAttribute(&L, "llvm.loop.vectorize.enable");
  auto Width = getOptionalIntLoopAttribute(&L, "llvm.loop.vectorize.width");
  return (Wanted && !*Wanted) || (Width && *Width == 1);
}

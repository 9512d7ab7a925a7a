// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileTargetInfo.cpp - registration of the target -----------------===//
//
// LLVM's list of architectures can't be extended from outside: to Triple,
// sectile-unknown-elf is an unknown architecture. The target is found by its
// name, and for a triple by a match on UnknownArch, so this plug-in must be
// the only one that claims it.
//
//===----------------------------------------------------------------------===//

#include "TargetInfo/SectileTargetInfo.h"
#include "llvm/MC/TargetRegistry.h"

using namespace llvm;

Target &llvm::getTheSectileTarget() {
  static Target TheSectileTarget;
  return TheSectileTarget;
}

extern "C" LLVM_EXTERNAL_VISIBILITY void LLVMInitializeSectileTargetInfo() {
  TargetRegistry::RegisterTarget(
      getTheSectileTarget(), "sectile", "Sectile array processor", "Sectile",
      [](Triple::ArchType Arch) { return Arch == Triple::UnknownArch; },
      /*HasJIT=*/false);
}

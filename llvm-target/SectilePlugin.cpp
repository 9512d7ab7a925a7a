// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectilePlugin.cpp - registration when the library is loaded --------===//
//
// `llc -load=libLLVMSectile.so` calls nothing: the target registers itself.
// Tools that are linked with the library call the function, so that the linker
// keeps the library.
//
//===----------------------------------------------------------------------===//

#include "SectilePlugin.h"

#define SECTILE_PARTS(X)                                                       \
  X(TargetInfo)                                                                \
  X(Target) X(TargetMC) X(AsmParser) X(AsmPrinter) X(Disassembler)

extern "C" {
#define DECLARE(Part) void LLVMInitializeSectile##Part();
SECTILE_PARTS(DECLARE)
}

void LLVMInitializeSectile() {
#define CALL(Part) LLVMInitializeSectile##Part();
  SECTILE_PARTS(CALL)
}

static const struct Registration {
  Registration() { LLVMInitializeSectile(); }
} Register;

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- PlatformEmitter.cpp - numbers of the platform, for C ---------------===//
//
// Macros, because start-up code in assembly, the C library, the tools and the
// emulator all include them.
//
//===----------------------------------------------------------------------===//

#include "emitters/Emitters.h"
#include "emitters/Names.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace sectile::gen;

void sectile::gen::emitPlatform(const Description &D, raw_ostream &OS) {
  OS << Notice << R"(#ifndef SECTILE_PLATFORM_H
#define SECTILE_PLATFORM_H

#ifdef __ASSEMBLER__
#define SECTILE_UINT64(N) N
#else
#include <stdint.h>
#define SECTILE_UINT64(N) UINT64_C(N)
#endif

)";
  for (const PlatformNumber &N : D.PlatformNumbers)
    OS << "/* " << N.Text << " */\n#define SECTILE_" << N.Name << ' '
       << (N.Bits == 64 ? "SECTILE_UINT64(" + hex(N.Value, 1) + ")"
                        : hex(N.Value, 1))
       << '\n';
  OS << "\n#endif\n";
}

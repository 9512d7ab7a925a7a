// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- RatesEmitter.cpp - how fast the core is ----------------------------===//
//
// For bounds that programs compute, in C and C++, and for the test that
// measures each instruction on the core.
//
//===----------------------------------------------------------------------===//

#include "emitters/Emitters.h"
#include "emitters/Names.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace sectile::gen;

void sectile::gen::emitRates(const Description &D, raw_ostream &OS) {
  OS << Notice << R"(//
// Cycles for which an instruction of a full tile keeps its unit of the core.
#ifndef SECTILE_RATES_H
#define SECTILE_RATES_H

)";
  for (const CoreRate &R : D.CoreRates)
    OS << "#define SECTILE_CYCLES_" << R.Name.upper() << ' ' << R.Cycles
       << " // " << R.Text << '\n';
  OS << "\n#endif\n";
}

void sectile::gen::emitRateTable(const Description &D, raw_ostream &OS) {
  OS << Notice
     << R"(// SECTILE_RATE(Name, rate, cycles, latency), one an instruction.
#ifndef SECTILE_RATE
#error "define SECTILE_RATE(Name, rate, cycles, latency) first"
#endif
)";
  for (const CoreRate &R : D.CoreRates)
    for (unsigned N : R.Members)
      OS << "SECTILE_RATE(" << D.Instructions[N].Name << ", " << R.Name << ", "
         << R.Cycles << ", " << R.Latency << ")\n";
  OS << "#undef SECTILE_RATE\n";
}

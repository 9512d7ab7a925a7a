// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: isa-tblgen -gen-rates -I %isa -I %S/Inputs -I %llvm_include %s | FileCheck %s --check-prefix=CYCLES
// RUN: isa-tblgen -gen-rate-table -I %isa -I %S/Inputs -I %llvm_include %s | FileCheck %s --check-prefix=TABLE
//
// What rates become.

include "Base.td"

class CoreRate<int cycles, int latency, string text> {
  string Name = !subst("Rate_", "", NAME);
  string Text = text;
  int Cycles = cycles;
  int Latency = latency;
}
class RatedInstructions<CoreRate rate, list<Instruction> of> {
  CoreRate Rate = rate;
  list<Instruction> Instructions = of;
}

def FIRST : RRR<1, 0>, Good;
def SECOND : RRR<1, 1>, Good;
def THIRD : RRR<1, 2>, Good;

// CYCLES: #define SECTILE_CYCLES_QUICK 3 // additions
// CYCLES-NEXT: #define SECTILE_CYCLES_SLOW 40 // divisions
def Rate_quick : CoreRate<3, 5, "additions">;
def Rate_slow : CoreRate<40, 41, "divisions">;
// TABLE: SECTILE_RATE(FIRST, quick, 3, 5)
// TABLE-NEXT: SECTILE_RATE(THIRD, quick, 3, 5)
// TABLE-NEXT: SECTILE_RATE(SECOND, slow, 40, 41)
def : RatedInstructions<Rate_quick, [FIRST, THIRD]>;
def : RatedInstructions<Rate_slow, [SECOND]>;

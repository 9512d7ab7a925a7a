// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: rm -f %t
// RUN: not isa-tblgen -gen-rates -I %isa -I %S/Inputs -I %llvm_include %s -o %t 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not ls %t
//
// If rates are stated, every instruction has one, of at least a cycle.

include "Base.td"

class CoreRate<int cycles, int latency> {
  string Name = !subst("Rate_", "", NAME);
  string Text = "text";
  int Cycles = cycles;
  int Latency = latency;
}
class RatedInstructions<CoreRate rate, list<Instruction> of> {
  CoreRate Rate = rate;
  list<Instruction> Instructions = of;
}

def FIRST : RRR<1, 0>, Good;
// CHECK-DAG: [[#@LINE+1]]:5: error: SECOND: the rates Rate_one and Rate_two, expected one
def SECOND : RRR<1, 1>, Good;
// CHECK-DAG: [[#@LINE+1]]:5: error: THIRD: no rate of the core, expected one of isa/Rates.td
def THIRD : RRR<1, 2>, Good;

def Rate_one : CoreRate<1, 1>;
def Rate_two : CoreRate<2, 1>;
// CHECK-DAG: [[#@LINE+1]]:5: error: Rate_none: 0 cycles and a latency of 1, expected at least 1 of each
def Rate_none : CoreRate<0, 1>;
// CHECK-DAG: [[#@LINE+1]]:5: error: Rate_early: 1 cycles and a latency of 0, expected at least 1 of each
def Rate_early : CoreRate<1, 0>;
def : RatedInstructions<Rate_one, [FIRST, SECOND]>;
def : RatedInstructions<Rate_two, [SECOND]>;
def : RatedInstructions<Rate_none, []>;
def : RatedInstructions<Rate_early, []>;

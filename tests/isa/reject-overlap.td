// RUN: rm -f %t
// RUN: not isa-tblgen -gen-decoder -I %isa -I %S/Inputs -I %llvm_include %s -o %t 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not ls %t
//
// An encoding belongs to one instruction, and not to a word that is illegal for good.

include "Base.td"

// CHECK: [[#@LINE+1]]:5: error: NOTHING: the all-zero word is assigned, expected it to be illegal
def NOTHING : RRR<0, 0>, Good;
// CHECK: [[#@LINE+1]]:5: error: ONES: the all-one word is assigned, expected it to be illegal
def ONES : RRR<63, 0x7ff>, Good;

// CHECK: [[#@LINE+2]]:5: error: KEPT: major opcode 44 is reserved for sparse multiplies, expected another
// CHECK: [[#@LINE+2]]:1: note: reserved here
def KEPT : RRR<44, 0>, Good;
def : ReservedMajor<44, "sparse multiplies">;

def FIRST : RRR<1, 5>, Good;
// CHECK: [[#@LINE+2]]:5: error: SECOND: its encoding overlaps that of FIRST: both have 0x00a00001, expected every word to be one instruction's
// CHECK: [[#@LINE-2]]:5: note: FIRST is here
def SECOND : RRR<1, 5>, Good;

// One fixes more bits than the other.
def WIDE : RRR<2, 4>, Good;
// CHECK: [[#@LINE+1]]:5: error: NARROW: its encoding overlaps that of WIDE: both have 0x00810002
def NARROW : R3<2, 4, (outs GPR:$d), (ins GPR:$a), "$d, $a">, Good {
  let b = 1;
  let Unit = "alu";
  let Section = "Section";
}

// The same function bits in different formats.
def THREE : RRR<3, 0x400>, Good;
// CHECK: [[#@LINE+1]]:5: error: FOUR: its encoding overlaps that of THREE
def FOUR : R4<3, 32, (outs GPR:$d), (ins GPR:$a, GPR:$b, GPR:$c), "$d, $a, $b, $c">, Good {
  let Unit = "alu";
  let Section = "Section";
}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

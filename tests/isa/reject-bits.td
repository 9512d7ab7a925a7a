// RUN: rm -f %t
// RUN: not isa-tblgen -gen-decoder -I %isa -I %S/Inputs -I %llvm_include %s -o %t 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not ls %t
//
// Every bit of the word is fixed or in one field, and every field is whole.

include "Base.td"

// CHECK: [[#@LINE+1]]:5: error: HOLE: bits 23..21 of the word are not covered, expected a fixed value or a field
def HOLE : SectileInst<1, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">, Good {
  bits<5> d;
  bits<5> a;
  bits<5> b;
  let Inst{10-6} = d;
  let Inst{15-11} = a;
  let Inst{20-16} = b;
  let Inst{31-24} = 0;
  let Unit = "alu";
  let Section = "Section";
}

// CHECK: [[#@LINE+1]]:5: error: ONEBIT: bit 31 of the word is not covered, expected a fixed value or a field
def ONEBIT : RRR<2, {?,0,0,0,0,0,0,0,0,0,0}>, Good;

// CHECK: [[#@LINE+1]]:5: error: TWICE: bit 0 of field 'a' is in bits 11 and 16 of the word, expected one place
def TWICE : SectileInst<3, (outs GPR:$d), (ins GPR:$a), "$d, $a">, Good {
  bits<5> d;
  bits<5> a;
  let Inst{10-6} = d;
  let Inst{15-11} = a;
  let Inst{16} = a{0};
  let Inst{31-17} = 0;
  let Unit = "alu";
  let Section = "Section";
}

// CHECK: [[#@LINE+1]]:5: error: GAP: bit 1 of field 'imm' is nowhere in the word, expected one place
def GAP : SectileInst<4, (outs GPR:$d), (ins UImm3:$imm), "$d, $imm">, Good {
  bits<5> d;
  bits<3> imm;
  let Inst{10-6} = d;
  let Inst{11} = imm{0};
  let Inst{12} = imm{2};
  let Inst{31-13} = 0;
  let Unit = "alu";
  let Section = "Section";
}

// CHECK: [[#@LINE+1]]:5: error: LOOSE: bit 20 is a reserved bit that decodes with either value, expected every bit to be fixed or part of a field
def LOOSE : RRR<5, 0>, Good {
  let SoftFail{20} = 1;
}

// CHECK: [[#@LINE+1]]:5: error: MAJORLESS: the major opcode is not fixed, expected a number in bits 5..0
def MAJORLESS : SectileInst<0, (outs GPR:$d), (ins), "$d">, Good {
  bits<5> d;
  let Inst{5} = d{0};
  let Inst{9-6} = d{4-1};
  let Inst{31-10} = 1;
  let Unit = "alu";
  let Section = "Section";
}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

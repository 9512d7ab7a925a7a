// RUN: rm -f %t
// RUN: not isa-tblgen -gen-decoder -I %isa -I %S/Inputs -I %llvm_include %s -o %t 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not ls %t
//
// A record says what the instruction is, does, and is executed by.

include "Base.td"

class Plain<bits<6> op, bits<11> f>
    : R3<op, f, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">;

// CHECK: [[#@LINE+2]]:5: error: NOUNIT: no unit, expected a text in field 'Unit'
let Section = "Section" in
def NOUNIT : Plain<1, 0>, Good;

// CHECK: [[#@LINE+2]]:5: error: NOSECTION: no section, expected a text in field 'Section'
let Unit = "alu" in
def NOSECTION : Plain<1, 1>, Good;

// CHECK: [[#@LINE+1]]:5: error: NOSUMMARY: no summary, expected a text in field 'Summary'
def NOSUMMARY : RRR<1, 2>, Desc<"", "operation">;

// CHECK: [[#@LINE+1]]:5: error: NOOPERATION: no operation, expected a text in field 'Operation'
def NOOPERATION : RRR<1, 3>, Desc<"summary", " ">;

// CHECK: [[#@LINE+2]]:5: error: NODESC: no summary, expected a text in field 'Summary'
// CHECK: [[#@LINE+1]]:5: error: NODESC: no operation, expected a text in field 'Operation'
def NODESC : RRR<1, 4>;

// CHECK: [[#@LINE+1]]:5: error: NOKIND: no kind, expected a text in field 'Kind'
def NOKIND : RRR<1, 5>, Good { let Kind = ""; }

// CHECK: [[#@LINE+1]]:5: error: NOTRAPS: no traps, expected a text in field 'Traps'
def NOTRAPS : RRR<1, 6>, Good { let Traps = ""; }

// CHECK: [[#@LINE+1]]:5: error: UNIT: unknown unit 'vpu', expected one of alu, mul, div, fpu, branch, lsu, system, tmem, tmat, telem
def UNIT : RRR<1, 7>, Good { let Unit = "vpu"; }

// CHECK: [[#@LINE+1]]:5: error: KIND: unknown kind 'vector', expected one of compute, branch, jump,
def KIND : RRR<1, 8>, Good { let Kind = "vector"; }

def MNEMONIC : RRR<1, 9>, Good;
// CHECK: [[#@LINE+2]]:5: error: Mnemonic1: mnemonic 'mnemonic' is that of MNEMONIC too, expected its own
// CHECK: [[#@LINE-2]]:5: note: MNEMONIC is here
def Mnemonic1 : RRR<1, 10>, Good { let AsmString = "mnemonic\t$d, $a, $b"; }
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: rm -f %t
// RUN: not isa-tblgen -gen-decoder -I %isa -I %S/Inputs -I %llvm_include %s -o %t 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not ls %t
//
// What touches memory says how, and nothing else does.

include "Base.td"

let Unit = "lsu", Section = "Section" in {
// CHECK: [[#@LINE+2]]:5: error: NOBYTES: kind 'load' without AccessBytes, expected the bytes of an access
let Address = "displacement", Kind = "load", mayLoad = true in
def NOBYTES : I13<1, 0, (outs GPR:$d), (ins GPR:$a, SImm13:$imm), "$d, $a, $imm">, Good;

// CHECK: [[#@LINE+2]]:5: error: BYTES: kind 'compute' with AccessBytes 4, expected none
let AccessBytes = 4 in
def BYTES : I13<1, 1, (outs GPR:$d), (ins GPR:$a, SImm13:$imm), "$d, $a, $imm">, Good;

// CHECK: [[#@LINE+2]]:5: error: FLAGS: kind 'store' with mayLoad = 1 and mayStore = 0, expected 0 and 1
let Address = "displacement", Kind = "store", AccessBytes = 4, mayLoad = true in
def FLAGS : I13<1, 2, (outs), (ins GPR:$d, GPR:$a, SImm13:$imm), "$d, $a, $imm">, Good;

// CHECK: [[#@LINE+2]]:5: error: NOELEMENT: kind 'tload' without Element, expected one
let Address = "displacement", Kind = "tload", AccessBytes = 1, mayLoad = true in
def NOELEMENT : TileDisp<2, 0, (outs TR:$d), (ins GPR:$a, SImm15T:$imm), "$d, $a, $imm">, Good;

// CHECK: [[#@LINE+2]]:5: error: ELEMENT: kind 'load' with Element 'I8', expected none
let Address = "displacement", Kind = "load", AccessBytes = 1, mayLoad = true, Element = "I8" in
def ELEMENT : I13<1, 3, (outs GPR:$d), (ins GPR:$a, SImm13:$imm), "$d, $a, $imm">, Good;
}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

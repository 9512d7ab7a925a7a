// RUN: rm -f %t
// RUN: not isa-tblgen -gen-decoder -I %isa -I %S/Inputs -I %llvm_include %s -o %t 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not ls %t
//
// Operands and fields go together.

include "Base.td"

let Unit = "alu", Section = "Section" in {

// CHECK: [[#@LINE+1]]:5: error: NOFIELD: operand 'c' names no field of the word, expected one of its name
def NOFIELD : R3<1, 0, (outs GPR:$d), (ins GPR:$a, GPR:$b, GPR:$c), "$d, $a, $b, $c">, Good;

// CHECK: [[#@LINE+1]]:5: error: NOOPERAND: field 'b' has no operand, expected one of its name or a fixed value
def NOOPERAND : R3<1, 1, (outs GPR:$d), (ins GPR:$a), "$d, $a">, Good;

// CHECK: [[#@LINE+1]]:5: error: WIDE: operand 'imm' needs 16 bits, but its field has 13
def WIDE : I13<2, 0, (outs GPR:$d), (ins GPR:$a, UImm16:$imm), "$d, $a, $imm">, Good;

// CHECK: [[#@LINE+1]]:5: error: SMALL: operand 'imm' needs 5 bits, but its field has 13
def SMALL : I13<2, 1, (outs GPR:$d), (ins GPR:$a, UImm5:$imm), "$d, $a, $imm">, Good;

// CHECK: [[#@LINE+1]]:5: error: NOTEXT: operand 'b' is not in the assembly text, expected every operand there
def NOTEXT : R3<3, 0, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a">, Good;

// CHECK: [[#@LINE+1]]:5: error: BADTEXT: the assembly text names 'k', expected one of the operands
def BADTEXT : R3<3, 1, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b, $k">, Good;

// CHECK: [[#@LINE+1]]:5: error: TWOTEXTS: the assembly text names 'a' twice, expected once
def TWOTEXTS : R3<3, 2, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b, $a">, Good;

// CHECK: [[#@LINE+1]]:5: error: CLASS: operand 'a' is of GPRNoZero, expected GPR, TR, Shape, Depth or an immediate
def CLASS : R3<3, 3, (outs GPR:$d), (ins GPRNoZero:$a, GPR:$b), "$d, $a, $b">, Good;

// CHECK: [[#@LINE+1]]:5: error: LISTED: operand 'a' is listed twice, expected once
def LISTED : R3<3, 4, (outs GPR:$d), (ins GPR:$a, GPR:$a, GPR:$b), "$d, $a, $b">, Good;

// CHECK: [[#@LINE+2]]:5: error: NOINPUT: the tie of 'c' to 'd' names no input 'c', expected an input and an output
let Constraints = "$c = $d" in
def NOINPUT : R3<4, 0, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">, Good;

// CHECK: [[#@LINE+2]]:5: error: NOOUTPUT: the tie of 'a' to 'dst' names no output 'dst', expected an input and an output
let Constraints = "$a = $dst" in
def NOOUTPUT : R3<4, 1, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">, Good;

// CHECK: [[#@LINE+2]]:5: error: MIXED: tied operands 'd' and 'dst' are of TR and GPR, expected the same class
let Constraints = "$d = $dst" in
def MIXED : R3<4, 2, (outs GPR:$dst), (ins TR:$d, GPR:$a, GPR:$b), "$d, $a, $b">, Good;

// CHECK: [[#@LINE+2]]:5: error: CONSTRAINT: constraint 'd = dst', expected '$input = $output'
let Constraints = "d = dst" in
def CONSTRAINT : R3<4, 3, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">, Good;

// An output without a tie needs a field of its own.
// CHECK: [[#@LINE+1]]:5: error: UNTIED: operand 'dst' names no field of the word, expected one of its name
def UNTIED : R3<4, 4, (outs GPR:$dst), (ins GPR:$d, GPR:$a, GPR:$b), "$d, $a, $b">, Good;

// CHECK: [[#@LINE+1]]:5: error: STRANGE: register operand 'e', expected d, a, b or c
def STRANGE : SectileInst<5, (outs GPR:$e), (ins), "$e">, Good {
  bits<5> e;
  let Inst{10-6} = e;
  let Inst{31-11} = 0;
}

// What a shape covers is stated where there is one, and only there.
// CHECK: [[#@LINE+1]]:5: error: UNBOUNDED: ShapeRows 0 and ShapeColumns 0 with a shape operand, expected what it covers at most
def UNBOUNDED : R3<6, 0, (outs GPR:$d), (ins GPR:$a, Shape:$b), "$d, $a, $b">, Good;

// CHECK: [[#@LINE+2]]:5: error: SHAPELESS: ShapeRows 16 and ShapeColumns 0 without a shape operand, expected 0
let ShapeRows = 16 in
def SHAPELESS : R3<6, 1, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">, Good;
}

// A prototype in C has a parameter for each input, of types that C has.
let Unit = "alu", Section = "Section" in {
// CHECK: [[#@LINE+2]]:5: error: FEWER: a signature of 1 parameters for 2 inputs, expected one for each
let Signature = "int(int)" in
def FEWER : R3<7, 0, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">, Good;

// CHECK: [[#@LINE+2]]:5: error: OPEN: signature 'int(int, int', expected 'result(parameter, ...)'
let Signature = "int(int, int" in
def OPEN : R3<7, 1, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">, Good;

// CHECK: [[#@LINE+2]]:5: error: TYPELESS: unknown type of C 'tile_f8_t', expected one of void, int, {{.*}}tile_f16_t
let Signature = "int(int, tile_f8_t)" in
def TYPELESS : R3<7, 2, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">, Good;

// CHECK: [[#@LINE+2]]:5: error: FORMATLESS: unknown format of floats 'F8', expected one of F16, BF16, E4M3, E5M2, F32, F64
let Floats = "F8" in
def FORMATLESS : R3<7, 3, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">, Good;

// CHECK: [[#@LINE+2]]:5: error: INTEGERS: Cancels without a source of floats, expected one
let Cancels = true in
def INTEGERS : R3<7, 4, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">, Good;
}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

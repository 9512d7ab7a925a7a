// RUN: rm -f %t
// RUN: not isa-tblgen -gen-decoder -I %isa -I %S/Inputs -I %llvm_include %s -o %t 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not ls %t
//
// Element types, and what names them.

include "Base.td"

// CHECK: [[#@LINE+1]]:5: error: TypeOdd: 24 bits, expected a divisor of a row's 512
def TypeOdd : ElementType<"ODD", 24, "float", "F32", "tile_odd_t", "f">;

// CHECK: [[#@LINE+2]]:5: error: TypeKindless: unknown kind 'complex', expected {{.*}}float{{.*}}signed{{.*}}unsigned
// CHECK: [[#@LINE+1]]:5: error: TypeKindless: widens to 'F16', expected a type of 32 bits
def TypeKindless : ElementType<"K", 16, "complex", "F16", "tile_k_t", "f">;

// The error is at the multiply, when an instruction names it.
def MultiplyMixed : TileMultiply<"MIXED", 20, TypeF16, TypeI8>;
def MultiplyBytes : TileMultiply<"BYTES", 21, TypeU8, TypeU8, "difference">;
def MultiplyOdd : TileMultiply<"ODD", 22, TypeB1, TypeB1, "sum">;

let Section = "Section", Traps = "none" in {
// CHECK: [[#@LINE+2]]:5: error: MMA: unit 'alu' with Multiply, expected it for tmat alone
let Unit = "alu", Multiply = MultiplyF32 in
def MMA : R4<1, 0, (outs TR:$d), (ins TR:$a, TR:$b, Depth:$c), "$d, $a, $b, $c">, Good;

// CHECK: [[#@LINE+2]]:5: error: NOTHING: unit 'tmat' without Multiply, expected it for tmat alone
let Unit = "tmat" in
def NOTHING : R3<4, 1, (outs TR:$d), (ins TR:$a, TR:$b), "$d, $a, $b">, Good;

// CHECK: [[#@LINE+2]]:5: error: ZERO: FromZero without Multiply, expected both
let Unit = "alu", FromZero = true in
def ZERO : R3<4, 2, (outs TR:$d), (ins TR:$a, TR:$b), "$d, $a, $b">, Good;

// CHECK: error: MultiplyMixed: operands F16 and I8, expected as many bits and the same sum
let Unit = "tmat", Multiply = MultiplyMixed in
def MIXED : R4<1, 3, (outs TR:$d), (ins TR:$a, TR:$b, Depth:$c), "$d, $a, $b, $c">, Good;

// CHECK: error: MultiplyBytes: combination 'difference' of U8, expected types of one bit
let Unit = "tmat", Multiply = MultiplyBytes in
def BYTES : R4<1, 5, (outs TR:$d), (ins TR:$a, TR:$b, Depth:$c), "$d, $a, $b, $c">, Good;

// CHECK: error: MultiplyOdd: unknown combination 'sum', expected one of product, difference, conjunction
let Unit = "tmat", Multiply = MultiplyOdd in
def ODD : R4<1, 6, (outs TR:$d), (ins TR:$a, TR:$b, Depth:$c), "$d, $a, $b, $c">, Good;

let Unit = "tmat", Multiply = MultiplyF32 in {
// CHECK: [[#@LINE+1]]:5: error: SHALLOW: Multiply without a depth operand, expected one
def SHALLOW : R3<4, 3, (outs TR:$d), (ins TR:$a, TR:$b), "$d, $a, $b">, Good;

// CHECK: [[#@LINE+1]]:5: error: AMID: depth operand 'c' before another operand, expected it last
def AMID : R4<1, 4, (outs TR:$d), (ins TR:$a, TR:$b, Depth:$c), "$d, $c, $a, $b">, Good;
}
// CHECK: [[#@LINE+2]]:5: error: DEEP: depth operand 'b' without Multiply, expected it for tmat alone
let Unit = "alu" in
def DEEP : R3<4, 4, (outs GPR:$d), (ins GPR:$a, Depth:$b), "$d, $a, $b">, Good;

let Unit = "lsu", mayLoad = true, Kind = "load", AccessBytes = 4 in {
// CHECK: [[#@LINE+1]]:5: error: NOADDRESS: unknown address form '', expected {{.*}}displacement
def NOADDRESS : R3<2, 0, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">, Good;
}
// CHECK: [[#@LINE+2]]:5: error: ADDRESS: kind 'compute' with Address 'index', expected none
let Unit = "alu", Address = "index" in
def ADDRESS : R3<2, 1, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">, Good;

let Unit = "tmem", mayLoad = true, Kind = "tload", AccessBytes = 4, Address = "linear", Element = "I128" in
// CHECK: [[#@LINE+1]]:5: error: NOELEMENT: no element 'I128', expected a TileElement's name
def NOELEMENT : R3<2, 2, (outs TR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">, Good;
}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: rm -f %t
// RUN: not isa-tblgen -gen-decoder -I %isa -I %S/Inputs -I %llvm_include %s -o %t 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not ls %t
//
// Control registers, trap causes and relocations have numbers of their own; the fields
// of records have names of their own, and a size.

include "Base.td"

class ControlRegister<bits<12> number, bit readOnly, string description> {
  string Name = !tolower(!subst("CSR_", "", NAME));
  bits<12> Number = number;
  bit ReadOnly = readOnly;
  string Description = description;
}
class TrapCause<int number, bit interrupt, string text, string value> {
  int Number = number;
  bit Interrupt = interrupt;
  string Text = text;
  string Value = value;
}
class Relocation<int number, string text, string value = "none", string check = "none"> {
  int Number = number;
  string Text = text;
  string Value = value;
  string Check = check;
  int Bytes = 0;
  Instruction Of = ?;
  string Field = "imm";
  int Low = -1;
  int Width = -1;
}

class PlatformNumber<int width, int value, string text> {
  int Bits = width;
  int Value = value;
  string Text = text;
}
// CHECK: [[#@LINE+1]]:5: error: SMALL: 8 bits, expected 16 or 64
def SMALL : PlatformNumber<8, 1, "small">;
// CHECK: [[#@LINE+1]]:5: error: LARGE: value 0x10000, expected one of 16 bits
def LARGE : PlatformNumber<16, 0x10000, "large">;

def CSR_A : ControlRegister<5, 0, "one">;
// CHECK: [[#@LINE+2]]:5: error: CSR_B: control register number 0x005 is that of CSR_A too, expected its own
// CHECK: [[#@LINE-2]]:5: note: CSR_A is here
def CSR_B : ControlRegister<5, 0, "two">;
// CHECK: [[#@LINE+1]]:5: error: CSR_C: number 0x006 of a read-only control register, expected bit 11 set
def CSR_C : ControlRegister<6, 1, "three">;
// CHECK: [[#@LINE+1]]:5: error: CSR_D: number 0x806 of a writable control register, expected bit 11 clear
def CSR_D : ControlRegister<0x806, 0, "four">;
// CHECK: [[#@LINE+1]]:5: error: CSR_E: no description, expected a text in field 'Description'
def CSR_E : ControlRegister<7, 0, "">;

def TRAP_A : TrapCause<1, 0, "a", "0">;
// An interrupt may have the number of an exception.
def TRAP_B : TrapCause<1, 1, "b", "0">;
// CHECK: [[#@LINE+1]]:5: error: TRAP_C: cause 1 is that of TRAP_A too, expected its own
def TRAP_C : TrapCause<1, 0, "c", "0">;
// CHECK: [[#@LINE+1]]:5: error: OTHER: the name of a trap cause, expected it to start with TRAP_
def OTHER : TrapCause<2, 0, "d", "0">;

// CHECK: [[#@LINE+2]]:1: error: anonymous_{{[0-9]+}}: major opcode 9 is that of
def : ReservedMajor<9, "this">;
def : ReservedMajor<9, "that">;

class RecordField<string name, int width, string text = "", int count = 1> {
  string Name = name;
  int Width = width;
  int Count = count;
  string Text = text;
}
class CoreRecord<string text, list<RecordField> fields> {
  string Text = text;
  list<RecordField> Fields = fields;
}
// CHECK: [[#@LINE+1]]:5: error: Empty: field 'none' of 1 times 0 bits, expected 1 to 64 bits each, or bytes
def Empty : CoreRecord<"a", [RecordField<"none", 0>]>;
// CHECK: [[#@LINE+1]]:5: error: Wide: field 'odd' of 1 times 65 bits, expected 1 to 64 bits each, or bytes
def Wide : CoreRecord<"b", [RecordField<"odd", 65>]>;
// CHECK: [[#@LINE+1]]:5: error: Double: two fields 'pc', expected one
def Double : CoreRecord<"c", [RecordField<"pc", 64>, RecordField<"pc", 64>]>;

def R_A : Relocation<3, "S">;
// CHECK: [[#@LINE+1]]:5: error: R_B: relocation number 3 is that of R_A too, expected its own
def R_B : Relocation<3, "S + A">;

let Unit = "alu", Section = "Section" in
def ADDI : I13<4, 0, (outs GPR:$d), (ins GPR:$a, SImm13:$imm), "$d, $a, $imm">, Good;
// CHECK: [[#@LINE+1]]:5: error: R_D: unknown value 'place', expected one of none, absolute, distance, pages, thread
def R_D : Relocation<10, "S", "place">;
// CHECK: [[#@LINE+1]]:5: error: R_E: unknown check 'exact', expected one of none, signed, unsigned, either
def R_E : Relocation<11, "S", "none", "exact">;
// CHECK: [[#@LINE+2]]:5: error: R_F: 16 bits for field 'imm' of 13, expected no more
let Of = ADDI, Width = 16 in
def R_F : Relocation<12, "S">;
// CHECK: [[#@LINE+2]]:5: error: R_G: ADDI has no immediate 'a', expected the operand to fill in
let Of = ADDI, Field = "a" in
def R_G : Relocation<13, "S">;

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

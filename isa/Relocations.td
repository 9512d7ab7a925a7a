// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Relocations.td - relocations -------------------------------------------===//
//
// S is the symbol's value, A the addend, P the address of the relocated field. Assembler
// and linker take the value, the field of the instruction and the overflow check from
// here.
//
//===----------------------------------------------------------------------===//

class Relocation<int number, string text, string value, string check> {
  int Number = number;
  string Text = text;
  // none; absolute: S + A; distance: S + A - P; pages: page(S + A) - page(P);
  // thread: S + A - tp.
  string Value = value;
  // The overflow check. none: higher bits are truncated; signed or unsigned: the value
  // must equal that of the bits filled in, and a distance must have zeros below them;
  // either: signed or unsigned.
  string Check = check;
  // Bytes of data, or the field of an instruction: which bits of the value it takes, by
  // default those of the operand's type.
  int Bytes = 0;
  Instruction Of = ?;
  string Field = "";
  int Low = -1;
  int Width = -1;
}
class DataRelocation<int number, string text, string value, string check, int bytes>
    : Relocation<number, text, value, check> {
  let Bytes = bytes;
}
class FieldRelocation<int number, string text, string value, string check, Instruction of,
                      string operand>
    : Relocation<number, text, value, check> {
  let Bytes = 4;
  let Of = of;
  let Field = operand;
}

def R_SECTILE_NONE : Relocation<0, "nothing", "none", "none">;
def R_SECTILE_32   : DataRelocation<1, "32 bits: S + A", "absolute", "either", 4>;
def R_SECTILE_64   : DataRelocation<2, "64 bits: S + A", "absolute", "none", 8>;
def R_SECTILE_PC32 : DataRelocation<3, "32 bits: S + A - P", "distance", "signed", 4>;
def R_SECTILE_PC64 : DataRelocation<4, "64 bits: S + A - P", "distance", "none", 8>;
def R_SECTILE_BRANCH13
    : FieldRelocation<5, "compare-and-branch, words: S + A - P", "distance", "signed", BEQ, "target">;
def R_SECTILE_BRANCH14
    : FieldRelocation<6, "bit branch, words: S + A - P", "distance", "signed", BBC, "target">;
def R_SECTILE_JUMP26
    : FieldRelocation<7, "jump and call, words: S + A - P", "distance", "signed", J, "target">;
def R_SECTILE_PAGE21
    : FieldRelocation<8, "adrp, pages: page(S + A) - page(P)", "pages", "signed", ADRP, "target">;
let Width = 12, Low = 0 in
def R_SECTILE_LO12
    : FieldRelocation<9, "imm13: low 12 bits of S + A, zero-extended", "absolute", "none", ADDI, "imm">;
let Low = 0 in
def R_SECTILE_G0
    : FieldRelocation<10, "imm16: bits 15:0 of S + A", "absolute", "none", MOVZ, "imm">;
let Low = 16 in
def R_SECTILE_G1
    : FieldRelocation<11, "imm16: bits 31:16 of S + A", "absolute", "none", MOVZ, "imm">;
let Low = 32 in
def R_SECTILE_G2
    : FieldRelocation<12, "imm16: bits 47:32 of S + A", "absolute", "none", MOVZ, "imm">;
let Low = 48 in
def R_SECTILE_G3
    : FieldRelocation<13, "imm16: bits 63:48 of S + A", "absolute", "none", MOVZ, "imm">;
let Low = 0 in
def R_SECTILE_TPREL_G0
    : FieldRelocation<14, "imm16: bits 15:0 of S + A - tp", "thread", "none", MOVZ, "imm">;
let Low = 16 in
def R_SECTILE_TPREL_G1
    : FieldRelocation<15, "imm16: bits 31:16 of S + A - tp; bits 63:32 must be 0", "thread", "unsigned", MOVZ, "imm">;

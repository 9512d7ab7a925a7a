// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Arithmetic.td - integer arithmetic and logic ----------------------===//
//
// Operations of the ALU on registers and immediates, and select.
//
//===----------------------------------------------------------------------===//

let Section = "Integer arithmetic and logic", Unit = "alu" in {
let isCommutable = true in {
def ADD  : RRR<1, 0>, Desc<"add", "d = a + b">;
def AND  : RRR<1, 2>, Desc<"and", "d = a & b">;
def OR   : RRR<1, 3>, Desc<"or", "d = a | b">;
def XOR  : RRR<1, 4>, Desc<"exclusive or", "d = a ^ b">;
def XNOR : RRR<1, 7>, Desc<"exclusive nor", "d = ~(a ^ b)">;
def SEQ  : RRR<1, 16>, Desc<"set if equal", "d = a == b ? 1 : 0">;
def SNE  : RRR<1, 17>, Desc<"set if not equal", "d = a != b ? 1 : 0">;
def MIN  : RRR<1, 20>, Desc<"signed minimum", "d = a <s b ? a : b">;
def MAX  : RRR<1, 21>, Desc<"signed maximum", "d = a <s b ? b : a">;
def MINU : RRR<1, 22>, Desc<"unsigned minimum", "d = a <u b ? a : b">;
def MAXU : RRR<1, 23>, Desc<"unsigned maximum", "d = a <u b ? b : a">;
def ADDW : RRR<1, 0x400>, Desc<"add words", "d = sx((a + b).w)">;
}
def SUB  : RRR<1, 1>, Desc<"subtract", "d = a - b">;
def ANDN : RRR<1, 5>, Desc<"and with complement", "d = a & ~b">;
def ORN  : RRR<1, 6>, Desc<"or with complement", "d = a | ~b">;
def SLL  : RRR<1, 8>, Desc<"shift left", "d = a << (b & 63)">;
def SRL  : RRR<1, 9>, Desc<"logical shift right", "d = a >>u (b & 63)">;
def SRA  : RRR<1, 10>, Desc<"arithmetic shift right", "d = a >>s (b & 63)">;
def ROR  : RRR<1, 11>, Desc<"rotate right", "d = a rotated right by (b & 63)">;
def ROL  : RRR<1, 12>, Desc<"rotate left", "d = a rotated left by (b & 63)">;
def SLT  : RRR<1, 18>, Desc<"set if less", "d = a <s b ? 1 : 0">;
def SLTU : RRR<1, 19>, Desc<"set if below", "d = a <u b ? 1 : 0">;
def SUBW : RRR<1, 0x401>, Desc<"subtract words", "d = sx((a - b).w)">;
def SLLW : RRR<1, 0x408>, Desc<"shift word left", "d = sx((a << (b & 31)).w)">;
def SRLW : RRR<1, 0x409>, Desc<"logical shift word right", "d = sx(a.w >>u (b & 31))">;
def SRAW : RRR<1, 0x40a>, Desc<"arithmetic shift word right", "d = sx(a.w >>s (b & 31))">;
def RORW : RRR<1, 0x40b>, Desc<"rotate word right", "d = sx(a.w rotated right by (b & 31))">;
def ROLW : RRR<1, 0x40c>, Desc<"rotate word left", "d = sx(a.w rotated left by (b & 31))">;

def CLZ  : RR<1, 32>, Desc<"count leading zeros", "d = number of leading zero bits of a; 64 if a is 0">;
def CTZ  : RR<1, 33>, Desc<"count trailing zeros", "d = number of trailing zero bits of a; 64 if a is 0">;
def POPC : RR<1, 34>, Desc<"population count", "d = number of one bits of a">;
def REV8 : RR<1, 35>, Desc<"reverse bytes", "d = the eight bytes of a, reversed">;
def CLZW : RR<1, 0x420>, Desc<"count leading zeros of a word", "d = number of leading zero bits of a.w; 32 if it is 0">;
def CTZW : RR<1, 0x421>, Desc<"count trailing zeros of a word", "d = number of trailing zero bits of a.w; 32 if it is 0">;
def POPCW : RR<1, 0x422>, Desc<"population count of a word", "d = number of one bits of a.w">;
def REV8W : RR<1, 0x423>, Desc<"reverse the bytes of a word", "d = sx(the four bytes of a.w, reversed)">;

class ShiftedAdd<bits<8> f>
    : R3K<2, f, (outs GPR:$d), (ins GPR:$a, GPR:$b, UImm3:$k), "$d, $a, $b, $k">;
def SHADD  : ShiftedAdd<0>, Desc<"shifted add", "d = a + (b << k)">;
def SHADDU : ShiftedAdd<1>, Desc<"shifted add of an unsigned word", "d = a + (zx(b.w) << k)">;

let isAsCheapAsAMove = true in {
let isReMaterializable = true in
def ADDI  : RRI<4, 0>, Desc<"add immediate", "d = a + imm">;
def ADDIW : RRI<4, 1>, Desc<"add immediate to word", "d = sx((a + imm).w)">;
def ANDI  : RRI<4, 2>, Desc<"and immediate", "d = a & imm">;
def ORI   : RRI<4, 3>, Desc<"or immediate", "d = a | imm">;
def XORI  : RRI<4, 4>, Desc<"exclusive or immediate", "d = a ^ imm">;
}
def SLTI  : RRI<4, 5>, Desc<"set if less than immediate", "d = a <s imm ? 1 : 0">;
def SLTIU : RRI<4, 6>, Desc<"set if below immediate", "d = a <u imm ? 1 : 0, imm sign-extended">;
def SEQI  : RRI<4, 7>, Desc<"set if equal to immediate", "d = a == imm ? 1 : 0">;
def SNEI  : RRI<5, 0>, Desc<"set if not equal to immediate", "d = a != imm ? 1 : 0">;

def SEL : RRRR<3, 8>, Desc<"select", "d = c != 0 ? a : b">;
}

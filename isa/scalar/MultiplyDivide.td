// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- MultiplyDivide.td - integer multiply and divide -------------------===//
//
// Products, multiply-add, quotients and remainders.
//
//===----------------------------------------------------------------------===//

let Section = "Multiply and divide", Unit = "mul" in {
let isCommutable = true in {
def MUL    : RRR<1, 48>, Desc<"multiply", "d = a * b">;
def MULH   : RRR<1, 49>, Desc<"high part of signed product", "d = (sx(a) * sx(b)) >> 64">;
def MULHU  : RRR<1, 50>, Desc<"high part of unsigned product", "d = (zx(a) * zx(b)) >> 64">;
def MULW   : RRR<1, 0x430>, Desc<"multiply words", "d = sx((a * b).w)">;
}
def MULHSU : RRR<1, 51>, Desc<"high part of signed by unsigned product", "d = (sx(a) * zx(b)) >> 64">;
def MADD   : RRRR<3, 0>, Desc<"multiply-add", "d = c + a * b">;
def MSUB   : RRRR<3, 1>, Desc<"multiply-subtract", "d = c - a * b">;
def MADDW  : RRRR<3, 4>, Desc<"multiply-add words", "d = sx((c + a * b).w)">;
def MSUBW  : RRRR<3, 5>, Desc<"multiply-subtract words", "d = sx((c - a * b).w)">;
}
let Section = "Multiply and divide", Unit = "div",
    Numerics = "A divisor of 0 gives a quotient of all ones and the dividend as remainder; the most negative number divided by -1 gives itself and remainder 0." in {
def DIV   : RRR<1, 56>, Desc<"signed divide", "d = a /s b, towards zero">;
def DIVU  : RRR<1, 57>, Desc<"unsigned divide", "d = a /u b">;
def REM   : RRR<1, 58>, Desc<"signed remainder", "d = a - b * (a /s b)">;
def REMU  : RRR<1, 59>, Desc<"unsigned remainder", "d = a - b * (a /u b)">;
def DIVW  : RRR<1, 0x438>, Desc<"signed divide of words", "d = sx(a.w /s b.w)">;
def DIVUW : RRR<1, 0x439>, Desc<"unsigned divide of words", "d = sx(a.w /u b.w)">;
def REMW  : RRR<1, 0x43a>, Desc<"signed remainder of words", "d = sx(a.w - b.w * (a.w /s b.w))">;
def REMUW : RRR<1, 0x43b>, Desc<"unsigned remainder of words", "d = sx(a.w - b.w * (a.w /u b.w))">;
}

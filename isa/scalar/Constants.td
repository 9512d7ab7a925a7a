// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Constants.td - constants, addresses and bit fields ----------------===//
//
// Instructions that build a constant or an address, and that move bits by immediate
// amounts.
//
//===----------------------------------------------------------------------===//

let Section = "Constants and bit fields", Unit = "alu" in {
let isReMaterializable = true, isAsCheapAsAMove = true, isMoveImm = true in {
def MOVZ : MovePiece<18, 0, (outs GPR:$d), (ins UImm16:$imm, Hw2:$hw), "$d, $imm, $hw">,
           Desc<"move piece, others zero", "d = imm << hw">;
def MOVN : MovePiece<18, 1, (outs GPR:$d), (ins UImm16:$imm, Hw2:$hw), "$d, $imm, $hw">,
           Desc<"move complemented piece, others one", "d = ~(imm << hw)">;
}
let Constraints = "$d = $dst" in
def MOVK : MovePiece<18, 2, (outs GPR:$dst), (ins GPR:$d, UImm16:$imm, Hw2:$hw), "$d, $imm, $hw">,
           Desc<"move piece, keep others", "bits hw+15..hw of d = imm">;
let isReMaterializable = true, Kind = "pcpage" in
def ADRP : Page<17, (outs GPR:$d), (ins Page21:$target), "$d, $target">,
           Desc<"page of an address", "d = (pc & ~4095) + (target << 12)">;

class BF<bits<4> f>
    : BitField<19, f, (outs GPR:$d), (ins GPR:$a, UImm6:$pos, Len6:$len),
               "$d, $a, $pos, $len">;
def EXTU : BF<0>, Desc<"extract unsigned bit field", "d = zx((a >>u pos) bits len-1..0)">;
def EXTS : BF<1>, Desc<"extract signed bit field", "d = sx((a >>s pos) bits len-1..0)">;
def INSU : BF<2>, Desc<"place unsigned bit field", "d = zx(a bits len-1..0) << pos">;
def INSS : BF<3>, Desc<"place signed bit field", "d = sx(a bits len-1..0) << pos">;
let Constraints = "$d = $dst" in
def INS : BitField<19, 4, (outs GPR:$dst), (ins GPR:$d, GPR:$a, UImm6:$pos, Len6:$len),
                   "$d, $a, $pos, $len">,
          Desc<"insert bit field", "bits pos+len-1..pos of d = a bits len-1..0; bits beyond 63 are dropped">;
class Rot<bits<4> f>
    : BitField<19, f, (outs GPR:$d), (ins GPR:$a, UImm6:$pos), "$d, $a, $pos"> {
  let len = 0;
}
def RORI : Rot<5>, Desc<"rotate right by immediate", "d = a rotated right by pos">;
def RORIW : Rot<6>, Desc<"rotate word right by immediate", "d = sx(a.w rotated right by (pos & 31))">;
}

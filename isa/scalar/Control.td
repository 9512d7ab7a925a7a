// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Control.td - branches and jumps -----------------------------------===//
//
// Distances are relative to the instruction itself, in bytes.
//
//===----------------------------------------------------------------------===//

let Section = "Branches and jumps", Unit = "branch" in {
let isBranch = true, isTerminator = true, Kind = "branch" in {
class CmpBranch<bits<3> cond>
    : Cmp<11, cond, (ins GPR:$a, GPR:$b, Branch13:$target), "$a, $b, $target"> {
  bits<5> b;
  let Inst{20-16} = b;
}
class CmpImmBranch<bits<3> cond, Operand type>
    : Cmp<12, cond, (ins GPR:$a, type:$imm, Branch13:$target), "$a, $imm, $target"> {
  bits<5> imm;
  let Inst{20-16} = imm;
}
def BEQ   : CmpBranch<0>, Desc<"branch if equal", "if a == b: pc += target">;
def BNE   : CmpBranch<1>, Desc<"branch if not equal", "if a != b: pc += target">;
def BLT   : CmpBranch<2>, Desc<"branch if less", "if a <s b: pc += target">;
def BGE   : CmpBranch<3>, Desc<"branch if greater or equal", "if a >=s b: pc += target">;
def BLTU  : CmpBranch<4>, Desc<"branch if below", "if a <u b: pc += target">;
def BGEU  : CmpBranch<5>, Desc<"branch if above or equal", "if a >=u b: pc += target">;
def BEQI  : CmpImmBranch<0, SImm5>, Desc<"branch if equal to immediate", "if a == imm: pc += target">;
def BNEI  : CmpImmBranch<1, SImm5>, Desc<"branch if not equal to immediate", "if a != imm: pc += target">;
def BLTI  : CmpImmBranch<2, SImm5>, Desc<"branch if less than immediate", "if a <s imm: pc += target">;
def BGEI  : CmpImmBranch<3, SImm5>, Desc<"branch if not less than immediate", "if a >=s imm: pc += target">;
def BLTUI : CmpImmBranch<4, UImm5>, Desc<"branch if below immediate", "if a <u imm: pc += target">;
def BGEUI : CmpImmBranch<5, UImm5>, Desc<"branch if not below immediate", "if a >=u imm: pc += target">;
def BBC : BitBranch<13, 0, (ins GPR:$a, UImm6:$pos, Branch14:$target), "$a, $pos, $target">,
          Desc<"branch if bit clear", "if bit pos of a is 0: pc += target">;
def BBS : BitBranch<13, 1, (ins GPR:$a, UImm6:$pos, Branch14:$target), "$a, $pos, $target">,
          Desc<"branch if bit set", "if bit pos of a is 1: pc += target">;
}
let Kind = "jump" in {
let isBranch = true, isTerminator = true, isBarrier = true in
def J : J26<14, (ins Jump26:$target), "$target">, Desc<"jump", "pc += target">;
let isCall = true, Defs = [R1] in
def CALL : J26<15, (ins Call26:$target), "$target">, Desc<"call", "ra = pc + 4; pc += target">;
let Traps = "misaligned jump if the target is not a multiple of 4; d is then not written" in
def JALR : I13<16, 0, (outs GPR:$d), (ins GPR:$a, SImm13:$imm), "$d, $a, $imm">,
           Desc<"jump and link register", "target = a + imm; d = pc + 4; pc = target">;
}
}

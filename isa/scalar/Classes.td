// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Classes.td - operand lists of the scalar instructions -------------===//
//
// Operand lists that several families of scalar instructions share.
//
// The mnemonic of an instruction is its record's name in lower case, with `.` for
// `_`. Numbers inside a major opcode are assigned so that the low bits of f name
// the operation and the high bit its width.
//
//===----------------------------------------------------------------------===//

class RRR<bits<6> op, bits<11> f>
    : R3<op, f, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">;
class RR<bits<6> op, bits<11> f>
    : R3<op, f, (outs GPR:$d), (ins GPR:$a), "$d, $a"> {
  let b = 0;
}
class RRRR<bits<6> op, bits<6> f>
    : R4<op, f, (outs GPR:$d), (ins GPR:$a, GPR:$b, GPR:$c), "$d, $a, $b, $c">;
class RRI<bits<6> op, bits<3> f, Operand type = SImm13>
    : I13<op, f, (outs GPR:$d), (ins GPR:$a, type:$imm), "$d, $a, $imm">;

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a test of isa-tblgen needs to state instructions of its own.
include "llvm/Target/Target.td"
include "Registers.td"
include "Operands.td"
include "Elements.td"
include "Formats.td"

class Good : Desc<"summary", "operation">;
class RRR<bits<6> op, bits<11> f>
    : R3<op, f, (outs GPR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b"> {
  let Unit = "alu";
  let Section = "Section";
}
class ReservedMajor<int number, string purpose> {
  int Number = number;
  string Purpose = purpose;
}

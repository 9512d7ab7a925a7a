// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Registers.td - the registers of Sectile -------------------------------===//
//
// Two files: 32 scalar registers of 64 bits, which hold integers, addresses
// and scalar floats alike, and 32 tile registers of 1 KiB. The names are the
// roles of the ABI (docs/abi.md); r0..r31 are accepted in assembly as well.
//
//===----------------------------------------------------------------------===//

class SectileReg<bits<5> num, string name, list<string> alt = []>
    : Register<name, alt> {
  let Namespace = "Sectile";
  let HWEncoding{4-0} = num;
}

def RegAliasName : RegAltNameIndex {
  let Namespace = "Sectile";
}

let RegAltNameIndices = [RegAliasName] in {
// use: its description in the manual.
class GPRReg<bits<5> num, string role, string use, list<string> more = []>
    : SectileReg<num, role, ["r" # !cast<int>(num)]>,
      DwarfRegNum<[!cast<int>(num)]> {
  string Use = use;
  // Further names that assembly and C accept.
  list<string> MoreNames = more;
}
}
class TileReg<bits<5> num>
    : SectileReg<num, "t" # !cast<int>(num)>,
      DwarfRegNum<[!add(32, !cast<int>(num))]>;

let isConstant = true in
def R0  : GPRReg<0, "zero", "reads 0, writes are ignored">;
def R1  : GPRReg<1, "ra", "return address, written by call; not preserved across calls">;
def R2  : GPRReg<2, "sp", "stack pointer, 16-byte aligned; preserved across calls">;
def R3  : GPRReg<3, "tp", "start of thread-local data">;
foreach i = 0-7 in
def R#!add(i, 4) : GPRReg<!add(i, 4), "a" # i,
                          "argument" # !if(!lt(i, 2), " and result", "") # "; not preserved across calls">;
foreach i = 0-7 in
def R#!add(i, 12) : GPRReg<!add(i, 12), "x" # i, "temporary; not preserved across calls">;
def R20 : GPRReg<20, "s0", "saved, frame pointer (fp); preserved across calls", ["fp"]>;
foreach i = 1-11 in
def R#!add(i, 20) : GPRReg<!add(i, 20), "s" # i, "saved; preserved across calls">;
// Callee-saved registers.
defvar SavedRegisters = (sequence "R%u", 20, 31);

foreach i = 0-31 in
def T#i : TileReg<i>;

// The allocation order starts with the argument registers, which are free most often.
def GPR : RegisterClass<"Sectile", [i64, f64, f32, f16, bf16], 64,
                        (add (sequence "R%u", 4, 19), SavedRegisters,
                             R1, R0, R2, R3)> {
  let DiagnosticType = "InvalidGPR";
}

// Registers for a shape or depth operand: register number 0 means "full", so r0 cannot
// hold a computed value.
def GPRNoZero : RegisterClass<"Sectile", [i64], 64, (sub GPR, R0)>;

// Any alignment of a tile in memory is legal, so a spill does not increase the alignment
// of the frame beyond the ABI's.
def TR : RegisterClass<"Sectile", [v256i32, v256f32, v512i16, v512f16, v1024i8],
                       128, (sequence "T%u", 0, 31)> {
  let Size = 8192;
  let DiagnosticType = "InvalidTR";
}

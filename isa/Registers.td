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
// use: what the manual says of it.
class GPRReg<bits<5> num, string role, string use, list<string> more = []>
    : SectileReg<num, role, ["r" # !cast<int>(num)]>,
      DwarfRegNum<[!cast<int>(num)]> {
  string Use = use;
  // Further names, which assembly and C accept.
  list<string> MoreNames = more;
}
}
class TileReg<bits<5> num>
    : SectileReg<num, "t" # !cast<int>(num)>,
      DwarfRegNum<[!add(32, !cast<int>(num))]>;

let isConstant = true in
def R0  : GPRReg<0, "zero", "reads 0, writes are dropped">;
def R1  : GPRReg<1, "ra", "return address, written by call; lost over a call">;
def R2  : GPRReg<2, "sp", "stack pointer, 16-byte aligned; kept over a call">;
def R3  : GPRReg<3, "tp", "start of thread-local data">;
foreach i = 0-7 in
def R#!add(i, 4) : GPRReg<!add(i, 4), "a" # i,
                          "argument" # !if(!lt(i, 2), " and result", "") # "; lost over a call">;
foreach i = 0-7 in
def R#!add(i, 12) : GPRReg<!add(i, 12), "x" # i, "temporary; lost over a call">;
def R20 : GPRReg<20, "s0", "saved, frame pointer (fp); kept over a call", ["fp"]>;
foreach i = 1-11 in
def R#!add(i, 20) : GPRReg<!add(i, 20), "s" # i, "saved; kept over a call">;
// What a function that uses them saves.
defvar SavedRegisters = (sequence "R%u", 20, 31);

foreach i = 0-31 in
def T#i : TileReg<i>;

// The allocation order puts the arguments first: they are free most often.
def GPR : RegisterClass<"Sectile", [i64, f64, f32, f16, bf16], 64,
                        (add (sequence "R%u", 4, 19), SavedRegisters,
                             R1, R0, R2, R3)> {
  let DiagnosticType = "InvalidGPR";
}

// Registers a shape or depth operand can name: the number of r0 means "full", so
// no computed one may be put there.
def GPRNoZero : RegisterClass<"Sectile", [i64], 64, (sub GPR, R0)>;

// Any alignment of a tile in memory is legal: a spill must not force a frame to be
// aligned further than the ABI does.
def TR : RegisterClass<"Sectile", [v256i32, v256f32, v512i16, v512f16, v1024i8],
                       128, (sequence "T%u", 0, 31)> {
  let Size = 8192;
  let DiagnosticType = "InvalidTR";
}

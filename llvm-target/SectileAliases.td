// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectileAliases.td - names the assembler offers beyond isa/ -----------------===//
//
// An alias with Emit is what the disassembler prints, too. What one record
// can't say (a shift is a bit field whose length depends on its position, a
// constant takes up to four instructions) is an AsmPseudo, which the parser
// replaces.
//
//===----------------------------------------------------------------------===//

// Kind of the operand of `li`, and of `la`.
class AsmImm<string kind> : Operand<i64> {
  let ParserMatchClass = ImmAsmOperand<kind>;
}
def Imm64 : AsmImm<"Imm64">;
def Address : AsmImm<"Address">;

class AsmPseudo<string mnemonic, dag ins, string operands> : Instruction {
  let Namespace = "Sectile";
  let OutOperandList = (outs GPR:$d);
  let InOperandList = ins;
  let AsmString = mnemonic # "\t" # operands;
  let isPseudo = true;
  let isAsmParserOnly = true;
  let Size = 4;
  let hasSideEffects = false;
  let mayLoad = false;
  let mayStore = false;
}
class AsmShift<string mnemonic, Operand count>
    : AsmPseudo<mnemonic, (ins GPR:$a, count:$imm), "$d, $a, $imm">;

def AsmSLLI : AsmShift<"slli", UImm6>;
def AsmSRLI : AsmShift<"srli", UImm6>;
def AsmSRAI : AsmShift<"srai", UImm6>;
def AsmSLLIW : AsmShift<"slliw", UImm5>;
def AsmSRLIW : AsmShift<"srliw", UImm5>;
def AsmSRAIW : AsmShift<"sraiw", UImm5>;
let Size = 16 in
def AsmLI : AsmPseudo<"li", (ins Imm64:$imm), "$d, $imm">;
let Size = 8 in
def AsmLA : AsmPseudo<"la", (ins Address:$imm), "$d, $imm">;

//===-- Printed as well -------------------------------------------------------===//

def : InstAlias<"nop", (ADDI R0, R0, 0), 4>;
def : InstAlias<"mv\t$d, $a", (ADDI GPR:$d, GPR:$a, 0), 2>;
def : InstAlias<"li\t$d, $imm", (ADDI GPR:$d, R0, SImm13:$imm), 3>;
def : InstAlias<"not\t$d, $a", (XORI GPR:$d, GPR:$a, -1)>;
def : InstAlias<"neg\t$d, $a", (SUB GPR:$d, R0, GPR:$a)>;
def : InstAlias<"negw\t$d, $a", (SUBW GPR:$d, R0, GPR:$a)>;
def : InstAlias<"seqz\t$d, $a", (SEQI GPR:$d, GPR:$a, 0)>;
def : InstAlias<"snez\t$d, $a", (SNEI GPR:$d, GPR:$a, 0)>;

def : InstAlias<"ret", (JALR R0, R1, 0), 3>;
def : InstAlias<"jr\t$a", (JALR R0, GPR:$a, 0), 2>;
def : InstAlias<"callr\t$a", (JALR R1, GPR:$a, 0), 2>;

foreach n = [8, 16, 32] in {
  defvar s = !cond(!eq(n, 8): "b", !eq(n, 16): "h", true: "w");
  def : InstAlias<"sext." # s # "\t$d, $a", (EXTS GPR:$d, GPR:$a, 0, n)>;
  def : InstAlias<"zext." # s # "\t$d, $a", (EXTU GPR:$d, GPR:$a, 0, n)>;
}

def : InstAlias<"beqz\t$a, $target", (BEQI GPR:$a, 0, Branch13:$target)>;
def : InstAlias<"bnez\t$a, $target", (BNEI GPR:$a, 0, Branch13:$target)>;
def : InstAlias<"bltz\t$a, $target", (BLTI GPR:$a, 0, Branch13:$target)>;
def : InstAlias<"bgez\t$a, $target", (BGEI GPR:$a, 0, Branch13:$target)>;

def : InstAlias<"csrr\t$d, $csr", (CSRRS GPR:$d, CSR12:$csr, R0), 2>;
def : InstAlias<"csrw\t$csr, $a", (CSRRW R0, CSR12:$csr, GPR:$a)>;
def : InstAlias<"csrs\t$csr, $a", (CSRRS R0, CSR12:$csr, GPR:$a)>;
def : InstAlias<"csrc\t$csr, $a", (CSRRC R0, CSR12:$csr, GPR:$a)>;

// A multiply of full depth; printed even where aliases are not.
foreach m = TileMultiplies in
foreach n = ["TMMA", "TMMAZ"] in
def : InstAlias<Mnemonic<n # "_" # m.Name>.ret # "\t$d, $a, $b",
                (!cast<Instruction>(n # "_" # m.Name) TR:$d, TR:$a, TR:$b, R0)>;

//===-- Read only ----------------------------------------------------------------===//

// The other order of comparison.
def : InstAlias<"bgt\t$a, $b, $target", (BLT GPR:$b, GPR:$a, Branch13:$target), 0>;
def : InstAlias<"ble\t$a, $b, $target", (BGE GPR:$b, GPR:$a, Branch13:$target), 0>;
def : InstAlias<"bgtu\t$a, $b, $target", (BLTU GPR:$b, GPR:$a, Branch13:$target), 0>;
def : InstAlias<"bleu\t$a, $b, $target", (BGEU GPR:$b, GPR:$a, Branch13:$target), 0>;
def : InstAlias<"bgtz\t$a, $target", (BLT R0, GPR:$a, Branch13:$target), 0>;
def : InstAlias<"blez\t$a, $target", (BGE R0, GPR:$a, Branch13:$target), 0>;
def : InstAlias<"sgt\t$d, $a, $b", (SLT GPR:$d, GPR:$b, GPR:$a), 0>;
def : InstAlias<"sgtu\t$d, $a, $b", (SLTU GPR:$d, GPR:$b, GPR:$a), 0>;

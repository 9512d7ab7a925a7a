// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Operands.td - what the fields of an instruction can hold ---------------===//
//
// Width, Signed, Shift and Bias define how a value is encoded: value = ((Signed ? sext :
// zext)(field) << Shift) + Bias. The assembler's range check, the encoder tests and the
// random programs take the legal range from here.
//
//===----------------------------------------------------------------------===//

class ImmAsmOperand<string name> : AsmOperandClass {
  let Name = name;
  let RenderMethod = "addImmOperands";
  let DiagnosticType = "Invalid" # name;
}

class SectileImm<string kind, int width, bit signed, int shift = 0, int bias = 0>
    : Operand<i64> {
  int Width = width;
  bit Signed = signed;
  int Shift = shift;
  int Bias = bias;
  // "value": a plain number; "pcrel": a byte distance from this instruction;
  // "page": a distance in 4 KiB pages; "csr": a control register's number.
  string Kind = kind;
  let ParserMatchClass = ImmAsmOperand<NAME>;
  let OperandNamespace = "SectileOp";
  let OperandType = "OPERAND_IMM";
  let EncoderMethod = "getImmOpValue<SectileImm::" # NAME # ">";
  let DecoderMethod = "decodeImmOperand<SectileImm::" # NAME # ">";
}
class SImm<int width, int shift = 0> : SectileImm<"value", width, 1, shift>;
class UImm<int width, int shift = 0, int bias = 0>
    : SectileImm<"value", width, 0, shift, bias>;

def SImm13 : SImm<13>;         // ALU immediates, displacements
def SImm7W : SImm<7, 2>;       // displacement of a pair of words
def SImm7D : SImm<7, 3>;       // displacement of a pair of doublewords
def SImm15T : SImm<15, 6>;     // displacement of a raw tile, in rows of 64 bytes
def SImm5 : SImm<5>;           // signed compare-and-branch
def UImm5 : UImm<5>;           // unsigned compare-and-branch; part of a 1-bit packed tile
def UImm6 : UImm<6>;           // bit position
def Len6 : UImm<6, 0, 1>;      // length of a bit field, 1..64
def UImm16 : UImm<16>;         // piece of a constant
def Hw2 : UImm<2, 4>;          // its position: 0, 16, 32, 48
def UImm3 : UImm<3>;           // shift of an index; part of a 4-bit packed tile
def UImm1 : UImm<1>;           // part of a 16-bit packed tile
def UImm2 : UImm<2>;           // part of an 8-bit packed tile
def Scale1 : UImm<1, 1>;       // shift of a lane's index: 0, or 2 for words
def CSR12 : SectileImm<"csr", 12, 0> {
  let PrintMethod = "printCSR";
}

class PCRel<int width> : SectileImm<"pcrel", width, 1, 2> {
  let OperandType = "OPERAND_PCREL";
  let PrintMethod = "printPCRel";
}
def Branch13 : PCRel<13> { let Type = OtherVT; }
def Branch14 : PCRel<14> { let Type = OtherVT; }
def Jump26 : PCRel<26> { let Type = OtherVT; }
def Call26 : PCRel<26>;
def Page21 : SectileImm<"page", 21, 1, 12> {
  let PrintMethod = "printPage";
}

// A shape: bits 7:0 say where its rows end, bits 15:8 where its columns end, bits 23:16
// and 31:24 where they begin. The register *number* 0 means full, so the compiler must
// never compute a shape into r0.
def Shape : RegisterOperand<GPR>;

// A depth: how many elements of a row a multiply uses, a signed number of 64 bits. The
// register *number* 0 means all of them; assembly then omits the operand, which is the
// last.
def Depth : RegisterOperand<GPR> {
  let OperandNamespace = "SectileOp";
  let OperandType = "OPERAND_DEPTH";
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Formats.td - the instruction formats -----------------------------------===//
//
// Every format keeps the major opcode in bits 5:0 and a register field in the
// same place wherever it occurs: d 10:6, a 15:11, b 20:16, c 25:21, so that a
// decoder can read registers before it knows the instruction. Major opcodes 0
// and 63 stay unassigned: the all-zero and all-one words are illegal.
//
//===----------------------------------------------------------------------===//

// What the manual says of an instruction. Operation is pseudo-code with the operands'
// names; sx and zx extend, w means bits 31:0.
class Desc<string summary, string operation> {
  string Summary = summary;
  string Operation = operation;
}

class Mnemonic<string name> {
  string ret = !tolower(!subst("_", ".", name));
}

class SectileInst<bits<6> op, dag outs, dag ins, string operands> : Instruction {
  let Namespace = "Sectile";
  let DecoderNamespace = "Sectile";
  let Size = 4;
  field bits<32> Inst;
  field bits<32> SoftFail = 0;
  let OutOperandList = outs;
  let InOperandList = ins;
  let AsmString = Mnemonic<NAME>.ret # !if(!empty(operands), "", "\t" # operands);
  let Inst{5-0} = op;
  let hasSideEffects = false;
  let mayLoad = false;
  let mayStore = false;

  // The unit that executes it: alu, mul, div, fpu, branch, lsu, system, tmem, tmat,
  // telem. It selects the scheduling class and the unit of the core.
  string Unit = ?;
  // How operands reach the semantic function and what happens to its result:
  // compute, branch, jump, pcpage, load, store, loadpair, storepair, amo, cas, csr,
  // system, tile, tload, tstore (docs/isa-description.md).
  string Kind = "compute";
  // Chapter of the manual.
  string Section = ?;
  // Remarks beyond Operation; may be empty.
  string Numerics = "";
  string Traps = "none";
  // The prototype of the instruction as a C function, one parameter for each
  // input operand in order; empty where C needs none. It defines clang's builtin
  // __builtin_sectile_<name> and an entry of the back end's table of such calls.
  string Signature = "";
  // The bytes of a memory access per element, and the TileElement of a tile access.
  int AccessBytes = 0;
  string Element = "";
  // How an access addresses memory: base (a), displacement (a + imm), index
  // (a + (b << k)), wordIndex (a + (zx(b.w) << k)); of tiles: rectangle (rows b
  // apart), linear (b elements), masked (linear, but only where b is not 0), rowGather (a
  // row at the offset in each row of b) or laneGather (an element at the offset in each
  // word of b, but only where c is not 0).
  string Address = "";
  // Of a matrix multiply: what it multiplies, and whether it starts from +0.
  TileMultiply Multiply = ?;
  bit FromZero = false;
  // The largest shape that a shape operand can select, in elements.
  int ShapeRows = 0;
  int ShapeColumns = 0;
  // The format of the floats in scalar sources of an instruction without a Signature:
  // F16, BF16, F32 or F64.
  string Floats = "";
  // Where no source is so, an element of the result can overflow to infinity or be
  // subnormal; or the sum of numbers that are not 0 can be 0. Both only of a result
  // in the sources' format, each element of which depends on one element of each source.
  bit Overflows = false;
  bit Cancels = false;
  // A scalar load sign-extends its result to a register's width.
  bit SignExtends = false;
  // The control register is written even if a is r0.
  bit AlwaysWrites = false;
}

//  31        21 20  16 15  11 10   6 5    0
// |     f11    |  b   |  a   |  d   |  op  |
class R3<bits<6> op, bits<11> f, dag outs, dag ins, string operands>
    : SectileInst<op, outs, ins, operands> {
  bits<5> d;
  bits<5> a;
  bits<5> b;
  let Inst{10-6} = d;
  let Inst{15-11} = a;
  let Inst{20-16} = b;
  let Inst{31-21} = f;
}

//  31      24 23 21 20  16 15  11 10   6 5    0
// |    f8    | k   |  b   |  a   |  d   |  op  |
class R3K<bits<6> op, bits<8> f, dag outs, dag ins, string operands>
    : SectileInst<op, outs, ins, operands> {
  bits<5> d;
  bits<5> a;
  bits<5> b;
  bits<3> k;
  let Inst{10-6} = d;
  let Inst{15-11} = a;
  let Inst{20-16} = b;
  let Inst{23-21} = k;
  let Inst{31-24} = f;
}

//  31  26 25  21 20  16 15  11 10   6 5    0
// |  f6  |  c   |  b   |  a   |  d   |  op  |
class R4<bits<6> op, bits<6> f, dag outs, dag ins, string operands>
    : SectileInst<op, outs, ins, operands> {
  bits<5> d;
  bits<5> a;
  bits<5> b;
  bits<5> c;
  let Inst{10-6} = d;
  let Inst{15-11} = a;
  let Inst{20-16} = b;
  let Inst{25-21} = c;
  let Inst{31-26} = f;
}

//  31 29 28           16 15  11 10   6 5    0
// | f3  |     imm13     |  a   |  d   |  op  |
class I13<bits<6> op, bits<3> f, dag outs, dag ins, string operands>
    : SectileInst<op, outs, ins, operands> {
  bits<5> d;
  bits<5> a;
  bits<13> imm;
  let Inst{10-6} = d;
  let Inst{15-11} = a;
  let Inst{28-16} = imm;
  let Inst{31-29} = f;
}

//  31 28 27  26 25  21 20     16 15  11 10   6 5    0
// | f4  | 6:5  |  c   |  4:0    |  a   |  d   |  op  |   imm7
class Pair<bits<6> op, bits<4> f, dag outs, dag ins, string operands>
    : SectileInst<op, outs, ins, operands> {
  bits<5> d;
  bits<5> a;
  bits<5> c;
  bits<7> imm;
  let Inst{10-6} = d;
  let Inst{15-11} = a;
  let Inst{20-16} = imm{4-0};
  let Inst{25-21} = c;
  let Inst{27-26} = imm{6-5};
  let Inst{31-28} = f;
}

//  31        21 20  16 15  11 10 9 8    6 5    0
// | imm 10:0   | b/i  |  a   |12:11| cond |  op  |   imm13, in words
class Cmp<bits<6> op, bits<3> cond, dag ins, string operands>
    : SectileInst<op, (outs), ins, operands> {
  bits<5> a;
  bits<13> target;
  let Inst{8-6} = cond;
  let Inst{10-9} = target{12-11};
  let Inst{15-11} = a;
  let Inst{31-21} = target{10-0};
}

//  31       22 21   16 15  11 10    7 6     5    0
// | imm 9:0   |  bit  |  a   | 13:10 |sense|  op  |   imm14, in words
class BitBranch<bits<6> op, bit sense, dag ins, string operands>
    : SectileInst<op, (outs), ins, operands> {
  bits<5> a;
  bits<6> pos;
  bits<14> target;
  let Inst{6} = sense;
  let Inst{10-7} = target{13-10};
  let Inst{15-11} = a;
  let Inst{21-16} = pos;
  let Inst{31-22} = target{9-0};
}

//  31                              6 5    0
// |              imm26              |  op  |   in words
class J26<bits<6> op, dag ins, string operands>
    : SectileInst<op, (outs), ins, operands> {
  bits<26> target;
  let Inst{31-6} = target;
}

//  31  30  26 25  21 20  16 15  11 10   6 5    0
// | k |  f5  |  c   |  b   |  a   |  d   |  op  |
class R4K<bits<6> op, bits<5> f, dag outs, dag ins, string operands>
    : SectileInst<op, outs, ins, operands> {
  bits<5> d;
  bits<5> a;
  bits<5> b;
  bits<5> c;
  bits<1> k;
  let Inst{10-6} = d;
  let Inst{15-11} = a;
  let Inst{20-16} = b;
  let Inst{25-21} = c;
  let Inst{30-26} = f;
  let Inst{31} = k;
}

//  31                       11 10   6 5    0
// |          imm21            |  d   |  op  |   in pages of 4 KiB
class Page<bits<6> op, dag outs, dag ins, string operands>
    : SectileInst<op, outs, ins, operands> {
  bits<5> d;
  bits<21> target;
  let Inst{10-6} = d;
  let Inst{31-11} = target;
}

//  31 29 28              13 12 11 10   6 5    0
// | f3  |      imm16       | hw  |  d   |  op  |
class MovePiece<bits<6> op, bits<3> f, dag outs, dag ins, string operands>
    : SectileInst<op, outs, ins, operands> {
  bits<5> d;
  bits<2> hw;
  bits<16> imm;
  let Inst{10-6} = d;
  let Inst{12-11} = hw;
  let Inst{28-13} = imm;
  let Inst{31-29} = f;
}

//  31 28 27    22 21    16 15  11 10   6 5    0
// | f4  |  len-1 |  pos   |  a   |  d   |  op  |
class BitField<bits<6> op, bits<4> f, dag outs, dag ins, string operands>
    : SectileInst<op, outs, ins, operands> {
  bits<5> d;
  bits<5> a;
  bits<6> pos;
  bits<6> len;
  let Inst{10-6} = d;
  let Inst{15-11} = a;
  let Inst{21-16} = pos;
  let Inst{27-22} = len;
  let Inst{31-28} = f;
}

//  31 28 27          16 15  11 10   6 5    0
// | f4  |    csr12     |  a   |  d   |  op  |
class Control<bits<6> op, bits<4> f, dag outs, dag ins, string operands>
    : SectileInst<op, outs, ins, operands> {
  bits<5> d;
  bits<5> a;
  bits<12> csr;
  let Inst{10-6} = d;
  let Inst{15-11} = a;
  let Inst{27-16} = csr;
  let Inst{31-28} = f;
}

//  31     31 30              16 15  11 10   6 5    0
// | store   |     imm15        |  a   |  d   |  op  |   in rows of 64 bytes
class TileDisp<bits<6> op, bit store, dag outs, dag ins, string operands>
    : SectileInst<op, outs, ins, operands> {
  bits<5> d;
  bits<5> a;
  bits<15> imm;
  let Inst{10-6} = d;
  let Inst{15-11} = a;
  let Inst{30-16} = imm;
  let Inst{31} = store;
}

//  31  26 25  21 20  16 15  11 10   6 5    0
// |  f6  |  k   |  0   |  a   |  d   |  op  |   k: part, 1 to 5 bits
class Part<bits<6> op, bits<6> f, int width, dag outs, dag ins, string operands>
    : SectileInst<op, outs, ins, operands> {
  bits<5> d;
  bits<5> a;
  bits<5> k;
  let Inst{10-6} = d;
  let Inst{15-11} = a;
  let Inst{20-16} = 0;
  let Inst{21} = k{0};
  let Inst{22} = !if(!gt(width, 1), k{1}, 0);
  let Inst{23} = !if(!gt(width, 2), k{2}, 0);
  let Inst{24} = !if(!gt(width, 3), k{3}, 0);
  let Inst{25} = !if(!gt(width, 4), k{4}, 0);
  let Inst{31-26} = f;
}

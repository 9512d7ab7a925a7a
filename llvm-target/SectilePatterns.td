// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectilePatterns.td - selection of scalar code --------------------------------===//

//===-- Immediates ------------------------------------------------------------------===//

def simm13 : ImmLeaf<i64, [{ return isInt<13>(Imm); }]>;
def simm5 : ImmLeaf<i64, [{ return isInt<5>(Imm); }]>;
def uimm5 : ImmLeaf<i64, [{ return isUInt<5>(Imm); }]>;
def uimm6 : ImmLeaf<i64, [{ return isUInt<6>(Imm); }]>;
def uimm5s : ImmLeaf<i64, [{ return isUInt<5>(Imm); }]>;
def shadd_k : ImmLeaf<i64, [{ return Imm >= 1 && Imm <= 7; }]>;
// Usable after adding one, for a <= imm.
def simm13_plus1 : ImmLeaf<i64, [{ return isInt<13>(Imm + 1); }]>;
def simm13_neg : ImmLeaf<i64, [{ return isInt<13>(-Imm) && !isInt<13>(Imm); }]>;
def mask_ones : ImmLeaf<i64, [{ return isMask_64(Imm) && !isInt<13>(Imm); }]>;
// All ones but for one run of zeros: clearing a field.
def mask_hole : ImmLeaf<i64, [{
  return !isInt<13>(Imm) && isShiftedMask_64(~uint64_t(Imm)); }]>;

class Xform<code c> : SDNodeXForm<imm, c>;
def Plus1 : Xform<[{ return CurDAG->getTargetConstant(N->getSExtValue() + 1, SDLoc(N), MVT::i64); }]>;
def Negate : Xform<[{ return CurDAG->getTargetConstant(-N->getSExtValue(), SDLoc(N), MVT::i64); }]>;
def From64 : Xform<[{ return CurDAG->getTargetConstant(64 - N->getZExtValue(), SDLoc(N), MVT::i64); }]>;
def From32 : Xform<[{ return CurDAG->getTargetConstant(32 - N->getZExtValue(), SDLoc(N), MVT::i64); }]>;
def MaskLen : Xform<[{ return CurDAG->getTargetConstant(llvm::countr_one(N->getZExtValue()), SDLoc(N), MVT::i64); }]>;
def HolePos : Xform<[{ return CurDAG->getTargetConstant(llvm::countr_one(N->getZExtValue()), SDLoc(N), MVT::i64); }]>;
def HoleLen : Xform<[{ return CurDAG->getTargetConstant(llvm::popcount(~N->getZExtValue()), SDLoc(N), MVT::i64); }]>;

class P<dag from, dag to> : Pat<from, to>;

//===-- Fragments --------------------------------------------------------------------===//

class OneUse2<SDPatternOperator op>
    : PatFrag<(ops node:$a, node:$b), (op node:$a, node:$b), [{ return N->hasOneUse(); }]>;
class OneUse1<SDPatternOperator op>
    : PatFrag<(ops node:$a), (op node:$a), [{ return N->hasOneUse(); }]>;
def add1 : OneUse2<add>;
def mul1 : OneUse2<mul>;
def shl1 : OneUse2<shl>;
def xor1 : OneUse2<xor>;
def zext32 : PatFrag<(ops node:$a), (and node:$a, 0xffffffff)>;
def sext32 : PatFrag<(ops node:$a), (sext_inreg node:$a, i32)>;
// Sign-extended words: what a 32-bit result is, whoever made it.
def sexti32 : ComplexPattern<i64, 1, "selectSExti32">;
def zexti32 : ComplexPattern<i64, 1, "selectZExti32">;

//===-- Arithmetic and logic -----------------------------------------------------------===//

class RRPat<SDPatternOperator op, Instruction inst>
    : P<(i64 (op (i64 GPR:$a), (i64 GPR:$b))), (inst GPR:$a, GPR:$b)>;
class RIPat<SDPatternOperator op, Instruction inst>
    : P<(i64 (op (i64 GPR:$a), simm13:$b)), (inst GPR:$a, simm13:$b)>;
class RPat<SDPatternOperator op, Instruction inst>
    : P<(i64 (op (i64 GPR:$a))), (inst GPR:$a)>;

def : RRPat<add, ADD>;
def : RRPat<sub, SUB>;
def : RRPat<and, AND>;
def : RRPat<or, OR>;
def : RRPat<xor, XOR>;
def : RRPat<smin, MIN>;
def : RRPat<smax, MAX>;
def : RRPat<umin, MINU>;
def : RRPat<umax, MAXU>;
def : RRPat<mul, MUL>;
def : RRPat<mulhs, MULH>;
def : RRPat<mulhu, MULHU>;
def : RRPat<sdiv, DIV>;
def : RRPat<udiv, DIVU>;
def : RRPat<srem, REM>;
def : RRPat<urem, REMU>;
def : RRPat<shl, SLL>;
def : RRPat<srl, SRL>;
def : RRPat<sra, SRA>;
def : RRPat<rotl, ROL>;
def : RRPat<rotr, ROR>;
def : RIPat<add, ADDI>;
def : RIPat<and, ANDI>;
def : RIPat<or, ORI>;
def : RIPat<xor, XORI>;
def : RPat<ctlz, CLZ>;
def : RPat<cttz, CTZ>;
def : RPat<ctpop, POPC>;
def : RPat<bswap, REV8>;

def : P<(i64 (and (i64 GPR:$a), (not (i64 GPR:$b)))), (ANDN GPR:$a, GPR:$b)>;
def : P<(i64 (or (i64 GPR:$a), (not (i64 GPR:$b)))), (ORN GPR:$a, GPR:$b)>;
def : P<(i64 (not (xor1 (i64 GPR:$a), (i64 GPR:$b)))), (XNOR GPR:$a, GPR:$b)>;
def : P<(i64 (xor (i64 GPR:$a), (not (i64 GPR:$b)))), (XNOR GPR:$a, GPR:$b)>;

// Shifts by constants are bit-field moves.
def : P<(i64 (shl (i64 GPR:$a), uimm6:$k)), (INSU GPR:$a, uimm6:$k, (From64 uimm6:$k))>;
def : P<(i64 (srl (i64 GPR:$a), uimm6:$k)), (EXTU GPR:$a, uimm6:$k, (From64 uimm6:$k))>;
def : P<(i64 (sra (i64 GPR:$a), uimm6:$k)), (EXTS GPR:$a, uimm6:$k, (From64 uimm6:$k))>;
def : P<(i64 (rotr (i64 GPR:$a), uimm6:$k)), (RORI GPR:$a, uimm6:$k)>;
def : P<(i64 (rotl (i64 GPR:$a), uimm6:$k)), (RORI GPR:$a, (From64 uimm6:$k))>;
def : P<(i64 (sectile_rorw (i64 GPR:$a), uimm5:$k)), (RORIW GPR:$a, uimm5:$k)>;
def : P<(i64 (sectile_rolw (i64 GPR:$a), uimm5:$k)), (RORIW GPR:$a, (From32 uimm5:$k))>;
let AddedComplexity = 1 in {
def : P<(i64 (and (i64 GPR:$a), mask_ones:$m)), (EXTU GPR:$a, 0, (MaskLen mask_ones:$m))>;
def : P<(i64 (and (i64 GPR:$a), mask_hole:$m)), (INS GPR:$a, (i64 R0), (HolePos mask_hole:$m), (HoleLen mask_hole:$m))>;
}
def : P<(i64 (sext_inreg (i64 GPR:$a), i8)), (EXTS GPR:$a, 0, 8)>;
def : P<(i64 (sext_inreg (i64 GPR:$a), i16)), (EXTS GPR:$a, 0, 16)>;
def : P<(i64 (sext_inreg (i64 GPR:$a), i1)), (EXTS GPR:$a, 0, 1)>;

// Shift amounts are taken modulo the width.
def shamt64 : ComplexPattern<i64, 1, "selectShiftMask<64>", [], [], 0>;
def shamt32 : ComplexPattern<i64, 1, "selectShiftMask<32>", [], [], 0>;
class ShiftPat<SDPatternOperator op, Instruction inst>
    : P<(i64 (op (i64 GPR:$a), (i64 (shamt64 (i64 GPR:$b))))), (inst GPR:$a, GPR:$b)>;
def : ShiftPat<shl, SLL>;
def : ShiftPat<srl, SRL>;
def : ShiftPat<sra, SRA>;
def : ShiftPat<rotl, ROL>;
def : ShiftPat<rotr, ROR>;

//===-- Words --------------------------------------------------------------------------===//

def : P<(i64 (sext32 (i64 GPR:$a))), (ADDIW GPR:$a, 0)>;
def : P<(i64 (sext32 (add (i64 GPR:$a), (i64 GPR:$b)))), (ADDW GPR:$a, GPR:$b)>;
def : P<(i64 (sext32 (add (i64 GPR:$a), simm13:$b))), (ADDIW GPR:$a, simm13:$b)>;
def : P<(i64 (sext32 (sub (i64 GPR:$a), (i64 GPR:$b)))), (SUBW GPR:$a, GPR:$b)>;
def : P<(i64 (sext32 (mul (i64 GPR:$a), (i64 GPR:$b)))), (MULW GPR:$a, GPR:$b)>;
def : P<(i64 (sext32 (shl (i64 GPR:$a), uimm5:$k))), (INSS GPR:$a, uimm5:$k, (From32 uimm5:$k))>;
foreach op = ["SLLW", "SRLW", "SRAW", "ROLW", "RORW"] in
def : P<(i64 (!cast<SDNode>("sectile_" # !tolower(op)) (i64 GPR:$a), (i64 (shamt32 (i64 GPR:$b))))),
        (!cast<Instruction>(op) GPR:$a, GPR:$b)>;
foreach op = ["SLLW", "SRLW", "SRAW", "ROLW", "RORW", "DIVW", "DIVUW", "REMW", "REMUW"] in
def : RRPat<!cast<SDNode>("sectile_" # !tolower(op)), !cast<Instruction>(op)>;
foreach op = ["CLZW", "CTZW", "POPCW", "REV8W"] in
def : RPat<!cast<SDNode>("sectile_" # !tolower(op)), !cast<Instruction>(op)>;

//===-- Fused integer operations ---------------------------------------------------------===//

let AddedComplexity = 2 in {
def : P<(i64 (add (i64 GPR:$c), (mul1 (i64 GPR:$a), (i64 GPR:$b)))), (MADD GPR:$a, GPR:$b, GPR:$c)>;
def : P<(i64 (sub (i64 GPR:$c), (mul1 (i64 GPR:$a), (i64 GPR:$b)))), (MSUB GPR:$a, GPR:$b, GPR:$c)>;
def : P<(i64 (sext32 (add1 (i64 GPR:$c), (mul1 (i64 GPR:$a), (i64 GPR:$b))))), (MADDW GPR:$a, GPR:$b, GPR:$c)>;
def : P<(i64 (sext32 (OneUse2<sub> (i64 GPR:$c), (mul1 (i64 GPR:$a), (i64 GPR:$b))))), (MSUBW GPR:$a, GPR:$b, GPR:$c)>;
def : P<(i64 (add (i64 GPR:$a), (shl (i64 GPR:$b), shadd_k:$k))), (SHADD GPR:$a, GPR:$b, shadd_k:$k)>;
def : P<(i64 (or_disjoint (i64 GPR:$a), (shl (i64 GPR:$b), shadd_k:$k))), (SHADD GPR:$a, GPR:$b, shadd_k:$k)>;
def : P<(i64 (add (i64 GPR:$a), (zext32 (i64 GPR:$b)))), (SHADDU GPR:$a, GPR:$b, 0)>;
def : P<(i64 (add (i64 GPR:$a), (shl (zext32 (i64 GPR:$b)), shadd_k:$k))), (SHADDU GPR:$a, GPR:$b, shadd_k:$k)>;
}
// (zext x) << k, however the combiner writes it.
def shifted_word : ComplexPattern<i64, 2, "selectShiftedWord">;
let AddedComplexity = 6 in
def : P<(i64 (add (i64 GPR:$a), (shifted_word (i64 GPR:$b), i64:$k))), (SHADDU GPR:$a, GPR:$b, i64:$k)>;

//===-- Comparison and selection -----------------------------------------------------------===//

def simm13_uplus1 : ImmLeaf<i64, [{ return isInt<13>(Imm + 1) && Imm != -1; }]>;

// inst computes cc, or its inverse.
multiclass Compare<CondCode cc, dag result, bit inverted> {
  defvar source = (i64 (setcc (i64 GPR:$a), (i64 GPR:$b), cc));
  if inverted then def : P<source, (XORI result, 1)>;
  else def : P<source, result>;
  foreach vt = [i64, f64, f32, f16, bf16] in {
    defvar select = (vt (select source, (vt GPR:$x), (vt GPR:$y)));
    if inverted then def : P<select, (SEL GPR:$y, GPR:$x, result)>;
    else def : P<select, (SEL GPR:$x, GPR:$y, result)>;
  }
}
multiclass CompareI<CondCode cc, ImmLeaf imm, dag result, bit inverted> {
  defvar source = (i64 (setcc (i64 GPR:$a), imm:$b, cc));
  if inverted then def : P<source, (XORI result, 1)>;
  else def : P<source, result>;
  foreach vt = [i64, f64, f32, f16, bf16] in {
    defvar select = (vt (select source, (vt GPR:$x), (vt GPR:$y)));
    if inverted then def : P<select, (SEL GPR:$y, GPR:$x, result)>;
    else def : P<select, (SEL GPR:$x, GPR:$y, result)>;
  }
}
defm : Compare<SETEQ, (SEQ GPR:$a, GPR:$b), 0>;
defm : Compare<SETNE, (SNE GPR:$a, GPR:$b), 0>;
defm : Compare<SETLT, (SLT GPR:$a, GPR:$b), 0>;
defm : Compare<SETULT, (SLTU GPR:$a, GPR:$b), 0>;
defm : Compare<SETGT, (SLT GPR:$b, GPR:$a), 0>;
defm : Compare<SETUGT, (SLTU GPR:$b, GPR:$a), 0>;
defm : Compare<SETGE, (SLT GPR:$a, GPR:$b), 1>;
defm : Compare<SETUGE, (SLTU GPR:$a, GPR:$b), 1>;
defm : Compare<SETLE, (SLT GPR:$b, GPR:$a), 1>;
defm : Compare<SETULE, (SLTU GPR:$b, GPR:$a), 1>;
defm : CompareI<SETEQ, simm13, (SEQI GPR:$a, simm13:$b), 0>;
defm : CompareI<SETNE, simm13, (SNEI GPR:$a, simm13:$b), 0>;
defm : CompareI<SETLT, simm13, (SLTI GPR:$a, simm13:$b), 0>;
defm : CompareI<SETULT, simm13, (SLTIU GPR:$a, simm13:$b), 0>;
defm : CompareI<SETGE, simm13, (SLTI GPR:$a, simm13:$b), 1>;
defm : CompareI<SETUGE, simm13, (SLTIU GPR:$a, simm13:$b), 1>;
defm : CompareI<SETLE, simm13_plus1, (SLTI GPR:$a, (Plus1 simm13_plus1:$b)), 0>;
defm : CompareI<SETGT, simm13_plus1, (SLTI GPR:$a, (Plus1 simm13_plus1:$b)), 1>;
defm : CompareI<SETULE, simm13_uplus1, (SLTIU GPR:$a, (Plus1 simm13_uplus1:$b)), 0>;
defm : CompareI<SETUGT, simm13_uplus1, (SLTIU GPR:$a, (Plus1 simm13_uplus1:$b)), 1>;
def : P<(i64 (setcc (i64 GPR:$a), (i64 0), SETGT)), (SLT (i64 R0), GPR:$a)>;

foreach vt = [i64, f64, f32, f16, bf16] in {
  def : P<(vt (select (i64 GPR:$c), (vt GPR:$x), (vt GPR:$y))), (SEL GPR:$x, GPR:$y, GPR:$c)>;
  let AddedComplexity = 3 in {
  def : P<(vt (select (i64 (xor (i64 GPR:$c), (i64 1))), (vt GPR:$x), (vt GPR:$y))),
          (SEL GPR:$y, GPR:$x, (ANDI GPR:$c, 1))>;
  def : P<(vt (select (i64 (setcc (i64 GPR:$c), (i64 0), SETNE)), (vt GPR:$x), (vt GPR:$y))),
          (SEL GPR:$x, GPR:$y, GPR:$c)>;
  def : P<(vt (select (i64 (setcc (i64 GPR:$c), (i64 0), SETEQ)), (vt GPR:$x), (vt GPR:$y))),
          (SEL GPR:$y, GPR:$x, GPR:$c)>;
  }
}

//===-- Branches -----------------------------------------------------------------------------===//

class BrPat<CondCode cc, Instruction inst>
    : P<(sectile_brcc (i64 GPR:$a), (i64 GPR:$b), cc, bb:$target), (inst GPR:$a, GPR:$b, bb:$target)>;
class BrIPat<CondCode cc, ImmLeaf imm, Instruction inst>
    : P<(sectile_brcc (i64 GPR:$a), imm:$b, cc, bb:$target), (inst GPR:$a, imm:$b, bb:$target)>;
def : BrPat<SETEQ, BEQ>;
def : BrPat<SETNE, BNE>;
def : BrPat<SETLT, BLT>;
def : BrPat<SETGE, BGE>;
def : BrPat<SETULT, BLTU>;
def : BrPat<SETUGE, BGEU>;
def : BrIPat<SETEQ, simm5, BEQI>;
def : BrIPat<SETNE, simm5, BNEI>;
def : BrIPat<SETLT, simm5, BLTI>;
def : BrIPat<SETGE, simm5, BGEI>;
def : BrIPat<SETULT, uimm5, BLTUI>;
def : BrIPat<SETUGE, uimm5, BGEUI>;
def : P<(sectile_bbc (i64 GPR:$a), (i64 timm:$pos), bb:$target), (BBC GPR:$a, timm:$pos, bb:$target)>;
def : P<(sectile_bbs (i64 GPR:$a), (i64 timm:$pos), bb:$target), (BBS GPR:$a, timm:$pos, bb:$target)>;
def : P<(br bb:$target), (J bb:$target)>;
def : P<(brind (i64 GPR:$a)), (PseudoBRIND GPR:$a, 0)>;
def : P<(brind (i64 (add (i64 GPR:$a), simm13:$b))), (PseudoBRIND GPR:$a, simm13:$b)>;

def : P<(sectile_call tglobaladdr:$f), (PseudoCALL tglobaladdr:$f)>;
def : P<(sectile_call texternalsym:$f), (PseudoCALL texternalsym:$f)>;
def : P<(sectile_tail tglobaladdr:$f), (PseudoTAIL tglobaladdr:$f)>;
def : P<(sectile_tail texternalsym:$f), (PseudoTAIL texternalsym:$f)>;

//===-- Addresses --------------------------------------------------------------------------------===//

foreach sym = ["tglobaladdr", "tblockaddress", "tconstpool", "tjumptable", "texternalsym"] in {
  defvar op = !cast<SDNode>(sym);
  def : P<(i64 (sectile_page op:$s)), (ADRP op:$s)>;
  def : P<(i64 (sectile_addlo (i64 GPR:$a), op:$s)), (ADDI GPR:$a, op:$s)>;
}
def : P<(i64 (sectile_tpadd)), (i64 (COPY (i64 R3)))>;
def : P<(i64 (sectile_tprel tglobaltlsaddr:$g1, tglobaltlsaddr:$g0)),
        (MOVK (MOVZ tglobaltlsaddr:$g1, 16), tglobaltlsaddr:$g0, 0)>;

//===-- Memory -------------------------------------------------------------------------------------===//

def addr_ri : ComplexPattern<i64, 2, "selectAddrRI">;
def addr_rx : ComplexPattern<i64, 3, "selectAddrRX", [], [], 8>;
def addr_rz : ComplexPattern<i64, 3, "selectAddrRZ", [], [], 12>;

multiclass LoadPat<ValueType vt, SDPatternOperator op, string size> {
  def : P<(vt (op (addr_ri (i64 GPR:$a), i64:$imm))),
          (!cast<Instruction>("LD" # size) GPR:$a, i64:$imm)>;
  def : P<(vt (op (addr_rx (i64 GPR:$a), (i64 GPR:$b), i64:$k))),
          (!cast<Instruction>("LDX" # size) GPR:$a, GPR:$b, i64:$k)>;
  def : P<(vt (op (addr_rz (i64 GPR:$a), (i64 GPR:$b), i64:$k))),
          (!cast<Instruction>("LDZ" # size) GPR:$a, GPR:$b, i64:$k)>;
}
multiclass StorePat<ValueType vt, SDPatternOperator op, string size> {
  def : P<(op (vt GPR:$d), (addr_ri (i64 GPR:$a), i64:$imm)),
          (!cast<Instruction>("ST" # size) GPR:$d, GPR:$a, i64:$imm)>;
  def : P<(op (vt GPR:$d), (addr_rx (i64 GPR:$a), (i64 GPR:$b), i64:$k)),
          (!cast<Instruction>("STX" # size) GPR:$d, GPR:$a, GPR:$b, i64:$k)>;
  def : P<(op (vt GPR:$d), (addr_rz (i64 GPR:$a), (i64 GPR:$b), i64:$k)),
          (!cast<Instruction>("STZ" # size) GPR:$d, GPR:$a, GPR:$b, i64:$k)>;
}
defm : LoadPat<i64, sextloadi8, "B">;
defm : LoadPat<i64, extloadi8, "BU">;
defm : LoadPat<i64, zextloadi8, "BU">;
defm : LoadPat<i64, sextloadi16, "H">;
defm : LoadPat<i64, extloadi16, "H">;
defm : LoadPat<i64, zextloadi16, "HU">;
defm : LoadPat<i64, sextloadi32, "W">;
defm : LoadPat<i64, extloadi32, "W">;
defm : LoadPat<i64, zextloadi32, "WU">;
defm : LoadPat<i64, load, "D">;
defm : LoadPat<f64, load, "D">;
defm : LoadPat<f32, load, "W">;
defm : LoadPat<f16, load, "H">;
defm : LoadPat<bf16, load, "H">;
defm : StorePat<i64, truncstorei8, "B">;
defm : StorePat<i64, truncstorei16, "H">;
defm : StorePat<i64, truncstorei32, "W">;
defm : StorePat<i64, store, "D">;
defm : StorePat<f64, store, "D">;
defm : StorePat<f32, store, "W">;
defm : StorePat<f16, store, "H">;
defm : StorePat<bf16, store, "H">;

//===-- Atomics --------------------------------------------------------------------------------------===//

defm : LoadPat<i64, atomic_load_sext_8, "B">;
defm : LoadPat<i64, atomic_load_azext_8, "BU">;
defm : LoadPat<i64, atomic_load_sext_16, "H">;
defm : LoadPat<i64, atomic_load_azext_16, "HU">;
defm : LoadPat<i64, atomic_load_asext_32, "W">;
defm : LoadPat<i64, atomic_load_zext_32, "WU">;
defm : LoadPat<i64, atomic_load_nonext_64, "D">;
defm : StorePat<i64, atomic_store_8, "B">;
defm : StorePat<i64, atomic_store_16, "H">;
defm : StorePat<i64, atomic_store_32, "W">;
defm : StorePat<i64, atomic_store_64, "D">;

foreach p = ["ADD", "AND", "OR", "XOR", "MIN", "MAX", "SWAP", "MINU", "MAXU"] in {
  defvar n = !cond(!eq(p, "MINU"): "load_umin", !eq(p, "MAXU"): "load_umax",
                   !eq(p, "SWAP"): "swap", true: "load_" # !tolower(p));
  def : P<(i64 (!cast<PatFrags>("atomic_" # n # "_i32") (i64 GPR:$a), (i64 GPR:$b))),
          (!cast<Instruction>("AMO" # p # "_W") GPR:$a, GPR:$b)>;
  def : P<(i64 (!cast<PatFrags>("atomic_" # n # "_i64") (i64 GPR:$a), (i64 GPR:$b))),
          (!cast<Instruction>("AMO" # p # "_D") GPR:$a, GPR:$b)>;
}
def : P<(i64 (atomic_cmp_swap_i32 (i64 GPR:$a), (i64 GPR:$b), (i64 GPR:$c))), (CAS_W GPR:$a, GPR:$b, GPR:$c)>;
def : P<(i64 (atomic_cmp_swap_i64 (i64 GPR:$a), (i64 GPR:$b), (i64 GPR:$c))), (CAS_D GPR:$a, GPR:$b, GPR:$c)>;
def : P<(atomic_fence (timm), (timm)), (FENCE)>;
def : P<(trap), (EBREAK)>;
def : P<(debugtrap), (EBREAK)>;
def : P<(i64 (readcyclecounter)), (CSRRS !cast<int>(CSR_CYCLE.Number), (i64 R0))>;
def : P<(i64 (readsteadycounter)), (CSRRS !cast<int>(CSR_TIME.Number), (i64 R0))>;

//===-- Floating point ---------------------------------------------------------------------------------===//

class FRRPatT<ValueType vt, SDPatternOperator op, string inst>
    : P<(vt (op (vt GPR:$a), (vt GPR:$b))), (!cast<Instruction>(inst) GPR:$a, GPR:$b)>;
class FRPatT<ValueType vt, SDPatternOperator op, string inst>
    : P<(vt (op (vt GPR:$a))), (!cast<Instruction>(inst) GPR:$a)>;
class FCmpPatT<ValueType vt, CondCode cc, dag result>
    : P<(i64 (setcc (vt GPR:$a), (vt GPR:$b), cc)), result>;
foreach t = ["F32", "F64"] in {
  defvar vt = !cast<ValueType>(!tolower(t));
  def : FRRPatT<vt, fadd, "FADD_" # t>;
  def : FRRPatT<vt, fsub, "FSUB_" # t>;
  def : FRRPatT<vt, fmul, "FMUL_" # t>;
  def : FRRPatT<vt, fdiv, "FDIV_" # t>;
  def : FRRPatT<vt, fminnum, "FMIN_" # t>;
  def : FRRPatT<vt, fmaxnum, "FMAX_" # t>;
  def : FRRPatT<vt, fminimumnum, "FMIN_" # t>;
  def : FRRPatT<vt, fmaximumnum, "FMAX_" # t>;
  def : FRRPatT<vt, fcopysign, "FSGNJ_" # t>;
  def : FRPatT<vt, fsqrt, "FSQRT_" # t>;
  def : FRPatT<vt, frint, "FNEAR_" # t>;
  def : FRPatT<vt, fnearbyint, "FNEAR_" # t>;
  def : FRPatT<vt, froundeven, "FNEAR_" # t>;
  def : FRPatT<vt, ffloor, "FFLOOR_" # t>;
  def : FRPatT<vt, fceil, "FCEIL_" # t>;
  def : FRPatT<vt, ftrunc, "FTRUNC_" # t>;
  defvar sgnj = !cast<Instruction>("FSGNJ_" # t);
  defvar sgnjn = !cast<Instruction>("FSGNJN_" # t);
  defvar sgnjx = !cast<Instruction>("FSGNJX_" # t);
  def : P<(vt (fneg (vt GPR:$a))), (sgnjn GPR:$a, GPR:$a)>;
  def : P<(vt (fabs (vt GPR:$a))), (sgnjx GPR:$a, GPR:$a)>;
  def : P<(vt (fcopysign (vt GPR:$a), (fneg (vt GPR:$b)))), (sgnjn GPR:$a, GPR:$b)>;
  def : P<(vt (fma (vt GPR:$a), (vt GPR:$b), (vt GPR:$c))),
          (!cast<Instruction>("FMADD_" # t) GPR:$a, GPR:$b, GPR:$c)>;
  def : P<(vt (fma (vt GPR:$a), (vt GPR:$b), (fneg (vt GPR:$c)))),
          (!cast<Instruction>("FMSUB_" # t) GPR:$a, GPR:$b, GPR:$c)>;
  def : P<(vt (fma (fneg (vt GPR:$a)), (vt GPR:$b), (vt GPR:$c))),
          (!cast<Instruction>("FNMADD_" # t) GPR:$a, GPR:$b, GPR:$c)>;
  def : P<(vt (fma (fneg (vt GPR:$a)), (vt GPR:$b), (fneg (vt GPR:$c)))),
          (!cast<Instruction>("FNMSUB_" # t) GPR:$a, GPR:$b, GPR:$c)>;

  defvar feq = !cast<Instruction>("FEQ_" # t);
  defvar flt = !cast<Instruction>("FLT_" # t);
  defvar fle = !cast<Instruction>("FLE_" # t);
  def : FCmpPatT<vt, SETOEQ, (feq GPR:$a, GPR:$b)>;
  def : FCmpPatT<vt, SETEQ, (feq GPR:$a, GPR:$b)>;
  def : FCmpPatT<vt, SETOLT, (flt GPR:$a, GPR:$b)>;
  def : FCmpPatT<vt, SETLT, (flt GPR:$a, GPR:$b)>;
  def : FCmpPatT<vt, SETOLE, (fle GPR:$a, GPR:$b)>;
  def : FCmpPatT<vt, SETLE, (fle GPR:$a, GPR:$b)>;

  // A constant of floating type is a constant in a general register.
  def : P<(vt (sectile_x2f (i64 GPR:$a))), (COPY_TO_REGCLASS GPR:$a, GPR)>;
  def : P<(i64 (sectile_f2x (vt GPR:$a))), (COPY_TO_REGCLASS GPR:$a, GPR)>;
  def : P<(vt (sint_to_fp (i64 GPR:$a))), (!cast<Instruction>("FCVT_" # t # "_I64") GPR:$a)>;
  def : P<(vt (uint_to_fp (i64 GPR:$a))), (!cast<Instruction>("FCVT_" # t # "_U64") GPR:$a)>;
  def : P<(vt (sectile_w2f (i64 GPR:$a))), (!cast<Instruction>("FCVT_" # t # "_I32") GPR:$a)>;
  def : P<(vt (sectile_wu2f (i64 GPR:$a))), (!cast<Instruction>("FCVT_" # t # "_U32") GPR:$a)>;
  def : P<(vt (sint_to_fp (i64 (sexti32 (i64 GPR:$a))))), (!cast<Instruction>("FCVT_" # t # "_I32") GPR:$a)>;
  def : P<(vt (uint_to_fp (i64 (zexti32 (i64 GPR:$a))))), (!cast<Instruction>("FCVT_" # t # "_U32") GPR:$a)>;
  def : P<(i64 (fp_to_sint (vt GPR:$a))), (!cast<Instruction>("FCVT_I64_" # t) GPR:$a)>;
  def : P<(i64 (fp_to_uint (vt GPR:$a))), (!cast<Instruction>("FCVT_U64_" # t) GPR:$a)>;
  def : P<(i64 (sectile_f2w (vt GPR:$a))), (!cast<Instruction>("FCVT_I32_" # t) GPR:$a)>;
  def : P<(i64 (sectile_f2wu (vt GPR:$a))), (!cast<Instruction>("FCVT_U32_" # t) GPR:$a)>;
}
foreach t = ["F16", "BF16"] in {
  defvar vt = !cast<ValueType>(!tolower(t));
  defvar widen = !cast<Instruction>("FCVT_F32_" # t);
  def : P<(vt (sectile_x2f (i64 GPR:$a))), (COPY_TO_REGCLASS GPR:$a, GPR)>;
  def : P<(i64 (sectile_f2x (vt GPR:$a))), (COPY_TO_REGCLASS GPR:$a, GPR)>;
  def : P<(f32 (fpextend (vt GPR:$a))), (widen GPR:$a)>;
  def : P<(f64 (fpextend (vt GPR:$a))), (FCVT_F64_F32 (widen GPR:$a))>;
  def : P<(vt (fpround (f32 GPR:$a))), (!cast<Instruction>("FCVT_" # t # "_F32") GPR:$a)>;
}
def : P<(f64 (bitconvert (i64 GPR:$a))), (COPY_TO_REGCLASS GPR:$a, GPR)>;
def : P<(i64 (bitconvert (f64 GPR:$a))), (COPY_TO_REGCLASS GPR:$a, GPR)>;
def : P<(f64 (fpextend (f32 GPR:$a))), (FCVT_F64_F32 GPR:$a)>;
def : P<(f32 (fpround (f64 GPR:$a))), (FCVT_F32_F64 GPR:$a)>;

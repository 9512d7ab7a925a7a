// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- SectilePatternsTile.td - selection of tile code --------------------------------===//
//
// Elementwise operators; everything else is an intrinsic (SectileISelCalls.cpp)
// or lowered in SectileISelTiles.cpp.
//
//===----------------------------------------------------------------------===//

def addr_tile : ComplexPattern<i64, 2, "selectAddrTile">;

foreach vt = [v256i32, v256f32, v512i16, v512f16, v1024i8] in {
  def : P<(vt (load (addr_tile (i64 GPR:$a), i64:$imm))), (TLD GPR:$a, i64:$imm)>;
  def : P<(store (vt TR:$d), (addr_tile (i64 GPR:$a), i64:$imm)), (TST TR:$d, GPR:$a, i64:$imm)>;
  def : P<(vt (sectile_tzero)), (TZERO)>;
}
def : P<(v256i32 (sectile_tidxlin)), (TIDXLIN)>;
def : P<(v256i32 (sectile_splat (i64 GPR:$a))), (TSPLAT GPR:$a)>;
def : P<(v256f32 (sectile_splat (f32 GPR:$a))), (TSPLAT GPR:$a)>;
def : P<(i64 (sectile_tgetw (v256i32 TR:$t), (i64 GPR:$i))), (TGETW TR:$t, GPR:$i)>;
def : P<(f32 (sectile_tgetw (v256f32 TR:$t), (i64 GPR:$i))), (TGETW TR:$t, GPR:$i)>;
def : P<(v256i32 (sectile_tputw (v256i32 TR:$t), (i64 GPR:$v), (i64 GPR:$i))), (TPUTW TR:$t, GPR:$v, GPR:$i)>;
def : P<(v256f32 (sectile_tputw (v256f32 TR:$t), (f32 GPR:$v), (i64 GPR:$i))), (TPUTW TR:$t, GPR:$v, GPR:$i)>;

// Two operands: a tile, or a scalar broadcast.
multiclass TileBin<SDPatternOperator op, string name, ValueType vt, ValueType scalar, bit commutes = 0> {
  def : P<(vt (op (vt TR:$a), (vt TR:$b))), (!cast<Instruction>("T" # name) TR:$a, TR:$b)>;
  let AddedComplexity = 4 in
  def : P<(vt (op (vt TR:$a), (vt (sectile_splat (scalar GPR:$b))))),
          (!cast<Instruction>("TS" # name) TR:$a, GPR:$b)>;
  if commutes then
  let AddedComplexity = 3 in
  def : P<(vt (op (vt (sectile_splat (scalar GPR:$b))), (vt TR:$a))),
          (!cast<Instruction>("TS" # name) TR:$a, GPR:$b)>;
}
defm : TileBin<fadd, "ADD_F32", v256f32, f32, 1>;
defm : TileBin<fsub, "SUB_F32", v256f32, f32>;
defm : TileBin<fmul, "MUL_F32", v256f32, f32, 1>;
defm : TileBin<fdiv, "DIV_F32", v256f32, f32>;
defm : TileBin<fminnum, "MIN_F32", v256f32, f32, 1>;
defm : TileBin<fmaxnum, "MAX_F32", v256f32, f32, 1>;
defm : TileBin<fminimumnum, "MIN_F32", v256f32, f32, 1>;
defm : TileBin<fmaximumnum, "MAX_F32", v256f32, f32, 1>;
defm : TileBin<add, "ADD_I32", v256i32, i64, 1>;
defm : TileBin<sub, "SUB_I32", v256i32, i64>;
defm : TileBin<mul, "MUL_I32", v256i32, i64, 1>;
defm : TileBin<mulhs, "MULH_I32", v256i32, i64, 1>;
defm : TileBin<shl, "SLL_I32", v256i32, i64>;
defm : TileBin<srl, "SRL_I32", v256i32, i64>;
defm : TileBin<sra, "SRA_I32", v256i32, i64>;
defm : TileBin<and, "AND_I32", v256i32, i64, 1>;
defm : TileBin<or, "OR_I32", v256i32, i64, 1>;
defm : TileBin<xor, "XOR_I32", v256i32, i64, 1>;
defm : TileBin<smin, "MIN_I32", v256i32, i64, 1>;
defm : TileBin<smax, "MAX_I32", v256i32, i64, 1>;
defm : TileBin<umin, "MINU_I32", v256i32, i64, 1>;
defm : TileBin<umax, "MAXU_I32", v256i32, i64, 1>;

let AddedComplexity = 8 in
def : P<(v256i32 (and (v256i32 TR:$a), (xor (v256i32 TR:$b), (v256i32 (sectile_splat (i64 -1)))))),
        (TANDN_I32 TR:$a, TR:$b)>;

class TileUn<SDPatternOperator op, Instruction inst>
    : P<(v256f32 (op (v256f32 TR:$a))), (inst TR:$a)>;
def : TileUn<fsqrt, TSQRT_F32>;
def : TileUn<fneg, TNEG_F32>;
def : TileUn<fabs, TABS_F32>;
def : TileUn<frint, TNEAR_F32>;
def : TileUn<fnearbyint, TNEAR_F32>;
def : TileUn<froundeven, TNEAR_F32>;
def : TileUn<ffloor, TFLOOR_F32>;
def : TileUn<fceil, TCEIL_F32>;
def : TileUn<ftrunc, TTRUNC_F32>;
def : P<(v256f32 (sint_to_fp (v256i32 TR:$a))), (TCVT_F32_I32 TR:$a)>;
def : P<(v256i32 (fp_to_sint (v256f32 TR:$a))), (TCVT_I32_F32 TR:$a)>;

// Fused multiply-add in its four signs, with a scalar multiplicand or addend.
foreach n = ["MADD", "MSUB", "NMADD", "NMSUB"] in {
  defvar neg_a = !or(!eq(n, "NMADD"), !eq(n, "NMSUB"));
  defvar neg_c = !or(!eq(n, "MSUB"), !eq(n, "NMSUB"));
  defvar a = !if(neg_a, (fneg (v256f32 TR:$a)), (v256f32 TR:$a));
  defvar c = !if(neg_c, (fneg (v256f32 TR:$c)), (v256f32 TR:$c));
  def : P<(v256f32 (fma a, (v256f32 TR:$b), c)),
          (!cast<Instruction>("TF" # n # "_F32") TR:$a, TR:$b, TR:$c)>;
  let AddedComplexity = 4 in {
  def : P<(v256f32 (fma a, (v256f32 (sectile_splat (f32 GPR:$b))), c)),
          (!cast<Instruction>("TFB" # n # "_F32") TR:$a, GPR:$b, TR:$c)>;
  }
}
let AddedComplexity = 3 in {
def : P<(v256f32 (fma (v256f32 TR:$a), (v256f32 TR:$b), (v256f32 (sectile_splat (f32 GPR:$c))))),
        (TFCMADD_F32 TR:$a, TR:$b, GPR:$c)>;
def : P<(v256f32 (fma (fneg (v256f32 TR:$a)), (v256f32 TR:$b), (v256f32 (sectile_splat (f32 GPR:$c))))),
        (TFCNMADD_F32 TR:$a, TR:$b, GPR:$c)>;
}

// A product that only a sum takes, with a scalar multiplicand or addend.
def : P<(v256i32 (add (mul1 (v256i32 TR:$a), (v256i32 TR:$b)), (v256i32 TR:$c))),
        (TMADD_I32 TR:$a, TR:$b, TR:$c)>;
let AddedComplexity = 8 in
def : P<(v256i32 (add (mul1 (v256i32 TR:$a), (v256i32 (sectile_splat (i64 GPR:$b)))), (v256i32 TR:$c))),
        (TBMADD_I32 TR:$a, GPR:$b, TR:$c)>;
let AddedComplexity = 6 in
def : P<(v256i32 (add (mul1 (v256i32 TR:$a), (v256i32 TR:$b)), (v256i32 (sectile_splat (i64 GPR:$c))))),
        (TCMADD_I32 TR:$a, TR:$b, GPR:$c)>;

// Comparisons and selection.
multiclass TileCmp<CondCode cc, string name, ValueType vt, ValueType scalar> {
  def : P<(v256i32 (setcc (vt TR:$a), (vt TR:$b), cc)), (!cast<Instruction>("T" # name) TR:$a, TR:$b)>;
  let AddedComplexity = 4 in
  def : P<(v256i32 (setcc (vt TR:$a), (vt (sectile_splat (scalar GPR:$b))), cc)),
          (!cast<Instruction>("TS" # name) TR:$a, GPR:$b)>;
}
defm : TileCmp<SETEQ, "CEQ_I32", v256i32, i64>;
defm : TileCmp<SETNE, "CNE_I32", v256i32, i64>;
defm : TileCmp<SETLT, "CLT_I32", v256i32, i64>;
defm : TileCmp<SETLE, "CLE_I32", v256i32, i64>;
defm : TileCmp<SETULT, "CLTU_I32", v256i32, i64>;
defm : TileCmp<SETULE, "CLEU_I32", v256i32, i64>;
defm : TileCmp<SETOEQ, "CEQ_F32", v256f32, f32>;
defm : TileCmp<SETEQ, "CEQ_F32", v256f32, f32>;
defm : TileCmp<SETUNE, "CNE_F32", v256f32, f32>;
defm : TileCmp<SETNE, "CNE_F32", v256f32, f32>;
defm : TileCmp<SETOLT, "CLT_F32", v256f32, f32>;
defm : TileCmp<SETLT, "CLT_F32", v256f32, f32>;
defm : TileCmp<SETOLE, "CLE_F32", v256f32, f32>;
defm : TileCmp<SETLE, "CLE_F32", v256f32, f32>;
foreach vt = [v256i32, v256f32] in
def : P<(vt (vselect (v256i32 TR:$c), (vt TR:$a), (vt TR:$b))), (TSEL TR:$a, TR:$b, TR:$c)>;

// Vectors of 256 bytes live as words. A store of theirs saturates: cut first.
def li256 : OutPatFrag<(ops), (ADDI (i64 R0), 256)>;
def li24 : OutPatFrag<(ops), (ADDI (i64 R0), 24)>;
def : P<(v256i32 (sextloadvi8 (i64 GPR:$a))), (TLDL_I8 GPR:$a, (li256))>;
def : P<(v256i32 (extloadvi8 (i64 GPR:$a))), (TLDL_U8 GPR:$a, (li256))>;
def : P<(v256i32 (zextloadvi8 (i64 GPR:$a))), (TLDL_U8 GPR:$a, (li256))>;
def : P<(truncstorevi8 (v256i32 TR:$t), (i64 GPR:$a)),
        (TSTL_I8 (TSSRA_I32 (TSSLL_I32 TR:$t, (li24)), (li24)), GPR:$a, (li256))>;

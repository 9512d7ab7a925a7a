// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Elementwise.td - elementwise tile operations ----------------------===//
//
// Each word of the result depends on the same word of the operands, or on a scalar
// register that is broadcast to all words. Masks are tiles of 0 and -1.
//
//===----------------------------------------------------------------------===//

// A two-operand operation. Its forms with a tile and with a scalar as the second operand
// have majors 36 and 37 and the same f.
class TileOp<string name, bits<11> f, string summary, string operation, bit commutes = 0,
             string type = "tile_i32_t", string scalar = "int", string d = type, string b = type,
             bit overflows = 0, bit cancels = 0> {
  string Name = name;
  bits<11> F = f;
  string Summary = summary;
  string Operation = operation;
  bit Commutes = commutes;
  bit Overflows = overflows;
  bit Cancels = cancels;
  string SignatureTile = d # "(" # type # ", " # b # ")";
  string SignatureScalar = d # "(" # type # ", " # scalar # ")";
}
class FloatOp<string name, bits<11> f, string summary, string operation, bit commutes = 0,
              bit overflows = 0, bit cancels = 0>
    : TileOp<name, f, summary, operation, commutes, "tile_f32_t", "float", overflows=overflows,
             cancels=cancels>;
class FloatCompare<string name, bits<11> f, string summary, string operation, bit commutes = 0>
    : TileOp<name, f, summary, operation, commutes, "tile_f32_t", "float", "tile_i32_t">;
defvar FloatTileOps = [
  FloatOp<"ADD_F32", 0, "add f32", "a + b", 1, overflows=1, cancels=1>,
  FloatOp<"SUB_F32", 1, "subtract f32", "a - b", overflows=1, cancels=1>,
  FloatOp<"MUL_F32", 2, "multiply f32", "a * b", 1, overflows=1>,
  FloatOp<"DIV_F32", 3, "divide f32", "a / b", overflows=1>,
  FloatOp<"MIN_F32", 5, "minimum f32", "minimumNumber(a, b)">,
  FloatOp<"MAX_F32", 6, "maximum f32", "maximumNumber(a, b)">,
  TileOp<"SCALE_F32", 7, "scale f32 by a power of two", "a * 2^b, b an i32, one rounding", 0,
         "tile_f32_t", "int", "tile_f32_t", "tile_i32_t", overflows=1>];
defvar FloatTileCompares = [
  FloatCompare<"CEQ_F32", 16, "compare f32, equal", "a == b ? -1 : 0", 1>,
  FloatCompare<"CNE_F32", 17, "compare f32, not equal or unordered", "a != b ? -1 : 0", 1>,
  FloatCompare<"CLT_F32", 18, "compare f32, less", "a < b ? -1 : 0">,
  FloatCompare<"CLE_F32", 19, "compare f32, less or equal", "a <= b ? -1 : 0">];
defvar IntTileOps = [
  TileOp<"ADD_I32", 32, "add i32", "a + b", 1>,
  TileOp<"SUB_I32", 33, "subtract i32", "a - b">,
  TileOp<"MUL_I32", 34, "multiply i32", "(a * b) bits 31..0", 1>,
  TileOp<"MULH_I32", 35, "high part of i32 product", "(sx(a) * sx(b)) >> 32", 1>,
  TileOp<"MULHR_I32", 36, "rounding doubling high multiply i32", "saturate((2ab + 2^31) >> 32)", 1>,
  TileOp<"RSR_I32", 37, "rounding right shift i32", "a / 2^(b & 31), to nearest, half away from zero">,
  TileOp<"SLL_I32", 40, "shift left i32", "a << (b & 31)">,
  TileOp<"SRL_I32", 41, "logical shift right i32", "a >>u (b & 31)">,
  TileOp<"SRA_I32", 42, "arithmetic shift right i32", "a >>s (b & 31)">,
  TileOp<"AND_I32", 44, "and i32", "a & b", 1>,
  TileOp<"OR_I32", 45, "or i32", "a | b", 1>,
  TileOp<"XOR_I32", 46, "exclusive or i32", "a ^ b", 1>,
  TileOp<"ANDN_I32", 47, "and with complement i32", "a & ~b">,
  TileOp<"MIN_I32", 48, "signed minimum i32", "min(a, b)", 1>,
  TileOp<"MAX_I32", 49, "signed maximum i32", "max(a, b)", 1>,
  TileOp<"MINU_I32", 50, "unsigned minimum i32", "min(a, b), unsigned", 1>,
  TileOp<"MAXU_I32", 51, "unsigned maximum i32", "max(a, b), unsigned", 1>,
  TileOp<"CEQ_I32", 56, "compare i32, equal", "a == b ? -1 : 0", 1>,
  TileOp<"CNE_I32", 57, "compare i32, not equal", "a != b ? -1 : 0", 1>,
  TileOp<"CLT_I32", 58, "compare i32, less", "a <s b ? -1 : 0">,
  TileOp<"CLE_I32", 59, "compare i32, less or equal", "a <=s b ? -1 : 0">,
  TileOp<"CLTU_I32", 60, "compare i32, below", "a <u b ? -1 : 0">,
  TileOp<"CLEU_I32", 61, "compare i32, below or equal", "a <=u b ? -1 : 0">];

multiclass TileBinary<TileOp o> {
  let Overflows = o.Overflows, Cancels = o.Cancels in {
  let isCommutable = o.Commutes in
  let Signature = o.SignatureTile in
  def T#o.Name : TTT<36, o.F>, Desc<o.Summary, "each word: d = " # o.Operation>;
  let Signature = o.SignatureScalar in
  def TS#o.Name : TTS<37, o.F>, Desc<o.Summary # ", scalar second operand", "each word, b broadcast: d = " # o.Operation>;
  }
}
let Section = "Tile elementwise", Unit = "telem", Kind = "tile" in {
let Numerics = "f32, nearest even, one rounding, canonical NaN; minimum and maximum as FMIN_F32 and FMAX_F32" in {
foreach o = FloatTileOps in defm "" : TileBinary<o>;
let Signature = "tile_f32_t(tile_f32_t)" in {
def TSQRT_F32 : TT<38, 4>, Desc<"square root f32", "each word: d = sqrt(a)">;
def TNEAR_F32 : TT<38, 8>, Desc<"round to integral, nearest even", "each word: d = roundToIntegralTiesToEven(a)">;
def TFLOOR_F32 : TT<38, 9>, Desc<"round to integral, down", "each word: d = floor(a)">;
def TCEIL_F32 : TT<38, 10>, Desc<"round to integral, up", "each word: d = ceil(a)">;
def TTRUNC_F32 : TT<38, 11>, Desc<"round to integral, towards zero", "each word: d = trunc(a)">;
}
// Estimates. isa-tblgen computes the tables by these formulas
// (gen/emitters/EstimatesEmitter.cpp).
let Signature = "tile_f32_t(tile_f32_t)" in {
let Numerics = "relative error below 0.003891 (2^-8); +-0 gives +-infinity, +-infinity gives +-0, NaN the canonical NaN; |a| < 2^-128 gives +-infinity; a subnormal result is not rounded", Overflows = true in
def TRCPE_F32 : TT<38, 5>, Desc<"estimate of the reciprocal f32",
    "each word, |a| = 2^e * (1 + f), f below 1, i = floor(128 f): d = sign(a) * 2^(-e-1) * nearest(2^25 / (257 + 2i)) / 2^16">;
let Numerics = "relative error below 0.001952 (2^-9); +-0 gives +-infinity, +infinity +0, NaN and all numbers below -0 the canonical NaN" in
def TRSQRTE_F32 : TT<38, 6>, Desc<"estimate of the reciprocal square root f32",
    "each word, a = 2^(2k + o) * (1 + f), o 0 or 1, f below 1, i = floor(128 f): d = 2^(-k-1) * nearest(2^21 / sqrt((257 + 2i) * 2^o)) / 2^16">;
}
let Signature = "tile_f32_t(tile_i32_t)" in
def TCVT_F32_I32 : TT<38, 32>, Desc<"convert i32 to f32", "each word: d = f32(a)">;

class TTTT<bits<6> f> : R4<39, f, (outs TR:$d), (ins TR:$a, TR:$b, TR:$c), "$d, $a, $b, $c">;
class TTST<bits<6> f> : R4<39, f, (outs TR:$d), (ins TR:$a, GPR:$b, TR:$c), "$d, $a, $b, $c">;
class TTTS<bits<6> f> : R4<39, f, (outs TR:$d), (ins TR:$a, TR:$b, GPR:$c), "$d, $a, $b, $c">;
let Overflows = true, Cancels = true in
foreach s = [0, 1, 2, 3] in {
  defvar n = !cond(!eq(s, 0): "MADD", !eq(s, 1): "MSUB", !eq(s, 2): "NMADD", true: "NMSUB");
  defvar t = !cond(!eq(s, 0): "fma(a, b, c)", !eq(s, 1): "fma(a, b, -c)",
                   !eq(s, 2): "fma(-a, b, c)", true: "fma(-a, b, -c)");
  defvar f = !cast<bits<2>>(s);
  let Signature = "tile_f32_t(tile_f32_t, tile_f32_t, tile_f32_t)" in
  def TF#n#_F32  : TTTT<{0,0,0,0, f{1-0}}>, Desc<"fused multiply-add", "each word: d = " # t>;
  let Signature = "tile_f32_t(tile_f32_t, float, tile_f32_t)" in
  def TFB#n#_F32 : TTST<{0,0,0,1, f{1-0}}>, Desc<"fused multiply-add, scalar multiplicand", "each word, b broadcast: d = " # t>;
  let Signature = "tile_f32_t(tile_f32_t, tile_f32_t, float)" in
  def TFC#n#_F32 : TTTS<{0,0,1,0, f{1-0}}>, Desc<"fused multiply-add, scalar addend", "each word, c broadcast: d = " # t>;
}
}
// f6 of an i32 form is that of the f32 form plus 16.
let Signature = "tile_i32_t(tile_i32_t, tile_i32_t, tile_i32_t)" in
def TMADD_I32  : TTTT<16>, Desc<"multiply-add i32", "each word: d = (a * b + c) bits 31..0">;
let Signature = "tile_i32_t(tile_i32_t, int, tile_i32_t)" in
def TBMADD_I32 : TTST<20>, Desc<"multiply-add i32, scalar multiplicand", "each word, b broadcast: d = (a * b + c) bits 31..0">;
let Signature = "tile_i32_t(tile_i32_t, tile_i32_t, int)" in
def TCMADD_I32 : TTTS<24>, Desc<"multiply-add i32, scalar addend", "each word, c broadcast: d = (a * b + c) bits 31..0">;
foreach o = FloatTileCompares in
let Numerics = "a comparison with NaN is false, except not-equal, which is true" in defm "" : TileBinary<o>;
foreach o = IntTileOps in defm "" : TileBinary<o>;
let Numerics = "bits are moved, not computed", Signature = "tile_f32_t(tile_f32_t)" in {
def TABS_F32 : TT<38, 16>, Desc<"absolute value f32", "each word: d = a with sign 0">;
def TNEG_F32 : TT<38, 17>, Desc<"negate f32", "each word: d = a with inverted sign">;
}
let Numerics = "truncates, saturates; NaN gives 0", Signature = "tile_i32_t(tile_f32_t)" in
def TCVT_I32_F32 : TT<38, 40>, Desc<"convert f32 to i32", "each word: d = i32(a)">;
let Signature = "tile_i32_t(tile_i32_t, tile_i32_t, tile_i32_t)" in
def TSEL : R4<39, 32, (outs TR:$d), (ins TR:$a, TR:$b, TR:$c), "$d, $a, $b, $c">,
           Desc<"select by mask", "each word: d = c != 0 ? a : b">;
}

//===-- Masks --------------------------------------------------------------===//

let Section = "Tile masks", Unit = "telem", Kind = "tile" in {
class TS<bits<11> f, DAGOperand scalar = GPR>
    : R3<40, f, (outs TR:$d), (ins scalar:$a), "$d, $a"> {
  let b = 0;
}
let Signature = "tile_i32_t(int64_t)" in
def TMASK_LIN  : TS<0>, Desc<"mask of the first words", "word n of d = n < clamp(a, 0, 256) ? -1 : 0, a signed">;
let ShapeRows = 16, ShapeColumns = 16, Signature = "tile_i32_t(int64_t)" in
def TMASK_RECT : TS<1, Shape>, Desc<"mask of a rectangle", "d.w[i][j] = a[23:16] <= i && i < a[7:0] && a[31:24] <= j && j < a[15:8] ? -1 : 0; a = register r0 means full">;
}

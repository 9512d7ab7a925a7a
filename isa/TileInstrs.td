//===- TileInstrs.td - the tile instructions -----------------------------------===//
//
// A tile is 16 rows of 64 bytes. `array` views are 16 x 16 words; packed views
// are 16 x 32 (f16, bf16) and 16 x 64 (i8, u8). Every instruction reads all
// sources before it writes its destination.
//
//===----------------------------------------------------------------------===//

//===-- Memory -----------------------------------------------------------------===//

let Section = "Tile memory", Unit = "tmem",
    Traps = "load fault or store fault at the first illegal byte in row-major order, device space included; nothing is then changed. Nothing accessed, nothing faults" in {
let mayLoad = true, Kind = "tload", Address = "displacement", Element = "RAW", AccessBytes = 1 in
def TLD : TileDisp<32, 0, (outs TR:$d), (ins GPR:$a, SImm15T:$imm), "$d, $a, $imm">,
          Desc<"load whole tile", "d = 1024 bytes from mem[a + imm]">;
let mayStore = true, Kind = "tstore", Address = "displacement", Element = "RAW", AccessBytes = 1 in
def TST : TileDisp<32, 1, (outs), (ins TR:$d, GPR:$a, SImm15T:$imm), "$d, $a, $imm">,
          Desc<"store whole tile", "1024 bytes at mem[a + imm] = d">;

// f6 of a rectangle: {0, elem, store}.
foreach e = !listconcat(TileElements, TransposedElements) in
let mayLoad = true, Kind = "tload", Element = e.Name, AccessBytes = e.Bytes in
let Address = "rectangle", ShapeRows = e.Rows, ShapeColumns = e.Columns in
let Signature = e.Type # "(const void *, int64_t, int64_t)" in
def TLDR_#e.Name
    : R4<33, {0, e.Code{3-0}, 0}, (outs TR:$d), (ins GPR:$a, GPR:$b, Shape:$c), "$d, $a, $b, $c">,
      Desc<"load rectangle: " # e.Text,
           "row i of the c[7:0] x c[15:8] elements is at a + i * b; the rest of d is zero; c = register r0 means full">;
foreach e = TileElements in
let mayStore = true, Kind = "tstore", Element = e.Name, AccessBytes = e.Bytes in
let Address = "rectangle", ShapeRows = e.Rows, ShapeColumns = e.Columns in
let Signature = "void(" # e.Type # ", void *, int64_t, int64_t)" in
def TSTR_#e.Name
    : R4<33, {0, e.Code{3-0}, 1}, (outs), (ins TR:$d, GPR:$a, GPR:$b, Shape:$c), "$d, $a, $b, $c">,
      Desc<"store rectangle: " # e.Text,
           "row i of the c[7:0] x c[15:8] elements goes to a + i * b; c = register r0 means full">;

// f11 of a linear access: {000000, elem, store}.
foreach e = TileElements in
let Address = "linear" in {
let mayLoad = true, Kind = "tload", Element = e.Name, AccessBytes = e.Bytes in
let Signature = e.Type # "(const void *, int64_t)" in
def TLDL_#e.Name
    : R3<34, {0,0,0,0,0,0, e.Code{3-0}, 0}, (outs TR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">,
      Desc<"load linear: " # e.Text,
           "the first clamp(b, 0, full) elements in row-major order from mem[a]; the rest of d is zero">;
let mayStore = true, Kind = "tstore", Element = e.Name, AccessBytes = e.Bytes in
let Signature = "void(" # e.Type # ", void *, int64_t)" in
def TSTL_#e.Name
    : R3<34, {0,0,0,0,0,0, e.Code{3-0}, 1}, (outs), (ins TR:$d, GPR:$a, GPR:$b), "$d, $a, $b">,
      Desc<"store linear: " # e.Text,
           "the first clamp(b, 0, full) elements in row-major order to mem[a]">;
}
}

let Section = "Tile memory", Unit = "alu",
    Signature = "int64_t(int64_t, int64_t, int)" in
def TSHAPE : R3K<2, 2, (outs GPR:$d), (ins GPR:$a, GPR:$b, UImm3:$k), "$d, $a, $b, $k">,
             Desc<"build a shape from what is left", "d = clamp(a, 0, 255) | clamp(b << k, 0, 255) << 8; a and b signed, b << k without overflow">;

//===-- Matrix multiply-accumulate ----------------------------------------------===//

// f11: {0000, fromzero, type}.
let Section = "Matrix multiply", Unit = "tmat", Kind = "tile",
    Numerics = "floats: operands widened exactly, one chain of f32 fused multiply-adds in ascending k from the old accumulator (or +0), canonical NaN; integers wrap" in
foreach m = TileMultiplies in
let Multiply = m in {
  let Constraints = "$d = $dst",
      Signature = m.Sum # "(" # m.Sum # ", " # m.A.Tile # ", " # m.B.Tile # ")" in
  def TMMA_#m.Name
      : R3<35, {0,0,0,0,0, m.Code{5-0}}, (outs TR:$dst), (ins TR:$d, TR:$a, TR:$b), "$d, $a, $b">,
        Desc<"multiply-accumulate: " # m.Text, "d.w[i][j] += sum over k of a[i][k] * b[j][k]">;
  let FromZero = true, Signature = m.Sum # "(" # m.A.Tile # ", " # m.B.Tile # ")" in
  def TMMAZ_#m.Name
      : R3<35, {0,0,0,0,1, m.Code{5-0}}, (outs TR:$d), (ins TR:$a, TR:$b), "$d, $a, $b">,
        Desc<"multiply from zero: " # m.Text, "d.w[i][j] = 0 + sum over k of a[i][k] * b[j][k]">;
}

//===-- Elementwise --------------------------------------------------------------===//

class TTT<bits<6> op, bits<11> f>
    : R3<op, f, (outs TR:$d), (ins TR:$a, TR:$b), "$d, $a, $b">;
class TTS<bits<6> op, bits<11> f>
    : R3<op, f, (outs TR:$d), (ins TR:$a, GPR:$b), "$d, $a, $b">;
class TT<bits<6> op, bits<11> f>
    : R3<op, f, (outs TR:$d), (ins TR:$a), "$d, $a"> {
  let b = 0;
}

// A two-operand operation, with tile and with scalar second operand: major 36
// and 37, the same f.
class TileOp<string name, bits<11> f, string summary, string operation, bit commutes = 0,
             string type = "tile_i32_t", string scalar = "int", string d = type, string b = type> {
  string Name = name;
  bits<11> F = f;
  string Summary = summary;
  string Operation = operation;
  bit Commutes = commutes;
  string SignatureTile = d # "(" # type # ", " # b # ")";
  string SignatureScalar = d # "(" # type # ", " # scalar # ")";
}
class FloatOp<string name, bits<11> f, string summary, string operation, bit commutes = 0>
    : TileOp<name, f, summary, operation, commutes, "tile_f32_t", "float">;
class FloatCompare<string name, bits<11> f, string summary, string operation, bit commutes = 0>
    : TileOp<name, f, summary, operation, commutes, "tile_f32_t", "float", "tile_i32_t">;
defvar FloatTileOps = [
  FloatOp<"ADD_F32", 0, "add f32", "a + b", 1>,
  FloatOp<"SUB_F32", 1, "subtract f32", "a - b">,
  FloatOp<"MUL_F32", 2, "multiply f32", "a * b", 1>,
  FloatOp<"DIV_F32", 3, "divide f32", "a / b">,
  FloatOp<"MIN_F32", 5, "minimum f32", "minimumNumber(a, b)">,
  FloatOp<"MAX_F32", 6, "maximum f32", "maximumNumber(a, b)">,
  TileOp<"SCALE_F32", 7, "scale f32 by a power of two", "a * 2^b, b an i32, one rounding", 0,
         "tile_f32_t", "int", "tile_f32_t", "tile_i32_t">];
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
  let isCommutable = o.Commutes in
  let Signature = o.SignatureTile in
  def T#o.Name : TTT<36, o.F>, Desc<o.Summary, "each word: d = " # o.Operation>;
  let Signature = o.SignatureScalar in
  def TS#o.Name : TTS<37, o.F>, Desc<o.Summary # ", scalar second operand", "each word, b broadcast: d = " # o.Operation>;
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
let Signature = "tile_f32_t(tile_i32_t)" in
def TCVT_F32_I32 : TT<38, 32>, Desc<"convert i32 to f32", "each word: d = f32(a)">;

class TTTT<bits<6> f> : R4<39, f, (outs TR:$d), (ins TR:$a, TR:$b, TR:$c), "$d, $a, $b, $c">;
class TTST<bits<6> f> : R4<39, f, (outs TR:$d), (ins TR:$a, GPR:$b, TR:$c), "$d, $a, $b, $c">;
class TTTS<bits<6> f> : R4<39, f, (outs TR:$d), (ins TR:$a, TR:$b, GPR:$c), "$d, $a, $b, $c">;
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
foreach o = FloatTileCompares in
let Numerics = "a comparison with NaN is false, but not-equal true" in defm "" : TileBinary<o>;
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

//===-- Masks, pack and unpack -----------------------------------------------------===//

let Section = "Tile masks", Unit = "telem", Kind = "tile" in {
class TS<bits<11> f, DAGOperand scalar = GPR>
    : R3<40, f, (outs TR:$d), (ins scalar:$a), "$d, $a"> {
  let b = 0;
}
let Signature = "tile_i32_t(int64_t)" in
def TMASK_LIN  : TS<0>, Desc<"mask of the first words", "word n of d = n < clamp(a, 0, 256) ? -1 : 0, a signed">;
let ShapeRows = 16, ShapeColumns = 16, Signature = "tile_i32_t(int64_t)" in
def TMASK_RECT : TS<1, Shape>, Desc<"mask of a rectangle", "d.w[i][j] = i < a[7:0] && j < a[15:8] ? -1 : 0; a = register r0 means full">;
}

// One array goes to, or comes from, elements 16k..16k+15 of each packed row.
let Section = "Pack and unpack", Unit = "telem", Kind = "tile",
    Numerics = "floats round to nearest even, overflow to infinity, NaNs become canonical; integers saturate from signed words" in
foreach p = PackTypes in {
  defvar n = p.Type.Name;
  defvar text = !tolower(n);
  defvar bytes = !eq(p.Type.Bits, 8);  // four parts, not two
  let Constraints = "$d = $dst",
      Signature = p.Type.Tile # "(" # p.Type.Tile # ", " # p.Type.WideTile # ", int)" in
  def TPACK_#n
      : Part<41, {0,0,0,0, p.Code{3-0}}, bytes, (outs TR:$dst),
             !if(bytes, (ins TR:$d, TR:$a, UImm2:$k), (ins TR:$d, TR:$a, UImm1:$k)), "$d, $a, $k">,
        Desc<"pack words into a part of " # text, "d[i][16k + j] = " # text # "(a.w[i][j]); other elements of d stay">;
  let Signature = p.Type.Tile # "(" # p.Type.WideTile # ")" in
  def TPACKZ_#n
      : R3<41, {0,0,0,1, p.Code{3-0}, 0,0,0}, (outs TR:$d), (ins TR:$a), "$d, $a">,
        Desc<"pack words into part 0 of " # text, "d[i][j] = " # text # "(a.w[i][j]); the rest of d is zero"> {
    let b = 0;
  }
  let Signature = p.Type.WideTile # "(" # p.Type.Tile # ", int)" in
  def TUNPK_#n
      : Part<41, {0,0,1,0, p.Code{3-0}}, bytes, (outs TR:$d),
             !if(bytes, (ins TR:$a, UImm2:$k), (ins TR:$a, UImm1:$k)), "$d, $a, $k">,
        Desc<"unpack a part of " # text, "d.w[i][j] = a[i][16k + j] widened">;
}

//===-- Moves ---------------------------------------------------------------------===//

let Section = "Tile moves", Unit = "telem", Kind = "tile",
    Numerics = "bits are moved, not computed" in {
def TMOV : TT<42, 0>, Desc<"move tile", "d = a">;
class TNone<bits<11> f> : R3<42, f, (outs TR:$d), (ins), "$d"> {
  let a = 0;
  let b = 0;
}
let isReMaterializable = true, isAsCheapAsAMove = true in {
def TZERO   : TNone<1>, Desc<"zero tile", "d = 0">;
let Signature = "tile_i32_t()" in {
def TIDXROW : TNone<2>, Desc<"row indices", "d.w[i][j] = i">;
def TIDXCOL : TNone<3>, Desc<"column indices", "d.w[i][j] = j">;
def TIDXLIN : TNone<4>, Desc<"linear indices", "d.w[i][j] = 16i + j">;
}
}
let Signature = "tile_i32_t(int)" in
def TSPLAT  : R3<42, 5, (outs TR:$d), (ins GPR:$a), "$d, $a">, Desc<"splat a word", "d.w[i][j] = a.w"> { let b = 0; }
let Signature = "tile_i32_t(tile_i32_t)" in
def TTRANS  : TT<42, 6>, Desc<"transpose words", "d.w[i][j] = a.w[j][i]">;
let Signature = "tile_i32_t(tile_i32_t, int)" in {
def TBROW   : TTS<42, 8>, Desc<"broadcast a row", "d.w[i][j] = a.w[b & 15][j]">;
def TBCOL   : TTS<42, 9>, Desc<"broadcast a column", "d.w[i][j] = a.w[i][b & 15]">;
}
let Signature = "int(tile_i32_t, int)" in
def TGETW   : R3<42, 16, (outs GPR:$d), (ins TR:$a, GPR:$b), "$d, $a, $b">,
              Desc<"read a word", "d = sx(word (b & 255) of a)">;
let Constraints = "$d = $dst", Signature = "tile_i32_t(tile_i32_t, int, int)" in
def TPUTW   : R3<42, 17, (outs TR:$dst), (ins TR:$d, GPR:$a, GPR:$b), "$d, $a, $b">,
              Desc<"write a word", "word (b & 255) of d = a.w">;
}

//===-- Reductions -------------------------------------------------------------------===//

// f: {columns, operation}.
let Section = "Tile reductions", Unit = "telem", Kind = "tile",
    Numerics = "combined as for (s = 8; s; s /= 2) for (j < s) x[j] = op(x[j], x[j + s])" in
foreach o = ["ADD_F32", "MIN_F32", "MAX_F32", "ADD_I32", "MIN_I32", "MAX_I32"] in {
  defvar enc = !cond(!eq(o, "ADD_F32"): 0, !eq(o, "MIN_F32"): 1, !eq(o, "MAX_F32"): 2,
                      !eq(o, "ADD_I32"): 8, !eq(o, "MIN_I32"): 9, true: 10);
  defvar type = !if(!lt(enc, 8), "tile_f32_t", "tile_i32_t");
  let Signature = type # "(" # type # ")" in {
  def TREDROW_#o : TT<43, enc>, Desc<"reduce each row", "d.w[i][*] = combination of a.w[i][0..15]">;
  def TREDCOL_#o : TT<43, !add(enc, 16)>, Desc<"reduce each column", "d.w[*][j] = combination of a.w[0..15][j]">;
  }
}

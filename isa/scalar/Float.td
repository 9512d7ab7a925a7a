// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Float.td - scalar floating point ----------------------------------===//
//
// f32 and f64 in scalar registers, and conversions, f16 and bf16 included.
//
//===----------------------------------------------------------------------===//

// The high bit of f is 1 for f64.
class FRRR<bits<10> f, bit wide> : RRR<20, {wide, f{9-0}}>;
class FRR<bits<10> f, bit wide> : RR<20, {wide, f{9-0}}>;
class FRRRR<bits<5> f, bit wide> : RRRR<21, {wide, f{4-0}}>;

let Section = "Floating point", Unit = "fpu" in {
let Numerics = "IEEE 754, nearest even, subnormals kept, no flags; a NaN result is the canonical NaN" in {
foreach t = ["F32", "F64"] in {
  defvar w = !eq(t, "F64");
  let Floats = t in {
  let Overflows = true in {
  let isCommutable = true in {
  let Cancels = true in
  def FADD_#t : FRRR<0, w>, Desc<"add", "d = a + b">;
  def FMUL_#t : FRRR<2, w>, Desc<"multiply", "d = a * b">;
  }
  let Cancels = true in
  def FSUB_#t : FRRR<1, w>, Desc<"subtract", "d = a - b">;
  let Unit = "div" in
  def FDIV_#t : FRRR<3, w>, Desc<"divide", "d = a / b">;
  }
  let Unit = "div" in
  def FSQRT_#t : FRR<4, w>, Desc<"square root", "d = sqrt(a)">;
  let Numerics = "minimumNumber/maximumNumber of IEEE 754-2019: of a NaN and a number the result is the number, -0 < +0; two NaNs give the canonical NaN" in {
  def FMIN_#t : FRRR<5, w>, Desc<"minimum", "d = minimumNumber(a, b)">;
  def FMAX_#t : FRRR<6, w>, Desc<"maximum", "d = maximumNumber(a, b)">;
  }
  def FNEAR_#t : FRR<8, w>, Desc<"round to integral, nearest even", "d = roundToIntegralTiesToEven(a)">;
  def FFLOOR_#t : FRR<9, w>, Desc<"round to integral, down", "d = floor(a)">;
  def FCEIL_#t : FRR<10, w>, Desc<"round to integral, up", "d = ceil(a)">;
  def FTRUNC_#t : FRR<11, w>, Desc<"round to integral, towards zero", "d = trunc(a)">;
  let Overflows = true, Cancels = true in {
  def FMADD_#t : FRRRR<0, w>, Desc<"fused multiply-add", "d = fma(a, b, c)">;
  def FMSUB_#t : FRRRR<1, w>, Desc<"fused multiply-subtract", "d = fma(a, b, -c)">;
  def FNMADD_#t : FRRRR<2, w>, Desc<"fused negative multiply-add", "d = fma(-a, b, c)">;
  def FNMSUB_#t : FRRRR<3, w>, Desc<"fused negative multiply-subtract", "d = fma(-a, b, -c)">;
  }
  }
}
}
foreach t = ["F32", "F64"] in {
  defvar w = !eq(t, "F64");
  let Floats = t in {
  let Numerics = "bits are moved, not computed: NaNs keep their payload" in {
  def FSGNJ_#t : FRRR<16, w>, Desc<"copy sign", "d = a with the sign of b">;
  def FSGNJN_#t : FRRR<17, w>, Desc<"copy inverted sign", "d = a with the inverted sign of b">;
  def FSGNJX_#t : FRRR<18, w>, Desc<"exclusive or of signs", "d = a with its sign xor the sign of b">;
  }
  let Numerics = "a NaN operand gives 0; no flags" in {
  let isCommutable = true in
  def FEQ_#t : FRRR<20, w>, Desc<"set if equal", "d = a == b ? 1 : 0">;
  def FLT_#t : FRRR<21, w>, Desc<"set if less", "d = a < b ? 1 : 0">;
  def FLE_#t : FRRR<22, w>, Desc<"set if less or equal", "d = a <= b ? 1 : 0">;
  }
  }
}
// Conversions are named FCVT_<result>_<source>. Between a float and an integer, the high
// bit of f is 1 for f64.
foreach t = ["F32", "F64"] in {
  defvar w = !eq(t, "F64");
  let Numerics = "rounded to nearest even" in {
  def FCVT_#t#_I32 : FRR<32, w>, Desc<"convert from signed word", "d = sx(a.w) as " # !tolower(t)>;
  def FCVT_#t#_U32 : FRR<33, w>, Desc<"convert from unsigned word", "d = zx(a.w) as " # !tolower(t)>;
  def FCVT_#t#_I64 : FRR<34, w>, Desc<"convert from signed doubleword", "d = a as " # !tolower(t)>;
  def FCVT_#t#_U64 : FRR<35, w>, Desc<"convert from unsigned doubleword", "d = zx(a) as " # !tolower(t)>;
  }
  let Floats = t, Numerics = "truncates, saturates at the ends of the range; NaN gives 0" in {
  def FCVT_I32_#t : FRR<40, w>, Desc<"convert to signed word", "d = sx(i32(a))">;
  def FCVT_U32_#t : FRR<41, w>, Desc<"convert to unsigned word", "d = sx(u32(a))">;
  def FCVT_I64_#t : FRR<42, w>, Desc<"convert to signed doubleword", "d = i64(a)">;
  def FCVT_U64_#t : FRR<43, w>, Desc<"convert to unsigned doubleword", "d = u64(a)">;
  }
}
let Numerics = "exact, a NaN becomes the canonical NaN" in {
let Floats = "F32" in
def FCVT_F64_F32  : FRR<48, 1>, Desc<"widen f32 to f64", "d = f64(a)">;
let Floats = "F16" in
def FCVT_F32_F16  : FRR<49, 0>, Desc<"widen f16 to f32", "d = f32(a)">;
let Floats = "BF16" in
def FCVT_F32_BF16 : FRR<50, 0>, Desc<"widen bf16 to f32", "d = f32(a)">;
}
let Numerics = "nearest even, overflow to infinity, a NaN becomes the canonical NaN; a 16-bit result is sign-extended from bit 15" in {
let Floats = "F64" in
def FCVT_F32_F64  : FRR<48, 0>, Desc<"narrow f64 to f32", "d = f32(a)">;
let Floats = "F32" in
def FCVT_F16_F32  : FRR<51, 0>, Desc<"narrow f32 to f16", "d = f16(a)">;
let Floats = "F32" in
def FCVT_BF16_F32 : FRR<52, 0>, Desc<"narrow f32 to bf16", "d = bf16(a)">;
}
}

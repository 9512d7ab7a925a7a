// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Multiply.td - matrix multiply-accumulate --------------------------===//
//
// Two instructions for each TileMultiply (Elements.td): one adds to an accumulator, one
// starts from zero.
//
//===----------------------------------------------------------------------===//

// f6: {fromzero, type}. Elements with k below c are multiplied; the others do not affect
// the result.
let Section = "Matrix multiply", Unit = "tmat", Kind = "tile",
    Numerics = "floats: operands widened exactly, one chain of f32 fused multiply-adds in ascending k from the old accumulator (or +0), canonical NaN; integers wrap. A depth of 0 leaves d unchanged, or sets it to +0 in a multiply from zero" in
foreach m = TileMultiplies in
let Multiply = m in {
  defvar sum = "sum over k < clamp(c, 0, " # m.A.Depth # ") of " # m.Term # "; c is signed, c = register r0 means full";
  let Constraints = "$d = $dst",
      Signature = m.Sum # "(" # m.Sum # ", " # m.A.Tile # ", " # m.B.Tile # ", int64_t)" in
  def TMMA_#m.Name
      : R4<35, {0, m.Code{4-0}}, (outs TR:$dst), (ins TR:$d, TR:$a, TR:$b, Depth:$c), "$d, $a, $b, $c">,
        Desc<"multiply-accumulate: " # m.Text, "d.w[i][j] += " # sum>;
  let FromZero = true, Signature = m.Sum # "(" # m.A.Tile # ", " # m.B.Tile # ", int64_t)" in
  def TMMAZ_#m.Name
      : R4<35, {1, m.Code{4-0}}, (outs TR:$d), (ins TR:$a, TR:$b, Depth:$c), "$d, $a, $b, $c">,
        Desc<"multiply from zero: " # m.Text, "d.w[i][j] = 0 + " # sum>;
}

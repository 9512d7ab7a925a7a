// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Multiply.td - matrix multiply-accumulate --------------------------===//
//
// Two instructions a TileMultiply (Elements.td): onto an accumulator, and from zero.
//
//===----------------------------------------------------------------------===//

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

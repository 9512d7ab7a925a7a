// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Reduce.td - tile reductions ---------------------------------------===//
//
// Each row or column is combined; the result is broadcast along it, so that it can be an
// operand of an elementwise instruction without a further broadcast.
//
//===----------------------------------------------------------------------===//

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

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Pack.td - pack and unpack -----------------------------------------===//
//
// Convert an array to, or from, elements 16k..16k+15 of each packed row, for every
// PackType (Elements.td).
//
//===----------------------------------------------------------------------===//

let Section = "Pack and unpack", Unit = "telem", Kind = "tile",
    Numerics = "floats round to nearest even, overflow to infinity (e4m3: to 448 with the sign), NaNs become canonical; integers saturate from signed words, a bit is 1 if the word is not 0" in
foreach p = PackTypes in {
  defvar n = p.Type.Name;
  defvar text = !tolower(n);
  // The number of a part.
  defvar width = !logtwo(p.Type.Parts);
  defvar part = !cond(!eq(width, 1): UImm1, !eq(width, 2): UImm2, !eq(width, 3): UImm3,
                      true: UImm5);
  let Constraints = "$d = $dst",
      Signature = p.Type.Tile # "(" # p.Type.Tile # ", " # p.Type.WideTile # ", int)" in
  def TPACK_#n
      : Part<41, {0,0, p.Code{3-0}}, width, (outs TR:$dst), (ins TR:$d, TR:$a, part:$k),
             "$d, $a, $k">,
        Desc<"pack words into a part of " # text, "d[i][16k + j] = " # text # "(a.w[i][j]); other elements of d are unchanged">;
  let Signature = p.Type.Tile # "(" # p.Type.WideTile # ")" in
  def TPACKZ_#n
      : R3<41, {0,1, p.Code{3-0}, 0,0,0,0,0}, (outs TR:$d), (ins TR:$a), "$d, $a">,
        Desc<"pack words into part 0 of " # text, "d[i][j] = " # text # "(a.w[i][j]); the rest of d is zero"> {
    let b = 0;
  }
  let Signature = p.Type.WideTile # "(" # p.Type.Tile # ", int)" in
  def TUNPK_#n
      : Part<41, {1,0, p.Code{3-0}}, width, (outs TR:$d), (ins TR:$a, part:$k), "$d, $a, $k">,
        Desc<"unpack a part of " # text, "d.w[i][j] = a[i][16k + j] widened">;
}

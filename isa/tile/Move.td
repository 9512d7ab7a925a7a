// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Move.td - tile moves ----------------------------------------------===//
//
// Moves, constants, broadcasts, rotations, permutations, transposition and access to
// one word.
//
//===----------------------------------------------------------------------===//

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
def TROTROW : TTS<42, 10>, Desc<"rotate the rows", "d.w[i][j] = a.w[(i + b) & 15][j]">;
def TROTCOL : TTS<42, 11>, Desc<"rotate the columns", "d.w[i][j] = a.w[i][(j + b) & 15]">;
}
let Signature = "tile_i32_t(tile_i32_t, tile_i32_t)" in {
def TPERM    : TTT<42, 12>, Desc<"permute within rows", "d.w[i][j] = a.w[i][b.w[i][j] & 15]: each row of a is a table of 16 words">;
def TPERMROW : TTT<42, 13>, Desc<"permute the rows", "d.w[i][j] = a.w[b.w[i][0] & 15][j]">;
}
let Signature = "int(tile_i32_t, int)" in
def TGETW   : R3<42, 16, (outs GPR:$d), (ins TR:$a, GPR:$b), "$d, $a, $b">,
              Desc<"read a word", "d = sx(word (b & 255) of a)">;
let Constraints = "$d = $dst", Signature = "tile_i32_t(tile_i32_t, int, int)" in
def TPUTW   : R3<42, 17, (outs TR:$dst), (ins TR:$d, GPR:$a, GPR:$b), "$d, $a, $b">,
              Desc<"write a word", "word (b & 255) of d = a.w">;
}

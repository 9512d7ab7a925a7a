// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Shape.td - building shapes ----------------------------------------===//
//
// A shape selects the rows and columns of a tile access or a mask by their ends and, in
// higher bits, their beginnings. A loop passes the numbers of remaining and of missing
// rows and columns, and needs no code for edges.
//
//===----------------------------------------------------------------------===//

let Section = "Tile memory", Unit = "alu" in {
let Signature = "int64_t(int64_t, int64_t, int)" in
def TSHAPE : R3K<2, 2, (outs GPR:$d), (ins GPR:$a, GPR:$b, UImm3:$k), "$d, $a, $b, $k">,
             Desc<"build a shape from the remaining rows and columns", "d = clamp(a, 0, 255) | clamp(b << k, 0, 255) << 8; a and b signed, b << k without overflow">;
let Constraints = "$d = $dst", Signature = "int64_t(int64_t, int64_t, int64_t, int)" in
def TSHAPEB : R3K<2, 3, (outs GPR:$dst), (ins GPR:$d, GPR:$a, GPR:$b, UImm3:$k), "$d, $a, $b, $k">,
              Desc<"set the first row and column of a shape", "d[23:16] = clamp(a, 0, 255), d[31:24] = clamp(b << k, 0, 255); other bits of d are unchanged; a and b signed, b << k without overflow">;
}

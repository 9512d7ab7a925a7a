// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Shape.td - building shapes ----------------------------------------===//
//
// A shape says which rows and columns a tile access or a mask covers: where they
// end and, above that, where they begin. A loop passes what is left, and what is
// missing before, and needs no code for edges.
//
//===----------------------------------------------------------------------===//

let Section = "Tile memory", Unit = "alu" in {
let Signature = "int64_t(int64_t, int64_t, int)" in
def TSHAPE : R3K<2, 2, (outs GPR:$d), (ins GPR:$a, GPR:$b, UImm3:$k), "$d, $a, $b, $k">,
             Desc<"build a shape from what is left", "d = clamp(a, 0, 255) | clamp(b << k, 0, 255) << 8; a and b signed, b << k without overflow">;
let Constraints = "$d = $dst", Signature = "int64_t(int64_t, int64_t, int64_t, int)" in
def TSHAPEB : R3K<2, 3, (outs GPR:$dst), (ins GPR:$d, GPR:$a, GPR:$b, UImm3:$k), "$d, $a, $b, $k">,
              Desc<"begin a shape after what is missing", "d[23:16] = clamp(a, 0, 255), d[31:24] = clamp(b << k, 0, 255); other bits of d stay; a and b signed, b << k without overflow">;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Shape.td - building shapes ----------------------------------------===//
//
// A shape says how many rows and columns a tile access or a mask covers.
//
//===----------------------------------------------------------------------===//

let Section = "Tile memory", Unit = "alu",
    Signature = "int64_t(int64_t, int64_t, int)" in
def TSHAPE : R3K<2, 2, (outs GPR:$d), (ins GPR:$a, GPR:$b, UImm3:$k), "$d, $a, $b, $k">,
             Desc<"build a shape from what is left", "d = clamp(a, 0, 255) | clamp(b << k, 0, 255) << 8; a and b signed, b << k without overflow">;

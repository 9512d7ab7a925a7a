// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Memory.td - tile loads and stores ---------------------------------===//
//
// Whole tiles, rectangles of rows, linear runs, elements under a mask, and rows or
// elements at the addresses that a tile gives, per kind of element (Elements.td).
// A shape c covers the rows from c[23:16] up to c[7:0] and the columns from c[31:24]
// up to c[15:8], each clamped to what the access has; none where a beginning is not
// below its end.
//
// Two elements of half a byte share one; it is touched if one of them is.
//
//===----------------------------------------------------------------------===//

let Section = "Tile memory", Unit = "tmem",
    Traps = "load fault or store fault at the first illegal byte in row-major order, device space included; nothing is then changed. Nothing accessed, nothing faults" in {
let mayLoad = true, Kind = "tload", Address = "displacement", Element = "RAW", AccessBytes = 1 in
def TLD : TileDisp<32, 0, (outs TR:$d), (ins GPR:$a, SImm15T:$imm), "$d, $a, $imm">,
          Desc<"load whole tile", "d = 1024 bytes from mem[a + imm]">;
let mayStore = true, Kind = "tstore", Address = "displacement", Element = "RAW", AccessBytes = 1 in
def TST : TileDisp<32, 1, (outs), (ins TR:$d, GPR:$a, SImm15T:$imm), "$d, $a, $imm">,
          Desc<"store whole tile", "1024 bytes at mem[a + imm] = d">;

// f6 of a rectangle: {0, elem, store}.
foreach e = !listconcat(LoadedElements, TransposedElements) in
let mayLoad = true, Kind = "tload", Element = e.Name, AccessBytes = e.Bytes in
let Address = "rectangle", ShapeRows = e.Rows, ShapeColumns = e.Columns in
let Signature = e.Type # "(const void *, int64_t, int64_t)" in
def TLDR_#e.Name
    : R4<33, {0, e.Code{3-0}, 0}, (outs TR:$d), (ins GPR:$a, GPR:$b, Shape:$c), "$d, $a, $b, $c">,
      Desc<"load rectangle: " # e.Text,
           "row i is at a + i * b; of it the rows and columns that c covers: rows c[23:16] up to c[7:0], columns c[31:24] up to c[15:8]; the rest of d is zero; c = register r0 means full">;
foreach e = TileElements in
let mayStore = true, Kind = "tstore", Element = e.Name, AccessBytes = e.Bytes in
let Address = "rectangle", ShapeRows = e.Rows, ShapeColumns = e.Columns in
let Signature = "void(" # e.Type # ", void *, int64_t, int64_t)" in
def TSTR_#e.Name
    : R4<33, {0, e.Code{3-0}, 1}, (outs), (ins TR:$d, GPR:$a, GPR:$b, Shape:$c), "$d, $a, $b, $c">,
      Desc<"store rectangle: " # e.Text,
           "row i goes to a + i * b; of it the rows and columns that c covers: rows c[23:16] up to c[7:0], columns c[31:24] up to c[15:8]; c = register r0 means full">;

// f11 of a linear access: {000000, elem, store}.
let Address = "linear" in {
foreach e = LoadedElements in
let mayLoad = true, Kind = "tload", Element = e.Name, AccessBytes = e.Bytes in
let Signature = e.Type # "(const void *, int64_t)" in
def TLDL_#e.Name
    : R3<34, {0,0,0,0,0,0, e.Code{3-0}, 0}, (outs TR:$d), (ins GPR:$a, GPR:$b), "$d, $a, $b">,
      Desc<"load linear: " # e.Text,
           "the first clamp(b, 0, full) elements in row-major order from mem[a]; the rest of d is zero">;
foreach e = TileElements in
let mayStore = true, Kind = "tstore", Element = e.Name, AccessBytes = e.Bytes in
let Signature = "void(" # e.Type # ", void *, int64_t)" in
def TSTL_#e.Name
    : R3<34, {0,0,0,0,0,0, e.Code{3-0}, 1}, (outs), (ins TR:$d, GPR:$a, GPR:$b), "$d, $a, $b">,
      Desc<"store linear: " # e.Text,
           "the first clamp(b, 0, full) elements in row-major order to mem[a]">;
}

// f11 of a masked access: {000000, elem, store}.
let Address = "masked" in {
foreach e = LoadedLaneElements in
let mayLoad = true, Kind = "tload", Element = e.Name, AccessBytes = e.Bytes in
let Signature = e.Type # "(const void *, tile_i32_t)" in
def TLDM_#e.Name
    : R3<44, {0,0,0,0,0,0, e.Code{3-0}, 0}, (outs TR:$d), (ins GPR:$a, TR:$b), "$d, $a, $b">,
      Desc<"load under a mask: " # e.Text,
           "element n in row-major order from " # e.Place # " where word n of b is not 0; the rest of d is zero">;
foreach e = LaneElements in
let mayStore = true, Kind = "tstore", Element = e.Name, AccessBytes = e.Bytes in
let Signature = "void(" # e.Type # ", void *, tile_i32_t)" in
def TSTM_#e.Name
    : R3<44, {0,0,0,0,0,0, e.Code{3-0}, 1}, (outs), (ins TR:$d, GPR:$a, TR:$b), "$d, $a, $b">,
      Desc<"store under a mask: " # e.Text,
           "element n in row-major order to " # e.Place # " where word n of b is not 0">;
}

// f6 of a row gather or scatter: {0, elem, store}.
let Address = "rowGather" in {
foreach e = LoadedElements in
let mayLoad = true, Kind = "tload", Element = e.Name, AccessBytes = e.Bytes in
let ShapeRows = e.Rows, ShapeColumns = e.Columns in
let Signature = e.Type # "(const void *, tile_i32_t, int64_t)" in
def TLDG_#e.Name
    : R4<45, {0, e.Code{3-0}, 0}, (outs TR:$d), (ins GPR:$a, TR:$b, Shape:$c), "$d, $a, $b, $c">,
      Desc<"gather rows: " # e.Text,
           "row i is at a + sx(b.w[i][0]); of it the rows and columns that c covers, as in a rectangle; the rest of d is zero; c = register r0 means full">;
foreach e = TileElements in
let mayStore = true, Kind = "tstore", Element = e.Name, AccessBytes = e.Bytes in
let ShapeRows = e.Rows, ShapeColumns = e.Columns in
let Signature = "void(" # e.Type # ", void *, tile_i32_t, int64_t)" in
def TSTG_#e.Name
    : R4<45, {0, e.Code{3-0}, 1}, (outs), (ins TR:$d, GPR:$a, TR:$b, Shape:$c), "$d, $a, $b, $c">,
      Desc<"scatter rows: " # e.Text,
           "row i goes to a + sx(b.w[i][0]), in ascending order; of it the rows and columns that c covers, as in a rectangle; c = register r0 means full">;
}

// f5 of a lane gather or scatter: {elem, store}.
defvar e = ElemW32;
let Address = "laneGather", Element = e.Name, AccessBytes = e.Bytes in {
let mayLoad = true, Kind = "tload", Signature = e.Type # "(const void *, tile_i32_t, tile_i32_t, int)" in
def TLDX_#e.Name
    : R4K<46, {e.Code{3-0}, 0}, (outs TR:$d), (ins GPR:$a, TR:$b, TR:$c, Scale1:$k), "$d, $a, $b, $c, $k">,
      Desc<"gather lanes: " # e.Text,
           "d.w[i][j] = mem[a + (sx(b.w[i][j]) << k)] where c.w[i][j] is not 0, else 0">;
let mayStore = true, Kind = "tstore", Signature = "void(" # e.Type # ", void *, tile_i32_t, tile_i32_t, int)" in
def TSTX_#e.Name
    : R4K<46, {e.Code{3-0}, 1}, (outs), (ins TR:$d, GPR:$a, TR:$b, TR:$c, Scale1:$k), "$d, $a, $b, $c, $k">,
      Desc<"scatter lanes: " # e.Text,
           "mem[a + (sx(b.w[i][j]) << k)] = d.w[i][j] where c.w[i][j] is not 0, in ascending order">;
}
}

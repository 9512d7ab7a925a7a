// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: isa-tblgen -gen-decoder-header -I %isa -I %S/Inputs -I %llvm_include %s | FileCheck %s --check-prefix=HEADER
// RUN: isa-tblgen -gen-decoder -I %isa -I %S/Inputs -I %llvm_include %s | FileCheck %s --check-prefix=DECODER
// RUN: isa-tblgen -gen-sv-package -I %isa -I %S/Inputs -I %llvm_include %s | FileCheck %s --check-prefix=PACKAGE
// RUN: isa-tblgen -gen-manual -I %isa -I %S/Inputs -I %llvm_include %s | FileCheck %s --check-prefix=MANUAL
// RUN: isa-tblgen -gen-encoder-tests -I %isa -I %S/Inputs -I %llvm_include %s | FileCheck %s --check-prefix=ENCODER
// RUN: isa-tblgen -gen-builtins -I %isa -I %S/Inputs -I %llvm_include %s | FileCheck %s --check-prefix=BUILTINS
// RUN: isa-tblgen -gen-builtin-prototypes -I %isa -I %S/Inputs -I %llvm_include %s | FileCheck %s --check-prefix=PROTOTYPES
// RUN: isa-tblgen -gen-operations -I %isa -I %S/Inputs -I %llvm_include %s | FileCheck %s --check-prefix=OPERATIONS
// RUN: isa-tblgen -gen-core-records -I %isa -I %S/Inputs -I %llvm_include %s | FileCheck %s --check-prefix=RECORDS
// RUN: isa-tblgen -gen-intrinsics -I %isa -I %S/Inputs -I %llvm_include %s | FileCheck %s --check-prefix=INTRINSICS
//
// What one record of each interesting kind becomes.

include "Base.td"

let Unit = "branch", Section = "Branches", Kind = "branch" in
def HOP : Cmp<11, 5, (ins GPR:$a, Len6:$len, Branch13:$target), "$a, $len, $target">, Good {
  bits<6> len;
  bits<13> target;
  let Inst{20-16} = len{4-0};
  let Inst{31} = len{5};
  let Inst{30-21} = target{9-0};
  let Inst{8} = target{10};
}

let Unit = "telem", Section = "Tiles", Kind = "tile", Constraints = "$d = $dst",
    Signature = "tile_f32_t(tile_f32_t, tile_f16_t, int)", Traps = "never" in
def TACC_F16 : Part<41, 3, 2, (outs TR:$dst), (ins TR:$d, TR:$a, UImm2:$k), "$d, $a, $k">,
               Desc<"accumulate", "d += a[k] | 0">;

class RecordField<string name, int width, string text = "", int count = 1> {
  string Name = name;
  int Width = width;
  int Count = count;
  string Text = text;
}
class CoreRecord<string text, list<RecordField> fields> {
  string Text = text;
  list<RecordField> Fields = fields;
}
class CoreNumber<int value, string text> {
  int Value = value;
  string Text = text;
}
def UnitBits : CoreNumber<3, "bits of a unit">;
def SeenThere : CoreRecord<"What is seen", [
  RecordField<"valid", 1>, RecordField<"rd_value", 64, "of rd">,
  RecordField<"unit", UnitBits.Value, "", 4>, RecordField<"data", 128>]>;

// HEADER: enum class Op : uint16_t {
// HEADER-NEXT: Illegal,
// HEADER-NEXT: HOP,
// HEADER-NEXT: TACC_F16,
// HEADER-NEXT: };
// HEADER: opCount = 3;

// DECODER: case 11:
// DECODER-NEXT: op = 1;
// DECODER: i.imm = int64_t(((w >> 16) & 0x1f) | ((w >> 31) << 5)) + 1;
// DECODER: i.imm2 = int32_t(signExtend<13>(((w >> 21) & 0x3ff) | (((w >> 8) & 0x7) << 10)) * 4);
// DECODER: {"HOP", "hop", Unit::branch, Kind::branch, Element::none, 0, 0, 3,
// DECODER-NEXT: {{[{]}}{"a", OperandClass::gpr, Role::use, Slot::a
// DECODER-NEXT: {"len", OperandClass::imm, Role::use, Slot::imm, ImmKind::value, 6, 0, 1, false, FloatFormat::none}
// DECODER-NEXT: {"target", OperandClass::imm, Role::use, Slot::imm2, ImmKind::pcrel, 13, 2, 0, true, FloatFormat::none}
// DECODER: {"TACC_F16", "tacc.f16", Unit::telem, Kind::tile, Element::none, 0, 0, 3,
// DECODER-NEXT: {"d", OperandClass::tile, Role::tied, Slot::d, ImmKind::none, 5, 0, 0, false, FloatFormat::f32}
// DECODER-NEXT: {"a", OperandClass::tile, Role::use, Slot::a, ImmKind::none, 5, 0, 0, false, FloatFormat::f16}

// PACKAGE: OP_TACC_F16 = 2'd2
// PACKAGE: // What is seen.
// PACKAGE-NEXT: typedef struct packed {
// PACKAGE-NEXT: logic valid;
// PACKAGE-NEXT: logic [63:0] rd_value;  // of rd
// PACKAGE-NEXT: logic [11:0] unit;
// PACKAGE-NEXT: logic [127:0] data;
// PACKAGE-NEXT: } seen_there_t;
// PACKAGE: 6'd11:
// PACKAGE-NEXT: if (w[7] == 1'd0 && w[6] == 1'h1) begin
// PACKAGE: op = sectile_pkg::OP_TACC_F16;
// PACKAGE-NEXT: unit = sectile_pkg::UNIT_TELEM;
// PACKAGE: imm = {58'd0, w[31], w[20:16]} + 64'd1;
// PACKAGE-NEXT: imm2 = {{[{]}}{17{w[10]}}, w[10:8], w[30:21], 2'd0};
// PACKAGE: d_reads_t = 1'b1;
// PACKAGE-NEXT: d_writes_t = 1'b1;

// RECORDS: constexpr unsigned unitBits = 3;
// RECORDS: struct SeenThere {
// RECORDS-NEXT: bool valid;
// RECORDS-NEXT: uint64_t rdValue; // of rd
// RECORDS-NEXT: uint8_t unit[4];
// RECORDS-NEXT: uint8_t data[16];
// RECORDS: valid = 204;
// RECORDS-NEXT: rdValue = 140;
// RECORDS-NEXT: unit = 128;
// RECORDS-NEXT: data = 0;
// RECORDS: r.rdValue = uint64_t(bits(words, At::rdValue, 64));
// RECORDS: r.unit[n] = uint8_t(bits(words, At::unit + 3 * n, 3));
// RECORDS: r.data[n] = uint8_t(bits(words, At::data + 8 * n, 8));

// MANUAL: - [Branches](#branches)
// MANUAL: ### hop
// MANUAL: hop a, len, target
// MANUAL: | 31 | 30:21 | 20:16 | 15:11 | 10:8 | 7:6 | 5:0 |
// MANUAL: | len[5] | target[9:0] | len[4:0] | a | target[12:10] | 01 | 001011 |
// MANUAL: - Operation: `operation`
// MANUAL: - `len`: immediate, 1 to 64; the field holds it less 1
// MANUAL: - `target`: distance in bytes, -16384 to 16380 in steps of 4
// MANUAL: ### tacc.f16
// MANUAL: - Operation: `d += a[k] | 0`
// MANUAL: - `d`: tile register, read and written
// MANUAL: - Traps: Never.
// MANUAL: - In C: `tile_f32_t(tile_f32_t, tile_f16_t, int)`, as `__builtin_sectile_tacc_f16`
// MANUAL: | 11 | [hop](#hop) | Cmp |
// MANUAL: | 12 | free |

// ENCODER: hop a1, 1, -5464
// ENCODER-NEXT: # CHECK: hop a1, 1, -5464 # encoding: [0x4b,0x2e,0x40,0x55]
// ENCODER: hop a1, 64,
// ENCODER: tacc.f16 t5, t12, 3
// ENCODER-NEXT: # CHECK: tacc.f16 t5, t12, 3 # encoding: [0x69,0x61,0x60,0x0c]

// BUILTINS-NOT: hop
// BUILTINS: BUILTIN(__builtin_sectile_tacc_f16, "V256fV256fV512xIi", "ncF")
// BUILTINS-NEXT: IMMEDIATE(__builtin_sectile_tacc_f16, 2, 0, 3)
// PROTOTYPES: typedef float tile_f32_t __attribute__((__vector_size__(1024)));
// PROTOTYPES: typedef _Float16 tile_f16_t __attribute__((__vector_size__(1024)));
// PROTOTYPES-NEXT: typedef __UINT16_TYPE__ tile_bf16_t __attribute__((__vector_size__(1024)));
// PROTOTYPES-NEXT: typedef __INT16_TYPE__ tile_i16_t __attribute__((__vector_size__(1024)));
// PROTOTYPES-NEXT: typedef __UINT16_TYPE__ tile_u16_t __attribute__((__vector_size__(1024)));
// PROTOTYPES-NEXT: typedef __UINT8_TYPE__ tile_e4m3_t __attribute__((__vector_size__(1024)));
// PROTOTYPES-NEXT: typedef __UINT8_TYPE__ tile_e5m2_t __attribute__((__vector_size__(1024)));
// PROTOTYPES-NEXT: typedef __INT8_TYPE__ tile_i8_t __attribute__((__vector_size__(1024)));
// PROTOTYPES: tile_f32_t __builtin_sectile_tacc_f16(tile_f32_t, tile_f16_t, int);

// OPERATIONS: SECTILE_OP(HOP, branch, branch, 0, none)
// INTRINSICS-NOT: HOP
// INTRINSICS: SECTILE_INTRINSIC(TACC_F16, "__builtin_sectile_tacc_f16", "tile_f32_t(tile_f32_t, tile_f16_t, int)", 't', "tti", 0, None, 0, 3, 0, 0, 0)

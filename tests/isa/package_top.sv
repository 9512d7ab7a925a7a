// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The package's decoder with each member of its result on a port, so that the
// harness needs to know nothing of the structure's layout.
module package_top (
    input  logic [31:0] w_i,
    output logic [15:0] op_o,
    output logic [7:0]  unit_o,
    output logic [7:0]  kind_o,
    output logic [7:0]  elem_o,
    output logic [7:0]  address_o,
    output logic [7:0]  rows_o,         // of the element
    output logic [7:0]  columns_o,
    output logic [7:0]  row_shift_o,
    output logic        half_o,
    output logic [7:0]  multiply_a_o,   // of a multiply
    output logic [7:0]  multiply_b_o,
    output logic [15:0] depth_o,
    output logic [2:0]  log2_bits_o,
    output logic [7:0]  combine_o,
    output logic [2:0]  multiply_marks_o,
    output logic [7:0]  mem_bytes_o,
    output logic        mem_signed_o,
    output logic [19:0] registers_o,
    output logic [19:0] marks_o,
    output logic [63:0] imm_o,
    output logic [31:0] imm2_o,
    output logic        valid_o
);
  sectile_pkg::instr_t r;
  sectile_pkg::multiply_t m;
  always_comb begin
    r = sectile_pkg::decode(w_i);
    m = sectile_pkg::multiply_of(r.op);
    op_o = 16'(r.op);
    unit_o = 8'(r.unit);
    kind_o = 8'(r.kind);
    elem_o = 8'(r.elem);
    address_o = 8'(r.address);
    rows_o = 8'(sectile_pkg::elem_rows(r.elem));
    columns_o = 8'(sectile_pkg::elem_columns(r.elem));
    row_shift_o = 8'(sectile_pkg::elem_row_shift(r.elem));
    half_o = sectile_pkg::elem_half(r.elem);
    multiply_a_o = 8'(m.a);
    multiply_b_o = 8'(m.b);
    depth_o = 16'(m.depth);
    log2_bits_o = m.log2_bits;
    combine_o = 8'(m.combine);
    multiply_marks_o = {m.a_signed, m.b_signed, m.from_zero};
    mem_bytes_o = {3'b0, r.mem_bytes};
    mem_signed_o = r.mem_signed;
    registers_o = {r.d, r.a, r.b, r.c};
    marks_o = {r.d_reads_x, r.d_writes_x, r.d_reads_t, r.d_writes_t, r.d_is_shape,
               r.a_reads_x, r.a_writes_x, r.a_reads_t, r.a_writes_t, r.a_is_shape,
               r.b_reads_x, r.b_writes_x, r.b_reads_t, r.b_writes_t, r.b_is_shape,
               r.c_reads_x, r.c_writes_x, r.c_reads_t, r.c_writes_t, r.c_is_shape};
    imm_o = r.imm;
    imm2_o = r.imm2;
    valid_o = r.valid;
  end
endmodule

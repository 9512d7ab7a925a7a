// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// From a tile memory instruction's operands to rows of bytes, and whether all of them
// are in memory. Row addresses are base + i * stride as unbounded integers, so the
// sums are wider than an address. The first and last row that are touched bound all
// others.
module sectile_tmem_address #(
    parameter logic [63:0] RamBase = sectile_pkg::RamBase
) (
    input  logic                         valid_i,
    input  sectile_pkg::instr_t          instr_i,
    input  logic [63:0]                  a_i,
    input  logic [63:0]                  b_i,
    input  logic [63:0]                  c_i,
    input  logic [63:0]                  ram_end_i,   // first address after memory
    // of the access's index and mask, if it has them
    input  logic                         index_any_i,
    input  logic signed [72:0]           index_lo_i,
    input  logic signed [72:0]           index_hi_i,
    input  logic                         index_fault_i,
    output logic                         indexed_o,
    output logic                         lanes_o,     // each lane has an address of its own
    output logic                         store_o,
    output logic [6:0]                   first_row_o, // the first that is touched,
    output logic [6:0]                   rows_o,      // how many are; the last may be shorter
    output logic [5:0]                   skip_o,      // bytes of a row before those touched
    output logic [6:0]                   bytes_o,
    output logic [6:0]                   last_bytes_o,
    output logic [2:0]                   halves_o,    // left out, as tmem_op_t says
    output logic [63:0]                  base_o,      // of the first row's first byte
    output logic signed [72:0]           first_o,     // the same, unbounded
    output logic [63:0]                  stride_o,
    output logic [63:0]                  lo_o,
    output logic [63:0]                  hi_o,
    output logic                         fault_o
);
  logic linear, rect, gather, full, half;
  logic [6:0] max_rows, max_cols, rows, cols, first_row, first_col;
  logic [10:0] count, total;
  logic [2:0] row_shift;                // log2 of a full row's bytes, linear form
  logic signed [72:0] first, last, lo, hi, span;

  // Bytes before element n of a row; two halves share one.
  function automatic logic [6:0] bytes_of(input logic [6:0] n, input logic [4:0] size,
                                          input logic is_half);
    bytes_of = is_half ? {1'b0, n[6:1]}
             : size == 5'd4 ? {n[4:0], 2'b0} : size == 5'd2 ? {n[5:0], 1'b0} : n;
  endfunction

  assign store_o = instr_i.kind == sectile_pkg::KIND_TSTORE;
  assign linear = instr_i.address == sectile_pkg::ADDR_LINEAR;
  assign rect = instr_i.address == sectile_pkg::ADDR_RECTANGLE;
  assign gather = instr_i.address == sectile_pkg::ADDR_ROWGATHER;
  assign lanes_o = instr_i.address == sectile_pkg::ADDR_LANEGATHER;
  assign indexed_o = gather | lanes_o | instr_i.address == sectile_pkg::ADDR_MASKED;
  assign full = instr_i.c == '0;

  assign max_rows = sectile_pkg::elem_rows(instr_i.elem);
  assign max_cols = sectile_pkg::elem_columns(instr_i.elem);
  assign half = sectile_pkg::elem_half(instr_i.elem);
  assign row_shift = sectile_pkg::elem_row_shift(instr_i.elem);

  always_comb begin
    rows = '0;
    cols = '0;
    first_row = '0;
    first_col = '0;
    first_row_o = '0;
    skip_o = '0;
    count = '0;
    total = '0;
    rows_o = '0;
    bytes_o = '0;
    last_bytes_o = '0;
    halves_o = '0;
    stride_o = '0;
    first = '0;
    last = '0;
    lo = '0;
    hi = '0;
    span = '0;
    fault_o = 1'b0;
    if (valid_i) begin
      if (linear) begin
        // count elements, consecutive: all rows full but the last
        count = {max_cols, 4'b0};         // times 16 rows
        if (b_i[63]) count = '0;
        else if (b_i < {53'b0, count}) count = b_i[10:0];
        halves_o[2] = half & count[0];
        total = half ? (count + 11'd1) >> 1
              : instr_i.mem_bytes == 5'd2 ? {count[9:0], 1'b0} : count;
        bytes_o = 7'd1 << row_shift;
        rows_o = 7'((total + 11'(bytes_o) - 11'd1) >> row_shift);
        last_bytes_o = 7'(total - ((11'(rows_o) - 11'd1) << row_shift));
        stride_o = 64'(bytes_o);
      end else if (rect | gather) begin
        rows = full || c_i[7:0] > {1'b0, max_rows} ? max_rows : c_i[6:0];
        cols = full || c_i[15:8] > {1'b0, max_cols} ? max_cols : c_i[14:8];
        if (!full) begin
          first_row = c_i[23:16] > {1'b0, max_rows} ? max_rows : c_i[22:16];
          first_col = c_i[31:24] > {1'b0, max_cols} ? max_cols : c_i[30:24];
        end
        if (first_row < rows && first_col < cols) begin
          first_row_o = first_row;
          rows_o = rows - first_row;
          skip_o = 6'(bytes_of(first_col, instr_i.mem_bytes, half));
          bytes_o = bytes_of(cols + {6'b0, half}, instr_i.mem_bytes, half) - {1'b0, skip_o};
          halves_o = {{2{half & cols[0]}}, half & first_col[0]};
        end
        last_bytes_o = bytes_o;
        stride_o = rect ? b_i : '0;
      end else if (indexed_o) begin
        bytes_o = {2'b0, instr_i.mem_bytes};
        rows_o = index_any_i ? 7'd16 : 7'd0;
      end else begin
        bytes_o = 7'd64;
        rows_o = 7'd16;
        last_bytes_o = 7'd64;
        stride_o = 64'd64;
      end
      // Displacements are unbounded too: base + imm may leave 64 bits.
      first = $signed({9'b0, a_i});
      if (instr_i.address == sectile_pkg::ADDR_DISPLACEMENT)
        first = first + $signed({{9{instr_i.imm[63]}}, instr_i.imm});
      if (rect | gather) begin
        first = first + $signed({{9{stride_o[63]}}, stride_o}) * $signed({66'b0, first_row_o})
              + $signed({67'b0, skip_o});
      end
      span = $signed({{9{stride_o[63]}}, stride_o}) * $signed({66'b0, rows_o - 7'd1});
      last = first + span;
      lo = span[72] ? last : first;
      hi = (span[72] ? first + $signed({66'b0, bytes_o}) : last + $signed({66'b0, last_bytes_o}))
         - 73'sd1;
      fault_o = rows_o != '0 & (lo < $signed({9'b0, RamBase}) | hi >= $signed({9'b0, ram_end_i}));
      if (indexed_o) begin
        lo = index_lo_i;
        hi = index_hi_i;
        fault_o = index_fault_i;
      end
    end
    first_o = first;
    base_o = first[63:0];
    // an empty access overlaps nothing
    lo_o = rows_o == '0 ? '1 : lo[63:0];
    hi_o = rows_o == '0 ? '0 : hi[63:0];
  end
endmodule

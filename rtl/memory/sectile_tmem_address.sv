// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Computes the rows of bytes that a tile memory instruction accesses, and checks whether
// all of them are in memory. Row addresses are base + i * stride as unbounded integers, so
// the sums are wider than an address. The first and the last row accessed are the bounds of
// all others.
//
// This takes two cycles of execute: the first computes the rows and their distances from the
// base, the second adds and compares. From the second on, the instruction may trap or leave.
module sectile_tmem_address #(
    parameter logic [63:0] RamBase = sectile_pkg::RamBase
) (
    input  logic                         clk_i,
    input  logic                         valid_i,
    input  logic                         first_cycle_i,
    input  sectile_pkg::instr_t          instr_i,
    input  logic [63:0]                  a_i,
    input  logic [63:0]                  b_i,
    input  logic [63:0]                  c_i,
    input  logic [63:0]                  ram_end_i,   // first address after memory
    // index and mask of the access, if it has them
    input  logic                         index_any_i,
    input  logic signed [72:0]           index_lo_i,
    input  logic signed [72:0]           index_hi_i,
    input  logic                         index_fault_i,
    output logic                         ready_o,     // in the second cycle; what follows holds then,
    output logic                         indexed_o,   // but the next three always do
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
  logic linear, rect, gather, full, half, backward;
  logic [6:0] max_rows, max_cols, rows, cols, first_row, last_row, first_col, bytes, last_bytes;
  logic [5:0] skip;
  logic [2:0] halves;
  logic [63:0] stride;
  logic [10:0] count, total;
  logic [2:0] row_shift;                // log2 of a full row's bytes, linear form
  logic signed [72:0] base, lowest, highest;
  logic [6:0] reach;                    // last byte of the highest row, from where skip counts
  // the same values in the second cycle
  logic backward_q;
  logic [6:0] first_row_q, rows_q, bytes_q, last_bytes_q, reach_q;
  logic [5:0] skip_q;
  logic [2:0] halves_q;
  logic [63:0] stride_q;
  logic signed [72:0] base_q, lowest_q, highest_q, lo, hi;

  // Bytes before element n of a row; two elements of half a byte share a byte.
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

  // ---- first cycle -------------------------------------------------------------------------
  always_comb begin
    rows = '0;
    cols = '0;
    first_row = '0;
    last_row = '0;
    first_col = '0;
    skip = '0;
    count = '0;
    total = '0;
    bytes = '0;
    last_bytes = '0;
    halves = '0;
    stride = '0;
    backward = 1'b0;
    base = '0;
    lowest = '0;
    highest = '0;
    reach = '0;
    if (valid_i & first_cycle_i) begin
      if (linear) begin
        // `count` consecutive elements: all rows but the last are full
        count = {max_cols, 4'b0};         // times 16 rows
        if (b_i[63]) count = '0;
        else if (b_i < {53'b0, count}) count = b_i[10:0];
        halves[2] = half & count[0];
        total = half ? (count + 11'd1) >> 1
              : instr_i.mem_bytes == 5'd2 ? {count[9:0], 1'b0} : count;
        bytes = 7'd1 << row_shift;
        rows = 7'((total + 11'(bytes) - 11'd1) >> row_shift);
        last_bytes = 7'(total - ((11'(rows) - 11'd1) << row_shift));
        last_row = rows - 7'd1;
        stride = 64'(bytes);
      end else if (rect | gather) begin
        rows = full || c_i[7:0] > {1'b0, max_rows} ? max_rows : c_i[6:0];
        cols = full || c_i[15:8] > {1'b0, max_cols} ? max_cols : c_i[14:8];
        if (!full) begin
          first_row = c_i[23:16] > {1'b0, max_rows} ? max_rows : c_i[22:16];
          first_col = c_i[31:24] > {1'b0, max_cols} ? max_cols : c_i[30:24];
        end
        last_row = rows - 7'd1;
        if (first_row < rows && first_col < cols) begin
          rows = rows - first_row;
          skip = 6'(bytes_of(first_col, instr_i.mem_bytes, half));
          bytes = bytes_of(cols + {6'b0, half}, instr_i.mem_bytes, half) - {1'b0, skip};
          halves = {{2{half & cols[0]}}, half & first_col[0]};
        end else begin
          rows = '0;
          first_row = '0;
        end
        last_bytes = bytes;
        stride = rect ? b_i : '0;
      end else if (indexed_o) begin
        bytes = {2'b0, instr_i.mem_bytes};
      end else begin
        bytes = 7'd64;
        rows = 7'd16;
        last_bytes = 7'd64;
        last_row = 7'd15;
        stride = 64'd64;
      end
      // Displacements are unbounded, too: base + imm may exceed 64 bits.
      base = $signed({9'b0, a_i});
      if (instr_i.address == sectile_pkg::ADDR_DISPLACEMENT)
        base = base + $signed({{9{instr_i.imm[63]}}, instr_i.imm});
      backward = stride[63];
      lowest = $signed({{9{stride[63]}}, stride}) * $signed({66'b0, backward ? last_row : first_row});
      highest = $signed({{9{stride[63]}}, stride}) * $signed({66'b0, backward ? first_row : last_row});
      reach = {1'b0, skip} + (backward ? bytes : last_bytes) - 7'd1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (valid_i & first_cycle_i) begin
      backward_q <= backward;
      first_row_q <= first_row;
      rows_q <= rows;
      bytes_q <= bytes;
      last_bytes_q <= last_bytes;
      reach_q <= reach;
      skip_q <= skip;
      halves_q <= halves;
      stride_q <= stride;
      base_q <= base;
      lowest_q <= lowest;
      highest_q <= highest;
    end
  end

  // ---- second cycle ------------------------------------------------------------------------
  assign ready_o = valid_i & ~first_cycle_i;
  assign first_row_o = first_row_q;
  assign skip_o = skip_q;
  assign bytes_o = bytes_q;
  assign last_bytes_o = last_bytes_q;
  assign halves_o = halves_q;
  assign stride_o = stride_q;
  always_comb begin
    rows_o = rows_q;
    first_o = '0;
    lo = '0;
    hi = '0;
    fault_o = 1'b0;
    if (ready_o) begin
      first_o = base_q + (backward_q ? highest_q : lowest_q) + $signed({67'b0, skip_q});
      lo = base_q + lowest_q + $signed({67'b0, skip_q});
      hi = base_q + highest_q + $signed({66'b0, reach_q});
      if (indexed_o) begin
        if (!gather) rows_o = index_any_i ? 7'd16 : 7'd0;
        lo = index_lo_i;
        hi = index_hi_i;
        fault_o = index_fault_i;
      end else begin
        fault_o = rows_q != '0 & (lo < $signed({9'b0, RamBase}) | hi >= $signed({9'b0, ram_end_i}));
      end
    end
    base_o = first_o[63:0];
    // an empty access overlaps nothing
    lo_o = rows_o == '0 ? '1 : lo[63:0];
    hi_o = rows_o == '0 ? '0 : hi[63:0];
  end
endmodule

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds the first byte of a tile access that is outside memory, for the trap value. The
// check of the bounding box only tells that there is one. When that check fails, the rows,
// or the lanes of an access with an index or a mask, are searched, one per cycle, while the
// instruction stays in execute.
module sectile_tmem_fault #(
    parameter logic [63:0] RamBase = sectile_pkg::RamBase
) (
    input  logic                clk_i,
    input  logic                rst_ni,
    input  logic                fault_i,        // the access in execute leaves memory
    input  logic                go_i,           // the instruction leaves execute
    input  logic signed [72:0]  first_i,        // address of the first row touched
    input  logic [63:0]         stride_i,
    input  logic [6:0]          rows_i,
    input  logic [6:0]          bytes_i,        // of a row
    input  logic [6:0]          last_bytes_i,   // of the last row
    input  logic                indexed_i,      // each step is where sectile_tmem_index says
    output logic [7:0]          step_o,
    input  logic signed [35:0]  step_offset_i,
    input  logic [6:0]          step_bytes_i,   // 0: it touches nothing
    input  logic [63:0]         ram_end_i,
    output logic                found_o,
    output logic [63:0]         value_o
);
  logic search_q;
  logic signed [72:0] addr_q, addr, ram_begin, ram_end;
  logic [7:0] row_q;
  logic [6:0] bytes;

  always_comb begin
    ram_begin = $signed({9'b0, RamBase});
    ram_end = $signed({9'b0, ram_end_i});
    addr = indexed_i ? first_i + $signed({{37{step_offset_i[35]}}, step_offset_i}) : addr_q;
    bytes = indexed_i ? step_bytes_i
          : row_q + 8'd1 == {1'b0, rows_i} ? last_bytes_i : bytes_i;
    found_o = 1'b0;
    value_o = addr[63:0];
    if (search_q && bytes != '0) begin
      if (addr < ram_begin || addr >= ram_end) begin
        found_o = 1'b1;
      end else if (addr + $signed({66'b0, bytes}) > ram_end) begin
        found_o = 1'b1;
        value_o = ram_end_i;
      end
    end
  end

  assign step_o = row_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      search_q <= 1'b0;
    end else if (fault_i & ~search_q) begin
      search_q <= 1'b1;
    end else if (go_i | found_o) begin
      search_q <= search_q & ~go_i;
    end
    if (!search_q) begin
      addr_q <= first_i;
      row_q <= '0;
    end else if (!found_o) begin
      addr_q <= addr_q + $signed({{9{stride_i[63]}}, stride_i});
      row_q <= row_q + 8'd1;
    end
  end
endmodule

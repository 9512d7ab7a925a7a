// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The matrix unit with the type that the page "Adding a multiply type" adds. A tile file
// that is always ready; multiplies of i16 from zero, onto the sum before it and onto one
// that comes from the tile file; one of i8 between two of i16; depths that end within a
// word. The sums are compared with
// sums of products of integers.
module i16_tmat_test;
  logic clk = 1'b0, reset_n = 1'b0;
  always #1 clk = ~clk;

  logic [511:0] file[4][16], wanted[4][16];
  logic push = 1'b0, full, idle, re, we;
  logic [9:0] raddr, waddr;
  logic [511:0] rdata, wdata;
  sectile_core_pkg::tile_op_t op = '0;
  sectile_core_pkg::slot_t slot = '0;
  sectile_tmat #(.Lanes(16), .QueueDepth(8)) u_tmat (
      .clk_i(clk), .rst_ni(reset_n), .push_i(push), .op_i(op), .slot_i(slot), .full_o(full),
      .other_write_i(1'b0), .other_td_i('0), .src_ready_i('1), .acc_ready_i('1), .dst_ready_i('1),
      .read_release_o(), .read_slot_o(), .write_release_o(), .write_slot_o(),
      .re_o(re), .raddr_o(raddr), .rdata_i(rdata), .we_o(we), .waddr_o(waddr), .wdata_o(wdata),
      .worder_o(), .wlast_o(), .wgrant_i(1'b1), .start_o(), .start_slot_o(), .busy_o(),
      .idle_o(idle));

  // Row or column of words of a tile.
  always @(posedge clk) begin
    if (re) begin
      for (int n = 0; n < 16; n++) begin
        rdata[32*n +: 32] <= raddr[9] ? file[raddr[5:4]][n][32*raddr[3:0] +: 32]
                                      : file[raddr[5:4]][raddr[3:0]][32*n +: 32];
      end
    end
    if (we) file[waddr[5:4]][waddr[3:0]] <= wdata;
  end

  // The sum that element (i, j) becomes.
  function automatic int sum(input logic bytes, input int start, input logic [511:0] a,
                             input logic [511:0] b, input int depth);
    sum = start;
    if (bytes) for (int k = 0; k < depth; k++) sum += $signed(a[8*k +: 8]) * $signed(b[8*k +: 8]);
    else for (int k = 0; k < depth; k++) sum += $signed(a[16*k +: 16]) * $signed(b[16*k +: 16]);
  endfunction

  typedef struct packed {
    sectile_pkg::op_t code;
    logic [4:0] td, ta, tb;
    int depth;  // 0: full
  } step_t;
  localparam step_t Steps[9] = '{
      '{sectile_pkg::OP_TMMAZ_I16, 5'd2, 5'd0, 5'd1, 0},
      '{sectile_pkg::OP_TMMA_I16, 5'd2, 5'd1, 5'd0, 0},
      '{sectile_pkg::OP_TMMA_I8, 5'd2, 5'd0, 5'd1, 0},
      '{sectile_pkg::OP_TMMA_I16, 5'd2, 5'd1, 5'd1, 0},
      '{sectile_pkg::OP_TMMA_I16, 5'd3, 5'd0, 5'd0, 0},
      '{sectile_pkg::OP_TMMA_I16, 5'd3, 5'd1, 5'd0, 5},
      '{sectile_pkg::OP_TMMAZ_I16, 5'd2, 5'd0, 5'd0, 1},
      '{sectile_pkg::OP_TMMA_I8, 5'd2, 5'd0, 5'd1, 7},
      '{sectile_pkg::OP_TMMA_I16, 5'd2, 5'd1, 5'd0, 31}
  };

  task automatic multiply(input step_t s);
    sectile_pkg::multiply_t m;
    m = sectile_pkg::multiply_of(s.code);
    for (int i = 0; i < 16; i++) begin
      for (int j = 0; j < 16; j++) begin
        wanted[s.td[1:0]][i][32*j +: 32] =
            sum(m.a == sectile_pkg::TYPE_I8, m.from_zero ? 0 : wanted[s.td[1:0]][i][32*j +: 32],
                wanted[s.ta[1:0]][i], wanted[s.tb[1:0]][j], s.depth == 0 ? 32'(m.depth) : s.depth);
      end
    end
    while (full) @(negedge clk);
    op = '{op: s.code, td: s.td, ta: s.ta, tb: s.tb, sc: 64'(s.depth), full: s.depth == 0, default: '0};
    push = 1'b1;
    @(negedge clk);
    push = 1'b0;
  endtask

  initial begin
    foreach (file[t, i]) begin
      for (int k = 0; k < 32; k++) begin
        file[t][i][16*k +: 16] = i == 0 ? 16'h8000 : i == 1 ? 16'h7fff : 16'($urandom);
      end
    end
    wanted = file;
    repeat (2) @(negedge clk);
    reset_n = 1'b1;
    for (int n = 0; n < $size(Steps); n++) multiply(Steps[n]);
    repeat (10) @(negedge clk);
    while (!idle) @(negedge clk);
    foreach (file[t, i]) begin
      if (file[t][i] !== wanted[t][i]) begin
        $display("tile %0d row %0d: %h, expected %h", t, i, file[t][i], wanted[t][i]);
        $fatal(1);
      end
    end
    $display("sums agree");
    $finish;
  end
endmodule

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Bounded check of sectile_tile_write, the arbitration of the tile file's write port, for
// yosys-smtbmc.
//
// Grants are one-hot, go only to units with a request, and leave no cycle unused; the elementwise
// unit never waits; the row that is written is the granted unit's. The rows, words and orders of
// the units are a few free bits, repeated, which identify their unit.
module sectile_tile_write_formal (
    input logic       clk_i,
    input logic [2:0] we,
    input logic [1:0] telem,
    input logic [1:0] tmat,
    input logic [1:0] tmem,
    input logic [3:0] mask,
    input logic [2:0] last
);
  logic [2:0] grant;
  logic out_we, out_last;
  logic [9:0] waddr;
  logic [15:0] wmask;
  logic [511:0] wdata;
  logic [31:0] worder;
  sectile_tile_write dut (
      .we_i(we), .grant_o(grant[2:1]),
      .waddr_telem_i({5{telem}}), .waddr_tmat_i({5{tmat}}), .waddr_tmem_i({5{tmem}}),
      .wmask_telem_i({4{mask}}),
      .wdata_telem_i({256{telem}}), .wdata_tmat_i({256{tmat}}), .wdata_tmem_i({256{tmem}}),
      .worder_telem_i({16{telem}}), .worder_tmat_i({16{tmat}}), .worder_tmem_i({16{tmem}}),
      .wlast_i(last),
      .we_o(out_we), .waddr_o(waddr), .wmask_o(wmask), .wdata_o(wdata), .worder_o(worder),
      .wlast_o(out_last));

  assign grant[0] = we[0];
  logic [1:0] owner;
  assign owner = grant[0] ? telem : grant[1] ? tmat : tmem;

  logic [2:0] waits = '0;               // in the cycle before
  always_ff @(posedge clk_i) waits <= we & ~grant;

  always_comb begin
    assert (grant == 3'd0 || grant == 3'd1 || grant == 3'd2 || grant == 3'd4);
    assert ((grant & ~we) == '0);
    assert ((grant != '0) == (we != '0));
    assert (!grant[2] || !we[1]);
    assert (out_we == (we != '0));
    if (out_we) begin
      assert (waddr == {5{owner}} && wdata == {256{owner}} && worder == {16{owner}});
      assert (wmask == (grant[0] ? {4{mask}} : 16'hffff));
      assert (out_last == ((grant & last) != '0));
    end
    cover (waits == 3'b110 && grant[1]);
    cover (waits == 3'b100 && grant[2]);
    cover (we == '0);
  end
endmodule

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Bounded check of sectile_tile_write, the arbitration of the tile file's write ports, for
// yosys-smtbmc.
//
// Grants go only to units with a request, no half has two writers, and a unit waits only for a half
// that another unit writes; the elementwise unit never waits; the row written to each half is the
// granted unit's. The rows, words and orders of the units are a few free bits, repeated, which
// identify their unit.
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
  logic [1:0] out_we, out_last;
  logic [19:0] waddr;
  logic [31:0] wmask;
  logic [1023:0] wdata;
  logic [63:0] worder;
  sectile_tile_write dut (
      .we_i(we), .grant_o(grant[2:1]),
      .waddr_telem_i({5{telem}}), .waddr_tmat_i({5{tmat}}), .waddr_tmem_i({5{tmem}}),
      .wmask_telem_i({4{mask}}),
      .wdata_telem_i({256{telem}}), .wdata_tmat_i({256{tmat}}), .wdata_tmem_i({256{tmem}}),
      .worder_telem_i({16{telem}}), .worder_tmat_i({16{tmat}}), .worder_tmem_i({16{tmem}}),
      .wlast_i(last),
      .we_o(out_we), .waddr_o(waddr), .wmask_o(wmask), .wdata_o(wdata), .worder_o(worder),
      .wlast_o(out_last));

  // The highest bit of an address says column, the lowest is that of the row.
  function automatic logic [1:0] halves(input logic [1:0] unit);
    halves = {unit[1] | unit[0], unit[1] | ~unit[0]};
  endfunction

  assign grant[0] = we[0];
  logic [1:0] by_telem, by_tmat, by_tmem;
  assign by_telem = grant[0] ? halves(telem) : 2'b00;
  assign by_tmat = grant[1] ? halves(tmat) : 2'b00;
  assign by_tmem = grant[2] ? halves(tmem) : 2'b00;

  logic [2:0] waits = '0;               // in the cycle before
  always_ff @(posedge clk_i) waits <= we & ~grant;

  always_comb begin
    assert ((grant & ~we) == '0);
    assert ((by_telem & by_tmat) == '0 && ((by_telem | by_tmat) & by_tmem) == '0);
    if (we[1] && !grant[1]) assert ((halves(tmat) & by_telem) != '0);
    if (we[2] && !grant[2]) assert ((halves(tmem) & (by_telem | by_tmat)) != '0);
    assert (out_we == (by_telem | by_tmat | by_tmem));
    cover (waits == 3'b110 && grant[1]);
    cover (waits == 3'b100 && grant[2]);
    cover (grant == 3'b101 && waits == 3'b100);
    cover (grant == 3'b110);
    cover (we == '0);
  end
  for (genvar h = 0; h < 2; h++) begin : g_half
    logic [1:0] owner;
    assign owner = by_telem[h] ? telem : by_tmat[h] ? tmat : tmem;
    always_comb begin
      if (out_we[h]) begin
        assert (waddr[10*h +: 10] == {5{owner}} && wdata[512*h +: 512] == {256{owner}});
        assert (worder[32*h +: 32] == {16{owner}});
        assert (wmask[16*h +: 16] == (by_telem[h] ? {4{mask}} : 16'hffff));
        assert (out_last[h] == (by_telem[h] ? last[0] : by_tmat[h] ? last[1] : last[2]));
      end
    end
  end
endmodule

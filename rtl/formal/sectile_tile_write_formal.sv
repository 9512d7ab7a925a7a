// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Bounded check of sectile_tile_write, the arbitration of the tile file's write ports, for
// yosys-smtbmc.
//
// Grants go only to units with a request, no half has two writers, and a unit waits only for a half
// that another unit writes; the elementwise unit never waits; the row written to each half is the
// granted unit's. The tile memory unit may write one half of a column and then the other; only
// with the last half it is the last. The rows, words and orders of the units are a few free bits,
// repeated, which identify their unit.
module sectile_tile_write_formal (
    input logic       clk_i,
    input logic [1:0] we,
    input logic [1:0] written,          // half of the tile memory unit's column
    input logic       want,
    input logic [1:0] telem,
    input logic [1:0] tmat,
    input logic [1:0] tmem,
    input logic [3:0] mask,
    input logic [2:0] last
);
  logic grant;
  logic [1:0] wanted, granted;          // of the tile memory unit
  logic [1:0] out_we, out_last;
  logic [19:0] waddr;
  logic [31:0] wmask;
  logic [1023:0] wdata;
  logic [63:0] worder;
  sectile_tile_write dut (
      .we_telem_i(we[0]), .we_tmat_i(we[1]), .grant_tmat_o(grant), .we_tmem_i(wanted),
      .grant_tmem_o(granted),
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

  assign wanted = want ? halves(tmem) & ~written : 2'b00;
  logic [1:0] by_telem, by_tmat, by_tmem;
  assign by_telem = we[0] ? halves(telem) : 2'b00;
  assign by_tmat = grant ? halves(tmat) : 2'b00;
  assign by_tmem = granted;

  logic [1:0] waits = '0;               // in the cycle before: tile memory, matrix unit
  always_ff @(posedge clk_i) waits <= {wanted != granted, we[1] & ~grant};

  always_comb begin
    assert (!(grant && !we[1]) && (granted & ~wanted) == '0);
    assert ((by_telem & by_tmat) == '0 && ((by_telem | by_tmat) & by_tmem) == '0);
    if (we[1] && !grant) assert ((halves(tmat) & by_telem) != '0);
    assert ((wanted & ~granted) == (wanted & (by_telem | by_tmat)));
    assert (out_we == (by_telem | by_tmat | by_tmem));
    cover (waits == 2'b11 && grant);
    cover (waits == 2'b10 && granted != '0);
    cover (we == 2'b01 && granted != '0 && waits == 2'b10);
    cover (grant && granted != '0);
    cover (wanted == 2'b11 && granted == 2'b01);
    cover (wanted == 2'b11 && granted == 2'b10);
    cover (we == '0 && wanted == '0);
  end
  for (genvar h = 0; h < 2; h++) begin : g_half
    logic [1:0] owner;
    assign owner = by_telem[h] ? telem : by_tmat[h] ? tmat : tmem;
    always_comb begin
      if (out_we[h]) begin
        // of a column the words of this half's rows
        assert (waddr[10*h +: 10] == {5{owner}} && wdata[512*h +: 512] == {256{owner}});
        assert (worder[32*h +: 32] == {16{owner}});
        assert (wmask[16*h +: 16] == ((by_telem[h] ? {4{mask}} : 16'hffff)
                                      & (!owner[1] ? 16'hffff : h == 0 ? 16'h5555 : 16'haaaa)));
        // with the last half of all that the unit writes
        assert (out_last[h] == (by_telem[h] ? last[0] && (h == 1 || !by_telem[1])
                                : by_tmat[h] ? last[1]
                                : last[2] && granted == wanted && (h == 1 || !granted[1])));
      end
    end
  end
endmodule

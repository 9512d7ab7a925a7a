// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Arbitrates the write ports of the tile file, whose two halves have one each
// (sectile_tile_file): even rows use one of them, odd rows the other, columns both. The
// elementwise unit cannot wait and always has priority. The matrix unit and, after it, the
// tile memory unit hold their row until it is granted. Two units that write consecutive rows
// conflict once; after that they use different halves in every cycle. The tile memory unit
// may write the halves of a column in different cycles, so a column fits between the rows
// of another unit.
module sectile_tile_write (
    input  logic          we_telem_i,    // needs no grant
    input  logic          we_tmat_i,
    output logic          grant_tmat_o,
    input  logic [1:0]    we_tmem_i,     // one bit a half
    output logic [1:0]    grant_tmem_o,

    input  logic [9:0]    waddr_telem_i,
    input  logic [9:0]    waddr_tmat_i,
    input  logic [9:0]    waddr_tmem_i,
    input  logic [15:0]   wmask_telem_i, // the other units write whole rows
    input  logic [511:0]  wdata_telem_i,
    input  logic [511:0]  wdata_tmat_i,
    input  logic [511:0]  wdata_tmem_i,
    input  logic [31:0]   worder_telem_i,
    input  logic [31:0]   worder_tmat_i,
    input  logic [31:0]   worder_tmem_i,
    input  logic [2:0]    wlast_i,       // elementwise, matrix, tile memory

    // one port a half; a column uses both
    output logic [1:0]    we_o,
    output logic [19:0]   waddr_o,
    output logic [31:0]   wmask_o,
    output logic [1023:0] wdata_o,
    output logic [63:0]   worder_o,
    output logic [1:0]    wlast_o
);
  // The halves that contain a row or column.
  function automatic logic [1:0] halves(input logic column, input logic odd);
    halves = column ? 2'b11 : odd ? 2'b10 : 2'b01;
  endfunction

  logic [1:0] telem, tmat, tmem;        // the halves that each unit writes
  logic tmem_last;
  assign telem = we_telem_i ? halves(waddr_telem_i[9], waddr_telem_i[0]) : 2'b00;
  assign grant_tmat_o = we_tmat_i & (halves(waddr_tmat_i[9], waddr_tmat_i[0]) & telem) == '0;
  assign tmat = grant_tmat_o ? halves(waddr_tmat_i[9], waddr_tmat_i[0]) : 2'b00;
  assign tmem = we_tmem_i & ~(telem | tmat);
  assign grant_tmem_o = tmem;
  assign tmem_last = wlast_i[2] & tmem == we_tmem_i;
  assign we_o = telem | tmat | tmem;

  // The rows are zero in cycles without a write, which makes simulation fast.
  always_comb begin
    waddr_o = '0;
    wmask_o = '1;
    wdata_o = '0;
    worder_o = '0;
    wlast_o = '0;
    if (we_o != '0) begin
      for (int h = 0; h < 2; h++) begin
        waddr_o[10*h +: 10] = telem[h] ? waddr_telem_i : tmat[h] ? waddr_tmat_i : waddr_tmem_i;
        if (telem[h]) wmask_o[16*h +: 16] = wmask_telem_i;
        // of a column the words of the half's rows
        if (waddr_o[10*h+9]) wmask_o[16*h +: 16] = wmask_o[16*h +: 16] & (h == 0 ? 16'h5555 : 16'haaaa);
        wdata_o[512*h +: 512] = telem[h] ? wdata_telem_i : tmat[h] ? wdata_tmat_i : wdata_tmem_i;
        worder_o[32*h +: 32] = telem[h] ? worder_telem_i : tmat[h] ? worder_tmat_i : worder_tmem_i;
        // of two halves of a column the second is the last
        wlast_o[h] = telem[h] ? wlast_i[0] & (h == 1 | ~telem[1])
                   : tmat[h] ? wlast_i[1] : tmem_last & (h == 1 | ~tmem[1]);
      end
    end
  end
endmodule

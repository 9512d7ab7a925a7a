// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Who writes the tile file this cycle. Its two halves have a write port each
// (sectile_tile_file): an even row goes to one of them, an odd row to the other, a column to both. The
// elementwise pipeline cannot wait and always goes first; the matrix unit, then the tile
// memory unit wait, holding their row, until granted. Two units that write tiles row by
// row, one after the other, collide once: then each writes the half that the other does not.
module sectile_tile_write (
    input  logic [2:0]    we_i,          // elementwise, matrix, tile memory
    output logic [2:1]    grant_o,       // the first needs none

    input  logic [9:0]    waddr_telem_i,
    input  logic [9:0]    waddr_tmat_i,
    input  logic [9:0]    waddr_tmem_i,
    input  logic [15:0]   wmask_telem_i, // the others write whole rows
    input  logic [511:0]  wdata_telem_i,
    input  logic [511:0]  wdata_tmat_i,
    input  logic [511:0]  wdata_tmem_i,
    input  logic [31:0]   worder_telem_i,
    input  logic [31:0]   worder_tmat_i,
    input  logic [31:0]   worder_tmem_i,
    input  logic [2:0]    wlast_i,

    // a port a half; a column is on both
    output logic [1:0]    we_o,
    output logic [19:0]   waddr_o,
    output logic [31:0]   wmask_o,
    output logic [1023:0] wdata_o,
    output logic [63:0]   worder_o,
    output logic [1:0]    wlast_o
);
  // The halves that a row or column is in.
  function automatic logic [1:0] halves(input logic column, input logic odd);
    halves = column ? 2'b11 : odd ? 2'b10 : 2'b01;
  endfunction

  logic [1:0] telem, tmat, tmem;        // what each writes
  logic tmat_grant, tmem_grant;
  assign telem = we_i[0] ? halves(waddr_telem_i[9], waddr_telem_i[0]) : 2'b00;
  assign tmat_grant = we_i[1] & (halves(waddr_tmat_i[9], waddr_tmat_i[0]) & telem) == '0;
  assign tmat = tmat_grant ? halves(waddr_tmat_i[9], waddr_tmat_i[0]) : 2'b00;
  assign tmem_grant = we_i[2] & (halves(waddr_tmem_i[9], waddr_tmem_i[0]) & (telem | tmat)) == '0;
  assign tmem = tmem_grant ? halves(waddr_tmem_i[9], waddr_tmem_i[0]) : 2'b00;
  assign grant_o = {tmem_grant, tmat_grant};
  assign we_o = telem | tmat | tmem;

  // Nothing is written in most cycles; then the rows are zero, which costs least to simulate.
  always_comb begin
    waddr_o = '0;
    wmask_o = '1;
    wdata_o = '0;
    worder_o = '0;
    wlast_o = '0;
    if (we_i != '0) begin
      for (int h = 0; h < 2; h++) begin
        waddr_o[10*h +: 10] = telem[h] ? waddr_telem_i : tmat[h] ? waddr_tmat_i : waddr_tmem_i;
        if (telem[h]) wmask_o[16*h +: 16] = wmask_telem_i;
        wdata_o[512*h +: 512] = telem[h] ? wdata_telem_i : tmat[h] ? wdata_tmat_i : wdata_tmem_i;
        worder_o[32*h +: 32] = telem[h] ? worder_telem_i : tmat[h] ? worder_tmat_i : worder_tmem_i;
        wlast_o[h] = telem[h] ? wlast_i[0] : tmat[h] ? wlast_i[1] : wlast_i[2];
      end
    end
  end
endmodule

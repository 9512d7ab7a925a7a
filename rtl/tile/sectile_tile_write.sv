// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Who writes the tile file this cycle: one write port serves all units. The elementwise
// pipeline cannot wait and always goes first; the matrix unit, then the tile memory
// unit wait, holding their row, until granted.
module sectile_tile_write (
    input  logic [2:0]   we_i,          // elementwise, matrix, tile memory
    output logic [2:1]   grant_o,       // the first needs none

    input  logic [9:0]   waddr_telem_i,
    input  logic [9:0]   waddr_tmat_i,
    input  logic [9:0]   waddr_tmem_i,
    input  logic [15:0]  wmask_telem_i, // the others write whole rows
    input  logic [511:0] wdata_telem_i,
    input  logic [511:0] wdata_tmat_i,
    input  logic [511:0] wdata_tmem_i,
    input  logic [31:0]  worder_telem_i,
    input  logic [31:0]  worder_tmat_i,
    input  logic [31:0]  worder_tmem_i,
    input  logic [2:0]   wlast_i,

    output logic         we_o,
    output logic [9:0]   waddr_o,
    output logic [15:0]  wmask_o,
    output logic [511:0] wdata_o,
    output logic [31:0]  worder_o,
    output logic         wlast_o
);
  assign grant_o = {we_i[2] & ~we_i[1] & ~we_i[0], we_i[1] & ~we_i[0]};
  assign we_o = we_i != '0;
  assign waddr_o = we_i[0] ? waddr_telem_i : we_i[1] ? waddr_tmat_i : waddr_tmem_i;
  assign wmask_o = we_i[0] ? wmask_telem_i : 16'hffff;
  assign wdata_o = we_i[0] ? wdata_telem_i : we_i[1] ? wdata_tmat_i : wdata_tmem_i;
  assign worder_o = we_i[0] ? worder_telem_i : we_i[1] ? worder_tmat_i : worder_tmem_i;
  assign wlast_o = we_i[0] ? wlast_i[0] : we_i[1] ? wlast_i[1] : wlast_i[2];
endmodule

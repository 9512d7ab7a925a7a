// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The bus interface: AXI4 with 512-bit data and single-beat bursts. The fetch stage, the
// load/store unit and the tile memory unit send reads; the last two also send writes. The
// transaction id names the requester. Responses with the same id arrive in request order.
module sectile_axi (
    input  logic         clk_i,
    input  logic         rst_ni,

    input  logic [2:0]   ar_valid_i,    // fetch, scalar, tile
    output logic [2:0]   ar_ready_o,
    input  logic [63:0]  ar_addr_fetch_i,
    input  logic [63:0]  ar_addr_scalar_i,
    input  logic [63:0]  ar_addr_tile_i,
    output logic [2:0]   r_valid_o,
    output logic [511:0] r_data_o,
    input  logic         r_ready_tile_i,

    input  logic         aw_valid_scalar_i,
    input  logic         aw_valid_tile_i,
    output logic         aw_ready_scalar_o,
    output logic         aw_ready_tile_o,
    input  logic [63:0]  aw_addr_scalar_i,
    input  logic [63:0]  aw_addr_tile_i,
    input  logic [511:0] aw_data_scalar_i,
    input  logic [511:0] aw_data_tile_i,
    input  logic [63:0]  aw_strb_scalar_i,
    input  logic [63:0]  aw_strb_tile_i,
    output logic [1:0]   b_valid_o,

    output logic         error_o,       // an error response, sticky

    output logic         axi_arvalid_o,
    input  logic         axi_arready_i,
    output logic [1:0]   axi_arid_o,
    output logic [63:0]  axi_araddr_o,
    output logic [7:0]   axi_arlen_o,
    output logic [2:0]   axi_arsize_o,
    output logic [1:0]   axi_arburst_o,
    input  logic         axi_rvalid_i,
    output logic         axi_rready_o,
    input  logic [1:0]   axi_rid_i,
    input  logic [511:0] axi_rdata_i,
    input  logic [1:0]   axi_rresp_i,
    output logic         axi_awvalid_o,
    input  logic         axi_awready_i,
    output logic [1:0]   axi_awid_o,
    output logic [63:0]  axi_awaddr_o,
    output logic [7:0]   axi_awlen_o,
    output logic [2:0]   axi_awsize_o,
    output logic [1:0]   axi_awburst_o,
    output logic         axi_wvalid_o,
    input  logic         axi_wready_i,
    output logic [511:0] axi_wdata_o,
    output logic [63:0]  axi_wstrb_o,
    output logic         axi_wlast_o,
    input  logic         axi_bvalid_i,
    output logic         axi_bready_o,
    input  logic [1:0]   axi_bid_i,
    input  logic [1:0]   axi_bresp_i
);
  // ---- reads: fixed priority, load/store unit, fetch, tiles; a request on the bus is kept ----
  logic [1:0] ar_choice, ar_kept_q;
  logic ar_keep_q;
  assign ar_choice = ar_keep_q ? ar_kept_q : ar_valid_i[1] ? 2'd1 : ar_valid_i[0] ? 2'd0 : 2'd2;
  assign axi_arvalid_o = ar_valid_i != '0;
  assign axi_arid_o = ar_choice;
  assign axi_arlen_o = '0;
  assign axi_arsize_o = 3'd6;
  assign axi_arburst_o = 2'd1;
  always_comb begin
    ar_ready_o = '0;
    ar_ready_o[ar_choice] = axi_arready_i;
    unique case (ar_choice)
      2'd0: axi_araddr_o = ar_addr_fetch_i;
      2'd1: axi_araddr_o = ar_addr_scalar_i;
      default: axi_araddr_o = ar_addr_tile_i;
    endcase
  end
  assign r_data_o = axi_rdata_i;
  assign axi_rready_o = axi_rid_i != 2'd2 | r_ready_tile_i;
  always_comb begin
    r_valid_o = '0;
    if (axi_rvalid_i) r_valid_o[axi_rid_i] = 1'b1;
  end

  // ---- writes: address and data become valid together; each has its own handshake -------------
  logic aw_choice, aw_kept_q, aw_keep_q, aw_taken_q, w_taken_q, aw_done, aw_any;
  assign aw_any = aw_valid_scalar_i | aw_valid_tile_i;
  assign aw_choice = aw_keep_q ? aw_kept_q : ~aw_valid_scalar_i;
  assign axi_awvalid_o = aw_any & ~aw_taken_q;
  assign axi_wvalid_o = aw_any & ~w_taken_q;
  assign aw_done = (aw_taken_q | axi_awready_i) & (w_taken_q | axi_wready_i);
  assign aw_ready_scalar_o = aw_done & ~aw_choice;
  assign aw_ready_tile_o = aw_done & aw_choice;
  assign axi_awid_o = aw_choice ? 2'd2 : 2'd1;
  assign axi_awaddr_o = aw_choice ? aw_addr_tile_i : aw_addr_scalar_i;
  assign axi_awlen_o = '0;
  assign axi_awsize_o = 3'd6;
  assign axi_awburst_o = 2'd1;
  assign axi_wdata_o = aw_choice ? aw_data_tile_i : aw_data_scalar_i;
  assign axi_wstrb_o = aw_choice ? aw_strb_tile_i : aw_strb_scalar_i;
  assign axi_wlast_o = 1'b1;
  assign axi_bready_o = 1'b1;
  assign b_valid_o = {axi_bvalid_i & axi_bid_i == 2'd2, axi_bvalid_i & axi_bid_i == 2'd1};

  logic error_q;
  assign error_o = error_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      ar_keep_q <= 1'b0;
      ar_kept_q <= '0;
      aw_keep_q <= 1'b0;
      aw_kept_q <= 1'b0;
      aw_taken_q <= 1'b0;
      w_taken_q <= 1'b0;
      error_q <= 1'b0;
    end else begin
      ar_keep_q <= axi_arvalid_o & ~axi_arready_i;
      ar_kept_q <= ar_choice;
      aw_keep_q <= aw_any & ~aw_done;
      aw_kept_q <= aw_choice;
      aw_taken_q <= ~aw_done & (aw_taken_q | (axi_awvalid_o & axi_awready_i));
      w_taken_q <= ~aw_done & (w_taken_q | (axi_wvalid_o & axi_wready_i));
      if (axi_rvalid_i & axi_rready_o & axi_rresp_i != '0) error_q <= 1'b1;
      if (axi_bvalid_i & axi_bresp_i != '0) error_q <= 1'b1;
    end
  end

  // ---- assertions on the handshakes of both sides ---------------------------------------------
`ifdef SECTILE_ASSERT
  // requests of the units
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   ar_valid_i[0] & ~ar_ready_o[0] |=> ar_valid_i[0] & $stable(ar_addr_fetch_i))
  else $error("fetch: a read request did not stay");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   ar_valid_i[1] & ~ar_ready_o[1] |=> ar_valid_i[1] & $stable(ar_addr_scalar_i))
  else $error("scalar: a read request did not stay");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   ar_valid_i[2] & ~ar_ready_o[2] |=> ar_valid_i[2] & $stable(ar_addr_tile_i))
  else $error("tile: a read request did not stay");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   aw_valid_scalar_i & ~aw_ready_scalar_o
                   |=> aw_valid_scalar_i & $stable({aw_addr_scalar_i, aw_strb_scalar_i, aw_data_scalar_i}))
  else $error("scalar: a write request did not stay");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   aw_valid_tile_i & ~aw_ready_tile_o
                   |=> aw_valid_tile_i & $stable({aw_addr_tile_i, aw_strb_tile_i, aw_data_tile_i}))
  else $error("tile: a write request did not stay");
  // requests to the memory
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   $onehot0(ar_ready_o) & (ar_ready_o == '0 | axi_arready_i))
  else $error("reads granted to two units");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   axi_arvalid_o & ~axi_arready_i |=> axi_arvalid_o & $stable({axi_arid_o, axi_araddr_o}))
  else $error("ar: a request did not stay");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   axi_awvalid_o & ~axi_awready_i |=> axi_awvalid_o & $stable({axi_awid_o, axi_awaddr_o}))
  else $error("aw: a request did not stay");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   axi_wvalid_o & ~axi_wready_i |=> axi_wvalid_o & $stable({axi_wstrb_o, axi_wdata_o}))
  else $error("w: data did not stay");
  // responses of the memory
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   axi_rvalid_i & ~axi_rready_o |=> axi_rvalid_i & $stable({axi_rid_i, axi_rdata_i}))
  else $error("r: an answer did not stay");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   axi_rvalid_i |-> axi_rid_i != 2'd3)
  else $error("r: an answer to nobody");
`endif
endmodule

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Bounded check of sectile_axi: the arbitration and AXI's handshake rules, for
// yosys-smtbmc.
//
// Assumptions: a unit keeps a request unchanged until it is accepted; the memory responds only to
// requests. Properties: towards the memory a valid stays, with its payload, until ready; each
// request is sent exactly once, with its unit's address and data; and towards the units a response
// goes to a unit that waits for one. Addresses and data are a few free bits, repeated, which
// identify their unit.
module sectile_axi_formal (
    input logic         clk_i,
    input logic [2:0]   ar_valid,
    input logic [3:0]   ar_addr_fetch,
    input logic [3:0]   ar_addr_scalar,
    input logic [3:0]   ar_addr_tile,
    input logic         r_ready_tile,
    input logic         aw_valid_scalar,
    input logic         aw_valid_tile,
    input logic [3:0]   aw_addr_scalar,
    input logic [3:0]   aw_addr_tile,
    input logic [1:0]   aw_data_scalar,
    input logic [1:0]   aw_data_tile,
    input logic [1:0]   aw_strb_scalar,
    input logic [1:0]   aw_strb_tile,
    input logic         arready,
    input logic         rvalid,
    input logic [1:0]   rid,
    input logic [1:0]   rdata,
    input logic [1:0]   rresp,
    input logic         awready,
    input logic         wready,
    input logic         bvalid,
    input logic [1:0]   bid,
    input logic [1:0]   bresp
);
  logic reset_n = 1'b0;
  always_ff @(posedge clk_i) reset_n <= 1'b1;

  logic [2:0] ar_ready, r_valid;
  logic [511:0] r_data, wdata;
  logic aw_ready_scalar, aw_ready_tile, error;
  logic [1:0] b_valid;
  logic arvalid, rready, awvalid, wvalid, wlast, bready;
  logic [1:0] arid, awid, arburst, awburst;
  logic [63:0] araddr, awaddr, wstrb;
  logic [7:0] arlen, awlen;
  logic [2:0] arsize, awsize;
  sectile_axi dut (
      .clk_i, .rst_ni(reset_n),
      .ar_valid_i(ar_valid), .ar_ready_o(ar_ready), .ar_addr_fetch_i({16{ar_addr_fetch}}),
      .ar_addr_scalar_i({16{ar_addr_scalar}}), .ar_addr_tile_i({16{ar_addr_tile}}),
      .r_valid_o(r_valid), .r_data_o(r_data), .r_ready_tile_i(r_ready_tile),
      .aw_valid_scalar_i(aw_valid_scalar), .aw_valid_tile_i(aw_valid_tile),
      .aw_ready_scalar_o(aw_ready_scalar), .aw_ready_tile_o(aw_ready_tile),
      .aw_addr_scalar_i({16{aw_addr_scalar}}), .aw_addr_tile_i({16{aw_addr_tile}}),
      .aw_data_scalar_i({256{aw_data_scalar}}), .aw_data_tile_i({256{aw_data_tile}}),
      .aw_strb_scalar_i({32{aw_strb_scalar}}), .aw_strb_tile_i({32{aw_strb_tile}}), .b_valid_o(b_valid),
      .error_o(error),
      .axi_arvalid_o(arvalid), .axi_arready_i(arready), .axi_arid_o(arid), .axi_araddr_o(araddr),
      .axi_arlen_o(arlen), .axi_arsize_o(arsize), .axi_arburst_o(arburst),
      .axi_rvalid_i(rvalid), .axi_rready_o(rready), .axi_rid_i(rid), .axi_rdata_i({256{rdata}}),
      .axi_rresp_i(rresp),
      .axi_awvalid_o(awvalid), .axi_awready_i(awready), .axi_awid_o(awid), .axi_awaddr_o(awaddr),
      .axi_awlen_o(awlen), .axi_awsize_o(awsize), .axi_awburst_o(awburst),
      .axi_wvalid_o(wvalid), .axi_wready_i(wready), .axi_wdata_o(wdata), .axi_wstrb_o(wstrb),
      .axi_wlast_o(wlast),
      .axi_bvalid_i(bvalid), .axi_bready_o(bready), .axi_bid_i(bid), .axi_bresp_i(bresp));

  // ---- assumption: the units keep their requests ----------------------------------------
  logic [2:0] ar_waits = '0;
  logic [1:0] aw_waits = '0;
  logic [3:0] fetch_q, scalar_q, tile_q, scalar_addr_q, tile_addr_q;
  logic [1:0] scalar_data_q, tile_data_q, scalar_strb_q, tile_strb_q;
  always_ff @(posedge clk_i) begin
    if (reset_n) begin
      ar_waits <= ar_valid & ~ar_ready;
      aw_waits <= {aw_valid_tile & ~aw_ready_tile, aw_valid_scalar & ~aw_ready_scalar};
    end
    {fetch_q, scalar_q, tile_q} <= {ar_addr_fetch, ar_addr_scalar, ar_addr_tile};
    {scalar_addr_q, scalar_data_q, scalar_strb_q} <= {aw_addr_scalar, aw_data_scalar, aw_strb_scalar};
    {tile_addr_q, tile_data_q, tile_strb_q} <= {aw_addr_tile, aw_data_tile, aw_strb_tile};
  end
  always_comb begin
    if (!reset_n) assume (ar_valid == '0 && !aw_valid_scalar && !aw_valid_tile);
    if (ar_waits[0]) assume (ar_valid[0] && ar_addr_fetch == fetch_q);
    if (ar_waits[1]) assume (ar_valid[1] && ar_addr_scalar == scalar_q);
    if (ar_waits[2]) assume (ar_valid[2] && ar_addr_tile == tile_q);
    if (aw_waits[0])
      assume (aw_valid_scalar && {aw_addr_scalar, aw_data_scalar, aw_strb_scalar}
              == {scalar_addr_q, scalar_data_q, scalar_strb_q});
    if (aw_waits[1])
      assume (aw_valid_tile && {aw_addr_tile, aw_data_tile, aw_strb_tile}
              == {tile_addr_q, tile_data_q, tile_strb_q});
  end

  // ---- outstanding reads and writes ------------------------------------------------------
  logic [3:0] reads_fetch = '0, reads_scalar = '0, reads_tile = '0;
  logic [3:0] writes_scalar = '0, writes_tile = '0;
  logic aw_sent = 1'b0, w_sent = 1'b0, bad = 1'b0;
  logic r_fire, aw_fire, w_fire, write_done;
  assign r_fire = rvalid && rready;
  assign aw_fire = awvalid && awready;
  assign w_fire = wvalid && wready;
  assign write_done = aw_ready_scalar && aw_valid_scalar || aw_ready_tile && aw_valid_tile;
  always_ff @(posedge clk_i) begin
    if (reset_n) begin
      reads_fetch <= reads_fetch + 4'(ar_valid[0] && ar_ready[0]) - 4'(r_fire && rid == 2'd0);
      reads_scalar <= reads_scalar + 4'(ar_valid[1] && ar_ready[1]) - 4'(r_fire && rid == 2'd1);
      reads_tile <= reads_tile + 4'(ar_valid[2] && ar_ready[2]) - 4'(r_fire && rid == 2'd2);
      writes_scalar <= writes_scalar + 4'(aw_valid_scalar && aw_ready_scalar)
                     - 4'(bvalid && bid == 2'd1);
      writes_tile <= writes_tile + 4'(aw_valid_tile && aw_ready_tile) - 4'(bvalid && bid == 2'd2);
      aw_sent <= !write_done && (aw_sent || aw_fire);
      w_sent <= !write_done && (w_sent || w_fire);
      if (r_fire && rresp != '0 || bvalid && bresp != '0) bad <= 1'b1;
    end
  end
  always_comb begin
    if (rvalid) assume (reset_n && (rid == 2'd0 ? reads_fetch != '0 : rid == 2'd1 ? reads_scalar != '0
                                    : rid == 2'd2 && reads_tile != '0));
    if (bvalid) assume (reset_n && (bid == 2'd1 ? writes_scalar != '0
                                    : bid == 2'd2 && writes_tile != '0));
  end

  // ---- properties --------------------------------------------------------------------------
  logic ar_offered = 1'b0, aw_offered = 1'b0, w_offered = 1'b0;
  logic [1:0] arid_q, awid_q;
  logic [63:0] araddr_q, awaddr_q, wstrb_q;
  logic [511:0] wdata_q;
  always_ff @(posedge clk_i) begin
    ar_offered <= reset_n && arvalid && !arready;
    aw_offered <= reset_n && awvalid && !awready;
    w_offered <= reset_n && wvalid && !wready;
    {arid_q, araddr_q, awid_q, awaddr_q, wdata_q, wstrb_q} <= {arid, araddr, awid, awaddr, wdata, wstrb};
  end
  always_comb begin
    // offers stay until accepted
    if (ar_offered) assert (arvalid && arid == arid_q && araddr == araddr_q);
    if (aw_offered) assert (awvalid && awid == awid_q && awaddr == awaddr_q);
    if (w_offered) assert (wvalid && wdata == wdata_q && wstrb == wstrb_q);
  end
  always_comb begin
    if (reset_n) begin
      // single beats of 64 bytes
      assert (arlen == '0 && arsize == 3'd6 && arburst == 2'd1);
      assert (awlen == '0 && awsize == 3'd6 && awburst == 2'd1 && wlast && bready);
      // reads: one grant, and only for the request on the bus
      assert (ar_ready == 3'd0 || ar_ready == 3'd1 || ar_ready == 3'd2 || ar_ready == 3'd4);
      assert (arvalid == (ar_valid != '0));
      if (arvalid) begin
        assert (ar_valid[arid]);
        assert ((ar_ready[arid] != 1'b0) == arready);
        assert (araddr == {16{arid == 2'd0 ? ar_addr_fetch : arid == 2'd1 ? ar_addr_scalar : ar_addr_tile}});
      end
      // writes: address and data are sent once each, then the unit gets its ready
      assert (!(aw_ready_scalar && aw_ready_tile));
      if (aw_valid_scalar || aw_valid_tile) begin
        assert (awvalid == !aw_sent);
        assert (wvalid == !w_sent);
        assert (write_done == ((aw_sent || aw_fire) && (w_sent || w_fire)));
        assert (awid == 2'd1 ? aw_valid_scalar : awid == 2'd2 && aw_valid_tile);
        assert (!aw_ready_scalar || awid == 2'd1);
        assert (!aw_ready_tile || awid == 2'd2);
      end else begin
        assert (!awvalid && !wvalid && !aw_sent && !w_sent);
      end
      if (awvalid) assert (awaddr == {16{awid == 2'd1 ? aw_addr_scalar : aw_addr_tile}});
      if (wvalid) assert (wdata == {256{awid == 2'd1 ? aw_data_scalar : aw_data_tile}}
                          && wstrb == {32{awid == 2'd1 ? aw_strb_scalar : aw_strb_tile}});
      // answers
      assert (r_valid == (rvalid ? 3'd1 << rid : 3'd0));
      assert (!r_valid[0] || reads_fetch != '0);
      assert (!r_valid[1] || reads_scalar != '0);
      assert (!r_valid[2] || reads_tile != '0);
      assert (b_valid == {bvalid && bid == 2'd2, bvalid && bid == 2'd1});
      assert (!rvalid || r_data == {256{rdata}});
      assert (error == bad);

      cover (aw_sent && !w_sent);
      cover (w_sent && !aw_sent);
      cover (ar_waits == 3'b111 && ar_ready[0]);
      cover (ar_valid[1] && ar_valid[0] && ar_ready[0]);   // a grant is kept against a higher priority
      cover (aw_ready_tile && aw_valid_tile && aw_valid_scalar);
      cover (error && reads_tile == 4'd3);
      cover (writes_scalar == 4'd2 && writes_tile == 4'd1);
    end
  end
endmodule

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Breaks a rule on purpose, +break=RULE, to see that its assertion fires; without, it
// keeps all of them.
module sectile_assert_test;
  logic clk = 1'b0, reset_n = 1'b0;
  always #1 clk = ~clk;

  logic push = 1'b0, pop = 1'b0;
  sectile_fifo #(.Width(8), .Depth(4)) u_fifo (
      .clk_i(clk), .rst_ni(reset_n), .push_i(push), .data_i(8'd0), .full_o(), .empty_o(),
      .data_o(), .pop_i(pop));

  logic [2:0] ar_valid = '0;
  logic aw_valid = 1'b0, ready = 1'b0;
  logic [511:0] aw_data = '0;
  sectile_axi u_axi (
      .clk_i(clk), .rst_ni(reset_n),
      .ar_valid_i(ar_valid), .ar_ready_o(), .ar_addr_fetch_i('0), .ar_addr_scalar_i('0),
      .ar_addr_tile_i('0), .r_valid_o(), .r_data_o(), .r_ready_tile_i(1'b1),
      .aw_valid_scalar_i(1'b0), .aw_valid_tile_i(aw_valid), .aw_ready_scalar_o(), .aw_ready_tile_o(),
      .aw_addr_scalar_i('0), .aw_addr_tile_i('0), .aw_data_scalar_i('0), .aw_data_tile_i(aw_data),
      .aw_strb_scalar_i('0), .aw_strb_tile_i('1), .b_valid_o(), .error_o(),
      .axi_arvalid_o(), .axi_arready_i(ready), .axi_arid_o(), .axi_araddr_o(), .axi_arlen_o(),
      .axi_arsize_o(), .axi_arburst_o(), .axi_rvalid_i(1'b0), .axi_rready_o(), .axi_rid_i('0),
      .axi_rdata_i('0), .axi_rresp_i('0), .axi_awvalid_o(), .axi_awready_i(ready), .axi_awid_o(),
      .axi_awaddr_o(), .axi_awlen_o(), .axi_awsize_o(), .axi_awburst_o(), .axi_wvalid_o(),
      .axi_wready_i(ready), .axi_wdata_o(), .axi_wstrb_o(), .axi_wlast_o(), .axi_bvalid_i(1'b0),
      .axi_bready_o(), .axi_bid_i('0), .axi_bresp_i('0));

  logic alloc = 1'b0;
  logic [2:0] src_valid = '0, read_release = '0, write_release = '0;
  logic [3*sectile_core_pkg::SlotBits-1:0] read_slot = '0, write_slot = '0;
  sectile_scoreboard u_scoreboard (
      .clk_i(clk), .rst_ni(reset_n), .slot_free_o(), .slot_o(), .alloc_i(alloc),
      .src_valid_i(src_valid), .src_i(15'd3), .acc_i(1'b0), .dst_valid_i(1'b1), .dst_i(5'd3),
      .read_release_i(read_release), .read_slot_i(read_slot), .write_release_i(write_release),
      .write_slot_i(write_slot), .src_ready_o(), .acc_ready_o(), .dst_ready_o(), .idle_o());

  string rule;
  initial begin
    if ($value$plusargs("break=%s", rule) == 0) rule = "none";
    repeat (3) @(negedge clk);
    reset_n = 1'b1;

    // four words fit into the queue
    push = 1'b1;
    repeat (rule == "push" ? 5 : 4) @(negedge clk);
    push = 1'b0;
    pop = 1'b1;
    repeat (rule == "pop" ? 5 : 4) @(negedge clk);
    pop = 1'b0;

    // a request and its data stay until taken
    ar_valid = 3'b001;
    aw_valid = 1'b1;
    repeat (2) @(negedge clk);
    if (rule == "read") ar_valid = '0;
    if (rule == "write") aw_data[511] = 1'b1;
    repeat (2) @(negedge clk);
    ready = 1'b1;
    @(negedge clk);
    ready = 1'b0;
    ar_valid = '0;
    aw_valid = 1'b0;

    // slot 0 writes tile 3, slot 1 reads and writes it
    alloc = 1'b1;
    @(negedge clk);
    src_valid = 3'b001;
    @(negedge clk);
    alloc = 1'b0;
    if (rule != "early") begin
      write_release = 3'b001;
      @(negedge clk);
      if (rule == "twice") @(negedge clk);
      write_release = '0;
    end
    read_release = 3'b010;
    read_slot[sectile_core_pkg::SlotBits] = 1'b1;
    @(negedge clk);
    read_release = '0;
    $display("done");
    $finish;
  end
endmodule

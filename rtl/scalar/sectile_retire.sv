// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The memory stage and retirement: loads and products arrive here, registers are written, and each
// instruction or trap is reported, in order.
module sectile_retire (
    input  logic                clk_i,
    input  logic                rst_ni,

    // the instruction that leaves execute
    input  logic                go_i,
    input  logic                execute_valid_i,    // there is one in execute
    input  logic [1:0]          execute_stall_i,    // stall_e: why it stays there
    input  logic [1:0]          execute_cause_i,    // or why there is none
    input  sectile_pkg::instr_t instr_i,
    input  logic [31:0]         order_i,
    input  logic [63:0]         pc_i,
    input  logic [31:0]         word_i,
    input  logic                trap_i,
    input  logic                interrupt_i,
    input  logic [63:0]         cause_i,
    input  logic [63:0]         tval_i,
    input  sectile_core_pkg::write_t write_i,
    input  sectile_core_pkg::write_t write2_i,
    input  logic                mul_i,
    input  logic                lsu_req_i,
    input  logic                early_i,            // a load whose value is known
    input  logic                host_i,             // a host command
    input  logic                pair_i,
    input  logic                store_i,
    input  logic                atomic_i,
    input  logic [63:0]         addr_i,
    input  logic [15:0]         mask_i,
    input  logic [127:0]        store_data_i,

    // what arrives
    input  logic [63:0]         product_i,
    input  logic                lsu_busy_i,
    input  logic [127:0]        lsu_data_i,
    input  logic                lsu_wrote_i,        // the atomic has stored
    input  logic [63:0]         lsu_wdata_i,

    output logic                valid_o,            // the stage has an instruction
    output logic                commit_o,           // it leaves
    output logic [1:0]          stall_cause_o,      // stall_e: if none leaves, why
    output sectile_core_pkg::write_t write_o,
    output sectile_core_pkg::write_t write2_o,
    output sectile_core_pkg::write_t known_o,       // the first write, as far as execute knew it
    output logic                late_o,             // its value arrives here
    output sectile_pkg::retire_t retire_o,     // registered, as is
    output logic [2:0]          stall_o             // nothing retired: set, and stall_e
);
  sectile_pkg::retire_t record_q, record;
  logic valid_q, load_q, early_q, atomic_q, mul_q, signed_q, pair_q;
  logic [4:0] bytes_q;
  logic [1:0] cause_q;

  // ---- the stage -----------------------------------------------------------------------------
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
      cause_q <= '0;
    end else if (!lsu_busy_i) begin
      valid_q <= go_i;
      cause_q <= execute_valid_i ? execute_stall_i : execute_cause_i;
    end
    if (go_i) begin
      record_q.valid <= 1'b1;
      record_q.trap <= trap_i;
      record_q.intr <= interrupt_i;
      record_q.order <= order_i;
      record_q.pc <= pc_i;
      record_q.word <= word_i;
      record_q.cause <= cause_i;
      record_q.tval <= tval_i;
      record_q.rd_write <= write_i.valid;
      record_q.rd <= write_i.number;
      record_q.rd_value <= write_i.value;
      record_q.rd2_write <= write2_i.valid;
      record_q.rd2 <= write2_i.number;
      record_q.rd2_value <= write2_i.value;
      record_q.mem_read <= lsu_req_i & ~store_i;
      record_q.mem_write <= (lsu_req_i | (~trap_i & host_i)) & store_i;
      record_q.mem_addr <= addr_i;
      record_q.mem_mask <= mask_i;
      record_q.mem_data <= store_data_i;
      load_q <= lsu_req_i & ~store_i;
      early_q <= early_i;
      atomic_q <= lsu_req_i & atomic_i;
      pair_q <= pair_i;
      mul_q <= mul_i;
      signed_q <= instr_i.mem_signed;
      bytes_q <= instr_i.mem_bytes;
    end
  end
  assign valid_o = valid_q;
  assign commit_o = valid_q & ~lsu_busy_i;
  assign stall_cause_o = valid_q ? sectile_core_pkg::StallData : cause_q;

  // ---- results ---------------------------------------------------------------------------------
  logic [63:0] value, value2;
  always_comb begin
    value = record_q.rd_value;
    value2 = pair_q & bytes_q == 5'd16 ? lsu_data_i[127:64]
                                       : {{32{lsu_data_i[63]}}, lsu_data_i[63:32]};
    if (mul_q) value = product_i;
    // A pair of words is 8 bytes, each of which is extended.
    if (load_q & ~early_q) begin
      value = sectile_core_pkg::extend(lsu_data_i[63:0], pair_q & bytes_q == 5'd8 ? 5'd4 : bytes_q,
                                       signed_q | atomic_q | pair_q);
    end
  end
  always_comb begin
    write_o.valid = record_q.rd_write & commit_o;
    write_o.number = record_q.rd;
    write_o.value = value;
    write2_o.valid = record_q.rd2_write & commit_o;
    write2_o.number = record_q.rd2;
    write2_o.value = value2;
  end
  assign late_o = mul_q | (load_q & ~early_q);
  always_comb begin
    known_o.valid = valid_q & record_q.rd_write;
    known_o.number = record_q.rd;
    known_o.value = record_q.rd_value;
  end

  // ---- the record -----------------------------------------------------------------------------
  always_comb begin
    record = record_q;
    record.valid = commit_o;
    record.rd_value = value;
    record.rd2_value = value2;
    if (load_q) record.mem_data = lsu_data_i;
    if (atomic_q) begin
      record.mem_write = lsu_wrote_i;
      record.mem_data = {64'b0, lsu_wrote_i ? lsu_wdata_i : lsu_data_i[63:0]};
    end
  end
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      retire_o <= '0;
      stall_o <= '0;
    end else begin
      if (commit_o) retire_o <= record;
      else retire_o.valid <= 1'b0;
      stall_o <= {~commit_o, stall_cause_o};
    end
  end
endmodule

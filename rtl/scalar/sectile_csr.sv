// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Control registers, traps and interrupts, performance counters.
module sectile_csr #(
    parameter logic [63:0] HartId = 64'd0
) (
    input  logic        clk_i,
    input  logic        rst_ni,

    input  logic        access_i,       // the instruction in execute moves on
    input  sectile_pkg::op_t op_i,
    input  logic [11:0] number_i,
    input  logic        write_i,
    input  logic [63:0] data_i,
    output logic [63:0] value_o,        // old value, combinational

    input  logic        trap_i,
    input  logic [63:0] trap_pc_i,
    input  logic [63:0] trap_cause_i,
    input  logic [63:0] trap_value_i,
    input  logic        tret_i,
    output logic [63:0] tvec_o,
    output logic [63:0] epc_o,
    output logic        interrupt_o,
    output logic [63:0] interrupt_cause_o,

    input  logic        retire_i,       // in execute: counts towards instret
    input  logic        commit_i,       // in the memory stage: this cycle is used
    input  logic [1:0]  stall_i,        // if not, why
    input  logic [4:0]  busy_i,         // div, fpu, telem, tmat, tmem

    input  logic        load_i,         // a register is set from outside
    input  logic [11:0] load_number_i,
    input  logic [63:0] load_data_i,
    input  logic        watch_i,
    output sectile_pkg::csr_state_t state_o  // of the cycle before, while watched
);
  logic ie_q, pie_q, soft_q;
  logic [1:0] enable_q;
  logic [63:0] tvec_q, epc_q, cause_q, tval_q, scratch_q, timecmp_q;
  logic [63:0] cycle_q, instret_q;
  logic [63:0] busy_tmem_q, busy_tmat_q, busy_telem_q, busy_fpu_q, busy_div_q;
  logic [63:0] stall_fetch_q, stall_data_q, stall_unit_q, stall_tile_q;
  logic [63:0] next, wdata;
  logic [11:0] wnumber;
  logic [1:0] pending;

  // Time counts instructions, so that runs are reproducible.
  assign pending = {instret_q >= timecmp_q, soft_q};
  assign interrupt_o = ie_q & (pending & enable_q) != '0;
  assign interrupt_cause_o = (pending[0] & enable_q[0]) ? sectile_pkg::CAUSE_SOFTWARE
                                                        : sectile_pkg::CAUSE_TIMER;
  assign tvec_o = tvec_q;
  assign epc_o = epc_q;

  always_comb begin
    value_o = '0;
    unique case (number_i)
      sectile_pkg::CSR_STATUS: value_o = {62'b0, pie_q, ie_q};
      sectile_pkg::CSR_TVEC: value_o = tvec_q;
      sectile_pkg::CSR_EPC: value_o = epc_q;
      sectile_pkg::CSR_CAUSE: value_o = cause_q;
      sectile_pkg::CSR_TVAL: value_o = tval_q;
      sectile_pkg::CSR_SCRATCH: value_o = scratch_q;
      sectile_pkg::CSR_IE: value_o = {62'b0, enable_q};
      sectile_pkg::CSR_IP: value_o = {62'b0, pending};
      sectile_pkg::CSR_TIMECMP: value_o = timecmp_q;
      sectile_pkg::CSR_HARTID: value_o = HartId;
      sectile_pkg::CSR_CYCLE: value_o = cycle_q;
      sectile_pkg::CSR_INSTRET, sectile_pkg::CSR_TIME: value_o = instret_q;
      sectile_pkg::CSR_BUSY_TMEM: value_o = busy_tmem_q;
      sectile_pkg::CSR_BUSY_TMAT: value_o = busy_tmat_q;
      sectile_pkg::CSR_BUSY_TELEM: value_o = busy_telem_q;
      sectile_pkg::CSR_BUSY_FPU: value_o = busy_fpu_q;
      sectile_pkg::CSR_BUSY_DIV: value_o = busy_div_q;
      sectile_pkg::CSR_STALL_FETCH: value_o = stall_fetch_q;
      sectile_pkg::CSR_STALL_DATA: value_o = stall_data_q;
      sectile_pkg::CSR_STALL_UNIT: value_o = stall_unit_q;
      sectile_pkg::CSR_STALL_TILE: value_o = stall_tile_q;
      default: value_o = '0;
    endcase
    unique case (op_i)
      sectile_pkg::OP_CSRRS: next = value_o | data_i;
      sectile_pkg::OP_CSRRC: next = value_o & ~data_i;
      default: next = data_i;
    endcase
  end

  assign wnumber = load_i ? load_number_i : number_i;
  assign wdata = load_i ? load_data_i : next;
  always_ff @(posedge clk_i) begin
    if (watch_i) begin
      state_o.status <= {pie_q, ie_q};
      state_o.ie <= enable_q;
      state_o.software <= soft_q;
      state_o.tvec <= tvec_q;
      state_o.epc <= epc_q;
      state_o.cause <= cause_q;
      state_o.tval <= tval_q;
      state_o.scratch <= scratch_q;
      state_o.timecmp <= timecmp_q;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      ie_q <= 1'b0;
      pie_q <= 1'b0;
      soft_q <= 1'b0;
      enable_q <= '0;
      tvec_q <= '0;
      epc_q <= '0;
      cause_q <= '0;
      tval_q <= '0;
      scratch_q <= '0;
      timecmp_q <= '1;
      cycle_q <= '0;
      instret_q <= '0;
      busy_tmem_q <= '0;
      busy_tmat_q <= '0;
      busy_telem_q <= '0;
      busy_fpu_q <= '0;
      busy_div_q <= '0;
      stall_fetch_q <= '0;
      stall_data_q <= '0;
      stall_unit_q <= '0;
      stall_tile_q <= '0;
    end else begin
      if (trap_i) begin
        epc_q <= {trap_pc_i[63:2], 2'b0};
        cause_q <= trap_cause_i;
        tval_q <= trap_value_i;
        pie_q <= ie_q;
        ie_q <= 1'b0;
      end else if (tret_i) begin
        ie_q <= pie_q;
        pie_q <= 1'b1;
      end else if (load_i | (access_i & write_i)) begin
        unique case (wnumber)
          sectile_pkg::CSR_STATUS: {pie_q, ie_q} <= wdata[1:0];
          sectile_pkg::CSR_TVEC: tvec_q <= {wdata[63:2], 2'b0};
          sectile_pkg::CSR_EPC: epc_q <= {wdata[63:2], 2'b0};
          sectile_pkg::CSR_CAUSE: cause_q <= wdata;
          sectile_pkg::CSR_TVAL: tval_q <= wdata;
          sectile_pkg::CSR_SCRATCH: scratch_q <= wdata;
          sectile_pkg::CSR_IE: enable_q <= wdata[1:0];
          sectile_pkg::CSR_IP: soft_q <= wdata[0];
          sectile_pkg::CSR_TIMECMP: timecmp_q <= wdata;
          default: ;
        endcase
      end
      cycle_q <= cycle_q + 64'd1;
      if (retire_i) instret_q <= instret_q + 64'd1;
      if (busy_i[0]) busy_tmem_q <= busy_tmem_q + 64'd1;
      if (busy_i[1]) busy_tmat_q <= busy_tmat_q + 64'd1;
      if (busy_i[2]) busy_telem_q <= busy_telem_q + 64'd1;
      if (busy_i[3]) busy_fpu_q <= busy_fpu_q + 64'd1;
      if (busy_i[4]) busy_div_q <= busy_div_q + 64'd1;
      if (!commit_i) begin
        unique case (stall_i)
          2'd0: stall_fetch_q <= stall_fetch_q + 64'd1;
          2'd1: stall_data_q <= stall_data_q + 64'd1;
          2'd2: stall_unit_q <= stall_unit_q + 64'd1;
          default: stall_tile_q <= stall_tile_q + 64'd1;
        endcase
      end
      if (load_i) begin
        unique case (load_number_i)
          sectile_pkg::CSR_CYCLE: cycle_q <= load_data_i;
          sectile_pkg::CSR_INSTRET: instret_q <= load_data_i;
          sectile_pkg::CSR_BUSY_TMEM: busy_tmem_q <= load_data_i;
          sectile_pkg::CSR_BUSY_TMAT: busy_tmat_q <= load_data_i;
          sectile_pkg::CSR_BUSY_TELEM: busy_telem_q <= load_data_i;
          sectile_pkg::CSR_BUSY_FPU: busy_fpu_q <= load_data_i;
          sectile_pkg::CSR_BUSY_DIV: busy_div_q <= load_data_i;
          sectile_pkg::CSR_STALL_FETCH: stall_fetch_q <= load_data_i;
          sectile_pkg::CSR_STALL_DATA: stall_data_q <= load_data_i;
          sectile_pkg::CSR_STALL_UNIT: stall_unit_q <= load_data_i;
          sectile_pkg::CSR_STALL_TILE: stall_tile_q <= load_data_i;
          default: ;
        endcase
      end
    end
  end
endmodule

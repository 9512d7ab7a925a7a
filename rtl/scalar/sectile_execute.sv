// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The execute stage: its instruction with the operands, the unit that executes it, and the
// selection of the result. sectile_issue decides when the instruction leaves.
module sectile_execute (
    input  logic                clk_i,
    input  logic                rst_ni,

    // from the read stage
    input  logic                read_valid_i,   // it has an instruction
    input  logic                read_go_i,      // which comes here
    input  sectile_pkg::instr_t read_instr_i,
    input  logic [63:0]         read_pc_i,
    input  logic [63:0]         read_next_pc_i,
    input  logic [31:0]         read_word_i,
    input  logic                read_fault_i,
    input  logic [63:0]         read_a_i,
    input  logic [63:0]         read_b_i,
    input  logic [63:0]         read_c_i,
    input  logic                read_c_late_i,  // the next write of the memory stage is c
    input  logic                redirect_i,

    // the instruction here
    output logic                valid_o,
    output logic                first_o,        // its first cycle
    output sectile_pkg::instr_t instr_o,
    output logic [63:0]         pc_o,
    output logic [63:0]         next_pc_o,      // predicted
    output logic [31:0]         word_o,
    output logic                fault_o,        // it could not be fetched
    output logic [63:0]         a_o,
    output logic [63:0]         b_o,
    output logic [63:0]         c_o,
    output logic [63:0]         stored_o,       // c, also as it comes
    output logic [31:0]         order_o,        // instructions and traps that have left before it
    output logic [1:0]          cause_o,        // stall_e: why the stage is empty
    output logic                tile_o,         // it goes to a tile unit

    input  logic                go_i,           // it leaves
    input  logic                ready_i,        // the stage takes the next one
    input  logic                clean_i,        // it does not trap
    input  logic                m_valid_i,      // the memory stage writes
    input  logic [63:0]         m_value_i,

    // scalar arithmetic
    output logic                mul_valid_o,
    output logic                div_valid_o,
    output logic                fpu_valid_o,
    output logic                fpu_divides_o,
    input  logic [63:0]         alu_result_i,
    input  logic [63:0]         quotient_i,
    input  logic [63:0]         fpu_result_i,
    input  logic [63:0]         csr_value_i,
    input  logic [31:0]         word_i,         // of a tile
    input  logic                early_i,        // the load has its data from the cache
    input  logic [63:0]         early_data_i,

    // what it writes; values of other loads and products come in the memory stage
    output logic                late_o,
    output sectile_core_pkg::write_t write_o,
    output sectile_core_pkg::write_t write2_o
);
  logic valid_q, first_q, fault_q, c_late_q;
  sectile_pkg::instr_t instr_q;
  logic [63:0] pc_q, next_pc_q, a_q, b_q, c_q;
  logic [31:0] word_q, order_q;
  logic [1:0] cause_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
      first_q <= 1'b0;
      cause_q <= '0;
      order_q <= '0;
    end else begin
      first_q <= 1'b0;
      if (ready_i) begin
        valid_q <= read_go_i;
        first_q <= read_go_i;
        cause_q <= ~read_valid_i | redirect_i ? sectile_core_pkg::StallFetch
                 : instr_q.unit == sectile_pkg::UNIT_LSU ? sectile_core_pkg::StallData
                 : sectile_core_pkg::StallUnit;
      end
      if (go_i) order_q <= order_q + 32'd1;
    end
    if (read_go_i) begin
      instr_q <= read_instr_i;
      pc_q <= read_pc_i;
      next_pc_q <= read_next_pc_i;
      word_q <= read_word_i;
      fault_q <= read_fault_i;
      a_q <= read_a_i;
      b_q <= read_b_i;
      c_q <= read_c_i;
      c_late_q <= read_c_late_i;
    end else if (c_late_q & m_valid_i) begin
      c_q <= m_value_i;
      c_late_q <= 1'b0;
    end
  end
  assign valid_o = valid_q;
  assign first_o = first_q;
  assign instr_o = instr_q;
  assign pc_o = pc_q;
  assign next_pc_o = next_pc_q;
  assign word_o = word_q;
  assign fault_o = fault_q;
  assign a_o = a_q;
  assign b_o = b_q;
  assign c_o = c_q;
  assign stored_o = c_late_q ? m_value_i : c_q;
  assign order_o = order_q;
  assign cause_o = cause_q;

  logic multiplies;

  // ---- units --------------------------------------------------------------------------------
  assign fpu_divides_o = instr_q.op == sectile_pkg::OP_FDIV_F32
                       || instr_q.op == sectile_pkg::OP_FDIV_F64
                       || instr_q.op == sectile_pkg::OP_FSQRT_F32
                       || instr_q.op == sectile_pkg::OP_FSQRT_F64;
  assign mul_valid_o = go_i & clean_i & instr_q.unit == sectile_pkg::UNIT_MUL;
  assign div_valid_o = valid_q & clean_i & instr_q.unit == sectile_pkg::UNIT_DIV & ~fpu_divides_o;
  assign fpu_valid_o = valid_q & clean_i
                     & (instr_q.unit == sectile_pkg::UNIT_FPU | fpu_divides_o);
  // A multiply of depth 0 onto an accumulator does nothing and goes to no unit.
  assign multiplies = ~instr_q.d_reads_t | instr_q.c == '0 | (~c_q[63] & c_q != '0);
  assign tile_o = instr_q.unit == sectile_pkg::UNIT_TMEM
                | (instr_q.unit == sectile_pkg::UNIT_TMAT & multiplies)
                | instr_q.unit == sectile_pkg::UNIT_TELEM;

  // ---- result ---------------------------------------------------------------------------------
  logic [63:0] result;
  always_comb begin
    unique case (instr_q.unit)
      sectile_pkg::UNIT_DIV: result = fpu_divides_o ? fpu_result_i : quotient_i;
      sectile_pkg::UNIT_FPU: result = fpu_result_i;
      sectile_pkg::UNIT_SYSTEM: result = csr_value_i;
      sectile_pkg::UNIT_TELEM: result = {{32{word_i[31]}}, word_i};
      sectile_pkg::UNIT_LSU: result = sectile_core_pkg::extend(early_data_i, instr_q.mem_bytes,
                                                               instr_q.mem_signed);
      default: result = alu_result_i;
    endcase
  end
  assign late_o = instr_q.unit == sectile_pkg::UNIT_MUL
                | (instr_q.unit == sectile_pkg::UNIT_LSU & ~early_i);
  always_comb begin
    write_o.valid = valid_q & clean_i & instr_q.d_writes_x;
    write_o.number = instr_q.d;
    write_o.value = result;
    write2_o.valid = valid_q & clean_i & instr_q.c_writes_x;
    write2_o.number = instr_q.c;
    write2_o.value = '0;
  end
endmodule

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The read stage: the register file, and the newest value of each source.
//
// A result is used before it is in the file, so sources also come from execute and from
// the memory stage. A load or a multiply has its result in the memory stage only: an
// instruction that uses it waits here for a cycle, but for a store that only stores it.
//
// The data cache is read already here for a load whose address needs neither a result of
// execute nor one that arrives in the memory stage: if it hits, its value is known in execute.
module sectile_read (
    input  logic                clk_i,
    input  logic                rst_ni,

    // from fetch
    input  logic                valid_i,
    input  logic [63:0]         pc_i,
    input  logic [63:0]         next_pc_i,      // predicted
    input  logic [31:0]         word_i,
    input  sectile_pkg::instr_t instr_i,
    input  logic                fault_i,
    output logic                ready_o,
    input  logic                redirect_i,     // the instruction here is on the wrong path
    input  logic                hold_i,         // take in no instruction

    // to execute
    output logic                go_o,           // the instruction moves on
    input  logic                execute_ready_i,
    output logic [63:0]         pc_o,
    output logic [63:0]         next_pc_o,
    output logic [31:0]         word_o,
    output sectile_pkg::instr_t instr_o,
    output logic                fault_o,
    output logic [63:0]         a_o,
    output logic [63:0]         b_o,
    output logic [63:0]         c_o,
    output logic                c_late_o,       // c comes from the memory stage
    output logic                valid_o,        // there is an instruction
    output logic                hazard_o,       // it waits for a result
    output logic                early_o,        // it is a load with this address
    output logic [63:0]         early_addr_o,

    // results of the older instructions; of the two of a pair, the second wins
    input  logic                x_late_i,       // known in the memory stage only
    input  sectile_core_pkg::write_t x_write_i,
    input  sectile_core_pkg::write_t x_write2_i,
    input  logic                x_sets_i,       // the first is written unless there is a trap,
    input  logic                x_sets2_i,      // and the second
    input  logic                m_busy_i,
    input  sectile_core_pkg::write_t m_write_i,
    input  sectile_core_pkg::write_t m_write2_i,
    input  sectile_core_pkg::write_t m_known_i, // the first, as far as execute knew it
    input  logic                m_late_i,       // its value is another one

    // sets a register for the simulation
    input  logic                load_i,
    input  logic [4:0]          load_number_i,
    input  logic [63:0]         load_data_i
);
  logic valid_q, fault_q;
  logic [63:0] pc_q, next_pc_q;
  logic [31:0] word_q;
  sectile_pkg::instr_t instr_q;
  logic [63:0] reg_q[32];

  // ---- sources ---------------------------------------------------------------------------
  logic [4:0] src1, src2, src3;
  logic use1, use2, use3;
  always_comb begin
    src1 = instr_q.a;
    use1 = instr_q.a_reads_x;
    src2 = instr_q.b_reads_x ? instr_q.b : instr_q.c;
    use2 = instr_q.b_reads_x | (instr_q.c_reads_x & instr_q.d_reads_x);
    src3 = instr_q.d_reads_x ? instr_q.d : instr_q.c;
    use3 = instr_q.d_reads_x | instr_q.c_reads_x;
  end

  // The newest value: execute, memory stage, file.
  function automatic logic [63:0] newest(
      input logic [4:0] src, input logic [63:0] file,
      input logic xw, input logic [4:0] xr, input logic [63:0] xv,
      input logic mw, input logic [4:0] mr, input logic [63:0] mv,
      input logic mw2, input logic [4:0] mr2, input logic [63:0] mv2);
    if (src == '0) newest = '0;
    else if (xw && xr == src) newest = xv;
    else if (mw2 && mr2 == src) newest = mv2;
    else if (mw && mr == src) newest = mv;
    else newest = file;
  endfunction
  assign a_o = newest(src1, reg_q[src1], x_write_i.valid, x_write_i.number, x_write_i.value,
                      m_write_i.valid, m_write_i.number, m_write_i.value,
                      m_write2_i.valid, m_write2_i.number, m_write2_i.value);
  assign b_o = newest(src2, reg_q[src2], x_write_i.valid, x_write_i.number, x_write_i.value,
                      m_write_i.valid, m_write_i.number, m_write_i.value,
                      m_write2_i.valid, m_write2_i.number, m_write2_i.value);
  assign c_o = newest(src3, reg_q[src3], x_write_i.valid, x_write_i.number, x_write_i.value,
                      m_write_i.valid, m_write_i.number, m_write_i.value,
                      m_write2_i.valid, m_write2_i.number, m_write2_i.value);

  // Whether a source is written by one of the two writes of an older instruction.
  function automatic logic waits(input logic u, input logic [4:0] s, input logic w,
                                 input logic [4:0] r, input logic w2, input logic [4:0] r2);
    waits = u & s != '0 & ((w & r == s) | (w2 & r2 == s));
  endfunction

  // ---- early loads ---------------------------------------------------------------------------
  logic [63:0] early_a, early_b;
  function automatic logic [63:0] settled(input logic [4:0] src, input logic [63:0] file,
                                          input logic mw, input logic [4:0] mr,
                                          input logic [63:0] mv);
    settled = src == '0 ? '0 : mw && mr == src ? mv : file;
  endfunction
  assign early_a = settled(src1, reg_q[src1], m_known_i.valid, m_known_i.number, m_known_i.value);
  assign early_b = settled(src2, reg_q[src2], m_known_i.valid, m_known_i.number, m_known_i.value);
  assign early_o = valid_q & instr_q.kind == sectile_pkg::KIND_LOAD
      & ~waits(use1, src1, x_sets_i, x_write_i.number, x_sets2_i, x_write2_i.number)
      & ~waits(use2, src2, x_sets_i, x_write_i.number, x_sets2_i, x_write2_i.number)
      & ~waits(use1, src1, m_known_i.valid & m_late_i, m_known_i.number,
               m_write2_i.valid, m_write2_i.number)
      & ~waits(use2, src2, m_known_i.valid & m_late_i, m_known_i.number,
               m_write2_i.valid, m_write2_i.number);
  sectile_lsu_sum u_sum (.instr_i(instr_q), .a_i(early_a), .b_i(early_b), .addr_o(early_addr_o));

  // ---- when the instruction moves on --------------------------------------------------------
  assign c_late_o = x_late_i & instr_q.kind == sectile_pkg::KIND_STORE
                  & waits(use3, src3, x_write_i.valid, x_write_i.number, 1'b0, 5'd0)
                  & ~waits(use3, src3, 1'b0, 5'd0, x_write2_i.valid, x_write2_i.number);
  assign hazard_o = x_late_i
      & (waits(use1, src1, x_write_i.valid, x_write_i.number, x_write2_i.valid, x_write2_i.number)
         | waits(use2, src2, x_write_i.valid, x_write_i.number, x_write2_i.valid, x_write2_i.number)
         | waits(use3 & ~c_late_o, src3, x_write_i.valid, x_write_i.number, x_write2_i.valid, x_write2_i.number));
  assign go_o = valid_q & ~hazard_o & ~m_busy_i & execute_ready_i & ~redirect_i;
  assign ready_o = (~valid_q | go_o) & ~hold_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni || redirect_i) begin
      valid_q <= 1'b0;
    end else if (ready_o | go_o) begin
      valid_q <= valid_i & ready_o;
    end
    if (ready_o && valid_i) begin
      pc_q <= pc_i;
      next_pc_q <= next_pc_i;
      word_q <= word_i;
      instr_q <= instr_i;
      fault_q <= fault_i;
    end
  end
  assign valid_o = valid_q;
  assign pc_o = pc_q;
  assign next_pc_o = next_pc_q;
  assign word_o = word_q;
  assign instr_o = instr_q;
  assign fault_o = fault_q;

  // ---- the file ----------------------------------------------------------------------------
  always_ff @(posedge clk_i) begin
    if (m_write_i.valid && m_write_i.number != '0) reg_q[m_write_i.number] <= m_write_i.value;
    if (m_write2_i.valid && m_write2_i.number != '0) reg_q[m_write2_i.number] <= m_write2_i.value;
    if (load_i) reg_q[load_number_i] <= load_data_i;
  end
endmodule

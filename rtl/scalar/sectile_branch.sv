// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The next pc. If the instruction that leaves execute has another next pc than fetch has predicted,
// fetch is redirected and the younger instructions are flushed.
//
// Some instructions redirect fetch even if the prediction was correct: the instructions after them
// may be stale (fetch fence, host command) or were fetched before the handler's or the program's
// state was known (trap, return from a trap).
module sectile_branch (
    input  sectile_pkg::instr_t instr_i,
    input  logic [63:0]         pc_i,
    input  logic [63:0]         next_pc_i,      // predicted
    input  logic [63:0]         a_i,
    input  logic                taken_i,        // the branch's condition holds
    input  logic                go_i,           // the instruction leaves execute
    input  logic                trap_i,
    input  logic                host_i,         // it is a host command
    input  logic [63:0]         tvec_i,
    input  logic [63:0]         epc_i,

    output logic                jump_o,
    output logic [63:0]         target_o,       // of a jump or branch
    output logic                redirect_o,
    output logic [63:0]         redirect_pc_o,
    output logic                flush_fetch_o,  // the instruction cache is stale
    output logic                flush_data_o,   // and the data caches
    output logic                train_o,        // the predictor learns a branch
    output logic                train_jump_o    // or an indirect jump
);
  assign jump_o = instr_i.kind == sectile_pkg::KIND_JUMP;
  assign target_o = jump_o & instr_i.a_reads_x ? a_i + instr_i.imm
      : pc_i + (jump_o | instr_i.b_reads_x ? instr_i.imm : {{32{instr_i.imm2[31]}}, instr_i.imm2});

  logic [63:0] next_pc;
  logic serial;
  always_comb begin
    next_pc = pc_i + 64'd4;
    serial = 1'b0;
    if (trap_i) begin
      next_pc = tvec_i;
      serial = 1'b1;
    end else if (jump_o || (instr_i.kind == sectile_pkg::KIND_BRANCH && taken_i)) begin
      next_pc = target_o;
    end else if (instr_i.op == sectile_pkg::OP_TRET) begin
      next_pc = epc_i;
      serial = 1'b1;
    end else if (instr_i.op == sectile_pkg::OP_FENCE_I || host_i) begin
      serial = 1'b1;
    end
  end
  assign redirect_o = go_i & (serial | next_pc != next_pc_i);
  assign redirect_pc_o = next_pc;

  // The data caches follow every write but the host's.
  logic done;
  assign done = go_i & ~trap_i;
  assign flush_data_o = done & host_i;
  assign flush_fetch_o = flush_data_o | (done & instr_i.op == sectile_pkg::OP_FENCE_I);
  assign train_o = done & instr_i.kind == sectile_pkg::KIND_BRANCH;
  assign train_jump_o = done & jump_o & instr_i.a_reads_x;
endmodule

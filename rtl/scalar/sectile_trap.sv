// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The trap that the instruction in execute causes, if any. Every cause is detected here, so an
// instruction that leaves execute without a trap retires. An interrupt replaces an instruction in
// its first cycle in execute, before it has any effect.
module sectile_trap #(
    parameter logic [63:0] RamBase = sectile_pkg::RamBase
) (
    input  logic                valid_i,
    input  logic                first_i,            // the instruction's first cycle
    input  sectile_pkg::instr_t instr_i,
    input  logic [63:0]         pc_i,
    input  logic [31:0]         word_i,
    input  logic                fetch_fault_i,
    input  logic                interrupt_i,
    input  logic [63:0]         interrupt_cause_i,
    input  logic                jump_i,
    input  logic [63:0]         target_i,

    // scalar access
    input  logic                access_i,
    input  logic                store_i,
    input  logic                host_i,             // a host command
    input  logic                misaligned_i,
    input  logic                outside_i,          // not all of it is in memory
    input  logic [63:0]         addr_i,
    input  logic [63:0]         ram_end_i,

    // tile access
    input  logic                tile_fault_i,
    input  logic                tile_store_i,
    input  logic [63:0]         tile_value_i,       // first byte outside memory

    output logic                trap_o,
    output logic                interrupt_o,        // the trap is an interrupt
    output logic [63:0]         cause_o,
    output logic [63:0]         value_o
);
  always_comb begin
    trap_o = 1'b0;
    cause_o = '0;
    value_o = '0;
    if (valid_i) begin
      if (interrupt_i & first_i) begin
        trap_o = 1'b1;
        cause_o = interrupt_cause_i;
      end else if (fetch_fault_i) begin
        trap_o = 1'b1;
        cause_o = sectile_pkg::CAUSE_FETCH_FAULT;
        value_o = pc_i;
      end else if (!instr_i.valid) begin
        trap_o = 1'b1;
        cause_o = sectile_pkg::CAUSE_ILLEGAL;
        value_o = {32'b0, word_i};
      end else if (instr_i.op == sectile_pkg::OP_ECALL) begin
        trap_o = 1'b1;
        cause_o = sectile_pkg::CAUSE_ECALL;
      end else if (instr_i.op == sectile_pkg::OP_EBREAK) begin
        trap_o = 1'b1;
        cause_o = sectile_pkg::CAUSE_BREAKPOINT;
      end else if (jump_i && target_i[1:0] != '0) begin
        trap_o = 1'b1;
        cause_o = sectile_pkg::CAUSE_MISALIGNED_JUMP;
        value_o = target_i;
      end else if (access_i & misaligned_i) begin
        trap_o = 1'b1;
        cause_o = sectile_pkg::CAUSE_MISALIGNED_ATOMIC;
        value_o = addr_i;
      end else if (access_i & outside_i & ~host_i) begin
        trap_o = 1'b1;
        cause_o = store_i ? sectile_pkg::CAUSE_STORE_FAULT : sectile_pkg::CAUSE_LOAD_FAULT;
        value_o = (addr_i < RamBase || addr_i >= ram_end_i) ? addr_i : ram_end_i;
      end else if (tile_fault_i) begin
        trap_o = 1'b1;
        cause_o = tile_store_i ? sectile_pkg::CAUSE_STORE_FAULT : sectile_pkg::CAUSE_LOAD_FAULT;
        value_o = tile_value_i;
      end
    end
  end
  assign interrupt_o = trap_o & cause_o[63];
endmodule

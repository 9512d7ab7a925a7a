// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The address of a scalar access from its operands.
module sectile_lsu_sum (
    input  sectile_pkg::instr_t instr_i,
    input  logic [63:0]         a_i,
    input  logic [63:0]         b_i,
    output logic [63:0]         addr_o
);
  always_comb begin
    unique case (instr_i.address)
      sectile_pkg::ADDR_BASE: addr_o = a_i;
      sectile_pkg::ADDR_INDEX: addr_o = a_i + (b_i << instr_i.imm[2:0]);
      sectile_pkg::ADDR_WORDINDEX: addr_o = a_i + ({32'b0, b_i[31:0]} << instr_i.imm[2:0]);
      default: addr_o = a_i + instr_i.imm;
    endcase
  end
endmodule

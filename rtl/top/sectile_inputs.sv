// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The core's inputs other than the bus, registered, so that no logic in the core depends
// on them within a cycle: Verilator evaluates such logic twice a cycle.
module sectile_inputs (
    input  logic         clk_i,
    input  logic         rst_ni,
    input  logic [63:0]  ram_end_i,
    input  logic         host_done_i,
    input  logic         hold_i,
    input  logic         trace_i,
    input  logic [2:0]   load_i,
    input  logic [11:0]  load_number_i,
    input  logic [511:0] load_data_i,

    output logic [63:0]  ram_end_o,
    output logic         host_done_o,
    output logic         hold_o,
    output logic         trace_o,
    output logic [2:0]   load_o,
    output logic [11:0]  load_number_o,
    output logic [511:0] load_data_o
);
  always_ff @(posedge clk_i) begin
    ram_end_o <= ram_end_i;
    host_done_o <= rst_ni & host_done_i;
    hold_o <= hold_i;
    trace_o <= trace_i;
    load_o <= load_i;
    if (load_i != '0) begin
      load_number_o <= load_number_i;
      load_data_o <= load_data_i;
    end
  end
endmodule

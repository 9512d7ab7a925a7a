// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Bounded check of sectile_fifo against its contract, for yosys-smtbmc.
//
// The user pushes and pops at any time, but never pushes into a full queue nor pops from an empty
// one. Then the flags are those of a count of words, at most Depth of them; and a watched word,
// pushed at a time that the solver chooses, is popped unchanged after exactly the words before it:
// order is kept, no word is lost or duplicated.
module sectile_fifo_formal #(
    parameter int unsigned Width = 8,
    parameter int unsigned Depth = 4
) (
    input logic             clk_i,
    input logic             want_push,
    input logic             want_pop,
    input logic             watch,
    input logic [Width-1:0] data
);
  localparam int unsigned Bits = $clog2(Depth);

  logic reset_n = 1'b0;
  always_ff @(posedge clk_i) reset_n <= 1'b1;

  logic full, empty, push, pop;
  logic [Width-1:0] out;
  assign push = want_push && !full && reset_n;
  assign pop  = want_pop && !empty && reset_n;

  sectile_fifo #(.Width(Width), .Depth(Depth)) dut (
      .clk_i, .rst_ni(reset_n), .push_i(push), .data_i(data), .full_o(full),
      .empty_o(empty), .data_o(out), .pop_i(pop));

  logic [Bits:0] count = '0;      // words inside
  logic [Bits:0] ahead = '0;      // words before the watched one
  logic watched = 1'b0, seen = 1'b0;
  logic [Width-1:0] expected;

  always_ff @(posedge clk_i) begin
    count <= count + (Bits + 1)'(push) - (Bits + 1)'(pop);
    if (!seen && watch && push) begin
      seen     <= 1'b1;
      watched  <= 1'b1;
      expected <= data;
      ahead    <= count - (Bits + 1)'(pop);
    end else if (watched && pop) begin
      if (ahead == '0) watched <= 1'b0;
      else ahead <= ahead - (Bits + 1)'(1);
    end
  end

  always_comb begin
    if (reset_n) begin
      assert (count <= (Bits + 1)'(Depth));
      assert (full == (count == (Bits + 1)'(Depth)));
      assert (empty == (count == '0));
      if (watched) assert (ahead < count);
      if (watched && ahead == '0) assert (out == expected);
      cover (seen && !watched);
      cover (full);
    end
  end
endmodule

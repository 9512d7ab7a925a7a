// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A queue: registered storage, first word visible as soon as it is stored.
module sectile_fifo #(
    parameter int unsigned Width = 32,
    parameter int unsigned Depth = 4     // a power of two
) (
    input  logic             clk_i,
    input  logic             rst_ni,
    input  logic             push_i,
    input  logic [Width-1:0] data_i,
    output logic             full_o,
    output logic             empty_o,
    output logic [Width-1:0] data_o,
    input  logic             pop_i
);
  localparam int unsigned Bits = $clog2(Depth);

  logic [Width-1:0] mem_q[Depth];
  logic [Bits:0] head_q, tail_q;

  assign empty_o = head_q == tail_q;
  assign full_o  = head_q[Bits-1:0] == tail_q[Bits-1:0] && head_q[Bits] != tail_q[Bits];
  assign data_o  = mem_q[head_q[Bits-1:0]];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      head_q <= '0;
      tail_q <= '0;
    end else begin
      if (push_i) tail_q <= tail_q + (Bits + 1)'(1);
      if (pop_i) head_q <= head_q + (Bits + 1)'(1);
    end
    if (push_i) mem_q[tail_q[Bits-1:0]] <= data_i;
  end

`ifdef SECTILE_ASSERT
  assert property (@(posedge clk_i) disable iff (!rst_ni) push_i |-> !full_o)
  else $error("push into a full queue");
  assert property (@(posedge clk_i) disable iff (!rst_ni) pop_i |-> !empty_o)
  else $error("pop from an empty queue");
`endif
endmodule

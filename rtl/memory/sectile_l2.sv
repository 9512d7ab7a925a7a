// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The second-level cache for scalar data: direct-mapped, write-through, between the
// load/store unit and the bus. It handles one request at a time; a hit takes three cycles.
//
// Every write of the core also updates its line here if the line is present, so the cache
// equals memory until the host writes to memory. A request never coincides with a write to
// the same line: the load/store unit waits for its own stores, the core for tile stores.
module sectile_l2 #(
    parameter int unsigned Lines = 8192       // a power of two, 128 or more
) (
    input  logic         clk_i,
    input  logic         rst_ni,

    input  logic         req_valid_i,
    output logic         req_ready_o,
    input  logic [63:0]  req_addr_i,
    output logic         r_valid_o,
    output logic [511:0] r_data_o,

    input  logic         write_i,             // a line on its way to memory
    input  logic [63:0]  write_addr_i,
    input  logic [511:0] write_data_i,
    input  logic [63:0]  write_strb_i,
    input  logic         flush_i,             // invalidate all lines

    output logic         ar_valid_o,
    input  logic         ar_ready_i,
    output logic [63:0]  ar_addr_o,
    input  logic         r_valid_i,
    input  logic [511:0] r_data_i
);
  localparam int unsigned IndexBits = $clog2(Lines);
  localparam int unsigned TagBits = 58 - IndexBits;
  localparam int unsigned Groups = Lines / 64;
  localparam int unsigned GroupBits = IndexBits - 6;

  logic [511:0] line_mem_q[Lines];
  logic [TagBits-1:0] tag_mem_q[Lines];
  // Valid bits in groups of 64, and one bit a group that says whether they are in use:
  // clearing the groups' bits invalidates all lines in one cycle.
  logic [63:0] valid_mem_q[Groups];
  logic [Groups-1:0] fresh_q;

  typedef enum logic [2:0] { Idle, Look, Give, Ask, Wait } state_e;
  state_e state_q;
  logic [57:0] line_q, write_line_q;          // requested; written
  logic [TagBits-1:0] tag_q;                  // of either
  logic write_q, fill, hit, write_hit;
  logic [511:0] data_q, write_data_q, write_mask;
  logic [63:0] write_strb_q, group_valid;
  logic [IndexBits-1:0] index, write_index;
  logic [GroupBits-1:0] group;

  assign index = line_q[IndexBits-1:0];
  assign write_index = write_line_q[IndexBits-1:0];
  assign group = write_q ? write_index[IndexBits-1:6] : index[IndexBits-1:6];
  assign group_valid = fresh_q[group] ? valid_mem_q[group] : '0;
  assign hit = group_valid[index[5:0]] & tag_q == line_q[57:IndexBits];
  assign write_hit = write_q & group_valid[write_index[5:0]] & tag_q == write_line_q[57:IndexBits];
  // A line that arrives in the cycle of another line's write is forwarded but not stored.
  assign fill = state_q == Wait & r_valid_i & ~write_q;

  // The tags have one read port; writes have priority.
  assign req_ready_o = state_q == Idle & ~write_i;
  assign r_valid_o = state_q == Give | (state_q == Wait & r_valid_i);
  assign r_data_o = state_q == Give ? data_q : r_data_i;
  assign ar_valid_o = state_q == Ask;
  assign ar_addr_o = {line_q, 6'b0};

  always_comb begin
    write_mask = '0;
    if (write_hit) for (int n = 0; n < 64; n++) if (write_strb_q[n]) write_mask[8*n +: 8] = 8'hff;
  end

  always_ff @(posedge clk_i) begin
    if (write_i) begin
      // a line that is filled in this cycle already has the new tag
      tag_q <= fill & index == write_addr_i[6 +: IndexBits] ? line_q[57:IndexBits]
                                                            : tag_mem_q[write_addr_i[6 +: IndexBits]];
      write_line_q <= write_addr_i[63:6];
      write_data_q <= write_data_i;
      write_strb_q <= write_strb_i;
    end else if (req_valid_i & state_q == Idle) begin
      tag_q <= tag_mem_q[req_addr_i[6 +: IndexBits]];
      line_q <= req_addr_i[63:6];
    end
    if (state_q == Look) data_q <= line_mem_q[index];
    if (fill) begin
      line_mem_q[index] <= r_data_i;
      tag_mem_q[index] <= line_q[57:IndexBits];
      valid_mem_q[group] <= group_valid | 64'b1 << index[5:0];
    end else if (write_hit) begin
      line_mem_q[write_index] <= (line_mem_q[write_index] & ~write_mask) | (write_data_q & write_mask);
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= Idle;
      write_q <= 1'b0;
      fresh_q <= '0;
    end else begin
      write_q <= write_i;
      unique case (state_q)
        Idle: if (req_valid_i & req_ready_o) state_q <= Look;
        Look: state_q <= hit ? Give : Ask;
        Give: state_q <= Idle;
        Ask: if (ar_ready_i) state_q <= Wait;
        default: if (r_valid_i) state_q <= Idle;
      endcase
      if (flush_i) fresh_q <= '0;
      else if (fill) fresh_q[index[IndexBits-1:6]] <= 1'b1;
    end
  end
endmodule

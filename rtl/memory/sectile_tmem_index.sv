// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Holds the mask and the index of a tile access that has them: masked accesses, and gathers
// and scatters of rows and lanes.
//
// While such an access is in execute, this unit waits until no older instruction will write
// its index and mask tiles, reads them and computes the bounding box of the access. Every
// condition that traps is therefore known before the access leaves execute. Index and mask
// stay here while the access is processed in steps: a row of a masked access or of a row
// gather, a lane of a lane gather. The tiles may be overwritten in that time. The next such
// access waits in execute until the steps are complete.
module sectile_tmem_index #(
    parameter logic [63:0] RamBase = sectile_pkg::RamBase
) (
    input  logic                clk_i,
    input  logic                rst_ni,

    // the access in execute
    input  logic                valid_i,        // it has an index or a mask
    input  sectile_pkg::instr_t instr_i,
    input  logic [31:0]         written_i,      // tiles that a unit is going to write
    input  logic signed [72:0]  first_i,        // address that indices are added to
    input  logic [6:0]          first_row_i,    // rows of a row gather,
    input  logic [6:0]          rows_i,
    input  logic [5:0]          skip_i,         // and bytes of a row
    input  logic [6:0]          bytes_i,
    input  logic [1:0]          halves_i,       // left out, as tmem_op_t says
    input  logic [63:0]         ram_end_i,
    input  logic                go_i,           // it leaves execute,
    input  logic                push_i,         // into the queue
    output logic                done_o,         // the following are known
    output logic                any_o,          // it touches memory
    output logic signed [72:0]  lo_o,           // first and last byte
    output logic signed [72:0]  hi_o,
    output logic                fault_o,        // not all of it is in memory

    output logic                re_o,
    output logic [9:0]          raddr_o,
    input  logic [511:0]        rdata_i,

    // the step of the walk, or of the search for the first byte outside memory
    input  logic                walk_end_i,     // of the access that is kept here
    input  logic [7:0]          walk_step_i,
    input  logic [7:0]          search_step_i,  // a lane of a masked access too
    output logic signed [35:0]  offset_o,
    output logic [5:0]          skip_o,         // bytes of the row before those touched
    output logic [6:0]          bytes_o,        // 0: the step touches nothing
    output logic [15:0]         mask_o          // lanes of the row that are touched
);
  // The stored index (words) and mask (a bit a lane), and how the access uses them.
  logic [511:0] index_q[16];
  logic [255:0] mask_q;
  logic kept_q;                         // for a walk
  logic rows_q, masked_q, scaled_q;     // a row gather; no index; indices are of words
  logic [2:0] size_q;                   // bytes of a lane
  logic half_q;                         // two lanes share one
  logic [5:0] row_skip_q;
  logic [6:0] row_bytes_q;
  logic [1:0] row_halves_q;

  logic row_gather, lane_gather;
  assign row_gather = instr_i.address == sectile_pkg::ADDR_ROWGATHER;
  assign lane_gather = instr_i.address == sectile_pkg::ADDR_LANEGATHER;

  // ---- reading -------------------------------------------------------------------------------
  // A lane gather reads each row of the index and then the same row of the mask. A row
  // gather reads one column, whose words are the indices of the rows.
  logic ready, reading_q, turn_q, arrives_q, arrives_mask_q, arrives_last_q, summed_q, done_q, any_q;
  logic [3:0] row_q, arrives_row_q;
  logic last_read, idle;

  assign ready = valid_i & ~kept_q & ~written_i[instr_i.b]
               & ~(lane_gather & written_i[instr_i.c]);
  assign idle = ~(reading_q | arrives_q | summed_q);
  assign re_o = reading_q;
  assign raddr_o = row_gather ? {1'b1, instr_i.b, 4'd0}
                 : {1'b0, lane_gather & turn_q ? instr_i.c : instr_i.b, row_q};
  assign last_read = row_gather | (row_q == 4'd15 & (turn_q | ~lane_gather));

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      reading_q <= 1'b0;
      arrives_q <= 1'b0;
      summed_q <= 1'b0;
      done_q <= 1'b0;
      kept_q <= 1'b0;
    end else begin
      arrives_q <= reading_q & ~go_i;
      if (go_i) begin
        reading_q <= 1'b0;
        summed_q <= 1'b0;
        done_q <= 1'b0;
      end else begin
        if (ready & idle) reading_q <= 1'b1;
        if (reading_q & last_read) reading_q <= 1'b0;
        if (arrives_q & arrives_last_q) summed_q <= 1'b1;
        if (summed_q) done_q <= 1'b1;
      end
      if (push_i) kept_q <= 1'b1;
      else if (walk_end_i) kept_q <= 1'b0;
    end
    arrives_row_q <= row_q;
    arrives_mask_q <= ~row_gather & (turn_q | ~lane_gather);
    arrives_last_q <= last_read;
    if (!reading_q) begin
      row_q <= '0;
      turn_q <= 1'b0;
    end else begin
      turn_q <= lane_gather & ~turn_q;
      if (turn_q | ~lane_gather) row_q <= row_q + 4'd1;
    end
    if (ready & idle) begin
      rows_q <= row_gather;
      masked_q <= instr_i.address == sectile_pkg::ADDR_MASKED;
      scaled_q <= lane_gather & instr_i.imm[1];
      size_q <= instr_i.mem_bytes[2:0];
      half_q <= sectile_pkg::elem_half(instr_i.elem);
      row_skip_q <= skip_i;
      row_bytes_q <= bytes_i;
      row_halves_q <= halves_i;
    end
  end

  // ---- bounds ----------------------------------------------------------------------------------
  // Found among the indices themselves, or the numbers of lanes under a mask; an offset follows
  // from that by a shift.
  logic signed [31:0] least_q, most_q, least, most, row_least, row_most;
  logic [511:0] places;
  logic signed [72:0] lo_q, hi_q;
  logic [15:0] lanes;
  logic any;

  function automatic logic signed [35:0] scale(input logic [31:0] index, input logic scaled);
    scale = scaled ? $signed({{2{index[31]}}, index, 2'b0}) : $signed({{4{index[31]}}, index});
  endfunction
  function automatic logic signed [35:0] place(input logic [7:0] lane, input logic [2:0] size,
                                               input logic half);
    place = $signed(half ? {29'b0, lane[7:1]}
                  : size == 3'd4 ? {26'b0, lane, 2'b0} : size == 3'd2 ? {27'b0, lane, 1'b0}
                                                       : {28'b0, lane});
  endfunction

  // Whether one of four words is touched, and the smallest or the largest one that is: the one
  // that wins against each other. Of two equal words one wins.
  function automatic logic [32:0] bound4(input logic [127:0] of, input logic [3:0] touched,
                                         input logic greatest);
    logic less, wins;
    bound4 = {touched != '0, 32'b0};
    for (int n = 0; n < 4; n++) begin
      wins = touched[n];
      for (int m = 0; m < 4; m++) begin
        less = $signed(of[32*(n > m ? n : m) +: 32]) < $signed(of[32*(n > m ? m : n) +: 32]);
        if (m != n) wins = wins & (~touched[m] | less == (greatest == (n < m)));
      end
      if (wins) bound4[31:0] = bound4[31:0] | of[32*n +: 32];
    end
  endfunction
  function automatic logic signed [31:0] bound(input logic [511:0] of,
                                               input logic [15:0] touched, input logic greatest);
    logic [127:0] best;
    logic [3:0] found;
    for (int n = 0; n < 4; n++)
      {found[n], best[32*n +: 32]} = bound4(of[128*n +: 128], touched[4*n +: 4], greatest);
    bound = $signed(32'(bound4(best, found, greatest)));
  endfunction

  function automatic logic signed [72:0] offset(input logic [31:0] word, input logic masked,
                                                input logic scaled, input logic [2:0] size,
                                                input logic half);
    logic signed [35:0] narrow;
    narrow = masked ? place(word[7:0], size, half) : scale(word, scaled);
    offset = $signed({{37{narrow[35]}}, narrow});
  endfunction

  always_comb begin
    least = least_q;
    most = most_q;
    any = any_q;
    lanes = '0;
    places = '0;
    row_least = '0;
    row_most = '0;
    if (arrives_q) begin
      if (rows_q) begin
        for (int n = 0; n < 16; n++)
          lanes[n] = 7'(n) >= first_row_i & 7'(n) < first_row_i + rows_i;
      end else if (arrives_mask_q) begin
        for (int n = 0; n < 16; n++) lanes[n] = rdata_i[32*n +: 32] != '0;
      end
      for (int n = 0; n < 16; n++) begin
        places[32*n +: 32] = masked_q ? {24'b0, arrives_row_q, 4'(n)}
                           : rows_q ? rdata_i[32*n +: 32] : index_q[arrives_row_q][32*n +: 32];
      end
      row_least = bound(places, lanes, 1'b0);
      row_most = bound(places, lanes, 1'b1);
      if (lanes != '0) begin
        if (~any_q | row_least < least_q) least = row_least;
        if (~any_q | row_most > most_q) most = row_most;
        any = 1'b1;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (idle) any_q <= 1'b0;
    else any_q <= any;
    if (summed_q & ~done_q) begin
      lo_q <= first_i + offset(least_q, masked_q, scaled_q, size_q, half_q);
      hi_q <= first_i + offset(most_q, masked_q, scaled_q, size_q, half_q)
              + $signed({66'b0, bytes_i}) - 73'sd1;
    end
    if (arrives_q) begin
      least_q <= least;
      most_q <= most;
      if (rows_q) begin
        index_q[0] <= rdata_i;
        mask_q[15:0] <= lanes;
      end else if (arrives_mask_q) begin
        mask_q[{arrives_row_q, 4'b0} +: 16] <= lanes;
      end else begin
        index_q[arrives_row_q] <= rdata_i;
      end
    end
  end
  assign done_o = done_q;
  assign any_o = any_q;
  assign lo_o = lo_q;
  assign hi_o = hi_q;
  assign fault_o = done_q & any_q
                 & (lo_q < $signed({9'b0, RamBase}) | hi_q >= $signed({9'b0, ram_end_i}));

  // ---- steps -----------------------------------------------------------------------------------
  logic [7:0] step;
  logic [3:0] lane_first, lane_last;
  assign step = kept_q ? walk_step_i : search_step_i;
  always_comb begin
    offset_o = '0;
    skip_o = '0;
    bytes_o = '0;
    mask_o = 16'hffff;
    lane_first = '0;
    lane_last = '0;
    if (kept_q | done_q) begin
      if (rows_q) begin
        offset_o = scale(index_q[0][{step[3:0], 5'b0} +: 32], 1'b0);
        skip_o = row_skip_q;
        bytes_o = mask_q[{4'b0, step[3:0]}] ? row_bytes_q : '0;
        mask_o = sectile_core_pkg::half_lanes(row_skip_q[2:0], row_bytes_q[2:0], row_halves_q[0],
                                              row_halves_q[1]);
      end else if (masked_q & kept_q) begin
        // from the first to the last lane accessed in the row
        mask_o = mask_q[{step[3:0], 4'b0} +: 16];
        for (int n = 15; n >= 0; n--) if (mask_o[n]) lane_first = 4'(n);
        for (int n = 0; n < 16; n++) if (mask_o[n]) lane_last = 4'(n);
        offset_o = place({step[3:0], lane_first}, size_q, half_q);
        skip_o = 6'(place({4'b0, lane_first}, size_q, half_q));
        bytes_o = mask_o == '0 ? '0
                : 7'(place({4'b0, lane_last}, size_q, half_q)) - {1'b0, skip_o} + {4'b0, size_q};
      end else begin
        offset_o = masked_q ? place(step, size_q, half_q)
                 : scale(index_q[step[7:4]][{step[3:0], 5'b0} +: 32], scaled_q);
        skip_o = {step[3:0], 2'b0};
        bytes_o = mask_q[step] ? {4'b0, size_q} : '0;
      end
    end
  end

`ifdef SECTILE_ASSERT
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   push_i |-> done_q & ~fault_o & ~kept_q)
  else $error("an access left execute before its index was checked");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   walk_end_i |-> kept_q)
  else $error("a walk of indices that were not kept");
`endif
endmodule

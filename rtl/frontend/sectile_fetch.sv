// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Instruction fetch: a direct-mapped instruction cache, and prediction from the
// instruction itself.
//
// The cache is read with the next pc, so that the word arrives in the cycle of its pc. It is
// decoded in that cycle, which determines the target of a jump or branch, so a correctly predicted
// one costs no cycle. Branch directions are predicted by two-bit counters, and by counters of
// the branch after the last branches' directions where those were wrong; returns by a stack,
// other indirect jumps by the last target of the same jump after the same directions.
//
// A miss requests the line and those after it, up to `Ahead` lines ahead of the pc, and further
// ones as the pc advances through them. They are written into the cache as they arrive.
module sectile_fetch #(
    parameter int unsigned CacheLines = 512,
    parameter int unsigned Counters = 2048,
    parameter int unsigned Histories = 512,
    parameter int unsigned Targets = 64,
    parameter int unsigned StackDepth = 16,
    parameter int unsigned Ahead = 3,         // lines, at most 3
    parameter logic [63:0] RamBase = sectile_pkg::RamBase
) (
    input  logic                clk_i,
    input  logic                rst_ni,
    input  logic [63:0]         boot_pc_i,
    input  logic [63:0]         ram_end_i,

    output logic                valid_o,
    output logic [63:0]         pc_o,
    output logic [31:0]         word_o,
    output sectile_pkg::instr_t instr_o,
    output logic                fault_o,
    output logic [63:0]         next_pc_o,      // predicted
    input  logic                ready_i,

    input  logic                redirect_i,
    input  logic [63:0]         redirect_pc_i,
    input  logic                flush_i,        // invalidate the cache

    input  logic                train_i,        // a branch was resolved
    input  logic [63:0]         train_pc_i,
    input  logic                train_taken_i,
    input  logic                train_jump_i,   // an indirect jump was
    input  logic [63:0]         train_target_i,

    output logic                ar_valid_o,
    input  logic                ar_ready_i,
    output logic [63:0]         ar_addr_o,
    input  logic                r_valid_i,
    input  logic [511:0]        r_data_i
);
  localparam int unsigned IndexBits = $clog2(CacheLines);
  localparam int unsigned TagBits = 58 - IndexBits;
  localparam int unsigned CounterBits = $clog2(Counters);
  localparam int unsigned HistoryBits = $clog2(Histories);
  localparam int unsigned TargetBits = $clog2(Targets);
  localparam int unsigned StackBits = $clog2(StackDepth);

  logic [63:0] pc_q, pc_d;
  logic started_q, reread_q;

  // ---- cache ----------------------------------------------------------------------------
  logic [511:0] line_mem_q[CacheLines];
  logic [TagBits-1:0] tag_mem_q[CacheLines];
  logic [CacheLines-1:0] valid_q;
  logic [511:0] line_q;
  logic [TagBits-1:0] tag_q;
  logic hit, fill, outside;
  logic [57:0] fill_line;

  assign hit = valid_q[pc_q[6 +: IndexBits]] & tag_q == pc_q[63:6+IndexBits] & ~reread_q & started_q;
  assign outside = pc_q < RamBase || pc_q >= ram_end_i;

  always_ff @(posedge clk_i) begin
    if (pc_d[63:6] != pc_q[63:6] || reread_q) begin
      line_q <= line_mem_q[pc_d[6 +: IndexBits]];
      tag_q <= tag_mem_q[pc_d[6 +: IndexBits]];
    end
    if (fill) begin
      line_mem_q[fill_line[IndexBits-1:0]] <= r_data_i;
      tag_mem_q[fill_line[IndexBits-1:0]] <= fill_line[57:IndexBits];
    end
    if (!rst_ni || flush_i) valid_q <= '0;
    else if (fill) valid_q[fill_line[IndexBits-1:0]] <= 1'b1;
  end

  // ---- lines asked for ---------------------------------------------------------------------
  // Up to four, which come in order. Those on their way while a fence passes are stale.
  logic [57:0] asked_q[4];
  logic [3:0] stale_q;
  logic [1:0] first_q, last_q;          // the oldest, the place of the next
  logic [2:0] count_q;
  logic ask_q;                          // the youngest is still to be taken by the bus
  logic [57:0] pc_line;
  logic miss, coming, full;

  assign pc_line = pc_q[63:6];
  assign full = count_q == 3'd4;
  assign miss = started_q & ~reread_q & ~hit & ~outside & ~redirect_i;
  assign fill_line = asked_q[first_q];
  assign fill = r_valid_i & ~stale_q[first_q] & ~flush_i;
  assign ar_valid_o = ask_q;
  assign ar_addr_o = {asked_q[last_q - 2'd1], 6'b0};

  // Whether a line is on its way.
  function automatic logic under_way(input logic [57:0] line);
    under_way = 1'b0;
    for (int n = 0; n < 4; n++) begin
      if (3'(2'(n) - first_q) < count_q && asked_q[n] == line && !stale_q[n]) under_way = 1'b1;
    end
  endfunction

  // The line after those: its tag is read in one cycle and compared in the next.
  logic next_valid_q, next_read_q, next_wanted, next_absent, ask, ask_next;
  logic [57:0] next_line_q;
  logic [TagBits-1:0] next_tag_q;
  assign next_wanted = next_valid_q & next_line_q - pc_line <= 58'(Ahead)
                     & {next_line_q, 6'b0} < ram_end_i;
  always_comb begin
    coming = 1'b0;
    next_absent = 1'b0;
    if (miss) coming = under_way(pc_line);
    if (next_read_q) begin
      next_absent = ~(valid_q[next_line_q[IndexBits-1:0]] & next_tag_q == next_line_q[57:IndexBits])
                  & ~under_way(next_line_q);
    end
  end
  assign ask = miss & ~coming & ~ask_q & ~full;
  assign ask_next = next_read_q & next_wanted & next_absent & ~ask & ~ask_q & ~full & ~flush_i;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      first_q <= '0;
      last_q <= '0;
      count_q <= '0;
      stale_q <= '0;
      ask_q <= 1'b0;
      next_valid_q <= 1'b0;
      next_read_q <= 1'b0;
      started_q <= 1'b0;
      reread_q <= 1'b1;
      pc_q <= boot_pc_i;
    end else begin
      started_q <= 1'b1;
      pc_q <= pc_d;
      // The line that the next cycle is in has come.
      reread_q <= flush_i | (fill & fill_line == pc_d[63:6]);

      if (flush_i) stale_q <= '1;
      if (ask | ask_next) begin
        ask_q <= 1'b1;
        asked_q[last_q] <= ask ? pc_line : next_line_q;
        stale_q[last_q] <= flush_i;
        last_q <= last_q + 2'd1;
      end else if (ar_ready_i) begin
        ask_q <= 1'b0;
      end
      if (r_valid_i) first_q <= first_q + 2'd1;
      count_q <= count_q + {2'b0, ask | ask_next} - {2'b0, r_valid_i};

      next_read_q <= next_wanted & ~ask & ~next_read_q;
      if (ask) begin
        next_valid_q <= 1'b1;
        next_line_q <= pc_line + 58'd1;
      end else if (next_read_q & (~next_absent | ask_next)) begin
        next_line_q <= next_line_q + 58'd1;
      end
      if (flush_i) next_valid_q <= 1'b0;
    end
    if (next_wanted) next_tag_q <= tag_mem_q[next_line_q[IndexBits-1:0]];
  end

  // ---- prediction --------------------------------------------------------------------------
  // Directions of the last branches, the youngest lowest: as predicted for those that fetch has
  // delivered, and as they were of those that have left execute. The two are equal when what
  // has been delivered has left, so an entry is trained that has predicted.
  localparam int unsigned Directions = HistoryBits < 8 ? HistoryBits : 8;
  logic [Directions-1:0] ahead_q, past_q, past_d;

  // Entries of a branch, by low bits of its pc, after certain directions: a counter, and whether
  // it was better than the branch's own when they differed.
  logic [7:0] after_tag_q[Histories];
  logic [2:0] after_counter_q[Histories];
  logic after_better_q[Histories];
  logic [2:0] learnt;
  logic found_hit, learnt_hit, own_taken, likely;
  logic [HistoryBits-1:0] found_index, learnt_index;
  logic [TargetBits-1:0] target_index, jump_index;

  logic [1:0] counter_q[Counters];
  logic [63:0] target_q[Targets];
  logic [63:0] stack_q[StackDepth];
  logic [StackBits-1:0] top_q;
  logic [63:0] offset;
  logic advance, push, pop;

  assign advance = valid_o & ready_i & ~redirect_i;
  assign found_index = pc_q[2 +: HistoryBits] ^ HistoryBits'(ahead_q);
  assign found_hit = after_tag_q[found_index] == pc_q[9:2];
  assign likely = found_hit ? after_counter_q[found_index][2] : counter_q[pc_q[2 +: CounterBits]][1];
  assign learnt_index = train_pc_i[2 +: HistoryBits] ^ HistoryBits'(past_q);
  assign learnt = after_counter_q[learnt_index];
  assign learnt_hit = after_tag_q[learnt_index] == train_pc_i[9:2];
  assign own_taken = counter_q[train_pc_i[2 +: CounterBits]][1];
  assign past_d = train_i ? {past_q[Directions-2:0], train_taken_i} : past_q;
  assign target_index = pc_q[2 +: TargetBits] ^ TargetBits'(ahead_q);
  assign jump_index = train_pc_i[2 +: TargetBits] ^ TargetBits'(past_q);

  always_comb begin
    instr_o = '0;
    word_o = '0;
    if (hit) begin
      word_o = line_q[{pc_q[5:2], 5'b0} +: 32];
      instr_o = sectile_pkg::decode(word_o);
    end
  end
  assign valid_o = hit | (outside & started_q & ~reread_q);
  assign fault_o = outside;
  assign pc_o = pc_q;

  always_comb begin
    next_pc_o = pc_q + 64'd4;
    offset = '0;
    push = 1'b0;
    pop = 1'b0;
    if (hit) begin
      if (instr_o.kind == sectile_pkg::KIND_BRANCH) begin
        offset = instr_o.b_reads_x ? instr_o.imm : {{32{instr_o.imm2[31]}}, instr_o.imm2};
        if (likely) next_pc_o = pc_q + offset;
      end else if (instr_o.kind == sectile_pkg::KIND_JUMP) begin
        push = instr_o.d == 5'd1;
        if (!instr_o.a_reads_x) begin
          next_pc_o = pc_q + instr_o.imm;
        end else if (instr_o.d == '0 && instr_o.a == 5'd1) begin
          next_pc_o = stack_q[top_q];
          pop = 1'b1;
        end else begin
          next_pc_o = target_q[target_index];
        end
      end
    end
    pc_d = redirect_i ? redirect_pc_i : advance ? {next_pc_o[63:2], 2'b0} : pc_q;
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      ahead_q <= '0;
      past_q <= '0;
    end else begin
      past_q <= past_d;
      if (redirect_i) ahead_q <= past_d;
      else if (advance & hit & instr_o.kind == sectile_pkg::KIND_BRANCH)
        ahead_q <= {ahead_q[Directions-2:0], likely};
    end
    if (!rst_ni) begin
      top_q <= '0;
    end else if (advance) begin
      if (push) begin
        top_q <= top_q + StackBits'(1);
        stack_q[top_q + StackBits'(1)] <= pc_q + 64'd4;
      end else if (pop) begin
        top_q <= top_q - StackBits'(1);
      end
    end
    // The counter that has predicted learns. If the branch's own was wrong, an entry for these
    // directions begins, in the place of one that is no better than its branch's counter.
    if (train_i & learnt_hit) begin
      if (train_taken_i & learnt != 3'd7) after_counter_q[learnt_index] <= learnt + 3'd1;
      if (~train_taken_i & learnt != 3'd0) after_counter_q[learnt_index] <= learnt - 3'd1;
      if (learnt[2] != own_taken) after_better_q[learnt_index] <= learnt[2] == train_taken_i;
    end else if (train_i) begin
      if (train_taken_i & counter_q[train_pc_i[2 +: CounterBits]] != 2'd3)
        counter_q[train_pc_i[2 +: CounterBits]] <= counter_q[train_pc_i[2 +: CounterBits]] + 2'd1;
      if (~train_taken_i & counter_q[train_pc_i[2 +: CounterBits]] != 2'd0)
        counter_q[train_pc_i[2 +: CounterBits]] <= counter_q[train_pc_i[2 +: CounterBits]] - 2'd1;
      if (own_taken != train_taken_i) begin
        after_better_q[learnt_index] <= 1'b0;
        if (!after_better_q[learnt_index]) begin
          after_tag_q[learnt_index] <= train_pc_i[9:2];
          after_counter_q[learnt_index] <= train_taken_i ? 3'd4 : 3'd3;
        end
      end
    end
    if (train_jump_i) target_q[jump_index] <= train_target_i;
  end

`ifdef SECTILE_ASSERT
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   r_valid_i |-> count_q > {2'b0, ask_q})
  else $error("a line that nobody waits for");
`endif
endmodule

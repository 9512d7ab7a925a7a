// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The tile memory unit transfers 64 bytes a cycle between memory and the tile file, at any
// alignment.
//
// An instruction waits here, independently of the other units, until the scoreboard
// permits the access to its tile and all older accesses that it overlaps are complete. The
// oldest ready load and the oldest ready store are then processed in parallel, row by row;
// the next one starts in the cycle after the last row. Loads overtake older stores whose
// bounding boxes are disjoint. A row is in one or two lines of the bus; a line that the
// previous row used is not fetched again, so consecutive misaligned rows need one line each.
//
// An access with an index or a mask is processed in steps of a row or a lane each.
// sectile_tmem_index holds one such access at a time and gives the address of each step;
// lanes are collected into a row before it is written.
//
// Stores collect rows in a line buffer, so consecutive narrow rows need one write per line,
// and where rows overlap the bytes of the last one remain.
module sectile_tmem #(
    parameter int unsigned QueueDepth = 16,
    parameter int unsigned Outstanding = 64   // reads; a power of two
) (
    input  logic                              clk_i,
    input  logic                              rst_ni,

    input  logic                              push_i,
    input  sectile_core_pkg::tmem_op_t        op_i,
    input  sectile_core_pkg::slot_t           slot_i,
    input  logic [5:0]                        scalar_mark_i,  // stores issued before op_i
    output logic                              full_o,
    input  logic [5:0]                        scalar_done_i,  // stores completed

    // whether a scalar access overlaps an access of this unit
    input  logic                              query_i,
    input  logic                              query_store_i,
    input  logic [63:0]                       query_lo_i,
    input  logic [63:0]                       query_hi_i,
    output logic                              conflict_o,

    input  logic [sectile_core_pkg::Slots-1:0] src_ready_i,
    input  logic [sectile_core_pkg::Slots-1:0] dst_ready_i,
    output logic                              read_release_o,
    output sectile_core_pkg::slot_t           read_slot_o,
    output logic                              write_release_o,
    output sectile_core_pkg::slot_t           write_slot_o,

    // steps of an access that has an index or a mask
    output logic                              index_end_o,    // its walk ends
    output logic [7:0]                        step_o,
    input  logic signed [35:0]                step_offset_i,
    input  logic [5:0]                        step_skip_i,
    input  logic [6:0]                        step_bytes_i,   // 0: nothing is touched
    input  logic [15:0]                       step_mask_i,    // lanes of the row

    output logic                              re_o,
    output logic [9:0]                        raddr_o,
    input  logic [511:0]                      rdata_i,
    output logic [1:0]                        we_o,           // a half each; a column has both
    output logic [9:0]                        waddr_o,
    output logic [511:0]                      wdata_o,
    output logic [31:0]                       worder_o,
    output logic                              wlast_o,
    input  logic [1:0]                        wgrant_i,

    // bus: read responses and write acknowledgements arrive in order
    output logic                              ar_valid_o,
    input  logic                              ar_ready_i,
    output logic [63:0]                       ar_addr_o,
    input  logic                              r_valid_i,
    output logic                              r_ready_o,
    input  logic [511:0]                      r_data_i,
    output logic                              aw_valid_o,
    input  logic                              aw_ready_i,
    output logic [63:0]                       aw_addr_o,
    output logic [511:0]                      aw_data_o,
    output logic [63:0]                       aw_strb_o,
    input  logic                              b_valid_i,

    // stores, for the caches and the lockstep
    output logic [31:0]                       st_order_o,
    output logic                              st_last_o,
    output logic                              start_o,        // begins with
    output sectile_core_pkg::slot_t           start_slot_o,   // this instruction
    output logic                              busy_o,
    output logic                              idle_o
);
  localparam int unsigned SlotBits = sectile_core_pkg::SlotBits;
  localparam int unsigned OpBits = $bits(op_i);
  localparam int unsigned EntryBits = $clog2(QueueDepth);

  // ---- instructions that wait ---------------------------------------------------------
  logic [OpBits-1:0] op_q[QueueDepth];
  logic [SlotBits-1:0] slot_q[QueueDepth];
  logic [5:0] mark_q[QueueDepth];
  // Whether each instruction waits for older scalar stores. It is a bit, since the counter
  // of stores may wrap while an instruction waits for its tile: a comparison of the counters
  // is valid only when the instruction enters.
  logic [QueueDepth-1:0] behind_q, passed;
  logic [QueueDepth-1:0] valid_q, issued_q, store_q;
  logic [QueueDepth*QueueDepth-1:0] after_q;       // must complete first
  logic [QueueDepth*QueueDepth-1:0] after_issue_q; // must be walked first
  logic [QueueDepth*QueueDepth-1:0] older_q;
  logic [63:0] lo_q[QueueDepth];
  logic [63:0] hi_q[QueueDepth];

  logic [EntryBits-1:0] free_entry;
  logic [QueueDepth-1:0] overlap, complete, ready, chosen;
  logic start, load_end, store_end;     // the walk of a load, of a store ends
  logic [EntryBits-1:0] chosen_entry, load_entry_q, walk_entry_q;
  logic [QueueDepth-1:0] walked_q, store_end_mask, waits, of_free_walk;

  assign full_o = valid_q == '1;
  assign idle_o = valid_q == '0;

  always_comb begin
    free_entry = '0;
    if (valid_q[0]) begin
      for (int e = QueueDepth - 1; e >= 0; e--) begin
        if (!valid_q[e]) free_entry = EntryBits'(e);
      end
    end
  end

  always_comb begin
    overlap = '0;
    if (push_i) begin
      for (int e = 0; e < QueueDepth; e++) begin
        overlap[e] = valid_q[e] & lo_q[e] <= op_i.hi & op_i.lo <= hi_q[e];
      end
    end
    conflict_o = 1'b0;
    if (query_i) begin
      for (int e = 0; e < QueueDepth; e++) begin
        if (valid_q[e] && (store_q[e] || query_store_i) && lo_q[e] <= query_hi_i
            && query_lo_i <= hi_q[e]) conflict_o = 1'b1;
      end
    end
  end

  logic loading_q, storing_q;
  logic [5:0] gap;
  always_comb begin
    gap = '0;
    passed = '0;
    if (behind_q != '0) begin
      for (int e = 0; e < QueueDepth; e++) begin
        gap = scalar_done_i - mark_q[e];
        passed[e] = ~gap[5];
      end
    end
  end

  always_comb begin
    ready = '0;
    chosen = '0;
    chosen_entry = '0;
    waits = valid_q & ~issued_q;
    of_free_walk = ({QueueDepth{~loading_q | load_end}} & ~store_q)
                 | ({QueueDepth{~storing_q | store_end}} & store_q);
    if ((waits & of_free_walk) != '0) begin
      for (int e = 0; e < QueueDepth; e++) begin
        ready[e] = waits[e] & of_free_walk[e]
                 & after_q[QueueDepth*e +: QueueDepth] == '0
                 & (after_issue_q[QueueDepth*e +: QueueDepth] & ~store_end_mask) == '0
                 & (store_q[e] ? src_ready_i[slot_q[e]] : dst_ready_i[slot_q[e]])
                 & (~behind_q[e] | passed[e]);
      end
      for (int e = 0; e < QueueDepth; e++) begin
        chosen[e] = ready[e] & (ready & older_q[QueueDepth*e +: QueueDepth]) == '0;
        if (chosen[e]) chosen_entry = EntryBits'(e);
      end
    end
  end
  assign start = chosen != '0;
  assign start_o = start;
  assign start_slot_o = slot_q[chosen_entry];

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= '0;
      issued_q <= '0;
      store_q <= '0;
      after_q <= '0;
      after_issue_q <= '0;
      older_q <= '0;
      behind_q <= '0;
    end else begin
      if (behind_q != '0) behind_q <= behind_q & ~passed;
      if (start) issued_q[chosen_entry] <= 1'b1;
      if (complete != '0 || store_end) begin
        for (int e = 0; e < QueueDepth; e++) begin
          after_q[QueueDepth*e +: QueueDepth] <= after_q[QueueDepth*e +: QueueDepth] & ~complete;
          older_q[QueueDepth*e +: QueueDepth] <= older_q[QueueDepth*e +: QueueDepth] & ~complete;
          if (store_end) after_issue_q[{EntryBits'(e), walk_entry_q}] <= 1'b0;
        end
        valid_q <= valid_q & ~complete;
      end
      if (push_i) begin
        valid_q[free_entry] <= 1'b1;
        behind_q[free_entry] <= 1'b1;
        issued_q[free_entry] <= 1'b0;
        store_q[free_entry] <= op_i.is_store;
        // a load waits for overlapping stores, a store for overlapping loads; a store also
        // waits until all older stores have left
        after_q[QueueDepth*free_entry +: QueueDepth] <=
            overlap & (op_i.is_store ? ~store_q : store_q) & ~complete;
        after_issue_q[QueueDepth*free_entry +: QueueDepth] <=
            op_i.is_store ? valid_q & store_q & ~walked_q & ~store_end_mask : '0;
        older_q[QueueDepth*free_entry +: QueueDepth] <= valid_q & ~complete;
      end
    end
    if (push_i) begin
      op_q[free_entry] <= op_i;
      slot_q[free_entry] <= slot_i;
      mark_q[free_entry] <= scalar_mark_i;
      lo_q[free_entry] <= op_i.lo;
      hi_q[free_entry] <= op_i.hi;
    end
  end

  assign store_end_mask = QueueDepth'(store_end) << walk_entry_q;

  sectile_core_pkg::tmem_op_t chosen_op;
  assign chosen_op = op_q[chosen_entry];

  // ---- the walk of a load: rows to lines ---------------------------------------------------
  sectile_core_pkg::tmem_op_t load_q;
  logic [SlotBits-1:0] load_slot_q;
  logic [8:0] load_row_q, load_row_end, load_row_count;  // of lanes, each counts as a row
  // A transposing load makes a column of several rows. If all of them are outside the shape,
  // the walk takes one step for them, whose lanes are masked.
  logic [8:0] load_column, load_last;   // rows of a column beside the first; last of this step
  logic column_outside;
  logic [63:0] load_addr_q, load_addr;
  logic [5:0] load_skip;
  logic [15:0] load_mask;
  logic second_q;                       // of a row's two lines
  logic line_valid_q;                   // the line the last row ended in
  logic [57:0] line_q;

  logic [6:0] load_bytes;
  logic crosses, held;
  logic [57:0] load_line;
  logic meta_full, meta_push, second_line, ar_fire, r_fire;
  logic [$clog2(Outstanding):0] in_flight_q;

  always_comb begin
    // rows outside the shape are written, too
    load_row_end = 9'(load_q.first_row) + 9'(load_q.rows);
    load_addr = load_addr_q;
    load_skip = load_q.skip;
    load_mask = '1;
    load_column = load_q.elem == sectile_pkg::ELEM_T8 ? 9'd3
                : load_q.elem == sectile_pkg::ELEM_T16 ? 9'd1 : 9'd0;
    column_outside = load_column != '0 & (load_row_q & load_column) == '0
                   & ((load_row_q | load_column) < 9'(load_q.first_row) | load_row_q >= load_row_end);
    load_last = column_outside ? load_row_q | load_column : load_row_q;
    if (load_q.indexed) begin
      load_row_count = load_q.lanes ? 9'd256 : 9'd16;
      load_bytes = step_bytes_i;
      load_addr = load_addr_q + {{28{step_offset_i[35]}}, step_offset_i};
      load_skip = step_skip_i;
      load_mask = step_mask_i;
    end else begin
      load_row_count = 9'(sectile_pkg::elem_rows(load_q.elem));
      load_bytes = load_row_q < 9'(load_q.first_row) || load_row_q >= load_row_end ? 7'd0
                 : load_row_q + 9'd1 == load_row_end ? load_q.last_bytes : load_q.bytes;
      load_mask = sectile_core_pkg::half_lanes(load_q.skip[2:0], load_bytes[2:0], load_q.halves[0],
                                               load_row_q + 9'd1 == load_row_end ? load_q.halves[2]
                                                                                 : load_q.halves[1]);
      if (column_outside) load_mask = '0;
    end
    load_line = load_addr[63:6];
    crosses = {2'b0, load_addr[5:0]} + {1'b0, load_bytes} > 8'd64;
    held = line_valid_q & line_q == load_line;
  end

  // the lines to read
  logic want_line, want_two;
  assign want_two = crosses & ~held;
  assign want_line = load_bytes != '0 & (crosses | ~held);
  assign second_line = crosses & (second_q | held);
  assign ar_fire = ar_valid_o & ar_ready_i;
  assign r_fire = r_valid_i & r_ready_o;
  assign ar_valid_o = loading_q & want_line & ~meta_full
                    & in_flight_q < ($clog2(Outstanding) + 1)'(Outstanding);
  assign ar_addr_o = {load_line + 58'(second_line), 6'b0};
  assign meta_push = loading_q & ~meta_full
                   & (want_line ? ar_fire & (~want_two | second_q) : 1'b1);
  assign load_end = meta_push & load_last + 9'd1 >= load_row_count;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      loading_q <= 1'b0;
      second_q <= 1'b0;
      line_valid_q <= 1'b0;
      in_flight_q <= '0;
      load_row_q <= '0;
    end else begin
      in_flight_q <= in_flight_q + ($clog2(Outstanding) + 1)'(ar_fire)
                   - ($clog2(Outstanding) + 1)'(r_fire);
      if (ar_fire) second_q <= want_two & ~second_q;
      if (meta_push) begin
        load_row_q <= load_last + 9'd1;
        if (load_bytes != '0) begin
          if (~load_q.indexed) load_addr_q <= load_addr_q + load_q.stride;
          line_valid_q <= 1'b1;
          line_q <= load_line + 58'(crosses);
        end
        if (load_end) loading_q <= 1'b0;
      end
      if (start & ~chosen_op.is_store) begin
        loading_q <= 1'b1;
        load_row_q <= '0;
        line_valid_q <= 1'b0;
        load_addr_q <= chosen_op.base;
      end
    end
    if (start & ~chosen_op.is_store) begin
      load_q <= chosen_op;
      load_slot_q <= slot_q[chosen_entry];
      load_entry_q <= chosen_entry;
    end
  end

  // ---- the walk of a store: rows ------------------------------------------------------------
  sectile_core_pkg::tmem_op_t walk_q;
  logic [SlotBits-1:0] walk_slot_q;
  logic [8:0] row_q, row_end, row_count;
  logic [63:0] row_addr_q, row_addr;
  logic [5:0] row_skip;
  logic [15:0] row_mask;
  logic [6:0] row_bytes;
  logic row_done;

  always_comb begin
    // the walk begins with the first row of the shape
    row_end = 9'(walk_q.first_row) + 9'(walk_q.rows);
    row_addr = row_addr_q;
    row_skip = walk_q.skip;
    row_mask = '1;
    if (walk_q.indexed) begin
      row_count = walk_q.rows == '0 ? '0 : walk_q.lanes ? 9'd256 : 9'd16;
      row_bytes = step_bytes_i;
      row_addr = row_addr_q + {{28{step_offset_i[35]}}, step_offset_i};
      row_skip = step_skip_i;
      row_mask = step_mask_i;
    end else begin
      row_count = row_end;
      row_bytes = row_q >= row_end ? 7'd0
                : row_q + 9'd1 == row_end ? walk_q.last_bytes : walk_q.bytes;
    end
  end
  assign store_end = row_done & row_q + 9'd1 >= row_count;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      storing_q <= 1'b0;
      row_q <= '0;
      walked_q <= '0;
    end else begin
      if (row_done) begin
        row_q <= row_q + 9'd1;
        if (row_bytes != '0 & ~walk_q.indexed) row_addr_q <= row_addr_q + walk_q.stride;
        if (store_end) begin
          storing_q <= 1'b0;
          walked_q[walk_entry_q] <= 1'b1;
        end
      end
      if (start & chosen_op.is_store) begin
        storing_q <= 1'b1;
        row_q <= chosen_op.indexed ? '0 : 9'(chosen_op.first_row);
        row_addr_q <= chosen_op.base;
      end
      if (push_i) walked_q[free_entry] <= 1'b0;
    end
    if (start & chosen_op.is_store) begin
      walk_q <= chosen_op;
      walk_slot_q <= slot_q[chosen_entry];
      walk_entry_q <= chosen_entry;
    end
  end

  // one of the two accesses may have an index or a mask
  logic load_indexed;
  assign load_indexed = loading_q & load_q.indexed;
  assign index_end_o = (load_end & load_q.indexed) | (store_end & walk_q.indexed);
  assign step_o = load_indexed ? load_row_q[7:0] : row_q[7:0];

  // ---- loads: lines to rows ---------------------------------------------------------------
  logic meta_empty, meta_pop;
  logic [EntryBits-1:0] m_entry;
  logic [SlotBits-1:0] m_slot;
  logic [4:0] m_td;
  logic [31:0] m_order;
  sectile_pkg::elem_t m_elem;
  logic m_lanes;
  logic [7:0] m_row;
  logic [5:0] m_shift, m_skip;
  logic [15:0] m_mask;
  logic [6:0] m_bytes;
  logic [1:0] m_lines;
  logic m_crosses, m_last;
  localparam int unsigned MetaBits = EntryBits + SlotBits + 5 + 32 + $bits(m_elem) + 1 + 8 + 6 + 6
                                   + 16 + 7 + 2 + 1 + 1;
  logic [MetaBits-1:0] meta;
  sectile_fifo #(.Width(MetaBits), .Depth(Outstanding)) u_meta (
      .clk_i, .rst_ni, .push_i(meta_push), .full_o(meta_full), .empty_o(meta_empty),
      .data_i({load_entry_q, load_slot_q, load_q.td, load_q.order, load_q.elem, load_q.lanes,
               load_last[7:0], load_addr[5:0], load_skip, load_mask, load_bytes,
               want_line ? (want_two ? 2'd2 : 2'd1) : 2'd0,
               crosses & load_bytes != 7'd0, load_end}),
      .data_o(meta), .pop_i(meta_pop));
  assign {m_entry, m_slot, m_td, m_order, m_elem, m_lanes, m_row, m_shift, m_skip, m_mask,
          m_bytes, m_lines, m_crosses, m_last} = meta;

  logic got_first_q, row_ready, out_ready;
  logic [511:0] held_q;                 // the last line received
  logic [511:0] row, words, mask;
  logic [1023:0] pair;
  // The row or column at the write port of the tile file, and the halves of the file to which
  // it is not yet written.
  logic [1:0] out_halves_q;
  logic out_last_q;
  logic [9:0] out_addr, out_addr_q;
  logic [511:0] out_q, gather_q;
  logic [31:0] out_order_q;
  logic [SlotBits-1:0] out_slot_q;
  logic [EntryBits-1:0] out_entry_q;
  logic out_write;

  assign out_ready = (out_halves_q & ~wgrant_i) == '0;
  assign row_ready = ~meta_empty & out_ready
                   & (m_lines == 2'd0 | (r_valid_i & (m_lines == 2'd1 | got_first_q)));
  assign meta_pop = row_ready;
  assign r_ready_o = ~meta_empty & m_lines != 2'd0 & ((m_lines == 2'd2 & ~got_first_q) | out_ready);

  always_comb begin
    unique case (m_elem)
      sectile_pkg::ELEM_T32: out_addr = {1'b1, m_td, m_row[3:0]};
      sectile_pkg::ELEM_T16: out_addr = {1'b1, m_td, m_row[4:1]};
      sectile_pkg::ELEM_T8: out_addr = {1'b1, m_td, m_row[5:2]};
      default: out_addr = {1'b0, m_td, m_lanes ? m_row[7:4] : m_row[3:0]};
    endcase
  end

  always_comb begin
    pair = '0;
    row = '0;
    mask = '0;
    words = '0;
    out_write = 1'b1;
    if (row_ready) begin
      if (m_bytes != '0) begin
        pair[511:0] = (m_crosses || m_lines == '0) ? held_q : r_data_i;
        if (m_crosses) pair[1023:512] = r_data_i;
        mask = ~({512{1'b1}} << {m_bytes, 3'b0});
        row = 512'(pair >> {m_shift, 3'b0}) & mask;
        if (m_skip != '0) row = row << {m_skip, 3'b0};
      end
      unique case (m_elem)
        sectile_pkg::ELEM_I4:
          for (int n = 0; n < 16; n++) words[32*n +: 32] = {{28{row[4*n+3]}}, row[4*n +: 4]};
        sectile_pkg::ELEM_U4:
          for (int n = 0; n < 16; n++) words[32*n +: 32] = {28'b0, row[4*n +: 4]};
        sectile_pkg::ELEM_I8:
          for (int n = 0; n < 16; n++) words[32*n +: 32] = {{24{row[8*n+7]}}, row[8*n +: 8]};
        sectile_pkg::ELEM_U8:
          for (int n = 0; n < 16; n++) words[32*n +: 32] = {24'b0, row[8*n +: 8]};
        sectile_pkg::ELEM_I16:
          for (int n = 0; n < 16; n++) words[32*n +: 32] = {{16{row[16*n+15]}}, row[16*n +: 16]};
        sectile_pkg::ELEM_U16:
          for (int n = 0; n < 16; n++) words[32*n +: 32] = {16'b0, row[16*n +: 16]};
        sectile_pkg::ELEM_F16:
          for (int n = 0; n < 16; n++)
            words[32*n +: 32] = sectile_fp_pkg::f16_to_f32(row[16*n +: 16]);
        sectile_pkg::ELEM_BF16:
          for (int n = 0; n < 16; n++)
            words[32*n +: 32] = sectile_fp_pkg::bf16_to_f32(row[16*n +: 16]);
        sectile_pkg::ELEM_E4M3:
          for (int n = 0; n < 16; n++)
            words[32*n +: 32] = sectile_fp_pkg::e4m3_to_f32(row[8*n +: 8]);
        sectile_pkg::ELEM_E5M2:
          for (int n = 0; n < 16; n++)
            words[32*n +: 32] = sectile_fp_pkg::e5m2_to_f32(row[8*n +: 8]);
        sectile_pkg::ELEM_T16: begin
          out_write = m_row[0];
          for (int n = 0; n < 16; n++)
            words[32*n +: 32] = {row[16*n +: 16], gather_q[32*n+16 +: 16]};
        end
        sectile_pkg::ELEM_T8: begin
          out_write = m_row[1:0] == 2'd3;
          for (int n = 0; n < 16; n++)
            words[32*n +: 32] = {row[8*n +: 8], gather_q[32*n+8 +: 24]};
        end
        default: words = row;
      endcase
      if (m_lanes) begin
        out_write = m_row[3:0] == 4'd15;
        if (m_row[3:0] != '0) words = row | gather_q;
      end
      if (m_mask != '1) begin
        for (int n = 0; n < 16; n++) if (!m_mask[n]) words[32*n +: 32] = '0;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      out_halves_q <= '0;
      got_first_q <= 1'b0;
    end else begin
      if (r_valid_i & r_ready_o) got_first_q <= m_lines == 2'd2 & ~got_first_q;
      out_halves_q <= out_halves_q & ~wgrant_i;
      if (row_ready & out_write) out_halves_q <= out_addr[9] ? 2'b11 : out_addr[0] ? 2'b10 : 2'b01;
    end
    if (r_valid_i & r_ready_o) held_q <= r_data_i;
    if (row_ready) begin
      out_last_q <= m_last;
      out_order_q <= m_order;
      out_slot_q <= m_slot;
      out_entry_q <= m_entry;
      if (m_elem == sectile_pkg::ELEM_T16 || m_elem == sectile_pkg::ELEM_T8 || m_lanes)
        gather_q <= words;
      if (out_write) out_q <= words;
      out_addr_q <= out_addr;
    end
  end
  assign we_o = out_halves_q;
  assign waddr_o = out_addr_q;
  assign wdata_o = out_q;
  assign worder_o = out_order_q;
  assign wlast_o = out_last_q;
  assign write_release_o = out_halves_q != '0 & out_ready & out_last_q;
  assign write_slot_o = out_slot_q;

  // ---- stores: rows to lines --------------------------------------------------------------
  // A row stays at the output of the tile file until it is completely in the line buffer.
  logic sr_valid_q, sr_last_q, sr_second_q;
  logic [6:0] sr_bytes_q;
  logic [5:0] sr_skip_q;
  logic [15:0] sr_lanes_q;
  logic [2:0] sr_size_q;                // bytes of a lane in memory
  logic [63:0] row_strb, lane_strb;
  logic [63:0] sr_addr_q;
  logic sr_done, sr_crosses;
  logic [511:0] sr_row;
  logic [5:0] sr_turn;
  logic [127:0] sr_strb;
  // The line in the buffer; the last line of a store is sent without waiting for a further row.
  logic buf_valid_q, buf_end_q;
  logic [31:0] buf_order_q, sr_order_q;
  logic [EntryBits-1:0] buf_entry_q, sr_entry_q;
  logic [57:0] buf_line_q, piece_line;
  logic [511:0] buf_data_q, piece, merged, piece_mask;
  logic [63:0] buf_strb_q, piece_strb, merged_strb;
  logic emit, emit_ok, same;
  logic b_full, b_empty, b_last;
  logic [EntryBits-1:0] b_entry;
  sectile_pkg::elem_t store_elem_q;

  assign re_o = storing_q & row_bytes != '0 & (~sr_valid_q | sr_done);
  assign raddr_o = {1'b0, walk_q.td, walk_q.lanes ? row_q[7:4] : row_q[3:0]};
  // a row outside the shape is skipped; an empty store ends at once
  assign row_done = re_o | (storing_q & row_bytes == '0
                            & (walk_q.rows != '0 | (~sr_valid_q & ~buf_end_q)));
  assign read_release_o = store_end;
  assign read_slot_o = walk_slot_q;

  always_comb begin
    sr_row = '0;
    sr_turn = '0;
    piece = '0;
    sr_strb = '0;
    row_strb = '0;
    lane_strb = '0;
    if (sr_valid_q) begin
      unique case (store_elem_q)
        sectile_pkg::ELEM_I8:
          for (int n = 0; n < 16; n++) sr_row[8*n +: 8] = sectile_core_pkg::saturate(rdata_i[32*n +: 32], 1'b1);
        sectile_pkg::ELEM_U8:
          for (int n = 0; n < 16; n++) sr_row[8*n +: 8] = sectile_core_pkg::saturate(rdata_i[32*n +: 32], 1'b0);
        sectile_pkg::ELEM_I16:
          for (int n = 0; n < 16; n++)
            sr_row[16*n +: 16] = sectile_core_pkg::saturate16(rdata_i[32*n +: 32], 1'b1);
        sectile_pkg::ELEM_U16:
          for (int n = 0; n < 16; n++)
            sr_row[16*n +: 16] = sectile_core_pkg::saturate16(rdata_i[32*n +: 32], 1'b0);
        sectile_pkg::ELEM_F16:
          for (int n = 0; n < 16; n++)
            sr_row[16*n +: 16] = sectile_fp_pkg::f32_to_f16(rdata_i[32*n +: 32]);
        sectile_pkg::ELEM_BF16:
          for (int n = 0; n < 16; n++)
            sr_row[16*n +: 16] = sectile_fp_pkg::f32_to_bf16(rdata_i[32*n +: 32]);
        sectile_pkg::ELEM_E4M3:
          for (int n = 0; n < 16; n++)
            sr_row[8*n +: 8] = sectile_fp_pkg::f32_to_e4m3(rdata_i[32*n +: 32]);
        sectile_pkg::ELEM_E5M2:
          for (int n = 0; n < 16; n++)
            sr_row[8*n +: 8] = sectile_fp_pkg::f32_to_e5m2(rdata_i[32*n +: 32]);
        default: sr_row = rdata_i;
      endcase
      // Turned to its place, the row has the bytes of both lines that it may touch.
      sr_turn = sr_skip_q - sr_addr_q[5:0];
      piece = 512'({sr_row, sr_row} >> {sr_turn, 3'b0});
      row_strb = ~({64{1'b1}} << sr_bytes_q);
      if (sr_lanes_q != '1) begin
        // bytes of the lanes that the access writes
        for (int n = 0; n < 64; n++) begin
          lane_strb[n] = sr_size_q == 3'd4 ? sr_lanes_q[4'(n >> 2)]
                       : sr_size_q == 3'd2 ? sr_lanes_q[4'(n >> 1)] : sr_lanes_q[4'(n)];
        end
        row_strb = row_strb & (lane_strb >> sr_skip_q);
      end
      sr_strb = {64'b0, row_strb} << sr_addr_q[5:0];
    end
  end

  // The line buffer: a part of a row is merged into the line in the buffer, or replaces it.
  always_comb begin
    sr_crosses = sr_strb[127:64] != '0;
    piece_strb = sr_second_q ? sr_strb[127:64] : sr_strb[63:0];
    piece_line = sr_addr_q[63:6] + 58'(sr_second_q);
    same = buf_line_q == piece_line & ~buf_end_q;
    emit = 1'b0;
    sr_done = 1'b0;
    piece_mask = '0;
    merged = buf_data_q;
    merged_strb = buf_strb_q;
    if (sr_valid_q) begin
      if (sr_second_q) begin
        emit = 1'b1;                    // the first piece waits in the buffer
        sr_done = emit_ok;
      end else if (buf_valid_q & ~same) begin
        emit = 1'b1;
        sr_done = emit_ok & ~sr_crosses;
      end else begin
        if (buf_valid_q) begin
          for (int n = 0; n < 64; n++) if (piece_strb[n]) piece_mask[8*n +: 8] = 8'hff;
          merged = (buf_data_q & ~piece_mask) | (piece & piece_mask);
          merged_strb = buf_strb_q | piece_strb;
        end else begin
          merged = piece;
          merged_strb = piece_strb;
        end
        emit = sr_crosses;
        sr_done = ~sr_crosses | emit_ok;
      end
    end else if (buf_end_q) begin
      emit = 1'b1;
    end
  end
  assign emit_ok = aw_ready_i & ~b_full;
  assign aw_valid_o = emit & ~b_full;
  assign aw_addr_o = {buf_valid_q ? buf_line_q : piece_line, 6'b0};
  assign aw_data_o = merged;
  assign aw_strb_o = merged_strb;
  assign st_last_o = buf_end_q;
  assign st_order_o = buf_valid_q ? buf_order_q : sr_order_q;

  // The remaining rows of a masked store may be fully masked: the row before them was the last.
  logic ends_early;
  assign ends_early = store_end & ~re_o & walk_q.rows != '0;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      sr_valid_q <= 1'b0;
      sr_second_q <= 1'b0;
      buf_valid_q <= 1'b0;
      buf_end_q <= 1'b0;
    end else begin
      if (re_o) sr_valid_q <= 1'b1;
      else if (sr_done) sr_valid_q <= 1'b0;
      if (sr_valid_q) begin
        if (sr_second_q) begin
          if (emit_ok) sr_second_q <= 1'b0;
        end else if (buf_valid_q & ~same) begin
          if (emit_ok) sr_second_q <= sr_crosses;
        end
        if (sr_done | (emit & emit_ok)) begin
          buf_valid_q <= 1'b1;
          buf_end_q <= sr_done & (sr_last_q | ends_early);
        end
      end else if (buf_end_q) begin
        if (emit_ok) begin
          buf_valid_q <= 1'b0;
          buf_end_q <= 1'b0;
        end
      end else if (ends_early) begin
        buf_end_q <= 1'b1;
      end
    end
    if (re_o) begin
      sr_addr_q <= row_addr;
      sr_bytes_q <= row_bytes;
      sr_skip_q <= row_skip;
      sr_lanes_q <= row_mask;
      sr_size_q <= walk_q.bytes[2:0];
      sr_last_q <= store_end;
      sr_order_q <= walk_q.order;
      sr_entry_q <= walk_entry_q;
      store_elem_q <= walk_q.elem;
    end else if (ends_early) begin
      sr_last_q <= 1'b1;
    end
    if (sr_valid_q & (sr_done | (emit & emit_ok))) begin
      buf_order_q <= sr_order_q;
      buf_entry_q <= sr_entry_q;
      if (sr_second_q | (buf_valid_q & ~same)) begin
        buf_line_q <= piece_line;
        buf_data_q <= piece;
        buf_strb_q <= piece_strb;
      end else if (sr_crosses) begin
        buf_line_q <= piece_line + 58'd1;
        buf_data_q <= piece;
        buf_strb_q <= sr_strb[127:64];
      end else begin
        buf_line_q <= piece_line;
        buf_data_q <= merged;
        buf_strb_q <= merged_strb;
      end
    end
  end

  // counts outstanding writes, to know when a store is complete
  sectile_fifo #(.Width(EntryBits + 1), .Depth(32)) u_writes (
      .clk_i, .rst_ni, .push_i(aw_valid_o & aw_ready_i), .full_o(b_full), .empty_o(b_empty),
      .data_i({buf_valid_q ? buf_entry_q : sr_entry_q, st_last_o}), .data_o({b_entry, b_last}), .pop_i(b_valid_i));

  always_comb begin
    complete = '0;
    if (write_release_o) complete[out_entry_q] = 1'b1;
    if (b_valid_i & b_last) complete[b_entry] = 1'b1;
    if (store_end & walk_q.rows == '0) complete[walk_entry_q] = 1'b1;
  end

  assign busy_o = loading_q | storing_q | ~meta_empty | out_halves_q != '0 | sr_valid_q | buf_end_q
                | ~b_empty;

`ifdef SECTILE_ASSERT
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   push_i |-> ~full_o)
  else $error("push into a full queue");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   r_valid_i |-> in_flight_q != '0)
  else $error("a line that nobody waits for");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   in_flight_q <= ($clog2(Outstanding) + 1)'(Outstanding))
  else $error("more reads than allowed");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   b_valid_i |-> ~b_empty)
  else $error("a write acknowledged that was not sent");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   start |-> $onehot(chosen))
  else $error("two accesses chosen");
`endif
endmodule

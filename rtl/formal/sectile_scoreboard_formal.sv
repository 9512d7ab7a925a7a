// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Bounded check of sectile_scoreboard with few slots, for yosys-smtbmc.
//
// Assumptions: an instruction arrives only when a slot is free; a unit releases the reads and the
// write of a slot once each, and only when the scoreboard allows the read (sources ready) or the
// write (destination ready, and the accumulator if there is one), the sources not after the
// destination. The solver chooses a tile and two instructions, the older one and a later one. Until
// the older one has released its access to the tile, the scoreboard must not allow a conflicting
// access of the later one: no read before an older write, no write before an older read or write,
// no accumulation onto an older write. An instruction without an older one in flight does not wait,
// so there is no deadlock. The same holds for the query whether an instruction waits only for a
// given set of others: the older one is not in the set, and no instruction between the two writes
// the tile (that one would have waited for the older one).
module sectile_scoreboard_formal (
    input logic         clk_i,
    input logic         want_alloc,
    input logic [2:0]   src_valid,
    input logic [5:0]   src_low,
    input logic         acc,
    input logic         dst_valid,
    input logic [1:0]   dst_low,
    input logic [2:0]   read_release,
    input logic [3*sectile_core_pkg::SlotBits-1:0] read_slot,
    input logic [2:0]   write_release,
    input logic [3*sectile_core_pkg::SlotBits-1:0] write_slot,
    input logic [sectile_core_pkg::Slots-1:0] except,
    input logic         watch_old,
    input logic         watch_new
);
  localparam int unsigned Slots = sectile_core_pkg::Slots;
  localparam int unsigned Bits = sectile_core_pkg::SlotBits;
  (* anyconst *) logic [4:0] tile;

  // Four tiles are used.
  logic [14:0] src;
  logic [4:0] dst;
  assign src = {3'b0, src_low[5:4], 3'b0, src_low[3:2], 3'b0, src_low[1:0]};
  assign dst = {3'b0, dst_low};

  logic reset_n = 1'b0;
  always_ff @(posedge clk_i) reset_n <= 1'b1;

  logic slot_free, idle, alloc;
  logic [Bits-1:0] slot;
  logic [Slots-1:0] src_ready, acc_ready, dst_ready;
  logic next_ready;
  logic [Bits-1:0] old_slot, new_slot;
  assign alloc = want_alloc && slot_free && reset_n;
  sectile_scoreboard #(.ReleasePorts(3)) dut (
      .clk_i, .rst_ni(reset_n), .slot_free_o(slot_free), .slot_o(slot), .alloc_i(alloc),
      .src_valid_i(src_valid), .src_i(src), .acc_i(acc), .dst_valid_i(dst_valid), .dst_i(dst),
      .read_release_i(read_release), .read_slot_i(read_slot),
      .write_release_i(write_release), .write_slot_i(write_slot),
      .src_ready_o(src_ready), .acc_ready_o(acc_ready), .dst_ready_o(dst_ready),
      .next_slot_i(new_slot), .next_except_i(except), .next_ready_o(next_ready), .idle_o(idle));

  // ---- the contents of the slots, modelled independently --------------------------------
  logic [Slots-1:0] reading = '0, writing = '0, accumulates = '0;
  logic [Slots-1:0] read_done, write_done, read_done_twice, write_done_twice, chosen;
  always_comb begin
    read_done = '0;
    write_done = '0;
    read_done_twice = '0;
    write_done_twice = '0;
    for (int p = 0; p < 3; p++) begin
      if (read_release[p]) begin
        if (read_done[read_slot[Bits*p +: Bits]]) read_done_twice[read_slot[Bits*p +: Bits]] = 1'b1;
        read_done[read_slot[Bits*p +: Bits]] = 1'b1;
      end
      if (write_release[p]) begin
        if (write_done[write_slot[Bits*p +: Bits]]) write_done_twice[write_slot[Bits*p +: Bits]] = 1'b1;
        write_done[write_slot[Bits*p +: Bits]] = 1'b1;
      end
    end
    chosen = alloc ? Slots'(1) << slot : '0;

    assume ((read_done & ~(reading & src_ready)) == '0);
    assume ((write_done & ~(writing & dst_ready & (acc_ready | ~accumulates))) == '0);
    assume (read_done_twice == '0 && write_done_twice == '0);
    assume ((write_done & reading & ~read_done) == '0);    // sources first
    if (acc) assume (dst_valid);
  end
  always_ff @(posedge clk_i) begin
    reading <= (reading & ~read_done) | (src_valid != '0 ? chosen : '0);
    writing <= (writing & ~write_done) | (dst_valid ? chosen : '0);
    accumulates <= (accumulates & ~chosen) | (acc ? chosen : '0);
  end

  // ---- the two instructions -----------------------------------------------------------------
  logic reads_tile, writes_tile;
  assign reads_tile = src_valid[0] && src[4:0] == tile || src_valid[1] && src[9:5] == tile
                   || src_valid[2] && src[14:10] == tile;
  assign writes_tile = dst_valid && dst == tile;

  logic old_seen = 1'b0, new_seen = 1'b0;
  logic old_reads = 1'b0, old_writes = 1'b0;        // not yet released
  logic new_reads, new_writes, new_accumulates;
  logic written_between = 1'b0;
  logic new_reading = 1'b0, new_writing = 1'b0;    // not yet released, whatever the tile
  logic [Slots-1:0] older;                          // in flight when the new one came
  always_ff @(posedge clk_i) begin
    if (read_done[old_slot]) old_reads <= 1'b0;
    if (write_done[old_slot]) old_writes <= 1'b0;
    if (read_done[new_slot]) new_reading <= 1'b0;
    if (write_done[new_slot]) new_writing <= 1'b0;
    older <= older & ((reading & ~read_done) | (writing & ~write_done));
    if (alloc && old_seen && !new_seen && !watch_new && writes_tile) written_between <= 1'b1;
    if (alloc && watch_old && !old_seen) begin
      old_seen <= 1'b1;
      old_slot <= slot;
      old_reads <= reads_tile;
      old_writes <= writes_tile;
    end else if (alloc && watch_new && old_seen && !new_seen) begin
      new_seen <= 1'b1;
      new_slot <= slot;
      new_reading <= src_valid != '0;
      new_writing <= dst_valid;
      new_reads <= reads_tile;
      new_writes <= writes_tile;
      new_accumulates <= writes_tile && acc;
      older <= (reading & ~read_done) | (writing & ~write_done);
    end
  end

  always_comb begin
    if (reset_n) begin
      assert (slot_free == ((reading | writing) != '1));
      assert (idle == ((reading | writing) == '0));
      if (alloc) assert (!reading[slot] && !writing[slot]);
      if (new_reading || new_writing) begin
        if (old_writes && new_reads && new_reading) assert (!src_ready[new_slot]);
        if (old_writes && new_accumulates && new_writing) assert (!acc_ready[new_slot]);
        if ((old_writes || old_reads) && new_writes && new_writing) assert (!dst_ready[new_slot]);
        if (older == '0)
          assert (src_ready[new_slot] && acc_ready[new_slot] && dst_ready[new_slot]);
        if (next_ready && !except[old_slot] && !written_between) begin
          assert (!(old_writes && new_reads && new_reading));
          assert (!((old_writes || old_reads) && new_writes && new_writing));
        end
        if ((older & ~except) == '0 && except != '0) assert (next_ready);
        cover (next_ready && old_writes && new_reads && new_reading);
        cover (old_writes && new_accumulates && new_reads);
        cover (old_reads && !old_writes && new_writes && src_ready[new_slot]);
        cover (older == '0 && new_writes && new_reading);
      end
      cover (!slot_free);
      cover (new_seen && idle);
    end
  end
endmodule

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tracks the dependences of tile instructions. An instruction in flight owns a slot and has
// three sets of slots that it waits for; a slot is removed from a set when it is released.
//
//   src: the writers of its sources
//   acc: the writer of td, if td is a source
//   dst: the last writer of td and all readers of td since then
//
// A slot releases its reads (sources copied) and its write (last row written) separately;
// it is free when both are released. Registers hold whether each set is empty, so that no
// set is evaluated in cycles in which none changes.
//
// The elementwise unit can start an instruction before the instructions that run in it have
// written their results: it asks whether an instruction waits for any others.
module sectile_scoreboard #(
    parameter int unsigned ReleasePorts = 3
) (
    input  logic                              clk_i,
    input  logic                              rst_ni,

    output logic                              slot_free_o,
    output sectile_core_pkg::slot_t           slot_o,
    input  logic                              alloc_i,
    input  logic [2:0]                        src_valid_i,
    input  logic [14:0]                       src_i,      // three tiles
    input  logic                              acc_i,      // td is also a source
    input  logic                              dst_valid_i,
    input  logic [4:0]                        dst_i,

    input  logic  [ReleasePorts-1:0]          read_release_i,
    input  logic [ReleasePorts*sectile_core_pkg::SlotBits-1:0]          read_slot_i,
    input  logic  [ReleasePorts-1:0]          write_release_i,
    input  logic [ReleasePorts*sectile_core_pkg::SlotBits-1:0]          write_slot_i,

    output logic [sectile_core_pkg::Slots-1:0] src_ready_o,
    output logic [sectile_core_pkg::Slots-1:0] acc_ready_o,
    output logic [sectile_core_pkg::Slots-1:0] dst_ready_o,
    input  sectile_core_pkg::slot_t           next_slot_i,    // whether this slot waits
    input  logic [sectile_core_pkg::Slots-1:0] next_except_i, // for slots other than these
    output logic                              next_ready_o,
    output logic [31:0]                       written_o,  // tiles with a writer in flight
    output logic                              idle_o
);
  localparam int unsigned Slots = sectile_core_pkg::Slots;
  localparam int unsigned SlotBits = sectile_core_pkg::SlotBits;

  logic [Slots-1:0] reading_q, writing_q;       // whether not yet released
  logic [Slots*Slots-1:0] src_q, acc_q, dstw_q, dstr_q;  // one set per slot
  logic [31:0] written_q;                       // tiles with a writer in flight
  logic [32*SlotBits-1:0] writer_q;
  logic [32*Slots-1:0] readers_q;

  logic [Slots-1:0] read_done, write_done, busy;
  logic [Slots-1:0] src_dep, acc_dep, dstw_dep, dstr_dep, chosen;
  logic [31:0] reads;
  logic any_release;

  assign busy = reading_q | writing_q;
  assign idle_o = busy == '0;
  assign written_o = written_q;
  assign slot_free_o = busy != '1;

  always_comb begin
    slot_o = '0;
    if (busy[0]) begin
      for (int s = Slots - 1; s >= 0; s--) begin
        if (!busy[s]) slot_o = SlotBits'(s);
      end
    end
  end

  always_comb begin
    next_ready_o = 1'b0;
    if (next_except_i != '0) begin
      next_ready_o = ((src_q[Slots*next_slot_i +: Slots] | dstw_q[Slots*next_slot_i +: Slots]
                       | dstr_q[Slots*next_slot_i +: Slots]) & ~next_except_i) == '0;
    end
  end

  always_comb begin
    read_done  = '0;
    write_done = '0;
    for (int p = 0; p < ReleasePorts; p++) begin
      if (read_release_i[p]) read_done[read_slot_i[SlotBits*p +: SlotBits]] = 1'b1;
      if (write_release_i[p]) write_done[write_slot_i[SlotBits*p +: SlotBits]] = 1'b1;
    end
    any_release = (read_done | write_done) != '0;
  end

  // Dependences of the instruction that is allocated.
  always_comb begin
    src_dep = '0;
    acc_dep = '0;
    dstw_dep = '0;
    dstr_dep = '0;
    reads = '0;
    chosen = '0;
    if (alloc_i) begin
      chosen[slot_o] = 1'b1;
      for (int k = 0; k < 3; k++) if (src_valid_i[k]) reads[src_i[5*k +: 5]] = 1'b1;
      for (int t = 0; t < 32; t++) begin
        if (reads[t] && written_q[t]) src_dep[writer_q[SlotBits*t +: SlotBits]] = 1'b1;
        if (dst_valid_i && dst_i == 5'(t)) begin
          if (written_q[t]) begin
            dstw_dep[writer_q[SlotBits*t +: SlotBits]] = 1'b1;
            if (acc_i) acc_dep[writer_q[SlotBits*t +: SlotBits]] = 1'b1;
          end
          dstr_dep = readers_q[Slots*t +: Slots];
        end
      end
      src_dep  &= ~write_done;
      acc_dep  &= ~write_done;
      dstw_dep &= ~write_done;
      dstr_dep &= ~read_done;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      reading_q <= '0;
      writing_q <= '0;
      written_q <= '0;
      readers_q <= '0;
      src_q <= '0;
      acc_q <= '0;
      dstw_q <= '0;
      dstr_q <= '0;
      src_ready_o <= '1;
      acc_ready_o <= '1;
      dst_ready_o <= '1;
    end else begin
      if (any_release) begin
        reading_q <= reading_q & ~read_done;
        writing_q <= writing_q & ~write_done;
        for (int s = 0; s < Slots; s++) begin
          src_q[Slots*s +: Slots]  <= src_q[Slots*s +: Slots] & ~write_done;
          acc_q[Slots*s +: Slots]  <= acc_q[Slots*s +: Slots] & ~write_done;
          dstw_q[Slots*s +: Slots] <= dstw_q[Slots*s +: Slots] & ~write_done;
          dstr_q[Slots*s +: Slots] <= dstr_q[Slots*s +: Slots] & ~read_done;
          src_ready_o[s] <= (src_q[Slots*s +: Slots] & ~write_done) == '0;
          acc_ready_o[s] <= (acc_q[Slots*s +: Slots] & ~write_done) == '0;
          dst_ready_o[s] <= (dstw_q[Slots*s +: Slots] & ~write_done) == '0
                            && (dstr_q[Slots*s +: Slots] & ~read_done) == '0;
        end
        for (int t = 0; t < 32; t++) begin
          if (write_done[writer_q[SlotBits*t +: SlotBits]]) written_q[t] <= 1'b0;
        end
      end
      if (any_release || alloc_i) begin
        for (int t = 0; t < 32; t++) begin
          if (alloc_i && dst_valid_i && dst_i == 5'(t)) readers_q[Slots*t +: Slots] <= '0;
          else readers_q[Slots*t +: Slots] <= (readers_q[Slots*t +: Slots] & ~read_done)
                                              | (reads[t] ? chosen : '0);
        end
      end
      if (alloc_i) begin
        for (int s = 0; s < Slots; s++) begin
          if (chosen[s]) begin
            reading_q[s] <= src_valid_i != '0;
            writing_q[s] <= dst_valid_i;
            src_q[Slots*s +: Slots]  <= src_dep;
            acc_q[Slots*s +: Slots]  <= acc_dep;
            dstw_q[Slots*s +: Slots] <= dstw_dep;
            dstr_q[Slots*s +: Slots] <= dstr_dep;
            src_ready_o[s] <= src_dep == '0;
            acc_ready_o[s] <= acc_dep == '0;
            dst_ready_o[s] <= dstw_dep == '0 && dstr_dep == '0;
          end
        end
        for (int t = 0; t < 32; t++) begin
          if (dst_valid_i && dst_i == 5'(t)) begin
            written_q[t] <= 1'b1;
            writer_q[SlotBits*t +: SlotBits] <= slot_o;
          end
        end
      end
    end
  end

  // ---- assertions on the interfaces -------------------------------------------------------------
`ifdef SECTILE_ASSERT
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   alloc_i |-> slot_free_o)
  else $error("an instruction without a slot");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   (read_done & ~reading_q) == '0)
  else $error("reads released that are not held");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   (write_done & ~writing_q) == '0)
  else $error("a write released that is not held");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   $countones(read_release_i) == $countones(read_done))
  else $error("reads of a slot released twice");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   $countones(write_release_i) == $countones(write_done))
  else $error("the write of a slot released twice");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   (read_done & ~src_ready_o) == '0)
  else $error("sources read before they were ready");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   (write_done & ~dst_ready_o) == '0)
  else $error("a tile written before it was ready");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   (write_done & reading_q & ~read_done) == '0)
  else $error("the write released before the reads");
`endif
endmodule

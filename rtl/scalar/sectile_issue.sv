// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Decides when the instruction in execute leaves it: when its unit is done or accepts it, and
// everything that it must wait for is complete. Starts host commands, pushes tile instructions into
// the queues of their units, and halts the core at a trap without a handler.
module sectile_issue (
    input  logic                clk_i,
    input  logic                rst_ni,

    // the instruction in execute
    input  logic                valid_i,
    input  sectile_pkg::instr_t instr_i,
    input  logic                tile_i,             // it goes to a tile unit
    input  logic                trap_i,
    input  logic                interrupt_i,        // the trap is an interrupt
    input  logic                no_handler_i,       // a trap halts
    output logic                go_o,               // it leaves
    output logic                ready_o,            // execute is free, or will be
    output logic                clean_o,            // it does not trap and may act
    output logic                done_o,             // its unit is done
    output logic [1:0]          stall_o,            // stall_e: what it waits for, if it does
    output logic                halt_o,

    // scalar units
    input  logic                fpu_divides_i,
    input  logic                fpu_done_i,
    input  logic                div_done_i,

    // memory
    input  logic                access_i,           // it is a scalar access
    input  logic                host_i,             // it is a host command
    input  logic                host_done_i,
    output logic                host_valid_o,
    output logic                lsu_req_o,
    input  logic                store_idle_i,       // all scalar stores are in memory
    input  logic                memory_valid_i,     // the memory stage has an instruction,
    input  logic                memory_busy_i,      // keeps it,
    input  logic                memory_store_i,     // and that stores

    // tile side
    output logic                tile_push_o,
    input  logic                slot_free_i,
    input  logic                tmem_full_i,
    input  logic                tmat_full_i,
    input  logic                telem_full_i,
    input  logic                tmem_idle_i,
    input  logic                tmem_conflict_i,    // a tile access must come first
    input  logic                tmem_fault_i,
    input  logic                fault_found_i,      // and the byte to report is known
    input  logic                address_wait_i,     // its address, index or mask is still to be checked
    input  logic                word_valid_i        // the word of a tile is there
);
  logic halt_q, issued_q;
  logic drained, tile_ok;
  assign clean_o = ~trap_i;
  assign drained = ~memory_valid_i & store_idle_i & tmem_idle_i;

  always_comb begin
    unique case (instr_i.unit)
      sectile_pkg::UNIT_TMEM: tile_ok = slot_free_i & ~tmem_full_i & ~memory_store_i & ~address_wait_i;
      sectile_pkg::UNIT_TMAT: tile_ok = slot_free_i & ~tmat_full_i;
      default: tile_ok = slot_free_i & ~telem_full_i;
    endcase
  end

  always_comb begin
    done_o = 1'b1;
    stall_o = sectile_core_pkg::StallUnit;
    if (trap_i) begin
      done_o = ~(tmem_fault_i & ~interrupt_i) | fault_found_i;
    end else begin
      unique case (instr_i.unit)
        sectile_pkg::UNIT_DIV: done_o = fpu_divides_i ? fpu_done_i : div_done_i;
        sectile_pkg::UNIT_FPU: done_o = fpu_done_i;
        sectile_pkg::UNIT_LSU: begin
          done_o = host_i ? host_done_i : ~tmem_conflict_i;
          stall_o = tmem_conflict_i ? sectile_core_pkg::StallTile : sectile_core_pkg::StallData;
        end
        sectile_pkg::UNIT_SYSTEM: begin
          done_o = instr_i.op != sectile_pkg::OP_FENCE_I | drained;
          stall_o = sectile_core_pkg::StallData;
        end
        sectile_pkg::UNIT_TMEM, sectile_pkg::UNIT_TMAT, sectile_pkg::UNIT_TELEM: begin
          done_o = instr_i.op == sectile_pkg::OP_TGETW ? word_valid_i : tile_ok | ~tile_i;
          stall_o = sectile_core_pkg::StallTile;
        end
        default: done_o = 1'b1;
      endcase
    end
  end
  assign go_o = valid_i & done_o & ~memory_busy_i & ~halt_q;
  assign ready_o = ~valid_i | go_o;

  // A read of a word of a tile is pushed once; the instruction waits for the result.
  assign tile_push_o = valid_i & clean_o & tile_i & tile_ok & ~halt_q
                     & (instr_i.op == sectile_pkg::OP_TGETW ? ~issued_q & ~memory_busy_i : go_o);
  assign lsu_req_o = go_o & clean_o & access_i & ~host_i;
  assign host_valid_o = valid_i & clean_o & access_i & host_i & drained & ~host_done_i & ~halt_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni || go_o) issued_q <= 1'b0;
    else if (tile_push_o) issued_q <= 1'b1;
    if (!rst_ni) halt_q <= 1'b0;
    else if (go_o & trap_i & no_handler_i) halt_q <= 1'b1;
  end
  assign halt_o = halt_q;
endmodule

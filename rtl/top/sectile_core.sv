// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The core: a scalar pipeline that hands tile instructions to decoupled units.
//
//   fetch     word, decoded, with its predicted successor          sectile_fetch
//   read      registers, forwarded from execute and memory         sectile_read
//   execute   the instruction and its operands                     sectile_execute
//             arithmetic                       sectile_alu, _muldiv, _fpu, _csr
//             addresses         sectile_lsu_address, _tmem_address, _tmem_index
//             traps; whatever leaves execute retires     sectile_trap, _tmem_fault
//             the next pc                                sectile_branch
//             when the instruction may leave             sectile_issue
//   memory    data caches                                sectile_lsu, _l2
//   retire    loads and products arrive, the report      sectile_retire
//
// A tile instruction leaves execute into the queue of its unit and retires
// (sectile_dispatch); the scoreboard orders it against the others. Division, floating
// point, atomics, reading a word of a tile and the host device hold the pipeline.
//
// This module only connects the others, in the order of the pipeline, and keeps no state.
module sectile_core #(
    parameter int unsigned ICacheLines = 512,
    parameter int unsigned DCacheLines = 1024,
    parameter int unsigned L2Lines = 8192,
    parameter int unsigned StoreDepth = 8,
    parameter int unsigned StoreLines = 8,
    parameter int unsigned BranchCounters = 2048,
    parameter int unsigned BranchHistories = 512,
    parameter int unsigned JumpTargets = 64,
    parameter int unsigned ReturnDepth = 16,
    parameter int unsigned FetchAhead = 3,
    parameter int unsigned MatrixLanes = `SECTILE_MATRIX_LANES,
    parameter int unsigned MatrixQueue = 16,
    parameter int unsigned ElementQueue = 8,
    parameter int unsigned ElementLanes = `SECTILE_ELEMENT_LANES,
    parameter int unsigned MemoryQueue = 16,
    parameter int unsigned Outstanding = 64,
    parameter logic [63:0] RamBase = sectile_pkg::RamBase,
    parameter logic [63:0] HostDevice = sectile_pkg::HostDevice,
    parameter logic [63:0] HartId = 64'd0
) (
    input  logic         clk_i,
    input  logic         rst_ni,
    input  logic [63:0]  boot_pc_i,
    input  logic [63:0]  ram_end_i,

    // host device: a command, answered when it is done
    output logic         host_valid_o,
    output logic [63:0]  host_command_o,
    input  logic         host_done_i,

    output logic         halt_o,        // a trap without a handler
    output logic         error_o,       // the bus answered with an error

    // retirement and tile rows, for the lockstep
    output sectile_pkg::retire_t retire_o,
    output logic [1:0]   tw_valid_o,    // a row or half a column each
    output logic [63:0]  tw_order_o,
    output logic [19:0]  tw_addr_o,     // {column, tile, index} each
    output logic [31:0]  tw_mask_o,
    output logic [1:0]   tw_last_o,
    output logic [1023:0] tw_data_o,
    output logic         ts_valid_o,    // a line of a tile store
    output logic [31:0]  ts_order_o,
    output logic [63:0]  ts_addr_o,
    output logic [63:0]  ts_strb_o,
    output logic [511:0] ts_data_o,
    output logic         ts_last_o,
    output logic [4:0]   busy_o,        // div, fpu, telem, tmat, tmem
    output logic [2:0]   stall_o,       // nothing retired: set, and stall_e
    output logic [15:0]  state_o,       // for the report of a hang
    output logic [31:0]  order_o,       // instructions and traps that have left execute
    input  logic         trace_i,       // the following are wanted
    output sectile_pkg::csr_state_t csr_o,   // in the cycle before
    output sectile_pkg::trace_t trace_o,

    // Sets the state of an idle core while hold_i stops instructions: the register, control
    // register or row of a tile with this number.
    input  logic         hold_i,
    input  logic [2:0]   load_i,
    input  logic [11:0]  load_number_i, // of a row: tile, row
    input  logic [511:0] load_data_i,

    output logic         axi_arvalid_o,
    input  logic         axi_arready_i,
    output logic [1:0]   axi_arid_o,
    output logic [63:0]  axi_araddr_o,
    output logic [7:0]   axi_arlen_o,
    output logic [2:0]   axi_arsize_o,
    output logic [1:0]   axi_arburst_o,
    input  logic         axi_rvalid_i,
    output logic         axi_rready_o,
    input  logic [1:0]   axi_rid_i,
    input  logic [511:0] axi_rdata_i,
    input  logic [1:0]   axi_rresp_i,
    output logic         axi_awvalid_o,
    input  logic         axi_awready_i,
    output logic [1:0]   axi_awid_o,
    output logic [63:0]  axi_awaddr_o,
    output logic [7:0]   axi_awlen_o,
    output logic [2:0]   axi_awsize_o,
    output logic [1:0]   axi_awburst_o,
    output logic         axi_wvalid_o,
    input  logic         axi_wready_i,
    output logic [511:0] axi_wdata_o,
    output logic [63:0]  axi_wstrb_o,
    output logic         axi_wlast_o,
    input  logic         axi_bvalid_i,
    output logic         axi_bready_o,
    input  logic [1:0]   axi_bid_i,
    input  logic [1:0]   axi_bresp_i
);
  localparam int unsigned Slots = sectile_core_pkg::Slots;
  localparam int unsigned SlotBits = sectile_core_pkg::SlotBits;

  // ==== signals, by the module that drives them =============================================
  // inputs
  logic [63:0] ram_end;
  logic host_done, hold, trace;
  logic [2:0] load;
  logic [11:0] load_number;
  logic [511:0] load_data;
  // fetch
  logic f_valid, f_fault;
  logic [63:0] f_pc, f_next;
  logic [31:0] f_word;
  sectile_pkg::instr_t f_instr;
  // read
  logic d_ready, d_go, d_valid, d_hazard, d_fault, d_early, d_c_late;
  logic [63:0] d_pc, d_next, d_a, d_b, d_c, d_early_addr;
  logic [31:0] d_word;
  sectile_pkg::instr_t d_instr;
  // execute
  logic x_valid, x_first, x_fault, x_tile, x_late, x_early;
  logic [63:0] x_early_data;
  sectile_pkg::instr_t x_instr;
  logic [63:0] x_pc, x_next, x_a, x_b, x_c, x_stored;
  logic [31:0] x_word, x_order;
  logic [1:0] x_cause;
  sectile_core_pkg::write_t x_write, x_write2;
  // scalar arithmetic
  logic [63:0] alu_result, product, quotient, fpu_result, csr_value;
  logic x_taken, mul_valid, div_valid, div_done, div_busy;
  logic fpu_valid, fpu_divides, fpu_done, fpu_busy;
  // control registers
  logic interrupt;
  logic [63:0] interrupt_cause, tvec, epc;
  // addresses
  logic x_access, x_pair, x_store, x_atomic, x_host, x_misaligned, x_outside;
  logic [63:0] x_addr, x_lo, x_hi;
  logic [15:0] x_mask;
  logic [127:0] x_store_data;
  logic tm_ready, tm_store, tm_fault, tm_indexed, tm_lanes, fault_found;
  logic index_done, index_any, index_fault, index_end;
  logic signed [72:0] index_lo, index_hi;
  logic [7:0] walk_step, search_step;
  logic signed [35:0] step_offset;
  logic [5:0] step_skip;
  logic [6:0] step_bytes;
  logic [15:0] step_mask;
  logic [6:0] tm_first_row, tm_rows, tm_bytes, tm_last;
  logic [5:0] tm_skip;
  logic [2:0] tm_halves;
  logic signed [72:0] tm_first;
  logic [63:0] tm_base, tm_stride, tm_lo, tm_hi, fault_value;
  // traps, the next pc, issue
  logic x_trap, x_interrupt;
  logic [63:0] trap_cause, trap_value;
  logic x_jump, redirect, flush_fetch, flush_data, train, train_jump;
  logic [63:0] x_target, redirect_pc;
  logic x_go, x_ready, x_clean, x_done, tile_push, lsu_req;
  logic [1:0] x_stall;
  // memory and retire
  logic lsu_busy, lsu_wrote, m_store, store_idle;
  logic [127:0] lsu_data;
  logic [63:0] lsu_wdata;
  logic [5:0] store_mark, store_done;
  logic l2_valid, l2_ready, l2_r_valid;
  logic [63:0] l2_addr;
  logic [511:0] l2_r_data;
  logic m_valid, m_commit;
  logic [1:0] m_stall;
  logic m_late;
  sectile_core_pkg::write_t m_write, m_write2, m_known;
  // dispatch and scoreboard
  logic tmem_push, tmat_push, telem_push, other_write;
  sectile_core_pkg::tmem_op_t tmem_op;
  sectile_core_pkg::tile_op_t tile_op;
  logic [2:0] src_valid;
  logic [14:0] src;
  logic acc, dst_valid, slot_free, scoreboard_idle;
  logic [SlotBits-1:0] slot;
  logic [Slots-1:0] src_ready, acc_ready, dst_ready, telem_running;
  logic [SlotBits-1:0] telem_next;
  logic telem_next_ready;
  logic [31:0] written;
  // tile units, from bit 0 on: tmat, telem, tmem
  logic [2:0] read_release, write_release, unit_start;
  logic [3*SlotBits-1:0] read_slot, write_slot, start_slot;
  logic tmem_full, tmat_full, telem_full, tmem_idle, tmat_idle, telem_idle;
  logic tmem_busy, tmat_busy, telem_busy, tmem_conflict, store_last, word_valid;
  logic [31:0] word, store_order;
  // tile file
  logic [5:0] tf_re;
  logic [59:0] tf_raddr;
  logic [3071:0] tf_rdata;
  logic [1:0] tf_we, unit_we, load_we;
  logic [19:0] tf_waddr, unit_waddr;
  logic [31:0] tf_wmask;
  logic [15:0] telem_wmask;
  logic [1023:0] tf_wdata, unit_wdata;
  logic tmat_grant, tmat_we, telem_we, tmem_last, tmat_last, telem_last;
  logic [1:0] tmem_grant, tmem_we;
  logic [9:0] tmem_waddr, tmat_waddr, telem_waddr;
  logic [511:0] tmem_wdata, tmat_wdata, telem_wdata;
  logic [31:0] tmem_order, tmat_order, telem_order;
  // bus: reads of fetch, data caches, tiles; writes of data caches, tiles
  logic [2:0] ar_valid, ar_ready, r_valid;
  logic [63:0] ar_addr_fetch, ar_addr_scalar, ar_addr_tile;
  logic [511:0] r_data;
  logic r_ready_tile;
  logic aw_valid_scalar, aw_valid_tile, aw_ready_scalar, aw_ready_tile;
  logic [63:0] aw_addr_scalar, aw_addr_tile, aw_strb_scalar, aw_strb_tile;
  logic [511:0] aw_data_scalar, aw_data_tile;
  logic [1:0] b_valid;

  // ==== inputs ============================================================================
  sectile_inputs u_inputs (
      .clk_i, .rst_ni, .ram_end_i, .host_done_i, .hold_i, .trace_i, .load_i, .load_number_i,
      .load_data_i,
      .ram_end_o(ram_end), .host_done_o(host_done), .hold_o(hold), .trace_o(trace), .load_o(load),
      .load_number_o(load_number), .load_data_o(load_data));

  // ==== fetch =============================================================================
  sectile_fetch #(
      .CacheLines(ICacheLines), .Counters(BranchCounters), .Histories(BranchHistories),
      .Targets(JumpTargets), .StackDepth(ReturnDepth), .Ahead(FetchAhead), .RamBase(RamBase)
  ) u_fetch (
      .clk_i, .rst_ni, .boot_pc_i, .ram_end_i(ram_end),
      .valid_o(f_valid), .pc_o(f_pc), .word_o(f_word), .instr_o(f_instr), .fault_o(f_fault),
      .next_pc_o(f_next), .ready_i(d_ready),
      .redirect_i(redirect), .redirect_pc_i(redirect_pc), .flush_i(flush_fetch),
      .train_i(train), .train_pc_i(x_pc), .train_taken_i(x_taken), .train_jump_i(train_jump),
      .train_target_i(x_target),
      .ar_valid_o(ar_valid[0]), .ar_ready_i(ar_ready[0]), .ar_addr_o(ar_addr_fetch),
      .r_valid_i(r_valid[0]), .r_data_i(r_data));

  // ==== read ==============================================================================
  sectile_read u_read (
      .clk_i, .rst_ni,
      .valid_i(f_valid), .pc_i(f_pc), .next_pc_i(f_next), .word_i(f_word), .instr_i(f_instr),
      .fault_i(f_fault), .ready_o(d_ready), .redirect_i(redirect), .hold_i(hold),
      .go_o(d_go), .execute_ready_i(x_ready), .pc_o(d_pc), .next_pc_o(d_next), .word_o(d_word),
      .instr_o(d_instr), .fault_o(d_fault), .a_o(d_a), .b_o(d_b), .c_o(d_c), .c_late_o(d_c_late),
      .valid_o(d_valid), .hazard_o(d_hazard), .early_o(d_early), .early_addr_o(d_early_addr),
      .x_sets_i(x_valid & x_instr.d_writes_x), .x_sets2_i(x_valid & x_instr.c_writes_x),
      .x_late_i(x_late), .x_write_i(x_write), .x_write2_i(x_write2),
      .m_busy_i(lsu_busy), .m_write_i(m_write), .m_write2_i(m_write2),
      .m_known_i(m_known), .m_late_i(m_late),
      .load_i(load[0]), .load_number_i(load_number[4:0]), .load_data_i(load_data[63:0]));

  // ==== execute ===========================================================================
  sectile_execute u_execute (
      .clk_i, .rst_ni,
      .read_valid_i(d_valid), .read_go_i(d_go), .read_instr_i(d_instr), .read_pc_i(d_pc),
      .read_next_pc_i(d_next), .read_word_i(d_word), .read_fault_i(d_fault), .read_a_i(d_a),
      .read_b_i(d_b), .read_c_i(d_c), .read_c_late_i(d_c_late), .redirect_i(redirect),
      .valid_o(x_valid), .first_o(x_first), .instr_o(x_instr), .pc_o(x_pc), .next_pc_o(x_next),
      .word_o(x_word), .fault_o(x_fault), .a_o(x_a), .b_o(x_b), .c_o(x_c), .stored_o(x_stored),
      .order_o(x_order), .cause_o(x_cause), .tile_o(x_tile),
      .go_i(x_go), .ready_i(x_ready), .clean_i(x_clean), .m_valid_i(m_write.valid),
      .m_value_i(m_write.value),
      .mul_valid_o(mul_valid), .div_valid_o(div_valid), .fpu_valid_o(fpu_valid),
      .fpu_divides_o(fpu_divides), .alu_result_i(alu_result), .quotient_i(quotient),
      .fpu_result_i(fpu_result), .csr_value_i(csr_value), .word_i(word),
      .early_i(x_early), .early_data_i(x_early_data),
      .late_o(x_late), .write_o(x_write), .write2_o(x_write2));

  // ---- arithmetic ------------------------------------------------------------------------
  sectile_alu u_alu (
      .valid_i(x_valid), .instr_i(x_instr), .pc_i(x_pc), .a_i(x_a), .b_i(x_b), .c_i(x_c),
      .result_o(alu_result), .taken_o(x_taken));
  sectile_muldiv u_muldiv (
      .clk_i, .rst_ni, .mul_i(mul_valid), .op_i(x_instr.op), .a_i(x_a), .b_i(x_b), .c_i(x_c),
      .product_o(product), .div_i(div_valid), .done_o(div_done), .quotient_o(quotient),
      .busy_o(div_busy));
  sectile_fpu u_fpu (
      .clk_i, .rst_ni, .valid_i(fpu_valid), .op_i(x_instr.op), .divide_i(fpu_divides),
      .a_i(x_a), .b_i(x_b), .c_i(x_c), .done_o(fpu_done), .result_o(fpu_result),
      .busy_o(fpu_busy));
  sectile_csr #(.HartId(HartId)) u_csr (
      .clk_i, .rst_ni,
      .access_i(x_go & x_clean & x_instr.kind == sectile_pkg::KIND_CSR), .op_i(x_instr.op),
      .number_i(x_instr.imm[11:0]),
      .write_i(x_instr.op == sectile_pkg::OP_CSRRW | x_instr.a != 5'd0),
      .data_i(x_a), .value_o(csr_value),
      .trap_i(x_go & x_trap), .trap_pc_i(x_pc), .trap_cause_i(trap_cause),
      .trap_value_i(trap_value), .tret_i(x_go & x_clean & x_instr.op == sectile_pkg::OP_TRET),
      .tvec_o(tvec), .epc_o(epc), .interrupt_o(interrupt), .interrupt_cause_o(interrupt_cause),
      .retire_i(x_go & x_clean), .commit_i(m_commit), .stall_i(m_stall), .busy_i(busy_o),
      .load_i(load[1]), .load_number_i(load_number), .load_data_i(load_data[63:0]),
      .watch_i(trace), .state_o(csr_o));

  // ---- addresses ---------------------------------------------------------------------------
  sectile_lsu_address #(.RamBase(RamBase), .HostDevice(HostDevice)) u_lsu_address (
      .instr_i(x_instr), .a_i(x_a), .b_i(x_b), .c_i(x_stored), .ram_end_i(ram_end),
      .access_o(x_access), .pair_o(x_pair), .store_o(x_store), .atomic_o(x_atomic),
      .host_o(x_host), .addr_o(x_addr), .lo_o(x_lo), .hi_o(x_hi),
      .misaligned_o(x_misaligned), .outside_o(x_outside), .mask_o(x_mask), .data_o(x_store_data));
  sectile_tmem_address #(.RamBase(RamBase)) u_tmem_address (
      .clk_i, .valid_i(x_valid & x_instr.unit == sectile_pkg::UNIT_TMEM), .first_cycle_i(x_first),
      .instr_i(x_instr), .a_i(x_a), .b_i(x_b), .c_i(x_c), .ram_end_i(ram_end),
      .index_any_i(index_any), .index_lo_i(index_lo), .index_hi_i(index_hi),
      .index_fault_i(index_fault), .ready_o(tm_ready), .indexed_o(tm_indexed), .lanes_o(tm_lanes),
      .store_o(tm_store), .first_row_o(tm_first_row), .rows_o(tm_rows), .skip_o(tm_skip),
      .bytes_o(tm_bytes), .last_bytes_o(tm_last), .halves_o(tm_halves), .base_o(tm_base), .first_o(tm_first), .stride_o(tm_stride), .lo_o(tm_lo), .hi_o(tm_hi), .fault_o(tm_fault));
  sectile_tmem_index #(.RamBase(RamBase)) u_tmem_index (
      .clk_i, .rst_ni,
      .valid_i(tm_ready & tm_indexed),
      .instr_i(x_instr), .written_i(written), .first_i(tm_first), .first_row_i(tm_first_row),
      .rows_i(tm_rows), .skip_i(tm_skip), .bytes_i(tm_bytes), .halves_i(tm_halves[1:0]),
      .ram_end_i(ram_end),
      .go_i(x_go), .push_i(tmem_push & tm_indexed),
      .done_o(index_done), .any_o(index_any), .lo_o(index_lo), .hi_o(index_hi),
      .fault_o(index_fault),
      .re_o(tf_re[5]), .raddr_o(tf_raddr[59:50]), .rdata_i(tf_rdata[3071:2560]),
      .walk_end_i(index_end), .walk_step_i(walk_step), .search_step_i(search_step),
      .offset_o(step_offset), .skip_o(step_skip), .bytes_o(step_bytes), .mask_o(step_mask));
  sectile_tmem_fault #(.RamBase(RamBase)) u_tmem_fault (
      .clk_i, .rst_ni, .fault_i(tm_fault), .go_i(x_go), .first_i(tm_first),
      .stride_i(tm_stride), .rows_i(tm_rows), .bytes_i(tm_bytes), .last_bytes_i(tm_last),
      .indexed_i(tm_indexed), .step_o(search_step), .step_offset_i(step_offset),
      .step_bytes_i(step_bytes),
      .ram_end_i(ram_end), .found_o(fault_found), .value_o(fault_value));

  // ---- traps and the next pc ---------------------------------------------------------------
  sectile_trap #(.RamBase(RamBase)) u_trap (
      .valid_i(x_valid), .first_i(x_first), .instr_i(x_instr), .pc_i(x_pc), .word_i(x_word),
      .fetch_fault_i(x_fault), .interrupt_i(interrupt), .interrupt_cause_i(interrupt_cause),
      .jump_i(x_jump), .target_i(x_target),
      .access_i(x_access), .store_i(x_store), .host_i(x_host), .misaligned_i(x_misaligned),
      .outside_i(x_outside), .addr_i(x_addr), .ram_end_i(ram_end),
      .tile_fault_i(tm_fault), .tile_store_i(tm_store), .tile_value_i(fault_value),
      .trap_o(x_trap), .interrupt_o(x_interrupt), .cause_o(trap_cause), .value_o(trap_value));
  sectile_branch u_branch (
      .instr_i(x_instr), .pc_i(x_pc), .next_pc_i(x_next), .a_i(x_a), .taken_i(x_taken),
      .go_i(x_go), .trap_i(x_trap), .host_i(x_host), .tvec_i(tvec), .epc_i(epc),
      .jump_o(x_jump), .target_o(x_target), .redirect_o(redirect), .redirect_pc_o(redirect_pc),
      .flush_fetch_o(flush_fetch), .flush_data_o(flush_data), .train_o(train),
      .train_jump_o(train_jump));

  // ---- when the instruction leaves -----------------------------------------------------------
  sectile_issue u_issue (
      .clk_i, .rst_ni,
      .valid_i(x_valid), .instr_i(x_instr), .tile_i(x_tile), .trap_i(x_trap),
      .interrupt_i(x_interrupt), .no_handler_i(tvec == 64'd0), .go_o(x_go), .ready_o(x_ready),
      .clean_o(x_clean), .done_o(x_done), .stall_o(x_stall), .halt_o,
      .fpu_divides_i(fpu_divides), .fpu_done_i(fpu_done), .div_done_i(div_done),
      .access_i(x_access), .host_i(x_host), .host_done_i(host_done), .host_valid_o,
      .lsu_req_o(lsu_req), .store_idle_i(store_idle),
      .memory_valid_i(m_valid), .memory_busy_i(lsu_busy), .memory_store_i(m_store),
      .tile_push_o(tile_push), .slot_free_i(slot_free), .tmem_full_i(tmem_full),
      .tmat_full_i(tmat_full), .telem_full_i(telem_full), .tmem_idle_i(tmem_idle),
      .tmem_conflict_i(tmem_conflict), .tmem_fault_i(tm_fault), .fault_found_i(fault_found),
      .address_wait_i(~tm_ready | (tm_indexed & ~index_done)),
      .word_valid_i(word_valid));
  assign host_command_o = x_c;
  assign order_o = x_order;

  // ==== memory ==============================================================================
  sectile_lsu #(.CacheLines(DCacheLines), .StoreDepth(StoreDepth),
      .StoreLines(StoreLines)) u_lsu (
      .clk_i, .rst_ni,
      .early_i(d_early), .early_go_i(d_go), .early_addr_i(d_early_addr),
      .early_o(x_early), .early_data_o(x_early_data), .access_i(x_valid & x_access),
      .req_i(lsu_req), .req_store_i(x_store), .req_atomic_i(x_atomic), .req_op_i(x_instr.op),
      .req_addr_i(x_addr), .req_bytes_i(x_instr.mem_bytes), .req_data_i(x_store_data),
      .req_expected_i(x_b),
      .busy_o(lsu_busy), .data_o(lsu_data), .m_store_o(m_store), .wrote_o(lsu_wrote),
      .wdata_o(lsu_wdata),
      .store_mark_o(store_mark), .store_done_o(store_done), .store_idle_o(store_idle),
      .flush_i(flush_data), .inv_i(aw_valid_tile & aw_ready_tile), .inv_addr_i(aw_addr_tile),
      .ar_valid_o(l2_valid), .ar_ready_i(l2_ready), .ar_addr_o(l2_addr),
      .r_valid_i(l2_r_valid), .r_data_i(l2_r_data),
      .aw_valid_o(aw_valid_scalar), .aw_ready_i(aw_ready_scalar), .aw_addr_o(aw_addr_scalar),
      .aw_data_o(aw_data_scalar), .aw_strb_o(aw_strb_scalar), .b_valid_i(b_valid[0]));
  sectile_l2 #(.Lines(L2Lines)) u_l2 (
      .clk_i, .rst_ni,
      .req_valid_i(l2_valid), .req_ready_o(l2_ready), .req_addr_i(l2_addr),
      .r_valid_o(l2_r_valid), .r_data_o(l2_r_data),
      .write_i((aw_valid_scalar & aw_ready_scalar) | (aw_valid_tile & aw_ready_tile)),
      .write_addr_i(axi_awaddr_o), .write_data_i(axi_wdata_o), .write_strb_i(axi_wstrb_o),
      .flush_i(flush_data),
      .ar_valid_o(ar_valid[1]), .ar_ready_i(ar_ready[1]), .ar_addr_o(ar_addr_scalar),
      .r_valid_i(r_valid[1]), .r_data_i(r_data));
  sectile_retire u_retire (
      .clk_i, .rst_ni,
      .go_i(x_go), .execute_valid_i(x_valid), .execute_stall_i(x_stall),
      .execute_cause_i(x_cause), .instr_i(x_instr), .order_i(x_order), .pc_i(x_pc),
      .word_i(x_word), .trap_i(x_trap), .interrupt_i(x_interrupt), .cause_i(trap_cause),
      .tval_i(trap_value), .write_i(x_write), .write2_i(x_write2), .mul_i(mul_valid),
      .lsu_req_i(lsu_req), .early_i(x_early), .host_i(x_host), .pair_i(x_pair), .store_i(x_store),
      .atomic_i(x_atomic), .addr_i(x_addr), .mask_i(x_mask), .store_data_i(x_store_data),
      .product_i(product), .lsu_busy_i(lsu_busy), .lsu_data_i(lsu_data), .lsu_wrote_i(lsu_wrote),
      .lsu_wdata_i(lsu_wdata),
      .valid_o(m_valid), .commit_o(m_commit), .stall_cause_o(m_stall), .write_o(m_write),
      .write2_o(m_write2), .known_o(m_known), .late_o(m_late), .retire_o, .stall_o);

  // ==== tiles ===============================================================================
  sectile_dispatch u_dispatch (
      .push_i(tile_push), .instr_i(x_instr), .order_i(x_order), .a_i(x_a), .b_i(x_b), .c_i(x_c),
      .store_i(tm_store), .indexed_i(tm_indexed), .lanes_i(tm_lanes), .base_i(tm_base), .stride_i(tm_stride), .first_row_i(tm_first_row),
      .rows_i(tm_rows), .skip_i(tm_skip), .bytes_i(tm_bytes), .last_bytes_i(tm_last),
      .halves_i(tm_halves), .lo_i(tm_lo), .hi_i(tm_hi),
      .tmem_push_o(tmem_push), .tmat_push_o(tmat_push), .telem_push_o(telem_push),
      .other_write_o(other_write), .tmem_op_o(tmem_op), .tile_op_o(tile_op),
      .src_valid_o(src_valid), .src_o(src), .acc_o(acc), .dst_valid_o(dst_valid));
  sectile_scoreboard #(.ReleasePorts(3)) u_scoreboard (
      .clk_i, .rst_ni, .slot_free_o(slot_free), .slot_o(slot), .alloc_i(tile_push),
      .src_valid_i(src_valid), .src_i(src), .acc_i(acc), .dst_valid_i(dst_valid),
      .dst_i(x_instr.d),
      .read_release_i(read_release), .read_slot_i(read_slot),
      .write_release_i(write_release), .write_slot_i(write_slot),
      .src_ready_o(src_ready), .acc_ready_o(acc_ready), .dst_ready_o(dst_ready),
      .next_slot_i(telem_next), .next_except_i(telem_running), .next_ready_o(telem_next_ready),
      .written_o(written), .idle_o(scoreboard_idle));

  sectile_tile_file #(.ReadPorts(6), .Hold({1'b0, {3{ElementLanes != 16}}, 2'b10})) u_tile_file (
      .clk_i, .re_i(tf_re), .raddr_i(tf_raddr), .rdata_o(tf_rdata),
      .we_i(tf_we), .waddr_i(tf_waddr), .wmask_i(tf_wmask), .wdata_i(tf_wdata));

  sectile_tile_write u_tile_write (
      .we_telem_i(telem_we), .we_tmat_i(tmat_we), .grant_tmat_o(tmat_grant),
      .we_tmem_i(tmem_we), .grant_tmem_o(tmem_grant),
      .waddr_telem_i(telem_waddr), .waddr_tmat_i(tmat_waddr), .waddr_tmem_i(tmem_waddr),
      .wmask_telem_i(telem_wmask),
      .wdata_telem_i(telem_wdata), .wdata_tmat_i(tmat_wdata), .wdata_tmem_i(tmem_wdata),
      .worder_telem_i(telem_order), .worder_tmat_i(tmat_order), .worder_tmem_i(tmem_order),
      .wlast_i({tmem_last, tmat_last, telem_last}),
      .we_o(unit_we), .waddr_o(unit_waddr), .wmask_o(tf_wmask), .wdata_o(unit_wdata),
      .worder_o(tw_order_o), .wlast_o(tw_last_o));
  // State is set while the units are idle.
  assign load_we = {load_number[0], ~load_number[0]} & {2{load[2]}};
  assign tf_we = unit_we | load_we;
  assign tf_waddr = load[2] ? {2{1'b0, load_number[8:0]}} : unit_waddr;
  always_comb begin
    tf_wdata = unit_wdata;
    if (load[2]) tf_wdata = {2{load_data}};
  end
  assign tw_valid_o = tf_we;
  assign tw_addr_o = tf_waddr;
  assign tw_mask_o = tf_wmask;
  assign tw_data_o = tf_wdata;

  sectile_tmat #(.Lanes(MatrixLanes), .QueueDepth(MatrixQueue)) u_tmat (
      .clk_i, .rst_ni, .push_i(tmat_push), .op_i(tile_op), .slot_i(slot), .full_o(tmat_full),
      .other_write_i(other_write), .other_td_i(x_instr.d),
      .src_ready_i(src_ready), .acc_ready_i(acc_ready), .dst_ready_i(dst_ready),
      .read_release_o(read_release[0]), .read_slot_o(read_slot[0 +: SlotBits]),
      .write_release_o(write_release[0]), .write_slot_o(write_slot[0 +: SlotBits]),
      .re_o(tf_re[0]), .raddr_o(tf_raddr[9:0]), .rdata_i(tf_rdata[511:0]),
      .we_o(tmat_we), .waddr_o(tmat_waddr), .wdata_o(tmat_wdata), .worder_o(tmat_order),
      .wlast_o(tmat_last), .wgrant_i(tmat_grant), .start_o(unit_start[0]),
      .start_slot_o(start_slot[0 +: SlotBits]), .busy_o(tmat_busy), .idle_o(tmat_idle));

  sectile_telem #(.QueueDepth(ElementQueue), .Lanes(ElementLanes)) u_telem (
      .clk_i, .rst_ni, .push_i(telem_push), .op_i(tile_op), .slot_i(slot), .full_o(telem_full),
      .src_ready_i(src_ready), .dst_ready_i(dst_ready),
      .next_slot_o(telem_next), .running_o(telem_running), .next_ready_i(telem_next_ready),
      .read_release_o(read_release[1]), .read_slot_o(read_slot[SlotBits +: SlotBits]),
      .write_release_o(write_release[1]), .write_slot_o(write_slot[SlotBits +: SlotBits]),
      .re_o(tf_re[4:2]), .raddr_o(tf_raddr[49:20]), .rdata_i(tf_rdata[2559:1024]),
      .we_o(telem_we), .waddr_o(telem_waddr), .wmask_o(telem_wmask), .wdata_o(telem_wdata),
      .worder_o(telem_order), .wlast_o(telem_last),
      .word_valid_o(word_valid), .word_o(word), .start_o(unit_start[1]),
      .start_slot_o(start_slot[SlotBits +: SlotBits]), .busy_o(telem_busy), .idle_o(telem_idle));

  sectile_tmem #(.QueueDepth(MemoryQueue), .Outstanding(Outstanding)) u_tmem (
      .clk_i, .rst_ni, .push_i(tmem_push), .op_i(tmem_op), .slot_i(slot),
      .scalar_mark_i(store_mark), .full_o(tmem_full), .scalar_done_i(store_done),
      .query_i(x_valid & x_clean & x_access & ~x_host), .query_store_i(x_store | x_atomic),
      .query_lo_i(x_lo), .query_hi_i(x_hi),
      .conflict_o(tmem_conflict),
      .index_end_o(index_end), .step_o(walk_step), .step_offset_i(step_offset),
      .step_skip_i(step_skip), .step_bytes_i(step_bytes), .step_mask_i(step_mask),
      .src_ready_i(src_ready), .dst_ready_i(dst_ready),
      .read_release_o(read_release[2]), .read_slot_o(read_slot[2*SlotBits +: SlotBits]),
      .write_release_o(write_release[2]), .write_slot_o(write_slot[2*SlotBits +: SlotBits]),
      .re_o(tf_re[1]), .raddr_o(tf_raddr[19:10]), .rdata_i(tf_rdata[1023:512]),
      .we_o(tmem_we), .waddr_o(tmem_waddr), .wdata_o(tmem_wdata), .worder_o(tmem_order),
      .wlast_o(tmem_last), .wgrant_i(tmem_grant),
      .ar_valid_o(ar_valid[2]), .ar_ready_i(ar_ready[2]), .ar_addr_o(ar_addr_tile),
      .r_valid_i(r_valid[2]), .r_ready_o(r_ready_tile), .r_data_i(r_data),
      .aw_valid_o(aw_valid_tile), .aw_ready_i(aw_ready_tile), .aw_addr_o(aw_addr_tile),
      .aw_data_o(aw_data_tile), .aw_strb_o(aw_strb_tile), .b_valid_i(b_valid[1]),
      .st_order_o(store_order), .st_last_o(store_last), .start_o(unit_start[2]),
      .start_slot_o(start_slot[2*SlotBits +: SlotBits]), .busy_o(tmem_busy), .idle_o(tmem_idle));

  assign ts_valid_o = aw_valid_tile & aw_ready_tile;
  assign ts_order_o = store_order;
  assign ts_addr_o = aw_addr_tile;
  assign ts_strb_o = aw_strb_tile;
  assign ts_data_o = aw_data_tile;
  assign ts_last_o = store_last;

  // ==== bus ==================================================================================
  sectile_axi u_axi (
      .clk_i, .rst_ni,
      .ar_valid_i(ar_valid), .ar_ready_o(ar_ready), .ar_addr_fetch_i(ar_addr_fetch),
      .ar_addr_scalar_i(ar_addr_scalar), .ar_addr_tile_i(ar_addr_tile),
      .r_valid_o(r_valid), .r_data_o(r_data), .r_ready_tile_i(r_ready_tile),
      .aw_valid_scalar_i(aw_valid_scalar), .aw_valid_tile_i(aw_valid_tile),
      .aw_ready_scalar_o(aw_ready_scalar), .aw_ready_tile_o(aw_ready_tile),
      .aw_addr_scalar_i(aw_addr_scalar), .aw_addr_tile_i(aw_addr_tile),
      .aw_data_scalar_i(aw_data_scalar), .aw_data_tile_i(aw_data_tile),
      .aw_strb_scalar_i(aw_strb_scalar), .aw_strb_tile_i(aw_strb_tile), .b_valid_o(b_valid),
      .error_o,
      .axi_arvalid_o, .axi_arready_i, .axi_arid_o, .axi_araddr_o, .axi_arlen_o, .axi_arsize_o,
      .axi_arburst_o, .axi_rvalid_i, .axi_rready_o, .axi_rid_i, .axi_rdata_i, .axi_rresp_i,
      .axi_awvalid_o, .axi_awready_i, .axi_awid_o, .axi_awaddr_o, .axi_awlen_o, .axi_awsize_o,
      .axi_awburst_o, .axi_wvalid_o, .axi_wready_i, .axi_wdata_o, .axi_wstrb_o, .axi_wlast_o,
      .axi_bvalid_i, .axi_bready_o, .axi_bid_i, .axi_bresp_i);

  // ==== reports to the simulation ==============================================================
  assign busy_o = {div_busy | (fpu_busy & fpu_divides), fpu_busy & ~fpu_divides, telem_busy, tmat_busy,
                   tmem_busy};
  assign state_o = {f_valid, d_valid, d_hazard, x_valid, x_done, m_valid, lsu_busy, store_idle,
                    tmem_idle, tmat_idle, telem_idle, scoreboard_idle, tmem_full, tmat_full,
                    telem_full, tmem_conflict};
  always_comb begin
    trace_o = '0;
    if (trace) begin
      trace_o.pc = f_pc;
      trace_o.word = f_word;
      trace_o.fetched = f_valid & d_ready & ~redirect;
      trace_o.redirect = redirect;
      trace_o.read = d_go;
      trace_o.executed = x_go;
      trace_o.committed = m_commit;
      trace_o.stall = m_stall;
      trace_o.push = tile_push;
      trace_o.empty = tm_store & tm_rows == '0;
      trace_o.slot = slot;
      trace_o.start = unit_start;
      trace_o.start_slot = start_slot;
      trace_o.copied = read_release;
      trace_o.copied_slot = read_slot;
      trace_o.written = write_release;
      trace_o.written_slot = write_slot;
    end
  end

  // ==== assertions on the interfaces ==========================================================
`ifdef SECTILE_ASSERT
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   $onehot0({tmem_push, tmat_push, telem_push}) & ((tmem_push | tmat_push | telem_push) == tile_push))
  else $error("a tile instruction went to no unit or to several");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   (tmem_push & tmem_full) | (tmat_push & tmat_full) | (telem_push & telem_full) |-> 1'b0)
  else $error("a tile instruction pushed into a full queue");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   tmat_we & ~tmat_grant |=> tmat_we & $stable({tmat_waddr, tmat_wdata}))
  else $error("the matrix unit's row did not stay");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   (tmem_we & ~tmem_grant) != '0
                   |=> tmem_we == $past(tmem_we & ~tmem_grant) & $stable({tmem_waddr, tmem_wdata}))
  else $error("the tile memory unit's row did not stay");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   host_valid_o & ~host_done_i |=> host_valid_o & $stable(host_command_o))
  else $error("the host's command did not stay");
  // The trap that halts retires some cycles after it has left execute.
  logic halt_retired_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) halt_retired_q <= 1'b0;
    else if (halt_o & retire_o.valid & retire_o.order == x_order - 32'd1) halt_retired_q <= 1'b1;
  end
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   halt_o |=> halt_o & $stable(x_order))
  else $error("an instruction left execute after the halt");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   halt_retired_q |-> ~retire_o.valid)
  else $error("an instruction retired after the trap that halted");
`endif
endmodule

// The core: a scalar pipeline that hands tile instructions to decoupled units.
//
//   fetch     word, decoded, with its predicted successor          (sectile_fetch)
//   read      registers, forwarded from execute and memory
//   execute   arithmetic, branches, addresses; everything that can trap is known
//             here, so an instruction that leaves execute retires
//   memory    data cache; loads and products arrive                (sectile_lsu)
//   retire    the record of the lockstep
//
// A tile instruction leaves execute into its unit's queue and retires; the scoreboard
// orders it against the others. Division, floating point, atomics, reading a word of a
// tile and the host device hold the pipeline.
module sectile_core #(
    parameter int unsigned ICacheLines = 512,
    parameter int unsigned DCacheLines = 512,
    parameter int unsigned L2Lines = 8192,
    parameter int unsigned StoreDepth = 8,
    parameter int unsigned BranchCounters = 2048,
    parameter int unsigned JumpTargets = 64,
    parameter int unsigned ReturnDepth = 8,
    parameter int unsigned MatrixLanes = 64,
    parameter int unsigned MatrixQueue = 8,
    parameter int unsigned ElementQueue = 4,
    parameter int unsigned ElementLanes = 16,
    parameter int unsigned MemoryQueue = 16,
    parameter int unsigned Outstanding = 64,
    parameter logic [63:0] RamBase = 64'h8000_0000,
    parameter logic [63:0] HostDevice = 64'h1000_0000,
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
    output sectile_core_pkg::retire_t retire_o,
    output logic         tw_valid_o,
    output logic [31:0]  tw_order_o,
    output logic [4:0]   tw_tile_o,
    output logic [3:0]   tw_index_o,
    output logic         tw_column_o,
    output logic [15:0]  tw_mask_o,
    output logic         tw_last_o,
    output logic [511:0] tw_data_o,
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
    output sectile_core_pkg::csr_state_t csr_o,   // in the cycle before
    output sectile_core_pkg::trace_t trace_o,

    // Sets state while hold_i keeps instructions out of an idle core: of registers,
    // control registers and rows of tiles, the one with this number.
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

  // ==== inputs ============================================================================
  // Registered, so that nothing in the core follows them within a cycle: the model looks
  // twice a cycle at what depends on inputs.
  logic host_done_q, hold_q, trace_q;
  logic [63:0] ram_end_q;
  logic [2:0] load_q;
  logic [11:0] load_number_q;
  logic [511:0] load_data_q;
  always_ff @(posedge clk_i) begin
    ram_end_q <= ram_end_i;
    host_done_q <= rst_ni & host_done_i;
    hold_q <= hold_i;
    trace_q <= trace_i;
    load_q <= load_i;
    if (load_i != '0) begin
      load_number_q <= load_number_i;
      load_data_q <= load_data_i;
    end
  end

  // ==== fetch =============================================================================
  logic f_valid, f_fault, d_ready, redirect, flush_fetch, flush_data;
  logic [63:0] f_pc, f_next, redirect_pc;
  logic [31:0] f_word;
  sectile_pkg::instr_t f_instr;
  logic train, train_jump, x_taken;
  logic [63:0] x_target;
  logic [2:0] ar_valid, ar_ready, r_valid;
  logic [63:0] ar_addr_fetch, ar_addr_scalar, ar_addr_tile;
  logic [511:0] r_data;

  sectile_fetch #(
      .CacheLines(ICacheLines), .Counters(BranchCounters), .Targets(JumpTargets),
      .StackDepth(ReturnDepth), .RamBase(RamBase)
  ) u_fetch (
      .clk_i, .rst_ni, .boot_pc_i, .ram_end_i(ram_end_q),
      .valid_o(f_valid), .pc_o(f_pc), .word_o(f_word), .instr_o(f_instr), .fault_o(f_fault),
      .next_pc_o(f_next), .ready_i(d_ready),
      .redirect_i(redirect), .redirect_pc_i(redirect_pc), .flush_i(flush_fetch),
      .train_i(train), .train_pc_i(x_pc_q), .train_taken_i(x_taken), .train_jump_i(train_jump),
      .train_target_i(x_target),
      .ar_valid_o(ar_valid[0]), .ar_ready_i(ar_ready[0]), .ar_addr_o(ar_addr_fetch),
      .r_valid_i(r_valid[0]), .r_data_i(r_data));

  // ==== read ==============================================================================
  logic d_valid_q, d_fault_q, d_go, d_hazard;
  logic [63:0] d_pc_q, d_next_q;
  logic [31:0] d_word_q;
  sectile_pkg::instr_t d_instr_q;

  logic [63:0] reg_q[32];
  logic [4:0] src1, src2, src3;
  logic use1, use2, use3;
  logic [63:0] val1, val2, val3;

  // execute and memory stage, defined below
  logic x_valid_q, x_go, x_ready, x_we, x_late, x_we2;
  logic [63:0] x_result;
  logic [4:0] x_rd, x_rd2;
  logic m_we, m_we2, m_busy;
  logic [4:0] m_rd, m_rd2;
  logic [63:0] m_value, m_value2;

  always_comb begin
    src1 = d_instr_q.a;
    use1 = d_instr_q.a_reads_x;
    src2 = d_instr_q.b_reads_x ? d_instr_q.b : d_instr_q.c;
    use2 = d_instr_q.b_reads_x | (d_instr_q.c_reads_x & d_instr_q.d_reads_x);
    src3 = d_instr_q.d_reads_x ? d_instr_q.d : d_instr_q.c;
    use3 = d_instr_q.d_reads_x | d_instr_q.c_reads_x;
  end

  // The newest value: execute, memory, file. The later of a pair's two wins.
  function automatic logic [63:0] newest(
      input logic [4:0] src, input logic [63:0] file,
      input logic xw, input logic [4:0] xr, input logic [63:0] xv,
      input logic mw, input logic [4:0] mr, input logic [63:0] mv,
      input logic mw2, input logic [4:0] mr2, input logic [63:0] mv2);
    if (src == '0) newest = '0;
    else if (xw && xr == src) newest = xv;
    else if (mw2 && mr2 == src) newest = mv2;
    else if (mw && mr == src) newest = mv;
    else newest = file;
  endfunction
  assign val1 = newest(src1, reg_q[src1], x_we, x_rd, x_result, m_we, m_rd, m_value, m_we2, m_rd2, m_value2);
  assign val2 = newest(src2, reg_q[src2], x_we, x_rd, x_result, m_we, m_rd, m_value, m_we2, m_rd2, m_value2);
  assign val3 = newest(src3, reg_q[src3], x_we, x_rd, x_result, m_we, m_rd, m_value, m_we2, m_rd2, m_value2);

  // A load's or product's user waits for the memory stage.
  function automatic logic waits(input logic u, input logic [4:0] s, input logic w,
                                 input logic [4:0] r, input logic w2, input logic [4:0] r2);
    waits = u & s != '0 & ((w & r == s) | (w2 & r2 == s));
  endfunction
  assign d_hazard = x_valid_q & x_late
      & (waits(use1, src1, x_we, x_rd, x_we2, x_rd2) | waits(use2, src2, x_we, x_rd, x_we2, x_rd2)
         | waits(use3, src3, x_we, x_rd, x_we2, x_rd2));
  assign d_go = d_valid_q & ~d_hazard & ~m_busy & x_ready & ~redirect;
  assign d_ready = (~d_valid_q | d_go) & ~hold_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni || redirect) begin
      d_valid_q <= 1'b0;
    end else if (d_ready | d_go) begin
      d_valid_q <= f_valid & d_ready;
    end
    if (d_ready && f_valid) begin
      d_pc_q <= f_pc;
      d_next_q <= f_next;
      d_word_q <= f_word;
      d_instr_q <= f_instr;
      d_fault_q <= f_fault;
    end
    if (m_we && m_rd != '0) reg_q[m_rd] <= m_value;
    if (m_we2 && m_rd2 != '0) reg_q[m_rd2] <= m_value2;
    if (load_q[0]) reg_q[load_number_q[4:0]] <= load_data_q[63:0];
  end

  // ==== execute ===============================================================================
  sectile_pkg::instr_t x_i;             // the instruction
  logic [63:0] x_pc_q, x_next_q, x_a_q, x_b_q, x_c_q;
  logic [31:0] x_word_q;
  logic x_fault_q, x_first_q, x_issued_q;
  logic [1:0] x_cause_q;                // why the stage is empty
  logic [31:0] order_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      x_valid_q <= 1'b0;
      x_first_q <= 1'b0;
      x_cause_q <= '0;
    end else begin
      x_first_q <= 1'b0;
      if (x_ready) begin
        x_valid_q <= d_go;
        x_first_q <= d_go;
        x_cause_q <= ~d_valid_q | redirect ? sectile_core_pkg::StallFetch
                   : x_i.unit == sectile_pkg::UNIT_LSU ? sectile_core_pkg::StallData
                   : sectile_core_pkg::StallUnit;
      end
    end
    if (d_go) begin
      x_i <= d_instr_q;
      x_pc_q <= d_pc_q;
      x_next_q <= d_next_q;
      x_word_q <= d_word_q;
      x_fault_q <= d_fault_q;
      x_a_q <= val1;
      x_b_q <= val2;
      x_c_q <= val3;
    end
  end

  // ---- arithmetic ----------------------------------------------------------------------------
  logic [63:0] alu_result, product, quotient, fpu_result, csr_value;
  logic alu_taken, div_valid, div_done, fpu_valid, fpu_done, fpu_divides, div_busy, fpu_busy;
  logic mul_valid, x_clean;

  // no trap is due and the instruction may act
  sectile_alu u_alu (
      .valid_i(x_valid_q), .instr_i(x_i), .pc_i(x_pc_q), .a_i(x_a_q), .b_i(x_b_q), .c_i(x_c_q),
      .result_o(alu_result), .taken_o(alu_taken));

  assign fpu_divides = x_i.op == sectile_pkg::OP_FDIV_F32 || x_i.op == sectile_pkg::OP_FDIV_F64
                     || x_i.op == sectile_pkg::OP_FSQRT_F32 || x_i.op == sectile_pkg::OP_FSQRT_F64;
  assign mul_valid = x_go & x_clean & x_i.unit == sectile_pkg::UNIT_MUL;
  assign div_valid = x_valid_q & x_clean & x_i.unit == sectile_pkg::UNIT_DIV & ~fpu_divides;
  assign fpu_valid = x_valid_q & x_clean & (x_i.unit == sectile_pkg::UNIT_FPU | fpu_divides);

  sectile_muldiv u_muldiv (
      .clk_i, .rst_ni, .mul_i(mul_valid), .op_i(x_i.op), .a_i(x_a_q), .b_i(x_b_q), .c_i(x_c_q),
      .product_o(product), .div_i(div_valid), .done_o(div_done), .quotient_o(quotient),
      .busy_o(div_busy));
  sectile_fpu u_fpu (
      .clk_i, .rst_ni, .valid_i(fpu_valid), .op_i(x_i.op), .divide_i(fpu_divides),
      .a_i(x_a_q), .b_i(x_b_q), .c_i(x_c_q), .done_o(fpu_done), .result_o(fpu_result),
      .busy_o(fpu_busy));

  // ---- scalar addresses ----------------------------------------------------------------------
  logic x_access, x_pair, x_store, x_atomic, x_word_index, x_host;
  logic [63:0] x_addr, x_last_addr;
  logic x_out, x_misaligned;
  always_comb begin
    x_access = x_i.unit == sectile_pkg::UNIT_LSU;
    x_pair = x_i.kind == sectile_pkg::KIND_LOADPAIR || x_i.kind == sectile_pkg::KIND_STOREPAIR;
    x_store = x_i.kind == sectile_pkg::KIND_STORE || x_i.kind == sectile_pkg::KIND_STOREPAIR;
    x_atomic = x_i.kind == sectile_pkg::KIND_AMO || x_i.kind == sectile_pkg::KIND_CAS;
    unique case (x_i.op)
      sectile_pkg::OP_LDZB, sectile_pkg::OP_LDZH, sectile_pkg::OP_LDZW, sectile_pkg::OP_LDZD,
      sectile_pkg::OP_LDZBU, sectile_pkg::OP_LDZHU, sectile_pkg::OP_LDZWU, sectile_pkg::OP_STZB,
      sectile_pkg::OP_STZH, sectile_pkg::OP_STZW, sectile_pkg::OP_STZD: x_word_index = 1'b1;
      default: x_word_index = 1'b0;
    endcase
    if (x_atomic) x_addr = x_a_q;
    else if (x_i.b_reads_x)
      x_addr = x_a_q + ((x_word_index ? {32'b0, x_b_q[31:0]} : x_b_q) << x_i.imm[2:0]);
    else x_addr = x_a_q + x_i.imm;
    x_last_addr = x_addr + {59'b0, x_i.mem_bytes} - 64'd1;
    x_misaligned = x_atomic & (x_i.mem_bytes == 5'd8 ? x_addr[2:0] != '0 : x_addr[1:0] != '0);
    x_out = x_addr < RamBase | x_last_addr >= ram_end_q | x_last_addr < x_addr;
    x_host = x_i.kind == sectile_pkg::KIND_STORE & x_i.mem_bytes == 5'd8 & x_addr == HostDevice;
  end

  // ---- tile addresses ------------------------------------------------------------------------
  sectile_core_pkg::tmem_op_t tmem_op;
  sectile_core_pkg::tile_op_t tile_op;
  logic x_tmem, x_tile, tmem_fault;
  assign x_tmem = x_valid_q & x_i.unit == sectile_pkg::UNIT_TMEM;
  assign x_tile = x_i.unit == sectile_pkg::UNIT_TMEM || x_i.unit == sectile_pkg::UNIT_TMAT
                || x_i.unit == sectile_pkg::UNIT_TELEM;

  logic tm_store;
  logic [6:0] tm_rows, tm_bytes, tm_last;
  logic [63:0] tm_base, tm_stride, tm_lo, tm_hi;
  sectile_tmem_address #(.RamBase(RamBase)) u_tmem_address (
      .valid_i(x_tmem), .instr_i(x_i), .a_i(x_a_q), .b_i(x_b_q), .c_i(x_c_q), .ram_end_i(ram_end_q),
      .store_o(tm_store), .rows_o(tm_rows), .bytes_o(tm_bytes), .last_bytes_o(tm_last),
      .base_o(tm_base), .stride_o(tm_stride), .lo_o(tm_lo), .hi_o(tm_hi), .fault_o(tmem_fault));
  assign tmem_op = {tm_store, x_i.elem, x_i.d, order_q, tm_base, tm_stride, tm_rows, tm_bytes,
                    tm_last, tm_lo, tm_hi};
  assign tile_op = {x_i.op, x_i.d, x_i.a, x_i.b, x_i.c, x_a_q, x_b_q, x_c_q,
                    x_i.a_is_shape & x_i.a == '0, x_i.imm[31:0], order_q};

  // The first illegal byte, row by row, once a row's worth of trouble is known.
  logic search_q, search_found;
  logic signed [72:0] search_addr_q, search_ram, search_end;
  logic [6:0] search_row_q;
  logic [63:0] search_value;
  logic [6:0] search_bytes;
  always_comb begin
    search_ram = $signed({9'b0, RamBase});
    search_end = $signed({9'b0, ram_end_q});
    search_bytes = search_row_q + 7'd1 == tm_rows ? tm_last : tm_bytes;
    search_found = 1'b0;
    search_value = search_addr_q[63:0];
    if (search_q) begin
      if (search_addr_q < search_ram || search_addr_q >= search_end) begin
        search_found = 1'b1;
      end else if (search_addr_q + $signed({66'b0, search_bytes}) > search_end) begin
        search_found = 1'b1;
        search_value = ram_end_q;
      end
    end
  end
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      search_q <= 1'b0;
    end else if (x_tmem & tmem_fault & ~search_q) begin
      search_q <= 1'b1;
    end else if (x_go | search_found) begin
      search_q <= search_q & ~x_go;
    end
    if (!search_q) begin
      search_addr_q <= $signed({9'b0, x_a_q})
          + (x_i.b_reads_x ? 73'sd0 : $signed({{9{x_i.imm[63]}}, x_i.imm}));
      search_row_q <= '0;
    end else if (!search_found) begin
      search_addr_q <= search_addr_q + $signed({{9{tm_stride[63]}}, tm_stride});
      search_row_q <= search_row_q + 7'd1;
    end
  end

  // ---- traps -----------------------------------------------------------------------------------
  logic x_trap, x_intr, interrupt, x_jump;
  logic [63:0] x_cause, x_tval, interrupt_cause, tvec, epc;
  logic halt_q;
  always_comb begin
    x_trap = 1'b0;
    x_cause = '0;
    x_tval = '0;
    x_jump = x_i.kind == sectile_pkg::KIND_JUMP;
    x_target = x_jump & x_i.a_reads_x ? x_a_q + x_i.imm
             : x_pc_q + (x_jump | x_i.b_reads_x ? x_i.imm : {{32{x_i.imm2[31]}}, x_i.imm2});
    if (x_valid_q) begin
      if (interrupt & x_first_q) begin
        x_trap = 1'b1;
        x_cause = interrupt_cause;
      end else if (x_fault_q) begin
        x_trap = 1'b1;
        x_cause = sectile_pkg::CAUSE_FETCH_FAULT;
        x_tval = x_pc_q;
      end else if (!x_i.valid) begin
        x_trap = 1'b1;
        x_cause = sectile_pkg::CAUSE_ILLEGAL;
        x_tval = {32'b0, x_word_q};
      end else if (x_i.op == sectile_pkg::OP_ECALL) begin
        x_trap = 1'b1;
        x_cause = sectile_pkg::CAUSE_ECALL;
      end else if (x_i.op == sectile_pkg::OP_EBREAK) begin
        x_trap = 1'b1;
        x_cause = sectile_pkg::CAUSE_BREAKPOINT;
      end else if (x_jump && x_target[1:0] != '0) begin
        x_trap = 1'b1;
        x_cause = sectile_pkg::CAUSE_MISALIGNED_JUMP;
        x_tval = x_target;
      end else if (x_access & x_misaligned) begin
        x_trap = 1'b1;
        x_cause = sectile_pkg::CAUSE_MISALIGNED_ATOMIC;
        x_tval = x_addr;
      end else if (x_access & x_out & ~x_host) begin
        x_trap = 1'b1;
        x_cause = x_store ? sectile_pkg::CAUSE_STORE_FAULT : sectile_pkg::CAUSE_LOAD_FAULT;
        x_tval = (x_addr < RamBase || x_addr >= ram_end_q) ? x_addr : ram_end_q;
      end else if (x_tmem & tmem_fault) begin
        x_trap = 1'b1;
        x_cause = tm_store ? sectile_pkg::CAUSE_STORE_FAULT : sectile_pkg::CAUSE_LOAD_FAULT;
        x_tval = search_value;
      end
    end
    x_intr = x_trap & x_cause[63];
  end
  assign x_clean = ~x_trap;

  // ---- when the instruction may go on ------------------------------------------------------------
  logic slot_free, tmem_full, tmat_full, telem_full, tmem_conflict, lsu_hold, m_store;
  logic store_idle, tmem_idle, word_valid, drained;
  logic [31:0] word;
  logic x_done, tile_ok, tile_push;
  logic [1:0] x_stall;
  logic m_valid_q;

  assign drained = ~m_valid_q & store_idle & tmem_idle;
  always_comb begin
    tile_ok = slot_free;
    unique case (x_i.unit)
      sectile_pkg::UNIT_TMEM: tile_ok = slot_free & ~tmem_full & ~m_store;
      sectile_pkg::UNIT_TMAT: tile_ok = slot_free & ~tmat_full;
      default: tile_ok = slot_free & ~telem_full;
    endcase
    x_done = 1'b1;
    x_stall = sectile_core_pkg::StallUnit;
    if (x_trap) begin
      x_done = ~(x_tmem & tmem_fault & ~x_intr) | search_found;
    end else begin
      unique case (x_i.unit)
        sectile_pkg::UNIT_DIV: x_done = fpu_divides ? fpu_done : div_done;
        sectile_pkg::UNIT_FPU: x_done = fpu_done;
        sectile_pkg::UNIT_LSU: begin
          x_done = x_host ? host_done_q : ~tmem_conflict & ~lsu_hold;
          x_stall = tmem_conflict ? sectile_core_pkg::StallTile : sectile_core_pkg::StallData;
        end
        sectile_pkg::UNIT_SYSTEM: begin
          x_done = x_i.op != sectile_pkg::OP_FENCE_I | drained;
          x_stall = sectile_core_pkg::StallData;
        end
        sectile_pkg::UNIT_TMEM, sectile_pkg::UNIT_TMAT, sectile_pkg::UNIT_TELEM: begin
          x_done = x_i.op == sectile_pkg::OP_TGETW ? word_valid : tile_ok;
          x_stall = sectile_core_pkg::StallTile;
        end
        default: x_done = 1'b1;
      endcase
    end
  end
  assign x_go = x_valid_q & x_done & ~m_busy & ~halt_q;
  assign x_ready = ~x_valid_q | x_go;

  // reading a word of a tile goes in once and waits
  assign tile_push = x_valid_q & x_clean & x_tile & tile_ok & ~halt_q
                   & (x_i.op == sectile_pkg::OP_TGETW ? ~x_issued_q & ~m_busy : x_go);
  always_ff @(posedge clk_i) begin
    if (!rst_ni || x_go) x_issued_q <= 1'b0;
    else if (tile_push) x_issued_q <= 1'b1;
  end

  assign host_valid_o = x_valid_q & x_clean & x_access & x_host & drained & ~host_done_q
                      & ~halt_q;
  assign host_command_o = x_c_q;

  // ---- result ----------------------------------------------------------------------------------------
  always_comb begin
    x_rd = x_i.d;
    x_rd2 = x_i.c;
    x_we = x_valid_q & x_clean & x_i.d_writes_x;
    x_we2 = x_valid_q & x_clean & x_i.c_writes_x;
    x_late = x_i.unit == sectile_pkg::UNIT_MUL || x_i.unit == sectile_pkg::UNIT_LSU;
    unique case (x_i.unit)
      sectile_pkg::UNIT_DIV: x_result = fpu_divides ? fpu_result : quotient;
      sectile_pkg::UNIT_FPU: x_result = fpu_result;
      sectile_pkg::UNIT_SYSTEM: x_result = csr_value;
      sectile_pkg::UNIT_TELEM: x_result = {{32{word[31]}}, word};
      default: x_result = alu_result;
    endcase
  end

  // ---- next pc ------------------------------------------------------------------------------------
  logic [63:0] x_next_pc;
  logic x_serial;
  always_comb begin
    x_taken = alu_taken;
    x_next_pc = x_pc_q + 64'd4;
    x_serial = 1'b0;
    if (x_trap) begin
      x_next_pc = tvec;
      x_serial = 1'b1;
    end else if (x_jump || (x_i.kind == sectile_pkg::KIND_BRANCH && alu_taken)) begin
      x_next_pc = x_target;
    end else if (x_i.op == sectile_pkg::OP_TRET) begin
      x_next_pc = epc;
      x_serial = 1'b1;
    end else if (x_i.op == sectile_pkg::OP_FENCE_I || (x_access && x_host)) begin
      x_serial = 1'b1;
    end
  end
  assign redirect = x_go & (x_serial | x_next_pc != x_next_q);
  assign redirect_pc = x_next_pc;
  // The data caches see every write but the host's.
  assign flush_data = x_go & x_clean & x_access & x_host;
  assign flush_fetch = flush_data | (x_go & x_clean & x_i.op == sectile_pkg::OP_FENCE_I);
  assign train = x_go & x_clean & x_i.kind == sectile_pkg::KIND_BRANCH;
  assign train_jump = x_go & x_clean & x_jump & x_i.a_reads_x;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      order_q <= '0;
      halt_q <= 1'b0;
    end else begin
      if (x_go) order_q <= order_q + 32'd1;
      if (x_go & x_trap & tvec == '0) halt_q <= 1'b1;
    end
  end
  assign halt_o = halt_q;
  assign order_o = order_q;

  logic m_commit;
  logic [1:0] m_stall;
  sectile_csr #(.HartId(HartId)) u_csr (
      .clk_i, .rst_ni,
      .access_i(x_go & x_clean & x_i.kind == sectile_pkg::KIND_CSR), .op_i(x_i.op),
      .number_i(x_i.imm[11:0]), .write_i(x_i.op == sectile_pkg::OP_CSRRW | x_i.a != 5'd0),
      .data_i(x_a_q), .value_o(csr_value),
      .trap_i(x_go & x_trap), .trap_pc_i(x_pc_q), .trap_cause_i(x_cause), .trap_value_i(x_tval),
      .tret_i(x_go & x_clean & x_i.op == sectile_pkg::OP_TRET),
      .tvec_o(tvec), .epc_o(epc), .interrupt_o(interrupt), .interrupt_cause_o(interrupt_cause),
      .retire_i(x_go & x_clean), .commit_i(m_commit), .stall_i(m_stall), .busy_i(busy_o),
      .load_i(load_q[1]), .load_number_i(load_number_q), .load_data_i(load_data_q[63:0]),
      .watch_i(trace_q), .state_o(csr_o));

  // ==== memory =====================================================================================
  logic [127:0] lsu_data, store_data;
  logic lsu_busy, lsu_wrote;
  logic [63:0] lsu_wdata;
  logic [5:0] store_mark, store_done;
  logic aw_valid_scalar, aw_valid_tile, aw_ready_scalar, aw_ready_tile;
  logic [1:0] b_valid;
  logic [63:0] aw_addr_scalar, aw_addr_tile, aw_strb_scalar, aw_strb_tile;
  logic [511:0] aw_data_scalar, aw_data_tile;
  logic lsu_req;

  // A pair stores d and c, 8 or 4 bytes each.
  always_comb begin
    store_data = {64'b0, x_atomic ? (x_i.kind == sectile_pkg::KIND_CAS ? x_c_q : x_b_q) : x_c_q};
    if (x_pair) store_data = x_i.mem_bytes == 5'd16 ? {x_b_q, x_c_q}
                                                    : {64'b0, x_b_q[31:0], x_c_q[31:0]};
  end
  assign lsu_req = x_go & x_clean & x_access & ~x_host;

  sectile_lsu #(.CacheLines(DCacheLines), .StoreDepth(StoreDepth)) u_lsu (
      .clk_i, .rst_ni,
      .req_i(lsu_req), .req_store_i(x_store), .req_atomic_i(x_atomic), .req_op_i(x_i.op),
      .req_addr_i(x_addr), .req_bytes_i(x_i.mem_bytes), .req_data_i(store_data),
      .req_expected_i(x_b_q), .hold_o(lsu_hold),
      .busy_o(lsu_busy), .data_o(lsu_data), .m_store_o(m_store), .wrote_o(lsu_wrote),
      .wdata_o(lsu_wdata),
      .store_mark_o(store_mark), .store_done_o(store_done), .store_idle_o(store_idle),
      .flush_i(flush_data), .inv_i(aw_valid_tile & aw_ready_tile), .inv_addr_i(aw_addr_tile),
      .ar_valid_o(l2_valid), .ar_ready_i(l2_ready), .ar_addr_o(l2_addr),
      .r_valid_i(l2_r_valid), .r_data_i(l2_r_data),
      .aw_valid_o(aw_valid_scalar), .aw_ready_i(aw_ready_scalar), .aw_addr_o(aw_addr_scalar),
      .aw_data_o(aw_data_scalar), .aw_strb_o(aw_strb_scalar), .b_valid_i(b_valid[0]));

  logic l2_valid, l2_ready, l2_r_valid;
  logic [63:0] l2_addr;
  logic [511:0] l2_r_data;
  sectile_l2 #(.Lines(L2Lines)) u_l2 (
      .clk_i, .rst_ni,
      .req_valid_i(l2_valid), .req_ready_o(l2_ready), .req_addr_i(l2_addr),
      .r_valid_o(l2_r_valid), .r_data_o(l2_r_data),
      .write_i((aw_valid_scalar & aw_ready_scalar) | (aw_valid_tile & aw_ready_tile)),
      .write_addr_i(axi_awaddr_o), .write_data_i(axi_wdata_o), .write_strb_i(axi_wstrb_o),
      .flush_i(flush_data),
      .ar_valid_o(ar_valid[1]), .ar_ready_i(ar_ready[1]), .ar_addr_o(ar_addr_scalar),
      .r_valid_i(r_valid[1]), .r_data_i(r_data));

  sectile_core_pkg::retire_t m_q, m_out;
  logic m_load_q, m_atomic_q, m_mul_q, m_signed_q, m_pair_q;
  logic [4:0] m_bytes_q;
  logic [1:0] m_cause_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      m_valid_q <= 1'b0;
      m_cause_q <= '0;
    end else if (!m_busy) begin
      m_valid_q <= x_go;
      m_cause_q <= x_valid_q ? x_stall : x_cause_q;
    end
    if (x_go) begin
      m_q <= {1'b1, x_trap, x_intr, order_q, x_pc_q, x_word_q, x_cause, x_tval,
              x_we, x_rd, x_result, x_we2, x_rd2, 64'b0,
              lsu_req & ~x_store, (lsu_req | (x_clean & x_access & x_host)) & x_store, x_addr, x_mask,
              store_data};
      m_load_q <= lsu_req & ~x_store;
      m_atomic_q <= lsu_req & x_atomic;
      m_pair_q <= x_pair;
      m_mul_q <= mul_valid;
      m_signed_q <= x_i.mem_signed;
      m_bytes_q <= x_i.mem_bytes;
    end
  end
  logic [15:0] x_mask;
  assign x_mask = ~(16'hffff << x_i.mem_bytes);

  assign m_busy = lsu_busy;
  assign m_commit = m_valid_q & ~m_busy;
  assign m_stall = m_valid_q ? sectile_core_pkg::StallData : m_cause_q;
  always_comb begin
    m_we = m_valid_q & m_q.rd_we & ~m_busy;
    m_we2 = m_valid_q & m_q.rd2_we & ~m_busy;
    m_rd = m_q.rd;
    m_rd2 = m_q.rd2;
    m_value = m_q.rd_data;
    m_value2 = m_pair_q & m_bytes_q == 5'd16 ? lsu_data[127:64] : {{32{lsu_data[63]}}, lsu_data[63:32]};
    if (m_mul_q) m_value = product;
    if (m_load_q) begin
      unique case (m_bytes_q)
        5'd1: m_value = {{56{m_signed_q & lsu_data[7]}}, lsu_data[7:0]};
        5'd2: m_value = {{48{m_signed_q & lsu_data[15]}}, lsu_data[15:0]};
        5'd4: m_value = {{32{(m_signed_q | m_atomic_q) & lsu_data[31]}}, lsu_data[31:0]};
        5'd8: m_value = m_pair_q ? {{32{lsu_data[31]}}, lsu_data[31:0]} : lsu_data[63:0];
        default: m_value = lsu_data[63:0];
      endcase
    end
    m_out = m_q;
    m_out.valid = m_commit;
    m_out.rd_data = m_value;
    m_out.rd2_data = m_value2;
    if (m_load_q) m_out.mem_data = lsu_data;
    if (m_atomic_q) begin
      m_out.mem_we = lsu_wrote;
      m_out.mem_data = {64'b0, lsu_wrote ? lsu_wdata : lsu_data[63:0]};
    end
  end
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      retire_o <= '0;
      stall_o <= '0;
    end else begin
      if (m_commit) retire_o <= m_out;
      else retire_o.valid <= 1'b0;
      stall_o <= {~m_commit, m_stall};
    end
  end

  // ==== tiles ========================================================================================
  logic [2:0] src_valid, read_release, write_release;
  logic [14:0] src;
  logic dst_valid, acc, tmat_push, telem_push, tmem_push, scoreboard_idle;
  logic [SlotBits-1:0] slot;
  logic [2:0] unit_start;
  logic [3*SlotBits-1:0] read_slot, write_slot, start_slot;
  logic [Slots-1:0] src_ready, acc_ready, dst_ready;

  assign tmem_push = tile_push & x_i.unit == sectile_pkg::UNIT_TMEM;
  assign tmat_push = tile_push & x_i.unit == sectile_pkg::UNIT_TMAT;
  assign telem_push = tile_push & x_i.unit == sectile_pkg::UNIT_TELEM;
  // A store's tile is named d. A unit that rewrites part of td under a mask does not
  // read it; the multiply reads it as its accumulator.
  assign src_valid = {x_i.c_reads_t, x_i.b_reads_t,
                      x_i.a_reads_t | (x_i.d_reads_t & ~x_i.d_writes_t)};
  assign src = {x_i.c, x_i.b, x_i.a_reads_t ? x_i.a : x_i.d};
  assign dst_valid = x_i.d_writes_t;
  assign acc = x_i.d_reads_t & x_i.d_writes_t;

  sectile_scoreboard #(.ReleasePorts(3)) u_scoreboard (
      .clk_i, .rst_ni, .slot_free_o(slot_free), .slot_o(slot), .alloc_i(tile_push),
      .src_valid_i(src_valid), .src_i(src), .acc_i(acc), .dst_valid_i(dst_valid), .dst_i(x_i.d),
      .read_release_i(read_release), .read_slot_i(read_slot),
      .write_release_i(write_release), .write_slot_i(write_slot),
      .src_ready_o(src_ready), .acc_ready_o(acc_ready), .dst_ready_o(dst_ready),
      .idle_o(scoreboard_idle));

  logic [4:0] tf_re;
  logic [49:0] tf_raddr;
  logic [2559:0] tf_rdata;
  logic tf_we;
  logic [9:0] tf_waddr;
  logic [15:0] tf_wmask;
  logic [511:0] tf_wdata;
  sectile_tile_file #(.ReadPorts(5), .Hold({{3{ElementLanes != 16}}, 2'b10})) u_tile_file (
      .clk_i, .re_i(tf_re), .raddr_i(tf_raddr), .rdata_o(tf_rdata),
      .we_i(tf_we), .waddr_i(tf_waddr), .wmask_i(tf_wmask), .wdata_i(tf_wdata));

  logic tmem_we, tmat_we, telem_we, tmem_last, tmat_last, telem_last;
  logic [9:0] tmem_waddr, tmat_waddr, telem_waddr;
  logic [511:0] tmem_wdata, tmat_wdata, telem_wdata;
  logic [15:0] telem_wmask;
  logic [31:0] tmem_order, tmat_order, telem_order, store_order;
  logic tmem_busy, tmat_busy, telem_busy, tmat_idle, telem_idle, store_last;

  logic [2:1] tf_grant;
  logic unit_we;
  logic [9:0] unit_waddr;
  logic [511:0] unit_wdata;
  sectile_tile_write u_tile_write (
      .we_i({tmem_we, tmat_we, telem_we}), .grant_o(tf_grant),
      .waddr_telem_i(telem_waddr), .waddr_tmat_i(tmat_waddr), .waddr_tmem_i(tmem_waddr),
      .wmask_telem_i(telem_wmask),
      .wdata_telem_i(telem_wdata), .wdata_tmat_i(tmat_wdata), .wdata_tmem_i(tmem_wdata),
      .worder_telem_i(telem_order), .worder_tmat_i(tmat_order), .worder_tmem_i(tmem_order),
      .wlast_i({tmem_last, tmat_last, telem_last}),
      .we_o(unit_we), .waddr_o(unit_waddr), .wmask_o(tf_wmask), .wdata_o(unit_wdata),
      .worder_o(tw_order_o), .wlast_o(tw_last_o));
  assign tf_we = unit_we | load_q[2];
  assign tf_waddr = unit_we ? unit_waddr : {1'b0, load_number_q[8:0]};
  assign tf_wdata = unit_we ? unit_wdata : load_data_q;
  assign tw_valid_o = tf_we;
  assign {tw_column_o, tw_tile_o, tw_index_o} = tf_waddr;
  assign tw_mask_o = tf_wmask;
  assign tw_data_o = tf_wdata;

  sectile_tmat #(.Lanes(MatrixLanes), .QueueDepth(MatrixQueue)) u_tmat (
      .clk_i, .rst_ni, .push_i(tmat_push), .op_i(tile_op), .slot_i(slot), .full_o(tmat_full),
      .other_write_i(tile_push & dst_valid & ~tmat_push), .other_td_i(x_i.d),
      .src_ready_i(src_ready), .acc_ready_i(acc_ready), .dst_ready_i(dst_ready),
      .read_release_o(read_release[0]), .read_slot_o(read_slot[0 +: SlotBits]),
      .write_release_o(write_release[0]), .write_slot_o(write_slot[0 +: SlotBits]),
      .re_o(tf_re[0]), .raddr_o(tf_raddr[9:0]), .rdata_i(tf_rdata[511:0]),
      .we_o(tmat_we), .waddr_o(tmat_waddr), .wdata_o(tmat_wdata), .worder_o(tmat_order),
      .wlast_o(tmat_last), .wgrant_i(tf_grant[1]), .start_o(unit_start[0]),
      .start_slot_o(start_slot[0 +: SlotBits]), .busy_o(tmat_busy), .idle_o(tmat_idle));

  sectile_telem #(.QueueDepth(ElementQueue), .Lanes(ElementLanes)) u_telem (
      .clk_i, .rst_ni, .push_i(telem_push), .op_i(tile_op), .slot_i(slot), .full_o(telem_full),
      .src_ready_i(src_ready), .dst_ready_i(dst_ready),
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
      .query_i(x_valid_q & x_clean & x_access & ~x_host), .query_store_i(x_store | x_atomic),
      .query_lo_i({x_addr[63:6], 6'b0}), .query_hi_i({x_last_addr[63:6], 6'h3f}),
      .conflict_o(tmem_conflict),
      .src_ready_i(src_ready), .dst_ready_i(dst_ready),
      .read_release_o(read_release[2]), .read_slot_o(read_slot[2*SlotBits +: SlotBits]),
      .write_release_o(write_release[2]), .write_slot_o(write_slot[2*SlotBits +: SlotBits]),
      .re_o(tf_re[1]), .raddr_o(tf_raddr[19:10]), .rdata_i(tf_rdata[1023:512]),
      .we_o(tmem_we), .waddr_o(tmem_waddr), .wdata_o(tmem_wdata), .worder_o(tmem_order),
      .wlast_o(tmem_last), .wgrant_i(tf_grant[2]),
      .ar_valid_o(ar_valid[2]), .ar_ready_i(ar_ready[2]), .ar_addr_o(ar_addr_tile),
      .r_valid_i(r_valid[2]), .r_ready_o(r_ready_tile), .r_data_i(r_data),
      .aw_valid_o(aw_valid_tile), .aw_ready_i(aw_ready_tile), .aw_addr_o(aw_addr_tile),
      .aw_data_o(aw_data_tile), .aw_strb_o(aw_strb_tile), .b_valid_i(b_valid[1]),
      .st_order_o(store_order), .st_last_o(store_last), .start_o(unit_start[2]),
      .start_slot_o(start_slot[2*SlotBits +: SlotBits]), .busy_o(tmem_busy), .idle_o(tmem_idle));
  logic r_ready_tile;

  assign ts_valid_o = aw_valid_tile & aw_ready_tile;
  assign ts_order_o = store_order;
  assign ts_addr_o = aw_addr_tile;
  assign ts_strb_o = aw_strb_tile;
  assign ts_data_o = aw_data_tile;
  assign ts_last_o = store_last;
  assign busy_o = {div_busy | (fpu_busy & fpu_divides), fpu_busy & ~fpu_divides, telem_busy, tmat_busy,
                   tmem_busy};
  assign state_o = {f_valid, d_valid_q, d_hazard, x_valid_q, x_done, m_valid_q, lsu_busy, store_idle,
                    tmem_idle, tmat_idle, telem_idle, scoreboard_idle, tmem_full, tmat_full,
                    telem_full, tmem_conflict};

  // ==== traces =======================================================================================
  always_comb begin
    trace_o = '0;
    if (trace_q) begin
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

  // ==== bus ============================================================================================
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

  // ==== what the parts promise each other ===========================================================
`ifdef SECTILE_ASSERT
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   $onehot0({tmem_push, tmat_push, telem_push}) & ((tmem_push | tmat_push | telem_push) == tile_push))
  else $error("a tile instruction went to no unit or to several");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   (tmem_push & tmem_full) | (tmat_push & tmat_full) | (telem_push & telem_full) |-> 1'b0)
  else $error("a tile instruction pushed into a full queue");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   tmat_we & ~tf_grant[1] |=> tmat_we & $stable({tmat_waddr, tmat_wdata}))
  else $error("the matrix unit's row did not stay");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   tmem_we & ~tf_grant[2] |=> tmem_we & $stable({tmem_waddr, tmem_wdata}))
  else $error("the tile memory unit's row did not stay");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   host_valid_o & ~host_done_i |=> host_valid_o & $stable(host_command_o))
  else $error("the host's command did not stay");
  // The trap that halts has left execute and retires a little later, as what is
  // before it does.
  logic halt_retired_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) halt_retired_q <= 1'b0;
    else if (halt_o & retire_o.valid & retire_o.order == order_q - 32'd1) halt_retired_q <= 1'b1;
  end
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   halt_o |=> halt_o & $stable(order_q))
  else $error("an instruction left execute after the halt");
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   halt_retired_q |-> ~retire_o.valid)
  else $error("an instruction retired after the trap that halted");
`endif
endmodule

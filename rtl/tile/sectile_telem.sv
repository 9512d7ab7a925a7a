// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The elementwise unit: with 16 lanes, one row per cycle enters a pipeline of four stages:
//   1  operands are selected; products of fused multiply-adds; operations without arithmetic
//   2  sums of fused multiply-adds; all other arithmetic
//   3  rounding
//   4  packing of narrow elements
//
// With fewer lanes each step takes 16 / Lanes cycles, called beats: the lanes process the
// words of the row in ascending order, a beat in each of stages 1 to 3, and all other
// registers change in the last beat.
//
// Most instructions process row by row. A reduction along rows takes four passes through the
// same lanes; four rows are interleaved, so that a pass finds the result of the previous pass
// at the end of the pipeline. A reduction along columns does the same with columns, which the
// tile file reads and writes like rows. Transpositions, rotations and permutations of rows
// write row i from another row; they first read the whole tile into a buffer, since the
// destination may be the source. Division and square root compute one bit per cycle in all
// lanes. A part of a packed tile and a single word are written with a mask of words, so that
// the old tile is not read.
//
// An instruction starts in the step after the last row of the previous one is read, even if
// it reads or overwrites that one's result: row i is written five steps after it is read, and
// rows are read in order.
module sectile_telem #(
    parameter int unsigned QueueDepth = 8,
    parameter int unsigned Lanes = 16        // a power of two, at most 16
) (
    input  logic                             clk_i,
    input  logic                             rst_ni,

    input  logic                             push_i,
    input  sectile_core_pkg::tile_op_t       op_i,
    input  sectile_core_pkg::slot_t          slot_i,
    output logic                             full_o,

    input  logic [sectile_core_pkg::Slots-1:0] src_ready_i,
    input  logic [sectile_core_pkg::Slots-1:0] dst_ready_i,
    output sectile_core_pkg::slot_t          next_slot_o,    // the next instruction,
    output logic [sectile_core_pkg::Slots-1:0] running_o,    // those it need not wait for,
    input  logic                             next_ready_i,   // whether it waits for no others
    output logic                             read_release_o,
    output sectile_core_pkg::slot_t          read_slot_o,
    output logic                             write_release_o,
    output sectile_core_pkg::slot_t          write_slot_o,

    output logic [2:0]                       re_o,
    output logic [29:0]                      raddr_o,
    input  logic [1535:0]                    rdata_i,
    output logic                             we_o,       // without a grant
    output logic [9:0]                       waddr_o,
    output logic [15:0]                      wmask_o,
    output logic [511:0]                     wdata_o,
    output logic [31:0]                      worder_o,
    output logic                             wlast_o,

    output logic                             word_valid_o,  // result of tgetw
    output logic [31:0]                      word_o,
    output logic                             start_o,      // starts
    output sectile_core_pkg::slot_t          start_slot_o, // this instruction
    output logic                             busy_o,
    output logic                             idle_o
);
  localparam int unsigned SlotBits = sectile_core_pkg::SlotBits;
  localparam int unsigned OpBits = $bits(op_i);

  // ---- beats ----------------------------------------------------------------------------
  logic step;                           // this is the last beat
  logic [3:0] first;                    // word of the row in lane 0
  if (Lanes == 16) begin : g_row
    assign step = 1'b1;
    assign first = '0;
  end else begin : g_beats
    logic [3:0] first_q;
    always_ff @(posedge clk_i) begin
      if (!rst_ni) first_q <= '0;
      else first_q <= first_q + 4'(Lanes);
    end
    assign step = first_q == 4'(16 - Lanes);
    assign first = first_q;
  end

  // ---- queue ----------------------------------------------------------------------------
  logic q_empty, q_pop;
  logic [SlotBits-1:0] q_slot;
  logic [OpBits+SlotBits-1:0] q_data;
  sectile_core_pkg::tile_op_t q_op;

  sectile_fifo #(.Width(OpBits + SlotBits), .Depth(QueueDepth)) u_queue (
      .clk_i, .rst_ni, .push_i, .full_o, .data_i({op_i, slot_i}),
      .empty_o(q_empty), .data_o(q_data), .pop_i(q_pop));
  assign q_op = q_data[OpBits+SlotBits-1:SlotBits];
  assign q_slot = q_data[SlotBits-1:0];

  // ---- opcode to walk ----------------------------------------------------------------
  typedef enum logic [2:0] { WalkRows, WalkReduce, WalkBuffer, WalkOnce, WalkDivide } walk_e;
  walk_e q_walk;
  logic q_column;                       // of columns, not rows
  always_comb begin
    q_walk = WalkRows;
    q_column = 1'b0;
    unique case (q_op.op)
      sectile_pkg::OP_TDIV_F32, sectile_pkg::OP_TSDIV_F32, sectile_pkg::OP_TSQRT_F32:
        q_walk = WalkDivide;
      sectile_pkg::OP_TREDROW_ADD_F32, sectile_pkg::OP_TREDROW_MIN_F32,
      sectile_pkg::OP_TREDROW_MAX_F32, sectile_pkg::OP_TREDROW_ADD_I32,
      sectile_pkg::OP_TREDROW_MIN_I32, sectile_pkg::OP_TREDROW_MAX_I32: q_walk = WalkReduce;
      sectile_pkg::OP_TREDCOL_ADD_F32, sectile_pkg::OP_TREDCOL_MIN_F32,
      sectile_pkg::OP_TREDCOL_MAX_F32, sectile_pkg::OP_TREDCOL_ADD_I32,
      sectile_pkg::OP_TREDCOL_MIN_I32, sectile_pkg::OP_TREDCOL_MAX_I32: begin
        q_walk = WalkReduce;
        q_column = 1'b1;
      end
      sectile_pkg::OP_TTRANS: begin q_walk = WalkBuffer; q_column = 1'b1; end
      sectile_pkg::OP_TROTROW, sectile_pkg::OP_TPERMROW: q_walk = WalkBuffer;
      sectile_pkg::OP_TGETW, sectile_pkg::OP_TPUTW: q_walk = WalkOnce;
      default: ;
    endcase
  end

  // Whether it reads a row before the step of that number; whether it does not write in row order.
  logic q_reads_ahead, q_writes_late;
  assign q_reads_ahead = q_column | q_op.op == sectile_pkg::OP_TBROW
                       | q_op.op == sectile_pkg::OP_TPERMROW | q_op.op == sectile_pkg::OP_TGETW;
  assign q_writes_late = (q_column & q_walk == WalkReduce) | q_walk == WalkOnce;

  // ---- issue: one row a step -------------------------------------------------------------------
  typedef enum logic [2:0] { Idle, Walk, Gather, Spread, DivideWait } state_e;
  state_e state_q;
  sectile_core_pkg::tile_op_t op_q;     // the instruction that is issued
  logic [SlotBits-1:0] slot_q;
  walk_e walk_q;
  logic column_q;
  logic walk_end;
  logic [5:0] cnt_q;
  logic issue, last_issue, reads;
  logic [3:0] index;
  logic [1:0] level;

  // ---- stage 0: operands arrive ----------------------------------------------------------------
  sectile_core_pkg::tile_op_t s0_op_q;
  logic s0_valid_q, s0_last_q, s0_last_read_q, s0_column_q;
  logic [SlotBits-1:0] s0_slot_q;
  logic [3:0] s0_index_q;
  logic [1:0] s0_level_q;
  walk_e s0_walk_q;

  assign level = walk_q == WalkReduce ? cnt_q[3:2] : 2'd0;
  assign index = walk_q == WalkReduce ? {cnt_q[5:4], cnt_q[1:0]}
               : op_q.op == sectile_pkg::OP_TGETW ? op_q.sb[7:4] : cnt_q[3:0];
  always_comb begin
    issue = 1'b0;
    last_issue = 1'b0;
    reads = 1'b0;
    unique case (state_q)
      Walk: begin
        issue = 1'b1;
        reads = level == '0;
        unique case (walk_q)
          WalkReduce: last_issue = cnt_q == 6'd63;
          WalkOnce: last_issue = 1'b1;
          default: last_issue = cnt_q == 6'd15;
        endcase
      end
      Gather: reads = 1'b1;
      Spread: begin
        issue = 1'b1;
        last_issue = cnt_q == 6'd15;
      end
      default: ;
    endcase
    re_o = reads & step ? op_q.reads : 3'b000;
    // The indices of a permutation of rows are column 0.
    raddr_o = {column_q, op_q.tc, index,
               op_q.op == sectile_pkg::OP_TPERMROW ? {1'b1, op_q.tb, 4'd0}
                                                   : {column_q, op_q.tb, index},
               column_q, op_q.ta, op_q.op == sectile_pkg::OP_TBROW ? op_q.sb[3:0] : index};
  end

  logic divide_done;
  assign walk_end = (issue & last_issue & walk_q != WalkDivide)
                  | (walk_q == WalkDivide & state_q == DivideWait & divide_done
                     & cnt_q[3:0] == 4'd15);

  // ---- operands ----------------------------------------------------------------------------------
  logic [511:0] a, b, c, x, y, z;
  logic [511:0] s4_q;
  logic [511:0] gather_q[16];
  logic [63:0] from_q;                  // 4 bits for each row i: its source row in the buffer
  logic [511:0] gathered;
  assign gathered = gather_q[from_q[{cnt_q[3:0], 2'b0} +: 4]];
  logic uses_fma;
  // control signals that accompany a row
  localparam int unsigned TagBits = 1 + 1 + 10 + 16 + SlotBits + 32;
  logic [TagBits-1:0] s0_tag, s1_tag_q, s2_tag_q, s3_tag_q, s4_tag_q;
  logic s1_valid_q, s2_valid_q, s3_valid_q, s4_valid_q;
  logic [15:0] s0_mask;
  logic s0_write;
  logic divide_load, divide_result;

  always_comb begin
    a = '0;
    b = '0;
    c = '0;
    if (s0_valid_q) begin
      a = rdata_i[511:0];
      b = rdata_i[1023:512];
      c = rdata_i[1535:1024];
      if (s0_op_q.scalar_b) b = {16{s0_op_q.sb[31:0]}};
      if (s0_op_q.scalar_c) c = {16{s0_op_q.sc[31:0]}};
      if (s0_walk_q == WalkReduce) begin
        if (s0_level_q != '0) a = s4_q;
        unique case (s0_level_q)
          2'd0: b = {256'b0, a[511:256]};
          2'd1: b = {384'b0, a[255:128]};
          2'd2: b = {448'b0, a[127:64]};
          default: b = {480'b0, a[63:32]};
        endcase
      end
    end
  end

  // Operands of all operations that use the fused multiply-add.
  always_comb begin
    uses_fma = 1'b0;
    x = a;
    y = b;
    z = c;
    if (s0_valid_q) begin
      unique case (s0_op_q.op)
        sectile_pkg::OP_TADD_F32, sectile_pkg::OP_TSADD_F32,
        sectile_pkg::OP_TREDROW_ADD_F32, sectile_pkg::OP_TREDCOL_ADD_F32: begin
          uses_fma = 1'b1;
          y = {16{32'h3f80_0000}};
          z = b;
        end
        sectile_pkg::OP_TSUB_F32, sectile_pkg::OP_TSSUB_F32: begin
          uses_fma = 1'b1;
          y = {16{32'h3f80_0000}};
          z = b ^ {16{32'h8000_0000}};
        end
        sectile_pkg::OP_TMUL_F32, sectile_pkg::OP_TSMUL_F32: begin
          uses_fma = 1'b1;
          z = {16{32'h8000_0000}};
        end
        sectile_pkg::OP_TFMADD_F32, sectile_pkg::OP_TFBMADD_F32, sectile_pkg::OP_TFCMADD_F32:
          uses_fma = 1'b1;
        sectile_pkg::OP_TFMSUB_F32, sectile_pkg::OP_TFBMSUB_F32, sectile_pkg::OP_TFCMSUB_F32: begin
          uses_fma = 1'b1;
          z = c ^ {16{32'h8000_0000}};
        end
        sectile_pkg::OP_TFNMADD_F32, sectile_pkg::OP_TFBNMADD_F32, sectile_pkg::OP_TFCNMADD_F32: begin
          uses_fma = 1'b1;
          x = a ^ {16{32'h8000_0000}};
        end
        sectile_pkg::OP_TFNMSUB_F32, sectile_pkg::OP_TFBNMSUB_F32, sectile_pkg::OP_TFCNMSUB_F32: begin
          uses_fma = 1'b1;
          x = a ^ {16{32'h8000_0000}};
          z = c ^ {16{32'h8000_0000}};
        end
        default: ;
      endcase
    end
  end

  // ---- stage 1: products, operands, operations without arithmetic --------------------------------
  // Of fused multiply-adds a lane has fma_f32_product and the addend. A multiplication has the
  // addend -0, which keeps the sign of a zero product: -0 + -0 = -0 and +0 + -0 = +0. Results
  // of divisions and square roots are rounded as products. Of other operations a lane has
  // {second, first operand}, and the third instead of the addend, or its result.
  logic lane_valid, p_valid_q;
  logic p_fma_q, p_done_q;              // a product; a result
  sectile_pkg::op_t p_op_q;
  logic [64*Lanes-1:0] p_q;
  logic [32*Lanes-1:0] addend_q;
  logic [61*Lanes-1:0] divide_products;

  assign lane_valid = divide_result | state_q == Spread
                    | (s0_valid_q & s0_walk_q != WalkBuffer & s0_walk_q != WalkDivide);
  always_ff @(posedge clk_i) begin
    if (!rst_ni) p_valid_q <= 1'b0;
    else p_valid_q <= lane_valid;
    p_op_q <= s0_op_q.op;
    p_fma_q <= divide_result | (state_q != Spread & uses_fma);
    p_done_q <= 1'b1;
    if (divide_result) begin
      for (int n = 0; n < Lanes; n++) begin
        p_q[64*n +: 64] <= {3'b0, divide_products[61*n +: 61]};
        addend_q[32*n +: 32] <= {divide_products[61*n + 58], 31'b0};
      end
    end else if (state_q == Spread) begin
      for (int n = 0; n < Lanes; n++) begin
        p_q[64*n +: 32] <= gathered[{first | 4'(n), 5'b0} +: 32];
      end
    end else if (s0_valid_q) begin
      if (uses_fma) begin
        for (int n = 0; n < Lanes; n++) begin
          p_q[64*n +: 64] <= {3'b0, sectile_fp_pkg::fma_f32_product(
              x[{first | 4'(n), 5'b0} +: 32], y[{first | 4'(n), 5'b0} +: 32])};
          addend_q[32*n +: 32] <= z[{first | 4'(n), 5'b0} +: 32];
        end
      end else begin
        unique case (s0_op_q.op)
          sectile_pkg::OP_TZERO: for (int n = 0; n < Lanes; n++) p_q[64*n +: 32] <= '0;
          sectile_pkg::OP_TIDXROW:
            for (int n = 0; n < Lanes; n++) p_q[64*n +: 32] <= {28'b0, s0_index_q};
          sectile_pkg::OP_TIDXCOL:
            for (int n = 0; n < Lanes; n++) p_q[64*n +: 32] <= {28'b0, first | 4'(n)};
          sectile_pkg::OP_TIDXLIN:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <= {24'b0, s0_index_q, first | 4'(n)};
            end
          sectile_pkg::OP_TSPLAT, sectile_pkg::OP_TPUTW:
            for (int n = 0; n < Lanes; n++) p_q[64*n +: 32] <= s0_op_q.sa[31:0];
          sectile_pkg::OP_TMASK_LIN:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <= {32{~s0_op_q.sa[63]
                  & (s0_op_q.sa[62:8] != '0 | {s0_index_q, first | 4'(n)} < s0_op_q.sa[7:0])}};
            end
          sectile_pkg::OP_TMASK_RECT:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <= {32{s0_op_q.full
                  | ({4'b0, s0_index_q} >= s0_op_q.sa[23:16]
                     & {4'b0, s0_index_q} < s0_op_q.sa[7:0]
                     & {4'b0, first | 4'(n)} >= s0_op_q.sa[31:24]
                     & {4'b0, first | 4'(n)} < s0_op_q.sa[15:8])}};
            end
          sectile_pkg::OP_TSEL:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <= c[{first | 4'(n), 5'b0} +: 32] != '0
                  ? a[{first | 4'(n), 5'b0} +: 32] : b[{first | 4'(n), 5'b0} +: 32];
            end
          sectile_pkg::OP_TBCOL:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <= a[{s0_op_q.sb[3:0], 5'b0} +: 32];
            end
          sectile_pkg::OP_TROTCOL:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <= a[{(first | 4'(n)) + s0_op_q.sb[3:0], 5'b0} +: 32];
            end
          sectile_pkg::OP_TPERM:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <= a[{b[{first | 4'(n), 5'b0} +: 4], 5'b0} +: 32];
            end
          sectile_pkg::OP_TMOV, sectile_pkg::OP_TBROW:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <= a[{first | 4'(n), 5'b0} +: 32];
            end
          // A part is half a word. Each lane makes a bit for each half of the result's word:
          // the new one, and one of the other half from the old tile.
          sectile_pkg::OP_TPACK_B1, sectile_pkg::OP_TPACKZ_B1:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <= s0_op_q.imm[0]
                  ? {30'b0, a[{first | 4'(n), 5'b0} +: 32] != '0,
                     b[{s0_op_q.imm[4:1], 1'b0, first | 4'(n)}]}
                  : {30'b0, b[{s0_op_q.imm[4:1], 1'b1, first | 4'(n)}],
                     a[{first | 4'(n), 5'b0} +: 32] != '0};
            end
          sectile_pkg::OP_TUNPK_I4:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <= {{28{a[{s0_op_q.imm[2:0], first | 4'(n), 2'd3}]}},
                                              a[{s0_op_q.imm[2:0], first | 4'(n), 2'b0} +: 4]};
            end
          sectile_pkg::OP_TUNPK_U4:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <=
                  {28'b0, a[{s0_op_q.imm[2:0], first | 4'(n), 2'b0} +: 4]};
            end
          sectile_pkg::OP_TUNPK_B1:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <= {31'b0, a[{s0_op_q.imm[4:0], first | 4'(n)}]};
            end
          sectile_pkg::OP_TUNPK_F16:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <=
                  sectile_fp_pkg::f16_to_f32(a[{s0_op_q.imm[0], first | 4'(n), 4'b0} +: 16]);
            end
          sectile_pkg::OP_TUNPK_BF16:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <=
                  sectile_fp_pkg::bf16_to_f32(a[{s0_op_q.imm[0], first | 4'(n), 4'b0} +: 16]);
            end
          sectile_pkg::OP_TUNPK_E4M3:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <=
                  sectile_fp_pkg::e4m3_to_f32(a[{s0_op_q.imm[1:0], first | 4'(n), 3'b0} +: 8]);
            end
          sectile_pkg::OP_TUNPK_E5M2:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <=
                  sectile_fp_pkg::e5m2_to_f32(a[{s0_op_q.imm[1:0], first | 4'(n), 3'b0} +: 8]);
            end
          sectile_pkg::OP_TUNPK_I8:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <= {{24{a[{s0_op_q.imm[1:0], first | 4'(n), 3'd7}]}},
                                              a[{s0_op_q.imm[1:0], first | 4'(n), 3'b0} +: 8]};
            end
          sectile_pkg::OP_TUNPK_U8:
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 32] <=
                  {24'b0, a[{s0_op_q.imm[1:0], first | 4'(n), 3'b0} +: 8]};
            end
          sectile_pkg::OP_TSCALE_F32, sectile_pkg::OP_TSSCALE_F32: begin
            p_fma_q <= 1'b1;
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 64] <= {3'b0, sectile_fp_pkg::scale_product_f32(
                  a[{first | 4'(n), 5'b0} +: 32], b[{first | 4'(n), 5'b0} +: 32])};
              addend_q[32*n +: 32] <= {a[{first | 4'(n), 5'd31}], 31'b0};
            end
          end
          default: begin
            p_done_q <= 1'b0;
            for (int n = 0; n < Lanes; n++) begin
              p_q[64*n +: 64] <= {b[{first | 4'(n), 5'b0} +: 32], a[{first | 4'(n), 5'b0} +: 32]};
              addend_q[32*n +: 32] <= c[{first | 4'(n), 5'b0} +: 32];
            end
          end
        endcase
      end
    end
  end

  // ---- stage 2: arithmetic -------------------------------------------------------------------------
  function automatic logic [31:0] int_lane(input sectile_pkg::op_t op, input logic [31:0] u,
                                           input logic [31:0] v);
    logic signed [63:0] p;
    logic [31:0] t;
    p = $signed({{32{u[31]}}, u}) * $signed({{32{v[31]}}, v});
    unique case (op)
      sectile_pkg::OP_TADD_I32, sectile_pkg::OP_TSADD_I32,
      sectile_pkg::OP_TREDROW_ADD_I32, sectile_pkg::OP_TREDCOL_ADD_I32: int_lane = u + v;
      sectile_pkg::OP_TSUB_I32, sectile_pkg::OP_TSSUB_I32: int_lane = u - v;
      sectile_pkg::OP_TMUL_I32, sectile_pkg::OP_TSMUL_I32: int_lane = p[31:0];
      sectile_pkg::OP_TMULH_I32, sectile_pkg::OP_TSMULH_I32: int_lane = p[63:32];
      sectile_pkg::OP_TMULHR_I32, sectile_pkg::OP_TSMULHR_I32: begin
        // only the square of the smallest number overflows
        if (u == 32'h8000_0000 && v == 32'h8000_0000) int_lane = 32'h7fff_ffff;
        else int_lane = p[62:31] + {31'b0, p[30]};
      end
      sectile_pkg::OP_TRSR_I32, sectile_pkg::OP_TSRSR_I32: begin
        // to nearest, ties away from zero
        t = 32'hffff_ffff >> (6'd32 - {1'b0, v[4:0]});
        int_lane = $signed(u) >>> v[4:0];
        if ((u & t) > ((t >> 1) + {31'b0, u[31] & t != '0})) int_lane = int_lane + 32'd1;
      end
      sectile_pkg::OP_TSLL_I32, sectile_pkg::OP_TSSLL_I32: int_lane = u << v[4:0];
      sectile_pkg::OP_TSRL_I32, sectile_pkg::OP_TSSRL_I32: int_lane = u >> v[4:0];
      sectile_pkg::OP_TSRA_I32, sectile_pkg::OP_TSSRA_I32: int_lane = $signed(u) >>> v[4:0];
      sectile_pkg::OP_TAND_I32, sectile_pkg::OP_TSAND_I32: int_lane = u & v;
      sectile_pkg::OP_TOR_I32, sectile_pkg::OP_TSOR_I32: int_lane = u | v;
      sectile_pkg::OP_TXOR_I32, sectile_pkg::OP_TSXOR_I32: int_lane = u ^ v;
      sectile_pkg::OP_TANDN_I32, sectile_pkg::OP_TSANDN_I32: int_lane = u & ~v;
      sectile_pkg::OP_TMIN_I32, sectile_pkg::OP_TSMIN_I32,
      sectile_pkg::OP_TREDROW_MIN_I32, sectile_pkg::OP_TREDCOL_MIN_I32:
        int_lane = $signed(u) < $signed(v) ? u : v;
      sectile_pkg::OP_TMAX_I32, sectile_pkg::OP_TSMAX_I32,
      sectile_pkg::OP_TREDROW_MAX_I32, sectile_pkg::OP_TREDCOL_MAX_I32:
        int_lane = $signed(u) < $signed(v) ? v : u;
      sectile_pkg::OP_TMINU_I32, sectile_pkg::OP_TSMINU_I32: int_lane = u < v ? u : v;
      sectile_pkg::OP_TMAXU_I32, sectile_pkg::OP_TSMAXU_I32: int_lane = u < v ? v : u;
      sectile_pkg::OP_TCEQ_I32, sectile_pkg::OP_TSCEQ_I32: int_lane = {32{u == v}};
      sectile_pkg::OP_TCNE_I32, sectile_pkg::OP_TSCNE_I32: int_lane = {32{u != v}};
      sectile_pkg::OP_TCLT_I32, sectile_pkg::OP_TSCLT_I32: int_lane = {32{$signed(u) < $signed(v)}};
      sectile_pkg::OP_TCLE_I32, sectile_pkg::OP_TSCLE_I32: int_lane = {32{$signed(u) <= $signed(v)}};
      sectile_pkg::OP_TCLTU_I32, sectile_pkg::OP_TSCLTU_I32: int_lane = {32{u < v}};
      sectile_pkg::OP_TCLEU_I32, sectile_pkg::OP_TSCLEU_I32: int_lane = {32{u <= v}};
      default: int_lane = u;
    endcase
  endfunction

  function automatic logic [31:0] float_lane(input sectile_pkg::op_t op, input logic [31:0] u,
                                             input logic [31:0] v);
    unique case (op)
      sectile_pkg::OP_TMIN_F32, sectile_pkg::OP_TSMIN_F32,
      sectile_pkg::OP_TREDROW_MIN_F32, sectile_pkg::OP_TREDCOL_MIN_F32:
        float_lane = sectile_fp_pkg::minmax_f32(u, v, 1'b0);
      sectile_pkg::OP_TMAX_F32, sectile_pkg::OP_TSMAX_F32,
      sectile_pkg::OP_TREDROW_MAX_F32, sectile_pkg::OP_TREDCOL_MAX_F32:
        float_lane = sectile_fp_pkg::minmax_f32(u, v, 1'b1);
      sectile_pkg::OP_TCEQ_F32, sectile_pkg::OP_TSCEQ_F32:
        float_lane = {32{sectile_fp_pkg::compare_f32(u, v, 2'd0)}};
      sectile_pkg::OP_TCNE_F32, sectile_pkg::OP_TSCNE_F32:
        float_lane = {32{~sectile_fp_pkg::compare_f32(u, v, 2'd0)}};
      sectile_pkg::OP_TCLT_F32, sectile_pkg::OP_TSCLT_F32:
        float_lane = {32{sectile_fp_pkg::compare_f32(u, v, 2'd1)}};
      sectile_pkg::OP_TCLE_F32, sectile_pkg::OP_TSCLE_F32:
        float_lane = {32{sectile_fp_pkg::compare_f32(u, v, 2'd2)}};
      sectile_pkg::OP_TNEAR_F32: float_lane = sectile_fp_pkg::integral_f32(u, 2'd0);
      sectile_pkg::OP_TFLOOR_F32: float_lane = sectile_fp_pkg::integral_f32(u, 2'd1);
      sectile_pkg::OP_TCEIL_F32: float_lane = sectile_fp_pkg::integral_f32(u, 2'd2);
      sectile_pkg::OP_TTRUNC_F32: float_lane = sectile_fp_pkg::integral_f32(u, 2'd3);
      sectile_pkg::OP_TCVT_F32_I32: float_lane = sectile_fp_pkg::int_to_f32({32'b0, u}, 1'b1, 1'b0);
      sectile_pkg::OP_TCVT_I32_F32: float_lane = 32'(sectile_fp_pkg::to_int_f32(u, 1'b1, 1'b0));
      sectile_pkg::OP_TRCPE_F32: float_lane = sectile_fp_pkg::rcpe_f32(u);
      sectile_pkg::OP_TRSQRTE_F32: float_lane = sectile_fp_pkg::rsqrte_f32(u);
      sectile_pkg::OP_TABS_F32: float_lane = {1'b0, u[30:0]};
      sectile_pkg::OP_TNEG_F32: float_lane = {~u[31], u[30:0]};
      default: float_lane = u;
    endcase
  endfunction

  // Sums, in the form of fma_f32_sum; results of other operations are special ones.
  logic sum_valid_q;
  logic [64*Lanes-1:0] sum_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) sum_valid_q <= 1'b0;
    else sum_valid_q <= p_valid_q;
    if (p_valid_q) begin
      if (p_fma_q) begin
        for (int n = 0; n < Lanes; n++) begin
          sum_q[64*n +: 64] <= sectile_fp_pkg::fma_f32_sum(p_q[64*n +: 61], addend_q[32*n +: 32]);
        end
      end else if (p_done_q) begin
        for (int n = 0; n < Lanes; n++) sum_q[64*n +: 64] <= {1'b1, 31'b0, p_q[64*n +: 32]};
      end else begin
        unique case (p_op_q)
          sectile_pkg::OP_TMADD_I32, sectile_pkg::OP_TBMADD_I32, sectile_pkg::OP_TCMADD_I32:
            for (int n = 0; n < Lanes; n++) begin
              sum_q[64*n +: 64] <= {1'b1, 31'b0,
                  p_q[64*n +: 32] * p_q[64*n + 32 +: 32] + addend_q[32*n +: 32]};
            end
          sectile_pkg::OP_TPACK_F16, sectile_pkg::OP_TPACKZ_F16:
            for (int n = 0; n < Lanes; n++) begin
              sum_q[64*n +: 64] <= {1'b1, 47'b0, sectile_fp_pkg::f32_to_f16(p_q[64*n +: 32])};
            end
          sectile_pkg::OP_TPACK_BF16, sectile_pkg::OP_TPACKZ_BF16:
            for (int n = 0; n < Lanes; n++) begin
              sum_q[64*n +: 64] <= {1'b1, 47'b0, sectile_fp_pkg::f32_to_bf16(p_q[64*n +: 32])};
            end
          sectile_pkg::OP_TPACK_E4M3, sectile_pkg::OP_TPACKZ_E4M3:
            for (int n = 0; n < Lanes; n++) begin
              sum_q[64*n +: 64] <= {1'b1, 55'b0, sectile_fp_pkg::f32_to_e4m3(p_q[64*n +: 32])};
            end
          sectile_pkg::OP_TPACK_E5M2, sectile_pkg::OP_TPACKZ_E5M2:
            for (int n = 0; n < Lanes; n++) begin
              sum_q[64*n +: 64] <= {1'b1, 55'b0, sectile_fp_pkg::f32_to_e5m2(p_q[64*n +: 32])};
            end
          sectile_pkg::OP_TPACK_I8, sectile_pkg::OP_TPACKZ_I8, sectile_pkg::OP_TPACK_U8,
          sectile_pkg::OP_TPACKZ_U8:
            for (int n = 0; n < Lanes; n++) begin
              sum_q[64*n +: 64] <= {1'b1, 55'b0, sectile_core_pkg::saturate(p_q[64*n +: 32],
                  p_op_q == sectile_pkg::OP_TPACK_I8 || p_op_q == sectile_pkg::OP_TPACKZ_I8)};
            end
          sectile_pkg::OP_TPACK_I4, sectile_pkg::OP_TPACKZ_I4, sectile_pkg::OP_TPACK_U4,
          sectile_pkg::OP_TPACKZ_U4:
            for (int n = 0; n < Lanes; n++) begin
              sum_q[64*n +: 64] <= {1'b1, 59'b0, sectile_core_pkg::saturate4(p_q[64*n +: 32],
                  p_op_q == sectile_pkg::OP_TPACK_I4 || p_op_q == sectile_pkg::OP_TPACKZ_I4)};
            end
          sectile_pkg::OP_TMIN_F32, sectile_pkg::OP_TSMIN_F32, sectile_pkg::OP_TMAX_F32,
          sectile_pkg::OP_TSMAX_F32,
          sectile_pkg::OP_TREDROW_MIN_F32, sectile_pkg::OP_TREDROW_MAX_F32,
          sectile_pkg::OP_TREDCOL_MIN_F32, sectile_pkg::OP_TREDCOL_MAX_F32,
          sectile_pkg::OP_TCEQ_F32, sectile_pkg::OP_TSCEQ_F32, sectile_pkg::OP_TCNE_F32,
          sectile_pkg::OP_TSCNE_F32, sectile_pkg::OP_TCLT_F32, sectile_pkg::OP_TSCLT_F32,
          sectile_pkg::OP_TCLE_F32, sectile_pkg::OP_TSCLE_F32, sectile_pkg::OP_TNEAR_F32,
          sectile_pkg::OP_TFLOOR_F32, sectile_pkg::OP_TCEIL_F32, sectile_pkg::OP_TTRUNC_F32,
          sectile_pkg::OP_TCVT_F32_I32, sectile_pkg::OP_TCVT_I32_F32, sectile_pkg::OP_TABS_F32,
          sectile_pkg::OP_TNEG_F32, sectile_pkg::OP_TRCPE_F32, sectile_pkg::OP_TRSQRTE_F32:
            for (int n = 0; n < Lanes; n++) begin
              sum_q[64*n +: 64] <= {1'b1, 31'b0,
                  float_lane(p_op_q, p_q[64*n +: 32], p_q[64*n + 32 +: 32])};
            end
          default:
            for (int n = 0; n < Lanes; n++) begin
              sum_q[64*n +: 64] <= {1'b1, 31'b0,
                  int_lane(p_op_q, p_q[64*n +: 32], p_q[64*n + 32 +: 32])};
            end
        endcase
      end
    end
  end

  // ---- stage 3: rounding ---------------------------------------------------------------------------
  // Lanes shift their words in from the top, until each word is in its place. Packing leaves a
  // narrow element in each word; the next stage compacts them.
  logic [511:0] round_q;
  always_ff @(posedge clk_i) begin
    if (sum_valid_q) begin
      for (int n = 0; n + Lanes < 16; n++) round_q[32*n +: 32] <= round_q[32*(n + Lanes) +: 32];
      for (int n = 0; n < Lanes; n++) begin
        round_q[32*(16-Lanes+n) +: 32] <= sectile_fp_pkg::fma_f32_round(sum_q[64*n +: 64]);
      end
    end
  end

  // The row of stage 3. With fewer lanes its last words are there two beats after the step in
  // which they were operands: it is copied then, and the copy kept until the row's stage.
  logic [511:0] s3_row;
  if (Lanes == 16) begin : g_direct
    assign s3_row = round_q;
  end else if (Lanes == 8) begin : g_kept
    logic [511:0] row_q, s3_row_q;
    always_ff @(posedge clk_i) begin
      if (first == '0) row_q <= round_q;
      if (step) s3_row_q <= row_q;
    end
    assign s3_row = s3_row_q;
  end else begin : g_kept_longer
    logic [511:0] row_q, s2_row_q, s3_row_q;
    always_ff @(posedge clk_i) begin
      if (first == 4'(2 * Lanes)) row_q <= round_q;
      if (step) s2_row_q <= row_q;
      if (step) s3_row_q <= s2_row_q;
    end
    assign s3_row = s3_row_q;
  end

  // ---- stage 4: packing -----------------------------------------------------------------------------
  // A part of a packed tile is repeated over the row; the mask selects where it is written.
  // Zero-extending packs have the first part only.
  typedef enum logic [2:0] { PackNone, PackHalves, PackBytes, PackNibbles, PackBits } pack_e;
  pack_e s0_pack, s1_pack_q, s2_pack_q, s3_pack_q;
  logic s0_pack_zero, s1_pack_zero_q, s2_pack_zero_q, s3_pack_zero_q;
  always_comb begin
    s0_pack = PackNone;
    s0_pack_zero = 1'b0;
    unique case (s0_op_q.op)
      sectile_pkg::OP_TPACK_F16, sectile_pkg::OP_TPACK_BF16: s0_pack = PackHalves;
      sectile_pkg::OP_TPACKZ_F16, sectile_pkg::OP_TPACKZ_BF16: begin
        s0_pack = PackHalves;
        s0_pack_zero = 1'b1;
      end
      sectile_pkg::OP_TPACK_E4M3, sectile_pkg::OP_TPACK_E5M2,
      sectile_pkg::OP_TPACK_I8, sectile_pkg::OP_TPACK_U8: s0_pack = PackBytes;
      sectile_pkg::OP_TPACKZ_E4M3, sectile_pkg::OP_TPACKZ_E5M2,
      sectile_pkg::OP_TPACKZ_I8, sectile_pkg::OP_TPACKZ_U8: begin
        s0_pack = PackBytes;
        s0_pack_zero = 1'b1;
      end
      sectile_pkg::OP_TPACK_I4, sectile_pkg::OP_TPACK_U4: s0_pack = PackNibbles;
      sectile_pkg::OP_TPACKZ_I4, sectile_pkg::OP_TPACKZ_U4: begin
        s0_pack = PackNibbles;
        s0_pack_zero = 1'b1;
      end
      sectile_pkg::OP_TPACK_B1: s0_pack = PackBits;
      sectile_pkg::OP_TPACKZ_B1: begin
        s0_pack = PackBits;
        s0_pack_zero = 1'b1;
      end
      default: ;
    endcase
    if (divide_result || state_q == Spread) s0_pack = PackNone;
  end
  always_ff @(posedge clk_i) begin
    if (step) begin
      s1_pack_q <= s0_pack;
      s1_pack_zero_q <= s0_pack_zero;
      s2_pack_q <= s1_pack_q;
      s2_pack_zero_q <= s1_pack_zero_q;
      s3_pack_q <= s2_pack_q;
      s3_pack_zero_q <= s2_pack_zero_q;
      if (s3_valid_q) begin
        unique case (s3_pack_q)
          PackHalves:
            for (int n = 0; n < 16; n++) begin
              s4_q[16*n +: 16] <= s3_row[32*n +: 16];
              s4_q[256 + 16*n +: 16] <= s3_row[32*n +: 16] & {16{~s3_pack_zero_q}};
            end
          PackBytes:
            for (int n = 0; n < 16; n++) begin
              s4_q[8*n +: 8] <= s3_row[32*n +: 8];
              s4_q[128 + 8*n +: 8] <= s3_row[32*n +: 8] & {8{~s3_pack_zero_q}};
              s4_q[256 + 8*n +: 8] <= s3_row[32*n +: 8] & {8{~s3_pack_zero_q}};
              s4_q[384 + 8*n +: 8] <= s3_row[32*n +: 8] & {8{~s3_pack_zero_q}};
            end
          PackNibbles:
            for (int n = 0; n < 16; n++) begin
              s4_q[4*n +: 4] <= s3_row[32*n +: 4];
              for (int p = 1; p < 8; p++) begin
                s4_q[64*p + 4*n +: 4] <= s3_row[32*n +: 4] & {4{~s3_pack_zero_q}};
              end
            end
          PackBits:
            for (int n = 0; n < 16; n++) begin
              s4_q[n] <= s3_row[32*n];
              s4_q[16 + n] <= s3_row[32*n + 1] & ~s3_pack_zero_q;
              for (int p = 1; p < 16; p++) begin
                s4_q[32*p + n] <= s3_row[32*n] & ~s3_pack_zero_q;
                s4_q[32*p + 16 + n] <= s3_row[32*n + 1] & ~s3_pack_zero_q;
              end
            end
          default: s4_q <= s3_row;
        endcase
      end
    end
    if (s0_valid_q & s0_walk_q == WalkBuffer) begin
      gather_q[s0_index_q] <= rdata_i[511:0];
      for (int i = 0; i < 16; i++) begin
        unique case (s0_op_q.op)
          sectile_pkg::OP_TROTROW: from_q[4*i +: 4] <= 4'(i) + s0_op_q.sb[3:0];
          sectile_pkg::OP_TPERMROW: from_q[4*i +: 4] <= rdata_i[512 + 32*i +: 4];
          default: from_q[4*i +: 4] <= 4'(i);
        endcase
      end
    end
  end

  // ---- division and square root --------------------------------------------------------------------
  logic [511:0] div_a_q, div_b_q;
  logic [16*28-1:0] rem_q;
  logic [16*26-1:0] root_q;
  logic [16*26-1:0] bits_q;             // remaining radicand, or the divisor
  logic [4:0] digit_q;
  logic dividing_q, sqrt_q;

  assign divide_load = s0_valid_q & s0_walk_q == WalkDivide;
  assign divide_result = dividing_q & digit_q == 5'd26;
  assign divide_done = divide_result;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      dividing_q <= 1'b0;
      digit_q <= '0;
    end else if (step) begin
      if (divide_load) begin
        dividing_q <= 1'b1;
        digit_q <= '0;
      end else if (dividing_q) begin
        digit_q <= digit_q + 5'd1;
        if (divide_result) dividing_q <= 1'b0;
      end
    end
    if (divide_load) begin
      sqrt_q <= s0_op_q.op == sectile_pkg::OP_TSQRT_F32;
      div_a_q <= a;
      div_b_q <= b;
    end
    // Lanes take words from the bottom and write them back at the top.
    if (divide_load | dividing_q) begin
      for (int n = 0; n + Lanes < 16; n++) begin
        rem_q[28*n +: 28] <= rem_q[28*(n + Lanes) +: 28];
        root_q[26*n +: 26] <= root_q[26*(n + Lanes) +: 26];
        bits_q[26*n +: 26] <= bits_q[26*(n + Lanes) +: 26];
      end
    end
    if (divide_load) begin
      for (int n = 0; n < Lanes; n++) begin
        root_q[26*(16-Lanes+n) +: 26] <= '0;
        if (s0_op_q.op == sectile_pkg::OP_TSQRT_F32) begin
          rem_q[28*(16-Lanes+n) +: 28] <= '0;
          bits_q[26*(16-Lanes+n) +: 26] <=
              sectile_fp_pkg::sqrt_radicand_f32(a[{first | 4'(n), 5'b0} +: 32]);
        end else begin
          rem_q[28*(16-Lanes+n) +: 28] <= sectile_fp_pkg::div_dividend_f32(
              a[{first | 4'(n), 5'b0} +: 32], b[{first | 4'(n), 5'b0} +: 32]);
          bits_q[26*(16-Lanes+n) +: 26] <=
              {2'b0, sectile_fp_pkg::significand_f32(b[{first | 4'(n), 5'b0} +: 32])};
        end
      end
    end else if (dividing_q & ~divide_result) begin
      for (int n = 0; n < Lanes; n++) begin
        if (sqrt_q) begin
          {rem_q[28*(16-Lanes+n) +: 28], root_q[26*(16-Lanes+n) +: 26]} <=
              sectile_fp_pkg::sqrt_step_f32(rem_q[28*n +: 28], root_q[26*n +: 26],
                                            bits_q[26*n + 24 +: 2]);
          bits_q[26*(16-Lanes+n) +: 26] <= {bits_q[26*n +: 24], 2'b0};
        end else begin
          {rem_q[28*(16-Lanes+n) +: 28], root_q[26*(16-Lanes+n) +: 26]} <=
              sectile_fp_pkg::div_step_f32(rem_q[28*n +: 28], root_q[26*n +: 26],
                                           bits_q[26*n +: 24]);
          bits_q[26*(16-Lanes+n) +: 26] <= bits_q[26*n +: 26];
        end
      end
    end
  end
  always_comb begin
    divide_products = '0;
    if (divide_result) begin
      for (int n = 0; n < Lanes; n++) begin
        if (sqrt_q) begin
          divide_products[61*n +: 61] = sectile_fp_pkg::sqrt_product_f32(
              div_a_q[{first | 4'(n), 5'b0} +: 32], root_q[26*n +: 26], rem_q[28*n +: 28] != '0);
        end else begin
          divide_products[61*n +: 61] = sectile_fp_pkg::div_product_f32(
              div_a_q[{first | 4'(n), 5'b0} +: 32], div_b_q[{first | 4'(n), 5'b0} +: 32],
              root_q[26*n +: 26], rem_q[28*n +: 28] != '0);
        end
      end
    end
  end

  // ---- control ---------------------------------------------------------------------------------------
  always_comb begin
    s0_mask = '1;
    s0_write = s0_op_q.op != sectile_pkg::OP_TGETW;
    unique case (s0_op_q.op)
      sectile_pkg::OP_TPACK_F16, sectile_pkg::OP_TPACK_BF16:
        s0_mask = s0_op_q.imm[0] ? 16'hff00 : 16'h00ff;
      sectile_pkg::OP_TPACK_E4M3, sectile_pkg::OP_TPACK_E5M2,
      sectile_pkg::OP_TPACK_I8, sectile_pkg::OP_TPACK_U8:
        s0_mask = 16'h000f << {s0_op_q.imm[1:0], 2'b0};
      sectile_pkg::OP_TPACK_I4, sectile_pkg::OP_TPACK_U4:
        s0_mask = 16'h0003 << {s0_op_q.imm[2:0], 1'b0};
      sectile_pkg::OP_TPACK_B1: s0_mask = 16'h0001 << s0_op_q.imm[4:1];
      sectile_pkg::OP_TPUTW: s0_mask = 16'h1 << s0_op_q.sb[3:0];
      default: ;
    endcase
    if (s0_walk_q == WalkReduce) s0_write = s0_level_q == 2'd3;
    if (s0_walk_q == WalkBuffer) s0_write = 1'b0;
    s0_tag = {s0_write, s0_last_q, s0_column_q, s0_op_q.td,
              s0_op_q.op == sectile_pkg::OP_TPUTW ? s0_op_q.sb[7:4] : s0_index_q,
              s0_mask, s0_slot_q, s0_op_q.order};
  end

  assign read_release_o = step & s0_valid_q & s0_last_read_q;
  assign read_slot_o = s0_slot_q;

  assign word_valid_o = step & s0_valid_q & s0_op_q.op == sectile_pkg::OP_TGETW;
  assign word_o = rdata_i[{2'b0, s0_op_q.sb[3:0], 5'b0} +: 32];

  logic s4_write, s4_last;
  logic [SlotBits-1:0] s4_slot;
  logic [31:0] s4_order;
  logic s4_spread_q;
  assign {s4_write, s4_last, waddr_o, wmask_o, s4_slot, s4_order} = s4_tag_q;
  assign we_o = step & s4_valid_q & s4_write;
  assign wdata_o = s4_spread_q ? {16{s4_q[31:0]}} : s4_q;
  assign worder_o = s4_order;
  assign wlast_o = s4_last;
  assign write_release_o = we_o & s4_last;
  assign write_slot_o = s4_slot;

  logic s1_spread_q, s2_spread_q, s3_spread_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q <= Idle;
      cnt_q <= '0;
      s0_valid_q <= 1'b0;
      s1_valid_q <= 1'b0;
      s2_valid_q <= 1'b0;
      s3_valid_q <= 1'b0;
      s4_valid_q <= 1'b0;
    end else if (step) begin
      unique case (state_q)
        Idle: ;
        Walk: begin
          cnt_q <= cnt_q + 6'd1;
          if (walk_q == WalkDivide) begin
            cnt_q <= cnt_q;
            state_q <= DivideWait;
          end
        end
        Gather: begin
          cnt_q <= cnt_q + 6'd1;
          if (cnt_q == 6'd16) begin
            cnt_q <= '0;
            state_q <= Spread;
          end
        end
        Spread: cnt_q <= cnt_q + 6'd1;
        default: if (divide_done) begin
          cnt_q <= cnt_q + 6'd1;
          state_q <= Walk;
        end
      endcase
      if (start_o) begin
        cnt_q <= '0;
        state_q <= q_walk == WalkBuffer ? Gather : Walk;
      end else if (walk_end) begin
        state_q <= Idle;
      end
      s0_valid_q <= (state_q == Walk) | (state_q == Gather & cnt_q != 6'd16);
      s1_valid_q <= lane_valid;
      s2_valid_q <= s1_valid_q;
      s3_valid_q <= s2_valid_q;
      s4_valid_q <= s3_valid_q;
    end
    if (step && (state_q == Walk || state_q == Gather)) begin
      s0_op_q <= op_q;
      s0_slot_q <= slot_q;
      s0_index_q <= index;
      s0_level_q <= level;
      s0_walk_q <= walk_q;
      s0_column_q <= column_q;
      s0_last_q <= last_issue;
      s0_last_read_q <= op_q.reads != '0 & (walk_q == WalkOnce
                      | (walk_q == WalkReduce ? cnt_q == 6'd51 : cnt_q == 6'd15));
    end
    if (step) begin
      s1_tag_q <= state_q == Spread
                ? {1'b1, last_issue, 1'b0, op_q.td, cnt_q[3:0], 16'hffff, slot_q, op_q.order}
                : divide_result
                ? {1'b1, cnt_q[3:0] == 4'd15, 1'b0, op_q.td, cnt_q[3:0], 16'hffff, slot_q, op_q.order}
                : s0_tag;
      s1_spread_q <= s0_walk_q == WalkReduce & s0_valid_q;
      s2_tag_q <= s1_tag_q;
      s3_tag_q <= s2_tag_q;
      s4_tag_q <= s3_tag_q;
      s2_spread_q <= s1_spread_q;
      s3_spread_q <= s2_spread_q;
      s4_spread_q <= s3_spread_q;
    end
  end

  // ---- start -----------------------------------------------------------------------------------
  // An instruction waits for writers in other units, and for those in this unit whose order
  // of rows does not guarantee that each row is written before it is read.
  logic [sectile_core_pkg::Slots-1:0] running_q;

  assign next_slot_o = q_slot;
  assign running_o = q_reads_ahead | q_empty | ~step ? '0 : running_q;
  assign start_o = step & (state_q == Idle | walk_end) & ~q_empty
                 & ((src_ready_i[q_slot] & dst_ready_i[q_slot]) | (running_o != '0 & next_ready_i));
  assign start_slot_o = q_slot;
  assign q_pop = start_o;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      running_q <= '0;
    end else begin
      if (write_release_o) running_q[write_slot_o] <= 1'b0;
      if (start_o & ~q_writes_late) running_q[q_slot] <= 1'b1;
    end
    if (start_o) begin
      op_q <= q_op;
      slot_q <= q_slot;
      walk_q <= q_walk;
      column_q <= q_column;
    end
  end

  assign busy_o = state_q != Idle | s0_valid_q;
  assign idle_o = q_empty & state_q == Idle & ~s0_valid_q & ~s1_valid_q & ~s2_valid_q
                & ~s3_valid_q & ~s4_valid_q;
endmodule

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The matrix unit: td.w[i][j] += sum over k of ta[i][k] * tb[j][k], for k below the depth.
//
// Three engines process three different multiplies at the same time:
//   fetch      copies the columns of ta and tb that the depth needs, and the rows of td,
//              into one of two operand and accumulator buffers (at most 48 cycles), and
//              then releases ta and tb. A multiply that reads no rows of td may execute
//              once the first columns are copied, since execute takes longer for each
//   execute    takes 4 cycles a column of words, 64 for all columns. f32 and integers use
//              64 lanes: four sub-blocks of 4 rows, one per cycle. 16-bit floats use 128
//              lanes: two sub-blocks of 8 rows. Four stages select operands, multiply, add
//              and round. An accumulator is read by the third and written by the fourth, so
//              the sum up to k-1 is available two cycles later, when the product for k is
//              added, and dependent multiplies follow without a gap
//   write-back writes 16 rows while the next multiply executes. It begins when the first
//              rows are complete, since execute completes a row a cycle or more; the next
//              multiply into the same accumulator buffer may start in the cycle of the
//              last row
//
// If td is also the td of the previous multiply, the addend is read from the other
// accumulator buffer during execution; the multiply does not wait for the write-back.
//
// Part of the last column may be beyond the depth: these bits of integers are masked, and
// for a float the sum is the unchanged addend.
//
// Lanes (64, 32 or 16) is the number of lanes of f32 and of words of integers; there are
// twice as many for 16-bit and 8-bit floats. With fewer lanes sub-blocks have fewer rows: a
// multiply takes 4096 / Lanes cycles, with the same latencies and the same results.
// QueueDepth is the number of multiplies that can wait, a power of two.
module sectile_tmat #(
    parameter int unsigned Lanes = 64,
    parameter int unsigned QueueDepth = 16
) (
    input  logic                             clk_i,
    input  logic                             rst_ni,

    // dispatch
    input  logic                             push_i,
    input  sectile_core_pkg::tile_op_t       op_i,
    input  sectile_core_pkg::slot_t          slot_i,
    output logic                             full_o,
    input  logic                             other_write_i,   // an instruction of another unit
    input  logic [4:0]                       other_td_i,      // that will write this tile
    // scoreboard
    input  logic [sectile_core_pkg::Slots-1:0] src_ready_i,
    input  logic [sectile_core_pkg::Slots-1:0] acc_ready_i,
    input  logic [sectile_core_pkg::Slots-1:0] dst_ready_i,
    output logic                             read_release_o,
    output sectile_core_pkg::slot_t          read_slot_o,
    output logic                             write_release_o,
    output sectile_core_pkg::slot_t          write_slot_o,
    // tile file
    output logic                             re_o,
    output logic [9:0]                       raddr_o,
    input  logic [511:0]                     rdata_i,
    output logic                             we_o,
    output logic [9:0]                       waddr_o,
    output logic [511:0]                     wdata_o,
    output logic [31:0]                      worder_o,
    output logic                             wlast_o,
    input  logic                             wgrant_i,
    output logic                             start_o,         // starts
    output sectile_core_pkg::slot_t          start_slot_o,    // this instruction
    output logic                             busy_o,          // execute engine in use
    output logic                             idle_o
);
  localparam int unsigned SlotBits = sectile_core_pkg::SlotBits;
  localparam int unsigned Rows = Lanes / 16;            // of a sub-block; 16-bit floats: twice
  localparam int unsigned SubBits = $clog2(16 / Rows);  // of a sub-block's number; one less
  localparam int unsigned LowBits = SubBits + 1;        // cycles of a column, of 8-bit floats
  // The class of a type: which arithmetic, and whether it takes twice the lanes.
  localparam int unsigned ClassBits = 3;
  localparam logic [ClassBits-1:0] ClassF32 = ClassBits'(0);
  localparam logic [ClassBits-1:0] ClassF16 = ClassBits'(1);
  localparam logic [ClassBits-1:0] ClassBf16 = ClassBits'(2);
  localparam logic [ClassBits-1:0] ClassI8 = ClassBits'(3);
  localparam logic [ClassBits-1:0] ClassF8 = ClassBits'(4);
  localparam logic [ClassBits-1:0] ClassI4 = ClassBits'(5);
  localparam logic [ClassBits-1:0] ClassB1 = ClassBits'(6);
  localparam int unsigned EntryBits = ClassBits + 4 + 5 + 1 + 2 + 2 + 15 + SlotBits + 32;

  // ---- the class of an instruction ----------------------------------------------------------
  sectile_pkg::multiply_t in_multiply;
  logic [ClassBits-1:0] in_class;
  // integer operand is signed, or 8-bit float is e5m2; in_sa of bits: and, not xor
  logic in_chain, in_sa, in_sb;
  assign in_multiply = sectile_pkg::multiply_of(op_i.op);
  always_comb begin
    in_sa = in_multiply.a_signed;
    in_sb = in_multiply.b_signed;
    unique case (in_multiply.a)
      sectile_pkg::TYPE_F16: in_class = ClassF16;
      sectile_pkg::TYPE_BF16: in_class = ClassBf16;
      sectile_pkg::TYPE_I8, sectile_pkg::TYPE_U8: in_class = ClassI8;
      sectile_pkg::TYPE_I4, sectile_pkg::TYPE_U4: in_class = ClassI4;
      sectile_pkg::TYPE_B1: begin
        in_class = ClassB1;
        in_sa = in_multiply.combine == sectile_pkg::COMBINE_CONJUNCTION;
      end
      sectile_pkg::TYPE_E4M3, sectile_pkg::TYPE_E5M2: begin
        in_class = ClassF8;
        in_sa = in_multiply.a == sectile_pkg::TYPE_E5M2;
        in_sb = in_multiply.b == sectile_pkg::TYPE_E5M2;
      end
      default: in_class = ClassF32;
    endcase
  end

  // The depth: the last column of words, and how many bits of its words are used, 0 for
  // all. A multiply from zero may have depth 0; it then uses one column, fully masked.
  logic [9:0] in_bits;
  logic [3:0] in_last;
  logic in_none;
  always_comb begin
    in_bits = op_i.sc[9:0] << in_multiply.log2_bits;
    if (op_i.full | (~op_i.sc[63] & op_i.sc >= 64'(in_multiply.depth))) in_bits = 10'd512;
    else if (op_i.sc[63]) in_bits = '0;
    in_none = in_bits == '0;
    in_last = in_none ? '0 : 4'((in_bits - 10'd1) >> 5);
  end

  // The td of the last multiply, valid until another unit will write it.
  logic chain_valid_q;
  logic [4:0] chain_td_q;
  assign in_chain = chain_valid_q & chain_td_q == op_i.td & ~in_multiply.from_zero;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      chain_valid_q <= 1'b0;
      chain_td_q <= '0;
    end else if (push_i) begin
      chain_valid_q <= 1'b1;
      chain_td_q <= op_i.td;
    end else if (other_write_i && other_td_i == chain_td_q) begin
      chain_valid_q <= 1'b0;
    end
  end

  // ---- queue ---------------------------------------------------------------------------
  logic q_empty, q_pop;
  logic [EntryBits-1:0] q_data;
  logic [ClassBits-1:0] q_class;
  logic [3:0] q_last;
  logic [4:0] q_tail;
  logic q_none, q_zero, q_chain, q_sa, q_sb;
  logic [4:0] q_td, q_ta, q_tb;
  logic [SlotBits-1:0] q_slot;
  logic [31:0] q_order;

  sectile_fifo #(.Width(EntryBits), .Depth(QueueDepth)) u_queue (
      .clk_i, .rst_ni,
      .push_i, .full_o,
      .data_i({in_class, in_last, in_bits[4:0], in_none, in_multiply.from_zero, in_chain, in_sa, in_sb,
               op_i.td, op_i.ta, op_i.tb, slot_i, op_i.order}),
      .empty_o(q_empty), .data_o(q_data), .pop_i(q_pop));
  assign {q_class, q_last, q_tail, q_none, q_zero, q_chain, q_sa, q_sb, q_td, q_ta, q_tb, q_slot, q_order} = q_data;

  // ---- buffers, two of each, used in turn -------------------------------------------------------
  logic [511:0] col_a_q[32];            // {buffer, column of words}
  logic [511:0] col_b_q[32];
  logic [32*Lanes-1:0] acc_q[32 / Rows];  // {buffer, sub-block of Rows rows}
  // An accumulator buffer is busy from the fetch of its rows, or from the start of a multiply
  // without them, until it has been written back.
  logic [1:0] operands_busy_q, acc_busy_q, addend_busy_q, loaded_q, done_q;
  // attributes of the multiply in each operand buffer
  logic [ClassBits-1:0] class_q[2];
  logic [3:0] last_q[2];
  logic [4:0] tail_q[2];
  logic [1:0] none_q, zero_q, chain_q, sa_q, sb_q;
  logic [4:0] td_q[2];
  logic [SlotBits-1:0] slot_q[2];
  logic [31:0] order_q[2];
  // and of the one whose sums are in each accumulator buffer
  logic [4:0] acc_td_q[2];
  logic [SlotBits-1:0] acc_slot_q[2];
  logic [31:0] acc_order_q[2];
  logic w_buf_q, w_active_q, w_end;

  // ---- fetch -------------------------------------------------------------------------------
  typedef enum logic [1:0] { FetchIdle, FetchOperands, FetchWait, FetchAcc } fetch_e;
  fetch_e f_state_q;
  logic f_buf_q;
  logic [4:0] f_cnt_q;
  logic f_start, f_rows, f_loaded;
  // the read whose data the tile file returns in this cycle
  logic r_valid_q, r_acc_q, r_last_q;
  logic [4:0] r_cnt_q;

  assign f_start = f_state_q == FetchIdle & ~q_empty & ~operands_busy_q[f_buf_q] & ~r_valid_q
                 & src_ready_i[q_slot];

  always_comb begin
    re_o = 1'b0;
    raddr_o = '0;
    if (f_state_q == FetchOperands) begin
      re_o = 1'b1;
      raddr_o = {1'b1, f_cnt_q[0] ? q_tb : q_ta, f_cnt_q[4:1]};
    end else if (f_state_q == FetchAcc) begin
      re_o = 1'b1;
      raddr_o = {1'b0, q_td, f_cnt_q[3:0]};
    end
  end

  // The multiply may execute: the last row of td has arrived, or none is needed and the first
  // column of ta has arrived. That of tb follows a cycle before it is used.
  assign f_rows = ~q_zero & ~q_chain;
  assign f_loaded = f_rows ? r_valid_q & r_acc_q & r_last_q
                           : f_state_q == FetchOperands & f_cnt_q == 5'd1;
  assign q_pop = r_valid_q & r_last_q & (r_acc_q | ~f_rows);
  assign read_release_o = r_valid_q & ~r_acc_q & r_last_q;
  assign read_slot_o = q_slot;

  // ---- execute -----------------------------------------------------------------------------
  function automatic logic is_wide(input logic [ClassBits-1:0] of);
    is_wide = of == ClassF16 | of == ClassBf16 | of == ClassF8;
  endfunction

  logic e_active_q, e_buf_q, e_start, e_next_buf, e_end, e_acc_free, e_final;
  logic [3:0] e_col_q;                  // column of words
  logic [LowBits-1:0] e_low_q;          // sub-block of it, or {element, sub-block}
  logic e_low_end;
  logic [ClassBits-1:0] e_class;
  logic e_wide, e_first;
  logic [1:0] e_elem;                   // element of the word, of 16-bit and 8-bit floats

  assign e_low_end = (&e_low_q[SubBits-1:0]) & (e_class != ClassF8 | e_low_q[SubBits]);
  assign e_end = e_active_q & e_col_q == last_q[e_buf_q] & e_low_end;
  assign e_next_buf = e_active_q ? ~e_buf_q : e_buf_q;
  // Fetched rows are in the buffer already. Otherwise the first sums are written to it three
  // cycles after the start.
  assign e_acc_free = (~zero_q[e_next_buf] & ~chain_q[e_next_buf]) | ~acc_busy_q[e_next_buf]
                    | (w_end & w_buf_q == e_next_buf);
  assign e_start = (~e_active_q | e_end) & loaded_q[e_next_buf] & e_acc_free;
  assign e_class = class_q[e_buf_q];
  // 16-bit and 8-bit floats: each element of the word takes two cycles
  assign e_wide = is_wide(e_class);
  assign e_elem = e_low_q[SubBits:SubBits-1];
  assign e_first = e_col_q == '0 & ~(e_wide & e_elem != '0);
  // the first rows of the result become complete
  assign e_final = e_active_q & e_col_q == last_q[e_buf_q]
                 & (e_wide ? e_low_q[SubBits-2:0] == '0 & e_low_q[SubBits-1]
                             & (e_class != ClassF8 | e_low_q[SubBits])
                           : e_low_q[SubBits-1:0] == '0);
  assign busy_o = e_active_q;
  assign start_o = e_start;
  assign start_slot_o = slot_q[e_next_buf];

  // Arithmetic pipeline: operands, products, sums. A lane has 64 bits for its product, which
  // of floats is that of fma_f32_product, and for its sum, that of fma_f32_sum.
  logic [64*Rows-1:0] o_row_q;
  logic [511:0] o_col_q;
  logic [31:0] o_mask_q;
  logic [128*Lanes-1:0] p_q, s_q;
  logic o_valid_q, p_valid_q, s_valid_q, o_final_q, p_final_q, s_final_q;
  logic o_first_q, p_first_q, o_skip_q, p_skip_q;
  logic o_buf_q, p_buf_q, s_buf_q;
  logic [SubBits-1:0] o_sub_q, p_sub_q, s_sub_q;
  logic [ClassBits-1:0] o_class_q, p_class_q, s_class_q;

  // Converts one of the two 16-bit or four 8-bit floats of a word to f32.
  function automatic logic [31:0] widen(input logic [31:0] x, input logic [1:0] elem,
                                        input logic [ClassBits-1:0] of, input logic is_e5m2);
    logic [15:0] h;
    logic [7:0] b;
    h = elem[0] ? x[31:16] : x[15:0];
    b = x[{elem, 3'b0} +: 8];
    if (of == ClassF8 & ~is_e5m2) widen = sectile_fp_pkg::e4m3_to_f32(b);
    else if (of == ClassBf16) widen = sectile_fp_pkg::bf16_to_f32(h);
    // e5m2 is the upper half of an f16
    else widen = sectile_fp_pkg::f16_to_f32(of == ClassF8 ? {b, 8'b0} : h);
  endfunction

  // The bits of each word that are used; whether the float of this cycle is beyond the depth.
  logic e_part, e_skip;
  logic [31:0] e_mask;
  assign e_part = e_col_q == last_q[e_buf_q] & tail_q[e_buf_q] != '0;
  assign e_mask = e_part ? ~(32'hffff_ffff << tail_q[e_buf_q]) : {32{~none_q[e_buf_q]}};
  assign e_skip = ~e_wide ? ~e_mask[0]
                : e_class == ClassF8 ? ~e_mask[{e_elem, 3'b0}] : ~e_mask[{e_elem[0], 4'b0}];

  // Operands of this cycle: rows of a and columns of b, with narrow floats converted to f32.
  logic [511:0] a, b;
  logic [64*Rows-1:0] row;
  logic [511:0] col;
  always_comb begin
    a = '0;
    b = '0;
    row = '0;
    col = '0;
    if (e_active_q) begin
      a = col_a_q[{e_buf_q, e_col_q}];
      b = col_b_q[{e_buf_q, e_col_q}];
      if (e_wide) begin
        row = a[64*Rows*32'(e_low_q[SubBits-2:0]) +: 64*Rows];
        for (int n = 0; n < 2 * 32'(Rows); n++)
          row[32*n +: 32] = widen(row[32*n +: 32], e_elem, e_class, sa_q[e_buf_q]);
        for (int n = 0; n < 16; n++)
          col[32*n +: 32] = widen(b[32*n +: 32], e_elem, e_class, sb_q[e_buf_q]);
      end else begin
        row[32*Rows-1:0] = a[32*Rows*32'(e_low_q[SubBits-1:0]) +: 32*Rows] & {Rows{e_mask}};
        col = b;
      end
    end
  end

  function automatic logic [31:0] dot4(input logic [31:0] x, input logic [31:0] y,
                                       input logic xs, input logic ys);
    logic signed [17:0] p0, p1, p2, p3;
    p0 = $signed({xs & x[7], x[7:0]}) * $signed({ys & y[7], y[7:0]});
    p1 = $signed({xs & x[15], x[15:8]}) * $signed({ys & y[15], y[15:8]});
    p2 = $signed({xs & x[23], x[23:16]}) * $signed({ys & y[23], y[23:16]});
    p3 = $signed({xs & x[31], x[31:24]}) * $signed({ys & y[31], y[31:24]});
    dot4 = {{14{p0[17]}}, p0} + {{14{p1[17]}}, p1} + {{14{p2[17]}}, p2} + {{14{p3[17]}}, p3};
  endfunction

  function automatic logic [31:0] dot8(input logic [31:0] x, input logic [31:0] y,
                                       input logic xs, input logic ys);
    logic signed [9:0] p;
    logic signed [12:0] sum;
    sum = '0;
    for (int n = 0; n < 8; n++) begin
      p = $signed({xs & x[4*n+3], x[4*n +: 4]}) * $signed({ys & y[4*n+3], y[4*n +: 4]});
      sum = sum + {{3{p[9]}}, p};
    end
    dot8 = {{19{sum[12]}}, sum};
  endfunction

  function automatic logic [31:0] count32(input logic [31:0] x);
    logic [5:0] sum;
    sum = '0;
    for (int n = 0; n < 32; n++) sum = sum + {5'b0, x[n]};
    count32 = {26'b0, sum};
  endfunction

  always_ff @(posedge clk_i) begin
    if (e_active_q) begin
      o_row_q <= row;
      o_col_q <= col;
      o_mask_q <= e_mask;
    end
  end

  // The lanes. All float types share them; f32 uses half of them.
  logic o_sa, o_sb;
  assign o_sa = sa_q[o_buf_q];
  assign o_sb = sb_q[o_buf_q];
  always_ff @(posedge clk_i) begin
    if (o_valid_q) begin
      if (o_class_q == ClassI8) begin
        for (int n = 0; n < 32'(Lanes); n++) begin
          p_q[64*n +: 32] <= dot4(o_row_q[32*(n >> 4) +: 32], o_col_q[32*(n & 15) +: 32], o_sa, o_sb);
        end
      end else if (o_class_q == ClassI4) begin
        for (int n = 0; n < 32'(Lanes); n++) begin
          p_q[64*n +: 32] <= dot8(o_row_q[32*(n >> 4) +: 32], o_col_q[32*(n & 15) +: 32], o_sa, o_sb);
        end
      end else if (o_class_q == ClassB1) begin
        for (int n = 0; n < 32'(Lanes); n++) begin
          p_q[64*n +: 32] <= count32(
              o_sa ? o_row_q[32*(n >> 4) +: 32] & o_col_q[32*(n & 15) +: 32]
                   : o_row_q[32*(n >> 4) +: 32] ^ (o_col_q[32*(n & 15) +: 32] & o_mask_q));
        end
      end else if (~o_skip_q) begin
        for (int n = 0; n < 2 * 32'(Lanes); n++) begin
          if (n < 32'(Lanes) || is_wide(o_class_q)) begin
            p_q[64*n +: 64] <= {3'b0, sectile_fp_pkg::fma_f32_product(
                o_row_q[32*(n >> 4) +: 32], o_col_q[32*(n & 15) +: 32])};
          end
        end
      end
    end
  end

  // The addends; zero in idle cycles.
  logic [64*Lanes-1:0] addend;
  logic addend_buf;
  always_comb begin
    addend = '0;
    addend_buf = p_buf_q ^ (p_first_q & chain_q[p_buf_q]);
    if (p_valid_q & ~(p_first_q & zero_q[p_buf_q])) begin
      if (is_wide(p_class_q)) begin
        addend = {acc_q[{addend_buf, p_sub_q[SubBits-2:0], 1'b1}],
                  acc_q[{addend_buf, p_sub_q[SubBits-2:0], 1'b0}]};
      end else begin
        addend[32*Lanes-1:0] = acc_q[{addend_buf, p_sub_q}];
      end
    end
  end

  // Sums of integers, and addends that stay as they are, need no rounding: they are special.
  always_ff @(posedge clk_i) begin
    if (p_valid_q) begin
      if (p_skip_q) begin
        for (int n = 0; n < 2 * 32'(Lanes); n++) s_q[64*n +: 64] <= {1'b1, 31'b0, addend[32*n +: 32]};
      end else if (is_wide(p_class_q) | p_class_q == ClassF32) begin
        for (int n = 0; n < 2 * 32'(Lanes); n++) begin
          if (n < 32'(Lanes) || is_wide(p_class_q)) begin
            s_q[64*n +: 64] <= sectile_fp_pkg::fma_f32_sum(p_q[64*n +: 61], addend[32*n +: 32]);
          end
        end
      end else begin
        for (int n = 0; n < 32'(Lanes); n++) begin
          s_q[64*n +: 64] <= {1'b1, 31'b0, p_q[64*n +: 32] + addend[32*n +: 32]};
        end
      end
    end
  end

  logic [64*Lanes-1:0] rounded;
  always_comb begin
    rounded = '0;
    if (s_valid_q) begin
      for (int n = 0; n < 2 * 32'(Lanes); n++) begin
        if (n < 32'(Lanes) || is_wide(s_class_q)) begin
          rounded[32*n +: 32] = sectile_fp_pkg::fma_f32_round(s_q[64*n +: 64]);
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (r_valid_q & ~r_acc_q & ~r_cnt_q[0]) col_a_q[{f_buf_q, r_cnt_q[4:1]}] <= rdata_i;
    if (r_valid_q & ~r_acc_q & r_cnt_q[0]) col_b_q[{f_buf_q, r_cnt_q[4:1]}] <= rdata_i;
    if (r_valid_q & r_acc_q) begin
      acc_q[{f_buf_q, r_cnt_q[3:4-SubBits]}][512*(32'(r_cnt_q) % Rows) +: 512] <= rdata_i;
    end
    if (s_valid_q) begin
      if (is_wide(s_class_q)) begin
        acc_q[{s_buf_q, s_sub_q[SubBits-2:0], 1'b0}] <= rounded[32*Lanes-1:0];
        acc_q[{s_buf_q, s_sub_q[SubBits-2:0], 1'b1}] <= rounded[64*Lanes-1:32*Lanes];
      end else begin
        acc_q[{s_buf_q, s_sub_q}] <= rounded[32*Lanes-1:0];
      end
    end
  end

  // ---- write-back -----------------------------------------------------------------------------
  logic [3:0] w_cnt_q;
  logic w_next_buf, w_start;
  assign w_next_buf = w_active_q ? ~w_buf_q : w_buf_q;
  assign w_start = (~w_active_q | w_end)
                 & (done_q[w_next_buf] | (s_valid_q & s_final_q & s_buf_q == w_next_buf))
                 & dst_ready_i[acc_slot_q[w_next_buf]];
  assign we_o = w_active_q;
  assign waddr_o = {1'b0, acc_td_q[w_buf_q], w_cnt_q};
  assign worder_o = acc_order_q[w_buf_q];
  assign wlast_o = w_cnt_q == 4'd15;
  assign w_end = w_active_q & wgrant_i & wlast_o;
  assign write_release_o = w_end;
  assign write_slot_o = acc_slot_q[w_buf_q];
  always_comb begin
    wdata_o = '0;
    if (w_active_q) wdata_o = acc_q[{w_buf_q, w_cnt_q[3:4-SubBits]}][512*(32'(w_cnt_q) % Rows) +: 512];
  end

  // ---- control ----------------------------------------------------------------------------------
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      f_state_q <= FetchIdle;
      f_buf_q <= 1'b0;
      f_cnt_q <= '0;
      r_valid_q <= 1'b0;
      r_acc_q <= 1'b0;
      r_last_q <= 1'b0;
      r_cnt_q <= '0;
      operands_busy_q <= '0;
      acc_busy_q <= '0;
      addend_busy_q <= '0;
      loaded_q <= '0;
      done_q <= '0;
      zero_q <= '0;
      chain_q <= '0;
      sa_q <= '0;
      sb_q <= '0;
      e_active_q <= 1'b0;
      e_buf_q <= 1'b0;
      e_col_q <= '0;
      e_low_q <= '0;
      o_valid_q <= 1'b0;
      p_valid_q <= 1'b0;
      s_valid_q <= 1'b0;
      w_buf_q <= 1'b0;
      w_active_q <= 1'b0;
      w_cnt_q <= '0;
    end else begin
      // fetch
      r_valid_q <= re_o;
      r_acc_q <= f_state_q == FetchAcc;
      r_cnt_q <= f_cnt_q;
      r_last_q <= 1'b0;
      unique case (f_state_q)
        FetchIdle: if (f_start) begin
          f_state_q <= FetchOperands;
          f_cnt_q <= '0;
          operands_busy_q[f_buf_q] <= 1'b1;
        end
        FetchOperands: begin
          f_cnt_q <= f_cnt_q + 5'd1;
          if (f_cnt_q == {q_last, 1'b1}) begin
            f_state_q <= FetchWait;
            r_last_q <= 1'b1;
          end
        end
        FetchWait: begin
          f_cnt_q <= '0;
          if (~f_rows) begin
            f_state_q <= FetchIdle;
          end else if (acc_ready_i[q_slot] & ~acc_busy_q[f_buf_q] & ~addend_busy_q[f_buf_q]) begin
            f_state_q <= FetchAcc;
            acc_busy_q[f_buf_q] <= 1'b1;
          end
        end
        default: begin
          f_cnt_q <= f_cnt_q + 5'd1;
          if (f_cnt_q[3:0] == 4'd15) begin
            f_state_q <= FetchIdle;
            r_last_q <= 1'b1;
          end
        end
      endcase
      if (f_loaded) begin
        loaded_q[f_buf_q] <= 1'b1;
        if (q_chain) addend_busy_q[~f_buf_q] <= 1'b1;
        zero_q[f_buf_q] <= q_zero;
        chain_q[f_buf_q] <= q_chain;
        sa_q[f_buf_q] <= q_sa;
        sb_q[f_buf_q] <= q_sb;
      end
      if (q_pop) f_buf_q <= ~f_buf_q;

      // write-back
      if (s_valid_q & s_final_q) done_q[s_buf_q] <= 1'b1;
      if (w_active_q & wgrant_i) w_cnt_q <= w_cnt_q + 4'd1;
      if (w_end) begin
        w_active_q <= 1'b0;
        done_q[w_buf_q] <= 1'b0;
        acc_busy_q[w_buf_q] <= 1'b0;
        w_buf_q <= ~w_buf_q;
      end
      if (w_start) w_active_q <= 1'b1;

      // execute
      if (e_active_q) e_low_q <= e_low_end ? '0 : e_low_q + LowBits'(1);
      if (e_active_q & e_low_end) e_col_q <= e_col_q + 4'd1;
      // the last addend has been read
      if (p_valid_q & p_first_q & chain_q[p_buf_q] & (&p_sub_q[SubBits-2:0])
          & (is_wide(p_class_q) | p_sub_q[SubBits-1])) addend_busy_q[~p_buf_q] <= 1'b0;
      if (e_end) begin
        e_active_q <= 1'b0;
        e_buf_q <= ~e_buf_q;
        operands_busy_q[e_buf_q] <= 1'b0;
      end
      if (e_start) begin
        e_active_q <= 1'b1;
        e_col_q <= '0;
        e_low_q <= '0;
        loaded_q[e_next_buf] <= 1'b0;
        acc_busy_q[e_next_buf] <= 1'b1;
      end
      o_valid_q <= e_active_q;
      p_valid_q <= o_valid_q;
      s_valid_q <= p_valid_q;
    end
    o_class_q <= e_class;
    o_first_q <= e_first;
    o_final_q <= e_final;
    o_skip_q <= e_skip;
    o_buf_q <= e_buf_q;
    o_sub_q <= e_low_q[SubBits-1:0];
    p_class_q <= o_class_q;
    p_first_q <= o_first_q;
    p_final_q <= o_final_q;
    p_skip_q <= o_skip_q;
    p_buf_q <= o_buf_q;
    p_sub_q <= o_sub_q;
    s_class_q <= p_class_q;
    s_final_q <= p_final_q;
    s_buf_q <= p_buf_q;
    s_sub_q <= p_sub_q;
    if (f_loaded) begin
      class_q[f_buf_q] <= q_class;
      last_q[f_buf_q] <= q_last;
      tail_q[f_buf_q] <= q_tail;
      none_q[f_buf_q] <= q_none;
      td_q[f_buf_q] <= q_td;
      slot_q[f_buf_q] <= q_slot;
      order_q[f_buf_q] <= q_order;
    end
    if (e_start) begin
      acc_td_q[e_next_buf] <= td_q[e_next_buf];
      acc_slot_q[e_next_buf] <= slot_q[e_next_buf];
      acc_order_q[e_next_buf] <= order_q[e_next_buf];
    end
  end

  assign idle_o = q_empty & f_state_q == FetchIdle & loaded_q == '0 & acc_busy_q == '0;

  // ---- assertions -------------------------------------------------------------------------------
`ifdef SECTILE_ASSERT
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   push_i |-> in_class != ClassF32 || in_multiply.a == sectile_pkg::TYPE_F32)
  else $error("a multiply of a type that has no class");
`endif
endmodule

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The scalar floating-point unit: arithmetic in four cycles, division and square root
// one bit a cycle. The functions are flat; the three registers behind them are for synthesis to
// move into them, so they have neither enable nor reset. Operands are held by the pipeline
// until done_o. f32 division and square root work on the exactly widened operands and round the
// digits once.
module sectile_fpu (
    input  logic        clk_i,
    input  logic        rst_ni,
    input  logic        valid_i,
    input  sectile_pkg::op_t op_i,
    input  logic        divide_i,       // division or square root
    input  logic [63:0] a_i,
    input  logic [63:0] b_i,
    input  logic [63:0] c_i,
    output logic        done_o,
    output logic [63:0] result_o,
    output logic        busy_o
);
  // ---- decoding of the operation --------------------------------------------------------
  logic wide, fma, negate_a, negate_c;
  logic [63:0] x, y, z;
  always_comb begin
    wide = 1'b0;
    fma = 1'b1;
    negate_a = 1'b0;
    negate_c = 1'b0;
    x = a_i;
    y = b_i;
    z = c_i;
    unique case (op_i)
      sectile_pkg::OP_FMADD_F64, sectile_pkg::OP_FMSUB_F64, sectile_pkg::OP_FNMADD_F64,
      sectile_pkg::OP_FNMSUB_F64, sectile_pkg::OP_FADD_F64, sectile_pkg::OP_FSUB_F64,
      sectile_pkg::OP_FMUL_F64: wide = 1'b1;
      default: wide = 1'b0;
    endcase
    unique case (op_i)
      sectile_pkg::OP_FMADD_F32, sectile_pkg::OP_FMADD_F64: ;
      sectile_pkg::OP_FMSUB_F32, sectile_pkg::OP_FMSUB_F64: negate_c = 1'b1;
      sectile_pkg::OP_FNMADD_F32, sectile_pkg::OP_FNMADD_F64: negate_a = 1'b1;
      sectile_pkg::OP_FNMSUB_F32, sectile_pkg::OP_FNMSUB_F64: begin
        negate_a = 1'b1;
        negate_c = 1'b1;
      end
      sectile_pkg::OP_FADD_F32, sectile_pkg::OP_FADD_F64: begin
        y = wide ? 64'h3ff0_0000_0000_0000 : 64'h3f80_0000;
        z = b_i;
      end
      sectile_pkg::OP_FSUB_F32, sectile_pkg::OP_FSUB_F64: begin
        y = wide ? 64'h3ff0_0000_0000_0000 : 64'h3f80_0000;
        z = b_i;
        negate_c = 1'b1;
      end
      // a product of -0 stays -0, one of +0 stays +0
      sectile_pkg::OP_FMUL_F32, sectile_pkg::OP_FMUL_F64: begin
        z = '0;
        negate_c = 1'b1;
      end
      default: fma = 1'b0;
    endcase
  end

  // ---- arithmetic: three registers behind the functions, retimed in synthesis -------------
  logic last;                           // division and square root: the digits are complete
  logic [63:0] rounded;
  logic [63:0] s1_q, s2_q, result_q;
  logic [31:0] r32;
  logic [2:0] count_q;
  logic start, narrow;

  logic dividing_q, done_q;
  assign start = valid_i & count_q == '0 & ~dividing_q & ~done_q;

  function automatic logic [31:0] extend16(input logic [15:0] h);
    extend16 = {{16{h[15]}}, h};
  endfunction

  always_comb begin
    r32 = '0;
    narrow = 1'b0;
    if (start & ~divide_i) begin
      narrow = 1'b1;
      if (fma) begin
        if (!wide) r32 = sectile_fp_pkg::fma_f32(x[31:0] ^ {negate_a, 31'b0}, y[31:0],
                                                 z[31:0] ^ {negate_c, 31'b0});
      end else begin
        unique case (op_i)
          sectile_pkg::OP_FMIN_F32: r32 = sectile_fp_pkg::minmax_f32(a_i[31:0], b_i[31:0], 1'b0);
          sectile_pkg::OP_FMAX_F32: r32 = sectile_fp_pkg::minmax_f32(a_i[31:0], b_i[31:0], 1'b1);
          sectile_pkg::OP_FNEAR_F32: r32 = sectile_fp_pkg::integral_f32(a_i[31:0], 2'd0);
          sectile_pkg::OP_FFLOOR_F32: r32 = sectile_fp_pkg::integral_f32(a_i[31:0], 2'd1);
          sectile_pkg::OP_FCEIL_F32: r32 = sectile_fp_pkg::integral_f32(a_i[31:0], 2'd2);
          sectile_pkg::OP_FTRUNC_F32: r32 = sectile_fp_pkg::integral_f32(a_i[31:0], 2'd3);
          sectile_pkg::OP_FSGNJ_F32: r32 = {b_i[31], a_i[30:0]};
          sectile_pkg::OP_FSGNJN_F32: r32 = {~b_i[31], a_i[30:0]};
          sectile_pkg::OP_FSGNJX_F32: r32 = {a_i[31] ^ b_i[31], a_i[30:0]};
          sectile_pkg::OP_FCVT_F32_I32: r32 = sectile_fp_pkg::int_to_f32(a_i, 1'b1, 1'b0);
          sectile_pkg::OP_FCVT_F32_U32: r32 = sectile_fp_pkg::int_to_f32(a_i, 1'b0, 1'b0);
          sectile_pkg::OP_FCVT_F32_I64: r32 = sectile_fp_pkg::int_to_f32(a_i, 1'b1, 1'b1);
          sectile_pkg::OP_FCVT_F32_U64: r32 = sectile_fp_pkg::int_to_f32(a_i, 1'b0, 1'b1);
          sectile_pkg::OP_FCVT_F32_F64: r32 = sectile_fp_pkg::f64_to_f32(a_i);
          sectile_pkg::OP_FCVT_F32_F16: r32 = sectile_fp_pkg::f16_to_f32(a_i[15:0]);
          sectile_pkg::OP_FCVT_F32_BF16: r32 = sectile_fp_pkg::bf16_to_f32(a_i[15:0]);
          sectile_pkg::OP_FCVT_F16_F32: r32 = extend16(sectile_fp_pkg::f32_to_f16(a_i[31:0]));
          sectile_pkg::OP_FCVT_BF16_F32: r32 = extend16(sectile_fp_pkg::f32_to_bf16(a_i[31:0]));
          default: narrow = 1'b0;
        endcase
      end
    end
  end

  always_ff @(posedge clk_i) begin
    s1_q <= '0;
    s2_q <= s1_q;
    result_q <= s2_q;
    if (start & ~divide_i) begin
      if (narrow & ~wide) begin
        s1_q <= {{32{r32[31]}}, r32};
      end else if (wide) begin
        s1_q <= sectile_fp_pkg::fma_f64(x ^ {negate_a, 63'b0}, y, z ^ {negate_c, 63'b0});
      end else begin
        unique case (op_i)
          sectile_pkg::OP_FEQ_F32: s1_q <= {63'b0, sectile_fp_pkg::compare_f32(a_i[31:0], b_i[31:0], 2'd0)};
          sectile_pkg::OP_FLT_F32: s1_q <= {63'b0, sectile_fp_pkg::compare_f32(a_i[31:0], b_i[31:0], 2'd1)};
          sectile_pkg::OP_FLE_F32: s1_q <= {63'b0, sectile_fp_pkg::compare_f32(a_i[31:0], b_i[31:0], 2'd2)};
          sectile_pkg::OP_FEQ_F64: s1_q <= {63'b0, sectile_fp_pkg::compare_f64(a_i, b_i, 2'd0)};
          sectile_pkg::OP_FLT_F64: s1_q <= {63'b0, sectile_fp_pkg::compare_f64(a_i, b_i, 2'd1)};
          sectile_pkg::OP_FLE_F64: s1_q <= {63'b0, sectile_fp_pkg::compare_f64(a_i, b_i, 2'd2)};
          sectile_pkg::OP_FMIN_F64: s1_q <= sectile_fp_pkg::minmax_f64(a_i, b_i, 1'b0);
          sectile_pkg::OP_FMAX_F64: s1_q <= sectile_fp_pkg::minmax_f64(a_i, b_i, 1'b1);
          sectile_pkg::OP_FNEAR_F64: s1_q <= sectile_fp_pkg::integral_f64(a_i, 2'd0);
          sectile_pkg::OP_FFLOOR_F64: s1_q <= sectile_fp_pkg::integral_f64(a_i, 2'd1);
          sectile_pkg::OP_FCEIL_F64: s1_q <= sectile_fp_pkg::integral_f64(a_i, 2'd2);
          sectile_pkg::OP_FTRUNC_F64: s1_q <= sectile_fp_pkg::integral_f64(a_i, 2'd3);
          sectile_pkg::OP_FSGNJ_F64: s1_q <= {b_i[63], a_i[62:0]};
          sectile_pkg::OP_FSGNJN_F64: s1_q <= {~b_i[63], a_i[62:0]};
          sectile_pkg::OP_FSGNJX_F64: s1_q <= {a_i[63] ^ b_i[63], a_i[62:0]};
          sectile_pkg::OP_FCVT_F64_I32: s1_q <= sectile_fp_pkg::int_to_f64(a_i, 1'b1, 1'b0);
          sectile_pkg::OP_FCVT_F64_U32: s1_q <= sectile_fp_pkg::int_to_f64(a_i, 1'b0, 1'b0);
          sectile_pkg::OP_FCVT_F64_I64: s1_q <= sectile_fp_pkg::int_to_f64(a_i, 1'b1, 1'b1);
          sectile_pkg::OP_FCVT_F64_U64: s1_q <= sectile_fp_pkg::int_to_f64(a_i, 1'b0, 1'b1);
          sectile_pkg::OP_FCVT_I32_F32: s1_q <= sectile_fp_pkg::to_int_f32(a_i[31:0], 1'b1, 1'b0);
          sectile_pkg::OP_FCVT_U32_F32: s1_q <= sectile_fp_pkg::to_int_f32(a_i[31:0], 1'b0, 1'b0);
          sectile_pkg::OP_FCVT_I64_F32: s1_q <= sectile_fp_pkg::to_int_f32(a_i[31:0], 1'b1, 1'b1);
          sectile_pkg::OP_FCVT_U64_F32: s1_q <= sectile_fp_pkg::to_int_f32(a_i[31:0], 1'b0, 1'b1);
          sectile_pkg::OP_FCVT_I32_F64: s1_q <= sectile_fp_pkg::to_int_f64(a_i, 1'b1, 1'b0);
          sectile_pkg::OP_FCVT_U32_F64: s1_q <= sectile_fp_pkg::to_int_f64(a_i, 1'b0, 1'b0);
          sectile_pkg::OP_FCVT_I64_F64: s1_q <= sectile_fp_pkg::to_int_f64(a_i, 1'b1, 1'b1);
          sectile_pkg::OP_FCVT_U64_F64: s1_q <= sectile_fp_pkg::to_int_f64(a_i, 1'b0, 1'b1);
          sectile_pkg::OP_FCVT_F64_F32: s1_q <= sectile_fp_pkg::f32_to_f64(a_i[31:0]);
          default: s1_q <= a_i;
        endcase
      end
    end else if (last) begin
      s1_q <= rounded;
    end
  end

  // ---- division and square root ---------------------------------------------------------------
  logic sqrt, div_wide;
  // the operands' fields, those of f32 as of an f64 with the same value, not normalised
  logic sign_a, sign_b, special_a, special_b;
  logic [10:0] fa, fb;
  logic [51:0] fraction_a, fraction_b;
  logic [5:0] step_q;
  logic [57:0] rest_q;                  // of division: below 2 * divisor
  logic [55:0] root_q;
  logic [55:0] bits_q;
  logic [57:0] trial, rest_next;
  logic bit_;
  logic [52:0] ma, mb;
  logic signed [15:0] ea, eb, e;
  logic [52:0] divisor_q;
  logic signed [15:0] e_q;
  logic inf_a, inf_b, nan_a, nan_b, zero_a, zero_b, sign;
  logic [63:0] digits;
  assign last = dividing_q & count_q == 3'd0 & step_q == 6'd56;

  always_comb begin
    sqrt = op_i == sectile_pkg::OP_FSQRT_F32 || op_i == sectile_pkg::OP_FSQRT_F64;
    div_wide = op_i == sectile_pkg::OP_FDIV_F64 || op_i == sectile_pkg::OP_FSQRT_F64;
    sign_a = div_wide ? a_i[63] : a_i[31];
    sign_b = div_wide ? b_i[63] : b_i[31];
    fa = div_wide ? a_i[62:52] : {3'b0, a_i[30:23]};
    fb = div_wide ? b_i[62:52] : {3'b0, b_i[30:23]};
    fraction_a = div_wide ? a_i[51:0] : {a_i[22:0], 29'b0};
    fraction_b = div_wide ? b_i[51:0] : {b_i[22:0], 29'b0};
    special_a = (&fa[7:0]) & ((&fa[10:8]) | ~div_wide);
    special_b = (&fb[7:0]) & ((&fb[10:8]) | ~div_wide);
    nan_a = special_a & fraction_a != '0;
    nan_b = special_b & fraction_b != '0;
    inf_a = special_a & fraction_a == '0;
    inf_b = special_b & fraction_b == '0;
    zero_a = fa == '0 & fraction_a == '0;
    zero_b = fb == '0 & fraction_b == '0;
    sign = ~sqrt & (sign_a ^ sign_b);
    ma = '0;
    mb = '0;
    ea = '0;
    eb = '0;
    if (start & divide_i) begin
      {ea, ma} = sectile_fp_pkg::normalise_f64(
          $signed({5'b0, fa} + {15'b0, fa == '0} + (div_wide ? 16'd0 : 16'd896)), {fa != '0, fraction_a});
      {eb, mb} = sectile_fp_pkg::normalise_f64(
          $signed({5'b0, fb} + {15'b0, fb == '0} + (div_wide ? 16'd0 : 16'd896)), {fb != '0, fraction_b});
    end
    e = sqrt ? ((ea - 16'sd1023) >>> 1) + 16'sd1023
             : ea - eb + 16'sd1023 - (ma < mb ? 16'sd1 : 16'sd0);
    digits = {root_q, 7'b0, rest_q != '0};
    rounded = '0;
    if (last) begin
      if (sqrt ? (nan_a | (sign_a & ~zero_a)) : (nan_a | nan_b | (inf_a & inf_b) | (zero_a & zero_b)))
        rounded = div_wide ? 64'h7ff8_0000_0000_0000 : 64'h7fc0_0000;
      else if (sqrt & (zero_a | inf_a)) rounded = a_i;
      else if (~sqrt & (inf_a | zero_b)) rounded = div_wide ? {sign, 11'h7ff, 52'b0} : {{33{sign}}, 8'hff, 23'b0};
      else if (~sqrt & (inf_b | zero_a)) rounded = div_wide ? {sign, 63'b0} : {{33{sign}}, 31'b0};
      else if (div_wide) rounded = sectile_fp_pkg::round_f64(sign, e_q, digits);
      else rounded = {{32{sign}}, sectile_fp_pkg::round_f32(sign, e_q - 16'sd896, digits)};
      if (sqrt & ~div_wide) rounded = {{32{rounded[31]}}, rounded[31:0]};
    end
  end

  always_comb begin
    trial = sqrt ? {root_q, 2'b01} : {5'b0, divisor_q};
    rest_next = sqrt ? {rest_q[55:0], bits_q[55:54]} : rest_q;
    bit_ = rest_next >= trial;
    if (bit_) rest_next = rest_next - trial;
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      dividing_q <= 1'b0;
      step_q <= '0;
      count_q <= '0;
      done_q <= 1'b0;
    end else begin
      done_q <= 1'b0;
      if (start) begin
        if (divide_i) begin
          dividing_q <= 1'b1;
          step_q <= '0;
        end else begin
          count_q <= 3'd2;
        end
      end else if (count_q != '0) begin
        count_q <= count_q - 3'd1;
        if (count_q == 3'd1) done_q <= 1'b1;
      end else if (dividing_q) begin
        step_q <= step_q + 6'd1;
        if (step_q == 6'd56) begin
          dividing_q <= 1'b0;
          count_q <= 3'd2;
        end
      end
    end
    if (start & divide_i) begin
      divisor_q <= mb;
      e_q <= e;
      root_q <= '0;
      bits_q <= ea[0] ? {1'b0, ma, 2'b0} : {ma, 3'b0};
      rest_q <= sqrt ? '0 : ma < mb ? {4'b0, ma, 1'b0} : {5'b0, ma};
    end else if (dividing_q && step_q != 6'd56) begin
      rest_q <= sqrt ? rest_next : {rest_next[56:0], 1'b0};
      root_q <= {root_q[54:0], bit_};
      bits_q <= {bits_q[53:0], 2'b0};
    end
  end

  assign done_o = done_q;
  assign result_o = result_q;
  assign busy_o = dividing_q | count_q != '0 | start;
endmodule

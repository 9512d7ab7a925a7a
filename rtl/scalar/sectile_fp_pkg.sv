// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Floating-point arithmetic as functions: f32 and f64 in full; f16, bf16, e4m3 and
// e5m2 as formats that are widened and narrowed.

`include "sectile_fp.svh"

package sectile_fp_pkg;

  `SECTILE_FP_FMA(fma_f32, 8, 24)
  `SECTILE_FP_FMA(fma_f64, 11, 53)
  `SECTILE_FP_ROUND(round_f16, 5, 11)
  `SECTILE_FP_ROUND(round_e5m2, 5, 3)
  `SECTILE_FP_ROUND(round_e4m3, 5, 4)  // an exponent bit more, to see what overflows
  `SECTILE_FP_ROUND(round_f32, 8, 24)
  `SECTILE_FP_ROUND(round_f64, 11, 53)
  `SECTILE_FP_MINMAX(minmax_f32, compare_f32, 8, 24)
  `SECTILE_FP_MINMAX(minmax_f64, compare_f64, 11, 53)
  `SECTILE_FP_INTEGRAL(integral_f32, 8, 24)
  `SECTILE_FP_INTEGRAL(integral_f64, 11, 53)
  `SECTILE_FP_TO_INT(to_int_f32, 8, 24)
  `SECTILE_FP_TO_INT(to_int_f64, 11, 53)

  // Exact widening, NaNs canonical. A subnormal f16 is a normal f32, so that it is
  // normalised here.
  function automatic logic [31:0] f16_to_f32(input logic [15:0] a);
    logic [9:0] m;
    logic [7:0] e;
    m = a[9:0];
    e = {3'b0, a[14:10]} + 8'd112;
    if (a[14:10] == 5'd0) begin
      e = 8'd113;
      for (int k = 3; k >= 0; k--) begin
        // bring the leading one to bit 9, then once more to drop it
        if ((m >> (10 - (1 << k))) == '0) begin
          m = m << (1 << k);
          e = e - 8'(1 << k);
        end
      end
      m = m << 1;
      e = e - 8'd1;
    end
    if (a[14:10] == 5'h1f) f16_to_f32 = a[9:0] != '0 ? 32'h7fc0_0000 : {a[15], 8'hff, 23'b0};
    else if (a[14:0] == '0) f16_to_f32 = {a[15], 31'b0};
    else f16_to_f32 = {a[15], e, m, 13'b0};
  endfunction

  function automatic logic [31:0] bf16_to_f32(input logic [15:0] a);
    if (a[14:7] == 8'hff && a[6:0] != '0) bf16_to_f32 = 32'h7fc0_0000;
    else bf16_to_f32 = {a, 16'b0};
  endfunction

  function automatic logic [15:0] f32_to_f16(input logic [31:0] a);
    if (a[30:23] == 8'hff) f32_to_f16 = a[22:0] != '0 ? 16'h7e00 : {a[31], 15'h7c00};
    else f32_to_f16 = round_f16(a[31], $signed({8'b0, a[30:23]}) + (a[30:23] == '0 ? 16'sd1 : 16'sd0)
                                - 16'sd112, {a[30:23] != '0, a[22:0], 40'b0});
  endfunction

  function automatic logic [15:0] f32_to_bf16(input logic [31:0] a);
    if (a[30:23] == 8'hff && a[22:0] != '0) f32_to_bf16 = 16'h7fc0;
    else f32_to_bf16 = a[31:16] + {15'b0, a[15] & (a[16] | a[14:0] != '0)};
  endfunction

  // e5m2 is the upper half of an f16.
  function automatic logic [31:0] e5m2_to_f32(input logic [7:0] a);
    e5m2_to_f32 = f16_to_f32({a, 8'b0});
  endfunction

  function automatic logic [7:0] f32_to_e5m2(input logic [31:0] a);
    if (a[30:23] == 8'hff) f32_to_e5m2 = a[22:0] != '0 ? 8'h7e : {a[31], 7'h7c};
    else f32_to_e5m2 = round_e5m2(a[31], $signed({8'b0, a[30:23]}) + (a[30:23] == '0 ? 16'sd1 : 16'sd0)
                                  - 16'sd112, {a[30:23] != '0, a[22:0], 40'b0});
  endfunction

  // e4m3 has no infinity, and one NaN of each sign; its subnormals are multiples of 2^-9.
  function automatic logic [31:0] e4m3_to_f32(input logic [7:0] a);
    if (a[6:0] == 7'h7f) e4m3_to_f32 = 32'h7fc0_0000;
    else if (a[6:3] != '0) e4m3_to_f32 = {a[7], {4'b0, a[6:3]} + 8'd120, a[2:0], 20'b0};
    else if (a[2]) e4m3_to_f32 = {a[7], 8'd120, a[1:0], 21'b0};
    else if (a[1]) e4m3_to_f32 = {a[7], 8'd119, a[0], 22'b0};
    else e4m3_to_f32 = {a[7], a[0] ? 8'd118 : 8'd0, 23'b0};
  endfunction

  // Larger magnitudes become 448.
  function automatic logic [7:0] f32_to_e4m3(input logic [31:0] a);
    logic [8:0] r;
    r = round_e4m3(a[31], $signed({8'b0, a[30:23]}) + (a[30:23] == '0 ? 16'sd1 : 16'sd0) - 16'sd120,
                   {a[30:23] != '0, a[22:0], 40'b0});
    if (a[30:23] == 8'hff && a[22:0] != '0) f32_to_e4m3 = 8'h7f;
    else if (a[30:23] == 8'hff || r[7:0] > 8'h7e) f32_to_e4m3 = {a[31], 7'h7e};
    else f32_to_e4m3 = {a[31], r[6:0]};
  endfunction

  function automatic logic [63:0] f32_to_f64(input logic [31:0] a);
    if (a[30:23] == 8'hff) f32_to_f64 = a[22:0] != '0 ? 64'h7ff8_0000_0000_0000 : {a[31], 11'h7ff, 52'b0};
    else f32_to_f64 = round_f64(a[31], $signed({8'b0, a[30:23]}) + (a[30:23] == '0 ? 16'sd1 : 16'sd0)
                                + 16'sd896, {a[30:23] != '0, a[22:0], 40'b0})
                      & (a[30:0] == '0 ? 64'h8000_0000_0000_0000 : {64{1'b1}});
  endfunction

  function automatic logic [31:0] f64_to_f32(input logic [63:0] a);
    if (a[62:52] == 11'h7ff) f64_to_f32 = a[51:0] != '0 ? 32'h7fc0_0000 : {a[63], 8'hff, 23'b0};
    else f64_to_f32 = round_f32(a[63], $signed({5'b0, a[62:52]}) + (a[62:52] == '0 ? 16'sd1 : 16'sd0)
                                - 16'sd896, {a[62:52] != '0, a[51:0], 11'b0});
  endfunction

  // A number as a product that fma_f32_sum and fma_f32_round round, if the addend is a zero of
  // the same sign: bit 46 of m weighs the biased exponent e. Beyond the limits of e all numbers
  // round alike.
  function automatic logic [60:0] product_f32(input logic nan, input logic inf, input logic s,
                                              input logic signed [15:0] e, input logic [46:0] m);
    logic [9:0] ep;
    if (e < -16'sd127) ep = 10'd0;
    else if (e > 16'sd511) ep = 10'd638;
    else ep = e[9:0] + 10'd127;
    product_f32 = {nan, inf, s, ep, 1'b0, m};
  endfunction

  // a * 2^n in one rounding.
  function automatic logic [60:0] scale_product_f32(input logic [31:0] a, input logic [31:0] n);
    logic signed [15:0] d;
    if ($signed(n) > 32'sd600) d = 16'sd600;
    else if ($signed(n) < -32'sd600) d = -16'sd600;
    else d = $signed(n[15:0]);
    scale_product_f32 = product_f32(
        a[30:23] == 8'hff & a[22:0] != '0, a[30:23] == 8'hff, a[31],
        $signed({8'b0, a[30:23]}) + (a[30:23] == '0 ? 16'sd1 : 16'sd0) + d,
        {a[30:23] != '0, a[22:0], 23'b0});
  endfunction

  function automatic logic [31:0] scale_f32(input logic [31:0] a, input logic [31:0] n);
    scale_f32 = fma_f32_round(fma_f32_sum(scale_product_f32(a, n), {a[31], 31'b0}));
  endfunction

  // From integer: word or doubleword, signed or not.
  function automatic logic [63:0] int_magnitude(input logic [63:0] a, input logic is_signed,
                                                input logic is_double);
    logic [63:0] x;
    x = is_double ? a : {{32{is_signed & a[31]}}, a[31:0]};
    int_magnitude = (is_signed & x[63]) ? -x : x;
  endfunction

  function automatic logic [31:0] int_to_f32(input logic [63:0] a, input logic is_signed,
                                             input logic is_double);
    logic [63:0] m;
    m = int_magnitude(a, is_signed, is_double);
    int_to_f32 = m == '0 ? '0 : round_f32(is_signed & (is_double ? a[63] : a[31]), 16'sd190, m);
  endfunction

  function automatic logic [63:0] int_to_f64(input logic [63:0] a, input logic is_signed,
                                             input logic is_double);
    logic [63:0] m;
    m = int_magnitude(a, is_signed, is_double);
    int_to_f64 = m == '0 ? '0 : round_f64(is_signed & (is_double ? a[63] : a[31]), 16'sd1086, m);
  endfunction

  // {exponent, significand with its leading one in bit 52}
  function automatic logic [68:0] normalise_f64(input logic signed [15:0] exponent,
                                                input logic [52:0] significand);
    logic [52:0] m;
    logic signed [15:0] e;
    m = significand;
    e = exponent;
    for (int k = 5; k >= 0; k--) begin
      if ((m >> (53 - (1 << k))) == '0) begin
        m = m << (1 << k);
        e = e - $signed(16'(1 << k));
      end
    end
    normalise_f64 = {e, m};
  endfunction

  // ---- f32 division and square root, a bit a step --------------------------------------
  // Significand with its leading one in bit 23, and the exponent that belongs to it.
  function automatic logic [23:0] significand_f32(input logic [31:0] a);
    logic [23:0] m;
    m = {a[30:23] != '0, a[22:0]};
    for (int k = 4; k >= 0; k--) begin
      if ((m >> (24 - (1 << k))) == '0) m = m << (1 << k);
    end
    significand_f32 = m;
  endfunction

  function automatic logic signed [15:0] exponent_f32(input logic [31:0] a);
    logic [23:0] m;
    logic signed [15:0] e;
    m = {a[30:23] != '0, a[22:0]};
    e = $signed({8'b0, a[30:23]}) + (a[30:23] == '0 ? 16'sd1 : 16'sd0);
    for (int k = 4; k >= 0; k--) begin
      if ((m >> (24 - (1 << k))) == '0) begin
        m = m << (1 << k);
        e = e - $signed(16'(1 << k));
      end
    end
    exponent_f32 = e;
  endfunction

  // The dividend, doubled if it is the smaller significand: the quotient begins with 1.
  function automatic logic [27:0] div_dividend_f32(input logic [31:0] a, input logic [31:0] b);
    logic [23:0] ma, mb;
    ma = significand_f32(a);
    mb = significand_f32(b);
    div_dividend_f32 = ma < mb ? {3'b0, ma, 1'b0} : {4'b0, ma};
  endfunction

  // {remainder, quotient} after one more bit.
  function automatic logic [53:0] div_step_f32(input logic [27:0] r, input logic [25:0] q,
                                               input logic [23:0] d);
    logic [27:0] t;
    logic bit_;
    bit_ = r >= {4'b0, d};
    t = bit_ ? r - {4'b0, d} : r;
    div_step_f32 = {t[26:0], 1'b0, q[24:0], bit_};
  endfunction

  function automatic logic [25:0] sqrt_radicand_f32(input logic [31:0] a);
    logic signed [15:0] e;
    e = exponent_f32(a);
    sqrt_radicand_f32 = e[0] ? {1'b0, significand_f32(a), 1'b0} : {significand_f32(a), 2'b0};
  endfunction

  function automatic logic [53:0] sqrt_step_f32(input logic [27:0] r, input logic [25:0] q,
                                                input logic [1:0] next);
    logic [27:0] t, u;
    t = {r[25:0], next};
    u = {q, 2'b01};
    sqrt_step_f32 = t >= u ? {t - u, q[24:0], 1'b1} : {t, q[24:0], 1'b0};
  endfunction

  // Quotient and root as products. q begins with 1, or the operands are special.
  function automatic logic [60:0] div_product_f32(input logic [31:0] a, input logic [31:0] b,
                                                  input logic [25:0] q, input logic sticky);
    logic inf_a, inf_b, zero_a, zero_b, nan;
    logic signed [15:0] e;
    inf_a = a[30:23] == 8'hff;
    inf_b = b[30:23] == 8'hff;
    zero_a = a[30:0] == '0;
    zero_b = b[30:0] == '0;
    nan = (inf_a & a[22:0] != '0) | (inf_b & b[22:0] != '0) | (inf_a & inf_b) | (zero_a & zero_b);
    e = exponent_f32(a) - exponent_f32(b) + 16'sd127
      - (significand_f32(a) < significand_f32(b) ? 16'sd1 : 16'sd0);
    div_product_f32 = product_f32(nan, inf_a | zero_b, a[31] ^ b[31], e,
                                  {q, 20'b0, sticky} & {47{~(inf_b | zero_a)}});
  endfunction

  function automatic logic [60:0] sqrt_product_f32(input logic [31:0] a, input logic [25:0] q,
                                                   input logic sticky);
    logic zero;
    logic signed [15:0] e;
    zero = a[30:0] == '0;
    e = ((exponent_f32(a) - 16'sd127) >>> 1) + 16'sd127;
    sqrt_product_f32 = product_f32((a[31] & ~zero) | (a[30:23] == 8'hff & a[22:0] != '0),
                                   a[30:23] == 8'hff, a[31], e, {q, 20'b0, sticky} & {47{~zero}});
  endfunction

  // ---- estimates -----------------------------------------------------------------------
  // The table gives the fraction; it remains to compute the exponent: that of 1/m for m in [1, 2)
  // is one less, so that the estimate for a power of two is below the exact result.
  function automatic logic [31:0] rcpe_f32(input logic [31:0] a);
    logic [23:0] m, q;
    logic signed [15:0] e;
    m = significand_f32(a);
    e = 16'sd253 - exponent_f32(a);
    q = {1'b1, sectile_pkg::reciprocal_estimate(m[22:16]), 7'b0};
    if (a[30:23] == 8'hff) rcpe_f32 = a[22:0] != '0 ? 32'h7fc0_0000 : {a[31], 31'b0};
    else if (a[30:0] == '0 || e > 16'sd254) rcpe_f32 = {a[31], 8'hff, 23'b0};
    else if (e == -16'sd1) rcpe_f32 = {a[31], 9'b0, q[23:2]};
    else if (e == 16'sd0) rcpe_f32 = {a[31], 8'b0, q[23:1]};
    else rcpe_f32 = {a[31], e[7:0], q[22:0]};
  endfunction

  // An even exponent of the number is an odd one with its bias.
  function automatic logic [31:0] rsqrte_f32(input logic [31:0] a);
    logic [23:0] m;
    logic signed [15:0] e, half;
    m = significand_f32(a);
    e = exponent_f32(a);
    half = 16'sd126 - ((e - 16'sd127) >>> 1);
    if (a[30:0] == '0) rsqrte_f32 = {a[31], 8'hff, 23'b0};
    else if (a[31] | (a[30:23] == 8'hff & a[22:0] != '0)) rsqrte_f32 = 32'h7fc0_0000;
    else if (a[30:23] == 8'hff) rsqrte_f32 = '0;
    else rsqrte_f32 = {1'b0, half[7:0],
                       sectile_pkg::reciprocal_root_estimate({~e[0], m[22:16]}), 7'b0};
  endfunction

endpackage

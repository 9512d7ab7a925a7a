// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Multiplier: operands in the execute stage, product in the memory stage. Divider:
// one bit a cycle, the pipeline waits.
module sectile_muldiv (
    input  logic        clk_i,
    input  logic        rst_ni,

    // multiply: registered here, the result one cycle later
    input  logic        mul_i,
    input  sectile_pkg::op_t op_i,
    input  logic [63:0] a_i,
    input  logic [63:0] b_i,
    input  logic [63:0] c_i,
    output logic [63:0] product_o,

    // divide: start with div_i, hold until done_o
    input  logic        div_i,
    output logic        done_o,
    output logic [63:0] quotient_o,     // or remainder
    output logic        busy_o
);
  // ---- multiply ----------------------------------------------------------------------
  logic mul_q;                        // the product is used in this cycle
  sectile_pkg::op_t op_q;
  logic [63:0] a_q, b_q, c_q;
  logic signed [129:0] p;
  logic [63:0] t;
  logic a_signed, b_signed;

  always_ff @(posedge clk_i) begin
    mul_q <= mul_i;
    if (mul_i) begin
      op_q <= op_i;
      a_q <= a_i;
      b_q <= b_i;
      c_q <= c_i;
    end
  end

  assign a_signed = op_q == sectile_pkg::OP_MULH || op_q == sectile_pkg::OP_MULHSU;
  assign b_signed = op_q == sectile_pkg::OP_MULH;

  always_comb begin
    p = '0;
    t = '0;
    product_o = '0;
    if (!mul_q) begin
      product_o = '0;
    end else if (op_q == sectile_pkg::OP_MULH || op_q == sectile_pkg::OP_MULHU
        || op_q == sectile_pkg::OP_MULHSU) begin
      p = $signed({a_signed & a_q[63], a_q}) * $signed({b_signed & b_q[63], b_q});
      product_o = p[127:64];
    end else begin
      t = a_q * b_q;
      unique case (op_q)
        sectile_pkg::OP_MADD, sectile_pkg::OP_MADDW: t = c_q + t;
        sectile_pkg::OP_MSUB, sectile_pkg::OP_MSUBW: t = c_q - t;
        default: ;
      endcase
      unique case (op_q)
        sectile_pkg::OP_MULW, sectile_pkg::OP_MADDW, sectile_pkg::OP_MSUBW:
          product_o = {{32{t[31]}}, t[31:0]};
        default: product_o = t;
      endcase
    end
  end

  // ---- divide ------------------------------------------------------------------------------
  logic active_q, done_q, negate_quotient_q, negate_rest_q, rest_q, word_q;
  logic [6:0] count_q;
  logic [63:0] divisor_q, quotient_q;
  logic [64:0] rest_value_q, trial;
  logic is_signed, word, is_rest;
  logic [63:0] x, y, chosen;

  always_comb begin
    is_signed = 1'b0;
    word = 1'b0;
    is_rest = 1'b0;
    unique case (op_i)
      sectile_pkg::OP_DIV: is_signed = 1'b1;
      sectile_pkg::OP_REM: begin is_signed = 1'b1; is_rest = 1'b1; end
      sectile_pkg::OP_REMU: is_rest = 1'b1;
      sectile_pkg::OP_DIVW: begin is_signed = 1'b1; word = 1'b1; end
      sectile_pkg::OP_DIVUW: word = 1'b1;
      sectile_pkg::OP_REMW: begin is_signed = 1'b1; word = 1'b1; is_rest = 1'b1; end
      sectile_pkg::OP_REMUW: begin word = 1'b1; is_rest = 1'b1; end
      default: ;
    endcase
    x = word ? {{32{is_signed & a_i[31]}}, a_i[31:0]} : a_i;
    y = word ? {{32{is_signed & b_i[31]}}, b_i[31:0]} : b_i;
  end

  assign done_o = done_q;
  assign busy_o = active_q;

  always_comb begin
    trial = '0;
    if (active_q) trial = {rest_value_q[63:0], quotient_q[63]} - {1'b0, divisor_q};
  end

  // Division by zero needs no special case: the quotient is all ones, the remainder is the
  // dividend; only its sign must not be changed.
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      active_q <= 1'b0;
      done_q <= 1'b0;
    end else begin
      done_q <= 1'b0;
      if (div_i & ~active_q & ~done_q) begin
        active_q <= 1'b1;
        count_q <= 7'd64;
        divisor_q <= (is_signed & y[63]) ? -y : y;
        quotient_q <= (is_signed & x[63]) ? -x : x;
        rest_value_q <= '0;
        negate_quotient_q <= is_signed & (x[63] ^ y[63]) & y != '0;
        negate_rest_q <= is_signed & x[63];
        rest_q <= is_rest;
        word_q <= word;
      end else if (active_q) begin
        rest_value_q <= trial[64] ? {rest_value_q[63:0], quotient_q[63]} : trial;
        quotient_q <= {quotient_q[62:0], ~trial[64]};
        count_q <= count_q - 7'd1;
        if (count_q == 7'd1) begin
          active_q <= 1'b0;
          done_q <= 1'b1;
        end
      end
    end
  end

  always_comb begin
    chosen = '0;
    if (done_q) begin
      chosen = rest_q ? (negate_rest_q ? -rest_value_q[63:0] : rest_value_q[63:0])
                      : (negate_quotient_q ? -quotient_q : quotient_q);
    end
    quotient_o = word_q ? {{32{chosen[31]}}, chosen[31:0]} : chosen;
  end
endmodule

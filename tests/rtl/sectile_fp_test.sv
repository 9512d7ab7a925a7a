// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every function of sectile_fp_pkg behind one selector, for fp_test.cpp.
module sectile_fp_test (
    input  logic        clk_i,
    input  logic [7:0]  op_i,
    input  logic [63:0] a_i,
    input  logic [63:0] b_i,
    input  logic [63:0] c_i,
    output logic [63:0] r_o
);
  import sectile_fp_pkg::*;

  always_ff @(posedge clk_i) begin
    unique case (op_i)
      8'd0: r_o <= {32'b0, fma_f32(a_i[31:0], b_i[31:0], c_i[31:0])};
      8'd1: r_o <= fma_f64(a_i, b_i, c_i);
      8'd2: r_o <= {32'b0, minmax_f32(a_i[31:0], b_i[31:0], c_i[0])};
      8'd3: r_o <= minmax_f64(a_i, b_i, c_i[0]);
      8'd4: r_o <= {63'b0, compare_f32(a_i[31:0], b_i[31:0], c_i[1:0])};
      8'd5: r_o <= {63'b0, compare_f64(a_i, b_i, c_i[1:0])};
      8'd6: r_o <= {32'b0, integral_f32(a_i[31:0], c_i[1:0])};
      8'd7: r_o <= integral_f64(a_i, c_i[1:0]);
      8'd8: r_o <= to_int_f32(a_i[31:0], c_i[0], c_i[1]);
      8'd9: r_o <= to_int_f64(a_i, c_i[0], c_i[1]);
      8'd10: r_o <= {32'b0, int_to_f32(a_i, c_i[0], c_i[1])};
      8'd11: r_o <= int_to_f64(a_i, c_i[0], c_i[1]);
      8'd12: r_o <= {32'b0, f16_to_f32(a_i[15:0])};
      8'd13: r_o <= {32'b0, bf16_to_f32(a_i[15:0])};
      8'd14: r_o <= {48'b0, f32_to_f16(a_i[31:0])};
      8'd15: r_o <= {48'b0, f32_to_bf16(a_i[31:0])};
      8'd16: r_o <= f32_to_f64(a_i[31:0]);
      8'd17: r_o <= {32'b0, f64_to_f32(a_i)};
      8'd18: r_o <= {32'b0, scale_f32(a_i[31:0], b_i[31:0])};
      8'd19: r_o <= {32'b0, rcpe_f32(a_i[31:0])};
      8'd20: r_o <= {32'b0, rsqrte_f32(a_i[31:0])};
      8'd21: r_o <= {32'b0, e4m3_to_f32(a_i[7:0])};
      8'd22: r_o <= {32'b0, e5m2_to_f32(a_i[7:0])};
      8'd23: r_o <= {56'b0, f32_to_e4m3(a_i[31:0])};
      8'd24: r_o <= {56'b0, f32_to_e5m2(a_i[31:0])};
      default: r_o <= '0;
    endcase
  end
endmodule

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Integer arithmetic, logic, shifts, bit fields, constants, shapes; and whether a
// branch is taken.
module sectile_alu (
    input  logic                valid_i,
    input  sectile_pkg::instr_t instr_i,
    input  logic [63:0]         pc_i,
    input  logic [63:0]         a_i,
    input  logic [63:0]         b_i,
    input  logic [63:0]         c_i,      // third source: c, or the old d
    output logic [63:0]         result_o,
    output logic                taken_o
);
  logic [63:0] a, b, imm, t, mask;
  logic [127:0] wide;
  logic [31:0] w;
  logic [6:0] count;
  logic [5:0] sh;
  logic less, below, equal;

  // Leading zeros, by halves.
  function automatic logic [6:0] leading_zeros(input logic [63:0] x);
    logic [63:0] y;
    logic [6:0] n;
    y = x;
    n = '0;
    for (int k = 5; k >= 0; k--) begin
      if ((y >> (64 - (1 << k))) == '0) begin
        y = y << (1 << k);
        n = n + 7'(1 << k);
      end
    end
    leading_zeros = n + {6'b0, ~y[63]};
  endfunction
  function automatic logic [6:0] population(input logic [63:0] x);
    logic [63:0] y;
    y = x - ((x >> 1) & 64'h5555_5555_5555_5555);
    y = (y & 64'h3333_3333_3333_3333) + ((y >> 2) & 64'h3333_3333_3333_3333);
    y = (y + (y >> 4)) & 64'h0f0f_0f0f_0f0f_0f0f;
    y = y + (y >> 8);
    y = y + (y >> 16);
    population = 7'(y + (y >> 32));
  endfunction
  // a, shifted left, clamped to 0..255
  function automatic logic [7:0] clamp(input logic [63:0] x, input logic [2:0] k);
    logic [70:0] y;
    y = {7'b0, x} << k;
    clamp = x[63] ? 8'd0 : y[70:8] != '0 ? 8'hff : y[7:0];
  endfunction

  assign a = a_i;
  assign b = b_i;
  assign imm = instr_i.imm;

  always_comb begin
    result_o = '0;
    t = '0;
    w = '0;
    wide = '0;
    count = '0;
    sh = imm[5:0];
    mask = '0;
    if (valid_i) begin
      unique case (instr_i.op)
        sectile_pkg::OP_ADD: result_o = a + b;
        sectile_pkg::OP_SUB: result_o = a - b;
        sectile_pkg::OP_AND: result_o = a & b;
        sectile_pkg::OP_OR: result_o = a | b;
        sectile_pkg::OP_XOR: result_o = a ^ b;
        sectile_pkg::OP_ANDN: result_o = a & ~b;
        sectile_pkg::OP_ORN: result_o = a | ~b;
        sectile_pkg::OP_XNOR: result_o = ~(a ^ b);
        sectile_pkg::OP_SEQ: result_o = {63'b0, a == b};
        sectile_pkg::OP_SNE: result_o = {63'b0, a != b};
        sectile_pkg::OP_SLT: result_o = {63'b0, $signed(a) < $signed(b)};
        sectile_pkg::OP_SLTU: result_o = {63'b0, a < b};
        sectile_pkg::OP_MIN: result_o = $signed(a) < $signed(b) ? a : b;
        sectile_pkg::OP_MAX: result_o = $signed(a) < $signed(b) ? b : a;
        sectile_pkg::OP_MINU: result_o = a < b ? a : b;
        sectile_pkg::OP_MAXU: result_o = a < b ? b : a;
        sectile_pkg::OP_ADDW: begin w = a[31:0] + b[31:0]; result_o = {{32{w[31]}}, w}; end
        sectile_pkg::OP_SUBW: begin w = a[31:0] - b[31:0]; result_o = {{32{w[31]}}, w}; end
        sectile_pkg::OP_SLL: result_o = a << b[5:0];
        sectile_pkg::OP_SRL: result_o = a >> b[5:0];
        sectile_pkg::OP_SRA: result_o = $signed(a) >>> b[5:0];
        sectile_pkg::OP_SLLW: begin w = a[31:0] << b[4:0]; result_o = {{32{w[31]}}, w}; end
        sectile_pkg::OP_SRLW: begin w = a[31:0] >> b[4:0]; result_o = {{32{w[31]}}, w}; end
        sectile_pkg::OP_SRAW: begin w = $signed(a[31:0]) >>> b[4:0]; result_o = {{32{w[31]}}, w}; end
        sectile_pkg::OP_ROR: begin wide = {a, a} >> b[5:0]; result_o = wide[63:0]; end
        sectile_pkg::OP_ROL: begin wide = {a, a} << b[5:0]; result_o = wide[127:64]; end
        sectile_pkg::OP_RORI: begin wide = {a, a} >> imm[5:0]; result_o = wide[63:0]; end
        sectile_pkg::OP_RORW: begin
          t = {a[31:0], a[31:0]} >> b[4:0];
          result_o = {{32{t[31]}}, t[31:0]};
        end
        sectile_pkg::OP_ROLW: begin
          t = {a[31:0], a[31:0]} << b[4:0];
          result_o = {{32{t[63]}}, t[63:32]};
        end
        sectile_pkg::OP_RORIW: begin
          t = {a[31:0], a[31:0]} >> imm[4:0];
          result_o = {{32{t[31]}}, t[31:0]};
        end
        sectile_pkg::OP_CLZ: result_o = {57'b0, leading_zeros(a)};
        sectile_pkg::OP_CTZ: begin
          t = a & -a;
          count = leading_zeros(t);
          result_o = a == '0 ? 64'd64 : 64'd63 - {57'b0, count};
        end
        sectile_pkg::OP_POPC: result_o = {57'b0, population(a)};
        sectile_pkg::OP_CLZW: begin
          count = leading_zeros({a[31:0], 32'hffff_ffff});
          result_o = {57'b0, count};
        end
        sectile_pkg::OP_CTZW: begin
          t = {32'b1, a[31:0]};
          t = t & -t;
          count = leading_zeros(t);
          result_o = 64'd63 - {57'b0, count};
        end
        sectile_pkg::OP_POPCW: result_o = {57'b0, population({32'b0, a[31:0]})};
        sectile_pkg::OP_REV8:
          result_o = {a[7:0], a[15:8], a[23:16], a[31:24], a[39:32], a[47:40], a[55:48], a[63:56]};
        sectile_pkg::OP_REV8W: result_o = {{32{a[7]}}, a[7:0], a[15:8], a[23:16], a[31:24]};
        sectile_pkg::OP_SHADD: result_o = a + (b << imm[2:0]);
        sectile_pkg::OP_SHADDU: result_o = a + ({32'b0, b[31:0]} << imm[2:0]);
        sectile_pkg::OP_TSHAPE: result_o = {48'b0, clamp(b, imm[2:0]), clamp(a, 3'd0)};
        sectile_pkg::OP_TSHAPEB:
          result_o = {c_i[63:32], clamp(b, imm[2:0]), clamp(a, 3'd0), c_i[15:0]};
        sectile_pkg::OP_ADDI: result_o = a + imm;
        sectile_pkg::OP_ADDIW: begin w = a[31:0] + imm[31:0]; result_o = {{32{w[31]}}, w}; end
        sectile_pkg::OP_ANDI: result_o = a & imm;
        sectile_pkg::OP_ORI: result_o = a | imm;
        sectile_pkg::OP_XORI: result_o = a ^ imm;
        sectile_pkg::OP_SLTI: result_o = {63'b0, $signed(a) < $signed(imm)};
        sectile_pkg::OP_SLTIU: result_o = {63'b0, a < imm};
        sectile_pkg::OP_SEQI: result_o = {63'b0, a == imm};
        sectile_pkg::OP_SNEI: result_o = {63'b0, a != imm};
        sectile_pkg::OP_SEL: result_o = c_i != '0 ? a : b;
        sectile_pkg::OP_MOVZ: result_o = imm << instr_i.imm2[5:0];
        sectile_pkg::OP_MOVN: result_o = ~(imm << instr_i.imm2[5:0]);
        sectile_pkg::OP_MOVK:
          result_o = (c_i & ~(64'hffff << instr_i.imm2[5:0])) | (imm << instr_i.imm2[5:0]);
        sectile_pkg::OP_ADRP: result_o = {pc_i[63:12], 12'b0} + imm;
        // bit fields: imm = position, imm2 = length
        sectile_pkg::OP_EXTU: begin
          mask = 64'hffff_ffff_ffff_ffff >> (7'd64 - instr_i.imm2[6:0]);
          result_o = (a >> sh) & mask;
        end
        sectile_pkg::OP_EXTS: begin
          mask = 64'hffff_ffff_ffff_ffff >> (7'd64 - instr_i.imm2[6:0]);
          t = $signed(a) >>> sh;
          result_o = (t & mask) | ((t & (mask & ~(mask >> 1))) != '0 ? ~mask : '0);
        end
        sectile_pkg::OP_INSU: begin
          mask = 64'hffff_ffff_ffff_ffff >> (7'd64 - instr_i.imm2[6:0]);
          result_o = (a & mask) << sh;
        end
        sectile_pkg::OP_INSS: begin
          mask = 64'hffff_ffff_ffff_ffff >> (7'd64 - instr_i.imm2[6:0]);
          t = (a & mask) | ((a & (mask & ~(mask >> 1))) != '0 ? ~mask : '0);
          result_o = t << sh;
        end
        sectile_pkg::OP_INS: begin
          mask = (64'hffff_ffff_ffff_ffff >> (7'd64 - instr_i.imm2[6:0])) << sh;
          result_o = (c_i & ~mask) | ((a << sh) & mask);
        end
        sectile_pkg::OP_CALL, sectile_pkg::OP_JALR: result_o = pc_i + 64'd4;
        default: result_o = '0;
      endcase
    end
  end

  always_comb begin
    taken_o = 1'b0;
    less = 1'b0;
    below = 1'b0;
    equal = 1'b0;
    if (valid_i && instr_i.kind == sectile_pkg::KIND_BRANCH) begin
      less = $signed(a) < $signed(instr_i.b_reads_x ? b : imm);
      below = a < (instr_i.b_reads_x ? b : imm);
      equal = a == (instr_i.b_reads_x ? b : imm);
      unique case (instr_i.op)
        sectile_pkg::OP_BEQ, sectile_pkg::OP_BEQI: taken_o = equal;
        sectile_pkg::OP_BNE, sectile_pkg::OP_BNEI: taken_o = ~equal;
        sectile_pkg::OP_BLT, sectile_pkg::OP_BLTI: taken_o = less;
        sectile_pkg::OP_BGE, sectile_pkg::OP_BGEI: taken_o = ~less;
        sectile_pkg::OP_BLTU, sectile_pkg::OP_BLTUI: taken_o = below;
        sectile_pkg::OP_BGEU, sectile_pkg::OP_BGEUI: taken_o = ~below;
        sectile_pkg::OP_BBC: taken_o = ~a[imm[5:0]];
        sectile_pkg::OP_BBS: taken_o = a[imm[5:0]];
        default: taken_o = 1'b0;
      endcase
    end
  end
endmodule

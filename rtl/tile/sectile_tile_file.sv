// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The tile registers: 32 tiles of 16 rows of 16 words, in 16 banks of one word.
// Word w of row i is in bank (i + w) mod 16, so that a row and a column of words each take
// one access, and a transposition reads columns and writes rows.
//
// A bank has two halves, for even and odd rows, each with a write port: two units can each
// write a row in the same cycle, and a column is written through both ports. The tile number
// does not select the half, so that consecutive rows of consecutive tiles alternate between
// the halves.
//
// Port addresses are {column, tile, index}. The data of a read is valid in the next cycle.
// Ports in `Hold` keep it until the next read; the others are zero after that cycle, which
// makes simulation fast. In synthesis half a bank is a memory macro with one write port,
// duplicated for each read port.
module sectile_tile_file #(
    parameter int unsigned ReadPorts = 6,
    parameter logic [ReadPorts-1:0] Hold = '1
) (
    input  logic                            clk_i,
    input  logic [ReadPorts-1:0]            re_i,
    input  logic [ReadPorts*10-1:0]         raddr_i,  // {column, tile, index} each
    output logic [ReadPorts*512-1:0]        rdata_o,
    input  logic [1:0]                      we_i,     // one bit a half
    input  logic [19:0]                     waddr_i,
    input  logic [31:0]                     wmask_i,  // one bit a word
    input  logic [1023:0]                   wdata_i
);
  // Rotates left by words: result[(w + n) mod 16] = d[w].
  function automatic logic [511:0] rotate(input logic [511:0] d, input logic [3:0] n);
    logic [511:0] t;
    t = d;
    if (n[0]) t = {t[479:0], t[511:480]};
    if (n[1]) t = {t[447:0], t[511:448]};
    if (n[2]) t = {t[383:0], t[511:384]};
    if (n[3]) t = {t[255:0], t[511:256]};
    rotate = t;
  endfunction

  logic [1023:0] wrot;
  logic [31:0] mrot;
  logic [3:0] turn;

  always_comb begin
    wrot = '0;
    mrot = '0;
    turn = '0;
    for (int h = 0; h < 2; h++) begin
      if (we_i[h]) begin
        turn = waddr_i[10*h +: 4];
        wrot[512*h +: 512] = rotate(wdata_i[512*h +: 512], turn);
        mrot[16*h +: 16] = (wmask_i[16*h +: 16] << turn)
                         | 16'(wmask_i[16*h +: 16] >> (5'd16 - {1'b0, turn}));
      end
    end
  end

  // A row access uses the same entry of all banks; in a column access bank b holds
  // row (b - index) mod 16.
  for (genvar b = 0; b < 16; b++) begin : g_bank
    logic [31:0] even_q[256];
    logic [31:0] odd_q[256];
    logic [3:0] even_row, odd_row;
    assign even_row = waddr_i[9] ? 4'(b) - waddr_i[3:0] : waddr_i[3:0];
    assign odd_row = waddr_i[19] ? 4'(b) - waddr_i[13:10] : waddr_i[13:10];

    always_ff @(posedge clk_i) begin
      if (we_i[0] && mrot[b] && !even_row[0]) begin
        even_q[{waddr_i[8:4], even_row[3:1]}] <= wrot[32*b +: 32];
      end
      if (we_i[1] && mrot[16 + b] && odd_row[0]) begin
        odd_q[{waddr_i[18:14], odd_row[3:1]}] <= wrot[512 + 32*b +: 32];
      end
    end
    for (genvar p = 0; p < ReadPorts; p++) begin : g_port
      logic [31:0] q;
      logic [3:0] row;
      assign row = raddr_i[10*p+9] ? 4'(b) - raddr_i[10*p +: 4] : raddr_i[10*p +: 4];
      always_ff @(posedge clk_i) begin
        if (re_i[p]) begin
          q <= row[0] ? odd_q[{raddr_i[10*p+4 +: 5], row[3:1]}]
                                        : even_q[{raddr_i[10*p+4 +: 5], row[3:1]}];
        end
      end
    end
  end

  for (genvar p = 0; p < ReadPorts; p++) begin : g_turn
    logic [3:0] turn_q;
    logic live_q;
    logic [511:0] data;
    always_ff @(posedge clk_i) begin
      live_q <= re_i[p] | (Hold[p] & live_q);
      if (re_i[p]) turn_q <= raddr_i[10*p +: 4];
    end
    always_comb begin
      data = '0;
      if (live_q) data = rotate({
          g_bank[15].g_port[p].q, g_bank[14].g_port[p].q, g_bank[13].g_port[p].q, g_bank[12].g_port[p].q,
          g_bank[11].g_port[p].q, g_bank[10].g_port[p].q, g_bank[9].g_port[p].q, g_bank[8].g_port[p].q,
          g_bank[7].g_port[p].q, g_bank[6].g_port[p].q, g_bank[5].g_port[p].q, g_bank[4].g_port[p].q,
          g_bank[3].g_port[p].q, g_bank[2].g_port[p].q, g_bank[1].g_port[p].q, g_bank[0].g_port[p].q
          }, 4'd0 - turn_q);
    end
    assign rdata_o[512*p +: 512] = data;
  end
endmodule

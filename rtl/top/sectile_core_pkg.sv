// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Types of the signals between the units of the core. Encodings, opcodes, control registers and the
// records for the simulation come from the generated sectile_pkg. The number of slots determines
// types of ports, so it cannot be a module's parameter.

package sectile_core_pkg;

  localparam int unsigned LineBytes = 64;         // bus width, cache line, tile row
  localparam int unsigned LineBits  = 8 * LineBytes;
  localparam int unsigned SlotBits  = `SECTILE_SLOT_BITS;
  localparam int unsigned Slots     = 1 << SlotBits;  // tile instructions in flight

  typedef logic [LineBits-1:0]  line_t;
  typedef logic [LineBytes-1:0] strb_t;
  typedef logic [SlotBits-1:0]  slot_t;

  // A write of a scalar register.
  typedef struct packed {
    logic        valid;
    logic [4:0]  number;
    logic [63:0] value;
  } write_t;

  // A tile instruction on its way to a unit.
  typedef struct packed {
    logic [`SECTILE_OP_BITS-1:0] op;      // sectile_pkg::op_t
    logic [2:0]  reads;     // which of tc, tb, ta it reads
    logic        scalar_b;  // sb stands for tb in all words
    logic        scalar_c;  // sc stands for tc in all words
    logic [4:0]  td;
    logic [4:0]  ta;
    logic [4:0]  tb;
    logic [4:0]  tc;
    logic [63:0] sa;        // scalar operands a, b, c
    logic [63:0] sb;
    logic [63:0] sc;
    logic        full;      // the shape or depth operand is register r0
    logic [31:0] imm;
    logic [31:0] order;     // retire number, tags the rows written
  } tile_op_t;

  // A tile memory instruction after address generation: rows of bytes, a stride apart or at the
  // addresses of sectile_tmem_index.
  typedef struct packed {
    logic        is_store;
    logic [`SECTILE_ELEM_BITS-1:0] elem;  // sectile_pkg::elem_t
    logic [4:0]  td;
    logic [31:0] order;
    logic        indexed;   // each step is where sectile_tmem_index says,
    logic        lanes;     // and is a lane, else a row
    logic [63:0] base;      // of the first byte of the first row touched; what indices add to
    logic [63:0] stride;
    logic [6:0]  first_row; // the first memory row touched,
    logic [6:0]  rows;      // how many are; the last may be shorter
    logic [5:0]  skip;      // bytes of a row before those touched
    logic [6:0]  bytes;     // touched of a row, 0..64
    logic [6:0]  last_bytes;
    logic [2:0]  halves;    // left out: of a row the first byte's low half, the last one's
                            // high half; the same of the last row
    logic [63:0] lo;        // bounding box: first and last byte
    logic [63:0] hi;
  } tmem_op_t;

  // The first bytes of what is loaded, as a register takes them.
  function automatic logic [63:0] extend(input logic [63:0] data, input logic [4:0] bytes,
                                         input logic is_signed);
    unique case (bytes)
      5'd1: extend = {{56{is_signed & data[7]}}, data[7:0]};
      5'd2: extend = {{48{is_signed & data[15]}}, data[15:0]};
      5'd4: extend = {{32{is_signed & data[31]}}, data[31:0]};
      default: extend = data;
    endcase
  endfunction

  // A signed word saturated to a byte.
  function automatic logic [7:0] saturate(input logic [31:0] u, input logic is_signed);
    if (is_signed) begin
      saturate = $signed(u) > 32'sd127 ? 8'h7f : $signed(u) < -32'sd128 ? 8'h80 : u[7:0];
    end else begin
      saturate = u[31] ? 8'h00 : u[30:8] != '0 ? 8'hff : u[7:0];
    end
  endfunction

  // The same to 16 bits.
  function automatic logic [15:0] saturate16(input logic [31:0] u, input logic is_signed);
    if (is_signed) begin
      saturate16 = $signed(u) > 32'sd32767 ? 16'h7fff
                 : $signed(u) < -32'sd32768 ? 16'h8000 : u[15:0];
    end else begin
      saturate16 = u[31] ? 16'h0000 : u[30:16] != '0 ? 16'hffff : u[15:0];
    end
  endfunction

  // The same to four bits.
  function automatic logic [3:0] saturate4(input logic [31:0] u, input logic is_signed);
    if (is_signed) begin
      saturate4 = $signed(u) > 32'sd7 ? 4'h7 : $signed(u) < -32'sd8 ? 4'h8 : u[3:0];
    end else begin
      saturate4 = u[31] ? 4'h0 : u[30:4] != '0 ? 4'hf : u[3:0];
    end
  endfunction

  // Lanes of a row whose elements are halves of the bytes from skip on, without the first
  // low half and the last high one.
  function automatic logic [15:0] half_lanes(input logic [2:0] skip, input logic [2:0] bytes,
                                             input logic no_first, input logic no_last);
    half_lanes = '1;
    if (no_first) half_lanes[{skip, 1'b0}] = 1'b0;
    if (no_last) half_lanes[{skip + bytes - 3'd1, 1'b1}] = 1'b0;
  endfunction

  // Why a cycle passes without a retirement.
  typedef enum logic [1:0] {
    StallFetch = 2'd0,
    StallData  = 2'd1,
    StallUnit  = 2'd2,
    StallTile  = 2'd3
  } stall_e;

endpackage

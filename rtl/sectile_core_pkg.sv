// What the units of the core say to each other. Encodings, opcodes and control
// registers come from the generated sectile_pkg, never from here.
package sectile_core_pkg;

  localparam int unsigned LineBytes = 64;         // bus width, cache line, tile row
  localparam int unsigned LineBits  = 8 * LineBytes;
  localparam int unsigned Slots     = 32;         // tile instructions in flight
  localparam int unsigned SlotBits  = 5;

  typedef logic [LineBits-1:0]  line_t;
  typedef logic [LineBytes-1:0] strb_t;
  typedef logic [SlotBits-1:0]  slot_t;

  // A tile instruction on its way to a unit.
  typedef struct packed {
    logic [8:0]  op;        // sectile_pkg::op_e
    logic [4:0]  td;
    logic [4:0]  ta;
    logic [4:0]  tb;
    logic [4:0]  tc;
    logic [63:0] sa;        // scalar operands a, b, c
    logic [63:0] sb;
    logic [63:0] sc;
    logic        full;      // the shape operand is register r0
    logic [31:0] imm;
    logic [31:0] order;     // retire number, tags the rows written
  } tile_op_t;

  // A tile memory instruction after address generation: rows of bytes.
  typedef struct packed {
    logic        is_store;
    logic [3:0]  elem;      // sectile_pkg element code
    logic [4:0]  td;
    logic [31:0] order;
    logic [63:0] base;
    logic [63:0] stride;
    logic [6:0]  rows;      // memory rows touched; the last may be shorter
    logic [6:0]  bytes;     // of a row, 0..64
    logic [6:0]  last_bytes;
    logic [63:0] lo;        // bounding box: first and last byte
    logic [63:0] hi;
  } tmem_op_t;

  // Retirement, in order.
  typedef struct packed {
    logic        valid;
    logic        trap;
    logic        intr;
    logic [31:0] order;
    logic [63:0] pc;
    logic [31:0] word;
    logic [63:0] cause;
    logic [63:0] tval;
    logic        rd_we;
    logic [4:0]  rd;
    logic [63:0] rd_data;
    logic        rd2_we;
    logic [4:0]  rd2;
    logic [63:0] rd2_data;
    logic        mem_re;
    logic        mem_we;
    logic [63:0] mem_addr;
    logic [15:0] mem_mask;
    logic [127:0] mem_data;
  } retire_t;

  // Why a cycle passes without a retirement.
  typedef enum logic [1:0] {
    StallFetch = 2'd0,
    StallData  = 2'd1,
    StallUnit  = 2'd2,
    StallTile  = 2'd3
  } stall_e;

endpackage

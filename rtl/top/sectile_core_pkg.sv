// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the units of the core say to each other. Encodings, opcodes and control
// registers come from the generated sectile_pkg, never from here.

// The number of slots sets types of ports, so it cannot be a module's parameter.
`ifndef SECTILE_SLOT_BITS
`define SECTILE_SLOT_BITS 5
`endif

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

  // The control registers that instructions, traps and interrupts write.
  typedef struct packed {
    logic [1:0]  status;    // pie, ie
    logic [1:0]  ie;
    logic        software;  // ip, bit 0
    logic [63:0] tvec;
    logic [63:0] epc;
    logic [63:0] cause;
    logic [63:0] tval;
    logic [63:0] scratch;
    logic [63:0] timecmp;
  } csr_state_t;

  // What moves in a cycle, for traces. The three tile units are tmat, telem, tmem, from
  // bit 0 on.
  typedef struct packed {
    logic [63:0] pc;            // at fetch
    logic [31:0] word;
    logic        fetched;       // goes to read
    logic        redirect;      // what is in fetch and read is dropped
    logic        read;          // goes to execute
    logic        executed;      // goes to the memory stage
    logic        committed;     // leaves it
    logic [1:0]  stall;         // stall_e: if none does, why
    logic        push;          // the instruction in execute goes to a tile unit as well
    logic        empty;         // it stores nothing
    slot_t       slot;          // where it is from then on
    logic [2:0]  start;         // a unit begins with the instruction of a slot
    logic [3*SlotBits-1:0] start_slot;
    logic [2:0]  copied;        // has read its source tiles
    logic [3*SlotBits-1:0] copied_slot;
    logic [2:0]  written;       // has written its last row
    logic [3*SlotBits-1:0] written_slot;
  } trace_t;

endpackage

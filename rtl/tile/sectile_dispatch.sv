// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sends a tile instruction that leaves execute to its unit and to the scoreboard, with the
// tiles that it reads and writes and its operands.
module sectile_dispatch (
    input  logic                push_i,
    input  sectile_pkg::instr_t instr_i,
    input  logic [31:0]         order_i,
    input  logic [63:0]         a_i,
    input  logic [63:0]         b_i,
    input  logic [63:0]         c_i,

    // rows of a tile access
    input  logic                store_i,
    input  logic                indexed_i,
    input  logic                lanes_i,
    input  logic [63:0]         base_i,
    input  logic [63:0]         stride_i,
    input  logic [6:0]          first_row_i,
    input  logic [6:0]          rows_i,
    input  logic [5:0]          skip_i,
    input  logic [6:0]          bytes_i,
    input  logic [6:0]          last_bytes_i,
    input  logic [2:0]          halves_i,
    input  logic [63:0]         lo_i,
    input  logic [63:0]         hi_i,

    output logic                tmem_push_o,
    output logic                tmat_push_o,
    output logic                telem_push_o,
    output logic                other_write_o,  // a unit other than the matrix unit will write a tile
    output sectile_core_pkg::tmem_op_t tmem_op_o,
    output sectile_core_pkg::tile_op_t tile_op_o,

    // to the scoreboard
    output logic [2:0]          src_valid_o,
    output logic [14:0]         src_o,
    output logic                acc_o,          // the destination is also a source
    output logic                dst_valid_o
);
  assign tmem_push_o = push_i & instr_i.unit == sectile_pkg::UNIT_TMEM;
  assign tmat_push_o = push_i & instr_i.unit == sectile_pkg::UNIT_TMAT;
  assign telem_push_o = push_i & instr_i.unit == sectile_pkg::UNIT_TELEM;
  assign other_write_o = push_i & dst_valid_o & ~tmat_push_o;

  // The tile of a store is operand d. An instruction that writes part of td under a mask
  // does not read td, unless it writes part of a word; a multiply reads td as its
  // accumulator. Index and mask of a tile access have already been read in execute.
  logic in_unit, packs_bits;
  assign in_unit = instr_i.unit != sectile_pkg::UNIT_TMEM;
  assign packs_bits = instr_i.op == sectile_pkg::OP_TPACK_B1;
  assign src_valid_o = {instr_i.c_reads_t & in_unit, instr_i.b_reads_t & in_unit,
                        instr_i.a_reads_t | (instr_i.d_reads_t & ~instr_i.d_writes_t)};
  assign src_o = {instr_i.c, instr_i.b, instr_i.a_reads_t ? instr_i.a : instr_i.d};
  assign dst_valid_o = instr_i.d_writes_t;
  assign acc_o = instr_i.d_reads_t & instr_i.d_writes_t;

  always_comb begin
    tmem_op_o.is_store = store_i;
    tmem_op_o.elem = instr_i.elem;
    tmem_op_o.td = instr_i.d;
    tmem_op_o.order = order_i;
    tmem_op_o.indexed = indexed_i;
    tmem_op_o.lanes = lanes_i;
    tmem_op_o.base = base_i;
    tmem_op_o.stride = stride_i;
    tmem_op_o.first_row = first_row_i;
    tmem_op_o.rows = rows_i;
    tmem_op_o.skip = skip_i;
    tmem_op_o.bytes = bytes_i;
    tmem_op_o.last_bytes = last_bytes_i;
    tmem_op_o.halves = halves_i;
    tmem_op_o.lo = lo_i;
    tmem_op_o.hi = hi_i;
  end
  always_comb begin
    tile_op_o.op = instr_i.op;
    tile_op_o.reads = {instr_i.c_reads_t, instr_i.b_reads_t | packs_bits, instr_i.a_reads_t};
    tile_op_o.scalar_b = instr_i.b_reads_x;
    tile_op_o.scalar_c = instr_i.c_reads_x;
    tile_op_o.td = instr_i.d;
    tile_op_o.ta = instr_i.a;
    tile_op_o.tb = packs_bits ? instr_i.d : instr_i.b;
    tile_op_o.tc = instr_i.c;
    tile_op_o.sa = a_i;
    tile_op_o.sb = b_i;
    tile_op_o.sc = c_i;
    tile_op_o.full = instr_i.unit == sectile_pkg::UNIT_TMAT ? instr_i.c == '0
                   : instr_i.a_is_shape & instr_i.a == '0;
    tile_op_o.imm = instr_i.imm[31:0];
    tile_op_o.order = order_i;
  end
endmodule

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Computes the address, byte mask and data of a scalar access, and checks whether the access
// is legal and whether it is the store that starts a host command.
module sectile_lsu_address #(
    parameter logic [63:0] RamBase = sectile_pkg::RamBase,
    parameter logic [63:0] HostDevice = sectile_pkg::HostDevice
) (
    input  sectile_pkg::instr_t instr_i,
    input  logic [63:0]         a_i,
    input  logic [63:0]         b_i,
    input  logic [63:0]         c_i,
    input  logic [63:0]         ram_end_i,      // first address after memory

    output logic                access_o,
    output logic                pair_o,
    output logic                store_o,        // atomics are not counted as stores
    output logic                atomic_o,
    output logic                host_o,
    output logic [63:0]         addr_o,
    output logic [63:0]         lo_o,           // of the lines that it touches: first byte
    output logic [63:0]         hi_o,           // and last byte
    output logic                misaligned_o,   // atomics only
    output logic                outside_o,      // not all of it is in memory
    output logic [15:0]         mask_o,
    output logic [127:0]        data_o
);
  logic host_address;
  logic [63:0] last_addr;
  sectile_lsu_sum u_sum (.instr_i, .a_i, .b_i, .addr_o);
  always_comb begin
    access_o = instr_i.unit == sectile_pkg::UNIT_LSU;
    pair_o = instr_i.kind == sectile_pkg::KIND_LOADPAIR || instr_i.kind == sectile_pkg::KIND_STOREPAIR;
    store_o = instr_i.kind == sectile_pkg::KIND_STORE || instr_i.kind == sectile_pkg::KIND_STOREPAIR;
    atomic_o = instr_i.kind == sectile_pkg::KIND_AMO || instr_i.kind == sectile_pkg::KIND_CAS;
    last_addr = addr_o + {59'b0, instr_i.mem_bytes} - 64'd1;
    misaligned_o = atomic_o & (instr_i.mem_bytes == 5'd8 ? addr_o[2:0] != '0 : addr_o[1:0] != '0);
    outside_o = addr_o < RamBase | last_addr >= ram_end_i | last_addr < addr_o;
    lo_o = {addr_o[63:6], 6'b0};
    hi_o = {last_addr[63:6], 6'h3f};
    host_address = instr_i.kind == sectile_pkg::KIND_STORE & instr_i.mem_bytes == 5'd8
                 & addr_o == HostDevice;
    host_o = access_o & host_address;
    mask_o = ~(16'hffff << instr_i.mem_bytes);
    // A pair stores b and c, 8 or 4 bytes each.
    data_o = {64'b0, atomic_o & instr_i.kind != sectile_pkg::KIND_CAS ? b_i : c_i};
    if (pair_o) data_o = instr_i.mem_bytes == 5'd16 ? {b_i, c_i} : {64'b0, b_i[31:0], c_i[31:0]};
  end
endmodule

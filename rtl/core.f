// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The sources of the core: packages first, then a room at a time, the core last. The
// generated sectile_pkg.sv comes before all of them. Verilator takes this file with -F;
// CMake, rtl/synth/run and cosim/faults/plant.py read it too.
+incdir+scalar
top/sectile_core_pkg.sv
scalar/sectile_fp_pkg.sv
top/sectile_fifo.sv
top/sectile_inputs.sv
frontend/sectile_fetch.sv
scalar/sectile_read.sv
scalar/sectile_execute.sv
scalar/sectile_alu.sv
scalar/sectile_muldiv.sv
scalar/sectile_fpu.sv
scalar/sectile_csr.sv
scalar/sectile_trap.sv
scalar/sectile_branch.sv
scalar/sectile_issue.sv
scalar/sectile_retire.sv
memory/sectile_lsu_sum.sv
memory/sectile_lsu_address.sv
memory/sectile_lsu.sv
memory/sectile_l2.sv
memory/sectile_tmem_address.sv
memory/sectile_tmem_index.sv
memory/sectile_tmem_fault.sv
memory/sectile_tmem.sv
memory/sectile_axi.sv
tile/sectile_dispatch.sv
tile/sectile_scoreboard.sv
tile/sectile_tile_file.sv
tile/sectile_tile_write.sv
tile/sectile_tmat.sv
tile/sectile_telem.sv
top/sectile_core.sv

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Statistics count what ran, by unit and by mnemonic, and multiply-accumulates.
# RUN: sectile-as -I %S/Inputs %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: sectile-run --stats-mnemonics %t.elf 2>&1 | FileCheck %s
# RUN: sectile-run --stats=json --stats-mnemonics %t.elf 2>&1 | FileCheck %s --check-prefix=JSON
# CHECK: instructions 409
# CHECK: unit_branch 100
# CHECK: unit_tmat 200
# CHECK: tile_loads 0
# CHECK: tmma 200
# CHECK: macs 2048000
# CHECK: macs_per_instruction 5007.3
# CHECK: op_tmma.f32 100
# CHECK: op_tmma.i8u8 100
# JSON: {
# JSON: "instructions": 409,
# JSON: "macs": 2048000,
# RUN: sectile-run --count-between loop,done %t.elf 2>&1 | FileCheck %s --check-prefix=BETWEEN
# BETWEEN: instructions between loop and done: 400
# RUN: not sectile-run --count-between nowhere,done %t.elf 2>&1 | FileCheck %s --check-prefix=NOWHERE
# NOWHERE: sectile-run: error: --count-between: no symbol 'nowhere'
  .globl _start
_start:
  movz a3, 100, 0
loop:
  tmma.f32 t0, t1, t2
  tmma.i8u8 t3, t1, t2
  addi a3, a3, -1
  bnei a3, 0, loop
done:
  li a0, 0
  .include "exit.inc"

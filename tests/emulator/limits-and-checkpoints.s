# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A run can be limited, saved and continued; the continued run is the same.
# RUN: sectile-as -I %S/Inputs %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: %status 77 sectile-run %t.elf
# RUN: %status 124 sectile-run --max-instructions 1000 --checkpoint %t.save %t.elf 2> %t.err
# RUN: FileCheck %s < %t.err
# CHECK: sectile-run: stopped after 1000 instructions at pc 0x{{[0-9a-f]+}} loop
# RUN: %status 77 sectile-run --restore %t.save %t.elf
# RUN: %status 77 sectile-run --checkpoint-at 1234 --checkpoint %t.later %t.elf
# RUN: %status 77 sectile-run --restore %t.later %t.elf
# RUN: not sectile-run --memory 1M --restore %t.save %t.elf 2>&1 | FileCheck %s --check-prefix=MEMORY
# MEMORY: error: checkpoint '{{.*}}': saved with 268435456 bytes of memory, this machine has 1048576
# RUN: not sectile-run --restore %t.elf %t.elf 2>&1 | FileCheck %s --check-prefix=OTHER
# OTHER: error: checkpoint '{{.*}}': not a checkpoint of this emulator
  .globl _start
_start:
  movz a3, 1000, 0
  movz a0, 0, 0
loop:
  add a0, a0, a3
  addi a3, a3, -1
  bnei a3, 0, loop
  li a1, 500500 - 77
  sub a0, a0, a1
  .include "exit.inc"

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A fault names cause, pc, instruction, symbol and registers; the exit status is
# 128 and the cause.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: %status 133 sectile-run %t.elf 2> %t.err
# RUN: FileCheck %s < %t.err
# CHECK: sectile-run: load access fault at pc 0x80000014, value 0x10, after 4 instructions
# CHECK-NEXT: instruction: {{[0-9a-f]+}} ldd a2, a0, 8
# CHECK-NEXT: in: victim+0x4
# CHECK-NEXT: ra: 0x8000000c _start+0x8
# CHECK-NEXT: zero 0000000000000000 ra 000000008000000c
# CHECK: a0 0000000000000008 a1 0000000000000007
  .globl _start
  .type _start, @function
_start:
  addi a0, zero, 8
  addi a1, zero, 7
  call victim
  ebreak
  .size _start, . - _start
  .type victim, @function
victim:
  addi a3, zero, 1
  ldd a2, a0, 8
  ret
  .size victim, . - victim

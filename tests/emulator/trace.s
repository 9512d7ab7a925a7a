# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A trace has each instruction, what it wrote, and symbols.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: not sectile-run --trace %t.elf 2>&1 | FileCheck %s
# RUN: not sectile-run --trace=%t.trace %t.elf
# RUN: FileCheck %s < %t.trace
# CHECK: _start:
# CHECK-NEXT: 80000000: {{[0-9a-f]+}} addi a0, zero, 3 # a0=0x3
# CHECK-NEXT: 80000004: {{[0-9a-f]+}} adrp a1, 0x80000000 # a1=0x80000000
# CHECK-NEXT: 80000008: {{[0-9a-f]+}} stw a0, a1, 64 # mem[0x80000040]=0x3
# CHECK-NEXT: 8000000c: {{[0-9a-f]+}} tidxlin t3 # t3=[00000000 00000001 .. / 00000010 00000011 .. / ..]
# CHECK-NEXT: 80000010: {{[0-9a-f]+}} call 0x80000018 # ra=0x80000014
# CHECK-NEXT: next:
# CHECK-NEXT: 80000018: {{[0-9a-f]+}} ebreak # trap: breakpoint, value 0x0
  .globl _start
  .type _start, @function
_start:
  addi a0, zero, 3
  adrp a1, %page(_start)
  stw a0, a1, 64
  tidxlin t3
  call next
  ebreak
  .type next, @function
next:
  ebreak
  .space 64

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: llvm-readelf -x .rodata -x .data %t.elf | FileCheck %s
# CHECK: 01000000 00000000 02000000 00000000
# CHECK-NOT: 01000000
# CHECK: 00100080 00000000 08100080 00000000
# CHECK: 00100080 00000000
  .globl _start
_start: ret
  .section .rodata.cst8,"aM",@progbits,8
  .p2align 3
a: .quad 1
b: .quad 2
c: .quad 1
  .data
  .quad a, b, c

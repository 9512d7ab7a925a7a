# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Equal strings become one; a reference into the middle of one stays there.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: llvm-readelf -p .rodata -x .data %t.elf | FileCheck %s
# CHECK: [     0] one
# CHECK-NEXT: [     4] two
# CHECK-NOT: one
# CHECK: 00100080 00000000 00100080 00000000
# CHECK: 06100080 00000000
  .globl _start
_start: ret
  .section .rodata.a,"aMS",@progbits,1
a: .asciz "one"
b: .asciz "two"
c: .asciz "one"
  .data
  .quad a, c, b+2

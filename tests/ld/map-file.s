# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -Map %t.map -o %t.elf && FileCheck %s < %t.map
# CHECK: address size align what
# CHECK-NEXT: 80000000 4 4 .text
# CHECK-NEXT: 80000000 4 4 {{.*}}.o:(.text)
# CHECK-NEXT: 80000000 4 1 _start
# CHECK-NEXT: 80001000 8 1 .data
# CHECK-NEXT: 80001000 8 1 {{.*}}.o:(.data.x)
# CHECK-NEXT: 80001000 0 1 show(int)
  .globl _start, _Z4showi
_start: ret
  .size _start, .-_start
  .section .data.x,"aw",@progbits
_Z4showi: .quad 1

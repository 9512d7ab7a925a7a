# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as %s -o %t.o
# RUN: rm -f %t.elf && not sectile-ld %t.o --defsym=far=0x90000000 --defsym=odd=_start+2 --defsym=top=0x300000000 -o %t.elf 2>&1 | FileCheck %s
# RUN: not ls %t.elf
  .globl _start
  .type _start,@function
_start:
# CHECK: error: {{.*}}.o:(.text+0x0), in function _start:
# CHECK-NEXT: >>> relocation R_SECTILE_JUMP26 against 'far' out of range: 268435456 bytes away, legal range is -134217728 to 134217724
  call far
# CHECK: >>> relocation R_SECTILE_BRANCH13 against 'near' out of range: 39996 bytes away, legal range is -16384 to 16380
  beq a0, a1, near
# CHECK: >>> relocation R_SECTILE_BRANCH14 against 'near' out of range: 39992 bytes away, legal range is -32768 to 32764
  bbc a0, 0, near
# CHECK: >>> relocation R_SECTILE_PAGE21 against 'top' out of range: 10737418240 bytes away, legal range is -4294967296 to 4294963200
  adrp a0, %page(top)
# CHECK: >>> relocation R_SECTILE_JUMP26 against 'odd' is misaligned: -14 bytes away, expected a multiple of 4
  j odd
  .size _start, .-_start
  .section .text.near,"ax",@progbits
  .zero 39980
near: ret
  .data
# CHECK: >>> relocation R_SECTILE_32 against 'top' out of range: the value 0x300000000 does not fit in 32 bits
  .long top

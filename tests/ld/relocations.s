# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Every relocation puts the right bits in the right place.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o --defsym=value=0x123456789abcdef0 -o %t.elf
# RUN: sectile-objdump -d %t.elf | FileCheck %s
# RUN: llvm-readelf -x .data %t.elf | FileCheck --check-prefix=DATA %s
  .globl _start, forward, back
_start:
back:
# CHECK: beq a0, a1, 40
  beq a0, a1, forward
# CHECK: bbs a0, 5, 36
  bbs a0, 5, forward
# CHECK: call 32
  call forward
# CHECK: j 28
  j forward
# CHECK: movz a0, 57072, 0
  movz a0, %g0(value), 0
# CHECK: movk a0, 39612, 16
  movk a0, %g1(value), 16
# CHECK: movk a0, 22136, 32
  movk a0, %g2(value), 32
# CHECK: movk a0, 4660, 48
  movk a0, %g3(value), 48
# CHECK: adrp a0, 4096
  adrp a0, %page(data+8)
# CHECK: ldd a0, a0, 8
  ldd a0, a0, %lo(data+8)
forward:
# CHECK: beq a0, a1, -40
  beq a0, a1, back
# CHECK: bbc a0, 63, -44
  bbc a0, 63, back
# CHECK: j -48
  j back
  .data
  .globl data
# DATA: 00100080 00000000 10100080 08000000
# DATA: f4efffff ffffffff
data:
  .quad data
  .long data+16
  .long data+20-.
  .quad _start+4-.

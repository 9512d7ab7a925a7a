# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Indices and masks that are still being computed, that are the destination, that are
# overwritten at once; one such access after the other; and what they store is read.
#
# RUN: sectile-as %s -o %t.o && sectile-ld %t.o -o %t.elf
# RUN: sectile-cosim %t.elf
.globl _start
_start:
  la a0, data
  li a1, 256
  li a2, 200
  la a3, two
  ldw a3, a3, 0
  tidxlin t1
  tmask.lin t2, a1
  tldl.raw t3, a0, a2
  # the index comes from a division, the mask is the index, both are overwritten
  tcvt.f32.i32 t6, t1
  tsdiv.f32 t6, t6, a3
  tcvt.i32.f32 t6, t6
  tldx.w32 t6, a0, t6, t6, 0
  tstx.w32 t6, a0, t1, t6, 2
  tldx.w32 t7, a0, t1, t2, 2
  tzero t1
  tzero t2
  ldw a4, a0, 1020
  # all lanes to one place, then from there
  tmask.lin t2, a1
  tidxlin t8
  tstx.w32 t8, a0, t1, t2, 2
  tldm.w32 t9, a0, t2
  ldw a4, a0, 0
  # no lane
  tzero t10
  tstx.w32 t8, a0, t1, t10, 0
  tldm.i16 t11, a0, t10
  tstm.u8 t8, a0, t10
  # rows that overlap, the first and last of which are not stored
  li a5, 0x0103280f
  tidxrow t12
  tssll.i32 t12, t12, a3
  tldg.raw t13, a0, t12, zero
  tstg.raw t13, a0, t12, a5
  tldg.i16 t12, a0, t12, a5
  tstg.u16 t12, a0, t1, a5
  # under masks: part of a line, across lines, between rows that are left out
  li a6, 0x08020c0a
  tmask.rect t14, a6
  addi a0, a0, 61
  tldm.u16 t15, a0, t14
  tstm.i16 t15, a0, t14
  tstm.w32 t3, a0, t14
  stw a2, a0, 700
  tldm.w32 t14, a0, t14
  tadd.i32 t16, t14, t15
  la a1, exit
  li a2, 0x10000000
  std a1, a2, 0
.data
.balign 8
exit: .quad 1, 0, 0
two: .float 2
.balign 64
data:
  .set n, 1
  .rept 1024
  .long (n * 0x01234567) & 0xffffffff
  .set n, n + 1
  .endr

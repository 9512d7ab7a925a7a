# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A load that reads the cache a stage earlier has its address from the newest values of base
# and index, and what is stored before it; a store that takes a value as it arrives keeps
# it while it waits.
# RUN: sectile-as -I %S/Inputs %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: sectile-cosim --quiet %t.elf 2>&1 | FileCheck %s
# RUN: sectile-cosim-small --quiet --random-stall 3 %t.elf 2>&1 | FileCheck %s
# CHECK: no difference
        .globl  _start
_start: la      s0, table
        addi    s1, s0, 64
        tidxlin t0
        li      s3, 4                   # rounds: the first fills the cache
round:  ldd     a0, s0, 0               # both lines are in the cache
        ldd     a0, s1, 0
        nop
        nop
        mv      a1, s0                  # base two instructions before
        nop
        ldd     a2, a1, 0
        addi    a2, a2, 1
        mv      a1, s1                  # and right before
        ldd     a2, a1, 8
        addi    a2, a2, 1
        mv      a1, s0                  # base and index that are loaded, one and two before
        li      a3, 0
        nop
        nop
        nop
        ldd     a1, s0, 0
        nop
        ldd     a2, a1, 0
        addi    a2, a2, 1
        ldd     a3, s0, 8
        nop
        ldxd    a2, s0, a3, 3
        addi    a2, a2, 1
        ldd     a3, s0, 16
        ldxd    a2, s0, a3, 3
        addi    a2, a2, 1
        mul     a3, a3, a3              # and a product
        nop
        ldxd    a2, s0, a3, 0
        addi    a2, a2, 1
        ldpd    a3, a4, s0, 8           # and the second of a pair
        nop
        ldxd    a2, s0, a4, 3
        addi    a2, a2, 1
        ldd     a2, s0, 60              # two lines
        addi    a2, a2, 1
        ldw     a2, s0, 60              # and just one
        addi    a2, a2, 1
        nop
        std     s3, s0, 24              # right after a store, and one later
        ldd     a2, s0, 24
        addi    a2, a2, 1
        std     a2, s0, 24
        nop
        ldd     a2, s0, 24
        addi    a2, a2, 1
        ldd     a5, s0, 32              # the store waits for the tile's
        tst     t0, s1, 192
        mul     a5, s3, s3
        std     a5, s1, 192
        ldd     a6, s1, 192
        mul     a5, a6, s3
        madd    a6, s3, s3, a5          # waits, since it is no store
        mul     a5, a6, s3
        std     a5, s1, 200
        ldd     a6, s1, 200
        addi    s3, s3, -1
        bnei    s3, 0, round
        li      a0, 0
        .include "exit.inc"
        .data
        .p2align 6
table:  .quad   table + 64, 9, 10, 0, 5, 6, 7, 8
        .quad   11, 12, 13, 14, 15, 16, 17, 18
        .zero   2048

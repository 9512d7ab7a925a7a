# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# An atomic that has read its word and waits for a place in the store buffer keeps what
# it has read, although a tile store to other bytes of the line invalidates it meanwhile.
# The number of cycles between the two is tried in turn.
# RUN: sectile-as -I %S/Inputs %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: sectile-cosim %t.elf 2>&1 | FileCheck %s
# RUN: sectile-cosim-small %t.elf 2>&1 | FileCheck %s
# RUN: sectile-cosim-small --write-latency 40 %t.elf 2>&1 | FileCheck %s
# CHECK: no difference
        .globl  _start
_start: la      a1, word
        la      a2, others
        li      a3, 1
        .set    wait, 0
        .rept   96
        addi    a4, a1, 62              # one byte of the word's line
        tputw   t0, a3, zero
        tstl.i8 t0, a4, a3
        std     a3, a1, 8               # the line's bytes are known
        .rept   wait
        addi    a5, a5, 1
        .endr
        std     a3, a2, 0
        std     a3, a2, 64
        std     a3, a2, 128
        std     a3, a2, 192
        amoadd.w a6, a1, a3
        .set    wait, wait + 1
        .endr
        li      a0, 0
        .include "exit.inc"
        .data
        .p2align 6
word:   .zero   64
others: .zero   256

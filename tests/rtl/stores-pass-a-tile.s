# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A tile access waits for the scalar stores before it, not for those behind it, however
# many pass it while it waits for its tile: the count of stores is a few bits and comes
# round.
# RUN: sectile-as -I %S/Inputs %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: sectile-cosim --hang 20000 %t.elf 2>&1 | FileCheck %s
# RUN: sectile-cosim-small --hang 20000 %t.elf 2>&1 | FileCheck %s
# CHECK: no difference
        .globl  _start
_start: la      a1, tile
        la      a2, scalars
        std     a2, a2, 0
        .rept   6
        tdiv.f32 t0, t0, t1
        .endr
        tst     t0, a1, 0
        .set    at, 0
        .rept   40
        std     a1, a2, at
        .set    at, at + 64
        .endr
        li      a0, 0
        .include "exit.inc"
        .data
        .p2align 6
tile:   .zero   1024
scalars: .zero  2560

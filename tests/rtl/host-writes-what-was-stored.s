# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A load after a host command has what the host has written, where the program has just
# stored to a line that is not in the data cache.
# RUN: sectile-as -I %S/Inputs %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: sectile-cosim %t.elf 2>&1 | FileCheck %s
# RUN: sectile-cosim-small %t.elf 2>&1 | FileCheck %s
# CHECK: no difference
        .globl  _start
_start: la      a1, command
        la      a2, name
        movn    a3, 0, 0
        std     a3, a2, 0
        ldd     a4, a2, 0               # from the bytes just stored
        li      a3, 11                  # the arguments, into `name`
        std     a3, a1, 0
        std     a2, a1, 16
        li      a3, 8
        std     a3, a1, 24
        movz    a3, 4096, 16
        std     a1, a3, 0
        ldd     a5, a2, 0
        ldd     a6, a1, 8
        li      a0, 0
        .include "exit.inc"
        .p2align 6
name:   .zero   64

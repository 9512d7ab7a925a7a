# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A write that passes the second-level cache while another line takes the place of its own
# leaves that line alone: what was filled behind a tile store is what memory holds, also
# when it comes from the second level. The cache sizes are those of the small configuration;
# the two meet after some of the delays, where the memory has back-pressure.
# RUN: sectile-as -I %S/Inputs %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: sectile-cosim-small --quiet --memory-latency 1 --bandwidth 16 --random-stall 3 %t.elf 2>&1 | FileCheck %s
# RUN: sectile-cosim-small --quiet --memory-latency 7 --bandwidth 16 --random-stall 5 %t.elf 2>&1 | FileCheck %s
# RUN: sectile-cosim-small --quiet --memory-latency 1 --bandwidth 64 --random-stall 11 %t.elf 2>&1 | FileCheck %s
# CHECK: no difference
        .globl  _start
_start: la      a1, lines
        li      a2, 8192        # the second level
        add     a2, a1, a2
        addi    a3, a2, 1024    # the first level
        tidxlin t0
        .set    line, 0
        .rept   16
        .set    delay, 0
        .rept   24
        ldd     a4, a1, line
        tst     t0, a1, 0
        .rept   delay
        addi    a5, a5, 1
        .endr
        ldd     a4, a2, line
        ldd     a4, a3, line
        ldd     a4, a2, line
        .set    delay, delay + 1
        .endr
        .set    line, line + 64
        .endr
        li      a0, 0
        .include "exit.inc"
        .bss
        .p2align 6
lines:  .zero   16384

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The second-level cache has what memory has: lines pushed out of the first level come
# back with what was stored since by bytes, by tiles and by the host; a line pushed out
# of both, and accesses that cross from one line to the next, as well.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: sectile-cosim --quiet --memory 16M %t.elf 2>&1 | FileCheck %s
# RUN: sectile-cosim --quiet --memory 16M --random-stall 3 %t.elf 2>&1 | FileCheck %s
# CHECK: lockstep: no difference in {{[0-9]+}} instructions, {{[0-9]+}} tiles, {{[0-9]+}} cycles; exit status 0
        .globl  _start
_start: la      s0, lines
        li      s1, 0x10000             # lines so far apart share a place in the first
        add     s1, s0, s1              # level (1024 lines)
        li      s2, 0x80000             # and these in the second as well (8192 lines)
        add     s2, s0, s2
        li      s3, 4                   # rounds: empty, then warm caches
round:  ldd     a0, s0, 0               # in both levels
        ldd     a1, s1, 0               # only in the second
        li      a2, 0x1234
        add     a2, a2, s3
        std     a2, s0, 0               # a write that finds it in the second level
        ldd     a3, s0, 0
        bne     a2, a3, wrong
        ldd     a1, s1, 0
        stb     a2, s0, 65              # two bytes of the next line
        stb     a3, s0, 127
        ldd     a1, s1, 64
        ldd     a4, s0, 60              # both lines, neither in the first level
        ldd     a4, s0, 124
        tidxlin t1
        tst     t1, s1, 128             # lines of the second level, under a tile
        ldd     a5, s1, 128
        tidxcol t2
        tst     t2, s1, 128             # and of both
        ldd     a5, s1, 128
        ldd     a5, s1, 188
        ldd     a6, s2, 0               # pushes the first line out of both levels
        std     a6, s2, 8
        ldd     a7, s0, 0
        bne     a2, a7, wrong
        ldd     a6, s2, 8
        la      a0, block               # the answer of the host lies in a cached line
        std     zero, a0, 8
        ldd     a1, a0, 8
        li      a2, 12                  # first address after memory
        std     a2, a0, 0
        li      a3, 0x10000000
        std     a0, a3, 0
        ldd     a1, a0, 8
        li      a2, 0x81000000
        bne     a1, a2, wrong
        addi    s3, s3, -1
        bnei    s3, 0, round
        li      a4, 0
        j       exit
wrong:  li      a4, 1
exit:   la      a0, block
        li      a2, 1
        std     a2, a0, 0
        std     a4, a0, 16
        li      a3, 0x10000000
        std     a0, a3, 0
        .bss
        .p2align 6
lines:  .zero   0x80000 + 4096
block:  .zero   64

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Every cycle is accounted for: cycles are instructions, traps, and stalls by cause, in
# a program that uses all units; and each unit says that it was busy. The counters are
# read by instructions in a row, which none delays in the last of three rounds.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: sectile-cosim --quiet --memory 16M %t.elf 2>&1 | FileCheck %s
# RUN: sectile-cosim --quiet --memory 16M --random-stall 3 %t.elf 2>&1 | FileCheck %s
# CHECK: lockstep: no difference in {{[0-9]+}} instructions, {{[0-9]+}} tiles, {{[0-9]+}} cycles; exit status 0
# The same of the simulator's statistics.
# RUN: sectile-rtl --quiet --memory 16M --stats=json --between begin,end %t.elf 2> %t.json
# RUN: python3 %S/Inputs/sum-of-cycles.py %t.json
        .macro  snapshot to
        .rept   16                      # what was still to be waited for
        nop
        .endr
        csrr    s0, cycle
        csrr    s1, instret
        csrr    s2, stall_fetch
        csrr    s3, stall_data
        csrr    s4, stall_unit
        csrr    s5, stall_tile
        csrr    s6, busy_tmem
        csrr    s7, busy_tmat
        csrr    s8, busy_telem
        csrr    s9, busy_fpu
        csrr    s10, busy_div
        la      a0, \to
        std     s0, a0, 0
        std     s1, a0, 8
        std     s2, a0, 16
        std     s3, a0, 24
        std     s4, a0, 32
        std     s5, a0, 40
        std     s6, a0, 48
        std     s7, a0, 56
        std     s8, a0, 64
        std     s9, a0, 72
        std     s10, a0, 80
        .endm
        .globl  _start, begin, end
_start: la      a0, handler
        csrw    tvec, a0
        li      s11, 3                  # rounds
round:  li      x7, 0                   # traps
begin:  snapshot before
        la      a1, data
        li      a2, 6
loop:   ldd     a3, a1, 0               # load and use
        addi    a3, a3, 3
        mul     a4, a3, a3              # product and use
        div     a5, a4, a3
        fadd.f64 a5, a5, a4
        fdiv.f32 a6, a5, a4
        std     a4, a1, 4088
        ldd     a4, a1, 60              # a line crossed
        tld     t0, a1, 0
        tmma.f32 t1, t0, t0
        tadd.f32 t2, t1, t0
        tst     t2, a1, 1024
        ldd     a4, a1, 1024            # waits for the tile store
        tgetw   a4, t2, a2
        amoadd.d a4, a1, a3
        ecall
        bbc     a2, 0, even             # taken every other time
        nop
even:   addi    a2, a2, -1
        bnei    a2, 0, loop
        snapshot after
end:    addi    s11, s11, -1
        bnei    s11, 0, round

        la      a0, before
        li      a4, 0                   # the number of what is wrong
        li      a5, 0
        ldd     a2, a0, 128
        ldd     a3, a0, 0
        sub     s0, a2, a3              # cycles
        sub     s0, s0, x7              # less traps
        .set    field, 8
        .rept   5                       # less instructions and stalls
        ldd     a2, a0, 128 + field
        ldd     a3, a0, field
        sub     a2, a2, a3
        sub     s0, s0, a2
        .set    field, field + 8
        .endr
        li      a4, 1
        bnei    s0, 0, exit
        .rept   5                       # every unit was busy
        addi    a4, a4, 1
        ldd     a2, a0, 128 + field
        ldd     a3, a0, field
        beq     a2, a3, exit
        .set    field, field + 8
        .endr
        .set    field, 16
        .rept   4                       # every cause of a stall occurred
        addi    a4, a4, 1
        ldd     a2, a0, 128 + field
        ldd     a3, a0, field
        beq     a2, a3, exit
        .set    field, field + 8
        .endr
        li      a4, 0
exit:   la      a0, block
        li      a2, 1
        std     a2, a0, 0
        std     a4, a0, 16
        li      a3, 0x10000000
        std     a0, a3, 0
handler:
        addi    x7, x7, 1
        csrr    a7, epc
        addi    a7, a7, 4
        csrw    epc, a7
        tret
        .bss
        .p2align 6
before: .zero   128
after:  .zero   128
data:   .zero   8192
block:  .zero   64

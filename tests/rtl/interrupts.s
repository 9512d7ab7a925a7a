# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Timer and software interrupts fall between instructions, also between tile
# instructions in flight, and the emulator takes them where the core did.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: sectile-cosim --quiet --memory 16M %t.elf 2>&1 | FileCheck %s
# RUN: sectile-cosim --quiet --memory 16M --random-stall 5 %t.elf 2>&1 | FileCheck %s
# Started in the middle: within a handler, and between two.
# RUN: %status 124 sectile-run --memory 16M --max-instructions 66 --checkpoint %t.save %t.elf
# RUN: sectile-cosim --quiet --memory 16M --restore %t.save %t.elf 2>&1 | FileCheck %s
# RUN: %status 7 sectile-rtl --quiet --memory 16M --restore %t.save %t.elf
# RUN: %status 124 sectile-rtl --memory 16M --max-instructions 100 --checkpoint %t.save %t.elf
# RUN: sectile-cosim --quiet --memory 16M --restore %t.save %t.elf 2>&1 | FileCheck %s
# RUN: %status 7 sectile-run --memory 16M --restore %t.save %t.elf
# CHECK: lockstep: no difference in {{[0-9]+}} instructions, {{[0-9]+}} tiles, {{[0-9]+}} cycles; exit status 7
        .globl  _start
_start: la      a0, handler
        csrw    tvec, a0
        li      s0, 0                   # interrupts taken
        li      a0, 3
        csrw    ie, a0
        li      a0, 60
        csrw    timecmp, a0
        li      a0, 1
        csrw    status, a0
loop:   tidxlin t0
        tmma.f32 t1, t0, t0
        tadd.f32 t2, t1, t0
        mul     a1, s0, s0
        div     a2, a1, a0
        fadd.f64 a3, a1, a2
        blti    s0, 6, loop
        li      a0, 1                   # a software interrupt
        csrw    ip, a0
        nop
        nop
        la      a1, block
        li      a0, 1
        std     a0, a1, 0
        std     s0, a1, 16
        li      a0, 0x10000000
        std     a1, a0, 0
handler:
        addi    s0, s0, 1
        csrr    s1, cause
        csrr    s2, epc
        csrr    s3, ip
        csrw    ip, zero
        csrr    s1, time
        addi    s1, s1, 45
        csrw    timecmp, s1
        tret
        .bss
        .p2align 3
block:  .zero   64

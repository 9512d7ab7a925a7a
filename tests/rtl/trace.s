# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The trace of the core is that of the emulator: registers, memory, tiles, traps.
# RUN: sectile-as -I %S/Inputs %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: %status 5 sectile-run --trace=%t.run %t.elf
# RUN: %status 5 sectile-rtl --trace=%t.rtl %t.elf
# RUN: sectile-cosim --trace=%t.cosim %t.elf
# RUN: FileCheck %s < %t.rtl
# RUN: diff %t.run %t.rtl
# RUN: diff %t.run %t.cosim
# CHECK: _start:
# CHECK: stpd a0, a1, a2, 0 # mem[0x{{[0-9a-f]+}}]=0x
# CHECK: amoadd.d a3, a2, a0 # a3=0x{{[0-9a-f]+}}, mem[0x{{[0-9a-f]+}}]=0x
# CHECK: tidxlin t3 # t3=[00000000 00000001 .. / 00000010 00000011 .. / ..]
# CHECK: ecall # trap: environment call
# CHECK: ldd a0, zero, 8 # trap: load access fault, value 0x8
        .globl  _start
        .type   _start, @function
_start: la      a0, handler
        csrw    tvec, a0
        la      a2, data
        li      a1, -1
        stpd    a0, a1, a2, 0
        ldpd    a3, a4, a2, 0
        stb     a1, a2, 17
        sth     a1, a2, 18
        stpw    a0, a1, a2, 24
        amoadd.d a3, a2, a0
        amoswap.w a3, a2, a1
        tidxlin t3
        tadd.i32 t4, t3, t3
        tst     t4, a2, 64
        tld     t5, a2, 64
        li      a5, 3
        tputw   t5, a0, a5
        tmma.f32 t6, t5, t4
        fadd.f64 a3, a0, a1
        div     a3, a1, a0
        ecall
        ldd     a0, zero, 8
        li      a0, 5
        .include "exit.inc"
        .text
        .type   handler, @function
handler:
        csrr    s0, epc
        addi    s0, s0, 4
        csrw    epc, s0
        tret
        .data
        .p2align 6
data:   .zero   2048

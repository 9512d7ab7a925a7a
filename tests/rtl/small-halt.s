# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A trap without a handler halts the small configuration, whose assertions are on: alone in
# the pipeline, behind other instructions, with tiles in flight, and after a trap that a
# handler took.
# RUN: sectile-as --defsym=CASE=0 %s -o %t.o && sectile-ld %t.o -o %t.elf
# RUN: sectile-cosim-small --quiet %t.elf 2>&1 | FileCheck %s --check-prefix=ECALL
# RUN: sectile-as --defsym=CASE=1 %s -o %t.o && sectile-ld %t.o -o %t.elf
# RUN: sectile-cosim-small --quiet %t.elf 2>&1 | FileCheck %s --check-prefix=STORE
# RUN: sectile-as --defsym=CASE=2 %s -o %t.o && sectile-ld %t.o -o %t.elf
# RUN: sectile-cosim-small --quiet --random-stall 3 %t.elf 2>&1 | FileCheck %s --check-prefix=ILLEGAL
# RUN: sectile-as --defsym=CASE=3 %s -o %t.o && sectile-ld %t.o -o %t.elf
# RUN: sectile-cosim-small --quiet %t.elf 2>&1 | FileCheck %s --check-prefix=SECOND
# ECALL: no difference in 1 instructions, 0 tiles, {{.*}}; both halted with trap 8{{$}}
# STORE: no difference in 3 instructions, 0 tiles, {{.*}}; both halted with trap 7{{$}}
# ILLEGAL: no difference in 8 instructions, 4 tiles, {{.*}}; both halted with trap 2{{$}}
# SECOND: no difference in {{[0-9]+}} instructions, 0 tiles, {{.*}}; both halted with trap 3{{$}}
        .globl  _start
_start:
        .if     CASE == 0
        ecall
        .elseif CASE == 1
        li      a0, 3
        mul     a1, a0, a0
        std     a1, sp, 0
        .elseif CASE == 2
        la      a1, tile
        tld     t0, a1, 0
        tmma.f32 t1, t0, t0
        tdiv.f32 t2, t1, t0
        tst     t2, a1, 0
        tadd.f32 t3, t2, t2
        .word   0
        .else
        la      a0, handler
        csrrw   zero, tvec, a0
        ecall
handler:
        csrrw   zero, tvec, zero
        ebreak
        .endif
        .data
        .p2align 6
tile:   .zero   1024

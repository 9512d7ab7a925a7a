# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The matrix unit is busy for 4 cycles a word of k: 4 + 20 for f32, 4 + 8 + 4 for 16-bit
# floats, 4 + 4 + 8 + 64 for bytes, 64 where the register is r0. A depth of 0 takes
# nothing, from zero 4 cycles. Nor do NaNs beyond the depth reach a sum.
# RUN: sectile-as %s -o %t.o && sectile-ld %t.o -o %t.elf
# RUN: sectile-rtl --stats %t.elf 2>&1 | FileCheck %s
# RUN: sectile-cosim %t.elf
# RUN: sectile-run --trace=%t.run %t.elf && FileCheck %s --check-prefix=TRACE --input-file=%t.run
# RUN: sectile-rtl --trace=%t.rtl %t.elf && diff %t.run %t.rtl
# CHECK: busy_matrix 188{{$}}
# TRACE: tmma.f32 t3, t1, t2, s5 # t3=
# TRACE: tmma.f32 t3, t1, t2, s0{{ *$}}
# TRACE: tmma.f32 t3, t1, t2, s6{{ *$}}
# TRACE: tmmaz.f32 t5, t1, t2, s0 # t5=
.globl _start
_start:
        la      a0, data
        tldr.raw t1, a0, zero, zero
        tldr.raw t2, a0, zero, zero
        li      s0, 0
        li      s1, 1
        li      s2, 2
        li      s3, 3
        li      s4, 4
        li      s5, 5
        li      s6, -1
        tmmaz.f32 t3, t1, t2, s1
        tmma.f32 t3, t1, t2, s5
        tmma.f32 t3, t1, t2, s0
        tmma.f32 t3, t1, t2, s6
        tmma.f16 t3, t1, t2, s1
        tmma.bf16 t3, t1, t2, s3
        tmma.f16 t3, t1, t2, s2
        tmma.i8 t4, t1, t2, s1
        tmma.u8 t4, t1, t2, s4
        tmma.i8u8 t4, t1, t2, s5
        tmma.u8i8 t4, t1, t2, a0
        tmma.f32 t3, t1, t2
        tmmaz.f32 t5, t1, t2, s0
        tgetw   a0, t3, zero
        tgetw   a0, t4, zero
        tgetw   a0, t5, zero
        la      a1, exit
        li      a2, 0x10000000
        std     a1, a2, 0
.data
.balign 64
data:
        .word   0x3f800000, 0x40000000, 0x40400000, 0x40800000, 0x40a00000
        .fill   11, 4, 0x7fc00000
exit:   .quad 1, 0, 0

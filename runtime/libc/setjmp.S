// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# setjmp and longjmp: ra, sp and the saved registers. Tiles are lost over a
# call, and setjmp is one.

        .text
        .globl  setjmp
        .type   setjmp, @function
setjmp:
        .cfi_startproc
        stpd    ra, sp, a0, 0
        stpd    s0, s1, a0, 16
        stpd    s2, s3, a0, 32
        stpd    s4, s5, a0, 48
        stpd    s6, s7, a0, 64
        stpd    s8, s9, a0, 80
        stpd    s10, s11, a0, 96
        mv      a0, zero
        ret
        .cfi_endproc
        .size   setjmp, .-setjmp

        .globl  longjmp
        .type   longjmp, @function
longjmp:
        .cfi_startproc
        ldpd    ra, sp, a0, 0
        ldpd    s0, s1, a0, 16
        ldpd    s2, s3, a0, 32
        ldpd    s4, s5, a0, 48
        ldpd    s6, s7, a0, 64
        ldpd    s8, s9, a0, 80
        ldpd    s10, s11, a0, 96
        # a value of 0 comes back as 1
        seqi    a2, a1, 0
        add     a0, a1, a2
        ret
        .cfi_endproc
        .size   longjmp, .-longjmp

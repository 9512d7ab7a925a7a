// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# setjmp and longjmp: ra, sp and the saved registers. Tiles are lost over a
# call, and setjmp is one.

#include "saved_registers.inc"

        .text
        .globl  setjmp
        .type   setjmp, @function
setjmp:
        .cfi_startproc
        save_registers a0
        mv      a0, zero
        ret
        .cfi_endproc
        .size   setjmp, .-setjmp

        .globl  longjmp
        .type   longjmp, @function
longjmp:
        .cfi_startproc
        load_registers a0
        # a value of 0 comes back as 1
        seqi    a2, a1, 0
        add     a0, a1, a2
        ret
        .cfi_endproc
        .size   longjmp, .-longjmp

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The first instructions of a program: a stack, the thread's storage, then C.
#
# The machine starts here with nothing set. The stack grows down from the end
# of memory, which the host device tells; the block of thread-local variables
# lies above it. What follows can be written in C (start.c).

#include <sectile/platform.h>

        .section .text._start, "ax", @progbits
        .globl  _start
        .type   _start, @function
_start:
        .cfi_startproc
        .cfi_undefined ra
        la      a0, .Lcommand
        li      a1, 12                  # SECTILE_HOST_MEMORY
        std     a1, a0, 0
        li      a2, SECTILE_HOST_DEVICE
        std     a0, a2, 0
        ldd     sp, a0, 8
        la      a1, __tls_memsz
        sub     sp, sp, a1
        # As aligned as the most aligned thread-local variable, 1024 at least.
        la      a2, __tls_align
        sub     a2, zero, a2
        and     sp, sp, a2
        andi    sp, sp, -1024
        mv      tp, sp
        mv      s0, zero
        call    __sectile_start
        ebreak
        .cfi_endproc
        .size   _start, .-_start

        .local  .Lcommand
        .comm   .Lcommand, 64, 8

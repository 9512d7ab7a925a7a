// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# <ucontext.h>: registers into a context and out of it, as setjmp.S does it for
# jmp_buf. The rest is in context.c. A context begins with the registers.

#include "saved_registers.inc"

# int getcontext(ucontext_t *)
        .globl  getcontext
        .type   getcontext, @function
getcontext:
        .cfi_startproc
        save_registers a0
        j       __sectile_context_saved
        .cfi_endproc
        .size   getcontext, .-getcontext

# int swapcontext(ucontext_t *, const ucontext_t *): returns when another one
# continues the first context.
        .globl  swapcontext
        .type   swapcontext, @function
swapcontext:
        .cfi_startproc
        save_registers a0
        j       __sectile_context_swap
        .cfi_endproc
        .size   swapcontext, .-swapcontext

# void __sectile_context_load(const ucontext_t *): getcontext or swapcontext
# returns 0, or the function of makecontext begins.
        .globl  __sectile_context_load
        .type   __sectile_context_load, @function
__sectile_context_load:
        .cfi_startproc
        load_registers a0
        mv      a0, zero
        ret
        .cfi_endproc
        .size   __sectile_context_load, .-__sectile_context_load

# Where a context of makecontext begins: the arguments are at sp, the first
# eight for registers; s0 is the function and s1 the context.
        .globl  __sectile_context_start
        .type   __sectile_context_start, @function
__sectile_context_start:
        .cfi_startproc
        .cfi_undefined ra
        ldd     a0, sp, 0
        ldd     a1, sp, 8
        ldd     a2, sp, 16
        ldd     a3, sp, 24
        ldd     a4, sp, 32
        ldd     a5, sp, 40
        ldd     a6, sp, 48
        ldd     a7, sp, 56
        addi    sp, sp, 64
        callr   s0
        mv      a0, s1
        call    __sectile_context_end
        ebreak
        .cfi_endproc
        .size   __sectile_context_start, .-__sectile_context_start

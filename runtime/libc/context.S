// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# <ucontext.h>: registers into a context and out of it, as setjmp.S does it for
# jmp_buf. The rest is in context.c. A context begins with the registers.

        .macro  save_registers context
        stpd    ra, sp, \context, 0
        stpd    s0, s1, \context, 16
        stpd    s2, s3, \context, 32
        stpd    s4, s5, \context, 48
        stpd    s6, s7, \context, 64
        stpd    s8, s9, \context, 80
        stpd    s10, s11, \context, 96
        .endm

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
        ldpd    ra, sp, a0, 0
        ldpd    s0, s1, a0, 16
        ldpd    s2, s3, a0, 32
        ldpd    s4, s5, a0, 48
        ldpd    s6, s7, a0, 64
        ldpd    s8, s9, a0, 80
        ldpd    s10, s11, a0, 96
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

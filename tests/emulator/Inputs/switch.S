// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# long call_on(long (*function)(long), long argument, char *top): calls it on another stack.
        .text
        .globl  call_on
call_on:
        addi    sp, sp, -16
        std     ra, sp, 0
        std     s0, sp, 8
        mv      s0, sp
        mv      sp, a2
        mv      a2, a0
        mv      a0, a1
        jalr    ra, a2, 0
        mv      sp, s0
        ldd     ra, sp, 0
        ldd     s0, sp, 8
        addi    sp, sp, 16
        ret

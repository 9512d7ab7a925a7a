# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What is missing in the call frame information is found where it matters.
#
# RUN: sectile-clang %s -o %t.elf && sectile-unwind %t.elf | FileCheck %s
# CHECK: marker < main < __sectile_start < _start
# CHECK-NEXT: 10 instructions, 22 frames
#
# RUN: sed '/cfi_offset s0/d' %s > %t.s && sectile-clang %t.s -o %t.elf
# RUN: not sectile-unwind %t.elf 2>&1 | FileCheck %s --check-prefix=SAVED
# SAVED: in main, frame 0: r20 of the caller is 7, not
#
# RUN: sed '/cfi_offset ra/d' %s > %t.s && sectile-clang %t.s -o %t.elf
# RUN: not sectile-unwind %t.elf 2>&1 | FileCheck %s --check-prefix=RETURN
# RETURN: in marker, frame 1: return address
#
# RUN: sed '/cfi_def_cfa_offset 16/d' %s > %t.s && sectile-clang %t.s -o %t.elf
# RUN: not sectile-unwind %t.elf 2>&1 | FileCheck %s --check-prefix=ADDRESS
# ADDRESS: in main, frame 0: r2 of the caller is
#
# RUN: sed '/cfi_def_cfa_offset 0/d' %s > %t.s && sectile-clang %t.s -o %t.elf
# RUN: not sectile-unwind %t.elf 2>&1 | FileCheck %s --check-prefix=EPILOGUE
# EPILOGUE: in main, frame 0: r2 of the caller is
#
# RUN: sed '/cfi_/d' %s > %t.s && sectile-clang %t.s -o %t.elf
# RUN: not sectile-unwind %t.elf 2>&1 | FileCheck %s --check-prefix=NONE
# NONE: in main, frame 0: no call frame information
#
# RUN: sed 's/call  *marker/nop/' %s > %t.s && sectile-clang %t.s -o %t.elf
# RUN: not sectile-unwind %t.elf 2>&1 | FileCheck %s --check-prefix=UNCALLED
# UNCALLED: error: marker was not called

        .globl  main
        .type   main, @function
main:
        .cfi_startproc
        addi    sp, sp, -16
        .cfi_def_cfa_offset 16
        stpd    s0, ra, sp, 0
        .cfi_offset ra, -8
        .cfi_offset s0, -16
        li      s0, 7
        li      a0, 0
        call    marker
        ldpd    s0, ra, sp, 0
        addi    sp, sp, 16
        .cfi_restore ra
        .cfi_restore s0
        .cfi_def_cfa_offset 0
        ret
        .cfi_endproc
        .size   main, .-main

        .type   marker, @function
marker:
        .cfi_startproc
        addi    a0, a0, 0
        ret
        .cfi_endproc
        .size   marker, .-marker

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A program that only traps is stopped as well: by more traps in a row than
# --max-instructions says. What does retire is counted exactly.
# RUN: sectile-as -I %S/Inputs %s -o %t.o && sectile-ld %t.o -o %t.elf
# RUN: %status 124 sectile-run --max-instructions 1000 %t.elf 2>&1 | FileCheck %s
# RUN: %status 124 sectile-run --max-instructions 1000 --trace=/dev/null %t.elf 2>&1 | FileCheck %s
# RUN: %status 124 sectile-rtl --max-instructions 1000 %t.elf 2>&1 | FileCheck %s
# RUN: %status 124 sectile-cosim --max-instructions 1000 %t.elf 2>&1 | FileCheck %s
# RUN: %status 124 sectile-cosim-small --max-instructions 1000 %t.elf 2>&1 | FileCheck %s
# CHECK: stopped after 26 instructions at pc 0x8{{[0-9a-f]+}} handler
# CHECK-NEXT: the trap handler itself traps: load access fault
# A handler that returns is no loop.
# RUN: %status 124 sectile-run --max-instructions 1 %t.elf 2>&1 | FileCheck %s --check-prefix=ONE
# ONE: stopped after 1 instructions at pc 0x80000004 _start+0x4
# RUN: %status 124 sectile-run --max-instructions 12 --checkpoint %t.12 %t.elf
# RUN: %status 124 sectile-rtl --max-instructions 12 --checkpoint %t.12.rtl %t.elf
# RUN: cmp %t.12 %t.12.rtl
# A checkpoint that is never reached is not written.
# RUN: rm -f %t.never
# RUN: %status 124 sectile-run --max-instructions 1000 --checkpoint-at 500 --checkpoint %t.never %t.elf
# RUN: test ! -e %t.never
        .globl  _start
_start: la      a0, returns
        csrrw   zero, tvec, a0
        .rept   5
        ecall
        .endr
        la      a0, handler
        csrrw   zero, tvec, a0
        .word   0
returns:
        csrrs   a1, epc, zero
        addi    a1, a1, 4
        csrrw   zero, epc, a1
        tret
handler:
        ldd     a0, zero, 16

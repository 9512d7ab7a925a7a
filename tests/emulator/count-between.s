# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Instructions between two places are those from the first arrival at one to the first at
# the other after it, whatever came before; emulator and core count the same.
# RUN: sectile-as -I %S/Inputs %s -o %t.o && sectile-ld %t.o -o %t.elf
# RUN: sectile-run --count-between second,first %t.elf 2>&1 | FileCheck %s --check-prefix=BACK
# RUN: sectile-rtl --count-between second,first --between second,first %t.elf 2>&1 | FileCheck %s --check-prefixes=BACK,BACK-STATS
# BACK: instructions between second and first: 3{{$}}
# BACK-STATS: between_instructions 3{{$}}
# RUN: sectile-run --count-between first,second %t.elf 2>&1 | FileCheck %s --check-prefix=ON
# RUN: sectile-cosim --count-between first,second --between first,second %t.elf 2>&1 | FileCheck %s --check-prefixes=ON,ON-STATS
# ON: instructions between first and second: 1{{$}}
# ON-STATS: between_instructions 1{{$}}
# RUN: sectile-run --count-between first,first %t.elf 2>&1 | FileCheck %s --check-prefix=SAME
# RUN: sectile-rtl --count-between first,first --between first,first %t.elf 2>&1 | FileCheck %s --check-prefixes=SAME,SAME-STATS
# SAME: instructions between first and first: 0{{$}}
# SAME-STATS: between_instructions 0{{$}}

# What traps has been arrived at.
# RUN: sectile-run --count-between first,trapping %t.elf 2>&1 | FileCheck %s --check-prefix=TRAP
# RUN: sectile-rtl --count-between first,trapping --between first,trapping %t.elf 2>&1 | FileCheck %s --check-prefixes=TRAP,TRAP-STATS
# TRAP: instructions between first and trapping: 12{{$}}
# TRAP-STATS: between_instructions 12{{$}}

# RUN: sectile-run --count-between last,first %t.elf 2>&1 | FileCheck %s --check-prefix=NEVER
# RUN: sectile-rtl --count-between last,first --between last,first %t.elf 2>&1 | FileCheck %s --check-prefixes=NEVER,NEVER-STATS
# NEVER: --count-between: 'first' was not reached after 'last'
# NEVER-STATS: --between: 'first' was not reached after 'last'
# RUN: sectile-run --count-between nowhere,first %t.elf 2>&1 | FileCheck %s --check-prefix=NOWHERE
# NOWHERE: --count-between: 'nowhere' was not reached{{$}}
# A checkpoint at an arrival hides it from nobody.
# RUN: sectile-run --checkpoint-at 4 --checkpoint %t.save --count-between first,second %t.elf 2>&1 | FileCheck %s --check-prefix=ON
        .globl  _start
_start: la      a0, handler
        csrrw   zero, tvec, a0
        li      s0, 3
first:  addi    s1, s1, 1
second: addi    s0, s0, -1
        nop
        bnei    s0, 0, first
trapping:
        ecall
nowhere:
        nop
handler:
        li      a0, 0
last:
        .include "exit.inc"

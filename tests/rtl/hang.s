# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A memory that never answers is a hang: it is detected, reported with the state of each
# unit, and ends the run.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: %status 0 sectile-rtl --hang 2000 %t.elf
# RUN: %status 123 sectile-rtl --hang 2000 --bus-silent 0x80100000 %t.elf 2> %t.err
# RUN: FileCheck --check-prefixes=CHECK,LAST %s < %t.err
# RUN: %status 123 sectile-cosim --hang 2000 --bus-silent 0x80100000 %t.elf 2> %t.err
# RUN: FileCheck --check-prefixes=CHECK,NEXT %s < %t.err
# LAST: sectile-rtl: no instruction retired for 2000 cycles; last pc 0x{{[0-9a-f]+}} _start
# NEXT: sectile-cosim: no instruction retired for 2000 cycles; next pc 0x{{[0-9a-f]+}} _start
# CHECK-DAG: yes memory stage occupied
# CHECK-DAG: yes data cache busy
# CHECK-DAG: yes tile memory unit idle
# A write that is never acknowledged holds the exit.
# RUN: %status 123 sectile-rtl --hang 2000 --bus-silent 0x80100040 %t.elf 2>&1 \
# RUN:   | FileCheck --check-prefix=WRITE %s
# WRITE: no instruction retired for 2000 cycles
# WRITE-DAG: no store buffer empty
        .globl  _start
_start: li      a1, 0x80100000
        std     a1, a1, 64
        ldd     a2, a1, 0
        addi    a2, a2, 1
        la      a1, block
        li      a0, 1
        std     a0, a1, 0
        std     zero, a1, 16
        li      a0, 0x10000000
        std     a1, a0, 0
        .data
        .p2align 6
block:  .zero   64

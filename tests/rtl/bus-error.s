# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# An error response inside memory, to a read or to a write, stops the simulation with a
# report; it is no trap.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: %status 0 sectile-rtl --bus-error 0x80100080 %t.elf
# RUN: %status 123 sectile-rtl --bus-error 0x80100000 %t.elf 2>&1 | FileCheck %s
# RUN: %status 123 sectile-rtl --bus-error 0x80100070 %t.elf 2>&1 | FileCheck %s
# CHECK: sectile-rtl: the bus answered with an error response inside memory, at cycle {{[0-9]+}}, last pc 0x8{{[0-9a-f]+}} {{_start|wait}}
# RUN: not sectile-cosim --bus-error 0x80100000 %t.elf 2>&1 | FileCheck --check-prefix=BOTH %s
# RUN: not sectile-cosim --bus-error 0x80100040 %t.elf 2>&1 | FileCheck --check-prefix=BOTH %s
# BOTH: the core and the emulator differ: bus
# BOTH-NEXT: expected: no error response inside memory
# BOTH-NEXT: found: an error response
# BOTH: waves: sectile-cosim --fst waves.fst --from-cycle {{[0-9]+}} --max-cycles {{[0-9]+}} --bus-error 0x801000{{[04]0 .*}}bus-error.s.tmp.elf
        .globl  _start
_start: li      a1, 0x80100000
        ldd     a2, a1, 0               # reads the first line, writes the second
        std     a1, a1, 64
        li      a3, 0
wait:   addi    a3, a3, 1
        bltui   a3, 31, wait
        la      a1, block
        li      a0, 1
        std     a0, a1, 0
        std     zero, a1, 16
        li      a0, 0x10000000
        std     a1, a0, 0
        .data
        .p2align 6
block:  .zero   64

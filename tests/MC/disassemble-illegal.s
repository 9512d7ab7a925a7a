# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as -o %t.o %s
# RUN: sectile-objdump -d %t.o | FileCheck %s
# RUN: sectile-objdump -d --no-show-raw-insn --no-leading-addr %t.o > %t.dump

# The words that no instruction has, and forms that always trap.

# CHECK: 00000000 .word 0x00000000
.word 0
# CHECK: ffffffff .word 0xffffffff
.word 0xffffffff
# A reserved major opcode.
# CHECK: 00000032 .word 0x00000032
.word 50
# Bits that must be zero.
# CHECK: 04012041 .word
.word 0x04012041
# clz with a second source.
# CHECK: 04010041 .word
.word 0x04010041
# Writing to a read-only control register, reading it, and one that is not there.
# CHECK: 08012019 .word
.word 0x08012019
# CHECK: 18010019 csrr zero, cycle
.word 0x18010019
# CHECK: 01230019 .word
.word 0x01230019
# What follows is read again.
# CHECK: 00000004 nop
nop

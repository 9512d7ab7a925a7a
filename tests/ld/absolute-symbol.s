# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: llvm-nm %t.elf | FileCheck %s
# CHECK: 0000000010000000 A device
  .globl _start, device
device = 0x10000000
_start: movz a0, %g1(device), 16

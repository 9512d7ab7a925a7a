# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Constructors run in the order of their priorities, then in that of the
# command line.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: llvm-readelf -x .init_array %t.elf | FileCheck %s
# CHECK: 01000000 00000000 02000000 00000000
# CHECK: 03000000 00000000
  .globl _start
_start: la a0, __init_array_start
  .section .init_array,"aw",@init_array
  .quad 3
  .section .init_array.1000,"aw",@init_array
  .quad 2
  .section .init_array.200,"aw",@init_array
  .quad 1

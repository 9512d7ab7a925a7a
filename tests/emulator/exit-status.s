# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The guest's exit status is the tool's own.
# RUN: sectile-as -I %S/Inputs %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: %status 42 sectile-run %t.elf
# RUN: %status 42 sectile-run --tile-path=portable %t.elf
  .globl _start
_start:
  li a0, 42
  .include "exit.inc"

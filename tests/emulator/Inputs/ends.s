# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# exit(0) after three instructions.
  .globl _start
_start:
  li a0, 0
  .include "exit.inc"

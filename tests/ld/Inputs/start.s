# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
  .globl _start
  .type _start,@function
_start:
  call foo
  .size _start, .-_start

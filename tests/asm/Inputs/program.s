# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
.globl _start
.type _start, @function
_start:
  la a0, table
  beqz a0, .Lend
  call helper
.Lend:
  j _start
.size _start, . - _start
.type helper, @function
helper:
  ldd a1, a0, 8
  ret
.size helper, . - helper
.data
table: .dword 1, helper

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as %s -o %t.o
# RUN: not sectile-ld %t.o -o %t.elf 2>&1 | FileCheck %s
# CHECK: error: {{.*}}.o:(.text+0x0):
# CHECK-NEXT: >>> relocation R_SECTILE_TPREL_G0 against 'plain' is relative to tp, but that is not thread-local
# CHECK: >>> relocation R_SECTILE_PAGE21 against 'local' takes the address of something thread-local
  .globl _start, plain, local
_start:
  movz a0, %tprel_g0(plain), 0
  adrp a0, %page(local)
  .data
plain: .quad 1
  .section .tdata,"awT",@progbits
  .type local,@object
local: .quad 1

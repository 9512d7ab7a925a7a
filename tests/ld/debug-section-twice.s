# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Debug sections of one name, as groups bring them, don't disturb the search for
# the line of a message.
# RUN: sectile-as %s -o %t.o
# RUN: not sectile-ld %t.o -o %t.elf 2>&1 | FileCheck %s
# CHECK: error: undefined symbol: nowhere
# CHECK-NEXT: named by {{.*}}.o:(.text+0x0)
  .globl _start
_start: call nowhere
  .section .debug_line,"",@progbits
  .quad _start
  .section .debug_line,"G",@progbits,group,comdat
  .quad _start
  .section .debug_line,"G",@progbits,other,comdat
  .quad _start

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A section whose name is a C identifier can be walked, and is kept by that.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld --gc-sections %t.o -o %t.elf
# RUN: llvm-nm %t.elf | FileCheck %s
# CHECK: 0000000080001000 {{.}} __start_table
# CHECK: 0000000080001008 {{.}} __stop_table
  .globl _start
_start:
  la a0, __start_table
  la a0, __stop_table
  .section table,"aw",@progbits
  .quad 1

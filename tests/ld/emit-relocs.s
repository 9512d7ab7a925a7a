# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld --emit-relocs %t.o -o %t.elf
# RUN: llvm-readelf -r %t.elf | FileCheck %s
# CHECK: '.rela.text'
# CHECK: 0000000080000000 {{.*}}{{.*}} {{.*}} .rodata + 4
# CHECK: '.rela.data'
# CHECK: 0000000080002000 {{.*}}00000002 {{.*}} _start + 8
  .globl _start
_start:
  movz a0, %g1(text+4), 16
  .section .rodata,"a",@progbits
text: .quad 1
  .data
  .quad _start+8

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld --gc-sections --print-gc-sections %t.o -o %t.elf | FileCheck %s
# RUN: llvm-nm %t.elf | FileCheck --check-prefix=NM %s
# CHECK-NOT: .text.used
# CHECK: removing unused section {{.*}}.o:(.text.unused)
# CHECK: removing unused section {{.*}}.o:(.data.unused)
# CHECK-NOT: removing
# NM-NOT: unused
# NM-DAG: used
# NM-DAG: constructor
# NM-NOT: unused
  .globl _start
_start: call used
  .section .text.used,"ax",@progbits
used: ret
  .section .text.unused,"ax",@progbits
unused:
  .cfi_startproc
  la a0, unused_data
  .cfi_endproc
  .section .data.unused,"aw",@progbits
unused_data: .quad 1
  .section .text.constructor,"ax",@progbits
constructor: ret
  .section .init_array,"aw",@init_array
  .quad constructor
  .section .keep,"aR",@progbits
  .quad 0

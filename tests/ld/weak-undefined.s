# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# An undefined weak symbol is 0, doesn't pull in an archive member, and a call
# of it, which only runs behind a test, goes to the next instruction.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-as %S/Inputs/foo.s -o %t.foo.o
# RUN: rm -f %t.a && llvm-ar rcs %t.a %t.foo.o
# RUN: sectile-ld %t.o %t.a -o %t.elf
# RUN: llvm-nm %t.elf | FileCheck --check-prefix=NM %s
# RUN: sectile-objdump -d %t.elf | FileCheck %s
# RUN: llvm-readelf -x .data %t.elf | FileCheck --check-prefix=DATA %s
# NM: w foo
# CHECK: adrp a0, -2147483648
# CHECK: mv a0, a0
# CHECK: call 4
# DATA: 00000000 00000000
  .globl _start
_start:
  adrp a0, %page(foo)
  addi a0, a0, %lo(foo)
  call foo
  .weak foo
  .data
  .quad foo

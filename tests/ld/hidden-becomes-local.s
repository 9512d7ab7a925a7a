# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: llvm-readelf -s %t.elf | FileCheck %s
# CHECK: LOCAL HIDDEN {{.*}} private
# CHECK: GLOBAL PROTECTED {{.*}} shown
  .globl _start, private, shown
  .hidden private
  .protected shown
_start:
private:
shown: ret

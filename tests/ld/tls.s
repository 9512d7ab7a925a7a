# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Thread-local data is addressed from tp, which points to the first byte.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld %t.o -o %t.elf
# RUN: sectile-objdump -d %t.elf | FileCheck %s
# RUN: llvm-readelf -s %t.elf | FileCheck --check-prefix=SYMBOLS %s
# CHECK: movz a0, 0, 16
# CHECK: movk a0, 12, 0
# SYMBOLS: 000000000000000c 0 TLS {{.*}} second
  .globl _start, second
_start:
  movz a0, %tprel_g1(second), 16
  movk a0, %tprel_g0(second), 0
  add a0, a0, tp
  .section .tdata,"awT",@progbits
  .quad 1
  .section .tbss,"awT",@nobits
  .type second,@object
  .zero 4
second: .zero 4

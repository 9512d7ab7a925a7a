# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Code is aligned after data of any length: zeros to the next word, then nops.
# RUN: sectile-as %s -o %t.o
# RUN: sectile-objdump -d %t.o | FileCheck %s
# CHECK:      0: 6f6c6c65
# CHECK-NEXT: 4: 00000021
# CHECK-NEXT: 8: 00000004  	nop
# CHECK-NEXT: c: 00000004  	nop
# CHECK:      10: 00040004
        .ascii  "ello!"
        .balign 16
        addi    zero, zero, 4

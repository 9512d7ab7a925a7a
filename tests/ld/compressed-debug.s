# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Compressed debug sections are linked as plain ones.
# RUN: sectile-as %s -o %t.o
# RUN: llvm-objcopy --compress-debug-sections=zlib %t.o %t.z.o
# RUN: sectile-ld %t.z.o -o %t.elf
# RUN: llvm-readelf -S -x .debug_info %t.elf | FileCheck %s
# CHECK: .debug_info PROGBITS 0000000000000000 {{[0-9a-f]+}} 001008 00 0
# CHECK: 00000080 00000000 00000000 00000000
  .globl _start
_start: ret
  .section .debug_info,"",@progbits
  .quad _start
  .zero 4096

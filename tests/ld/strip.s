# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# RUN: sectile-as %s -o %t.o
# RUN: sectile-ld -S %t.o -o %t.elf && llvm-readelf -S %t.elf | FileCheck --check-prefix=DEBUG %s
# RUN: sectile-ld -s %t.o -o %t.elf && llvm-readelf -S %t.elf | FileCheck --check-prefix=ALL %s
# DEBUG-NOT: .debug_info
# DEBUG: .symtab
# ALL-NOT: .debug_info
# ALL-NOT: .symtab
  .globl _start
_start: ret
  .section .debug_info,"",@progbits
  .quad _start

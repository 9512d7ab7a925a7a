// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Inline assembly may use the distance of labels as an immediate.
// RUN: sectile-clang -O0 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang -O2 -flto %s -o %t.elf && sectile-run %t.elf | FileCheck %s
#include <stdio.h>

int main(void) {
  long forward, backward;
  __asm__("li %0, 2f - 1f\n"
          "1: nop\n"
          "nop\n"
          "nop\n"
          "2:"
          : "=r"(forward));
  __asm__("j 3f\n"
          "4: .ascii \"abcde\"\n"
          ".balign 4\n"
          "3: addi %0, zero, 3b - 4b"
          : "=r"(backward));
  // CHECK: 12 8
  printf("%ld %ld\n", forward, backward);
  return 0;
}

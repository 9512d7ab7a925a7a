// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// longjmp comes back to setjmp with the value and the saved registers; 0 becomes 1.
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
#include <setjmp.h>
#include <stdio.h>

static jmp_buf place;
__attribute__((noinline)) static void deep(int n, int value) {
  volatile char space[100];
  space[n] = 1;
  if (n)
    deep(n - 1, value);
  longjmp(place, value);
}

int main(void) {
  for (volatile int i = 0; i < 3; i++) {
    int value = setjmp(place);
    if (value == 0)
      deep(10, i * 5);
    printf("%d -> %d\n", i, value);
  }
  // CHECK: 0 -> 1
  // CHECK-NEXT: 1 -> 5
  // CHECK-NEXT: 2 -> 10
  return 0;
}

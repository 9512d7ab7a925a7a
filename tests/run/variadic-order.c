// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The variable arguments that arrive in registers are read after they are
// saved, and those beyond them are read where the caller put them.
// RUN: sectile-clang -O0 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang -O1 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang -O3 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
#include <stdarg.h>
#include <stdio.h>

__attribute__((noinline)) double two(int a, int b, ...) {
  va_list list;
  va_start(list, b);
  double x = va_arg(list, double), y = va_arg(list, double);
  va_end(list);
  return x - y;
}

// Five in registers, four on the stack.
__attribute__((noinline)) long nine(int a, int b, int c, ...) {
  va_list list;
  va_start(list, c);
  long sum = 0;
  for (int i = 1; i <= 9; ++i)
    sum = 10 * sum + va_arg(list, int);
  va_end(list);
  return sum;
}

// All on the stack, after one that is named.
__attribute__((noinline)) double on_stack(int a, int b, int c, int d, int e, int f, int g, int h,
                                          double named, ...) {
  va_list list;
  va_start(list, named);
  double x = va_arg(list, double), y = va_arg(list, double);
  va_end(list);
  return 100 * named + 10 * x + y;
}

int main(void) {
  // CHECK: 2 123456789 123
  printf("%g %ld %g\n", two(1, 2, 5.0, 3.0), nine(0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
         on_stack(0, 0, 0, 0, 0, 0, 0, 0, 1, 2.0, 3.0));
  return 0;
}

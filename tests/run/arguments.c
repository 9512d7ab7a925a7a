// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// main receives its arguments; its value is the status of the run; what atexit
// registered runs, last first.
// RUN: sectile-clang -O2 %s -o %t.elf
// RUN: not sectile-run %t.elf one "two words" "" > %t.out
// RUN: FileCheck %s < %t.out
// RUN: bash -c "sectile-run %t.elf > %t.out; test \$? -eq 40"
#include <stdio.h>
#include <stdlib.h>

static void first(void) { puts("first"); }
static void second(void) { puts("second"); }

int main(int argc, char **argv) {
  atexit(first);
  atexit(second);
  // CHECK: 1 <one>
  // CHECK-NEXT: 2 <two words>
  // CHECK-NEXT: 3 <>
  for (int i = 1; i <= argc; i++)
    if (argv[i])
      printf("%d <%s>\n", i, argv[i]);
  // CHECK-NEXT: second
  // CHECK-NEXT: first
  return 39 + argc;
}

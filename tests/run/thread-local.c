// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Thread-local variables start with their values, also aligned ones.
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang -O0 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
#include <errno.h>
#include <stdint.h>
#include <stdio.h>

static _Thread_local int counter = 41;
_Thread_local char zero[100];
_Thread_local _Alignas(256) int aligned = 7;

int main(void) {
  counter++;
  int sum = 0;
  for (int i = 0; i < 100; i++)
    sum += zero[i];
  printf("%d %d %d %d\n", counter, sum, aligned, (int)((uintptr_t)&aligned % 256)); // CHECK: 42 0 7 0
  return 0;
}

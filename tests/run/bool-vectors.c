// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Vectors of bool, whose elements are assigned one by one, are bits that have their
// own values at every level.
// RUN: sectile-clang -std=c23 -O0 %s -o %t0.elf && sectile-run %t0.elf | FileCheck %s
// RUN: sectile-clang -std=c23 -O1 %s -o %t1.elf && sectile-run %t1.elf | FileCheck %s
// RUN: sectile-clang -std=c23 -O3 %s -o %t3.elf && sectile-run %t3.elf | FileCheck %s
// RUN: sectile-clang -std=c23 -O2 -flto %s -o %tl.elf && sectile-run %tl.elf | FileCheck %s
#include <stdio.h>

typedef bool five __attribute__((ext_vector_type(5)));
typedef bool seventeen __attribute__((ext_vector_type(17)));
static five places[3];
static seventeen many;

int main(void) {
  five a = 0, b = 0;
  for (int i = 0; i < 5; ++i) {
    a[i] = i & 1;
    b[i] = i >> 1 & 1;
  }
  places[1] = a ^ b;
  __asm__ volatile("" : : "r"(places) : "memory");
  places[2][3] = true;
  // CHECK: 01100 00010
  for (int i = 0; i < 5; ++i)
    printf("%d", places[1][i]);
  printf(" ");
  for (int i = 0; i < 5; ++i)
    printf("%d", places[2][i]);
  // CHECK-NEXT: 10010010010010010
  for (int i = 0; i < 17; ++i)
    many[i] = i % 3 == 0;
  many[16] = !many[15];
  printf("\n");
  for (int i = 0; i < 17; ++i)
    printf("%d", many[i]);
  printf("\n");
  return 0;
}

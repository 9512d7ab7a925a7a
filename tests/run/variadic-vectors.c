// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A vector of any size among variable arguments is one argument, whatever is
// around it.
// RUN: sectile-clang -O0 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang -O2 -flto %s -o %t.elf && sectile-run %t.elf | FileCheck %s
#include <stdarg.h>
#include <stdio.h>

#define VECTOR(type, bytes) typedef type type##bytes __attribute__((vector_size(bytes)))
VECTOR(char, 1);
VECTOR(char, 8);
VECTOR(short, 8);
VECTOR(float, 8);
VECTOR(double, 16);
VECTOR(int, 64);
VECTOR(char, 512);
VECTOR(long, 512);
VECTOR(float, 1024);
VECTOR(short, 2048);

#define TAKE(type)                                                                                 \
  {                                                                                                \
    type v = va_arg(list, type);                                                                   \
    int n = sizeof(type) / sizeof(v[0]);                                                           \
    printf("%d %d %d\n", (int)v[0], (int)v[n / 2], (int)v[n - 1]);                                 \
  }

__attribute__((noinline)) void all(int n, ...) {
  va_list list;
  va_start(list, n);
  TAKE(char1)
  TAKE(char8)
  TAKE(short8)
  printf("%d\n", va_arg(list, int));
  TAKE(float8)
  TAKE(double16)
  TAKE(int64)
  TAKE(char512)
  printf("%g\n", va_arg(list, double));
  TAKE(long512)
  TAKE(float1024)
  TAKE(short2048)
  va_end(list);
}

#define MAKE(type, name)                                                                           \
  type name;                                                                                       \
  for (unsigned k = 0; k < sizeof(type) / sizeof(name[0]); ++k)                                    \
    name[k] = (k * 7 + 1) % 100;

int main(void) {
  MAKE(char1, a) MAKE(char8, b) MAKE(short8, c) MAKE(float8, d) MAKE(double16, e)
  MAKE(int64, f) MAKE(char512, g) MAKE(long512, h) MAKE(float1024, i) MAKE(short2048, j)
  all(0, a, b, c, -5, d, e, f, g, 2.5, h, i, j);
  // CHECK: {{^}}1 1 1
  // CHECK-NEXT: {{^}}1 29 50
  // CHECK-NEXT: {{^}}1 15 22
  // CHECK-NEXT: {{^}}-5
  // CHECK-NEXT: {{^}}1 8 8
  // CHECK-NEXT: {{^}}1 8 8
  // CHECK-NEXT: {{^}}1 57 6
  // CHECK-NEXT: {{^}}1 93 78
  // CHECK-NEXT: {{^}}2.5
  // CHECK-NEXT: {{^}}1 25 42
  // CHECK-NEXT: {{^}}1 97 86
  // CHECK-NEXT: {{^}}1 85 62
  return 0;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A small vector is a scalar argument for each element: on the stack they are
// not laid out as the parameter's variable is.
// RUN: sectile-clang -O0 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
#include <stdio.h>

typedef char c8 __attribute__((vector_size(8)));
typedef short s4 __attribute__((vector_size(8)));
typedef int i2 __attribute__((vector_size(8)));
typedef long l2 __attribute__((vector_size(16)));
typedef _Float16 h4 __attribute__((vector_size(8)));

__attribute__((noinline)) long shorts(s4 a, s4 b, s4 c) {
  return c[0] * 1000 + c[1] * 100 + c[2] * 10 + c[3];
}
__attribute__((noinline)) long chars(c8 a, c8 b) {
  return b[0] * 1000 + b[2] * 100 + b[5] * 10 + b[7];
}
__attribute__((noinline)) long ints(s4 a, s4 b, i2 c) {
  c[1] += 2;
  return c[0] * 10 + c[1];
}
__attribute__((noinline)) long longs(s4 a, s4 b, l2 c) {
  c[1] += 2;
  return c[0] * 10 + c[1];
}
__attribute__((noinline)) long wide(s4 a, s4 b, int x, __int128 c) {
  c += ((__int128)3 << 64) + 1;
  return (long)c * 10 + (long)(c >> 64);
}
__attribute__((noinline)) long halves(s4 a, s4 b, h4 c) {
  return c[0] * 1000 + c[1] * 100 + c[2] * 10 + c[3];
}

int main(void) {
  s4 s = {1, 2, 3, 4};
  c8 c = {1, 2, 3, 4, 5, 6, 7, 8};
  // CHECK: 1234 1368 58 59 84 1234
  printf("%ld %ld %ld %ld %ld %ld\n", shorts(s, s, s), chars(c, c), ints(s, s, (i2){5, 6}),
         longs(s, s, (l2){5, 7}), wide(s, s, 9, ((__int128)1 << 64) + 7),
         halves(s, s, (h4){1, 2, 3, 4}));
  return 0;
}

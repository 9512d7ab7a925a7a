// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// 128-bit arithmetic agrees with the host's.
// RUN: clang-22 -O1 %s -o %t.host && %t.host > %t.expected
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf > %t.found
// RUN: diff %t.expected %t.found
// RUN: sectile-clang -O0 %s -o %t.elf && sectile-run %t.elf > %t.found
// RUN: diff %t.expected %t.found
#include <stdio.h>
typedef __int128 i128;
typedef unsigned __int128 u128;

static void show(const char *what, u128 x) {
  printf("%s %016llx%016llx\n", what, (unsigned long long)(x >> 64), (unsigned long long)x);
}

int main(void) {
  static const unsigned long long words[] = {0, 1, 2, 7, 0x80000000, 0xffffffff, 0x123456789abcdef,
                                             0x8000000000000000, 0xffffffffffffffff};
  enum { N = sizeof words / sizeof *words };
  for (int i = 0; i < N * N; i++)
    for (int j = 1; j < N * N; j += 3) {
      volatile u128 va = (u128)words[i / N] << 64 | words[i % N];
      volatile u128 vb = (u128)words[j / N] << 64 | words[j % N];
      u128 a = va, b = vb;
      show("+", a + b);
      show("*", a * b);
      show("<<", a << (j & 127));
      show(">>", a >> (j & 127));
      show(">>s", (u128)((i128)a >> (j & 127)));
      if (b) {
        show("/", a / b);
        show("%", a % b);
        if (!(a == (u128)1 << 127 && b == ~(u128)0)) {
          show("/s", (u128)((i128)a / (i128)b));
          show("%s", (u128)((i128)a % (i128)b));
        }
      }
      i128 product;
      printf("%d %d %d\n", a < b, (i128)a < (i128)b, __builtin_mul_overflow((i128)a, (i128)b, &product));
      printf("%a %a %a %a\n", (double)a, (double)(i128)a, (double)(float)a, (double)(float)(i128)a);
      double d = (double)(i128)a / 3;
      show("d", (u128)(i128)d);
    }
  return 0;
}

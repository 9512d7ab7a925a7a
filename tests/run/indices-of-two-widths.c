// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A loop whose addresses have counters of 32 bits and of 2: that the first does
// not wrap says nothing about the second.
// RUN: sectile-clang -O3 %s -o %t.elf
// RUN: sectile-run %t.elf | FileCheck %s
#include <stdio.h>

static int counts[64], sums[64];
static signed char bytes[3][64];

__attribute__((noinline)) void count(unsigned rows, unsigned n, unsigned row,
                                     const signed char *b, int *c,
                                     int *counter) {
  for (unsigned r = 0; r < rows; r++)
    for (unsigned j = 0; j < n; j++) {
      c[j] += b[r * row + j];
      counter[j & 3] += 1;
    }
}

int main(void) {
  for (int i = 0; i < 64; i++)
    bytes[0][i] = bytes[2][i] = (signed char)i;
  count(3, 40, 64, bytes[0], sums, counts);
  // CHECK: 30 30 30 30 0 78 0
  printf("%d %d %d %d %d %d %d\n", counts[0], counts[1], counts[2], counts[3],
         sums[0], sums[39], sums[40]);
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A loop that gets a version for few iterations, and whose outer loop is then
// unrolled, so that the comparison between the versions becomes a constant.
// RUN: sectile-clang -O2 %s -o %t.elf
// RUN: sectile-run %t.elf | FileCheck %s
#include <stdio.h>

static unsigned char a[18][11], b[4][32];
static int c[18][33];

__attribute__((noinline)) static void triangle(const unsigned char (*x)[11],
                                               const unsigned char (*y)[32],
                                               int (*sums)[33]) {
  for (unsigned p = 0; p < 4; p++)
    for (unsigned i = 0; i < 18; i++)
      for (unsigned j = p; j < 32; j++)
        sums[i][j] += x[i][p] * y[p][j];
}

int main(void) {
  for (int i = 0; i < 18; i++)
    for (int p = 0; p < 4; p++)
      a[i][p] = (unsigned char)(i + p);
  for (int p = 0; p < 4; p++)
    for (int j = 0; j < 32; j++)
      b[p][j] = (unsigned char)(p * 32 + j);
  triangle(a, b, c);
  // CHECK: 0 33 268 1266 6006
  printf("%d %d %d %d %d\n", c[0][0], c[0][1], c[1][2], c[2][31], c[17][31]);
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The maximum and minimum of a constant number of floats that fills no whole
// tiles: every element counts, wherever it is.
// RUN: sectile-clang -O2 %s -o %t.elf
// RUN: sectile-run %t.elf | FileCheck %s
#include <math.h>
#include <stdio.h>

static float a[640];

#define LOOPS(n)                                                               \
  __attribute__((noinline)) static float most_##n(float m) {                   \
    for (int i = 0; i < n; i++)                                                \
      m = fmaxf(m, fabsf(a[i]));                                               \
    return m;                                                                  \
  }                                                                            \
  __attribute__((noinline)) static float least_##n(float m) {                  \
    for (int i = 0; i < n; i++)                                                \
      m = fminf(m, a[i]);                                                      \
    return m;                                                                  \
  }                                                                            \
  static int missed_##n(void) {                                                \
    int missed = 0;                                                            \
    for (int i = 0; i < n; i++) {                                              \
      a[i] = -3;                                                               \
      missed += (most_##n(1) != 3) + (least_##n(1) != -3);                     \
      a[i] = NAN;                                                              \
      missed += (most_##n(1) != 1) + (least_##n(1) != 0);                      \
      a[i] = 0;                                                                \
    }                                                                          \
    return missed;                                                             \
  }
LOOPS(10)
LOOPS(100)
LOOPS(256)
LOOPS(257)
LOOPS(640)

int main(void) {
  // CHECK: 0 0 0 0 0
  printf("%d %d %d %d %d\n", missed_10(), missed_100(), missed_256(),
         missed_257(), missed_640());
}

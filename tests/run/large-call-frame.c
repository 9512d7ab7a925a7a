// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// With all registers in use, an object out of reach is addressed by way of a
// slot that stays in reach, however large the arguments of calls are: in a plain
// frame, an aligned one and one of changing size.
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
#include <stdio.h>

// Each element is an argument.
typedef double wide __attribute__((ext_vector_type(600)));
static double taken;
__attribute__((noinline)) void take(wide w) { taken += w[0] + w[599]; }
__attribute__((noinline)) void keep(void *p) { *(char *)p = 0; }

#define EACH(M)                                                                                    \
  M(0) M(1) M(2) M(3) M(4) M(5) M(6) M(7) M(8) M(9) M(10) M(11) M(12) M(13) M(14) M(15) M(16)      \
  M(17) M(18) M(19) M(20) M(21) M(22) M(23) M(24) M(25)
#define LOAD(i) long v##i = p[i];
#define USE(i) "+r"(v##i),
#define ADD(i) +v##i

#define FUNCTION(name, attribute, before)                                                          \
  __attribute__((noinline)) long name(long *p, wide *w, long n) {                                  \
    long far[10000] attribute;                                                                     \
    keep(far);                                                                                     \
    before;                                                                                        \
    EACH(LOAD) long v26 = p[26];                                                                   \
    take(*w);                                                                                      \
    __asm__ volatile("" : EACH(USE) "+r"(v26) : "m"(far[9000]));                                   \
    keep(far);                                                                                     \
    return n EACH(ADD) + v26;                                                                      \
  }
FUNCTION(plain, , )
FUNCTION(aligned, __attribute__((aligned(64))), )
FUNCTION(changing, , keep(__builtin_alloca(n)))

int main(void) {
  long p[27];
  for (int i = 0; i < 27; ++i)
    p[i] = i;
  wide w;
  for (int i = 0; i < 600; ++i)
    w[i] = i;
  // 26 * 27 / 2, 3 * 599
  // CHECK: 1351 2351 3351 1797
  long a = plain(p, &w, 1000), b = aligned(p, &w, 2000), c = changing(p, &w, 3000);
  printf("%ld %ld %ld %g\n", a, b, c, taken);
  return 0;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// __builtin_powi of a negative power that only its reciprocal overflows is subnormal.
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf
#include <math.h>
#include <limits.h>

#define CHECK(condition)                                                                           \
  do                                                                                               \
    if (!(condition))                                                                              \
      return __LINE__;                                                                             \
  while (0)

static volatile int exponent;
static double power(double x, int n) {
  exponent = n;
  return __builtin_powi(x, exponent);
}
static float power32(float x, int n) {
  exponent = n;
  return __builtin_powif(x, exponent);
}

int main(void) {
  CHECK(power(2, -1074) == 0x1p-1074 && power(-2, -1073) == -0x1p-1073 && power(0.5, -1023) == 0x1p1023);
  CHECK(power(3, 4) == 81 && power(3, 0) == 1 && power(2, -3) == 0.125 && power(NAN, 0) == 1);
  CHECK(power(2, INT_MIN) == 0 && power(1, INT_MIN) == 1 && isinf(power(0.5, INT_MIN)));
  CHECK(power(INFINITY, -1) == 0 && signbit(power(-INFINITY, -1)) && power(0, -3) == INFINITY);
  CHECK(power(-0.0, -3) == -INFINITY && power(0, 0) == 1);
  CHECK(power32(2, -149) == 0x1p-149f && power32(2, -150) == 0 && power32(2, 127) == 0x1p127f);
  return 0;
}

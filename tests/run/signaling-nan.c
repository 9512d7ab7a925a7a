// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// issignaling tells signalling NaNs from the others, in each type.
// RUN: sectile-clang -O0 %s -o %t0.elf && sectile-run %t0.elf
// RUN: sectile-clang -O2 -std=c23 %s -o %t2.elf && sectile-run %t2.elf
#include <math.h>
#include <string.h>

#define CHECK(type, bits_type, bits, expected)                                 \
  do {                                                                         \
    volatile bits_type source = (bits_type)(bits);                             \
    bits_type copy = source;                                                   \
    type value;                                                                \
    memcpy(&value, &copy, sizeof value);                                       \
    if (!issignaling(value) != !(expected))                                    \
      return __LINE__ & 127;                                                   \
  } while (0)

int main(void) {
  CHECK(float, unsigned, 0x7f800001, 1);
  CHECK(float, unsigned, 0xffbfffff, 1);
  CHECK(float, unsigned, 0x7fc00000, 0);
  CHECK(float, unsigned, 0x7f800000, 0);
  CHECK(float, unsigned, 0x3f800000, 0);
  CHECK(double, unsigned long, 0x7ff0000000000001, 1);
  CHECK(double, unsigned long, 0xfff4000000000000, 1);
  CHECK(double, unsigned long, 0x7ff8000000000000, 0);
  CHECK(double, unsigned long, 0xfff0000000000000, 0);
  CHECK(long double, unsigned long, 0x7ff0000000000001, 1);
  CHECK(long double, unsigned long, 0, 0);
  return 0;
}

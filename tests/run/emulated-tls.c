// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Thread-local variables in memory that is taken at their first use.
// RUN: sectile-clang -O2 -femulated-tls %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O0 -femulated-tls %s -o %t.elf && sectile-run %t.elf
#include <stdint.h>

_Thread_local int numbers[3] = {1, 2, 3};
_Thread_local _Alignas(4096) char zeros[5];

int main(void) {
  volatile int *n = numbers;
  volatile char *z = zeros;
  int wrong = n[0] != 1 || n[2] != 3 || z[0] || z[4] || (uintptr_t)z % 4096;
  n[1] = 7;
  z[4] = 8;
  volatile int *again = numbers;
  return wrong || again != n || again[1] != 7 || zeros[4] != 8;
}

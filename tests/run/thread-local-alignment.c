// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Thread-local variables are as aligned as they ask to be, also by more than a
// tile, and neither the stack nor the heap reaches into their block.
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O0 -DALIGNMENT=2048 %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O2 -DALIGNMENT=1048576 %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O2 -DALIGNMENT=16777216 %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O2 -flto -DSIZE=20000000 %s -o %t.elf && sectile-run %t.elf
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef ALIGNMENT
#define ALIGNMENT 65536
#endif
#ifndef SIZE
#define SIZE 100
#endif

_Thread_local char before = 3;
_Thread_local _Alignas(ALIGNMENT) int aligned = 7;
_Thread_local _Alignas(ALIGNMENT) char zero[SIZE];

static int wrong(const char *what) {
  printf("%s\n", what);
  return 1;
}

char *volatile seen;

int main(void) {
  char local[1000];
  memset(local, 0xa5, sizeof local);
  if ((uintptr_t)&aligned % ALIGNMENT || (uintptr_t)zero % ALIGNMENT)
    return wrong("alignment");
  // All the heap there is.
  for (size_t n = 1 << 24; n >= 256; n /= 4)
    while ((seen = malloc(n)))
      memset(seen, 0x5a, n);
  if (before != 3 || aligned != 7)
    return wrong("initial values");
  for (size_t i = 0; i < SIZE; i++)
    if (zero[i])
      return wrong("zeroes");
  for (size_t i = 0; i < sizeof local; i++)
    if (local[i] != (char)0xa5)
      return wrong("stack");
  return 0;
}

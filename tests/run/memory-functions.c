// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// memcpy, memmove, memset and memcmp are right at every length and alignment,
// overlapping both ways, and touch nothing outside.
// RUN: sectile-clang -O2 -fno-builtin %s -o %t.elf && sectile-run %t.elf
#include <stdio.h>
#include <string.h>

static unsigned char buffer[256], expected[256];

static void fill(void) {
  for (int i = 0; i < 256; i++)
    buffer[i] = expected[i] = (unsigned char)(i * 7 + 1);
}
static int same(const char *what, int a, int b, int n) {
  for (int i = 0; i < 256; i++)
    if (buffer[i] != expected[i]) {
      printf("%s to %d from %d length %d: byte %d\n", what, a, b, n, i);
      return 0;
    }
  return 1;
}

int main(void) {
  for (int n = 0; n <= 72; n++)
    for (int to = 64; to < 73; to++) {
      for (int from = 0; from < 150; from += 1 + (from > 10 && from < 40)) {
        fill();
        unsigned char copy[80];
        for (int i = 0; i < n; i++)
          copy[i] = expected[from + i];
        for (int i = 0; i < n; i++)
          expected[to + i] = copy[i];
        if (memmove(buffer + to, buffer + from, n) != buffer + to || !same("memmove", to, from, n))
          return 1;
        if (from + n <= to || to + n <= from) {
          fill();
          for (int i = 0; i < n; i++)
            expected[to + i] = copy[i];
          if (memcpy(buffer + to, buffer + from, n) != buffer + to || !same("memcpy", to, from, n))
            return 1;
        }
      }
      fill();
      for (int i = 0; i < n; i++)
        expected[to + i] = 0xa5;
      if (memset(buffer + to, 0x3a5, n) != buffer + to || !same("memset", to, 0, n))
        return 1;
      for (int i = 0; i < n; i++) {
        unsigned char a[80], b[80];
        memcpy(a, buffer + to, 80);
        memcpy(b, buffer + to, 80);
        b[i] ^= 0x80;
        if (memcmp(a, b, i) != 0 || (memcmp(a, b, n) < 0) != (a[i] < b[i]) || memcmp(a, b, n) == 0)
          return 2;
      }
    }
  return 0;
}

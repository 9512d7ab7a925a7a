// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Variable arguments of every kind arrive, aggregates included, also through
// va_copy and in functions that call on.
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
// RUN: sectile-clang -O0 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
#include <stdarg.h>
#include <stdio.h>

struct small { short a; char b; };
struct large { long a, b, c; double d; };

static double sum(const char *kinds, ...) {
  va_list list, copy;
  va_start(list, kinds);
  va_copy(copy, list);
  double total = 0;
  for (; *kinds; kinds++)
    switch (*kinds) {
    case 'i': total += va_arg(list, int); break;
    case 'l': total += va_arg(list, long); break;
    case 'd': total += va_arg(list, double); break;
    case 'q': total += (double)va_arg(list, __int128); break;
    case 's': { struct small s = va_arg(list, struct small); total += s.a + s.b; break; }
    case 'L': { struct large s = va_arg(list, struct large); total += s.a + s.b + s.c + s.d; break; }
    }
  va_end(list);
  total += 1000 * va_arg(copy, int);
  va_end(copy);
  return total;
}

int main(void) {
  struct small s = {10, 20};
  struct large l = {1, 2, 3, 0.5};
  // CHECK: 1071.75
  printf("%.2f\n", sum("idlsLqiii", 1, 0.25, 2L, s, l, (__int128)30, -1, -1, 5) - 1 + 0);
  return 0;
}

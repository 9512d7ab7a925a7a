// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program may use names that only newlib's headers know, with all of the C
// library's headers included.
// RUN: sectile-clang -Wall -Wno-unused -Werror %s -o %t.elf
// RUN: sectile-run %t.elf
// RUN: sectile-clang++ -xc++ -Wall -Wno-unused -Werror %s -o %t.cpp.elf
// RUN: sectile-run %t.cpp.elf
#include <fcntl.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

typedef struct {
  float corner[4];
} quad;
typedef int *physadr;
static quad infinity = {{1, 2, 3, 4}};
static int infinityf;
enum { FREAD, FWRITE, FOPEN, FSYNC, FMARK, FEXCL };

static void itoa(int n, char text[]) { sprintf(text, "%d", n); }
static void utoa(unsigned n, char text[]) { sprintf(text, "%u", n); }
static int fls(unsigned x) { return x ? 32 - __builtin_clz(x) : 0; }
static int flsl(unsigned long x) { return x ? 64 - __builtin_clzl(x) : 0; }
static int flsll(int x) { return x; }
static void strlwr(char *text, int size) { text[size] = 0; }
static void strupr(char *text, int size) { text[size] = 0; }
static int strnstr(const char *text) { return !*text; }
static double atoff(double x) { return x; }
static int reallocf(int x) { return x; }
static int cfree(int x) { return x; }
static int gamma_r(int x) { return x; }
static int gammaf_r(int x) { return x; }
static int timingsafe_bcmp(int x) { return x; }
static int strtodf(int x) { return x; }

int main(void) {
  char text[16];
  itoa(-12, text);
  if (strcmp(text, "-12") || infinity.corner[2] != 3)
    return 1;
  utoa(12, text);
  return text[0] != '1' || fls(9) != 4 || flsl(1) != 1 || FEXCL != 5;
}

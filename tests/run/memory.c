// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// malloc, free and realloc hand out memory that does not overlap; qsort and
// bsearch work on it; a request beyond memory fails with ENOMEM.
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf | FileCheck %s
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b) {
  int x = *(const int *)a, y = *(const int *)b;
  return (x > y) - (x < y);
}

int main(void) {
  enum { N = 1000 };
  char *blocks[N];
  for (int i = 0; i < N; i++) {
    blocks[i] = malloc(i + 1);
    memset(blocks[i], i & 255, i + 1);
  }
  for (int i = 0; i < N; i += 2)
    free(blocks[i]);
  for (int i = 1; i < N; i += 2)
    blocks[i] = realloc(blocks[i], 2 * i + 2);
  int bad = 0;
  for (int i = 1; i < N; i += 2)
    for (int k = 0; k <= i; k++)
      bad += (unsigned char)blocks[i][k] != (i & 255);
  printf("bad %d\n", bad); // CHECK: bad 0

  int *numbers = malloc(N * sizeof *numbers);
  unsigned state = 1;
  for (int i = 0; i < N; i++)
    numbers[i] = (int)(state = state * 1664525u + 1013904223u);
  qsort(numbers, N, sizeof *numbers, compare);
  for (int i = 1; i < N; i++)
    bad += numbers[i - 1] > numbers[i];
  int key = numbers[321];
  printf("bad %d, found %d\n", bad, // CHECK: bad 0, found 1
         *(int *)bsearch(&key, numbers, N, sizeof *numbers, compare) == key);

  errno = 0;
  void *volatile too_large = malloc((size_t)1 << 50);
  printf("%d %d\n", too_large == NULL, errno == ENOMEM); // CHECK: 1 1
  return 0;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program may define any functions of the libraries itself: the program, the
// library, and the calls that the code generator adds take them.
// RUN: sectile-clang -O0 %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O2 -flto %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O2 -flto -DALLOCATOR %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang -O0 -DALLOCATOR %s -o %t.elf && sectile-run %t.elf
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char output[1000];
static size_t written;
int _write(int file, const void *buffer, size_t size) {
  if (file != 1 || written + size > sizeof output)
    return -1;
  for (size_t i = 0; i < size; i++)
    output[written++] = ((const char *)buffer)[i];
  return (int)size;
}

static volatile int sets, copies;
__attribute__((no_builtin)) void *memset(void *to, int value, size_t n) {
  sets++;
  for (volatile char *p = to; n; n--)
    *p++ = (char)value;
  return to;
}
__attribute__((no_builtin)) void *memcpy(void *restrict to, const void *restrict from, size_t n) {
  copies++;
  volatile char *p = to;
  for (const char *q = from; n; n--)
    *p++ = *q++;
  return to;
}
double fmod(double a, double b) {
  (void)b;
  return a + 1000;
}

static char heap[1 << 20] __attribute__((aligned(16)));
static size_t used;
static int grown, freed;
#ifdef ALLOCATOR
void *malloc(size_t n) {
  grown++;
  used = (used + n + 31) & ~(size_t)15;
  char *p = heap + used - ((n + 15) & ~(size_t)15);
  *(size_t *)(p - 16) = n;
  return p;
}
void *calloc(size_t n, size_t size) { return memset(malloc(n * size), 0, n * size); }
void *realloc(void *old, size_t n) {
  void *p = malloc(n);
  if (old)
    memcpy(p, old, ((size_t *)old)[-2] < n ? ((size_t *)old)[-2] : n);
  return p;
}
void free(void *p) {
  if (p && ((char *)p < heap || (char *)p >= heap + sizeof heap))
    abort();
  freed++;
}
#else
void *_sbrk(ptrdiff_t n) {
  grown++;
  if ((ptrdiff_t)used + n < 0 || (ptrdiff_t)used + n > (ptrdiff_t)sizeof heap)
    return (void *)-1;
  used += (size_t)n;
  return heap + used - n;
}
#endif

struct large {
  int a[300];
};
__attribute__((noinline)) static struct large copy(struct large *p) { return *p; }

#define EXPECT(condition)                                                                          \
  if (!(condition))                                                                                \
  return __LINE__ & 127

int main(int argc, char **argv) {
  (void)argv;
  struct large a;
  memset(&a, argc, sizeof a);
  EXPECT(sets > 0);
  int before = copies;
  struct large b = copy(&a);
  EXPECT(copies > before);
  // An instruction of the intermediate language; it becomes a call at the end.
  double r = __builtin_fmod(argc + 0.5, 3);
  // The library allocates with the same functions as the program.
  char *text = strdup("text"), *more = NULL;
  asprintf(&more, "%s %d", text, 5);
  free(text);
  before = copies;
  printf("%s %d %g\n", more, b.a[299], r);
  free(more);
  fflush(stdout);
  EXPECT(grown > 0);
#ifdef ALLOCATOR
  EXPECT(freed == 2);
#endif
  EXPECT(strncmp(output, "text 5 16843009 1001.5\n", written) == 0);
  return 0;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The memory and string functions of every benchmark program, the same source
// on every target, in words where both ends allow it: unaligned accesses are
// written as byte-wise copies of a word, which a compiler turns into what its
// target has.
#include "bench.h"

typedef uint64_t word __attribute__((aligned(8), may_alias));

void *memcpy(void *restrict to, const void *restrict from, size_t n) {
  unsigned char *d = to;
  const unsigned char *s = from;
  if ((((uintptr_t)d ^ (uintptr_t)s) & 7) == 0 && n >= 16) {
    for (; (uintptr_t)d & 7; n--)
      *d++ = *s++;
    for (; n >= 32; n -= 32, d += 32, s += 32) {
      word a = ((const word *)s)[0], b = ((const word *)s)[1];
      word c = ((const word *)s)[2], e = ((const word *)s)[3];
      ((word *)d)[0] = a;
      ((word *)d)[1] = b;
      ((word *)d)[2] = c;
      ((word *)d)[3] = e;
    }
    for (; n >= 8; n -= 8, d += 8, s += 8)
      *(word *)d = *(const word *)s;
  }
  for (; n; n--)
    *d++ = *s++;
  return to;
}

void *memmove(void *to, const void *from, size_t n) {
  unsigned char *d = to;
  const unsigned char *s = from;
  if ((uintptr_t)d - (uintptr_t)s >= n)
    return memcpy(to, from, n);
  d += n;
  s += n;
  if ((((uintptr_t)d ^ (uintptr_t)s) & 7) == 0) {
    for (; n && ((uintptr_t)d & 7); n--)
      *--d = *--s;
    for (; n >= 8; n -= 8) {
      d -= 8;
      s -= 8;
      *(word *)d = *(const word *)s;
    }
  }
  for (; n; n--)
    *--d = *--s;
  return to;
}

void *memset(void *to, int byte, size_t n) {
  unsigned char *d = to;
  uint64_t w = (unsigned char)byte * UINT64_C(0x0101010101010101);
  for (; n && ((uintptr_t)d & 7); n--)
    *d++ = (unsigned char)byte;
  for (; n >= 8; n -= 8, d += 8)
    *(word *)d = w;
  for (; n; n--)
    *d++ = (unsigned char)byte;
  return to;
}

int memcmp(const void *a, const void *b, size_t n) {
  const unsigned char *x = a, *y = b;
  for (; n; n--, x++, y++)
    if (*x != *y)
      return *x - *y;
  return 0;
}

void *memchr(const void *s, int byte, size_t n) {
  for (const unsigned char *p = s; n; n--, p++)
    if (*p == (unsigned char)byte)
      return (void *)p;
  return 0;
}

size_t strlen(const char *s) {
  const char *p = s;
  while (*p)
    p++;
  return (size_t)(p - s);
}

int strcmp(const char *a, const char *b) {
  while (*a && *a == *b)
    a++, b++;
  return (unsigned char)*a - (unsigned char)*b;
}

int strncmp(const char *a, const char *b, size_t n) {
  for (; n; n--, a++, b++)
    if (*a != *b || !*a)
      return (unsigned char)*a - (unsigned char)*b;
  return 0;
}

char *strcpy(char *restrict to, const char *restrict from) {
  char *d = to;
  while ((*d++ = *from++))
    ;
  return to;
}

char *strchr(const char *s, int byte) {
  for (;; s++) {
    if (*s == (char)byte)
      return (char *)s;
    if (!*s)
      return 0;
  }
}

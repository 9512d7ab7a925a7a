// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Memory functions that programs use often. Any alignment is legal, so they
// move doublewords without checking addresses; and they use only scalar
// registers, because the ABI guarantees that they preserve all tiles
// (docs/abi.md).
#include <stddef.h>
#include <stdint.h>

typedef uint64_t Word __attribute__((aligned(1), may_alias));
typedef uint32_t Half __attribute__((aligned(1), may_alias));
typedef uint16_t Quarter __attribute__((aligned(1), may_alias));

#define WORD(p, at) (*(Word *)((p) + (at)))
#define CONST_WORD(p, at) (*(const Word *)((p) + (at)))

// Fewer than 16 bytes: two accesses that overlap in the middle.
static inline void small(char *to, const char *from, size_t n) {
  if (n >= 8) {
    uint64_t first = CONST_WORD(from, 0), last = CONST_WORD(from, n - 8);
    WORD(to, 0) = first;
    WORD(to, n - 8) = last;
  } else if (n >= 4) {
    uint32_t first = *(const Half *)from, last = *(const Half *)(from + n - 4);
    *(Half *)to = first;
    *(Half *)(to + n - 4) = last;
  } else if (n >= 2) {
    uint16_t first = *(const Quarter *)from,
             last = *(const Quarter *)(from + n - 2);
    *(Quarter *)to = first;
    *(Quarter *)(to + n - 2) = last;
  } else if (n) {
    *to = *from;
  }
}

// Both ends are read before anything is written; in between the direction makes
// it safe for overlapping areas.
void *memmove(void *target, const void *source, size_t n) {
  char *to = target;
  const char *from = source;
  if (n < 16) {
    small(to, from, n);
    return target;
  }
  uint64_t head0 = CONST_WORD(from, 0), head1 = CONST_WORD(from, 8);
  uint64_t tail0 = CONST_WORD(from, n - 16), tail1 = CONST_WORD(from, n - 8);
  // Each step reads 16 bytes before it writes 16, so what it overwrites of the
  // source lies behind it.
  if ((uintptr_t)to - (uintptr_t)from >= n) {
    WORD(to, 0) = head0;
    WORD(to, 8) = head1;
    for (size_t i = 16; i + 16 < n; i += 16) {
      uint64_t a = CONST_WORD(from, i), b = CONST_WORD(from, i + 8);
      WORD(to, i) = a;
      WORD(to, i + 8) = b;
    }
    WORD(to, n - 16) = tail0;
    WORD(to, n - 8) = tail1;
  } else {
    WORD(to, n - 16) = tail0;
    WORD(to, n - 8) = tail1;
    for (size_t i = n - 16; i > 16; i -= 16) {
      uint64_t a = CONST_WORD(from, i - 16), b = CONST_WORD(from, i - 8);
      WORD(to, i - 16) = a;
      WORD(to, i - 8) = b;
    }
    WORD(to, 0) = head0;
    WORD(to, 8) = head1;
  }
  return target;
}

void *memcpy(void *restrict target, const void *restrict source, size_t n) {
  char *to = target;
  const char *from = source;
  if (n < 16) {
    small(to, from, n);
    return target;
  }
  size_t i = 0;
  for (; i + 32 <= n; i += 32) {
    uint64_t a = CONST_WORD(from, i), b = CONST_WORD(from, i + 8);
    uint64_t c = CONST_WORD(from, i + 16), d = CONST_WORD(from, i + 24);
    WORD(to, i) = a;
    WORD(to, i + 8) = b;
    WORD(to, i + 16) = c;
    WORD(to, i + 24) = d;
  }
  if (i + 16 <= n) {
    uint64_t a = CONST_WORD(from, i), b = CONST_WORD(from, i + 8);
    WORD(to, i) = a;
    WORD(to, i + 8) = b;
  }
  uint64_t a = CONST_WORD(from, n - 16), b = CONST_WORD(from, n - 8);
  WORD(to, n - 16) = a;
  WORD(to, n - 8) = b;
  return target;
}

void *memset(void *target, int value, size_t n) {
  char *to = target;
  uint64_t word = (unsigned char)value * UINT64_C(0x0101010101010101);
  if (n >= 16) {
    size_t i = 0;
    for (; i + 32 <= n; i += 32) {
      WORD(to, i) = word;
      WORD(to, i + 8) = word;
      WORD(to, i + 16) = word;
      WORD(to, i + 24) = word;
    }
    if (i + 16 <= n) {
      WORD(to, i) = word;
      WORD(to, i + 8) = word;
    }
    WORD(to, n - 16) = word;
    WORD(to, n - 8) = word;
  } else if (n >= 8) {
    WORD(to, 0) = word;
    WORD(to, n - 8) = word;
  } else if (n >= 4) {
    *(Half *)to = (uint32_t)word;
    *(Half *)(to + n - 4) = (uint32_t)word;
  } else {
    while (n)
      to[--n] = (char)value;
  }
  return target;
}

int memcmp(const void *first, const void *second, size_t n) {
  const char *a = first, *b = second;
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    uint64_t x = CONST_WORD(a, i), y = CONST_WORD(b, i);
    if (x != y) {
      x = __builtin_bswap64(x);
      y = __builtin_bswap64(y);
      return x < y ? -1 : 1;
    }
  }
  for (; i < n; i++)
    if (a[i] != b[i])
      return (unsigned char)a[i] - (unsigned char)b[i];
  return 0;
}

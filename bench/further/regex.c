// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Regular expressions: a matcher that backtracks, and one that follows a set of
// states (Thompson); both must find the same.
#include "../common/bench.h"

enum { N = 3000, STATES = 64 };
static char text[N + 1];
static const char *const patterns[] = {"a*b",    "ab?c",   "x.z",   "a.*c.b",
                                       "b*cc*a", ".a.b.c", "zz*y*x"};
enum { PATTERNS = sizeof patterns / sizeof *patterns };
static int found[2][PATTERNS];

void bench_setup(void) {
  uint64_t random = 31;
  for (int i = 0; i < N; i++)
    text[i] = i % 60 == 59 ? '\n' : "abcxyz"[(bench_random(&random) >> 40) % 6];
}

static int fits(char p, char c) {
  return c && c != '\n' && (p == '.' || p == c);
}

static int match_here(const char *p, const char *t) {
  for (; *p; p++, t++) {
    if (p[1] == '*') {
      for (;; t++) {
        if (match_here(p + 2, t))
          return 1;
        if (!fits(*p, *t))
          return 0;
      }
    }
    if (p[1] == '?') {
      if (fits(*p, *t) && match_here(p + 2, t + 1))
        return 1;
      return match_here(p + 2, t);
    }
    if (!fits(*p, *t))
      return 0;
  }
  return 1;
}

// States are positions in the pattern; bit i is set if position i is reached.
static uint64_t close(const char *p, uint64_t set) {
  for (int i = 0; p[i]; i++)
    if (set >> i & 1 && (p[i + 1] == '*' || p[i + 1] == '?'))
      set |= (uint64_t)1 << (i + 2);
  return set;
}

static int match_set(const char *p, const char *t) {
  int end = 0;
  while (p[end])
    end++;
  uint64_t set = close(p, 1);
  for (;; t++) {
    if (set >> end & 1)
      return 1;
    uint64_t next = 0;
    for (int i = 0; i < end; i++)
      if (set >> i & 1 && fits(p[i], *t))
        next |= (uint64_t)1 << (p[i + 1] == '*'   ? i
                                : p[i + 1] == '?' ? i + 2
                                                  : i + 1);
    if (!next)
      return 0;
    set = close(p, next);
  }
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++)
    for (int p = 0; p < PATTERNS; p++) {
      found[0][p] = found[1][p] = 0;
      for (int i = 0; i < N; i++) {
        found[0][p] += match_here(patterns[p], text + i);
        found[1][p] += match_set(patterns[p], text + i);
      }
      sum = sum * 7 + (uint64_t)found[0][p];
    }
  return sum;
}

int bench_check(void) {
  for (int p = 0; p < PATTERNS; p++)
    if (found[0][p] != found[1][p] || found[0][p] == 0)
      return 0;
  return match_here("a*b", "aaab") && !match_here("ab?c", "abbc");
}

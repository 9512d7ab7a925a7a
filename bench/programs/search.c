// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// String search: naive, Boyer-Moore-Horspool and Knuth-Morris-Pratt over the
// same text must agree; glob matching on the words.
#include "../common/bench.h"

enum { N = 60000, PATTERNS = 8, LONGEST = 16 };
static char text[N + 1];
static char patterns[PATTERNS][LONGEST + 1];
static int naive[PATTERNS], horspool[PATTERNS], kmp[PATTERNS], globs;

void bench_setup(void) {
  uint64_t state = 6;
  for (int i = 0; i < N; i++) {
    uint32_t r = (uint32_t)(bench_random(&state) >> 40);
    text[i] = r % 6 == 0 ? ' ' : (char)('a' + r / 8 % 5);
  }
  for (int p = 0; p < PATTERNS; p++) {
    int at = (int)((bench_random(&state) >> 40) % (N - LONGEST));
    memcpy(patterns[p], text + at, (size_t)(3 + p));
  }
}

static int count_naive(const char *t, const char *p) {
  int count = 0;
  size_t n = strlen(p);
  for (; (t = strchr(t, *p)); t++)
    if (!strncmp(t, p, n))
      count++;
  return count;
}

static int count_horspool(const char *t, int n, const char *p) {
  int skip[256], m = (int)strlen(p), count = 0;
  for (int i = 0; i < 256; i++)
    skip[i] = m;
  for (int i = 0; i < m - 1; i++)
    skip[(unsigned char)p[i]] = m - 1 - i;
  for (int i = 0; i + m <= n; i += skip[(unsigned char)t[i + m - 1]]) {
    int j = m - 1;
    while (j >= 0 && t[i + j] == p[j])
      j--;
    if (j < 0)
      count++;
  }
  return count;
}

static int count_kmp(const char *t, const char *p) {
  int fail[LONGEST + 1], m = (int)strlen(p), count = 0;
  fail[0] = -1;
  for (int i = 0, k = -1; i < m;) {
    while (k >= 0 && p[i] != p[k])
      k = fail[k];
    fail[++i] = ++k;
  }
  for (int k = 0; *t; t++) {
    while (k >= 0 && *t != p[k])
      k = fail[k];
    if (++k == m) {
      count++;
      k = fail[k];
    }
  }
  return count;
}

static int glob(const char *p, const char *s, const char *end) {
  const char *star = 0, *retry = 0;
  while (s < end) {
    if (*p == '*') {
      star = ++p;
      retry = s;
    } else if (*p == '?' || *p == *s) {
      p++, s++;
    } else if (star) {
      p = star;
      s = ++retry;
    } else {
      return 0;
    }
  }
  while (*p == '*')
    p++;
  return !*p;
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    for (int p = 0; p < PATTERNS; p++) {
      naive[p] = count_naive(text, patterns[p]);
      horspool[p] = count_horspool(text, N, patterns[p]);
      kmp[p] = count_kmp(text, patterns[p]);
      sum = sum * 17 + (uint64_t)naive[p];
    }
    globs = 0;
    for (const char *w = text; *w;) {
      const char *e = w;
      while (*e && *e != ' ')
        e++;
      globs += glob("a*b?c*", w, e);
      w = *e ? e + 1 : e;
    }
    sum += (uint64_t)globs;
  }
  return sum;
}

int bench_check(void) {
  for (int p = 0; p < PATTERNS; p++)
    if (!naive[p] || naive[p] != horspool[p] || naive[p] != kmp[p])
      return 0;
  return globs > 0;
}

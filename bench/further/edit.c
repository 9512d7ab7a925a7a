// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Edit distance of words by dynamic programming, and the longest common
// subsequence.
#include "../common/bench.h"

enum { WORDS = 60, LENGTH = 24 };
static char words[WORDS][LENGTH + 1];
static int lengths[WORDS];
static int farthest, common;

void bench_setup(void) {
  uint64_t random = 29;
  for (int w = 0; w < WORDS; w++) {
    lengths[w] = 8 + (int)((bench_random(&random) >> 40) % (LENGTH - 8));
    for (int i = 0; i < lengths[w]; i++)
      words[w][i] = (char)('a' + (bench_random(&random) >> 40) % 6);
  }
}

static int minimum(int a, int b) { return a < b ? a : b; }

static int distance(const char *a, int n, const char *b, int m) {
  int row[LENGTH + 1];
  for (int j = 0; j <= m; j++)
    row[j] = j;
  for (int i = 1; i <= n; i++) {
    int diagonal = row[0];
    row[0] = i;
    for (int j = 1; j <= m; j++) {
      int above = row[j];
      row[j] = minimum(minimum(above, row[j - 1]) + 1,
                       diagonal + (a[i - 1] != b[j - 1]));
      diagonal = above;
    }
  }
  return row[m];
}

static int subsequence(const char *a, int n, const char *b, int m) {
  unsigned char table[LENGTH + 1][LENGTH + 1];
  for (int i = 0; i <= n; i++)
    for (int j = 0; j <= m; j++)
      if (i == 0 || j == 0)
        table[i][j] = 0;
      else if (a[i - 1] == b[j - 1])
        table[i][j] = (unsigned char)(table[i - 1][j - 1] + 1);
      else
        table[i][j] = table[i - 1][j] > table[i][j - 1] ? table[i - 1][j]
                                                        : table[i][j - 1];
  return table[n][m];
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++)
    for (int i = 0; i < WORDS; i += 2)
      for (int j = 1; j < WORDS; j += 3) {
        int d = distance(words[i], lengths[i], words[j], lengths[j]);
        int s = subsequence(words[i], lengths[i], words[j], lengths[j]);
        if (d > farthest)
          farthest = d;
        common += s;
        sum = sum * 5 + (uint64_t)(d * 32 + s);
      }
  return sum;
}

int bench_check(void) {
  return distance("kitten", 6, "sitting", 7) == 3 &&
         subsequence("abcbdab", 7, "bdcaba", 6) == 4 && farthest > 4 &&
         common > 0;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Block sorting, move to front, run lengths, and all of it backwards.
#include "../common/bench.h"

enum { N = 2500 };
static unsigned char text[N], last[N], front[N], runs[2 * N], again[N];
static int order[N], spare[N], next[N], first_row, run_bytes;

void bench_setup(void) {
  static const char *const words[] = {"the ", "tile ",   "of ",
                                      "a ",   "matrix ", "is ",
                                      "row ", "and ",    "column "};
  uint64_t random = 5;
  for (int n = 0; n < N;)
    for (const char *w = words[(bench_random(&random) >> 40) % 9]; *w && n < N;
         w++)
      text[n++] = (unsigned char)*w;
}

static int before(int a, int b) {
  for (int k = 0; k < N; k++) {
    if (text[a] != text[b])
      return text[a] < text[b];
    a = a + 1 == N ? 0 : a + 1;
    b = b + 1 == N ? 0 : b + 1;
  }
  return 0;
}

static void merge_sort(int low, int high) {
  if (high - low < 2)
    return;
  int middle = (low + high) / 2, i = low, j = middle, k = low;
  merge_sort(low, middle);
  merge_sort(middle, high);
  while (i < middle || j < high)
    if (j == high || (i < middle && !before(order[j], order[i])))
      spare[k++] = order[i++];
    else
      spare[k++] = order[j++];
  for (k = low; k < high; k++)
    order[k] = spare[k];
}

static void to_front(const unsigned char *from, unsigned char *to, int encode) {
  unsigned char list[256];
  for (int i = 0; i < 256; i++)
    list[i] = (unsigned char)i;
  for (int i = 0; i < N; i++) {
    int at = 0;
    if (encode)
      while (list[at] != from[i])
        at++;
    else
      at = from[i];
    unsigned char c = list[at];
    to[i] = encode ? (unsigned char)at : c;
    for (; at > 0; at--)
      list[at] = list[at - 1];
    list[0] = c;
  }
}

static int compress_runs(void) {
  int n = 0;
  for (int i = 0; i < N;) {
    int k = 1;
    while (i + k < N && k < 255 && front[i + k] == front[i])
      k++;
    runs[n++] = front[i];
    runs[n++] = (unsigned char)k;
    i += k;
  }
  return n;
}

static void restore(void) {
  int count[256] = {0}, n = 0;
  for (int i = 0; i < run_bytes; i += 2)
    for (int k = 0; k < runs[i + 1]; k++)
      front[n++] = runs[i];
  to_front(front, last, 0);
  for (int i = 0; i < N; i++)
    count[last[i]]++;
  for (int c = 0, sum = 0; c < 256; c++) {
    int k = count[c];
    count[c] = sum;
    sum += k;
  }
  for (int i = 0; i < N; i++)
    next[count[last[i]]++] = i;
  for (int i = 0, at = next[first_row]; i < N; i++, at = next[at])
    again[i] = last[at];
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    for (int i = 0; i < N; i++)
      order[i] = i;
    merge_sort(0, N);
    for (int i = 0; i < N; i++) {
      last[i] = text[order[i] ? order[i] - 1 : N - 1];
      if (order[i] == 0)
        first_row = i;
    }
    to_front(last, front, 1);
    run_bytes = compress_runs();
    restore();
    sum = sum * 7 + (uint64_t)run_bytes + (uint64_t)first_row;
  }
  return sum;
}

int bench_check(void) {
  for (int i = 0; i < N; i++)
    if (again[i] != text[i])
      return 0;
  return run_bytes < N;
}

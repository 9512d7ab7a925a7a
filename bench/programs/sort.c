// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Quicksort with median of three and insertion sort below 16, on 64-bit
// records with a 32-bit key; then a heap sort of the same input.
#include "../common/bench.h"

enum { N = 20000 };
typedef struct {
  uint32_t key, value;
} record;
static record input[N], quick[N], heap[N];

void bench_setup(void) {
  uint64_t state = 1;
  for (int i = 0; i < N; i++) {
    input[i].key = (uint32_t)(bench_random(&state) >> 32);
    input[i].value = (uint32_t)i;
  }
}

static void swap(record *a, record *b) {
  record t = *a;
  *a = *b;
  *b = t;
}

static void insertion_sort(record *a, int n) {
  for (int i = 1; i < n; i++) {
    record r = a[i];
    int j = i;
    for (; j > 0 && a[j - 1].key > r.key; j--)
      a[j] = a[j - 1];
    a[j] = r;
  }
}

static void quick_sort(record *a, int n) {
  while (n > 16) {
    int m = n / 2;
    if (a[m].key < a[0].key)
      swap(&a[m], &a[0]);
    if (a[n - 1].key < a[0].key)
      swap(&a[n - 1], &a[0]);
    if (a[n - 1].key < a[m].key)
      swap(&a[n - 1], &a[m]);
    uint32_t pivot = a[m].key;
    int i = 0, j = n - 1;
    for (;;) {
      while (a[i].key < pivot)
        i++;
      while (a[j].key > pivot)
        j--;
      if (i >= j)
        break;
      swap(&a[i++], &a[j--]);
    }
    int left = j + 1;
    if (left < n - left) {
      quick_sort(a, left);
      a += left;
      n -= left;
    } else {
      quick_sort(a + left, n - left);
      n = left;
    }
  }
  insertion_sort(a, n);
}

static void sift(record *a, int root, int n) {
  record r = a[root];
  for (int child; (child = 2 * root + 1) < n; root = child) {
    if (child + 1 < n && a[child].key < a[child + 1].key)
      child++;
    if (a[child].key <= r.key)
      break;
    a[root] = a[child];
  }
  a[root] = r;
}

static void heap_sort(record *a, int n) {
  for (int i = n / 2; i-- > 0;)
    sift(a, i, n);
  for (int i = n; --i > 0;) {
    swap(&a[0], &a[i]);
    sift(a, 0, i);
  }
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    memcpy(quick, input, sizeof input);
    memcpy(heap, input, sizeof input);
    quick_sort(quick, N);
    heap_sort(heap, N);
    for (int i = 0; i < N; i++)
      sum = sum * 31 + quick[i].key;
  }
  return sum;
}

int bench_check(void) {
  uint64_t values = 0;
  for (int i = 0; i < N; i++) {
    if ((i && quick[i - 1].key > quick[i].key) || quick[i].key != heap[i].key)
      return 0;
    values += quick[i].value;
  }
  return values == (uint64_t)N * (N - 1) / 2;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// LU with partial pivoting of an n x n matrix of floats between two markers:
//
//   linpack-guest HOW N [check]
//
// HOW is unblocked: as LINPACK, a row less a multiple of the pivot's, all of
// the rest of the matrix in each step; replaced: each element is a sum in a
// scalar, which is stored once; blocked: the kernel on tiles; or none, without
// any, for what is counted in whole runs. Compiled with -fno-vectorize, so that
// the first two are scalar code. With `check` the result is compared with the
// kernel's.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../kernels/common/status.h"
#include "../kernels/linalg/linalg.h"
#include "common/markers.h"

static void exchange(float *a, int64_t n, int64_t i, int64_t j) {
  for (int64_t c = 0; i != j && c < n; c++) {
    const float old = a[i * n + c];
    a[i * n + c] = a[j * n + c];
    a[j * n + c] = old;
  }
}

static int64_t find_pivot(const float *a, int64_t n, int64_t k) {
  int64_t row = k;
  float largest = fabsf(a[k * n + k]);
  for (int64_t i = k + 1; i < n; i++) {
    const float size = fabsf(a[i * n + k]);
    if (size > largest) {
      largest = size;
      row = i;
    }
  }
  return row;
}

static void unblocked(float *a, int64_t n, int32_t *pivots) {
  for (int64_t k = 0; k < n; k++) {
    const int64_t row = find_pivot(a, n, k);
    pivots[k] = (int32_t)row;
    exchange(a, n, k, row);
    const float inverse = 1 / a[k * n + k];
    for (int64_t i = k + 1; i < n; i++) {
      const float factor = a[i * n + k] * inverse;
      a[i * n + k] = factor;
      for (int64_t j = k + 1; j < n; j++)
        a[i * n + j] -= factor * a[k * n + j];
    }
  }
}

static void replaced(float *a, int64_t n, int32_t *pivots) {
  for (int64_t k = 0; k < n; k++) {
    for (int64_t i = 0; i < n; i++) {
      const int64_t end = i < k ? i : k;
      float sum = a[i * n + k];
      for (int64_t l = 0; l < end; l++)
        sum -= a[i * n + l] * a[l * n + k];
      a[i * n + k] = sum;
    }
    const int64_t row = find_pivot(a, n, k);
    pivots[k] = (int32_t)row;
    exchange(a, n, k, row);
    const float inverse = 1 / a[k * n + k];
    for (int64_t i = k + 1; i < n; i++)
      a[i * n + k] *= inverse;
  }
}

int main(int argc, char **argv) {
  const int check = argc == 4 && !strcmp(argv[3], "check");
  if (argc != 3 && !check)
    return 2;
  const int64_t n = atoi(argv[2]);
  const size_t bytes = (size_t)(n * n) * sizeof(float);
  float *const a = malloc(bytes), *const b = malloc(bytes);
  int32_t *const pivots = malloc((size_t)n * 4), *const others =
                                                     malloc((size_t)n * 4);
  int64_t zero = -1;
  if (n < 1 || !a || !b || !pivots || !others)
    return 2;
  uint32_t state = 1;
  for (int64_t i = 0; i < n * n; i++) {
    state = state * 1664525 + 1013904223;
    a[i] = (float)(int32_t)(state ^ state >> 16) * 0x1p-31f;
  }
  memcpy(b, a, bytes);
  const int blocked = !strcmp(argv[1], "blocked"),
            none = !strcmp(argv[1], "none");
  int status = KERNEL_OK;
  bench_begin();
  if (blocked)
    status = lu_f32(n, n, a, n, pivots, &zero);
  else if (!strcmp(argv[1], "unblocked"))
    unblocked(a, n, pivots);
  else if (!strcmp(argv[1], "replaced"))
    replaced(a, n, pivots);
  else if (!none)
    return 2;
  // A scalar load waits for the last element, which is stored last.
  (void)((volatile float *)a)[n * n - 1];
  bench_end();
  if (!check)
    return status != KERNEL_OK || zero >= 0;
  status = lu_f32(n, n, b, n, others, &zero);
  float far = 0;
  for (int64_t i = 0; i < n * n; i++)
    far = fmaxf(far, fabsf(a[i] - b[i]) / (1 + fabsf(b[i])));
  if (far > 1e-2f || memcmp(pivots, others, (size_t)n * 4) != 0)
    printf("factors differ by %g, or pivots do\n", (double)far);
  return status != KERNEL_OK || far > 1e-2f ||
         memcmp(pivots, others, (size_t)n * 4) != 0;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernels of linear algebra for bench/kernels. Bounds are those of
// docs/kernels/linalg.md.
// Kernels: gemm
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kernels/common/status.h"
#include "../../kernels/linalg/linalg_reference.h"
#include "../common/markers.h"
#include "../common/rates.h"

enum { N = 256 };
static float a[N * N] __attribute__((aligned(64))),
    b[N * N] __attribute__((aligned(64))), given[N * N], expected[N * N];
static int32_t pivots[N], expected_pivots[N];

enum kind { LU, CHOLESKY, SOLVE, KINDS };
static const char *const names[KINDS] = {"lu", "cholesky", "triangular system"};

// Cycles of the elementwise unit for the panels, and of the matrix unit for the
// rest, which follow each other in each block.
static int64_t bound(enum kind kind, int64_t n) {
  enum { ELIMINATE = 5, SUBSTITUTE = 3 };
  int64_t cycles = 0;
  for (int64_t left = n / 16; left > 0; left--) {
    const int64_t rest = left - 1;
    if (kind == LU)
      cycles += 16 * OPERATION * (ELIMINATE * left + SUBSTITUTE * rest + 1) +
                MULTIPLY * rest * rest;
    else if (kind == CHOLESKY)
      cycles +=
          16 * OPERATION * ELIMINATE * rest + MULTIPLY * rest * (rest + 1) / 2;
    else // all the right-hand sides, with a diagonal that is not 1
      cycles += 16 * OPERATION * ((SUBSTITUTE + 2) * n / 16 + 1) +
                MULTIPLY * rest * (n / 16);
  }
  return cycles;
}

static int run(enum kind kind, int64_t n) {
  uint32_t state = 1;
  int64_t found = -1, wanted = -1;
  for (int64_t i = 0; i < n * n; i++) {
    state = state * 1664525 + 1013904223;
    given[i] = (float)(int32_t)(state ^ state >> 16) * 0x1p-31f;
  }
  for (int64_t i = 0; i < n && kind != LU; i++)
    given[i * n + i] += (float)n;
  int wrong = 0;
  for (int call = 0; call < 2; call++) {
    memcpy(a, given, sizeof a);
    memcpy(b, given, sizeof b);
    if (call == 1)
      bench_begin();
    if (kind == LU)
      wrong |= lu_f32(n, n, a, n, pivots, &found);
    else if (kind == CHOLESKY)
      wrong |= cholesky_f32(n, a, n, &found);
    else
      wrong |= solve_triangle_f32(n, n, a, n, b, n, 0);
    (void)((volatile float *)(kind == SOLVE ? b : a))[n * n - 1];
  }
  bench_end();
  memcpy(expected, given, sizeof expected);
  if (kind == LU)
    reference_lu(n, n, expected, n, expected_pivots, &wanted);
  else if (kind == CHOLESKY)
    reference_cholesky(n, expected, n, &wanted);
  else
    reference_solve(n, n, a, n, expected, n, 0);
  return wrong || found != wanted ||
         memcmp(pivots, expected_pivots, sizeof pivots) != 0 ||
         memcmp((const char *)(kind == SOLVE ? b : a), (const char *)expected,
                (size_t)(n * n) * sizeof(float)) != 0;
}

int main(int argc, char **argv) {
  static const int16_t sizes[] = {64, 128};
  const int list = argc == 2 && !strcmp(argv[1], "list");
  const int chosen = argc == 2 && !list ? atoi(argv[1]) : -1;
  for (int i = 0; i < KINDS * 2; i++) {
    const enum kind kind = (enum kind)(i / 2);
    const int64_t n = sizes[i % 2];
    if (list)
      printf("%s|%d x %d|%lld|-\n", names[kind], (int)n, (int)n,
             (long long)bound(kind, n));
    if (i == chosen)
      return run(kind, n);
  }
  return list ? 0 : 2;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernels of linear algebra against their reference, over many shapes.
//
//   linalg_test lu|cholesky|solve|status
//
// Compiled for Sectile it runs the kernel and compares every bit of the memory,
// with what lies around the matrices, with the reference; and it checks that
// factors and solutions are those of the problem, within the error that
// docs/kernels/linalg.md states. It prints a digest for each shape. Compiled
// for the host it prints the digests of the reference alone, so both must be
// the same text.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../common/status.h"
#include "linalg_reference.h"

enum { LARGEST = 110, SPACE = LARGEST * (LARGEST + 8) };
static float a[SPACE], b[SPACE], expected[SPACE], given[SPACE], x[SPACE];
static int32_t pivots[LARGEST], expected_pivots[LARGEST];
static uint64_t state = 1;
static int failures;

static uint64_t random64(void) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * UINT64_C(0x2545f4914f6cdd1d);
}
static int below(int n) { return (int)(random64() >> 33) % n; }
static float random_float(void) {
  return (float)((int32_t)(random64() >> 32)) * 0x1p-31f;
}

static void fill(float *memory, int64_t m, int64_t n, int64_t ld) {
  memset(memory, 0xff, SPACE * sizeof *memory);
  for (int64_t i = 0; i < m; i++)
    for (int64_t j = 0; j < n; j++)
      memory[i * ld + j] = random_float();
}

static void expect(int right, const char *what) {
  if (!right) {
    failures++;
    printf("%s\n", what);
  }
}

static void report(const char *name, int64_t m, int64_t n, int64_t more,
                   const float *found) {
  uint64_t h = UINT64_C(0xcbf29ce484222325);
  const unsigned char *bytes = (const unsigned char *)expected;
  const size_t size = sizeof expected;
  for (size_t i = 0; i < size; i++)
    h = (h ^ bytes[i]) * UINT64_C(0x100000001b3);
#ifdef __sectile__
  expect(memcmp((const char *)found, bytes, size) == 0, "bits differ");
#else
  (void)found;
#endif
  printf("%s %" PRId64 " %" PRId64 " %" PRId64 ": %016" PRIx64 "\n", name, m, n,
         more, h);
}

#ifdef __sectile__
#define RESULT(call) (call)
#else
#define RESULT(call) ((void)sizeof(call), KERNEL_OK)
#endif

// Whether the sum over l < k of left[i][l] * right[l][j] is what was given, up
// to the rounding of as many operations.
static int is_product(double sum, double sizes, double wanted, int64_t k) {
  return fabs(sum - wanted) <=
         0x1p-23 * (double)(k + 2) * (sizes + fabs(wanted));
}

static void test_lu(int64_t m, int64_t n, int64_t lda) {
  int64_t zero = 0, expected_zero = 0;
  const int64_t steps = m < n ? m : n;
  fill(a, m, n, lda);
  // Now and then a column that depends on another, or an infinity.
  if (m && n > 1 && below(4) == 0)
    for (int64_t i = 0; i < m; i++)
      a[i * lda + n / 2] = 0;
  const int infinite = m && n && below(8) == 0;
  if (infinite)
    a[(m / 2) * lda + n / 3] = INFINITY;
  memcpy(expected, a, sizeof a);
  memcpy(given, a, sizeof a);
  memset(pivots, 0, sizeof pivots);
  memset(expected_pivots, 0, sizeof pivots);
  reference_lu(m, n, expected, lda, expected_pivots, &expected_zero);
  expect(RESULT(lu_f32(m, n, a, lda, pivots, &zero)) == KERNEL_OK, "status");
  report("lu", m, n, lda, a);
#ifdef __sectile__
  expect(zero == expected_zero, "another singular step");
  expect(!memcmp(pivots, expected_pivots, sizeof pivots), "other pivots");
#endif
  // P * A = L * U
  for (int64_t i = 0; i < steps; i++)
    for (int64_t j = 0; j < n; j++) {
      const int64_t row = expected_pivots[i];
      const float old = given[i * lda + j];
      given[i * lda + j] = given[row * lda + j];
      given[row * lda + j] = old;
    }
  for (int64_t i = 0; i < m && !infinite; i++)
    for (int64_t j = 0; j < n; j++) {
      double sum = 0, sizes = 0;
      for (int64_t l = 0; l <= i && l <= j && l < steps; l++) {
        const double one = (l == i ? 1 : (double)expected[i * lda + l]) *
                           (double)expected[l * lda + j];
        sum += one;
        sizes += fabs(one);
      }
      expect(is_product(sum, sizes, (double)given[i * lda + j], steps),
             "L * U is not A");
    }
}

static void test_cholesky(int64_t n, int64_t lda) {
  int64_t bad = 0, expected_bad = 0;
  fill(b, n, n, lda);
  memset(a, 0xff, sizeof a);
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = 0; j <= i; j++) { // the upper half stays NaN
      float sum = i == j ? 1 : 0;
      for (int64_t l = 0; l < n; l++)
        sum = fmaf(b[i * lda + l], b[j * lda + l], sum);
      a[i * lda + j] = sum;
    }
  if (n && below(4) == 0) {
    const int64_t i = below((int)n);
    a[i * lda + i] = -1;
  }
  memcpy(expected, a, sizeof a);
  memcpy(given, a, sizeof a);
  reference_cholesky(n, expected, lda, &expected_bad);
  expect(RESULT(cholesky_f32(n, a, lda, &bad)) == KERNEL_OK, "status");
#ifdef __sectile__
  expect(bad == expected_bad, "another row is not positive");
#endif
  // Behind the first bad row nothing is defined.
  for (int64_t i = expected_bad; expected_bad >= 0 && i < n; i++)
    for (int64_t j = 0; j <= i; j++)
      a[i * lda + j] = expected[i * lda + j] = 0;
  report("cholesky", n, expected_bad, lda, a);
  for (int64_t i = 0; i < (expected_bad < 0 ? n : expected_bad); i++)
    for (int64_t j = 0; j <= i; j++) {
      double sum = 0, sizes = 0;
      for (int64_t l = 0; l <= j; l++) {
        const double one =
            (double)expected[i * lda + l] * (double)expected[j * lda + l];
        sum += one;
        sizes += fabs(one);
      }
      expect(is_product(sum, sizes, (double)given[i * lda + j], n),
             "L * L' is not A");
    }
}

static void test_solve(int64_t m, int64_t n, int64_t lda, int64_t ldb,
                       int flags) {
  fill(a, m, m, lda);
  for (int64_t i = 0; i < m; i++)
    for (int64_t j = 0; j < m; j++) {
      const int stored = flags & SOLVE_UPPER ? j >= i : j <= i;
      if (!stored || (i == j && flags & SOLVE_UNIT))
        memset(&a[i * lda + j], 0xff, sizeof *a);
      else if (i == j)
        a[i * lda + j] += a[i * lda + j] < 0 ? -2.0f : 2.0f;
      else
        a[i * lda + j] /= 4;
    }
  fill(b, m, n, ldb);
  memcpy(expected, b, sizeof b);
  memcpy(given, b, sizeof b);
  reference_solve(m, n, a, lda, expected, ldb, flags);
  expect(RESULT(solve_triangle_f32(m, n, a, lda, b, ldb, flags)) == KERNEL_OK,
         "status");
  report("solve", m, n, flags, b);
  for (int64_t i = 0; i < m; i++)
    for (int64_t j = 0; j < n; j++) {
      double sum = 0, sizes = 0;
      for (int64_t l = 0; l < m; l++) {
        const int64_t row = flags & SOLVE_TRANSPOSED ? l : i,
                      column = i + l - row;
        if (flags & SOLVE_UPPER ? column < row : column > row)
          continue;
        const double one =
            (i == l && flags & SOLVE_UNIT ? 1 : (double)a[row * lda + column]) *
            (double)expected[l * ldb + j];
        sum += one;
        sizes += fabs(one);
      }
      expect(is_product(sum, sizes, (double)given[i * ldb + j], m),
             "A * X is not B");
    }
}

// A system from end to end.
static void test_system(int64_t m, int64_t n) {
  int64_t none = 0;
  fill(a, m, m, m);
  for (int64_t i = 0; i < m; i++)
    a[i * m + i] += 8;
  fill(b, m, n, n);
  memcpy(given, a, sizeof a);
  memcpy(expected, b, sizeof b);
  memcpy(x, b, sizeof b);
  reference_lu(m, m, a, m, pivots, &none);
  for (int64_t i = 0; i < m; i++)
    for (int64_t j = 0; j < n; j++) {
      const float old = expected[i * n + j];
      expected[i * n + j] = expected[pivots[i] * n + j];
      expected[pivots[i] * n + j] = old;
    }
  reference_solve(m, n, a, m, expected, n, SOLVE_UNIT);
  reference_solve(m, n, a, m, expected, n, SOLVE_UPPER);
  expect(RESULT(solve_lu_f32(m, n, a, m, pivots, b, n)) == KERNEL_OK, "status");
  report("system", m, n, 0, b);
  for (int64_t i = 0; i < m; i++)
    for (int64_t j = 0; j < n; j++) {
      double sum = 0, sizes = 0;
      for (int64_t l = 0; l < m; l++) {
        const double one =
            (double)given[i * m + l] * (double)expected[l * n + j];
        sum += one;
        sizes += fabs(one);
      }
      // As for the factors, and their product and solution once more.
      expect(fabs(sum - (double)x[i * n + j]) <= 0x1p-20 * (double)m * sizes,
             "A * X is not B");
    }

  fill(a, m, m, m);
  for (int64_t i = 0; i < m; i++)
    a[i * m + i] = 16 + (float)m;
  reference_cholesky(m, a, m, &none);
  fill(b, m, n, n);
  memcpy(expected, b, sizeof b);
  reference_solve(m, n, a, m, expected, n, 0);
  reference_solve(m, n, a, m, expected, n, SOLVE_TRANSPOSED);
  expect(RESULT(solve_cholesky_f32(m, n, a, m, b, n)) == KERNEL_OK, "status");
  report("positive system", m, n, 0, b);
}

static void status(const char *what, int found, int wanted) {
  failures += found != wanted;
  printf("%s: status %d\n", what, found);
}
#ifdef __sectile__
#define STATUS(what, call, wanted) status(what, call, wanted)
#else
#define STATUS(what, call, wanted)                                             \
  status(what, ((void)sizeof(call), (wanted)), wanted)
#endif

static void test_status(void) {
  int64_t zero = 5;
  static int32_t wrong[4] = {0, 1, 4, 3};
  for (int i = 0; i < SPACE; i++)
    a[i] = b[i] = 7;
  STATUS("m below 0", lu_f32(-1, 4, a, 4, pivots, &zero), KERNEL_BAD_SHAPE);
  STATUS("lda below n", lu_f32(4, 4, a, 3, pivots, &zero), KERNEL_BAD_SHAPE);
  STATUS("no matrix", lu_f32(4, 4, 0, 4, pivots, &zero), KERNEL_NULL_POINTER);
  STATUS("no pivots", lu_f32(4, 4, a, 4, 0, &zero), KERNEL_NULL_POINTER);
  STATUS("no place for a step", lu_f32(4, 4, a, 4, pivots, 0),
         KERNEL_NULL_POINTER);
  STATUS("pivots in the matrix", lu_f32(4, 4, a, 4, (int32_t *)a, &zero),
         KERNEL_OVERLAP);
  STATUS("nothing to do", lu_f32(0, 0, 0, 0, 0, &zero), KERNEL_OK);
  STATUS("n below 0", cholesky_f32(-1, a, 4, &zero), KERNEL_BAD_SHAPE);
  STATUS("no matrix", cholesky_f32(4, 0, 4, &zero), KERNEL_NULL_POINTER);
  STATUS("no place for a row", cholesky_f32(4, a, 4, 0), KERNEL_NULL_POINTER);
  STATUS("unknown flag", solve_triangle_f32(4, 4, a, 4, b, 4, 8),
         KERNEL_BAD_ARGUMENT);
  STATUS("ldb below n", solve_triangle_f32(4, 4, a, 4, b, 3, 0),
         KERNEL_BAD_SHAPE);
  STATUS("lda below m", solve_triangle_f32(4, 4, a, 3, b, 4, 0),
         KERNEL_BAD_SHAPE);
  STATUS("no right-hand side", solve_triangle_f32(4, 4, a, 4, 0, 4, 0),
         KERNEL_NULL_POINTER);
  STATUS("B in A", solve_triangle_f32(4, 4, a, 4, a + 15, 4, 0),
         KERNEL_OVERLAP);
  STATUS("a pivot beyond the rows", solve_lu_f32(4, 4, a, 4, wrong, b, 4),
         KERNEL_BAD_ARGUMENT);
  STATUS("no pivots", solve_lu_f32(4, 4, a, 4, 0, b, 4), KERNEL_NULL_POINTER);
  STATUS("B in A of Cholesky", solve_cholesky_f32(4, 4, a, 4, a, 4),
         KERNEL_OVERLAP);
  int changed = 0;
  for (int i = 0; i < SPACE; i++)
    changed += a[i] != 7 || b[i] != 7;
  status("elements changed", changed, 0);
}

int main(int argc, char **argv) {
  static const uint8_t sizes[][2] = {{0, 0},   {0, 3},   {1, 1},   {5, 5},
                                     {16, 16}, {17, 17}, {40, 40}, {31, 70},
                                     {70, 31}, {1, 20},  {20, 1},  {109, 109}};
  const char *kind = argc == 2 ? argv[1] : "";
  if (!strcmp(kind, "status")) {
    test_status();
  } else if (!strcmp(kind, "lu")) {
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
      test_lu(sizes[i][0], sizes[i][1], sizes[i][1] + (int)i % 3);
    for (int i = 0; i < 24; i++) {
      const int m = below(80), n = below(80);
      test_lu(m, n, n + below(5));
    }
  } else if (!strcmp(kind, "cholesky")) {
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
      test_cholesky(sizes[i][0], sizes[i][0] + (int)i % 3);
    for (int i = 0; i < 16; i++) {
      const int n = below(90);
      test_cholesky(n, n + below(5));
    }
  } else if (!strcmp(kind, "solve")) {
    for (int flags = 0; flags < 8; flags++)
      for (int i = 0; i < 6; i++) {
        const int m = i ? below(80) : 100, n = below(50), lda = m + below(4),
                  ldb = n + below(4);
        test_solve(m, n, lda, ldb, flags);
      }
    test_system(50, 33);
    test_system(1, 1);
    test_system(77, 5);
  } else {
    fprintf(stderr, "usage: linalg_test lu|cholesky|solve|status\n");
    return 2;
  }
  printf(failures ? "%d failures\n" : "all shapes agree\n", failures);
  return failures != 0;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Triangular systems, 16 unknowns at a time for 16 right-hand sides: the block
// on the diagonal by substitution, and then its product is taken off the
// others.
#include "linalg_steps.h"

static int check(int64_t m, int64_t n, const float *a, int64_t lda,
                 const float *b, int64_t ldb) {
  const int64_t a_bytes = kernel_extent(m, m, lda, 4),
                b_bytes = kernel_extent(m, n, ldb, 4);
  if (a_bytes < 0 || b_bytes < 0)
    return KERNEL_BAD_SHAPE;
  if ((a_bytes && !a) || (b_bytes && !b))
    return KERNEL_NULL_POINTER;
  return kernel_overlap(a, a_bytes, b, b_bytes) ? KERNEL_OVERLAP : KERNEL_OK;
}

static void solve(int64_t m, int64_t n, const float *a, int64_t lda, float *b,
                  int64_t ldb, int flags) {
  const int across = flags & SOLVE_TRANSPOSED, unit = flags & SOLVE_UNIT;
  // A' of a lower triangle is an upper one.
  const int upper = !(flags & SOLVE_UPPER) != !across;
  const int64_t blocks = (m + LINALG_BLOCK - 1) / LINALG_BLOCK;
  for (int64_t step = 0; step < blocks; step++) {
    const int64_t p = LINALG_BLOCK * (upper ? blocks - 1 - step : step),
                  width = m - p < LINALG_BLOCK ? m - p : LINALG_BLOCK,
                  q = p + width;
    const float *const diagonal = a + p * lda + p;
    const tile_f32_t triangle =
        across ? tile_load_transposed_f32(diagonal, lda * 4, width, width)
               : tile_load_rect_f32(diagonal, lda * 4, width, width);
    linalg_solve_block(width, n, upper, unit, diagonal, triangle, lda * 4,
                       b + p * ldb, ldb * 4);
    // The rows that are left: those above or below. The block of A beside the
    // diagonal is stored above or below it.
    const int64_t first = upper ? 0 : q, left = upper ? p : m - q;
    if (left > 0 && n > 0)
      gemm_f32_scaled(left, n, width, -1,
                      across ? a + p * lda + first : a + first * lda + p, lda,
                      b + p * ldb, ldb, 1, b + first * ldb, ldb,
                      across ? GEMM_A_KM : 0);
  }
}

int solve_triangle_f32(int64_t m, int64_t n, const float *a, int64_t lda,
                       float *b, int64_t ldb, int flags) {
  if (flags & ~(SOLVE_UPPER | SOLVE_UNIT | SOLVE_TRANSPOSED))
    return KERNEL_BAD_ARGUMENT;
  const int status = check(m, n, a, lda, b, ldb);
  if (status == KERNEL_OK)
    solve(m, n, a, lda, b, ldb, flags);
  return status;
}

int solve_lu_f32(int64_t m, int64_t n, const float *a, int64_t lda,
                 const int32_t *pivots, float *b, int64_t ldb) {
  const int status = check(m, n, a, lda, b, ldb);
  if (status != KERNEL_OK)
    return status;
  if (m > 0 && !pivots)
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(pivots, m * 4, b, kernel_extent(m, n, ldb, 4)))
    return KERNEL_OVERLAP;
  for (int64_t i = 0; i < m; i++)
    if (pivots[i] < i || pivots[i] >= m)
      return KERNEL_BAD_ARGUMENT;
  for (int64_t i = 0; i < m; i++)
    for (int64_t j = 0; pivots[i] != i && j < n; j++) {
      float *const x = b + i * ldb + j, *const y = b + pivots[i] * ldb + j;
      const float old = *x;
      *x = *y;
      *y = old;
    }
  solve(m, n, a, lda, b, ldb, SOLVE_UNIT);
  solve(m, n, a, lda, b, ldb, SOLVE_UPPER);
  return KERNEL_OK;
}

int solve_cholesky_f32(int64_t m, int64_t n, const float *a, int64_t lda,
                       float *b, int64_t ldb) {
  const int status = check(m, n, a, lda, b, ldb);
  if (status != KERNEL_OK)
    return status;
  solve(m, n, a, lda, b, ldb, 0);
  solve(m, n, a, lda, b, ldb, SOLVE_TRANSPOSED);
  return KERNEL_OK;
}

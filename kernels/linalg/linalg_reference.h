// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the kernels of linear algebra must equal, in portable C. Compile with
// -ffp-contract=off.
//
// In each block of 16 columns or unknowns the elements are taken off one after
// the other by fused multiply-adds; from the rest, the sum of the block's
// products is taken off at once, as gemm_f32_scaled does. A quotient is the
// product with the inverse, where that is finite. NaNs are canonical.
#ifndef LINALG_REFERENCE_H
#define LINALG_REFERENCE_H

#include "../gemm/gemm_reference.h"
#include "linalg.h"

static inline float reference_quotient(float x, float by) {
  return reference_canonical(fabsf(by) >= 0x1p-126f ? x * (1 / by) : x / by);
}

static inline void reference_lu(int64_t m, int64_t n, float *a, int64_t lda,
                                int32_t *pivots, int64_t *zero) {
  const int64_t steps = m < n ? m : n;
  *zero = -1;
  for (int64_t p = 0; p < steps; p += 16) {
    const int64_t q = steps - p < 16 ? steps : p + 16;
    for (int64_t c = p; c < q; c++) {
      int64_t row = c;
      for (int64_t i = c + 1; i < m; i++)
        if (fabsf(a[i * lda + c]) > fabsf(a[row * lda + c]))
          row = i;
      pivots[c] = (int32_t)row;
      for (int64_t j = 0; j < n; j++) {
        const float old = a[c * lda + j];
        a[c * lda + j] = a[row * lda + j];
        a[row * lda + j] = old;
      }
      if (a[c * lda + c] == 0) {
        if (*zero < 0)
          *zero = c;
        continue;
      }
      for (int64_t i = c + 1; i < m; i++) {
        float *const x = a + i * lda;
        x[c] = reference_quotient(x[c], a[c * lda + c]);
        for (int64_t j = c + 1; j < q; j++)
          x[j] = reference_fma(-x[c], a[c * lda + j], x[j]);
      }
    }
    for (int64_t c = p; c < q; c++)
      for (int64_t i = c + 1; i < q; i++)
        for (int64_t j = q; j < n; j++)
          a[i * lda + j] =
              reference_fma(-a[i * lda + c], a[c * lda + j], a[i * lda + j]);
    reference_f32_scaled(m - q, n - q, q - p, -1, a + q * lda + p, lda,
                         a + p * lda + q, lda, 1, a + q * lda + q, lda, 0);
  }
}

static inline void reference_cholesky(int64_t n, float *a, int64_t lda,
                                      int64_t *bad) {
  *bad = -1;
  for (int64_t p = 0; p < n; p += 16) {
    const int64_t q = n - p < 16 ? n : p + 16;
    for (int64_t c = p; c < q; c++) {
      if (!(a[c * lda + c] > 0)) {
        *bad = c;
        return;
      }
      a[c * lda + c] = sqrtf(a[c * lda + c]);
      // Rows below the block follow when it is done.
      for (int64_t i = c + 1; i < q; i++)
        a[i * lda + c] = reference_quotient(a[i * lda + c], a[c * lda + c]);
      for (int64_t i = c + 1; i < q; i++)
        for (int64_t j = c + 1; j <= i; j++)
          a[i * lda + j] =
              reference_fma(-a[i * lda + c], a[j * lda + c], a[i * lda + j]);
    }
    for (int64_t i = q; i < n; i++)
      for (int64_t c = p; c < q; c++) {
        a[i * lda + c] = reference_quotient(a[i * lda + c], a[c * lda + c]);
        for (int64_t j = c + 1; j < q; j++)
          a[i * lda + j] =
              reference_fma(-a[i * lda + c], a[j * lda + c], a[i * lda + j]);
      }
    for (int64_t i = q; i < n; i++)
      for (int64_t j = q; j <= i; j++)
        reference_f32_scaled(1, 1, q - p, -1, a + i * lda + p, lda,
                             a + j * lda + p, lda, 1, a + i * lda + j, lda,
                             GEMM_B_NK);
  }
}

static inline void reference_solve(int64_t m, int64_t n, const float *a,
                                   int64_t lda, float *b, int64_t ldb,
                                   int flags) {
  const int upper = !(flags & SOLVE_UPPER) != !(flags & SOLVE_TRANSPOSED);
  const int64_t blocks = (m + 15) / 16;
  for (int64_t step = 0; step < blocks; step++) {
    const int64_t p = 16 * (upper ? blocks - 1 - step : step),
                  q = m - p < 16 ? m : p + 16;
    for (int64_t s = 0; s < q - p; s++) {
      const int64_t c = upper ? q - 1 - s : p + s;
      for (int64_t j = 0; j < n; j++) {
        float *const x = b + c * ldb + j;
        if (!(flags & SOLVE_UNIT))
          *x = reference_quotient(*x, a[c * lda + c]);
        for (int64_t i = upper ? p : c + 1; i < (upper ? c : q); i++) {
          const float by =
              flags & SOLVE_TRANSPOSED ? a[c * lda + i] : a[i * lda + c];
          b[i * ldb + j] = reference_fma(-by, *x, b[i * ldb + j]);
        }
      }
    }
    for (int64_t i = upper ? 0 : q; i < (upper ? p : m); i++)
      reference_f32_scaled(1, n, q - p, -1,
                           flags & SOLVE_TRANSPOSED ? a + p * lda + i
                                                    : a + i * lda + p,
                           lda, b + p * ldb, ldb, 1, b + i * ldb, ldb,
                           flags & SOLVE_TRANSPOSED ? GEMM_A_KM : 0);
  }
}

#endif

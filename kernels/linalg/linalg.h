// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Dense linear algebra of f32 in blocks of 16: LU with partial pivoting,
// Cholesky, triangular solution. Matrices are stored by rows, `lda`, `ldb`
// elements apart. All but the blocks on the diagonal is gemm_f32.
//
// Any size, 0 included. Each function returns a status of common/status.h and
// writes nothing unless it is KERNEL_OK. Nothing but the arguments is written.
// linalg_reference.h defines every bit, docs/kernels/linalg.md the error.
#ifndef LINALG_H
#define LINALG_H

#include <stdint.h>

// P * A = L * U of an m x n matrix: L below the diagonal of A, with ones on it,
// U on and above. Row i was exchanged with row pivots[i] in step i, of min(m,
// n) steps. *zero is the first step whose pivot is 0, or -1: then U is
// singular.
int lu_f32(int64_t m, int64_t n, float *a, int64_t lda, int32_t *pivots,
           int64_t *zero);

// A = L * L' of a symmetric, positive definite matrix of n rows, of which the
// lower half is given and becomes L; the upper half stays as it is. *bad is the
// first row whose pivot is not positive, or -1: then the rows before it are
// those of L, the others are not defined.
int cholesky_f32(int64_t n, float *a, int64_t lda, int64_t *bad);

enum solve_flags {
  SOLVE_UPPER = 1,     // A is the upper triangle; otherwise the lower
  SOLVE_UNIT = 2,      // its diagonal is 1 and is not read
  SOLVE_TRANSPOSED = 4 // the system is A' * X = B
};

// B becomes the X of A * X = B: A is a triangle of m rows, B is m x n.
int solve_triangle_f32(int64_t m, int64_t n, const float *a, int64_t lda,
                       float *b, int64_t ldb, int flags);

// B becomes the X of A * X = B, from what lu_f32 made of A, or cholesky_f32.
int solve_lu_f32(int64_t m, int64_t n, const float *a, int64_t lda,
                 const int32_t *pivots, float *b, int64_t ldb);
int solve_cholesky_f32(int64_t m, int64_t n, const float *a, int64_t lda,
                       float *b, int64_t ldb);

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A wrong argument is reported by its position among those of the function that
// was called, and nothing is computed.
// RUN: sectile-clang -O1 %s -lsectile_blas -o %t.elf
// RUN: sectile-run %t.elf | FileCheck %s
#include <cblas.h>
#include <stdarg.h>
#include <stdio.h>

void cblas_xerbla(int position, const char *routine, const char *format, ...) {
  (void)format;
  printf("%s: %d\n", routine, position);
}
void xerbla_(const char *routine, const int *position, int length) {
  printf("%.*s: %d\n", length, routine, *position);
}
void sgemm_(const char *, const char *, const int *, const int *, const int *,
            const float *, const float *, const int *, const float *,
            const int *, const float *, float *, const int *);
void dtrsv_(const char *, const char *, const char *, const int *,
            const double *, const int *, double *, const int *);

static float a[16], b[16], c[16];
static double d[16];

int main(void) {
  const CBLAS_TRANSPOSE N = CblasNoTrans, T = CblasTrans;
  const CBLAS_LAYOUT R = CblasRowMajor, C = CblasColMajor;
  // CHECK: cblas_sgemm: 1
  cblas_sgemm((CBLAS_LAYOUT)7, N, N, 4, 4, 4, 1, a, 4, b, 4, 0, c, 4);
  // CHECK-NEXT: cblas_sgemm: 2
  cblas_sgemm(C, (CBLAS_TRANSPOSE)7, N, 4, 4, 4, 1, a, 4, b, 4, 0, c, 4);
  // CHECK-NEXT: cblas_sgemm: 3
  cblas_sgemm(C, N, (CBLAS_TRANSPOSE)7, 4, 4, 4, 1, a, 4, b, 4, 0, c, 4);
  // CHECK-NEXT: cblas_sgemm: 4
  cblas_sgemm(C, N, N, -1, 4, 4, 1, a, 4, b, 4, 0, c, 4);
  // CHECK-NEXT: cblas_sgemm: 5
  cblas_sgemm(R, N, N, 4, -1, 4, 1, a, 4, b, 4, 0, c, 4);
  // CHECK-NEXT: cblas_sgemm: 6
  cblas_sgemm(C, N, N, 4, 4, -1, 1, a, 4, b, 4, 0, c, 4);
  // Rows of A are k long in row order, columns m in column order.
  // CHECK-NEXT: cblas_sgemm: 9
  cblas_sgemm(R, N, N, 2, 2, 4, 1, a, 3, b, 2, 0, c, 2);
  // CHECK-NEXT: cblas_sgemm: 9
  cblas_sgemm(C, N, N, 4, 2, 2, 1, a, 3, b, 2, 0, c, 4);
  // CHECK-NEXT: cblas_sgemm: 11
  cblas_sgemm(C, N, T, 2, 4, 2, 1, a, 2, b, 3, 0, c, 2);
  // CHECK-NEXT: cblas_sgemm: 14
  cblas_sgemm(R, N, N, 2, 4, 2, 1, a, 2, b, 4, 0, c, 3);
  // CHECK-NEXT: cblas_dgemv: 9
  cblas_dgemv(C, N, 2, 2, 1, d, 2, d, 0, 0, d, 1);
  // CHECK-NEXT: cblas_dgemv: 12
  cblas_dgemv(C, N, 2, 2, 1, d, 2, d, 1, 0, d, 0);
  // CHECK-NEXT: cblas_sgbmv: 9
  cblas_sgbmv(C, N, 2, 2, 1, 1, 1, a, 2, b, 1, 0, c, 1);
  // CHECK-NEXT: cblas_ssyr2k: 13
  cblas_ssyr2k(C, CblasUpper, N, 4, 2, 1, a, 4, b, 4, 0, c, 3);
  // A complex symmetric product has no conjugate transpose.
  // CHECK-NEXT: cblas_csyrk: 3
  cblas_csyrk(C, CblasUpper, CblasConjTrans, 2, 2, a, a, 2, b, c, 2);
  // CHECK-NEXT: cblas_strsm: 12
  cblas_strsm(C, CblasLeft, CblasUpper, N, CblasUnit, 4, 2, 1, a, 4, b, 3);
  // In Fortran there is no order; names are those of six letters.
  const int four = 4, three = 3, one = 1;
  const float unit = 1;
  // CHECK-NEXT: {{^}}SGEMM : 1
  sgemm_("X", "N", &four, &four, &four, &unit, a, &four, b, &four, &unit, c,
         &four);
  // CHECK-NEXT: {{^}}SGEMM : 8
  sgemm_("n", "t", &four, &four, &four, &unit, a, &three, b, &four, &unit, c,
         &four);
  // CHECK-NEXT: {{^}}DTRSV : 2
  dtrsv_("L", "Q", "U", &four, d, &four, d, &one);
  float sum = 0;
  for (int i = 0; i < 16; i++)
    sum += c[i] + b[i];
  // CHECK-NEXT: sum 0
  printf("sum %g\n", sum);
  return 0;
}

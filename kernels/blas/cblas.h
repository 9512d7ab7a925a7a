// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The BLAS in C, of libsectile_blas.a: link with -lsectile_blas. Names,
// arguments and results are those of the reference CBLAS, of the routines of
// float (s), double (d), complex float (c) and complex double (z). Complex
// numbers are passed by address, as arrays of the real and the imaginary part.
// The same library has the functions that Fortran calls, sgemm_ for
// cblas_sgemm.
//
// A wrong argument is reported to cblas_xerbla, or in Fortran to xerbla_, and
// the routine returns without effect if they do. Those of the library print the
// routine and the position of the argument and end the program; a program may
// define its own.
#ifndef CBLAS_H
#define CBLAS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CBLAS_INT int32_t
#define CBLAS_INDEX size_t

typedef enum CBLAS_LAYOUT {
  CblasRowMajor = 101,
  CblasColMajor = 102
} CBLAS_LAYOUT;
typedef enum CBLAS_TRANSPOSE {
  CblasNoTrans = 111,
  CblasTrans = 112,
  CblasConjTrans = 113
} CBLAS_TRANSPOSE;
typedef enum CBLAS_UPLO { CblasUpper = 121, CblasLower = 122 } CBLAS_UPLO;
typedef enum CBLAS_DIAG { CblasNonUnit = 131, CblasUnit = 132 } CBLAS_DIAG;
typedef enum CBLAS_SIDE { CblasLeft = 141, CblasRight = 142 } CBLAS_SIDE;
#define CBLAS_ORDER CBLAS_LAYOUT

void cblas_xerbla(int position, const char *routine, const char *format, ...);
void xerbla_(const char *routine, const int *position, int length);

/* Results of level 1. */
float cblas_sdot(int n, const float *x, int incx, const float *y, int incy);
double cblas_ddot(int n, const double *x, int incx, const double *y, int incy);
float cblas_sdsdot(int n, float alpha, const float *x, int incx, const float *y,
                   int incy);
double cblas_dsdot(int n, const float *x, int incx, const float *y, int incy);
void cblas_cdotu_sub(int n, const void *x, int incx, const void *y, int incy,
                     void *result);
void cblas_cdotc_sub(int n, const void *x, int incx, const void *y, int incy,
                     void *result);
void cblas_zdotu_sub(int n, const void *x, int incx, const void *y, int incy,
                     void *result);
void cblas_zdotc_sub(int n, const void *x, int incx, const void *y, int incy,
                     void *result);
float cblas_snrm2(int n, const float *x, int incx);
double cblas_dnrm2(int n, const double *x, int incx);
float cblas_scnrm2(int n, const void *x, int incx);
double cblas_dznrm2(int n, const void *x, int incx);
float cblas_sasum(int n, const float *x, int incx);
double cblas_dasum(int n, const double *x, int incx);
float cblas_scasum(int n, const void *x, int incx);
double cblas_dzasum(int n, const void *x, int incx);
float cblas_scabs1(const void *x);
double cblas_dcabs1(const void *x);
/* Counted from 0; 0 also for a vector without elements. */
CBLAS_INDEX cblas_isamax(int n, const float *x, int incx);
CBLAS_INDEX cblas_idamax(int n, const double *x, int incx);
CBLAS_INDEX cblas_icamax(int n, const void *x, int incx);
CBLAS_INDEX cblas_izamax(int n, const void *x, int incx);

/* Rotations. */
void cblas_srotg(float *a, float *b, float *c, float *s);
void cblas_drotg(double *a, double *b, double *c, double *s);
void cblas_crotg(void *a, void *b, float *c, void *s);
void cblas_zrotg(void *a, void *b, double *c, void *s);
void cblas_srotmg(float *d1, float *d2, float *x1, float y1, float *h);
void cblas_drotmg(double *d1, double *d2, double *x1, double y1, double *h);
void cblas_srot(int n, float *x, int incx, float *y, int incy, float c,
                float s);
void cblas_drot(int n, double *x, int incx, double *y, int incy, double c,
                double s);
void cblas_csrot(int n, void *x, int incx, void *y, int incy, float c, float s);
void cblas_zdrot(int n, void *x, int incx, void *y, int incy, double c,
                 double s);
void cblas_srotm(int n, float *x, int incx, float *y, int incy, const float *h);
void cblas_drotm(int n, double *x, int incx, double *y, int incy,
                 const double *h);
void cblas_csscal(int n, float alpha, void *x, int incx);
void cblas_zdscal(int n, double alpha, void *x, int incx);

/* What all types have: letter P, scalars S, arrays read I and written O. */
#define SECTILE_BLAS_ALL(P, S, I, O)                                           \
  void cblas_##P##swap(int n, O x, int incx, O y, int incy);                   \
  void cblas_##P##copy(int n, I x, int incx, O y, int incy);                   \
  void cblas_##P##axpy(int n, S alpha, I x, int incx, O y, int incy);          \
  void cblas_##P##scal(int n, S alpha, O x, int incx);                         \
  void cblas_##P##gemv(CBLAS_LAYOUT layout, CBLAS_TRANSPOSE trans, int m,      \
                       int n, S alpha, I a, int lda, I x, int incx, S beta,    \
                       O y, int incy);                                         \
  void cblas_##P##gbmv(CBLAS_LAYOUT layout, CBLAS_TRANSPOSE trans, int m,      \
                       int n, int kl, int ku, S alpha, I a, int lda, I x,      \
                       int incx, S beta, O y, int incy);                       \
  void cblas_##P##trmv(CBLAS_LAYOUT layout, CBLAS_UPLO uplo,                   \
                       CBLAS_TRANSPOSE trans, CBLAS_DIAG diag, int n, I a,     \
                       int lda, O x, int incx);                                \
  void cblas_##P##tbmv(CBLAS_LAYOUT layout, CBLAS_UPLO uplo,                   \
                       CBLAS_TRANSPOSE trans, CBLAS_DIAG diag, int n, int k,   \
                       I a, int lda, O x, int incx);                           \
  void cblas_##P##tpmv(CBLAS_LAYOUT layout, CBLAS_UPLO uplo,                   \
                       CBLAS_TRANSPOSE trans, CBLAS_DIAG diag, int n, I a,     \
                       O x, int incx);                                         \
  void cblas_##P##trsv(CBLAS_LAYOUT layout, CBLAS_UPLO uplo,                   \
                       CBLAS_TRANSPOSE trans, CBLAS_DIAG diag, int n, I a,     \
                       int lda, O x, int incx);                                \
  void cblas_##P##tbsv(CBLAS_LAYOUT layout, CBLAS_UPLO uplo,                   \
                       CBLAS_TRANSPOSE trans, CBLAS_DIAG diag, int n, int k,   \
                       I a, int lda, O x, int incx);                           \
  void cblas_##P##tpsv(CBLAS_LAYOUT layout, CBLAS_UPLO uplo,                   \
                       CBLAS_TRANSPOSE trans, CBLAS_DIAG diag, int n, I a,     \
                       O x, int incx);                                         \
  void cblas_##P##gemm(CBLAS_LAYOUT layout, CBLAS_TRANSPOSE transa,            \
                       CBLAS_TRANSPOSE transb, int m, int n, int k, S alpha,   \
                       I a, int lda, I b, int ldb, S beta, O c, int ldc);      \
  void cblas_##P##symm(CBLAS_LAYOUT layout, CBLAS_SIDE side, CBLAS_UPLO uplo,  \
                       int m, int n, S alpha, I a, int lda, I b, int ldb,      \
                       S beta, O c, int ldc);                                  \
  void cblas_##P##syrk(CBLAS_LAYOUT layout, CBLAS_UPLO uplo,                   \
                       CBLAS_TRANSPOSE trans, int n, int k, S alpha, I a,      \
                       int lda, S beta, O c, int ldc);                         \
  void cblas_##P##syr2k(CBLAS_LAYOUT layout, CBLAS_UPLO uplo,                  \
                        CBLAS_TRANSPOSE trans, int n, int k, S alpha, I a,     \
                        int lda, I b, int ldb, S beta, O c, int ldc);          \
  void cblas_##P##trmm(CBLAS_LAYOUT layout, CBLAS_SIDE side, CBLAS_UPLO uplo,  \
                       CBLAS_TRANSPOSE trans, CBLAS_DIAG diag, int m, int n,   \
                       S alpha, I a, int lda, O b, int ldb);                   \
  void cblas_##P##trsm(CBLAS_LAYOUT layout, CBLAS_SIDE side, CBLAS_UPLO uplo,  \
                       CBLAS_TRANSPOSE trans, CBLAS_DIAG diag, int m, int n,   \
                       S alpha, I a, int lda, O b, int ldb);

/* Symmetric matrices and vectors, of real types: E is the element. */
#define SECTILE_BLAS_REAL(P, E)                                                \
  SECTILE_BLAS_ALL(P, E, const E *, E *)                                       \
  void cblas_##P##symv(CBLAS_LAYOUT layout, CBLAS_UPLO uplo, int n, E alpha,   \
                       const E *a, int lda, const E *x, int incx, E beta,      \
                       E *y, int incy);                                        \
  void cblas_##P##sbmv(CBLAS_LAYOUT layout, CBLAS_UPLO uplo, int n, int k,     \
                       E alpha, const E *a, int lda, const E *x, int incx,     \
                       E beta, E *y, int incy);                                \
  void cblas_##P##spmv(CBLAS_LAYOUT layout, CBLAS_UPLO uplo, int n, E alpha,   \
                       const E *a, const E *x, int incx, E beta, E *y,         \
                       int incy);                                              \
  void cblas_##P##ger(CBLAS_LAYOUT layout, int m, int n, E alpha, const E *x,  \
                      int incx, const E *y, int incy, E *a, int lda);          \
  void cblas_##P##syr(CBLAS_LAYOUT layout, CBLAS_UPLO uplo, int n, E alpha,    \
                      const E *x, int incx, E *a, int lda);                    \
  void cblas_##P##spr(CBLAS_LAYOUT layout, CBLAS_UPLO uplo, int n, E alpha,    \
                      const E *x, int incx, E *a);                             \
  void cblas_##P##syr2(CBLAS_LAYOUT layout, CBLAS_UPLO uplo, int n, E alpha,   \
                       const E *x, int incx, const E *y, int incy, E *a,       \
                       int lda);                                               \
  void cblas_##P##spr2(CBLAS_LAYOUT layout, CBLAS_UPLO uplo, int n, E alpha,   \
                       const E *x, int incx, const E *y, int incy, E *a);

/* Hermitian ones, of complex types: R is the type of the parts. */
#define SECTILE_BLAS_COMPLEX(P, R)                                             \
  SECTILE_BLAS_ALL(P, const void *, const void *, void *)                      \
  void cblas_##P##hemv(CBLAS_LAYOUT layout, CBLAS_UPLO uplo, int n,            \
                       const void *alpha, const void *a, int lda,              \
                       const void *x, int incx, const void *beta, void *y,     \
                       int incy);                                              \
  void cblas_##P##hbmv(CBLAS_LAYOUT layout, CBLAS_UPLO uplo, int n, int k,     \
                       const void *alpha, const void *a, int lda,              \
                       const void *x, int incx, const void *beta, void *y,     \
                       int incy);                                              \
  void cblas_##P##hpmv(CBLAS_LAYOUT layout, CBLAS_UPLO uplo, int n,            \
                       const void *alpha, const void *a, const void *x,        \
                       int incx, const void *beta, void *y, int incy);         \
  void cblas_##P##geru(CBLAS_LAYOUT layout, int m, int n, const void *alpha,   \
                       const void *x, int incx, const void *y, int incy,       \
                       void *a, int lda);                                      \
  void cblas_##P##gerc(CBLAS_LAYOUT layout, int m, int n, const void *alpha,   \
                       const void *x, int incx, const void *y, int incy,       \
                       void *a, int lda);                                      \
  void cblas_##P##her(CBLAS_LAYOUT layout, CBLAS_UPLO uplo, int n, R alpha,    \
                      const void *x, int incx, void *a, int lda);              \
  void cblas_##P##hpr(CBLAS_LAYOUT layout, CBLAS_UPLO uplo, int n, R alpha,    \
                      const void *x, int incx, void *a);                       \
  void cblas_##P##her2(CBLAS_LAYOUT layout, CBLAS_UPLO uplo, int n,            \
                       const void *alpha, const void *x, int incx,             \
                       const void *y, int incy, void *a, int lda);             \
  void cblas_##P##hpr2(CBLAS_LAYOUT layout, CBLAS_UPLO uplo, int n,            \
                       const void *alpha, const void *x, int incx,             \
                       const void *y, int incy, void *a);                      \
  void cblas_##P##hemm(CBLAS_LAYOUT layout, CBLAS_SIDE side, CBLAS_UPLO uplo,  \
                       int m, int n, const void *alpha, const void *a,         \
                       int lda, const void *b, int ldb, const void *beta,      \
                       void *c, int ldc);                                      \
  void cblas_##P##herk(CBLAS_LAYOUT layout, CBLAS_UPLO uplo,                   \
                       CBLAS_TRANSPOSE trans, int n, int k, R alpha,           \
                       const void *a, int lda, R beta, void *c, int ldc);      \
  void cblas_##P##her2k(CBLAS_LAYOUT layout, CBLAS_UPLO uplo,                  \
                        CBLAS_TRANSPOSE trans, int n, int k,                   \
                        const void *alpha, const void *a, int lda,             \
                        const void *b, int ldb, R beta, void *c, int ldc);

SECTILE_BLAS_REAL(s, float)
SECTILE_BLAS_REAL(d, double)
SECTILE_BLAS_COMPLEX(c, float)
SECTILE_BLAS_COMPLEX(z, double)

#undef SECTILE_BLAS_ALL
#undef SECTILE_BLAS_REAL
#undef SECTILE_BLAS_COMPLEX

#ifdef __cplusplus
}
#endif

#endif

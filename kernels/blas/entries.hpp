// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The two interfaces of the routines of blas.hpp for one element type: CBLAS,
// and Fortran's, whose arguments are all addresses and whose matrices are in
// column order. The including file defines
//
//   Element                    the element type
//   BLAS_C(name)         the name in C: cblas_sgemm for gemm
//   BLAS_F(name)         the name that Fortran calls: sgemm_
//   BLAS_LETTER          "s"
//   BLAS_CAPITAL         "S"
//   BLAS_SCALAR          how C passes a number
//   BLAS_VALUE(x)        the number that was passed so
//   BLAS_IN, BLAS_OUT    how C passes an array that is read, or written
#include "blas.hpp"

namespace {

using blas::Check;
using blas::Diagonal;
using blas::Half;
using blas::Op;
using blas::Order;
using blas::Side;
using Shape = blas::Columns<const Element>;

inline Order choose(CBLAS_LAYOUT x) {
  return x == CblasRowMajor   ? Order::row
         : x == CblasColMajor ? Order::column
                              : Order::bad;
}
inline Op choose(CBLAS_TRANSPOSE x) {
  return x == CblasNoTrans     ? Op::none
         : x == CblasTrans     ? Op::transposed
         : x == CblasConjTrans ? Op::adjoint
                               : Op::bad;
}
inline Half choose(CBLAS_UPLO x) {
  return x == CblasUpper   ? Half::upper
         : x == CblasLower ? Half::lower
                           : Half::bad;
}
inline Diagonal choose(CBLAS_DIAG x) {
  return x == CblasNonUnit ? Diagonal::stored
         : x == CblasUnit  ? Diagonal::ones
                           : Diagonal::bad;
}
inline Side choose(CBLAS_SIDE x) {
  return x == CblasLeft    ? Side::left
         : x == CblasRight ? Side::right
                           : Side::bad;
}

// Letters, small or capital.
inline char capital(const char *x) {
  return *x >= 'a' && *x <= 'z' ? (char)(*x - 'a' + 'A') : *x;
}
inline Op opOf(const char *x) {
  const char c = capital(x);
  return c == 'N'   ? Op::none
         : c == 'T' ? Op::transposed
         : c == 'C' ? Op::adjoint
                    : Op::bad;
}
inline Half halfOf(const char *x) {
  const char c = capital(x);
  return c == 'U' ? Half::upper : c == 'L' ? Half::lower : Half::bad;
}
inline Diagonal diagonalOf(const char *x) {
  const char c = capital(x);
  return c == 'N'   ? Diagonal::stored
         : c == 'U' ? Diagonal::ones
                    : Diagonal::bad;
}
inline Side sideOf(const char *x) {
  const char c = capital(x);
  return c == 'L' ? Side::left : c == 'R' ? Side::right : Side::bad;
}

inline const Element *in(const void *p) { return (const Element *)p; }
inline Element *out(void *p) { return (Element *)p; }

} // namespace

// Both functions of a routine that checks its arguments. Positions in Fortran
// are one less, for there is no order.
#define BLAS_ROUTINE(name, NAME, c_arguments, c_call, f_arguments, f_call)     \
  extern "C" void BLAS_C(name) c_arguments {                                   \
    if (const int bad = blas::c_call)                                          \
      cblas_xerbla(bad, "cblas_" BLAS_LETTER #name, "");                       \
  }                                                                            \
  extern "C" void BLAS_F(name) f_arguments {                                   \
    if (int bad = blas::f_call) {                                              \
      bad--;                                                                   \
      xerbla_(BLAS_CAPITAL NAME, &bad, sizeof BLAS_CAPITAL NAME - 1);          \
    }                                                                          \
  }
#define ORDER Order::column

//--- Level 1
//-------------------------------------------------------------------

extern "C" {

void BLAS_C(copy)(int n, BLAS_IN x, int incx, BLAS_OUT y, int incy) {
  blas::copy<Element>(n, {n, in(x), incx}, {n, out(y), incy});
}
void BLAS_F(copy)(const int *n, const Element *x, const int *incx, Element *y,
                  const int *incy) {
  BLAS_C(copy)(*n, x, *incx, y, *incy);
}
void BLAS_C(swap)(int n, BLAS_OUT x, int incx, BLAS_OUT y, int incy) {
  blas::swap<Element>(n, {n, out(x), incx}, {n, out(y), incy});
}
void BLAS_F(swap)(const int *n, Element *x, const int *incx, Element *y,
                  const int *incy) {
  BLAS_C(swap)(*n, x, *incx, y, *incy);
}
void BLAS_C(scal)(int n, BLAS_SCALAR alpha, BLAS_OUT x, int incx) {
  if (incx > 0)
    blas::scale<Element>(n, BLAS_VALUE(alpha), {out(x), incx});
}
void BLAS_F(scal)(const int *n, const Element *alpha, Element *x,
                  const int *incx) {
  if (*incx > 0)
    blas::scale<Element>(*n, *alpha, {x, *incx});
}
void BLAS_C(axpy)(int n, BLAS_SCALAR alpha, BLAS_IN x, int incx, BLAS_OUT y,
                  int incy) {
  if (BLAS_VALUE(alpha) != Element(0))
    blas::axpy<Element>(n, BLAS_VALUE(alpha), {n, in(x), incx},
                        {n, out(y), incy});
}
void BLAS_F(axpy)(const int *n, const Element *alpha, const Element *x,
                  const int *incx, Element *y, const int *incy) {
  if (*alpha != Element(0))
    blas::axpy<Element>(*n, *alpha, {*n, x, *incx}, {*n, y, *incy});
}

} // extern "C"

//--- Level 2
//-------------------------------------------------------------------

BLAS_ROUTINE(gemv, "GEMV ",
             (CBLAS_LAYOUT order, CBLAS_TRANSPOSE op, int m, int n,
              BLAS_SCALAR alpha, BLAS_IN a, int lda, BLAS_IN x, int incx,
              BLAS_SCALAR beta, BLAS_OUT y, int incy),
             gemv<Element>(choose(order), choose(op), m, n, BLAS_VALUE(alpha),
                           in(a), lda, in(x), incx, BLAS_VALUE(beta), out(y),
                           incy),
             (const char *op, const int *m, const int *n, const Element *alpha,
              const Element *a, const int *lda, const Element *x,
              const int *incx, const Element *beta, Element *y,
              const int *incy),
             gemv<Element>(ORDER, opOf(op), *m, *n, *alpha, a, *lda, x, *incx,
                           *beta, y, *incy))

BLAS_ROUTINE(gbmv, "GBMV ",
             (CBLAS_LAYOUT order, CBLAS_TRANSPOSE op, int m, int n, int kl,
              int ku, BLAS_SCALAR alpha, BLAS_IN a, int lda, BLAS_IN x,
              int incx, BLAS_SCALAR beta, BLAS_OUT y, int incy),
             gbmv<Element>(choose(order), choose(op), m, n, kl, ku,
                           BLAS_VALUE(alpha), in(a), lda, in(x), incx,
                           BLAS_VALUE(beta), out(y), incy),
             (const char *op, const int *m, const int *n, const int *kl,
              const int *ku, const Element *alpha, const Element *a,
              const int *lda, const Element *x, const int *incx,
              const Element *beta, Element *y, const int *incy),
             gbmv<Element>(ORDER, opOf(op), *m, *n, *kl, *ku, *alpha, a, *lda,
                           x, *incx, *beta, y, *incy))

#define BLAS_TRIANGULAR(name, NAME, solve)                                     \
  BLAS_ROUTINE(                                                                \
      tr##name, "TR" NAME,                                                     \
      (CBLAS_LAYOUT order, CBLAS_UPLO half, CBLAS_TRANSPOSE op,                \
       CBLAS_DIAG diagonal, int n, BLAS_IN a, int lda, BLAS_OUT x, int incx),  \
      triangular<Element>(Shape::dense, solve, choose(order), choose(half),    \
                          choose(op), choose(diagonal), n, 0, in(a), lda,      \
                          out(x), incx),                                       \
      (const char *half, const char *op, const char *diagonal, const int *n,   \
       const Element *a, const int *lda, Element *x, const int *incx),         \
      triangular<Element>(Shape::dense, solve, ORDER, halfOf(half), opOf(op),  \
                          diagonalOf(diagonal), *n, 0, a, *lda, x, *incx))     \
  BLAS_ROUTINE(tb##name, "TB" NAME,                                            \
               (CBLAS_LAYOUT order, CBLAS_UPLO half, CBLAS_TRANSPOSE op,       \
                CBLAS_DIAG diagonal, int n, int k, BLAS_IN a, int lda,         \
                BLAS_OUT x, int incx),                                         \
               triangular<Element>(Shape::band, solve, choose(order),          \
                                   choose(half), choose(op), choose(diagonal), \
                                   n, k, in(a), lda, out(x), incx),            \
               (const char *half, const char *op, const char *diagonal,        \
                const int *n, const int *k, const Element *a, const int *lda,  \
                Element *x, const int *incx),                                  \
               triangular<Element>(Shape::band, solve, ORDER, halfOf(half),    \
                                   opOf(op), diagonalOf(diagonal), *n, *k, a,  \
                                   *lda, x, *incx))                            \
  BLAS_ROUTINE(tp##name, "TP" NAME,                                            \
               (CBLAS_LAYOUT order, CBLAS_UPLO half, CBLAS_TRANSPOSE op,       \
                CBLAS_DIAG diagonal, int n, BLAS_IN a, BLAS_OUT x, int incx),  \
               triangular<Element>(Shape::packed, solve, choose(order),        \
                                   choose(half), choose(op), choose(diagonal), \
                                   n, 0, in(a), 0, out(x), incx),              \
               (const char *half, const char *op, const char *diagonal,        \
                const int *n, const Element *a, Element *x, const int *incx),  \
               triangular<Element>(Shape::packed, solve, ORDER, halfOf(half),  \
                                   opOf(op), diagonalOf(diagonal), *n, 0, a,   \
                                   0, x, *incx))

BLAS_TRIANGULAR(mv, "MV ", false)
BLAS_TRIANGULAR(sv, "SV ", true)

// sy, sb and sp of reals; he, hb and hp of complex numbers.
#define BLAS_SYMMETRIC(hermitian, full, FULL, banded, BANDED, halves, HALVES)  \
  BLAS_ROUTINE(full, FULL,                                                     \
               (CBLAS_LAYOUT order, CBLAS_UPLO half, int n, BLAS_SCALAR alpha, \
                BLAS_IN a, int lda, BLAS_IN x, int incx, BLAS_SCALAR beta,     \
                BLAS_OUT y, int incy),                                         \
               symmetricVector<Element>(Shape::dense, hermitian,               \
                                        choose(order), choose(half), n, 0,     \
                                        BLAS_VALUE(alpha), in(a), lda, in(x),  \
                                        incx, BLAS_VALUE(beta), out(y), incy), \
               (const char *half, const int *n, const Element *alpha,          \
                const Element *a, const int *lda, const Element *x,            \
                const int *incx, const Element *beta, Element *y,              \
                const int *incy),                                              \
               symmetricVector<Element>(Shape::dense, hermitian, ORDER,        \
                                        halfOf(half), *n, 0, *alpha, a, *lda,  \
                                        x, *incx, *beta, y, *incy))            \
  BLAS_ROUTINE(banded, BANDED,                                                 \
               (CBLAS_LAYOUT order, CBLAS_UPLO half, int n, int k,             \
                BLAS_SCALAR alpha, BLAS_IN a, int lda, BLAS_IN x, int incx,    \
                BLAS_SCALAR beta, BLAS_OUT y, int incy),                       \
               symmetricVector<Element>(Shape::band, hermitian, choose(order), \
                                        choose(half), n, k, BLAS_VALUE(alpha), \
                                        in(a), lda, in(x), incx,               \
                                        BLAS_VALUE(beta), out(y), incy),       \
               (const char *half, const int *n, const int *k,                  \
                const Element *alpha, const Element *a, const int *lda,        \
                const Element *x, const int *incx, const Element *beta,        \
                Element *y, const int *incy),                                  \
               symmetricVector<Element>(Shape::band, hermitian, ORDER,         \
                                        halfOf(half), *n, *k, *alpha, a, *lda, \
                                        x, *incx, *beta, y, *incy))            \
  BLAS_ROUTINE(halves, HALVES,                                                 \
               (CBLAS_LAYOUT order, CBLAS_UPLO half, int n, BLAS_SCALAR alpha, \
                BLAS_IN a, BLAS_IN x, int incx, BLAS_SCALAR beta, BLAS_OUT y,  \
                int incy),                                                     \
               symmetricVector<Element>(Shape::packed, hermitian,              \
                                        choose(order), choose(half), n, 0,     \
                                        BLAS_VALUE(alpha), in(a), 0, in(x),    \
                                        incx, BLAS_VALUE(beta), out(y), incy), \
               (const char *half, const int *n, const Element *alpha,          \
                const Element *a, const Element *x, const int *incx,           \
                const Element *beta, Element *y, const int *incy),             \
               symmetricVector<Element>(Shape::packed, hermitian, ORDER,       \
                                        halfOf(half), *n, 0, *alpha, a, 0, x,  \
                                        *incx, *beta, y, *incy))

#define BLAS_GER(name, NAME, conjugated)                                       \
  BLAS_ROUTINE(                                                                \
      name, NAME,                                                              \
      (CBLAS_LAYOUT order, int m, int n, BLAS_SCALAR alpha, BLAS_IN x,         \
       int incx, BLAS_IN y, int incy, BLAS_OUT a, int lda),                    \
      ger<Element>(conjugated, choose(order), m, n, BLAS_VALUE(alpha), in(x),  \
                   incx, in(y), incy, out(a), lda),                            \
      (const int *m, const int *n, const Element *alpha, const Element *x,     \
       const int *incx, const Element *y, const int *incy, Element *a,         \
       const int *lda),                                                        \
      ger<Element>(conjugated, ORDER, *m, *n, *alpha, x, *incx, y, *incy, a,   \
                   *lda))

// alpha of her and hpr is real.
#define BLAS_RANK(hermitian, full, FULL, halves, HALVES)                       \
  BLAS_ROUTINE(                                                                \
      full, FULL,                                                              \
      (CBLAS_LAYOUT order, CBLAS_UPLO half, int n, blas::Real<Element> alpha,  \
       BLAS_IN x, int incx, BLAS_OUT a, int lda),                              \
      rankUpdate<Element>(blas::Columns<Element>::dense, hermitian,            \
                          choose(order), choose(half), n, alpha, in(x), incx,  \
                          nullptr, 0, out(a), lda),                            \
      (const char *half, const int *n, const blas::Real<Element> *alpha,       \
       const Element *x, const int *incx, Element *a, const int *lda),         \
      rankUpdate<Element>(blas::Columns<Element>::dense, hermitian, ORDER,     \
                          halfOf(half), *n, *alpha, x, *incx, nullptr, 0, a,   \
                          *lda))                                               \
  BLAS_ROUTINE(halves, HALVES,                                                 \
               (CBLAS_LAYOUT order, CBLAS_UPLO half, int n,                    \
                blas::Real<Element> alpha, BLAS_IN x, int incx, BLAS_OUT a),   \
               rankUpdate<Element>(blas::Columns<Element>::packed, hermitian,  \
                                   choose(order), choose(half), n, alpha,      \
                                   in(x), incx, nullptr, 0, out(a), 0),        \
               (const char *half, const int *n,                                \
                const blas::Real<Element> *alpha, const Element *x,            \
                const int *incx, Element *a),                                  \
               rankUpdate<Element>(blas::Columns<Element>::packed, hermitian,  \
                                   ORDER, halfOf(half), *n, *alpha, x, *incx,  \
                                   nullptr, 0, a, 0))

#define BLAS_RANK2(hermitian, full, FULL, halves, HALVES)                      \
  BLAS_ROUTINE(                                                                \
      full, FULL,                                                              \
      (CBLAS_LAYOUT order, CBLAS_UPLO half, int n, BLAS_SCALAR alpha,          \
       BLAS_IN x, int incx, BLAS_IN y, int incy, BLAS_OUT a, int lda),         \
      rankUpdate<Element>(blas::Columns<Element>::dense, hermitian,            \
                          choose(order), choose(half), n, BLAS_VALUE(alpha),   \
                          in(x), incx, in(y), incy, out(a), lda),              \
      (const char *half, const int *n, const Element *alpha, const Element *x, \
       const int *incx, const Element *y, const int *incy, Element *a,         \
       const int *lda),                                                        \
      rankUpdate<Element>(blas::Columns<Element>::dense, hermitian, ORDER,     \
                          halfOf(half), *n, *alpha, x, *incx, y, *incy, a,     \
                          *lda))                                               \
  BLAS_ROUTINE(                                                                \
      halves, HALVES,                                                          \
      (CBLAS_LAYOUT order, CBLAS_UPLO half, int n, BLAS_SCALAR alpha,          \
       BLAS_IN x, int incx, BLAS_IN y, int incy, BLAS_OUT a),                  \
      rankUpdate<Element>(blas::Columns<Element>::packed, hermitian,           \
                          choose(order), choose(half), n, BLAS_VALUE(alpha),   \
                          in(x), incx, in(y), incy, out(a), 0),                \
      (const char *half, const int *n, const Element *alpha, const Element *x, \
       const int *incx, const Element *y, const int *incy, Element *a),        \
      rankUpdate<Element>(blas::Columns<Element>::packed, hermitian, ORDER,    \
                          halfOf(half), *n, *alpha, x, *incx, y, *incy, a, 0))

//--- Level 3
//-------------------------------------------------------------------

BLAS_ROUTINE(gemm, "GEMM ",
             (CBLAS_LAYOUT order, CBLAS_TRANSPOSE opA, CBLAS_TRANSPOSE opB,
              int m, int n, int k, BLAS_SCALAR alpha, BLAS_IN a, int lda,
              BLAS_IN b, int ldb, BLAS_SCALAR beta, BLAS_OUT c, int ldc),
             gemm<Element>(choose(order), choose(opA), choose(opB), m, n, k,
                           BLAS_VALUE(alpha), in(a), lda, in(b), ldb,
                           BLAS_VALUE(beta), out(c), ldc),
             (const char *opA, const char *opB, const int *m, const int *n,
              const int *k, const Element *alpha, const Element *a,
              const int *lda, const Element *b, const int *ldb,
              const Element *beta, Element *c, const int *ldc),
             gemm<Element>(ORDER, opOf(opA), opOf(opB), *m, *n, *k, *alpha, a,
                           *lda, b, *ldb, *beta, c, *ldc))

#define BLAS_TRIANGULAR_MATRIX(name, NAME, solve)                              \
  BLAS_ROUTINE(                                                                \
      name, NAME,                                                              \
      (CBLAS_LAYOUT order, CBLAS_SIDE side, CBLAS_UPLO half,                   \
       CBLAS_TRANSPOSE op, CBLAS_DIAG diagonal, int m, int n,                  \
       BLAS_SCALAR alpha, BLAS_IN a, int lda, BLAS_OUT b, int ldb),            \
      triangularMatrix<Element>(                                               \
          solve, choose(order), choose(side), choose(half), choose(op),        \
          choose(diagonal), m, n, BLAS_VALUE(alpha), in(a), lda, out(b), ldb), \
      (const char *side, const char *half, const char *op,                     \
       const char *diagonal, const int *m, const int *n, const Element *alpha, \
       const Element *a, const int *lda, Element *b, const int *ldb),          \
      triangularMatrix<Element>(solve, ORDER, sideOf(side), halfOf(half),      \
                                opOf(op), diagonalOf(diagonal), *m, *n,        \
                                *alpha, a, *lda, b, *ldb))
BLAS_TRIANGULAR_MATRIX(trmm, "TRMM ", false)
BLAS_TRIANGULAR_MATRIX(trsm, "TRSM ", true)

#define BLAS_SYMMETRIC_MATRIX(hermitian, name, NAME)                           \
  BLAS_ROUTINE(name, NAME,                                                     \
               (CBLAS_LAYOUT order, CBLAS_SIDE side, CBLAS_UPLO half, int m,   \
                int n, BLAS_SCALAR alpha, BLAS_IN a, int lda, BLAS_IN b,       \
                int ldb, BLAS_SCALAR beta, BLAS_OUT c, int ldc),               \
               symmetricMatrix<Element>(hermitian, choose(order),              \
                                        choose(side), choose(half), m, n,      \
                                        BLAS_VALUE(alpha), in(a), lda, in(b),  \
                                        ldb, BLAS_VALUE(beta), out(c), ldc),   \
               (const char *side, const char *half, const int *m,              \
                const int *n, const Element *alpha, const Element *a,          \
                const int *lda, const Element *b, const int *ldb,              \
                const Element *beta, Element *c, const int *ldc),              \
               symmetricMatrix<Element>(hermitian, ORDER, sideOf(side),        \
                                        halfOf(half), *m, *n, *alpha, a, *lda, \
                                        b, *ldb, *beta, c, *ldc))
BLAS_SYMMETRIC_MATRIX(false, symm, "SYMM ")

// Numbers are real in herk, as is beta in her2k.
#define BLAS_RANK_MATRIX(hermitian, name, NAME, SCALAR, VALUE, NUMBER)         \
  BLAS_ROUTINE(                                                                \
      name, NAME,                                                              \
      (CBLAS_LAYOUT order, CBLAS_UPLO half, CBLAS_TRANSPOSE op, int n, int k,  \
       SCALAR alpha, BLAS_IN a, int lda, SCALAR beta, BLAS_OUT c, int ldc),    \
      rankProduct<Element>(hermitian, choose(order), choose(half), choose(op), \
                           n, k, VALUE(alpha), in(a), lda, nullptr, 0,         \
                           VALUE(beta), out(c), ldc),                          \
      (const char *half, const char *op, const int *n, const int *k,           \
       const NUMBER *alpha, const Element *a, const int *lda,                  \
       const NUMBER *beta, Element *c, const int *ldc),                        \
      rankProduct<Element>(hermitian, ORDER, halfOf(half), opOf(op), *n, *k,   \
                           *alpha, a, *lda, nullptr, 0, *beta, c, *ldc))
#define BLAS_RANK2_MATRIX(hermitian, name, NAME, SCALAR, VALUE, NUMBER)        \
  BLAS_ROUTINE(                                                                \
      name, NAME,                                                              \
      (CBLAS_LAYOUT order, CBLAS_UPLO half, CBLAS_TRANSPOSE op, int n, int k,  \
       BLAS_SCALAR alpha, BLAS_IN a, int lda, BLAS_IN b, int ldb, SCALAR beta, \
       BLAS_OUT c, int ldc),                                                   \
      rankProduct<Element>(hermitian, choose(order), choose(half), choose(op), \
                           n, k, BLAS_VALUE(alpha), in(a), lda, in(b), ldb,    \
                           VALUE(beta), out(c), ldc, true),                    \
      (const char *half, const char *op, const int *n, const int *k,           \
       const Element *alpha, const Element *a, const int *lda,                 \
       const Element *b, const int *ldb, const NUMBER *beta, Element *c,       \
       const int *ldc),                                                        \
      rankProduct<Element>(hermitian, ORDER, halfOf(half), opOf(op), *n, *k,   \
                           *alpha, a, *lda, b, *ldb, *beta, c, *ldc, true))
BLAS_RANK_MATRIX(false, syrk, "SYRK ", BLAS_SCALAR, BLAS_VALUE, Element)
BLAS_RANK2_MATRIX(false, syr2k, "SYR2K", BLAS_SCALAR, BLAS_VALUE, Element)

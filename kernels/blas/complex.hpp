// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The interfaces of a complex type. The including file defines Element, BLAS_C,
// BLAS_F, BLAS_LETTER, BLAS_CAPITAL as entries.hpp says; and the names that
// have the letters of two types: BLAS_NRM2, BLAS_ASUM, BLAS_AMAX, BLAS_ABS1,
// BLAS_ROT and BLAS_SCALE, each (how) with how one of C and F.
#define BLAS_SCALAR const void *
#define BLAS_VALUE(x) (*in(x))
#define BLAS_IN const void *
#define BLAS_OUT void *
#include "entries.hpp"

namespace {
using R = blas::Real<Element>;
inline R real(R x) { return x; }
} // namespace

extern "C" {

void BLAS_C(dotu_sub)(int n, const void *x, int incx, const void *y, int incy,
                      void *result) {
  *out(result) = blas::dot<Element>(n, {n, in(x), incx}, {n, in(y), incy});
}
void BLAS_C(dotc_sub)(int n, const void *x, int incx, const void *y, int incy,
                      void *result) {
  *out(result) =
      blas::dot<Element>(n, {n, in(x), incx}, {n, in(y), incy}, true);
}
Element BLAS_F(dotu)(const int *n, const Element *x, const int *incx,
                     const Element *y, const int *incy) {
  return blas::dot<Element>(*n, {*n, x, *incx}, {*n, y, *incy});
}
Element BLAS_F(dotc)(const int *n, const Element *x, const int *incx,
                     const Element *y, const int *incy) {
  return blas::dot<Element>(*n, {*n, x, *incx}, {*n, y, *incy}, true);
}
R BLAS_NRM2(C)(int n, const void *x, int incx) {
  return blas::nrm2(n, in(x), incx);
}
R BLAS_NRM2(F)(const int *n, const Element *x, const int *incx) {
  return blas::nrm2(*n, x, *incx);
}
R BLAS_ASUM(C)(int n, const void *x, int incx) {
  return blas::asum(n, in(x), incx);
}
R BLAS_ASUM(F)(const int *n, const Element *x, const int *incx) {
  return blas::asum(*n, x, *incx);
}
CBLAS_INDEX BLAS_AMAX(C)(int n, const void *x, int incx) {
  const long found = blas::iamax(n, in(x), incx);
  return found < 0 ? 0 : (CBLAS_INDEX)found;
}
int BLAS_AMAX(F)(const int *n, const Element *x, const int *incx) {
  return (int)blas::iamax(*n, x, *incx) + 1;
}
R BLAS_ABS1(C)(const void *x) { return blas::magnitude(*in(x)); }
R BLAS_ABS1(F)(const Element *x) { return blas::magnitude(*x); }

void BLAS_C(rotg)(void *a, void *b, R *c, void *s) {
  blas::rotg(*out(a), *out(b), *c, *out(s));
}
void BLAS_F(rotg)(Element *a, const Element *b, R *c, Element *s) {
  blas::rotg(*a, *b, *c, *s);
}
void BLAS_ROT(C)(int n, void *x, int incx, void *y, int incy, R c, R s) {
  blas::rotate<Element>(n, {n, out(x), incx}, {n, out(y), incy}, c, s);
}
void BLAS_ROT(F)(const int *n, Element *x, const int *incx, Element *y,
                 const int *incy, const R *c, const R *s) {
  BLAS_ROT(C)(*n, x, *incx, y, *incy, *c, *s);
}
// Both parts are real vectors.
void BLAS_SCALE(C)(int n, R alpha, void *x, int incx) {
  if (incx > 0) {
    blas::scale<R>(n, alpha, {(R *)x, 2L * incx});
    blas::scale<R>(n, alpha, {(R *)x + 1, 2L * incx});
  }
}
void BLAS_SCALE(F)(const int *n, const R *alpha, Element *x, const int *incx) {
  BLAS_SCALE(C)(*n, *alpha, x, *incx);
}

} // extern "C"

BLAS_SYMMETRIC(true, hemv, "HEMV ", hbmv, "HBMV ", hpmv, "HPMV ")
BLAS_GER(geru, "GERU ", false)
BLAS_GER(gerc, "GERC ", true)
BLAS_RANK(true, her, "HER  ", hpr, "HPR  ")
BLAS_RANK2(true, her2, "HER2 ", hpr2, "HPR2 ")
BLAS_SYMMETRIC_MATRIX(true, hemm, "HEMM ")
BLAS_RANK_MATRIX(true, herk, "HERK ", R, real, R)
BLAS_RANK2_MATRIX(true, her2k, "HER2K", R, real, R)

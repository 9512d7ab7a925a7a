// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The interfaces of a real type. The including file defines Element, BLAS_C,
// BLAS_F, BLAS_LETTER, BLAS_CAPITAL as entries.hpp says, and BLAS_INDEX_C,
// BLAS_INDEX_F, the names of isamax.
#define BLAS_SCALAR Element
#define BLAS_VALUE(x) (x)
#define BLAS_IN const Element *
#define BLAS_OUT Element *
#include "entries.hpp"

extern "C" {

Element BLAS_C(dot)(int n, const Element *x, int incx, const Element *y,
                    int incy) {
  return blas::dot<Element>(n, {n, x, incx}, {n, y, incy});
}
Element BLAS_F(dot)(const int *n, const Element *x, const int *incx,
                    const Element *y, const int *incy) {
  return BLAS_C(dot)(*n, x, *incx, y, *incy);
}
Element BLAS_C(nrm2)(int n, const Element *x, int incx) {
  return blas::nrm2(n, x, incx);
}
Element BLAS_F(nrm2)(const int *n, const Element *x, const int *incx) {
  return blas::nrm2(*n, x, *incx);
}
Element BLAS_C(asum)(int n, const Element *x, int incx) {
  return blas::asum(n, x, incx);
}
Element BLAS_F(asum)(const int *n, const Element *x, const int *incx) {
  return blas::asum(*n, x, *incx);
}
CBLAS_INDEX BLAS_INDEX_C(int n, const Element *x, int incx) {
  const long found = blas::iamax(n, x, incx);
  return found < 0 ? 0 : (CBLAS_INDEX)found;
}
int BLAS_INDEX_F(const int *n, const Element *x, const int *incx) {
  return (int)blas::iamax(*n, x, *incx) + 1;
}

void BLAS_C(rotg)(Element *a, Element *b, Element *c, Element *s) {
  blas::rotg(*a, *b, *c, *s);
}
void BLAS_F(rotg)(Element *a, Element *b, Element *c, Element *s) {
  blas::rotg(*a, *b, *c, *s);
}
void BLAS_C(rotmg)(Element *d1, Element *d2, Element *x1, Element y1,
                   Element *h) {
  blas::rotmg(*d1, *d2, *x1, y1, h);
}
void BLAS_F(rotmg)(Element *d1, Element *d2, Element *x1, const Element *y1,
                   Element *h) {
  blas::rotmg(*d1, *d2, *x1, *y1, h);
}
void BLAS_C(rot)(int n, Element *x, int incx, Element *y, int incy, Element c,
                 Element s) {
  blas::rotate<Element>(n, {n, x, incx}, {n, y, incy}, c, s);
}
void BLAS_F(rot)(const int *n, Element *x, const int *incx, Element *y,
                 const int *incy, const Element *c, const Element *s) {
  BLAS_C(rot)(*n, x, *incx, y, *incy, *c, *s);
}
void BLAS_C(rotm)(int n, Element *x, int incx, Element *y, int incy,
                  const Element *h) {
  blas::rotm<Element>(n, {n, x, incx}, {n, y, incy}, h);
}
void BLAS_F(rotm)(const int *n, Element *x, const int *incx, Element *y,
                  const int *incy, const Element *h) {
  BLAS_C(rotm)(*n, x, *incx, y, *incy, h);
}

} // extern "C"

BLAS_SYMMETRIC(false, symv, "SYMV ", sbmv, "SBMV ", spmv, "SPMV ")
BLAS_GER(ger, "GER  ", false)
BLAS_RANK(false, syr, "SYR  ", spr, "SPR  ")
BLAS_RANK2(false, syr2, "SYR2 ", spr2, "SPR2 ")

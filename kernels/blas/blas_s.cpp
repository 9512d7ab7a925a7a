// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The BLAS of float.
using Element = float;
#define BLAS_C(name) cblas_s##name
#define BLAS_F(name) s##name##_
#define BLAS_LETTER "s"
#define BLAS_CAPITAL "S"
#define BLAS_INDEX_C cblas_isamax
#define BLAS_INDEX_F isamax_
#include "real.hpp"

#include <sectile.h>

// 256 sums, of every 256th product each, are added up at the end.
float blas::dotOfFloats(long n, const float *x, const float *y) {
  tile_f32_t sum = tile_zero_f32();
  for (long i = 0; i < n; i += 256)
    sum = tile_fmadd_f32(tile_load_linear_f32(x + i, n - i),
                         tile_load_linear_f32(y + i, n - i), sum);
  return tile_get_f32(tile_redcol_add_f32(tile_redrow_add_f32(sum)), 0);
}

void blas::transposeFloats(long m, long n, const float *from, long fromStride,
                           float *to, long toStride) {
  for (long i = 0; i < m; i += 16)
    for (long j = 0; j < n; j += 16)
      tile_store_rect_f32(to + i * toStride + j, toStride * 4, m - i, n - j,
                          tile_load_transposed_f32(from + j * fromStride + i,
                                                   fromStride * 4, n - j,
                                                   m - i));
}

// The sum in double of the products of floats.
static double wideDot(int n, const float *x, int incx, const float *y,
                      int incy) {
  const blas::Const<float> a(n, x, incx), b(n, y, incy);
  double sum = 0;
  for (long i = 0; i < n; i++)
    sum += (double)a[i] * (double)b[i];
  return sum;
}

extern "C" {
double cblas_dsdot(int n, const float *x, int incx, const float *y, int incy) {
  return wideDot(n, x, incx, y, incy);
}
double dsdot_(const int *n, const float *x, const int *incx, const float *y,
              const int *incy) {
  return wideDot(*n, x, *incx, y, *incy);
}
float cblas_sdsdot(int n, float alpha, const float *x, int incx, const float *y,
                   int incy) {
  return (float)(alpha + wideDot(n, x, incx, y, incy));
}
float sdsdot_(const int *n, const float *alpha, const float *x, const int *incx,
              const float *y, const int *incy) {
  return (float)(*alpha + wideDot(*n, x, *incx, y, *incy));
}
}

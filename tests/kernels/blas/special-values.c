// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Lengths and rotations at the ends of the range, and NaNs, as the reference BLAS
// has them.
// RUN: sectile-clang -O1 %s -lsectile_blas -lm -o %t.elf
// RUN: sectile-run %t.elf | FileCheck %s
#include <cblas.h>
#include <math.h>
#include <stdio.h>

int main(void) {
  const float large[] = {3e30f, 4e30f}, small[] = {3e-40f, 4e-40f},
              with_nan[] = {1, NAN, 2}, infinite[] = {INFINITY, 1, -INFINITY};
  // CHECK: 5e+30 5e-40
  printf("%.4g %.4g\n", cblas_snrm2(2, large, 1), cblas_snrm2(2, small, 1));
  // CHECK-NEXT: nan inf 0
  printf("%g %g %g\n", fabs(cblas_snrm2(3, with_nan, 1)),
         cblas_snrm2(3, infinite, 1), cblas_snrm2(0, large, 1));
  double a = 3, b = 4, c, s;
  cblas_drotg(&a, &b, &c, &s);
  // CHECK-NEXT: 5 1.66667 0.6 0.8
  printf("%g %g %g %g\n", a, b, c, s);
  a = 3e200;
  b = -4e200;
  cblas_drotg(&a, &b, &c, &s);
  // CHECK-NEXT: -5e+200 -1.66667 -0.6 0.8
  printf("%g %g %g %g\n", a, b, c, s);
  // A modified rotation makes the second element 0.
  double d1 = 2, d2 = 3, x = 4, y = 5, h[5];
  const double y1 = y;
  double vx[] = {x}, vy[] = {y};
  cblas_drotmg(&d1, &d2, &x, y1, h);
  cblas_drotm(1, vx, 1, vy, 1, h);
  // CHECK-NEXT: flag 1: first as said, second 0
  printf("flag %g: first %s, second %g\n", h[0],
         fabs(vx[0] - x) < 1e-12 ? "as said" : "other",
         fabs(vy[0]) < 1e-12 ? 0 : vy[0]);
  double far1 = 1e-20, far2 = 2e-20, fx = 4;
  double wx[] = {4}, wy[] = {1};
  cblas_drotmg(&far1, &far2, &fx, 1, h);
  cblas_drotm(1, wx, 1, wy, 1, h);
  // CHECK-NEXT: flag -1: first as said, second 0
  printf("flag %g: first %s, second %g\n", h[0],
         fabs(wx[0] - fx) < 1e-12 * fabs(fx) ? "as said" : "other",
         fabs(wy[0]) < 1e-12 ? 0 : wy[0]);
  // beta 0 overwrites a NaN, 1 keeps it; alpha 0 does not read A.
  float nans[] = {NAN, NAN}, m[] = {NAN, 0, 0, NAN}, v[] = {1, 1};
  cblas_sgemv(CblasColMajor, CblasNoTrans, 2, 2, 0, m, 2, v, 1, 0, nans, 1);
  // CHECK-NEXT: 0 0
  printf("%g %g\n", nans[0], nans[1]);
  nans[0] = NAN;
  cblas_sgemv(CblasColMajor, CblasNoTrans, 2, 2, 0, m, 2, v, 1, 1, nans, 1);
  // CHECK-NEXT: nan 0
  printf("%g %g\n", fabs(nans[0]), nans[1]);
  // A rotation of complex numbers: b becomes 0.
  float ca[] = {3, 0}, cb[] = {0, 4}, cc, cs[2];
  cblas_crotg(ca, cb, &cc, cs);
  // CHECK-NEXT: 5 0 0.6 0 -0.8
  printf("%g %g %g %g %g\n", ca[0], ca[1], cc, cs[0], cs[1]);
  return 0;
}

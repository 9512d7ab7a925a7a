// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// erfc with an error below 1.2 ulp (newlib's: 2.6). Above 1/4 it is
//   exp(-x^2) f(t) / (1 + 2 x),   t = (x - 15/4) / (x + 15/4),
// where f is smooth; exp makes the only error beside the last rounding, the
// rest is carried in pairs.
#include "pair.h"

#include <errno.h>
#include <math.h>

// f by its Chebyshev interpolation from x = 1/4 to 27.3, within 2^-65.
static const double f[] = {
    0x1.3ccda0b5d5dc2p+0,   -0x1.1f367683f89a7p-3,  0x1.d5f2948159cfbp-9,
    0x1.510169d0967fep-4,   -0x1.bda9309a2882bp-4,  0x1.7a14188a99c1bp-4,
    -0x1.e0d0fa6e027a8p-5,  0x1.d0b0037dc7041p-6,   -0x1.3f603c334bfe2p-7,
    0x1.cc3a0e26d5c32p-10,  0x1.33fb240556c6dp-12,  -0x1.303f9e2f4e7eep-12,
    0x1.b14457442d246p-15,  0x1.778a5ff8b7affp-16,  -0x1.80094c54c0d99p-17,
    -0x1.05325e6808ac8p-20, 0x1.d6c1d581bdeabp-20,  -0x1.f065900121f7cp-25,
    -0x1.18c366554da80p-22, 0x1.935fac2152ef5p-26,  0x1.618f1013fee00p-25,
    -0x1.e22e186dfe158p-29, -0x1.bc7a8face5bdep-28, -0x1.ee06a56979ce8p-38,
    0x1.9045a4d7d9c90p-31,  0x1.f9582d538e317p-34,
};
static const double f0_low = 0x1.e65fcf22e3c29p-54;

PUBLIC double erfc(double x) {
  if (x != x)
    return x;
  if (x < 0.25)
    return 1 - erf(x);
  if (x > 27.3) {
    if (isfinite(x))
      errno = ERANGE;
    return 0;
  }
  Pair t = divide(add_exactly(x, -3.75), add_exactly(x, 3.75));
  double sum = 0, slope = 0;
  for (int k = sizeof f / sizeof *f - 1; k > 0; k--) {
    sum += f[k];
    slope = slope * t.high + sum; // the derivative
    sum *= t.high;
  }
  Pair factor = normalized(f[0], sum + (slope * t.low + f0_low));
  Pair square = multiply_exactly(x, x);
  double e = exp(-square.high);
  Pair product = multiply((Pair){e, -e * square.low}, factor);
  double result = divide(product, add_exactly(1, 2 * x)).high;
  if (result < 0x1p-1022)
    errno = ERANGE;
  return result;
}

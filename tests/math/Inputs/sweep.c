// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sweeps the elementary functions over every STRIDE-th bit pattern of f32.
//
//   sweep STRIDE [BOUNDS [FIRST END]]
//
// FIRST and END limit the patterns. Prints one line a function: a hash of all result bits, which must be the same
// on the host and on the emulator, and on the host also the worst error in
// ulp. BOUNDS, host only: exit with 1 if an error exceeds the one that
// <sectile_math.h> states.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __sectile__
#include <sectile_math.h>
#else
#include "host.h"
#endif

enum { FUNCTIONS = 4 };
static const char *const names[FUNCTIONS] = {"exp", "log", "reciprocal", "rsqrt"};

static tile_f32_t apply(int function, tile_f32_t x) {
  switch (function) {
  case 0:
    return tile_exp_f32(x);
  case 1:
    return tile_log_f32(x);
  case 2:
    return tile_reciprocal_f32(x);
  default:
    return tile_rsqrt_f32(x);
  }
}

#ifndef __sectile__
static const double stated[FUNCTIONS] = {1.00, 0.84, 0.51, 1.00};

static double exact(int function, double x) {
  switch (function) {
  case 0:
    return exp(x);
  case 1:
    return log(x);
  case 2:
    return 1 / x;
  default:
    return 1 / sqrt(x);
  }
}

// The distance in units in the last place of f32 at the exact result; where
// special values are due, 0 or infinity.
static double error(float found, double expected) {
  if (expected != expected)
    return found != found ? 0 : INFINITY;
  // What rounds to infinity, to zero, or is one of them.
  if ((float)expected == INFINITY || (float)expected == -INFINITY)
    return found == (float)expected ? 0 : found != found ? INFINITY : 1;
  if (found != found || found == INFINITY || found == -INFINITY)
    return INFINITY;
  int exponent;
  frexp(expected, &exponent);
  if (exponent < -125)
    exponent = -125;
  return fabs(found - expected) * ldexp(1, 24 - exponent);
}
#endif

int main(int argc, char **argv) {
  if (argc < 2 || strtoull(argv[1], 0, 0) == 0) {
    fprintf(stderr, "usage: sweep STRIDE [BOUNDS [FIRST END]]\n");
    return 2;
  }
  unsigned long long stride = strtoull(argv[1], 0, 0);
  unsigned long long first = argc > 4 ? strtoull(argv[3], 0, 0) : 0;
  unsigned long long end = argc > 4 ? strtoull(argv[4], 0, 0) : 1ull << 32;
  int status = 0;
  for (int function = 0; function < FUNCTIONS; function++) {
    unsigned long long hash = 14695981039346656037ull;
#ifndef __sectile__
    double worst = 0;
    float at = 0;
#endif
    for (unsigned long long next = first; next < end;) {
      unsigned bits[256];
      for (int i = 0; i < 256; i++) {
        bits[i] = next < end ? (unsigned)next : 0;
        next += stride;
      }
      tile_f32_t x, y;
      memcpy(&x, bits, sizeof x);
      y = apply(function, x);
      unsigned result[256];
      memcpy(result, &y, sizeof y);
      for (int i = 0; i < 256; i++) {
        float value;
        memcpy(&value, &result[i], 4);
        // Which NaN is promised for instructions, not for compiled C.
        hash = (hash ^ (value != value ? 0x7fc00000u : result[i])) * 1099511628211ull;
#ifndef __sectile__
        float argument;
        memcpy(&argument, &bits[i], 4);
        double e = error(value, exact(function, argument));
        if (e > worst) {
          worst = e;
          at = argument;
        }
#endif
      }
    }
    printf("%s %016llx\n", names[function], hash);
#ifndef __sectile__
    if (argc > 2) {
      fprintf(stderr, "%-10s worst error %.4f ulp at %a, stated %.2f\n", names[function],
              worst, at, stated[function]);
      if (!(worst <= stated[function]))
        status = 1;
    }
#endif
  }
  return status;
}

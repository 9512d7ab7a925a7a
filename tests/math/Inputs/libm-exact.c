// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// libm's functions that have one right result, on every pair of corner values and
// on random ones: the guest's results are the host's. Prints a line of bits for
// each function, so that a difference names it.
//   libm-exact COUNT SEED
#define _GNU_SOURCE
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;
static uint64_t random_bits(void) {
  state += 0x9e3779b97f4a7c15;
  uint64_t z = state;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

// Results go into a hash per function; NaNs are all alike. The first differing
// arguments are found by --verbose on both sides.
static uint64_t hash;
static int verbose;
static unsigned long long bits_of(double x) {
  unsigned long long bits = 0x7ff8;
  if (x == x)
    memcpy(&bits, &x, 8);
  return bits;
}
static void put(const char *name, double x, double y, uint64_t bits) {
  hash = (hash ^ bits) * 0x9e3779b97f4a7c15;
  hash ^= hash >> 29;
  if (verbose) // bits of the arguments too: %a of a subnormal number differs
    printf("%s(%016llx, %016llx) = %llx\n", name, bits_of(x), bits_of(y), (unsigned long long)bits);
}
static void put64(const char *name, double x, double y, double r) {
  uint64_t bits = 0x7ff8;
  if (r == r)
    memcpy(&bits, &r, 8);
  put(name, x, y, bits);
}
static void put32(const char *name, double x, double y, float r) { put64(name, x, y, r); }
static void end(const char *name) {
  printf("%-12s %016llx\n", name, (unsigned long long)hash);
  hash = 0;
}

enum { CORNERS = 128, MOST = 100000 };
static double values[CORNERS + MOST];
static int count;
static void value(double x) {
  values[count++] = x;
  values[count++] = -x;
}

// Through pointers, so that the compiler computes nothing itself; with -DINLINE by
// names, so that it makes instructions of what it can.
#ifdef INLINE
#define VOLATILE const
#else
#define VOLATILE volatile
#endif
#define UNARY(name)                                                                                \
  {                                                                                                \
    double (*VOLATILE f)(double) = name;                                                           \
    float (*VOLATILE g)(float) = name##f;                                                          \
    for (int i = 0; i < count; i++) {                                                              \
      put64(#name, values[i], 0, f(values[i]));                                                    \
      put32(#name "f", (float)values[i], 0, g((float)values[i]));                                  \
    }                                                                                              \
    end(#name);                                                                                    \
  }
#define TO_INTEGER(name, type)                                                                     \
  {                                                                                                \
    type (*VOLATILE f)(double) = name;                                                             \
    type (*VOLATILE g)(float) = name##f;                                                           \
    for (int i = 0; i < count; i++)                                                                \
      if (fabs(values[i]) < 0x1p62) {                                                              \
        put(#name, values[i], 0, (uint64_t)f(values[i]));                                          \
        put(#name "f", (float)values[i], 0, (uint64_t)g((float)values[i]));                        \
      }                                                                                            \
    end(#name);                                                                                    \
  }
// Corner values with each other, random ones with the next.
#define PAIRS(x, y)                                                                                \
  for (int i = 0; i < count; i++)                                                                  \
    for (int k = 0; k < (i < CORNERS ? CORNERS : 1); k++)                                          \
      for (double x = values[i], y = values[i < CORNERS ? k : (i + 1) % count], once = 1; once; once = 0)
#define BINARY(name)                                                                               \
  {                                                                                                \
    double (*VOLATILE f)(double, double) = name;                                                   \
    float (*VOLATILE g)(float, float) = name##f;                                                   \
    PAIRS(x, y) {                                                                                  \
      put64(#name, x, y, f(x, y));                                                                 \
      put32(#name "f", (float)x, (float)y, g((float)x, (float)y));                                 \
    }                                                                                              \
    end(#name);                                                                                    \
  }
#define SCALE(name, type)                                                                          \
  {                                                                                                \
    double (*VOLATILE f)(double, type) = name;                                                     \
    float (*VOLATILE g)(float, type) = name##f;                                                    \
    for (int i = 0; i < count; i++)                                                                \
      for (int k = 0; k < scales; k++)                                                             \
        if ((type)scale[k] == scale[k]) {                                                          \
          put64(#name, values[i], (double)scale[k], f(values[i], (type)scale[k]));                 \
          put32(#name "f", (float)values[i], (double)scale[k], g((float)values[i], (type)scale[k])); \
        }                                                                                          \
    end(#name);                                                                                    \
  }

int main(int argc, char **argv) {
  int random = atoi(argv[1]);
  state = strtoull(argv[2], 0, 0);
  verbose = argc > 3;
  static const double corners[] = {
      0,         1,         2,          3,          0.5,        0.25,       1.5,        2.5,        3.5,
      7.5,       10,        0x1p-149,   0x1.8p-148, 0x1p-150,   0x1p-126,   0x1.fffffcp-127, 0x1.fffffep-1, 0x1.000002p0,
      0x1.fffffep127, 0x1p127, 0x1p22,  0x1.000002p22, 4194303.5, 0x1p23,   8388607.5,  0x1.fffffep23, 0x1p24,
      0x1p31,    2147483647, 2147483648.5, 0x1p51,  0x1.0000000000002p51, 0x1p52, 0x1.0000000000001p52, 0x1p53, 0x1p62,
      0x1p63,    0x1p64,    0x1p1023,   0x1.fffffffffffffp1023, 0x1p-1022, 0x0.fffffffffffffp-1022, 0x1p-1074, 0x1.8p-1000,
      0x1.fffffffffffffp-1, 0x1.0000000000001p0, 0.49999999999999994, 0x1.fffffep-2, INFINITY, NAN, 3.14159, 1e10,
      1e100,     1e300,     1e-40,      1e-310,     100,        1e5,        0x1p-30,    0x1p-60,    0x1p-24,
      0x1p-25,   0x1.000001p0, 0x1.fffffdp-127};
  for (unsigned i = 0; i < sizeof corners / sizeof *corners; i++)
    value(corners[i]);
  while (count < CORNERS)
    value(1 + (double)count / 7);
  for (int i = 0; i < random && i + CORNERS < MOST; i += 2) {
    uint64_t bits = random_bits();
    double d;
    memcpy(&d, &bits, 8);
    if (i % 4 == 0) // of a size that all functions have to work on
      d = ldexp(1 + (double)(bits >> 12) * 0x1p-52, (int)(bits % 120) - 60);
    if (i % 6 == 0)
      d = (float)d;
    value(d);
  }
  static const long scale[] = {0,     1,     -1,    2,       23,      24,      -23,     -24,     52,      53,    -52,
                               -53,   100,   -100,  127,     128,     -126,    -127,    -148,    -149,    -150,  -151,
                               1023,  1024,  -1022, -1023,   -1074,   -1075,   2046,    2098,    -2098,   -2099, 5000,
                               -5000, 60000, -60000, INT_MAX, INT_MIN, LONG_MAX, LONG_MIN, 1L << 32};
  int scales = sizeof scale / sizeof *scale;

  UNARY(ceil) UNARY(floor) UNARY(trunc) UNARY(round) UNARY(rint) UNARY(nearbyint) UNARY(sqrt) UNARY(logb) UNARY(fabs)
  TO_INTEGER(lrint, long) TO_INTEGER(llrint, long long) TO_INTEGER(lround, long) TO_INTEGER(llround, long long)
  BINARY(fmod) BINARY(remainder) BINARY(fdim) BINARY(nextafter)
  SCALE(ldexp, int) SCALE(scalbn, int) SCALE(scalbln, long)

  for (int i = 0; i < count; i++) // a NaN's sign is free
    if (isnan(values[i]))
      values[i] = NAN;
  BINARY(copysign)

  // The sign of a zero is free.
  {
    double (*VOLATILE f[])(double, double) = {fmax, fmin};
    float (*VOLATILE g[])(float, float) = {fmaxf, fminf};
    for (int n = 0; n < 2; n++) {
      PAIRS(x, y) {
        put64("fmax", x, y, f[n](x, y) + 0.0);
        put32("fmaxf", (float)x, (float)y, g[n]((float)x, (float)y) + 0.0f);
      }
      end(n ? "fmin" : "fmax");
    }
  }
  {
    double (*VOLATILE f)(double, long double) = nexttoward;
    float (*VOLATILE g)(float, long double) = nexttowardf;
    PAIRS(x, y) {
      if (x != y) // the host's long double is wider
        put32("nexttowardf", (float)x, y, g((float)x, y));
      (void)f;
    }
    end("nexttoward");
  }
  {
    double (*VOLATILE f)(double, double, int *) = remquo;
    float (*VOLATILE g)(float, float, int *) = remquof;
    PAIRS(x, y) {
      int q = 0;
      double r = f(x, y, &q);
      put64("remquo", x, y, r);
      // the quotient's sign and last three bits
      if (r == r)
        put("remquo", x, y, (uint64_t)(q < 0 ? -q & 7 : q & 7) << 1 | (q % 8 < 0));
      q = 0;
      r = g((float)x, (float)y, &q);
      put64("remquof", (float)x, (float)y, r);
      if (r == r)
        put("remquof", (float)x, (float)y, (uint64_t)(q < 0 ? -q & 7 : q & 7) << 1 | (q % 8 < 0));
    }
    end("remquo");
  }
  {
    double (*VOLATILE f)(double, double, double) = fma;
    float (*VOLATILE g)(float, float, float) = fmaf;
    PAIRS(x, y)
      for (int k = 0; k < 12; k++) {
        double z = k < 4 ? -x * y : values[(i * 7 + k * 13) % count];
        z = k == 1 ? z * (1 + 0x1p-50) : k == 2 ? (float)z : z;
        put64("fma", x, y, f(x, y, z));
        put32("fmaf", (float)x, (float)y, g((float)x, (float)y, (float)z));
      }
    end("fma");
  }
  {
    double (*VOLATILE f)(double, int *) = frexp;
    float (*VOLATILE g)(float, int *) = frexpf;
    double (*VOLATILE h)(double, double *) = modf;
    float (*VOLATILE k)(float, float *) = modff;
    for (int i = 0; i < count; i++) {
      int e = 0;
      double x = values[i], part = 1;
      float y = (float)x, part32 = 1;
      put64("frexp", x, 0, f(x, &e));
      put("frexp", x, 0, isfinite(x) ? (uint64_t)e : 0);
      put32("frexpf", y, 0, g(y, &e));
      put("frexpf", y, 0, isfinite(y) ? (uint64_t)e : 0);
      put64("modf", x, 0, h(x, &part));
      put64("modf", x, 1, part);
      put32("modff", y, 0, k(y, &part32));
      put32("modff", y, 1, part32);
    }
    end("frexp, modf");
  }
  {
    int (*VOLATILE f)(double) = ilogb, (*VOLATILE g)(float) = ilogbf;
    for (int i = 0; i < count; i++) {
      double x = values[i];
      float y = (float)x;
      int a = f(x), b = g(y);
      put("ilogb", x, 0, isnan(x) ? a == FP_ILOGBNAN : isinf(x) ? a == INT_MAX : x == 0 ? a == FP_ILOGB0 : (uint64_t)a);
      put("ilogbf", y, 0, isnan(y) ? b == FP_ILOGBNAN : isinf(y) ? b == INT_MAX : y == 0 ? b == FP_ILOGB0 : (uint64_t)b);
    }
    end("ilogb");
  }
  for (int i = 0; i < count; i++) {
    volatile double x = values[i];
    volatile float y = (float)values[i];
#define CLASS(x)                                                                                   \
  ((uint64_t)!!isnan(x) | !!isinf(x) << 1 | !!isfinite(x) << 2 | !!isnormal(x) << 3 |              \
   (!isnan(x) && signbit(x)) << 4 | (fpclassify(x) == FP_SUBNORMAL) << 5 |                         \
   (fpclassify(x) == FP_ZERO) << 6 | (fpclassify(x) == FP_NAN) << 7 |                              \
   (fpclassify(x) == FP_INFINITE) << 8 | (fpclassify(x) == FP_NORMAL) << 9)
    put("class", x, 0, CLASS(x));
    put("class", y, 0, CLASS(y));
  }
  end("class");
  return 0;
}

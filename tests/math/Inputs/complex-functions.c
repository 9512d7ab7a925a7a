// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The functions of <complex.h> on generated and special arguments: the guest
// computes and writes records, the host compares with its f128 functions.
//   complex-functions COUNT SEED > records        (guest)
//   complex-functions < records                   (host)
// The error is relative to the magnitude of the result, in units of 2^-52 (f64) and
// 2^-23 (f32). For special arguments each part is infinite, NaN, or zero where the
// host's is; the host's f64 functions follow C11's annex G.
#define _GNU_SOURCE
#include <complex.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define FUNCTIONS(X)                                                                               \
  X(cacos) X(cacosh) X(casin) X(casinh) X(catan) X(catanh) X(ccos) X(ccosh) X(cexp) X(clog)        \
  X(csin) X(csinh) X(csqrt) X(ctan) X(ctanh)

typedef struct {
  int64_t function, bits, special;
  double x, y, re, im;
} Record;

#ifdef __sectile__

typedef double _Complex F64(double _Complex);
typedef float _Complex F32(float _Complex);
#define X(name) name,
static F64 *const f64[] = {FUNCTIONS(X)};
#undef X
#define X(name) name##f,
static F32 *const f32[] = {FUNCTIONS(X)};

static uint64_t state;
static uint64_t random_bits(void) {
  state += 0x9e3779b97f4a7c15;
  uint64_t z = state;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}
static double with_exponent(int low, int high) {
  double m = 1 + (double)(random_bits() >> 12) * 0x1p-52;
  return ldexp(random_bits() & 1 ? -m : m, low + (int)(random_bits() % (unsigned)(high - low + 1)));
}

static void emit(int f, int special, double x, double y) {
  for (int bits = 32; bits <= 64; bits += 32) {
    Record r = {f, bits, special, x, y, 0, 0};
    if (bits == 64) {
      double _Complex z;
      __real__ z = x, __imag__ z = y;
      z = f64[f](z);
      r.re = creal(z), r.im = cimag(z);
    } else {
      float _Complex z;
      r.x = (float)x, r.y = (float)y;
      __real__ z = (float)x, __imag__ z = (float)y;
      z = f32[f](z);
      r.re = crealf(z), r.im = cimagf(z);
    }
    fwrite(&r, sizeof r, 1, stdout);
  }
}

int main(int argc, char **argv) {
  (void)argc;
  int count = atoi(argv[1]);
  state = strtoull(argv[2], 0, 0);
  static const double values[] = {0.0, -0.0, 0.5, -0.5, 1, -1, 2, -2, 100, -100, INFINITY, -INFINITY, NAN};
  int n = sizeof values / sizeof *values;
  for (int f = 0; f < (int)(sizeof f64 / sizeof *f64); f++) {
    for (int k = 0; k < n * n; k++)
      emit(f, 1, values[k % n], values[k / n]);
    for (int i = 0; i < count; i++)
      switch (i % 4) {
      case 0:
        emit(f, 0, with_exponent(-5, 2), with_exponent(-5, 2));
        break;
      case 1:
        emit(f, 0, with_exponent(-30, 6), with_exponent(-30, 6));
        break;
      case 2: { // beside the unit circle
        double x = 1 - fabs(with_exponent(-30, -1));
        emit(f, 0, x, sqrt(1 - x * x) * (1 + with_exponent(-50, -3)));
        break;
      }
      default: // beside the branch points
        emit(f, 0, (i & 8 ? 1 : -1) + with_exponent(-40, -2), with_exponent(-40, -2));
      }
  }
  return 0;
}

#else

typedef _Complex __float128 Wide;
#define X(name) Wide name##f128(Wide);
FUNCTIONS(X)
#undef X
static const struct {
  const char *name;
  double _Complex (*f64)(double _Complex);
  Wide (*f128)(Wide);
} functions[] = {
#define X(name) {#name, name, name##f128},
    FUNCTIONS(X)};
enum { COUNT = sizeof functions / sizeof *functions };

static int kind(double a) { return isnan(a) ? 0 : isinf(a) ? (a > 0 ? 2 : 3) : a == 0 ? 4 + !!signbit(a) : 1; }

int main(void) {
  static double worst[COUNT][2];
  long judged = 0, wrong = 0;
  Record r;
  while (fread(&r, sizeof r, 1, stdin) == 1) {
    judged++;
    int f = (int)r.function, bad = 0;
    if (r.special && !(isfinite(r.x) && isfinite(r.y))) {
      double _Complex z;
      __real__ z = r.x, __imag__ z = r.y;
      z = functions[f].f64(z);
      // Where annex G leaves a sign open the host's choice is not asked for.
      int re = kind(creal(z)), im = kind(cimag(z)), re2 = kind(r.re), im2 = kind(r.im);
      int open = isnan(r.x) || isnan(r.y) || isinf(r.y) || (isinf(r.x) && r.y == 0);
      bad = open ? (re | (re > 1)) != (re2 | (re2 > 1)) || (im | (im > 1)) != (im2 | (im2 > 1)) : re != re2 || im != im2;
      if (bad && wrong++ < 40)
        printf("%s, f%d, (%a, %a): (%a, %a), expected (%a, %a)\n", functions[f].name, (int)r.bits, r.x, r.y, r.re, r.im,
               creal(z), cimag(z));
      continue;
    }
    Wide z;
    __real__ z = r.x, __imag__ z = r.y;
    z = functions[f].f128(z);
    double re = (double)__real__ z, im = (double)__imag__ z, norm = hypot(re, im);
    double limit = r.bits == 64 ? 1e300 : 1e38, tiny = r.bits == 64 ? 1e-290 : 1e-30;
    if (!(norm < limit))
      bad = (r.bits == 64 ? isinf(norm) : norm > 1e39) && isfinite(r.re) && isfinite(r.im);
    else {
      double error = hypot((double)((__float128)r.re - __real__ z), (double)((__float128)r.im - __imag__ z)) /
                     (norm > tiny ? norm : tiny) / (r.bits == 64 ? 0x1p-52 : 0x1p-23);
      bad = !(error <= 2.1);
      if (error > worst[f][r.bits / 64])
        worst[f][r.bits / 64] = error;
      // the side of a branch cut, and the sign of a zero
      bad |= (im != 0 || fabs(r.im) == 0) && !!signbit(im) != !!signbit(r.im) && fabs(im) > 1e-3 * norm;
      bad |= r.special && im == 0 && r.im == 0 && !!signbit((double)__imag__ z) != !!signbit(r.im);
    }
    if (bad && wrong++ < 40)
      printf("%s, f%d, (%a, %a): (%a, %a), expected (%a, %a)\n", functions[f].name, (int)r.bits, r.x, r.y, r.re, r.im, re,
             im);
  }
  for (int f = 0; f < COUNT; f++)
    printf("%-8s f32 %.2f, f64 %.2f\n", functions[f].name, worst[f][0], worst[f][1]);
  printf("%ld records, %ld wrong\n", judged, wrong);
  return wrong != 0 || judged == 0;
}

#endif

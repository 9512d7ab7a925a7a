// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Complex products and quotients, by the guest, judged by the host. Compiled for
// Sectile it computes generated operations and writes records of eight f64 to
// standard output: kind, a, b, c, d, re, im, 0. Compiled for the host it reads
// them and compares with f128, in which products of f64 are exact:
//   - both finite: each part has an error of at most 2 ulp of itself, or of
//     2^-100 of the larger of its two products, where they cancel; a part that
//     overflows is infinite;
//   - otherwise infinities and zeros are where C11, annex G wants them.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PRODUCT, QUOTIENT };
typedef struct {
  double kind, a, b, c, d, re, im, unused; // kind: bits * 2 + operation
} Record;

#ifdef __sectile__

double _Complex __muldc3(double, double, double, double);
float _Complex __mulsc3(float, float, float, float);
_Float16 _Complex __mulhc3(_Float16, _Float16, _Float16, _Float16);

static uint64_t state;
static uint64_t random_bits(void) {
  state += 0x9e3779b97f4a7c15;
  uint64_t z = state;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}
static int between(int low, int high) { return low + (int)(random_bits() % (unsigned)(high - low + 1)); }

static void emit(int bits, int operation, double a, double b, double c, double d) {
  Record r = {bits * 2 + operation, a, b, c, d, 0, 0, 0};
#define COMPUTE(type, multiply)                                                                    \
  {                                                                                                \
    type _Complex x, y, z;                                                                         \
    r.a = (type)a, r.b = (type)b, r.c = (type)c, r.d = (type)d;                                    \
    __real__ x = (type)a, __imag__ x = (type)b;                                                    \
    __real__ y = (type)c, __imag__ y = (type)d;                                                    \
    z = operation == PRODUCT ? multiply : x / y;                                                   \
    r.re = __real__ z, r.im = __imag__ z;                                                          \
  }
  // The compiler multiplies inline and calls for NaNs; the function is to be
  // right by itself.
  if (bits == 64)
    COMPUTE(double, __muldc3(r.a, r.b, r.c, r.d))
  else if (bits == 32)
    COMPUTE(float, __mulsc3((float)r.a, (float)r.b, (float)r.c, (float)r.d))
  else
    COMPUTE(_Float16, __mulhc3((_Float16)r.a, (_Float16)r.b, (_Float16)r.c, (_Float16)r.d))
  fwrite(&r, sizeof r, 1, stdout);
}

static double number(int exponent) {
  double m = 1 + (double)(random_bits() >> 12) * 0x1p-52;
  if (random_bits() % 4 == 0) // few bits: exact results, and sums that cancel
    m = 1 + (double)(random_bits() % 8) / 8;
  return ldexp(random_bits() & 1 ? -m : m, exponent);
}

int main(int argc, char **argv) {
  int count = atoi(argv[1]);
  state = strtoull(argv[2], 0, 0);
  static const int widths[] = {64, 32, 16}, lowest[] = {-1074, -149, -24}, highest[] = {1023, 127, 15};
  for (int w = 0; w < 3; w++)
    for (int operation = 0; operation < 2; operation++) {
      int low = lowest[w], high = highest[w];
      for (int i = 0; i < count; i++) {
        int x, y, spread = between(0, 3) ? 3 : high - low;
        switch (between(0, 3)) {
        case 0: // anywhere
          x = between(low, high), y = between(low, high);
          break;
        case 1: // a result of common size
          x = between(-10, 10), y = between(-10, 10);
          break;
        default: { // a result at the ends of the range
          int end = (between(0, 1) ? high : low) + between(-4, 4);
          x = between(low, high);
          y = operation == PRODUCT ? end - x : x - end;
        }
        }
        double p[4];
        for (int k = 0; k < 4; k++) {
          int e = (k < 2 ? x : y) - between(0, spread);
          e = e < low ? low : e > high ? high : e;
          p[k] = number(e);
        }
        switch (between(0, 7)) {
        case 0: // equal parts
          p[1] = p[0];
          break;
        case 1:
          p[3] = -p[2], p[1] = p[0];
          break;
        case 2: // two products that nearly cancel
          if (p[3] != 0 && isfinite(p[0] * p[2] / p[3]))
            p[1] = p[0] * p[2] / p[3];
          break;
        case 3: // real or imaginary
          p[between(0, 3)] = between(0, 1) ? 0.0 : -0.0;
        }
        emit(widths[w], operation, p[0], p[1], p[2], p[3]);
      }
      // every combination of special values
      double largest = ldexp(2 - (w == 0 ? 0x1p-52 : w == 1 ? 0x1p-23 : 0x1p-10), high);
      double values[] = {0.0, -0.0, 1, -1, 3, ldexp(1, low), largest, -largest, INFINITY, -INFINITY, NAN};
      int n = sizeof values / sizeof *values;
      for (int k = 0; k < n * n * n * n; k++)
        emit(widths[w], operation, values[k % n], values[k / n % n], values[k / n / n % n],
             values[k / n / n / n]);
    }
  // What was wrong once.
  emit(64, QUOTIENT, 1e150, 1e150, 1e150, 1e150);
  emit(64, QUOTIENT, 3, 4, 1, 2);
  emit(64, QUOTIENT, 0x1p600, 0x1p-860, 0x1p245, 0x1p-1030);
  return 0;
}

#else

typedef __float128 f128;

static f128 magnitude(f128 a) { return a < 0 ? -a : a; }
static int exponent_f128(f128 a) { // of a number that is not zero
  uint64_t w[2];
  memcpy(w, &a, 16);
  return (int)(w[1] >> 48 & 0x7fff) - 16383;
}
static f128 power_f128(int e) {
  uint64_t w[2] = {0, (uint64_t)(e + 16383) << 48};
  f128 a;
  memcpy(&a, w, 16);
  return a;
}

static int infinite(double a, double b) { return isinf(a) || isinf(b); }
static int finite_number(double a, double b) { return isfinite(a) && isfinite(b); }
static int zero(double a, double b) { return a == 0 && b == 0; }

// In ulp of the right result, with the digits and exponents of the type.
static double worst[65][2];
static int wrong_part(int bits, int operation, double found, f128 right, f128 largest) {
  int digits = bits == 64 ? 53 : bits == 32 ? 24 : 11;
  int low = bits == 64 ? -1074 : bits == 32 ? -149 : -24;
  int high = bits == 64 ? 1023 : bits == 32 ? 127 : 15;
  f128 limit = power_f128(high + 1);
  if (magnitude(right) >= limit - power_f128(high - digits))
    return !(isinf(found) && (found > 0) == (right > 0));
  int e = right == 0 ? -16000 : exponent_f128(right);
  f128 ulp = power_f128(e - digits + 1 > low ? e - digits + 1 : low);
  f128 of = isinf(found) ? (found > 0 ? limit : -limit) : (f128)found;
  f128 error = magnitude(of - right);
  double ulps = (double)(error / ulp);
  if (error <= largest * power_f128(-100))
    return 0;
  if (ulps > worst[bits][operation])
    worst[bits][operation] = ulps;
  return !(ulps <= 2);
}

static int wrong_sum(int bits, int operation, double found, f128 a, f128 b, f128 divisor) {
  f128 largest = magnitude(a) > magnitude(b) ? magnitude(a) : magnitude(b);
  return wrong_part(bits, operation, found, (a + b) / divisor, largest / divisor);
}

int main(void) {
  Record r;
  long records = 0, failed = 0;
  while (fread(&r, sizeof r, 1, stdin) == 1) {
    records++;
    int bits = (int)r.kind / 2, operation = (int)r.kind & 1, wrong;
    f128 a = r.a, b = r.b, c = r.c, d = r.d;
    if (finite_number(r.a, r.b) && finite_number(r.c, r.d) && !(operation == QUOTIENT && zero(r.c, r.d))) {
      f128 square = 1;
      if (operation == QUOTIENT) // times the conjugate
        square = c * c + d * d, d = -d;
      wrong = !(r.re == r.re && r.im == r.im) || wrong_sum(bits, operation, r.re, a * c, -b * d, square) ||
              wrong_sum(bits, operation, r.im, b * c, a * d, square);
    } else if (operation == PRODUCT) {
      int want = (infinite(r.a, r.b) && (infinite(r.c, r.d) || (finite_number(r.c, r.d) && !zero(r.c, r.d)))) ||
                 (infinite(r.c, r.d) && finite_number(r.a, r.b) && !zero(r.a, r.b));
      wrong = want && !infinite(r.re, r.im);
    } else {
      int want_infinity = (infinite(r.a, r.b) && finite_number(r.c, r.d)) ||
                          (zero(r.c, r.d) && finite_number(r.a, r.b) && !zero(r.a, r.b));
      int want_zero = finite_number(r.a, r.b) && infinite(r.c, r.d);
      wrong = (want_infinity && !infinite(r.re, r.im)) || (want_zero && !zero(r.re, r.im)) ||
              (zero(r.a, r.b) && zero(r.c, r.d) && !(isnan(r.re) && isnan(r.im)));
    }
    if (wrong && failed++ < 10)
      printf("wrong: f%d (%a, %a) %c (%a, %a) = (%a, %a)\n", bits, r.a, r.b, operation == PRODUCT ? '*' : '/', r.c,
             r.d, r.re, r.im);
  }
  for (int bits = 16; bits <= 64; bits *= 2)
    printf("f%d: worst part of a product %.3f ulp, of a quotient %.3f ulp\n", bits, worst[bits][PRODUCT],
           worst[bits][QUOTIENT]);
  printf("%ld records, %ld wrong\n", records, failed);
  return failed != 0 || records == 0;
}

#endif

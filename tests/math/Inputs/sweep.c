// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sweeps one function of <sectile_math.h> over the bit patterns of f32.
//
//   sweep FUNCTION STRIDE [FIRST END]
//
// The arguments are every STRIDE-th pattern from FIRST up to END, all of them
// without these. Of pow it is STRIDE pairs that are drawn, and all pairs of
// special values. Compiled for Sectile it computes on tiles; for the host with
// the portable reference, and then it measures the error against the host's f64
// functions as well. Prints a hash of all result bits, and on the host the
// worst error in units in the last place with the argument that has it.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __sectile__
#include <sectile_math.h>
#else
#include "../../../kernels/common/math_reference.h"
#endif

enum { LANES = 256 };

#ifdef __sectile__
typedef tile_f32_t unary(tile_f32_t);
// A tile function is inlined, so each needs one that can be pointed to.
#define FUNCTION(name)                                                         \
  static tile_f32_t name##_entry(tile_f32_t x) { return tile_##name##_f32(x); }
#else
typedef float unary(float);
#define FUNCTION(name)                                                         \
  static float name##_entry(float x) { return math_##name(x); }
static double exact_exp(double x) { return exp(x); }
static double exact_exp2(double x) { return exp2(x); }
static double exact_log(double x) { return log(x); }
static double exact_tanh(double x) { return tanh(x); }
static double exact_sigmoid(double x) { return 1 / (1 + exp(-x)); }
static double exact_erf(double x) { return erf(x); }
// Of the two whose factors are -infinity and 0 the limit is the value.
static double exact_gelu(double x) {
  return x == -INFINITY ? -0.0 : 0.5 * x * erfc(-x * 0.70710678118654752440);
}
static double exact_silu(double x) {
  return x < -700 ? -0.0 : x / (1 + exp(-x));
}
static double exact_softplus(double x) { return x > 50 ? x : log1p(exp(x)); }
static double exact_sin(double x) { return sin(x); }
static double exact_cos(double x) { return cos(x); }
static double exact_reciprocal(double x) { return 1 / x; }
// The f64 root of -0 is -0, and the ISA's estimate of it -infinity.
static double exact_rsqrt(double x) { return 1 / sqrt(x); }
#endif
FUNCTION(exp)
FUNCTION(exp2)
FUNCTION(log)
FUNCTION(tanh)
FUNCTION(sigmoid)
FUNCTION(erf)
FUNCTION(gelu)
FUNCTION(silu)
FUNCTION(softplus)
FUNCTION(sin)
FUNCTION(cos)
FUNCTION(reciprocal)
FUNCTION(rsqrt)

static const struct function {
  const char *name;
  unary *compute;
#ifndef __sectile__
  double (*exact)(double);
#endif
} functions[] = {
#ifdef __sectile__
#define ENTRY(name) {#name, name##_entry},
#else
#define ENTRY(name) {#name, name##_entry, exact_##name},
#endif
    ENTRY(exp) ENTRY(exp2) ENTRY(log) ENTRY(tanh) ENTRY(sigmoid) ENTRY(erf)
        ENTRY(gelu) ENTRY(silu) ENTRY(softplus) ENTRY(sin) ENTRY(cos)
            ENTRY(reciprocal) ENTRY(rsqrt)};

static uint64_t hash = UINT64_C(14695981039346656037);
// Which NaN is promised for instructions, not for compiled C.
static void add_to_hash(const float *results) {
  for (int i = 0; i < LANES; i++) {
    uint32_t bits;
    memcpy(&bits, &results[i], 4);
    hash = (hash ^ (isnan(results[i]) ? 0x7fc00000u : bits)) *
           UINT64_C(1099511628211);
  }
}

#ifndef __sectile__
// The distance in units in the last place of f32 at the exact result; where a
// special value is due, and for the sign of a zero, 0 or infinity.
static double error(float found, double expected) {
  const float nearest = (float)expected;
  if (found == nearest && found != 0 && fabsf(found) < INFINITY)
    return 0; // half a unit at most, and quickly said
  if (isnan(expected) || isnan(found))
    return isnan(expected) && isnan(found) ? 0 : INFINITY;
  if (isinf(expected))
    return found == expected ? 0 : INFINITY;
  if (found == 0 && nearest == 0)
    return !signbit(found) == !signbit(expected) ? fabs(expected) * 0x1p149
                                                 : INFINITY;
  int exponent;
  frexp(expected, &exponent);
  if (exponent < -125)
    exponent = -125;
  if (isinf(found)) // as if the range went on
    return isinf(nearest)
               ? 0
               : (0x1p128 - fabs(expected)) * ldexp(1, 24 - exponent);
  return fabs(found - expected) * ldexp(1, 24 - exponent);
}
static double worst;
static float worst_x, worst_y;
static void measure(float found, double expected, float x, float y) {
  const double e = error(found, expected);
  if (e > worst) {
    worst = e;
    worst_x = x;
    worst_y = y;
  }
}
#endif

static void sweep_unary(const struct function *f, uint64_t stride,
                        uint64_t first, uint64_t end) {
  for (uint64_t next = first; next < end;) {
    float x[LANES], results[LANES];
    for (int i = 0; i < LANES; i++) {
      const uint32_t bits = next < end ? (uint32_t)next : 0;
      memcpy(&x[i], &bits, 4);
      next += stride;
    }
#ifdef __sectile__
    tile_store_f32(results, f->compute(tile_load_f32(x)));
#else
    for (int i = 0; i < LANES; i++)
      results[i] = f->compute(x[i]);
    for (int i = 0; i < LANES; i++)
      measure(results[i], f->exact(x[i]), x[i], 0);
#endif
    add_to_hash(results);
  }
}

static uint64_t state = 1;
static uint64_t random64(void) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * UINT64_C(0x2545f4914f6cdd1d);
}

static void pow_of(const float *x, const float *y) {
  float results[LANES];
#ifdef __sectile__
  tile_store_f32(results, tile_pow_f32(tile_load_f32(x), tile_load_f32(y)));
#else
  for (int i = 0; i < LANES; i++) {
    results[i] = math_pow(x[i], y[i]);
    measure(results[i], pow((double)x[i], (double)y[i]), x[i], y[i]);
  }
#endif
  add_to_hash(results);
}

// Pairs whose power is in range and near its ends, bases beside 1, small
// integral exponents of bases of both signs, and any bits.
static void sweep_pow(uint64_t pairs) {
  static const float special[16] = {
      0.0f,      -0.0f, 1.0f,      -1.0f,      INFINITY,
      -INFINITY, NAN,   2.0f,      -2.0f,      3.0f,
      -3.0f,     0.5f,  0x1p-149f, -0x1p-149f, 0x1.fffffep127f,
      0x1p24f};
  float x[LANES], y[LANES];
  for (int i = 0; i < LANES; i++) {
    x[i] = special[i / 16];
    y[i] = special[i % 16];
  }
  pow_of(x, y);
  for (uint64_t done = 0; done < pairs; done += LANES) {
    for (int i = 0; i < LANES; i++) {
      const uint64_t r = random64();
      const uint32_t any = (uint32_t)(r >> 32);
      uint32_t base = any & 0x7fffffff;
      if (r & 16) // from 2^-8 to 2^8, or beside 1
        base = r & 32 ? 0x3b800000 + any % 0x08000000
                      : 0x3f800000 - 0x8000 + any % 0x10000;
      memcpy(&x[i], &base, 4);
      // Powers of two come from fractions that the instruction set has exactly.
      const int32_t exponent = (int32_t)(base >> 23) - 127;
      const float magnitude =
          exponent > 0 ? (float)exponent + 1 : (float)(1 - exponent);
      switch (r & 7) {
      case 0:
        y[i] = (float)((int32_t)(r >> 8 & 63) - 32);
        x[i] = r & 64 ? -x[i] : x[i];
        break;
      case 1: {
        const uint32_t bits = (uint32_t)(random64() >> 32);
        memcpy(&y[i], &bits, 4);
        break;
      }
      default:
        y[i] = (float)((int32_t)(random64() >> 32)) * 0x1p-31f * 160.0f /
               magnitude;
        if (!(r & 32) && (r & 16))
          y[i] = y[i] * (float)(1u << (r >> 8 & 15));
      }
    }
    pow_of(x, y);
  }
}

int main(int argc, char **argv) {
  const uint64_t stride = argc > 2 ? strtoull(argv[2], 0, 0) : 0;
  const uint64_t first = argc == 5 ? strtoull(argv[3], 0, 0) : 0;
  const uint64_t end = argc == 5 ? strtoull(argv[4], 0, 0) : UINT64_C(1) << 32;
  const struct function *f = functions,
                        *last = functions + sizeof functions / sizeof *f;
  if (stride && (argc == 3 || argc == 5)) {
    while (f < last && strcmp(argv[1], f->name) != 0)
      f++;
    if (f < last)
      sweep_unary(f, stride, first, end);
    else if (!strcmp(argv[1], "pow") && argc == 3)
      sweep_pow(stride);
    else
      argc = 0;
  }
  if (!stride || (argc != 3 && argc != 5)) {
    fprintf(stderr, "usage: sweep FUNCTION STRIDE [FIRST END]\n"
                    "       sweep pow PAIRS\n");
    return 2;
  }
  printf("%s %016llx\n", argv[1], (unsigned long long)hash);
#ifndef __sectile__
  fprintf(stderr, "%.4f %a %a\n", worst, worst_x, worst_y);
#endif
  return 0;
}

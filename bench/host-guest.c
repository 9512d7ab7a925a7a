// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Kernels of kernels/, and the same computations as plain C, for
// bench/host, which compares the emulator's time for the ones with the host's
// for the others.
//
//   host-guest list
//   host-guest CASE RUNS
//
// Compiled for Sectile a case calls its kernel, compiled for the host it is
// loops, in the order and with the layout of the weights that vectorise best
// without a licence to reorder sums. It prints the sum of the results'
// magnitudes, by which the script knows that both computed the same.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __sectile__
#include "../kernels/attention/attention.h"
#include "../kernels/conv/conv.h"
#include "../kernels/gemm/gemm.h"
#include "../kernels/linalg/linalg.h"
#include "../kernels/recurrent/recurrent.h"
#include "../kernels/rows/rows.h"
#include "../kernels/sparse/sparse.h"
#endif

enum {
  SIZE = 256, // of square matrices
  IMAGE = 28,
  CHANNELS = 64, // of convolutions, 3 x 3
  HEADS = 4,
  KEYS = 256,
  DEPTH = 64, // of attention
  STEPS = 50,
  BATCH = 16,
  UNITS = 64, // of the LSTM
  BLOCK = 32,
  SIDE = SIZE / BLOCK, // of block-sparse products
  SPACE = SIZE * SIZE * 4
};
static _Alignas(64) float a[SPACE], b[SPACE], c[SPACE], d[SPACE], y[SPACE];
static _Alignas(64) char scratch[1 << 20];

#define UNUSED (void)scratch, (void)d

// Numbers of about 1, of no order.
static int next_number(void) {
  static uint32_t state = 1;
  state = state * 1664525 + 1013904223;
  return (int)(state >> 24) - 128;
}
static uint16_t bf16_of(float x) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  return (uint16_t)(bits >> 16);
}
static uint16_t f16_of(float x) {
  const _Float16 narrow = (_Float16)x;
  uint16_t bits;
  memcpy(&bits, &narrow, 2);
  return bits;
}
enum type { F32, BF16, F16, I8 };
static void fill(float *p, enum type type, int count) {
  for (int i = 0; i < count; i++) {
    const float x = (float)next_number() / 128;
    switch (type) {
    case F32:
      p[i] = x;
      break;
    case BF16:
      ((uint16_t *)p)[i] = bf16_of(x);
      break;
    case F16:
      ((uint16_t *)p)[i] = f16_of(x);
      break;
    case I8:
      ((int8_t *)p)[i] = (int8_t)(x * 128);
      break;
    }
  }
}

#ifndef __sectile__
static float widen_bf16(uint16_t x) {
  const uint32_t bits = (uint32_t)x << 16;
  float f;
  memcpy(&f, &bits, 4);
  return f;
}
static float widen_f16(uint16_t x) {
  _Float16 f;
  memcpy(&f, &x, 2);
  return (float)f;
}
static float same(float x) { return x; }
static int whole(int8_t x) { return x; }
static float sigmoid(float x) { return 1 / (1 + expf(-x)); }
#endif

// --- Products ----------------------------------------------------------------
#ifdef __sectile__
#define GEMM(T, element, sum, widen)                                           \
  static void gemm_of_##T(void) {                                              \
    gemm_##T(SIZE, SIZE, SIZE, (const element *)a, SIZE, (const element *)b,   \
             SIZE, (sum *)y, SIZE, 0);                                         \
  }
#else
#define GEMM(T, element, sum, widen)                                           \
  static void gemm_of_##T(void) {                                              \
    const element *const x = (const element *)a, *const w =                    \
                                                     (const element *)b;       \
    sum *const to = (sum *)y;                                                  \
    for (int i = 0; i < SIZE; i++) {                                           \
      for (int j = 0; j < SIZE; j++)                                           \
        to[i * SIZE + j] = 0;                                                  \
      for (int k = 0; k < SIZE; k++) {                                         \
        const sum v = widen(x[i * SIZE + k]);                                  \
        for (int j = 0; j < SIZE; j++)                                         \
          to[i * SIZE + j] += v * widen(w[k * SIZE + j]);                      \
      }                                                                        \
    }                                                                          \
  }
#endif
GEMM(f32, float, float, same)
GEMM(bf16, uint16_t, float, widen_bf16)
GEMM(f16, uint16_t, float, widen_f16)
GEMM(i8, int8_t, int32_t, whole)

// --- Convolutions, padded by 1
// ------------------------------------------------
#ifdef __sectile__
static const struct conv_shape image = {
    1, IMAGE, IMAGE, CHANNELS, IMAGE, IMAGE, CHANNELS, 3,
    3, 1,     1,     1,        1,     1,     1,        1};
static void conv_of_f32(void) {
  conv_f32(&image, a, b, 0, -INFINITY, INFINITY, y, scratch, sizeof scratch);
}
static void conv_of_bf16(void) {
  conv_bf16(&image, (const uint16_t *)a, (const uint16_t *)b, 0, -INFINITY,
            INFINITY, (uint16_t *)y, scratch, sizeof scratch);
}
static void conv_of_i8(void) {
  static const int32_t multiplier = 1 << 30, shift = -8;
  static const struct requantisation q = {&multiplier, &shift, 0,  0,
                                          0,           -128,   127};
  conv_i8(&image, (const int8_t *)a, 0, (const int8_t *)b, 0, &q, (int8_t *)y,
          scratch, sizeof scratch);
}
#else
static float kept(float x) { return x; }
static int8_t requantised(int32_t sum) {
  const int64_t scaled = ((int64_t)sum * (1 << 30) + (INT64_C(1) << 38)) >> 39;
  return (int8_t)(scaled < -128 ? -128 : scaled > 127 ? 127 : scaled);
}
// The weights as [ky][kx][in][out], which the first run makes of [out][ky][kx]
// [in].
#define CONV(T, element, sum, widen, narrow)                                   \
  static void conv_of_##T(void) {                                              \
    enum { TAPS = 9 };                                                         \
    static element w[TAPS * CHANNELS * CHANNELS];                              \
    static int turned;                                                         \
    for (int o = 0; !turned && o < CHANNELS; o++)                              \
      for (int i = 0; i < TAPS * CHANNELS; i++)                                \
        w[i * CHANNELS + o] = ((const element *)b)[o * TAPS * CHANNELS + i];   \
    turned = 1;                                                                \
    for (int oy = 0; oy < IMAGE; oy++)                                         \
      for (int ox = 0; ox < IMAGE; ox++) {                                     \
        sum s[CHANNELS] = {0};                                                 \
        for (int ky = 0; ky < 3; ky++)                                         \
          for (int kx = 0; kx < 3; kx++) {                                     \
            const int iy = oy + ky - 1, ix = ox + kx - 1;                      \
            if (iy < 0 || iy >= IMAGE || ix < 0 || ix >= IMAGE)                \
              continue;                                                        \
            for (int i = 0; i < CHANNELS; i++) {                               \
              const sum v = widen(                                             \
                  ((const element *)a)[(iy * IMAGE + ix) * CHANNELS + i]);     \
              const element *const row =                                       \
                  w + ((ky * 3 + kx) * CHANNELS + i) * CHANNELS;               \
              for (int o = 0; o < CHANNELS; o++)                               \
                s[o] += v * widen(row[o]);                                     \
            }                                                                  \
          }                                                                    \
        for (int o = 0; o < CHANNELS; o++)                                     \
          ((element *)y)[(oy * IMAGE + ox) * CHANNELS + o] = narrow(s[o]);     \
      }                                                                        \
  }
CONV(f32, float, float, same, kept)
CONV(bf16, uint16_t, float, widen_bf16, bf16_of)
CONV(i8, int8_t, int32_t, whole, requantised)
#endif

// --- Attention, causal
// ---------------------------------------------------------
#ifdef __sectile__
static const struct attention_shape heads = {HEADS, HEADS,  KEYS, KEYS,
                                             DEPTH, 0.125f, 1};
#define ATTENTION(T, element, widen, narrow)                                   \
  static void attention_of_##T(void) {                                         \
    attention_##T(&heads, (const element *)a, HEADS * DEPTH,                   \
                  (const element *)b, HEADS * DEPTH, (const element *)c,       \
                  HEADS * DEPTH, (element *)y, HEADS * DEPTH);                 \
  }
#else
#define ATTENTION(T, element, widen, narrow)                                   \
  static void attention_of_##T(void) {                                         \
    const element *const q = (const element *)a,                               \
                         *const k = (const element *)b,                        \
                         *const v = (const element *)c;                        \
    for (int h = 0; h < HEADS; h++)                                            \
      for (int i = 0; i < KEYS; i++) {                                         \
        float p[KEYS], most = -INFINITY, sum = 0, o[DEPTH] = {0};              \
        for (int j = 0; j <= i; j++) {                                         \
          float s = 0;                                                         \
          for (int t = 0; t < DEPTH; t++)                                      \
            s += widen(q[(i * HEADS + h) * DEPTH + t]) *                       \
                 widen(k[(j * HEADS + h) * DEPTH + t]);                        \
          p[j] = s * 0.125f;                                                   \
          most = fmaxf(most, p[j]);                                            \
        }                                                                      \
        for (int j = 0; j <= i; j++) {                                         \
          p[j] = expf(p[j] - most);                                            \
          sum += p[j];                                                         \
        }                                                                      \
        for (int j = 0; j <= i; j++)                                           \
          for (int t = 0; t < DEPTH; t++)                                      \
            o[t] += p[j] * widen(v[(j * HEADS + h) * DEPTH + t]);              \
        for (int t = 0; t < DEPTH; t++)                                        \
          ((element *)y)[(i * HEADS + h) * DEPTH + t] = narrow(o[t] / sum);    \
      }                                                                        \
  }
#endif
ATTENTION(f32, float, same, kept)
ATTENTION(bf16, uint16_t, widen_bf16, bf16_of)

// --- LSTM
// ----------------------------------------------------------------------
static float h[BATCH * UNITS], cell[BATCH * UNITS];
static void lstm_of_f32(void) {
  memset(h, 0, sizeof h);
  memset(cell, 0, sizeof cell);
#ifdef __sectile__
  static const struct recurrent_shape s = {STEPS, BATCH, UNITS, UNITS};
  recurrent_lstm_f32(&s, a, UNITS, b, UNITS, c, UNITS, 0, h, UNITS, cell, UNITS,
                     y, UNITS, scratch, sizeof scratch);
#else
  // The weights as [input][gate][unit].
  static float w[UNITS * 4 * UNITS], u[UNITS * 4 * UNITS];
  static int turned;
  for (int o = 0; !turned && o < 4 * UNITS; o++)
    for (int i = 0; i < UNITS; i++) {
      w[i * 4 * UNITS + o] = b[o * UNITS + i];
      u[i * 4 * UNITS + o] = c[o * UNITS + i];
    }
  turned = 1;
  for (int t = 0; t < STEPS; t++)
    for (int n = 0; n < BATCH; n++) {
      float g[4 * UNITS] = {0};
      for (int i = 0; i < UNITS; i++)
        for (int o = 0; o < 4 * UNITS; o++)
          g[o] += a[(t * BATCH + n) * UNITS + i] * w[i * 4 * UNITS + o];
      for (int i = 0; i < UNITS; i++)
        for (int o = 0; o < 4 * UNITS; o++)
          g[o] += h[n * UNITS + i] * u[i * 4 * UNITS + o];
      for (int o = 0; o < UNITS; o++) {
        float *const to = cell + n * UNITS + o;
        *to = sigmoid(g[UNITS + o]) * *to +
              sigmoid(g[o]) * tanhf(g[2 * UNITS + o]);
        y[(t * BATCH + n) * UNITS + o] = h[n * UNITS + o] =
            sigmoid(g[3 * UNITS + o]) * tanhf(*to);
      }
    }
#endif
}

// --- Block-sparse product, a quarter of the blocks
// -----------------------------
static int32_t start[SIDE + 1], column[SIDE * SIDE];
static void sparse_of_f32(void) {
  int32_t blocks = 0;
  for (int r = 0; r < SIDE; r++) {
    start[r] = blocks;
    for (int i = 0; i < SIDE; i++)
      if ((i + r) % 4 == 0)
        column[blocks++] = i;
  }
  start[SIDE] = blocks;
#ifdef __sectile__
  const struct sparse_pattern p = {SIZE, SIZE, BLOCK, start, column, 0};
  sparse_f32(&p, SIZE, a, SIZE, b, y, SIZE, 0);
#else
  // The blocks transposed.
  static float w[SIZE * SIZE];
  static int turned;
  for (int i = 0; !turned && i < blocks * BLOCK; i++)
    for (int j = 0; j < BLOCK; j++)
      w[(i / BLOCK * BLOCK + j) * BLOCK + i % BLOCK] = b[i * BLOCK + j];
  turned = 1;
  for (int n = 0; n < SIZE; n++)
    for (int r = 0; r < SIDE; r++) {
      float s[BLOCK] = {0};
      for (int32_t k = start[r]; k < start[r + 1]; k++)
        for (int i = 0; i < BLOCK; i++)
          for (int o = 0; o < BLOCK; o++)
            s[o] += a[n * SIZE + column[k] * BLOCK + i] *
                    w[(k * BLOCK + i) * BLOCK + o];
      memcpy(y + n * SIZE + r * BLOCK, s, sizeof s);
    }
#endif
}

// --- LU with pivoting
// -----------------------------------------------------------
static void lu_of_f32(void) {
  int32_t pivots[SIZE];
  memcpy(y, a, sizeof(float) * SIZE * SIZE);
#ifdef __sectile__
  int64_t zero;
  lu_f32(SIZE, SIZE, y, SIZE, pivots, &zero);
#else
  for (int k = 0; k < SIZE; k++) {
    int p = k;
    for (int i = k + 1; i < SIZE; i++)
      if (fabsf(y[i * SIZE + k]) > fabsf(y[p * SIZE + k]))
        p = i;
    pivots[k] = p;
    for (int j = 0; j < SIZE; j++) {
      const float other = y[p * SIZE + j];
      y[p * SIZE + j] = y[k * SIZE + j];
      y[k * SIZE + j] = other;
    }
    for (int i = k + 1; i < SIZE; i++) {
      const float f = y[i * SIZE + k] /= y[k * SIZE + k];
      for (int j = k + 1; j < SIZE; j++)
        y[i * SIZE + j] -= f * y[k * SIZE + j];
    }
  }
#endif
  (void)pivots;
}

// --- Rows
// -----------------------------------------------------------------------
static void softmax_of_f32(void) {
#ifdef __sectile__
  rows_softmax_f32(SIZE, SIZE, a, SIZE, y, SIZE);
#else
  for (int i = 0; i < SIZE; i++) {
    const float *const x = a + i * SIZE;
    float *const to = y + i * SIZE, most = x[0], sum = 0;
    for (int j = 1; j < SIZE; j++)
      most = fmaxf(most, x[j]);
    for (int j = 0; j < SIZE; j++)
      sum += to[j] = expf(x[j] - most);
    for (int j = 0; j < SIZE; j++)
      to[j] /= sum;
  }
#endif
}
static void layer_norm_of_f32(void) {
#ifdef __sectile__
  rows_layer_norm_f32(SIZE, SIZE, a, SIZE, b, c, 1e-5f, y, SIZE);
#else
  for (int i = 0; i < SIZE; i++) {
    const float *const x = a + i * SIZE;
    float mean = 0, squares = 0;
    for (int j = 0; j < SIZE; j++)
      mean += x[j] / SIZE;
    for (int j = 0; j < SIZE; j++)
      squares += (x[j] - mean) * (x[j] - mean) / SIZE;
    const float by = 1 / sqrtf(squares + 1e-5f);
    for (int j = 0; j < SIZE; j++)
      y[i * SIZE + j] = (x[j] - mean) * by * b[j] + c[j];
  }
#endif
}

static const struct {
  const char *name, *shape;
  void (*run)(void);
  enum type type, result; // F16 for results of 32-bit integers
  int results;
} cases[] = {
    {"gemm-f32", "256 x 256 x 256", gemm_of_f32, F32, F32, SIZE * SIZE},
    {"gemm-bf16", "256 x 256 x 256", gemm_of_bf16, BF16, F32, SIZE * SIZE},
    {"gemm-f16", "256 x 256 x 256", gemm_of_f16, F16, F32, SIZE * SIZE},
    {"gemm-i8", "256 x 256 x 256", gemm_of_i8, I8, F16, SIZE * SIZE},
    {"conv-f32", "28 x 28 x 64, 3 x 3 x 64", conv_of_f32, F32, F32,
     IMAGE * IMAGE * CHANNELS},
    {"conv-bf16", "28 x 28 x 64, 3 x 3 x 64", conv_of_bf16, BF16, BF16,
     IMAGE * IMAGE * CHANNELS},
    {"conv-i8", "28 x 28 x 64, 3 x 3 x 64", conv_of_i8, I8, I8,
     IMAGE * IMAGE * CHANNELS},
    {"attention-f32", "4 heads, 256 x 256 x 64", attention_of_f32, F32, F32,
     KEYS * HEADS * DEPTH},
    {"attention-bf16", "4 heads, 256 x 256 x 64", attention_of_bf16, BF16, BF16,
     KEYS * HEADS * DEPTH},
    {"lstm-f32", "50 steps, 16 x 64, 64", lstm_of_f32, F32, F32,
     STEPS * BATCH * UNITS},
    {"sparse-f32", "256 x 256 x 256, 25 %", sparse_of_f32, F32, F32,
     SIZE * SIZE},
    {"lu-f32", "256 x 256", lu_of_f32, F32, F32, SIZE * SIZE},
    {"softmax-f32", "256 x 256", softmax_of_f32, F32, F32, SIZE * SIZE},
    {"layer-norm-f32", "256 x 256", layer_norm_of_f32, F32, F32, SIZE * SIZE}};

static double result_of(int i, int at) {
  uint32_t bits;
  float f;
  switch (cases[i].result) {
  case F32:
    return (double)y[at];
  case BF16:
    bits = (uint32_t)((const uint16_t *)y)[at] << 16;
    memcpy(&f, &bits, 4);
    return (double)f;
  case F16:
    return ((const int32_t *)y)[at];
  default:
    return ((const int8_t *)y)[at];
  }
}

int main(int argc, char **argv) {
  const int count = sizeof cases / sizeof *cases;
  UNUSED;
  if (argc == 2 && strcmp(argv[1], "list") == 0) {
    for (int i = 0; i < count; i++)
      printf("%s|%s\n", cases[i].name, cases[i].shape);
    return 0;
  }
  for (int i = 0; argc == 3 && i < count; i++)
    if (strcmp(argv[1], cases[i].name) == 0) {
      fill(a, cases[i].type, SPACE);
      fill(b, cases[i].type, SPACE);
      fill(c, cases[i].type, SPACE);
      for (long runs = strtol(argv[2], 0, 10); runs > 0; runs--)
        cases[i].run();
      double sum = 0;
      for (int at = 0; at < cases[i].results; at++)
        sum += fabs(result_of(i, at));
      printf("%.6e\n", sum);
      return 0;
    }
  fprintf(stderr, "usage: host-guest list|CASE RUNS\n");
  return 2;
}

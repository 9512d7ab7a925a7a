// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Layers of a network 784-width-10 with relu, its training in bf16, and its
// inference in f32, bf16 and, quantised, in i8. mlp.c trains it once; the
// networks that include this after MODEL and its data say when each happens.
#ifndef MLP_H
#define MLP_H

enum {
  WIDEST = 512,
  ROWS = BATCH,
  OUTPUT_COLUMNS = CLASSES,
  CHANNELS = WIDEST
};
// Weights of a narrower network begin where those of the widest do.
enum {
  W1 = 0,
  B1 = W1 + WIDEST * PIXELS,
  W2 = B1 + WIDEST,
  B2 = W2 + CLASSES * WIDEST,
  WEIGHTS = B2 + CLASSES
};

#include "../common/operations.h"
#include "../common/quantise.h"
#include "../common/training.h"

#ifdef __sectile__
#include "../../kernels/gemm/gemm_fused.h"
#else
#include "../../kernels/common/requantise_reference.h"
#endif

static int64_t width = 128;
static bf16 x[BATCH * PIXELS], h[BATCH * WIDEST];
static float x32[BATCH * PIXELS], z1[BATCH * WIDEST];
static int8_t x8[BATCH * PIXELS], h8[BATCH * WIDEST], z8[BATCH * CLASSES];
static struct quantised_layer layer[2];

// z = x w' + b, of f32, with the masters from w and b on; z = max(z, 0).
static inline void dense_f32(int m, int n, int k, const float *a, int w, int b,
                             float *z);
static inline void relu_f32(int n, float *z);
// A quantised layer: inputs have the zero point ZERO_POINT, of which `l` has
// the part in its biases; outputs have `zero_point`.
static inline void dense_i8(int m, int n, int k, const int8_t *a,
                            const struct quantised_layer *l, int zero_point,
                            int8_t *z);
// x32 = x; x8 = 256 x - 128.
static inline void other_types(void);

#ifdef __sectile__
static inline void dense_f32(int m, int n, int k, const float *a, int w, int b,
                             float *z) {
  repeat(m, n, master + b, z);
  must(gemm_f32(m, n, k, a, k, master + w, k, z, n, GEMM_ADD | GEMM_B_NK));
}
static inline void relu_f32(int n, float *z) {
  EACH_TILE(i, n)
  tile_store_linear_f32(z + i, n - i,
                        tile_max_f32_s(tile_load_linear_f32(z + i, n - i), 0));
}
static inline void dense_i8(int m, int n, int k, const int8_t *a,
                            const struct quantised_layer *l, int zero_point,
                            int8_t *z) {
  static char scratch[1 << 14];
  const struct requantisation q = {l->multiplier, l->shift, 1,  0,
                                   zero_point,    -128,     127};
  must(gemm_i8_requantised(m, n, k, a, k, l->w, k, z, n, GEMM_B_NK, l->bias, &q,
                           scratch, sizeof scratch));
}
static inline void other_types(void) {
  EACH_TILE(i, BATCH * PIXELS) {
    const tile_f32_t v = tile_load_linear_widen_bf16(x + i, 256);
    tile_store_linear_f32(x32 + i, 256, v);
    tile_store_linear_narrow_i8(x8 + i, 256,
                                tile_cvt_i32_f32(v * 256.0f - 128.0f));
  }
}
#else
static inline void dense_f32(int m, int n, int k, const float *a, int w, int b,
                             float *z) {
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++) {
      float sum = master[b + j];
      for (int l = 0; l < k; l++)
        sum = fmaf(a[i * k + l], master[w + j * k + l], sum);
      z[i * n + j] = sum;
    }
}
static inline void relu_f32(int n, float *z) {
  for (int i = 0; i < n; i++)
    z[i] = z[i] > 0 ? z[i] : 0.0f;
}
static inline void dense_i8(int m, int n, int k, const int8_t *a,
                            const struct quantised_layer *l, int zero_point,
                            int8_t *z) {
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++) {
      int32_t sum = l->bias[j];
      for (int p = 0; p < k; p++)
        sum += a[i * k + p] * l->w[j * k + p];
      z[i * n + j] = reference_requantised(sum, l->multiplier[j], l->shift[j],
                                           0, zero_point, -128, 127);
    }
}
static inline void other_types(void) {
  for (int i = 0; i < BATCH * PIXELS; i++) {
    x32[i] = math_widen_bf16(x[i]);
    x8[i] = (int8_t)(x32[i] * 256.0f - 128.0f);
  }
}
#endif

static void weights_changed(void) { round_weights(); }

static void load_batch(const struct digits *d, const uint32_t *order,
                       uint32_t first, uint32_t limit) {
  load_pixels(d, order, first, limit, x, label);
  other_types();
}

static inline void forward_f32(void) {
  const int n = (int)width;
  dense_f32(BATCH, n, PIXELS, x32, W1, B1, z1);
  relu_f32(BATCH * n, z1);
  dense_f32(BATCH, CLASSES, n, z1, W2, B2, logits);
}

static inline void forward_bf16(void) {
  const int n = (int)width;
  dense(BATCH, n, PIXELS, x, W1, B1, z1);
  relu(BATCH * n, z1, h);
  dense(BATCH, CLASSES, n, h, W2, B2, logits);
}

static inline void forward_i8(void) {
  const int n = (int)width;
  dense_i8(BATCH, n, PIXELS, x8, &layer[0], ZERO_POINT, h8);
  dense_i8(BATCH, CLASSES, n, h8, &layer[1], 0, z8);
  for (int i = 0; i < BATCH * CLASSES; i++)
    logits[i] = z8[i];
}

// After forward_bf16; the loss.
static double learn(float rate) {
  static bf16 dz2[BATCH * CLASSES], dz1[BATCH * WIDEST];
  static float d[BATCH * WIDEST];
  const int n = (int)width;
  const double loss = cross_entropy(BATCH, CLASSES, logits, label, dz2);
  dense_gradient(BATCH, CLASSES, n, dz2, h, W2, B2);
  dense_back(BATCH, CLASSES, n, dz2, W2, d);
  relu_back(BATCH * n, d, h, dz1);
  dense_gradient(BATCH, n, PIXELS, dz1, x, W1, B1);
  adam(rate);
  return loss;
}

// Layers of bytes from the masters, by the largest activations of the first
// digits that were trained on.
static inline void quantise(const struct digits *d) {
  static int8_t w[WEIGHTS];
  enum { CALIBRATED = 8 * BATCH };
  float most_h = 0, most_z = 0;
  const int n = (int)width;
  for (uint32_t first = 0; first < CALIBRATED && HELD_BACK + first < d->count;
       first += BATCH) {
    load_batch(d, NULL, HELD_BACK + first, d->count);
    forward_bf16();
    relu_f32(BATCH * n, z1);
    most_h = fmaxf(most_h, largest(BATCH * n, z1));
    most_z = fmaxf(most_z, largest(BATCH * CLASSES, logits));
  }
  const float scale_h = (most_h > 0 ? most_h : 1) / 255,
              scale_z = (most_z > 0 ? most_z : 1) / 127;
  layer[0].w = w + W1;
  layer[1].w = w + W2;
  quantise_layer(&layer[0], n, PIXELS, master + W1, master + B1, 1.0f / 256,
                 scale_h);
  quantise_layer(&layer[1], CLASSES, n, master + W2, master + B2, scale_h,
                 scale_z);
  for (int l = 0; l < 2; l++) {
    const int inputs = l ? n : PIXELS;
    for (int j = 0; j < (l ? CLASSES : n); j++)
      for (int k = 0; k < inputs; k++)
        layer[l].bias[j] -= ZERO_POINT * layer[l].w[j * inputs + k];
  }
}

static inline int macs(void) { return (int)width * (PIXELS + CLASSES); }

#endif

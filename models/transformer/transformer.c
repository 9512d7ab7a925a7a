// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A transformer over the rows of an image: each of 28 rows of 28 pixels is a
// token. The same source is the program of the core and, with the portable
// operations, the reference on the host; every weight must agree.
//
//   tokens to 32 features, plus a learned position
//   layer norm, attention with 2 heads of 16, residual
//   layer norm, 32-64-32 with gelu, residual
//   layer norm, all 28 x 32 features to 10 classes, softmax, cross-entropy
//
// Attention is fused in the forward pass. The backward pass computes the
// probabilities again, as softmax of the scores, and keeps them in memory.
#define MODEL "transformer"
#include "../common/data.h"

enum {
  TOKENS = 28,
  PATCH = 28,
  FEATURES = 32,
  HEADS = 2,
  DEPTH = FEATURES / HEADS,
  QKV = 3 * FEATURES,
  HIDDEN = 64,
  ALL = TOKENS * FEATURES,
  ROWS = BATCH * TOKENS,
  SCORES = TOKENS * TOKENS,
  OUTPUT_COLUMNS = CLASSES,
  MACS = TOKENS * (PATCH * FEATURES + FEATURES * QKV + 2 * TOKENS * FEATURES +
                   FEATURES * FEATURES + 2 * FEATURES * HIDDEN) +
         ALL * CLASSES
};

// The masters: W weights, P positions, G gains, B biases. Also the order in the
// file.
enum {
  W_TOKEN = 0,
  P_TOKEN = W_TOKEN + FEATURES * PATCH,
  W_QKV = P_TOKEN + ALL,
  B_QKV = W_QKV + QKV * FEATURES,
  W_OUT = B_QKV + QKV,
  B_OUT = W_OUT + FEATURES * FEATURES,
  W_UP = B_OUT + FEATURES,
  B_UP = W_UP + HIDDEN * FEATURES,
  W_DOWN = B_UP + HIDDEN,
  B_DOWN = W_DOWN + FEATURES * HIDDEN,
  W_CLASS = B_DOWN + FEATURES,
  B_CLASS = W_CLASS + CLASSES * ALL,
  G_NORM = B_CLASS + CLASSES, // of three norms
  B_NORM = G_NORM + 3 * FEATURES,
  WEIGHTS = B_NORM + 3 * FEATURES
};

#include "../common/operations.h"
#include "../common/training.h"

#ifdef __sectile__
#include "../../kernels/attention/attention.h"
#else
#include "../../kernels/attention/attention_reference.h"
#endif

static bf16 pixels[BATCH * PIXELS];
// The stream that each part adds to: x0 into the attention, x1 into the MLP.
static float x0[ROWS * FEATURES], x1[ROWS * FEATURES], x2[ROWS * FEATURES];
static float part[ROWS * FEATURES], up[ROWS * HIDDEN], wide[ROWS * QKV];
static bf16 n0[ROWS * FEATURES], n1[ROWS * FEATURES], n2[ROWS * FEATURES];
static bf16 qkv[ROWS * QKV], heads[ROWS * FEATURES], h[ROWS * HIDDEN];

static void weights_changed(void) { round_weights(); }

static void load_batch(const struct digits *d, const uint32_t *order,
                       uint32_t first, uint32_t limit) {
  load_pixels(d, order, first, limit, pixels, label);
}

static void attend(void) {
  static const struct attention_shape shape = {
      HEADS, HEADS, TOKENS, TOKENS, DEPTH, 0.25f /* 1 / sqrt(DEPTH) */, 0};
  for (int i = 0; i < BATCH; i++) {
    const bf16 *q = qkv + i * TOKENS * QKV;
    bf16 *to = heads + i * ALL;
#ifdef __sectile__
    must(attention_bf16(&shape, q, QKV, q + FEATURES, QKV, q + 2 * FEATURES,
                        QKV, to, FEATURES));
#else
    reference_attention_bf16(&shape, q, QKV, q + FEATURES, QKV,
                             q + 2 * FEATURES, QKV, to, FEATURES);
#endif
  }
}

static void norm(int which, const float *x, bf16 *y) {
  layer_norm(ROWS, FEATURES, x, master + G_NORM + which * FEATURES,
             master + B_NORM + which * FEATURES, y);
}

static void forward(void) {
  repeat(BATCH, ALL, master + P_TOKEN, x0);
  multiply(ROWS, FEATURES, PATCH, pixels, PATCH, weights + W_TOKEN, PATCH, x0,
           FEATURES, GEMM_ADD | GEMM_B_NK);
  norm(0, x0, n0);
  dense(ROWS, QKV, FEATURES, n0, W_QKV, B_QKV, wide);
  narrow(ROWS * QKV, wide, qkv);
  attend();
  dense(ROWS, FEATURES, FEATURES, heads, W_OUT, B_OUT, part);
  add(ROWS * FEATURES, x0, part, x1);
  norm(1, x1, n1);
  dense(ROWS, HIDDEN, FEATURES, n1, W_UP, B_UP, up);
  gelu(ROWS * HIDDEN, up, h);
  dense(ROWS, FEATURES, HIDDEN, h, W_DOWN, B_DOWN, part);
  add(ROWS * FEATURES, x1, part, x2);
  norm(2, x2, n2);
  dense(BATCH, CLASSES, ALL, n2, W_CLASS, B_CLASS, logits);
}

// dx += the gradient that passes through the norm.
static void norm_back(int which, const float *x, const float *dy, float *dx) {
  layer_norm_back(ROWS, FEATURES, x, master + G_NORM + which * FEATURES, dy, dx,
                  gradient + G_NORM + which * FEATURES,
                  gradient + B_NORM + which * FEATURES);
}

// From the gradient of the heads' results to that of q, k and v, in `wide`.
static void attend_back(const bf16 *d) {
  static float s[BATCH * HEADS * SCORES], p[BATCH * HEADS * SCORES],
      dp[BATCH * HEADS * SCORES];
  static bf16 rounded[BATCH * HEADS * SCORES], ds[BATCH * HEADS * SCORES];
  const int count = BATCH * HEADS;
  for (int i = 0; i < count; i++) {
    const int row = i / HEADS * TOKENS, head = i % HEADS * DEPTH;
    const bf16 *q = qkv + row * QKV + head;
    multiply(TOKENS, TOKENS, DEPTH, q, QKV, q + FEATURES, QKV, s + i * SCORES,
             TOKENS, GEMM_B_NK);
    multiply(TOKENS, TOKENS, DEPTH, d + row * FEATURES + head, FEATURES,
             q + 2 * FEATURES, QKV, dp + i * SCORES, TOKENS, GEMM_B_NK);
  }
  scale(count * SCORES, s, 0.25f, s);
  softmax(count * TOKENS, TOKENS, s, p);
  narrow(count * SCORES, p, rounded);
  softmax_back(count * TOKENS, TOKENS, p, dp, 0.25f, ds);
  for (int i = 0; i < count; i++) {
    const int row = i / HEADS * TOKENS, head = i % HEADS * DEPTH;
    const bf16 *q = qkv + row * QKV + head;
    float *to = wide + row * QKV + head;
    multiply(TOKENS, DEPTH, TOKENS, ds + i * SCORES, TOKENS, q + FEATURES, QKV,
             to, QKV, 0);
    multiply(TOKENS, DEPTH, TOKENS, ds + i * SCORES, TOKENS, q, QKV,
             to + FEATURES, QKV, GEMM_A_KM);
    multiply(TOKENS, DEPTH, TOKENS, rounded + i * SCORES, TOKENS,
             d + row * FEATURES + head, FEATURES, to + 2 * FEATURES, QKV,
             GEMM_A_KM);
  }
}

static double learn(float rate) {
  static bf16 dz[BATCH * CLASSES], d[ROWS * FEATURES], d_wide[ROWS * QKV];
  static float dx[ROWS * FEATURES]; // of the stream
  const double loss = cross_entropy(BATCH, CLASSES, logits, label, dz);
  dense_gradient(BATCH, CLASSES, ALL, dz, n2, W_CLASS, B_CLASS);
  dense_back(BATCH, CLASSES, ALL, dz, W_CLASS, part);
  memset(dx, 0, sizeof dx);
  norm_back(2, x2, part, dx);

  narrow(ROWS * FEATURES, dx, d);
  dense_gradient(ROWS, FEATURES, HIDDEN, d, h, W_DOWN, B_DOWN);
  dense_back(ROWS, FEATURES, HIDDEN, d, W_DOWN, wide);
  gelu_back(ROWS * HIDDEN, wide, up, d_wide);
  dense_gradient(ROWS, HIDDEN, FEATURES, d_wide, n1, W_UP, B_UP);
  dense_back(ROWS, HIDDEN, FEATURES, d_wide, W_UP, part);
  norm_back(1, x1, part, dx);

  narrow(ROWS * FEATURES, dx, d);
  dense_gradient(ROWS, FEATURES, FEATURES, d, heads, W_OUT, B_OUT);
  dense_back(ROWS, FEATURES, FEATURES, d, W_OUT, part);
  narrow(ROWS * FEATURES, part, d);
  attend_back(d);
  narrow(ROWS * QKV, wide, d_wide);
  dense_gradient(ROWS, QKV, FEATURES, d_wide, n0, W_QKV, B_QKV);
  dense_back(ROWS, QKV, FEATURES, d_wide, W_QKV, part);
  norm_back(0, x0, part, dx);

  narrow(ROWS * FEATURES, dx, d);
  multiply(FEATURES, PATCH, ROWS, d, FEATURES, pixels, PATCH,
           gradient + W_TOKEN, PATCH, GEMM_A_KM);
  multiply(1, ALL, BATCH, ones, BATCH, d, ALL, gradient + P_TOKEN, ALL, 0);
  adam(rate);
  return loss;
}

static void trained(const struct digits *d) { (void)d; }
static void finish(const struct digits *d) {
  (void)d;
  fprintf(stderr, " macs %d", MACS);
}

int main(int argc, char **argv) {
  static const struct initial matrices[] = {
      {W_TOKEN, FEATURES * PATCH, 0.3f}, {P_TOKEN, ALL, 0.1f},
      {W_QKV, QKV * FEATURES, 0.3f},     {W_OUT, FEATURES * FEATURES, 0.3f},
      {W_UP, HIDDEN * FEATURES, 0.3f},   {W_DOWN, FEATURES * HIDDEN, 0.2f},
      {W_CLASS, CLASSES * ALL, 0.05f},   {G_NORM, 3 * FEATURES, 0}};
  o = default_options(8, 4.0f / 1024);
  read_options(argc, argv, &o, NULL, 0);
  return train(matrices, sizeof matrices / sizeof *matrices);
}

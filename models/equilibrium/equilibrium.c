// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A deep-equilibrium network: one layer whose output is its own input. The same
// source is the program of the core and, with the portable operations, the
// reference on the host; every weight must agree.
//
//   z = relu(W z + U x + b), 128 units, solved by iteration
//   the solution to 10 classes, softmax, cross-entropy
//
// After each step of the training the magnitudes of a row of W are scaled to
// add up to at most 7/8: so the map is a contraction in the maximum norm, and
// there is one solution, which the iteration finds. The gradient needs no
// iterate but the last (implicit differentiation): with D = 1 where the relu
// passes, v = dz + W' D v is solved likewise, and D v is the gradient of the
// sums.
#define MODEL "equilibrium"
#include "../common/data.h"

enum {
  UNITS = 128,
  STATE = BATCH * UNITS,
  ROWS = BATCH,
  OUTPUT_COLUMNS = CLASSES,
  ITERATIONS = 60 // at most
};
static const float ROW_LIMIT = 0.875f;

enum {
  W = 0, // [UNITS][UNITS]
  U = W + UNITS * UNITS,
  B = U + UNITS * PIXELS,
  W_CLASS = B + UNITS,
  B_CLASS = W_CLASS + CLASSES * UNITS,
  WEIGHTS = B_CLASS + CLASSES
};

#include "../common/operations.h"
#include "../common/training.h"

// Scales each row of n whose magnitudes add up to more than the limit; sums are
// in 16 chains, of every 16th column.
static inline void bound_rows(int rows, int n, float limit, float *p);
// The largest magnitude of a - b.
static inline float farthest(int n, const float *a, const float *b);

#ifdef __sectile__
static inline void bound_rows(int rows, int n, float limit, float *p) {
  for (int i = 0; i < rows; i += 16) {
    float *row = p + i * n;
    tile_f32_t sum = tile_zero_f32();
    for (int j = 0; j < n; j += 16)
      sum = sum + tile_abs_f32(tile_load_rect_f32(row + j, n * 4, 16, 16));
    sum = tile_redrow_add_f32(sum);
    const tile_f32_t by = tile_select_f32(
        sum > limit, tile_splat_f32(limit) / sum, tile_splat_f32(1.0f));
    for (int j = 0; j < n; j += 16)
      tile_store_rect_f32(row + j, n * 4, 16, 16,
                          tile_load_rect_f32(row + j, n * 4, 16, 16) * by);
  }
}
static inline float farthest(int n, const float *a, const float *b) {
  tile_f32_t m = tile_zero_f32();
  EACH_TILE(i, n)
  m = tile_max_f32(m, tile_abs_f32(tile_load_linear_f32(a + i, n - i) -
                                   tile_load_linear_f32(b + i, n - i)));
  return tile_most(m);
}
#else
static inline void bound_rows(int rows, int n, float limit, float *p) {
  for (int i = 0; i < rows; i++) {
    float sums[16] = {0};
    for (int j = 0; j < n; j++)
      sums[j % 16] = sums[j % 16] + fabsf(p[i * n + j]);
    const float sum = math_tree(sums), by = sum > limit ? limit / sum : 1.0f;
    for (int j = 0; j < n; j++)
      p[i * n + j] = p[i * n + j] * by;
  }
}
static inline float farthest(int n, const float *a, const float *b) {
  float m = 0;
  for (int i = 0; i < n; i++)
    m = fmaxf(m, fabsf(a[i] - b[i]));
  return m;
}
#endif

static bf16 x[BATCH * PIXELS], z[STATE];
static float from_x[STATE], sums[STATE], before[STATE];
static uint64_t iterations[2], solved[2]; // forward, backward

static void weights_changed(void) {
  bound_rows(UNITS, UNITS, ROW_LIMIT, master + W);
  round_weights();
}

static void load_batch(const struct digits *d, const uint32_t *order,
                       uint32_t first, uint32_t limit) {
  load_pixels(d, order, first, limit, x, label);
}

// Whether the iterate moves no more than its rounding to bf16 may move it.
static int settled(void) {
  return farthest(STATE, sums, before) <= largest(STATE, sums) * 0x1p-8f;
}

static void forward(void) {
  dense(BATCH, UNITS, PIXELS, x, U, B, from_x);
  memcpy(sums, from_x, sizeof sums);
  solved[0]++;
  for (int i = 0; i < ITERATIONS; i++) {
    iterations[0]++;
    relu(STATE, sums, z);
    memcpy(before, sums, sizeof before);
    memcpy(sums, from_x, sizeof sums);
    multiply(BATCH, UNITS, UNITS, z, UNITS, weights + W, UNITS, sums, UNITS,
             GEMM_ADD | GEMM_B_NK);
    if (settled())
      break;
  }
  relu(STATE, sums, z);
  dense(BATCH, CLASSES, UNITS, z, W_CLASS, B_CLASS, logits);
}

static double learn(float rate) {
  static bf16 dlogits[BATCH * CLASSES], passed[STATE];
  static float dz[STATE];
  const double loss = cross_entropy(BATCH, CLASSES, logits, label, dlogits);
  dense_gradient(BATCH, CLASSES, UNITS, dlogits, z, W_CLASS, B_CLASS);
  dense_back(BATCH, CLASSES, UNITS, dlogits, W_CLASS, dz);
  memcpy(sums, dz, sizeof sums);
  solved[1]++;
  for (int i = 0; i < ITERATIONS; i++) {
    iterations[1]++;
    relu_back(STATE, sums, z, passed);
    memcpy(before, sums, sizeof before);
    memcpy(sums, dz, sizeof sums);
    multiply(BATCH, UNITS, UNITS, passed, UNITS, weights + W, UNITS, sums,
             UNITS, GEMM_ADD);
    if (settled())
      break;
  }
  relu_back(STATE, sums, z, passed);
  multiply(UNITS, UNITS, BATCH, passed, UNITS, z, UNITS, gradient + W, UNITS,
           GEMM_A_KM);
  dense_gradient(BATCH, UNITS, PIXELS, passed, x, U, B);
  adam(rate);
  weights_changed();
  return loss;
}

static void trained(const struct digits *d) { (void)d; }
static void finish(const struct digits *d) {
  (void)d;
  const double mean = fraction(iterations[0], solved[0]);
  fprintf(stderr, " iterations %.2f backward %.2f macs %.0f", mean,
          fraction(iterations[1], solved[1]),
          UNITS * (PIXELS + CLASSES + mean * UNITS));
}

int main(int argc, char **argv) {
  static const struct initial matrices[] = {{W, UNITS * UNITS, 0.0136719f},
                                            {U, UNITS * PIXELS, 0.08748178f},
                                            {W_CLASS, CLASSES * UNITS, 0.2f}};
  o = default_options(8, 2.0f / 1024);
  read_options(argc, argv, &o, NULL, 0);
  return train(matrices, 3);
}

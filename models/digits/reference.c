// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The digits network trained in portable C: what train.h must equal, bit for
// bit. Built with -ffp-contract=off; every fused multiply-add is written as
// fmaf, and sums are taken in the order the instruction set defines.
#include "digits.h"

#include "../common/round_reference.h"

static float (*narrow)(float);

static float keep(float x) { return x; }

static void narrow_all(float *to, const float *from, int n) {
  for (int i = 0; i < n; i++)
    to[i] = narrow(from[i]);
}

// c[m][n] += a[m][k] * b[k][n], every element a chain in ascending k. Strides
// of a and b are given for both directions.
static void multiply(int m, int n, int k, const float *a, int a_row,
                     int a_column, const float *b, int b_row, int b_column,
                     float *c, int c_row) {
  static float row[PIXELS], rows[PIXELS * HIDDEN];
  for (int l = 0; l < k; l++)
    for (int j = 0; j < n; j++)
      rows[l * n + j] = b[l * b_row + j * b_column];
  for (int i = 0; i < m; i++) {
    for (int j = 0; j < n; j++)
      row[j] = c[i * c_row + j];
    for (int l = 0; l < k; l++) {
      float x = a[i * a_row + l * a_column];
      for (int j = 0; j < n; j++)
        row[j] = fmaf(x, rows[l * n + j], row[j]);
    }
    for (int j = 0; j < n; j++)
      c[i * c_row + j] = row[j];
  }
}

static float maximum(float a, float b) {
  return a > b ? a : b > a ? b : signbit(a) ? b : a;
}

// sectile_math.h's tile_exp_f32, one element at a time.
static float exponential(float x) {
  float y = x < -104.0f ? -104.0f : x > 89.0f ? 89.0f : x;
  float n = rintf(y * 0x1.715476p+0f);
  float r = fmaf(-n, 0x1.62e43p-1f, y);
  r = fmaf(-n, -0x1.05c61p-29f, r);
  float q = r * 0x1.6a241ap-10f;
  q = q + 0x1.1239f2p-7f;
  q = fmaf(q, r, 0x1.5558f2p-5f);
  q = fmaf(q, r, 0x1.555492p-3f);
  q = fmaf(q, r, 0x1.fffffcp-2f);
  return ldexpf(fmaf(r * r, q, r) + 1.0f, (int)n);
}

static float tree_sum(float x[16]) {
  for (int s = 8; s; s /= 2)
    for (int j = 0; j < s; j++)
      x[j] = x[j] + x[j + s];
  return x[0];
}

static float velocity[WEIGHTS], gradient[WEIGHTS];
static float narrow_w[WEIGHTS];
static float x[BATCH * PIXELS];
static float z1[BATCH * HIDDEN], h[BATCH * HIDDEN], dz1[BATCH * HIDDEN],
    dz1n[BATCH * HIDDEN];
static float p2[BATCH * OUTPUT_COLUMNS];
static float dz2[BATCH * OUTPUT_COLUMNS], dz2n[BATCH * OUTPUT_COLUMNS];

static void forward(void) {
  for (int i = 0; i < BATCH; i++)
    for (int j = 0; j < HIDDEN; j++)
      z1[i * HIDDEN + j] = master[B1 + j];
  multiply(BATCH, HIDDEN, PIXELS, x, PIXELS, 1, narrow_w + W1, 1, PIXELS, z1,
           HIDDEN);
  for (int i = 0; i < BATCH * HIDDEN; i++)
    h[i] = narrow(maximum(z1[i], 0.0f));
  for (int i = 0; i < BATCH; i++)
    for (int j = 0; j < CLASSES; j++)
      logits[i * OUTPUT_COLUMNS + j] = master[B2 + j];
  multiply(BATCH, CLASSES, HIDDEN, h, HIDDEN, 1, narrow_w + W2, 1, HIDDEN,
           logits, OUTPUT_COLUMNS);
}

static double softmax(float factor) {
  double loss = 0;
  for (int i = 0; i < BATCH; i++) {
    float *z = logits + i * OUTPUT_COLUMNS, *p = p2 + i * OUTPUT_COLUMNS,
          tree[16];
    float top = -INFINITY;
    for (int j = 0; j < CLASSES; j++)
      top = maximum(top, z[j]);
    for (int j = 0; j < 16; j++)
      tree[j] = p[j] = j < CLASSES ? exponential(z[j] - top) : 0.0f;
    float sum = tree_sum(tree);
    for (int j = 0; j < 16; j++) {
      p[j] = p[j] / sum;
      dz2[i * OUTPUT_COLUMNS + j] =
          (p[j] - (j == label[i] ? 1.0f : 0.0f)) * factor;
    }
    float likely = p[label[i]];
    loss -= log_of(likely > 1e-30f ? likely : 1e-30f);
  }
  return loss;
}

// The sum over the batch, tile by tile and then by halves.
static void column_sums(const float *d, int columns, int used, float *to) {
  for (int j = 0; j < used; j++) {
    float tree[16];
    for (int i = 0; i < 16; i++) {
      tree[i] = d[i * columns + j];
      for (int t = 16; t < BATCH; t += 16)
        tree[i] = tree[i] + d[(t + i) * columns + j];
    }
    to[j] = tree_sum(tree);
  }
}

static void narrow_gradient(float *to, const float *from, int n) {
  for (int i = 0; i < n; i++) {
    to[i] = narrow(from[i]);
    rounding.gradients += from[i] != 0;
    rounding.gradients_zero += from[i] != 0 && to[i] == 0;
  }
}

static void backward(void) {
  narrow_gradient(dz2n, dz2, BATCH * OUTPUT_COLUMNS);
  memset(gradient, 0, sizeof gradient);
  multiply(CLASSES, HIDDEN, BATCH, dz2n, 1, OUTPUT_COLUMNS, h, HIDDEN, 1,
           gradient + W2, HIDDEN);
  column_sums(dz2, OUTPUT_COLUMNS, CLASSES, gradient + B2);
  memset(dz1, 0, sizeof dz1);
  multiply(BATCH, HIDDEN, CLASSES, dz2n, OUTPUT_COLUMNS, 1, narrow_w + W2,
           HIDDEN, 1, dz1, HIDDEN);
  for (int i = 0; i < BATCH * HIDDEN; i++)
    dz1[i] = z1[i] > 0 ? dz1[i] : 0.0f;
  narrow_gradient(dz1n, dz1, BATCH * HIDDEN);
  multiply(HIDDEN, PIXELS, BATCH, dz1n, 1, HIDDEN, x, PIXELS, 1, gradient + W1,
           PIXELS);
  column_sums(dz1, HIDDEN, HIDDEN, gradient + B1);
}

static void update(float rate) {
  float unscale = 1.0f / (float)loss_scale;
  for (int i = 0; i < WEIGHTS; i++) {
    float v = fmaf(velocity[i], MOMENTUM, gradient[i] * unscale);
    float w = fmaf(-v, rate, master[i]);
    if (master_bits == 16)
      w = narrow(w);
    rounding.updates += v != 0;
    rounding.updates_zero += v != 0 && w == master[i];
    velocity[i] = v;
    master[i] = w;
  }
  narrow_all(narrow_w, master, WEIGHTS);
}

static void load_batch(const struct digits *d, const uint32_t *order,
                       uint32_t first, uint32_t limit) {
  for (uint32_t i = 0; i < BATCH; i++) {
    uint32_t n = first + i;
    label[i] = n < limit ? d->labels[order ? order[n] : n] : 0;
    for (uint32_t j = 0; j < PIXELS; j++)
      x[i * PIXELS + j] =
          n < limit
              ? (float)d->pixels[(order ? order[n] : n) * PIXELS + j] / 256
              : 0.0f;
  }
}

static void weights_changed(void) {
  narrow = !strcmp(type, "bf16")  ? round_bf16
           : !strcmp(type, "f16") ? round_f16
                                  : keep;
  if (master_bits == 16)
    narrow_all(master, master, WEIGHTS);
  narrow_all(narrow_w, master, WEIGHTS);
}

static double learn(float rate) {
  const double loss = softmax((float)loss_scale / BATCH);
  backward();
  update(rate);
  return loss;
}

int main(int argc, char **argv) { return run(argc, argv); }

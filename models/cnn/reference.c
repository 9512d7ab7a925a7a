// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The convolutional network trained and run in portable C: what cnn.c must
// equal, bit for bit. Built with -ffp-contract=off; every fused multiply-add is
// written as fmaf, and sums are taken in the order that the kernels' references
// define. Those are used for the loss and the quantised inference.
#include "../../kernels/conv/conv_reference.h"
#include "../../kernels/rows/rows_reference.h"
#include "cnn.h"

static float velocity[WEIGHTS], gradient[WEIGHTS];
static float weights[WEIGHTS]; // the masters, rounded to bf16
static float x[BATCH * PIXELS], h1[BATCH * H1], h2[BATCH * H2];
static float dz3[BATCH * CLASSES];
static float dz3n[BATCH * CLASSES], dz2[BATCH * H2], dz1[BATCH * H1];
static float patches1[BATCH * SIDE1 * SIDE1 * TAPS1],
    patches2[BATCH * SIDE2 * SIDE2 * TAPS2];
static int8_t x8[BATCH * PIXELS], h18[BATCH * H1], h28[BATCH * H2];

static float narrow(float v) {
  return reference_from_bf16(reference_to_bf16(v));
}

// c[i][j] = start[j] + sum over l of a[i][l] * b[l][j], each a chain in
// ascending l.
static void multiply(int m, int n, int k, const float *a, int a_row,
                     int a_column, const float *b, int b_row, int b_column,
                     const float *start, float *c) {
  static float columns[BATCH * SIDE1 * SIDE1 * TAPS1];
  for (int l = 0; l < k; l++)
    for (int j = 0; j < n; j++)
      columns[l * n + j] = b[l * b_row + j * b_column];
  for (int i = 0; i < m; i++) {
    float row[H2];
    for (int j = 0; j < n; j++)
      row[j] = start ? start[j] : 0.0f;
    for (int l = 0; l < k; l++) {
      const float v = a[i * a_row + l * a_column];
      for (int j = 0; j < n; j++)
        row[j] = fmaf(v, columns[l * n + j], row[j]);
    }
    memcpy(c + i * n, row, (size_t)n * sizeof *c);
  }
}

static void load_batch(const struct digits *d, const uint32_t *order,
                       uint32_t first, uint32_t limit) {
  for (uint32_t i = 0; i < BATCH; i++) {
    const uint32_t n = first + i;
    const uint32_t digit = n < limit ? order ? order[n] : n : 0;
    label[i] = n < limit ? d->labels[digit] : 0;
    for (uint32_t j = 0; j < PIXELS; j++) {
      const int pixel = n < limit ? d->pixels[digit * PIXELS + j] : 0;
      x[i * PIXELS + j] = (float)pixel / 256;
      x8[i * PIXELS + j] = (int8_t)(pixel - 128);
    }
  }
}

// The inputs of each output pixel in a row.
static void make_patches(float *to, const float *from, int side, int channels,
                         int out, int kernel) {
  for (int n = 0; n < BATCH; n++)
    for (int oy = 0; oy < out; oy++)
      for (int ox = 0; ox < out; ox++)
        for (int ky = 0; ky < kernel; ky++)
          for (int i = 0; i < kernel * channels; i++)
            *to++ = from[((n * side + oy * STRIDE + ky) * side + ox * STRIDE) *
                             channels +
                         i];
}

// A convolution with ReLU, of patches.
static void convolve(float *h, int pixels, int channels, int taps,
                     const float *patches, const float *w, const float *b) {
  multiply(pixels, channels, taps, patches, taps, 1, w, 1, taps, b, h);
  for (int i = 0; i < pixels * channels; i++)
    h[i] = narrow(h[i] > 0 ? h[i] : 0.0f);
}

static void forward(void) {
  make_patches(patches1, x, SIDE, 1, SIDE1, K1);
  convolve(h1, BATCH * SIDE1 * SIDE1, C1, TAPS1, patches1, weights + W1,
           master + B1);
  make_patches(patches2, h1, SIDE1, C1, SIDE2, K2);
  convolve(h2, BATCH * SIDE2 * SIDE2, C2, TAPS2, patches2, weights + W2,
           master + B2);
  multiply(BATCH, CLASSES, H2, h2, H2, 1, weights + W3, 1, H2, master + B3,
           logits);
}

// The gradient of h1 by that of the second convolution's sums: for each element
// the taps that reach it, in ascending order.
static void transpose_convolution(void) {
  for (int n = 0; n < BATCH; n++)
    for (int y = 0; y < SIDE1; y++)
      for (int z = 0; z < SIDE1; z++) {
        float row[C1] = {0};
        for (int ky = 0; ky < K2; ky++)
          for (int kx = 0; kx < K2; kx++) {
            const int oy = (y - ky) / STRIDE, ox = (z - kx) / STRIDE;
            if (y < ky || z < kx || (y - ky) % STRIDE || (z - kx) % STRIDE ||
                oy >= SIDE2 || ox >= SIDE2)
              continue;
            for (int k = 0; k < C2; k++)
              for (int c = 0; c < C1; c++)
                row[c] = fmaf(dz2[((n * SIDE2 + oy) * SIDE2 + ox) * C2 + k],
                              weights[W2 + ((k * K2 + ky) * K2 + kx) * C1 + c],
                              row[c]);
          }
        for (int c = 0; c < C1; c++) {
          const int at = ((n * SIDE1 + y) * SIDE1 + z) * C1 + c;
          dz1[at] = h1[at] > 0 ? narrow(row[c]) : 0.0f;
        }
      }
}

static void convolution_gradient(const float *dz, int channels, int pixels,
                                 const float *patches, int taps, float *dw,
                                 float *db) {
  multiply(channels, taps, pixels, dz, 1, channels, patches, taps, 1, NULL, dw);
  for (int c = 0; c < channels; c++) {
    float sum = 0;
    for (int i = 0; i < pixels; i++)
      sum = sum + dz[i * channels + c];
    db[c] = sum;
  }
}

static double backward(void) {
  static float dh2[BATCH * H2];
  float loss[BATCH];
  reference_cross_entropy_f32(BATCH, CLASSES, logits, CLASSES, label, loss,
                              1.0f / BATCH, dz3, CLASSES);
  for (int i = 0; i < BATCH * CLASSES; i++)
    dz3n[i] = narrow(dz3[i]);
  convolution_gradient(dz3n, CLASSES, BATCH, h2, H2, gradient + W3,
                       gradient + B3);
  multiply(BATCH, H2, CLASSES, dz3n, CLASSES, 1, weights + W3, H2, 1, NULL,
           dh2);
  for (int i = 0; i < BATCH * H2; i++)
    dz2[i] = h2[i] > 0 ? narrow(dh2[i]) : 0.0f;
  convolution_gradient(dz2, C2, BATCH * SIDE2 * SIDE2, patches2, TAPS2,
                       gradient + W2, gradient + B2);
  transpose_convolution();
  convolution_gradient(dz1, C1, BATCH * SIDE1 * SIDE1, patches1, TAPS1,
                       gradient + W1, gradient + B1);
  double sum = 0;
  for (int i = 0; i < BATCH; i++)
    sum += (double)loss[i];
  return sum;
}

static void weights_changed(void) {
  for (int i = 0; i < WEIGHTS; i++)
    weights[i] = narrow(master[i]);
}

static void update(float rate) {
  for (int i = 0; i < WEIGHTS; i++) {
    velocity[i] = fmaf(velocity[i], MOMENTUM, gradient[i]);
    master[i] = fmaf(-velocity[i], rate, master[i]);
  }
  weights_changed();
}

static float largest(float most, const float *p, int count) {
  for (int i = 0; i < count; i++)
    most = fmaxf(most, fabsf(p[i]));
  return most;
}

static struct largest calibrate(const struct digits *d) {
  struct largest most = {0, 0, 0};
  for (uint32_t first = 0; first < CALIBRATED && HELD_BACK + first < d->count;
       first += BATCH) {
    load_batch(d, 0, HELD_BACK + first, d->count);
    forward();
    most.h1 = largest(most.h1, h1, BATCH * H1);
    most.h2 = largest(most.h2, h2, BATCH * H2);
    most.z = largest(most.z, logits, BATCH * CLASSES);
  }
  return most;
}

static void infer_layer(int height, int side, int channels, int out_height,
                        int out, int outputs, int kernel, int stride,
                        const int8_t *from, const struct quantised_layer *l,
                        int zero_point, int8_t *to) {
  const struct conv_shape s = {height == 1 ? 1 : BATCH,
                               height == 1 ? BATCH : height,
                               side,
                               channels,
                               height == 1 ? BATCH : out_height,
                               out,
                               outputs,
                               kernel,
                               kernel,
                               stride,
                               stride,
                               1,
                               1,
                               0,
                               0,
                               1};
  const struct requantisation q = {l->multiplier, l->shift, 1,  0,
                                   zero_point,    -128,     127};
  reference_sums_i8(0, 0, &s, from, ZERO_POINT, l->w, l->bias, &q, to);
}

static void infer(const struct quantised *q) {
  infer_layer(SIDE, SIDE, 1, SIDE1, SIDE1, C1, K1, STRIDE, x8, &q->layer[0],
              ZERO_POINT, h18);
  infer_layer(SIDE1, SIDE1, C1, SIDE2, SIDE2, C2, K2, STRIDE, h18, &q->layer[1],
              ZERO_POINT, h28);
  infer_layer(1, 1, H2, 1, 1, CLASSES, 1, 1, h28, &q->layer[2], 0, z8);
}

static double learn(float rate) {
  const double loss = backward();
  update(rate);
  return loss;
}

int main(int argc, char **argv) { return run(argc, argv); }

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A convolutional network on handwritten digits: trained in mixed precision,
// quantised, and run on bytes, with the kernels of kernels/. reference.c does
// the same without tiles; every weight and every byte must agree.
#include <sectile.h>

#include "../../kernels/conv/conv.h"
#include "../../kernels/gemm/gemm.h"
#include "../../kernels/rows/rows.h"
#include "cnn.h"

static float velocity[WEIGHTS], gradient[WEIGHTS];
static uint16_t weights[WEIGHTS]; // the masters, rounded to bf16
static uint16_t x[BATCH * PIXELS], h1[BATCH * H1], h2[BATCH * H2];
static float dz3[BATCH * CLASSES], dh2[BATCH * H2];
static uint16_t dz3n[BATCH * CLASSES], dz2[BATCH * H2], dz1[BATCH * H1];
static uint16_t turned[C2 * TAPS2]; // W2 as [C1][3][3][C2]
static uint16_t patches1[BATCH * SIDE1 * SIDE1 * TAPS1],
    patches2[BATCH * SIDE2 * SIDE2 * TAPS2];
static uint16_t ones[BATCH * SIDE1 * SIDE1];
static int8_t x8[BATCH * PIXELS], h18[BATCH * H1], h28[BATCH * H2];
static char scratch[1 << 19];

static const struct conv_shape layer1 = {
    BATCH, SIDE,   SIDE,   1, SIDE1, SIDE1, C1, K1,
    K1,    STRIDE, STRIDE, 1, 1,     0,     0,  1};
static const struct conv_shape layer2 = {
    BATCH, SIDE1,  SIDE1,  C1, SIDE2, SIDE2, C2, K2,
    K2,    STRIDE, STRIDE, 1,  1,     0,     0,  1};
static const struct conv_shape back2 = {
    BATCH, SIDE2,  SIDE2,  C2, SIDE1, SIDE1, C1, K2,
    K2,    STRIDE, STRIDE, 1,  1,     0,     0,  1};
// Each digit is a pixel of H2 channels.
static const struct conv_shape layer3 = {1, BATCH, 1, H2, BATCH, 1, CLASSES, 1,
                                         1, 1,     1, 1,  1,     0, 0,       1};

static void must(int status) {
  if (status)
    fail("a kernel refused its arguments", "network");
}

static void load_batch(const struct digits *d, const uint32_t *order,
                       uint32_t first, uint32_t limit) {
  for (uint32_t i = 0; i < BATCH; i++) {
    const uint32_t n = first + i;
    const uint32_t digit = n < limit ? order ? order[n] : n : 0;
    label[i] = n < limit ? d->labels[digit] : 0;
    const uint8_t *from = d->pixels + (size_t)digit * PIXELS;
    for (int64_t j = 0; j < PIXELS; j += 256) {
      const int64_t left = PIXELS - j;
      const tile_i32_t p =
          tile_load_linear_widen_u8(from + j, n < limit ? left : 0);
      tile_store_linear_narrow_bf16(x + i * PIXELS + j, left,
                                    tile_cvt_f32_i32(p) * 0x1p-8f);
      tile_store_linear_narrow_i8(x8 + i * PIXELS + j, left, p - 128);
    }
  }
}

static void forward(void) {
  const float infinity = __builtin_inff();
  must(conv_bf16(&layer1, x, weights + W1, master + B1, 0, infinity, h1,
                 scratch, sizeof scratch));
  must(conv_bf16(&layer2, h1, weights + W2, master + B2, 0, infinity, h2,
                 scratch, sizeof scratch));
  const tile_f32_t bias = tile_load_rect_f32(master + B3, 0, 16, CLASSES);
  for (int i = 0; i < BATCH; i += 16)
    tile_store_rect_f32(logits + i * CLASSES, CLASSES * 4, 16, CLASSES, bias);
  must(gemm_bf16(BATCH, CLASSES, H2, h2, H2, weights + W3, H2, logits, CLASSES,
                 GEMM_ADD | GEMM_B_NK));
}

// The gradient of a ReLU's input, rounded: that of its result where the result
// is not 0.
static void relu_back(uint16_t *to, tile_f32_t d, const uint16_t *h,
                      int64_t left) {
  const tile_i32_t on = tile_load_linear_widen_bf16(h, left) > 0.0f;
  tile_store_linear_narrow_bf16(to, left,
                                tile_select_f32(on, d, tile_zero_f32()));
}

// The inputs of each output pixel, a row of `taps` each: the second operand of
// the gradient of the weights. A row of the window is contiguous.
static void make_patches(uint16_t *to, const uint16_t *from, int side,
                         int channels, int out, int kernel) {
  const int taps = kernel * kernel * channels, run = kernel * channels;
  for (int n = 0; n < BATCH; n++)
    for (int oy = 0; oy < out; oy++, to += out * taps)
      for (int ky = 0; ky < kernel; ky++)
        for (int i = 0; i < run; i += 32)
          tile_store_rect_bf16(
              to + ky * run + i, taps * 2, out, run - i,
              tile_load_rect_bf16(
                  from + ((n * side + oy * STRIDE + ky) * side) * channels + i,
                  STRIDE * channels * 2, out, run - i));
}

// Gradients of a convolution's weights and bias.
static void convolution_gradient(const uint16_t *dz, int channels, int pixels,
                                 const uint16_t *patches, int taps, float *dw,
                                 float *db) {
  must(gemm_bf16(channels, taps, pixels, dz, channels, patches, taps, dw, taps,
                 GEMM_A_KM));
  must(gemm_bf16(1, channels, pixels, ones, pixels, dz, channels, db, channels,
                 0));
}

static double backward(void) {
  float loss[BATCH];
  must(rows_cross_entropy_f32(BATCH, CLASSES, logits, CLASSES, label, loss,
                              1.0f / BATCH, dz3, CLASSES));
  for (int i = 0; i < BATCH * CLASSES; i += 256)
    tile_store_linear_narrow_bf16(
        dz3n + i, BATCH * CLASSES - i,
        tile_load_linear_f32(dz3 + i, BATCH * CLASSES - i));
  must(gemm_bf16(CLASSES, H2, BATCH, dz3n, CLASSES, h2, H2, gradient + W3, H2,
                 GEMM_A_KM));
  must(gemm_bf16(1, CLASSES, BATCH, ones, BATCH, dz3n, CLASSES, gradient + B3,
                 CLASSES, 0));
  must(gemm_bf16(BATCH, H2, CLASSES, dz3n, CLASSES, weights + W3, H2, dh2, H2,
                 0));
  for (int i = 0; i < BATCH * H2; i += 256)
    relu_back(dz2 + i, tile_load_f32(dh2 + i), h2 + i, BATCH * H2 - i);

  make_patches(patches2, h1, SIDE1, C1, SIDE2, K2);
  convolution_gradient(dz2, C2, BATCH * SIDE2 * SIDE2, patches2, TAPS2,
                       gradient + W2, gradient + B2);
  for (int c = 0; c < C1; c++)
    for (int tap = 0; tap < K2 * K2; tap++)
      for (int k = 0; k < C2; k++)
        turned[(c * K2 * K2 + tap) * C2 + k] =
            weights[W2 + (k * K2 * K2 + tap) * C1 + c];
  const float infinity = __builtin_inff();
  must(conv_transposed_bf16(&back2, dz2, turned, NULL, -infinity, infinity, dz1,
                            scratch, sizeof scratch));
  for (int i = 0; i < BATCH * H1; i += 256)
    relu_back(dz1 + i, tile_load_linear_widen_bf16(dz1 + i, 256), h1 + i,
              BATCH * H1 - i);
  make_patches(patches1, x, SIDE, 1, SIDE1, K1);
  convolution_gradient(dz1, C1, BATCH * SIDE1 * SIDE1, patches1, TAPS1,
                       gradient + W1, gradient + B1);
  double sum = 0;
  for (int i = 0; i < BATCH; i++)
    sum += (double)loss[i];
  return sum;
}

static void weights_changed(void) {
  for (int i = 0; i < WEIGHTS; i += 256)
    tile_store_linear_narrow_bf16(
        weights + i, WEIGHTS - i,
        tile_load_linear_f32(master + i, WEIGHTS - i));
}

static void update(float rate) {
  for (int i = 0; i < WEIGHTS; i += 256) {
    const int64_t left = WEIGHTS - i;
    const tile_f32_t v =
        tile_fmadd_f32_sb(tile_load_linear_f32(velocity + i, left), MOMENTUM,
                          tile_load_linear_f32(gradient + i, left));
    tile_store_linear_f32(velocity + i, left, v);
    tile_store_linear_f32(
        master + i, left,
        tile_fnmadd_f32_sb(v, rate, tile_load_linear_f32(master + i, left)));
  }
  weights_changed();
}

static float largest(float most, tile_f32_t t) {
  t = tile_redrow_max_f32(tile_redcol_max_f32(tile_abs_f32(t)));
  return fmaxf(most, tile_get_f32(t, 0));
}
static float largest_bf16(float most, const uint16_t *p, int count) {
  for (int i = 0; i < count; i += 256)
    most = largest(most, tile_load_linear_widen_bf16(p + i, count - i));
  return most;
}

static struct largest calibrate(const struct digits *d) {
  struct largest most = {0, 0, 0};
  for (uint32_t first = 0; first < CALIBRATED && HELD_BACK + first < d->count;
       first += BATCH) {
    load_batch(d, 0, HELD_BACK + first, d->count);
    forward();
    most.h1 = largest_bf16(most.h1, h1, BATCH * H1);
    most.h2 = largest_bf16(most.h2, h2, BATCH * H2);
    for (int i = 0; i < BATCH * CLASSES; i += 256)
      most.z = largest(most.z,
                       tile_load_linear_f32(logits + i, BATCH * CLASSES - i));
  }
  return most;
}

// One batch on bytes.
MARKER static void infer(const struct quantised *q) {
  const struct quantised_layer *l = q->layer;
  struct requantisation r = {l[0].multiplier, l[0].shift, 1,  0,
                             ZERO_POINT,      -128,       127};
  must(conv_i8(&layer1, x8, ZERO_POINT, l[0].w, l[0].bias, &r, h18, scratch,
               sizeof scratch));
  r.multiplier = l[1].multiplier;
  r.shift = l[1].shift;
  must(conv_i8(&layer2, h18, ZERO_POINT, l[1].w, l[1].bias, &r, h28, scratch,
               sizeof scratch));
  r.multiplier = l[2].multiplier;
  r.shift = l[2].shift;
  r.zero_point = 0;
  must(conv_i8(&layer3, h28, ZERO_POINT, l[2].w, l[2].bias, &r, z8, scratch,
               sizeof scratch));
}

static double learn(float rate) {
  const double loss = backward();
  update(rate);
  return loss;
}

int main(int argc, char **argv) {
  for (int i = 0; i < BATCH * SIDE1 * SIDE1; i++)
    ones[i] = 0x3f80;
  return run(argc, argv);
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the convolutional network and its reference agree on: sizes, options,
// the printed report, and how the trained weights are quantised. The arithmetic
// of training and inference is written twice, in cnn.c with tiles and in
// reference.c without; nothing of that is here.
//
//   28 x 28 x 1, convolution 5 x 5 with stride 2 and ReLU -> 12 x 12 x 16
//   convolution 3 x 3 with stride 2 and ReLU              -> 5 x 5 x 32
//   all 800 to 10 classes, softmax, cross-entropy
//
// Training: operands of products and activations are bf16, sums, gradients of
// weights and the weights themselves f32. Afterwards all is quantised to i8,
// weights for each channel, as TensorFlow Lite does.
#ifndef CNN_H
#define CNN_H

#define MODEL "cnn"
#include "../common/data.h"

#include <math.h>

enum {
  SIDE = 28,
  C1 = 16, // channels after the first convolution, and so on
  K1 = 5,
  SIDE1 = 12,
  C2 = 32,
  K2 = 3,
  SIDE2 = 5,
  STRIDE = 2,
  H1 = SIDE1 * SIDE1 * C1,
  H2 = SIDE2 * SIDE2 * C2,
  TAPS1 = K1 * K1,
  TAPS2 = K2 * K2 * C1,
  OUTPUT_COLUMNS = CLASSES,
  MACS = SIDE1 * SIDE1 * C1 * TAPS1 + SIDE2 * SIDE2 * C2 * TAPS2 + H2 * CLASSES
};

// W1 [C1][5][5][1], b1, W2 [C2][3][3][C1], b2, W3 [CLASSES][H2], b3: also the
// order in the file.
enum {
  W1 = 0,
  B1 = W1 + C1 * TAPS1,
  W2 = B1 + C1,
  B2 = W2 + C2 * TAPS2,
  W3 = B2 + C2,
  B3 = W3 + CLASSES * H2,
  WEIGHTS = B3 + CLASSES
};

static const float MOMENTUM = 0.9f;

#include "../common/training.h"

static const char *bytes = "cnn.bytes"; // output: what the i8 network computes

// The largest activations of each layer, of digits that were trained on: they
// fix the scales.
enum { CALIBRATED = 8 * BATCH };
struct largest {
  float h1, h2, z; // z: of either sign
};

// A quantised layer: w is about weights / scale of the channel. ReLU needs no
// step of its own: the zero point of its result is the lowest byte.
struct quantised_layer {
  int8_t *w;
  int32_t bias[C2], multiplier[C2], shift[C2];
};
struct quantised {
  struct quantised_layer layer[3];
  int8_t w[WEIGHTS];
};
enum { ZERO_POINT = -128 }; // of inputs and activations; that of outputs is 0

static inline double quantised_round(double x) {
  return floor(fabs(x) + 0.5) * (x < 0 ? -1 : 1);
}

// `factor` as multiplier / 2^31 * 2^shift, with 31 bits.
static inline void quantised_factor(double factor, int32_t *multiplier,
                                    int32_t *shift) {
  int exponent;
  double part = quantised_round(frexp(factor, &exponent) * 0x1p31);
  if (part == 0x1p31) {
    part /= 2;
    exponent++;
  }
  if (exponent < -31) {
    part = 0;
    exponent = 0;
  }
  *multiplier = (int32_t)part;
  *shift = exponent;
}

static inline void quantise_layer(struct quantised_layer *q, int outputs,
                                  int inputs, const float *w, const float *b,
                                  double in, double out) {
  for (int i = 0; i < outputs; i++) {
    double most = 0;
    for (int j = 0; j < inputs; j++)
      most = fmax(most, fabs((double)w[i * inputs + j]));
    const double scale = most > 0 ? most / 127 : 1;
    for (int j = 0; j < inputs; j++)
      q->w[i * inputs + j] =
          (int8_t)quantised_round((double)w[i * inputs + j] / scale);
    q->bias[i] = (int32_t)quantised_round((double)b[i] / (in * scale));
    quantised_factor(in * scale / out, &q->multiplier[i], &q->shift[i]);
  }
}

static inline void quantise(struct quantised *q, const float *w,
                            const struct largest *most) {
  const double s1 = (most->h1 > 0 ? (double)most->h1 : 1) / 255,
               s2 = (most->h2 > 0 ? (double)most->h2 : 1) / 255,
               s3 = (most->z > 0 ? (double)most->z : 1) / 127;
  q->layer[0].w = q->w + W1;
  q->layer[1].w = q->w + W2;
  q->layer[2].w = q->w + W3;
  quantise_layer(&q->layer[0], C1, TAPS1, w + W1, w + B1, 1.0 / 256, s1);
  quantise_layer(&q->layer[1], C2, TAPS2, w + W2, w + B2, s1, s2);
  quantise_layer(&q->layer[2], CLASSES, H2, w + W3, w + B3, s2, s3);
}

static struct largest calibrate(const struct digits *d);
static int8_t z8[BATCH * CLASSES];
MARKER static void infer(const struct quantised *q); // the batch, to z8
MARKER static void inferred(void) { __asm__ volatile("" ::: "memory"); }

static uint32_t count_right_i8(const struct digits *d,
                               const struct quantised *q) {
  const uint32_t tested = (uint32_t)o.tested;
  uint32_t right = 0;
  FILE *file = open_file(bytes, "wb");
  for (uint32_t first = 0; first < tested; first += BATCH) {
    const uint32_t count = tested - first < BATCH ? tested - first : BATCH;
    load_batch(d, NULL, first, tested);
    infer(q);
    inferred();
    for (uint32_t i = 0; i < count; i++) {
      const int8_t *z = z8 + i * CLASSES;
      int best = 0;
      for (int j = 1; j < CLASSES; j++)
        if (z[j] > z[best])
          best = j;
      right += best == label[i];
    }
    if (fwrite(z8, CLASSES, count, file) != count)
      fail("can't be written", bytes);
  }
  if (fclose(file))
    fail("can't be written", bytes);
  return right;
}

static void finish(const struct digits *d) {
  static struct quantised q;
  const struct largest most = calibrate(d);
  quantise(&q, master, &most);
  fprintf(stderr, " quantised %.4f macs %d",
          fraction(count_right_i8(d, &q), (uint64_t)o.tested), MACS);
}

static int run(int argc, char **argv) {
  static const struct option own[] = {{"bytes", OPTION_TEXT, &bytes, 0}};
  static const struct initial matrices[] = {{W1, C1 * TAPS1, 0.4898979f},
                                            {W2, C2 * TAPS2, 0.20412415f},
                                            {W3, CLASSES * H2, 0.08660254f}};
  o = (struct options){
      9, 0, HELD_BACK, 1, 0.09375f, 1, "digits.bin", NULL, "cnn.weights", NULL};
  read_options(argc, argv, &o, own, 1);
  return train(matrices, 3);
}

#endif

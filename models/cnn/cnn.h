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

#ifndef WIDTH // of the frontier, others
#define WIDTH 16
#endif

enum {
  SIDE = 28,
  C1 = WIDTH, // channels after the first convolution, and so on
  K1 = 5,
  SIDE1 = 12,
  C2 = 2 * WIDTH,
  K2 = 3,
  SIDE2 = 5,
  STRIDE = 2,
  H1 = SIDE1 * SIDE1 * C1,
  H2 = SIDE2 * SIDE2 * C2,
  TAPS1 = K1 * K1,
  TAPS2 = K2 * K2 * C1,
  OUTPUT_COLUMNS = CLASSES,
  CHANNELS = C2 > CLASSES ? C2 : CLASSES,
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

#include "../common/quantise.h"
#include "../common/training.h"

static const char *bytes = "cnn.bytes"; // output: what the i8 network computes
static const char *layers_file;         // output: the i8 network, if wanted

// The largest activations of each layer, of digits that were trained on: they
// fix the scales.
enum { CALIBRATED = 8 * BATCH };
struct largest {
  float h1, h2, z; // z: of either sign
};

struct quantised {
  struct quantised_layer layer[3];
  int8_t w[WEIGHTS];
};
static inline void quantise(struct quantised *q, const float *w,
                            const struct largest *most) {
  const float s1 = (most->h1 > 0 ? most->h1 : 1) / 255,
              s2 = (most->h2 > 0 ? most->h2 : 1) / 255,
              s3 = (most->z > 0 ? most->z : 1) / 127;
  q->layer[0].w = q->w + W1;
  q->layer[1].w = q->w + W2;
  q->layer[2].w = q->w + W3;
  quantise_layer(&q->layer[0], C1, TAPS1, w + W1, w + B1, 1.0f / 256, s1);
  quantise_layer(&q->layer[1], C2, TAPS2, w + W2, w + B2, s1, s2);
  quantise_layer(&q->layer[2], CLASSES, H2, w + W3, w + B3, s2, s3);
}

// Of each layer the scale of its results, then of each output scale, bias and
// weights: what compiled.py reads.
static void write_quantised(const char *name, const struct quantised *q) {
  FILE *file = open_file(name, "wb");
  int good = 1;
  for (int l = 0; l < 3; l++) {
    const struct quantised_layer *layer = &q->layer[l];
    const size_t outputs = (size_t)layer->outputs,
                 weights = outputs * (size_t)layer->inputs;
    good = good && fwrite(&layer->result, sizeof(float), 1, file) == 1 &&
           fwrite(layer->scale, sizeof(float), outputs, file) == outputs &&
           fwrite(layer->bias, sizeof(int32_t), outputs, file) == outputs &&
           fwrite(layer->w, 1, weights, file) == weights;
  }
  if (fclose(file) || !good)
    fail("can't be written", name);
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

static struct quantised network;
static void trained(const struct digits *d) {
  const struct largest most = calibrate(d);
  quantise(&network, master, &most);
}

static void finish(const struct digits *d) {
  if (layers_file)
    write_quantised(layers_file, &network);
  fprintf(stderr, " quantised %.4f macs %d",
          fraction(count_right_i8(d, &network), (uint64_t)o.tested), MACS);
}

static int run(int argc, char **argv) {
  static const struct option own[] = {
      {"bytes", OPTION_TEXT, &bytes, 0},
      {"quantised", OPTION_TEXT, &layers_file, 0}};
  const float wider = 4 / sqrtf(WIDTH); // bounds are those of a width of 16
  const struct initial matrices[] = {{W1, C1 * TAPS1, 0.4898979f},
                                     {W2, C2 * TAPS2, 0.20412415f * wider},
                                     {W3, CLASSES * H2, 0.08660254f * wider}};
  o = default_options(9, 0.09375f);
  read_options(argc, argv, &o, own, 2);
  return train(matrices, 3);
}

#endif

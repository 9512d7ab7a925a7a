// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the two trainings of the digits network agree on: sizes, options, and
// the printed report; data.h has the digits and the random numbers. The
// arithmetic of the training is written twice, in train.h with tiles and in
// reference.c without; nothing of that is here.
//
// The network is 784-128-10 with ReLU, softmax and cross-entropy. Products are
// of the chosen element type with f32 sums; everything else is f32.
#ifndef DIGITS_H
#define DIGITS_H

#define MODEL "digits"
#include "../common/data.h"

enum {
  HIDDEN = 128,
  CLASS_COLUMNS = 16 // outputs are kept in rows of one tile's width
};

static const float MOMENTUM = 0.9f;

struct options {
  const char *type; // f32, f16 or bf16: operands of the multiplies
  int master16;     // keep the weights themselves in `type`
  float loss_scale; // gradients are this much larger until they are applied
  float rate;       // learning rate
  int epochs;
  uint32_t batches; // of an epoch, at most; 0: all
  uint32_t tested;  // of the digits held back
  uint64_t seed;
  const char *digits;  // input
  const char *start;   // weights to begin with, instead of random ones
  const char *weights; // output
  const char *outputs; // the outputs for the held-back digits
};

// W1 [HIDDEN][PIXELS], b1, W2 [CLASSES][HIDDEN], b2: also the order in the
// file.
enum {
  W1 = 0,
  B1 = W1 + HIDDEN * PIXELS,
  W2 = B1 + HIDDEN,
  B2 = W2 + CLASSES * HIDDEN,
  WEIGHTS = B2 + CLASSES
};

// How many values became zero when rounded, of how many that were not.
struct rounding {
  uint64_t gradients, gradients_zero; // of both layers' outputs
  uint64_t updates,
      updates_zero; // nonzero updates, and those that had no effect
};

static struct options read_options(int argc, char **argv) {
  struct options o = {
      "bf16",        0,   1, 0.1f, 12, 0, HELD_BACK, 1, "digits.bin", NULL,
      "weights.bin", NULL};
  for (int i = 1; i < argc; i++) {
    char *value = strchr(argv[i], '=');
    if (!value)
      fail("expected name=value", argv[i]);
    *value++ = 0;
    if (!strcmp(argv[i], "type"))
      o.type = value;
    else if (!strcmp(argv[i], "master"))
      o.master16 = !strcmp(value, "16");
    else if (!strcmp(argv[i], "scale"))
      o.loss_scale = (float)atoi(value);
    else if (!strcmp(argv[i], "rate"))
      o.rate = (float)atoi(value) / 1024; // in 1024ths
    else if (!strcmp(argv[i], "epochs"))
      o.epochs = atoi(value);
    else if (!strcmp(argv[i], "batches"))
      o.batches = (uint32_t)atoi(value);
    else if (!strcmp(argv[i], "test"))
      o.tested = (uint32_t)atoi(value);
    else if (!strcmp(argv[i], "seed"))
      o.seed = (uint64_t)atoi(value);
    else if (!strcmp(argv[i], "digits"))
      o.digits = value;
    else if (!strcmp(argv[i], "start"))
      o.start = value;
    else if (!strcmp(argv[i], "weights"))
      o.weights = value;
    else if (!strcmp(argv[i], "outputs"))
      o.outputs = value;
    else
      fail("unknown option", argv[i]);
  }
  if (o.tested > HELD_BACK)
    o.tested = HELD_BACK;
  return o;
}

// He's uniform initialisation; biases are zero.
static void initial_weights(float *w, uint64_t *state) {
  const float bound1 = 0.08748178f, bound2 = 0.21650635f; // sqrt(6 / inputs)
  memset(w, 0, WEIGHTS * sizeof *w);
  for (int i = 0; i < HIDDEN * PIXELS; i++)
    w[W1 + i] = (float)(int32_t)(random64(state) >> 32) * 0x1p-31f * bound1;
  for (int i = 0; i < CLASSES * HIDDEN; i++)
    w[W2 + i] = (float)(int32_t)(random64(state) >> 32) * 0x1p-31f * bound2;
}

// The natural logarithm of a normal number, for the printed loss only.
static double log_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, 8);
  int exponent = (int)(bits >> 52) - 1023;
  bits = (bits & 0xfffffffffffffu) | 0x3ff0000000000000u;
  memcpy(&x, &bits, 8);
  if (x > 1.4142135623730951) {
    x *= 0.5;
    exponent++;
  }
  double t = (x - 1) / (x + 1), t2 = t * t, sum = 0;
  for (int n = 21; n > 0; n -= 2)
    sum = sum * t2 + 1.0 / n;
  return 2 * t * sum + exponent * 0.6931471805599453;
}

// For the scripts; the text above is for people.
MARKER static void print_result(const struct options *o, double loss,
                                uint32_t right, const struct rounding *r) {
  fprintf(
      stderr,
      "result loss %.6f accuracy %.4f gradients_zero %.6f updates_zero %.6f\n",
      loss, fraction(right, o->tested),
      fraction(r->gradients_zero, r->gradients),
      fraction(r->updates_zero, r->updates));
}

#endif

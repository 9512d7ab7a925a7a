// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the two trainings of the digits network agree on: sizes, options, the
// file of digits, the random numbers, and the printed report. The arithmetic of
// the training is written twice, in train.h with tiles and in reference.c
// without; nothing of that is here.
//
// The network is 784-128-10 with ReLU, softmax and cross-entropy. Products are
// of the chosen element type with f32 sums; everything else is f32.
#ifndef DIGITS_H
#define DIGITS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  PIXELS = 784,
  HIDDEN = 128,
  CLASSES = 10,
  CLASS_COLUMNS = 16, // outputs are kept in rows of one tile's width
  BATCH = 64,
  HELD_BACK = 1000
};

static const float MOMENTUM = 0.9f;

// A function whose name `sectile-rtl --between` takes.
#define MARKER __attribute__((noinline))

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

struct digits {
  uint32_t count;
  uint8_t *pixels; // count x PIXELS; the first HELD_BACK are never trained on
  uint8_t *labels;
};

static _Noreturn void fail(const char *what, const char *name) {
  fprintf(stderr, "digits: %s: %s\n", name, what);
  exit(2);
}

// All files are read and written in large pieces: a buffer would only add a
// copy.
static FILE *open_file(const char *name, const char *mode) {
  FILE *file = fopen(name, mode);
  if (!file)
    fail(*mode == 'r' ? "can't be opened" : "can't be written", name);
  setvbuf(file, NULL, _IONBF, 0);
  return file;
}

static struct digits read_digits(const char *name) {
  struct digits d = {0, 0, 0};
  struct {
    char magic[8];
    uint32_t count, pixels;
  } header;
  FILE *file = open_file(name, "rb");
  if (fread(&header, sizeof header, 1, file) != 1 ||
      memcmp(header.magic, "DIGITS1", 8) || header.pixels != PIXELS ||
      header.count < HELD_BACK + BATCH || header.count > 100000)
    fail("not a file of digits", name);
  d.count = header.count;
  d.pixels = malloc((size_t)d.count * PIXELS);
  d.labels = malloc(d.count);
  if (!d.pixels || !d.labels)
    fail("out of memory", name);
  if (fread(d.pixels, PIXELS, d.count, file) != d.count ||
      fread(d.labels, 1, d.count, file) != d.count)
    fail("truncated", name);
  fclose(file);
  return d;
}

static void read_weights(const char *name, float *weights) {
  FILE *file = open_file(name, "rb");
  if (fread(weights, sizeof *weights, WEIGHTS, file) != WEIGHTS ||
      fgetc(file) != EOF)
    fail("not a file of weights", name);
  fclose(file);
}

static void write_file(const char *name, const float *values, size_t count) {
  FILE *file = open_file(name, "wb");
  if (fwrite(values, sizeof *values, count, file) != count || fclose(file))
    fail("can't be written", name);
}

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

// xorshift64*
static uint64_t random64(uint64_t *state) {
  uint64_t x = *state;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  *state = x;
  return x * UINT64_C(0x2545f4914f6cdd1d);
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

static void shuffle(uint32_t *order, uint32_t n, uint64_t *state) {
  for (uint32_t i = n; i > 1; i--) {
    uint32_t j = (uint32_t)((random64(state) >> 32) * i >> 32);
    uint32_t t = order[i - 1];
    order[i - 1] = order[j];
    order[j] = t;
  }
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

static double fraction(uint64_t part, uint64_t whole) {
  return whole ? (double)part / (double)whole : 0;
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

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the two trainings of the digits network agree on: sizes, options, and
// the printed report; training.h has the course of the training. Its arithmetic
// is written twice, in train.h with tiles and in reference.c without; nothing
// of that is here.
//
// The network is 784-128-10 with ReLU, softmax and cross-entropy. Products are
// of the chosen element type with f32 sums; everything else is f32.
#ifndef DIGITS_H
#define DIGITS_H

#define MODEL "digits"
#include "../common/data.h"

enum {
  HIDDEN = 128,
  OUTPUT_COLUMNS = 16 // outputs are kept in rows of one tile's width
};

static const float MOMENTUM = 0.9f;

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

static struct rounding rounding;

#include "../common/training.h"

static const char *type = "bf16"; // f32, f16 or bf16: operands of multiplies
static int64_t master_bits = 32;  // 16: the weights themselves are of `type`
static int64_t loss_scale = 1;    // gradients are as much larger until applied

static void trained(const struct digits *d) { (void)d; }
static void finish(const struct digits *d) {
  (void)d;
  fprintf(stderr, " gradients_zero %.6f updates_zero %.6f",
          fraction(rounding.gradients_zero, rounding.gradients),
          fraction(rounding.updates_zero, rounding.updates));
}

static int run(int argc, char **argv) {
  static const struct option own[] = {
      {"type", OPTION_TEXT, &type, 0},
      {"master", OPTION_NUMBER, &master_bits, 32},
      {"scale", OPTION_NUMBER, &loss_scale, 1 << 24}};
  static const struct initial matrices[] = {
      {W1, HIDDEN * PIXELS, 0.08748178f}, {W2, CLASSES * HIDDEN, 0.21650635f}};
  o = (struct options){12,           0,    HELD_BACK,     1,   0.1f, 0,
                       "digits.bin", NULL, "weights.bin", NULL};
  read_options(argc, argv, &o, own, 3);
  if (strcmp(type, "f32") && strcmp(type, "f16") && strcmp(type, "bf16"))
    fail("unknown type, expected f32, f16 or bf16", type);
  if (master_bits != 16 && master_bits != 32)
    fail("expected 16 or 32", "master");
  return train(matrices, 2);
}

#endif

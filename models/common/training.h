// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The course of a training on the digits, the same on the core and in the
// reference: epochs in a random order, the digits held back after each, files
// of weights and outputs. The network defines the functions declared here, what
// network.h wants, and OUTPUT_COLUMNS, from one digit's outputs to the next, at
// least CLASSES.
#ifndef MODELS_COMMON_TRAINING_H
#define MODELS_COMMON_TRAINING_H

#include "network.h"

static float logits[BATCH * OUTPUT_COLUMNS]; // the outputs of the batch
static int32_t label[BATCH];

// Digits order[first] and the following ones, or without an order these digits
// themselves, become the batch. From `limit` on there are zeros.
static void load_batch(const struct digits *d, const uint32_t *order,
                       uint32_t first, uint32_t limit);
static void forward(void);
// A step of the weights by the batch's gradient, after `forward`; the loss.
static double learn(float rate);
static void weights_changed(void); // new masters were read or drawn
// After the training and before the last test, with the final weights.
static void trained(const struct digits *d);
// After both: appends "name value" to the results.
static void finish(const struct digits *d);

// Between these the core's cycles are counted.
MARKER static void infer_batch(void) { forward(); }
MARKER static void inferred_batch(void) { __asm__ volatile("" ::: "memory"); }

// How many of the held-back digits the network classifies correctly.
MARKER static uint32_t count_right(const struct digits *d, const char *file) {
  static float all[HELD_BACK * CLASSES];
  const uint32_t tested = (uint32_t)o.tested;
  uint32_t right = 0;
  for (uint32_t first = 0; first < tested; first += BATCH) {
    load_batch(d, NULL, first, tested);
    infer_batch();
    inferred_batch();
    for (uint32_t i = 0; i < BATCH && first + i < tested; i++) {
      const float *z = logits + i * OUTPUT_COLUMNS;
      int best = 0;
      for (int j = 1; j < CLASSES; j++)
        if (z[j] > z[best])
          best = j;
      right += best == label[i];
      memcpy(all + (first + i) * CLASSES, z, CLASSES * sizeof *z);
    }
  }
  if (file)
    write_file(file, all, tested * CLASSES);
  return right;
}

// One step of the training; the batch's loss.
MARKER static double train_batch(const struct digits *d, const uint32_t *order,
                                 uint32_t first, float rate) {
  load_batch(d, order, first, d->count - HELD_BACK);
  forward();
  return learn(rate);
}

// For the scripts; the other text is for people.
MARKER static void print_result(double loss, uint32_t right) {
  fprintf(stderr, "result loss %.6f accuracy %.4f", loss,
          fraction(right, (uint64_t)o.tested));
}

// Trains and tests the network, whose options have been read.
static int train(const struct initial *matrices, int count) {
  const struct digits d = read_digits(o.digits);
  const uint32_t digits_trained = d.count - HELD_BACK;
  uint32_t batches = digits_trained / BATCH;
  if (o.batches && batches > o.batches)
    batches = (uint32_t)o.batches;
  uint32_t *order = malloc(digits_trained * sizeof *order);
  if (!order)
    fail("out of memory", "order");
  for (uint32_t i = 0; i < digits_trained; i++)
    order[i] = HELD_BACK + i;

  uint64_t state = random_state();
  if (o.start)
    read_floats(o.start, master, WEIGHTS);
  else
    initial_weights(matrices, count, &state);
  weights_changed();
  double loss = 0;
  uint32_t right = 0;
  for (int64_t epoch = 1; epoch <= o.epochs; epoch++) {
    const float rate = rate_of(epoch);
    shuffle(order, digits_trained, &state);
    loss = 0;
    for (uint32_t b = 0; b < batches; b++)
      loss += train_batch(&d, order, b * BATCH, rate);
    loss /= batches * BATCH;
    right = count_right(&d, NULL);
    printf("epoch %2d  loss %.6f  held back %.1f %%\n", (int)epoch, loss,
           100 * fraction(right, (uint64_t)o.tested));
    fflush(stdout);
  }
  trained(&d);
  if (o.epochs == 0 || o.outputs)
    right = count_right(&d, o.outputs);
  print_result(loss, right);
  finish(&d);
  fprintf(stderr, "\n");
  if (o.epochs)
    write_file(o.weights, master, WEIGHTS);
  free(order);
  free(d.pixels);
  free(d.labels);
  return 0;
}

#endif

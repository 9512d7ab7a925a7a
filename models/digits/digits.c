// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The digits network trained on tiles: forward and backward passes, loss and
// weight update of a 784-128-10 network in the element type chosen on the
// command line. reference.c does the same without tiles; every weight must
// agree.
#include <sectile.h>
#include <sectile_math.h>

#include "../../kernels/gemm/gemm.h"
#include "digits.h"

static float master[WEIGHTS], velocity[WEIGHTS], gradient[WEIGHTS];
static float z1[BATCH * HIDDEN], dz1[BATCH * HIDDEN];
static float z2[BATCH * CLASS_COLUMNS], p2[BATCH * CLASS_COLUMNS],
    dz2[BATCH * CLASS_COLUMNS];
static int32_t label[BATCH];

// One step's parts, for one element type (train.h).
struct training {
  void (*forward)(void);
  void (*backward)(struct rounding *);
  void (*update)(const struct options *, struct rounding *);
  void (*round_weights)(int master16);
  void (*load_batch)(const struct digits *, const uint32_t *order,
                     uint32_t first, uint32_t limit);
};

#define TYPE f32
#define ELEMENT float
#define STORE(p, count, tile) tile_store_linear_f32((p), (count), (tile))
#define STORE_RECT(p, stride, tile)                                            \
  tile_store_rect_f32((p), (stride), 16, 16, (tile))
#define ROUND(tile) (tile)
#include "train.h"

#define TYPE f16
#define ELEMENT uint16_t
#define STORE(p, count, tile) tile_store_linear_narrow_f16((p), (count), (tile))
#define STORE_RECT(p, stride, tile)                                            \
  tile_store_rect_narrow_f16((p), (stride), 16, 16, (tile))
#define ROUND(tile) tile_unpack_f16(tile_packz_f16(tile), 0)
#include "train.h"

#define TYPE bf16
#define ELEMENT uint16_t
#define STORE(p, count, tile)                                                  \
  tile_store_linear_narrow_bf16((p), (count), (tile))
#define STORE_RECT(p, stride, tile)                                            \
  tile_store_rect_narrow_bf16((p), (stride), 16, 16, (tile))
#define ROUND(tile) tile_unpack_bf16(tile_packz_bf16(tile), 0)
#include "train.h"

// Probabilities, the gradient of the loss by z2 times `factor`, and the loss:
// 16 digits at a time, a digit's classes in a row. Columns beyond the classes
// take no part: minus infinity before the maximum, zero after the exponential.
static double softmax(float factor) {
  const tile_i32_t real = tile_mask_rect(16, CLASSES);
  const tile_f32_t nothing = tile_splat_f32(-__builtin_inff());
  double loss = 0;
  for (int i = 0; i < BATCH; i += 16) {
    tile_f32_t z =
        tile_select_f32(real, tile_load_f32(z2 + i * CLASS_COLUMNS), nothing);
    tile_f32_t e = tile_exp_f32(z - tile_redrow_max_f32(z));
    e = tile_select_f32(real, e, tile_zero_f32());
    tile_f32_t p = e / tile_redrow_add_f32(e);
    tile_i32_t labels =
        tile_broadcast_column_i32(tile_load_rect_i32(label + i, 4, 16, 1), 0);
    tile_f32_t target = tile_select_f32(labels == tile_index_column(),
                                        tile_splat_f32(1.0f), tile_zero_f32());
    tile_store_f32(p2 + i * CLASS_COLUMNS, p);
    tile_store_f32(dz2 + i * CLASS_COLUMNS, (p - target) * factor);
  }
  for (int i = 0; i < BATCH; i++) {
    float likely = p2[i * CLASS_COLUMNS + label[i]];
    loss -= log_of(likely > 1e-30f ? likely : 1e-30f);
  }
  return loss;
}

// How many of the held-back digits the network classifies correctly.
MARKER static uint32_t count_right(const struct training *t,
                                   const struct options *o,
                                   const struct digits *d) {
  static float outputs[HELD_BACK * CLASSES];
  uint32_t right = 0;
  for (uint32_t first = 0; first < o->tested; first += BATCH) {
    t->load_batch(d, 0, first, o->tested);
    t->forward();
    for (uint32_t i = 0; i < BATCH && first + i < o->tested; i++) {
      const float *z = z2 + i * CLASS_COLUMNS;
      int best = 0;
      for (int j = 1; j < CLASSES; j++)
        if (z[j] > z[best])
          best = j;
      right += best == label[i];
      memcpy(outputs + (first + i) * CLASSES, z, CLASSES * sizeof *z);
    }
  }
  if (o->outputs)
    write_file(o->outputs, outputs, o->tested * CLASSES);
  return right;
}

// One step of the training; the batch's loss.
MARKER static double train_batch(const struct training *t,
                                 const struct options *o,
                                 const struct digits *d, const uint32_t *order,
                                 uint32_t first, struct rounding *r) {
  t->load_batch(d, order, first, d->count - HELD_BACK);
  t->forward();
  double loss = softmax(o->loss_scale / BATCH);
  t->backward(r);
  t->update(o, r);
  return loss;
}

int main(int argc, char **argv) {
  const struct options o = read_options(argc, argv);
  const struct training *t = !strcmp(o.type, "bf16")  ? &training_bf16
                             : !strcmp(o.type, "f16") ? &training_f16
                                                      : &training_f32;
  struct digits d = read_digits(o.digits);
  const uint32_t trained = d.count - HELD_BACK;
  uint32_t batches = trained / BATCH;
  if (o.batches && batches > o.batches)
    batches = o.batches;
  uint32_t *order = malloc(trained * sizeof *order);
  if (!order)
    fail("out of memory", "order");
  for (uint32_t i = 0; i < trained; i++)
    order[i] = HELD_BACK + i;

  uint64_t state = o.seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
  if (o.start)
    read_floats(o.start, master, WEIGHTS);
  else
    initial_weights(master, &state);
  t->round_weights(o.master16);

  struct rounding r = {0, 0, 0, 0};
  double loss = 0;
  uint32_t right = 0;
  for (int epoch = 1; epoch <= o.epochs; epoch++) {
    shuffle(order, trained, &state);
    loss = 0;
    printf("epoch %2d  ", epoch);
    for (uint32_t b = 0; b < batches; b++) {
      loss += train_batch(t, &o, &d, order, b * BATCH, &r);
      if (b % 10 == 9) {
        putchar('.');
        fflush(stdout);
      }
    }
    loss /= batches * BATCH;
    right = count_right(t, &o, &d);
    printf("  loss %.6f  held back %.1f %%\n", loss,
           100 * fraction(right, o.tested));
    fflush(stdout);
  }
  if (o.epochs == 0)
    right = count_right(t, &o, &d);
  print_result(&o, loss, right, &r);
  if (o.epochs)
    write_file(o.weights, master, WEIGHTS);
  return 0;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The digits network trained on tiles: forward and backward passes, loss and
// weight update of a 784-128-10 network in the element type chosen on the
// command line. reference.c does the same without tiles; every weight must
// agree.
#include <sectile.h>
#include <sectile_math.h>

#include "../../kernels/gemm/gemm.h"
#include "digits.h"

static float velocity[WEIGHTS], gradient[WEIGHTS];
static float z1[BATCH * HIDDEN], dz1[BATCH * HIDDEN];
static float p2[BATCH * OUTPUT_COLUMNS], dz2[BATCH * OUTPUT_COLUMNS];

// One step's parts, for one element type (train.h).
struct training {
  void (*forward)(void);
  void (*backward)(void);
  void (*update)(float rate);
  void (*round_weights)(void);
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

// Probabilities, the gradient of the loss by logits times `factor`, and the
// loss: 16 digits at a time, a digit's classes in a row. Columns beyond the
// classes take no part: minus infinity before the maximum, zero after the
// exponential.
static double softmax(float factor) {
  const tile_i32_t real = tile_mask_rect(16, CLASSES);
  const tile_f32_t nothing = tile_splat_f32(-__builtin_inff());
  double loss = 0;
  for (int i = 0; i < BATCH; i += 16) {
    tile_f32_t z = tile_select_f32(
        real, tile_load_f32(logits + i * OUTPUT_COLUMNS), nothing);
    tile_f32_t e = tile_exp_f32(z - tile_redrow_max_f32(z));
    e = tile_select_f32(real, e, tile_zero_f32());
    tile_f32_t p = e / tile_redrow_add_f32(e);
    tile_i32_t labels =
        tile_broadcast_column_i32(tile_load_rect_i32(label + i, 4, 16, 1), 0);
    tile_f32_t target = tile_select_f32(labels == tile_index_column(),
                                        tile_splat_f32(1.0f), tile_zero_f32());
    tile_store_f32(p2 + i * OUTPUT_COLUMNS, p);
    tile_store_f32(dz2 + i * OUTPUT_COLUMNS, (p - target) * factor);
  }
  for (int i = 0; i < BATCH; i++) {
    float likely = p2[i * OUTPUT_COLUMNS + label[i]];
    loss -= log_of(likely > 1e-30f ? likely : 1e-30f);
  }
  return loss;
}

static const struct training *network(void) {
  return !strcmp(type, "bf16")  ? &training_bf16
         : !strcmp(type, "f16") ? &training_f16
                                : &training_f32;
}
static void load_batch(const struct digits *d, const uint32_t *order,
                       uint32_t first, uint32_t limit) {
  network()->load_batch(d, order, first, limit);
}
static void forward(void) { network()->forward(); }
static void weights_changed(void) { network()->round_weights(); }

static double learn(float rate) {
  const double loss = softmax((float)loss_scale / BATCH);
  network()->backward();
  network()->update(rate);
  return loss;
}

int main(int argc, char **argv) { return run(argc, argv); }

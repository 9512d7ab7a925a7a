// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Optimisers and loss scaling: passes over arrays, 256 elements at a time.
#include <sectile.h>
#include <sectile_math.h>

#include "training_tiles.h"

// The arrays of a step: the gradient and what is read and written. A null one
// has no bytes.
struct state {
  const void *gradient;
  enum training_type gradient_type;
  float *array[3]; // weights first
  int needed;      // of these, which may not be null
  uint16_t *copy;
  enum training_type copy_type;
};
static int check_state(int64_t n, const struct state *s) {
  const int64_t bytes = kernel_extent(1, n, 0, 4);
  if (bytes < 0)
    return KERNEL_BAD_SHAPE;
  if ((unsigned)s->gradient_type > TRAINING_F16 ||
      (s->copy && s->copy_type != TRAINING_BF16 &&
       s->copy_type != TRAINING_F16))
    return KERNEL_BAD_ARGUMENT;
  if (n && !s->gradient)
    return KERNEL_NULL_POINTER;
  for (int i = 0; i < s->needed; i++)
    if (n && !s->array[i])
      return KERNEL_NULL_POINTER;
  const void *const written[4] = {s->array[0], s->array[1], s->array[2],
                                  s->copy};
  for (int i = 0; i < 4; i++) {
    if (!written[i])
      continue;
    const int64_t size = i == 3 ? n * 2 : bytes;
    if (kernel_overlap(written[i], size, s->gradient,
                       n * training_size(s->gradient_type)))
      return KERNEL_OVERLAP;
    for (int j = 0; j < i; j++)
      if (written[j] && kernel_overlap(written[i], size, written[j], bytes))
        return KERNEL_OVERLAP;
  }
  return KERNEL_OK;
}

#define OPTIMISE_EACH                                                          \
  _Pragma("clang loop unroll(full)") for (int u = 0; u < 4; u++)
// Where tile u of those from element i on is, and what is left.
#define AT(u) i + 256 * (u), n - i - 256 * (u)

static int is_finite(float x) { return x - x == 0; }

// Its own code for each type of the gradient: the loop is bound by memory.
TRAINING_INLINE void sgd_steps(int64_t n, struct training_sgd o,
                               const void *gradient,
                               enum training_type gradient_type, float *weights,
                               float *velocity, uint16_t *copy,
                               enum training_type copy_type) {
  // Four tiles at a time, all loads first; at the end some are empty.
  for (int64_t i = 0; i < n; i += 4 * 256) {
    tile_f32_t w[4], g[4], v[4];
    OPTIMISE_EACH g[u] = training_load_linear(gradient, gradient_type, AT(u));
    OPTIMISE_EACH w[u] = training_load_linear(weights, TRAINING_F32, AT(u));
    if (o.momentum != 0)
      OPTIMISE_EACH v[u] = training_load_linear(velocity, TRAINING_F32, AT(u));
    OPTIMISE_EACH g[u] = g[u] * o.unscale;
    if (o.decay != 0)
      OPTIMISE_EACH g[u] = tile_fmadd_f32_sb(w[u], o.decay, g[u]);
    if (o.momentum != 0) {
      OPTIMISE_EACH v[u] = tile_fmadd_f32_sb(v[u], o.momentum, g[u]);
      OPTIMISE_EACH training_store_linear(velocity, TRAINING_F32, AT(u), v[u]);
      if (o.nesterov)
        OPTIMISE_EACH g[u] = tile_fmadd_f32_sb(v[u], o.momentum, g[u]);
      else
        OPTIMISE_EACH g[u] = v[u];
    }
    OPTIMISE_EACH w[u] = tile_fnmadd_f32_sb(g[u], o.rate, w[u]);
    OPTIMISE_EACH training_store_linear(weights, TRAINING_F32, AT(u), w[u]);
    if (copy)
      OPTIMISE_EACH training_store_linear(copy, copy_type, AT(u), w[u]);
  }
}

int training_sgd(int64_t n, const struct training_sgd *options,
                 const void *gradient, enum training_type gradient_type,
                 float *weights, float *velocity, uint16_t *copy,
                 enum training_type copy_type) {
  if (!options)
    return KERNEL_NULL_POINTER;
  const struct training_sgd o = *options;
  const struct state state = {
      gradient, gradient_type, {weights, velocity, 0}, o.momentum == 0 ? 1 : 2,
      copy,     copy_type};
  const int status = check_state(n, &state);
  if (status)
    return status;
  if (!is_finite(o.rate) || !is_finite(o.momentum) || !is_finite(o.decay) ||
      !is_finite(o.unscale))
    return KERNEL_BAD_ARGUMENT;
#define SGD(type)                                                              \
  sgd_steps(n, o, gradient, type, weights, velocity, copy, copy_type)
  if (gradient_type == TRAINING_F32)
    SGD(TRAINING_F32);
  else if (gradient_type == TRAINING_BF16)
    SGD(TRAINING_BF16);
  else
    SGD(TRAINING_F16);
#undef SGD
  return KERNEL_OK;
}

// beta^step by squaring, in f64.
static double power(double beta, int64_t step) {
  double result = 1;
  for (; step; step /= 2, beta *= beta)
    if (step % 2)
      result *= beta;
  return result;
}

int training_adam(int64_t n, const struct training_adam *options,
                  const void *gradient, enum training_type gradient_type,
                  float *weights, float *m, float *v, uint16_t *copy,
                  enum training_type copy_type) {
  if (!options)
    return KERNEL_NULL_POINTER;
  const struct training_adam o = *options;
  const struct state state = {gradient, gradient_type, {weights, m, v},
                              3,        copy,          copy_type};
  const int status = check_state(n, &state);
  if (status)
    return status;
  if (!is_finite(o.rate) || !is_finite(o.decay) || !is_finite(o.unscale) ||
      !(o.beta1 >= 0 && o.beta1 < 1) || !(o.beta2 >= 0 && o.beta2 < 1) ||
      !(o.epsilon > 0 && is_finite(o.epsilon)) || o.step < 1)
    return KERNEL_BAD_ARGUMENT;
  const float decayed = o.rate * o.decay; // not fused with what follows
  const float new1 = 1 - o.beta1, new2 = 1 - o.beta2, kept = 1 - decayed,
              rate = (float)(o.rate / (1 - power(o.beta1, o.step))),
              unbias = (float)(1 / (1 - power(o.beta2, o.step)));
#pragma clang loop unroll_count(2)
  for (int64_t i = 0; i < n; i += 256) {
    const int64_t left = n - i;
    const tile_f32_t g =
        training_load_linear(gradient, gradient_type, i, left) * o.unscale;
    tile_f32_t tm = tile_load_linear_f32(m + i, left),
               tv = tile_load_linear_f32(v + i, left),
               w = tile_load_linear_f32(weights + i, left);
    tm = tile_fmadd_f32_sb(g - tm, new1, tm);
    tv = tile_fmadd_f32_sb(tile_fmsub_f32(g, g, tv), new2, tv);
    tile_store_linear_f32(m + i, left, tm);
    tile_store_linear_f32(v + i, left, tv);
    // sqrt(a) = a / sqrt(a), but of 0 and infinity, where that is a NaN.
    const tile_f32_t a = tv * unbias;
    tile_f32_t root = a * tile_rsqrt_f32(a);
    root = tile_select_f32(root == root, root, a);
    const tile_f32_t by = tile_reciprocal_f32(root + o.epsilon);
    if (o.decay != 0)
      w = w * kept;
    w = tile_fnmadd_f32(tm * rate, by, w);
    tile_store_linear_f32(weights + i, left, w);
    if (copy)
      training_store_linear(copy, copy_type, i, left, w);
  }
  return KERNEL_OK;
}

int training_finite(int64_t n, const void *p, enum training_type type,
                    int *finite) {
  if ((unsigned)type > TRAINING_F16)
    return KERNEL_BAD_ARGUMENT;
  const int64_t bytes = kernel_extent(1, n, 0, training_size(type));
  if (bytes < 0)
    return KERNEL_BAD_SHAPE;
  if ((bytes && !p) || !finite)
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(finite, sizeof *finite, p, bytes))
    return KERNEL_OVERLAP;
  // x - x is 0 of a number, else a NaN, which stays in a sum.
  tile_f32_t sum = tile_zero_f32();
  for (int64_t i = 0; i < n; i += 4 * 256) {
    tile_f32_t x[4];
    OPTIMISE_EACH x[u] = training_load_linear(p, type, AT(u));
    OPTIMISE_EACH x[u] = x[u] - x[u];
    OPTIMISE_EACH sum = sum + x[u];
  }
  sum = tile_redcol_add_f32(tile_redrow_add_f32(sum));
  *finite = tile_get_f32(sum, 0) == 0;
  return KERNEL_OK;
}

struct training_loss_scale training_loss_scale_default(void) {
  return (struct training_loss_scale){32768, 2, 0.5f, 1, 16777216, 1000, 0};
}

int training_loss_scale_update(struct training_loss_scale *scale, int finite) {
  if (!finite) {
    scale->finite_steps = 0;
    scale->scale *= scale->backoff;
    if (scale->scale < scale->least)
      scale->scale = scale->least;
  } else if (++scale->finite_steps >= scale->interval) {
    scale->finite_steps = 0;
    scale->scale *= scale->growth;
    if (scale->scale > scale->most)
      scale->scale = scale->most;
  }
  return finite;
}

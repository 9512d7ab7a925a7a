// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Text by a network of the Llama architecture, with the kernels of kernels/, of
// f32 or i8 weights. reference.c does the same without tiles; every logit must
// agree.
#include <sectile.h>
#include <sectile_math.h>

#include "../../kernels/attention/attention.h"
#include "../../kernels/gemm/gemv.h"
#include "../../kernels/rows/rows.h"
#include "llama.h"

#include <math.h>

#define UNROLL _Pragma("clang loop unroll(full)")

struct state {
  float *x, *normed, *query, *attended, *gate, *up, *logits, *added;
  float *key, *value; // of all layers and positions
  float *cosine, *sine;
  const float *factor; // what a matrix is multiplied by
  int8_t *bytes;       // the same as bytes and their scales
  float *scale;
};

static float *floats(int64_t count) {
  float *p = calloc((size_t)count + 16, sizeof *p);
  if (!p)
    fail("out of memory", "state");
  return p;
}

static void must(int status) {
  if (status)
    fail("a kernel refused its arguments", "network");
}

static struct state *new_state(const struct checkpoint *c) {
  struct state *s = malloc(sizeof *s);
  if (!s)
    return NULL;
  const int64_t cache = (int64_t)c->layers * c->length * c->kv_dim;
  const int64_t longest = c->dim > c->hidden ? c->dim : c->hidden;
  *s = (struct state){floats(c->dim),
                      floats(c->dim),
                      floats(c->dim),
                      floats(c->dim),
                      floats(c->hidden),
                      floats(c->hidden),
                      floats(c->vocabulary),
                      floats(c->dim),
                      floats(cache),
                      floats(cache),
                      floats(c->head),
                      floats(c->head),
                      NULL,
                      (int8_t *)floats((longest + 3) / 4),
                      floats(longest)};
  return s;
}

// Bytes of x, for each group a scale of its largest number / 127; to nearest,
// half away from zero.
static void quantise(const float *x, int64_t count, int64_t group,
                     int8_t *bytes, float *scale) {
  for (int64_t g = 0; g < count / group; g++, x += group, bytes += group) {
    tile_f32_t most = tile_zero_f32();
    for (int64_t i = 0; i < group; i += 256)
      most = tile_max_f32(most,
                          tile_abs_f32(tile_load_linear_f32(x + i, group - i)));
    scale[g] = tile_get_f32(tile_redrow_max_f32(tile_redcol_max_f32(most)), 0) /
               127.0f;
    const tile_f32_t divisor = tile_splat_f32(scale[g] > 0 ? scale[g] : 1.0f);
    for (int64_t i = 0; i < group; i += 256) {
      const tile_f32_t v = tile_load_linear_f32(x + i, group - i) / divisor;
      const tile_i32_t n = tile_cvt_i32_f32(tile_abs_f32(v) + 0.5f);
      tile_store_linear_narrow_i8(bytes + i, group - i,
                                  tile_select_i32(v < 0.0f, 0 - n, n));
    }
  }
}

// What the next matrices are multiplied by.
static void begin(const struct checkpoint *c, struct state *s, const float *x,
                  int64_t count) {
  s->factor = x;
  if (c->group)
    quantise(x, count, c->group, s->bytes, s->scale);
}

// y[outputs] = m times that. Of i8, 64 outputs at a time, in four tiles: the
// products of a group are exact, then a float is added for each group in
// ascending order.
static void multiply(const struct checkpoint *c, struct state *s,
                     const struct matrix *m, int64_t outputs, int64_t inputs,
                     float *y) {
  if (m->f32) {
    must(gemv_f32(outputs, inputs, 1, m->f32, inputs, s->factor, 0, y, 0));
    return;
  }
  const int64_t group = c->group, groups = inputs / group;
  for (int64_t i = 0; i < outputs; i += 64) {
    tile_f32_t sum[4];
    UNROLL
    for (int t = 0; t < 4; t++)
      sum[t] = tile_zero_f32();
    for (int64_t g = 0; g < groups; g++) {
      tile_i32_t products[4];
      tile_f32_t scales[4];
      UNROLL
      for (int t = 0; t < 4; t++) {
        products[t] = tile_zero_i32();
        scales[t] =
            tile_load_transposed_f32(m->scale + (i + 16 * t) * groups + g,
                                     groups * 4, outputs - i - 16 * t, 1);
      }
      for (int64_t k = g * group; k < (g + 1) * group; k += 64) {
        const int64_t left = (g + 1) * group - k;
        const tile_i8_t a = tile_load_rect_i8(s->bytes + k, 0, 1, left);
        UNROLL
        for (int t = 0; t < 4; t++)
          products[t] = tile_mma_depth_i8(
              products[t], a,
              tile_load_rect_i8(m->i8 + (i + 16 * t) * inputs + k, inputs,
                                outputs - i - 16 * t, left),
              left);
      }
      UNROLL
      for (int t = 0; t < 4; t++)
        sum[t] =
            sum[t] + tile_cvt_f32_i32(products[t]) * scales[t] * s->scale[g];
    }
    UNROLL
    for (int t = 0; t < 4; t++)
      tile_store_rect_f32(y + i + 16 * t, 0, 1, outputs - i - 16 * t, sum[t]);
  }
}

static void embed(const struct checkpoint *c, int32_t token, float *x) {
  const struct matrix *m = &c->embedding;
  for (int64_t i = 0; i < c->dim; i++) {
    const int64_t at = (int64_t)token * c->dim + i;
    x[i] = m->f32 ? m->f32[at] : (float)m->i8[at] * m->scale[at / c->group];
  }
}

static void add(float *x, const float *y, int64_t count) {
  for (int64_t i = 0; i < count; i += 256)
    tile_store_linear_f32(x + i, count - i,
                          tile_load_linear_f32(x + i, count - i) +
                              tile_load_linear_f32(y + i, count - i));
}

MARKER static const float *next_logits(const struct checkpoint *c,
                                       struct state *s, int32_t token,
                                       int32_t position) {
  const int64_t dim = c->dim, hidden = c->hidden, kv = c->kv_dim,
                pairs = c->head / 2;
  const struct attention_shape shape = {c->heads, c->kv_heads,
                                        1,        position + 1,
                                        c->head,  1.0f / sqrtf((float)c->head),
                                        1};
  embed(c, token, s->x);
  must(rows_rotary_table_f32(1, pairs, &position, 10000.0f, s->cosine, s->sine,
                             pairs));
  for (int32_t l = 0; l < c->layers; l++) {
    const struct layer *layer = &c->layer[l];
    float *keys = s->key + (int64_t)l * c->length * kv,
          *values = s->value + (int64_t)l * c->length * kv;
    float *key = keys + position * kv;
    must(rows_rms_norm_f32(1, dim, s->x, dim, layer->norm_attention, 1e-5f,
                           s->normed, dim));
    begin(c, s, s->normed, dim);
    multiply(c, s, &layer->query, dim, dim, s->query);
    multiply(c, s, &layer->key, kv, dim, key);
    multiply(c, s, &layer->value, kv, dim, values + position * kv);
    must(rows_rotary_f32(1, c->heads, pairs, s->query, dim, s->cosine, s->sine,
                         pairs, 0, s->query, dim));
    must(rows_rotary_f32(1, c->kv_heads, pairs, key, kv, s->cosine, s->sine,
                         pairs, 0, key, kv));
    must(attention_f32(&shape, s->query, dim, keys, kv, values, kv, s->attended,
                       dim));
    begin(c, s, s->attended, dim);
    multiply(c, s, &layer->output, dim, dim, s->added);
    add(s->x, s->added, dim);
    must(rows_rms_norm_f32(1, dim, s->x, dim, layer->norm_feed, 1e-5f,
                           s->normed, dim));
    begin(c, s, s->normed, dim);
    multiply(c, s, &layer->gate, hidden, dim, s->gate);
    multiply(c, s, &layer->up, hidden, dim, s->up);
    for (int64_t i = 0; i < hidden; i += 256)
      tile_store_linear_f32(
          s->gate + i, hidden - i,
          tile_silu_f32(tile_load_linear_f32(s->gate + i, hidden - i)) *
              tile_load_linear_f32(s->up + i, hidden - i));
    begin(c, s, s->gate, hidden);
    multiply(c, s, &layer->down, dim, hidden, s->added);
    add(s->x, s->added, dim);
  }
  must(rows_rms_norm_f32(1, dim, s->x, dim, c->norm_final, 1e-5f, s->normed,
                         dim));
  begin(c, s, s->normed, dim);
  multiply(c, s, &c->classifier, c->vocabulary, dim, s->logits);
  return s->logits;
}

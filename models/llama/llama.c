// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Text by a network of the Llama architecture, with the kernels of kernels/, of
// f32 or i8 weights. reference.c does the same without tiles; every logit must
// agree.
#include <sectile.h>
#include <sectile_math.h>

#include "../../kernels/attention/attention.h"
#include "../../kernels/gemm/gemm.h"
#include "../../kernels/rows/rows.h"
#include "llama.h"

#include <math.h>

struct state {
  float *x, *normed, *query, *attended, *gate, *up, *logits, *added;
  float *key, *value; // of all layers and positions
  float *cosine, *sine;
  int8_t *bytes; // what a matrix is multiplied by, and its scales
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

// y[outputs] = m x. Of i8, 16 outputs at a time: the products of a group are
// exact, then a float is added for each group in ascending order.
static void multiply(const struct checkpoint *c, struct state *s,
                     const struct matrix *m, int64_t outputs, int64_t inputs,
                     const float *x, float *y) {
  if (m->f32) {
    must(gemm_f32(1, outputs, inputs, x, inputs, m->f32, inputs, y, outputs,
                  GEMM_B_NK));
    return;
  }
  const int64_t group = c->group, groups = inputs / group;
  quantise(x, inputs, group, s->bytes, s->scale);
  for (int64_t i = 0; i < outputs; i += 16) {
    const int64_t rows = outputs - i;
    tile_f32_t sum = tile_zero_f32();
    for (int64_t g = 0; g < groups; g++) {
      const int8_t *w = m->i8 + i * inputs + g * group;
      tile_i32_t products = tile_zero_i32();
      for (int64_t k = 0; k < group; k += 64)
        products = tile_mma_depth_i8(
            products,
            tile_load_rect_i8(s->bytes + g * group + k, 0, 1, group - k),
            tile_load_rect_i8(w + k, inputs, rows, group - k), group - k);
      const tile_f32_t scales = tile_load_transposed_f32(
          m->scale + i * groups + g, groups * 4, rows, 1);
      sum = sum + tile_cvt_f32_i32(products) * scales * s->scale[g];
    }
    tile_store_rect_f32(y + i, 0, 1, rows, sum);
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
    multiply(c, s, &layer->query, dim, dim, s->normed, s->query);
    multiply(c, s, &layer->key, kv, dim, s->normed, key);
    multiply(c, s, &layer->value, kv, dim, s->normed, values + position * kv);
    must(rows_rotary_f32(1, c->heads, pairs, s->query, dim, s->cosine, s->sine,
                         pairs, 0, s->query, dim));
    must(rows_rotary_f32(1, c->kv_heads, pairs, key, kv, s->cosine, s->sine,
                         pairs, 0, key, kv));
    must(attention_f32(&shape, s->query, dim, keys, kv, values, kv, s->attended,
                       dim));
    multiply(c, s, &layer->output, dim, dim, s->attended, s->added);
    add(s->x, s->added, dim);
    must(rows_rms_norm_f32(1, dim, s->x, dim, layer->norm_feed, 1e-5f,
                           s->normed, dim));
    multiply(c, s, &layer->gate, hidden, dim, s->normed, s->gate);
    multiply(c, s, &layer->up, hidden, dim, s->normed, s->up);
    for (int64_t i = 0; i < hidden; i += 256)
      tile_store_linear_f32(
          s->gate + i, hidden - i,
          tile_silu_f32(tile_load_linear_f32(s->gate + i, hidden - i)) *
              tile_load_linear_f32(s->up + i, hidden - i));
    multiply(c, s, &layer->down, dim, hidden, s->gate, s->added);
    add(s->x, s->added, dim);
  }
  must(rows_rms_norm_f32(1, dim, s->x, dim, c->norm_final, 1e-5f, s->normed,
                         dim));
  multiply(c, s, &c->classifier, c->vocabulary, dim, s->normed, s->logits);
  return s->logits;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The text generator in portable C: what llama.c must equal, bit for bit. Built
// with -ffp-contract=off. Products of f32, norms, rotation, attention and silu
// are the references of the kernels.
#include "../../kernels/attention/attention_reference.h"
#include "../../kernels/gemm/gemm_reference.h"
#include "../../kernels/rows/rows_reference.h"
#include "llama.h"

struct state {
  float *x, *normed, *query, *attended, *gate, *up, *logits, *added;
  float *key, *value;
  float *cosine, *sine;
};

static float *floats(int64_t count) {
  float *p = calloc((size_t)count, sizeof *p);
  if (!p)
    fail("out of memory", "state");
  return p;
}

static struct state *new_state(const struct checkpoint *c) {
  struct state *s = malloc(sizeof *s);
  if (!s)
    return NULL;
  const int64_t cache = (int64_t)c->layers * c->length * c->kv_dim;
  *s = (struct state){
      floats(c->dim),        floats(c->dim),    floats(c->dim),
      floats(c->dim),        floats(c->hidden), floats(c->hidden),
      floats(c->vocabulary), floats(c->dim),    floats(cache),
      floats(cache),         floats(c->head),   floats(c->head)};
  return s;
}

static int quantised(float x, float scale) {
  const float v = x / (scale > 0 ? scale : 1.0f);
  const int n = (int)(fabsf(v) + 0.5f);
  return v < 0 ? -n : n;
}

static void multiply(const struct checkpoint *c, const struct matrix *m,
                     int64_t outputs, int64_t inputs, const float *x,
                     float *y) {
  if (m->f32) {
    reference_gemv_f32(outputs, inputs, 1, m->f32, inputs, x, 0, y, 0);
    return;
  }
  for (int64_t i = 0; i < outputs; i++) {
    float sum = 0;
    for (int64_t j = 0; j < inputs; j += c->group) {
      float most = 0;
      for (int64_t k = 0; k < c->group; k++)
        most = fmaxf(most, fabsf(x[j + k]));
      const float scale = most / 127.0f;
      int32_t products = 0;
      for (int64_t k = 0; k < c->group; k++)
        products += m->i8[i * inputs + j + k] * quantised(x[j + k], scale);
      sum =
          sum + (float)products * m->scale[(i * inputs + j) / c->group] * scale;
    }
    y[i] = sum;
  }
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
  for (int64_t i = 0; i < dim; i++) {
    const int64_t at = token * dim + i;
    s->x[i] = c->group ? (float)c->embedding.i8[at] *
                             c->embedding.scale[at / c->group]
                       : c->embedding.f32[at];
  }
  reference_rotary_table_f32(1, pairs, &position, 10000.0f, s->cosine, s->sine,
                             pairs);
  for (int32_t l = 0; l < c->layers; l++) {
    const struct layer *layer = &c->layer[l];
    float *keys = s->key + (int64_t)l * c->length * kv,
          *values = s->value + (int64_t)l * c->length * kv;
    float *key = keys + position * kv;
    reference_rms_norm_f32(1, dim, s->x, dim, layer->norm_attention, 1e-5f,
                           s->normed, dim);
    multiply(c, &layer->query, dim, dim, s->normed, s->query);
    multiply(c, &layer->key, kv, dim, s->normed, key);
    multiply(c, &layer->value, kv, dim, s->normed, values + position * kv);
    reference_rotary_f32(1, c->heads, pairs, s->query, dim, s->cosine, s->sine,
                         pairs, 0, s->query, dim);
    reference_rotary_f32(1, c->kv_heads, pairs, key, kv, s->cosine, s->sine,
                         pairs, 0, key, kv);
    reference_attention_f32(&shape, s->query, dim, keys, kv, values, kv,
                            s->attended, dim);
    multiply(c, &layer->output, dim, dim, s->attended, s->added);
    for (int64_t i = 0; i < dim; i++)
      s->x[i] = s->x[i] + s->added[i];
    reference_rms_norm_f32(1, dim, s->x, dim, layer->norm_feed, 1e-5f,
                           s->normed, dim);
    multiply(c, &layer->gate, hidden, dim, s->normed, s->gate);
    multiply(c, &layer->up, hidden, dim, s->normed, s->up);
    for (int64_t i = 0; i < hidden; i++)
      s->gate[i] = math_silu(s->gate[i]) * s->up[i];
    multiply(c, &layer->down, dim, hidden, s->gate, s->added);
    for (int64_t i = 0; i < dim; i++)
      s->x[i] = s->x[i] + s->added[i];
  }
  reference_rms_norm_f32(1, dim, s->x, dim, c->norm_final, 1e-5f, s->normed,
                         dim);
  multiply(c, &c->classifier, c->vocabulary, dim, s->normed, s->logits);
  return s->logits;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the training kernels must equal, in portable C: no tile, no assumption
// about the machine but IEEE arithmetic. Compile with -ffp-contract=off. NaNs
// are canonical.
#ifndef TRAINING_REFERENCE_H
#define TRAINING_REFERENCE_H

#include "../attention/attention.h"
#include "../common/math_reference.h"
#include "../gemm/gemm_reference.h"
#include "../recurrent/recurrent.h"
#include "../rows/rows_reference.h"
#include "training.h"

// Element i of an array.
static inline float reference_load(const void *p, enum training_type type,
                                   int64_t i) {
  return type == TRAINING_F32    ? reference_get_f32(p, i)
         : type == TRAINING_BF16 ? reference_get_bf16(p, i)
                                 : reference_get_f16(p, i);
}
// f16 to nearest even.
static inline uint16_t reference_narrow_f16(float x) {
  const uint32_t bits = math_bits(x);
  const uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
  const float a = fabsf(x);
  if (x != x)
    return 0x7e00;
  if (a >= 65520.0f)
    return sign | 0x7c00;
  if (a < 0x1p-14f) // a multiple of 2^-24
    return (uint16_t)(sign | (uint16_t)rintf(a * 0x1p24f));
  const uint32_t rest = math_bits(a) - (UINT32_C(112) << 23);
  return (uint16_t)(sign | (rest + 0xfff + (rest >> 13 & 1)) >> 13);
}
static inline void reference_store(void *p, enum training_type type, int64_t i,
                                   float x) {
  if (type == TRAINING_F32)
    ((float *)p)[i] = math_canonical(x);
  else
    ((uint16_t *)p)[i] =
        type == TRAINING_BF16 ? math_narrow_bf16(x) : reference_narrow_f16(x);
}

static inline void
reference_training_sgd(int64_t n, const struct training_sgd *o,
                       const void *gradient, enum training_type gradient_type,
                       float *weights, float *velocity, uint16_t *copy,
                       enum training_type copy_type) {
  for (int64_t i = 0; i < n; i++) {
    float g = reference_load(gradient, gradient_type, i) * o->unscale;
    if (o->decay != 0)
      g = fmaf(weights[i], o->decay, g);
    float v = g;
    if (o->momentum != 0)
      velocity[i] = v = math_canonical(fmaf(velocity[i], o->momentum, g));
    if (o->nesterov)
      v = fmaf(v, o->momentum, g);
    weights[i] = math_canonical(fmaf(-v, o->rate, weights[i]));
    if (copy)
      reference_store(copy, copy_type, i, weights[i]);
  }
}

static inline void
reference_training_adam(int64_t n, const struct training_adam *o,
                        const void *gradient, enum training_type gradient_type,
                        float *weights, float *m, float *v, uint16_t *copy,
                        enum training_type copy_type) {
  // Powers by squaring, so that every machine rounds alike.
  double power1 = 1, power2 = 1, square1 = o->beta1, square2 = o->beta2;
  for (int64_t step = o->step; step; step /= 2) {
    if (step % 2) {
      power1 *= square1;
      power2 *= square2;
    }
    square1 *= square1;
    square2 *= square2;
  }
  const float kept = 1 - o->rate * o->decay,
              rate = (float)(o->rate / (1 - power1)),
              unbias = (float)(1 / (1 - power2));
  for (int64_t i = 0; i < n; i++) {
    const float g = reference_load(gradient, gradient_type, i) * o->unscale;
    m[i] = math_canonical(fmaf(g - m[i], 1 - o->beta1, m[i]));
    v[i] = math_canonical(fmaf(fmaf(g, g, -v[i]), 1 - o->beta2, v[i]));
    const float a = v[i] * unbias;
    float root = a * math_rsqrt(a), w = weights[i];
    if (root != root)
      root = a;
    if (o->decay != 0)
      w = w * kept;
    weights[i] = math_canonical(
        fmaf(-(m[i] * rate), math_reciprocal(root + o->epsilon), w));
    if (copy)
      reference_store(copy, copy_type, i, weights[i]);
  }
}

static inline void reference_training_finite(int64_t n, const void *p,
                                             enum training_type type,
                                             int *finite) {
  *finite = 1;
  for (int64_t i = 0; i < n; i++)
    if (!isfinite(reference_load(p, type, i)))
      *finite = 0;
}

// 16 sums of every 16th row, added in pairs.
static inline void reference_training_column_sums(int64_t rows, int64_t columns,
                                                  const void *x,
                                                  enum training_type type,
                                                  int64_t ldx, float *sum,
                                                  int add) {
  for (int64_t j = 0; j < columns; j++) {
    float s[16] = {0};
    for (int64_t i = 0; i < rows; i++)
      s[i % 16] += reference_load(x, type, i * ldx + j);
    const float all = math_tree(s);
    sum[j] = math_canonical(add ? sum[j] + all : all);
  }
}

#define TRAINING_REFERENCE_DENSE(type, element, name)                          \
  static inline void reference_training_dense_##type(                          \
      int64_t m, int64_t outputs, int64_t inputs, const element *dy,           \
      int64_t ldy, const element *x, int64_t ldx, const element *w,            \
      int64_t ldw, float *dx, int64_t lddx, float *dw, int64_t lddw,           \
      float *dbias, int add) {                                                 \
    if (dx)                                                                    \
      reference_##type(m, inputs, outputs, dy, ldy, w, ldw, dx, lddx, 0);      \
    if (dw)                                                                    \
      reference_##type(outputs, inputs, m, dy, ldy, x, ldx, dw, lddw,          \
                       GEMM_A_KM | (add ? GEMM_ADD : 0));                      \
    if (dbias)                                                                 \
      reference_training_column_sums(m, outputs, dy, name, ldy, dbias, add);   \
  }
TRAINING_REFERENCE_DENSE(f32, float, TRAINING_F32)
TRAINING_REFERENCE_DENSE(bf16, uint16_t, TRAINING_BF16)
TRAINING_REFERENCE_DENSE(f16, uint16_t, TRAINING_F16)

static inline float reference_activation(enum training_activation kind, float x,
                                         float dy) {
  switch (kind) {
  case TRAINING_RELU:
    return x > 0 ? dy : 0;
  case TRAINING_GELU: {
    const float half = fmaf(math_erf(x * 0x1.6a09e6p-1f), 0.5f, 0.5f),
                density = math_exp(x * x * -0.5f) * 0x1.988454p-2f;
    return dy * fmaf(math_min(math_max(x, -64.0f), 64.0f), density, half);
  }
  case TRAINING_SILU: {
    const float s = math_sigmoid(x);
    return dy * fmaf(math_min(math_max(x, -256.0f), 256.0f) * math_sigmoid(-x),
                     s, s);
  }
  case TRAINING_TANH: {
    const float t = math_tanh(x);
    return dy * fmaf(-t, t, 1.0f);
  }
  default:
    return dy * (math_sigmoid(x) * math_sigmoid(-x));
  }
}
static inline void
reference_training_activation_f32(enum training_activation kind, int64_t n,
                                  const float *x, const float *dy, float *dx) {
  for (int64_t i = 0; i < n; i++)
    dx[i] = math_canonical(reference_activation(kind, x[i], dy[i]));
}
static inline void
reference_training_activation_bf16(enum training_activation kind, int64_t n,
                                   const uint16_t *x, const uint16_t *dy,
                                   uint16_t *dx) {
  for (int64_t i = 0; i < n; i++)
    dx[i] = math_narrow_bf16(reference_activation(kind, math_widen_bf16(x[i]),
                                                  math_widen_bf16(dy[i])));
}

// Sums over a row: 16 sums of every 16th column, added in pairs.
static inline void reference_training_softmax_f32(int64_t rows, int64_t columns,
                                                  const float *y, int64_t ldy,
                                                  const float *dy, int64_t lddy,
                                                  float *dx, int64_t lddx) {
  for (int64_t i = 0; i < rows; i++) {
    float s[16] = {0};
    for (int64_t j = 0; j < columns; j++)
      s[j % 16] = fmaf(y[i * ldy + j], dy[i * lddy + j], s[j % 16]);
    const float sum = math_tree(s);
    for (int64_t j = 0; j < columns; j++)
      dx[i * lddx + j] =
          math_canonical(y[i * ldy + j] * (dy[i * lddy + j] - sum));
  }
}

static inline void
reference_training_log_softmax_f32(int64_t rows, int64_t columns,
                                   const float *y, int64_t ldy, const float *dy,
                                   int64_t lddy, float *dx, int64_t lddx) {
  for (int64_t i = 0; i < rows; i++) {
    float s[16] = {0};
    for (int64_t j = 0; j < columns; j++)
      s[j % 16] = s[j % 16] + dy[i * lddy + j];
    const float sum = math_tree(s);
    for (int64_t j = 0; j < columns; j++)
      dx[i * lddx + j] = math_canonical(
          fmaf(-math_exp(y[i * ldy + j]), sum, dy[i * lddy + j]));
  }
}

static inline void reference_training_rotary_f32(
    int64_t rows, int64_t heads, int64_t pairs, const float *dy, int64_t lddy,
    const float *cosine, const float *sine, int64_t ldt, int halves, float *dx,
    int64_t lddx) {
  for (int64_t i = 0; i < rows; i++)
    for (int64_t h = 0; h < heads; h++)
      for (int64_t j = 0; j < pairs; j++) {
        const int64_t first = 2 * pairs * h + (halves ? j : 2 * j),
                      second = first + (halves ? pairs : 1);
        const float a = dy[i * lddy + first], b = dy[i * lddy + second],
                    c = cosine[i * ldt + j], s = sine[i * ldt + j];
        const float up = b * s, down = a * s;
        dx[i * lddx + first] = math_canonical(fmaf(a, c, up));
        dx[i * lddx + second] = math_canonical(fmaf(b, c, -down));
      }
}

static inline void reference_training_resize(int bilinear, int64_t height,
                                             int64_t width, int64_t channels,
                                             const float *dy, int64_t to_height,
                                             int64_t to_width, float *dx,
                                             int flags) {
  for (int64_t i = 0; i < height * width * channels; i++)
    dx[i] = 0;
  for (int64_t i = 0; i < to_height; i++)
    for (int64_t j = 0; j < to_width; j++) {
      // The two pixels along each axis, and the weights of both.
      const int64_t at[2] = {i, j}, from[2] = {height, width},
                    to[2] = {to_height, to_width};
      int64_t pixel[2][2];
      float weight[2][2];
      for (int k = 0; k < 2; k++) {
        int64_t n, d;
        reference_coordinate(at[k], from[k], to[k], flags, &n, &d);
        n = n < 0 ? 0 : n;
        pixel[k][0] = n / d;
        pixel[k][1] = n / d + 1 < from[k] ? n / d + 1 : from[k] - 1;
        weight[k][1] = (float)(n % d) / (float)d;
        weight[k][0] = 1 - weight[k][1];
        if (!bilinear) {
          pixel[k][0] = reference_nearest(at[k], from[k], to[k], flags);
          weight[k][0] = 1;
        }
      }
      for (int v = 0; v <= bilinear; v++)
        for (int h = 0; h <= bilinear; h++)
          for (int64_t c = 0; c < channels; c++) {
            float *const x =
                dx + (pixel[0][v] * width + pixel[1][h]) * channels + c;
            const float d =
                dy[(i * to_width + j) * channels + c] * weight[0][v];
            *x = math_canonical(fmaf(d, weight[1][h], *x));
          }
    }
}
#define reference_training_resize_nearest_f32(...)                             \
  reference_training_resize(0, __VA_ARGS__)
#define reference_training_resize_bilinear_f32(...)                            \
  reference_training_resize(1, __VA_ARGS__)

static inline void
reference_training_norm(int centred, int64_t rows, int64_t columns,
                        const float *x, int64_t ldx, const float *gain,
                        float epsilon, const float *dy, int64_t lddy, float *dx,
                        int64_t lddx, float *dgain, float *dbias, int add) {
  const float each = 1.0f / (float)columns;
  for (int64_t j = 0; j < columns; j++) {
    if (dgain && !add)
      dgain[j] = 0;
    if (dbias && !add)
      dbias[j] = 0;
  }
  // 16 sums of each column, of every 16th row.
  float gains[16], biases[16];
  for (int64_t column = -1; column < columns; column++) {
    memset(gains, 0, sizeof gains);
    memset(biases, 0, sizeof biases);
    for (int64_t i = 0; i < rows; i++) {
      const float *const xi = x + i * ldx, *const di = dy + i * lddy;
      float s[16] = {0}, a[16] = {0}, b[16] = {0}, mean = 0;
      if (centred) {
        for (int64_t j = 0; j < columns; j++)
          s[j % 16] += xi[j];
        mean = math_tree(s) * each;
        memset(s, 0, sizeof s);
      }
      for (int64_t j = 0; j < columns; j++)
        s[j % 16] = fmaf(xi[j] - mean, xi[j] - mean, s[j % 16]);
      const float scale = math_rsqrt(math_tree(s) * each + epsilon);
      if (column >= 0) {
        const float d = di[column], t = (xi[column] - mean) * scale;
        gains[i % 16] = fmaf(d, t, gains[i % 16]);
        biases[i % 16] += d;
        continue;
      }
      if (!dx)
        continue;
      for (int64_t j = 0; j < columns; j++) {
        const float d = gain ? di[j] * gain[j] : di[j],
                    t = (xi[j] - mean) * scale;
        if (centred)
          a[j % 16] += d;
        b[j % 16] = fmaf(t, d, b[j % 16]);
      }
      const float of_d = math_tree(a) * each, of_nd = math_tree(b) * each;
      for (int64_t j = 0; j < columns; j++) {
        const float d = gain ? di[j] * gain[j] : di[j],
                    t = (xi[j] - mean) * scale;
        dx[i * lddx + j] =
            math_canonical(fmaf(-t, of_nd, centred ? d - of_d : d) * scale);
      }
    }
    if (column >= 0 && dgain)
      dgain[column] = math_canonical(add ? dgain[column] + math_tree(gains)
                                         : math_tree(gains));
    if (column >= 0 && dbias)
      dbias[column] = math_canonical(add ? dbias[column] + math_tree(biases)
                                         : math_tree(biases));
  }
}

static inline void reference_training_embedding_f32(
    int64_t columns, int64_t bags, const int64_t *offset, const int32_t *index,
    int mean, const float *dy, int64_t lddy, float *dtable, int64_t lddt) {
  for (int64_t i = 0; i < bags; i++) {
    const int64_t begin = offset ? offset[i] : i,
                  end = offset ? offset[i + 1] : i + 1;
    const float each = mean ? 1.0f / (float)(end - begin) : 1.0f;
    for (int64_t k = begin; k < end; k++)
      for (int64_t j = 0; j < columns; j++) {
        float *const to = dtable + index[k] * lddt + j;
        *to = math_canonical(*to + dy[i * lddy + j] * each);
      }
  }
}

// `space` has room for four rows of keys.
static inline void reference_training_attention_f32(
    const struct attention_shape *s, const float *q, int64_t ldq,
    const float *k, int64_t ldk, const float *v, int64_t ldv, const float *dout,
    int64_t lddo, float *dq, int64_t lddq, float *dk, int64_t lddk, float *dv,
    int64_t lddv, float *space) {
  float *const score = space, *const p = score + s->keys,
               *const dp = p + s->keys, *const ds = dp + s->keys;
  const int64_t group = s->kv_heads ? s->heads / s->kv_heads : 1;
  for (int64_t j = 0; j < s->keys; j++)
    for (int64_t d = 0; d < s->kv_heads * s->depth; d++) {
      if (dk)
        dk[j * lddk + d] = 0;
      if (dv)
        dv[j * lddv + d] = 0;
    }
  for (int64_t h = 0; h < s->heads; h++)
    for (int64_t i = 0; i < s->queries; i++) {
      const int64_t last = i / 64 * 64 + 63,
                    seen = last < s->queries ? last : s->queries - 1,
                    keys =
                        s->causal ? s->keys - s->queries + seen + 1 : s->keys,
                    from = h / group * s->depth, at = h * s->depth;
      for (int64_t j = 0; j < keys; j++) {
        float sum = 0, other = 0;
        for (int64_t d = 0; d < s->depth; d++) {
          sum = fmaf(q[i * ldq + at + d], k[j * ldk + from + d], sum);
          other = fmaf(dout[i * lddo + at + d], v[j * ldv + from + d], other);
        }
        score[j] = s->causal && j > s->keys - s->queries + i ? -INFINITY
                                                             : sum * s->scale;
        dp[j] = other;
      }
      reference_softmax_row(keys, score, p, 0);
      reference_training_softmax_f32(1, keys, p, keys, dp, keys, ds, keys);
      for (int64_t j = 0; j < keys; j++)
        ds[j] = ds[j] * s->scale;
      for (int64_t d = 0; d < s->depth; d++) {
        float sum = 0;
        for (int64_t j = 0; j < keys; j++) {
          float *const of_k = dk + j * lddk + from + d, *const of_v = dv +
                                                                      j * lddv +
                                                                      from + d;
          sum = fmaf(ds[j], k[j * ldk + from + d], sum);
          if (dk)
            *of_k = fmaf(ds[j], q[i * ldq + at + d], *of_k);
          if (dv)
            *of_v = fmaf(p[j], dout[i * lddo + at + d], *of_v);
        }
        if (dq)
          dq[i * lddq + at + d] = sum;
      }
    }
}

// Scratch memory as the kernel's.
static inline void reference_training_lstm_f32(const struct recurrent_shape *s,
                                               const struct training_lstm *a,
                                               float *gates) {
  const int64_t n = s->units, rows = s->steps * s->batch;
  float *const cells = gates + rows * 4 * n;
  for (int64_t r = 0; r < rows; r++) {
    const float *const h = r < s->batch ? a->h + r * a->ldh
                                        : a->y + (r - s->batch) * a->ldy,
                       *const c = r < s->batch ? a->c + r * a->ldc
                                               : cells + (r - s->batch) * n;
    float *const g = gates + r * 4 * n;
    for (int64_t j = 0; j < 4 * n; j++) {
      float sum = a->bias ? a->bias[j] : 0;
      for (int64_t k = 0; k < s->inputs; k++)
        sum = fmaf(a->x[r * a->ldx + k], a->w[j * a->ldw + k], sum);
      for (int64_t k = 0; k < n; k++)
        sum = fmaf(h[k], a->u[j * a->ldu + k], sum);
      g[j] = j / n == 2 ? math_tanh(sum) : math_sigmoid(sum);
    }
    for (int64_t j = 0; j < n; j++) {
      const float kept = g[n + j] * c[j];
      cells[r * n + j] = fmaf(g[j], g[2 * n + j], kept);
    }
  }
  for (int64_t t = s->steps - 1; t >= 0; t--) {
    for (int64_t b = 0; b < s->batch; b++)
      for (int64_t j = 0; j < n; j++) {
        const int64_t r = t * s->batch + b;
        const float before =
            t ? cells[(r - s->batch) * n + j] : a->c[b * a->ldc + j];
        float *const g = gates + r * 4 * n + j, *const dc = a->dc + b * n + j;
        const float i = g[0], f = g[n], z = g[2 * n], o = g[3 * n],
                    y = math_tanh(cells[r * n + j]),
                    by_h = a->dy[r * a->lddy + j] + a->dh[b * n + j],
                    by_c = fmaf(by_h * o, fmaf(-y, y, 1.0f), *dc);
        g[0] = by_c * z * fmaf(-i, i, i);
        g[n] = by_c * before * fmaf(-f, f, f);
        g[2 * n] = by_c * i * fmaf(-z, z, 1.0f);
        g[3 * n] = by_h * y * fmaf(-o, o, o);
        *dc = by_c * f;
      }
    for (int64_t b = 0; b < s->batch; b++)
      for (int64_t k = 0; k < n; k++) {
        float sum = 0;
        for (int64_t j = 0; j < 4 * n; j++)
          sum = fmaf(gates[(t * s->batch + b) * 4 * n + j],
                     a->u[j * a->ldu + k], sum);
        a->dh[b * n + k] = sum;
      }
  }
  reference_training_dense_f32(rows, 4 * n, s->inputs, gates, 4 * n, a->x,
                               a->ldx, a->w, a->ldw, a->dx, a->lddx, a->dw,
                               a->lddw, a->dbias, a->add);
  for (int64_t j = 0; a->du && j < 4 * n; j++)
    for (int64_t k = 0; k < n; k++) {
      float sum = a->add ? a->du[j * a->lddu + k] : 0;
      for (int64_t r = 0; r < rows; r++)
        sum = fmaf(gates[r * 4 * n + j],
                   r < s->batch ? a->h[r * a->ldh + k]
                                : a->y[(r - s->batch) * a->ldy + k],
                   sum);
      a->du[j * a->lddu + k] = sum;
    }
}

// Scratch memory as the kernel's.
static inline void reference_training_gru_f32(const struct recurrent_shape *s,
                                              const struct training_gru *a,
                                              float *gates) {
  const int64_t n = s->units, rows = s->steps * s->batch;
  for (int64_t r = 0; r < rows; r++) {
    const float *const h =
        r < s->batch ? a->h + r * a->ldh : a->y + (r - s->batch) * a->ldy;
    float *const g = gates + r * 4 * n;
    for (int64_t j = 0; j < 4 * n; j++) {
      const int64_t row = j < 3 * n ? j : j - n; // of u
      float sum = a->bias ? a->bias[j] : 0;
      for (int64_t k = 0; j < 3 * n && k < s->inputs; k++)
        sum = fmaf(a->x[r * a->ldx + k], a->w[j * a->ldw + k], sum);
      for (int64_t k = 0; j / n != 2 && k < n; k++)
        sum = fmaf(h[k], a->u[row * a->ldu + k], sum);
      g[j] = sum;
    }
    for (int64_t j = 0; j < n; j++) {
      g[j] = math_sigmoid(g[j]);
      g[n + j] = math_sigmoid(g[n + j]);
      g[2 * n + j] = math_tanh(fmaf(g[j], g[3 * n + j], g[2 * n + j]));
    }
  }
  for (int64_t t = s->steps - 1; t >= 0; t--)
    for (int64_t b = 0; b < s->batch; b++) {
      const int64_t row = t * s->batch + b;
      const float *const h =
          t ? a->y + (row - s->batch) * a->ldy : a->h + b * a->ldh;
      float *const dh = a->dh + b * n;
      for (int64_t j = 0; j < n; j++) {
        float *const g = gates + row * 4 * n + j;
        const float r = g[0], z = g[n], fresh = g[2 * n], m = g[3 * n],
                    by_h = a->dy[row * a->lddy + j] + dh[j];
        g[2 * n] = by_h * (1.0f - z) * fmaf(-fresh, fresh, 1.0f);
        g[3 * n] = g[2 * n] * r;
        g[0] = g[2 * n] * m * fmaf(-r, r, r);
        g[n] = by_h * (h[j] - fresh) * fmaf(-z, z, z);
        dh[j] = by_h * z;
      }
      for (int64_t k = 0; k < n; k++)
        for (int64_t j = 0; j < 3 * n; j++)
          dh[k] = fmaf(gates[row * 4 * n + (j < 2 * n ? j : j + n)],
                       a->u[j * a->ldu + k], dh[k]);
    }
  reference_training_dense_f32(rows, 3 * n, s->inputs, gates, 4 * n, a->x,
                               a->ldx, a->w, a->ldw, a->dx, a->lddx, a->dw,
                               a->lddw, a->dbias, a->add);
  if (a->dbias)
    reference_training_column_sums(rows, n, gates + 3 * n, TRAINING_F32, 4 * n,
                                   a->dbias + 3 * n, a->add);
  for (int64_t j = 0; a->du && j < 3 * n; j++)
    for (int64_t k = 0; k < n; k++) {
      float sum = a->add ? a->du[j * a->lddu + k] : 0;
      for (int64_t r = 0; r < rows; r++)
        sum = fmaf(gates[r * 4 * n + (j < 2 * n ? j : j + n)],
                   r < s->batch ? a->h[r * a->ldh + k]
                                : a->y[(r - s->batch) * a->ldy + k],
                   sum);
      a->du[j * a->lddu + k] = sum;
    }
}

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The operations of operations.h in portable C, without tiles and without the
// kernels. Compile with -ffp-contract=off: what fuses is written as fmaf.
#ifndef MODELS_COMMON_OPERATIONS_REFERENCE_H
#define MODELS_COMMON_OPERATIONS_REFERENCE_H

#include "../../kernels/rows/rows_reference.h"
#include "../../kernels/training/training_reference.h"

static inline void narrow(int n, const float *from, bf16 *to) {
  for (int i = 0; i < n; i++)
    to[i] = math_narrow_bf16(from[i]);
}

// At least `count` floats.
static inline float *room(float **p, int *size, int count) {
  if (*size < count) {
    free(*p);
    *p = malloc((size_t)count * sizeof **p);
    *size = count;
  }
  if (!*p)
    fail("out of memory", "network");
  return *p;
}

// Each element a chain in ascending k; the loop over a row of c is inside, so
// that the compiler computes many chains at once.
static inline void multiply(int m, int n, int k, const bf16 *a, int lda,
                            const bf16 *b, int ldb, float *c, int ldc,
                            int flags) {
  static float *wide, *row;
  static int wide_size, row_size;
  room(&wide, &wide_size, k * n);
  room(&row, &row_size, n);
  for (int l = 0; l < k; l++)
    for (int j = 0; j < n; j++)
      wide[l * n + j] =
          math_widen_bf16(b[flags & GEMM_B_NK ? j * ldb + l : l * ldb + j]);
  for (int i = 0; i < m; i++) {
    for (int j = 0; j < n; j++)
      row[j] = flags & GEMM_ADD ? c[i * ldc + j] : 0.0f;
    for (int l = 0; l < k; l++) {
      const float v =
          math_widen_bf16(a[flags & GEMM_A_KM ? l * lda + i : i * lda + l]);
      for (int j = 0; j < n; j++)
        row[j] = fmaf(v, wide[l * n + j], row[j]);
    }
    memcpy(c + i * ldc, row, (size_t)n * sizeof *c);
  }
}

static inline void repeat(int m, int n, const float *row, float *c) {
  for (int i = 0; i < m; i++)
    memcpy(c + i * n, row, (size_t)n * sizeof *c);
}

static inline void add(int n, const float *a, const float *b, float *y) {
  for (int i = 0; i < n; i++)
    y[i] = a[i] + b[i];
}

static inline void scale(int n, const float *a, float factor, float *y) {
  for (int i = 0; i < n; i++)
    y[i] = a[i] * factor;
}

static inline float largest(int n, const float *a) {
  float most = 0;
  for (int i = 0; i < n; i++)
    most = fabsf(a[i]) > most ? fabsf(a[i]) : most;
  return most;
}

static inline void relu(int n, const float *z, bf16 *y) {
  for (int i = 0; i < n; i++)
    y[i] = math_narrow_bf16(z[i] > 0 ? z[i] : 0.0f);
}

static inline void relu_back(int n, const float *d, const bf16 *y, bf16 *to) {
  for (int i = 0; i < n; i++)
    to[i] = math_narrow_bf16(math_widen_bf16(y[i]) > 0 ? d[i] : 0.0f);
}

static inline void gelu(int n, const float *z, bf16 *y) {
  for (int i = 0; i < n; i++)
    y[i] = math_narrow_bf16(math_gelu(z[i]));
}

static inline void gelu_back(int n, const float *d, const float *z, bf16 *to) {
  for (int i = 0; i < n; i++) {
    const float x = z[i];
    const float density = math_exp(x * x * -0.5f) * 0.3989423f;
    const float below = math_erf(x * 0.70710677f) * 0.5f + 0.5f;
    to[i] = math_narrow_bf16(d[i] * fmaf(x, density, below));
  }
}

static inline void layer_norm(int rows, int columns, const float *x,
                              const float *gain, const float *bias, bf16 *y) {
  float row[64];
  for (int i = 0; i < rows; i++) {
    reference_layer_norm_f32(1, columns, x + i * columns, columns, gain, bias,
                             0x1p-16f, row, columns);
    narrow(columns, row, y + i * columns);
  }
}

// Sums of a row of at most 64 columns, of which the absent ones are zero.
static inline float row_sum(int columns, const float *a) {
  float s[16];
  for (int j = 0; j < 16; j++)
    s[j] = j < columns ? a[j] : 0.0f;
  for (int j = 16; j < 64; j++)
    s[j % 16] = s[j % 16] + (j < columns ? a[j] : 0.0f);
  return math_tree(s);
}
static inline float row_dot(int columns, const float *a, const float *b) {
  float s[16];
  for (int j = 0; j < 16; j++)
    s[j] = j < columns ? a[j] * b[j] : 0.0f;
  for (int j = 16; j < 64; j++)
    s[j % 16] =
        j < columns ? fmaf(a[j], b[j], s[j % 16]) : fmaf(0.0f, 0.0f, s[j % 16]);
  return math_tree(s);
}

static inline void layer_norm_back(int rows, int columns, const float *x,
                                   const float *gain, const float *dy,
                                   float *dx, float *dgain, float *dbias) {
  const float each = 1.0f / (float)columns;
  float gain_sum[64][16] = {{0}}, bias_sum[64][16] = {{0}};
  for (int i = 0; i < rows; i++) {
    const float *d = dy + i * columns;
    const float mean = row_sum(columns, x + i * columns) * each;
    float n[64], g[64];
    for (int j = 0; j < columns; j++)
      n[j] = x[i * columns + j] - mean;
    const float by = math_rsqrt(row_dot(columns, n, n) * each + 0x1p-16f);
    for (int j = 0; j < columns; j++) {
      n[j] = n[j] * by;
      g[j] = d[j] * gain[j];
      bias_sum[j][i % 16] = bias_sum[j][i % 16] + d[j];
      gain_sum[j][i % 16] = fmaf(d[j], n[j], gain_sum[j][i % 16]);
    }
    const float a = row_sum(columns, g) * each,
                b = row_dot(columns, g, n) * each;
    for (int j = 0; j < columns; j++) {
      float *to = dx + i * columns + j;
      *to = fmaf(fmaf(-n[j], b, g[j] - a), by, *to);
    }
  }
  for (int j = 0; j < columns; j++) {
    dgain[j] = math_tree(gain_sum[j]);
    dbias[j] = math_tree(bias_sum[j]);
  }
}

static inline void softmax(int rows, int columns, const float *x, float *p) {
  reference_softmax_f32(rows, columns, x, columns, p, columns);
}

static inline void softmax_back(int rows, int columns, const float *p,
                                const float *dp, float factor, bf16 *to) {
  for (int i = 0; i < rows; i++) {
    const float *a = p + i * columns, *d = dp + i * columns;
    const float sum = row_dot(columns, a, d);
    for (int j = 0; j < columns; j++)
      to[i * columns + j] = math_narrow_bf16((d[j] - sum) * a[j] * factor);
  }
}

static inline double cross_entropy(int rows, int classes, const float *z,
                                   const int32_t *label, bf16 *to) {
  static float d[ROWS * CLASSES];
  float loss[ROWS];
  reference_cross_entropy_f32(rows, classes, z, classes, label, loss,
                              1.0f / (float)rows, d, classes);
  narrow(rows * classes, d, to);
  double sum = 0;
  for (int i = 0; i < rows; i++)
    sum += (double)loss[i];
  return sum;
}

static inline void load_pixels(const struct digits *d, const uint32_t *order,
                               uint32_t first, uint32_t limit, bf16 *x,
                               int32_t *label) {
  for (uint32_t i = 0; i < BATCH; i++) {
    const uint32_t n = first + i;
    const uint32_t digit = n < limit ? order ? order[n] : n : 0;
    label[i] = n < limit ? d->labels[digit] : 0;
    for (uint32_t j = 0; j < PIXELS; j++)
      x[i * PIXELS + j] = math_narrow_bf16(
          n < limit ? (float)d->pixels[digit * PIXELS + j] / 256 : 0.0f);
  }
}

static inline void adam_step(const struct training_adam *options) {
  static float mean[WEIGHTS], square[WEIGHTS];
  reference_training_adam(WEIGHTS, options, gradient, TRAINING_F32, master,
                          mean, square, weights, TRAINING_BF16);
}

#endif

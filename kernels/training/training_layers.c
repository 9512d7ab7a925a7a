// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Gradients of dense layers, activations and embeddings.
#include <sectile.h>
#include <sectile_math.h>

#include "../gemm/gemm.h"
#include "training_tiles.h"

// The sums of 16 columns: 16 sums of every 16th row, added in pairs.
TRAINING_INLINE void column_sums(int64_t rows, int64_t columns, const char *x,
                                 enum training_type type, int64_t stride,
                                 float *sum, int add) {
  const int64_t size = training_size(type);
  for (int64_t j = 0; j < columns; j += 64) {
    tile_f32_t t[4];
    _Pragma("clang loop unroll(full)") for (int v = 0; v < 4; v++) t[v] =
        tile_zero_f32();
    for (int64_t i = 0; i < rows; i += 16)
      _Pragma("clang loop unroll(full)") for (int v = 0; v < 4; v++) t[v] =
          t[v] + training_load_rect(x + i * stride + (j + 16 * v) * size, type,
                                    stride, rows - i, columns - j - 16 * v);
    _Pragma("clang loop unroll(full)") for (int v = 0; v < 4; v++) {
      const int64_t left = columns - j - 16 * v;
      float *const to = sum + j + 16 * v;
      t[v] = tile_redcol_add_f32(t[v]);
      if (add)
        t[v] = tile_load_rect_f32(to, 0, 1, left) + t[v];
      tile_store_rect_f32(to, 0, 1, left, t[v]);
    }
  }
}

static int check_column_sums(int64_t rows, int64_t columns, const void *x,
                             enum training_type type, int64_t ldx,
                             const float *sum) {
  if ((unsigned)type > TRAINING_F16)
    return KERNEL_BAD_ARGUMENT;
  const int64_t bytes = kernel_extent(rows, columns, ldx, training_size(type)),
                sum_bytes = kernel_extent(1, columns, 0, 4);
  if (bytes < 0 || sum_bytes < 0)
    return KERNEL_BAD_SHAPE;
  if ((bytes && !x) || (sum_bytes && !sum))
    return KERNEL_NULL_POINTER;
  return kernel_overlap(sum, sum_bytes, x, bytes) ? KERNEL_OVERLAP : KERNEL_OK;
}

static void run_column_sums(int64_t rows, int64_t columns, const void *x,
                            enum training_type type, int64_t ldx, float *sum,
                            int add) {
  const int64_t stride = rows > 1 ? ldx * training_size(type) : 0;
  if (type == TRAINING_F32)
    column_sums(rows, columns, x, TRAINING_F32, stride, sum, add);
  else if (type == TRAINING_BF16)
    column_sums(rows, columns, x, TRAINING_BF16, stride, sum, add);
  else
    column_sums(rows, columns, x, TRAINING_F16, stride, sum, add);
}

int training_column_sums(int64_t rows, int64_t columns, const void *x,
                         enum training_type type, int64_t ldx, float *sum,
                         int add) {
  const int status = check_column_sums(rows, columns, x, type, ldx, sum);
  if (status == KERNEL_OK)
    run_column_sums(rows, columns, x, type, ldx, sum, add);
  return status;
}

// Operands that no result needs may be null.
static int check_dense(int64_t m, int64_t outputs, int64_t inputs,
                       const void *dy, int64_t ldy, const void *x, int64_t ldx,
                       const void *w, int64_t ldw, int64_t size,
                       const float *dx, int64_t lddx, const float *dw,
                       int64_t lddw, const float *dbias) {
  const struct {
    const void *array;
    int64_t bytes;
    int used;
  } read[3] = {{dy, kernel_extent(m, outputs, ldy, size), dx || dw || dbias},
               {x, dw ? kernel_extent(m, inputs, ldx, size) : 0, dw != 0},
               {w, dx ? kernel_extent(outputs, inputs, ldw, size) : 0,
                dx != 0}},
    written[3] = {
        {dx, dx ? kernel_extent(m, inputs, lddx, 4) : 0, dx != 0},
        {dw, dw ? kernel_extent(outputs, inputs, lddw, 4) : 0, dw != 0},
        {dbias, dbias ? kernel_extent(1, outputs, 0, 4) : 0, dbias != 0}};
  if (m < 0 || outputs < 0 || inputs < 0)
    return KERNEL_BAD_SHAPE;
  for (int i = 0; i < 3; i++)
    if (read[i].bytes < 0 || written[i].bytes < 0)
      return KERNEL_BAD_SHAPE;
  for (int i = 0; i < 3; i++)
    if (read[i].used && read[i].bytes && !read[i].array)
      return KERNEL_NULL_POINTER;
  for (int i = 0; i < 3; i++)
    for (int j = 0; written[i].used && j < 3; j++)
      if ((read[j].used && kernel_overlap(written[i].array, written[i].bytes,
                                          read[j].array, read[j].bytes)) ||
          (j < i && written[j].used &&
           kernel_overlap(written[i].array, written[i].bytes, written[j].array,
                          written[j].bytes)))
        return KERNEL_OVERLAP;
  return KERNEL_OK;
}

#define DENSE(type, element, name)                                             \
  int training_dense_##type(int64_t m, int64_t outputs, int64_t inputs,        \
                            const element *dy, int64_t ldy, const element *x,  \
                            int64_t ldx, const element *w, int64_t ldw,        \
                            float *dx, int64_t lddx, float *dw, int64_t lddw,  \
                            float *dbias, int add) {                           \
    const int status =                                                         \
        check_dense(m, outputs, inputs, dy, ldy, x, ldx, w, ldw,               \
                    (int64_t)sizeof(element), dx, lddx, dw, lddw, dbias);      \
    if (status)                                                                \
      return status;                                                           \
    if (dx)                                                                    \
      gemm_##type(m, inputs, outputs, dy, ldy, w, ldw, dx, lddx, 0);           \
    if (dw)                                                                    \
      gemm_##type(outputs, inputs, m, dy, ldy, x, ldx, dw, lddw,               \
                  GEMM_A_KM | (add ? GEMM_ADD : 0));                           \
    if (dbias)                                                                 \
      run_column_sums(m, outputs, dy, name, ldy, dbias, add);                  \
    return KERNEL_OK;                                                          \
  }
DENSE(f32, float, TRAINING_F32)
DENSE(bf16, uint16_t, TRAINING_BF16)
DENSE(f16, uint16_t, TRAINING_F16)

// dy f'(x).
TRAINING_INLINE tile_f32_t activation(enum training_activation kind,
                                      tile_f32_t x, tile_f32_t dy) {
  tile_f32_t d, s, t;
  switch (kind) {
  case TRAINING_RELU:
    return tile_select_f32(x > 0.0f, dy, tile_zero_f32());
  case TRAINING_GELU: // P(x) + x p(x), P = (1 + erf(x / sqrt(2))) / 2
    s = tile_fmadd_f32_sc(tile_erf_f32(x * 0x1.6a09e6p-1f),
                          tile_splat_f32(0.5f), 0.5f);
    t = tile_exp_f32(x * x * -0.5f) * 0x1.988454p-2f;
    // x p(x) of an infinite x is 0.
    d = tile_fmadd_f32(tile_min_f32_s(tile_max_f32_s(x, -64.0f), 64.0f), t, s);
    break;
  case TRAINING_SILU: // s (1 + x (1 - s)); s x is 0 of -infinity
    s = tile_sigmoid_f32(x);
    t = tile_sigmoid_f32(-x);
    d = tile_fmadd_f32(tile_min_f32_s(tile_max_f32_s(x, -256.0f), 256.0f) * t,
                       s, s);
    break;
  case TRAINING_TANH:
    t = tile_tanh_f32(x);
    d = tile_fnmadd_f32_sc(t, t, 1.0f);
    break;
  default: // s(x) s(-x)
    d = tile_sigmoid_f32(x) * tile_sigmoid_f32(-x);
  }
  return dy * d;
}

TRAINING_INLINE void activations(enum training_activation kind,
                                 enum training_type type, int64_t n,
                                 const void *x, const void *dy, void *dx) {
#define ACTIVATION_EACH                                                        \
  _Pragma("clang loop unroll(full)") for (int u = 0; u < wide; u++)
  const int wide = kind == TRAINING_RELU ? 4 : 2;
  for (int64_t i = 0; i < n; i += wide * 256) {
    tile_f32_t a[4], d[4];
    ACTIVATION_EACH a[u] =
        training_load_linear(x, type, i + 256 * u, n - i - 256 * u);
    ACTIVATION_EACH d[u] =
        training_load_linear(dy, type, i + 256 * u, n - i - 256 * u);
    ACTIVATION_EACH d[u] = activation(kind, a[u], d[u]);
    ACTIVATION_EACH training_store_linear(dx, type, i + 256 * u,
                                          n - i - 256 * u, d[u]);
  }
#undef ACTIVATION_EACH
}

TRAINING_INLINE int activation_all(enum training_activation kind,
                                   enum training_type type, int64_t n,
                                   const void *x, const void *dy, void *dx) {
  const int64_t bytes = kernel_extent(1, n, 0, training_size(type));
  if (bytes < 0)
    return KERNEL_BAD_SHAPE;
  if (bytes && (!x || !dy || !dx))
    return KERNEL_NULL_POINTER;
  if ((dx != x && kernel_overlap(dx, bytes, x, bytes)) ||
      (dx != dy && kernel_overlap(dx, bytes, dy, bytes)))
    return KERNEL_OVERLAP;
  switch (kind) {
  case TRAINING_RELU:
    activations(TRAINING_RELU, type, n, x, dy, dx);
    return KERNEL_OK;
  case TRAINING_GELU:
    activations(TRAINING_GELU, type, n, x, dy, dx);
    return KERNEL_OK;
  case TRAINING_SILU:
    activations(TRAINING_SILU, type, n, x, dy, dx);
    return KERNEL_OK;
  case TRAINING_TANH:
    activations(TRAINING_TANH, type, n, x, dy, dx);
    return KERNEL_OK;
  case TRAINING_SIGMOID:
    activations(TRAINING_SIGMOID, type, n, x, dy, dx);
    return KERNEL_OK;
  }
  return KERNEL_BAD_ARGUMENT;
}
int training_activation_f32(enum training_activation kind, int64_t n,
                            const float *x, const float *dy, float *dx) {
  return activation_all(kind, TRAINING_F32, n, x, dy, dx);
}
int training_activation_bf16(enum training_activation kind, int64_t n,
                             const uint16_t *x, const uint16_t *dy,
                             uint16_t *dx) {
  return activation_all(kind, TRAINING_BF16, n, x, dy, dx);
}

int training_embedding_f32(int64_t table_rows, int64_t columns, int64_t bags,
                           const int64_t *offset, const int32_t *index,
                           int mean, const float *dy, int64_t lddy,
                           float *dtable, int64_t lddt) {
  const int64_t bytes = kernel_extent(table_rows, columns, lddt, 4),
                dy_bytes = kernel_extent(bags, columns, lddy, 4);
  if (bytes < 0 || dy_bytes < 0 || bags > INT64_C(1) << 58)
    return KERNEL_BAD_SHAPE;
  int64_t count = bags;
  if (offset) {
    if (bags && offset[0] < 0)
      return KERNEL_BAD_ARGUMENT;
    for (int64_t i = 0; i < bags; i++)
      if (offset[i + 1] < offset[i])
        return KERNEL_BAD_ARGUMENT;
    count = bags ? offset[bags] : 0;
  }
  if (count > INT64_C(1) << 58)
    return KERNEL_BAD_SHAPE;
  if ((bytes && !dtable) || (dy_bytes && !dy) || (count && !index))
    return KERNEL_NULL_POINTER;
  for (int64_t k = offset && bags ? offset[0] : 0; k < count; k++)
    if (index[k] < 0 || index[k] >= table_rows)
      return KERNEL_BAD_ARGUMENT;
  if (kernel_overlap(dtable, bytes, dy, dy_bytes) ||
      kernel_overlap(dtable, bytes, index, count * 4) ||
      (offset && kernel_overlap(dtable, bytes, offset, (bags + 1) * 8)))
    return KERNEL_OVERLAP;
  for (int64_t i = 0; i < bags; i++) {
    const int64_t begin = offset ? offset[i] : i,
                  end = offset ? offset[i + 1] : i + 1;
    const float each = mean ? 1.0f / (float)(end - begin) : 1.0f;
    for (int64_t j = 0; j < columns && begin < end; j += 256) {
      const tile_f32_t d =
          tile_load_linear_f32(dy + i * lddy + j, columns - j) * each;
      for (int64_t k = begin; k < end; k++) {
        float *const to = dtable + index[k] * lddt + j;
        tile_store_linear_f32(to, columns - j,
                              tile_load_linear_f32(to, columns - j) + d);
      }
    }
  }
  return KERNEL_OK;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Gradients of softmax, of the norms, of rotary embedding and of resizing. As
// in the kernels over rows, two tiles of 16 rows are worked on together. The
// sums over columns of a norm are a second pass, down the columns, for which
// the first leaves mean and inverse root of each row.
#include "../rows/rows_resize.h"
#include "../rows/rows_rotary.h"
#include "training.h"

// `log`: y is the logarithm of softmax.
ROWS_INLINE void softmax_rows(int log, int64_t rows, int64_t columns,
                              const float *y, int64_t y_stride, const float *dy,
                              int64_t dy_stride, float *dx, int64_t dx_stride) {
  tile_f32_t sum[2], t[2], d[2];
  ROWS_EACH sum[u] = tile_zero_f32();
  _Pragma("clang loop unroll_count(4)") for (int64_t j = 0; j < columns;
                                             j += 16) {
    if (!log)
      ROWS_EACH t[u] =
          rows_load(0, u, (const char *)(y + j), y_stride, rows, columns - j);
    ROWS_EACH d[u] =
        rows_load(0, u, (const char *)(dy + j), dy_stride, rows, columns - j);
    ROWS_EACH sum[u] = log ? sum[u] + d[u] : tile_fmadd_f32(t[u], d[u], sum[u]);
  }
  ROWS_EACH sum[u] = tile_redrow_add_f32(sum[u]);
  _Pragma("clang loop unroll_count(4)") for (int64_t j = 0; j < columns;
                                             j += 16) {
    ROWS_EACH t[u] =
        rows_load(0, u, (const char *)(y + j), y_stride, rows, columns - j);
    ROWS_EACH d[u] =
        rows_load(0, u, (const char *)(dy + j), dy_stride, rows, columns - j);
    ROWS_EACH t[u] = log ? tile_fnmadd_f32(tile_exp_f32(t[u]), sum[u], d[u])
                         : t[u] * (d[u] - sum[u]);
    ROWS_EACH rows_store(0, u, (char *)(dx + j), dx_stride, rows, columns - j,
                         t[u]);
  }
}

ROWS_INLINE int softmax(int log, int64_t rows, int64_t columns, const float *y,
                        int64_t ldy, const float *dy, int64_t lddy, float *dx,
                        int64_t lddx) {
  int64_t stride = lddx;
  int status = rows_check(rows, columns, 0, dy, &lddy, dx, &stride);
  if (status)
    return status;
  const int64_t y_bytes = kernel_extent(rows, columns, ldy, 4);
  if (y_bytes < 0)
    return KERNEL_BAD_SHAPE;
  if (y_bytes && !y)
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(dx, kernel_extent(rows, columns, lddx, 4), y, y_bytes))
    return KERNEL_OVERLAP;
  if (rows <= 1)
    ldy = 0;
  for (int64_t i = 0; columns && i < rows; i += 32)
    softmax_rows(log, rows - i, columns, y + i * ldy, ldy * 4, dy + i * lddy,
                 lddy * 4, dx + i * stride, stride * 4);
  return KERNEL_OK;
}
int training_softmax_f32(int64_t rows, int64_t columns, const float *y,
                         int64_t ldy, const float *dy, int64_t lddy, float *dx,
                         int64_t lddx) {
  return softmax(0, rows, columns, y, ldy, dy, lddy, dx, lddx);
}
int training_log_softmax_f32(int64_t rows, int64_t columns, const float *y,
                             int64_t ldy, const float *dy, int64_t lddy,
                             float *dx, int64_t lddx) {
  return softmax(1, rows, columns, y, ldy, dy, lddy, dx, lddx);
}

int64_t training_norm_scratch(int64_t rows) {
  return kernel_extent(2, rows, rows, 4);
}

// The arrays of a norm; null results are left out.
struct norm {
  const float *x, *gain, *dy;
  float *dx, *dgain, *dbias, *mean, *scale;
  int64_t x_stride, dy_stride, dx_stride; // in bytes
  float epsilon;
};

// 32 rows from row i on: mean and inverse root, and dx.
ROWS_INLINE void norm_rows(int centred, int64_t rows, int64_t columns,
                           const struct norm *n, int64_t i) {
  const char *const x = (const char *)n->x + i * n->x_stride,
                    *const dy = (const char *)n->dy + i * n->dy_stride;
  char *const dx = (char *)n->dx + i * n->dx_stride;
  const float each = 1.0f / (float)columns;
  tile_f32_t mean[2], scale[2], a[2], b[2], t[2], d[2];
  ROWS_EACH mean[u] = scale[u] = a[u] = b[u] = tile_zero_f32();
  int64_t j;
  if (centred) {
    _Pragma("clang loop unroll_count(4)") for (j = 0; j < columns; j += 16) {
      ROWS_EACH t[u] =
          rows_load(0, u, x + j * 4, n->x_stride, rows, columns - j);
      ROWS_EACH mean[u] = mean[u] + t[u];
    }
    ROWS_EACH mean[u] = tile_redrow_add_f32(mean[u]) * each;
  }
  _Pragma("clang loop unroll_count(4)") for (j = 0; j < columns; j += 16) {
    ROWS_EACH t[u] = rows_load(0, u, x + j * 4, n->x_stride, rows, columns - j);
    if (centred)
      ROWS_EACH t[u] = rows_only(columns - j, t[u] - mean[u], 0.0f);
    ROWS_EACH scale[u] = tile_fmadd_f32(t[u], t[u], scale[u]);
  }
  ROWS_EACH scale[u] = tile_redrow_add_f32(scale[u]) * each;
  ROWS_EACH scale[u] = scale[u] + n->epsilon;
  ROWS_EACH scale[u] = tile_rsqrt_f32(scale[u]);
  ROWS_EACH {
    if (centred)
      rows_store_column(n->mean + i + 16 * u, rows - 16 * u, mean[u]);
    rows_store_column(n->scale + i + 16 * u, rows - 16 * u, scale[u]);
  }
  if (!n->dx)
    return;
#define NORM_EACH                                                              \
  _Pragma("clang loop unroll_count(2)") for (j = 0; j < columns; j += 16)
#define NORM_LOAD                                                              \
  ROWS_EACH t[u] = rows_load(0, u, x + j * 4, n->x_stride, rows, columns - j); \
  ROWS_EACH d[u] =                                                             \
      rows_load(0, u, dy + j * 4, n->dy_stride, rows, columns - j);            \
  if (centred)                                                                 \
    ROWS_EACH t[u] = t[u] - mean[u];                                           \
  ROWS_EACH t[u] = t[u] * scale[u];                                            \
  if (n->gain) {                                                               \
    const tile_f32_t g = tile_load_rect_f32(n->gain + j, 0, 16, columns - j);  \
    ROWS_EACH d[u] = d[u] * g;                                                 \
  }
  NORM_EACH {
    NORM_LOAD
    if (centred)
      ROWS_EACH a[u] = a[u] + d[u];
    ROWS_EACH b[u] = tile_fmadd_f32(t[u], d[u], b[u]);
  }
  if (centred)
    ROWS_EACH a[u] = tile_redrow_add_f32(a[u]) * each;
  ROWS_EACH b[u] = tile_redrow_add_f32(b[u]) * each;
  NORM_EACH {
    NORM_LOAD
    if (centred)
      ROWS_EACH d[u] = d[u] - a[u];
    ROWS_EACH d[u] = tile_fnmadd_f32(t[u], b[u], d[u]);
    ROWS_EACH d[u] = d[u] * scale[u];
    ROWS_EACH rows_store(0, u, dx + j * 4, n->dx_stride, rows, columns - j,
                         d[u]);
  }
#undef NORM_LOAD
#undef NORM_EACH
}

// Four tiles of columns from column j on, down all rows.
ROWS_INLINE void norm_columns(int centred, int64_t rows, int64_t columns,
                              const struct norm *n, int64_t j, int add) {
#define NORM_EACH _Pragma("clang loop unroll(full)") for (int v = 0; v < 4; v++)
  tile_f32_t gain[4], bias[4], t[4], d[4];
  NORM_EACH gain[v] = bias[v] = tile_zero_f32();
  const int64_t left = columns - j;
  for (int64_t i = 0; i < rows; i += 16) {
    const tile_f32_t scale = rows_column(n->scale + i, rows - i);
    NORM_EACH t[v] = tile_load_rect_f32((const char *)n->x + i * n->x_stride +
                                            (j + 16 * v) * 4,
                                        n->x_stride, rows - i, left - 16 * v);
    NORM_EACH d[v] = tile_load_rect_f32((const char *)n->dy + i * n->dy_stride +
                                            (j + 16 * v) * 4,
                                        n->dy_stride, rows - i, left - 16 * v);
    if (centred) {
      const tile_f32_t mean = rows_column(n->mean + i, rows - i);
      NORM_EACH t[v] = t[v] - mean;
    }
    NORM_EACH t[v] = t[v] * scale;
    NORM_EACH gain[v] = tile_fmadd_f32(d[v], t[v], gain[v]);
    NORM_EACH bias[v] = bias[v] + d[v];
  }
#define NORM_STORE(result, sums)                                               \
  if (n->result)                                                               \
    NORM_EACH {                                                                \
      float *const to = n->result + j + 16 * v;                                \
      sums[v] = tile_redcol_add_f32(sums[v]);                                  \
      if (add)                                                                 \
        sums[v] = tile_load_rect_f32(to, 0, 1, left - 16 * v) + sums[v];       \
      tile_store_rect_f32(to, 0, 1, left - 16 * v, sums[v]);                   \
    }
  NORM_STORE(dgain, gain)
  NORM_STORE(dbias, bias)
#undef NORM_STORE
#undef NORM_EACH
}

ROWS_INLINE int norm(int centred, int64_t rows, int64_t columns, const float *x,
                     int64_t ldx, const float *gain, float epsilon,
                     const float *dy, int64_t lddy, float *dx, int64_t lddx,
                     float *dgain, float *dbias, int add, void *scratch,
                     int64_t scratch_bytes) {
  const int64_t vector = kernel_extent(1, columns, 0, 4),
                need = training_norm_scratch(rows);
  const struct {
    const void *array;
    int64_t bytes;
    int needed;
  } read[3] = {{x, kernel_extent(rows, columns, ldx, 4), 1},
               {dy, kernel_extent(rows, columns, lddy, 4), 1},
               {gain, vector, 0}},
    written[4] = {{dx, dx ? kernel_extent(rows, columns, lddx, 4) : 0, 0},
                  {dgain, vector, 0},
                  {dbias, vector, 0},
                  {scratch, need, 1}};
  for (int i = 0; i < 4; i++)
    if (written[i].bytes < 0 || (i < 3 && read[i].bytes < 0))
      return KERNEL_BAD_SHAPE;
  if (!(epsilon >= 0))
    return KERNEL_BAD_ARGUMENT;
  for (int i = 0; i < 4; i++)
    if ((written[i].needed && written[i].bytes && !written[i].array) ||
        (i < 3 && read[i].needed && read[i].bytes && !read[i].array))
      return KERNEL_NULL_POINTER;
  if (scratch_bytes < need)
    return KERNEL_SMALL_SCRATCH;
  for (int i = 0; i < 4; i++)
    for (int j = 0; written[i].array && j < 3; j++)
      if ((read[j].array && kernel_overlap(written[i].array, written[i].bytes,
                                           read[j].array, read[j].bytes)) ||
          (j < i && written[j].array &&
           kernel_overlap(written[i].array, written[i].bytes, written[j].array,
                          written[j].bytes)))
        return KERNEL_OVERLAP;
  if (rows <= 1)
    ldx = lddy = lddx = 0;
  float *const mean = scratch;
  const struct norm n = {x,       gain,     dy,       dx,
                         dgain,   dbias,    mean,     mean ? mean + rows : 0,
                         ldx * 4, lddy * 4, lddx * 4, epsilon};
  for (int64_t i = 0; columns && i < rows; i += 32)
    norm_rows(centred, rows - i, columns, &n, i);
  if (dgain || dbias)
    for (int64_t j = 0; j < columns; j += 64)
      norm_columns(centred, rows, columns, &n, j, add);
  return KERNEL_OK;
}

int training_layer_norm_f32(int64_t rows, int64_t columns, const float *x,
                            int64_t ldx, const float *gain, float epsilon,
                            const float *dy, int64_t lddy, float *dx,
                            int64_t lddx, float *dgain, float *dbias, int add,
                            void *scratch, int64_t scratch_bytes) {
  return norm(1, rows, columns, x, ldx, gain, epsilon, dy, lddy, dx, lddx,
              dgain, dbias, add, scratch, scratch_bytes);
}
int training_rms_norm_f32(int64_t rows, int64_t columns, const float *x,
                          int64_t ldx, const float *gain, float epsilon,
                          const float *dy, int64_t lddy, float *dx,
                          int64_t lddx, float *dgain, int add, void *scratch,
                          int64_t scratch_bytes) {
  return norm(0, rows, columns, x, ldx, gain, epsilon, dy, lddy, dx, lddx,
              dgain, 0, add, scratch, scratch_bytes);
}

int training_rotary_f32(int64_t rows, int64_t heads, int64_t pairs,
                        const float *dy, int64_t lddy, const float *cosine,
                        const float *sine, int64_t ldt, int halves, float *dx,
                        int64_t lddx) {
  return rotary(1, rows, heads, pairs, dy, lddy, cosine, sine, ldt, halves, dx,
                lddx);
}

// dx += d weight, for the channels of a pixel.
static void resize_add(int64_t channels, const float *dy, float by_row,
                       float by_column, float *dx) {
  for (int64_t c = 0; c < channels; c += 256) {
    const int64_t left = channels - c;
    const tile_f32_t d = tile_load_linear_f32(dy + c, left) * by_row;
    tile_store_linear_f32(
        dx + c, left,
        tile_fmadd_f32_sb(d, by_column, tile_load_linear_f32(dx + c, left)));
  }
}

ROWS_INLINE int resize(int bilinear, int64_t height, int64_t width,
                       int64_t channels, const float *dy, int64_t to_height,
                       int64_t to_width, float *dx, int flags) {
  const int status =
      resize_check(height, width, channels, dx, to_height, to_width, dy, flags);
  if (status)
    return status;
  const int64_t row = width * channels;
  for (int64_t i = 0; i < height * row; i += 256)
    tile_store_linear_f32(dx + i, height * row - i, tile_zero_f32());
  for (int64_t i = 0; channels && i < to_height; i++) {
    const struct resize_place v = resize_at(i, height, to_height, flags);
    for (int64_t j = 0; j < to_width; j++, dy += channels) {
      if (!bilinear) {
        resize_add(channels, dy, 1, 1,
                   dx + resize_nearest_at(i, height, to_height, flags) * row +
                       resize_nearest_at(j, width, to_width, flags) * channels);
        continue;
      }
      const struct resize_place h = resize_at(j, width, to_width, flags);
      float *const above = dx + v.first * row, *const below =
                                                   dx + v.second * row;
      const int64_t left = h.first * channels, right = h.second * channels;
      const float up = 1 - v.fraction, near = 1 - h.fraction;
      resize_add(channels, dy, up, near, above + left);
      resize_add(channels, dy, up, h.fraction, above + right);
      resize_add(channels, dy, v.fraction, near, below + left);
      resize_add(channels, dy, v.fraction, h.fraction, below + right);
    }
  }
  return KERNEL_OK;
}
int training_resize_nearest_f32(int64_t height, int64_t width, int64_t channels,
                                const float *dy, int64_t to_height,
                                int64_t to_width, float *dx, int flags) {
  return resize(0, height, width, channels, dy, to_height, to_width, dx, flags);
}
int training_resize_bilinear_f32(int64_t height, int64_t width,
                                 int64_t channels, const float *dy,
                                 int64_t to_height, int64_t to_width, float *dx,
                                 int flags) {
  return resize(1, height, width, channels, dy, to_height, to_width, dx, flags);
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Layer norm and RMS norm, and the folding of a batch norm. Passes over 32
// rows: the mean, the sum of squares of what is left, the results.
#include "rows_tiles.h"

// Four tiles in each of 16 rows are worked on at once, so that loads run ahead
// of the operations; at the end of a row some are absent.
enum { WIDE = 4, STEP = 16 * WIDE };
#define NORM_EACH                                                              \
  _Pragma("clang loop unroll(full)") for (int v = 0; v < WIDE; v++) ROWS_EACH
#define NORM_WALK(left, ...)                                                   \
  for (j = 0; j + STEP <= columns; j += STEP) {                                \
    const int64_t left = STEP;                                                 \
    __VA_ARGS__;                                                               \
  }                                                                            \
  if (j < columns) {                                                           \
    const int64_t left = columns - j;                                          \
    __VA_ARGS__;                                                               \
  }

ROWS_INLINE void norm_load(int narrow, int64_t rows, int64_t columns,
                           const char *x, int64_t stride,
                           tile_f32_t t[WIDE][2]) {
  NORM_EACH t[v][u] = rows_load(narrow, u, x + 16 * v * rows_size(narrow),
                                stride, rows, columns - 16 * v);
  // All loads before the first use, into registers of their own: with the four
  // that the compiler would take, a load waits for the operation that used its
  // register before.
  __asm__ volatile(""
                   : "+t"(t[0][0]), "+t"(t[0][1]), "+t"(t[1][0]), "+t"(t[1][1]),
                     "+t"(t[2][0]), "+t"(t[2][1]), "+t"(t[3][0]),
                     "+t"(t[3][1]));
}

// Until here the registers hold nothing but what was loaded. If results were
// computed in them, the loads of the next tiles would wait for these.
ROWS_INLINE void norm_keep(const tile_f32_t t[WIDE][2]) {
  __asm__ volatile("" ::"t"(t[0][0]), "t"(t[0][1]), "t"(t[1][0]), "t"(t[1][1]),
                   "t"(t[2][0]), "t"(t[2][1]), "t"(t[3][0]), "t"(t[3][1]));
}

ROWS_INLINE void norm_keep_row(const tile_f32_t t[WIDE]) {
  __asm__ volatile("" ::"t"(t[0]), "t"(t[1]), "t"(t[2]), "t"(t[3]));
}

// Sums of x, and of the squares of x - mean.
ROWS_INLINE void norm_sum(int narrow, int64_t rows, int64_t columns,
                          const char *x, int64_t stride, tile_f32_t sum[2]) {
  tile_f32_t t[WIDE][2];
  norm_load(narrow, rows, columns, x, stride, t);
  NORM_EACH sum[u] = sum[u] + t[v][u];
}
ROWS_INLINE void norm_squares(int narrow, int centred, int64_t rows,
                              int64_t columns, const char *x, int64_t stride,
                              const tile_f32_t mean[2], tile_f32_t sum[2]) {
  tile_f32_t t[WIDE][2];
  norm_load(narrow, rows, columns, x, stride, t);
  NORM_EACH {
    const tile_f32_t d =
        centred ? rows_only(columns - 16 * v, t[v][u] - mean[u], 0.0f)
                : t[v][u];
    sum[u] = tile_fmadd_f32(d, d, sum[u]);
  }
  norm_keep(t);
}
// `scaled`: there is a gain; `shifted`: there is a bias.
ROWS_INLINE void norm_results(int narrow, int centred, int scaled, int shifted,
                              int64_t rows, int64_t columns, const char *x,
                              int64_t x_stride, const tile_f32_t mean[2],
                              const tile_f32_t scale[2], const float *gain,
                              const float *bias, char *y, int64_t y_stride) {
  tile_f32_t t[WIDE][2], g[WIDE], b[WIDE];
  // What the first results need comes first, and nothing computes in the
  // registers of what is loaded, as above.
  _Pragma("clang loop unroll(full)") for (int v = 0; v < WIDE; v++) {
    const int64_t left = columns - 16 * v;
    ROWS_EACH t[v][u] = rows_load(narrow, u, x + 16 * v * rows_size(narrow),
                                  x_stride, rows, left);
    if (scaled)
      g[v] = tile_load_rect_f32(gain + 16 * v, 0, 16, left);
    if (shifted)
      b[v] = tile_load_rect_f32(bias + 16 * v, 0, 16, left);
    __asm__ volatile("" : "+t"(t[v][0]), "+t"(t[v][1]));
  }
  // A tile after the other, so that the first is stored and loaded again while
  // the last are computed.
  NORM_EACH {
    tile_f32_t d = t[v][u];
    if (centred)
      d = d - mean[u];
    d = d * scale[u];
    if (scaled && shifted)
      d = tile_fmadd_f32(d, g[v], b[v]);
    else if (scaled)
      d = d * g[v];
    else if (shifted)
      d = d + b[v];
    // Not the first operation of all tiles before the second: the last of them
    // are not there yet.
    if (2 * v + u < 2 * WIDE - 1)
      __asm__ volatile("" : "+t"(d), "+t"(t[(2 * v + u + 1) / 2][1 - u]));
    rows_store(narrow, u, y + 16 * v * rows_size(narrow), y_stride, rows,
               columns - 16 * v, d);
  }
  norm_keep(t);
  if (scaled)
    norm_keep_row(g);
  if (shifted)
    norm_keep_row(b);
}

ROWS_INLINE void norm_rows(int narrow, int centred, int64_t rows,
                           int64_t columns, const char *x, int64_t x_stride,
                           const float *gain, const float *bias, float epsilon,
                           char *y, int64_t y_stride) {
  const int64_t size = rows_size(narrow);
  const float each = 1.0f / (float)columns;
  tile_f32_t mean[2], scale[2];
  int64_t j;
  ROWS_EACH mean[u] = scale[u] = tile_zero_f32();
  if (centred) {
    NORM_WALK(left, norm_sum(narrow, rows, left, x + j * size, x_stride, mean))
    ROWS_EACH mean[u] = tile_redrow_add_f32(mean[u]) * each;
  }
  NORM_WALK(left, norm_squares(narrow, centred, rows, left, x + j * size,
                               x_stride, mean, scale))
  ROWS_EACH scale[u] = tile_redrow_add_f32(scale[u]) * each;
  ROWS_EACH scale[u] = scale[u] + epsilon;
  ROWS_EACH scale[u] = tile_rsqrt_f32(scale[u]);
#define NORM_RESULTS(scaled, shifted)                                          \
  NORM_WALK(left,                                                              \
            norm_results(narrow, centred, scaled, shifted, rows, left,         \
                         x + j * size, x_stride, mean, scale,                  \
                         (scaled) ? gain + j : 0, (shifted) ? bias + j : 0,    \
                         y + j * size, y_stride))
  if (gain && bias) {
    NORM_RESULTS(1, 1)
  } else if (gain) {
    NORM_RESULTS(1, 0)
  } else if (bias) {
    NORM_RESULTS(0, 1)
  } else {
    NORM_RESULTS(0, 0)
  }
#undef NORM_RESULTS
}

ROWS_INLINE int norm(int narrow, int centred, int64_t rows, int64_t columns,
                     const void *x, int64_t ldx, const float *gain,
                     const float *bias, float epsilon, void *y, int64_t ldy) {
  int status = rows_check(rows, columns, narrow, x, &ldx, y, &ldy);
  if (status)
    return status;
  if (!(epsilon >= 0))
    return KERNEL_BAD_ARGUMENT;
  const int64_t bytes = kernel_extent(rows, columns, ldy, rows_size(narrow));
  if ((gain && kernel_overlap(gain, columns * 4, y, bytes)) ||
      (bias && kernel_overlap(bias, columns * 4, y, bytes)))
    return KERNEL_OVERLAP;
  const int64_t x_stride = ldx * rows_size(narrow),
                y_stride = ldy * rows_size(narrow);
  for (int64_t i = 0; columns && i < rows; i += 32)
    norm_rows(narrow, centred, rows - i, columns,
              (const char *)x + i * x_stride, x_stride, gain, bias, epsilon,
              (char *)y + i * y_stride, y_stride);
  return KERNEL_OK;
}

int rows_layer_norm_f32(int64_t rows, int64_t columns, const float *x,
                        int64_t ldx, const float *gain, const float *bias,
                        float epsilon, float *y, int64_t ldy) {
  return norm(0, 1, rows, columns, x, ldx, gain, bias, epsilon, y, ldy);
}
int rows_layer_norm_bf16(int64_t rows, int64_t columns, const uint16_t *x,
                         int64_t ldx, const float *gain, const float *bias,
                         float epsilon, uint16_t *y, int64_t ldy) {
  return norm(1, 1, rows, columns, x, ldx, gain, bias, epsilon, y, ldy);
}
int rows_rms_norm_f32(int64_t rows, int64_t columns, const float *x,
                      int64_t ldx, const float *gain, float epsilon, float *y,
                      int64_t ldy) {
  return norm(0, 0, rows, columns, x, ldx, gain, 0, epsilon, y, ldy);
}
int rows_rms_norm_bf16(int64_t rows, int64_t columns, const uint16_t *x,
                       int64_t ldx, const float *gain, float epsilon,
                       uint16_t *y, int64_t ldy) {
  return norm(1, 0, rows, columns, x, ldx, gain, 0, epsilon, y, ldy);
}

int rows_fold_batch_norm_f32(int64_t channels, int64_t columns, const float *w,
                             int64_t ldw, const float *bias, const float *gain,
                             const float *shift, const float *mean,
                             const float *variance, float epsilon, float *y,
                             int64_t ldy, float *y_bias) {
  const int64_t vector = kernel_extent(1, channels, 0, 4);
  if (vector < 0)
    return KERNEL_BAD_SHAPE;
  if (!(epsilon >= 0))
    return KERNEL_BAD_ARGUMENT;
  int status = rows_check(channels, columns, 0, w, &ldw, y, &ldy);
  if (status)
    return status;
  if (channels && (!gain || !shift || !mean || !variance || !y_bias))
    return KERNEL_NULL_POINTER;
  const int64_t bytes = kernel_extent(channels, columns, ldy, 4);
  const float *const read[] = {bias, gain, shift, mean, variance};
  for (int i = 0; i < 5; i++)
    if (read[i] && (kernel_overlap(read[i], vector, y, bytes) ||
                    (kernel_overlap(read[i], vector, y_bias, vector) &&
                     !(i == 0 && bias == y_bias))))
      return KERNEL_OVERLAP;
  if (kernel_overlap(y_bias, vector, y, bytes) ||
      kernel_overlap(y_bias, vector, w,
                     kernel_extent(channels, columns, ldw, 4)))
    return KERNEL_OVERLAP;
  for (int64_t i = 0; i < channels; i += 16) {
    const int64_t left = channels - i;
    const tile_f32_t s =
        rows_column(gain + i, left) *
        tile_rsqrt_f32(rows_column(variance + i, left) + epsilon);
    const tile_f32_t before =
        bias ? rows_column(bias + i, left) : tile_zero_f32();
    rows_store_column(y_bias + i, left,
                      tile_fmadd_f32(before - rows_column(mean + i, left), s,
                                     rows_column(shift + i, left)));
    for (int64_t j = 0; j < columns; j += 16)
      tile_store_rect_f32(
          y + i * ldy + j, ldy * 4, left, columns - j,
          tile_load_rect_f32(w + i * ldw + j, ldw * 4, left, columns - j) * s);
  }
  return KERNEL_OK;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernels of kernels/conv for compiled models: what they compute from their
// arguments in each call, parameters of channels, sums of weights, the extents
// of padding, a model has as constants.
#include "../../kernels/conv/conv_plan.h"
#include "kernels.h"

struct conv_loops_i8;
static void conv_fold_i8(const struct conv_loops_i8 *l) { (void)l; }
#include "../../kernels/conv/conv_i8_body.h"

static struct conv_padded extents(const struct sectile_conv *how) {
  return (struct conv_padded){how->top,   how->left, how->height,
                              how->width, 0,         how->bytes};
}

// The input with its padding.
static const char *padded(const struct sectile_conv *how, const int8_t *x,
                          void *copy, int64_t value) {
  const struct conv_padded p = extents(how);
  return conv_pad(&how->shape, 1, &p, (const char *)x, copy,
                  (int32_t)(0x01010101u * (uint32_t)(value & 0xff)));
}

static struct requantisation requantisation(const struct sectile_conv *how) {
  return (struct requantisation){0,
                                 0,
                                 1,
                                 (int)how->single_rounding,
                                 (int32_t)how->out_zero_point,
                                 (int32_t)how->low,
                                 (int32_t)how->high};
}

// Nothing writes to the rows: conv_fold_i8 is empty.
static struct requantisation_rows parameters(const struct sectile_conv *how,
                                             const int32_t *rows) {
  int32_t *const first = (int32_t *)rows;
  return (struct requantisation_rows){
      first + how->row_words, first + 2 * how->row_words,
      first + 3 * how->row_words, (int)how->any_left};
}

static const int32_t *offsets(const struct sectile_conv *how,
                              const int32_t *rows) {
  return how->gathers ? rows + 4 * how->row_words : 0;
}

void sectile_conv_i8(int8_t *y, const int8_t *x, const int8_t *w,
                     const int32_t *rows, const struct sectile_conv *how,
                     void *copy) {
  const struct conv_padded p = extents(how);
  const struct requantisation q = requantisation(how);
  const struct conv_finish_i8 finish = {q, parameters(how, rows), 0, 0};
  conv_plain_i8(&how->shape, &p, padded(how, x, copy, how->zero_point),
                (const char *)w, (char *)y, (int32_t *)rows, &finish,
                offsets(how, rows));
}

// Rows of tiles are rows of the window: of one row of pixels as many as a tile
// is wide.
static void gather_patches(const struct sectile_conv *how, const char *x,
                           char *to) {
  const struct conv_shape *const s = &how->shape;
  const int64_t run = s->kernel_width * s->channels,
                step = s->stride_x * s->channels,
                row = how->width * s->channels,
                together = (64 - run) / step + 1;
  for (int64_t n = 0; n < s->batch; ++n)
    for (int64_t oy = 0; oy < s->out_height; ++oy) {
      const char *const from = x + (n * how->height + oy * s->stride_y) * row;
      for (int64_t ox = 0; ox < s->out_width; ox += together) {
        const int64_t pixels = conv_smaller(s->out_width - ox, together);
        const tile_u8_t tile =
            tile_load_rect_u8(from + ox * step, s->dilation_y * row,
                              s->kernel_height, (pixels - 1) * step + run);
        for (int64_t at = 0; at < pixels * step;
             at += step, to += s->kernel_height * run)
          tile_store_window_u8(to - at, run, 0, s->kernel_height, at, at + run,
                               tile);
      }
    }
}

void sectile_conv_patches_i8(int8_t *y, const int8_t *x, const int8_t *w,
                             const int32_t *rows,
                             const struct sectile_conv *how, void *copy) {
  const struct conv_shape *const s = &how->shape;
  const struct requantisation q = requantisation(how);
  const struct conv_finish_i8 finish = {q, parameters(how, rows), 0, 0};
  const int64_t pixels = s->batch * s->out_height * s->out_width,
                depth = s->kernel_height * s->kernel_width * s->channels;
  char *const patches = (char *)copy + how->bytes;
  gather_patches(how, padded(how, x, copy, how->zero_point), patches);
  const struct conv_shape product = {
      1, 1, pixels, depth, 1, pixels, s->out_channels, 1, 1, 1,
      1, 1, 1,      0,     0, 1};
  const struct conv_padded p = {0, 0, 1, pixels, 0, 0};
  conv_plain_i8(&product, &p, patches, (const char *)w, (char *)y,
                (int32_t *)rows, &finish, 0);
}

void sectile_conv_depthwise_i8(int8_t *y, const int8_t *x, const int8_t *w,
                               const int32_t *rows,
                               const struct sectile_conv *how, void *copy) {
  const struct conv_padded p = extents(how);
  const struct requantisation q = requantisation(how);
  const struct conv_finish_i8 finish = {q, parameters(how, rows), 0, 0};
  conv_depthwise_all_i8(&how->shape, &p, padded(how, x, copy, how->zero_point),
                        (const char *)w, (char *)y, (int32_t *)rows, &finish);
}

void sectile_pool_max_i8(int8_t *y, const int8_t *x,
                         const struct sectile_conv *how, void *copy) {
  const struct conv_padded p = extents(how);
  conv_pool_i8(0, &how->shape, &p, padded(how, x, copy, -128),
               (int32_t)how->low, (int32_t)how->high, (char *)y);
}

void sectile_pool_average_i8(int8_t *y, const int8_t *x,
                             const struct sectile_conv *how, void *copy) {
  const struct conv_padded p = extents(how);
  conv_pool_i8(1, &how->shape, &p, padded(how, x, copy, 0), (int32_t)how->low,
               (int32_t)how->high, (char *)y);
}

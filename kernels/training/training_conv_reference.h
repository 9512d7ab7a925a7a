// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the gradients of convolutions and pools must equal, in portable C, as
// training_reference.h.
#ifndef TRAINING_CONV_REFERENCE_H
#define TRAINING_CONV_REFERENCE_H

#include "training_conv.h"
#include "training_reference.h"

// Element of x (or of y) at row, column and channel of image n, -1 outside.
static inline int64_t reference_place(int64_t height, int64_t width,
                                      int64_t channels, int64_t n, int64_t y,
                                      int64_t x, int64_t c) {
  return y < 0 || y >= height || x < 0 || x >= width
             ? -1
             : ((n * height + y) * width + x) * channels + c;
}
// The element of x that tap ky, kx of output oy, ox meets.
static inline int64_t reference_input_at(const struct conv_shape *s, int64_t n,
                                         int64_t oy, int64_t ox, int64_t ky,
                                         int64_t kx, int64_t c) {
  return reference_place(s->height, s->width, s->channels, n,
                         oy * s->stride_y - s->pad_top + ky * s->dilation_y,
                         ox * s->stride_x - s->pad_left + kx * s->dilation_x,
                         c);
}
// Whether tap ky, kx leads from element iy, ix of x to one of y, or beyond its
// edge (*at = -1).
static inline int reference_output_at(const struct conv_shape *s, int64_t n,
                                      int64_t iy, int64_t ix, int64_t ky,
                                      int64_t kx, int64_t oc, int64_t *at) {
  const int64_t y = iy + s->pad_top - ky * s->dilation_y,
                x = ix + s->pad_left - kx * s->dilation_x;
  if (y % s->stride_y != 0 || x % s->stride_x != 0)
    return 0;
  *at = reference_place(s->out_height, s->out_width, s->out_channels, n,
                        y / s->stride_y, x / s->stride_x, oc);
  return 1;
}

#define REFERENCE_INPUTS(body)                                                 \
  int64_t at = 0;                                                              \
  for (int64_t n = 0; n < s->batch; n++)                                       \
    for (int64_t iy = 0; iy < s->height; iy++)                                 \
      for (int64_t ix = 0; ix < s->width; ix++)                                \
        for (int64_t c = 0; c < s->channels; c++, at++) {                      \
          float sum = 0;                                                       \
          for (int64_t ky = 0; ky < s->kernel_height; ky++)                    \
            for (int64_t kx = 0; kx < s->kernel_width; kx++) {                 \
              const int64_t tap = ky * s->kernel_width + kx;                   \
              int64_t from;                                                    \
              body                                                             \
            }                                                                  \
          reference_store(dx, type, at, sum);                                  \
        }

static inline void reference_training_conv(enum training_type type,
                                           const struct conv_shape *s,
                                           const void *dy, const void *x,
                                           const void *w, void *dx, float *dw,
                                           float *dbias, int add) {
  const int64_t taps = s->kernel_height * s->kernel_width,
                in = s->channels / s->groups, out = s->out_channels / s->groups;
  if (dx) {
    REFERENCE_INPUTS(for (int64_t o = 0; o < out; o++) {
      const int64_t oc = c / in * out + o;
      if (reference_output_at(s, n, iy, ix, ky, kx, oc, &from))
        sum = math_canonical(fmaf(
            from < 0 ? 0 : reference_load(dy, type, from),
            reference_load(w, type, (oc * taps + tap) * in + c % in), sum));
    })
  }
  for (int64_t oc = 0; dw && oc < s->out_channels; oc++)
    for (int64_t ky = 0; ky < s->kernel_height; ky++)
      for (int64_t kx = 0; kx < s->kernel_width; kx++)
        for (int64_t c = 0; c < in; c++) {
          float *const to =
              dw + (oc * taps + ky * s->kernel_width + kx) * in + c;
          float sum = add ? *to : 0;
          for (int64_t n = 0; n < s->batch; n++)
            for (int64_t oy = 0; oy < s->out_height; oy++)
              for (int64_t ox = 0; ox < s->out_width; ox++) {
                const int64_t from =
                    reference_input_at(s, n, oy, ox, ky, kx, oc / out * in + c);
                if (from >= 0)
                  sum = math_canonical(fmaf(
                      reference_load(dy, type,
                                     ((n * s->out_height + oy) * s->out_width +
                                      ox) * s->out_channels +
                                         oc),
                      reference_load(x, type, from), sum));
              }
          *to = sum;
        }
  if (dbias)
    reference_training_column_sums(s->batch * s->out_height * s->out_width,
                                   s->out_channels, dy, type, s->out_channels,
                                   dbias, add);
}

// The element of y that tap ky, kx leads to from pixel iy, ix of x.
static inline int64_t reference_transposed_at(const struct conv_shape *s,
                                              int64_t n, int64_t iy, int64_t ix,
                                              int64_t ky, int64_t kx,
                                              int64_t oc) {
  return reference_place(s->out_height, s->out_width, s->out_channels, n,
                         iy * s->stride_y - s->pad_top + ky * s->dilation_y,
                         ix * s->stride_x - s->pad_left + kx * s->dilation_x,
                         oc);
}
static inline void reference_training_conv_transposed(
    enum training_type type, const struct conv_shape *s, const void *dy,
    const void *x, const void *w, void *dx, float *dw, float *dbias, int add) {
  const int64_t taps = s->kernel_height * s->kernel_width,
                in = s->channels / s->groups, out = s->out_channels / s->groups;
  if (dx) {
    REFERENCE_INPUTS(for (int64_t o = 0; o < out; o++) {
      const int64_t oc = c / in * out + o;
      from = reference_transposed_at(s, n, iy, ix, ky, kx, oc);
      sum = math_canonical(
          fmaf(from < 0 ? 0 : reference_load(dy, type, from),
               reference_load(w, type, (oc * taps + tap) * in + c % in), sum));
    })
  }
  for (int64_t oc = 0; dw && oc < s->out_channels; oc++)
    for (int64_t ky = 0; ky < s->kernel_height; ky++)
      for (int64_t kx = 0; kx < s->kernel_width; kx++)
        for (int64_t c = 0; c < in; c++) {
          float *const to =
              dw + (oc * taps + ky * s->kernel_width + kx) * in + c;
          float sum = add ? *to : 0;
          for (int64_t n = 0; n < s->batch; n++)
            for (int64_t iy = 0; iy < s->height; iy++)
              for (int64_t ix = 0; ix < s->width; ix++) {
                const int64_t at =
                    reference_transposed_at(s, n, iy, ix, ky, kx, oc);
                if (at >= 0)
                  sum = math_canonical(
                      fmaf(reference_load(dy, type, at),
                           reference_load(x, type,
                                          ((n * s->height + iy) * s->width +
                                           ix) * s->channels +
                                              oc / out * in + c),
                           sum));
              }
          *to = sum;
        }
  if (dbias)
    reference_training_column_sums(s->batch * s->out_height * s->out_width,
                                   s->out_channels, dy, type, s->out_channels,
                                   dbias, add);
}

static inline void reference_training_depthwise(
    enum training_type type, const struct conv_shape *s, const void *dy,
    const void *x, const void *w, void *dx, float *dw, float *dbias, int add) {
  if (dx) {
    REFERENCE_INPUTS(
        if (reference_output_at(s, n, iy, ix, ky, kx, c, &from)) sum =
            math_canonical(fmaf(from < 0 ? 0 : reference_load(dy, type, from),
                                reference_load(w, type, tap * s->channels + c),
                                sum));)
  }
  for (int64_t ky = 0; dw && ky < s->kernel_height; ky++)
    for (int64_t kx = 0; kx < s->kernel_width; kx++)
      for (int64_t c = 0; c < s->channels; c++) {
        float *const to = dw + (ky * s->kernel_width + kx) * s->channels + c;
        float sums[16] = {0};
        for (int64_t n = 0; n < s->batch; n++)
          for (int64_t oy = 0; oy < s->out_height; oy++)
            for (int64_t ox = 0, inside = 0; ox < s->out_width; ox++) {
              const int64_t from = reference_input_at(s, n, oy, ox, ky, kx, c);
              if (from < 0)
                continue;
              sums[inside % 16] =
                  fmaf(reference_load(dy, type,
                                      ((n * s->out_height + oy) * s->out_width +
                                       ox) * s->channels +
                                          c),
                       reference_load(x, type, from), sums[inside % 16]);
              inside++;
            }
        const float sum = math_tree(sums);
        *to = math_canonical(add ? *to + sum : sum);
      }
  if (dbias)
    reference_training_column_sums(s->batch * s->out_height * s->out_width,
                                   s->channels, dy, type, s->channels, dbias,
                                   add);
}

// `index` and `share` have an element for each of y.
static inline void reference_training_pool(int average, enum training_type type,
                                           const struct conv_shape *s,
                                           const void *dy, const void *x,
                                           void *dx, int32_t *index,
                                           float *share) {
  int64_t place = 0;
  for (int64_t n = 0; n < s->batch; n++)
    for (int64_t oy = 0; oy < s->out_height; oy++)
      for (int64_t ox = 0; ox < s->out_width; ox++)
        for (int64_t c = 0; c < s->channels; c++, place++) {
          float most = -INFINITY;
          int32_t count = 0;
          index[place] = -1;
          for (int64_t ky = 0; ky < s->kernel_height; ky++)
            for (int64_t kx = 0; kx < s->kernel_width; kx++) {
              const int64_t from = reference_input_at(s, n, oy, ox, ky, kx, c);
              if (from < 0)
                continue;
              count++;
              if (average)
                continue;
              const float v = reference_load(x, type, from);
              if (v > most || (index[place] < 0 && v == v)) {
                most = v;
                index[place] = (int32_t)(ky * s->kernel_width + kx);
              }
            }
          share[place] = reference_load(dy, type, place);
          if (average)
            share[place] /= (float)count;
        }
  REFERENCE_INPUTS(if (reference_output_at(s, n, iy, ix, ky, kx, c, &from) &&
                       from >= 0 && (average || index[from] == tap)) sum =
                       sum + share[from];)
}

#define TRAINING_REFERENCE_CONV(T, element, name)                              \
  static inline void reference_training_conv_##T(                              \
      const struct conv_shape *s, const element *dy, const element *x,         \
      const element *w, element *dx, float *dw, float *dbias, int add) {       \
    reference_training_conv(name, s, dy, x, w, dx, dw, dbias, add);            \
  }                                                                            \
  static inline void reference_training_conv_transposed_##T(                   \
      const struct conv_shape *s, const element *dy, const element *x,         \
      const element *w, element *dx, float *dw, float *dbias, int add) {       \
    reference_training_conv_transposed(name, s, dy, x, w, dx, dw, dbias, add); \
  }                                                                            \
  static inline void reference_training_conv_depthwise_##T(                    \
      const struct conv_shape *s, const element *dy, const element *x,         \
      const element *w, element *dx, float *dw, float *dbias, int add) {       \
    reference_training_depthwise(name, s, dy, x, w, dx, dw, dbias, add);       \
  }                                                                            \
  static inline void reference_training_pool_max_##T(                          \
      const struct conv_shape *s, const element *dy, const element *x,         \
      element *dx, int32_t *index, float *share) {                             \
    reference_training_pool(0, name, s, dy, x, dx, index, share);              \
  }                                                                            \
  static inline void reference_training_pool_average_##T(                      \
      const struct conv_shape *s, const element *dy, element *dx,              \
      int32_t *index, float *share) {                                          \
    reference_training_pool(1, name, s, dy, 0, dx, index, share);              \
  }
TRAINING_REFERENCE_CONV(f32, float, TRAINING_F32)
TRAINING_REFERENCE_CONV(bf16, uint16_t, TRAINING_BF16)

#endif

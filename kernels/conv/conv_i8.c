// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Convolution and pooling of i8, quantised as TensorFlow Lite does.
//
// The zero point z of x is folded into the bias: the sum of (x - z) w is the
// sum of x w, less z times the sum of w. So that this holds for all pixels, x
// is padded with z, and w's sum is of all taps.
#include "conv_i8_body.h"

CONV_INLINE tile_i32_t conv_given_bias(const int32_t *bias, int64_t channel,
                                       int64_t left) {
  return bias ? tile_load_linear_i32(bias + channel, left) : tile_zero_i32();
}

// Bias rows of these output channels: a product with ones sums the weights of
// 16 channels at a time.
static void conv_fold_i8(const struct conv_loops_i8 *l) {
  const struct conv_finish_i8 *f = l->finish;
  const tile_i8_t ones = (tile_i8_t)tile_splat_i32(0x01010101);
  for (int64_t group = 0; group < l->groups; group++)
    for (int64_t channel = 0; channel < l->outputs; channel += 16) {
      const int64_t left = conv_smaller(l->outputs - channel, 16);
      const int64_t number = group * l->outputs + channel;
      tile_i32_t sum = tile_zero_i32();
      struct conv_step_i8 step = {
          l->x, l->w + group * l->w_group + channel * l->w_out, 0, 0, 0};
      for (int64_t n = f->zero_point ? l->steps : 0; n > 0; n--) {
        const int64_t deep = l->length - step.c;
        sum = tile_mma_depth_i8(
            sum, ones, tile_load_rect_i8(step.w, l->w_out, left, deep), deep);
        conv_next_step_i8(l, &step);
      }
      tile_store_rect_i32(
          l->bias + number, 0, 1, left,
          tile_madd_i32_sb(sum, -f->zero_point,
                           conv_given_bias(f->bias, number, left)));
    }
}

// The same of a depthwise convolution, 256 channels at a time.
static void conv_fold_depthwise_i8(const struct conv_shape *s, const int8_t *w,
                                   const struct conv_finish_i8 *f,
                                   int32_t *to) {
  for (int64_t channel = 0; channel < s->out_channels; channel += 256) {
    const int64_t left = s->out_channels - channel;
    tile_i32_t sum = tile_zero_i32();
    const int8_t *from = w + channel;
    for (int64_t taps = f->zero_point ? s->kernel_height * s->kernel_width : 0;
         taps > 0; taps--, from += s->out_channels)
      sum = sum + tile_load_linear_widen_i8(from, left);
    tile_store_linear_i32(
        to + channel, left,
        tile_madd_i32_sb(sum, -f->zero_point,
                         conv_given_bias(f->bias, channel, left)));
  }
}

CONV_INLINE enum kernel_status
conv_sums_i8(enum conv_kind kind, const struct conv_shape *s, const int8_t *x,
             int32_t zero_point, const int8_t *w, const int32_t *bias,
             const struct requantisation *q, int8_t *y, void *scratch,
             int64_t scratch_bytes) {
  struct conv_padded p;
  const enum kernel_status status =
      conv_check(kind, s, 1, x, w, bias, y, scratch, scratch_bytes, &p);
  if (status)
    return status;
  const int64_t words = conv_row_words(s);
  if (!q || !q->multiplier || !q->shift)
    return KERNEL_NULL_POINTER;
  const int64_t bytes = 4 * (q->per_channel ? s->out_channels : 1);
  const int64_t written = conv_scratch_bytes(s, &p);
  if (kernel_overlap(y, conv_y_bytes(s, 1), q->multiplier, bytes) ||
      kernel_overlap(y, conv_y_bytes(s, 1), q->shift, bytes) ||
      kernel_overlap(scratch, written, q->multiplier, bytes) ||
      kernel_overlap(scratch, written, q->shift, bytes))
    return KERNEL_OVERLAP;
  if (zero_point < -128 || zero_point > 127 ||
      !requantisation_valid(q, s->out_channels))
    return KERNEL_BAD_ARGUMENT;
  char *const aligned = conv_align(scratch);
  int32_t *const rows = (int32_t *)(aligned + p.bytes);
  const char *const from =
      conv_pad(s, 1, &p, (const char *)x, aligned,
               (int32_t)(0x01010101u * (uint32_t)(zero_point & 0xff)));
  const struct conv_finish_i8 finish = {
      *q, requantise_rows(rows + words, words, q, s->out_channels), bias,
      zero_point};
  int32_t *const offsets = rows + 4 * words;
  if (kind == CONV_PLAIN) {
    conv_plain_i8(s, &p, from, (const char *)w, (char *)y, rows, &finish,
                  conv_window_offsets(s, &p, 1, offsets));
  } else if (kind == CONV_TRANSPOSED) {
    conv_transposed_run_i8(s, &p, from, (const char *)w, (char *)y, rows,
                           &finish, offsets);
  } else {
    conv_fold_depthwise_i8(s, w, &finish, rows);
    conv_depthwise_all_i8(s, &p, from, (const char *)w, (char *)y, rows,
                          &finish);
  }
  return KERNEL_OK;
}

enum kernel_status conv_i8(const struct conv_shape *s, const int8_t *x,
                           int32_t zero_point, const int8_t *w,
                           const int32_t *bias, const struct requantisation *q,
                           int8_t *y, void *scratch, int64_t scratch_bytes) {
  return conv_sums_i8(CONV_PLAIN, s, x, zero_point, w, bias, q, y, scratch,
                      scratch_bytes);
}
enum kernel_status conv_transposed_i8(const struct conv_shape *s,
                                      const int8_t *x, int32_t zero_point,
                                      const int8_t *w, const int32_t *bias,
                                      const struct requantisation *q, int8_t *y,
                                      void *scratch, int64_t scratch_bytes) {
  return conv_sums_i8(CONV_TRANSPOSED, s, x, zero_point, w, bias, q, y, scratch,
                      scratch_bytes);
}
enum kernel_status conv_depthwise_i8(const struct conv_shape *s,
                                     const int8_t *x, int32_t zero_point,
                                     const int8_t *w, const int32_t *bias,
                                     const struct requantisation *q, int8_t *y,
                                     void *scratch, int64_t scratch_bytes) {
  return conv_sums_i8(CONV_DEPTHWISE, s, x, zero_point, w, bias, q, y, scratch,
                      scratch_bytes);
}

CONV_INLINE enum kernel_status
conv_pooled_i8(int average, const struct conv_shape *s, const int8_t *x,
               int32_t low, int32_t high, int8_t *y, void *scratch,
               int64_t scratch_bytes) {
  struct conv_padded p;
  const enum kernel_status status =
      conv_check(CONV_POOL, s, 1, x, 0, 0, y, scratch, scratch_bytes, &p);
  if (status)
    return status;
  if (average && s->kernel_height * s->kernel_width > 65536)
    return KERNEL_BAD_SHAPE;
  if (low < -128 || high > 127 || low > high)
    return KERNEL_BAD_ARGUMENT;
  const char *const from =
      conv_pad(s, 1, &p, (const char *)x, conv_align(scratch),
               average ? 0 : (int32_t)0x80808080);
  conv_pool_i8(average, s, &p, from, low, high, (char *)y);
  return KERNEL_OK;
}
enum kernel_status pool_max_i8(const struct conv_shape *s, const int8_t *x,
                               int32_t low, int32_t high, int8_t *y,
                               void *scratch, int64_t scratch_bytes) {
  return conv_pooled_i8(0, s, x, low, high, y, scratch, scratch_bytes);
}
enum kernel_status pool_average_i8(const struct conv_shape *s, const int8_t *x,
                                   int32_t low, int32_t high, int8_t *y,
                                   void *scratch, int64_t scratch_bytes) {
  return conv_pooled_i8(1, s, x, low, high, y, scratch, scratch_bytes);
}

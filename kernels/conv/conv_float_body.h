// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernels of the float types. The including file defines what conv_body.h
// says, and CONV_LOWEST_BITS, the pattern of a word of -infinities.
#define CONV_SUM float
#define CONV_SUMS tile_f32_t
#define CONV_ZERO() tile_zero_f32()
#define CONV_LOWEST() tile_splat_f32(-__builtin_inff())
#define CONV_LOAD_BIAS(p) tile_load_rect_f32((p), 0, 16, 16)
#define CONV_MADD(a, b, c) tile_fmadd_f32((a), (b), (c))
#define CONV_ADD_PRODUCT(sum, a, b) CONV_IN_PLACE("tfmadd.f32", sum, a, b)
#define CONV_PERMUTE(a, index) tile_permute_f32((a), (index))
#define CONV_MAXIMUM(a, b) tile_max_f32((a), (b))
#define CONV_AVERAGE(sum, count) ((sum) / tile_cvt_f32_i32(count))
#define CONV_CLAMP(a, low, high) conv_clamp_f32((a), (low), (high))
#define CONV_FOLD(loops) (void)(loops)
#define CONV_IS_RARE(finish) 0

CONV_INLINE tile_f32_t conv_clamp_f32(tile_f32_t a, float low, float high) {
  if (low > -__builtin_inff())
    a = tile_max_f32_s(a, low);
  if (high < __builtin_inff())
    a = tile_min_f32_s(a, high);
  return a;
}

struct CONV(finish) {
  float low, high;
};
struct CONV(parameters) {
  int none;
};
CONV_INLINE struct CONV(parameters)
    CONV(load_finish)(const struct CONV(finish) * f, int64_t channel) {
  (void)f;
  (void)channel;
  return (struct CONV(parameters)){0};
}
CONV_INLINE tile_f32_t CONV(finished)(tile_f32_t sum,
                                      const struct CONV(parameters) * p,
                                      const struct CONV(finish) * f,
                                      int64_t channel, int rare) {
  (void)p;
  (void)channel;
  (void)rare;
  return conv_clamp_f32(sum, f->low, f->high);
}

#include "conv_body.h"

// Bias as a row of its own, which tiles read to their end.
static float *CONV(bias_row)(const struct conv_shape *s,
                             const struct conv_padded *p, const float *bias,
                             char *scratch) {
  float *const row = (float *)(scratch + p->bytes);
  conv_fill((char *)row, 4 * conv_row_words(s), 0);
  if (bias)
    conv_copy_rows((char *)row, 0, (const char *)bias, 0, 1,
                   4 * s->out_channels);
  return row;
}

CONV_INLINE enum kernel_status
CONV(sums)(enum conv_kind kind, const struct conv_shape *s,
           const CONV_ELEMENT *x, const CONV_ELEMENT *w, const float *bias,
           float low, float high, CONV_ELEMENT *y, void *scratch,
           int64_t scratch_bytes) {
  struct conv_padded p;
  const enum kernel_status status = conv_check(
      kind, s, sizeof(CONV_ELEMENT), x, w, bias, y, scratch, scratch_bytes, &p);
  if (status)
    return status;
  if (!(low <= high))
    return KERNEL_BAD_ARGUMENT;
  char *const aligned = conv_align(scratch);
  const char *const from =
      conv_pad(s, sizeof(CONV_ELEMENT), &p, (const char *)x, aligned, 0);
  const struct CONV(finish) finish = {low, high};
  float *const row = CONV(bias_row)(s, &p, bias, aligned);
  int32_t *const offsets = (int32_t *)row + 4 * conv_row_words(s);
  if (kind == CONV_PLAIN)
    CONV(plain)(s, &p, from, (const char *)w, (char *)y, row, &finish,
                conv_window_offsets(s, &p, sizeof(CONV_ELEMENT), offsets));
  else if (kind == CONV_TRANSPOSED)
    CONV(transposed_run)(s, &p, from, (const char *)w, (char *)y, row, &finish,
                         offsets);
  else
    CONV(depthwise_all)(s, &p, from, (const char *)w, (char *)y, row, &finish);
  return KERNEL_OK;
}

enum kernel_status CONV_NAME(conv)(const struct conv_shape *s,
                                   const CONV_ELEMENT *x, const CONV_ELEMENT *w,
                                   const float *bias, float low, float high,
                                   CONV_ELEMENT *y, void *scratch,
                                   int64_t scratch_bytes) {
  return CONV(sums)(CONV_PLAIN, s, x, w, bias, low, high, y, scratch,
                    scratch_bytes);
}
enum kernel_status
CONV_NAME(conv_transposed)(const struct conv_shape *s, const CONV_ELEMENT *x,
                           const CONV_ELEMENT *w, const float *bias, float low,
                           float high, CONV_ELEMENT *y, void *scratch,
                           int64_t scratch_bytes) {
  return CONV(sums)(CONV_TRANSPOSED, s, x, w, bias, low, high, y, scratch,
                    scratch_bytes);
}
enum kernel_status
CONV_NAME(conv_depthwise)(const struct conv_shape *s, const CONV_ELEMENT *x,
                          const CONV_ELEMENT *w, const float *bias, float low,
                          float high, CONV_ELEMENT *y, void *scratch,
                          int64_t scratch_bytes) {
  return CONV(sums)(CONV_DEPTHWISE, s, x, w, bias, low, high, y, scratch,
                    scratch_bytes);
}

CONV_INLINE enum kernel_status
CONV(pooled)(int average, const struct conv_shape *s, const CONV_ELEMENT *x,
             float low, float high, CONV_ELEMENT *y, void *scratch,
             int64_t scratch_bytes) {
  struct conv_padded p;
  const enum kernel_status status =
      conv_check(CONV_POOL, s, sizeof(CONV_ELEMENT), x, 0, 0, y, scratch,
                 scratch_bytes, &p);
  if (status)
    return status;
  if (!(low <= high))
    return KERNEL_BAD_ARGUMENT;
  const char *const from =
      conv_pad(s, sizeof(CONV_ELEMENT), &p, (const char *)x,
               conv_align(scratch), average ? 0 : CONV_LOWEST_BITS);
  CONV(pool)(average, s, &p, from, low, high, (char *)y);
  return KERNEL_OK;
}
enum kernel_status CONV_NAME(pool_max)(const struct conv_shape *s,
                                       const CONV_ELEMENT *x, float low,
                                       float high, CONV_ELEMENT *y,
                                       void *scratch, int64_t scratch_bytes) {
  return CONV(pooled)(0, s, x, low, high, y, scratch, scratch_bytes);
}
enum kernel_status CONV_NAME(pool_average)(const struct conv_shape *s,
                                           const CONV_ELEMENT *x, float low,
                                           float high, CONV_ELEMENT *y,
                                           void *scratch,
                                           int64_t scratch_bytes) {
  return CONV(pooled)(1, s, x, low, high, y, scratch, scratch_bytes);
}

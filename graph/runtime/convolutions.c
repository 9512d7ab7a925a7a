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
  return (struct conv_padded){how->top, how->left, how->height, how->width,
                              how->bytes};
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

void sectile_conv_i8(int8_t *y, const int8_t *x, const int8_t *w,
                     const int32_t *rows, const struct sectile_conv *how,
                     void *copy) {
  const struct conv_padded p = extents(how);
  const struct requantisation q = requantisation(how);
  const struct conv_finish_i8 finish = {&q, parameters(how, rows), 0, 0};
  conv_plain_i8(&how->shape, &p, padded(how, x, copy, how->zero_point),
                (const char *)w, (char *)y, (int32_t *)rows, &finish);
}

void sectile_conv_depthwise_i8(int8_t *y, const int8_t *x, const int8_t *w,
                               const int32_t *rows,
                               const struct sectile_conv *how, void *copy) {
  const struct conv_padded p = extents(how);
  const struct requantisation q = requantisation(how);
  const struct conv_finish_i8 finish = {&q, parameters(how, rows), 0, 0};
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

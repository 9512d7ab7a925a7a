// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Transposed convolutions of compiled models: the kernels of kernels/conv as
// they are.
#include "kernels.h"

// A status is a defect of the compiler, which chose the arguments.
static void must(enum kernel_status status) {
  if (status != KERNEL_OK)
    __builtin_trap();
}

void sectile_conv_transposed_i8(int8_t *y, const int8_t *x, const int8_t *w,
                                const int32_t *parameters,
                                const struct sectile_conv *how, void *scratch) {
  const struct requantisation q = {parameters + how->row_words,
                                   parameters + 2 * how->row_words,
                                   1,
                                   (int)how->single_rounding,
                                   (int32_t)how->out_zero_point,
                                   (int32_t)how->low,
                                   (int32_t)how->high};
  must(conv_transposed_i8(&how->shape, x, (int32_t)how->zero_point, w,
                          parameters, &q, y, scratch, how->bytes));
}

void sectile_conv_transposed_f32(float *y, const float *x, const float *w,
                                 const struct sectile_conv *how,
                                 void *scratch) {
  const float infinity = __builtin_inff();
  must(conv_transposed_f32(&how->shape, x, w, 0, -infinity, infinity, y,
                           scratch, how->bytes));
}

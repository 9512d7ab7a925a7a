// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "kernels.h"
#include "../../kernels/conv/conv_plan.h"
#include <sectile.h>

// A status is a defect of the compiler, which chose the arguments.
static void must(enum kernel_status status) {
  if (status != KERNEL_OK)
    __builtin_trap();
}

// The input with its padding, after which the kernel's scratch memory begins.
// The kernels could pad by themselves, but would then sum the weights each time
// for the zero point, which a model's bias has taken up already.
static struct conv_shape padded(enum conv_kind kind,
                                const struct sectile_conv *how,
                                const int8_t **x, char **scratch,
                                int64_t *left) {
  struct conv_shape s = how->shape;
  struct conv_padded p;
  must(conv_check_shape(kind, &s, 1, &p));
  const int32_t pattern =
      (int32_t)(0x01010101u * (uint32_t)(how->zero_point & 0xff));
  *x = (const int8_t *)conv_pad(&s, 1, &p, (const char *)*x, *scratch, pattern);
  *scratch += p.bytes;
  *left -= p.bytes;
  s.height = p.height;
  s.width = p.width;
  s.pad_top = s.pad_left = 0;
  return s;
}

static struct requantisation requantisation(const struct sectile_conv *how,
                                            const int32_t *multipliers,
                                            const int32_t *shifts) {
  return (struct requantisation){multipliers,
                                 shifts,
                                 1,
                                 (int)how->single_rounding,
                                 (int32_t)how->out_zero_point,
                                 (int32_t)how->low,
                                 (int32_t)how->high};
}

void sectile_conv_i8(int8_t *y, const int8_t *x, const int8_t *w,
                     const int32_t *bias, const int32_t *multipliers,
                     const int32_t *shifts, const struct sectile_conv *how,
                     void *scratch, int64_t scratch_bytes) {
  char *rest = scratch;
  const struct conv_shape s =
      padded(CONV_PLAIN, how, &x, &rest, &scratch_bytes);
  const struct requantisation q = requantisation(how, multipliers, shifts);
  must(conv_i8(&s, x, 0, w, bias, &q, y, rest, scratch_bytes));
}

void sectile_conv_depthwise_i8(int8_t *y, const int8_t *x, const int8_t *w,
                               const int32_t *bias, const int32_t *multipliers,
                               const int32_t *shifts,
                               const struct sectile_conv *how, void *scratch,
                               int64_t scratch_bytes) {
  char *rest = scratch;
  const struct conv_shape s =
      padded(CONV_DEPTHWISE, how, &x, &rest, &scratch_bytes);
  const struct requantisation q = requantisation(how, multipliers, shifts);
  must(conv_depthwise_i8(&s, x, 0, w, bias, &q, y, rest, scratch_bytes));
}

void sectile_pool_max_i8(int8_t *y, const int8_t *x,
                         const struct sectile_conv *how, void *scratch,
                         int64_t scratch_bytes) {
  must(pool_max_i8(&how->shape, x, (int32_t)how->low, (int32_t)how->high, y,
                   scratch, scratch_bytes));
}

void sectile_pool_average_i8(int8_t *y, const int8_t *x,
                             const struct sectile_conv *how, void *scratch,
                             int64_t scratch_bytes) {
  must(pool_average_i8(&how->shape, x, (int32_t)how->low, (int32_t)how->high, y,
                       scratch, scratch_bytes));
}

static void store(int8_t *out, int64_t left, tile_i32_t x,
                  const int32_t *limits) {
  x = x + limits[0];
  x = tile_min_i32_s(tile_max_i32_s(x, limits[1]), limits[2]);
  tile_store_linear_narrow_i8(out, left, x);
}

static tile_i32_t scaled(const int8_t *x, int64_t left,
                         const struct sectile_operand *how) {
  tile_i32_t t = tile_load_linear_widen_i8(x, left);
  t = tile_sll_i32_s(t - how->zero, 20);
  return tile_rsr_i32_s(tile_mulhr_i32_s(t, how->multiplier), how->right);
}

void sectile_add_i8(int8_t *out, const int8_t *a, const int8_t *b,
                    const struct sectile_sum *how, int64_t count) {
  for (int64_t i = 0; i < count; i += 256) {
    tile_i32_t x = scaled(a + i, count - i, &how->a);
    tile_i32_t y = scaled(b + i, count - i, &how->b);
    x = how->subtracts ? x - y : x + y;
    x = tile_mulhr_i32_s(tile_sll_i32_s(x, how->left), how->multiplier);
    store(out + i, count - i, tile_rsr_i32_s(x, how->right), how->limits);
  }
}

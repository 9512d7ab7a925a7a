// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Requantisation on tiles: 32-bit sums become 8-bit results, bit for bit as
// TensorFlow Lite's reference kernels compute them (requantise_reference.h).
//
//   result = clamp(round(sum * multiplier / 2^31 * 2^shift) + zero_point)
//
// Double rounding, the default of TensorFlow Lite, is two instructions: TMULHR
// is its saturating rounding doubling high multiply, TRSR its rounding division
// by a power of two. Single rounding takes the whole 64-bit product.
#ifndef KERNELS_COMMON_REQUANTISE_H
#define KERNELS_COMMON_REQUANTISE_H

#include <stdint.h>

struct requantisation {
  const int32_t *multiplier; // of each output channel, or one
  const int32_t *shift;      // -31 to 30, as many; positive is to the left
  int per_channel;           // whether each channel has its own
  int single_rounding;
  int32_t zero_point; // -128 to 127
  int32_t low, high;  // the range of the result, within -128 to 127
};

#ifdef __sectile__
#include "status.h"
#include <sectile.h>

// The parameters of all channels, each kind a row of words that a load with
// stride 0 repeats in every row of a tile. The rows may be read to the end of
// the tile in which the last channel is.
struct requantisation_rows {
  int32_t *multiplier, *left, *right; // shifts, one of them 0
  int any_left;
};

// The multipliers, or shifts, of up to 256 channels from `first` on.
static inline tile_i32_t requantise_given(const struct requantisation *q,
                                          const int32_t *values, int64_t first,
                                          int64_t channels) {
  return q->per_channel ? tile_load_linear_i32(values + first, channels - first)
                        : tile_splat_i32(values[0]);
}
static inline int requantise_any(tile_i32_t mask) {
  return tile_get_i32(tile_redrow_min_i32(tile_redcol_min_i32(mask)), 0) != 0;
}

// Whether the parameters are in their ranges; the pointers have been checked.
static inline int requantisation_valid(const struct requantisation *q,
                                       int64_t channels) {
  if (q->zero_point < -128 || q->zero_point > 127 || q->low < -128 ||
      q->high > 127 || q->low > q->high)
    return 0;
  tile_i32_t wrong = tile_zero_i32();
  for (int64_t i = 0; i < (q->per_channel ? channels : 1); i += 256) {
    const tile_i32_t shift = requantise_given(q, q->shift, i, channels);
    wrong = wrong | (shift < -31) | (shift > 30) |
            (requantise_given(q, q->multiplier, i, channels) < 0);
  }
  return !requantise_any(wrong);
}

// The status of given parameters.
static inline int requantisation_check(const struct requantisation *q,
                                       int64_t channels) {
  if (!q || (channels && (!q->multiplier || !q->shift)))
    return KERNEL_NULL_POINTER;
  return channels && !requantisation_valid(q, channels) ? KERNEL_BAD_ARGUMENT
                                                        : KERNEL_OK;
}

// The rows of all channels, `words` apart in memory.
static inline struct requantisation_rows
requantise_rows(int32_t *to, int64_t words, const struct requantisation *q,
                int64_t channels) {
  struct requantisation_rows rows = {to, to + words, to + 2 * words, 0};
  tile_i32_t positive = tile_zero_i32();
  for (int64_t i = 0; i < channels; i += 256) {
    const int64_t count = channels - i;
    const tile_i32_t shift = requantise_given(q, q->shift, i, channels);
    tile_store_linear_i32(rows.multiplier + i, count,
                          requantise_given(q, q->multiplier, i, channels));
    tile_store_linear_i32(rows.left + i, count, tile_max_i32_s(shift, 0));
    tile_store_linear_i32(rows.right + i, count, tile_max_i32_s(0 - shift, 0));
    positive = positive | (shift > 0);
  }
  rows.any_left = requantise_any(positive);
  return rows;
}

// floor((sum * multiplier + 2^(total - 1)) / 2^total), total = 31 - shift from
// 1 to 62: the rounding is added to the lower word or to the upper one, and the
// result is the upper one shifted or bits of both. Shifts use the low 5 bits of
// their counts.
static inline tile_i32_t
requantise_single(tile_i32_t sum, tile_i32_t multiplier, tile_i32_t shift) {
  // Hidden from the compiler, which would compute constant tiles before the
  // branch to here, for double rounding as well.
  int32_t hidden = 1;
  __asm__ volatile("" : "+r"(hidden));
  const tile_i32_t one = tile_splat_i32(hidden);
  const tile_i32_t below = one * 30 - shift, total = below + 1;
  const tile_i32_t half = tile_sll_i32(one, below);
  const tile_i32_t in_lower = total <= 32;
  const tile_i32_t product = sum * multiplier;
  const tile_i32_t lower = product + (half & in_lower);
  const tile_i32_t carry = tile_cltu_i32(lower, product); // 0 or -1
  const tile_i32_t upper =
      tile_mulh_i32(sum, multiplier) + tile_andn_i32(half, in_lower) - carry;
  const tile_i32_t both =
      tile_sll_i32(upper, 0 - total) | tile_srl_i32(lower, total);
  return tile_select_i32(total < 32, both, tile_sra_i32(upper, total));
}

// The parameters of 16 channels, in every row. They are loaded by themselves,
// so that they are there when the sums are.
struct requantisation_tiles {
  tile_i32_t multiplier, right;
};
static inline struct requantisation_tiles
requantise_load(const struct requantisation_rows *rows, int64_t column) {
  return (struct requantisation_tiles){
      tile_load_rect_i32(rows->multiplier + column, 0, 16, 16),
      tile_load_rect_i32(rows->right + column, 0, 16, 16)};
}

// The zero point and the limits; what a store that saturates to 8 bits does
// anyway is left to it.
static inline __attribute__((always_inline)) tile_i32_t
requantise_limit(tile_i32_t scaled, const struct requantisation *q) {
  scaled = scaled + q->zero_point;
  if (q->low > -128)
    scaled = tile_max_i32_s(scaled, q->low);
  if (q->high < 127)
    scaled = tile_min_i32_s(scaled, q->high);
  return scaled;
}

// A tile of sums of 16 channels whose parameters are `t`, with double rounding
// and no shift to the left.
static inline __attribute__((always_inline)) tile_i32_t
requantise_right(tile_i32_t sum, const struct requantisation_tiles *t,
                 const struct requantisation *q) {
  return requantise_limit(
      tile_rsr_i32(tile_mulhr_i32(sum, t->multiplier), t->right), q);
}
// Whether requantisation is something else.
static inline int requantisation_rare(const struct requantisation_rows *rows,
                                      const struct requantisation *q) {
  return q->single_rounding || rows->any_left;
}

// Any requantisation, of sums of channels `column` and following of the rows.
static inline __attribute__((always_inline)) tile_i32_t
requantise(tile_i32_t sum, const struct requantisation_tiles *t,
           const struct requantisation_rows *rows, int64_t column,
           const struct requantisation *q) {
  if (!requantisation_rare(rows, q))
    return requantise_right(sum, t, q);
  const tile_i32_t left = tile_load_rect_i32(rows->left + column, 0, 16, 16);
  return requantise_limit(
      q->single_rounding
          ? requantise_single(sum, t->multiplier, left - t->right)
          : tile_rsr_i32(tile_mulhr_i32(tile_sll_i32(sum, left), t->multiplier),
                         t->right),
      q);
}
#endif

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "kernels.h"
#include "fixed_point.h"
#include <sectile.h>
#include <string.h>

#define UNROLL _Pragma("clang loop unroll(full)")
// A register whose value is of no account.
#define ANY(tile) __asm__ volatile("" : "=t"(tile))
enum { TILES = 4 }; // at a time, so that loads and operations overlap
// Of operands of a length, which are loaded while those before are worked on.
enum { PAIR = 2, BYTES = 256 * PAIR };
struct operands {
  tile_i32_t x[PAIR], y[PAIR];
};

static inline int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

// A sum or product times the scale, within the limits.
static inline __attribute__((always_inline)) void
store(int8_t *out, int64_t left_over, tile_i32_t x, int32_t left,
      int32_t multiplier, int32_t right, int32_t single_rounding,
      int32_t zero_point, int32_t low, int32_t high) {
  if (single_rounding) {
    x = requantise_single(x, tile_splat_i32(multiplier),
                          tile_splat_i32(left - right));
  } else {
    if (left)
      x = tile_sll_i32_s(x, left);
    x = tile_mulhr_i32_s(x, multiplier);
    if (right)
      x = tile_rsr_i32_s(x, right);
  }
  x = x + zero_point;
  // The store saturates.
  if (low > -128)
    x = tile_max_i32_s(x, low);
  if (high < 127)
    x = tile_min_i32_s(x, high);
  tile_store_linear_narrow_i8(out, left_over, x);
}

static inline __attribute__((always_inline)) void
load(struct operands *to, const int8_t *a, const int8_t *b, int64_t left) {
  UNROLL
  for (int j = 0; j < PAIR; ++j) {
    to->x[j] = tile_load_linear_widen_i8(a + 256 * j, left - 256 * j);
    to->y[j] = tile_load_linear_widen_i8(b + 256 * j, left - 256 * j);
  }
  __asm__ volatile("" ::: "memory");
}

// What is done with them comes after the loads before this.
static inline __attribute__((always_inline)) void
after_loads(struct operands *o) {
  UNROLL
  for (int j = 0; j < PAIR; ++j)
    __asm__ volatile("" : "+t"(o->x[j]), "+t"(o->y[j]));
}

typedef void finish(int rare, int8_t *out, int64_t left, struct operands *o,
                    const void *how);

static inline __attribute__((always_inline)) void
each_pair(finish *of, int rare, int8_t *out, const int8_t *a, const int8_t *b,
          const void *how, int64_t count) {
  struct operands even, odd;
  load(&even, a, b, count);
  for (int64_t i = 0; i < count; i += 2 * BYTES) {
    load(&odd, a + i + BYTES, b + i + BYTES, count - i - BYTES);
    of(rare, out + i, count - i, &even, how);
    load(&even, a + i + 2 * BYTES, b + i + 2 * BYTES, count - i - 2 * BYTES);
    of(rare, out + i + BYTES, count - i - BYTES, &odd, how);
  }
}

static inline __attribute__((always_inline)) void add(int rare, int8_t *out,
                                                      int64_t left,
                                                      struct operands *o,
                                                      const void *given) {
  const struct sectile_sum *const how = given;
  const tile_i32_t a_offset = tile_splat_i32(how->a_offset),
                   b_offset = tile_splat_i32(how->b_offset);
  after_loads(o);
  UNROLL
  for (int j = 0; j < PAIR; ++j) {
    tile_i32_t sum = tile_madd_i32_sb(o->x[j], how->a_factor, a_offset);
    if (how->b_scaled) {
      tile_i32_t t = tile_madd_i32_sb(o->y[j], how->b_factor, b_offset);
      if (rare)
        t = requantise_single(t, tile_splat_i32(how->b_multiplier),
                              tile_splat_i32(-how->b_right));
      else
        t = tile_rsr_i32_s(tile_mulhr_i32_s(t, how->b_multiplier),
                           how->b_right);
      sum = how->b_subtracted ? sum - t : sum + t;
    } else {
      sum = tile_madd_i32_sb(o->y[j], how->b_factor, sum);
    }
    store(out + 256 * j, left - 256 * j, sum, how->left, how->multiplier,
          how->right, rare, how->zero_point, how->low, how->high);
  }
}

void sectile_add_i8(int8_t *out, const int8_t *a, const int8_t *b,
                    const struct sectile_sum *given, int64_t count) {
  const struct sectile_sum how = *given; // which no store changes
  if (how.single_rounding)
    each_pair(add, 1, out, a, b, &how, count);
  else
    each_pair(add, 0, out, a, b, &how, count);
}

static inline __attribute__((always_inline)) void
multiply(int rare, int8_t *out, int64_t left, struct operands *o,
         const void *given) {
  const struct sectile_product *const how = given;
  after_loads(o);
  UNROLL
  for (int j = 0; j < PAIR; ++j)
    store(out + 256 * j, left - 256 * j,
          (o->x[j] - how->a_zero_point) * (o->y[j] - how->b_zero_point),
          how->left, how->multiplier, how->right, rare, how->zero_point,
          how->low, how->high);
}

void sectile_multiply_i8(int8_t *out, const int8_t *a, const int8_t *b,
                         const struct sectile_product *given, int64_t count) {
  const struct sectile_product how = *given;
  if (how.single_rounding)
    each_pair(multiply, 1, out, a, b, &how, count);
  else
    each_pair(multiply, 0, out, a, b, &how, count);
}

// Of one pixel a tile of sums would have one row. So 16 channels are a row: the
// pixel is in row j of the operand for the channels from 16 j on, and 0 in the
// others. Such products follow each other in one accumulator, and the results
// of 64 channels are finished together. Those of the first 64 are stored before
// the next layer reads the others.
void sectile_product_i8(int8_t *y, const int8_t *x, const int8_t *w,
                        const int32_t *rows, const struct sectile_conv *how) {
  enum { ROWS = 4, GROUPS = 2, CHANNELS = 16 * ROWS };
  const int64_t depth = how->shape.channels, channels = how->shape.out_channels;
  const int32_t *const multipliers = rows + how->row_words,
                       *const left = multipliers + how->row_words,
                       *const right = left + how->row_words;
  const int32_t zero_point = (int32_t)how->out_zero_point,
                low = (int32_t)how->low, high = (int32_t)how->high;
  const int single_rounding = (int)how->single_rounding,
            any_left = (int)how->any_left;
  for (int64_t c = 0; c < channels; c += CHANNELS * GROUPS) {
    // What follows the sums is loaded before them, and finished at once.
    tile_i32_t sum[GROUPS], multiplier[GROUPS], down[GROUPS];
    UNROLL
    for (int g = 0; g < GROUPS; ++g) {
      const int64_t from = c + CHANNELS * g,
                    rest = smaller(channels - from, CHANNELS);
      sum[g] = tile_load_linear_i32(rows + from, rest);
      multiplier[g] = tile_load_linear_i32(multipliers + from, rest);
      down[g] = tile_load_linear_i32(right + from, rest);
    }
    __asm__ volatile("" ::: "memory");
    for (int64_t k = 0; k < depth; k += 64) {
      // All loads first, each into a register of its own.
      tile_i8_t pixel[ROWS], weights[GROUPS][ROWS];
      UNROLL
      for (int g = 0; g < GROUPS; ++g)
        UNROLL
      for (int j = 0; j < ROWS; ++j) {
        const int64_t from = c + CHANNELS * g + 16 * j;
        ANY(weights[g][j]);
        if (g == 0)
          ANY(pixel[j]);
        if (from >= channels)
          continue;
        if (g == 0)
          pixel[j] = tile_load_window_i8(x + k, 0, j, j + 1, 0, depth - k);
        weights[g][j] = tile_load_rect_i8(w + from * depth + k, depth,
                                          channels - from, depth - k);
      }
      __asm__ volatile("" ::: "memory");
      UNROLL
      for (int g = 0; g < GROUPS; ++g)
        UNROLL
      for (int j = 0; j < ROWS; ++j)
        if (c + CHANNELS * g + 16 * j < channels)
          sum[g] =
              tile_mma_depth_i8(sum[g], pixel[j], weights[g][j], depth - k);
    }
    UNROLL
    for (int g = 0; g < GROUPS; ++g) {
      const int64_t from = c + CHANNELS * g,
                    rest = smaller(channels - from, CHANNELS);
      if (rest <= 0)
        break;
      tile_i32_t v = sum[g];
      if (single_rounding)
        v = requantise_single(v, multiplier[g],
                              tile_load_linear_i32(left + from, rest) -
                                  down[g]);
      else if (any_left)
        v = tile_rsr_i32(tile_mulhr_i32(tile_sll_i32(v, tile_load_linear_i32(
                                                            left + from, rest)),
                                        multiplier[g]),
                         down[g]);
      else
        v = tile_rsr_i32(tile_mulhr_i32(v, multiplier[g]), down[g]);
      v = v + zero_point;
      if (low > -128)
        v = tile_max_i32_s(v, low);
      if (high < 127)
        v = tile_min_i32_s(v, high);
      tile_store_linear_narrow_i8(y + from, rest, v);
    }
  }
}

// TILES rows of up to 256 channels from `first` on; 0 behind the last one.
static inline __attribute__((always_inline)) void
load_rows(tile_i32_t t[TILES], const int8_t *x, int64_t first, int64_t rows,
          int64_t step, int64_t channels) {
  UNROLL
  for (int j = 0; j < TILES; ++j)
    t[j] = tile_load_linear_widen_i8(x + (first + j) * step,
                                     first + j < rows ? channels : 0);
  __asm__ volatile("" ::: "memory");
}

static inline __attribute__((always_inline)) tile_i32_t
add_rows(tile_i32_t sum, const tile_i32_t t[TILES]) {
  UNROLL
  for (int j = 0; j < TILES; ++j)
    sum = sum + t[j];
  return sum;
}

// Sums of columns of x, of up to 256 channels, a row at a time.
static inline __attribute__((always_inline)) tile_i32_t
sum_long_rows(const int8_t *x, int64_t rows, int64_t step, int64_t channels) {
  tile_i32_t sum = tile_zero_i32(), even[TILES], odd[TILES];
  load_rows(even, x, 0, rows, step, channels);
  for (int64_t p = TILES;; p += TILES) {
    if (p >= rows)
      return add_rows(sum, even);
    load_rows(odd, x, p, rows, step, channels);
    sum = add_rows(sum, even);
    p += TILES;
    if (p >= rows)
      return add_rows(sum, odd);
    load_rows(even, x, p, rows, step, channels);
    sum = add_rows(sum, odd);
  }
}

// Likewise, 64 rows of 16 channels at a time: products with ones in the row of
// the sums where these channels are.
static inline __attribute__((always_inline)) tile_i32_t
sum_short_rows(const int8_t *x, int64_t rows, int64_t step, int64_t channels) {
  enum { GROUPS = 2, PARTS = 2 };
  tile_i32_t sum = tile_zero_i32();
  const tile_i32_t row = tile_index_row();
  for (int64_t c = 0; c < channels; c += 16 * GROUPS) {
    tile_i8_t ones[GROUPS];
    UNROLL
    for (int g = 0; g < GROUPS; ++g)
      ones[g] = (tile_i8_t)((row == (int32_t)(c / 16 + g)) & 0x01010101);
    for (int64_t p = 0; p < rows; p += 64 * PARTS) {
      tile_i8_t t[GROUPS][PARTS];
      UNROLL
      for (int g = 0; g < GROUPS; ++g)
        UNROLL
      for (int j = 0; j < PARTS; ++j) {
        ANY(t[g][j]);
        if (p + 64 * j < rows)
          t[g][j] = tile_load_transposed_i8(
              x + (p + 64 * j) * step + c + 16 * g, step, rows - p - 64 * j,
              channels - c - 16 * g);
      }
      __asm__ volatile("" ::: "memory");
      UNROLL
      for (int g = 0; g < GROUPS; ++g)
        UNROLL
      for (int j = 0; j < PARTS; ++j)
        sum = tile_mma_depth_i8(sum, ones[g], t[g][j], rows - p - 64 * j);
    }
  }
  return sum;
}

void sectile_average_rows_i8(int8_t *y, const int8_t *x,
                             const struct sectile_average *how) {
  const int64_t rows = how->rows;
  for (int64_t n = 0; n < how->images; ++n, x += rows * how->channels)
    for (int64_t c = 0; c < how->channels; c += 256) {
      const int64_t channels = how->channels - c;
      // A load of a row takes 16 cycles, one that transposes one for each row.
      tile_i32_t v = channels > 240
                         ? sum_long_rows(x + c, rows, how->channels, channels)
                         : sum_short_rows(x + c, rows, how->channels, channels);
      if (how->power) {
        v = tile_rsr_i32_s(v, (int32_t)how->shift);
      } else {
        if (how->even)
          v = v + tile_sra_i32_s(v, 31);
        v = tile_sra_i32_s(tile_mulh_i32_s(v + (int32_t)how->nudge,
                                           (int32_t)how->reciprocal),
                           (int32_t)how->shift) -
            128;
      }
      // The store saturates.
      if (how->low > -128)
        v = tile_max_i32_s(v, (int32_t)how->low);
      if (how->high < 127)
        v = tile_min_i32_s(v, (int32_t)how->high);
      tile_store_linear_narrow_i8(y, channels, v);
      y += smaller(channels, 256);
    }
}

void sectile_softmax_i8(int8_t *y, const int8_t *x, const int32_t *powers,
                        const struct sectile_softmax *how) {
  const int64_t depth = how->depth;
  for (int64_t n = 0; n < how->rows; ++n, x += depth, y += depth) {
    int64_t most = x[0];
#pragma clang loop vectorize(disable) unroll_count(4)
    for (int64_t i = 1; i < depth; ++i)
      most = x[i] > most ? x[i] : most;
    // 12 bits before the point; at least 1, at most the depth.
    int32_t power[SECTILE_SOFTMAX_DEPTH], sum = 0;
#pragma clang loop vectorize(disable) unroll_count(4)
    for (int64_t i = 0; i < depth; ++i) {
      power[i] = powers[most - x[i]];
      sum += (int32_t)(((int64_t)power[i] + (1 << 11)) >> 12);
    }
    // sum = 2^(12 - zeros) (1 + fraction)
    const int32_t zeros = __builtin_clz((unsigned)sum),
                  fraction = (int32_t)((uint32_t)sum << zeros & INT32_MAX);
    const int64_t inverse = fixed_reciprocal(fraction);
    const int64_t shift = 35 - zeros, half = (int64_t)1 << (shift - 1);
#pragma clang loop vectorize(disable) unroll_count(4)
    for (int64_t i = 0; i < depth; ++i) {
      const int64_t v = (inverse * power[i] + (1 << 30)) >> 31;
      y[i] = (int8_t)smaller(((v + half) >> shift) - 128, 127);
    }
  }
}

void sectile_copy(char *out, const char *in, const int64_t *how) {
  const int64_t rank = how[0], run = how[1];
  const int64_t *const extents = how + 3, *tables[12];
  int64_t at[12] = {0};
  const int64_t *table = extents + rank;
  for (int64_t d = 0; d < rank; ++d) {
    tables[d] = table;
    table += extents[d];
  }
  in += how[2];
  if (rank == 0) {
    memcpy(out, in, (size_t)run);
    return;
  }
  for (;;) {
    const char *from = in;
    for (int64_t d = 0; d < rank - 1; ++d)
      from += tables[d][at[d]];
    const int64_t *const last = tables[rank - 1], count = extents[rank - 1];
    switch (run) {
    case 1:
      for (int64_t i = 0; i < count; ++i)
        out[i] = from[last[i]];
      break;
    case 4:
      for (int64_t i = 0; i < count; ++i)
        *(int32_t *)(out + 4 * i) = *(const int32_t *)(from + last[i]);
      break;
    default:
      for (int64_t i = 0; i < count; ++i)
        memcpy(out + i * run, from + last[i], (size_t)run);
    }
    out += count * run;
    int64_t d = rank - 1;
    do {
      if (--d < 0)
        return;
      if (++at[d] < extents[d])
        break;
      at[d] = 0;
    } while (1);
  }
}

#define ARG(type, element)                                                     \
  void sectile_arg_##type(int32_t *out, const element *in,                     \
                          const struct sectile_arg *how) {                     \
    for (int64_t o = 0; o < how->outer; ++o)                                   \
      for (int64_t i = 0; i < how->inner; ++i) {                               \
        const element *x = in + o * how->depth * how->inner + i;               \
        element best = *x;                                                     \
        int32_t at = 0;                                                        \
        for (int64_t k = 1; k < how->depth; ++k) {                             \
          const element v = x[k * how->inner];                                 \
          if (how->largest ? v > best : v < best) {                            \
            best = v;                                                          \
            at = (int32_t)k;                                                   \
          }                                                                    \
        }                                                                      \
        *out++ = at;                                                           \
      }                                                                        \
  }
ARG(i8, int8_t)
ARG(f32, float)

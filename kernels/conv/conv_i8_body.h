// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernels of i8. The including file defines conv_fold_i8, which turns the
// bias that is given into one that has taken up the zero point of x.
#include "conv_plan.h"

#define CONV_TYPE i8
#define CONV_ELEMENT int8_t
#define CONV_SUM int32_t
#define CONV_SUMS tile_i32_t
#define CONV_DEPTH 64
#define CONV_OPERAND tile_i8_t
#define CONV_LOAD(p, stride, rows, columns)                                    \
  tile_load_rect_i8((p), (stride), (rows), (columns))
#define CONV_GATHER(p, index, rows, columns)                                   \
  tile_gather_rows_i8((p), (index), (rows), (columns))
#define CONV_MULTIPLY(sum, a, b, depth)                                        \
  tile_mma_depth_i8((sum), (a), (b), (depth))
#define CONV_LOAD_WIDE(p, stride, rows, columns)                               \
  tile_load_rect_widen_i8((p), (stride), (rows), (columns))
#define CONV_GATHER_WIDE(p, index, rows, columns)                              \
  tile_gather_rows_widen_i8((p), (index), (rows), (columns))
#define CONV_STORE(p, stride, rows, columns, tile)                             \
  tile_store_rect_narrow_i8((p), (stride), (rows), (columns), (tile))
#define CONV_STORE_WINDOW(p, stride, begin, end, columns, tile)                \
  tile_store_window_narrow_i8((p), (stride), (begin), (end), 0, (columns),     \
                              (tile))
#define CONV_STORE_ROWS(p, index, rows, columns, tile)                         \
  tile_scatter_rows_narrow_i8((p), (index), (rows), (columns), (tile))
#define CONV_ZERO() tile_zero_i32()
#define CONV_LOWEST() tile_splat_i32(-128)
#define CONV_LOAD_BIAS(p) tile_load_rect_i32((p), 0, 16, 16)
#define CONV_MADD(a, b, c) tile_madd_i32((a), (b), (c))
#define CONV_ADD_PRODUCT(sum, a, b) CONV_IN_PLACE("tmadd.i32", sum, a, b)
#define CONV_PERMUTE(a, index) tile_permute_i32((a), (index))
#define CONV_MAXIMUM(a, b) tile_max_i32((a), (b))
#define CONV_AVERAGE(sum, count) conv_average_i32((sum), (count))
#define CONV_CLAMP(a, low, high)                                               \
  tile_min_i32_s(tile_max_i32_s((a), (low)), (high))
#define CONV_FOLD(loops) conv_fold_i8(loops)
#define CONV_IS_RARE(finish) requantisation_rare(&(finish)->rows, &(finish)->q)

// Half of the count is added away from zero, then the quotient is truncated.
// The sum is below 2^24, so that it is a float, and the quotient's distance
// from the next integer is not lost when it is rounded.
CONV_INLINE tile_i32_t conv_average_i32(tile_i32_t sum, tile_i32_t count) {
  const tile_i32_t half = count >> 1;
  const tile_i32_t nudged = tile_select_i32(sum > 0, sum + half, sum - half);
  return tile_cvt_i32_f32(tile_cvt_f32_i32(nudged) / tile_cvt_f32_i32(count));
}

struct conv_finish_i8 {
  struct requantisation q;
  struct requantisation_rows rows;
  const int32_t *bias; // as given, or null
  int32_t zero_point;  // of x
};
#define conv_parameters_i8 requantisation_tiles
CONV_INLINE struct requantisation_tiles
conv_load_finish_i8(const struct conv_finish_i8 *f, int64_t channel) {
  return requantise_load(&f->rows, channel);
}
CONV_INLINE tile_i32_t conv_finished_i8(tile_i32_t sum,
                                        const struct requantisation_tiles *t,
                                        const struct conv_finish_i8 *f,
                                        int64_t channel, int rare) {
  return rare ? requantise(sum, t, &f->rows, channel, &f->q)
              : requantise_right(sum, t, &f->q);
}

struct conv_loops_i8;
static void conv_fold_i8(const struct conv_loops_i8 *l);
#include "conv_body.h"

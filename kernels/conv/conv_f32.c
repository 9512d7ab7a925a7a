// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Convolution and pooling of f32; the sizes of scratch memory, which depend on
// no type.
#include "conv_plan.h"

#define CONV_TYPE f32
#define CONV_ELEMENT float
#define CONV_DEPTH 16
#define CONV_OPERAND tile_f32_t
#define CONV_LOAD(p, stride, rows, columns)                                    \
  tile_load_rect_f32((p), (stride), (rows), (columns))
#define CONV_GATHER(p, index, rows, columns)                                   \
  tile_gather_rows_f32((p), (index), (rows), (columns))
#define CONV_MULTIPLY(sum, a, b, depth)                                        \
  tile_mma_depth_f32((sum), (a), (b), (depth))
#define CONV_LOAD_WIDE CONV_LOAD
#define CONV_GATHER_WIDE CONV_GATHER
#define CONV_STORE(p, stride, rows, columns, tile)                             \
  tile_store_rect_f32((p), (stride), (rows), (columns), (tile))
#define CONV_STORE_WINDOW(p, stride, begin, end, columns, tile)                \
  tile_store_window_f32((p), (stride), (begin), (end), 0, (columns), (tile))
#define CONV_STORE_ROWS(p, index, rows, columns, tile)                         \
  tile_scatter_rows_f32((p), (index), (rows), (columns), (tile))
#define CONV_LOWEST_BITS (int32_t)0xff800000
#include "conv_float_body.h"

int64_t conv_scratch(const struct conv_shape *s, int64_t size) {
  struct conv_padded p;
  return conv_check_shape(CONV_PLAIN, s, size, &p) ? -1
                                                   : conv_scratch_bytes(s, &p);
}
int64_t conv_transposed_scratch(const struct conv_shape *s, int64_t size) {
  struct conv_padded p;
  return conv_check_shape(CONV_TRANSPOSED, s, size, &p)
             ? -1
             : conv_scratch_bytes(s, &p);
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Convolution and pooling of bf16, with sums of f32.
#include "conv_plan.h"

#define CONV_TYPE bf16
#define CONV_ELEMENT uint16_t
#define CONV_DEPTH 32
#define CONV_OPERAND tile_bf16_t
#define CONV_LOAD(p, stride, rows, columns)                                    \
  tile_load_rect_bf16((p), (stride), (rows), (columns))
#define CONV_GATHER(p, index, rows, columns)                                   \
  tile_gather_rows_bf16((p), (index), (rows), (columns))
#define CONV_MULTIPLY(sum, a, b, depth)                                        \
  tile_mma_depth_bf16((sum), (a), (b), (depth))
#define CONV_LOAD_WIDE(p, stride, rows, columns)                               \
  tile_load_rect_widen_bf16((p), (stride), (rows), (columns))
#define CONV_GATHER_WIDE(p, index, rows, columns)                              \
  tile_gather_rows_widen_bf16((p), (index), (rows), (columns))
#define CONV_STORE(p, stride, rows, columns, tile)                             \
  tile_store_rect_narrow_bf16((p), (stride), (rows), (columns), (tile))
#define CONV_STORE_WINDOW(p, stride, begin, end, columns, tile)                \
  tile_store_window_narrow_bf16((p), (stride), (begin), (end), 0, (columns),   \
                                (tile))
#define CONV_STORE_ROWS(p, index, rows, columns, tile)                         \
  tile_scatter_rows_narrow_bf16((p), (index), (rows), (columns), (tile))
#define CONV_LOWEST_BITS (int32_t)0xff80ff80
#include "conv_float_body.h"

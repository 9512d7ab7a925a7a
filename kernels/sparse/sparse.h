// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Products of a dense matrix with one of which only some blocks exist, their
// gradients, and the patterns of butterfly networks.
//
// The sparse matrix W is outputs x inputs, as the weights of a layer, and made
// of blocks of 16 x 16 or 32 x 32 elements. x is [m][inputs], y [m][outputs],
// their rows ldx and ldy elements apart. Any extent may be zero or no multiple
// of the block: of a block that reaches beyond the matrix only what is inside
// is looked at. bf16 is passed as its bits; its products are f32, those of i8
// are i32. Nothing outside the results is written, and every result is as
// sparse_reference.h says, to the bit. Results may not share bytes with
// anything else. Scratch memory is needed by sparse_low_rank_T and
// sparse_i8_requantised only.
//
// A sum is one chain of fused multiply-adds in ascending input, as that of
// gemm_T; so with u = 2^-24 and n elements present in a row of W its error is
// at most n u / (1 - n u) times the sum of the magnitudes of its products. It
// has the bits of the product with the dense matrix that has zeros in the other
// blocks, unless x has infinities or NaNs there, which the zeros would make
// NaNs, or a sum is -0. Integers are modulo 2^32.
#ifndef SPARSE_H
#define SPARSE_H

#include <stdint.h>

#include "../common/requantise.h"
#include "../common/status.h"

// Which blocks of a matrix exist. Block rows follow each other in `start` and
// `column`: those of row r are number start[r] up to start[r + 1], start[0] is
// 0, and the columns of a row ascend. `place` says where a block's elements
// are: block * block of them from element place * block * block, row by row;
// null: the blocks are stored in this order.
struct sparse_pattern {
  int64_t outputs, inputs;
  int64_t block;         // 16 or 32
  const int32_t *start;  // ceil(outputs / block) + 1
  const int32_t *column; // of each block
  const int32_t *place;  // of each block, or null
};

enum sparse_flags {
  SPARSE_ADD = 1,       // start from y; otherwise from +0
  SPARSE_TRANSPOSED = 2 // the stored blocks are those of the transposed matrix
};

// y = x W' or y + x W'. A bad pattern (columns outside or not ascending,
// starts that descend, places outside) is a bad argument.
#define SPARSE_DECLARE(type, element, sum)                                     \
  int sparse_##type(const struct sparse_pattern *pattern, int64_t m,           \
                    const element *x, int64_t ldx, const element *w, sum *y,   \
                    int64_t ldy, int flags);
SPARSE_DECLARE(f32, float, float)
SPARSE_DECLARE(bf16, uint16_t, float)
SPARSE_DECLARE(i8, int8_t, int32_t)
#undef SPARSE_DECLARE

// Bytes into bytes: y = requantised(x W' + bias), bit for bit as TensorFlow
// Lite's reference kernels (kernels/common/requantise.h), channels being the
// outputs; a null bias is 0. SPARSE_ADD is not allowed. Scratch memory of
// sparse_i8_requantised_scratch(outputs) bytes, aligned to 4 bytes.
int sparse_i8_requantised(const struct sparse_pattern *pattern, int64_t m,
                          const int8_t *x, int64_t ldx, const int8_t *w,
                          int8_t *y, int64_t ldy, int flags,
                          const int32_t *bias,
                          const struct requantisation *requantisation,
                          void *scratch, int64_t scratch_bytes);
int64_t sparse_i8_requantised_scratch(int64_t outputs);

// For an x with an offset: bias[o] += x_offset * the sum of W's row o, over the
// blocks that exist.
int sparse_i8_bias(const struct sparse_pattern *pattern, const int8_t *w,
                   int flags, int32_t x_offset, int32_t *bias);

// The pattern of the transposed matrix: with it and SPARSE_TRANSPOSED a product
// y = x W takes the blocks as they are stored for W, which is the gradient of
// x. `start` has ceil(inputs / block) + 1 numbers, `column` and `place` one for
// each block.
int sparse_transpose(const struct sparse_pattern *pattern, int32_t *start,
                     int32_t *column, int32_t *place);

// The gradient of the blocks that exist: g[o][i] = sum over m of
// dy[m][o] x[m][i], one chain in ascending m, from +0 or with SPARSE_ADD from
// g, whose blocks are stored as those of W. Elements of g outside the matrix
// are not written.
#define SPARSE_DECLARE(type, element)                                          \
  int sparse_gradient_##type(const struct sparse_pattern *pattern, int64_t m,  \
                             const element *dy, int64_t ldy, const element *x, \
                             int64_t ldx, float *g, int flags);
SPARSE_DECLARE(f32, float)
SPARSE_DECLARE(bf16, uint16_t)
#undef SPARSE_DECLARE

// A butterfly's pattern: of N x N blocks, N the larger of the matrix's numbers
// of block rows and columns, block (i, j) exists if i = j, or if i xor j is 2^t
// with low <= t < high. The smaller side is the larger one scaled down: blocks
// i n / N coincide. One factor of a butterfly network has high = low + 1; its
// flat sum, the pixelated butterfly, has low = 0.
//
// The number of blocks that exist, -1 for a bad shape or range (0 <= low <=
// high <= 30, and fewer than 2^31 blocks); then the pattern's `start` and
// `column`.
int64_t sparse_butterfly_blocks(int64_t outputs, int64_t inputs, int64_t block,
                                int64_t low, int64_t high);
int sparse_butterfly(int64_t outputs, int64_t inputs, int64_t block,
                     int64_t low, int64_t high, int32_t *start,
                     int32_t *column);

// A layer of a pixelated butterfly: y = x W' + (x V') U', V [rank][inputs] and
// U [outputs][rank] dense without gaps. x V' is gemm_T's, of bf16 rounded to
// bf16, and what it contributes is added to the sums of x W' in ascending rank.
// Scratch memory, aligned to 4 bytes, holds x V': sparse_low_rank_scratch
// bytes, -1 for a bad shape.
int64_t sparse_low_rank_scratch(int64_t m, int64_t rank);
#define SPARSE_DECLARE(type, element)                                          \
  int sparse_low_rank_##type(const struct sparse_pattern *pattern, int64_t m,  \
                             const element *x, int64_t ldx, const element *w,  \
                             int64_t rank, const element *v, const element *u, \
                             float *y, int64_t ldy, void *scratch,             \
                             int64_t scratch_bytes);
SPARSE_DECLARE(f32, float)
SPARSE_DECLARE(bf16, uint16_t)
#undef SPARSE_DECLARE

#endif

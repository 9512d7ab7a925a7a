// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The body of a product with a sparse matrix. The including file defines
//
//   SPARSE       the type's name: bf16 for sparse_bf16, tile_load_rect_bf16 and
//                tile_mma_bf16
//   SPARSE_IN    the type of its elements in memory
//   SPARSE_OUT   the type of the sums
//   SPARSE_SUM   the name of their tiles: f32 for tile_f32_t
//   SPARSE_EPILOGUE   optional: a function that stores a tile of sums as
//                SPARSE_OUT, from output `column` on, with what `more` points
//                to and what SPARSE_PREPARE loaded for these outputs, a
//                SPARSE_PREPARED, before the sums. The including file then has
//                the kernel itself.
//
// A row of blocks, 1 or 2 tiles of outputs, is multiplied by up to 64 rows of
// x, 4 tiles, so that a tile of W is loaded once for 4 multiplies. The sums
// stay in registers while the blocks of the row are gone through.
#include <sectile.h>

#include "sparse_check.h"

#define SPARSE_PASTE_(a, b) a##b
#define SPARSE_PASTE(a, b) SPARSE_PASTE_(a, b)
#define SPARSE_NAME(name) SPARSE_PASTE(SPARSE_PASTE(name, _), SPARSE)
#define SPARSE_TILE SPARSE_PASTE(SPARSE_PASTE(tile_, SPARSE), _t)
#define SPARSE_SUMS SPARSE_PASTE(SPARSE_PASTE(tile_, SPARSE_SUM), _t)
#define SPARSE_INLINE static inline __attribute__((always_inline))
#define SPARSE_UNROLL _Pragma("clang loop unroll(full)")
#define SPARSE_SIZE (int64_t)sizeof(SPARSE_IN)
#define SPARSE_OUT_SIZE (int64_t)sizeof(SPARSE_OUT)

#ifndef SPARSE_EPILOGUE
#ifndef SPARSE_PREPARED
#define SPARSE_PREPARED struct sparse_prepared
SPARSE_PREPARED { char none; };
SPARSE_INLINE SPARSE_PREPARED sparse_prepare(const void *more, int64_t column,
                                             int64_t columns) {
  (void)more, (void)column, (void)columns;
  return (SPARSE_PREPARED){0};
}
#define SPARSE_PREPARE sparse_prepare
#endif
SPARSE_INLINE void
SPARSE_NAME(sparse_store)(const void *more, const SPARSE_PREPARED *prepared,
                          int64_t column, int64_t rows, int64_t columns,
                          char *y, int64_t y_stride, SPARSE_SUMS sum) {
  (void)more, (void)prepared, (void)column;
  SPARSE_PASTE(tile_store_rect_, SPARSE_SUM)(y, y_stride, rows, columns, sum);
}
#define SPARSE_STORE SPARSE_NAME(sparse_store)
#else
#define SPARSE_STORE SPARSE_EPILOGUE
#endif

// The sums of `tiles` times 16 rows and one block: `first` from +0. `depth`
// inputs are left from the block's first on; m rows of x are.
SPARSE_INLINE void SPARSE_NAME(sparse_block)(int block, int tiles,
                                             int transposed, int first,
                                             int64_t m, int64_t depth,
                                             const char *x, int64_t x_stride,
                                             const SPARSE_IN *w,
                                             SPARSE_SUMS sum[4][2]) {
  // Inputs of a multiply.
  const int deep =
      64 / (int)SPARSE_SIZE < block ? 64 / (int)SPARSE_SIZE : block;
  SPARSE_UNROLL
  for (int k = 0; k < block; k += deep) {
    const int64_t left = depth - k < deep ? depth - k : deep;
    SPARSE_TILE tx[4], tw[2];
    SPARSE_UNROLL
    for (int j = 0; j < block / 16; j++)
      tw[j] = transposed
                  ? SPARSE_NAME(tile_load_transposed)(
                        w + k * block + 16 * j, block * SPARSE_SIZE, deep, 16)
                  : SPARSE_NAME(tile_load_rect)(w + 16 * j * block + k,
                                                block * SPARSE_SIZE, 16, deep);
    SPARSE_UNROLL
    for (int i = 0; i < tiles; i++)
      tx[i] = SPARSE_NAME(tile_load_rect)(
          x + 16 * i * x_stride + k * SPARSE_SIZE, x_stride, m - 16 * i, left);
    SPARSE_UNROLL
    for (int i = 0; i < tiles; i++)
      SPARSE_UNROLL
    for (int j = 0; j < block / 16; j++)
      sum[i][j] =
          first && k == 0
              ? SPARSE_NAME(tile_mmaz_depth)(tx[i], tw[j], left)
              : SPARSE_NAME(tile_mma_depth)(sum[i][j], tx[i], tw[j], left);
  }
}

// A row of blocks, number b up to `end`, whose first output is `column`, and up
// to `tiles` times 16 rows.
SPARSE_INLINE void
SPARSE_NAME(sparse_row)(int block, int tiles, int transposed, int add,
                        const struct sparse_pattern *p, int64_t b, int64_t end,
                        int64_t m, int64_t column, const char *x,
                        int64_t x_stride, const SPARSE_IN *w, char *y,
                        int64_t y_stride, const void *more) {
#define SPARSE_EACH                                                            \
  SPARSE_UNROLL                                                                \
  for (int i = 0; i < tiles; i++)                                              \
    SPARSE_UNROLL                                                              \
  for (int j = 0; j < block / 16; j++)
#define SPARSE_STEP(first)                                                     \
  SPARSE_NAME(sparse_block)                                                    \
  (block, tiles, transposed, first, m, p->inputs - p->column[b] * block,       \
   x + p->column[b] * block * SPARSE_SIZE, x_stride,                           \
   w + (p->place ? p->place[b] : b) * block * block, sum)
#define SPARSE_Y y + 16 * i *y_stride + (column + 16 * j) * SPARSE_OUT_SIZE
#define SPARSE_PUT(sum)                                                        \
  SPARSE_STORE(more, &prepared[j], column + 16 * j, m - 16 * i,                \
               p->outputs - column - 16 * j, SPARSE_Y, y_stride, sum)
  SPARSE_SUMS sum[4][2];
  SPARSE_PREPARED prepared[2];
  SPARSE_UNROLL
  for (int j = 0; j < block / 16; j++)
    prepared[j] =
        SPARSE_PREPARE(more, column + 16 * j, p->outputs - column - 16 * j);
  if (b == end) {
    // By itself: sums that may be zeroed would have to wait for the stores of
    // the row before.
    if (!add)
      SPARSE_EACH SPARSE_PUT(SPARSE_PASTE(tile_zero_, SPARSE_SUM)());
    return;
  }
  if (add) {
    SPARSE_EACH
    sum[i][j] = SPARSE_PASTE(tile_load_rect_, SPARSE_SUM)(
        SPARSE_Y, y_stride, m - 16 * i, p->outputs - column - 16 * j);
  } else {
    SPARSE_STEP(1);
    b++;
  }
  for (; b < end; b++)
    SPARSE_STEP(0);
  SPARSE_EACH SPARSE_PUT(sum[i][j]);
#undef SPARSE_PUT
#undef SPARSE_Y
#undef SPARSE_STEP
#undef SPARSE_EACH
}

SPARSE_INLINE void SPARSE_NAME(sparse_rows)(
    int block, int tiles, int transposed, const struct sparse_pattern *p,
    int64_t m, const char *x, int64_t x_stride, const SPARSE_IN *w, char *y,
    int64_t y_stride, int flags, const void *more) {
  for (int64_t r = 0; r * block < p->outputs; r++)
    SPARSE_NAME(sparse_row)
  (block, tiles, transposed, flags & SPARSE_ADD, p, p->start[r],
   p->start[r + 1], m, r * block, x, x_stride, w, y, y_stride, more);
}

// All rows of x. Each of these functions has its own code for a block and a
// direction.
SPARSE_INLINE void SPARSE_NAME(sparse_all)(int block, int transposed,
                                           const struct sparse_pattern *p,
                                           int64_t m, const char *x,
                                           int64_t x_stride, const SPARSE_IN *w,
                                           char *y, int64_t y_stride, int flags,
                                           const void *more) {
#define SPARSE_CALL(tiles)                                                     \
  SPARSE_NAME(sparse_rows)                                                     \
  (block, tiles, transposed, p, m, x, x_stride, w, y, y_stride, flags, more)
  for (; m > 0; m -= 64, x += 64 * x_stride, y += 64 * y_stride) {
    if (m > 32)
      SPARSE_CALL(4);
    else if (m > 16)
      SPARSE_CALL(2);
    else
      SPARSE_CALL(1);
  }
#undef SPARSE_CALL
}

// Of checked arguments.
static void SPARSE_NAME(sparse_run)(const struct sparse_pattern *p, int64_t m,
                                    const SPARSE_IN *x, int64_t ldx,
                                    const SPARSE_IN *w, SPARSE_OUT *y,
                                    int64_t ldy, int flags, const void *more) {
  const int64_t x_stride = m > 1 ? ldx * SPARSE_SIZE : 0,
                y_stride = m > 1 ? ldy * SPARSE_OUT_SIZE : 0;
#define SPARSE_CALL(block, transposed)                                         \
  SPARSE_NAME(sparse_all)                                                      \
  (block, transposed, p, m, (const char *)x, x_stride, w, (char *)y, y_stride, \
   flags, more)
  if (p->block == 16) {
    if (flags & SPARSE_TRANSPOSED)
      SPARSE_CALL(16, 1);
    else
      SPARSE_CALL(16, 0);
  } else {
    if (flags & SPARSE_TRANSPOSED)
      SPARSE_CALL(32, 1);
    else
      SPARSE_CALL(32, 0);
  }
#undef SPARSE_CALL
}

#ifndef SPARSE_EPILOGUE
int SPARSE_NAME(sparse)(const struct sparse_pattern *pattern, int64_t m,
                        const SPARSE_IN *x, int64_t ldx, const SPARSE_IN *w,
                        SPARSE_OUT *y, int64_t ldy, int flags) {
  const int status = sparse_check(pattern, m, x, ldx, SPARSE_SIZE, y, ldy,
                                  SPARSE_OUT_SIZE, w, SPARSE_SIZE, 0);
  if (status)
    return status;
  if (flags & ~(SPARSE_ADD | SPARSE_TRANSPOSED))
    return KERNEL_BAD_ARGUMENT;
  SPARSE_NAME(sparse_run)(pattern, m, x, ldx, w, y, ldy, flags, 0);
  return KERNEL_OK;
}
#endif

#undef SPARSE_STORE
#undef SPARSE
#undef SPARSE_IN
#undef SPARSE_OUT
#undef SPARSE_SUM

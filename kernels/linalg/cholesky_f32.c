// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cholesky in panels of 16 columns: the block on the diagonal in scalar code,
// the rows below it by tiles, whose product with itself is taken off the rest.
#include "linalg_steps.h"

// Factors the block on the diagonal, in a tile of which only the lower half
// means something. The row whose pivot is not positive, or -1.
static int64_t factor_block(float *a, int64_t stride, int64_t width) {
  const tile_f32_t old = tile_load_rect_f32(a, stride, width, width);
  tile_f32_t x = old;
  int64_t bad = -1;
  for (int at = 0; at < width; at++) {
    const float square = tile_get_f32(x, 17 * at);
    if (!(square > 0)) {
      bad = at;
      break;
    }
    const float pivot = __builtin_sqrtf(square);
    const tile_f32_t factor =
        linalg_quotient(tile_broadcast_column_f32(x, at), pivot);
    const tile_f32_t less =
        tile_fnmadd_f32(factor, tile_transpose_f32(factor), x);
    x = tile_select_f32(tile_mask_window(at + 1, 16, at + 1, 16), less, x);
    x = tile_select_f32(tile_mask_window(at + 1, 16, at, at + 1), factor, x);
    x = tile_put_f32(x, 17 * at, pivot);
  }
  tile_store_rect_f32(
      a, stride, width, width,
      tile_select_f32(tile_index_column() <= tile_index_row(), x, old));
  return bad;
}

// Up to four tiles of the rows below the block, m rows of which are left.
static void below_block(float *rows, int64_t stride, int64_t m, int64_t width,
                        const float *diagonal, tile_f32_t columns) {
  tile_f32_t x[4];
  LINALG_UNROLL
  for (int i = 0; i < 4; i++)
    x[i] = tile_load_rect_f32((char *)rows + 16 * i * stride, stride,
                              m - 16 * i, width);
  for (int at = 0; at < width; at++)
    linalg_eliminate(
        4, x, at, *(const float *)((const char *)diagonal + at * (stride + 4)),
        tile_broadcast_row_f32(columns, at));
  LINALG_UNROLL
  for (int i = 0; i < 4; i++)
    tile_store_rect_f32((char *)rows + 16 * i * stride, stride, m - 16 * i,
                        width, x[i]);
}

int cholesky_f32(int64_t n, float *a, int64_t lda, int64_t *bad) {
  const int64_t bytes = kernel_extent(n, n, lda, 4), stride = lda * 4;
  if (bytes < 0)
    return KERNEL_BAD_SHAPE;
  if (!bad || (bytes && !a))
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(a, bytes, bad, 8))
    return KERNEL_OVERLAP;

  *bad = -1;
  for (int64_t p = 0; p < n; p += LINALG_BLOCK) {
    const int64_t width = n - p < LINALG_BLOCK ? n - p : LINALG_BLOCK,
                  q = p + width;
    const float *const diagonal = a + p * lda + p;
    const int64_t found = factor_block(a + p * lda + p, stride, width);
    if (found >= 0) {
      *bad = p + found;
      return KERNEL_OK;
    }
    // Row c is column c of the block.
    const tile_f32_t columns =
        tile_load_transposed_f32(diagonal, stride, width, width);
    for (int64_t i = q; i < n; i += 64)
      below_block(a + i * lda + p, stride, n - i, width, diagonal, columns);
    for (int64_t i = q; i < n; i += 16) {
      const int64_t height = n - i < 16 ? n - i : 16;
      const float *const left = a + i * lda + p;
      // Blocks of one matrix that share no element.
      gemm_f32_scaled(height, i - q, width, -1, left, lda, a + q * lda + p, lda,
                      1, a + i * lda + q, lda, GEMM_B_NK);
      const tile_f32_t x = tile_load_rect_f32(left, stride, height, width);
      float *const middle = a + i * lda + i;
      const tile_f32_t old = tile_load_rect_f32(middle, stride, height, height);
      const tile_f32_t less =
          tile_fmadd_f32_sb(tile_mmaz_depth_f32(x, x, width), -1, old);
      const tile_i32_t lower = tile_index_column() <= tile_index_row();
      tile_store_rect_f32(middle, stride, height, height,
                          tile_select_f32(lower, less, old));
    }
  }
  return KERNEL_OK;
}

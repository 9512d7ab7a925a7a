// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The gradient of attention, of products, softmax and its gradient. The matrix
// of probabilities is in memory for 64 queries only, and computed again from q
// and k, so the forward pass need not keep it.
#include <sectile.h>

#include "../attention/attention.h"
#include "../gemm/gemm.h"
#include "../rows/rows.h"
#include "training.h"

enum { QUERIES = 64 }; // at a time

// x = x scale; where `causal`, row i keeps columns up to i + limit, and the
// others become -infinity.
static void scale_rows(int64_t rows, int64_t columns, float *x, int64_t ldx,
                       float scale, int causal, int64_t limit) {
  for (int64_t i = 0; i < rows; i += 16)
    for (int64_t j = 0; j < columns; j += 16) {
      float *const at = x + i * ldx + j;
      tile_f32_t t =
          tile_load_rect_f32(at, ldx * 4, rows - i, columns - j) * scale;
      if (causal)
        t = tile_select_f32(tile_index_column() - tile_index_row() <=
                                (int32_t)(i + limit - j),
                            t, tile_splat_f32(-__builtin_inff()));
      tile_store_rect_f32(at, ldx * 4, rows - i, columns - j, t);
    }
}

int64_t training_attention_scratch(const struct attention_shape *s) {
  if (!s || s->queries < 0 || s->keys < 0)
    return -1;
  const int64_t rows = s->queries < QUERIES ? s->queries : QUERIES;
  return kernel_extent(2 * rows, s->keys, s->keys, 4);
}

int training_attention_f32(const struct attention_shape *shape, const float *q,
                           int64_t ldq, const float *k, int64_t ldk,
                           const float *v, int64_t ldv, const float *dout,
                           int64_t lddo, float *dq, int64_t lddq, float *dk,
                           int64_t lddk, float *dv, int64_t lddv, void *scratch,
                           int64_t scratch_bytes) {
  if (!shape)
    return KERNEL_NULL_POINTER;
  const struct attention_shape s = *shape;
  const int64_t most = INT64_C(1) << 30;
  if (s.heads < 0 || s.kv_heads < 0 || s.queries < 0 || s.keys < 0 ||
      s.depth < 0 || s.queries > most || s.keys > most || s.heads > most ||
      s.depth > most || (s.kv_heads ? s.heads % s.kv_heads : s.heads) != 0 ||
      (s.causal && s.keys < s.queries))
    return KERNEL_BAD_SHAPE;
  if (!(s.scale >= 0) || s.scale > 1e8f)
    return KERNEL_BAD_ARGUMENT;
  const int64_t wide = s.heads * s.depth, narrow = s.kv_heads * s.depth,
                needed = training_attention_scratch(&s);
  const struct kernel_range range[] = {
      {q, kernel_extent(s.queries, wide, ldq, 4), 0},
      {k, kernel_extent(s.keys, narrow, ldk, 4), 0},
      {v, kernel_extent(s.keys, narrow, ldv, 4), 0},
      {dout, kernel_extent(s.queries, wide, lddo, 4), 0},
      {dq, dq ? kernel_extent(s.queries, wide, lddq, 4) : 0, 1},
      {dk, dk ? kernel_extent(s.keys, narrow, lddk, 4) : 0, 1},
      {dv, dv ? kernel_extent(s.keys, narrow, lddv, 4) : 0, 1},
      {scratch, needed, 1}};
  const int status = kernel_ranges_check(sizeof range / sizeof *range, range,
                                         scratch_bytes, needed);
  if (status)
    return status;

  const int64_t block = s.queries < QUERIES ? s.queries : QUERIES,
                group = s.kv_heads ? s.heads / s.kv_heads : 1;
  float *const p = scratch, *const ds = p ? p + block * s.keys : 0;
  // Keys that no query sees, and all if there is no query, have gradients of 0.
  for (int64_t h = 0; h < s.kv_heads; h++) {
    if (dk)
      gemm_f32(s.keys, s.depth, 0, q, 0, q, s.depth, dk + h * s.depth, lddk, 0);
    if (dv)
      gemm_f32(s.keys, s.depth, 0, q, 0, q, s.depth, dv + h * s.depth, lddv, 0);
  }
  for (int64_t h = 0; h < s.heads; h++)
    for (int64_t i = 0; i < s.queries; i += block) {
      const int64_t rows = s.queries - i < block ? s.queries - i : block,
                    limit = s.keys - s.queries + i, // that the first row sees
          keys = s.causal ? limit + rows : s.keys, from = h / group * s.depth;
      const float *const qi = q + i * ldq + h * s.depth, *const doi =
                                                             dout + i * lddo +
                                                             h * s.depth;
      gemm_f32(rows, keys, s.depth, qi, ldq, k + from, ldk, p, keys, GEMM_B_NK);
      scale_rows(rows, keys, p, keys, s.scale, s.causal, limit);
      rows_softmax_f32(rows, keys, p, keys, p, keys);
      if (dv)
        gemm_f32(keys, s.depth, rows, p, keys, doi, lddo, dv + from, lddv,
                 GEMM_A_KM | GEMM_ADD);
      if (!dq && !dk)
        continue;
      gemm_f32(rows, keys, s.depth, doi, lddo, v + from, ldv, ds, keys,
               GEMM_B_NK);
      training_softmax_f32(rows, keys, p, keys, ds, keys, ds, keys);
      scale_rows(rows, keys, ds, keys, s.scale, 0, 0);
      if (dq)
        gemm_f32(rows, s.depth, keys, ds, keys, k + from, ldk,
                 dq + i * lddq + h * s.depth, lddq, 0);
      if (dk)
        gemm_f32(keys, s.depth, rows, ds, keys, qi, ldq, dk + from, lddk,
                 GEMM_A_KM | GEMM_ADD);
    }
  return KERNEL_OK;
}

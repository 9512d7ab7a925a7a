// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The body of the attention kernels. The including file defines
//
//   ATTENTION          the function's name
//   ATTENTION_NARROW   whether the elements are bf16; otherwise f32
//
// 16 queries at a time, and keys in blocks of 64, that is four tiles of scores.
// The maximum and the sum of the exponentials so far are kept for each query;
// when a block raises the maximum, the sums of before are scaled down. Scores
// of the next block are multiplied while the elementwise unit works on those of
// this one: it is the unit that bounds the kernel. Probabilities are powers of
// two, with the scale and 1 / ln 2 in one multiply-add.
#include <sectile.h>
#include <sectile_math.h>

#include "attention.h"

#define ATTENTION_INLINE static inline __attribute__((always_inline))
#define ATTENTION_UNROLL _Pragma("clang loop unroll(full)")

enum {
  SIZE = ATTENTION_NARROW ? 2 : 4,
  STEP = 64 / SIZE, // elements of the depth that a multiply takes
  TILES = 4,
  BLOCK = 16 * TILES,
  WIDTH = 4 // tiles of the result in registers
};

// What is the same for all blocks of keys.
struct attention_rows {
  int64_t rows;  // of queries that are left
  int64_t keys;  // that the last of 16 queries sees
  int64_t depth; // of a head
  int64_t width; // columns of the result that are left
  const char *q, *k, *v;
  int64_t q_stride, k_stride, v_stride;
  float factor; // scale / ln 2
};

// The scores of a block, not scaled: a chain of multiply-adds over the depth.
ATTENTION_INLINE void attention_scores(const struct attention_rows *a,
                                       int64_t key, tile_f32_t s[TILES]) {
  ATTENTION_UNROLL
  for (int t = 0; t < TILES; t++)
    s[t] = tile_zero_f32();
  for (int64_t d = 0; d < a->depth; d += STEP) {
    const char *k = a->k + key * a->k_stride + d * SIZE;
    const int64_t left = a->depth - d;
#if ATTENTION_NARROW
    const tile_bf16_t q =
        tile_load_rect_bf16(a->q + d * SIZE, a->q_stride, a->rows, left);
    ATTENTION_UNROLL
    for (int t = 0; t < TILES; t++)
      s[t] = tile_mma_depth_bf16(
          s[t], q,
          tile_load_rect_bf16(k + 16 * t * a->k_stride, a->k_stride,
                              a->keys - key - 16 * t, left),
          left);
#else
    const tile_f32_t q =
        tile_load_rect_f32(a->q + d * SIZE, a->q_stride, a->rows, left);
    ATTENTION_UNROLL
    for (int t = 0; t < TILES; t++)
      s[t] = tile_mma_depth_f32(
          s[t], q,
          tile_load_rect_f32(k + 16 * t * a->k_stride, a->k_stride,
                             a->keys - key - 16 * t, left),
          left);
#endif
  }
}

// 2^y: no bound is needed, because y - nearest(y) is at most 1/2 for every
// finite y and the scaling saturates.
ATTENTION_INLINE tile_f32_t attention_exp2(tile_f32_t y) {
  const tile_f32_t n = tile_near_f32(y);
  return tile_scale_f32(__tile_exp2_near_0(y - n), tile_cvt_i32_f32(n));
}

// One block of `tiles` tiles of scores: their probabilities, and what they add
// to the results. `last`: keys may be absent or later than a query sees, in the
// last two tiles.
ATTENTION_INLINE void attention_block(const struct attention_rows *a, int tiles,
                                      int first, int last, tile_i32_t limit,
                                      int64_t key, tile_f32_t s[TILES],
                                      tile_f32_t *most, tile_f32_t *sum,
                                      tile_f32_t o[WIDTH]) {
  if (last)
    ATTENTION_UNROLL
  for (int t = tiles < 2 ? 0 : tiles - 2; t < tiles; t++) {
    const tile_i32_t at = tile_index_column() + (int32_t)(key + 16 * t);
    s[t] = tile_select_f32(at < limit, s[t], tile_splat_f32(-1e30f));
  }
  tile_f32_t top = s[0];
  ATTENTION_UNROLL
  for (int t = 1; t < tiles; t++)
    top = tile_max_f32(top, s[t]);
  top = tile_redrow_max_f32(top);
  if (!first)
    top = tile_max_f32(top, *most);
  const tile_f32_t down = top * -a->factor;
  ATTENTION_UNROLL
  for (int t = 0; t < tiles; t++)
    s[t] = attention_exp2(tile_fmadd_f32_sb(s[t], a->factor, down));
  if (!first) {
    const tile_f32_t less =
        attention_exp2(tile_fmadd_f32_sb(*most, a->factor, down));
    *sum = *sum * less;
    ATTENTION_UNROLL
    for (int w = 0; w < WIDTH; w++)
      o[w] = o[w] * less;
  }
  *most = top;
  ATTENTION_UNROLL
  for (int t = 0; t < tiles; t++)
    *sum = first && t == 0 ? s[0] : *sum + s[t];

  const char *v = a->v + key * a->v_stride;
  const int64_t left = a->keys - key;
#if ATTENTION_NARROW
  ATTENTION_UNROLL
  for (int t = 0; t < tiles; t += 2) {
    tile_bf16_t p = tile_packz_bf16(s[t]);
    if (t + 1 < tiles)
      p = tile_pack_bf16(p, s[t + 1], 1);
    ATTENTION_UNROLL
    for (int w = 0; w < WIDTH; w++) {
      const tile_bf16_t b = tile_load_transposed_bf16(
          v + 16 * t * a->v_stride + 16 * w * SIZE, a->v_stride, left - 16 * t,
          a->width - 16 * w);
      o[w] = first && t == 0 ? tile_mmaz_depth_bf16(p, b, left)
                             : tile_mma_depth_bf16(o[w], p, b, left - 16 * t);
    }
  }
#else
  ATTENTION_UNROLL
  for (int t = 0; t < tiles; t++)
    ATTENTION_UNROLL
  for (int w = 0; w < WIDTH; w++) {
    const tile_f32_t b =
        tile_load_transposed_f32(v + 16 * t * a->v_stride + 16 * w * SIZE,
                                 a->v_stride, left - 16 * t, a->width - 16 * w);
    o[w] = first && t == 0 ? tile_mmaz_depth_f32(s[0], b, left)
                           : tile_mma_depth_f32(o[w], s[t], b, left - 16 * t);
  }
#endif
}

// 16 queries of a head, up to 64 columns of their results.
ATTENTION_INLINE void attention_rows(const struct attention_rows *a,
                                     tile_i32_t limit, char *out,
                                     int64_t out_stride) {
  tile_f32_t s[TILES], next[TILES], o[WIDTH], most, sum;
  int64_t key = 0;
  attention_scores(a, 0, s);
  if (a->keys > BLOCK) {
    attention_scores(a, BLOCK, next);
    // Up to 15 keys that the first of 16 queries does not see may be here too.
    if (a->keys < BLOCK + 16)
      attention_block(a, TILES, 1, 1, limit, 0, s, &most, &sum, o);
    else
      attention_block(a, TILES, 1, 0, limit, 0, s, &most, &sum, o);
    for (key = BLOCK; a->keys - key > BLOCK; key += BLOCK) {
      ATTENTION_UNROLL
      for (int t = 0; t < TILES; t++)
        s[t] = next[t];
      attention_scores(a, key + BLOCK, next);
      if (a->keys - key < BLOCK + 16)
        attention_block(a, TILES, 0, 1, limit, key, s, &most, &sum, o);
      else
        attention_block(a, TILES, 0, 0, limit, key, s, &most, &sum, o);
    }
    switch ((a->keys - key + 15) / 16) {
    case 1:
      attention_block(a, 1, 0, 1, limit, key, next, &most, &sum, o);
      break;
    case 2:
      attention_block(a, 2, 0, 1, limit, key, next, &most, &sum, o);
      break;
    case 3:
      attention_block(a, 3, 0, 1, limit, key, next, &most, &sum, o);
      break;
    default:
      attention_block(a, 4, 0, 1, limit, key, next, &most, &sum, o);
    }
  } else {
    switch ((a->keys + 15) / 16) {
    case 1:
      attention_block(a, 1, 1, 1, limit, 0, s, &most, &sum, o);
      break;
    case 2:
      attention_block(a, 2, 1, 1, limit, 0, s, &most, &sum, o);
      break;
    case 3:
      attention_block(a, 3, 1, 1, limit, 0, s, &most, &sum, o);
      break;
    default:
      attention_block(a, 4, 1, 1, limit, 0, s, &most, &sum, o);
    }
  }
  const tile_f32_t by = tile_reciprocal_f32(tile_redrow_add_f32(sum));
  ATTENTION_UNROLL
  for (int w = 0; w < WIDTH; w++) {
    o[w] = o[w] * by;
#if ATTENTION_NARROW
    tile_store_rect_narrow_bf16(out + 16 * w * SIZE, out_stride, a->rows,
                                a->width - 16 * w, o[w]);
#else
    tile_store_rect_f32(out + 16 * w * SIZE, out_stride, a->rows,
                        a->width - 16 * w, o[w]);
#endif
  }
}

#if ATTENTION_NARROW
typedef uint16_t attention_element;
#else
typedef float attention_element;
#endif

// The bytes of a matrix of a tensor's rows, -1 if it is none.
static int64_t attention_extent(int64_t rows, int64_t heads, int64_t depth,
                                int64_t ld) {
  int64_t columns;
  if (heads < 0 || depth < 0 || __builtin_mul_overflow(heads, depth, &columns))
    return -1;
  return kernel_extent(rows, columns, ld, SIZE);
}

int ATTENTION(const struct attention_shape *shape, const attention_element *q,
              int64_t ldq, const attention_element *k, int64_t ldk,
              const attention_element *v, int64_t ldv, attention_element *out,
              int64_t ldo) {
  if (!shape)
    return KERNEL_NULL_POINTER;
  const struct attention_shape s = *shape;
  const int64_t q_bytes = attention_extent(s.queries, s.heads, s.depth, ldq);
  const int64_t o_bytes = attention_extent(s.queries, s.heads, s.depth, ldo);
  const int64_t k_bytes = attention_extent(s.keys, s.kv_heads, s.depth, ldk);
  const int64_t v_bytes = attention_extent(s.keys, s.kv_heads, s.depth, ldv);
  if (q_bytes < 0 || o_bytes < 0 || k_bytes < 0 || v_bytes < 0 ||
      s.keys > INT32_MAX / 2 || s.queries > INT32_MAX / 2 ||
      (s.heads && (!s.kv_heads || s.heads % s.kv_heads)) ||
      (s.causal && s.keys < s.queries))
    return KERNEL_BAD_SHAPE;
  if (!(s.scale >= 0) || s.scale > 1e8f)
    return KERNEL_BAD_ARGUMENT;
  if ((q_bytes && !q) || (o_bytes && !out) ||
      (q_bytes && ((k_bytes && !k) || (v_bytes && !v))))
    return KERNEL_NULL_POINTER;
  if (kernel_overlap(q, q_bytes, out, o_bytes) ||
      kernel_overlap(k, k_bytes, out, o_bytes) ||
      kernel_overlap(v, v_bytes, out, o_bytes))
    return KERNEL_OVERLAP;
  const int64_t q_stride = s.queries > 1 ? ldq * SIZE : 0,
                o_stride = s.queries > 1 ? ldo * SIZE : 0,
                k_stride = s.keys > 1 ? ldk * SIZE : 0,
                v_stride = s.keys > 1 ? ldv * SIZE : 0;
  const int64_t group = s.kv_heads ? s.heads / s.kv_heads : 1;
  for (int64_t h = 0; h < s.heads; h++)
    for (int64_t i = 0; i < s.queries; i += 16)
      for (int64_t d = 0; d < s.depth; d += 16 * WIDTH) {
        const int64_t column = (h * s.depth + d) * SIZE;
        char *to = (char *)out + i * o_stride + column;
        if (!s.keys) {
          for (int64_t w = 0; w < 16 * WIDTH; w += 16)
            tile_store_rect_u8(to + w * SIZE, o_stride, s.queries - i,
                               (s.depth - d - w) * SIZE, tile_zero_u8());
          continue;
        }
        struct attention_rows a = {
            s.queries - i,
            s.keys,
            s.depth,
            s.depth - d,
            (const char *)q + i * q_stride + h * s.depth * SIZE,
            (const char *)k + h / group * s.depth * SIZE,
            (const char *)v + (h / group * s.depth + d) * SIZE,
            q_stride,
            k_stride,
            v_stride,
            s.scale * 0x1.715476p+0f};
        const int64_t seen = i + 1 + s.keys - s.queries; // by query i
        if (s.causal && seen + 15 < s.keys)
          a.keys = seen + 15;
        const tile_i32_t limit = s.causal ? tile_index_row() + (int32_t)seen
                                          : tile_splat_i32((int32_t)s.keys);
        if (s.depth == 64) { // the loops over the depth are unrolled
          a.depth = 64;
          attention_rows(&a, limit, to, o_stride);
        } else {
          attention_rows(&a, limit, to, o_stride);
        }
      }
  return KERNEL_OK;
}

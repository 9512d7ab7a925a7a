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
  char *out;
  int64_t out_stride;
  float factor; // scale / ln 2
  // Row i of 16 sees the keys before limit, if causal before limit + i.
  int causal;
  int32_t limit;
};

// The operands of the last multiplies that are not done yet: until a result is
// there, their registers hold nothing else. The compiler would compute in them,
// and the elementwise unit would wait for the matrix unit to have read them.
#if ATTENTION_NARROW
typedef tile_bf16_t attention_operand;
#else
typedef tile_f32_t attention_operand;
#endif
struct attention_operands {
  attention_operand t[TILES + 1];
};
ATTENTION_INLINE void attention_begin(struct attention_operands *o) {
  __asm__ volatile(""
                   : "=t"(o->t[0]), "=t"(o->t[1]), "=t"(o->t[2]), "=t"(o->t[3]),
                     "=t"(o->t[4]));
}
ATTENTION_INLINE tile_f32_t attention_here(tile_f32_t a,
                                           const struct attention_operands *o) {
  __asm__ volatile(""
                   : "+t"(a)
                   : "t"(o->t[0]), "t"(o->t[1]), "t"(o->t[2]), "t"(o->t[3]),
                     "t"(o->t[4]));
  return a;
}

// The scores of a block, not scaled: a chain of multiply-adds over the depth.
ATTENTION_INLINE void attention_step(const struct attention_rows *a, int first,
                                     int64_t key, int64_t d,
                                     struct attention_operands *o,
                                     tile_f32_t s[TILES]) {
  const char *q = a->q + d * SIZE, *k = a->k + key * a->k_stride + d * SIZE;
  const int64_t left = a->depth - d;
#if ATTENTION_NARROW
  o->t[TILES] = tile_load_rect_bf16(q, a->q_stride, a->rows, left);
#else
  o->t[TILES] = tile_load_rect_f32(q, a->q_stride, a->rows, left);
#endif
  ATTENTION_UNROLL
  for (int t = 0; t < TILES; t++) {
    const char *p = k + 16 * t * a->k_stride;
    const int64_t keys = a->keys - key - 16 * t;
#if ATTENTION_NARROW
    o->t[t] = tile_load_rect_bf16(p, a->k_stride, keys, left);
    s[t] = first ? tile_mmaz_depth_bf16(o->t[TILES], o->t[t], left)
                 : tile_mma_depth_bf16(s[t], o->t[TILES], o->t[t], left);
#else
    o->t[t] = tile_load_rect_f32(p, a->k_stride, keys, left);
    s[t] = first ? tile_mmaz_depth_f32(o->t[TILES], o->t[t], left)
                 : tile_mma_depth_f32(s[t], o->t[TILES], o->t[t], left);
#endif
  }
}
ATTENTION_INLINE void attention_scores(const struct attention_rows *a,
                                       int64_t key,
                                       struct attention_operands *o,
                                       tile_f32_t s[TILES]) {
  attention_step(a, 1, key, 0, o, s);
  // A loop, although the depth may be known: the compiler would mix its
  // multiplies with those of the results, for which they would have to wait.
#pragma clang loop unroll(disable)
  for (int64_t d = STEP; d < a->depth; d += STEP)
    attention_step(a, 0, key, d, o, s);
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
                                      int64_t key,
                                      const struct attention_operands *waiting,
                                      tile_f32_t s[TILES], tile_f32_t *most,
                                      tile_f32_t *sum, tile_f32_t o[WIDTH]) {
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
    s[t] = attention_here(
        attention_exp2(tile_fmadd_f32_sb(s[t], a->factor, down)), waiting);
  if (!first) {
    // Last, because the results of the block before must be there.
    const tile_f32_t less = attention_here(
        attention_exp2(tile_fmadd_f32_sb(*most, a->factor, down)), waiting);
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

// 16 queries of a head, up to 64 columns of their results. `s` has the scores
// of the first block, and at the end those of `after`, the next 16 queries:
// they too are multiplied before the functions of the last block.
ATTENTION_INLINE void attention_rows(const struct attention_rows *a,
                                     const struct attention_rows *after,
                                     struct attention_operands *w,
                                     tile_f32_t s[TILES]) {
  tile_f32_t next[TILES], o[WIDTH], most, sum;
  const tile_i32_t limit =
      a->causal ? tile_index_row() + a->limit : tile_splat_i32(a->limit);
  int64_t key = 0;
  if (a->keys > BLOCK) {
    attention_scores(a, BLOCK, w, next);
    // Up to 15 keys that the first of 16 queries does not see may be here too.
    if (a->keys < BLOCK + 16)
      attention_block(a, TILES, 1, 1, limit, 0, w, s, &most, &sum, o);
    else
      attention_block(a, TILES, 1, 0, limit, 0, w, s, &most, &sum, o);
    for (key = BLOCK; a->keys - key > BLOCK; key += BLOCK) {
      ATTENTION_UNROLL
      for (int t = 0; t < TILES; t++)
        s[t] = next[t];
      attention_scores(a, key + BLOCK, w, next);
      if (a->keys - key < BLOCK + 16)
        attention_block(a, TILES, 0, 1, limit, key, w, s, &most, &sum, o);
      else
        attention_block(a, TILES, 0, 0, limit, key, w, s, &most, &sum, o);
    }
    attention_scores(after, 0, w, s);
    switch ((a->keys - key + 15) / 16) {
    case 1:
      attention_block(a, 1, 0, 1, limit, key, w, next, &most, &sum, o);
      break;
    case 2:
      attention_block(a, 2, 0, 1, limit, key, w, next, &most, &sum, o);
      break;
    case 3:
      attention_block(a, 3, 0, 1, limit, key, w, next, &most, &sum, o);
      break;
    default:
      attention_block(a, 4, 0, 1, limit, key, w, next, &most, &sum, o);
    }
  } else {
    ATTENTION_UNROLL
    for (int t = 0; t < TILES; t++)
      next[t] = s[t];
    attention_scores(after, 0, w, s);
    switch ((a->keys + 15) / 16) {
    case 1:
      attention_block(a, 1, 1, 1, limit, 0, w, next, &most, &sum, o);
      break;
    case 2:
      attention_block(a, 2, 1, 1, limit, 0, w, next, &most, &sum, o);
      break;
    case 3:
      attention_block(a, 3, 1, 1, limit, 0, w, next, &most, &sum, o);
      break;
    default:
      attention_block(a, 4, 1, 1, limit, 0, w, next, &most, &sum, o);
    }
  }
  const tile_f32_t by = tile_reciprocal_f32(tile_redrow_add_f32(sum));
  ATTENTION_UNROLL
  for (int c = 0; c < WIDTH; c++) {
    o[c] = o[c] * by;
#if ATTENTION_NARROW
    tile_store_rect_narrow_bf16(a->out + 16 * c * SIZE, a->out_stride, a->rows,
                                a->width - 16 * c, o[c]);
#else
    tile_store_rect_f32(a->out + 16 * c * SIZE, a->out_stride, a->rows,
                        a->width - 16 * c, o[c]);
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

struct attention_call {
  struct attention_shape shape;
  int64_t head_width; // elements from a head of q and out to the next
  const char *q, *k, *v;
  char *out;
  int64_t q_stride, k_stride, v_stride, out_stride;
};
// A part of a call: a head, 16 queries, columns of the result.
struct attention_part {
  int64_t head, kv_head, member; // member of the heads that share the last
  int64_t query, column;
};
// The part after it, in this order; no division, for which all units wait.
ATTENTION_INLINE void attention_advance(const struct attention_shape *s,
                                        int64_t group,
                                        struct attention_part *p) {
  p->column += 16 * WIDTH;
  if (p->column < s->depth)
    return;
  p->column = 0;
  p->query += 16;
  if (p->query < s->queries)
    return;
  p->query = 0;
  p->head++;
  if (++p->member == group) {
    p->member = 0;
    p->kv_head++;
  }
}
ATTENTION_INLINE struct attention_rows
attention_at(const struct attention_call *c, const struct attention_part *p) {
  const struct attention_shape *s = &c->shape;
  const int64_t i = p->query, d = p->column;
  const int64_t seen = i + 1 + s->keys - s->queries; // by query i
  const struct attention_rows a = {
      s->queries - i,
      s->causal && seen + 15 < s->keys ? seen + 15 : s->keys,
      p->head < s->heads ? s->depth : 0, // no scores after the last
      s->depth - d,
      c->q + i * c->q_stride + p->head * c->head_width * SIZE,
      c->k + p->kv_head * s->depth * SIZE,
      c->v + (p->kv_head * s->depth + d) * SIZE,
      c->q_stride,
      c->k_stride,
      c->v_stride,
      c->out + i * c->out_stride + (p->head * c->head_width + d) * SIZE,
      c->out_stride,
      s->scale * 0x1.715476p+0f,
      s->causal,
      (int32_t)(s->causal ? seen : s->keys)};
  return a;
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
  if (!q_bytes)
    return KERNEL_OK;
  if (!s.keys) {
    for (int64_t i = 0; i < s.queries; i += 16)
      for (int64_t j = 0; j < s.heads * s.depth * SIZE; j += 64)
        tile_store_rect_u8((char *)out + i * o_stride + j, o_stride,
                           s.queries - i, s.heads * s.depth * SIZE - j,
                           tile_zero_u8());
    return KERNEL_OK;
  }
  // Of a single query, which sees all keys, the heads that share keys and
  // values are taken as queries, since they are rows of one matrix as well.
  const int64_t group = s.heads / s.kv_heads;
  struct attention_call call = {
      s,           s.depth,  (const char *)q, (const char *)k, (const char *)v,
      (char *)out, q_stride, k_stride,        v_stride,        o_stride};
  if (s.queries == 1) {
    call.shape.queries = group;
    call.shape.heads = s.kv_heads;
    call.shape.causal = 0;
    call.head_width = group * s.depth;
    call.q_stride = call.out_stride = s.depth * SIZE;
  }
  struct attention_operands w;
  tile_f32_t scores[TILES];
  struct attention_part part = {0, 0, 0, 0, 0};
  struct attention_rows a = attention_at(&call, &part);
  const int64_t shared = call.shape.heads / call.shape.kv_heads;
  attention_begin(&w);
  attention_scores(&a, 0, &w, scores);
  while (part.head < call.shape.heads) {
    attention_advance(&call.shape, shared, &part);
    const struct attention_rows after = attention_at(&call, &part);
    attention_rows(&a, &after, &w, scores);
    a = after;
  }
  return KERNEL_OK;
}

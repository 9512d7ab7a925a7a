// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The body of the attention kernels. The including file defines
//
//   ATTENTION          the function's name
//   ATTENTION_NARROW   whether the elements are bf16; otherwise f32
//
// 16 queries at a time, and keys in blocks of 64, that is four tiles of scores.
// The maximum and the sum of the exponentials so far are kept for each query;
// when a block raises the maximum, the sums of before are scaled down.
// Probabilities are powers of two, with the scale and 1 / ln 2 in one
// multiply-add.
//
// The elementwise unit bounds the kernel, so it always has operations that wait
// for no multiply: while it makes the probabilities of a block, the matrix unit
// multiplies the scores of the next one, also if that belongs to other queries,
// and the last products of the block before. The results of 16 queries are
// finished after the maximum of the next 16.
#include <sectile.h>
#include <sectile_math.h>

#include "attention.h"

#define ATTENTION_INLINE static inline __attribute__((always_inline))
#define ATTENTION_UNROLL _Pragma("clang loop unroll(full)")
#if ATTENTION_NARROW
#define ATTENTION_TILE(name) name##_bf16
typedef tile_bf16_t attention_operand;
typedef uint16_t attention_element;
#else
#define ATTENTION_TILE(name) name##_f32
typedef tile_f32_t attention_operand;
typedef float attention_element;
#endif

enum {
  SIZE = ATTENTION_NARROW ? 2 : 4,
  STEP = 64 / SIZE, // elements of the depth, or keys, that a multiply takes
  TILES = 4,
  BLOCK = 16 * TILES,
  WIDTH = 4 // tiles of the result in registers
};

// 16 queries of a head, up to 64 columns of their results. Of a single query
// they are the heads that share keys and values; if there are at most 8, those
// of two such groups are taken together, so that a tile of scores serves both:
// the first `group` rows have the first keys, the following ones those
// `next_head` bytes behind.
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
  int64_t group, next_head;
};

// Operands of multiplies that are not done yet. Until the multiply has read
// them their registers hold nothing else: the compiler would compute in them,
// and the elementwise unit would wait for the matrix unit.
struct attention_operands {
  attention_operand q[2], k[2], v[WIDTH], p[2];
};
ATTENTION_INLINE void attention_begin(struct attention_operands *o) {
  __asm__ volatile(""
                   : "=t"(o->q[0]), "=t"(o->q[1]), "=t"(o->k[0]), "=t"(o->k[1]),
                     "=t"(o->v[0]), "=t"(o->v[1]), "=t"(o->v[2]), "=t"(o->v[3]),
                     "=t"(o->p[0]), "=t"(o->p[1]));
}
ATTENTION_INLINE tile_f32_t attention_here(tile_f32_t a,
                                           const struct attention_operands *o) {
  __asm__ volatile(""
                   : "+t"(a)
                   : "t"(o->q[0]), "t"(o->q[1]), "t"(o->k[0]), "t"(o->k[1]),
                     "t"(o->v[0]), "t"(o->v[1]), "t"(o->v[2]), "t"(o->v[3]),
                     "t"(o->p[0]), "t"(o->p[1]));
  return a;
}

// What goes from a block to the next.
struct attention_state {
  tile_f32_t s[2][TILES]; // its scores, of each group of heads
  tile_f32_t o[2][WIDTH], most, sum;
  struct attention_operands w;
};

ATTENTION_INLINE void attention_queries(const struct attention_rows *a,
                                        int64_t d,
                                        struct attention_operands *o) {
  ATTENTION_UNROLL
  for (int i = 0; i < 2; i++)
    o->q[i] =
        ATTENTION_TILE(tile_load_rect)(a->q + d * SIZE + 64 * i, a->q_stride,
                                       a->rows, a->depth - d - STEP * i);
  // Not a choice between loaded tiles, which is an operation.
  __asm__ volatile("" : "+t"(o->q[0]), "+t"(o->q[1]));
}
ATTENTION_INLINE void attention_steps(const struct attention_rows *a, int first,
                                      const char *k, int64_t keys, int64_t left,
                                      struct attention_operands *o,
                                      tile_f32_t *s) {
  ATTENTION_UNROLL
  for (int i = 0; i < 2; i++, k += 64, left -= STEP) {
    o->k[i] = ATTENTION_TILE(tile_load_rect)(k, a->k_stride, keys, left);
    *s = first && i == 0
             ? ATTENTION_TILE(tile_mmaz_depth)(o->q[i], o->k[i], left)
             : ATTENTION_TILE(tile_mma_depth)(*s, o->q[i], o->k[i], left);
  }
}
// The scores of tile t of the block of keys from `key` on, of group h, not
// scaled: a chain of multiply-adds over the depth. Tile 0 is multiplied first;
// the queries stay in registers if they are no more than those.
ATTENTION_INLINE void attention_scores(const struct attention_rows *a, int h,
                                       int t, int64_t key,
                                       struct attention_operands *o,
                                       tile_f32_t *s) {
  const char *k = a->k + (key + 16 * t) * a->k_stride + h * a->next_head;
  const int64_t keys = a->keys - key - 16 * t, depth = keys > 0 ? a->depth : 0;
  if (t == 0 || a->depth > 2 * STEP)
    attention_queries(a, 0, o);
  attention_steps(a, 1, k, keys, depth, o, s);
  // A loop, although the depth may be known: the compiler would mix its
  // multiplies with those of the results, for which they would have to wait.
#pragma clang loop unroll(disable)
  for (int64_t d = 2 * STEP; d < depth; d += 2 * STEP) {
    attention_queries(a, d, o);
    attention_steps(a, 0, k + d * SIZE, keys, depth - d, o, s);
  }
}

// 2^y: no bound is needed, because y - nearest(y) is at most 1/2 for every
// finite y and the scaling saturates.
ATTENTION_INLINE tile_f32_t attention_exp2(tile_f32_t y,
                                           const struct attention_operands *o) {
  const tile_f32_t n = tile_near_f32(y);
  return attention_here(
      tile_scale_f32(__tile_exp2_near_0(y - n), tile_cvt_i32_f32(n)), o);
}

// What the probabilities p of the keys from `key` on add to the results of
// group h.
ATTENTION_INLINE void attention_results(const struct attention_rows *a, int h,
                                        int first, int64_t key,
                                        attention_operand p,
                                        struct attention_state *x) {
  const char *v = a->v + key * a->v_stride + h * a->next_head;
  const int64_t left = a->keys - key;
  tile_f32_t *const o = x->o[h];
  ATTENTION_UNROLL
  for (int w = 0; w < WIDTH; w++) {
    const int64_t width = a->width - 16 * w, depth = width > 0 ? left : 0;
    x->w.v[w] = ATTENTION_TILE(tile_load_transposed)(v + 16 * w * SIZE,
                                                     a->v_stride, left, width);
    o[w] = first ? ATTENTION_TILE(tile_mmaz_depth)(p, x->w.v[w], depth)
                 : ATTENTION_TILE(tile_mma_depth)(o[w], p, x->w.v[w], depth);
  }
}

// The results of 16 queries, whose last block is done.
ATTENTION_INLINE void attention_finish(int heads,
                                       const struct attention_rows *a,
                                       struct attention_state *x) {
  const tile_f32_t by =
      attention_here(tile_reciprocal_f32(tile_redrow_add_f32(x->sum)), &x->w);
  ATTENTION_UNROLL
  for (int h = 0; h < heads; h++)
    ATTENTION_UNROLL
  for (int c = 0; c < WIDTH; c++) {
    const int64_t begin = h * a->group,
                  end = heads == 1 || h == 1 ? a->rows : a->group;
    x->o[h][c] = x->o[h][c] * by;
#if ATTENTION_NARROW
    tile_store_window_narrow_bf16(a->out + 16 * c * SIZE, a->out_stride, begin,
                                  end, 0, a->width - 16 * c, x->o[h][c]);
#else
    tile_store_window_f32(a->out + 16 * c * SIZE, a->out_stride, begin, end, 0,
                          a->width - 16 * c, x->o[h][c]);
#endif
  }
}

// The keys from `key` on, of 16 queries `a`: the probabilities and what they
// add to the results. `first`: the results of the queries `before` are finished
// too. The scores of the next block, of queries `after`, are multiplied.
ATTENTION_INLINE void
attention_block(int heads, int first, const struct attention_rows *a,
                int64_t key, const struct attention_rows *before,
                const struct attention_rows *after, int64_t after_key,
                struct attention_state *x) {
  tile_f32_t *const s = x->s[0];
  if (heads == 2) {
    const tile_i32_t mine = tile_mask_rect(a->group, 16);
    ATTENTION_UNROLL
    for (int t = 0; t < TILES; t++)
      s[t] = tile_select_f32(mine, s[t], x->s[1][t]);
  }
  const int64_t left = a->keys - key;
  // Keys that are absent or later than a query sees.
  if (a->limit < key + (left < BLOCK ? (left + 15) & -16 : BLOCK)) {
    const tile_i32_t at =
        tile_index_column() - (a->causal ? tile_index_row() : tile_zero_i32());
    ATTENTION_UNROLL
    for (int t = 0; t < TILES; t++)
      if (16 * t < left && a->limit < key + 16 * t + 16)
        s[t] = tile_select_f32(at < a->limit - (int32_t)(key + 16 * t), s[t],
                               tile_splat_f32(-1e30f));
  }
  tile_f32_t top = s[0], y[TILES];
  ATTENTION_UNROLL
  for (int t = 1; t < TILES; t++)
    if (16 * t < left)
      top = tile_max_f32(top, s[t]);
  top = tile_redrow_max_f32(top);
  if (!first)
    top = tile_max_f32(top, x->most);
  const tile_f32_t down = top * -a->factor;
  ATTENTION_UNROLL
  for (int t = 0; t < TILES; t++)
    if (16 * t < left)
      y[t] = attention_here(tile_fmadd_f32_sb(s[t], a->factor, down), &x->w);
  // Of two groups the scores of the first go where those of this block are
  // until they have become probabilities.
  tile_f32_t *const next = x->s[heads - 1];
  attention_scores(after, heads - 1, 0, after_key, &x->w, &next[0]);
  attention_scores(after, heads - 1, 1, after_key, &x->w, &next[1]);
  if (first) {
    attention_finish(heads, before, x);
  } else {
    const tile_f32_t less =
        attention_exp2(tile_fmadd_f32_sb(x->most, a->factor, down), &x->w);
    x->sum = x->sum * less;
    ATTENTION_UNROLL
    for (int h = 0; h < heads; h++)
      ATTENTION_UNROLL
    for (int w = 0; w < WIDTH; w++)
      x->o[h][w] = x->o[h][w] * less;
  }
  x->most = top;
  attention_scores(after, heads - 1, 2, after_key, &x->w, &next[2]);
  attention_scores(after, heads - 1, 3, after_key, &x->w, &next[3]);
  ATTENTION_UNROLL
  for (int t = 0; t < TILES; t++) {
    // Which part of the operand of a multiply, and its first tile.
    const int part = t % (STEP / 16), from = t - part;
    attention_operand *const p = &x->w.p[from * 16 / STEP % 2];
    if (16 * t < left) {
      y[t] = attention_exp2(y[t], &x->w);
      x->sum = first && t == 0 ? y[t] : x->sum + y[t];
#if ATTENTION_NARROW
      *p = part ? tile_pack_bf16(*p, y[t], 1) : tile_packz_bf16(y[t]);
#else
      *p = y[t];
#endif
    }
    if (heads == 2)
      attention_scores(after, 0, t, after_key, &x->w, &s[t]);
    if (part == STEP / 16 - 1 && 16 * from < left)
      ATTENTION_UNROLL
    for (int h = 0; h < heads; h++)
      attention_results(a, h, first && from == 0, key + 16 * from, *p, x);
  }
}

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
  // Elements from a head of q and out, and of k and v, to the next.
  int64_t head_width, kv_width;
  const char *q, *k, *v;
  char *out;
  int64_t q_stride, k_stride, v_stride, out_stride;
  int64_t group;
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
      c->k + p->kv_head * c->kv_width * SIZE,
      c->v + (p->kv_head * c->kv_width + d) * SIZE,
      c->q_stride,
      c->k_stride,
      c->v_stride,
      c->out + i * c->out_stride + (p->head * c->head_width + d) * SIZE,
      c->out_stride,
      s->scale * 0x1.715476p+0f,
      s->causal,
      (int32_t)(s->causal ? seen : s->keys),
      c->group,
      s->depth * SIZE};
  return a;
}

// All parts of a call, each of one or of two groups of heads.
ATTENTION_INLINE void attention_all(int heads,
                                    const struct attention_call *call) {
  if (call->shape.heads == 0)
    return;
  // Queries whose results are not finished, those of this block, of the next.
  struct attention_rows slot[3] = {0};
  struct attention_rows *before = &slot[0], *a = &slot[1], *spare = &slot[2];
  struct attention_part part = {0, 0, 0, 0, 0};
  const int64_t shared = call->shape.heads / call->shape.kv_heads;
  struct attention_state x;
  x.most = x.sum = tile_zero_f32();
  ATTENTION_UNROLL
  for (int h = 0; h < heads; h++)
    ATTENTION_UNROLL
  for (int w = 0; w < WIDTH; w++)
    x.o[h][w] = x.sum;
  attention_begin(&x.w);
  *a = attention_at(call, &part);
  ATTENTION_UNROLL
  for (int h = 0; h < heads; h++)
    ATTENTION_UNROLL
  for (int t = 0; t < TILES; t++)
    attention_scores(a, h, t, 0, &x.w, &x.s[h][t]);
  int64_t key = 0;
  for (;;) {
    struct attention_rows *after = a;
    int64_t after_key = key + BLOCK;
    if (after_key >= a->keys) {
      attention_advance(&call->shape, shared, &part);
      after = spare;
      *after = attention_at(call, &part);
      after_key = 0;
    }
    if (key)
      attention_block(heads, 0, a, key, before, after, after_key, &x);
    else
      attention_block(heads, 1, a, key, before, after, after_key, &x);
    key = after_key;
    if (after != a) {
      spare = before;
      before = a;
      a = after;
      if (part.head == call->shape.heads)
        break;
    }
  }
  attention_finish(heads, before, &x);
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
  struct attention_call call = {s,
                                s.depth,
                                s.depth,
                                (const char *)q,
                                (const char *)k,
                                (const char *)v,
                                (char *)out,
                                q_stride,
                                k_stride,
                                v_stride,
                                o_stride,
                                0};
  if (s.queries == 1) {
    // A single query sees all keys. The heads that share keys and values are
    // taken as queries, since they are rows of one matrix as well.
    const int64_t group = s.heads / s.kv_heads, pairs = s.kv_heads / 2;
    call.shape.causal = 0;
    call.q_stride = call.out_stride = s.depth * SIZE;
    if (group <= 8 && pairs) {
      call.shape.queries = 2 * group;
      call.shape.heads = call.shape.kv_heads = pairs;
      call.head_width = 2 * group * s.depth;
      call.kv_width = 2 * s.depth;
      call.group = group;
      attention_all(2, &call);
      call.q += pairs * call.head_width * SIZE;
      call.out += pairs * call.head_width * SIZE;
      call.k += pairs * call.kv_width * SIZE;
      call.v += pairs * call.kv_width * SIZE;
      call.shape.kv_heads = s.kv_heads % 2;
    } else {
      call.shape.kv_heads = s.kv_heads;
    }
    call.shape.queries = group;
    call.shape.heads = call.shape.kv_heads;
    call.head_width = group * s.depth;
    call.kv_width = s.depth;
    call.group = 0;
  }
  attention_all(1, &call);
  return KERNEL_OK;
}

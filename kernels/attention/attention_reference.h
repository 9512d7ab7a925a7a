// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the attention kernels compute, in portable C: no tile, no assumption
// about the machine but IEEE arithmetic. Compile with -ffp-contract=off.
//
// A score is a chain of f32 multiply-adds over the depth, of bf16 widened. Keys
// come in blocks of 64. A query's block of 16 queries sees `seen` keys: those
// of its last query. What a query itself does not see of them has the score
// -1e30, so the probability +0. For each block, with c = scale / ln 2:
//
//   m' = the maximum of m and the block's scores
//   p = 2^(c score - c m')     a multiply-add; c m' is rounded
//   sum = sum * 2^(c m - c m') + p, in 16 sums by key modulo 16, ascending
//   o = o * 2^(c m - c m') + p v, a chain of multiply-adds over the keys;
//       for bf16 p is rounded to bf16 there
//
// The first block has no sums of before. At the end the 16 sums are added in
// pairs, j and j + 8, then + 4, + 2, + 1, and o is multiplied by the
// reciprocal. NaNs are canonical.
#ifndef ATTENTION_REFERENCE_H
#define ATTENTION_REFERENCE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "../common/math_reference.h"
#include "attention.h"

static inline float reference_keep(float x) { return x; }
static inline float reference_rounded(float x) {
  return math_widen_bf16(math_narrow_bf16(x));
}
// 2^y as math_exp2 has it, without its bounds.
static inline float reference_exp2(float y) {
  const float n = rintf(y), q = math_exp2_near_0(y - n);
  return n < -300 ? q * 0.0f : n > 300 ? INFINITY : math_scale(q, (int32_t)n);
}

enum { REFERENCE_KEYS = 64, REFERENCE_DEPTH = 256 };
#define REFERENCE_ATTENTION(type, element, widen, weight, narrow)              \
  static inline void reference_attention_##type(                               \
      const struct attention_shape *shape, const element *q, int64_t ldq,      \
      const element *k, int64_t ldk, const element *v, int64_t ldv,            \
      element *out, int64_t ldo) {                                             \
    const int64_t depth = shape->depth;                                        \
    const float c = shape->scale * 0x1.715476p+0f;                             \
    for (int64_t h = 0; h < shape->heads; h++)                                 \
      for (int64_t i = 0; i < shape->queries; i++) {                           \
        const int64_t from =                                                   \
            h / (shape->heads / shape->kv_heads) * shape->depth;               \
        const element *row = q + i * ldq + h * depth;                          \
        const int64_t before = shape->keys - shape->queries;                   \
        int64_t own = shape->causal ? i + 1 + before : shape->keys;            \
        int64_t seen = shape->causal ? i / 16 * 16 + 16 + before : own;        \
        seen = seen < shape->keys ? seen : shape->keys;                        \
        float o[REFERENCE_DEPTH] = {0}, sum[16] = {0}, most = 0;               \
        for (int64_t b = 0; b < seen; b += REFERENCE_KEYS) {                   \
          float p[REFERENCE_KEYS], top = NAN, less = 0;                        \
          const int64_t left =                                                 \
              seen - b < REFERENCE_KEYS ? seen - b : REFERENCE_KEYS;           \
          const int64_t padded = (left + 15) / 16 * 16;                        \
          for (int64_t j = 0; j < padded; j++) {                               \
            p[j] = -1e30f;                                                     \
            if (b + j < own) {                                                 \
              p[j] = 0;                                                        \
              for (int64_t d = 0; d < depth; d++)                              \
                p[j] = fmaf(widen(row[d]), widen(k[(b + j) * ldk + from + d]), \
                            p[j]);                                             \
            }                                                                  \
            top = math_maximum(top, p[j]);                                     \
          }                                                                    \
          if (b)                                                               \
            top = math_maximum(top, most);                                     \
          const float down = top * -c;                                         \
          if (b)                                                               \
            less = reference_exp2(fmaf(most, c, down));                        \
          most = top;                                                          \
          for (int64_t j = 0; j < 16; j++)                                     \
            sum[j] = sum[j] * less;                                            \
          for (int64_t j = 0; j < padded; j++) {                               \
            p[j] = reference_exp2(fmaf(p[j], c, down));                        \
            sum[j % 16] = sum[j % 16] + p[j];                                  \
          }                                                                    \
          for (int64_t d = 0; d < depth; d++) {                                \
            o[d] = o[d] * less;                                                \
            for (int64_t j = 0; j < left; j++)                                 \
              o[d] = fmaf(weight(p[j]), widen(v[(b + j) * ldv + from + d]),    \
                          o[d]);                                               \
          }                                                                    \
        }                                                                      \
        const float by = math_reciprocal(math_tree(sum));                      \
        for (int64_t d = 0; d < depth; d++)                                    \
          out[i * ldo + h * depth + d] =                                       \
              narrow(seen ? math_canonical(o[d] * by) : 0.0f);                 \
      }                                                                        \
  }
REFERENCE_ATTENTION(f32, float, , reference_keep, reference_keep)
REFERENCE_ATTENTION(bf16, uint16_t, math_widen_bf16, reference_rounded,
                    math_narrow_bf16)
#undef REFERENCE_ATTENTION

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Attention: out = softmax(q k^T scale) v for each head, without a matrix of
// scores in memory.
//
// q and out are [queries][heads][depth], k and v [keys][kv_heads][depth], their
// rows ldq, ldo, ldk, ldv elements apart. Each key/value head serves
// heads / kv_heads consecutive heads. With `causal` query i sees keys up to
// i + keys - queries, so the last query sees all: k and v may be a cache to
// which the rows of the last queries were added, and decoding is a call with
// one query. Any extent may be zero or no multiple of 16; without keys the
// results are +0.
//
// Every result is as attention_reference.h says, to the bit. bf16 is passed as
// its bits. No scratch memory is needed. Results may not share bytes with
// operands.
#ifndef ATTENTION_H
#define ATTENTION_H

#include <stdint.h>

#include "../common/status.h"

struct attention_shape {
  int64_t heads, kv_heads, queries, keys, depth;
  float scale; // at least 0, usually 1 / sqrt(depth)
  int causal;  // at least as many keys as queries
};

int attention_f32(const struct attention_shape *shape, const float *q,
                  int64_t ldq, const float *k, int64_t ldk, const float *v,
                  int64_t ldv, float *out, int64_t ldo);
int attention_bf16(const struct attention_shape *shape, const uint16_t *q,
                   int64_t ldq, const uint16_t *k, int64_t ldk,
                   const uint16_t *v, int64_t ldv, uint16_t *out, int64_t ldo);

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Attention, for bench/kernels, which describes the protocol.
// docs/kernels/attention.md derives the bounds.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kernels/attention/attention_reference.h"
#include "../common/markers.h"
#include "../common/rates.h"

enum { MOST = 1 << 16 };
static _Alignas(64) float q[MOST], k[MOST], v[MOST], y[MOST], expected[MOST];

static const struct {
  struct attention_shape shape;
  int narrow;
  const char *target;
} cases[] = {{{1, 1, 256, 256, 64, 0.125f, 1}, 1, "75"},
             {{1, 1, 256, 256, 64, 0.125f, 0}, 1, "-"},
             {{1, 1, 256, 256, 64, 0.125f, 1}, 0, "-"},
             {{8, 2, 1, 256, 64, 0.125f, 1}, 1, "-"}};

// Of `groups` groups of 16 queries with so many tiles of scores and blocks of
// keys, in which each tile of scores has the keys of `heads` heads.
static int64_t part_of(const struct attention_shape *s, int narrow, int heads,
                       int64_t tiles, int64_t blocks, int64_t groups) {
  const int64_t wide = (s->depth + 15) / 16, results = heads * wide;
  // Each tile of scores: maximum, multiply-add, 11 of the power, sum, and for
  // bf16 packing, and a choice between heads; the first maximum of a block is
  // none, but it has the product of the maximum. Each block: a reduction; each
  // but the first: maximum, 12 of a power, products of sum and results. At the
  // end a reduction, 7 of the reciprocal, products; the first sum was none.
  const int64_t elementwise = OPERATION * (tiles * (14 + narrow + heads - 1) +
                                           (blocks - groups) * (14 + results) +
                                           groups * (6 + results)) +
                              REDUCTION * (blocks + groups);
  const int64_t deep = narrow ? 32 : 16;
  const int64_t multiplies =
      tiles * ((s->depth + deep - 1) / deep) + tiles * wide * 16 / deep;
  const int64_t matrix = MULTIPLY * heads * multiplies;
  return elementwise > matrix ? elementwise : matrix;
}
static int64_t bound_of(const struct attention_shape *s, int narrow) {
  int64_t tiles = 0, blocks = 0, groups = 0;
  if (s->queries == 1) {
    // Heads that share keys take the place of queries, those of two keys if
    // there are at most 8.
    const int64_t pairs =
        s->heads / s->kv_heads <= 8 ? s->kv_heads / 2 : INT64_C(0);
    tiles = (s->keys + 15) / 16;
    blocks = (s->keys + 63) / 64;
    return pairs * part_of(s, narrow, 2, tiles, blocks, 1) +
           (s->kv_heads - 2 * pairs) * part_of(s, narrow, 1, tiles, blocks, 1) +
           BEGIN + END;
  }
  for (int64_t i = 0; i < s->queries; i += 16) {
    int64_t keys = i + 16 + s->keys - s->queries;
    if (!s->causal || keys > s->keys)
      keys = s->keys;
    groups++;
    blocks += (keys + 63) / 64;
    tiles += (keys + 15) / 16;
  }
  return s->heads * part_of(s, narrow, 1, tiles, blocks, groups) + BEGIN + END;
}

static int run(int i) {
  const int64_t ldq = cases[i].shape.heads * cases[i].shape.depth,
                ldk = cases[i].shape.kv_heads * cases[i].shape.depth;
  return cases[i].narrow
             ? attention_bf16(&cases[i].shape, (uint16_t *)q, ldq,
                              (uint16_t *)k, ldk, (uint16_t *)v, ldk,
                              (uint16_t *)y, ldq)
             : attention_f32(&cases[i].shape, q, ldq, k, ldk, v, ldk, y, ldq);
}
// The last query of each head, which sees all keys: the core would take minutes
// for all of them, and tests/kernels/attention compares those.
static void reference(int i) {
  struct attention_shape last = cases[i].shape;
  const int64_t ldq = last.heads * last.depth, ldk = last.kv_heads * last.depth,
                from = (last.queries - 1) * ldq;
  last.queries = 1;
  if (cases[i].narrow)
    reference_attention_bf16(&last, (uint16_t *)q + from, ldq, (uint16_t *)k,
                             ldk, (uint16_t *)v, ldk, (uint16_t *)expected,
                             ldq);
  else
    reference_attention_f32(&last, q + from, ldq, k, ldk, v, ldk, expected,
                            ldq);
}

int main(int argc, char **argv) {
  const int count = sizeof cases / sizeof *cases;
  if (argc == 2 && strcmp(argv[1], "list") == 0) {
    for (int i = 0; i < count; i++) {
      const struct attention_shape s = cases[i].shape;
      printf("attention %s%s|%" PRId64 "/%" PRId64 " heads %" PRId64
             " x %" PRId64 " x %" PRId64 "|%" PRId64 "|%s\n",
             cases[i].narrow ? "bf16" : "f32", s.causal ? " causal" : "",
             s.heads, s.kv_heads, s.queries, s.keys, s.depth,
             bound_of(&s, cases[i].narrow), cases[i].target);
    }
    return 0;
  }
  const long i = argc == 2 ? strtol(argv[1], 0, 10) : -1;
  if (i < 0 || i >= count)
    return 2;
  float *const to[] = {q, k, v};
  for (int m = 0; m < 3; m++)
    for (int j = 0; j < MOST; j++) {
      const float x = (float)((j * (37 + 2 * m) + m) % 101 - 50) / 32;
      if (!cases[i].narrow)
        to[m][j] = x;
      else
        ((uint16_t *)to[m])[j] = math_narrow_bf16(x);
    }
  const int64_t size = cases[i].narrow ? 2 : 4,
                row = cases[i].shape.heads * cases[i].shape.depth * size,
                begin = (cases[i].shape.queries - 1) * row;
  run((int)i); // the code is in the cache
  bench_begin();
  const int status = run((int)i);
  (void)((volatile char *)y)[begin + row - 1]; // waits for the last store
  bench_end();
  reference((int)i);
  if (status == KERNEL_OK &&
      memcmp((char *)y + begin, (char *)expected, (size_t)row) == 0)
    return 0;
  printf("attention: a wrong result\n");
  return 1;
}

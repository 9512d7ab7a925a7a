// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The attention kernels against their reference, over many shapes.
//
//   attention_test f32|bf16|status
//
// Compiled for Sectile it runs the kernel, compares every bit with the
// reference compiled for the same machine, and checks that nothing else was
// written; what lies between the rows of operands are NaNs. It prints a digest
// for each shape. Compiled for the host it prints the digests of the reference
// alone, so the two outputs must be the same text.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../common/test.h"
#include "attention_reference.h"

enum { SPACE = 1 << 15, GUARD = 64 };
static int failures;

// Numbers that make scores of very different size; now and then a zero, and
// with `special` an infinity or a NaN.
static float random_f32(int special) {
  const uint64_t r = random64();
  const uint32_t sign = (uint32_t)(r & 0x80000000u);
  const uint32_t bits =
      sign | (uint32_t)(122 + (r >> 32) % 7) << 23 | (uint32_t)(r & 0x7fffff);
  if ((r >> 40 & 63) == 0)
    return math_float(sign);
  if (special && (r >> 40 & 1023) == 1)
    return math_float(sign | (r >> 60 & 1 ? 0x7f800000u : 0x7fc00000u));
  return math_float(bits);
}
static uint16_t random_bf16(int special) {
  return math_narrow_bf16(random_f32(special));
}

#ifdef __sectile__
#define KERNEL(type, ...) attention_##type(__VA_ARGS__)
#else
#define KERNEL(type, ...)                                                      \
  (reference_attention_##type(__VA_ARGS__), (int)KERNEL_OK)
#endif

#define TEST(type, element)                                                    \
  static void test_##type(const struct attention_shape *s, int more,           \
                          int special) {                                       \
    static element q[SPACE], k[SPACE], v[SPACE], found[SPACE],                 \
        expected[SPACE];                                                       \
    const int64_t ldq = s->heads * s->depth + more,                            \
                  ldk = s->kv_heads * s->depth + 2 * more;                     \
    memset(q, 0xff, sizeof q);                                                 \
    memset(k, 0xff, sizeof k);                                                 \
    memset(v, 0xff, sizeof v);                                                 \
    memset(found, 0xa5, sizeof found);                                         \
    memset(expected, 0xa5, sizeof expected);                                   \
    for (int64_t i = 0; i < s->queries; i++)                                   \
      for (int64_t j = 0; j < s->heads * s->depth; j++)                        \
        q[GUARD + i * ldq + j] = random_##type(special);                       \
    for (int64_t i = 0; i < s->keys; i++)                                      \
      for (int64_t j = 0; j < s->kv_heads * s->depth; j++) {                   \
        k[GUARD + i * ldk + j] = random_##type(special);                       \
        v[GUARD + i * ldk + j] = random_##type(special);                       \
      }                                                                        \
    reference_attention_##type(s, q + GUARD, ldq, k + GUARD, ldk, v + GUARD,   \
                               ldk, expected + GUARD, ldq + more);             \
    const int status = KERNEL(type, s, q + GUARD, ldq, k + GUARD, ldk,         \
                              v + GUARD, ldk, found + GUARD, ldq + more);      \
    if (status != KERNEL_OK ||                                                 \
        memcmp((const char *)found, (const char *)expected, sizeof found) !=   \
            0) {                                                               \
      size_t at = 0;                                                           \
      while (at < SPACE - 1 &&                                                 \
             memcmp((const char *)&found[at], (const char *)&expected[at],     \
                    sizeof found[0]) == 0)                                     \
        at++;                                                                  \
      printf("status %d, wrong in element %ld\n", status, (long)at - GUARD);   \
      failures++;                                                              \
    }                                                                          \
    printf(#type " heads %" PRId64 " of %" PRId64 " queries %" PRId64          \
                 " keys %" PRId64 " depth %" PRId64 "%s: %016" PRIx64 "\n",    \
           s->heads, s->kv_heads, s->queries, s->keys, s->depth,               \
           s->causal ? " causal" : "", digest_of(found, sizeof found));        \
  }
TEST(f32, float)
TEST(bf16, uint16_t)

static float x[64], y[64];
static void test_status(void) {
  struct attention_shape s = {2, 1, 2, 3, 4, 0.5f, 1};
  (void)s, (void)x;
  memset(y, 0xa5, sizeof y);
  FAILS(KERNEL_NULL_POINTER, attention_f32(0, x, 8, x, 4, x, 4, y, 8));
  FAILS(KERNEL_NULL_POINTER, attention_f32(&s, 0, 8, x, 4, x, 4, y, 8));
  FAILS(KERNEL_NULL_POINTER, attention_f32(&s, x, 8, x, 4, 0, 4, y, 8));
  FAILS(KERNEL_NULL_POINTER, attention_f32(&s, x, 8, x, 4, x, 4, 0, 8));
  FAILS(KERNEL_BAD_SHAPE, attention_f32(&s, x, 7, x, 4, x, 4, y, 8));
  FAILS(KERNEL_BAD_SHAPE, attention_f32(&s, x, 8, x, 3, x, 4, y, 8));
  FAILS(KERNEL_OVERLAP, attention_f32(&s, x, 8, x, 4, y, 4, y, 8));
  FAILS(KERNEL_OVERLAP, attention_f32(&s, y + 15, 8, x, 4, x, 4, y, 8));
  s.queries = 4;
  FAILS(KERNEL_BAD_SHAPE, attention_f32(&s, x, 8, x, 4, x, 4, y, 8));
  s.queries = -1;
  FAILS(KERNEL_BAD_SHAPE, attention_f32(&s, x, 8, x, 4, x, 4, y, 8));
  s.queries = 2;
  s.kv_heads = 0;
  FAILS(KERNEL_BAD_SHAPE, attention_f32(&s, x, 8, x, 4, x, 4, y, 8));
  s.kv_heads = 3;
  FAILS(KERNEL_BAD_SHAPE, attention_f32(&s, x, 8, x, 12, x, 12, y, 8));
  s.kv_heads = 1;
  s.scale = -1;
  FAILS(KERNEL_BAD_ARGUMENT, attention_f32(&s, x, 8, x, 4, x, 4, y, 8));
  for (size_t i = 0; i < 64; i++) {
    uint32_t bits;
    memcpy(&bits, &y[i], 4);
    failures += bits != 0xa5a5a5a5u;
  }
}

int main(int argc, char **argv) {
  // heads, key/value heads, queries, keys, depth.
  static const uint16_t shapes[][5] = {
      {1, 1, 16, 16, 64},  {1, 1, 0, 5, 8},    {1, 1, 5, 0, 8},
      {0, 0, 5, 5, 8},     {1, 1, 3, 5, 0},    {1, 1, 1, 1, 1},
      {1, 1, 1, 200, 64},  {2, 1, 17, 33, 31}, {4, 2, 5, 65, 16},
      {3, 3, 33, 64, 33},  {1, 1, 64, 64, 64}, {1, 1, 100, 100, 64},
      {1, 1, 30, 131, 80}, {2, 2, 20, 79, 72}, {1, 1, 48, 257, 64},
      {1, 1, 20, 70, 64},  {8, 2, 1, 90, 32},  {1, 1, 16, 129, 200},
      {6, 3, 1, 130, 70},  {16, 2, 1, 70, 33}, {34, 2, 1, 20, 16}};
  if (argc == 2 && strcmp(argv[1], "status") == 0) {
    test_status();
  } else if (argc == 2 &&
             (strcmp(argv[1], "f32") == 0 || strcmp(argv[1], "bf16") == 0)) {
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
      for (int causal = 0; causal < 2; causal++) {
        const uint16_t *p = shapes[i];
        const struct attention_shape s = {p[0],
                                          p[1],
                                          p[2],
                                          p[3],
                                          p[4],
                                          i == 4 ? 0.0f : 0.25f,
                                          causal && p[3] >= p[2]};
        (strcmp(argv[1], "f32") == 0 ? test_f32 : test_bf16)(&s, (int)i % 3,
                                                             i % 6 == 5);
      }
  } else {
    fprintf(stderr, "usage: attention_test f32|bf16|status\n");
    return 2;
  }
  printf(failures ? "%d failures\n" : "all agree\n", failures);
  return failures != 0;
}

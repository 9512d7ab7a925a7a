// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Vectors of 256 narrow floats have the results of the scalar operations, each
// rounded to the narrow type.
// RUN: sectile-clang -O2 -mllvm -verify-machineinstrs %s -o %t.elf && sectile-run %t.elf
#include <stdint.h>
#include <string.h>

static uint64_t state = 88172645463325252u;
static uint32_t random_word(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state >> 16;
}

// All bits, or near 1, where sums and products round.
#define FILL(array, one)                                                                           \
  for (int i = 0; i < 256; ++i) {                                                                  \
    uint16_t bits = random_word();                                                                 \
    if (random_word() & 3)                                                                         \
      bits = (bits & 0x83ff) | one;                                                                \
    memcpy(&array[i], &bits, 2);                                                                   \
  }
#define SAME(x, y) ((x) != (x) ? (y) != (y) : memcmp(&(x), &(y), sizeof(x)) == 0)

#define TEST(name, type, one)                                                                      \
  typedef type name##_vector __attribute__((ext_vector_type(256)));                                \
  static type name##_a[256], name##_b[256], name##_r[5][256];                                      \
  __attribute__((noinline)) static void name##_compute(void) {                                     \
    name##_vector a, b, product, difference, *r = (name##_vector *)name##_r;                       \
    memcpy(&a, name##_a, sizeof a);                                                                \
    memcpy(&b, name##_b, sizeof b);                                                                \
    product = a * b;                                                                               \
    difference = a - b;                                                                            \
    r[0] = product + a;                                                                            \
    r[1] = difference / b;                                                                         \
    r[2] = -a;                                                                                     \
    r[3] = a < b ? a : b;                                                                          \
    r[4] = __builtin_elementwise_sqrt(__builtin_elementwise_abs(b));                               \
  }                                                                                                \
  static int name(void) {                                                                          \
    for (int round = 0; round < 20; ++round) {                                                     \
      FILL(name##_a, one)                                                                          \
      FILL(name##_b, one)                                                                          \
      name##_compute();                                                                            \
      for (int i = 0; i < 256; ++i) {                                                              \
        type a = name##_a[i], b = name##_b[i], product = a * b, difference = a - b;                \
        type want[5] = {product + a, difference / b, -a, a < b ? a : b,                            \
                        __builtin_elementwise_sqrt(__builtin_elementwise_abs(b))};                 \
        for (int k = 0; k < 5; ++k)                                                                \
          if (!SAME(want[k], name##_r[k][i]))                                                      \
            return k + 1;                                                                          \
      }                                                                                            \
    }                                                                                              \
    return 0;                                                                                      \
  }

TEST(half, _Float16, 0x3c00)
TEST(brain, __bf16, 0x3c00)

int main(void) {
  int failed = half();
  return failed ? failed : brain() * 10;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Work for the matrix unit between two markers, for the core's cycle counts:
//
//   rtl-guest gemm TYPE M N K      a product, until all of it is in memory
//   rtl-guest warm TYPE M N K      the same in a second call
//   rtl-guest independent TYPE N   N multiplies into four accumulators in turn
//   rtl-guest dependent TYPE N     N multiplies into one accumulator
//
// TYPE is f32, f16, bf16, i8, u8, i8u8 or u8i8; of single multiplies also e4m3,
// e5m2e4m3, i4, u4i4, b1xor or b1and. N is a multiple of 4.
#include <sectile.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../kernels/gemm/gemm.h"
#include "common/markers.h"

static int is(const char *type, const char *name) {
  return !strcmp(type, name);
}

// Floats of both signs below 1, or any bytes; the simulator takes longer for
// them than for zeros.
static void *numbers(const char *type, int64_t count) {
  static uint32_t state = 1;
  uint32_t mask = ~0u, set = 0;
  if (is(type, "f32"))
    mask = 0x80ffffff, set = 0x3e000000;
  else if (is(type, "f16"))
    mask = 0x87ff87ff, set = 0x30003000;
  else if (is(type, "bf16"))
    mask = 0x80ff80ff, set = 0x3e003e00;
  char *memory = malloc((size_t)count * 4 + 64);
  if (!memory)
    exit(2);
  uint32_t *words = (uint32_t *)(((uintptr_t)memory + 63) & ~(uintptr_t)63);
  for (int64_t i = 0; i < count; i++) {
    state = state * 1664525 + 1013904223;
    words[i] = (state ^ state >> 16) & mask | set;
  }
  return words;
}

// The last element is stored last, and a scalar load waits for it. The markers
// are around the first call or the second.
#define PRODUCT(name)                                                          \
  if (is(type, #name)) {                                                       \
    for (int run = 0; run <= warm; run++) {                                    \
      if (run == warm)                                                         \
        bench_begin();                                                         \
      gemm_##name(m, n, k, a, k, b, n, c, n, 0);                               \
      (void)((volatile uint32_t *)c)[m * n - 1];                               \
    }                                                                          \
    bench_end();                                                               \
    return 0;                                                                  \
  }

static int gemm(const char *type, int64_t m, int64_t n, int64_t k, int warm) {
  void *a = numbers(type, m * k), *b = numbers(type, k * n),
       *c = numbers(type, m * n);
  PRODUCT(f32)
  PRODUCT(f16)
  PRODUCT(bf16)
  PRODUCT(i8)
  PRODUCT(u8)
  PRODUCT(i8u8)
  PRODUCT(u8i8)
  return 2;
}

// The result waits in c for a scalar load, as in gemm().
#define RATE(type, left, right, result)                                        \
  if (is(name, #type)) {                                                       \
    tile_##left##_t x = tile_load_##left(a);                                   \
    tile_##right##_t y = tile_load_##right(b);                                 \
    tile_##result##_t sum[4];                                                  \
    for (int i = 0; i < 4; i++)                                                \
      sum[i] = tile_load_##result((char *)c + 1024 * i);                       \
    bench_begin();                                                             \
    if (dependent)                                                             \
      for (; count > 0; count -= 4)                                            \
        for (int i = 0; i < 4; i++)                                            \
          sum[0] = tile_mma_##type(sum[0], x, y);                              \
    else                                                                       \
      for (; count > 0; count -= 4)                                            \
        for (int i = 0; i < 4; i++)                                            \
          sum[i] = tile_mma_##type(sum[i], x, y);                              \
    for (int i = 0; i < 4; i++)                                                \
      tile_store_##result((char *)c + 1024 * i, sum[i]);                       \
    (void)((volatile uint32_t *)c)[dependent ? 0 : 1023];                      \
    bench_end();                                                               \
    return 0;                                                                  \
  }

static int rate(int dependent, const char *name, int64_t count) {
  void *a = numbers(name, 256), *b = numbers(name, 256),
       *c = numbers("f32", 4 * 256);
  RATE(f32, f32, f32, f32)
  RATE(f16, f16, f16, f32)
  RATE(bf16, bf16, bf16, f32)
  RATE(i8, i8, i8, i32)
  RATE(u8, u8, u8, i32)
  RATE(i8u8, i8, u8, i32)
  RATE(u8i8, u8, i8, i32)
  RATE(e4m3, e4m3, e4m3, f32)
  RATE(e5m2e4m3, e5m2, e4m3, f32)
  RATE(i4, i4, i4, i32)
  RATE(u4i4, u4, i4, i32)
  RATE(b1xor, b1, b1, i32)
  RATE(b1and, b1, b1, i32)
  return 2;
}

int main(int argc, char **argv) {
  if (argc == 6 && (is(argv[1], "gemm") || is(argv[1], "warm")))
    return gemm(argv[2], atoi(argv[3]), atoi(argv[4]), atoi(argv[5]),
                is(argv[1], "warm"));
  if (argc == 4 && (is(argv[1], "independent") || is(argv[1], "dependent")))
    return rate(is(argv[1], "dependent"), argv[2], atoi(argv[3]));
  return 2;
}

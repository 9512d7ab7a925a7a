// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One pass over arrays between two markers, as a plain loop that the compiler
// vectorises or with the tile functions:
//
//   loops-guest LOOP HOW COUNT RUNS
//
// LOOP is one of the names in the table below, HOW is plain, tiles or scalar:
// the plain loop, not vectorised. All three have the same result, which is
// checked.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/markers.h"
#include <sectile.h>

enum { MOST = 1 << 16 };
static _Alignas(64) float x[MOST], y[MOST], z[MOST];
static _Alignas(64) int32_t words[MOST];
static _Alignas(64) int8_t bytes[MOST], more[MOST];

// The same loop twice; a function's pragma or flag would hold for both.
#define NO_VECTORS _Pragma("clang loop vectorize(disable) unroll(disable)")
#define BOTH(name, result, before, head, body, after)                          \
  __attribute__((noinline)) static result name##_plain(int n) {                \
    before head body after                                                     \
  }                                                                            \
  __attribute__((noinline)) static result name##_scalar(int n) {               \
    before NO_VECTORS head body after                                          \
  }
#define EACH for (int i = 0; i < n; i++)
#define TILES for (int i = 0; i < n; i += 256)

BOTH(relu, int, , EACH, y[i] = x[i] > 0 ? x[i] : 0;, return 0;)
__attribute__((noinline)) static int relu_tiles(int n) {
  TILES tile_store_linear_f32(
      y + i, n - i, tile_max_f32_s(tile_load_linear_f32(x + i, n - i), 0));
  return 0;
}

BOTH(saxpy, int, , EACH, y[i] = 1.5f * x[i] + z[i];, return 0;)
__attribute__((noinline)) static int saxpy_tiles(int n) {
  TILES tile_store_linear_f32(
      y + i, n - i,
      tile_fmadd_f32_sb(tile_load_linear_f32(x + i, n - i), 1.5f,
                        tile_load_linear_f32(z + i, n - i)));
  return 0;
}

BOTH(dot, int, int s = 0;, EACH, s += bytes[i] * more[i];, return s;)
__attribute__((noinline)) static int dot_tiles(int n) {
  tile_i32_t s = tile_zero_i32();
  TILES s = tile_madd_i32(tile_load_linear_widen_i8(bytes + i, n - i),
                          tile_load_linear_widen_i8(more + i, n - i), s);
  return tile_get_i32(tile_redcol_add_i32(tile_redrow_add_i32(s)), 0);
}

BOTH(maximum, int, int s = INT32_MIN;, EACH, s = words[i] > s ? words[i] : s;
     , return s;)
__attribute__((noinline)) static int maximum_tiles(int n) {
  tile_i32_t s = tile_splat_i32(INT32_MIN);
  int i = 0;
  for (; i + 256 <= n; i += 256)
    s = tile_max_i32(s, tile_load_i32(words + i));
  if (i < n) {
    tile_i32_t rest = tile_load_linear_i32(words + i, n - i);
    s = tile_max_i32(s, tile_select_i32(tile_mask_linear(n - i), rest, s));
  }
  return tile_get_i32(tile_redcol_max_i32(tile_redrow_max_i32(s)), 0);
}

BOTH(
    requantise, int, , EACH,
    {
      int v = (words[i] * 3 + 64) >> 7;
      bytes[i] = (int8_t)(v > 127 ? 127 : v < -128 ? -128 : v);
    },
    return 0;)
__attribute__((noinline)) static int requantise_tiles(int n) {
  TILES {
    tile_i32_t v = tile_load_linear_i32(words + i, n - i);
    tile_store_linear_narrow_i8(bytes + i, n - i, (v * 3 + 64) >> 7);
  }
  return 0;
}

static const struct loop {
  const char *name;
  int (*plain)(int), (*tiles)(int), (*scalar)(int);
} loops[] = {
#define LOOP(name) {#name, name##_plain, name##_tiles, name##_scalar}
    LOOP(relu), LOOP(saxpy), LOOP(dot), LOOP(maximum), LOOP(requantise)};

static void fill(int n) {
  for (int i = 0; i < n; i++) {
    x[i] = (float)(i % 37 - 18);
    z[i] = (float)(i % 11 - 5);
    words[i] = i * 7919 % 20011 - 10000;
    bytes[i] = (int8_t)(i % 251);
    more[i] = (int8_t)(i % 13 - 6);
  }
  memset(y, 0, sizeof y);
}

static uint64_t sum(int n) {
  uint64_t s = 0;
  for (int i = 0; i < n; i++) {
    uint32_t bits;
    memcpy(&bits, &y[i], 4);
    s = (s ^ bits ^ (uint64_t)(uint8_t)bytes[i] << 32) *
        UINT64_C(0x9e3779b97f4a7c15);
  }
  return s;
}

int main(int argc, char **argv) {
  if (argc != 5)
    return 2;
  const struct loop *loop = loops, *end = loops + sizeof loops / sizeof *loops;
  while (loop < end && strcmp(loop->name, argv[1]))
    loop++;
  const int n = atoi(argv[3]), runs = atoi(argv[4]);
  if (loop == end || n < 0 || n > MOST)
    return 2;
  int (*run)(int) = !strcmp(argv[2], "tiles")    ? loop->tiles
                    : !strcmp(argv[2], "scalar") ? loop->scalar
                                                 : loop->plain;
  fill(n);
  const int wanted = loop->scalar(n);
  const uint64_t wanted_sum = sum(n);
  fill(n);
  int got = run(n); // the code is in the cache
  const int wrong = got != wanted || sum(n) != wanted_sum;
  bench_begin();
  for (int r = 0; r < runs; r++)
    got += run(n);
  // A scalar load waits for the last element, which is stored last.
  (void)((volatile uint32_t *)y)[n ? n - 1 : 0];
  (void)((volatile int8_t *)bytes)[n ? n - 1 : 0];
  bench_end();
  return wrong;
}

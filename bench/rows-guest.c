// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Passes over the rows of a matrix between two markers, as plain loops that the
// compiler makes tile code of:
//
//   rows-guest LOOP HOW ROWS LENGTH BETWEEN
//
// LOOP is one of the names in the table below, HOW is plain or scalar: not
// vectorised. Rows have LENGTH elements, and BETWEEN others follow each of
// them. Both ways have the same result, which is checked.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/markers.h"

// No power of two, so that arrays do not share lines of the cache.
enum { MOST = 20000, LONGEST = 1 << 10 };
_Alignas(64) float x[MOST], y[MOST], z[MOST], bias[LONGEST], scale[LONGEST];
_Alignas(64) int8_t bytes[MOST];

#define NO_VECTORS _Pragma("clang loop vectorize(disable)")
#define EACH(pragma, body)                                                     \
  pragma for (int i = 0; i < n; i++) pragma for (int j = 0; j < m; j++) body
#define BOTH(name, body)                                                       \
  __attribute__((noinline)) void name##_plain(int n, int m, int row) {         \
    EACH(, body)                                                               \
  }                                                                            \
  __attribute__((noinline)) void name##_scalar(int n, int m, int row) {        \
    EACH(NO_VECTORS, body)                                                     \
  }

BOTH(relu, z[i * row + j] = x[i * row + j] > 0 ? x[i * row + j] : 0;)
BOTH(add, z[i * row + j] = x[i * row + j] + y[i * row + j];)
BOTH(normalise, z[i * row + j] = x[i * row + j] * scale[i] + bias[j];)
BOTH(transpose, z[i * row + j] = x[j * n + i];)
BOTH(quantise, {
  float v = rintf(x[i * row + j] * 16.0f);
  bytes[i * row + j] = (int8_t)(v > 127 ? 127 : v > -128 ? v : -128);
})

static const struct loop {
  const char *name;
  void (*plain)(int, int, int), (*scalar)(int, int, int);
} loops[] = {
#define LOOP(name) {#name, name##_plain, name##_scalar}
    LOOP(relu), LOOP(add), LOOP(normalise), LOOP(transpose), LOOP(quantise)};

static uint64_t sum(void) {
  uint64_t s = 0;
  for (int i = 0; i < MOST; i++) {
    uint32_t bits;
    memcpy(&bits, &z[i], 4);
    s = (s ^ bits ^ (uint64_t)(uint8_t)bytes[i] << 32) *
        UINT64_C(0x9e3779b97f4a7c15);
  }
  return s;
}

static void fill(void) {
  for (int i = 0; i < MOST; i++) {
    x[i] = (float)(i % 37 - 18);
    y[i] = (float)(i % 11 - 5);
  }
  for (int i = 0; i < LONGEST; i++) {
    bias[i] = (float)i;
    scale[i] = (float)(i % 5);
  }
  memset(z, 0, sizeof z);
  memset(bytes, 0, sizeof bytes);
}

int main(int argc, char **argv) {
  if (argc != 6)
    return 2;
  const struct loop *loop = loops, *end = loops + sizeof loops / sizeof *loops;
  while (loop < end && strcmp(loop->name, argv[1]))
    loop++;
  const int n = atoi(argv[3]), m = atoi(argv[4]), between = atoi(argv[5]);
  const int row = m + between;
  if (loop == end || n < 1 || m < 1 || between < 0 || n > LONGEST ||
      m > LONGEST || row > LONGEST || n * row > MOST)
    return 2;
  void (*run)(int, int, int) =
      !strcmp(argv[2], "scalar") ? loop->scalar : loop->plain;
  fill();
  loop->scalar(n, m, row);
  const uint64_t wanted = sum();
  fill();
  run(n, m, row); // the code is in the cache
  const int wrong = sum() != wanted;
  bench_begin();
  run(n, m, row);
  // A scalar load waits for the last element, which is stored last.
  (void)((volatile uint32_t *)z)[(n - 1) * row + m - 1];
  (void)((volatile int8_t *)bytes)[(n - 1) * row + m - 1];
  bench_end();
  return wrong;
}

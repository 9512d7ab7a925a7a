// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The GEMM kernels for bench/kernels: every type in a large product, and a
// sweep of small and ragged shapes. Bounds are those of docs/kernels/gemm.md.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kernels/common/status.h"
#include "../../kernels/gemm/gemm_reference.h"
#include "../../kernels/gemm/gemv.h"
#include "../common/markers.h"
#include "../common/rates.h"

// Arrays of a case, of any type.
enum { SPACE = 4 << 20 };
static char a[SPACE] __attribute__((aligned(64))),
    b[SPACE] __attribute__((aligned(64)));
static uint32_t c[512 * 512] __attribute__((aligned(64)));

// Random bytes, as floats below 2 where every byte is one of a float.
static void fill(char *memory, int64_t bytes, uint32_t mask, uint32_t set) {
  static uint32_t state = 1;
  uint32_t word;
  for (int64_t i = 0; i < bytes; i += 4) {
    state = state * 1664525 + 1013904223;
    word = ((state ^ state >> 16) & mask) | set;
    memcpy(memory + i, &word, 4);
  }
}

// Runs the kernel twice, the second time between the markers, and compares some
// elements of the result: all would take the core hours.
#define TYPE(type, left, right, sum, per_byte)                                 \
  static int run_##type(int64_t m, int64_t n, int64_t k, int flags) {          \
    const left *const x = (const left *)(const void *)a;                       \
    const right *const y = (const right *)(const void *)b;                     \
    sum *const z = (sum *)(void *)c;                                           \
    const int64_t ldb = flags & GEMM_B_NK ? k : n;                             \
    int wrong = 0;                                                             \
    for (int run = 0; run < 2; run++) {                                        \
      if (run == 1)                                                            \
        bench_begin();                                                         \
      wrong |= gemm_##type(m, n, k, x, k, y, ldb, z, n, flags) != KERNEL_OK;   \
      (void)((volatile uint32_t *)c)[m * n - 1];                               \
    }                                                                          \
    bench_end();                                                               \
    for (int64_t i = 0; i < m; i += m / 3 + 1)                                 \
      for (int64_t j = 0; j < n; j += n / 3 + 1) {                             \
        sum expected;                                                          \
        reference_##type(1, 1, k, x + i * k / (per_byte), k,                   \
                         y + (flags & GEMM_B_NK ? j * k / (per_byte) : j),     \
                         ldb, &expected, 1, flags);                            \
        wrong |= memcmp((const char *)&z[i * n + j], (const char *)&expected,  \
                        4) != 0;                                               \
      }                                                                        \
    return wrong;                                                              \
  }
TYPE(f32, float, float, float, 1)
TYPE(f16, uint16_t, uint16_t, float, 1)
TYPE(bf16, uint16_t, uint16_t, float, 1)
TYPE(e4m3, uint8_t, uint8_t, float, 1)
TYPE(e5m2, uint8_t, uint8_t, float, 1)
TYPE(e4m3e5m2, uint8_t, uint8_t, float, 1)
TYPE(e5m2e4m3, uint8_t, uint8_t, float, 1)
TYPE(i8, int8_t, int8_t, int32_t, 1)
TYPE(u8, uint8_t, uint8_t, int32_t, 1)
TYPE(i8u8, int8_t, uint8_t, int32_t, 1)
TYPE(u8i8, uint8_t, int8_t, int32_t, 1)
TYPE(i4, uint8_t, uint8_t, int32_t, 2)
TYPE(u4, uint8_t, uint8_t, int32_t, 2)
TYPE(i4u4, uint8_t, uint8_t, int32_t, 2)
TYPE(u4i4, uint8_t, uint8_t, int32_t, 2)
TYPE(b1xor, uint8_t, uint8_t, int32_t, 8)
TYPE(b1and, uint8_t, uint8_t, int32_t, 8)

static const struct type {
  const char *name;
  int (*run)(int64_t, int64_t, int64_t, int);
  uint32_t mask, set; // of the words of A and B
  int bits;           // of an element
} types[] = {{"f32", run_f32, 0x80ffffff, 0x3e000000, 32},
             {"f16", run_f16, 0x87ff87ff, 0x30003000, 16},
             {"bf16", run_bf16, 0x80ff80ff, 0x3e003e00, 16},
             {"e4m3", run_e4m3, 0xbfbfbfbf, 0, 8},
             {"e5m2", run_e5m2, 0xbfbfbfbf, 0, 8},
             {"e4m3e5m2", run_e4m3e5m2, 0xbfbfbfbf, 0, 8},
             {"e5m2e4m3", run_e5m2e4m3, 0xbfbfbfbf, 0, 8},
             {"i8", run_i8, ~0u, 0, 8},
             {"u8", run_u8, ~0u, 0, 8},
             {"i8u8", run_i8u8, ~0u, 0, 8},
             {"u8i8", run_u8i8, ~0u, 0, 8},
             {"i4", run_i4, ~0u, 0, 4},
             {"u4", run_u4, ~0u, 0, 4},
             {"i4u4", run_i4u4, ~0u, 0, 4},
             {"u4i4", run_u4i4, ~0u, 0, 4},
             {"b1xor", run_b1xor, ~0u, 0, 1},
             {"b1and", run_b1and, ~0u, 0, 1}};
enum { TYPES = sizeof types / sizeof *types };

// Small and ragged, each of three types.
static const uint8_t ragged[][3] = {
    {1, 1, 1},    {1, 16, 16},  {3, 5, 7},    {8, 8, 8},    {16, 16, 16},
    {17, 17, 17}, {1, 64, 64},  {64, 1, 64},  {20, 30, 40}, {32, 32, 32},
    {33, 31, 65}, {48, 48, 48}, {40, 56, 24}, {10, 64, 99}, {64, 64, 64},
    {65, 65, 65}, {50, 75, 25}, {96, 16, 80}, {80, 80, 80}, {100, 77, 53}};
enum { SHAPES = sizeof ragged / sizeof *ragged };
static const int ragged_types[] = {0, 2, 7}; // f32, bf16, i8

// Tiles of the next block, of `left` rows or columns of C.
static int64_t tiles(int64_t left) { return left > 32 ? 4 : left > 16 ? 2 : 1; }

// Cycles that the multiplies need, or the memory unit, and those before the
// first and after the last.
static int64_t bound(const struct type *type, int64_t m, int64_t n, int64_t k) {
  // 8-bit floats take twice as long.
  const int64_t multiply =
      type->name[0] == 'e' ? SECTILE_CYCLES_TMAT8 : MULTIPLY;
  const int bits = type->bits;
  const int64_t depth = 512 / bits, steps = (k + depth - 1) / depth,
                left = k - depth * (steps - 1),
                last = (left * 16 + depth - 1) / depth,
                product = multiply * (steps - 1) + multiply * last / 16,
                // A load that transposes takes a cycle for each row, and for
                // each other column, which is zero.
      b_rows = bits < 8 ? 16 : depth, b_last = bits < 8 ? 16 : left + 16 - last;
  int64_t busy = 0, loads = 0, stores = 0;
  for (int64_t j = 0; j < n; j += 16 * tiles(n - j))
    for (int64_t i = 0; i < m; i += 16 * tiles(m - i)) {
      const int64_t rows = tiles(m - i), columns = tiles(n - j);
      busy += rows * columns * product;
      loads += steps * 16 * rows + ((steps - 1) * b_rows + b_last) * columns;
      for (int64_t r = i; r < m && r < i + 16 * rows; r += 16)
        for (int64_t s = j; s < n && s < j + 16 * columns; s += 16)
          stores += m - r < 16 ? m - r : 16;
    }
  const int64_t most = busy > loads ? busy : loads;
  return FILL + 16 + (steps > 1 ? b_rows : b_last) +
         (most > stores ? most : stores) + DRAIN;
}

// A matrix by a vector. Of floats 16 elements a cycle are loaded and
// multiplied; of integers by floats each tile is converted first; of integers
// the matrix unit multiplies 16 rows of 64 bytes in 64 cycles.
enum vector_type { F32, BF16, I8_F32, I4_F32, I8, I4 };
static const struct vector {
  const char *name;
  enum vector_type type;
  int m, n, transposed;
} vectors[] = {{"gemv f32", F32, 512, 512, 0},
               {"gemv f32 transposed", F32, 512, 512, 1},
               {"gemv f32", F32, 100, 300, 0},
               {"gemv bf16", BF16, 512, 512, 0},
               {"gemv bf16 transposed", BF16, 512, 512, 1},
               {"gemv i8 by f32", I8_F32, 512, 512, 0},
               {"gemv i4 by f32", I4_F32, 512, 512, 0},
               {"gemv i8", I8, 512, 512, 0},
               {"gemv i8 transposed", I8, 512, 512, 1},
               {"gemv i4", I4, 512, 1024, 0}};
enum { VECTORS = sizeof vectors / sizeof *vectors };

static int64_t vector_bound(const struct vector *v) {
  const int64_t rows = ((v->transposed ? v->n : v->m) + 15) / 16,
                depth = v->transposed ? v->m : v->n;
  switch (v->type) {
  case F32:
  case BF16:
    return BEGIN + rows * ((depth + 15) / 16) * LOAD + REDUCTION + DRAIN;
  case I8_F32:
  case I4_F32:
    return BEGIN + rows * ((depth + 15) / 16) * 2 * OPERATION + REDUCTION +
           DRAIN;
  case I8:
    return FILL + 16 + (v->transposed ? 64 : 16) +
           rows * ((depth + 63) / 64) * MULTIPLY + DRAIN;
  case I4:
    return FILL + 16 + 16 + rows * ((depth + 127) / 128) * MULTIPLY + DRAIN;
  }
  return 0;
}

static int run_vector(const struct vector *v) {
  static float x[1024], y[512], expected[512];
  const int integers = v->type == I8 || v->type == I4;
  // As types[] has the bits of floats; integers are any.
  const struct type *const type = &types[v->type == BF16 ? 2 : 0];
  int wrong = 0;
  fill(a, (int64_t)v->m * v->n * 4, v->type > BF16 ? ~0u : type->mask,
       v->type > BF16 ? 0 : type->set);
  fill((char *)x, sizeof x, integers ? ~0u : types[0].mask,
       integers ? 0 : types[0].set);
#define VECTOR(function, element, vector, sum, result)                         \
  function(v->m, v->n, 1, (const element *)(const void *)a, v->n,              \
           (const vector *)(const void *)x, 0, (sum *)(void *)(result),        \
           v->transposed)
#define VECTORS_OF(prefix, result)                                             \
  switch (v->type) {                                                           \
  case F32:                                                                    \
    CALL(VECTOR(prefix##f32, float, float, float, result));                    \
    break;                                                                     \
  case BF16:                                                                   \
    CALL(VECTOR(prefix##bf16, uint16_t, float, float, result));                \
    break;                                                                     \
  case I8_F32:                                                                 \
    CALL(VECTOR(prefix##i8_f32, int8_t, float, float, result));                \
    break;                                                                     \
  case I4_F32:                                                                 \
    CALL(VECTOR(prefix##i4_f32, uint8_t, float, float, result));               \
    break;                                                                     \
  case I8:                                                                     \
    CALL(VECTOR(prefix##i8, int8_t, int8_t, int32_t, result));                 \
    break;                                                                     \
  case I4:                                                                     \
    CALL(VECTOR(prefix##i4, uint8_t, uint8_t, int32_t, result));               \
    break;                                                                     \
  }
  for (int run = 0; run < 2; run++) {
    if (run == 1)
      bench_begin();
#define CALL(call) wrong |= call
    VECTORS_OF(gemv_, y)
#undef CALL
    (void)((volatile float *)y)[(v->transposed ? v->n : v->m) - 1];
  }
  bench_end();
#define CALL(call) call
  VECTORS_OF(reference_gemv_, expected)
#undef CALL
  return wrong || memcmp((char *)y, (char *)expected, sizeof y) != 0;
}

int main(int argc, char **argv) {
  const int list = argc == 2 && !strcmp(argv[1], "list");
  const int chosen = argc == 2 && !list ? atoi(argv[1]) : -1;
  for (int i = 0; i < TYPES + 3 * SHAPES; i++) {
    const int small = i >= TYPES, shape = (i - TYPES) % SHAPES;
    const struct type *type =
        &types[small ? ragged_types[(i - TYPES) / SHAPES] : i];
    const int64_t m = small ? ragged[shape][0] : 512,
                  n = small ? ragged[shape][1] : 512,
                  k = small            ? ragged[shape][2]
                      : type->bits < 8 ? 4096
                                       : 512;
    if (list)
      printf("gemm %s%s|%d x %d x %d|%lld|%s\n", small ? "small " : "",
             type->name, (int)m, (int)n, (int)k,
             (long long)bound(type, m, n, k), small ? "mean 80" : "99");
    if (i != chosen)
      continue;
    fill(a, (m * k * type->bits / 8 + 3) & ~3, type->mask, type->set);
    fill(b, (n * k * type->bits / 8 + 3) & ~3, type->mask, type->set);
    return type->run(m, n, k, type->bits < 8 ? GEMM_B_NK : 0);
  }
  for (int i = 0; i < VECTORS; i++) {
    if (list)
      printf("%s|%d x %d|%lld|-\n", vectors[i].name, vectors[i].m, vectors[i].n,
             (long long)vector_bound(&vectors[i]));
    if (i + TYPES + 3 * SHAPES == chosen)
      return run_vector(&vectors[i]);
  }
  return list ? 0 : 2;
}

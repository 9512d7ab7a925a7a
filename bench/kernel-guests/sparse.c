// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Block-sparse products at several densities, the dense product of the same
// type beside them, and the layer of a pixelated butterfly, for bench/kernels,
// which describes the protocol. docs/kernels/sparse.md derives the bounds.
// Kernels: gemm
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kernels/common/math_reference.h"
#include "../../kernels/gemm/gemm_fused.h"
#include "../../kernels/sparse/sparse_reference.h"
#include "../common/markers.h"
#include "../common/rates.h"

enum { M = 64, SIZE = 512, BLOCKS = 32 * 32, RANK = 32 };
static _Alignas(64) float x[M * SIZE], w[SIZE * SIZE], y[M * SIZE],
    expected[M * SIZE], u[SIZE * RANK], v[RANK * SIZE], scratch[M * RANK];
static int32_t start[33], column[BLOCKS], back_start[33], back_column[BLOCKS],
    back_place[BLOCKS];

enum type { F32, BF16, I8, I8_I8 }; // the last one requantised
enum kind { DENSE, SPARSE, BACK, GRADIENT, BUTTERFLY };
static const char *const types[] = {"f32", "bf16", "i8", "i8-i8"};
static const char *const kinds[] = {"dense", "sparse", "sparse transposed",
                                    "sparse gradient", "pixelated butterfly"};
struct one {
  enum kind kind;
  enum type type;
  int block, sixteenths; // of the blocks that exist
  const char *target;
};
#define DENSITIES(type, block)                                                 \
  {SPARSE, type, block, 1, "-"}, {SPARSE, type, block, 2, "-"},                \
      {SPARSE, type, block, 4, "-"}, {SPARSE, type, block, 8, "-"},            \
      {SPARSE, type, block, 16, "-"}
static const struct one cases[] = {{DENSE, F32, 0, 16, "-"},
                                   {DENSE, BF16, 0, 16, "-"},
                                   {DENSE, I8, 0, 16, "-"},
                                   {DENSE, I8_I8, 0, 16, "-"},
                                   DENSITIES(F32, 32),
                                   DENSITIES(BF16, 32),
                                   DENSITIES(I8, 32),
                                   DENSITIES(I8_I8, 32),
                                   {SPARSE, F32, 16, 4, "-"},
                                   {SPARSE, BF16, 16, 4, "-"},
                                   {SPARSE, I8, 16, 4, "-"},
                                   {BACK, F32, 32, 4, "-"},
                                   {BACK, BF16, 32, 4, "-"},
                                   {GRADIENT, F32, 32, 4, "-"},
                                   {GRADIENT, BF16, 32, 4, "-"},
                                   {BUTTERFLY, BF16, 32, 6, "-"}};

// As many blocks in each row, spread over its columns, no two rows alike.
static struct sparse_pattern pattern_of(const struct one *c) {
  const int side = c->block ? SIZE / c->block : 0;
  if (c->kind == BUTTERFLY) {
    sparse_butterfly(SIZE, SIZE, c->block, 0, 4, start, column);
  } else if (c->block) {
    int32_t blocks = 0;
    for (int r = 0; r < side; r++) {
      start[r] = blocks;
      for (int i = 0; i < side; i++)
        if ((i * 5 + r * 3) % 16 < c->sixteenths)
          column[blocks++] = i;
    }
    start[side] = blocks;
  }
  return (struct sparse_pattern){SIZE, SIZE, c->block, start, column, 0};
}

// Cycles of the matrix unit for the product: 4 for each word of a row of its
// operands, and at least 32, in which the operands of the next multiply come
// in.
static int64_t multiplies(const struct one *c, int64_t blocks) {
  static const int sizes[] = {4, 2, 1, 1};
  const int size = sizes[c->type];
  if (c->kind == DENSE)
    return MULTIPLY * (M / 16) * (SIZE / 16) * SIZE * size / 64;
  if (c->kind == GRADIENT)
    return MULTIPLY * blocks * (c->block / 16) * (c->block / 16) * M * size /
           64;
  const int deep = 64 / size < c->block ? 64 / size : c->block;
  const int64_t taken = MULTIPLY * deep * size / 64,
                each = taken < 32 ? 32 : taken;
  int64_t cycles =
      each * blocks * (c->block / 16) * (c->block / deep) * (M / 16);
  if (c->kind == BUTTERFLY)
    cycles += 2 * MULTIPLY * (M / 16) * (RANK / 16) * SIZE * size / 64;
  return cycles;
}

// Of all outputs alike.
static const int32_t multiplier = 1 << 30, shift = -10;
static const struct requantisation requantisation = {&multiplier, &shift, 0,  0,
                                                     3,           -128,   127};

#define GEMM_OF(T, in, out)                                                    \
  gemm_##T(M, SIZE, SIZE, (const in *)x, SIZE, (const in *)w, SIZE, (out *)y,  \
           SIZE, GEMM_B_NK)
#define SPARSE_OF(T, in, out)                                                  \
  sparse_##T(p, M, (const in *)x, SIZE, (const in *)w, (out *)y, SIZE, flags)
static int run(const struct one *c, const struct sparse_pattern *p, int flags) {
  switch (c->kind) {
  case DENSE:
    if (c->type == I8_I8)
      return gemm_i8_requantised(M, SIZE, SIZE, (const int8_t *)x, SIZE,
                                 (const int8_t *)w, SIZE, (int8_t *)y, SIZE,
                                 GEMM_B_NK, 0, &requantisation, scratch,
                                 sizeof scratch);
    return c->type == F32    ? GEMM_OF(f32, float, float)
           : c->type == BF16 ? GEMM_OF(bf16, uint16_t, float)
                             : GEMM_OF(i8, int8_t, int32_t);
  case GRADIENT:
    return c->type == F32
               ? sparse_gradient_f32(p, M, x, SIZE, x, SIZE, w, 0)
               : sparse_gradient_bf16(p, M, (const uint16_t *)x, SIZE,
                                      (const uint16_t *)x, SIZE, w, 0);
  case BUTTERFLY:
    return sparse_low_rank_bf16(p, M, (const uint16_t *)x, SIZE,
                                (const uint16_t *)w, RANK, (const uint16_t *)v,
                                (const uint16_t *)u, y, SIZE, scratch,
                                sparse_low_rank_scratch(M, RANK));
  default:
    if (c->type == I8_I8)
      return sparse_i8_requantised(p, M, (const int8_t *)x, SIZE,
                                   (const int8_t *)w, (int8_t *)y, SIZE, flags,
                                   0, &requantisation, scratch, sizeof scratch);
    return c->type == F32    ? SPARSE_OF(f32, float, float)
           : c->type == BF16 ? SPARSE_OF(bf16, uint16_t, float)
                             : SPARSE_OF(i8, int8_t, int32_t);
  }
}
#undef GEMM_OF
#undef SPARSE_OF

// The reference of `rows` rows of the result from row i on.
static void reference(const struct one *c, const struct sparse_pattern *p,
                      int flags, int64_t i, int64_t rows, int64_t columns) {
#define GEMM_OF(T, in, out)                                                    \
  reference_##T(rows, columns, SIZE, (const in *)x + i * SIZE, SIZE,           \
                (const in *)w, SIZE, (out *)expected + i * SIZE, SIZE,         \
                GEMM_B_NK)
#define SPARSE_OF(T, in, out)                                                  \
  reference_sparse_##T(p, rows, (const in *)x + i * SIZE, SIZE, (const in *)w, \
                       (out *)expected + i * SIZE, SIZE, flags)
  if (c->kind == BUTTERFLY)
    reference_sparse_low_rank_bf16(p, rows, (const uint16_t *)x + i * SIZE,
                                   SIZE, (const uint16_t *)w, RANK,
                                   (const uint16_t *)v, (const uint16_t *)u,
                                   expected + i * SIZE, SIZE);
  else if (c->type == I8_I8 && c->kind == SPARSE)
    reference_sparse_i8_requantised(
        p, rows, (const int8_t *)x + i * SIZE, SIZE, (const int8_t *)w,
        (int8_t *)expected + i * SIZE, SIZE, flags, 0, &requantisation);
  else if (c->type == I8_I8)
    for (int64_t j = 0; j < columns; j++) {
      int32_t sum = 0;
      for (int64_t k = 0; k < SIZE; k++)
        sum += ((const int8_t *)x)[i * SIZE + k] *
               ((const int8_t *)w)[j * SIZE + k];
      ((int8_t *)expected)[i * SIZE + j] = reference_requantised(
          sum, multiplier, shift, 0, requantisation.zero_point, -128, 127);
    }
  else if (c->kind == DENSE)
    c->type == F32    ? GEMM_OF(f32, float, float)
    : c->type == BF16 ? GEMM_OF(bf16, uint16_t, float)
                      : GEMM_OF(i8, int8_t, int32_t);
  else
    c->type == F32    ? SPARSE_OF(f32, float, float)
    : c->type == BF16 ? SPARSE_OF(bf16, uint16_t, float)
                      : SPARSE_OF(i8, int8_t, int32_t);
}

// Small numbers of no order, made fast: this runs on the core too.
static void fill(const struct one *c, float *p, int64_t count) {
  uint32_t state = 12345;
  for (int64_t i = 0; i < count; i++) {
    state = state * 1664525 + 1013904223;
    const int32_t number = (int32_t)state >> 24;
    if (c->type == F32)
      p[i] = (float)number / 16;
    else if (c->type == BF16) // exact
      ((uint16_t *)p)[i] = (uint16_t)(math_bits((float)number / 16) >> 16);
    else
      ((int8_t *)p)[i] = (int8_t)number;
  }
}

int main(int argc, char **argv) {
  const int count = sizeof cases / sizeof *cases;
  if (argc == 2 && strcmp(argv[1], "list") == 0) {
    for (int i = 0; i < count; i++) {
      const struct sparse_pattern p = pattern_of(&cases[i]);
      const int64_t blocks = p.block ? start[SIZE / p.block] : 0;
      // Fill: tiles of x and W, of which transposed ones take their depth.
      const int64_t bound =
          FILL + 16 + 16 + multiplies(&cases[i], blocks) + DRAIN;
      printf("%s %s|%d x %d x %d", kinds[cases[i].kind], types[cases[i].type],
             M, SIZE, SIZE);
      if (p.block)
        printf(", %d, %.4g %%", cases[i].block,
               100.0 * (double)blocks * (double)(p.block * p.block) /
                   (SIZE * SIZE));
      printf("|%" PRId64 "|%s\n", bound, cases[i].target);
    }
    return 0;
  }
  const long i = argc == 2 ? strtol(argv[1], 0, 10) : -1;
  if (i < 0 || i >= count)
    return 2;
  const struct one *const c = &cases[i];
  struct sparse_pattern p = pattern_of(c);
  fill(c, x, M * SIZE);
  fill(c, w, SIZE * SIZE);
  fill(c, u, SIZE * RANK);
  fill(c, v, SIZE * RANK);
  int flags = 0;
  if (c->kind == BACK) {
    if (sparse_transpose(&p, back_start, back_column, back_place) != KERNEL_OK)
      return 1;
    p.start = back_start;
    p.column = back_column;
    p.place = back_place;
    flags = SPARSE_TRANSPOSED;
  }
  run(c, &p, flags); // the code is in the cache
  bench_begin();
  const int status = run(c, &p, flags);
  (void)((volatile char *)(c->kind == GRADIENT
                               ? w
                               : y))[M * SIZE * (c->type == I8_I8 ? 1 : 4) -
                                     1]; // waits
  bench_end();
  int same = status == KERNEL_OK;
  if (c->kind == GRADIENT) {
    // Blocks of the first and of the last row.
    for (int64_t b = 0; same && b < start[SIZE / p.block]; b += 31)
      for (int64_t e = 0; e < p.block; e++) {
        float sum = 0;
        int64_t r = 0;
        while (start[r + 1] <= b)
          r++;
        for (int64_t n = 0; n < M; n++) {
          const int64_t at = n * SIZE + r * p.block + e,
                        other = n * SIZE + column[b] * p.block + 3;
          sum = c->type == F32
                    ? reference_fma(x[at], x[other], sum)
                    : reference_fma(
                          reference_get_bf16((const uint16_t *)x, at),
                          reference_get_bf16((const uint16_t *)x, other), sum);
        }
        same &= sum == w[(b * p.block + e) * p.block + 3];
      }
  } else {
    // Rows are independent, so the last one; of the dense product, which is
    // here to be compared with, a few columns.
    const int64_t columns = c->kind == DENSE ? 32 : SIZE, row = M - 1;
    reference(c, &p, flags, row, 1, columns);
    const int64_t size = c->type == I8_I8 ? 1 : 4;
    same &= memcmp((char *)y + row * SIZE * size,
                   (char *)expected + row * SIZE * size,
                   (size_t)(columns * size)) == 0;
  }
  if (same)
    return 0;
  printf("%s: a wrong result\n", kinds[c->kind]);
  return 1;
}

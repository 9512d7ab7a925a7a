// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernels on sparse matrices against their reference, over many shapes.
//
//   sparse_test f32|bf16|i8|requantised|gradient|lowrank|pattern|status
//
// Compiled for Sectile it runs a kernel, compares every bit with the reference
// compiled for the same machine, and checks that nothing else was written; what
// lies between the rows of operands, and in blocks beyond the matrix, are NaNs.
// It prints a digest for each shape. Compiled for the host it prints the
// digests of the reference alone, so the two outputs must be the same text. The
// reference itself is compared with that of the dense product, in which the
// absent blocks are zeros.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../common/test.h"
#include "sparse_reference.h"

enum { SPACE = 1 << 17, GUARD = 64, MOST_BLOCKS = 64, MOST = 160 };
// Operands, as bytes; the result of the kernel and of the reference.
static _Alignas(64) char x_space[SPACE], dy_space[SPACE], w_space[4 * SPACE],
    v_space[SPACE], u_space[SPACE];
static _Alignas(64) char found_space[2 * SPACE],
    expected_space[2 * SPACE], scratch[SPACE];
static char *result; // where a kernel or the reference writes
static int failures;

static int64_t below(int64_t n) { return (int64_t)(random64() >> 33) % n; }

static float random_f32(void) {
  const uint64_t r = random64();
  if ((r >> 40 & 31) == 0)
    return 0;
  return reference_float((uint32_t)(r & 0x80000000u) |
                         (uint32_t)(121 + (r >> 32) % 10) << 23 |
                         (uint32_t)(r & 0x7fffff));
}
static void put_f32(void *p, int64_t i) { ((float *)p)[i] = random_f32(); }
static void put_bf16(void *p, int64_t i) {
  ((uint16_t *)p)[i] = reference_sparse_narrow(random_f32());
}
static void put_i8(void *p, int64_t i) {
  ((int8_t *)p)[i] = (int8_t)(random64() >> 40);
}
static void fill(void (*put)(void *, int64_t), void *p, int64_t rows,
                 int64_t columns, int64_t ld) {
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < columns; j++)
      put(p, i * ld + j);
}

// A random pattern, with a random order of the stored blocks.
static int32_t starts[16], columns_of[MOST_BLOCKS], places[MOST_BLOCKS];
static int32_t back_starts[16], back_columns[MOST_BLOCKS],
    back_places[MOST_BLOCKS];
static struct sparse_pattern random_pattern(int64_t outputs, int64_t inputs,
                                            int64_t block, int density) {
  int32_t blocks = 0;
  const int64_t rows = (outputs + block - 1) / block;
  for (int64_t r = 0; r < rows; r++) {
    starts[r] = blocks;
    for (int64_t c = 0; c * block < inputs; c++)
      if (below(4) < density)
        columns_of[blocks++] = (int32_t)c;
  }
  starts[rows] = blocks;
  for (int32_t b = 0; b < blocks; b++) {
    const int64_t other = below(b + 1);
    places[b] = places[other];
    places[other] = b;
  }
  return (struct sparse_pattern){outputs, inputs,     block,
                                 starts,  columns_of, below(2) ? places : 0};
}
// The blocks: NaNs outside the matrix, or -1.
static void fill_blocks(void (*put)(void *, int64_t),
                        const struct sparse_pattern *p) {
  for (int64_t o = 0; o < p->outputs; o++) {
    const int64_t r = o / p->block;
    for (int64_t b = p->start[r]; b < p->start[r + 1]; b++)
      for (int64_t i = p->column[b] * p->block;
           i < (p->column[b] + 1) * p->block && i < p->inputs; i++)
        put(w_space, reference_sparse_at(p, b, o, i, 0));
  }
}

static void fresh(void) {
  memset(x_space, 0xff, sizeof x_space);
  memset(dy_space, 0xff, sizeof dy_space);
  memset(w_space, 0xff, sizeof w_space);
}
static void finish(const char *name, const struct sparse_pattern *p, int64_t m,
                   int status) {
  if (status != KERNEL_OK ||
      memcmp(found_space, expected_space, sizeof found_space) != 0) {
    size_t at = 0;
    while (at + 4 < sizeof found_space &&
           memcmp(found_space + at, expected_space + at, 4) == 0)
      at += 4;
    uint32_t found, expected;
    memcpy(&found, found_space + at, 4);
    memcpy(&expected, expected_space + at, 4);
    printf("status %d, wrong in word %ld: found %08" PRIx32
           ", expected %08" PRIx32 "\n",
           status, (long)at / 4 - GUARD, found, expected);
    failures++;
  }
  printf("%s %" PRId64 " x %" PRId64 " by %" PRId64 " in %" PRId64
         ": %016" PRIx64 "\n",
         name, m, p->outputs, p->inputs, p->block,
         digest_of(found_space, sizeof found_space));
}

// Runs the reference, and on Sectile the kernel, into memory that holds the
// same numbers before.
#ifdef __sectile__
#define KERNEL(kernel, reference) status = kernel
#else
#define KERNEL(kernel, reference) reference
#endif
#define RUN(name, p, m, kernel, reference)                                     \
  do {                                                                         \
    int status = KERNEL_OK;                                                    \
    for (int64_t i = 0; i < (int64_t)sizeof found_space / 4; i++)              \
      put_f32(expected_space, i);                                              \
    memcpy(found_space, expected_space, sizeof found_space);                   \
    result = expected_space + 4 * (size_t)GUARD;                               \
    reference;                                                                 \
    result = found_space + 4 * (size_t)GUARD;                                  \
    KERNEL(kernel, reference);                                                 \
    finish(name, p, m, status);                                                \
  } while (0)

static const uint8_t shapes[][3] = {
    {0, 16, 16},  {1, 1, 1},    {16, 16, 16},  {16, 32, 32}, {5, 0, 16},
    {5, 16, 0},   {33, 31, 65}, {64, 64, 96},  {65, 96, 64}, {17, 100, 33},
    {40, 33, 10}, {1, 128, 96}, {100, 64, 128}};
#define EACH_SHAPE for (size_t n = 0; n < sizeof shapes / sizeof *shapes; n++)

// The reference of the product with the dense matrix, zeros in absent blocks,
// has the same bits.
#define DENSE(type, element, sum_type)                                         \
  static void compare_dense_##type(const struct sparse_pattern *p, int64_t m,  \
                                   int64_t ldx) {                              \
    static element dense[MOST * MOST];                                         \
    static sum_type wide[MOST * MOST], narrow[MOST * MOST];                    \
    memset(dense, 0, sizeof dense);                                            \
    for (int64_t o = 0; o < p->outputs; o++) {                                 \
      const int64_t r = o / p->block;                                          \
      for (int64_t b = p->start[r]; b < p->start[r + 1]; b++)                  \
        for (int64_t i = p->column[b] * p->block;                              \
             i < (p->column[b] + 1) * p->block && i < p->inputs; i++)          \
          dense[o * MOST + i] =                                                \
              ((const element *)w_space)[reference_sparse_at(p, b, o, i, 0)];  \
    }                                                                          \
    reference_##type(m, p->outputs, p->inputs, (const element *)x_space, ldx,  \
                     dense, MOST, wide, MOST, GEMM_B_NK);                      \
    reference_sparse_##type(p, m, (const element *)x_space, ldx,               \
                            (const element *)w_space, narrow, MOST, 0);        \
    for (int64_t i = 0; i < m; i++)                                            \
      if (memcmp(wide + i * MOST, narrow + i * MOST,                           \
                 (size_t)p->outputs * sizeof(sum_type)) != 0) {                \
        printf("row %" PRId64 " differs from the dense product\n", i);         \
        failures++;                                                            \
      }                                                                        \
  }
DENSE(f32, float, float)
DENSE(bf16, uint16_t, float)
DENSE(i8, int8_t, int32_t)

#define TEST_PRODUCT(type, element, sum_type)                                  \
  static void test_##type(void) {                                              \
    EACH_SHAPE                                                                 \
    for (int64_t block = 16; block <= 32; block *= 2) {                        \
      const int64_t m = shapes[n][0], outputs = shapes[n][1],                  \
                    inputs = shapes[n][2], ldx = inputs + (int64_t)n % 3,      \
                    ldy = outputs + (int64_t)n % 4;                            \
      const struct sparse_pattern p =                                          \
          random_pattern(outputs, inputs, block, 1 + (int)n % 4);              \
      const element *const x = (const element *)x_space, *const w =            \
                                                             (const element *) \
                                                                 w_space;      \
      fresh();                                                                 \
      fill(put_##type, x_space, m, inputs, ldx);                               \
      fill_blocks(put_##type, &p);                                             \
      compare_dense_##type(&p, m, ldx);                                        \
      for (int flags = 0; flags <= SPARSE_ADD; flags++)                        \
        RUN(#type, &p, m,                                                      \
            sparse_##type(&p, m, x, ldx, w, (sum_type *)result, ldy, flags),   \
            reference_sparse_##type(&p, m, x, ldx, w, (sum_type *)result, ldy, \
                                    flags));                                   \
      const struct sparse_pattern back = {                                     \
          inputs, outputs, block, back_starts, back_columns, back_places};     \
      failures += sparse_transpose(&p, back_starts, back_columns,              \
                                   back_places) != KERNEL_OK;                  \
      const int64_t ldd = outputs + 1, ldr = inputs + 2;                       \
      const element *const dy = (const element *)dy_space;                     \
      fill(put_##type, dy_space, m, outputs, ldd);                             \
      RUN(#type " transposed", &back, m,                                       \
          sparse_##type(&back, m, dy, ldd, w, (sum_type *)result, ldr,         \
                        SPARSE_TRANSPOSED),                                    \
          reference_sparse_##type(&back, m, dy, ldd, w, (sum_type *)result,    \
                                  ldr, SPARSE_TRANSPOSED));                    \
    }                                                                          \
  }
TEST_PRODUCT(f32, float, float)
TEST_PRODUCT(bf16, uint16_t, float)
TEST_PRODUCT(i8, int8_t, int32_t)

// The bias has the offset of x; channels alike or each with its own parameters,
// shifts to the right or to both sides, both roundings, with and without clamp.
static void test_requantised(void) {
  static int32_t multipliers[MOST], shifts[MOST];
  EACH_SHAPE
  for (int64_t block = 16; block <= 32; block *= 2) {
    const int64_t m = shapes[n][0], outputs = shapes[n][1],
                  inputs = shapes[n][2];
    const struct sparse_pattern p =
        random_pattern(outputs, inputs, block, 1 + (int)n % 4);
    const struct sparse_pattern back = {inputs,      outputs,      block,
                                        back_starts, back_columns, back_places};
    failures += sparse_transpose(&p, back_starts, back_columns, back_places) !=
                KERNEL_OK;
    const int8_t *const x = (const int8_t *)x_space, *const w = (const int8_t *)
                                                         w_space;
    for (int i = 0; i < MOST; i++) {
      multipliers[i] = (int32_t)(random64() >> 33) | 1 << 30;
      shifts[i] = (int32_t)(n % 3 == 2 ? below(4) : 0) - (int32_t)below(12);
    }
    const struct requantisation q = {
        multipliers,        shifts,           n % 2, n % 5 == 3, (int)n - 5,
        n % 3 ? -128 : -40, n % 3 ? 127 : 100};
    const int32_t *const bias = n % 4 == 3 ? 0 : (const int32_t *)v_space;
    for (int transposed = 0; transposed < 2; transposed++) {
      const struct sparse_pattern *const pattern = transposed ? &back : &p;
      const int flags = transposed ? SPARSE_TRANSPOSED : 0;
      const int64_t row = pattern->inputs + (int64_t)n % 3,
                    to = pattern->outputs + (int64_t)n % 4;
      fresh();
      fill(put_i8, x_space, m, pattern->inputs, row);
      fill_blocks(put_i8, &p);
      for (int64_t i = 0; i < MOST; i++)
        ((int32_t *)v_space)[i] = (int32_t)below(20000) - 10000;
      RUN("bias i8", pattern, m,
          sparse_i8_bias(pattern, w, flags, 17, (int32_t *)result),
          reference_sparse_i8_bias(pattern, w, flags, 17, (int32_t *)result));
      RUN("requantised i8", pattern, m,
          sparse_i8_requantised(
              pattern, m, x, row, w, (int8_t *)result, to, flags, bias, &q,
              scratch, sparse_i8_requantised_scratch(pattern->outputs)),
          reference_sparse_i8_requantised(
              pattern, m, x, row, w, (int8_t *)result, to, flags, bias, &q));
    }
  }
}

static void test_gradient(void) {
  EACH_SHAPE
  for (int64_t block = 16; block <= 32; block *= 2) {
    const int64_t m = shapes[n][0], outputs = shapes[n][1],
                  inputs = shapes[n][2], ldx = inputs + (int64_t)n % 3,
                  ldd = outputs + (int64_t)n % 4;
    const struct sparse_pattern p =
        random_pattern(outputs, inputs, block, 1 + (int)n % 4);
    for (int flags = 0; flags <= SPARSE_ADD; flags++) {
#define GRADIENT(type, element)                                                \
  fresh();                                                                     \
  fill(put_##type, x_space, m, inputs, ldx);                                   \
  fill(put_##type, dy_space, m, outputs, ldd);                                 \
  RUN("gradient " #type, &p, m,                                                \
      sparse_gradient_##type(&p, m, (const element *)dy_space, ldd,            \
                             (const element *)x_space, ldx, (float *)result,   \
                             flags),                                           \
      reference_sparse_gradient_##type(&p, m, (const element *)dy_space, ldd,  \
                                       (const element *)x_space, ldx,          \
                                       (float *)result, flags))
      GRADIENT(f32, float);
      GRADIENT(bf16, uint16_t);
    }
  }
}

static void test_lowrank(void) {
  static const uint8_t ranks[] = {0, 1, 16, 20};
  EACH_SHAPE {
    const int64_t m = shapes[n][0], outputs = shapes[n][1],
                  inputs = shapes[n][2], ldx = inputs + (int64_t)n % 3,
                  ldy = outputs + (int64_t)n % 4, rank = ranks[n % 4];
    const struct sparse_pattern p =
        random_pattern(outputs, inputs, n % 2 ? 32 : 16, 2);
#define LOW_RANK(type, element)                                                \
  fresh();                                                                     \
  fill(put_##type, x_space, m, inputs, ldx);                                   \
  fill_blocks(put_##type, &p);                                                 \
  fill(put_##type, v_space, rank, inputs, inputs);                             \
  fill(put_##type, u_space, outputs, rank, rank);                              \
  RUN("low rank " #type, &p, m,                                                \
      sparse_low_rank_##type(                                                  \
          &p, m, (const element *)x_space, ldx, (const element *)w_space,      \
          rank, (const element *)v_space, (const element *)u_space,            \
          (float *)result, ldy, scratch, sparse_low_rank_scratch(m, rank)),    \
      reference_sparse_low_rank_##type(                                        \
          &p, m, (const element *)x_space, ldx, (const element *)w_space,      \
          rank, (const element *)v_space, (const element *)u_space,            \
          (float *)result, ldy))
    LOW_RANK(f32, float);
    LOW_RANK(bf16, uint16_t);
  }
}

// The butterfly's blocks are those of its definition, and a pattern transposed
// twice is itself.
static void test_pattern(void) {
  static const struct {
    uint8_t outputs, inputs, low, high;
  } cases[] = {{128, 128, 0, 3}, {128, 128, 2, 3}, {128, 64, 0, 2},
               {48, 112, 0, 3},  {100, 33, 0, 4},  {16, 16, 0, 1},
               {0, 64, 0, 2},    {64, 0, 0, 2},    {96, 96, 1, 1}};
  for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
    const int64_t outputs = cases[n].outputs, inputs = cases[n].inputs,
                  low = cases[n].low, high = cases[n].high, block = 16,
                  rows = (outputs + 15) / 16, columns = (inputs + 15) / 16;
    const int64_t blocks =
        sparse_butterfly_blocks(outputs, inputs, block, low, high);
    failures += sparse_butterfly(outputs, inputs, block, low, high, starts,
                                 columns_of) != KERNEL_OK;
    failures += starts[rows] != blocks;
    int32_t b = 0;
    for (int64_t r = 0; r < rows; r++) {
      failures += starts[r] != b;
      for (int64_t c = 0; c < columns; c++)
        if (reference_butterfly_has(rows, columns, r, c, low, high)) {
          failures += b >= blocks || columns_of[b] != c;
          b++;
        }
    }
    failures += b != blocks;
    const struct sparse_pattern p = {outputs, inputs,     block,
                                     starts,  columns_of, 0},
                                back = {inputs,      outputs,      block,
                                        back_starts, back_columns, back_places};
    int32_t again_starts[16], again_columns[MOST_BLOCKS],
        again_places[MOST_BLOCKS];
    failures += sparse_transpose(&p, back_starts, back_columns, back_places) !=
                    KERNEL_OK ||
                sparse_transpose(&back, again_starts, again_columns,
                                 again_places) != KERNEL_OK;
    failures += memcmp(starts, again_starts, 4 * (size_t)(rows + 1)) != 0 ||
                memcmp(columns_of, again_columns, 4 * (size_t)blocks) != 0;
    for (int32_t i = 0; i < blocks; i++)
      failures += again_places[i] != i;
    printf("butterfly %" PRId64 " x %" PRId64 ", %" PRId64 " to %" PRId64
           ": %" PRId64 " blocks %016" PRIx64 "\n",
           outputs, inputs, low, high, blocks,
           digest_of(columns_of, 4 * (size_t)blocks));
  }
  printf("bad shapes: %" PRId64 " %" PRId64 " %" PRId64 "\n",
         sparse_butterfly_blocks(-1, 16, 16, 0, 1),
         sparse_butterfly_blocks(16, 16, 8, 0, 1),
         sparse_butterfly_blocks(16, 16, 16, 2, 1));
}

static void test_status(void) {
  static const int32_t start[] = {0, 2, 3}, column[] = {0, 1, 1},
                       descends[] = {0, 2, 1}, late[] = {1, 2, 3},
                       outside[] = {0, 2, 1}, twice[] = {1, 1, 0},
                       place[] = {2, 0, 1}, far[] = {0, 3, 1};
  const struct sparse_pattern p = {32, 32, 16, start, column, place};
  float *const y = (float *)(found_space + 4 * (size_t)GUARD);
  const float *const x = (const float *)x_space, *const w = (float *)w_space;
  struct sparse_pattern q = p;
  (void)y, (void)x, (void)w, (void)q, (void)scratch;
  fresh();
  memset(found_space, 0xa5, sizeof found_space);
#define BAD(status, member, value)                                             \
  q = p;                                                                       \
  q.member = value;                                                            \
  printf(#member " = " #value ": ");                                           \
  FAILS(status, sparse_f32(&q, 4, x, 32, w, y, 32, 0))
  BAD(KERNEL_BAD_ARGUMENT, block, 8);
  BAD(KERNEL_BAD_SHAPE, outputs, -1);
  BAD(KERNEL_BAD_SHAPE, inputs, -1);
  BAD(KERNEL_BAD_SHAPE, inputs, 33);
  BAD(KERNEL_BAD_ARGUMENT, start, descends);
  BAD(KERNEL_BAD_ARGUMENT, start, late);
  BAD(KERNEL_NULL_POINTER, start, 0);
  BAD(KERNEL_BAD_ARGUMENT, column, outside);
  BAD(KERNEL_BAD_ARGUMENT, column, twice);
  BAD(KERNEL_NULL_POINTER, column, 0);
  BAD(KERNEL_BAD_ARGUMENT, place, far);
  BAD(KERNEL_OVERLAP, start, (const int32_t *)memset(y, 0, 12));
  memset(y, 0xa5, 12);
  FAILS(KERNEL_NULL_POINTER, sparse_f32(0, 4, x, 32, w, y, 32, 0));
  FAILS(KERNEL_BAD_SHAPE, sparse_f32(&p, -1, x, 32, w, y, 32, 0));
  FAILS(KERNEL_BAD_SHAPE, sparse_f32(&p, 4, x, 31, w, y, 32, 0));
  FAILS(KERNEL_BAD_SHAPE, sparse_f32(&p, 4, x, 32, w, y, 31, 0));
  FAILS(KERNEL_BAD_ARGUMENT, sparse_f32(&p, 4, x, 32, w, y, 32, 4));
  FAILS(KERNEL_NULL_POINTER, sparse_f32(&p, 4, 0, 32, w, y, 32, 0));
  FAILS(KERNEL_NULL_POINTER, sparse_f32(&p, 4, x, 32, 0, y, 32, 0));
  FAILS(KERNEL_NULL_POINTER, sparse_f32(&p, 4, x, 32, w, 0, 32, 0));
  FAILS(KERNEL_OVERLAP, sparse_f32(&p, 4, y + 4, 32, w, y, 32, 0));
  FAILS(KERNEL_OVERLAP, sparse_f32(&p, 4, x, 32, y + 4, y, 32, 0));
  static const int32_t multiplier[] = {1 << 30}, shift[] = {-3},
                       beyond[] = {31};
  const struct requantisation r = {multiplier, shift, 0, 0, 0, -128, 127},
                              wide = {multiplier, beyond, 0, 0, 0, -128, 127},
                              none = {0, shift, 0, 0, 0, -128, 127};
  (void)r, (void)wide, (void)none;
#define REQUANTISED(x, y, flags, r, scratch, bytes)                            \
  sparse_i8_requantised(&p, 4, (const int8_t *)(x), 32, (const int8_t *)w,     \
                        (int8_t *)(y), 32, flags, 0, r, scratch, bytes)
  FAILS(KERNEL_BAD_ARGUMENT, REQUANTISED(x, y, SPARSE_ADD, &r, scratch, 384));
  FAILS(KERNEL_BAD_ARGUMENT, REQUANTISED(x, y, 0, &wide, scratch, 384));
  FAILS(KERNEL_NULL_POINTER, REQUANTISED(x, y, 0, 0, scratch, 384));
  FAILS(KERNEL_NULL_POINTER, REQUANTISED(x, y, 0, &none, scratch, 384));
  FAILS(KERNEL_NULL_POINTER, REQUANTISED(x, y, 0, &r, 0, 384));
  FAILS(KERNEL_NULL_POINTER, REQUANTISED(0, y, 0, &r, scratch, 384));
  FAILS(KERNEL_SMALL_SCRATCH, REQUANTISED(x, y, 0, &r, scratch, 383));
  FAILS(KERNEL_OVERLAP, REQUANTISED(x, y, 0, &r, y + 4, 384));
  FAILS(KERNEL_OVERLAP, REQUANTISED(y, y, 0, &r, scratch, 384));
  FAILS(KERNEL_BAD_ARGUMENT,
        sparse_i8_bias(&p, (const int8_t *)w, SPARSE_ADD, 1, (int32_t *)y));
  FAILS(KERNEL_NULL_POINTER, sparse_i8_bias(&p, 0, 0, 1, (int32_t *)y));
  FAILS(KERNEL_OVERLAP,
        sparse_i8_bias(&p, (const int8_t *)y, 0, 1, (int32_t *)y));
  FAILS(KERNEL_BAD_ARGUMENT, sparse_gradient_f32(&p, 4, x, 32, x, 32, y, 2));
  FAILS(KERNEL_OVERLAP, sparse_gradient_f32(&p, 4, y, 32, x, 32, y, 0));
  FAILS(KERNEL_OVERLAP, sparse_gradient_f32(&p, 4, x, 32, y, 32, y, 0));
  FAILS(KERNEL_BAD_SHAPE, sparse_low_rank_f32(&p, 4, x, 32, w, -1, w, w, y, 32,
                                              scratch, sizeof scratch));
  FAILS(KERNEL_SMALL_SCRATCH,
        sparse_low_rank_f32(&p, 4, x, 32, w, 4, w, w, y, 32, scratch, 63));
  FAILS(KERNEL_OVERLAP,
        sparse_low_rank_f32(&p, 4, x, 32, w, 4, w, w, y, 32, y, 64));
  FAILS(KERNEL_OVERLAP,
        sparse_low_rank_f32(&p, 4, x, 32, w, 4, y, w, y, 32, scratch, 64));
  FAILS(KERNEL_NULL_POINTER,
        sparse_low_rank_f32(&p, 4, x, 32, w, 4, w, 0, y, 32, scratch, 64));
  for (size_t i = 0; i < sizeof found_space; i++)
    failures += found_space[i] != (char)0xa5;
}

static const struct named_test tests[] = {{"f32", test_f32},
                                          {"bf16", test_bf16},
                                          {"i8", test_i8},
                                          {"requantised", test_requantised},
                                          {"gradient", test_gradient},
                                          {"lowrank", test_lowrank},
                                          {"pattern", test_pattern},
                                          {"status", test_status}};

int main(int argc, char **argv) {
  return run_named_test(argc, argv, "sparse_test", tests,
                        sizeof tests / sizeof *tests, &failures);
}

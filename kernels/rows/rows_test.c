// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernels over rows against their reference, over many shapes.
//
//   rows_test softmax|norm|loss|pick|table|move|resize|rotary|status
//
// Compiled for Sectile it runs a kernel, compares every bit with the reference
// compiled for the same machine, and checks that nothing else was written; what
// lies between the rows of operands are NaNs. It prints a digest for each
// shape. Compiled for the host it prints the digests of the reference alone, so
// the two outputs must be the same text.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../common/test.h"
#include "rows_reference.h"

enum { SPACE = 1 << 16, GUARD = 64 };
static float x_space[SPACE], more_space[SPACE];
static _Alignas(64) char found_space[4 * SPACE], expected_space[4 * SPACE];
static float *const x = x_space + GUARD, *const more = more_space + GUARD;
static void *result; // where a kernel or the reference writes
static int failures;

static int64_t below(int64_t n) { return (int64_t)(random64() >> 33) % n; }

// Moderate numbers, zeros of both signs, equal ones, and on demand infinities
// and NaNs.
static float random_f32(int special) {
  const uint64_t r = random64();
  const uint32_t bits = (uint32_t)(r & 0x80000000u) |
                        (uint32_t)(121 + (r >> 32) % 10) << 23 |
                        (uint32_t)(r & 0x7fffff);
  switch (r >> 40 & 63) {
  case 0:
    return math_float(bits & 0x80000000u);
  case 1:
  case 2:
    return math_float(bits & 0xffe00000u);
  case 3:
    return special ? math_float((bits & 0x80000000u) |
                                (r >> 50 & 1 ? 0x7f800000u : 0x7fc00000u))
                   : 1.0f;
  default:
    return math_float(bits);
  }
}
static void fill(float *p, int64_t rows, int64_t columns, int64_t ld,
                 int special) {
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < columns; j++)
      p[i * ld + j] = random_f32(special);
}
static void narrow(const float *from, uint16_t *p, int64_t rows,
                   int64_t columns, int64_t ld) {
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < columns; j++)
      p[i * ld + j] = math_narrow_bf16(from[i * ld + j]);
}
static void fresh(void) {
  memset(x_space, 0xff, sizeof x_space);
  memset(more_space, 0xff, sizeof more_space);
}

static void finish(const char *name, int64_t a, int64_t b, int64_t c,
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
  printf("%s %" PRId64 " %" PRId64 " %" PRId64 ": %016" PRIx64 "\n", name, a, b,
         c, digest_of(found_space, sizeof found_space));
}

// Runs the reference, and on Sectile the kernel; both write at `result`, whose
// bytes begin as `begin` says.
#ifdef __sectile__
#define KERNEL(name, ...) status = rows_##name(__VA_ARGS__)
#else
#define KERNEL(name, ...) reference_##name(__VA_ARGS__)
#endif
#define RUN(a, b, c, name, ...)                                                \
  do {                                                                         \
    int status = KERNEL_OK;                                                    \
    memset(expected_space, 0xa5, sizeof expected_space);                       \
    memset(found_space, 0xa5, sizeof found_space);                             \
    result = expected_space + 4 * GUARD;                                       \
    reference_##name(__VA_ARGS__);                                             \
    result = found_space + 4 * GUARD;                                          \
    KERNEL(name, __VA_ARGS__);                                                 \
    finish(#name, a, b, c, status);                                            \
  } while (0)
#define RESULT(type) ((type *)result)
// A second result, far behind the first.
static void *second(void) { return (char *)result + 2 * SPACE; }
#define SECOND(type) ((type *)second())

static const uint16_t shapes[][2] = {
    {0, 0},   {0, 5},   {5, 0},   {1, 1},   {1, 16},   {16, 16},
    {15, 17}, {17, 15}, {32, 32}, {33, 31}, {1, 300},  {3, 256},
    {48, 48}, {31, 65}, {64, 1},  {2, 2},   {32, 256}, {40, 100}};
#define EACH_SHAPE for (size_t n = 0; n < sizeof shapes / sizeof *shapes; n++)

static void test_softmax(void) {
  EACH_SHAPE {
    const int64_t rows = shapes[n][0], columns = shapes[n][1];
    const int64_t ldx = columns + (int64_t)n % 3,
                  ldy = columns + (int64_t)n % 5;
    fresh();
    fill(x, rows, columns, ldx, n % 4 == 3);
    RUN(rows, columns, ldx, softmax_f32, rows, columns, x, ldx, RESULT(float),
        ldy);
    RUN(rows, columns, ldx, log_softmax_f32, rows, columns, x, ldx,
        RESULT(float), ldy);
    uint16_t *b = (uint16_t *)more;
    narrow(x, b, rows, columns, ldx);
    RUN(rows, columns, ldx, softmax_bf16, rows, columns, b, ldx,
        RESULT(uint16_t), ldy);
    RUN(rows, columns, ldx, log_softmax_bf16, rows, columns, b, ldx,
        RESULT(uint16_t), ldy);
  }
}

static void test_norm(void) {
  EACH_SHAPE {
    const int64_t rows = shapes[n][0], columns = shapes[n][1];
    const int64_t ldx = columns + (int64_t)n % 3,
                  ldy = columns + (int64_t)n % 5;
    const float epsilon = 1e-5f;
    fresh();
    fill(x, rows, columns, ldx, n % 5 == 4);
    float *gain = n % 3 ? more : 0, *bias = n % 4 ? more + 1024 : 0;
    fill(more, 1, columns, columns, 0);
    fill(more + 1024, 1, columns, columns, 0);
    RUN(rows, columns, ldx, layer_norm_f32, rows, columns, x, ldx, gain, bias,
        epsilon, RESULT(float), ldy);
    RUN(rows, columns, ldx, rms_norm_f32, rows, columns, x, ldx, gain, epsilon,
        RESULT(float), ldy);
    uint16_t *b = (uint16_t *)(more + 4096);
    narrow(x, b, rows, columns, ldx);
    RUN(rows, columns, ldx, layer_norm_bf16, rows, columns, b, ldx, gain, bias,
        epsilon, RESULT(uint16_t), ldy);
    RUN(rows, columns, ldx, rms_norm_bf16, rows, columns, b, ldx, gain, epsilon,
        RESULT(uint16_t), ldy);
    float *v = more + 40000;
    fill(v, 5, rows, 64, 0);
    for (int64_t i = 0; i < rows; i++)
      v[4 * 64 + i] = fabsf(v[4 * 64 + i]);
    RUN(rows, columns, ldx, fold_batch_norm_f32, rows, columns, x, ldx,
        n % 2 ? v : 0, v + 64, v + 128, v + 192, v + 256, epsilon,
        RESULT(float), ldy, SECOND(float));
  }
}

static void test_loss(void) {
  EACH_SHAPE {
    const int64_t rows = shapes[n][0], columns = shapes[n][1];
    const int64_t ldx = columns + (int64_t)n % 3,
                  ldg = columns + (int64_t)n % 5;
    if (rows && !columns)
      continue;
    fresh();
    fill(x, rows, columns, ldx, n % 4 == 3);
    int32_t label[64];
    for (int64_t i = 0; i < rows; i++)
      label[i] = (int32_t)below(columns);
    RUN(rows, columns, ldx, cross_entropy_f32, rows, columns, x, ldx, label,
        SECOND(float), 0.125f, RESULT(float), ldg);
    RUN(rows, columns, ldx, cross_entropy_f32, rows, columns, x, ldx, label,
        RESULT(float), 0.125f, 0, ldg);
  }
}

static void test_pick(void) {
  EACH_SHAPE {
    const int64_t rows = shapes[n][0], columns = shapes[n][1];
    const int64_t ldx = columns + (int64_t)n % 3;
    fresh();
    fill(x, rows, columns, ldx, n % 2);
    if (rows > 2) // none is a number; all are equal
      for (int64_t j = 0; j < columns; j++) {
        x[j] = NAN;
        x[ldx + j] = j % 3 ? -0.0f : 0.0f;
      }
    RUN(rows, columns, ldx, arg_max_f32, rows, columns, x, ldx,
        RESULT(int32_t));
    uint16_t *b = (uint16_t *)more;
    narrow(x, b, rows, columns, ldx);
    RUN(rows, columns, ldx, arg_max_bf16, rows, columns, b, ldx,
        RESULT(int32_t));
    for (int64_t k = 0; k <= columns && k < 20; k += 1 + k * 2)
      RUN(rows, columns, k, top_k_f32, rows, columns, k, x, ldx, RESULT(float),
          k + 2, SECOND(int32_t), k + 1);
  }
}

static void test_table(void) {
  for (int64_t n = 0; n < 16; n++) {
    static const int16_t widths[] = {0, 1, 16, 17, 64, 100, 256, 300};
    const int64_t rows = 1 + below(40), columns = widths[n % 8];
    const int64_t size = n < 8 ? 4 : INT64_C(1) << n % 4, ldt = columns + n % 3,
                  ldy = columns + n % 5;
    const int64_t count = n == 3 ? 0 : below(50);
    int32_t index[300];
    int64_t offset[21];
    fresh();
    fill(x, rows, columns, ldt, n % 2);
    for (int i = 0; i < 300; i++)
      index[i] = (int32_t)below(rows);
    RUN(rows, columns, count, gather, rows, columns, size, x, ldt, count, index,
        RESULT(char), ldy);
    offset[0] = below(4);
    for (int i = 0; i < 20; i++)
      offset[i + 1] = offset[i] + (i % 5 == 2 ? 0 : below(14));
    RUN(rows, columns, n % 2, embedding_bag_f32, rows, columns, x, ldt, 20,
        offset, index, n % 2, RESULT(float), ldy);
    uint16_t *b = (uint16_t *)more;
    narrow(x, b, rows, columns, ldt);
    RUN(rows, columns, n % 2, embedding_bag_bf16, rows, columns, b, ldt, 20,
        offset, index, n % 2, RESULT(float), ldy);
  }
}

static void test_move(void) {
  EACH_SHAPE
  for (int64_t size = 1; size <= 8; size *= 2) {
    const int64_t rows = shapes[n][0], columns = shapes[n][1];
    const int64_t ldx = columns + (int64_t)n % 3;
    fresh();
    for (int64_t i = 0; i < 20000; i++) {
      const uint64_t r = random64();
      memcpy(&x[i], &r, 4);
    }
    const struct rows_part part[3] = {{x, columns, ldx},
                                      {x + 100, columns / 3, columns / 3 + 5},
                                      {x + 50, 7, 8}};
    RUN(rows, columns, size, concatenate, rows, (int64_t)n % 4, part, size,
        RESULT(char), columns * 2 + 9);
    if (size == 8)
      continue;
    RUN(rows, columns, size, transpose, rows, columns, size, x, ldx,
        RESULT(char), rows + (int64_t)n % 4);
    const int64_t above = below(20), left = below(20), under = below(3),
                  right = below(70);
    RUN(rows, columns, size, pad, rows, columns, size, x, ldx, above, under,
        left, right, x + 7, RESULT(char), left + columns + right + 3);
  }
}

static void test_resize(void) {
  static const uint8_t sizes[][5] = {
      {1, 1, 1, 1, 1},  {1, 1, 3, 4, 5},    {4, 5, 3, 8, 10}, {8, 10, 2, 4, 5},
      {7, 3, 17, 5, 9}, {5, 5, 0, 3, 3},    {5, 5, 4, 0, 3},  {2, 3, 255, 3, 2},
      {9, 9, 1, 1, 1},  {16, 16, 3, 13, 21}};
  for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++)
    for (int flags = 0; flags < 3; flags++) {
      const uint8_t *s = sizes[n];
      fresh();
      fill(x, s[0], s[1] * s[2], s[1] * s[2], n % 4 == 3);
      RUN(s[0], s[1], flags, resize_nearest_f32, s[0], s[1], s[2], x, s[3],
          s[4], RESULT(float), flags);
      RUN(s[0], s[1], flags, resize_bilinear_f32, s[0], s[1], s[2], x, s[3],
          s[4], RESULT(float), flags);
    }
}

static void test_rotary(void) {
  static const uint8_t sizes[][3] = {{0, 1, 4},  {1, 1, 1},   {5, 2, 8},
                                     {17, 3, 9}, {16, 2, 32}, {33, 1, 21},
                                     {3, 0, 4},  {4, 4, 0}};
  for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++) {
    const int64_t rows = sizes[n][0], heads = sizes[n][1], pairs = sizes[n][2];
    const int64_t columns = 2 * heads * pairs, ldx = columns + (int64_t)n % 3,
                  ldt = pairs + (int64_t)n % 2;
    int32_t position[64];
    for (int i = 0; i < 64; i++)
      position[i] = i % 3 ? i : (int32_t)below(1 << 20);
    fresh();
    RUN(rows, heads, pairs, rotary_table_f32, rows, pairs, position, 10000.0f,
        RESULT(float), SECOND(float), ldt);
    fill(x, rows, columns, ldx, n % 4 == 3);
    reference_rotary_table_f32(rows, pairs, position, 10000.0f, more,
                               more + 8192, ldt);
    for (int halves = 0; halves < 2; halves++)
      RUN(rows, heads, pairs, rotary_f32, rows, heads, pairs, x, ldx, more,
          more + 8192, ldt, halves, RESULT(float), ldx + 1);
  }
}

static void test_status(void) {
  result = found_space;
  float *y = result;
  uint16_t *h = result;
  int32_t label[4] = {0, 1, 2, 3}, outside[4] = {0, 4, 1, 1};
  int64_t offset[3] = {0, 2, 1};
  const struct rows_part part[1] = {{x, 4, 3}};
  fresh();
  memset(found_space, 0xa5, sizeof found_space);
  (void)h, (void)y, (void)label, (void)outside, (void)offset, (void)part;
  FAILS(KERNEL_BAD_SHAPE, rows_softmax_f32(-1, 4, x, 4, y, 4));
  FAILS(KERNEL_BAD_SHAPE, rows_softmax_f32(2, 4, x, 3, y, 4));
  FAILS(KERNEL_BAD_SHAPE, rows_softmax_f32(2, INT64_MAX, x, INT64_MAX, y, 4));
  FAILS(KERNEL_NULL_POINTER, rows_softmax_f32(2, 4, 0, 4, y, 4));
  FAILS(KERNEL_NULL_POINTER, rows_log_softmax_bf16(2, 4, h, 4, 0, 4));
  FAILS(KERNEL_OVERLAP, rows_softmax_f32(2, 4, y + 1, 4, y, 4));
  FAILS(KERNEL_OVERLAP, rows_softmax_f32(2, 4, y, 5, y, 4));
  FAILS(KERNEL_BAD_ARGUMENT, rows_layer_norm_f32(2, 4, x, 4, 0, 0, -1, y, 4));
  FAILS(KERNEL_BAD_ARGUMENT, rows_rms_norm_f32(2, 4, x, 4, 0, NAN, y, 4));
  FAILS(KERNEL_OVERLAP, rows_layer_norm_f32(2, 4, x, 4, y, 0, 1, y, 4));
  FAILS(KERNEL_OVERLAP, rows_layer_norm_bf16(2, 4, h, 4, 0, y, 1, h, 4));
  FAILS(KERNEL_NULL_POINTER,
        rows_fold_batch_norm_f32(2, 4, x, 4, 0, x, x, x, 0, 1, y, 4, y + 64));
  FAILS(KERNEL_OVERLAP,
        rows_fold_batch_norm_f32(2, 4, x, 4, 0, x, x, x, x, 1, y, 4, y + 3));
  FAILS(KERNEL_BAD_ARGUMENT,
        rows_cross_entropy_f32(4, 4, x, 4, outside, y, 1, y + 64, 4));
  FAILS(KERNEL_OVERLAP,
        rows_cross_entropy_f32(4, 4, x, 4, label, y, 1, y + 3, 4));
  FAILS(KERNEL_BAD_SHAPE, rows_arg_max_f32(1, INT64_C(1) << 31, x, 0, label));
  FAILS(KERNEL_BAD_SHAPE, rows_top_k_f32(1, 4, 5, x, 4, y, 5, label, 5));
  FAILS(KERNEL_BAD_ARGUMENT, rows_gather(4, 4, 3, x, 4, 4, label, y, 4));
  FAILS(KERNEL_BAD_ARGUMENT, rows_gather(4, 4, 4, x, 4, 4, outside, y, 4));
  FAILS(KERNEL_NULL_POINTER, rows_gather(4, 4, 4, x, 4, 4, 0, y, 4));
  FAILS(KERNEL_BAD_ARGUMENT,
        rows_embedding_bag_f32(4, 4, x, 4, 2, offset, label, 0, y, 4));
  FAILS(KERNEL_BAD_SHAPE, rows_transpose(3, 4, 4, x, 4, y, 2));
  FAILS(KERNEL_BAD_ARGUMENT, rows_transpose(3, 4, 8, x, 4, y, 3));
  FAILS(KERNEL_BAD_SHAPE, rows_concatenate(2, 1, part, 4, y, 4));
  FAILS(KERNEL_NULL_POINTER, rows_concatenate(2, 1, 0, 4, y, 4));
  FAILS(KERNEL_BAD_SHAPE, rows_pad(2, 4, 4, x, 4, -1, 0, 0, 0, x, y, 4));
  FAILS(KERNEL_NULL_POINTER, rows_pad(2, 4, 4, x, 4, 0, 0, 0, 0, 0, y, 4));
  FAILS(KERNEL_BAD_SHAPE, rows_resize_nearest_f32(0, 4, 4, x, 1, 1, y, 0));
  FAILS(KERNEL_BAD_ARGUMENT, rows_resize_bilinear_f32(4, 4, 4, x, 1, 1, y, 3));
  FAILS(KERNEL_BAD_ARGUMENT,
        rows_rotary_table_f32(2, 4, label, 0, y, y + 64, 4));
  FAILS(KERNEL_BAD_SHAPE, rows_rotary_f32(2, 2, 4, x, 16, x, x, 3, 0, y, 16));
  FAILS(KERNEL_OVERLAP, rows_rotary_f32(2, 2, 4, x, 16, y, x, 4, 0, y, 16));
  for (size_t i = 0; i < sizeof found_space; i++)
    failures += found_space[i] != (char)0xa5;
}

static const struct named_test tests[] = {
    {"softmax", test_softmax}, {"norm", test_norm},
    {"loss", test_loss},       {"pick", test_pick},
    {"table", test_table},     {"move", test_move},
    {"resize", test_resize},   {"rotary", test_rotary},
    {"status", test_status}};

int main(int argc, char **argv) {
  return run_named_test(argc, argv, "rows_test", tests,
                        sizeof tests / sizeof *tests, &failures);
}

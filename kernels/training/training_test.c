// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The training kernels against their reference, over many shapes.
//
//   training_test
//   optimiser|scale|dense|activation|rows|table|moves|conv|attention|lstm|gru|status
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
#include "training_conv_reference.h"

enum { SPACE = 1 << 15, GUARD = 64, PARTS = 4 };
// Operands, and what is written: PARTS arrays of SPACE floats each.
static _Alignas(64) float space[PARTS][SPACE];
static _Alignas(64) float found[PARTS][SPACE], expected[PARTS][SPACE];
static float scratch[SPACE];
static float (*result)[SPACE];
static int failures;

static int64_t below(int64_t n) { return (int64_t)(random64() >> 33) % n; }

static float random_f32(int special) {
  const uint64_t r = random64();
  const uint32_t bits = (uint32_t)(r & 0x80000000u) |
                        (uint32_t)(119 + (r >> 32) % 11) << 23 |
                        (uint32_t)(r & 0x7fffff);
  switch (r >> 40 & 63) {
  case 0:
    return math_float(bits & 0x80000000u);
  case 1:
    return special ? math_float((bits & 0x80000000u) |
                                (r >> 50 & 1 ? 0x7f800000u : 0x7fc00000u))
                   : 1.0f;
  default:
    return math_float(bits);
  }
}
// NaNs, then rows x columns numbers of the type.
static void fill(float *p, enum training_type type, int64_t rows,
                 int64_t columns, int64_t ld, int special) {
  memset(p, 0xff, sizeof(float) * SPACE);
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < columns; j++)
      reference_store(p, type, i * ld + j, random_f32(special));
}

static void finish(const char *name, int64_t a, int64_t b, int64_t c,
                   int status) {
  if (status != KERNEL_OK ||
      memcmp((const void *)found, (const void *)expected, sizeof found) != 0) {
    size_t at = 0;
    const float *const f = found[0], *const e = expected[0];
    while (at + 1 < (size_t)PARTS * SPACE &&
           math_bits(f[at]) == math_bits(e[at]))
      at++;
    printf("status %d, wrong in word %ld: found %08" PRIx32
           ", expected %08" PRIx32 "\n",
           status, (long)at, math_bits(f[at]), math_bits(e[at]));
    failures++;
  }
  printf("%s %" PRId64 " %" PRId64 " %" PRId64 ": %016" PRIx64 "\n", name, a, b,
         c, digest_of(found, sizeof found));
}

// Runs the reference, and on Sectile the kernel, on results that begin alike:
// moderate numbers, of which part 2 has no negative ones. `setup` prepares what
// else they begin with.
#ifdef __sectile__
#define KERNEL(kernel, reference) status = kernel
#else
#define KERNEL(kernel, reference) reference
#endif
static void begin(void) {
  for (int p = 0; p < PARTS; p++)
    for (int i = 0; i < SPACE; i++) {
      const float x = random_f32(0);
      expected[p][i] = p == 2 ? fabsf(x) : x;
    }
  memcpy(found, expected, sizeof found);
}
#define RUN(a, b, c, name, arguments, reference_arguments)                     \
  do {                                                                         \
    int status = KERNEL_OK;                                                    \
    begin();                                                                   \
    result = expected;                                                         \
    reference_training_##name reference_arguments;                             \
    result = found;                                                            \
    KERNEL(training_##name arguments,                                          \
           reference_training_##name reference_arguments);                     \
    finish(#name, a, b, c, status);                                            \
  } while (0)
#define RESULT(part) (result[part] + GUARD)
#define COPY(part) ((uint16_t *)RESULT(part))

static const int64_t counts[] = {0, 1, 7, 255, 256, 257, 1000, 4096, 5001};

static void test_optimiser(void) {
  for (size_t n = 0; n < sizeof counts / sizeof *counts; n++)
    for (int type = TRAINING_F32; type <= TRAINING_F16; type++) {
      const int64_t count = counts[n];
      const int copy_type = n % 2 ? TRAINING_F16 : TRAINING_BF16;
      fill(space[0], type, 1, count, count, n == 8);
#define GIVEN space[0], (enum training_type)type
      const struct training_sgd sgd = {0.01f, type ? 0.9f : 0.0f,
                                       n % 3 ? 1e-4f : 0.0f, 1.0f / 1024,
                                       n % 2 == 0 && type};
#define SGD                                                                    \
  (count, &sgd, GIVEN, RESULT(0), sgd.momentum == 0 ? 0 : RESULT(1),           \
   n % 4 == 3 ? 0 : COPY(3), (enum training_type)copy_type)
      RUN(count, type, sgd.nesterov, sgd, SGD, SGD);
      const struct training_adam adam = {1e-3f,
                                         0.9f,
                                         0.999f,
                                         1e-8f,
                                         n % 3 ? 0.01f : 0.0f,
                                         1.0f / 512,
                                         1 + 37 * (int64_t)n};
#define ADAM                                                                   \
  (count, &adam, GIVEN, RESULT(0), RESULT(1), RESULT(2),                       \
   n % 4 == 2 ? 0 : COPY(3), (enum training_type)copy_type)
      RUN(count, type, adam.step, adam, ADAM, ADAM);
    }
}

static void test_scale(void) {
  for (size_t n = 0; n < sizeof counts / sizeof *counts; n++)
    for (int type = TRAINING_F32; type <= TRAINING_F16; type++)
      for (int bad = 0; bad < 3; bad++) {
        const int64_t count = counts[n];
        fill(space[0], type, 1, count, count, 0);
        if (bad && count)
          reference_store(space[0], type, below(count),
                          bad == 1 ? -INFINITY : NAN);
#define FINITE (count, GIVEN, (int *)RESULT(0))
        RUN(count, type, bad, finite, FINITE, FINITE);
      }
#ifdef __sectile__
  // Doubled after two finite steps, halved after one that is not, in bounds.
  struct training_loss_scale s = training_loss_scale_default();
  failures += s.scale != 32768 || s.interval != 1000;
  s = (struct training_loss_scale){8, 2, 0.5f, 2, 32, 2, 0};
  static const uint8_t finite[] = {1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 1,
                                   1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  static const float after[] = {8, 16, 16, 8,  4,  2,  2,  2,  2,  2, 4,
                                4, 8,  8,  16, 16, 32, 32, 32, 32, 32};
  for (size_t i = 0; i < sizeof finite; i++)
    failures += training_loss_scale_update(&s, finite[i]) != finite[i] ||
                s.scale != after[i];
#endif
}

static const uint8_t shapes[][3] = {{0, 0, 0},    {0, 5, 3},    {5, 0, 7},
                                    {5, 3, 0},    {1, 1, 1},    {16, 16, 16},
                                    {15, 17, 31}, {33, 20, 9},  {40, 70, 65},
                                    {64, 64, 64}, {100, 10, 37}};
#define EACH_SHAPE for (size_t n = 0; n < sizeof shapes / sizeof *shapes; n++)

static void test_dense(void) {
  EACH_SHAPE {
    const int64_t m = shapes[n][0], outputs = shapes[n][1],
                  inputs = shapes[n][2], ldy = outputs + (int64_t)n % 3,
                  ldx = inputs + (int64_t)n % 2, ldw = inputs + (int64_t)n % 4;
    const int add = n % 2;
#define DENSE(type, element, name)                                             \
  fill(space[0], name, m, outputs, ldy, 0);                                    \
  fill(space[1], name, m, inputs, ldx, 0);                                     \
  fill(space[2], name, outputs, inputs, ldw, 0);                               \
  RUN(m, outputs, inputs, dense_##type, DENSE_ARGUMENTS(element),              \
      DENSE_ARGUMENTS(element))
#define DENSE_ARGUMENTS(element)                                               \
  (m, outputs, inputs, (const element *)space[0], ldy,                         \
   (const element *)space[1], ldx, (const element *)space[2], ldw,             \
   n % 5 == 4 ? 0 : RESULT(0), inputs + 1, n % 5 == 3 ? 0 : RESULT(1),         \
   inputs + 2, n % 5 == 2 ? 0 : RESULT(2), add)
    DENSE(f32, float, TRAINING_F32);
    DENSE(bf16, uint16_t, TRAINING_BF16);
    DENSE(f16, uint16_t, TRAINING_F16);
    for (int type = TRAINING_F32; type <= TRAINING_F16; type++) {
      fill(space[0], type, m, inputs, ldx, n % 3 == 1);
#define SUMS (m, inputs, GIVEN, ldx, RESULT(0), add)
      RUN(m, inputs, type, column_sums, SUMS, SUMS);
    }
  }
}

static void test_activation(void) {
  for (size_t n = 0; n < sizeof counts / sizeof *counts; n++)
    for (int kind = TRAINING_RELU; kind <= TRAINING_SIGMOID; kind++) {
      const int64_t count = counts[n];
      const enum training_activation k = (enum training_activation)kind;
      fill(space[0], TRAINING_F32, 1, count, count, n % 3 == 0);
      fill(space[1], TRAINING_F32, 1, count, count, n % 4 == 0);
      for (int64_t i = 0; i < count; i++)
        if (i % 3 == 0)
          space[0][i] *= 16.0f;
#define ACTIVATION (k, count, space[0], space[1], RESULT(0))
      RUN(count, kind, 0, activation_f32, ACTIVATION, ACTIVATION);
#define IN_PLACE (k, count, space[0], RESULT(1), RESULT(1))
      RUN(count, kind, 0, activation_f32, IN_PLACE, IN_PLACE);
      fill(space[0], TRAINING_BF16, 1, count, count, n % 3 == 0);
      fill(space[1], TRAINING_BF16, 1, count, count, n % 4 == 0);
#define ACTIVATION_BF16                                                        \
  (k, count, (const uint16_t *)space[0], (const uint16_t *)space[1], COPY(0))
      RUN(count, kind, 0, activation_bf16, ACTIVATION_BF16, ACTIVATION_BF16);
    }
}

static void test_rows(void) {
  EACH_SHAPE {
    const int64_t rows = shapes[n][0], columns = shapes[n][1],
                  ldx = columns + (int64_t)n % 3,
                  ldy = columns + (int64_t)n % 2,
                  ldd = columns + (int64_t)n % 4;
    const int add = n % 2;
    fill(space[0], TRAINING_F32, rows, columns, ldx, n == 7);
    fill(space[1], TRAINING_F32, rows, columns, ldy, 0);
    fill(space[2], TRAINING_F32, 1, columns, columns, 0);
#define SOFTMAX (rows, columns, space[0], ldx, space[1], ldy, RESULT(0), ldd)
    RUN(rows, columns, ldx, softmax_f32, SOFTMAX, SOFTMAX);
    RUN(rows, columns, ldx, log_softmax_f32, SOFTMAX, SOFTMAX);
#define LOG_IN_PLACE                                                           \
  (rows, columns, space[0], ldx, RESULT(0), ldd, RESULT(0), ldd)
    RUN(rows, columns, ldx, log_softmax_f32, LOG_IN_PLACE, LOG_IN_PLACE);
    const float *const gain = n % 3 ? space[2] : 0;
#define GRADIENTS n % 5 == 4 ? 0 : RESULT(0), ldd, n % 5 == 3 ? 0 : RESULT(1)
#define NORM space[0], ldx, gain, 1e-5f, space[1], ldy, GRADIENTS
#define SCRATCH scratch, training_norm_scratch(rows)
#define reference_training_layer_norm_f32(...)                                 \
  reference_training_norm(1, __VA_ARGS__)
#define reference_training_rms_norm_f32(...)                                   \
  reference_training_norm(0, __VA_ARGS__)
    RUN(rows, columns, ldx, layer_norm_f32,
        (rows, columns, NORM, n % 5 == 2 ? 0 : RESULT(2), add, SCRATCH),
        (rows, columns, NORM, n % 5 == 2 ? 0 : RESULT(2), add));
    RUN(rows, columns, ldx, rms_norm_f32, (rows, columns, NORM, add, SCRATCH),
        (rows, columns, NORM, 0, add));
  }
}

static void test_table(void) {
  for (int64_t n = 0; n < 12; n++) {
    static const int16_t widths[] = {0, 1, 16, 17, 100, 256, 300};
    const int64_t rows = 1 + below(40), columns = widths[n % 7],
                  bags = n == 3 ? 0 : 1 + below(30), ldt = columns + n % 3,
                  ldd = columns + n % 2;
    int32_t index[512];
    int64_t offset[32];
    fill(space[0], TRAINING_F32, bags, columns, ldd, 0);
    for (int i = 0; i < 512; i++)
      index[i] = (int32_t)below(rows);
    offset[0] = below(4);
    for (int64_t i = 0; i < bags; i++)
      offset[i + 1] = offset[i] + (i % 5 == 2 ? 0 : below(14));
    const int64_t *const given = n % 3 ? offset : 0;
#define TABLE columns, bags, given, index, n % 2, space[0], ldd, RESULT(0), ldt
    RUN(columns, bags, n, embedding_f32, (rows, TABLE), (TABLE));
  }
}

static void test_moves(void) {
  // Rows, heads, pairs of a rotary embedding.
  static const int16_t turns[][3] = {{0, 2, 4},  {3, 0, 4},  {3, 2, 0},
                                     {1, 1, 1},  {17, 3, 9}, {40, 2, 16},
                                     {5, 1, 40}, {33, 4, 8}};
  for (size_t n = 0; n < sizeof turns / sizeof *turns; n++)
    for (int halves = 0; halves < 2; halves++) {
      const int64_t rows = turns[n][0], heads = turns[n][1],
                    pairs = turns[n][2], ldt = pairs + (int64_t)n % 2,
                    ldy = 2 * heads * pairs + (int64_t)n % 3,
                    ldx = 2 * heads * pairs + halves;
      fill(space[0], TRAINING_F32, rows, 2 * heads * pairs, ldy, n == 4);
      fill(space[1], TRAINING_F32, rows, pairs, ldt, 0);
      fill(space[2], TRAINING_F32, rows, pairs, ldt, 0);
#define ROTARY                                                                 \
  (rows, heads, pairs, space[0], ldy, space[1], space[2], ldt, halves,         \
   RESULT(0), ldx)
      RUN(rows, heads, pairs, rotary_f32, ROTARY, ROTARY);
    }
  // Height and width of x, channels, those of y.
  static const int16_t images[][5] = {
      {0, 3, 4, 0, 3},   {3, 3, 0, 2, 2},  {3, 4, 5, 0, 7},  {1, 1, 3, 4, 5},
      {5, 7, 3, 11, 13}, {9, 8, 17, 4, 3}, {2, 3, 300, 3, 4}};
  for (size_t n = 0; n < sizeof images / sizeof *images; n++)
    for (int flags = 0; flags <= ROWS_ALIGN_CORNERS; flags++) {
      const int16_t *const i = images[n];
      fill(space[0], TRAINING_F32, i[3] * i[4], i[2], i[2], n == 4);
#define RESIZE (i[0], i[1], i[2], space[0], i[3], i[4], RESULT(0), flags)
      RUN((int64_t)n, i[2], flags, resize_nearest_f32, RESIZE, RESIZE);
      RUN((int64_t)n, i[2], flags, resize_bilinear_f32, RESIZE, RESIZE);
    }
}

static void test_attention(void) {
  // Heads, of keys and values, queries, keys, depth, scale, causal.
  static const struct attention_shape attentions[] = {
      {1, 1, 1, 1, 1, 1.0f, 0},    {2, 1, 16, 16, 16, 0.25f, 1},
      {4, 2, 5, 9, 8, 0.5f, 1},    {1, 1, 70, 70, 5, 0.4f, 1},
      {3, 3, 66, 33, 17, 0.3f, 0}, {2, 2, 3, 100, 20, 0.25f, 0},
      {0, 1, 4, 4, 4, 1.0f, 0},    {2, 2, 0, 5, 4, 1.0f, 0},
      {2, 2, 5, 0, 4, 1.0f, 0},    {1, 1, 65, 130, 3, 2.0f, 1}};
  for (size_t n = 0; n < sizeof attentions / sizeof *attentions; n++) {
    const struct attention_shape *const s = &attentions[n];
    const int64_t wide = s->heads * s->depth, narrow = s->kv_heads * s->depth,
                  ldq = wide + (int64_t)n % 3, ldk = narrow + (int64_t)n % 2,
                  ldv = narrow + 1, lddo = wide + 2;
    static float v[SPACE];
    fill(space[0], TRAINING_F32, s->queries, wide, ldq, 0);
    fill(space[1], TRAINING_F32, s->keys, narrow, ldk, 0);
    fill(v, TRAINING_F32, s->keys, narrow, ldv, 0);
    fill(space[2], TRAINING_F32, s->queries, wide, lddo, 0);
#define ATTENTION                                                              \
  s, space[0], ldq, space[1], ldk, v, ldv, space[2], lddo,                     \
      n % 5 == 4 ? 0 : RESULT(0), ldq, n % 5 == 3 ? 0 : RESULT(1), ldk,        \
      n % 5 == 2 ? 0 : RESULT(2), ldv, scratch
    RUN(s->heads, s->queries, s->keys, attention_f32,
        (ATTENTION, sizeof scratch), (ATTENTION));
  }
}

// Steps, batch, inputs, units.
static const struct recurrent_shape recurrents[] = {
    {1, 1, 1, 1}, {3, 2, 5, 4}, {4, 17, 9, 16}, {2, 16, 16, 33}, {0, 3, 4, 5},
    {3, 0, 4, 5}, {3, 4, 0, 5}, {3, 4, 5, 0},   {6, 3, 20, 7}};

static void test_lstm(void) {
  static float more[4][SPACE];
  for (size_t n = 0; n < sizeof recurrents / sizeof *recurrents; n++) {
    const struct recurrent_shape *const s = &recurrents[n];
    const int64_t rows = s->steps * s->batch, gap = (int64_t)n % 3;
    fill(space[0], TRAINING_F32, rows, s->inputs, s->inputs + gap, 0);
    fill(space[1], TRAINING_F32, 4 * s->units, s->inputs, s->inputs + 1, 0);
    fill(space[2], TRAINING_F32, 4 * s->units, s->units, s->units + gap, 0);
    fill(space[3], TRAINING_F32, 4, s->units, s->units, 0);
    fill(more[0], TRAINING_F32, s->batch, s->units, s->units + 1, 0);
    fill(more[1], TRAINING_F32, s->batch, s->units, s->units + 2, 0);
    fill(more[2], TRAINING_F32, rows, s->units, s->units + gap, 0);
    fill(more[3], TRAINING_F32, rows, s->units, s->units + 3, 0);
    struct training_lstm a = {space[0],
                              space[1],
                              space[2],
                              n % 4 ? space[3] : 0,
                              more[0],
                              more[1],
                              more[2],
                              more[3],
                              s->inputs + gap,
                              s->inputs + 1,
                              s->units + gap,
                              s->units + 1,
                              s->units + 2,
                              s->units + gap,
                              s->units + 3,
                              0,
                              0,
                              0,
                              0,
                              0,
                              0,
                              s->inputs + 1,
                              s->inputs + gap,
                              s->units + 1,
                              n % 2};
// All results, in the parts of the memory that both write.
#define LSTM                                                                   \
  (a.dh = RESULT(3), a.dc = RESULT(3) + SPACE / 4,                             \
   a.dx = n % 5 == 4 ? 0 : RESULT(0), a.dw = n % 5 == 3 ? 0 : RESULT(1),       \
   a.du = n % 5 == 2 ? 0 : RESULT(2),                                          \
   a.dbias = n % 5 == 1 ? 0 : RESULT(3) + SPACE / 2, &a)
    RUN(s->steps, s->batch, s->units, lstm_f32,
        (s, LSTM, scratch, sizeof scratch), (s, LSTM, scratch));
  }
}

static void test_gru(void) {
  static float more[3][SPACE];
  for (size_t n = 0; n < sizeof recurrents / sizeof *recurrents; n++) {
    const struct recurrent_shape *const s = &recurrents[n];
    const int64_t rows = s->steps * s->batch, gap = (int64_t)n % 3;
    fill(space[0], TRAINING_F32, rows, s->inputs, s->inputs + gap, 0);
    fill(space[1], TRAINING_F32, 3 * s->units, s->inputs, s->inputs + 1, 0);
    fill(space[2], TRAINING_F32, 3 * s->units, s->units, s->units + gap, 0);
    fill(space[3], TRAINING_F32, 4, s->units, s->units, 0);
    fill(more[0], TRAINING_F32, s->batch, s->units, s->units + 1, 0);
    fill(more[1], TRAINING_F32, rows, s->units, s->units + gap, 0);
    fill(more[2], TRAINING_F32, rows, s->units, s->units + 3, 0);
    struct training_gru a = {.x = space[0],
                             .w = space[1],
                             .u = space[2],
                             .bias = n % 4 ? space[3] : 0,
                             .h = more[0],
                             .y = more[1],
                             .dy = more[2],
                             .ldx = s->inputs + gap,
                             .ldw = s->inputs + 1,
                             .ldu = s->units + gap,
                             .ldh = s->units + 1,
                             .ldy = s->units + gap,
                             .lddy = s->units + 3,
                             .lddx = s->inputs + 1,
                             .lddw = s->inputs + gap,
                             .lddu = s->units + 1,
                             .add = n % 2};
#define GRU                                                                    \
  (a.dh = RESULT(3), a.dx = n % 5 == 4 ? 0 : RESULT(0),                        \
   a.dw = n % 5 == 3 ? 0 : RESULT(1), a.du = n % 5 == 2 ? 0 : RESULT(2),       \
   a.dbias = n % 5 == 1 ? 0 : RESULT(3) + SPACE / 2, &a)
    RUN(s->steps, s->batch, s->units, gru_f32,
        (s, GRU, scratch, sizeof scratch), (s, GRU, scratch));
  }
}

// Batch, size, channels, kernel, strides, dilations, padding before, groups,
// size of y and its channels.
static const struct conv_shape layers[] = {
    {1, 8, 8, 16, 8, 8, 16, 3, 3, 1, 1, 1, 1, 1, 1, 1},
    {2, 7, 9, 3, 4, 5, 20, 3, 3, 2, 2, 1, 1, 1, 1, 1},
    {1, 20, 33, 4, 20, 33, 6, 5, 1, 1, 1, 1, 1, 2, 0, 2},
    {2, 6, 5, 1, 4, 3, 33, 3, 3, 1, 1, 1, 1, 0, 0, 1},
    {1, 10, 40, 36, 5, 14, 35, 2, 2, 2, 3, 1, 1, 0, 1, 1},
    {1, 9, 9, 8, 5, 5, 8, 3, 3, 1, 1, 2, 2, 0, 0, 4},
    {1, 12, 12, 2, 4, 4, 2, 2, 2, 3, 3, 1, 1, 0, 0, 1},
    {3, 4, 4, 17, 6, 6, 18, 1, 1, 1, 1, 1, 1, 1, 1, 1},
    {0, 4, 4, 3, 4, 4, 5, 3, 3, 1, 1, 1, 1, 1, 1, 1},
    {1, 3, 3, 0, 3, 3, 4, 3, 3, 1, 1, 1, 1, 1, 1, 1},
    {1, 3, 3, 4, 0, 0, 4, 5, 5, 1, 1, 1, 1, 0, 0, 1},
    {1, 2, 2, 4, 3, 3, 4, 0, 0, 1, 1, 1, 1, 0, 0, 1}};

static void test_conv(void) {
  static int32_t index[SPACE];
  static float share[SPACE];
  static char memory[1 << 18];
  for (size_t n = 0; n < sizeof layers / sizeof *layers; n++) {
    const struct conv_shape *const s = &layers[n];
    struct conv_shape flat = *s; // of a depthwise convolution or a pool
    flat.out_channels = s->channels;
    flat.groups = s->channels ? s->channels : 1;
    struct conv_shape turned = *s; // of a transposed one: x and y exchanged
    turned.height = s->out_height;
    turned.width = s->out_width;
    turned.channels = s->out_channels;
    turned.out_height = s->height;
    turned.out_width = s->width;
    turned.out_channels = s->channels;
    const int add = n % 2;
    const int64_t pixels = s->batch * s->out_height * s->out_width,
                  inputs = s->batch * s->height * s->width * s->channels,
                  weights = s->kernel_height * s->kernel_width *
                            s->out_channels * s->channels / s->groups;
#define CONV_RUN(T, element, name)                                             \
  fill(space[0], name, 1, pixels * s->out_channels, 0, 0);                     \
  fill(space[1], name, 1, inputs, 0, 0);                                       \
  fill(space[2], name, 1, weights, 0, 0);                                      \
  const int64_t conv_bytes_##T =                                               \
      training_conv_scratch_of(s, (int64_t)sizeof(element));                   \
  (void)conv_bytes_##T;                                                        \
  RUN((int64_t)n, s->channels, s->out_channels, conv_##T,                      \
      (s, CONV_OPERANDS(element), memory, conv_bytes_##T),                     \
      (s, CONV_OPERANDS(element)));                                            \
  RUN((int64_t)n, s->out_channels, s->channels, conv_transposed_##T,           \
      (&turned, TURNED_OPERANDS(element), memory, sizeof memory),              \
      (&turned, TURNED_OPERANDS(element)));                                    \
  fill(space[0], name, 1, pixels * s->channels, 0, 0);                         \
  fill(space[2], name, s->kernel_height * s->kernel_width, s->channels,        \
       s->channels, 0);                                                        \
  RUN((int64_t)n, s->channels, s->channels, conv_depthwise_##T,                \
      (&flat, CONV_OPERANDS(element)), (&flat, CONV_OPERANDS(element)));       \
  fill(space[1], name, 1, inputs, 0, n % 3 == 1);                              \
  for (int64_t i = 0; i < inputs; i += 2) /* equal ones */                     \
    reference_store(space[1], name, i, 1);                                     \
  RUN((int64_t)n, s->channels, s->channels, pool_max_##T,                      \
      (&flat, (const element *)space[0], (const element *)space[1],            \
       (element *)RESULT(0), index, sizeof index),                             \
      (&flat, (const element *)space[0], (const element *)space[1],            \
       (element *)RESULT(0), index, share));                                   \
  RUN((int64_t)n, s->channels, s->channels, pool_average_##T,                  \
      (&flat, (const element *)space[0], (element *)RESULT(0), share,          \
       sizeof share),                                                          \
      (&flat, (const element *)space[0], (element *)RESULT(0), index, share))
#define CONV_OPERANDS(element)                                                 \
  (const element *)space[0], (const element *)space[1],                        \
      (const element *)space[2], n % 5 == 4 ? 0 : (element *)RESULT(0),        \
      n % 5 == 3 ? 0 : RESULT(1), n % 5 == 2 ? 0 : RESULT(2), add
#define TURNED_OPERANDS(element)                                               \
  (const element *)space[1], (const element *)space[0],                        \
      (const element *)space[2], n % 5 == 4 ? 0 : (element *)RESULT(0),        \
      n % 5 == 3 ? 0 : RESULT(1), n % 5 == 2 ? 0 : RESULT(2), add
#ifdef __sectile__
#define training_conv_scratch_of training_conv_scratch
    failures += training_conv_scratch(s, 4) > (int64_t)sizeof memory;
    failures +=
        training_conv_transposed_scratch(&turned, 4) > (int64_t)sizeof memory;
#else
#define training_conv_scratch_of(s, size) 0
#endif
    CONV_RUN(f32, float, TRAINING_F32);
    CONV_RUN(bf16, uint16_t, TRAINING_BF16);
    (void)memory;
  }
}

static void test_status(void) {
  float *const y = found[0] + GUARD, *const z = found[1] + GUARD,
               *const t = found[2] + GUARD;
  const float *const x = space[0];
  const struct training_sgd sgd = {0.1f, 0.9f, 0, 1, 0},
                            wild = {NAN, 0.9f, 0, 1, 0};
  const struct training_adam adam = {0.1f, 0.9f, 0.99f, 1e-8f, 0, 1, 1},
                             never = {0.1f, 0.9f, 0.99f, 1e-8f, 0, 1, 0},
                             beyond = {0.1f, 1, 0.99f, 1e-8f, 0, 1, 1},
                             exact = {0.1f, 0.9f, 0.99f, 0, 0, 1, 1};
  const int64_t descends[] = {0, 2, 1};
  const int32_t index[] = {0, 1, 4}, negative[] = {0, -1};
  (void)y, (void)z, (void)t, (void)x, (void)sgd, (void)wild, (void)adam,
      (void)never, (void)beyond, (void)exact, (void)descends, (void)index,
      (void)negative, (void)scratch;
  fill(space[0], TRAINING_F32, 1, SPACE, 0, 0);
  memset(found, 0xa5, sizeof found);
#define F32 TRAINING_F32
#define BF16 TRAINING_BF16
  FAILS(KERNEL_NULL_POINTER, training_sgd(4, 0, x, F32, y, z, 0, F32));
  FAILS(KERNEL_BAD_SHAPE, training_sgd(-1, &sgd, x, F32, y, z, 0, F32));
  FAILS(KERNEL_BAD_ARGUMENT, training_sgd(4, &wild, x, F32, y, z, 0, F32));
  FAILS(KERNEL_BAD_ARGUMENT,
        training_sgd(4, &sgd, x, (enum training_type)3, y, z, 0, F32));
  FAILS(KERNEL_BAD_ARGUMENT,
        training_sgd(4, &sgd, x, F32, y, z, (uint16_t *)t, F32));
  FAILS(KERNEL_NULL_POINTER, training_sgd(4, &sgd, 0, F32, y, z, 0, F32));
  FAILS(KERNEL_NULL_POINTER, training_sgd(4, &sgd, x, F32, y, 0, 0, F32));
  FAILS(KERNEL_OVERLAP, training_sgd(4, &sgd, x, F32, y, y + 3, 0, F32));
  FAILS(KERNEL_OVERLAP, training_sgd(4, &sgd, y, F32, y, z, 0, F32));
  FAILS(KERNEL_OVERLAP,
        training_sgd(4, &sgd, x, F32, y, z, (uint16_t *)y, BF16));
  FAILS(KERNEL_BAD_ARGUMENT, training_adam(4, &never, x, F32, y, z, t, 0, F32));
  FAILS(KERNEL_BAD_ARGUMENT,
        training_adam(4, &beyond, x, F32, y, z, t, 0, F32));
  FAILS(KERNEL_BAD_ARGUMENT, training_adam(4, &exact, x, F32, y, z, t, 0, F32));
  FAILS(KERNEL_NULL_POINTER, training_adam(4, &adam, x, F32, y, z, 0, 0, F32));
  FAILS(KERNEL_OVERLAP, training_adam(4, &adam, x, F32, y, z, z, 0, F32));
  FAILS(KERNEL_NULL_POINTER, training_finite(4, x, F32, 0));
  FAILS(KERNEL_NULL_POINTER, training_finite(4, 0, F32, (int *)y));
  FAILS(KERNEL_BAD_SHAPE, training_finite(-4, x, F32, (int *)y));
  FAILS(KERNEL_BAD_SHAPE,
        training_dense_f32(2, 4, -1, x, 4, x, 4, x, 4, y, 4, z, 4, t, 0));
  FAILS(KERNEL_BAD_SHAPE,
        training_dense_f32(2, 4, 4, x, 3, x, 4, x, 4, y, 4, z, 4, t, 0));
  FAILS(KERNEL_NULL_POINTER,
        training_dense_f32(2, 4, 4, x, 4, 0, 4, x, 4, y, 4, z, 4, t, 0));
  FAILS(KERNEL_NULL_POINTER,
        training_dense_f32(2, 4, 4, 0, 4, x, 4, x, 4, 0, 4, 0, 4, t, 0));
  FAILS(KERNEL_OVERLAP,
        training_dense_f32(2, 4, 4, x, 4, x, 4, x, 4, y, 4, y, 4, t, 0));
  FAILS(KERNEL_OVERLAP,
        training_dense_f32(2, 4, 4, x, 4, y, 4, x, 4, y, 4, z, 4, t, 0));
  FAILS(KERNEL_BAD_SHAPE, training_column_sums(2, 4, x, F32, 3, y, 0));
  FAILS(KERNEL_OVERLAP, training_column_sums(2, 4, y, F32, 4, y, 0));
  FAILS(KERNEL_BAD_ARGUMENT,
        training_activation_f32((enum training_activation)5, 4, x, x, y));
  FAILS(KERNEL_OVERLAP, training_activation_f32(TRAINING_RELU, 4, x, y + 1, y));
  FAILS(KERNEL_NULL_POINTER,
        training_activation_f32(TRAINING_RELU, 4, x, 0, y));
  FAILS(KERNEL_BAD_SHAPE, training_softmax_f32(2, 4, x, 3, x, 4, y, 4));
  FAILS(KERNEL_OVERLAP, training_softmax_f32(2, 4, y, 4, x, 4, y, 4));
  FAILS(KERNEL_NULL_POINTER, training_softmax_f32(2, 4, 0, 4, x, 4, y, 4));
  FAILS(KERNEL_BAD_SHAPE, training_log_softmax_f32(2, 4, x, 3, x, 4, y, 4));
  FAILS(KERNEL_OVERLAP, training_log_softmax_f32(2, 4, y, 4, x, 4, y, 4));
  FAILS(KERNEL_NULL_POINTER, training_log_softmax_f32(2, 4, 0, 4, x, 4, y, 4));
  FAILS(KERNEL_BAD_SHAPE, training_rotary_f32(2, 1, 2, x, 3, x, x, 2, 0, y, 4));
  FAILS(KERNEL_NULL_POINTER,
        training_rotary_f32(2, 1, 2, x, 4, 0, x, 2, 0, y, 4));
  FAILS(KERNEL_OVERLAP, training_rotary_f32(2, 1, 2, x, 4, y, x, 2, 0, y, 4));
  FAILS(KERNEL_BAD_SHAPE, training_resize_bilinear_f32(0, 2, 2, x, 2, 2, y, 0));
  FAILS(KERNEL_BAD_ARGUMENT,
        training_resize_bilinear_f32(2, 2, 2, x, 2, 2, y, 3));
  FAILS(KERNEL_NULL_POINTER,
        training_resize_nearest_f32(2, 2, 2, 0, 2, 2, y, 0));
  FAILS(KERNEL_OVERLAP, training_resize_nearest_f32(2, 2, 2, y, 2, 2, y, 0));
  FAILS(KERNEL_SMALL_SCRATCH,
        training_layer_norm_f32(2, 4, x, 4, 0, 1, x, 4, y, 4, 0, 0, 0, t, 15));
  FAILS(KERNEL_BAD_ARGUMENT,
        training_layer_norm_f32(2, 4, x, 4, 0, -1, x, 4, y, 4, 0, 0, 0, t, 16));
  FAILS(KERNEL_OVERLAP,
        training_layer_norm_f32(2, 4, x, 4, 0, 1, x, 4, y, 4, y, 0, 0, t, 16));
  FAILS(KERNEL_OVERLAP,
        training_rms_norm_f32(2, 4, x, 4, 0, 1, x, 4, y, 4, 0, 0, y, 16));
  FAILS(KERNEL_NULL_POINTER,
        training_rms_norm_f32(2, 4, x, 4, 0, 1, x, 4, y, 4, 0, 0, 0, 16));
  FAILS(KERNEL_BAD_ARGUMENT,
        training_embedding_f32(4, 4, 2, descends, index, 0, x, 4, y, 4));
  FAILS(KERNEL_BAD_ARGUMENT,
        training_embedding_f32(4, 4, 3, 0, index, 0, x, 4, y, 4));
  FAILS(KERNEL_BAD_ARGUMENT,
        training_embedding_f32(4, 4, 2, 0, negative, 0, x, 4, y, 4));
  FAILS(KERNEL_OVERLAP,
        training_embedding_f32(5, 4, 2, 0, index, 0, y, 4, y, 4));
  const struct attention_shape look = {1, 1, 4, 4, 4, 1, 0},
                               uneven = {3, 2, 4, 4, 4, 1, 0},
                               negative_scale = {1, 1, 4, 4, 4, -1, 0};
  (void)look, (void)uneven, (void)negative_scale;
#define LOOK(shape, keys, result, memory, bytes)                               \
  training_attention_f32(shape, x, 4, keys, 4, x, 4, x, 4, result, 4, z, 4, t, \
                         4, memory, bytes)
  FAILS(KERNEL_NULL_POINTER, LOOK(0, x, y, scratch, 1024));
  FAILS(KERNEL_BAD_SHAPE, LOOK(&uneven, x, y, scratch, 1024));
  FAILS(KERNEL_BAD_ARGUMENT, LOOK(&negative_scale, x, y, scratch, 1024));
  FAILS(KERNEL_NULL_POINTER, LOOK(&look, 0, y, scratch, 1024));
  FAILS(KERNEL_SMALL_SCRATCH, LOOK(&look, x, y, scratch, 127));
  FAILS(KERNEL_OVERLAP, LOOK(&look, y, y, scratch, 1024));
  FAILS(KERNEL_OVERLAP, LOOK(&look, x, y, y, 1024));
  const struct recurrent_shape steps = {2, 2, 2, 2}, none = {2, 2, 2, -2};
  const struct training_lstm lstm = {x, x, x, 0,     x, x, x, x, 2, 2, 2, 2, 2,
                                     2, 2, y, y + 8, z, t, 0, 0, 2, 2, 2, 0},
                             alike = {x, x, x, 0, x, x, x, x, 2, 2, 2, 2, 2,
                                      2, 2, y, y, z, t, 0, 0, 2, 2, 2, 0},
                             absent = {x, x, x, 0, 0, x, x, x,     2,
                                       2, 2, 2, 2, 2, 2, y, y + 8, z,
                                       t, 0, 0, 2, 2, 2, 0};
  (void)steps, (void)none, (void)lstm, (void)alike, (void)absent;
  FAILS(KERNEL_NULL_POINTER, training_lstm_f32(0, &lstm, scratch, 4096));
  FAILS(KERNEL_BAD_SHAPE, training_lstm_f32(&none, &lstm, scratch, 4096));
  FAILS(KERNEL_NULL_POINTER, training_lstm_f32(&steps, &absent, scratch, 4096));
  FAILS(KERNEL_OVERLAP, training_lstm_f32(&steps, &alike, scratch, 4096));
  FAILS(KERNEL_SMALL_SCRATCH, training_lstm_f32(&steps, &lstm, scratch, 239));
  const struct training_gru gru = {.x = x,
                                   .w = x,
                                   .u = x,
                                   .h = x,
                                   .y = x,
                                   .dy = x,
                                   .ldx = 2,
                                   .ldw = 2,
                                   .ldu = 2,
                                   .ldh = 2,
                                   .ldy = 2,
                                   .lddy = 2,
                                   .dh = y,
                                   .dx = z,
                                   .dw = t,
                                   .lddx = 2,
                                   .lddw = 2,
                                   .lddu = 2};
  struct training_gru wrong = gru;
  (void)gru, (void)wrong;
  FAILS(KERNEL_NULL_POINTER, training_gru_f32(&steps, 0, scratch, 4096));
  FAILS(KERNEL_BAD_SHAPE, training_gru_f32(&none, &gru, scratch, 4096));
  FAILS(KERNEL_SMALL_SCRATCH, training_gru_f32(&steps, &gru, scratch, 127));
  wrong.dh = 0;
  FAILS(KERNEL_NULL_POINTER, training_gru_f32(&steps, &wrong, scratch, 4096));
  wrong.dh = z + 3;
  FAILS(KERNEL_OVERLAP, training_gru_f32(&steps, &wrong, scratch, 4096));
  wrong = gru;
  wrong.ldu = 1;
  FAILS(KERNEL_BAD_SHAPE, training_gru_f32(&steps, &wrong, scratch, 4096));
  const struct conv_shape s = {1, 4, 4, 4, 4, 4, 4, 3, 3, 1, 1, 1, 1, 1, 1, 1},
                          pools = {1, 4, 4, 4, 4, 4, 4, 3,
                                   3, 1, 1, 1, 1, 1, 1, 4},
                          odd = {1, 4, 4, 4, 4, 4, 3, 3,
                                 3, 1, 1, 1, 1, 1, 1, 2},
                          wide = {1, 4, 4, 4, 4, 4, 8, 3,
                                  3, 1, 1, 1, 1, 1, 1, 4};
  (void)s, (void)pools, (void)odd, (void)wide;
  FAILS(KERNEL_NULL_POINTER,
        training_conv_f32(0, x, x, x, y, z, 0, 0, scratch, sizeof scratch));
  FAILS(KERNEL_BAD_SHAPE,
        training_conv_f32(&odd, x, x, x, y, z, 0, 0, scratch, sizeof scratch));
  FAILS(KERNEL_NULL_POINTER,
        training_conv_f32(&s, x, 0, x, y, z, 0, 0, scratch, sizeof scratch));
  FAILS(KERNEL_NULL_POINTER, training_conv_f32(&s, x, x, x, y, z, 0, 0, 0, 0));
  FAILS(KERNEL_SMALL_SCRATCH,
        training_conv_f32(&s, x, x, x, y, z, 0, 0, scratch, 64));
  FAILS(KERNEL_OVERLAP, training_conv_f32(&s, x, x, x, y, y + 8, 0, 0, scratch,
                                          sizeof scratch));
  FAILS(KERNEL_OVERLAP,
        training_conv_f32(&s, x, x, y, y, z, 0, 0, scratch, sizeof scratch));
  FAILS(KERNEL_NULL_POINTER,
        training_conv_transposed_f32(0, x, x, x, y, z, 0, 0, scratch, 65536));
  FAILS(KERNEL_BAD_SHAPE, training_conv_transposed_f32(&odd, x, x, x, y, z, 0,
                                                       0, scratch, 65536));
  FAILS(KERNEL_NULL_POINTER,
        training_conv_transposed_f32(&s, x, 0, x, y, z, 0, 0, scratch, 65536));
  FAILS(KERNEL_NULL_POINTER,
        training_conv_transposed_f32(&s, x, x, x, 0, z, 0, 0, 0, 65536));
  FAILS(KERNEL_SMALL_SCRATCH,
        training_conv_transposed_f32(&s, x, x, x, y, z, 0, 0, scratch, 64));
  FAILS(KERNEL_OVERLAP, training_conv_transposed_f32(&s, x, x, x, y, y + 8, 0,
                                                     0, scratch, 65536));
  FAILS(KERNEL_OVERLAP,
        training_conv_transposed_f32(&s, x, y, x, y, z, 0, 0, z, 65536));
  FAILS(KERNEL_BAD_SHAPE,
        training_conv_depthwise_f32(&wide, x, x, x, y, z, 0, 0));
  FAILS(KERNEL_NULL_POINTER,
        training_conv_depthwise_f32(&pools, 0, x, x, y, z, 0, 0));
  FAILS(KERNEL_OVERLAP,
        training_conv_depthwise_f32(&pools, x, x, x, y, z, z, 0));
  FAILS(KERNEL_BAD_SHAPE,
        training_pool_max_f32(&s, x, x, y, scratch, sizeof scratch));
  FAILS(KERNEL_SMALL_SCRATCH,
        training_pool_max_f32(&pools, x, x, y, scratch, 255));
  FAILS(KERNEL_OVERLAP, training_pool_average_f32(&pools, x, y, y, 256));
  FAILS(KERNEL_NULL_POINTER,
        training_pool_average_f32(&pools, x, 0, scratch, 256));
  for (int part = 0; part < PARTS; part++)
    for (int i = 0; i < SPACE; i++)
      failures += math_bits(found[part][i]) != 0xa5a5a5a5;
}

static const struct named_test tests[] = {{"optimiser", test_optimiser},
                                          {"scale", test_scale},
                                          {"dense", test_dense},
                                          {"activation", test_activation},
                                          {"rows", test_rows},
                                          {"table", test_table},
                                          {"moves", test_moves},
                                          {"conv", test_conv},
                                          {"attention", test_attention},
                                          {"lstm", test_lstm},
                                          {"gru", test_gru},
                                          {"status", test_status}};

int main(int argc, char **argv) {
  return run_named_test(argc, argv, "training_test", tests,
                        sizeof tests / sizeof *tests, &failures);
}

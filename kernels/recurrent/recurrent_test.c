// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The recurrent layers against their reference, over many shapes.
//
//   recurrent_test lstm|gru|lstm-bf16|gru-bf16|status
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
#include "recurrent_reference.h"

enum { SPACE = 1 << 15, STATE = 1 << 13, GUARD = 16 };
static float x[SPACE], w[SPACE], u[SPACE], bias[STATE];
static float scratch[STATE];
struct results {
  float h[STATE], c[STATE], y[SPACE];
};
static struct results found, expected;
static int failures;
static int narrow; // bf16 in the place of floats

static void fill(float *p, size_t size, int64_t rows, int64_t columns,
                 int64_t ld) {
  memset(p, 0xff, size);
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < columns; j++)
      reference_store(narrow, p, i * ld + j,
                      (float)((int)(random64() >> 40) % 4096 - 2048) / 1024);
}

static int kernel(int lstm, const struct recurrent_shape *s, int more,
                  const float *b, float *y) {
  const int64_t ldx = s->inputs + more, ldu = s->units + more;
#ifdef __sectile__
  const int64_t size = recurrent_scratch(s);
#define LAYER(type, element)                                                   \
  (lstm ? recurrent_lstm_##type(                                               \
              s, (const element *)x, ldx, (const element *)w, ldx + 1,         \
              (const element *)u, ldu, b, (element *)(found.h + GUARD), ldu,   \
              found.c + GUARD, ldu, y ? (element *)(found.y + GUARD) : 0,      \
              ldu + 1, scratch, size)                                          \
        : recurrent_gru_##type(                                                \
              s, (const element *)x, ldx, (const element *)w, ldx + 1,         \
              (const element *)u, ldu, b, (element *)(found.h + GUARD), ldu,   \
              y ? (element *)(found.y + GUARD) : 0, ldu + 1, scratch, size))
  return narrow ? LAYER(bf16, uint16_t) : LAYER(f32, float);
#else
  reference_recurrent(narrow, lstm, s, x, ldx, w, ldx + 1, u, ldu, b,
                      found.h + GUARD, ldu, found.c + GUARD, ldu,
                      y ? found.y + GUARD : 0, ldu + 1);
  return KERNEL_OK;
#endif
}

static void test(int lstm, const struct recurrent_shape *s, int n) {
  const int more = n % 3;
  const int64_t ldx = s->inputs + more, ldu = s->units + more;
  const float *const b = n % 4 == 3 ? 0 : bias;
  fill(x, sizeof x, s->steps * s->batch, s->inputs, ldx);
  fill(w, sizeof w, 4 * s->units, s->inputs, ldx + 1);
  fill(u, sizeof u, 4 * s->units, s->units, ldu);
  memset(&found, 0xa5, sizeof found);
  fill(found.h + GUARD, 0, s->batch, s->units, ldu);
  const int types = narrow;
  narrow = 0; // biases and c are floats
  fill(bias, sizeof bias, 4, s->units, s->units);
  fill(found.c + GUARD, 0, s->batch, s->units, ldu);
  narrow = types;
  expected = found;
  float *const y = n % 5 == 4 ? 0 : expected.y + GUARD;
  reference_recurrent(narrow, lstm, s, x, ldx, w, ldx + 1, u, ldu, b,
                      expected.h + GUARD, ldu, expected.c + GUARD, ldu, y,
                      ldu + 1);
  const int status = kernel(lstm, s, more, b, y);
  if (status != KERNEL_OK ||
      memcmp((const char *)&found, (const char *)&expected, sizeof found) !=
          0) {
    printf("status %d, wrong results\n", status);
    failures++;
  }
  printf("%s %s steps %" PRId64 " batch %" PRId64 " inputs %" PRId64
         " units %" PRId64 ": %016" PRIx64 "\n",
         lstm ? "lstm" : "gru", narrow ? "bf16" : "f32", s->steps, s->batch,
         s->inputs, s->units, digest_of(&found, sizeof found));
}

static void test_status(void) {
  struct recurrent_shape s = {2, 3, 4, 5};
  float *const h = found.h, *const c = found.c, *const y = found.y;
  memset(&found, 0xa5, sizeof found);
  (void)s, (void)h, (void)c, (void)y, (void)scratch;
  FAILS(KERNEL_NULL_POINTER, recurrent_lstm_f32(0, x, 4, w, 4, u, 5, bias, h, 5,
                                                c, 5, y, 5, scratch, 2048));
  FAILS(KERNEL_NULL_POINTER, recurrent_lstm_f32(&s, x, 4, w, 4, u, 5, bias, h,
                                                5, 0, 5, y, 5, scratch, 2048));
  FAILS(KERNEL_NULL_POINTER, recurrent_gru_f32(&s, x, 4, w, 4, 0, 5, bias, h, 5,
                                               y, 5, scratch, 2048));
  FAILS(KERNEL_NULL_POINTER,
        recurrent_gru_f32(&s, x, 4, w, 4, u, 5, bias, h, 5, y, 5, 0, 2048));
  FAILS(KERNEL_SMALL_SCRATCH, recurrent_lstm_f32(&s, x, 4, w, 4, u, 5, bias, h,
                                                 5, c, 5, y, 5, scratch, 2047));
  FAILS(KERNEL_BAD_SHAPE, recurrent_lstm_f32(&s, x, 3, w, 4, u, 5, bias, h, 5,
                                             c, 5, y, 5, scratch, 2048));
  FAILS(KERNEL_BAD_SHAPE, recurrent_gru_f32(&s, x, 4, w, 4, u, 4, bias, h, 5, y,
                                            5, scratch, 2048));
  FAILS(KERNEL_OVERLAP, recurrent_lstm_f32(&s, x, 4, w, 4, u, 5, bias, h, 5, h,
                                           5, y, 5, scratch, 2048));
  FAILS(KERNEL_OVERLAP, recurrent_gru_f32(&s, y + 1, 4, w, 4, u, 5, bias, h, 5,
                                          y, 5, scratch, 2048));
  FAILS(KERNEL_OVERLAP,
        recurrent_gru_f32(&s, x, 4, w, 4, u, 5, bias, h, 5, y, 5, y + 4, 2048));
  s.units = -1;
  FAILS(KERNEL_BAD_SHAPE, recurrent_gru_f32(&s, x, 4, w, 4, u, 5, bias, h, 5, y,
                                            5, scratch, 2048));
  const char *bytes = (const char *)&found;
  for (size_t i = 0; i < sizeof found; i++)
    failures += bytes[i] != (char)0xa5;
}

int main(int argc, char **argv) {
  static const struct recurrent_shape shapes[] = {
      {0, 3, 4, 5},   {3, 0, 4, 5},    {3, 4, 0, 5},   {3, 4, 5, 0},
      {1, 1, 1, 1},   {1, 16, 16, 16}, {4, 3, 17, 33}, {2, 17, 5, 15},
      {5, 1, 32, 48}, {3, 33, 10, 20}, {2, 2, 40, 64}, {20, 2, 8, 31},
      {3, 16, 64, 64}};
  if (argc == 2 && strcmp(argv[1], "status") == 0) {
    test_status();
  } else if (argc == 2 && (strncmp(argv[1], "lstm", 4) == 0 ||
                           strncmp(argv[1], "gru", 3) == 0)) {
    narrow = strstr(argv[1], "-bf16") != 0;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
      test(argv[1][0] == 'l', &shapes[i], (int)i);
  } else {
    fprintf(stderr,
            "usage: recurrent_test lstm|gru|lstm-bf16|gru-bf16|status\n");
    return 2;
  }
  printf(failures ? "%d failures\n" : "all agree\n", failures);
  return failures != 0;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// LSTM and GRU, for bench/kernels, which describes the protocol.
// docs/kernels/recurrent.md derives the bounds.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kernels/recurrent/recurrent_reference.h"
#include "../common/markers.h"
#include "../common/rates.h"

enum { MOST = 1 << 17, WEIGHTS = 4 * 64 * 64, STATES = 16 * 64 };
static _Alignas(64) float x[MOST], y[MOST], w[WEIGHTS], u[WEIGHTS], bias[256];
static _Alignas(64) float h[STATES], c[STATES], scratch[2 * STATES];

static const struct {
  int lstm, narrow;
  struct recurrent_shape shape;
  const char *target;
} cases[] = {{1, 0, {100, 16, 64, 64}, "80"},
             {0, 0, {100, 16, 64, 64}, "-"},
             {1, 0, {1, 16, 64, 64}, "-"},
             {1, 1, {100, 16, 64, 64}, "-"},
             {0, 1, {100, 16, 64, 64}, "-"}};

// Cycles of the elementwise unit and of the matrix unit, which work side by
// side.
static int64_t bound_of(int lstm, int narrow, const struct recurrent_shape *s) {
  // Inputs or units of a multiply.
  const int64_t tiles = (s->units + 15) / 16, each = narrow ? 32 : 16,
                deep = (s->inputs + each - 1) / each +
                       (s->units + each - 1) / each;
  // Three sigmoids of 32 operations, two tanh of 34, three; or two, one, three.
  const int64_t elementwise = OPERATION * tiles * (lstm ? 167 : 101);
  const int64_t matrix = MULTIPLY * tiles * (lstm ? 4 : 3) * deep;
  return BEGIN + END +
         s->steps * ((s->batch + 15) / 16) *
             (elementwise > matrix ? elementwise : matrix);
}

static int run(int lstm, int narrow, const struct recurrent_shape *s) {
#define RUN(type, element)                                                     \
  (lstm ? recurrent_lstm_##type(                                               \
              s, (const element *)x, s->inputs, (const element *)w, s->inputs, \
              (const element *)u, s->units, bias, (element *)h, s->units, c,   \
              s->units, (element *)y, s->units, scratch, sizeof scratch)       \
        : recurrent_gru_##type(                                                \
              s, (const element *)x, s->inputs, (const element *)w, s->inputs, \
              (const element *)u, s->units, bias, (element *)h, s->units,      \
              (element *)y, s->units, scratch, sizeof scratch))
  return narrow ? RUN(bf16, uint16_t) : RUN(f32, float);
#undef RUN
}

int main(int argc, char **argv) {
  const int count = sizeof cases / sizeof *cases;
  if (argc == 2 && strcmp(argv[1], "list") == 0) {
    for (int i = 0; i < count; i++) {
      const struct recurrent_shape s = cases[i].shape;
      printf("%s %s|%" PRId64 " steps %" PRId64 " x %" PRId64 " x %" PRId64
             "|%" PRId64 "|%s\n",
             cases[i].lstm ? "lstm" : "gru", cases[i].narrow ? "bf16" : "f32",
             s.steps, s.batch, s.inputs, s.units,
             bound_of(cases[i].lstm, cases[i].narrow, &s), cases[i].target);
    }
    return 0;
  }
  const long i = argc == 2 ? strtol(argv[1], 0, 10) : -1;
  if (i < 0 || i >= count)
    return 2;
  const struct recurrent_shape s = cases[i].shape;
  const int narrow = cases[i].narrow;
  for (int j = 0; j < MOST; j++)
    reference_store(narrow, x, j, (float)(j * 37 % 101 - 50) / 32);
  for (int j = 0; j < WEIGHTS; j++) {
    reference_store(narrow, w, j, (float)(j * 41 % 103 - 51) / 512);
    reference_store(narrow, u, j, (float)(j * 43 % 107 - 53) / 512);
  }
  for (int j = 0; j < 256; j++)
    bias[j] = (float)(j % 11 - 5) / 8;
  const struct recurrent_shape one = {1, s.batch, s.inputs, s.units};
  run(cases[i].lstm, narrow, &one); // the code is in the cache
  memset(h, 0, sizeof h);
  memset(c, 0, sizeof c);
  bench_begin();
  const int status = run(cases[i].lstm, narrow, &s);
  (void)((volatile float *)h)[STATES - 1]; // waits for the last store
  bench_end();

  // The last row of the batch in the first two steps: the core would take hours
  // for all, and tests/kernels/recurrent compares those.
  float state[64] = {0}, cell[64] = {0}, fresh[64];
  int wrong = status != KERNEL_OK;
  for (int64_t t = 0; t < 2 && t < s.steps; t++) {
    const int64_t row = t * s.batch + s.batch - 1;
    reference_cell(narrow, cases[i].lstm, &s, x, row * s.inputs, w, s.inputs, u,
                   s.units, bias, state, 0, cell, fresh);
    for (int64_t j = 0; j < s.units; j++) {
      reference_store(narrow, state, j, fresh[j]);
      wrong |= math_bits(reference_load(narrow, y, row * s.units + j)) !=
               math_bits(reference_load(narrow, state, j));
    }
  }
  if (!wrong)
    return 0;
  printf("recurrent: a wrong result\n");
  return 1;
}

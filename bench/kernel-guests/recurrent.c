// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// LSTM and GRU, for bench/kernels, which describes the protocol.
// docs/kernels/recurrent.md derives the bounds.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kernels/recurrent/recurrent_reference.h"
#include "../common/markers.h"

enum { MOST = 1 << 17, WEIGHTS = 4 * 64 * 64, STATES = 16 * 64 };
static _Alignas(64) float x[MOST], y[MOST], w[WEIGHTS], u[WEIGHTS], bias[256];
static _Alignas(64) float h[STATES], c[STATES], scratch[2 * STATES];

static const struct {
  int lstm;
  struct recurrent_shape shape;
  const char *target;
} cases[] = {{1, {100, 16, 64, 64}, "80"},
             {0, {100, 16, 64, 64}, "-"},
             {1, {1, 16, 64, 64}, "-"}};

// Cycles of the elementwise unit and of the matrix unit, which work side by
// side.
static int64_t bound_of(int lstm, const struct recurrent_shape *s) {
  const int64_t tiles = (s->units + 15) / 16,
                deep = (s->inputs + 15) / 16 + tiles;
  // Three sigmoids of 32 operations, two tanh of 34, three; or two, one, three.
  const int64_t elementwise = 16 * tiles * (lstm ? 167 : 101);
  const int64_t matrix = 64 * tiles * (lstm ? 4 : 3) * deep;
  return 59 + 79 +
         s->steps * ((s->batch + 15) / 16) *
             (elementwise > matrix ? elementwise : matrix);
}

static int run(int lstm, const struct recurrent_shape *s) {
  return lstm ? recurrent_lstm_f32(s, x, s->inputs, w, s->inputs, u, s->units,
                                   bias, h, s->units, c, s->units, y, s->units,
                                   scratch, sizeof scratch)
              : recurrent_gru_f32(s, x, s->inputs, w, s->inputs, u, s->units,
                                  bias, h, s->units, y, s->units, scratch,
                                  sizeof scratch);
}

int main(int argc, char **argv) {
  const int count = sizeof cases / sizeof *cases;
  if (argc == 2 && strcmp(argv[1], "list") == 0) {
    for (int i = 0; i < count; i++) {
      const struct recurrent_shape s = cases[i].shape;
      printf("%s f32|%" PRId64 " steps %" PRId64 " x %" PRId64 " x %" PRId64
             "|%" PRId64 "|%s\n",
             cases[i].lstm ? "lstm" : "gru", s.steps, s.batch, s.inputs,
             s.units, bound_of(cases[i].lstm, &s), cases[i].target);
    }
    return 0;
  }
  const long i = argc == 2 ? strtol(argv[1], 0, 10) : -1;
  if (i < 0 || i >= count)
    return 2;
  const struct recurrent_shape s = cases[i].shape;
  for (int j = 0; j < MOST; j++)
    x[j] = (float)(j * 37 % 101 - 50) / 32;
  for (int j = 0; j < WEIGHTS; j++) {
    w[j] = (float)(j * 41 % 103 - 51) / 512;
    u[j] = (float)(j * 43 % 107 - 53) / 512;
  }
  for (int j = 0; j < 256; j++)
    bias[j] = (float)(j % 11 - 5) / 8;
  const struct recurrent_shape one = {1, s.batch, s.inputs, s.units};
  run(cases[i].lstm, &one); // the code is in the cache
  memset(h, 0, sizeof h);
  memset(c, 0, sizeof c);
  bench_begin();
  const int status = run(cases[i].lstm, &s);
  (void)((volatile float *)h)[STATES - 1]; // waits for the last store
  bench_end();

  // The last row of the batch in the first two steps: the core would take hours
  // for all, and tests/kernels/recurrent compares those.
  float state[64] = {0}, cell[64] = {0}, fresh[64];
  int wrong = status != KERNEL_OK;
  for (int64_t t = 0; t < 2 && t < s.steps; t++) {
    const int64_t row = t * s.batch + s.batch - 1;
    reference_cell(cases[i].lstm, &s, x + row * s.inputs, w, s.inputs, u,
                   s.units, bias, state, cell, fresh);
    memcpy(state, fresh, sizeof state);
    wrong |= memcmp((char *)(y + row * s.units), (char *)fresh,
                    (size_t)s.units * 4) != 0;
  }
  if (!wrong)
    return 0;
  printf("recurrent: a wrong result\n");
  return 1;
}

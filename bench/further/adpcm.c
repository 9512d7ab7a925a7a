// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// IMA ADPCM: sixteen-bit sound to four bits a sample and back.
#include "../common/bench.h"

enum { N = 20000 };
static short sound[N], decoded[N];
static unsigned char packed[N / 2];

static const short step_table[89] = {
    7,     8,     9,     10,    11,    12,    13,    14,    16,    17,
    19,    21,    23,    25,    28,    31,    34,    37,    41,    45,
    50,    55,    60,    66,    73,    80,    88,    97,    107,   118,
    130,   143,   157,   173,   190,   209,   230,   253,   279,   307,
    337,   371,   408,   449,   494,   544,   598,   658,   724,   796,
    876,   963,   1060,  1166,  1282,  1411,  1552,  1707,  1878,  2066,
    2272,  2499,  2749,  3024,  3327,  3660,  4026,  4428,  4871,  5358,
    5894,  6484,  7132,  7845,  8630,  9493,  10442, 11487, 12635, 13899,
    15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767};
static const signed char index_table[8] = {-1, -1, -1, -1, 2, 4, 6, 8};

struct state {
  int value, index;
};

static int clamp(int v, int low, int high) {
  return v < low ? low : v > high ? high : v;
}

// What code adds to the predicted value; both sides do the same.
static void advance(struct state *s, int code) {
  int step = step_table[s->index], difference = step >> 3;
  if (code & 4)
    difference += step;
  if (code & 2)
    difference += step >> 1;
  if (code & 1)
    difference += step >> 2;
  s->value = clamp(code & 8 ? s->value - difference : s->value + difference,
                   -32768, 32767);
  s->index = clamp(s->index + index_table[code & 7], 0, 88);
}

static int encode(struct state *s, int sample) {
  int difference = sample - s->value, step = step_table[s->index], code = 0;
  if (difference < 0) {
    code = 8;
    difference = -difference;
  }
  for (int bit = 4; bit; bit >>= 1, step >>= 1)
    if (difference >= step) {
      code |= bit;
      difference -= step;
    }
  advance(s, code);
  return code;
}

void bench_setup(void) {
  uint64_t random = 7;
  int value = 0, slope = 0;
  for (int i = 0; i < N; i++) {
    slope =
        clamp(slope + (int)(bench_random(&random) >> 56) - 128 - value / 256,
              -2000, 2000);
    value = clamp(value + slope, -32768, 32767);
    sound[i] = (short)value;
  }
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    struct state out = {0, 0}, in = {0, 0};
    for (int i = 0; i < N; i += 2) {
      int low = encode(&out, sound[i]);
      packed[i / 2] = (unsigned char)(low | encode(&out, sound[i + 1]) << 4);
    }
    for (int i = 0; i < N; i++) {
      advance(&in, packed[i / 2] >> (i & 1) * 4 & 15);
      decoded[i] = (short)in.value;
      sum = sum * 3 + (uint64_t)in.value;
    }
  }
  return sum;
}

int bench_check(void) {
  int far = 0; // samples that are further away than a tenth of the range
  for (int i = 0; i < N; i++) {
    int error = sound[i] - decoded[i];
    far += error > 6500 || error < -6500;
  }
  return far < N / 100;
}

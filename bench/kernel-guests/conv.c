// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Convolution and pooling for bench/kernels. docs/kernels/conv.md derives the
// bounds.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../kernels/conv/conv_reference.h"
#include "../common/markers.h"
#include "../common/rates.h"

enum operation { PLAIN, DEPTHWISE, MAXIMUM, AVERAGE };

// The elementwise operations on a tile of results are those of `requantise`
// with a zero point and a lower bound for i8, a clamp for floats.
struct conv_case {
  const char *name;
  char type; // 'i' for i8, 'b' for bf16, 'f' for f32
  enum operation operation;
  struct conv_shape s;
  const char *target;
};

static const struct conv_case cases[] = {
    {"depthwise i8 3x3",
     'i',
     DEPTHWISE,
     {1, 28, 28, 128, 28, 28, 128, 3, 3, 1, 1, 1, 1, 1, 1, 128},
     "80"},
    {"conv i8 3x3",
     'i',
     PLAIN,
     {1, 56, 56, 64, 56, 56, 64, 3, 3, 1, 1, 1, 1, 1, 1, 1},
     "92"},
    {"conv i8 3x3",
     'i',
     PLAIN,
     {1, 14, 14, 64, 14, 14, 64, 3, 3, 1, 1, 1, 1, 1, 1, 1},
     "-"},
    {"conv i8 1x1",
     'i',
     PLAIN,
     {1, 28, 28, 128, 28, 28, 128, 1, 1, 1, 1, 1, 1, 0, 0, 1},
     "-"},
    {"conv bf16 3x3",
     'b',
     PLAIN,
     {1, 14, 14, 64, 14, 14, 64, 3, 3, 1, 1, 1, 1, 1, 1, 1},
     "-"},
    {"conv f32 3x3",
     'f',
     PLAIN,
     {1, 14, 14, 32, 14, 14, 32, 3, 3, 1, 1, 1, 1, 1, 1, 1},
     "-"},
    {"average pool i8 2x2",
     'i',
     AVERAGE,
     {1, 28, 28, 64, 14, 14, 64, 2, 2, 2, 2, 1, 1, 0, 0, 64},
     "-"},
    {"max pool i8 2x2",
     'i',
     MAXIMUM,
     {1, 28, 28, 64, 14, 14, 64, 2, 2, 2, 2, 1, 1, 0, 0, 64},
     "-"}};

static int64_t ceiling(int64_t a, int64_t b) { return (a + b - 1) / b; }

static int64_t bound(const struct conv_case *c) {
  const struct conv_shape *s = &c->s;
  const int64_t pixels = s->batch * s->out_height * s->out_width;
  const int64_t taps = s->kernel_height * s->kernel_width;
  const int64_t tiles = ceiling(pixels, 16) * ceiling(s->out_channels, 16);
  const int64_t finish = c->type == 'i' ? 4 : 1;
  if (c->operation == PLAIN) {
    const int64_t words = 256 * 16 / MULTIPLY;
    const int64_t rate = words * (c->type == 'i' ? 4 : c->type == 'b' ? 2 : 1);
    const int64_t matrix =
        ceiling(pixels * s->out_channels * taps * s->channels, rate);
    const int64_t elementwise = tiles * OPERATION * finish;
    return matrix > elementwise ? matrix : elementwise;
  }
  // A multiply-add, maximum or sum a tap; an average has a division with
  // seven operations around it and two of the clamp.
  const int64_t after = c->operation == DEPTHWISE ? OPERATION * finish
                        : c->operation == MAXIMUM
                            ? OPERATION * 2
                            : DIVISION + OPERATION * (7 + 2);
  return tiles * (OPERATION * taps + after);
}

static uint32_t state = 1;
static uint32_t next(void) { return state = state * 1664525u + 1013904223u; }

// Small floats of both signs, or any bytes.
static void *numbers(char type, int64_t count) {
  uint32_t *memory =
      aligned_alloc(64, (size_t)(count * 4 + 1024) & ~(size_t)63);
  if (!memory)
    exit(2);
  for (int64_t i = 0; i < count; i++) {
    const uint32_t bits = next() ^ state >> 16;
    memory[i] = type == 'i'   ? bits
                : type == 'b' ? (bits & 0x80ff80ff) | 0x3e003e00
                              : (bits & 0x80ffffff) | 0x3e000000;
  }
  return memory;
}

// The case's kernel, or its reference.
static int compute(const struct conv_case *c, int reference, const void *x,
                   const void *w, const void *bias,
                   const struct requantisation *q, void *y, void *scratch,
                   int64_t bytes) {
  const struct conv_shape *s = &c->s;
  const int deep = c->operation == DEPTHWISE;
  if (c->operation == MAXIMUM || c->operation == AVERAGE) {
    const int average = c->operation == AVERAGE;
    if (reference)
      reference_pool_i8(average, s, x, q->low, q->high, y);
    else if (average)
      return pool_average_i8(s, x, q->low, q->high, y, scratch, bytes);
    else
      return pool_max_i8(s, x, q->low, q->high, y, scratch, bytes);
    return 0;
  }
  if (c->type == 'i') {
    if (reference)
      reference_sums_i8(0, deep, s, x, 3, w, bias, q, y);
    else if (deep)
      return conv_depthwise_i8(s, x, 3, w, bias, q, y, scratch, bytes);
    else
      return conv_i8(s, x, 3, w, bias, q, y, scratch, bytes);
    return 0;
  }
  const float high = (float)INFINITY;
  if (c->type == 'b') {
    if (reference)
      reference_sums_bf16(0, 0, s, x, w, bias, 0, high, y);
    else
      return conv_bf16(s, x, w, bias, 0, high, y, scratch, bytes);
    return 0;
  }
  if (reference)
    reference_sums_f32(0, 0, s, x, w, bias, 0, high, y);
  else
    return conv_f32(s, x, w, bias, 0, high, y, scratch, bytes);
  return 0;
}

static int run(const struct conv_case *c) {
  const struct conv_shape *s = &c->s;
  const int64_t size = c->type == 'i' ? 1 : c->type == 'b' ? 2 : 4;
  const int64_t outputs =
      s->batch * s->out_height * s->out_width * s->out_channels;
  const int64_t weights = s->kernel_height * s->kernel_width * s->out_channels *
                          (s->channels / s->groups);
  void *x = numbers(c->type,
                    s->batch * s->height * s->width * s->channels * size / 4);
  void *w = numbers(c->type, weights * size / 4);
  void *bias = numbers(c->type == 'i' ? 'i' : 'f', s->out_channels);
  int32_t *multipliers = numbers('i', s->out_channels),
          *shifts = numbers('i', s->out_channels);
  for (int64_t i = 0; i < s->out_channels; i++) {
    multipliers[i] = (int32_t)(0x40000000 | (multipliers[i] & 0x3fffffff));
    shifts[i] = -9 - (shifts[i] & 3);
    if (c->type == 'i')
      ((int32_t *)bias)[i] >>= 16;
  }
  const struct requantisation q = {multipliers, shifts, 1, 0, 5, -100, 127};
  char *y = numbers('i', outputs * size / 4),
       *expected = numbers('i', outputs * size / 4);
  const int64_t bytes = conv_scratch(s, size);
  void *scratch = numbers('i', bytes / 4 + 16);
  int status = 0;
  for (int round = 0; round < 2; round++) {
    if (round)
      bench_begin();
    status |= compute(c, 0, x, w, bias, &q, y, scratch, bytes);
    // The last element is stored last, and a scalar load waits for it.
    (void)((volatile char *)y)[outputs * size - 1];
  }
  bench_end();
  // The reference of one pixel, the last, which depends on padding; of all it
  // would take the core a thousand times as long as the kernel.
  struct conv_case last = *c;
  last.s.pad_top -= (s->out_height - 1) * s->stride_y;
  last.s.pad_left -= (s->out_width - 1) * s->stride_x;
  last.s.out_height = last.s.out_width = 1;
  compute(&last, 1, x, w, bias, &q, expected, scratch, bytes);
  const int64_t pixel = s->out_channels * size;
  return status ||
         memcmp(y + outputs * size - pixel, expected, (size_t)pixel) != 0;
}

int main(int argc, char **argv) {
  const int count = sizeof cases / sizeof *cases;
  if (argc == 2 && !strcmp(argv[1], "list")) {
    for (int i = 0; i < count; i++) {
      const struct conv_shape *s = &cases[i].s;
      printf("%s|%dx%dx%d -> %dx%dx%d|%lld|%s\n", cases[i].name, (int)s->height,
             (int)s->width, (int)s->channels, (int)s->out_height,
             (int)s->out_width, (int)s->out_channels,
             (long long)bound(&cases[i]), cases[i].target);
    }
    return 0;
  }
  const int number = argc == 2 ? atoi(argv[1]) : -1;
  return number < 0 || number >= count ? 2 : run(&cases[number]);
}

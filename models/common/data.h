// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the networks of models/ share, on the core and in their references: the
// file of digits, files of numbers, and random numbers. Nothing of it computes
// what is compared. The including file defines MODEL, which begins its errors.
#ifndef MODELS_COMMON_DATA_H
#define MODELS_COMMON_DATA_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PIXELS = 784, CLASSES = 10, BATCH = 64, HELD_BACK = 1000 };

// A function whose name `sectile-rtl --between` takes.
#define MARKER __attribute__((noinline))

struct digits {
  uint32_t count;
  uint8_t *pixels; // count x PIXELS; the first HELD_BACK are never trained on
  uint8_t *labels;
};

static inline _Noreturn void fail(const char *what, const char *name) {
  fprintf(stderr, MODEL ": %s: %s\n", name, what);
  exit(2);
}

// All files are read and written in large pieces: a buffer would only add a
// copy.
static inline FILE *open_file(const char *name, const char *mode) {
  FILE *file = fopen(name, mode);
  if (!file)
    fail(*mode == 'r' ? "can't be opened" : "can't be written", name);
  setvbuf(file, NULL, _IONBF, 0);
  return file;
}

static inline struct digits read_digits(const char *name) {
  struct digits d = {0, 0, 0};
  struct {
    char magic[8];
    uint32_t count, pixels;
  } header;
  FILE *file = open_file(name, "rb");
  if (fread(&header, sizeof header, 1, file) != 1 ||
      memcmp(header.magic, "DIGITS1", 8) || header.pixels != PIXELS ||
      header.count < HELD_BACK + BATCH || header.count > 100000)
    fail("not a file of digits", name);
  d.count = header.count;
  d.pixels = malloc((size_t)d.count * PIXELS);
  d.labels = malloc(d.count);
  if (!d.pixels || !d.labels)
    fail("out of memory", name);
  if (fread(d.pixels, PIXELS, d.count, file) != d.count ||
      fread(d.labels, 1, d.count, file) != d.count)
    fail("truncated", name);
  fclose(file);
  return d;
}

static inline void read_floats(const char *name, float *weights, size_t count) {
  FILE *file = open_file(name, "rb");
  if (fread(weights, sizeof *weights, count, file) != count ||
      fgetc(file) != EOF)
    fail("not a file of weights", name);
  fclose(file);
}

static inline void write_file(const char *name, const float *values,
                              size_t count) {
  FILE *file = open_file(name, "wb");
  if (fwrite(values, sizeof *values, count, file) != count || fclose(file))
    fail("can't be written", name);
}

// xorshift64*
static inline uint64_t random64(uint64_t *state) {
  uint64_t x = *state;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  *state = x;
  return x * UINT64_C(0x2545f4914f6cdd1d);
}

static inline void shuffle(uint32_t *order, uint32_t n, uint64_t *state) {
  for (uint32_t i = n; i > 1; i--) {
    uint32_t j = (uint32_t)((random64(state) >> 32) * i >> 32);
    uint32_t t = order[i - 1];
    order[i - 1] = order[j];
    order[j] = t;
  }
}

// The natural logarithm of a normal number, for printed losses only.
static inline double log_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, 8);
  int exponent = (int)(bits >> 52) - 1023;
  bits = (bits & 0xfffffffffffffu) | 0x3ff0000000000000u;
  memcpy(&x, &bits, 8);
  if (x > 1.4142135623730951) {
    x *= 0.5;
    exponent++;
  }
  double t = (x - 1) / (x + 1), t2 = t * t, sum = 0;
  for (int n = 21; n > 0; n -= 2)
    sum = sum * t2 + 1.0 / n;
  return 2 * t * sum + exponent * 0.6931471805599453;
}

static inline double fraction(uint64_t part, uint64_t whole) {
  return whole ? (double)part / (double)whole : 0;
}

#endif

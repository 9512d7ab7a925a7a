// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// random(): BSD's generator with additive feedback, the numbers of which are
// those of Linux for the same seed. A state is an array of the user's: its
// first word says which generator it is and how far.
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

// x[i] = x[i - degree] + x[i - separation]; the first one is a congruential
// generator of one word.
enum { KINDS = 5 };
static const struct {
  int bytes, degree, separation;
} kinds[KINDS] = {
    {8, 0, 0}, {32, 7, 3}, {64, 15, 1}, {128, 31, 3}, {256, 63, 1}};

static int32_t first[32];
static int32_t *state = first; // of which [0] is KINDS * rear + kind
static int kind = 3, rear;
static int seeded;

static void seed_state(unsigned seed) {
  int32_t *x = state + 1;
  int degree = kinds[kind].degree;
  x[0] = seed ? (int32_t)seed : 1;
  for (int i = 1; i < degree; i++) {
    // 16807 x modulo 2^31 - 1 without overflow
    int32_t high = x[i - 1] / 127773, low = x[i - 1] % 127773;
    int32_t next = 16807 * low - 2836 * high;
    x[i] = next < 0 ? next + 0x7fffffff : next;
  }
  rear = 0;
  seeded = 1;
}

static long next_number(void) {
  int32_t *x = state + 1;
  if (kind == 0)
    return x[0] =
               (int32_t)(((uint32_t)x[0] * 1103515245u + 12345u) & 0x7fffffffu);
  int degree = kinds[kind].degree;
  int front = (rear + kinds[kind].separation) % degree;
  uint32_t sum = (uint32_t)x[front] + (uint32_t)x[rear];
  x[front] = (int32_t)sum;
  rear = (rear + 1) % degree;
  return sum >> 1;
}

static void start(unsigned seed) {
  seed_state(seed);
  for (int i = 0; i < 10 * kinds[kind].degree; i++)
    next_number();
}

static void ensure_seeded(void) {
  if (!seeded)
    start(1);
}

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

long random(void) {
  ensure_seeded();
  return next_number();
}

void srandom(unsigned seed) { start(seed); }

char *initstate(unsigned seed, char *buffer, size_t size) {
  ensure_seeded();
  int largest = KINDS - 1;
  while (largest >= 0 && (size_t)kinds[largest].bytes > size)
    largest--;
  if (largest < 0 || !buffer) {
    errno = EINVAL;
    return NULL;
  }
  int32_t *old = state;
  old[0] = KINDS * rear + kind;
  state = (int32_t *)(void *)buffer;
  kind = largest;
  start(seed);
  state[0] = KINDS * rear + kind;
  return (char *)old;
}

char *setstate(char *buffer) {
  ensure_seeded();
  int32_t *new = (int32_t *)(void *)buffer;
  int new_kind = new ? new[0] % KINDS : -1;
  if (new_kind < 0 ||
      (new_kind > 0 && new[0] / KINDS >= kinds[new_kind].degree)) {
    errno = EINVAL;
    return NULL;
  }
  int32_t *old = state;
  old[0] = KINDS * rear + kind;
  state = new;
  kind = new_kind;
  rear = new[0] / KINDS;
  return (char *)old;
}

#pragma clang attribute pop

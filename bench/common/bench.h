// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a benchmark program supplies and may use.
//
// A program generates its own input, does its work between the two markers and
// prints its result after them, so that the instructions counted between the
// markers are the same piece of C for every target. Nothing here needs a C
// library: the same memory and string functions (string.c) are linked on every
// target.
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>
#include <stdint.h>

// How often a program repeats its work: 1 when instructions are counted, more
// when time is measured.
#ifndef BENCH_SCALE
#define BENCH_SCALE 1
#endif

// The program's part.
void bench_setup(void);   // before the markers: generate the input
uint64_t bench_run(void); // measured; returns a checksum
int bench_check(void);    // after the markers: is the result right?

// The markers: functions without effect, called just before and just after.
void bench_begin(void);
void bench_end(void);

// The target's part (start.c).
void bench_write(const char *text, size_t length);
_Noreturn void bench_exit(int status);

void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *to, int byte, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *s, int byte, size_t n);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strcpy(char *restrict to, const char *restrict from);
char *strchr(const char *s, int byte);

// xorshift64*, the source of every program's input.
static inline uint64_t bench_random(uint64_t *state) {
  uint64_t x = *state;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  *state = x;
  return x * UINT64_C(0x2545f4914f6cdd1d);
}

#endif

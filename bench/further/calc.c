// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A recursive-descent calculator whose scanner lives in static variables.
#include "../common/bench.h"

enum { N = 4000 };
static char source[N + 1];
static const char *at;
static int token, depth, deepest, errors, tokens;
static long number;
static long variables[26];
static long results[64];
static int result_count;

enum { END, NUMBER, NAME, OPERATOR };
static char symbol;

void bench_setup(void) {
  uint64_t random = 21;
  int n = 0;
  while (n < N - 80) {
    source[n++] = (char)('a' + (bench_random(&random) >> 40) % 26);
    source[n++] = '=';
    for (int term = 0; term < 6; term++) {
      int open = (bench_random(&random) >> 50) % 3 == 0;
      if (open)
        source[n++] = '(';
      source[n++] = (char)('a' + (bench_random(&random) >> 40) % 26);
      source[n++] = "+-*"[(bench_random(&random) >> 40) % 3];
      source[n++] = (char)('1' + (bench_random(&random) >> 40) % 9);
      source[n++] = (char)('0' + (bench_random(&random) >> 40) % 10);
      if (open)
        source[n++] = ')';
      source[n++] = "+-*/"[(bench_random(&random) >> 40) % 4];
    }
    source[n++] = '7';
    source[n++] = ';';
    source[n++] = ' ';
  }
}

static void advance(void) {
  while (*at == ' ')
    at++;
  tokens++;
  if (!*at) {
    token = END;
  } else if (*at >= '0' && *at <= '9') {
    token = NUMBER;
    number = 0;
    while (*at >= '0' && *at <= '9')
      number = number * 10 + (*at++ - '0');
  } else if (*at >= 'a' && *at <= 'z') {
    token = NAME;
    symbol = *at++;
  } else {
    token = OPERATOR;
    symbol = *at++;
  }
}

static int accept(char c) {
  if (token != OPERATOR || symbol != c)
    return 0;
  advance();
  return 1;
}

static long sum(void);

static long factor(void) {
  long v = 0;
  if (++depth > deepest)
    deepest = depth;
  if (token == NUMBER) {
    v = number;
    advance();
  } else if (token == NAME) {
    v = variables[symbol - 'a'];
    advance();
  } else if (accept('(')) {
    v = sum();
    if (!accept(')'))
      errors++;
  } else if (accept('-')) {
    v = -factor();
  } else {
    errors++;
    advance();
  }
  depth--;
  return v;
}

static long term(void) {
  long v = factor();
  for (;;)
    if (accept('*')) {
      v = (long)((unsigned long)v * (unsigned long)factor()) % 1000003;
    } else if (accept('/')) {
      long d = factor();
      v = d ? v / d : 0;
    } else {
      return v;
    }
}

static long sum(void) {
  long v = term();
  for (;;)
    if (accept('+'))
      v += term();
    else if (accept('-'))
      v -= term();
    else
      return v;
}

static void statement(void) {
  char name = symbol;
  advance();
  if (!accept('='))
    errors++;
  long v = sum();
  variables[name - 'a'] = v;
  results[result_count++ & 63] = v;
  if (!accept(';'))
    errors++;
}

uint64_t bench_run(void) {
  uint64_t total = 0;
  for (int k = 0; k < BENCH_SCALE * 4; k++) {
    for (int i = 0; i < 26; i++)
      variables[i] = i * 3 + k;
    at = source;
    result_count = 0;
    advance();
    while (token == NAME)
      statement();
    for (int i = 0; i < 26; i++)
      total = total * 33 + (uint64_t)variables[i];
  }
  return total;
}

int bench_check(void) {
  at = "a=2+3*(10-4)/2; b=a*a-1;";
  advance();
  statement();
  statement();
  return !errors && variables[0] == 11 && variables[1] == 120 && depth == 0 &&
         deepest >= 2 && tokens > 1000;
}

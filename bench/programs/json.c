// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A JSON reader: recursive descent over a generated document, counting and
// summing what it finds, with a check of every literal, escape and number.
#include "../common/bench.h"

enum { N = 60000 };
static char document[N + 1024];
static const char *at;
static int ok;
static struct totals {
  uint64_t objects, arrays, strings, characters, numbers, sum, literals, depth;
} found, made;

static uint64_t state = 10;
static char *out;

static unsigned dice(unsigned n) {
  return (unsigned)(bench_random(&state) >> 40) % n;
}

static void emit(const char *s) {
  size_t n = strlen(s);
  memcpy(out, s, n);
  out += n;
}

static void emit_number(uint32_t n) {
  char digits[10];
  int count = 0;
  do
    digits[count++] = (char)('0' + n % 10);
  while (n /= 10);
  while (count)
    *out++ = digits[--count];
}

static void emit_string(void) {
  *out++ = '"';
  for (unsigned n = 2 + dice(14); n; n--) {
    unsigned d = dice(20);
    made.characters++;
    if (d == 0)
      emit("\\n");
    else if (d == 1)
      emit("\\u00e9");
    else
      *out++ = (char)('a' + dice(26));
  }
  *out++ = '"';
  made.strings++;
}

static void emit_value(unsigned depth) {
  if (depth > made.depth)
    made.depth = depth;
  unsigned d = depth >= 6 || out > document + N - 600 ? 4 + dice(6) : dice(10);
  switch (d) {
  case 0:
  case 1: {
    made.objects++;
    emit("{");
    unsigned n = dice(6);
    for (unsigned i = 0; i < n; i++) {
      if (i)
        emit(", ");
      emit_string();
      emit(": ");
      emit_value(depth + 1);
    }
    emit("}");
    break;
  }
  case 2:
  case 3: {
    made.arrays++;
    emit("[");
    unsigned n = dice(8);
    for (unsigned i = 0; i < n; i++) {
      if (i)
        emit(",\n  ");
      emit_value(depth + 1);
    }
    emit("]");
    break;
  }
  case 4:
  case 5:
    emit_string();
    break;
  case 6:
  case 7: {
    uint32_t n = (uint32_t)(bench_random(&state) >> 40);
    if (dice(2)) {
      emit("-");
      made.sum -= n;
    } else {
      made.sum += n;
    }
    emit_number(n);
    if (dice(2))
      emit(".5e+2");
    made.numbers++;
    break;
  }
  case 8:
    emit(dice(2) ? "true" : "false");
    made.literals++;
    break;
  default:
    emit("null");
    made.literals++;
  }
}

void bench_setup(void) {
  out = document;
  emit("[");
  made.arrays++;
  while (out < document + N - 1000) {
    emit_value(1);
    emit(", ");
  }
  emit("0]");
  made.numbers++;
  *out = 0;
}

static void skip_space(void) {
  while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')
    at++;
}

static void expect(const char *s) {
  for (; *s; s++)
    if (*at++ != *s)
      ok = 0;
}

static void read_string(void) {
  at++;
  found.strings++;
  for (; *at != '"'; at++) {
    if (!*at) {
      ok = 0;
      return;
    }
    found.characters++;
    if (*at == '\\') {
      at++;
      if (*at == 'u') {
        unsigned code = 0;
        for (int i = 0; i < 4; i++) {
          int c = *++at;
          int digit = c >= '0' && c <= '9'                 ? c - '0'
                      : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                           : -1;
          if (digit < 0)
            ok = 0;
          code = code << 4 | (unsigned)digit;
        }
        if (code != 0xe9)
          ok = 0;
      } else if (!strchr("\"\\/bfnrt", *at)) {
        ok = 0;
      }
    }
  }
  at++;
}

static void read_number(void) {
  found.numbers++;
  int negative = *at == '-';
  uint64_t n = 0;
  at += negative;
  while (*at >= '0' && *at <= '9')
    n = n * 10 + (uint64_t)(*at++ - '0');
  if (*at == '.')
    for (at++; *at >= '0' && *at <= '9'; at++)
      ;
  if (*at == 'e' || *at == 'E') {
    at++;
    if (*at == '+' || *at == '-')
      at++;
    while (*at >= '0' && *at <= '9')
      at++;
  }
  found.sum += negative ? -n : n;
}

static void read_value(unsigned depth) {
  if (depth > found.depth)
    found.depth = depth;
  skip_space();
  switch (*at) {
  case '{':
    found.objects++;
    at++;
    skip_space();
    if (*at != '}')
      for (;;) {
        skip_space();
        if (*at != '"') {
          ok = 0;
          return;
        }
        read_string();
        skip_space();
        expect(":");
        read_value(depth + 1);
        skip_space();
        if (*at != ',')
          break;
        at++;
      }
    expect("}");
    break;
  case '[':
    found.arrays++;
    at++;
    skip_space();
    if (*at != ']')
      for (;;) {
        read_value(depth + 1);
        skip_space();
        if (*at != ',')
          break;
        at++;
      }
    expect("]");
    break;
  case '"':
    read_string();
    break;
  case 't':
    expect("true");
    found.literals++;
    break;
  case 'f':
    expect("false");
    found.literals++;
    break;
  case 'n':
    expect("null");
    found.literals++;
    break;
  default:
    if (*at == '-' || (*at >= '0' && *at <= '9'))
      read_number();
    else
      ok = 0;
  }
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE * 4; k++) {
    memset(&found, 0, sizeof found);
    ok = 1;
    at = document;
    read_value(0);
    sum = sum * 3 + found.characters + found.sum;
  }
  return sum;
}

int bench_check(void) {
  return ok && *at == 0 && !memcmp(&found, &made, sizeof made);
}

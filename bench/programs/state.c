// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// State machines: a lexer of C-like text written as a switch in a loop, and a
// table-driven UTF-8 validator.
#include "../common/bench.h"

enum { N = 60000 };
static char text[N + 1];
static unsigned char utf8[N];
static uint8_t next_state[8][256];
enum kind { SPACE, NAME, NUMBER, FLOAT, STRING, COMMENT, OPERATOR, BAD, KINDS };
static uint32_t tokens[KINDS], expected[KINDS], points, expected_points;

static int put(char *to, int at, const char *piece) {
  int n = (int)strlen(piece);
  memcpy(to + at, piece, (size_t)n);
  return at + n;
}

void bench_setup(void) {
  static const char *const pieces[] = {
      "alpha",       "x1",        "_tmp", "12345",
      "0",           "3.25",      "1e10", "\"str\\\"ing\"",
      "/* a * b */", "// line\n", "<<=",  "+",
      "->"};
  static const uint8_t kinds[] = {NAME,     NAME,     NAME,    NUMBER,  NUMBER,
                                  FLOAT,    FLOAT,    STRING,  COMMENT, COMMENT,
                                  OPERATOR, OPERATOR, OPERATOR};
  uint64_t state = 9;
  int at = 0;
  while (at < N - 32) {
    unsigned p = (unsigned)(bench_random(&state) >> 40) % 13;
    at = put(text, at, pieces[p]);
    text[at++] = ' ';
    expected[kinds[p]]++;
    expected[SPACE]++;
  }
  text[at] = 0;

  int n = 0;
  while (n < N - 4) {
    uint32_t c = (uint32_t)(bench_random(&state) >> 40);
    expected_points++;
    if (c & 3) {
      utf8[n++] = (unsigned char)(c >> 8 & 127);
    } else if (c & 4) {
      utf8[n++] = (unsigned char)(0xc2 + (c >> 8) % 30);
      utf8[n++] = (unsigned char)(0x80 | (c >> 16 & 63));
    } else {
      utf8[n++] = (unsigned char)(0xe1 + (c >> 8) % 12);
      utf8[n++] = (unsigned char)(0x80 | (c >> 4 & 63));
      utf8[n++] = (unsigned char)(0x80 | (c >> 16 & 63));
    }
  }
  while (n < N) {
    utf8[n++] = 'x';
    expected_points++;
  }
  // states: 0 between, 1..3 continuation bytes to come, 4 error
  for (int c = 0; c < 256; c++) {
    next_state[0][c] = c < 0x80   ? 0
                       : c < 0xc2 ? 4
                       : c < 0xe0 ? 1
                       : c < 0xf0 ? 2
                       : c < 0xf5 ? 3
                                  : 4;
    for (int s = 1; s < 4; s++)
      next_state[s][c] = (uint8_t)(c >= 0x80 && c < 0xc0 ? s - 1 : 4);
    next_state[4][c] = 4;
  }
}

static int is_letter(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
static int is_digit(int c) { return c >= '0' && c <= '9'; }

static void lex(const char *p) {
  enum {
    START,
    IN_SPACE,
    IN_NAME,
    IN_NUMBER,
    IN_FRACTION,
    IN_EXPONENT,
    IN_STRING,
    ESCAPE,
    SLASH,
    LINE,
    BLOCK,
    STAR,
    IN_OPERATOR
  } s = START;
  for (;;) {
    int c = *p;
    switch (s) {
    case START:
      if (!c)
        return;
      if (c == ' ' || c == '\n' || c == '\t')
        s = IN_SPACE;
      else if (is_letter(c))
        s = IN_NAME;
      else if (is_digit(c))
        s = IN_NUMBER;
      else if (c == '"')
        s = IN_STRING;
      else if (c == '/')
        s = SLASH;
      else
        s = IN_OPERATOR;
      p++;
      break;
    case IN_SPACE:
      if (c == ' ' || c == '\n' || c == '\t') {
        p++;
      } else {
        tokens[SPACE]++;
        s = START;
      }
      break;
    case IN_NAME:
      if (is_letter(c) || is_digit(c)) {
        p++;
      } else {
        tokens[NAME]++;
        s = START;
      }
      break;
    case IN_NUMBER:
      if (is_digit(c)) {
        p++;
      } else if (c == '.') {
        s = IN_FRACTION;
        p++;
      } else if (c == 'e') {
        s = IN_EXPONENT;
        p++;
      } else {
        tokens[NUMBER]++;
        s = START;
      }
      break;
    case IN_FRACTION:
      if (is_digit(c)) {
        p++;
      } else if (c == 'e') {
        s = IN_EXPONENT;
        p++;
      } else {
        tokens[FLOAT]++;
        s = START;
      }
      break;
    case IN_EXPONENT:
      if (is_digit(c) || c == '+' || c == '-') {
        p++;
      } else {
        tokens[FLOAT]++;
        s = START;
      }
      break;
    case IN_STRING:
      if (c == '\\') {
        s = ESCAPE;
      } else if (c == '"') {
        tokens[STRING]++;
        s = START;
      } else if (!c) {
        tokens[BAD]++;
        return;
      }
      p++;
      break;
    case ESCAPE:
      s = IN_STRING;
      p++;
      break;
    case SLASH:
      if (c == '/')
        s = LINE, p++;
      else if (c == '*')
        s = BLOCK, p++;
      else
        s = IN_OPERATOR;
      break;
    case LINE:
      if (c == '\n' || !c) {
        tokens[COMMENT]++;
        s = START;
        if (!c)
          return;
      }
      p++;
      break;
    case BLOCK:
      if (c == '*')
        s = STAR;
      else if (!c)
        return;
      p++;
      break;
    case STAR:
      if (c == '/') {
        tokens[COMMENT]++;
        s = START;
      } else if (c != '*') {
        s = BLOCK;
      }
      p++;
      break;
    case IN_OPERATOR:
      switch (c) {
      case '+':
      case '-':
      case '*':
      case '<':
      case '>':
      case '=':
      case '&':
      case '|':
        p++;
        break;
      default:
        tokens[OPERATOR]++;
        s = START;
      }
      break;
    }
  }
}

static uint32_t count_points(const unsigned char *p, size_t n) {
  uint32_t count = 0;
  unsigned s = 0;
  for (; n; n--) {
    s = next_state[s][*p++];
    count += s == 0;
  }
  return s == 0 ? count : 0;
}

uint64_t bench_run(void) {
  uint64_t sum = 0;
  for (int k = 0; k < BENCH_SCALE; k++) {
    memset(tokens, 0, sizeof tokens);
    lex(text);
    points = count_points(utf8, N);
    for (int i = 0; i < KINDS; i++)
      sum = sum * 11 + tokens[i];
    sum += points;
  }
  return sum;
}

int bench_check(void) {
  // the newline of a line comment is part of it, the blank after it a space
  return !memcmp(tokens, expected, sizeof tokens) && points == expected_points;
}

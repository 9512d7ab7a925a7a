// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How scanf and wscanf read a floating-point number: the longest text that a
// number can begin with, one character after the other, so that at most one
// character is put back (C17, 7.21.6.2). What was read is a match only if it is
// a whole number: "10e" is read and is none. build-newlib has newlib's two
// functions use it, which know no hexadecimal numbers and round floats twice.
#ifndef SECTILE_SCAN_FLOAT_H
#define SECTILE_SCAN_FLOAT_H
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum float_state {
  FLOAT_BEGIN,
  FLOAT_SIGN,     // after a sign
  FLOAT_ZERO,     // after a zero that may begin "0x"
  FLOAT_MANTISSA, // digits and the point
  FLOAT_EXPONENT, // after e or p
  FLOAT_EXPONENT_DIGITS,
  FLOAT_INFINITY,
  FLOAT_NAN,
  FLOAT_NAN_TEXT, // after "nan("
  FLOAT_END
};

struct float_item {
  enum float_state state;
  int hexadecimal, point;
  int whole;        // what was read is a number
  const char *word; // what is left of infinity or nan
  char *text, first[64];
  size_t length, room;
};

static void float_item_begin(struct float_item *f) {
  memset(f, 0, sizeof *f);
  f->text = f->first;
  f->room = sizeof f->first;
}

static void float_item_end(struct float_item *f) {
  if (f->text != f->first)
    free(f->text);
}

// Whether a number can go on with this character.
static int float_item_continues(struct float_item *f, int c) {
  int lower = c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
  int digit = c >= '0' && c <= '9';
  switch (f->state) {
  case FLOAT_BEGIN:
    if (c == '+' || c == '-') {
      f->state = FLOAT_SIGN;
      return 1;
    }
    // fall through
  case FLOAT_SIGN:
    f->state = FLOAT_MANTISSA;
    if (lower == 'i' || lower == 'n') {
      f->state = lower == 'i' ? FLOAT_INFINITY : FLOAT_NAN;
      f->word = lower == 'i' ? "nfinity" : "an";
      return 1;
    }
    if (c == '0') {
      f->state = FLOAT_ZERO;
      return f->whole = 1;
    }
    break;
  case FLOAT_ZERO:
    f->state = FLOAT_MANTISSA;
    if (lower == 'x') {
      f->hexadecimal = 1;
      f->whole = 0;
      return 1;
    }
    break;
  case FLOAT_MANTISSA:
    break;
  case FLOAT_EXPONENT:
    f->state = FLOAT_EXPONENT_DIGITS;
    if (c == '+' || c == '-')
      return 1;
    // fall through
  case FLOAT_EXPONENT_DIGITS:
    f->whole |= digit;
    return digit;
  case FLOAT_INFINITY:
  case FLOAT_NAN:
    if (*f->word && lower == *f->word) {
      f->word++;
      f->whole = !*f->word || !strcmp(f->word, "inity");
      return 1;
    }
    if (f->state == FLOAT_INFINITY || *f->word || c != '(')
      return 0;
    f->state = FLOAT_NAN_TEXT;
    f->whole = 0;
    return 1;
  case FLOAT_NAN_TEXT:
    if (c == ')') {
      f->state = FLOAT_END;
      return f->whole = 1;
    }
    return digit || (lower >= 'a' && lower <= 'z') || c == '_';
  case FLOAT_END:
    return 0;
  }
  if (digit || (f->hexadecimal && lower >= 'a' && lower <= 'f'))
    return f->whole = 1;
  if (c == '.' && !f->point)
    return f->point = 1;
  if (f->whole && lower == (f->hexadecimal ? 'p' : 'e')) {
    f->state = FLOAT_EXPONENT;
    f->whole = 0;
    return 1;
  }
  return 0;
}

// Takes the character if a number can go on with it.
static int float_item_takes(struct float_item *f, int c) {
  if (!float_item_continues(f, c))
    return 0;
  if (f->length + 1 == f->room) {
    char *text = malloc(2 * f->room);
    if (!text)
      return f->whole = 0; // no match: errno says why
    memcpy(text, f->text, f->length);
    float_item_end(f);
    f->text = text;
    f->room *= 2;
  }
  f->text[f->length++] = (char)c;
  f->text[f->length] = 0;
  return 1;
}
#endif

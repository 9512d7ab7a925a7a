// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// strtof and wcstof, rounded once: newlib's round to f64 first. Its function
// for any format, _strtodg_l, does the work.
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

// Of newlib's gdtoa.h, which it does not install.
struct FPI {
  int bits, lowest_exponent, highest_exponent, rounding, sudden_underflow;
};
enum {
  ZERO,
  NORMAL,
  SUBNORMAL,
  INFINITE,
  NOT_A_NUMBER,
  NAN_BITS,
  NOTHING,
  KIND = 7,
  NEGATIVE = 8
};
extern struct __locale_t __global_locale;
int _strtodg_l(struct _reent *reent, const char *text, char **end,
               const struct FPI *format, int32_t *exponent, uint32_t *bits,
               locale_t locale);

float strtof_l(const char *restrict text, char **restrict end,
               locale_t locale) {
  // The value is an integer of 24 bits times a power of 2 between these.
  static const struct FPI f32 = {24, -149, 254 - 150, 1, 0};
  uint32_t significand = 0, bits = 0;
  int32_t exponent = 0;
  char *stopped;
  int kind =
      _strtodg_l(_REENT, text, &stopped, &f32, &exponent, &significand, locale);
  switch (kind & KIND) {
  case NORMAL:
    bits = (significand & 0x7fffff) | (uint32_t)(exponent + 150) << 23;
    break;
  case SUBNORMAL:
    bits = significand;
    break;
  case INFINITE:
    bits = 0x7f800000;
    break;
  case NOT_A_NUMBER:
  case NAN_BITS:
    bits = 0x7fc00000;
    break;
  default:
    break;
  }
  if ((kind & KIND) == NOTHING) {
    kind = 0;
    // It finds no number in "0x" without a digit after it: this is a zero.
    const char *digit = text;
    while (isspace_l((unsigned char)*digit, locale))
      digit++;
    if (*digit == '-')
      kind = NEGATIVE;
    if (*digit == '-' || *digit == '+')
      digit++;
    if (*digit == '0')
      stopped = (char *)digit + 1;
    else
      kind = 0;
  }
  if ((kind & NEGATIVE) != 0)
    bits |= 0x80000000;
  if (end)
    *end = stopped;
  float result;
  memcpy(&result, &bits, sizeof result);
  return result;
}

float strtof(const char *restrict text, char **restrict end) {
  return strtof_l(text, end, &__global_locale);
}

float wcstof_l(const wchar_t *restrict text, wchar_t **restrict end,
               locale_t locale) {
  const wchar_t *begin = text;
  while (iswspace_l((wint_t)*begin, locale))
    begin++;
  // A number is of ASCII characters.
  size_t length = 0;
  while (begin[length] > 0 && begin[length] < 128)
    length++;
  char *narrow = malloc(length + 1), *stopped = narrow;
  float result = 0;
  if (narrow) {
    for (size_t i = 0; i < length; i++)
      narrow[i] = (char)begin[i];
    narrow[length] = 0;
    result = strtof_l(narrow, &stopped, locale);
  }
  if (end)
    *end = (wchar_t *)(stopped == narrow ? text : begin + (stopped - narrow));
  free(narrow);
  return result;
}

float wcstof(const wchar_t *restrict text, wchar_t **restrict end) {
  return wcstof_l(text, end, &__global_locale);
}

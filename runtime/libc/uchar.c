// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// <uchar.h>: conversions between multibyte characters and UTF-8, UTF-16 and
// UTF-32, over those of wchar_t, which is UTF-32.
//
// A multibyte character can be several units, and a unit a part of one. What
// has been read and not yet given is kept in the state, under a negative count
// that newlib's conversions do not have: -2 with a high or low surrogate; -8 -
// n with n bytes of UTF-8 in __wchb.
#include <errno.h>
#include <uchar.h>
#include <wchar.h>

enum { SURROGATE = -2, BYTES = -8 };

static size_t illegal(void) {
  errno = EILSEQ;
  return (size_t)-1;
}

static void reset(mbstate_t *state) { *state = (mbstate_t){0}; }

static int is_high(unsigned c) { return c >= 0xd800 && c <= 0xdbff; }
static int is_low(unsigned c) { return c >= 0xdc00 && c <= 0xdfff; }

// The bytes of a character that starts with this one, 0 for none.
static int utf8_size(unsigned first) {
  return first < 0x80                     ? 1
         : first >= 0xc2 && first <= 0xdf ? 2
         : (first & 0xf0) == 0xe0         ? 3
         : first >= 0xf0 && first <= 0xf4 ? 4
                                          : 0;
}

// Whether a byte can be the second one: no overlong form, no surrogate, nothing
// above 0x10ffff.
static int is_second(unsigned first, unsigned second) {
  unsigned least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  unsigned most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  return second >= least && second <= most;
}

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

size_t mbrtoc32(char32_t *result, const char *text, size_t size,
                mbstate_t *state) {
  static mbstate_t own;
  state = state ? state : &own;
  if (!text)
    return mbrtowc(NULL, "", 1, state);
  wchar_t c;
  size_t read = mbrtowc(&c, text, size, state);
  if (read <= size && result)
    *result = (char32_t)c;
  return read;
}

size_t c32rtomb(char *text, char32_t c, mbstate_t *state) {
  static mbstate_t own;
  state = state ? state : &own;
  if (text && (c > 0x10ffff || is_high(c) || is_low(c)))
    return illegal();
  return wcrtomb(text, (wchar_t)c, state);
}

size_t mbrtoc16(char16_t *result, const char *text, size_t size,
                mbstate_t *state) {
  static mbstate_t own;
  state = state ? state : &own;
  if (!text)
    return mbrtoc16(NULL, "", 1, state);
  if (state->__count == SURROGATE) {
    if (result)
      *result = (char16_t)state->__value.__wch;
    reset(state);
    return (size_t)-3;
  }
  wchar_t c;
  size_t read = mbrtowc(&c, text, size, state);
  if (read > size)
    return read;
  char16_t unit = (char16_t)c;
  if (c > 0xffff) {
    unit = (char16_t)(0xd7c0 + ((unsigned)c >> 10));
    state->__count = SURROGATE;
    state->__value.__wch = 0xdc00 | (c & 0x3ff);
  }
  if (result)
    *result = unit;
  return read;
}

size_t c16rtomb(char *text, char16_t unit, mbstate_t *state) {
  static mbstate_t own;
  state = state ? state : &own;
  if (!text) {
    reset(state);
    return 1;
  }
  if (state->__count == SURROGATE) {
    unsigned high = state->__value.__wch;
    if (!is_low(unit))
      return illegal();
    reset(state);
    return wcrtomb(text,
                   (wchar_t)(0x10000 + ((high & 0x3ff) << 10 | (unit & 0x3ff))),
                   state);
  }
  if (is_low(unit))
    return illegal();
  if (is_high(unit)) {
    state->__count = SURROGATE;
    state->__value.__wch = unit;
    return 0;
  }
  return wcrtomb(text, unit, state);
}

size_t mbrtoc8(__sectile_char8_t *result, const char *text, size_t size,
               mbstate_t *state) {
  static mbstate_t own;
  state = state ? state : &own;
  if (!text)
    return mbrtoc8(NULL, "", 1, state);
  unsigned char *bytes = state->__value.__wchb;
  if (state->__count < BYTES) { // the next is first
    int left = BYTES - state->__count;
    if (result)
      *result = bytes[0];
    bytes[0] = bytes[1];
    bytes[1] = bytes[2];
    state->__count = left == 1 ? 0 : BYTES - (left - 1);
    return (size_t)-3;
  }
  wchar_t c;
  size_t read = mbrtowc(&c, text, size, state);
  if (read > size)
    return read;
  int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
  if (result)
    *result = (__sectile_char8_t)(lead[more] | (unsigned)c >> 6 * more);
  for (int i = 0; i < more; i++)
    bytes[i] =
        (unsigned char)(0x80 | ((unsigned)c >> 6 * (more - 1 - i) & 0x3f));
  if (more)
    state->__count = BYTES - more;
  return read;
}

size_t c8rtomb(char *text, __sectile_char8_t unit, mbstate_t *state) {
  static mbstate_t own;
  state = state ? state : &own;
  if (!text) {
    reset(state);
    return 1;
  }
  unsigned char *bytes = state->__value.__wchb;
  int have = state->__count < BYTES ? BYTES - state->__count : 0;
  if (have == 0   ? utf8_size(unit) == 0
      : have == 1 ? !is_second(bytes[0], unit)
                  : (unit & 0xc0) != 0x80)
    return illegal();
  unsigned first = have ? bytes[0] : unit;
  int size = utf8_size(first);
  if (have + 1 < size) {
    bytes[have] = unit;
    state->__count = BYTES - (have + 1);
    return 0;
  }
  static const unsigned char mask[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
  unsigned c = first & mask[size];
  for (int i = 1; i < size; i++)
    c = c << 6 | ((i < have ? bytes[i] : unit) & 0x3f);
  reset(state);
  return wcrtomb(text, (wchar_t)c, state);
}

#pragma clang attribute pop

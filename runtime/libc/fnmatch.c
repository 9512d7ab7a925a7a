// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Patterns of file names. Each byte is a character, and each character is its
// own collating element and equivalence class, as in the locale "C".
#define _GNU_SOURCE
#include <ctype.h>
#include <fnmatch.h>
#include <string.h>
#include <wctype.h>

static int folded(int c, int flags) {
  return flags & FNM_CASEFOLD ? tolower(c) : c;
}

// INVALID matches nothing: a class without that name, an element of several
// characters, an end of a range that is missing. Without its `]`, which has to
// come before a slash in a path, `[` is an ordinary character.
enum { INVALID = -1, UNTERMINATED = -2 };

// The character that begins a range or stands for itself, with its backslash or
// as [.c.]; `*at` moves behind it.
static int element(const char **at, int flags) {
  const char *p = *at;
  int c = (unsigned char)*p++;
  if (c == '\\' && !(flags & FNM_NOESCAPE)) {
    c = (unsigned char)*p++;
  } else if (c == '[' && *p == '.') {
    const char *end = strstr(p + 1, ".]");
    if (!end || end - p != 2)
      return INVALID;
    c = (unsigned char)p[1];
    p = end + 2;
  }
  *at = p;
  return c ? c : UNTERMINATED;
}

// [:name:]. 1 or 0 if it is a class; -1 if the text only begins like one.
static int in_class(const char **at, int test, int flags, int *invalid) {
  char name[16];
  size_t n = strspn(*at + 2, "abcdefghijklmnopqrstuvwxyz");
  const char *end = *at + 2 + n;
  if (end[0] != ':' || end[1] != ']')
    return -1;
  wctype_t class = 0;
  if (n < sizeof name) {
    memcpy(name, *at + 2, n);
    name[n] = 0;
    class = wctype(name);
  }
  *invalid = !class;
  *at = end + 2;
  return iswctype((wint_t)test, class) ||
         (flags & FNM_CASEFOLD && iswctype((wint_t)toupper(test), class));
}

// Whether the bracket expression behind `[` has the character; `*at` moves
// behind the expression.
static int bracket(const char **at, int test, int flags) {
  const char *p = *at;
  int negated = *p == '!' || *p == '^', matches = 0;
  p += negated;
  test = folded(test, flags);
  for (const char *first = p; *p != ']' || p == first;) {
    if (*p == '/' && flags & FNM_PATHNAME)
      return UNTERMINATED;
    int invalid = 0, has = p[0] == '[' && p[1] == ':'
                               ? in_class(&p, test, flags, &invalid)
                               : -1;
    if (invalid)
      return INVALID;
    if (has >= 0) {
      matches |= has;
      continue;
    }
    if (p[0] == '[' && p[1] == '=' && p[2] && p[3] == '=' && p[4] == ']') {
      matches |= folded((unsigned char)p[2], flags) == test;
      p += 5;
      continue;
    }
    int low = element(&p, flags), high = low;
    if (low < 0)
      return low;
    if (p[0] == '-' && p[1] && p[1] != ']') {
      p++;
      high = element(&p, flags);
      if (high < 0)
        return INVALID;
    }
    matches |= folded(low, flags) <= test && test <= folded(high, flags);
  }
  *at = p + 1;
  return matches != negated;
}

// Whether the first element of a pattern, which is not `*`, matches a
// character; `*at` moves behind it.
static int matches_one(const char **at, char c, int flags, int leading) {
  const char *p = *at;
  int test = (unsigned char)c, special = (unsigned char)*p++;
  int explicit = (c == '/' && flags & FNM_PATHNAME) || (c == '.' && leading);
  if (special == '?') {
    *at = p;
    return !explicit;
  }
  if (special == '[') {
    int has = bracket(&p, test, flags);
    if (has != UNTERMINATED) {
      *at = p;
      return has > 0 && !explicit;
    }
  } else if (special == '\\' && !(flags & FNM_NOESCAPE)) {
    special = (unsigned char)*p;
    if (!special)
      return 0;
    p++;
  }
  *at = p;
  return folded(special, flags) == folded(test, flags);
}

__attribute__((weak)) int fnmatch(const char *pattern, const char *string,
                                  int flags) {
  // A mismatch gives the last `*` one more character. An earlier one need not
  // be tried again: what follows it was found at the first place.
  const char *star = NULL, *start = string, *from = NULL;
  for (;;) {
    int leading =
        flags & FNM_PERIOD &&
        (string == start || (flags & FNM_PATHNAME && string[-1] == '/'));
    if (*pattern == '*') {
      if (*string == '.' && leading)
        return FNM_NOMATCH;
      while (*pattern == '*')
        pattern++;
      star = pattern;
      from = string;
      continue;
    }
    if (!*pattern && (!*string || (*string == '/' && flags & FNM_LEADING_DIR)))
      return 0;
    if (*pattern && *string && matches_one(&pattern, *string, flags, leading)) {
      if (*string++ == '/' && flags & FNM_PATHNAME)
        star = NULL;
      continue;
    }
    if (!star || !*from || (*from == '/' && flags & FNM_PATHNAME))
      return FNM_NOMATCH;
    pattern = star;
    string = ++from;
  }
}

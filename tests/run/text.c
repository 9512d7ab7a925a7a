// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What POSIX and C17 say of functions on text that newlib does otherwise: locales,
// UTF-8, streams in memory, patterns, and where scanf ends.
// RUN: sectile-clang -O2 %s -o %t.elf
// RUN: sectile-run %t.elf | FileCheck %s
#define _GNU_SOURCE
#include <errno.h>
#include <fnmatch.h>
#include <locale.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

static void locales(void) {
  static const char *const names[] = {"C", "POSIX", "C.UTF-8", "pt_BR", "en_US.UTF-8", "xx", "nonsense"};
  for (int i = 0; i < 7; i++)
    printf("%d", setlocale(LC_ALL, names[i]) != NULL);
  locale_t utf8 = newlocale(LC_ALL_MASK, "C.UTF-8", 0);
  setlocale(LC_ALL, "C");
  wchar_t c = 0;
  int before = mbtowc(&c, "\xe2\x82\xac", 3);
  locale_t old = uselocale(utf8);
  printf(" %d %d %d %x %d\n", old == LC_GLOBAL_LOCALE, uselocale(0) == utf8, mbtowc(&c, "\xe2\x82\xac", 3), c,
         before == 3);
  uselocale(LC_GLOBAL_LOCALE);
  freelocale(utf8);
}

static long decoded(const char *text) {
  mbstate_t state = {0};
  wchar_t c;
  return (long)mbrtowc(&c, text, strlen(text), &state);
}

static void utf8(void) {
  setlocale(LC_ALL, "C.UTF-8");
  static const char *const texts[] = {"\xc0", "\xc1\x80", "\xc2\x80", "\xed\x9f\xbf", "\xed\xa0\x80", "\xee\x80\x80",
                                      "\xf4\x8f\xbf\xbf", "\xf4\x90\x80\x80"};
  for (int i = 0; i < 8; i++)
    printf("%ld ", decoded(texts[i]));
  char text[8];
  mbstate_t state = {0};
  printf("%ld %ld\n", (long)wcrtomb(text, 0xd800, &state), (long)wcrtomb(text, 0xe000, &state));
}

static void streams(void) {
  char *text;
  size_t size;
  FILE *stream = open_memstream(&text, &size);
  printf("%zu ", size);
  fputs("hello", stream);
  fflush(stream);
  printf("%zu %s ", size, text);
  fseek(stream, 2, SEEK_SET);
  fputs("X", stream);
  fflush(stream);
  printf("%zu %s ", size, text);
  fseek(stream, 8, SEEK_SET);
  putc('!', stream);
  fclose(stream);
  printf("%zu %s %d%d%d%s\n", size, text, text[5], text[6], text[7], text + 8);
  free(text);
  wchar_t *wide;
  stream = open_wmemstream(&wide, &size);
  fputwc(0x20ac, stream);
  fwprintf(stream, L"%d", 12);
  fputwc(0x1f600, stream);
  fclose(stream);
  printf("%zu %x %x %x %x %x\n", size, wide[0], wide[1], wide[2], wide[3], wide[4]);
  free(wide);
}

static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

static void patterns_and_searches(void) {
  static const struct {
    const char *pattern, *text;
    int flags;
  } cases[] = {{"[[:alpha:]]", "a", 0},  {"[[:alpha:]]", "1", 0},  {"[![:digit:]_]x", "ax", 0},
               {"[![:digit:]_]x", "_x", 0}, {"[[:upper:]]", "a", FNM_CASEFOLD}, {"*[[:space:]0-3]", "ab2", 0}};
  for (int i = 0; i < 6; i++)
    printf("%d", fnmatch(cases[i].pattern, cases[i].text, cases[i].flags));
  int table[4] = {5, 7}, key = 9;
  size_t count = 2;
  int absent = lfind(&key, table, &count, sizeof key, compare) == NULL;
  int *added = lsearch(&key, table, &count, sizeof key, compare);
  int *again = lsearch(&key, table, &count, sizeof key, compare);
  struct element {
    struct element *next, *previous;
  } a, b, c;
  insque(&a, NULL);
  insque(&c, &a);
  insque(&b, &a);
  int linked = a.next == &b && b.next == &c && !c.next && c.previous == &b && b.previous == &a;
  remque(&b);
  printf(" %d %d %d %zu %d %d\n", absent, (int)(added - table), added == again, count, linked,
         a.next == &c && c.previous == &a);
}

// A number that is begun and not ended is read and no match; at most one character
// is put back.
static void scans(void) {
  static const char *const inputs[] = {"10ex", "0x1.8p1z", "0xg", "1e+5.", "infinix", "nan(1)z", "-.5.", "+e"};
  for (int i = 0; i < 8; i++) {
    double value = -1;
    int end = -1;
    int got = sscanf(inputs[i], "%lf%n", &value, &end);
    float narrow = -1;
    int end_wide = -1;
    wchar_t wide[20];
    mbstowcs(wide, inputs[i], 20);
    int got_wide = swscanf(wide, L"%f%n", &narrow, &end_wide);
    printf("%d %d %g %d %d %g, ", got, end, value, got_wide, end_wide, narrow);
  }
  int spaces, number, all;
  swscanf(L"   42", L" %n%d%n", &spaces, &number, &all);
  printf("%d %d %d\n", spaces, number, all);
  // thousands of digits, and a width
  char text[5001];
  memset(text, '0', 5000);
  memcpy(text + 4990, "12.5e1", 7);
  double value;
  float first;
  printf("%d %g ", sscanf(text, "%lf", &value), value);
  printf("%d %g\n", sscanf("123456", "%3f", &first), first);
}

// Elements and classes of one character, escapes, slashes in brackets; time that does
// not grow with the number of stars.
static void brackets(void) {
  static const struct {
    const char *pattern, *text;
    int flags;
  } cases[] = {{"[[=a=]]", "a", 0},
               {"[[.a.]]", "a", 0},
               {"[[.a.]-[.c.]]x", "bx", 0},
               {"[[.-.]]", "-", 0},
               {"[[.ab.]]", "a", 0},
               {"[[=b=]]", "a", 0},
               {"[\\]]", "]", 0},
               {"[]-]", "-", 0},
               {"[a/b]", "a", FNM_PATHNAME},
               {"[a/b]", "[a/b]", FNM_PATHNAME},
               {"[a", "[a", 0},
               {"[A-C]", "b", FNM_CASEFOLD},
               {"*/x", "a/b/x", FNM_PATHNAME},
               {"a*", "ab/c", FNM_PATHNAME | FNM_LEADING_DIR},
               {"*.c", ".c", FNM_PERIOD},
               {"*a*a*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 0}};
  for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++)
    printf("%d", fnmatch(cases[i].pattern, cases[i].text, cases[i].flags));
  puts("");
}

// A null pointer is written as GNU does, and read again.
static void null_pointers(void) {
  wchar_t wide[20];
  swprintf(wide, 20, L"%p,%8p", NULL, NULL);
  printf("%p,%8p,%-8p, %ls %p ", NULL, NULL, NULL, wide, (void *)0x1a);
  static const char *const inputs[] = {"(nil)5", "(nil", "0x1f", "(nip)"};
  for (int i = 0; i < 4; i++) {
    void *p = &wide, *q = &wide;
    char next = '-', next_wide = '-';
    int n = sscanf(inputs[i], "%p%c", &p, &next);
    mbstowcs(wide, inputs[i], 20);
    int m = swscanf(wide, L"%p%c", &q, &next_wide);
    printf("%d%c%d%c%d ", n, next, m, next_wide, p == q ? p == NULL : 2);
  }
  errno = ENOENT;
  printf("%m\n");
}

int main(void) {
  // CHECK: 1110000 1 1 3 20ac 0
  locales();
  // CHECK-NEXT: -1 -1 2 3 -1 3 4 -1 -1 3
  utf8();
  // CHECK-NEXT: 0 5 hello 3 heXlo 9 heXlo 000!
  // CHECK-NEXT: 4 20ac 31 32 1f600 0
  streams();
  // CHECK-NEXT: 010100 1 2 1 3 1 1
  patterns_and_searches();
  // CHECK-NEXT: {{^}}0 -1 -1 0 -1 -1, 1 7 3 1 7 3, 0 -1 -1 0 -1 -1, 1 4 100000 1 4 100000, 0 -1 -1 0 -1 -1,
  // CHECK-SAME: 1 6 nan 1 6 nan, 1 3 -0.5 1 3 -0.5, 0 -1 -1 0 -1 -1, 3 42 5
  // CHECK-NEXT: 1 125 1 123
  scans();
  // CHECK-NEXT: {{^}}0000110010001011{{$}}
  brackets();
  // CHECK-NEXT: {{^}}(nil),   (nil),(nil)   , (nil),   (nil) 0x1a 25251 0-0-0 1-1-0 0-0-0 No such file or directory
  null_pointers();
  struct tm year_0 = {.tm_year = -1900, .tm_mday = 1};
  char text[20];
  strftime(text, sizeof text, "%Y", &year_0);
  wchar_t *end;
  errno = 0;
  long value = wcstol(L"123", &end, 37);
  // CHECK-NEXT: 0 0 1
  printf("%s %ld %d\n", text, value, errno == EINVAL);
  return 0;
}

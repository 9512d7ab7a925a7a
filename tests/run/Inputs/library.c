// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls functions of the C library with generated arguments and prints what
// they give. Compiled for the host and for Sectile, it has to print the same.
//
//   library SEED ROUNDS
//
// Left out is what the standards leave open: a NaN's sign in printf, which
// submatch of several a regular expression reports, results of memcmp beyond
// their sign.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <iconv.h>
#include <inttypes.h>
#include <libgen.h>
#include <locale.h>
#include <math.h>
#include <regex.h>
#include <search.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <uchar.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

static uint64_t state;
static uint64_t next(void) {
  state ^= state >> 12, state ^= state << 25, state ^= state >> 27;
  return state * UINT64_C(2685821657736338717);
}
static unsigned below(unsigned n) { return (unsigned)(next() >> 33) % n; }
static int chance(unsigned percent) { return below(100) < percent; }
#define PICK(array) array[below(sizeof array / sizeof *array)]

static int64_t integer(void) {
  switch (below(4)) {
  case 0:
    return (int64_t)below(20) - 10;
  case 1:
    return (int64_t)(next() >> below(64));
  case 2:
    return -(int64_t)(next() >> (1 + below(63)));
  default: {
    static const int64_t edges[] = {0,         INT8_MIN,  INT8_MAX, INT16_MIN,  INT16_MAX,
                                    INT32_MIN, INT32_MAX, UINT32_MAX, INT64_MIN, INT64_MAX};
    return PICK(edges);
  }
  }
}
static double number(void) {
  union {
    uint64_t bits;
    double value;
  } any = {next()};
  switch (below(6)) {
  case 0:
    return (double)(int)(below(2000) - 1000) / (1 << below(8));
  case 1:
    return (double)(int64_t)(next() >> below(64));
  case 2:
    return ldexp(1 + below(1000) / 1000.0, (int)below(2100) - 1075);
  case 3: {
    static const double edges[] = {0.0, -0.0, 0.5, 1.5, 2.5, 9.5, 0.05, 99.95, 999999.5, 1e15, 1e16, 1e21,
                                   5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, INFINITY, -INFINITY};
    return PICK(edges);
  }
  default:
    return any.value - any.value == 0 ? any.value : 1.0;
  }
}
static void text(char *to, unsigned length, const char *letters) {
  for (unsigned i = 0, n = (unsigned)strlen(letters); i < length; i++)
    to[i] = letters[below(n)];
  to[length] = 0;
}
static int sign(int a) { return (a > 0) - (a < 0); }
static long at(const void *p, const void *from) { return p ? (const char *)p - (const char *)from : -1; }
static uint64_t bits(double a) {
  union {
    double value;
    uint64_t bits;
  } u = {a};
  return a != a ? 0x7ff8000000000000 : u.bits;
}

static void formats(void) {
  char format[64], out[2048];
  static const char *const lengths[] = {"hh", "h", "", "l", "ll", "j", "z", "t"};
  const char *conversions = "diuxXocseEfFgGaA";
  char c = conversions[below(16)];
  int n = sprintf(format, "<%%");
  const char *flags = strchr("di", c)  ? "-+ 0"
                      : c == 'u'       ? "-0"
                      : strchr("xXo", c) ? "-#0"
                      : strchr("cs", c)  ? "-"
                       : strchr("gG", c)  ? "-+ 0" // glibc has "%#g" of 999999.5 wrong
                                          : "-+ #0";
  while (chance(40))
    format[n++] = flags[below((unsigned)strlen(flags))];
  if (chance(50))
    n += sprintf(format + n, "%u", below(30) + 1);
  if (c != 'c' && chance(50))
    n += sprintf(format + n, ".%u", below(c == 's' ? 10 : 25));
  const char *length = strchr("diuxXo", c) ? PICK(lengths) : "";
  sprintf(format + n, "%s%c>", length, c);
  int got;
  size_t room = chance(20) ? below(20) : sizeof out;
  memset(out, '#', sizeof out);
  if (c == 's') {
    char s[20];
    text(s, below(15), "abc %");
    got = snprintf(out, room, format, s);
  } else if (c == 'c') {
    got = snprintf(out, room, format, 'a' + below(26));
  } else if (strchr("diuxXo", c)) {
    int64_t value = integer();
    got = *length == 'h' || !*length ? snprintf(out, room, format, (int)value)
                                     : snprintf(out, room, format, value);
  } else {
    double value = number();
    // How many digits are before the point of a subnormal number is open.
    got = snprintf(out, room, format, (c | 32) == 'a' && fabs(value) < 2.3e-308 ? 1.0 : value);
  }
  printf("format %s %d %s\n", format, got, room ? out : "");
  printf("positions %1$d %3$s %2$c %1$d\n", (int)below(100), 'x', "three");
}

static void scans(void) {
  static const char *const inputs[] = {"12", "-7",  "0x1f", "077", "3.25", "-1e3", "abc", "x",  "+5", "1e",
                                       "inf", "99999999999", " ", "\t",  ",",    "%", "nanx", ".5", "-"};
  static const char *const parts[] = {"%d", "%3d", "%i", "%u", "%x", "%o", "%lf", "%5lf", "%f", "%10s", "%c", "%4c",
                                      "%[a-z]", "%[^,]", "%*d", "%n", " ", ",", "%%", "%hhd", "%hd", "%ld"};
  // Where a number ends that is not whole ("1e", "0x") differs.
  static const char *const plain[] = {"12",  "-7", "077", "3.25",    "-1e3",    "abc",      "x",    "+5", "99999999999",
                                      ".5",  ",",  "-",   "0x1.8", "-0X1.F", "iNfinity", "infx", "nanx"};
  char input[100] = "", format[100] = "";
  unsigned used = below(4) + 1;
  for (unsigned i = 0; i < used; i++)
    strcat(format, PICK(parts));
  for (unsigned i = below(6); i < 7; i++) {
    strcat(input, strstr(format, "lf") || strstr(format, "%f") ? PICK(plain) : PICK(inputs));
    if (chance(60))
      strcat(input, " ");
  }
  // Each argument has room for any conversion.
  union {
    long l;
    double d;
    char s[100];
  } a[4];
  memset(a, 0, sizeof a);
  int got = sscanf(input, format, a[0].s, a[1].s, a[2].s, a[3].s);
  printf("scan '%s' '%s' %d", input, format, got);
  for (int i = 0; i < 4; i++)
    printf(" %lx%s", a[i].l, a[i].l ? a[i].s + 8 : "");
  puts("");
}

// A number between two floats: at the middle of both, or so near to it that it is
// the nearest f64. Hexadecimal also between two f64.
static void between_floats(char *s) {
  static const char *const tails[] = {"", "8", "80", "8000000000000001", "c", "4", "0000000000000001"};
  if (chance(40)) {
    if (chance(50))
      sprintf(s, "0x1.%06x%sp%d", below(1 << 24), PICK(tails), (int)below(200) - 160);
    else
      sprintf(s, "0x1.%013lx%sp%d", next() >> 12, PICK(tails), (int)below(2100) - 1076);
    return;
  }
  float low;
  uint32_t pattern = 0x35000000 + below(0x10000000);
  memcpy(&low, &pattern, 4);
  int length = sprintf(s, "%.70f", ((double)low + nextafterf(low, INFINITY)) / 2);
  while (s[length - 1] == '0')
    length--;
  s[length] = 0;
  if (chance(40))
    strcpy(s + length, "000000000000000000001");
  else if (chance(50))
    s[length - 1]--, strcpy(s + length, "999999999999999999999");
}

static void conversions(void) {
  static const char *const parts[] = {"0", "1", "9", "12345678901234567890", "0x", ".", "e", "E", "+", "-",
                                      "inf", "nan", "a", "f", "e308", "e-320", " ", "7", "00", "000001", "5e-324"};
  char s[200] = "";
  if (chance(20)) {
    between_floats(s);
  } else if (chance(30)) {
    sprintf(s, "%.*e", (int)below(25), number());
  } else if (chance(20)) {
    double value = number();
    sprintf(s, "%.*a", (int)below(14), fabs(value) < 2.3e-308 ? 0.5 : value);
  } else {
    for (unsigned i = below(5); i < 6; i++)
      strcat(s, PICK(parts));
  }
  char *end;
  errno = 0;
  double d = strtod(s, &end);
  printf("strtod '%s' %016" PRIx64 " %ld %d\n", s, bits(d), at(end, s), fabs(d) == HUGE_VAL && errno == ERANGE);
  wchar_t wide[200];
  mbstowcs(wide, s, 200);
  float scanned = 0, scanned_wide = 0;
  if (!*end) {
    sscanf(s, "%f", &scanned);
    swscanf(wide, L"%f", &scanned_wide);
  }
  wchar_t *wide_end;
  uint64_t narrow_bits = bits(strtof(s, &end)), wide_bits = bits(wcstof(wide, &wide_end));
  printf("strtof %016" PRIx64 " %ld %016" PRIx64 " %ld %016" PRIx64 " %016" PRIx64 "\n", narrow_bits, at(end, s),
         wide_bits, (long)(wide_end - wide), bits(scanned), bits(scanned_wide));
  static const int bases[] = {0, 2, 8, 10, 16, 36};
  int base = PICK(bases);
  errno = 0;
  long l = strtol(s, &end, base);
  printf("strtol %d %ld %ld %d\n", base, l, at(end, s), errno == ERANGE);
  errno = 0;
  unsigned long u = strtoul(s, &end, base);
  printf("strtoul %lu %ld %d %d\n", u, at(end, s), errno == ERANGE, atoi("12x"));
}

static void times(void) {
  static const char *const parts[] = {"%a", "%A", "%b", "%B", "%c", "%C", "%d", "%D", "%e", "%F", "%g", "%G",
                                      "%H", "%I", "%j", "%m", "%M", "%n", "%p", "%r", "%R", "%S", "%t", "%T",
                                      "%u", "%U", "%V", "%w", "%W", "%x", "%X", "%y", "%Y", "%z", "%h", "%%"};
  time_t t = (time_t)(next() >> (28 + below(30)));
  if (chance(30))
    t = -t % 30000000000; // the year has four digits
  struct tm tm;
  gmtime_r(&t, &tm);
  char format[40] = "", out[400];
  for (unsigned i = 0; i < 4; i++) {
    strcat(format, PICK(parts));
    strcat(format, " ");
  }
  size_t n = strftime(out, sizeof out, format, &tm);
  printf("time %lld '%s' %zu %s\n", (long long)t, format, n, out);
  if (tm.tm_year < 8000)
    printf("%s", asctime(&tm));
  tm.tm_mon += (int)below(50) - 25;
  tm.tm_mday += (int)below(200) - 100;
  tm.tm_hour += (int)below(200) - 100;
  tm.tm_sec += (int)below(200000) - 100000;
  tm.tm_isdst = 0;
  struct tm any = tm;
  any.tm_year += (int)below(2000) - 1000;
  printf("timegm %lld", (long long)timegm(&any));
  printf(" %d %d %d %d %d\n", any.tm_year, any.tm_mon, any.tm_mday, any.tm_wday, any.tm_yday);
  t = mktime(&tm);
  printf("mktime %lld %d %d %d %d %d\n", (long long)t, tm.tm_yday, tm.tm_wday, tm.tm_hour, tm.tm_min, tm.tm_sec);
  memset(&tm, 0, sizeof tm);
  strftime(out, sizeof out, "%Y-%m-%d %H:%M:%S", gmtime(&t));
  char *end = strptime(out, "%Y-%m-%d %H:%M:%S", &tm);
  printf("strptime %ld %d %d %d %d\n", at(end, out), tm.tm_year, tm.tm_mon, tm.tm_mday, tm.tm_hour);
}

static int compare(const void *a, const void *b) {
  const int *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}
static long visited;
static void visit(const void *node, VISIT order, int depth) {
  (void)depth;
  if (order == postorder || order == leaf)
    visited = visited * 31 + **(int *const *)node;
}
static void sorting(void) {
  int a[200], n = (int)below(200) + 1, range = (int)below(300) + 1;
  for (int i = 0; i < n; i++)
    a[i] = (int)below((unsigned)range);
  void *root = NULL;
  for (int i = 0; i < n; i++)
    tsearch(&a[i], &root, compare);
  visited = 0;
  twalk(root, visit);
  printf("tree %ld %d\n", visited, tfind(&range, &root, compare) != NULL);
  while (root)
    tdelete(*(int **)root, &root, compare);
  qsort(a, (size_t)n, sizeof *a, compare);
  uint64_t sum = 0;
  for (int i = 0; i < n; i++)
    sum = sum * 31 + (uint64_t)a[i];
  int key = a[below((unsigned)n)];
  int *found = bsearch(&key, a, (size_t)n, sizeof *a, compare);
  printf("sort %" PRIu64 " %d\n", sum, found && *found == key);
}

static void strings(void) {
  char a[64], b[64], out[200];
  const char *letters = chance(50) ? "ab" : "abcABC ,\xe9";
  text(a, below(40), letters);
  text(b, below(4), letters);
  if (chance(30)) { // equal but for the end
    strcpy(b, a);
    text(b + below((unsigned)strlen(b) + 1), below(3), letters);
  }
  size_t n = below((unsigned)strlen(a) + 1);
  printf("compare %d %d %d %d %d %d\n", sign(strcmp(a, b)), sign(strncmp(a, b, n)), sign(strcasecmp(a, b)),
         sign(strncasecmp(a, b, n)), sign(memcmp(a, b, n < strlen(b) ? n : strlen(b))), sign(strcoll(a, b)));
  printf("search %ld %ld %ld %ld %zu %zu %ld %ld %ld %ld\n", at(strchr(a, 'b'), a), at(strrchr(a, 'a'), a),
         at(strstr(a, b), a), at(strpbrk(a, b), a), strspn(a, b), strcspn(a, b), at(memchr(a, 'b', n), a),
         at(memrchr(a, 'b', strlen(a)), a), at(memmem(a, strlen(a), b, strlen(b)), a), at(strcasestr(a, b), a));
  memset(out, '#', sizeof out);
  strncpy(out, a, n);
  out[n] = '.', out[n + 1] = 0;
  printf("copy %s %zu %ld", out, strnlen(a, n), at(stpcpy(out, a), out));
  strncat(out, b, n);
  printf(" %s %ld\n", out, at(memccpy(out + 100, a, 'b', n), out + 100));
  char *rest = a;
  for (char *token = strtok_r(a, ", ", &rest); token; token = strtok_r(NULL, ", ", &rest))
    printf("[%s]", token);
  char *field = b;
  for (char *token; (token = strsep(&field, "a"));)
    printf("(%s)", token);
  char path[40], copy[40];
  text(path, below(12), "/a.b");
  if (path[0] == '/' && path[1] == '/') // may mean something else
    path[1] = 'a';
  printf(" '%s' '%s'", path, dirname(strcpy(copy, path)));
  printf(" '%s'\n", basename(strcpy(copy, path)));
}

// A valid extended regular expression.
static void expression(char *to, int depth) {
  static const char *const atoms[] = {"a", "b", "c", ".", "[ab]", "[^a]", "[a-c]", "[[:alpha:]]", "\\.", "x"};
  static const char *const repeats[] = {"*", "+", "?", "{2}", "{1,2}", "{0,1}", "{2,}"};
  unsigned parts = below(3) + 1;
  for (unsigned i = 0; i < parts; i++) {
    if (depth && chance(25)) {
      strcat(to, "(");
      expression(to, depth - 1);
      strcat(to, ")");
    } else {
      strcat(to, PICK(atoms));
    }
    if (chance(35))
      strcat(to, PICK(repeats));
  }
  if (depth && chance(25)) {
    strcat(to, "|");
    expression(to, depth - 1);
  }
}
static void patterns(void) {
  char pattern[400] = "", subject[40];
  if (chance(15))
    strcat(pattern, "^");
  expression(pattern, 2);
  if (chance(15))
    strcat(pattern, "$");
  text(subject, below(20), "abcx.\n");
  int flags = REG_EXTENDED | (chance(20) ? REG_ICASE : 0) | (chance(20) ? REG_NEWLINE : 0);
  regex_t r;
  regmatch_t match[1];
  int error = regcomp(&r, pattern, flags);
  printf("regcomp '%s' %d", pattern, error != 0);
  if (!error) {
    error = regexec(&r, subject, 1, match, chance(10) ? REG_NOTBOL : 0);
    printf(" %zu", r.re_nsub);
    if (error)
      printf(" none\n");
    else
      printf(" %d %d\n", (int)match[0].rm_so, (int)match[0].rm_eo);
    regfree(&r);
  } else {
    puts("");
  }
  static const char *const parts[] = {"a", "b", "*", "?", ".", "\\", "[ab]", "[!a]", "[]a]", "[a-c]", "[[:alpha:]]",
                                      "[[=a=]b]", "[[.a.]-[.b.]]", "[\\]]", "/"};
  char wild[100] = "";
  for (unsigned n = below(6); n > 0; n--)
    strcat(wild, parts[below(sizeof parts / sizeof *parts)]);
  text(subject, below(8), "ab.]/");
  printf("fnmatch '%s' '%s' %d %d %d\n", wild, subject, fnmatch(wild, subject, 0) != 0,
         fnmatch(wild, subject, FNM_PERIOD) != 0, fnmatch(wild, subject, FNM_PATHNAME | FNM_NOESCAPE) != 0);
}

static void streams(void) {
  FILE *f = tmpfile();
  if (!f) {
    printf("no temporary file\n");
    return;
  }
  char line[100], *buffer = NULL;
  size_t room = 0;
  for (unsigned i = 0; i < 20; i++)
    switch (below(9)) {
    case 0:
      text(line, below(60), "ab\nc");
      fseek(f, 0, SEEK_END);
      fputs(line, f);
      break;
    case 1:
      fseek(f, (long)below(200), SEEK_SET);
      break;
    case 2:
      fseek(f, 0, SEEK_CUR);
      printf("getline %zd", getline(&buffer, &room, f));
      printf(" %s\n", feof(f) ? "end" : buffer);
      break;
    case 3:
      fseek(f, 0, SEEK_CUR);
      if (fgets(line, (int)below(20) + 2, f))
        printf("fgets %s\n", line);
      break;
    case 4: {
      fseek(f, 0, SEEK_CUR);
      int c = getc(f);
      if (c != EOF)
        ungetc('z', f);
      printf("getc %d", c);
      printf(" %d\n", getc(f));
      break;
    }
    case 5:
      fseek(f, 0, SEEK_CUR);
      printf("fprintf %d\n", fprintf(f, "%d %s\n", (int)below(1000), "text"));
      break;
    case 6:
      rewind(f);
      if (chance(50))
        setvbuf(f, NULL, _IONBF, 0);
      break;
    case 7: {
      fseek(f, 0, SEEK_CUR);
      int a = -1, n = fscanf(f, "%d", &a);
      printf("fscanf %d %d\n", n, a);
      break;
    }
    default:
      fseek(f, 0, SEEK_CUR);
      printf("fread %zu\n", fread(line, 1, below(50), f));
      break;
    }
  fseek(f, 0, SEEK_END);
  printf("length %ld\n", ftell(f));
  rewind(f);
  uint64_t sum = 0;
  for (int c; (c = getc(f)) != EOF;)
    sum = sum * 31 + (uint64_t)c;
  printf("contents %" PRIu64 "\n", sum);
  free(buffer);
  fclose(f);
  char *made = NULL;
  size_t size = 0;
  f = open_memstream(&made, &size);
  fprintf(f, "%d %s", (int)below(1000), "memory");
  fclose(f);
  printf("%s %zu\n", made, size);
  free(made);
}

static void wide(void) {
  char narrow[40], back[40];
  wchar_t w[40], other[40];
  text(narrow, below(20), "abcABC 019-");
  printf("wide %zu", mbstowcs(w, narrow, 40));
  swprintf(other, 40, L"%ls|%5d|%.2f", w, (int)below(1000) - 500, (int)below(1000) / 8.0);
  printf(" %zu %zu %s %ld %d %d\n", wcslen(other), wcstombs(back, w, 40), back, wcstol(w, NULL, 16),
         sign(wcscmp(w, other)), wcschr(w, L'B') != NULL);
  for (wchar_t *p = w; *p; p++)
    *p = (wchar_t)towupper((wint_t)*p);
  printf("%ls %d\n", w, iswalpha((wint_t)w[0]) != 0);
}

static void numbers(void) {
  unsigned short seed[3] = {(unsigned short)next(), (unsigned short)next(), (unsigned short)next()};
  printf("rand48 %016" PRIx64, bits(erand48(seed)));
  printf(" %ld", nrand48(seed));
  printf(" %ld", jrand48(seed));
  srand48((long)below(1000000));
  printf(" %ld %ld\n", lrand48(), mrand48());
  int64_t a = integer(), b = integer();
  if (b == 0 || (b == -1 && a == INT64_MIN))
    b = 3;
  ldiv_t d = ldiv(a, b);
  printf("ldiv %ld %ld %s\n", d.quot, d.rem, l64a(labs((int)a >> 1)));
}

static void randoms(void) {
  static const unsigned sizes[] = {8, 31, 32, 63, 64, 127, 128, 255, 256, 300};
  static int32_t buffers[2][80];
  unsigned size = PICK(sizes);
  char *old = initstate((unsigned)below(5), (char *)buffers[0], size);
  printf("random %d %ld", old != NULL, random());
  for (unsigned i = below(100); i > 0; i--)
    random();
  printf(" %ld", random());
  char *first = initstate((unsigned)next(), (char *)buffers[1], PICK(sizes));
  printf(" %ld", random());
  printf(" %d %ld", setstate(first) == (char *)buffers[1], random());
  srandom((unsigned)next());
  printf(" %ld", random());
  setstate(old);
  printf(" %ld\n", random());
}

static void addresses(void) {
  char any[48];
  unsigned char bytes[16];
  text(any, 1 + below(15), chance(50) ? "0123456789..." : "0127x.a");
  struct in_addr address = {0};
  printf("inet %s %d %x", any, inet_aton(any, &address), address.s_addr);
  printf(" %d %s", inet_pton(AF_INET, any, bytes), inet_ntoa(address));
  text(any, 1 + below(30), chance(50) ? "01af:::" : "1f::::.2");
  memset(bytes, 0, sizeof bytes);
  printf(" %s %d", any, inet_pton(AF_INET6, any, bytes));
  for (unsigned i = 0; i < 16; i += 2)
    bytes[i] = chance(60) ? 0 : (unsigned char)next(), bytes[i + 1] = chance(60) ? 0 : chance(50) ? 255 : 7;
  unsigned size = chance(50) ? 46 : 6 + below(20);
  const char *printed = inet_ntop(AF_INET6, bytes, any, size);
  printf(" %s %x %x\n", printed ? printed : "too long", htonl(address.s_addr), ntohs((uint16_t)next()));
  if (printed && size == 46)
    printf("again %d %d\n", inet_pton(AF_INET6, printed, any), memcmp(any, bytes, 16));
}

// Units of UTF-8 and UTF-16, of which most make characters.
static void unicode(void) {
  static locale_t utf8;
  if (!utf8)
    utf8 = newlocale(LC_ALL_MASK, "C.UTF-8", 0);
  locale_t old = uselocale(utf8);
  static const uint32_t characters[] = {0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff,
                                        0xe000, 0xffff, 0x10000, 0x1f600, 0x10ffff};
  char out[16], all[80];
  size_t length = 0;
  mbstate_t s = {0};
  unsigned whole = below(2), starts = below(8);
  printf("unicode");
  for (int i = 0; i < 4; i++) {
    uint32_t c = PICK(characters);
    size_t n = c32rtomb(out, c, &s);
    printf(" %zd", (ssize_t)n);
    if (n < 5)
      memcpy(all + length, out, n), length += n;
    char stray = (char)below(0xc0); // the host finds some errors after a first byte late
    if (chance(10))
      all[length++] = stray;
  }
  memset(&s, 0, sizeof s);
  for (size_t i = 0; i < length;) {
    char16_t unit = 0;
    size_t n = mbrtoc16(&unit, all + i, whole ? length - i : 1, &s);
    printf(" %zd:%x", (ssize_t)n, n < 5 || n == (size_t)-3 ? unit : 0u);
    if (n == (size_t)-1)
      break;
    i += n < 5 ? n + (n == 0) : n == (size_t)-2;
  }
  memset(&s, 0, sizeof s);
  for (int i = 0; i < 4; i++) {
    static const char16_t units[] = {0x41, 0x7ff, 0xffff, 0xd83d, 0xde00, 0xd800, 0xdfff, 0x20ac};
    size_t n = c16rtomb(out, units[(starts + 3 * (unsigned)i) % 8], &s);
    printf(" %zd", (ssize_t)n);
    if (n == (size_t)-1)
      break;
    for (size_t j = 0; j < n; j++)
      printf("%02x", (unsigned char)out[j]);
  }
  memset(&s, 0, sizeof s);
  for (size_t i = 0; i < length;) {
    unsigned char unit = 0;
    size_t n = mbrtoc8((void *)&unit, all + i, length - i, &s);
    printf(" %zd:%x", (ssize_t)n, n < 5 || n == (size_t)-3 ? unit : 0u);
    if (n == (size_t)-1 || n == (size_t)-2)
      break;
    i += n < 5 ? n + (n == 0) : 0;
  }
  memset(&s, 0, sizeof s);
  for (size_t i = 0; i < length; i++) {
    size_t n = c8rtomb(out, (unsigned char)all[i], &s);
    printf(" %zd", (ssize_t)n);
    if (n == (size_t)-1)
      break;
  }
  printf("\n");
  uselocale(old);
}

// Text of one byte a character, in Unicode and back.
static void encodings(void) {
  static const char *const narrow[] = {"ISO-8859-1", "ISO-8859-2", "ISO-8859-5", "ISO-8859-9",
                                       "ISO-8859-15", "CP1250", "CP1251", "CP1252", "KOI8-R", "KOI8-U", "CP850",
                                       "CP866", "US-ASCII"};
  static const char *const broad[] = {"UTF-8", "UTF-16LE", "UTF-16BE", "UCS-4LE", "UCS-4BE"};
  const char *from = PICK(narrow), *to = PICK(broad);
  unsigned char in[20], out[200], back[100];
  size_t length = below(20), capacity = chance(70) ? 200 : below(60);
  if (strcmp(from, "US-ASCII") == 0)
    capacity = 200; // which of two errors is found first is open
  for (size_t i = 0; i < length; i++)
    in[i] = (unsigned char)(chance(50) ? 32 + below(95) : 160 + below(96));
  iconv_t forth = iconv_open(to, from), reverse = iconv_open(from, to);
  printf("iconv %s %s %d %d", from, to, forth != (iconv_t)-1, reverse != (iconv_t)-1);
  char *source = (char *)in, *target = (char *)out;
  size_t left = length, room = capacity;
  errno = 0;
  size_t result = iconv(forth, &source, &left, &target, &room);
  int failed = result == (size_t)-1;
  printf(" %zd %d %zu %zu ", (ssize_t)result, failed ? errno == E2BIG ? 1 : errno == EILSEQ ? 2 : 3 : 0, left, room);
  size_t written = capacity - room;
  for (size_t i = 0; i < written; i++)
    printf("%02x", out[i]);
  source = (char *)out, target = (char *)back, left = written, room = sizeof back;
  result = iconv(reverse, &source, &left, &target, &room);
  printf(" %zd %zu %d\n", (ssize_t)result, left, memcmp(in, back, sizeof back - room));
  iconv_close(forth);
  iconv_close(reverse);
}

int main(int argc, char **argv) {
  state = strtoull(argv[1], NULL, 0) * 2 + 1;
  int rounds = atoi(argv[argc - 1]);
  for (int c = 0; c < 128; c++)
    printf("%d%d%d%d%d%d%d%d%d%d%d %d %d\n", !!isalpha(c), !!isdigit(c), !!isalnum(c), !!isspace(c), !!isupper(c),
           !!islower(c), !!ispunct(c), !!isprint(c), !!isgraph(c), !!iscntrl(c), !!isxdigit(c), toupper(c), tolower(c));
  for (int i = 0; i < rounds; i++) {
    formats(), scans(), conversions(), times(), sorting(), strings(), patterns(), wide(), numbers(), randoms(),
        addresses(), unicode(), encodings();
    if (i % 8 == 0)
      streams();
  }
  return 0;
}

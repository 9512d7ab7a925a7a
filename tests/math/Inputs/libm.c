// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The errors of libm's functions. The host makes arguments, the guest computes,
// the host judges by its f128 functions and the table in docs/libm.md:
//   libm generate TABLE COUNT SEED > arguments
//   sectile-run libm.elf < arguments > results
//   libm judge TABLE arguments results
// At the arguments that the table names the error is the one it names, to two
// digits; elsewhere it is not above by more than a tenth of an ulp, as the table has
// the worst found. NaNs, infinities and signs of zeros are right.
#define _GNU_SOURCE
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  int64_t function, bits;
  double x, y;
} Arguments;

// name, lower and upper end of the interesting arguments
#define UNARY(X)                                                                                   \
  X(acos, -1, 1) X(acosh, 1, 30) X(asin, -1, 1) X(asinh, -30, 30) X(atan, -20, 20) X(atanh, -1, 1) \
  X(cbrt, -8, 8) X(cos, -100, 100) X(cosh, -711, 711) X(erf, -6, 6) X(erfc, -6, 27.3)              \
  X(exp, -746, 710) X(exp10, -324, 309) X(exp2, -1075, 1024) X(expm1, -40, 710) X(j0, -100, 100)   \
  X(j1, -100, 100) X(lgamma, -30, 50) X(log, 0.4, 2.5) X(log10, 0.4, 2.5) X(log1p, -1, 3)          \
  X(log2, 0.4, 2.5) X(sin, -100, 100) X(sinh, -711, 711) X(sqrt, 0, 4) X(tan, -100, 100)           \
  X(tanh, -22, 22) X(tgamma, -185, 172) X(y0, 0, 100) X(y1, 0, 100)
#define BINARY(X) X(atan2) X(fmod) X(hypot) X(pow) X(remainder)

#ifdef __sectile__

typedef double F64(double), G64(double, double);
typedef float F32(float), G32(float, float);
#define X(name, low, high) name,
static F64 *const unary64[] = {UNARY(X)};
#undef X
#define X(name, low, high) name##f,
static F32 *const unary32[] = {UNARY(X)};
#undef X
#define X(name) name,
static double order_j(double n, double x) { return jn((int)n, x); }
static double order_y(double n, double x) { return yn((int)n, x); }
static float order_jf(float n, float x) { return jnf((int)n, x); }
static float order_yf(float n, float x) { return ynf((int)n, x); }
static G64 *const binary64[] = {BINARY(X) order_j, order_y};
#undef X
#define X(name) name##f,
static G32 *const binary32[] = {BINARY(X) order_jf, order_yf};
enum { UNARIES = sizeof unary64 / sizeof *unary64 };

int main(void) {
  Arguments a;
  while (fread(&a, sizeof a, 1, stdin) == 1) {
    int f = (int)a.function, g = f - UNARIES;
    double result = a.bits == 64 ? (g < 0 ? unary64[f](a.x) : binary64[g](a.x, a.y))
                                 : (g < 0 ? unary32[f]((float)a.x) : binary32[g]((float)a.x, (float)a.y));
    fwrite(&result, sizeof result, 1, stdout);
  }
  return 0;
}

#else

typedef __float128 f128;
#define X(name, low, high) f128 name##f128(f128);
UNARY(X)
#undef X
#define X(name) f128 name##f128(f128, f128);
BINARY(X)
#undef X

f128 jnf128(int, f128);
f128 ynf128(int, f128);
static f128 order_j(f128 n, f128 x) { return jnf128((int)n, x); }
static f128 order_y(f128 n, f128 x) { return ynf128((int)n, x); }

typedef struct {
  const char *name;
  f128 (*unary)(f128), (*binary)(f128, f128);
  double low, high;
  double worst[2], at[2][2]; // from the table: f32, f64
  double found[2], found_at[2][2];
} Function;
static Function functions[] = {
#define X(name, low, high) {#name, name##f128, 0, low, high, {-1, -1}, {{0}}, {0}, {{0}}},
    UNARY(X)
#undef X
#define X(name) {#name, 0, name##f128, 0, 0, {-1, -1}, {{0}}, {0}, {{0}}},
        BINARY(X)
#undef X
#define X(name, function) {name, 0, function, 0, 0, {-1, -1}, {{0}}, {0}, {{0}}},
    X("jn", order_j) X("yn", order_y)};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

static double number(const char **text) {
  while (**text && !strchr("0123456789+-.", **text))
    ++*text;
  char *end;
  double value = strtod(*text, &end);
  *text = end;
  return value;
}

// A row: | `name` | f32 ulp | `argument` | f64 ulp | `argument` |
static void read_table(const char *file) {
  FILE *in = fopen(file, "r");
  char line[1000], name[100];
  if (!in) {
    fprintf(stderr, "libm: cannot open %s\n", file);
    exit(1);
  }
  while (fgets(line, sizeof line, in)) {
    int row = 0;
    if (sscanf(line, "| `%99[a-z0-9]` |%n", name, &row) != 1 || !row)
      continue;
    for (int f = 0; f < FUNCTIONS; f++)
      if (!strcmp(functions[f].name, name)) {
        const char *text = line + row;
        for (int w = 0; w < 2; w++) {
          functions[f].worst[w] = number(&text);
          functions[f].at[w][0] = number(&text);
          if (functions[f].binary)
            functions[f].at[w][1] = number(&text);
        }
      }
  }
  fclose(in);
  for (int f = 0; f < FUNCTIONS; f++)
    if (functions[f].worst[1] < 0) {
      fprintf(stderr, "libm: %s has no row for %s\n", file, functions[f].name);
      exit(1);
    }
}

static uint64_t state;
static uint64_t random_bits(void) {
  state += 0x9e3779b97f4a7c15;
  uint64_t z = state;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}
static double any_f64(void) {
  uint64_t bits = random_bits();
  double d;
  memcpy(&d, &bits, 8);
  return d;
}
static double any_f32(void) {
  uint32_t bits = (uint32_t)random_bits();
  float f;
  memcpy(&f, &bits, 4);
  return f;
}
static double with_exponent(int low, int high) {
  double m = 1 + (double)(random_bits() >> 12) * 0x1p-52;
  return ldexp(random_bits() & 1 ? -m : m, low + (int)(random_bits() % (unsigned)(high - low + 1)));
}

static void emit(int f, int bits, double x, double y) {
  Arguments a = {f, bits, bits == 64 ? x : (float)x, bits == 64 ? y : (float)y};
  fwrite(&a, sizeof a, 1, stdout);
}

static void generate(int count) {
  static const double special[] = {0.0, 0.5, 1, 1.5, 2, 3, 4, 171, 0x1p-149, 0x1p-126, 0x1.fffffep127, 0x1p-1074,
                                   0x1p-1022, 0x1.fffffffffffffp1023, INFINITY, NAN, 0x1p53, 0x1.8p52, 0x1p24, 0x1.8p23};
  int specials = sizeof special / sizeof *special;
  for (int f = 0; f < FUNCTIONS; f++)
    for (int bits = 32; bits <= 64; bits += 32) {
      Function *p = &functions[f];
      emit(f, bits, p->at[bits / 64][0], p->at[bits / 64][1]);
      int order = p->binary && strchr("jy", p->name[0]);
      for (int i = 0; i < specials * 2 && !order; i++)
        for (int k = 0; k < (p->binary ? specials * 2 : 1); k++)
          emit(f, bits, i & 1 ? -special[i / 2] : special[i / 2], k & 1 ? -special[k / 2] : special[k / 2]);
      for (int i = 0; i < count; i++) {
        double x, y = 0;
        if (p->unary)
          switch (i & 3) {
          case 0:
            x = bits == 64 ? any_f64() : any_f32();
            break;
          case 1:
            x = with_exponent(-16, 7);
            break;
          default:
            x = p->low + (p->high - p->low) * (double)(random_bits() >> 11) * 0x1p-53;
          }
        else if (!strcmp(p->name, "pow")) {
          int range = bits == 64 ? 1022 : 126;
          x = fabs(i & 1 ? with_exponent(-range, range) : 1 + 0.9 * with_exponent(-24, -1));
          y = (double)(int64_t)random_bits() * 0x1p-63 * (bits == 64 ? 745 : 104) / fabs(log(x));
          if (i % 4 == 3) {
            x = with_exponent(-8, 8);
            y = (double)((int)(random_bits() % 200) - 100);
          }
        } else if (order) {
          x = (double)(int)(random_bits() % 60) - 15;
          y = i % 3 == 0 ? with_exponent(-8, 40) : 100 * (double)(random_bits() >> 11) * 0x1p-53;
          if (p->name[0] == 'y')
            y = fabs(y);
        } else
          switch (i & 3) {
          case 0:
            x = bits == 64 ? any_f64() : any_f32(), y = bits == 64 ? any_f64() : any_f32();
            break;
          case 1:
            x = with_exponent(-3, 3), y = with_exponent(-3, 3);
            break;
          default:
            x = with_exponent(-60, 60), y = x * with_exponent(-30, 30);
          }
        emit(f, bits, x, y);
      }
    }
}

// In ulp of the right result, the smallest being the one of subnormal numbers.
static double error_of(double found, f128 right, int bits) {
  if (right != right || found != found)
    return (right != right) == (found != found) ? 0 : INFINITY;
  int digits = bits == 64 ? 53 : 24, largest = bits == 64 ? 1023 : 127;
  uint64_t words[2];
  f128 magnitude = right < 0 ? -right : right, limit = 2 * (f128)ldexp(1, largest), ulp;
  memcpy(words, &magnitude, 16);
  int e = (int)(words[1] >> 48 & 0x7fff) - 16383;
  if (e > largest) { // infinity has the place of the next number
    if (isinf(found))
      return (found > 0) == (right > 0) ? 0 : INFINITY;
    e = largest;
    right = right > 0 ? limit : -limit;
  }
  if (right == 0 && found == 0) {
    memcpy(words, &right, 16);
    return !!signbit(found) == words[1] >> 63 ? 0 : INFINITY;
  }
  e = e < 1 - largest ? 1 - largest : e;
  words[0] = 0, words[1] = (uint64_t)(e - digits + 1 + 16383) << 48;
  memcpy(&ulp, words, 16);
  f128 of = isinf(found) ? (found > 0 ? limit : -limit) : (f128)found;
  return (double)((of > right ? of - right : right - of) / ulp);
}

static int judge(FILE *arguments, FILE *results) {
  Arguments a;
  double found;
  long judged = 0, wrong = 0;
  int last = -1;
  while (fread(&a, sizeof a, 1, arguments) == 1) {
    if (fread(&found, sizeof found, 1, results) != 1) {
      printf("results end early\n");
      return 1;
    }
    Function *p = &functions[a.function];
    f128 right = p->unary ? p->unary(a.x) : p->binary(a.x, a.y);
    int w = a.bits == 64, first = last != a.function * 2 + w;
    last = (int)a.function * 2 + w;
    if (found == 0 && isinf(a.x) && strchr("jy", p->name[0]))
      right = found; // the sign of a Bessel function at infinity is free
    double error = error_of(found, right, (int)a.bits), worst = p->worst[w];
    if (error > p->found[w]) {
      p->found[w] = error;
      p->found_at[w][0] = a.x, p->found_at[w][1] = a.y;
    }
    int bad = !(error <= worst + 0.1) || (first && !(fabs(error - worst) <= 0.006));
    if (bad && wrong++ < 20)
      printf("%s, f%d, at %a %a: %a, expected %a: %.3f ulp, the table has %.2f\n", p->name, (int)a.bits, a.x, a.y, found,
             (double)right, error, worst);
    judged++;
  }
  for (int f = 0; f < FUNCTIONS; f++) // as rows of the table
    for (int w = 0; w < 2; w++) {
      Function *p = &functions[f];
      printf(w ? "" : "| `%s` ", p->name);
      printf("| %.2f | `%a", p->found[w], p->found_at[w][0]);
      printf(p->binary ? ", %a` " : "` ", p->found_at[w][1]);
      printf(w ? "|\n" : "");
    }
  printf("%ld results, %ld wrong\n", judged, wrong);
  return wrong != 0 || judged == 0;
}

int main(int argc, char **argv) {
  if (argc != 5) {
    fprintf(stderr, "libm: expected generate TABLE COUNT SEED, or judge TABLE ARGUMENTS RESULTS\n");
    return 2;
  }
  read_table(argv[2]);
  if (!strcmp(argv[1], "generate")) {
    state = strtoull(argv[4], 0, 0);
    generate(atoi(argv[3]));
    return 0;
  }
  return judge(fopen(argv[3], "rb"), fopen(argv[4], "rb"));
}

#endif

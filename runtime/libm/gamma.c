// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The gamma function and the logarithm of its magnitude. Both rest on the
// series of 1/gamma(1 + f), which converges fast for f between -1/2 and 1/2,
// and on the recurrence gamma(x + 1) = x gamma(x), in pairs of f64: up to 183
// factors leave no error that counts. Errors: below 0.51 ulp for tgamma (1 ulp
// for a subnormal result), below 1.1 ulp for lgamma, also beside its zeros.
#include "pair.h"

#include <errno.h>
#include <math.h>

// Coefficients of 1/gamma(1 + f) = 1 + c[0] f + c[1] f^2 + ...
static const Pair coefficients[] = {
    {0x1.2788cfc6fb619p-1, -0x1.6cb90701fbfabp-58},
    {-0x1.4fcf4026afa2ep-1, 0x1.8a3db7a90c42ap-56},
    {-0x1.5815e8fa27048p-5, 0x1.b85ea59bc3638p-60},
    {0x1.5512320b43fbep-3, 0x1.77e9bfd84d0f8p-57},
    {-0x1.59af103c34092p-5, -0x1.ef8da0241c465p-59},
    {-0x1.3b4af28483e21p-7, -0x1.38dbcf40c139bp-61},
    {0x1.d919c527f60b2p-8, -0x1.a91714b11611fp-62},
    {-0x1.317112ce3a2a8p-10, 0x1.0b48922be53b9p-64},
    {-0x1.c364fe6f1563dp-13, 0x1.6707f71f86f2ep-69},
    {0x1.0c8a78cd9f9d2p-13, -0x1.6193e5e682992p-67},
    {-0x1.51ce8af47eabep-16, 0x1.26de8c501cb48p-75},
    {-0x1.4fad41fc34fbbp-20, -0x1.01776ab160dc8p-75},
    {0x1.302509dbc0de3p-20, -0x1.bf09003481b1ap-75},
    {-0x1.b9986666c225dp-23, -0x1.d12e45de59d01p-79},
    {0x1.a44b7ba22d629p-28, -0x1.4d6f19c81365fp-82},
    {0x1.57bc3fc384334p-28, -0x1.30a82205f48c5p-86},
    {-0x1.44b4cedca388fp-30, -0x1.f1c4c0ce1c9c5p-84},
    {0x1.cae7675c18607p-34, -0x1.d04082c7c66aap-89},
    {0x1.11d065bfaf067p-37, 0},
    {-0x1.0423bac8ca3fbp-38, 0},
    {0x1.1f20151323cd0p-41, 0},
    {-0x1.72cb88ea5ae6ep-46, 0},
    {-0x1.815f72a05f16fp-48, 0},
    {0x1.6198491a83bcdp-50, 0},
    {-0x1.10613dde57a89p-53, 0},
    {0x1.5e3fee81de0eap-60, 0},
    {0x1.a0dc770fb8a4ap-60, 0},
    {-0x1.0f635344a29eap-62, 0},
    {0x1.43d79a4b90ce8p-66, 0},
    {0x1.435a100c67b42p-73, 0},
    {-0x1.f0aee5efb2fccp-73, 0},
    {0x1.089cd2aab3897p-75, 0},
};
enum { COUNT = sizeof coefficients / sizeof *coefficients };

// (1/gamma(1 + f) - 1) / f, with an error of about 2^-100.
static Pair series(double f) {
  double sum = 0;
  int k = COUNT - 1;
  for (; k >= 18; k--)
    sum = sum * f + coefficients[k].high;
  Pair result = {sum, 0};
  for (; k >= 0; k--)
    result = add(coefficients[k], multiply(result, (Pair){f, 0}));
  return result;
}

// A product whose exponent may leave the range of f64.
typedef struct {
  Pair value;
  int exponent;
} Product;
static void times(Product *p, double factor) {
  p->value = multiply(p->value, (Pair){factor, 0});
  if (fabs(p->value.high) > 0x1p400) {
    p->value.high *= 0x1p-400, p->value.low *= 0x1p-400;
    p->exponent += 400;
  }
}

// gamma(x) or, for a negative x, its reciprocal. x is not a pole; x - k is
// exact.
static Product gamma_or_reciprocal(double x) {
  double n = rint(x), f = x - n;
  Pair reciprocal = add((Pair){1, 0}, multiply(series(f), (Pair){f, 0}));
  Product p = {{1, 0}, 0};
  if (n >= 1) {
    for (double k = 1; k < n; k++)
      times(&p, x - k);
    p.value = divide(p.value, reciprocal);
    return p;
  }
  p.value = reciprocal;
  for (double k = n; k <= 0; k++)
    times(&p, x - k);
  return p;
}

PUBLIC double tgamma(double x) {
  if (x != x || x == INFINITY)
    return x;
  if (x == 0) {
    errno = ERANGE;
    return copysign(INFINITY, x);
  }
  if (x < 0 && x == rint(x)) { // minus infinity as well
    errno = EDOM;
    return NAN;
  }
  if (x > 172) {
    errno = ERANGE;
    return INFINITY;
  }
  if (x < -186) {
    errno = ERANGE;
    return fmod(floor(x), 2) == 0 ? 0.0 : -0.0;
  }
  if (fabs(x) < 0x1p-1000) { // 1/x, which may overflow
    if (fabs(x) <= 0x1p-1024)
      errno = ERANGE;
    return 1 / x;
  }
  Product p = gamma_or_reciprocal(x);
  if (rint(x) < 1) {
    p.value = divide((Pair){1, 0}, p.value);
    p.exponent = -p.exponent;
  }
  double result = p.value.high;
  for (; p.exponent > 0; p.exponent -= 400)
    result *= 0x1p400;
  for (; p.exponent < 0; p.exponent += 400)
    result *= 0x1p-400;
  if (isinf(result) || fabs(result) < 0x1p-1022)
    errno = ERANGE;
  return result;
}

// Stirling's series, for x of at least 24.
static Pair stirling(double x) {
  static const double terms[] = {
      0x1.5555555555555p-4,   -0x1.6c16c16c16c17p-9, 0x1.a01a01a01a01ap-11,
      -0x1.3813813813814p-11, 0x1.b951e2b18ff23p-11, -0x1.f6ab0d9993c7dp-10,
      0x1.a41a41a41a41ap-8,   -0x1.e4286cb0f5398p-6, 0x1.6fe96381e0680p-3};
  double square = 1 / x / x, sum = 0;
  for (int k = 8; k >= 0; k--)
    sum = sum * square + terms[k];
  Pair constant = {0x1.acfe390c97d69p-2,
                   0x1.3494bc9001442p-56}; // (log(2 pi) - 1) / 2
  Pair log = add(log_pair((Pair){x, 0}), (Pair){-1, 0});
  Pair main = multiply(add_exactly(x, -0.5), log);
  return add(main, add(constant, (Pair){sum / x, 0}));
}

// The zeros of lgamma beside which f64 has numbers so near that the recurrence
// is not exact enough: the zero, the derivative there, half the second
// derivative by the first.
static const struct {
  Pair zero;
  double slope, curvature;
} zeros[] = {
    {{-0x1.3a7fc9600f86cp+1, -0x1.55f64f98af8d0p-55},
     0x1.83fe966af535fp+0,
     0x1.9a4efe5f6f456p+1},
    {{-0x1.5fb410a1bd901p+1, 0x1.a19a96d2e6f85p-54},
     -0x1.ea12da904b18cp+0,
     -0x1.401d6dca7df66p+2},
    {{-0x1.9260dbc9e59afp+1, -0x1.f717cd335a7b3p-53},
     0x1.f20a65f2fac55p+2,
     0x1.a8e2bb8ffdeb7p+1},
    {{-0x1.fa471547c2fe5p+1, -0x1.70d4561291237p-56},
     -0x1.4b99d966c5647p+4,
     -0x1.84a753636f57ep+3},
    {{-0x1.0284e78599581p+2, 0x1.e78c1e9e43cfep-53},
     0x1.aca5cf4921642p+4,
     0x1.834edfd8ccae1p+3},
    {{-0x1.3f7577a6eeafdp+2, 0x1.5de5eab7f12cfp-53},
     -0x1.d224a3ef9e41fp+6,
     -0x1.e036497ff112fp+5},
    {{-0x1.4086a57f0b6d9p+2, -0x1.95262b72ca9cap-55},
     0x1.ed72e0829ae02p+6,
     0x1.e032533de3b19p+5},
    {{-0x1.7fe92f591f40dp+2, -0x1.7dd4ed62cbd32p-52},
     -0x1.661f6a43a5e12p+9,
     -0x1.680127f8bf934p+8},
    {{-0x1.8016b25897c8dp+2, 0x1.27e0f49a4ba72p-54},
     0x1.69de49e3af2aap+9,
     0x1.680123e5e222ap+8},
    {{-0x1.bffcbf76b86f0p+2, 0x1.853b29347b806p-57},
     -0x1.3abf7a5cea91bp+12,
     -0x1.3b0005814745ep+11},
};

PUBLIC double lgamma_r(double x, int *sign) {
  *sign = 1;
  if (x != x)
    return x;
  if (isinf(x))
    return INFINITY;
  if (x <= 0 && x == rint(x)) {
    if (x == 0 && signbit(x))
      *sign = -1;
    errno = ERANGE;
    return INFINITY;
  }
  if (x < 0 && fmod(floor(x), 2) != 0)
    *sign = -1;
  double magnitude = fabs(x);
  if (magnitude < 0x1p-60)
    return -log(magnitude);
  if (x >= 24) {
    if (x > 0x1p1015) {
      errno = ERANGE;
      return INFINITY;
    }
    Pair result = stirling(x);
    if (!(result.high < INFINITY)) {
      errno = ERANGE;
      return INFINITY;
    }
    return result.high;
  }
  if (x <= -24) { // gamma(x) gamma(-x) = -pi / (x sin(pi x))
    double sine = fabs(sin(0x1.921fb54442d18p1 * (x - rint(x))));
    Pair factor = divide((Pair){sine * magnitude, 0},
                         (Pair){0x1.921fb54442d18p1, 0x1.1a62633145c07p-53});
    Pair sum = add(log_pair(factor), stirling(magnitude));
    return -sum.high;
  }
  double n = rint(x), f = x - n;
  if (f == 0 && (n == 1 || n == 2))
    return 0;
  if (n == 1 || n == 2) { // beside the zeros the difference to 1 is what counts
    Pair term = multiply(series(f), (Pair){f, 0});
    Pair reciprocal = add((Pair){1, 0}, term);
    if (n == 1)
      return fabs(f) < 0.25 ? -log1p_pair(term).high
                            : -log_pair(reciprocal).high;
    if (fabs(f) < 0.25) { // (1 + f) / reciprocal - 1
      Pair part = add((Pair){1, 0}, negated(series(f)));
      Pair difference = multiply(part, (Pair){f, 0});
      return log1p_pair(divide(difference, reciprocal)).high;
    }
    return log_pair(divide(add_exactly(1, f), reciprocal)).high;
  }
  Product p = gamma_or_reciprocal(x);
  if (p.value.high < 0)
    p.value = negated(p.value);
  double result = log_pair(p.value).high;
  if (fabs(result) < 0x1p-38)
    for (unsigned i = 0; i < sizeof zeros / sizeof *zeros; i++) {
      Pair d = add_exactly(x - zeros[i].zero.high, -zeros[i].zero.low);
      if (fabs(d.high) < 0x1p-38) {
        Pair main = multiply_exactly(zeros[i].slope, d.high);
        double rest = d.low + zeros[i].curvature * d.high * d.high;
        return main.high + (main.low + zeros[i].slope * rest);
      }
    }
  return n >= 1 ? result : -result;
}

PUBLIC double lgamma(double x) { return lgamma_r(x, &signgam); }
// The old names: gamma is the logarithm, as newlib documents and as in other
// libraries.
PUBLIC double gamma(double x) { return lgamma_r(x, &signgam); }
PUBLIC double gamma_r(double x, int *sign) { return lgamma_r(x, sign); }

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The Bessel functions of order 0 and 1, with an error below 1.5 ulp, also
// beside their zeros and for the largest arguments (newlib's relative error has
// no bound there). Beside a zero below 52: its Taylor series, whose
// coefficients follow from the differential equation. Below 25: the power
// series, which loses 32 of 104 bits at most. Else modulus and phase, J = M
// cos(theta) and Y = M sin(theta), by their asymptotic series; theta is reduced
// with as many digits of 2/pi as it takes. All is carried in pairs of f64.
// Higher orders follow by recurrence from pairs; beside their zeros, nearer
// than 2^-12, only the absolute error is small.
#include "pair.h"

#include <errno.h>
#include <math.h>

enum { J, Y };

// The zeros of J0, J1, Y0, Y1 below 52, with the derivative there.
static const struct {
  Pair zero;
  double slope;
} zeros[4][17] = {
    {
        {{0x1.33d152e971b40p+1, -0x1.0f539d7da258ep-53}, -0x1.09cdb36551280p-1},
        {{0x1.6148f5b2c2e45p+2, 0x1.75054cd60a517p-54}, 0x1.5c6e60a097823p-2},
        {{0x1.14eb56cccdecap+3, -0x1.51970714c7c25p-52}, -0x1.15f7977a772d4p-2},
        {{0x1.79544008272b6p+3, 0x1.444fd5821d5b1p-52}, 0x1.dc13e66ac2e77p-3},
        {{0x1.ddca13ef271d2p+3, -0x1.9796609364e85p-51}, -0x1.a701d0f967500p-3},
        {{0x1.212313f8a19f6p+4, -0x1.165fd108f46ffp-50}, 0x1.8077f56c9b782p-3},
        {{0x1.5362dd173f792p+4, 0x1.1d2dfa1c3b5a8p-51}, -0x1.62d93aa9d05bbp-3},
        {{0x1.85a3b930156ddp+4, 0x1.0847c620015e0p-50}, 0x1.4b2a2ebf61ecep-3},
        {{0x1.b7e54a5fd5f11p+4, 0x1.d2b3714972b28p-50}, -0x1.37aac8c1aeabbp-3},
        {{0x1.ea27591cbbed2p+4, -0x1.36bbabc1c9f31p-51}, 0x1.27407dfadee6dp-3},
        {{0x1.0e34e13a66fe6p+5, 0x1.a326cf4307839p-50}, -0x1.192f23ce3e051p-3},
        {{0x1.275637a9619ecp+5, -0x1.0b6068f861c6fp-50}, 0x1.0cf3ed059c573p-3},
        {{0x1.4077a7ed6293ap+5, -0x1.34c86f4e27936p-52}, -0x1.0230b9797a7b3p-3},
        {{0x1.59992c65d0d8dp+5, 0x1.ed48fe99f45efp-51}, 0x1.f13faf32c8e0ap-4},
        {{0x1.72bac0f810810p+5, -0x1.05a7a0525058fp-50}, -0x1.e018d99f5da1bp-4},
        {{0x1.8bdc6293f0657p+5, 0x1.575dc7f8a031ap-49}, 0x1.d09b210b30217p-4},
    },
    {
        {{0x1.ea75575af6f09p+1, -0x1.60155a9d1b256p-53}, -0x1.9c6cf582cbf7fp-2},
        {{0x1.c0ff5f3b47250p+2, -0x1.b226d9d243827p-54}, 0x1.33518b3874e8ap-2},
        {{0x1.458d0d0bdfc29p+3, 0x1.02610a51562b6p-51}, -0x1.ff654544ebcd1p-3},
        {{0x1.aa5baf310e5a2p+3, 0x1.2bce7fd18e693p-52}, 0x1.bf3337873a7d8p-3},
        {{0x1.0787b360508c5p+4, -0x1.d2a68e88ab317p-50}, -0x1.925c6fca08f55p-3},
        {{0x1.39da8e7416ca4p+4, -0x1.21830197e9e86p-50}, 0x1.70c511227d5aap-3},
        {{0x1.6c294e3d4d8acp+4, -0x1.1bf33afef88f1p-51}, -0x1.5664e13b70622p-3},
        {{0x1.9e7570dcea106p+4, 0x1.1a2686480d882p-51}, 0x1.40f90793605bbp-3},
        {{0x1.d0bfcf471fcccp+4, -0x1.42ce39ec976fbp-52}, -0x1.2f2072e638cf4p-3},
        {{0x1.018476e6b2bf0p+5, -0x1.be3a1cd066b66p-50}, 0x1.1ff5eec6a01cdp-3},
        {{0x1.1aa890dc5e97cp+5, -0x1.d5fbbff045068p-49}, -0x1.12dd57bf18adap-3},
        {{0x1.33cc523d5cb69p+5, 0x1.9eafeca0ca4fdp-51}, 0x1.076826cc2c191p-3},
        {{0x1.4cefcf1734b62p+5, 0x1.489bd556e510ap-51}, -0x1.fa8b41711c83ap-4},
        {{0x1.661315d6b133fp+5, 0x1.4f716f3179d90p-49}, 0x1.e8727daa3daedp-4},
        {{0x1.7f36312028ad6p+5, -0x1.f3950a842db79p-49}, -0x1.d8293aa55d18fp-4},
        {{0x1.985928f96d51ep+5, 0x1.85d7bdb30baf1p-49}, 0x1.c96700bf039e2p-4},
    },
    {
        {{0x1.c982eb8d417eap-1, 0x1.ea9d270347f83p-56}, 0x1.c24371844b88ap-1},
        {{0x1.fa9534d98569cp+1, -0x1.f06ae7804384ep-54}, -0x1.9c34256a12a0cp-2},
        {{0x1.c581dc4e72103p+2, -0x1.9774a495f56cfp-54}, 0x1.334cca0697a5bp-2},
        {{0x1.471d735a47d58p+3, -0x1.cb49ff791c495p-51}, -0x1.ff635cc72b9f1p-3},
        {{0x1.ab8e1c4a1e74ap+3, -0x1.7df81de86f24dp-51}, 0x1.bf32a27594007p-3},
        {{0x1.0803c74003214p+4, 0x1.25a237d12159bp-50}, -0x1.925c35988ee29p-3},
        {{0x1.3a42cdf5febd7p+4, -0x1.8bf92d51fbaebp-50}, 0x1.70c4f66cab47fp-3},
        {{0x1.6c832fd77ac07p+4, 0x1.ca75080cf53a8p-50}, -0x1.5664d37c37d7bp-3},
        {{0x1.9ec46f3e80146p+4, -0x1.03e052bd9c0afp-52}, 0x1.40f8ffdf09a5fp-3},
        {{0x1.d106449616c4fp+4, 0x1.0aab17eca74b9p-50}, -0x1.2f206e49909c7p-3},
        {{0x1.01a4420e4abeep+5, 0x1.d2f18aa8a8f2fp-49}, 0x1.1ff5ebddd3c3ap-3},
        {{0x1.1ac588c944279p+5, -0x1.9dd1578036d11p-53}, -0x1.12dd55d4be2b3p-3},
        {{0x1.33e6ecf5cb221p+5, -0x1.9c3dd43e59158p-49}, 0x1.0768257dad56ap-3},
        {{0x1.4d0867ec213f3p+5, -0x1.753b7fcd5250cp-49}, -0x1.fa8b3f9ae4375p-4},
        {{0x1.6629f4e1e0321p+5, 0x1.c2eb6ee3e4c70p-49}, 0x1.e8727c572a2c2p-4},
        {{0x1.7f4b904dc9a53p+5, -0x1.afdee84ced526p-53}, -0x1.d82939ab62339p-4},
        {{0x1.986d378522b70p+5, 0x1.bbca9a96dc1aap-49}, 0x1.c96700031f601p-4},
    },
    {
        {{0x1.193bed4dff243p+1, -0x1.bd1e50d219bfdp-55}, 0x1.0aa48442f014bp-1},
        {{0x1.5b7fe4e87b02ep+2, 0x1.dfe7bac228e8cp-52}, -0x1.5c7c556f0c19ap-2},
        {{0x1.13127ae6169b4p+3, 0x1.479cc068d9046p-52}, 0x1.15f993fceab5cp-2},
        {{0x1.77f9138d43206p+3, 0x1.0fc786ce06080p-55}, -0x1.dc14ea14e89f9p-3},
        {{0x1.dcb7d88de848bp+3, -0x1.5e091a50f8e05p-51}, 0x1.a7022be084d99p-3},
        {{0x1.20b1c695f1e3bp+4, -0x1.a1ee4c5487edep-50}, -0x1.80781c32422e7p-3},
        {{0x1.53025492188cdp+4, 0x1.391b14410528fp-50}, 0x1.62d94d97e859cp-3},
        {{0x1.854fa303820cap+4, 0x1.52f75f025b205p-52}, -0x1.4b2a38f1ab9b4p-3},
        {{0x1.b79acee8cfb7dp+4, -0x1.cf130fbea3b24p-52}, 0x1.37aaceac987b9p-3},
        {{0x1.e9e480605283cp+4, -0x1.e7a77047d6166p-54}, -0x1.2740819f1caaap-3},
        {{0x1.0e16907f8fb56p+5, -0x1.96beabef7ecf4p-49}, 0x1.192f2627a74e3p-3},
        {{0x1.273a7b35a7affp+5, 0x1.2481e87adfe57p-50}, -0x1.0cf3ee98f769bp-3},
        {{0x1.405e18393afb5p+5, 0x1.a8ffacaac8461p-50}, 0x1.0230ba90f2871p-3},
        {{0x1.5981787d668dbp+5, 0x1.fe463face2c1cp-52}, -0x1.f13fb0c0e6fcdp-4},
        {{0x1.72a4a85cc317ep+5, -0x1.26390f25f01cbp-49}, 0x1.e018dac1c17e3p-4},
        {{0x1.8bc7b10ed3960p+5, -0x1.cc667e557a177p-50}, -0x1.d09b21e36c0bdp-4},
    },
};

// theta = x - (n/2 + 1/4) pi + c[0]/x + c[1]/x^3 + ...
static const Pair phase[2][20] = {
    {
        {-0x1.0000000000000p-3, 0x0.0p+0},
        {0x1.0aaaaaaaaaaabp-4, -0x1.5555555555555p-58},
        {-0x1.ad33333333333p-3, -0x1.999999999999ap-58},
        {0x1.a358492492492p+0, 0x1.2492492492492p-54},
        {-0x1.779a1f8e38e39p+4, 0x1.c71c71c71c71cp-52},
        {0x1.0bd1fc8b1745dp+9, 0x1.745d1745d1746p-47},
        {-0x1.16b51e66c789ep+14, 0x1.d89d89d89d89ep-40},
        {0x1.8ecc3af33ab37p+19, -0x1.5555555555555p-35},
        {-0x1.779dae2b8512fp+25, -0x1.143c3c3c3c3c4p-29},
        {0x1.c296336955c7fp+31, -0x1.41e50d79435e5p-32},
        {-0x1.4f5ee683b6432p+38, -0x1.6dcbaf0618618p-16},
        {0x1.2f51eced6693fp+45, -0x1.03a3102cc7a6fp-10},
        {-0x1.47a533f6de60ap+52, 0x1.463c8f5076f81p-2},
        {0x1.a0a16e6f97809p+59, -0x1.880bbfc0e1bc0p+5},
        {-0x1.34046f37b54fdp+67, 0x1.b6bd585e90c96p+13},
        {0x1.06023472701c9p+75, -0x1.8221948f1346dp+20},
        {-0x1.fc2ca43f8f3ccp+82, 0x1.32ad2094d60e4p+28},
        {0x1.16a9627a7f67cp+91, 0x1.c415dbb8800bbp+36},
        {-0x1.572a8ac1517f7p+99, 0x1.b1ab8b093e2eap+45},
        {0x1.d7878738aae2bp+107, -0x1.dc2527b496a2ep+53},
    },
    {
        {0x1.8000000000000p-2, 0x0.0p+0},
        {-0x1.5000000000000p-3, 0x0.0p+0},
        {0x1.7bccccccccccdp-2, -0x1.999999999999ap-57},
        {-0x1.2f486db6db6dbp+1, -0x1.b6db6db6db6dbp-53},
        {0x1.e9fbf40000000p+4, 0x0.0p+0},
        {-0x1.4997b55945d17p+9, -0x1.1745d1745d174p-45},
        {0x1.4a914195269d9p+14, -0x1.89d89d89d89d9p-40},
        {-0x1.cd1b53816aec1p+19, 0x1.999999999999ap-36},
        {0x1.aa4095d419351p+25, 0x1.e5a5a5a5a5a5ap-32},
        {-0x1.f809305f11b9dp+31, -0x1.e0ca50d79435ep-24},
        {0x1.72e6809ed618bp+38, 0x1.ff8b720000000p-18},
        {-0x1.4c5b6057839f9p+45, 0x1.4e5d8ae68b7a7p-9},
        {0x1.6441cffe88783p+52, -0x1.3dc0bd058fd51p-2},
        {-0x1.c2144ab994bcdp+59, -0x1.980185ad8159cp+3},
        {0x1.4ae6f218a30dep+67, 0x1.1daeda81756d0p+13},
        {-0x1.181ffdb880f4ep+75, -0x1.5453df84e9c3fp+16},
        {0x1.0e844ddb85314p+83, 0x1.7ad8c49a4edc9p+28},
        {-0x1.279566d935729p+91, -0x1.5c310fa9cd4b0p+36},
        {0x1.6acf57fb43638p+99, -0x1.9227dd923b5cbp+44},
        {-0x1.f10ea1f512c71p+107, -0x1.bb64bd1ace6a9p+50},
    },
};
// M^2 = 2/(pi x) (1 + c[1]/x^2 + c[2]/x^4 + ...)
static const double modulus[2][15] = {
    {
        0x1.0000000000000p+0,
        -0x1.0000000000000p-3,
        0x1.b000000000000p-3,
        -0x1.1940000000000p+0,
        0x1.78d4c00000000p+3,
        -0x1.ad3bef8000000p+7,
        0x1.73f26fb3c0000p+12,
        -0x1.c8023a603b400p+17,
        0x1.77bd55f9aad21p+23,
        -0x1.909c08d523125p+29,
        0x1.0c5684042a111p+36,
        -0x1.b93e14a07be66p+42,
        0x1.b4e5c821d2036p+49,
        -0x1.0067a94527f42p+57,
        0x1.6009c0c76e8d5p+64,
    },
    {
        0x1.0000000000000p+0,
        0x1.8000000000000p-2,
        -0x1.6800000000000p-2,
        0x1.89c0000000000p+0,
        -0x1.e47f400000000p+3,
        0x1.064f4b4000000p+8,
        -0x1.b792e11a40000p+12,
        0x1.0714fa4b35e00p+18,
        -0x1.a9d694a37d547p+23,
        0x1.bfbd7348909bfp+29,
        -0x1.289584706463bp+36,
        0x1.e343fe35dd088p+42,
        -0x1.dae3807dce03ap+49,
        0x1.14ead58820e8fp+57,
        -0x1.7a1d703e8038fp+64,
    },
};

// 64 zeros, then the bits of 2/pi after the point.
static const uint64_t two_over_pi[] = {
    UINT64_C(0x0000000000000000), UINT64_C(0xa2f9836e4e441529),
    UINT64_C(0xfc2757d1f534ddc0), UINT64_C(0xdb6295993c439041),
    UINT64_C(0xfe5163abdebbc561), UINT64_C(0xb7246e3a424dd2e0),
    UINT64_C(0x06492eea09d1921c), UINT64_C(0xfe1deb1cb129a73e),
    UINT64_C(0xe88235f52ebb4484), UINT64_C(0xe99c7026b45f7e41),
    UINT64_C(0x3991d639835339f4), UINT64_C(0x9c845f8bbdf9283b),
    UINT64_C(0x1ff897ffde05980f), UINT64_C(0xef2f118b5a0a6d1f),
    UINT64_C(0x6d367ecf27cb09b7), UINT64_C(0x4f463f669e5fea2d),
    UINT64_C(0x7527bac7ebe5f17b), UINT64_C(0x3d0739f78a5292ea),
    UINT64_C(0x6bfb5fb11f8d5d08), UINT64_C(0x56033046fc7b6bab),
    UINT64_C(0xf0cfbc209af4361d),
};

static const Pair pi_over_2 = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};
static const Pair two_by_pi = {0x1.45f306dc9c883p-1, -0x1.6b01ec5417056p-55};
static const Pair euler = {0x1.2788cfc6fb619p-1, -0x1.6cb90701fbfabp-58};
static const Pair ln2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};

// x = quadrant * pi/2 + result, |result| <= pi/4, for x of at least 16. With an
// integer m of 53 bits x is m 2^e; the bits of 2/pi that give multiples of 4
// are left out, and 256 bits from there are multiplied.
static Pair reduced(double x, unsigned *quadrant) {
  uint64_t bits = bits_of(x),
           m = (bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52;
  int e = (int)(bits >> 52) - 1023 - 52;
  unsigned first = (unsigned)(64 + e - 2); // the bit whose weight is 2
  uint64_t product[4];
  unsigned __int128 carry = 0;
  for (int k = 3; k >= 0; k--) {
    unsigned word = first / 64 + (unsigned)k, shift = first % 64;
    uint64_t window = two_over_pi[word] << shift;
    if (shift)
      window |= two_over_pi[word + 1] >> (64 - shift);
    carry += (unsigned __int128)window * m;
    product[k] = (uint64_t)carry;
    carry >>= 64;
  }
  *quadrant = (unsigned)(product[0] >> 62);
  for (int k = 0; k < 4; k++)
    product[k] = product[k] << 2 | (k < 3 ? product[k + 1] >> 62 : 0);
  int negative = (int)(product[0] >> 63);
  if (negative) {
    ++*quadrant;
    for (int k = 0; k < 4; k++) // all ones instead of 2^-256 more
      product[k] = ~product[k];
  }
  int exponent = 0, k = 0;
  while (k < 2 && product[k] == 0)
    k++, exponent -= 64;
  int zeros_above = __builtin_clzll(product[k] | 1);
  exponent -= zeros_above;
  unsigned __int128 top = (unsigned __int128)product[k] << 64 | product[k + 1];
  top <<= zeros_above;
  uint64_t high = (uint64_t)(top >> 75), low = (uint64_t)(top >> 11);
  Pair f = normalized((double)high * power_of_two(exponent - 53),
                      (double)low * power_of_two(exponent - 117));
  return multiply(negative ? negated(f) : f, pi_over_2);
}

static double beside_zero(int n, Pair zero, double slope, double x) {
  Pair d = add_exactly(x - zero.high, -zero.low);
  double z = zero.high, a[12] = {0, 1}, rest = 0;
  for (int k = 0; k < 10; k++)
    a[k + 2] =
        -(z * (k + 1) * (2 * k + 1) * a[k + 1] + (k * k + z * z - n) * a[k] +
          (k > 0 ? 2 * z * a[k - 1] : 0) + (k > 1 ? a[k - 2] : 0)) /
        (z * z * (k + 2) * (k + 1));
  for (int k = 11; k >= 2; k--)
    rest = d.high * (rest + a[k]);
  Pair main = multiply_exactly(slope, d.high);
  return main.high + (main.low + slope * (d.low + d.high * rest));
}

static Pair by_series(int n, int kind, double x) {
  Pair half = {x / 2, 0}, square = multiply_exactly(x / 2, x / 2);
  Pair term = n ? half : (Pair){1, 0}, harmonic = {0, 0};
  Pair sum = term, weighted = n ? multiply(term, (Pair){0.5, 0}) : (Pair){0, 0};
  int last = 16 + (int)(2 * x);
  for (int k = 1; k <= last; k++) {
    term = divide(multiply(term, negated(square)), (Pair){k * (k + n), 0});
    sum = add(sum, term);
    if (kind == Y) { // times H(k), or the mean of H(k) and H(k + 1)
      harmonic = add(harmonic, divide((Pair){1, 0}, (Pair){k, 0}));
      Pair mean = harmonic;
      if (n)
        mean = add(mean, divide((Pair){0.5, 0}, (Pair){k + 1, 0}));
      weighted = add(weighted, multiply(mean, term));
    }
  }
  if (kind == J)
    return sum;
  Pair log = add(add(log_pair((Pair){x, 0}), negated(ln2)), euler);
  Pair result = add(multiply(log, sum), negated(weighted));
  if (n)
    result = add(result, negated(divide((Pair){1, 0}, (Pair){x, 0})));
  return multiply(two_by_pi, result);
}

// Sine or cosine of |a| <= 1, as the power series.
static Pair sine(Pair a, int cosine) {
  Pair square = negated(multiply(a, a)), sum = {1, 0};
  for (int k = cosine ? 27 : 28; k >= 1; k -= 2)
    sum = add((Pair){1, 0},
              divide(multiply(sum, square), (Pair){k * (k + 1), 0}));
  return cosine ? sum : multiply(sum, a);
}

static Pair by_phase(int n, int kind, double x) {
  unsigned quadrant;
  Pair angle = reduced(x, &quadrant);
  angle = add(angle, (Pair){-pi_over_2.high / 2, -pi_over_2.low / 2});
  quadrant -= (unsigned)n + (kind == Y); // sine is cosine a quadrant earlier
  Pair factor = {1, 0};
  if (x < 0x1p60) {
    Pair inverse = divide((Pair){1, 0}, (Pair){x, 0});
    Pair square = multiply(inverse, inverse), sum = phase[n][19];
    for (int k = 18; k >= 0; k--)
      sum = add(phase[n][k], multiply(sum, square));
    angle = add(angle, multiply(sum, inverse));
    factor = (Pair){modulus[n][14], 0};
    for (int k = 13; k >= 0; k--)
      factor = add((Pair){modulus[n][k], 0}, multiply(factor, square));
  }
  if (angle.high < -pi_over_2.high / 2) {
    angle = add(angle, pi_over_2);
    quadrant--;
  }
  Pair value = sine(angle, !(quadrant & 1));
  // M^2 and its root; scaled for large numbers, where it would be subnormal.
  double scale = x < 0x1p500 ? 1 : 0x1p-500;
  Pair m = multiply(divide(two_by_pi, (Pair){x * scale * scale, 0}), factor);
  double root = sqrt(m.high);
  double rest =
      (__builtin_fma(-root, root, m.high) + m.low) / (2 * root) * scale;
  value = multiply(normalized(root * scale, rest), value);
  return (quadrant + 1) & 2 ? negated(value) : value;
}

static Pair anywhere(int n, int kind, double x) {
  return x < 25 ? by_series(n, kind, x) : by_phase(n, kind, x);
}

// For x > 0.
static double bessel(int n, int kind, double x) {
  if (x < 52)
    for (int k = 0; k < 17; k++) {
      Pair zero = zeros[kind * 2 + n][k].zero;
      if (zero.high != 0 && fabs(x - zero.high) < 0x1p-7)
        return beside_zero(n, zero, zeros[kind * 2 + n][k].slope, x);
    }
  return anywhere(n, kind, x).high;
}

PUBLIC double j0(double x) {
  x = fabs(x);
  if (!(x <= 0x1.fffffffffffffp1023))
    return x != x ? x : 0;
  return x < 0x1p-28 ? 1 : bessel(0, J, x);
}
PUBLIC double j1(double x) {
  double a = fabs(x);
  if (!(a <= 0x1.fffffffffffffp1023))
    return x != x ? x : copysign(0, x);
  double result = a < 0x1p-28 ? a / 2 : bessel(1, J, a);
  return signbit(x) ? -result : result;
}

// Poles and what lies left of them.
static double outside(double x) {
  if (x != x)
    return x;
  errno = x == 0 ? ERANGE : EDOM;
  return x == 0 ? -INFINITY : NAN;
}
PUBLIC double y0(double x) {
  if (!(x > 0))
    return outside(x);
  if (isinf(x))
    return 0;
  if (x < 0x1p-28) {
    Pair log2 = add_exactly(log(x), -ln2.high);
    return multiply(two_by_pi, add(log2, euler)).high;
  }
  return bessel(0, Y, x);
}
PUBLIC double y1(double x) {
  if (!(x > 0))
    return outside(x);
  if (isinf(x))
    return 0;
  if (x < 0x1p-28) {
    double result = -two_by_pi.high / x;
    if (isinf(result))
      errno = ERANGE;
    return result;
  }
  return bessel(1, Y, x);
}

// 2k/x
static Pair step(int k, double x) {
  return divide((Pair){2.0 * k, 0}, (Pair){x, 0});
}

// Higher orders by f(k + 1) = 2k/x f(k) - f(k - 1). Upwards this is stable for
// Y, and for J as long as k < x; else downwards from an order where J is
// negligible, to a multiple of J0 and J1.
PUBLIC double jn(int n, double x) {
  if (x != x)
    return x;
  int negative = ((n < 0) != (signbit(x) != 0)) && (n & 1);
  unsigned order = n < 0 ? -(unsigned)n : (unsigned)n;
  x = fabs(x);
  double result = 0;
  if (order == 0)
    return j0(x);
  if (order == 1) {
    result = j1(x);
  } else if (isinf(x) || x == 0) {
    result = 0;
  } else if (x >= 0x1p150) { // 2k/x is nothing
    result = order & 1 ? j1(x) : j0(x);
    result = order & 2 ? -result : result;
  } else if (order <= x) {
    Pair before = anywhere(0, J, x), last = anywhere(1, J, x);
    for (unsigned k = 1; k < order; k++) {
      Pair next = add(multiply(step((int)k, x), last), negated(before));
      before = last, last = next;
    }
    result = last.high;
  } else if (x < 0x1p-540 || order * (log(x / order) + 0.31) < -760) {
    errno = ERANGE; // below (e x / 2n)^n
  } else {
    double from = order + 30 + 15 * cbrt(order);
    Pair above = {0, 0}, last = {0x1p-100, 0}, wanted = {0, 0};
    int scales = 0;
    for (int k = (int)from; k > 0; k--) {
      Pair next = add(multiply(step(k, x), last), negated(above));
      above = last, last = next;
      while (fabs(last.high) > 0x1p200) {
        last.high *= 0x1p-400, last.low *= 0x1p-400;
        above.high *= 0x1p-400, above.low *= 0x1p-400;
        scales += (unsigned)k <= order;
      }
      if ((unsigned)k - 1 == order)
        wanted = last;
    }
    // last is a multiple of J0, above of J1
    Pair zero = anywhere(0, J, x), one = anywhere(1, J, x);
    Pair ratio = fabs(zero.high) > fabs(one.high) ? divide(zero, last)
                                                  : divide(one, above);
    result = scalbn(multiply(wanted, ratio).high, -400 * scales);
  }
  return negative ? -result : result;
}

PUBLIC double yn(int n, double x) {
  int negative = n < 0 && (n & 1);
  unsigned order = n < 0 ? -(unsigned)n : (unsigned)n;
  if (!(x > 0))
    return x == 0 && negative ? -outside(x) : outside(x);
  if (order == 0)
    return y0(x);
  double result = 0;
  if (order == 1) {
    result = y1(x);
  } else if (isinf(x)) {
    result = 0;
  } else if (x >= 0x1p150) {
    result = order & 1 ? y1(x) : y0(x);
    result = order & 2 ? -result : result;
  } else if (x < 0x1p-540) {
    errno = ERANGE;
    result = -INFINITY;
  } else {
    Pair before = anywhere(0, Y, x), last = anywhere(1, Y, x);
    result = last.high;
    for (unsigned k = 1; k < order && isfinite(result); k++) {
      result = 2.0 * k / x * last.high - before.high;
      if (fabs(result) > 0x1p900) { // the products' errors would overflow
        before = last, last = (Pair){result, 0};
        continue;
      }
      Pair next = add(multiply(step((int)k, x), last), negated(before));
      before = last, last = next;
      result = last.high;
    }
    if (isinf(result))
      errno = ERANGE;
  }
  return negative ? -result : result;
}

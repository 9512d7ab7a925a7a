// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The RTL's floating-point functions against the host's, on random and corner
// operands. usage: rtl-fp-tests [vectors per function]
#include "Vsectile_fp_test.h"
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace {

struct Random {
  uint64_t s = 0x9e3779b97f4a7c15;
  uint64_t next() {
    s ^= s << 13;
    s ^= s >> 7;
    s ^= s << 17;
    return s * 0x2545f4914f6cdd1d;
  }
};
Random rng;

float f32(uint64_t x) { return std::bit_cast<float>(uint32_t(x)); }
double f64(uint64_t x) { return std::bit_cast<double>(x); }
uint64_t bits(float x) {
  return std::isnan(x) ? 0x7fc00000u : std::bit_cast<uint32_t>(x);
}
uint64_t bits(double x) {
  return std::isnan(x) ? 0x7ff8000000000000u : std::bit_cast<uint64_t>(x);
}

// A word of a format with E exponent bits and M fraction bits, corners likely.
template <int E, int M> uint64_t corner() {
  uint64_t r = rng.next();
  uint64_t fraction = rng.next();
  switch (r & 7) {
  case 0:
    fraction = 0;
    break;
  case 1:
    fraction = ~uint64_t(0);
    break;
  case 2:
    fraction = uint64_t(1) << (fraction % M);
    break;
  case 3:
    fraction = ~uint64_t(0) << (fraction % M);
    break;
  case 4:
    fraction = ~(~uint64_t(0) << (fraction % M));
    break;
  default:
    break;
  }
  uint64_t exponent = rng.next();
  const uint64_t bias = (1u << (E - 1)) - 1;
  switch ((r >> 3) & 15) {
  case 0:
    exponent = 0;
    break;
  case 1:
    exponent = ~uint64_t(0);
    break;
  case 2:
    exponent = ~uint64_t(0) - 1;
    break;
  case 3:
    exponent = 1 + exponent % 4;
    break;
  case 4:
  case 5:
  case 6:
  case 7:
    exponent = bias + exponent % (2 * M) - M;
    break;
  case 8:
  case 9:
    exponent = bias / 2 + exponent % 16;
    break;
  default:
    break;
  }
  return ((r >> 20) & 1) << (E + M) | (exponent & ((1u << E) - 1)) << M |
         (fraction & ((uint64_t(1) << M) - 1));
}
uint64_t random32() {
  return rng.next() & 1 ? corner<8, 23>() : uint32_t(rng.next());
}
uint64_t random64() { return rng.next() & 1 ? corner<11, 52>() : rng.next(); }
uint64_t randomInt() {
  uint64_t r = rng.next();
  switch (r & 3) {
  case 0:
    return rng.next() >> (rng.next() & 63);
  case 1:
    return ~(rng.next() >> (rng.next() & 63));
  case 2:
    return (uint64_t(1) << (rng.next() & 63)) + (rng.next() & 3) - 1;
  default:
    return rng.next();
  }
}

// minimumNumber/maximumNumber: fmin/fmax leave the order of zeros open.
template <class T> T minmax(T a, T b, bool max) {
  if (std::isnan(a))
    return b;
  if (std::isnan(b))
    return a;
  if (a == b)
    return std::signbit(a) != max ? a : b;
  return (a < b) != max ? a : b;
}
template <class T> uint64_t compare(T a, T b, int mode) {
  return mode == 0 ? a == b : mode == 1 ? a < b : a <= b;
}
template <class T> T integral(T a, int mode) {
  return mode == 0   ? std::nearbyint(a)
         : mode == 1 ? std::floor(a)
         : mode == 2 ? std::ceil(a)
                     : std::trunc(a);
}
template <class T> uint64_t toInt(T a, bool isSigned, bool isDouble) {
  if (std::isnan(a))
    return 0;
  long double x = std::trunc((long double)a);
  if (isSigned && isDouble)
    return x >= 0x1p63L   ? INT64_MAX
           : x < -0x1p63L ? uint64_t(INT64_MIN)
                          : uint64_t(int64_t(x));
  if (isSigned)
    return x >= 0x1p31L   ? INT32_MAX
           : x < -0x1p31L ? uint64_t(INT32_MIN)
                          : uint64_t(int64_t(x));
  if (isDouble)
    return x >= 0x1p64L ? UINT64_MAX : x < 0 ? 0 : uint64_t(x);
  return uint64_t(int64_t(int32_t(x >= 0x1p32L ? UINT32_MAX
                                  : x < 0      ? 0
                                               : uint32_t(x))));
}
template <class T> T fromInt(uint64_t a, bool isSigned, bool isDouble) {
  if (isDouble)
    return isSigned ? T(int64_t(a)) : T(a);
  return isSigned ? T(int32_t(a)) : T(uint32_t(a));
}
float widenF16(uint16_t a) {
  int e = a >> 10 & 31;
  float m = float(a & 1023);
  float x = e == 31 ? (a & 1023 ? NAN : INFINITY)
            : e     ? std::ldexp(m + 1024, e - 25)
                    : std::ldexp(m, -24);
  return a >> 15 ? -x : x;
}
uint64_t narrowF16(float a) {
  if (std::isnan(a))
    return 0x7e00;
  uint16_t sign = std::signbit(a) ? 0x8000 : 0;
  double x = std::fabs(double(a));
  if (x == 0)
    return sign;
  if (x >= 65520)
    return sign | 0x7c00;
  int e;
  std::frexp(x, &e);
  if (e < -13)
    e = -13;
  double q = std::nearbyint(std::ldexp(x, 11 - e)); // ulp = 2^(e-11)
  uint16_t r = uint16_t(q) + (uint16_t(e + 13) << 10);
  return sign | r;
}
uint64_t narrowBF16(float a) {
  if (std::isnan(a))
    return 0x7fc0;
  uint32_t u = std::bit_cast<uint32_t>(a);
  uint32_t up = u + 0x8000;
  if ((u & 0x1ffff) == 0x8000)
    up = u;
  return up >> 16;
}

// The estimates as the manual defines them.
float reciprocalEstimate(float x) {
  if (x != x || x == 0 || std::isinf(x))
    return 1 / x;
  int e;
  int i = int((2 * std::frexp(std::fabs(x), &e) - 1) * 128);
  double entry = std::round(std::ldexp(1, 25) / (257 + 2 * i));
  return float(std::copysign(std::ldexp(entry, -(e - 1) - 1 - 16), x));
}
float rootEstimate(float x) {
  if (!(x > 0) || std::isinf(x))
    return x == 0 ? 1 / x : 1 / std::sqrt(x);
  int e;
  int i = int((2 * std::frexp(x, &e) - 1) * 128);
  int odd = (e - 1) & 1;
  double entry =
      std::round(std::ldexp(1, 21) / std::sqrt((257 + 2 * i) << odd));
  return float(std::ldexp(entry, -(e - 1 - odd) / 2 - 1 - 16));
}

// 8-bit floats with M fraction bits; Largest is the largest number, and what is
// too large becomes Beyond.
template <int M, int Bias> double valueOfByte(unsigned magnitude) {
  int e = int(magnitude >> M), f = int(magnitude & ((1u << M) - 1));
  return e ? std::ldexp(f + (1 << M), e - Bias - M)
           : std::ldexp(f, 1 - Bias - M);
}
template <int M, int Bias, unsigned Largest, unsigned Beyond>
uint64_t widenByte(unsigned b) {
  unsigned magnitude = b & 0x7f;
  double sign = b & 0x80 ? -1 : 1;
  if (magnitude <= Largest)
    return bits(float(sign * valueOfByte<M, Bias>(magnitude)));
  return bits(magnitude == Beyond ? float(sign) * INFINITY : NAN);
}
template <int M, int Bias, unsigned Largest, unsigned Beyond, unsigned Nan>
uint64_t narrowToByte(float v) {
  if (std::isnan(v))
    return Nan;
  double x = std::fabs(double(v));
  unsigned below = 0; // the largest number that is not above it
  while (below <= Largest && valueOfByte<M, Bias>(below + 1) <= x)
    ++below;
  double low = x - valueOfByte<M, Bias>(below),
         high = valueOfByte<M, Bias>(below + 1) - x;
  unsigned nearest =
      low < high || (low == high && below % 2 == 0) ? below : below + 1;
  return (std::signbit(v) ? 0x80 : 0) | (nearest > Largest ? Beyond : nearest);
}

struct Vector {
  uint64_t a = 0, b = 0, c = 0, r = 0;
};
Vector make(int op) {
  Vector v;
  uint64_t mode = rng.next();
  switch (op) {
  case 0:
    v.a = random32(), v.b = random32(), v.c = random32();
    if ((mode & 15) == 0)
      v.c = bits(-(f32(v.a) * f32(v.b))) + (mode >> 8 & 1) - (mode >> 9 & 1);
    v.c = uint32_t(v.c);
    v.r = bits(std::fmaf(f32(v.a), f32(v.b), f32(v.c)));
    break;
  case 1:
    v.a = random64(), v.b = random64(), v.c = random64();
    if ((mode & 15) == 0)
      v.c = bits(-(f64(v.a) * f64(v.b))) + (mode >> 8 & 1) - (mode >> 9 & 1);
    v.r = bits(std::fma(f64(v.a), f64(v.b), f64(v.c)));
    break;
  case 2:
    v.a = random32(),
    v.b = mode & 8 ? v.a ^ (mode & 16 ? 0x80000000 : 1) : random32(),
    v.c = mode & 1, v.r = bits(minmax(f32(v.a), f32(v.b), v.c));
    break;
  case 3:
    v.a = random64(), v.b = random64(), v.c = mode & 1,
    v.r = bits(minmax(f64(v.a), f64(v.b), v.c));
    break;
  case 4:
    v.a = random32(),
    v.b = mode & 8 ? v.a ^ (mode & 16 ? 0x80000000 : 0) : random32(),
    v.c = mode % 3, v.r = compare(f32(v.a), f32(v.b), int(v.c));
    break;
  case 5:
    v.a = random64(), v.b = random64(), v.c = mode % 3,
    v.r = compare(f64(v.a), f64(v.b), int(v.c));
    break;
  case 6:
    v.a = random32(), v.c = mode & 3, v.r = bits(integral(f32(v.a), int(v.c)));
    break;
  case 7:
    v.a = random64(), v.c = mode & 3, v.r = bits(integral(f64(v.a), int(v.c)));
    break;
  case 8:
    v.a = random32(), v.c = mode & 3, v.r = toInt(f32(v.a), v.c & 1, v.c & 2);
    break;
  case 9:
    v.a = random64(), v.c = mode & 3, v.r = toInt(f64(v.a), v.c & 1, v.c & 2);
    break;
  case 10:
    v.a = randomInt(), v.c = mode & 3,
    v.r = bits(fromInt<float>(v.a, v.c & 1, v.c & 2));
    break;
  case 11:
    v.a = randomInt(), v.c = mode & 3,
    v.r = bits(fromInt<double>(v.a, v.c & 1, v.c & 2));
    break;
  case 12:
    v.a = mode & 0xffff, v.r = bits(widenF16(uint16_t(v.a)));
    break;
  case 13:
    v.a = mode & 0xffff, v.r = bits(f32(v.a << 16));
    break;
  case 14:
    v.a = mode & 16 ? corner<8, 23>() : (random32() & 0x81ffffff) + 0x36000000,
    v.a = uint32_t(v.a), v.r = narrowF16(f32(v.a));
    break;
  case 15:
    v.a = random32(), v.r = narrowBF16(f32(v.a));
    break;
  case 16:
    v.a = random32(), v.r = bits(double(f32(v.a)));
    break;
  case 17:
    v.a = mode & 16 ? random64()
                    : bits(double(f32(random32()))) + (mode >> 5 & 0x3fffffff),
    v.r = bits(float(f64(v.a)));
    break;
  case 18:
    v.a = random32(),
    v.b = uint32_t(mode & 1 ? int64_t(mode >> 8) % 300 : int64_t(rng.next()));
    v.r = bits(f32(v.a) * 1.0f);
    v.r = bits(std::ldexp(f32(v.a),
                          std::max(-100000, std::min(100000, int32_t(v.b)))));
    break;
  case 19:
    v.a = random32(), v.r = bits(reciprocalEstimate(f32(v.a)));
    break;
  case 20:
    v.a = random32(), v.r = bits(rootEstimate(f32(v.a)));
    break;
  case 21:
    v.a = mode & 0xff, v.r = widenByte<3, 7, 0x7e, 0x80>(unsigned(v.a));
    break;
  case 22:
    v.a = mode & 0xff, v.r = widenByte<2, 15, 0x7b, 0x7c>(unsigned(v.a));
    break;
  case 23:
  case 24: // near the numbers of a byte, whose exponents are from 110 to 143
    v.a = mode & 16
              ? corner<8, 23>()
              : (corner<8, 23>() & 0x807fffff) | (108 + (mode >> 8) % 38) << 23;
    v.a = uint32_t(v.a);
    v.r = op == 23 ? narrowToByte<3, 7, 0x7e, 0x7e, 0x7f>(f32(v.a))
                   : narrowToByte<2, 15, 0x7b, 0x7c, 0x7e>(f32(v.a));
    break;
  default:
    break;
  }
  return v;
}
const char *const names[] = {
    "fma_f32",     "fma_f64",     "minmax_f32",   "minmax_f64",
    "compare_f32", "compare_f64", "integral_f32", "integral_f64",
    "to_int_f32",  "to_int_f64",  "int_to_f32",   "int_to_f64",
    "f16_to_f32",  "bf16_to_f32", "f32_to_f16",   "f32_to_bf16",
    "f32_to_f64",  "f64_to_f32",  "scale_f32",    "rcpe_f32",
    "rsqrte_f32",  "e4m3_to_f32", "e5m2_to_f32",  "f32_to_e4m3",
    "f32_to_e5m2"};

} // namespace

int main(int argc, char **argv) {
  long vectors = argc > 1 ? std::strtol(argv[1], nullptr, 10) : 200000;
  auto dut = std::make_unique<Vsectile_fp_test>();
  int failed = 0;
  for (int op = 0; op < int(std::size(names)); ++op) {
    long n = op < 2 ? vectors * 5 : vectors, bad = 0;
    for (long i = 0; i < n; ++i) {
      Vector v = make(op);
      dut->op_i = op, dut->a_i = v.a, dut->b_i = v.b, dut->c_i = v.c;
      dut->clk_i = 0, dut->eval();
      dut->clk_i = 1, dut->eval();
      if (dut->r_o != v.r && bad++ < 5)
        std::printf(
            "%s(%016llx, %016llx, %016llx): expected %016llx, found %016llx\n",
            names[op], (unsigned long long)v.a, (unsigned long long)v.b,
            (unsigned long long)v.c, (unsigned long long)v.r,
            (unsigned long long)dut->r_o);
    }
    std::printf("%-12s %10ld vectors, %ld wrong\n", names[op], n, bad);
    failed |= bad != 0;
  }
  return failed;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Multiply-add, rotations, permutations and estimates on every path, against
// loops that are written from the manual. The estimates are taken in a sample
// of all exponents, or one and all with SECTILE_CHECK=full.
#include "guest.h"

#include <cmath>
#include <cstdlib>
#include <functional>
#include <random>
#include <string_view>

namespace sectile::test {
namespace {

class Elementwise : public testing::TestWithParam<TilePath> {
protected:
  void SetUp() override {
    if (!hostHas(GetParam()))
      GTEST_SKIP() << "this host lacks " << toString(GetParam());
  }

  std::mt19937 random{7};
  uint32_t value() {
    static const uint32_t corners[] = {
        0,      1,      2,       15,         16,         0x7fff,
        0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff};
    return random() % 4 ? uint32_t(random()) : corners[random() % 12];
  }
  Tile tile() {
    Tile t;
    for (unsigned n = 0; n < 256; ++n)
      t.word(n / 16, n % 16, value());
    return t;
  }
};

using Words = std::function<uint32_t(unsigned, unsigned)>;

// One instruction, with tiles and registers in its operands; t7 is the result
// unless the destination is one of the sources.
struct Case {
  Op op;
  std::initializer_list<int64_t> operands;
  unsigned result;
};

// t1, t2, t3 and r4, r5 are the operands.
struct Operands {
  Tile a, b, c;
  uint64_t x, y;
};

void expectWords(const Machine &m, const Case &test, const Words &expected) {
  for (unsigned i = 0; i < 16; ++i)
    for (unsigned j = 0; j < 16; ++j)
      ASSERT_EQ(m.tile(test.result).word(i, j), expected(i, j))
          << isa::info(test.op).mnemonic << " to t" << test.result << " [" << i
          << "][" << j << "]";
}
void check(TilePath path, const Operands &o, const Case &test,
           const Words &expected) {
  Code c;
  c(test.op, test.operands)(Op::ECALL);
  Guest m(c, options(path));
  m.setTile(1, o.a), m.setTile(2, o.b), m.setTile(3, o.c);
  m.setReg(4, o.x), m.setReg(5, o.y);
  m.run();
  expectWords(m, test, expected);
}

TEST_P(Elementwise, multiplyAddWraps) {
  for (int round = 0; round < 8; ++round) {
    Operands o = {tile(), tile(), tile(), value() | uint64_t(value()) << 32,
                  value() | uint64_t(value()) << 32};
    auto tiles = [&](unsigned i, unsigned j) {
      return uint32_t(uint64_t(o.a.word(i, j)) * o.b.word(i, j) +
                      o.c.word(i, j));
    };
    auto factor = [&](unsigned i, unsigned j) {
      return uint32_t(uint64_t(o.a.word(i, j)) * uint32_t(o.x) +
                      o.c.word(i, j));
    };
    auto addend = [&](unsigned i, unsigned j) {
      return uint32_t(uint64_t(o.a.word(i, j)) * o.b.word(i, j) +
                      uint32_t(o.y));
    };
    for (unsigned d : {7, 1, 2, 3})
      check(GetParam(), o, {Op::TMADD_I32, {d, 1, 2, 3}, d}, tiles);
    for (unsigned d : {7, 1, 3})
      check(GetParam(), o, {Op::TBMADD_I32, {d, 1, 4, 3}, d}, factor);
    for (unsigned d : {7, 1, 2})
      check(GetParam(), o, {Op::TCMADD_I32, {d, 1, 2, 5}, d}, addend);
  }
}

TEST_P(Elementwise, rotationsTakeTheLowFourBits) {
  for (uint64_t by :
       {uint64_t(0), uint64_t(1), uint64_t(5), uint64_t(8), uint64_t(15),
        uint64_t(16), uint64_t(0xfffffff3), ~uint64_t(0), uint64_t(1) << 63}) {
    Operands o = {tile(), tile(), tile(), by, 0};
    unsigned n = by & 15;
    for (unsigned d : {7, 1}) {
      check(GetParam(), o, {Op::TROTROW, {d, 1, 4}, d},
            [&](unsigned i, unsigned j) { return o.a.word((i + n) % 16, j); });
      check(GetParam(), o, {Op::TROTCOL, {d, 1, 4}, d},
            [&](unsigned i, unsigned j) { return o.a.word(i, (j + n) % 16); });
    }
  }
}

TEST_P(Elementwise, permutationsTakeTheLowFourBitsOfTheIndex) {
  for (int round = 0; round < 8; ++round) {
    Operands o = {tile(), tile(), tile(), 0, 0};
    for (unsigned d : {7, 1, 2}) {
      check(GetParam(), o, {Op::TPERM, {d, 1, 2}, d},
            [&](unsigned i, unsigned j) {
              return o.a.word(i, o.b.word(i, j) % 16);
            });
      check(GetParam(), o, {Op::TPERMROW, {d, 1, 2}, d},
            [&](unsigned i, unsigned j) {
              return o.a.word(o.b.word(i, 0) % 16, j);
            });
    }
    // A tile that is its own index.
    check(GetParam(), o, {Op::TPERM, {7, 1, 1}, 7},
          [&](unsigned i, unsigned j) {
            return o.a.word(i, o.a.word(i, j) % 16);
          });
    check(GetParam(), o, {Op::TPERMROW, {1, 1, 1}, 1},
          [&](unsigned i, unsigned j) {
            return o.a.word(o.a.word(i, 0) % 16, j);
          });
  }
}

//===-- Estimates -------------------------------------------------------===//

// The nearest integer to 2^bits / sqrt(n), or to 2^bits / n, checked in
// integers.
unsigned nearestRoot(unsigned bits, uint64_t n) {
  auto t = uint64_t(std::llround(std::ldexp(1, int(bits)) / std::sqrt(n)));
  EXPECT_LT((2 * t - 1) * (2 * t - 1) * n, uint64_t(1) << (2 * bits + 2));
  EXPECT_GT((2 * t + 1) * (2 * t + 1) * n, uint64_t(1) << (2 * bits + 2));
  return unsigned(t);
}
unsigned nearestQuotient(unsigned bits, uint64_t n) {
  return unsigned(((uint64_t(2) << bits) + n) / (2 * n));
}

struct Tables {
  unsigned reciprocal[128], root[256];
  Tables() {
    for (unsigned i = 0; i < 128; ++i)
      reciprocal[i] = nearestQuotient(25, 257 + 2 * i);
    for (unsigned i = 0; i < 256; ++i)
      root[i] = nearestRoot(21, uint64_t(257 + 2 * (i % 128)) << i / 128);
  }
};
const Tables tables;

uint32_t bitsOf(double v) {
  return v != v ? 0x7fc00000 : std::bit_cast<uint32_t>(float(v));
}
uint32_t reciprocalEstimate(uint32_t w) {
  double x = std::bit_cast<float>(w);
  if (x != x || x == 0 || std::isinf(x))
    return bitsOf(1 / x);
  int e;
  double m = 2 * std::frexp(std::fabs(x), &e);
  unsigned t = tables.reciprocal[unsigned((m - 1) * 128)];
  return bitsOf(std::copysign(std::ldexp(t, -(e - 1) - 1 - 16), x));
}
uint32_t rootEstimate(uint32_t w) {
  double x = std::bit_cast<float>(w);
  if (x == 0)
    return bitsOf(1 / x);
  if (!(x > 0) || std::isinf(x))
    return bitsOf(1 / std::sqrt(x));
  int e;
  double m = 2 * std::frexp(x, &e);
  --e;
  int odd = e & 1;
  unsigned t = tables.root[128 * unsigned(odd) + unsigned((m - 1) * 128)];
  return bitsOf(std::ldexp(t, -(e - odd) / 2 - 1 - 16));
}

// Relative errors that the manual states; only for results in f32's range.
void expectError(uint32_t w, uint32_t reciprocal, uint32_t root) {
  double x = std::bit_cast<float>(w);
  if (x != x || x == 0 || std::isinf(x))
    return;
  if (std::fabs(x) >= 0x1p-128) {
    ASSERT_LT(std::fabs(x * std::bit_cast<float>(reciprocal) - 1), 0.003891)
        << std::hex << w;
  }
  if (x > 0) {
    ASSERT_LT(std::fabs(std::sqrt(x) * std::bit_cast<float>(root) - 1),
              0.001952)
        << std::hex << w;
  }
}

TEST_P(Elementwise, estimatesAreTheTable) {
  Code c;
  c(Op::TRCPE_F32, {2, 1})(Op::TRSQRTE_F32, {3, 1})(Op::ECALL);
  Guest m(c, options(GetParam()));
  uint32_t words[256];
  unsigned count = 0;
  auto flush = [&] {
    Tile t;
    std::memcpy(&t, words, sizeof t);
    m.setTile(1, t);
    m.setPc(base);
    m.run();
    for (unsigned n = 0; n < count; ++n) {
      uint32_t a = m.tile(2).word(n / 16, n % 16),
               b = m.tile(3).word(n / 16, n % 16);
      ASSERT_EQ(a, reciprocalEstimate(words[n])) << std::hex << words[n];
      ASSERT_EQ(b, rootEstimate(words[n])) << std::hex << words[n];
      expectError(words[n], a, b);
    }
    count = 0;
  };
  auto add = [&](uint32_t w) {
    words[count++] = w;
    if (count == 256)
      flush();
  };
  const char *check = getenv("SECTILE_CHECK");
  if (check && std::string_view(check) == "full") {
    for (uint64_t w = 0; w < uint64_t(1) << 32 && !HasFatalFailure(); ++w)
      add(uint32_t(w));
    return;
  }
  // Both ends and the middle of each interval of every binade.
  for (uint32_t exponent = 0; exponent < 512; ++exponent)
    for (uint32_t i = 0; i < 128 && !HasFatalFailure(); ++i)
      for (uint32_t low : {0u, uint32_t(random()) & 0xffff, 0xffffu})
        add(exponent << 23 | i << 16 | low);
  // Subnormals of every number of bits.
  for (uint32_t bit = 0; bit < 23; ++bit)
    for (uint32_t sign : {0u, 0x80000000u})
      for (uint32_t low :
           {0u, uint32_t(random()), uint32_t(random()), 0xffffffffu})
        add(sign | 1u << bit | (low & ((1u << bit) - 1)));
  flush();
}

INSTANTIATE_TEST_SUITE_P(Paths, Elementwise,
                         testing::Values(TilePath::portable, TilePath::avx2,
                                         TilePath::avx512),
                         [](const auto &i) {
                           return std::string(toString(i.param));
                         });

} // namespace
} // namespace sectile::test

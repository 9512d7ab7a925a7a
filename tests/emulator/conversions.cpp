// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Conversions to and from the 16-bit floats, exhaustively, by scalar and by
// tile instructions on every path. The reference is arithmetic on doubles.
#include "guest.h"

#include <cmath>

namespace sectile::test {
namespace {

struct Format {
  const char *name;
  int fractionBits, bias, exponentBits;
  uint16_t nan;
  Op widen, narrow, load, store, pack, unpack;

  uint32_t sign(uint16_t h) const { return uint32_t(h & 0x8000) << 16; }
  bool isNaN(uint16_t h) const { return (h & 0x7fff) > infinity(); }
  uint16_t infinity() const {
    return uint16_t(((1 << exponentBits) - 1) << fractionBits);
  }
  // Of a positive finite number, and of the one after the largest.
  double value(uint16_t h) const {
    int e = h >> fractionBits, f = h & ((1 << fractionBits) - 1);
    return e == 0
               ? std::ldexp(f, 1 - bias - fractionBits)
               : std::ldexp(f + (1 << fractionBits), e - bias - fractionBits);
  }
};
const Format formats[] = {
    {"f16", 10, 15, 5, 0x7e00, Op::FCVT_F32_F16, Op::FCVT_F16_F32, Op::TLDL_F16,
     Op::TSTL_F16, Op::TPACKZ_F16, Op::TUNPK_F16},
    {"bf16", 7, 127, 8, 0x7fc0, Op::FCVT_F32_BF16, Op::FCVT_BF16_F32,
     Op::TLDL_BF16, Op::TSTL_BF16, Op::TPACKZ_BF16, Op::TUNPK_BF16},
};

uint32_t floatBits(double v) { return std::bit_cast<uint32_t>(float(v)); }

uint32_t widened(const Format &f, uint16_t h) {
  if (f.isNaN(h))
    return 0x7fc00000;
  if ((h & 0x7fff) == f.infinity())
    return f.sign(h) | 0x7f800000;
  return f.sign(h) | floatBits(f.value(h & 0x7fff));
}

// f32 numbers around every rounding boundary, and what they become.
void boundaries(const Format &f, std::vector<uint32_t> &from,
                std::vector<uint16_t> &to) {
  auto both = [&](uint32_t w, uint16_t h) {
    from.push_back(w), to.push_back(h);
    from.push_back(w | 0x80000000), to.push_back(uint16_t(h | 0x8000));
  };
  for (uint16_t h = 0; h < f.infinity(); ++h) {
    both(floatBits(f.value(h)), h);
    // f.value of infinity's pattern is the first number too large.
    double middle = (f.value(h) + f.value(uint16_t(h + 1))) / 2;
    if (float(middle) != middle)
      continue; // smaller than any f32
    uint32_t m = floatBits(middle);
    both(m, h % 2 ? uint16_t(h + 1) : h);
    both(m - 1, h);
    both(m + 1, uint16_t(h + 1));
  }
  both(0x7f800000, f.infinity());
  both(0x7f7fffff, f.infinity());
  for (uint32_t nan : {0x7fc00000u, 0xffc00000u, 0x7f800001u, 0xff800001u,
                       0x7fffffffu, 0xffffffffu})
    from.push_back(nan), to.push_back(f.nan);
}

TEST(Conversions, widenEveryHalf) {
  for (const Format &f : formats) {
    Code c;
    c(f.widen, {5, 4});
    Guest m(c);
    for (unsigned h = 0; h < 65536; ++h) {
      m.setPc(base);
      m.setReg(4, h | 0xabcd0000); // upper bits are ignored
      m.step();
      ASSERT_EQ(m.reg(5), uint64_t(int64_t(int32_t(widened(f, uint16_t(h))))))
          << f.name << " " << h;
    }
  }
}

TEST(Conversions, narrowAtEveryBoundary) {
  for (const Format &f : formats) {
    std::vector<uint32_t> from;
    std::vector<uint16_t> to;
    boundaries(f, from, to);
    Code c;
    c(f.narrow, {5, 4});
    Guest m(c);
    for (size_t n = 0; n < from.size(); ++n) {
      m.setPc(base);
      m.setReg(4, from[n]);
      m.step();
      ASSERT_EQ(m.reg(5), uint64_t(int64_t(int16_t(to[n]))))
          << f.name << " " << std::hex << from[n];
    }
  }
}

class TileConversions : public testing::TestWithParam<TilePath> {
protected:
  void SetUp() override {
    if (!hostHas(GetParam()))
      GTEST_SKIP() << "this host lacks " << toString(GetParam());
  }
};

// Loaded and unpacked: r4 points to 256 halves, t2 holds them in part 1 too.
TEST_P(TileConversions, widenEveryHalf) {
  for (const Format &f : formats) {
    Code c;
    c(f.load, {1, 4, 5})(f.unpack, {3, 2, 1})(Op::ECALL);
    Guest m(c, options(GetParam()));
    for (unsigned start = 0; start < 65536; start += 256) {
      uint16_t halves[256];
      Tile packed = {};
      for (unsigned n = 0; n < 256; ++n) {
        halves[n] = uint16_t(start + n);
        packed.half(n / 16, 16 + n % 16, halves[n]);
      }
      m.write(base + 0x1000, halves, sizeof halves);
      m.setTile(2, packed);
      m.setReg(4, base + 0x1000), m.setReg(5, 256);
      m.setPc(base);
      m.run();
      for (unsigned n = 0; n < 256; ++n) {
        ASSERT_EQ(m.tile(1).word(n / 16, n % 16), widened(f, halves[n]))
            << f.name << " loaded " << halves[n];
        ASSERT_EQ(m.tile(3).word(n / 16, n % 16), widened(f, halves[n]))
            << f.name << " unpacked " << halves[n];
      }
    }
  }
}

TEST_P(TileConversions, narrowAtEveryBoundary) {
  for (const Format &f : formats) {
    std::vector<uint32_t> from;
    std::vector<uint16_t> to;
    boundaries(f, from, to);
    from.resize((from.size() + 255) / 256 * 256);
    to.resize(from.size());
    Code c;
    c(f.store, {1, 4, 5})(f.pack, {3, 1})(Op::ECALL);
    Guest m(c, options(GetParam()));
    for (size_t start = 0; start < from.size(); start += 256) {
      Tile t;
      std::memcpy(&t, &from[start], sizeof t);
      m.setTile(1, t);
      m.setReg(4, base + 0x1000), m.setReg(5, 256);
      m.setPc(base);
      m.run();
      uint16_t stored[256];
      m.read(base + 0x1000, stored, sizeof stored);
      for (unsigned n = 0; n < 256; ++n) {
        ASSERT_EQ(stored[n], to[start + n])
            << f.name << " stored " << std::hex << from[start + n];
        ASSERT_EQ(m.tile(3).half(n / 16, n % 16), to[start + n])
            << f.name << " packed " << std::hex << from[start + n];
      }
    }
  }
}

// 8-bit floats: the value of a positive number, e4m3 with one more exponent of
// numbers and no infinity.
struct ByteFormat {
  const char *name;
  int fractionBits, bias;
  uint8_t largest, beyond, nan; // the largest number; what is too large becomes
  Op pack, packZero, unpack;
  Op loads[4], stores[4]; // linear, rectangle, masked, row gather

  double value(uint8_t b) const {
    int e = b >> fractionBits, f = b & ((1 << fractionBits) - 1);
    return e == 0
               ? std::ldexp(f, 1 - bias - fractionBits)
               : std::ldexp(f + (1 << fractionBits), e - bias - fractionBits);
  }
  uint32_t widened(uint8_t b) const {
    uint32_t sign = uint32_t(b & 0x80) << 24;
    uint8_t magnitude = b & 0x7f;
    if (magnitude <= largest)
      return sign | floatBits(value(magnitude));
    return magnitude == beyond ? sign | 0x7f800000 : 0x7fc00000;
  }
  // The nearest of all, to even.
  uint8_t narrowed(uint32_t w) const {
    auto sign = uint8_t(w >> 24 & 0x80);
    auto x = double(std::bit_cast<float>(w & 0x7fffffff));
    if (x != x)
      return nan;
    // As if the number after the largest were one.
    uint8_t best = 0;
    for (unsigned b = 1; b <= unsigned(largest) + 1; ++b) {
      double nearer =
          std::fabs(x - value(uint8_t(b))) - std::fabs(x - value(best));
      if (nearer < 0 || (nearer == 0 && b % 2 == 0))
        best = uint8_t(b);
    }
    return sign |
           (best > largest || x > value(uint8_t(largest + 1)) ? beyond : best);
  }
};
const ByteFormat byteFormats[] = {
    {"e4m3",
     3,
     7,
     0x7e,
     0x7e,
     0x7f,
     Op::TPACK_E4M3,
     Op::TPACKZ_E4M3,
     Op::TUNPK_E4M3,
     {Op::TLDL_E4M3, Op::TLDR_E4M3, Op::TLDM_E4M3, Op::TLDG_E4M3},
     {Op::TSTL_E4M3, Op::TSTR_E4M3, Op::TSTM_E4M3, Op::TSTG_E4M3}},
    {"e5m2",
     2,
     15,
     0x7b,
     0x7c,
     0x7e,
     Op::TPACK_E5M2,
     Op::TPACKZ_E5M2,
     Op::TUNPK_E5M2,
     {Op::TLDL_E5M2, Op::TLDR_E5M2, Op::TLDM_E5M2, Op::TLDG_E5M2},
     {Op::TSTL_E5M2, Op::TSTR_E5M2, Op::TSTM_E5M2, Op::TSTG_E5M2}}};

TEST_P(TileConversions, widenEveryByteFloat) {
  for (const ByteFormat &f : byteFormats)
    for (unsigned part = 0; part < 4; ++part) {
      Code c;
      c(f.unpack, {3, 2, part})(Op::ECALL);
      Guest m(c, options(GetParam()));
      Tile packed = {};
      for (unsigned n = 0; n < 256; ++n)
        packed.byte(n / 16, 16 * part + n % 16, uint8_t(n));
      m.setTile(2, packed);
      m.run();
      for (unsigned n = 0; n < 256; ++n)
        ASSERT_EQ(m.tile(3).word(n / 16, n % 16), f.widened(uint8_t(n)))
            << f.name << " " << n << " in part " << part;
    }
}

// 256 elements at x4 by an access of each address form: x5 is the number of
// elements, x6 the bytes of a row, and there is a tile for masks and indices.
constexpr unsigned operands = 20;
Code accessAll(const Op (&ops)[4], unsigned firstTile) {
  Code c;
  c(ops[0], {firstTile, 4, 5})(ops[1], {firstTile + 1, 4, 6, 0});
  c(ops[2], {firstTile + 2, 4, operands});
  c(ops[3], {firstTile + 3, 4, operands + 1, 0})(Op::ECALL);
  return c;
}
void setOperands(Guest &m, unsigned rowBytes) {
  Tile mask, index;
  for (unsigned n = 0; n < 256; ++n) {
    mask.word(n / 16, n % 16, 1);
    index.word(n / 16, n % 16, rowBytes * (n / 16));
  }
  m.setTile(operands, mask), m.setTile(operands + 1, index);
  m.setReg(4, base + 0x1000), m.setReg(5, 256), m.setReg(6, rowBytes);
}

TEST_P(TileConversions, loadsWidenEveryByteFloat) {
  for (const ByteFormat &f : byteFormats) {
    Guest m(accessAll(f.loads, 1), options(GetParam()));
    setOperands(m, 16);
    uint8_t bytes[256];
    for (unsigned n = 0; n < 256; ++n)
      bytes[n] = uint8_t(n);
    m.write(base + 0x1000, bytes, sizeof bytes);
    m.run();
    for (unsigned tile = 1; tile < 5; ++tile)
      for (unsigned n = 0; n < 256; ++n)
        ASSERT_EQ(m.tile(tile).word(n / 16, n % 16), f.widened(uint8_t(n)))
            << f.name << " " << n << " by load " << tile;
  }
}

TEST_P(TileConversions, narrowToByteFloatsAtEveryBoundary) {
  for (const ByteFormat &f : byteFormats) {
    std::vector<uint32_t> from{0x7f800000, 0x7f7fffff, 0x00000001, 0x007fffff,
                               0x7fc00000, 0x7f800001, 0x7fffffff};
    for (unsigned b = 0; b <= f.largest; ++b) {
      double middle = (f.value(uint8_t(b)) + f.value(uint8_t(b + 1))) / 2;
      for (double x : {f.value(uint8_t(b)), middle, f.value(uint8_t(b + 1))})
        for (uint32_t step : {0u, 1u, ~0u})
          from.push_back((floatBits(x) + step) & 0x7fffffff);
    }
    for (size_t n = 0, count = from.size(); n < count; ++n)
      from.push_back(from[n] | 0x80000000);
    from.resize((from.size() + 255) / 256 * 256);
    for (const Op &store : f.stores) {
      Op one[4] = {store, store, store, store};
      size_t form = size_t(&store - f.stores);
      for (Op &op : one)
        if (&op != &one[form])
          op = f.loads[&op - one]; // the others do not change memory
      Guest m(accessAll(one, 1), options(GetParam()));
      setOperands(m, 16);
      for (size_t start = 0; start < from.size(); start += 256) {
        Tile t;
        std::memcpy(&t, &from[start], sizeof t);
        m.setTile(unsigned(1 + form), t);
        m.setPc(base);
        m.run();
        uint8_t stored[256];
        m.read(base + 0x1000, stored, sizeof stored);
        for (unsigned n = 0; n < 256; ++n)
          ASSERT_EQ(stored[n], f.narrowed(from[start + n]))
              << f.name << " stored " << std::hex << from[start + n];
      }
    }
    for (unsigned part = 0; part < 4; ++part) {
      Code c;
      c(f.packZero, {3, 1})(f.pack, {2, 1, part})(Op::ECALL);
      Guest m(c, options(GetParam()));
      for (size_t start = 0; start < from.size(); start += 256) {
        Tile t, old;
        std::memcpy(&t, &from[start], sizeof t);
        std::memset(&old, 0xa5, sizeof old);
        m.setTile(1, t), m.setTile(2, old);
        m.setPc(base);
        m.run();
        for (unsigned i = 0; i < 16; ++i)
          for (unsigned k = 0; k < 64; ++k) {
            uint32_t w = from[start + 16 * i + k % 16];
            ASSERT_EQ(m.tile(3).byte(i, k), k < 16 ? f.narrowed(w) : 0)
                << f.name << " packed " << std::hex << w;
            ASSERT_EQ(m.tile(2).byte(i, k),
                      k / 16 == part ? f.narrowed(w) : 0xa5)
                << f.name << " packed " << std::hex << w;
          }
      }
    }
  }
}

TEST_P(TileConversions, bytesSaturate) {
  const int32_t values[] = {0,     1,      -1,        127,      128,   -128,
                            -129,  255,    256,       65535,    65536, -65536,
                            32767, -32768, INT32_MAX, INT32_MIN};
  for (bool isSigned : {true, false}) {
    Code c;
    c(isSigned ? Op::TSTL_I8 : Op::TSTL_U8,
      {1, 4, 5})(isSigned ? Op::TPACKZ_I8 : Op::TPACKZ_U8, {3, 1});
    c(isSigned ? Op::TLDL_I8 : Op::TLDL_U8, {2, 4, 5})(Op::ECALL);
    Guest m(c, options(GetParam()));
    Tile t;
    for (unsigned n = 0; n < 256; ++n)
      t.word(n / 16, n % 16, uint32_t(values[n % 16]));
    m.setTile(1, t);
    m.setReg(4, base + 0x1000), m.setReg(5, 256);
    m.run();
    for (unsigned n = 0; n < 16; ++n) {
      int32_t v = values[n], low = isSigned ? -128 : 0,
              high = isSigned ? 127 : 255;
      int32_t expected = v < low ? low : v > high ? high : v;
      EXPECT_EQ(int32_t(m.tile(2).word(0, n)), expected) << v;
      EXPECT_EQ(m.tile(3).byte(0, n), uint8_t(expected)) << v;
    }
  }
}

// Every pair of halves of a byte, the first in the low one.
TEST_P(TileConversions, loadsWidenEveryHalfByte) {
  const Op all[][4] = {{Op::TLDL_I4, Op::TLDR_I4, Op::TLDM_I4, Op::TLDG_I4},
                       {Op::TLDL_U4, Op::TLDR_U4, Op::TLDM_U4, Op::TLDG_U4}};
  for (const auto &loads : all)
    for (unsigned start = 0; start < 256; start += 128) {
      Guest m(accessAll(loads, 1), options(GetParam()));
      setOperands(m, 8);
      uint8_t bytes[129];
      for (unsigned n = 0; n < 129; ++n)
        bytes[n] = uint8_t(start + n);
      m.write(base + 0x1000, bytes, sizeof bytes);
      m.run();
      for (unsigned tile = 1; tile < 5; ++tile)
        for (unsigned n = 0; n < 256; ++n) {
          int32_t v = bytes[n / 2] >> n % 2 * 4 & 15;
          if (&loads == &all[0] && v > 7)
            v -= 16;
          ASSERT_EQ(int32_t(m.tile(tile).word(n / 16, n % 16)), v)
              << n << " by load " << tile;
        }
    }
}

// Types smaller than a byte, in each part: 8 of 4 bits, 32 of one.
TEST_P(TileConversions, partsOfBytes) {
  struct {
    Op pack, packZero, unpack;
    unsigned bits;
    int64_t (*becomes)(int64_t);
  } types[] = {{Op::TPACK_I4, Op::TPACKZ_I4, Op::TUNPK_I4, 4,
                [](int64_t v) { return v < -8  ? -8
                                       : v > 7 ? 7
                                               : v; }},
               {Op::TPACK_U4, Op::TPACKZ_U4, Op::TUNPK_U4, 4,
                [](int64_t v) { return v < 0    ? 0
                                       : v > 15 ? 15
                                                : v; }},
               {Op::TPACK_B1, Op::TPACKZ_B1, Op::TUNPK_B1, 1,
                [](int64_t v) { return int64_t(v != 0); }}};
  const int32_t values[] = {0,  1,   -1,  7,    8,         -8,        -9, 15,
                            16, -16, 256, -256, INT32_MAX, INT32_MIN, 3,  -5};
  for (auto &type : types)
    for (unsigned part = 0; part < 32 / type.bits; ++part) {
      Code c;
      c(type.packZero, {3, 1})(type.pack, {2, 1, part});
      c(type.unpack, {4, 2, part})(type.pack, {5, 5, part})(Op::ECALL);
      Guest m(c, options(GetParam()));
      Tile t, old;
      for (unsigned n = 0; n < 256; ++n)
        t.word(n / 16, n % 16, uint32_t(values[(n / 16 + n) % 16]));
      std::memset(&old, 0xa6, sizeof old);
      m.setTile(1, t), m.setTile(2, old), m.setTile(5, t);
      m.run();
      auto element = [&](const Tile &packed, unsigned i, unsigned k) {
        unsigned each = 8 / type.bits;
        return unsigned(packed.bytes[64 * i + k / each] >>
                        k % each * type.bits) &
               ((1u << type.bits) - 1);
      };
      for (unsigned i = 0; i < 16; ++i)
        for (unsigned k = 0; k < 512 / type.bits; ++k) {
          int64_t v = type.becomes(int32_t(t.word(i, k % 16)));
          auto bits = unsigned(v) & ((1u << type.bits) - 1);
          ASSERT_EQ(element(m.tile(3), i, k), k < 16 ? bits : 0);
          bool inPart = k / 16 == part;
          ASSERT_EQ(element(m.tile(2), i, k),
                    inPart ? bits : element(old, i, k))
              << "part " << part << ", element " << k;
          ASSERT_EQ(element(m.tile(5), i, k), inPart ? bits : element(t, i, k));
          if (inPart) {
            ASSERT_EQ(int64_t(int32_t(m.tile(4).word(i, k % 16))), v);
          }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Paths, TileConversions,
                         testing::Values(TilePath::portable, TilePath::avx2,
                                         TilePath::avx512),
                         [](const auto &i) {
                           return std::string(toString(i.param));
                         });

} // namespace
} // namespace sectile::test

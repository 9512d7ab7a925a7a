// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every multiply on every path against the definition: corner values, operands
// that coincide, and operands that are in memory order only.
#include "engine/core.h"
#include "sectile/emulator/tile_path.h"
#include "semantics/tile.h"
#include "tile/tiles.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <memory>
#include <random>

namespace sectile {
const TileHandlers &tilesAvx512Simulated();
}

namespace sectile::test {
namespace {

using isa::Op;

struct Multiply {
  Op op;
  void (*define)(Tile &, const Tile &, const Tile &, uint64_t);

  unsigned depth() const { return isa::multiplyOf(op).depth(); }
};
#define SECTILE_MULTIPLY_alu(NAME)
#define SECTILE_MULTIPLY_mul(NAME)
#define SECTILE_MULTIPLY_div(NAME)
#define SECTILE_MULTIPLY_fpu(NAME)
#define SECTILE_MULTIPLY_branch(NAME)
#define SECTILE_MULTIPLY_lsu(NAME)
#define SECTILE_MULTIPLY_system(NAME)
#define SECTILE_MULTIPLY_tmem(NAME)
#define SECTILE_MULTIPLY_telem(NAME)
#define SECTILE_MULTIPLY_tmat(NAME) {Op::NAME, sem::NAME},
#define SECTILE_OP(NAME, UNIT, KIND, BYTES, ELEMENT)                           \
  SECTILE_MULTIPLY_##UNIT(NAME)
const Multiply multiplies[] = {
#include "sectile/operations.def"
};

struct Path {
  const char *name;
  const TileHandlers &(*handlers)();
  bool available;
};

class MultiplyTest : public testing::Test {
protected:
  std::mt19937 random{1};
  std::vector<Path> paths = {
      {"portable", tilesPortable, true},
      {"avx2", tilesAvx2, hostHas(TilePath::avx2)},
      {"avx512", tilesAvx512, hostHas(TilePath::avx512)},
      {"avx512 simulated", tilesAvx512Simulated, hostHas(TilePath::avx2)}};
  std::unique_ptr<Core> core = std::make_unique<Core>();

  // Where the depth is, for some tests.
  static constexpr unsigned depthRegister = 9;

  void SetUp() override { core->r[fullRegister] = fullShape; }
  Tile randomTile(int kind) {
    Tile t;
    for (unsigned n = 0; n < 1024; n += 2) {
      auto v = uint16_t(random());
      if (kind == 1)
        v = uint16_t(random() % 2 ? 0x8080 : 0x7fff); // extreme bytes, NaNs
      if (kind == 2 && random() % 8 == 0)
        v = uint16_t(0x7c00 | random()); // many infinities and NaNs
      if (kind == 3)
        v = uint16_t((v & 0x83ff) | 0x3c00); // ordinary floats of any type
      if (kind == 4)
        v = uint16_t(v & 0x83ff); // subnormal f16
      std::memcpy(t.bytes + n, &v, 2);
    }
    return t;
  }
  void run(const TileHandlers &handlers, Op op, unsigned d, unsigned a,
           unsigned b, unsigned depth = fullRegister) {
    Slot slots[2] = {{handlers.byOp[unsigned(op)], uint8_t(d), uint8_t(a),
                      uint8_t(b), uint8_t(depth), 0},
                     {engineBase().slow, 0, 0, 0, 0, 0}};
    enterEngine(*core, slots);
    materialise(*core, d);
  }
  void set(unsigned n, const Tile &t) {
    core->rows[n] = t;
    core->forms[n] = TileForms();
  }
  // As a transposing load leaves it.
  void setColumns(unsigned n, const Tile &t, Columns form) {
    set(n, Tile());
    Tile &c = core->columns[n];
    for (unsigned i = 0; i < 16; ++i)
      for (unsigned k = 0; k < 64; ++k) {
        if (form == Columns::bytes)
          c.bytes[16 * k + i] = t.byte(i, k);
        if (form == Columns::halves && k < 32)
          std::memcpy(c.bytes + 32 * k + 2 * i, t.bytes + 64 * i + 2 * k, 2);
        if (form == Columns::words && k < 16)
          c.word(k, i, t.word(i, k));
      }
    core->forms[n] = {false, form};
  }
  void expectTile(const Tile &expected, unsigned n, const std::string &what) {
    for (unsigned k = 0; k < 256; ++k)
      ASSERT_EQ(expected.word(k / 16, k % 16),
                core->rows[n].word(k / 16, k % 16))
          << what << " [" << k / 16 << "][" << k % 16 << "]";
  }
};

TEST_F(MultiplyTest, everyPathAgreesWithTheDefinition) {
  for (const Path &path : paths)
    for (const Multiply &m : multiplies)
      for (int kind = 0; path.available && kind < 5; ++kind) {
        std::string what = std::string(path.name) + " " +
                           isa::info(m.op).mnemonic + " " +
                           std::to_string(kind);
        Tile d = randomTile(kind), a = randomTile(kind), b = randomTile(kind),
             r = d;
        m.define(r, a, b, m.depth());
        set(0, d), set(1, a), set(2, b);
        run(path.handlers(), m.op, 0, 1, 2);
        expectTile(r, 0, what);
        // Again, with the forms of the operands made already.
        set(0, d);
        run(path.handlers(), m.op, 0, 1, 2);
        expectTile(r, 0, what + ", cached");
        // Another type on the same operands must not take its forms.
        for (const Multiply &other : multiplies) {
          Tile s = d;
          other.define(s, a, b, other.depth());
          set(0, d);
          run(path.handlers(), other.op, 0, 1, 2);
          expectTile(s, 0, what + " then " + isa::info(other.op).mnemonic);
        }
      }
}

// Two multiplies in one handler, where a path has one.
TEST_F(MultiplyTest, pairsAgreeWithTheDefinition) {
  for (const Path &path : paths)
    for (const Multiply &m : multiplies)
      for (int kind = 0; path.available && kind < 5; ++kind) {
        Handler both = path.handlers().paired[unsigned(m.op)];
        if (!both)
          continue;
        for (unsigned b1 : {2, 4}) // also the same right operand twice
          for (unsigned depth : {m.depth(), m.depth() - 1, 6u, 1u, 0u}) {
            core->r[depthRegister] = depth;
            Tile tiles[5], r[2];
            for (unsigned n = 0; n < 5; ++n)
              set(n, tiles[n] = randomTile(kind));
            r[0] = tiles[0];
            r[1] = tiles[3];
            m.define(r[0], tiles[1], tiles[2], depth);
            m.define(r[1], tiles[1], tiles[b1], depth);
            Slot slots[3] = {
                {both, 0, 1, 2, depthRegister, 0},
                {engineBase().slow, 3, 1, uint8_t(b1), depthRegister, 0},
                {engineBase().slow, 0, 0, 0, 0, 0}};
            enterEngine(*core, slots);
            EXPECT_EQ(core->exitSlot, slots + 2);
            std::string what = std::string(path.name) + " " +
                               isa::info(m.op).mnemonic + " " +
                               std::to_string(kind);
            expectTile(r[0], 0, what + ", first");
            expectTile(r[1], 3, what + ", second");
          }
      }
}

TEST_F(MultiplyTest, operandsMayCoincide) {
  for (const Path &path : paths)
    for (const Multiply &m : multiplies)
      for (unsigned same = 1; path.available && same < 4; ++same) {
        Tile d = randomTile(3), a = same & 1 ? d : randomTile(3),
             b = same & 2 ? d : randomTile(3), r = d;
        m.define(r, Tile(a), Tile(b), m.depth());
        set(0, d), set(1, a), set(2, b);
        run(path.handlers(), m.op, 0, same & 1 ? 0 : 1, same & 2 ? 0 : 2);
        expectTile(r, 0,
                   std::string(path.name) + " " + isa::info(m.op).mnemonic);
      }
}

TEST_F(MultiplyTest, operandsMayBeTransposed) {
  for (const Path &path : paths)
    for (const Multiply &m : multiplies)
      for (Columns form : {Columns::words, Columns::halves, Columns::bytes}) {
        if (!path.available)
          continue;
        Tile d = randomTile(3), a = randomTile(3), b = randomTile(3), r = d;
        m.define(r, a, b, m.depth());
        std::string what = std::string(path.name) + " " +
                           isa::info(m.op).mnemonic + " form " +
                           std::to_string(int(form));
        setColumns(0, d, form), setColumns(1, a, form), setColumns(2, b, form);
        run(path.handlers(), m.op, 0, 1, 2);
        expectTile(r, 0, what);
        set(0, d);
        run(path.handlers(), m.op, 0, 1, 2);
        expectTile(r, 0, what + ", again");
      }
}

// Sums written anew: exact widening of a float by its fields, a chain of fmaf,
// and integers modulo 2^32.
float valueOf(uint32_t bits, unsigned exponentBits, unsigned fractionBits) {
  uint32_t fraction = bits & ((1u << fractionBits) - 1);
  int exponent = int(bits >> fractionBits & ((1u << exponentBits) - 1));
  int bias = (1 << (exponentBits - 1)) - 1;
  float sign = bits >> (exponentBits + fractionBits) & 1 ? -1.0f : 1.0f;
  bool top = exponent == (1 << exponentBits) - 1;
  if (exponentBits == 4 && top && fraction == 7)
    return NAN; // e4m3; its other numbers of this exponent are ordinary
  if (exponentBits != 4 && top)
    return fraction ? NAN : sign * INFINITY;
  if (exponent)
    fraction |= 1u << fractionBits;
  return sign * std::ldexp(float(fraction), (exponent ? exponent : 1) - bias -
                                                int(fractionBits));
}
float floatAt(isa::ElementType type, const Tile &t, unsigned i, unsigned k) {
  switch (type) {
  case isa::ElementType::f16:
    return valueOf(t.half(i, k), 5, 10);
  case isa::ElementType::bf16:
    return valueOf(t.half(i, k), 8, 7);
  case isa::ElementType::e4m3:
    return valueOf(t.byte(i, k), 4, 3);
  case isa::ElementType::e5m2:
    return valueOf(t.byte(i, k), 5, 2);
  default:
    return valueOf(t.word(i, k), 8, 23);
  }
}
uint32_t integerAt(isa::ElementType type, const Tile &t, unsigned i,
                   unsigned k) {
  switch (type) {
  case isa::ElementType::i8:
    return uint32_t(int32_t(int8_t(t.byte(i, k))));
  case isa::ElementType::u8:
    return t.byte(i, k);
  case isa::ElementType::b1:
    return t.bytes[64 * i + k / 8] >> k % 8 & 1;
  default: // the even k is in the low half
    uint32_t half = k % 2 ? t.byte(i, k / 2) / 16u : t.byte(i, k / 2) % 16u;
    return type == isa::ElementType::i4 && half > 7 ? half - 16 : half;
  }
}
Tile reference(Op op, const Tile &d, const Tile &a, const Tile &b,
               unsigned depth) {
  const isa::Multiply m = isa::multiplyOf(op);
  Tile r = d;
  for (unsigned i = 0; i < 16; ++i)
    for (unsigned j = 0; j < 16; ++j) {
      uint32_t sum = m.fromZero ? 0 : d.word(i, j);
      for (unsigned k = 0; k < depth; ++k)
        if (m.sum() == isa::ElementType::f32) {
          float c;
          std::memcpy(&c, &sum, 4);
          c = std::fmaf(floatAt(m.a, a, i, k), floatAt(m.b, b, j, k), c);
          std::memcpy(&sum, &c, 4);
          if (c != c)
            sum = 0x7fc00000;
        } else {
          uint32_t x = integerAt(m.a, a, i, k), y = integerAt(m.b, b, j, k);
          sum += op == Op::TMMA_B1XOR || op == Op::TMMAZ_B1XOR
                     ? uint32_t(x != y)
                     : x * y;
        }
      r.word(i, j, sum);
    }
  return r;
}

// What lies beyond the depth has no part in a sum, NaNs included; NaNs of an
// accumulator that nothing is added to stay.
TEST_F(MultiplyTest, depthSaysHowManyElementsTakePart) {
  for (const Path &path : paths)
    for (const Multiply &m : multiplies)
      for (int kind = 0; path.available && kind < 5; ++kind) {
        Tile d = randomTile(kind), a = randomTile(kind), b = randomTile(kind);
        auto full = int64_t(m.depth());
        for (int64_t depth :
             {int64_t(0), int64_t(1), int64_t(2), int64_t(3), int64_t(5),
              full / 2 + 1, full - 3, full - 1, full, full + 1, int64_t(-1),
              INT64_MAX, INT64_MIN, int64_t(1) << 32, (int64_t(1) << 40) + 3}) {
          auto take = unsigned(std::clamp<int64_t>(depth, 0, full));
          core->r[depthRegister] = uint64_t(depth);
          set(0, d), set(1, a), set(2, b);
          std::string what =
              std::string(path.name) + " " + isa::info(m.op).mnemonic + " " +
              std::to_string(kind) + ", depth " + std::to_string(depth);
          run(path.handlers(), m.op, 0, 1, 2, depthRegister);
          expectTile(reference(m.op, d, a, b, take), 0, what);
          // The forms of the operands are those of all elements.
          set(0, d);
          run(path.handlers(), m.op, 0, 1, 2);
          expectTile(reference(m.op, d, a, b, m.depth()), 0,
                     what + " then all");
          set(0, d);
          run(path.handlers(), m.op, 0, 1, 2, depthRegister);
          expectTile(reference(m.op, d, a, b, take), 0, what + " again");
          // One tile for all.
          set(1, a);
          run(path.handlers(), m.op, 1, 1, 1, depthRegister);
          expectTile(reference(m.op, a, a, a, take), 1, what + " of one tile");
        }
      }
}

// All products of two 8-bit floats, in all four pairings.
TEST_F(MultiplyTest, everyProductOfByteFloats) {
  core->r[depthRegister] = 1;
  for (const Path &path : paths)
    for (const Multiply &m : multiplies) {
      const isa::Multiply types = isa::multiplyOf(m.op);
      if (!path.available || isa::typeInfo(types.a).bits != 8 ||
          types.sum() != isa::ElementType::f32)
        continue;
      for (unsigned block = 0; block < 256; ++block) {
        Tile a = randomTile(0), b = randomTile(0), r;
        for (unsigned i = 0; i < 16; ++i) {
          a.byte(i, 0, uint8_t(16 * (block / 16) + i));
          b.byte(i, 0, uint8_t(16 * (block % 16) + i));
        }
        for (unsigned i = 0; i < 16; ++i)
          for (unsigned j = 0; j < 16; ++j) {
            // Exact in a double; -0 onto +0 is +0, and of -0 it stays.
            double product = double(floatAt(types.a, a, i, 0)) *
                             double(floatAt(types.b, b, j, 0));
            auto sum = float(product + (types.fromZero ? 0.0 : -0.0));
            uint32_t bits;
            std::memcpy(&bits, &sum, 4);
            r.word(i, j, sum != sum ? 0x7fc00000 : bits);
          }
        Tile d;
        for (unsigned n = 0; n < 256; ++n)
          d.word(n / 16, n % 16, 0x80000000);
        set(0, d), set(1, a), set(2, b);
        run(path.handlers(), m.op, 0, 1, 2, depthRegister);
        expectTile(r, 0,
                   std::string(path.name) + " " + isa::info(m.op).mnemonic);
        if (HasFatalFailure())
          return;
      }
    }
}

// All products of two bytes, in all four pairings: a row of 64 of the same.
TEST_F(MultiplyTest, everyProductOfBytes) {
  for (const Path &path : paths)
    for (const Multiply &m : multiplies) {
      if (!path.available || isa::typeInfo(isa::multiplyOf(m.op).a).bits != 8 ||
          isa::multiplyOf(m.op).sum() != isa::ElementType::i32)
        continue;
      for (unsigned block = 0; block < 256; ++block) {
        Tile a, b, r = {};
        for (unsigned i = 0; i < 16; ++i)
          for (unsigned k = 0; k < 64; ++k) {
            a.byte(i, k, uint8_t(16 * (block / 16) + i));
            b.byte(i, k, uint8_t(16 * (block % 16) + i));
          }
        bool signedA = isa::multiplyOf(m.op).a == isa::ElementType::i8;
        bool signedB = isa::multiplyOf(m.op).b == isa::ElementType::i8;
        for (unsigned i = 0; i < 16; ++i)
          for (unsigned j = 0; j < 16; ++j) {
            int x = a.byte(i, 0), y = b.byte(j, 0);
            if (signedA && x > 127)
              x -= 256;
            if (signedB && y > 127)
              y -= 256;
            r.word(i, j, uint32_t(64 * x * y));
          }
        set(0, Tile()), set(1, a), set(2, b);
        run(path.handlers(), m.op, 0, 1, 2);
        expectTile(r, 0,
                   std::string(path.name) + " " + isa::info(m.op).mnemonic);
        if (HasFatalFailure())
          return;
      }
    }
}

} // namespace
} // namespace sectile::test

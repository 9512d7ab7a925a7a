// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every multiply on every path against the definition: corner values, operands
// that coincide, and operands that are in memory order only.
#include "engine/core.h"
#include "sectile/emulator/tile_path.h"
#include "semantics/tile.h"
#include "tile/tiles.h"

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
  void (*define)(Tile &, const Tile &, const Tile &);
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
           unsigned b) {
    Slot slots[2] = {
        {handlers.byOp[unsigned(op)], uint8_t(d), uint8_t(a), uint8_t(b), 0, 0},
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
        m.define(r, a, b);
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
          other.define(s, a, b);
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
        for (unsigned b1 : {2, 4}) { // also the same right operand twice
          Tile tiles[5], r[2];
          for (unsigned n = 0; n < 5; ++n)
            set(n, tiles[n] = randomTile(kind));
          r[0] = tiles[0];
          r[1] = tiles[3];
          m.define(r[0], tiles[1], tiles[2]);
          m.define(r[1], tiles[1], tiles[b1]);
          Slot slots[3] = {{both, 0, 1, 2, 0, 0},
                           {engineBase().slow, 3, 1, uint8_t(b1), 0, 0},
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
        m.define(r, Tile(a), Tile(b));
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
        m.define(r, a, b);
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

// All products of two bytes, in all four pairings: a row of 64 of the same.
TEST_F(MultiplyTest, everyProductOfBytes) {
  for (const Path &path : paths)
    for (const Multiply &m : multiplies) {
      if (!path.available || isa::typeInfo(isa::multiplyOf(m.op).a).bits != 8)
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

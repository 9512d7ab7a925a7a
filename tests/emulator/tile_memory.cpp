// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every tile load and store on every path against a plain reference, which goes
// through the elements of an access one by one in row-major order: which are
// touched, where they lie, what becomes of each. Only the names, the element
// and the address form of an instruction are taken from the description.
#include "guest.h"

#include <cmath>
#include <map>
#include <random>

namespace sectile::test {
namespace {

using isa::AddressForm;
using Wide = __int128;

constexpr uint64_t memorySize = 1 << 20, ramEnd = base + memorySize;

//===-- The reference ---------------------------------------------------===//

enum class Number { bits, integer, floating };
// How memory keeps an element. Transposed: row i of memory is column i.
struct Layout {
  unsigned rows, columns, bytes;
  bool transposed;
  Number number;
  bool isSigned; // or, of a float: its exponent's bits
  unsigned exponentBits;
  bool half = false; // two share a byte, the first in its low half

  unsigned bits() const { return half ? 4 : 8 * bytes; }
  unsigned place(unsigned n) const { return half ? n / 2 : n * bytes; }
};
Layout layoutOf(isa::Element element) {
  static const std::map<isa::Element, Layout> layouts = {
      {isa::Element::raw, {16, 64, 1, false, Number::bits, false, 0}},
      {isa::Element::t32, {16, 16, 4, true, Number::bits, false, 0}},
      {isa::Element::t16, {32, 16, 2, true, Number::bits, false, 0}},
      {isa::Element::t8, {64, 16, 1, true, Number::bits, false, 0}},
      {isa::Element::w32, {16, 16, 4, false, Number::bits, false, 0}},
      {isa::Element::i4, {16, 16, 1, false, Number::integer, true, 0, true}},
      {isa::Element::u4, {16, 16, 1, false, Number::integer, false, 0, true}},
      {isa::Element::i8, {16, 16, 1, false, Number::integer, true, 0}},
      {isa::Element::u8, {16, 16, 1, false, Number::integer, false, 0}},
      {isa::Element::i16, {16, 16, 2, false, Number::integer, true, 0}},
      {isa::Element::u16, {16, 16, 2, false, Number::integer, false, 0}},
      {isa::Element::f16, {16, 16, 2, false, Number::floating, true, 5}},
      {isa::Element::bf16, {16, 16, 2, false, Number::floating, true, 8}},
      {isa::Element::e4m3, {16, 16, 1, false, Number::floating, true, 4}},
      {isa::Element::e5m2, {16, 16, 1, false, Number::floating, true, 5}},
  };
  return layouts.at(element);
}

// Floats of these tests are integers from -most to most, which every format
// holds exactly.
constexpr int most = 8;
uint32_t encodeFloat(double v, unsigned bits, unsigned exponentBits) {
  if (v == 0)
    return 0;
  unsigned fractionBits = bits - 1 - exponentBits;
  int exponent;
  double fraction = std::frexp(std::fabs(v), &exponent) * 2 - 1;
  int bias = (1 << (exponentBits - 1)) - 1;
  return uint32_t(v < 0) << (bits - 1) |
         uint32_t(exponent - 1 + bias) << fractionBits |
         uint32_t(std::ldexp(fraction, int(fractionBits)));
}
double decodeFloat(uint32_t v, unsigned bits, unsigned exponentBits) {
  for (int n = -most; n <= most; ++n)
    if (encodeFloat(n, bits, exponentBits) == v)
      return n;
  ADD_FAILURE() << "no small integer: " << std::hex << v;
  return 0;
}

// A word of the tile from an element in memory, and back.
uint32_t widened(const Layout &l, uint32_t raw) {
  unsigned bits = l.bits();
  switch (l.number) {
  case Number::bits:
    return raw;
  case Number::integer:
    return l.isSigned && raw >> (bits - 1) ? raw - (1u << bits) : raw;
  case Number::floating:
    return encodeFloat(decodeFloat(raw, bits, l.exponentBits), 32, 8);
  }
  return 0;
}
uint32_t narrowed(const Layout &l, uint32_t word) {
  unsigned bits = l.bits();
  switch (l.number) {
  case Number::bits:
    return word;
  case Number::integer: {
    int64_t low = l.isSigned ? -(int64_t(1) << (bits - 1)) : 0;
    int64_t high = (int64_t(1) << (bits - l.isSigned)) - 1;
    int64_t v = std::min(std::max<int64_t>(int32_t(word), low), high);
    return uint32_t(v & ((int64_t(1) << bits) - 1));
  }
  case Number::floating:
    return encodeFloat(decodeFloat(word, 32, 8), bits, l.exponentBits);
  }
  return 0;
}

// The operands' values; b and c are tiles in some forms.
struct Operands {
  Tile tb = {}, tc = {}, d = {};
  uint64_t a = 0, b = 0, c = 0;
  int64_t imm = 0;
  bool full = false; // c is r0
};
struct Touch {
  unsigned row, column; // in memory
  Wide address;
};

std::vector<Touch> touchesOf(Op op, const Layout &l, const Operands &o) {
  std::vector<Touch> touches;
  uint64_t count = int64_t(o.b) < 0 ? 0 : o.b;
  for (unsigned i = 0; i < l.rows; ++i)
    for (unsigned j = 0; j < l.columns; ++j) {
      unsigned linear = i * l.columns + j;
      bool inShape = o.full || (i >= (o.c >> 16 & 255) && i < (o.c & 255) &&
                                j >= (o.c >> 24 & 255) && j < (o.c >> 8 & 255));
      switch (isa::addressOf(op)) {
      case AddressForm::displacement:
        touches.push_back({i, j, Wide(o.a) + o.imm + linear});
        break;
      case AddressForm::linear:
        if (linear < count)
          touches.push_back({i, j, Wide(o.a) + l.place(linear)});
        break;
      case AddressForm::rectangle:
        if (inShape)
          touches.push_back(
              {i, j, Wide(o.a) + Wide(int64_t(o.b)) * i + l.place(j)});
        break;
      case AddressForm::masked:
        if (o.tb.word(i, j))
          touches.push_back({i, j, Wide(o.a) + l.place(linear)});
        break;
      case AddressForm::rowGather:
        if (inShape)
          touches.push_back(
              {i, j, Wide(o.a) + int32_t(o.tb.word(i, 0)) + l.place(j)});
        break;
      case AddressForm::laneGather:
        if (o.tc.word(i, j))
          touches.push_back(
              {i, j,
               Wide(o.a) + Wide(int32_t(o.tb.word(i, j))) * (o.imm ? 4 : 1)});
        break;
      default:
        ADD_FAILURE() << "address form of " << isa::info(op).mnemonic;
      }
    }
  return touches;
}

// What an access does, to a copy of memory.
struct Outcome {
  std::optional<uint64_t> illegal;
  Tile tile = {};
};
Outcome access(Op op, const Operands &o, std::vector<uint8_t> &memory) {
  const isa::Info &info = isa::info(op);
  const Layout l = layoutOf(info.element);
  bool loads = info.kind == isa::Kind::tload;
  Outcome result;
  std::vector<Touch> touches = touchesOf(op, l, o);
  for (const Touch &t : touches)
    for (unsigned n = 0; n < l.bytes; ++n)
      if (t.address + n < Wide(base) || t.address + n >= Wide(ramEnd)) {
        result.illegal = uint64_t(t.address + n);
        return result;
      }
  for (const Touch &t : touches) {
    uint8_t *p = &memory[uint64_t(t.address) - base];
    bool array = l.number != Number::bits;
    unsigned size = array ? 4 : l.bytes;
    unsigned row = l.transposed ? t.column : t.row,
             column = l.transposed ? t.row : t.column;
    unsigned place = 64 * row + size * column;
    uint32_t v = 0;
    if (loads) {
      std::memcpy(&v, p, l.bytes);
      if (l.half)
        v = t.column % 2 ? v >> 4 : v & 15;
      v = widened(l, v);
      std::memcpy(result.tile.bytes + place, &v, size);
    } else {
      std::memcpy(&v, o.d.bytes + place, size);
      v = narrowed(l, v);
      std::memcpy(p, &v, l.bytes);
    }
  }
  return result;
}

//===-- The machines ----------------------------------------------------===//

constexpr unsigned td = 1, tb = 2, tc = 3, ra = 4, rb = 5, rc = 6;

// The destination may be the tile b or c.
Code programOf(Op op, const Operands &o, unsigned d) {
  isa::Inst inst;
  inst.op = op;
  for (const isa::Operand &operand : isa::info(op))
    switch (operand.slot) {
    case isa::Slot::d:
      inst.d = uint8_t(d);
      break;
    case isa::Slot::a:
      inst.a = ra;
      break;
    case isa::Slot::b:
      inst.b = operand.cls == isa::OperandClass::tile ? tb : rb;
      break;
    case isa::Slot::c:
      inst.c = operand.cls == isa::OperandClass::tile ? tc : o.full ? 0 : rc;
      break;
    default:
      inst.imm = o.imm;
    }
  Code c;
  c.words.push_back(isa::encode(inst));
  c(Op::ECALL);
  return c;
}

class TileMemory : public testing::TestWithParam<TilePath> {
protected:
  std::mt19937_64 random{1};
  std::unique_ptr<Guest> machine;
  std::vector<uint8_t> memory = std::vector<uint8_t>(memorySize);

  void SetUp() override {
    if (!hostHas(GetParam()))
      GTEST_SKIP() << "this host lacks " << toString(GetParam());
    machine = std::make_unique<Guest>(Code()(Op::ECALL), options(GetParam()));
  }

  uint64_t below(uint64_t n) { return random() % n; }
  bool oneIn(unsigned n) { return below(n) == 0; }
  double someNumber() { return double(below(2 * most + 1)) - most; }

  // Memory and tile for an access: small integers where it converts floats.
  void fill(const Layout &l) {
    for (size_t n = 0; n < memorySize; n += 8) {
      uint64_t v = random();
      std::memcpy(&memory[n], &v, 8);
    }
    if (l.number == Number::floating)
      for (size_t n = 0; n + l.bytes <= memorySize; n += l.bytes) {
        uint32_t v = encodeFloat(someNumber(), 8 * l.bytes, l.exponentBits);
        std::memcpy(&memory[n], &v, l.bytes);
      }
    machine->write(base, memory.data(), memory.size());
  }
  Tile someTile(const Layout &l) {
    Tile t;
    for (unsigned n = 0; n < 1024; n += 4) {
      auto v = uint32_t(random());
      if (l.number == Number::integer && oneIn(2))
        v = uint32_t(int32_t(v) >> (8 * (4 - l.bytes) - 1)); // near the limits
      if (l.number == Number::floating)
        v = encodeFloat(someNumber(), 32, 8);
      std::memcpy(t.bytes + n, &v, 4);
    }
    return t;
  }

  // Runs the access and compares registers, memory and trap.
  void expectAsReference(Op op, const Operands &o, unsigned d = td) {
    const isa::Info &info = isa::info(op);
    SCOPED_TRACE(testing::Message()
                 << info.mnemonic << " a " << std::hex << o.a << " b " << o.b
                 << " c " << (o.full ? 0 : o.c) << " imm " << o.imm);
    Code code = programOf(op, o, d);
    std::memcpy(memory.data(), code.words.data(), 4 * code.words.size());
    machine->write(base, memory.data(), 4 * code.words.size());
    Outcome expected = access(op, o, memory);
    bool loads = info.kind == isa::Kind::tload;
    machine->setReg(ra, o.a), machine->setReg(rb, o.b);
    machine->setReg(rc, o.c), machine->setTile(td, o.d);
    machine->setTile(tb, o.tb), machine->setTile(tc, o.tc);
    machine->setPc(base);
    ASSERT_EQ(machine->run(), Stop::fault);
    if (expected.illegal) {
      ASSERT_EQ(machine->fault().cause,
                uint64_t(loads ? Trap::LOAD_FAULT : Trap::STORE_FAULT));
      ASSERT_EQ(machine->fault().value, *expected.illegal);
    } else {
      ASSERT_EQ(machine->fault().cause, uint64_t(Trap::ECALL));
    }
    auto expectTile = [&](unsigned number, const Tile &old) {
      const Tile &tile =
          loads && number == d && !expected.illegal ? expected.tile : old;
      for (unsigned n = 0; n < 1024; ++n)
        ASSERT_EQ(machine->tile(number).bytes[n], tile.bytes[n])
            << "tile " << number << " byte " << n;
    };
    expectTile(td, o.d), expectTile(tb, o.tb), expectTile(tc, o.tc);
    std::vector<uint8_t> found(memorySize);
    machine->read(base, found.data(), found.size());
    ASSERT_TRUE(found == memory);
  }

  uint64_t someShape(const Layout &l) {
    auto end = [&](unsigned most) -> uint64_t {
      return oneIn(3) ? most : oneIn(4) ? below(256) : below(most + 1);
    };
    auto beginning = [&](unsigned most) -> uint64_t {
      return oneIn(3) ? 0 : oneIn(8) ? below(256) : below(most / 2);
    };
    return end(l.rows) | end(l.columns) << 8 | beginning(l.rows) << 16 |
           beginning(l.columns) << 24 | (oneIn(4) ? random() << 32 : 0);
  }
  // Well inside of memory, or where an access may leave it.
  uint64_t someBase() {
    switch (below(8)) {
    case 0:
      return ramEnd - below(3000);
    case 1:
      return base + 4096 - below(5000); // the code stays in the first bytes
    case 2:
      return uint64_t(0) - below(3000);
    default:
      return base + 0x40000 + below(0x40000);
    }
  }
  uint64_t someStride() {
    switch (below(6)) {
    case 0:
      return 0;
    case 1:
      return uint64_t(int64_t(below(200)) - 100);
    case 2:
      return uint64_t(0) - below(20000);
    case 3:
      return oneIn(2) ? random() : uint64_t(1) << below(64);
    default:
      return below(2048);
    }
  }
};

std::vector<Op> accesses(std::initializer_list<AddressForm> forms) {
  std::vector<Op> ops;
  for (unsigned n = 1; n < isa::opCount; ++n)
    for (AddressForm form : forms)
      if (isa::info(Op(n)).unit == isa::Unit::tmem &&
          isa::addressOf(Op(n)) == form)
        ops.push_back(Op(n));
  return ops;
}

//===-- Tests -----------------------------------------------------------===//

TEST_P(TileMemory, rectanglesMoveTheElementsOfTheirShape) {
  for (Op op : accesses({AddressForm::rectangle})) {
    const Layout l = layoutOf(isa::info(op).element);
    fill(l);
    for (unsigned n = 0; n < 150 && !HasFatalFailure(); ++n) {
      Operands o;
      o.a = someBase(), o.b = someStride(), o.c = someShape(l);
      o.full = oneIn(8);
      o.d = someTile(l);
      // Float elements lie where fill() put them.
      if (l.number == Number::floating)
        o.a &= ~uint64_t(l.bytes - 1), o.b &= ~uint64_t(l.bytes - 1);
      // No store over the code.
      if (o.a - base < 0x8000 && isa::info(op).kind == isa::Kind::tstore)
        continue;
      expectAsReference(op, o);
    }
  }
}

TEST_P(TileMemory, linearRunsMoveTheirElements) {
  for (Op op : accesses({AddressForm::linear, AddressForm::displacement})) {
    const Layout l = layoutOf(isa::info(op).element);
    fill(l);
    for (unsigned n = 0; n < 100 && !HasFatalFailure(); ++n) {
      Operands o;
      o.a = someBase();
      o.b = oneIn(3) ? random() : below(1100);
      o.imm = isa::addressOf(op) == AddressForm::displacement
                  ? 64 * (int64_t(below(32)) - 16)
                  : 0;
      o.d = someTile(l);
      if (l.number == Number::floating)
        o.a &= ~uint64_t(l.bytes - 1);
      if (o.a - base < 0x8000 && isa::info(op).kind == isa::Kind::tstore)
        continue;
      expectAsReference(op, o);
    }
  }
}

// Each corner of the beginning and the end against the size of the access.
TEST_P(TileMemory, beginningsAndEndsClampAndMayCross) {
  for (Op op : accesses({AddressForm::rectangle})) {
    const Layout l = layoutOf(isa::info(op).element);
    fill(l);
    for (unsigned first : {0u, 1u, l.rows - 1, l.rows, 255u})
      for (unsigned last : {0u, 1u, l.rows, 255u})
        for (unsigned left : {0u, 1u, l.columns - 1, l.columns, 255u})
          for (unsigned right : {1u, l.columns, 255u}) {
            Operands o;
            o.a = base + 0x50040, o.b = 256;
            o.c = last | right << 8 | first << 16 | uint64_t(left) << 24;
            o.d = someTile(l);
            expectAsReference(op, o);
            if (HasFatalFailure())
              return;
          }
  }
}

class TileLanes : public TileMemory {
protected:
  // Any non-zero word is true.
  Tile someMask() {
    Tile t;
    unsigned kind = unsigned(below(5));
    uint64_t first = below(256), last = first + below(30);
    for (unsigned n = 0; n < 256; ++n) {
      bool on = kind == 0   ? true
                : kind == 1 ? oneIn(2)
                : kind == 2 ? oneIn(20)
                : kind == 3 ? n >= first && n < last
                            : false;
      t.word(n / 16, n % 16, !on ? 0 : oneIn(2) ? ~0u : 1u << below(32));
    }
    return t;
  }
  // Distances around a base: within `span`, equal ones, far ones.
  Tile someIndex(int64_t span, unsigned align) {
    Tile t;
    unsigned kind = unsigned(below(4));
    for (unsigned n = 0; n < 256; ++n) {
      int64_t v = int64_t(below(uint64_t(2 * span))) - span;
      if (kind == 1)
        v = int64_t(n) * 4; // consecutive
      if (kind == 2)
        v = int64_t(below(40)); // overlapping
      if (kind == 3 && oneIn(300))
        v = oneIn(2) ? INT32_MIN : INT32_MAX;
      t.word(n / 16, n % 16, uint32_t(v & -int64_t(align)));
    }
    return t;
  }
  void compareMany(AddressForm form, unsigned times) {
    for (Op op : accesses({form})) {
      const isa::Info &info = isa::info(op);
      const Layout l = layoutOf(info.element);
      fill(l);
      bool loads = info.kind == isa::Kind::tload;
      for (unsigned n = 0; n < times && !HasFatalFailure(); ++n) {
        // Float elements lie where fill() put them.
        unsigned align = l.number == Number::floating ? l.bytes : 1;
        Operands o;
        o.a = someBase() & -uint64_t(align);
        o.c = someShape(l);
        o.full = oneIn(8);
        o.imm = form == AddressForm::laneGather && oneIn(2) ? 2 : 0;
        o.tb = form == AddressForm::masked ? someMask()
                                           : someIndex(0x20000, align);
        o.tc = someMask();
        o.d = someTile(l);
        // Floats that are stored are small integers, an index is not.
        unsigned d = oneIn(4) ? tb : oneIn(4) ? tc : td;
        if (!loads && l.number == Number::floating)
          d = td;
        if (!loads && d != td)
          o.d = d == tb ? o.tb : o.tc;
        // No store over the code.
        if (!loads && o.a - (base - 0xa0000) < 0x140000)
          o.a = (base + 0xa0000 + below(0x20000)) & -uint64_t(align);
        expectAsReference(op, o, d);
      }
    }
  }
};

TEST_P(TileLanes, masksSayWhichElementsMove) {
  compareMany(AddressForm::masked, 200);
}
TEST_P(TileLanes, rowsAreWhereTheIndexSays) {
  compareMany(AddressForm::rowGather, 200);
}
TEST_P(TileLanes, lanesAreWhereTheIndexSays) {
  compareMany(AddressForm::laneGather, 1000);
}

// One lane that is outside, between others that are not.
TEST_P(TileLanes, onlyLanesThatAreTouchedFault) {
  const Layout l = layoutOf(isa::Element::w32);
  fill(l);
  for (unsigned bad = 0; bad < 256; bad += 17)
    for (bool touched : {false, true}) {
      Operands o;
      o.d = someTile(l);
      for (unsigned n = 0; n < 256; ++n) {
        o.tc.word(n / 16, n % 16, n != bad || touched);
        o.tb.word(n / 16, n % 16,
                  n == bad ? uint32_t(INT32_MIN) : uint32_t(n * 64));
      }
      o.a = base + 0x40000;
      expectAsReference(Op::TLDX_W32, o);
      expectAsReference(Op::TSTX_W32, o);
      o.imm = 2;
      expectAsReference(Op::TSTX_W32, o);
      // The last lanes of a masked access are outside, the first of another.
      o.tb = {};
      for (unsigned n = 0; n < 256; ++n)
        o.tb.word(n / 16, n % 16, n < bad || (touched && n == bad));
      o.a = ramEnd - 4 * bad;
      expectAsReference(Op::TLDM_W32, o);
      expectAsReference(Op::TSTM_W32, o);
      o.a += 1; // part of a lane
      expectAsReference(Op::TLDM_W32, o);
      for (unsigned n = 0; n < 256; ++n)
        o.tb.word(n / 16, n % 16, n > bad || (touched && n == bad));
      o.a = base - 4 * (bad + 1);
      expectAsReference(Op::TLDM_W32, o);
    }
}

// 2^64 + memory is not memory; far bases and indices that lead into it are.
TEST_P(TileLanes, sumsDoNotWrap) {
  const Layout l = layoutOf(isa::Element::w32);
  fill(l);
  Operands o;
  o.d = someTile(l);
  o.tc.word(3, 4, 1);
  o.tb.word(3, 4, 0x7fffffff);
  o.imm = 2;
  o.a = uint64_t(0) - 4;
  expectAsReference(Op::TLDX_W32, o);
  o.a = base + 0x1000 - 4 * uint64_t(0x7fffffff);
  expectAsReference(Op::TLDX_W32, o);
  o.tb.word(3, 4, 0x80000000);
  o.a = base + 0x40000 + (uint64_t(1) << 33);
  expectAsReference(Op::TLDX_W32, o);
  expectAsReference(Op::TSTX_W32, o);
  o.tb.word(3, 0, 0x80000000);
  o.a = base + 0x40000 + (uint64_t(1) << 31);
  o.c = 4 | 64 << 8 | 3 << 16;
  expectAsReference(Op::TLDG_RAW, o);
  expectAsReference(Op::TSTG_RAW, o);
}

// The last of overlapping writes stays.
TEST_P(TileLanes, laterLanesWin) {
  const Layout l = layoutOf(isa::Element::w32);
  fill(l);
  Operands o;
  o.d = someTile(l);
  o.a = base + 0x40001;
  for (unsigned n = 0; n < 256; ++n) {
    o.tc.word(n / 16, n % 16, 1);
    o.tb.word(n / 16, n % 16, n % 3);
  }
  expectAsReference(Op::TSTX_W32, o);
  for (unsigned n = 0; n < 256; ++n)
    o.tb.word(n / 16, n % 16, n / 16 * 5);
  o.full = true;
  expectAsReference(Op::TSTG_RAW, o);
  expectAsReference(Op::TSTG_BF16, {.a = base + 0x40000, .full = true});
}

// A byte is touched if one of its halves is, at either end of memory.
TEST_P(TileLanes, halvesOfBytesTouchTheirByte) {
  for (bool isSigned : {true, false}) {
    fill(layoutOf(isa::Element::i4));
    for (unsigned n = 1; n < 40; ++n)
      for (unsigned outside : {0u, 1u}) {
        Operands o;
        o.a = ramEnd - (n + 1) / 2 + outside, o.b = n;
        expectAsReference(isSigned ? Op::TLDL_I4 : Op::TLDL_U4, o);
        // The first row is inside, the second ends at the end.
        unsigned first = n % 5, last = first + 1 + n % 11;
        o.c = 2 | uint64_t(last) << 8 | uint64_t(first) << 24;
        o.b = 64;
        o.a = ramEnd - 64 - (last + 1) / 2 + outside;
        expectAsReference(isSigned ? Op::TLDR_I4 : Op::TLDR_U4, o);
        for (unsigned row = 0; row < 2; ++row)
          o.tb.word(row, 0, 64 * row);
        expectAsReference(isSigned ? Op::TLDG_I4 : Op::TLDG_U4, o);
        // The byte of the first column is the first of memory.
        o.a = base - first / 2 - outside;
        expectAsReference(isSigned ? Op::TLDR_I4 : Op::TLDR_U4, o);
        o.tb = {};
        o.tb.word((n - 1) / 16, (n - 1) % 16, 1);
        o.a = ramEnd - (n + 1) / 2 + outside;
        expectAsReference(isSigned ? Op::TLDM_I4 : Op::TLDM_U4, o);
      }
  }
}

// What lies before the beginning is outside memory, or wraps round to it.
TEST_P(TileMemory, whatIsBeforeTheBeginningCannotFault) {
  fill(layoutOf(isa::Element::raw));
  Operands o;
  o.d = someTile(layoutOf(isa::Element::raw));
  // Rows 3 to 15 of columns 5 to 63 from the first byte of memory's second
  // page.
  o.c = 16 | 64 << 8 | 3 << 16 | uint64_t(5) << 24;
  o.b = 4096;
  o.a = base + 4096 - 3 * 4096 - 5;
  expectAsReference(Op::TLDR_RAW, o);
  expectAsReference(Op::TSTR_RAW, o);
  // From the first byte: what is before it is not in memory.
  o.a = base - 3 * 4096 - 5;
  expectAsReference(Op::TLDR_RAW, o);
  o.a -= 1;
  expectAsReference(Op::TLDR_RAW, o);
  expectAsReference(Op::TSTR_RAW, o);
  // 2^64 + memory is not memory.
  o.a = uint64_t(0) - 64, o.b = base + 4096 + 64;
  o.c = 2 | 8 << 8 | 1 << 16;
  expectAsReference(Op::TLDR_RAW, o);
  expectAsReference(Op::TSTR_RAW, o);
}

TEST_P(TileMemory, masksCoverTheElementsOfTheirShape) {
  Code c;
  c(Op::TMASK_RECT, {td, ra})(Op::ECALL);
  for (unsigned n = 0; n < 300; ++n) {
    uint64_t shape = someShape({16, 16, 4, false, Number::bits, false, 0});
    c.into(*machine);
    machine->setReg(ra, shape);
    machine->setPc(base);
    ASSERT_EQ(machine->run(), Stop::fault);
    for (unsigned i = 0; i < 16; ++i)
      for (unsigned j = 0; j < 16; ++j) {
        bool in = i >= (shape >> 16 & 255) && i < (shape & 255) &&
                  j >= (shape >> 24 & 255) && j < (shape >> 8 & 255);
        ASSERT_EQ(machine->tile(td).word(i, j), in ? 0xffffffff : 0)
            << std::hex << shape << " " << i << " " << j;
      }
  }
}

TEST_P(TileMemory, shapesAreBuiltFromSignedNumbers) {
  Code c;
  c(Op::TSHAPE, {7, ra, rb, 2})(Op::TSHAPEB, {rc, ra, rb, 2})(
      Op::TSHAPEB, {8, 8, 8, 0})(Op::TSHAPEB, {9, 0, 0, 7})(Op::ECALL);
  auto clamp = [](Wide v) {
    return uint64_t(v < 0 ? Wide(0) : v > 255 ? Wide(255) : v);
  };
  const uint64_t values[] = {0,
                             1,
                             16,
                             63,
                             64,
                             254,
                             255,
                             256,
                             uint64_t(-1),
                             uint64_t(1) << 62,
                             (uint64_t(1) << 62) + 1,
                             uint64_t(1) << 63,
                             ~uint64_t(0) >> 1};
  for (uint64_t rows : values)
    for (uint64_t columns : values) {
      c.into(*machine);
      uint64_t old = random();
      machine->setReg(ra, rows), machine->setReg(rb, columns);
      machine->setReg(rc, old), machine->setReg(8, rows);
      machine->setReg(9, old);
      machine->setPc(base);
      ASSERT_EQ(machine->run(), Stop::fault);
      uint64_t shape = clamp(int64_t(rows)) | clamp(Wide(int64_t(columns)) * 4)
                                                  << 8;
      EXPECT_EQ(machine->reg(7), shape);
      EXPECT_EQ(machine->reg(rc), (old & 0xffffffff0000ffff) | shape << 16);
      uint64_t both = clamp(int64_t(rows));
      EXPECT_EQ(machine->reg(8),
                (rows & 0xffffffff0000ffff) | (both | both << 8) << 16);
      EXPECT_EQ(machine->reg(9), old & 0xffffffff0000ffff);
    }
}

std::string pathName(const testing::TestParamInfo<TilePath> &i) {
  return toString(i.param);
}
INSTANTIATE_TEST_SUITE_P(Paths, TileMemory,
                         testing::Values(TilePath::portable, TilePath::avx2,
                                         TilePath::avx512),
                         pathName);
INSTANTIATE_TEST_SUITE_P(Paths, TileLanes,
                         testing::Values(TilePath::portable, TilePath::avx2,
                                         TilePath::avx512),
                         pathName);

} // namespace
} // namespace sectile::test

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random programs: the fast engine on every tile path that this host has,
// against the precise interpreter, which shares none of the engine's tables.
// All state must agree.
#include "guest.h"

#include <random>

namespace sectile::test {
namespace {

class Generator {
public:
  explicit Generator(unsigned seed) : random(seed) {}

  // Registers: r20..r23 point into data, r24..r27 are strides, shapes and
  // small indices, r28 is aligned, r29..r31 are depths, t8 holds distances into
  // data; none of them is written. The code ends with exit.
  Code program(unsigned length) {
    Code c;
    for (unsigned r = 20; r < 24; ++r)
      c.li(r, base + 0x40000 + 0x10000 * (r - 20) + below(64));
    for (unsigned r = 24; r < 28; ++r)
      c.li(r, below(0x1000));
    c.li(28, base + 0x40000 + 8 * below(100));
    for (unsigned r = 29; r < 32; ++r)
      c.li(r, below(80) - 8);
    for (unsigned r = 4; r < 20; ++r)
      c.li(r, value());
    size_t start = c.words.size();
    while (c.words.size() < start + length)
      instruction(c, unsigned(start + length - c.words.size()));
    return c.exit(0);
  }
  std::vector<uint8_t> data(size_t n) {
    std::vector<uint8_t> bytes(n);
    for (size_t k = 0; k < n; k += 4) {
      uint32_t w = uint32_t(random());
      // Floats of ordinary size, so that not everything overflows, and some
      // corners.
      if (below(4))
        w = (w & 0x807fffff) | uint32_t(120 + below(16)) << 23;
      if (!below(40))
        w = corner();
      std::memcpy(&bytes[k], &w, 4);
    }
    return bytes;
  }

private:
  std::mt19937_64 random;

  uint64_t below(uint64_t n) { return random() % n; }
  uint32_t corner() {
    static const uint32_t corners[] = {
        0,          0x80000000, 1,          0x80000001, 0x007fffff, 0x00800000,
        0x7f7fffff, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc00001, 0x7f800001,
        0x3f800000, 0xbf800000, 0x7fffffff, 0xffffffff, 0x4f000000, 0xcf000000,
        0x38800000, 0x33000000, 0x477fefff, 0x477ff000, 0x80,       0xff80,
        0x7f,       0x7fff,     0x8000};
    return corners[below(std::size(corners))];
  }
  uint64_t value() {
    switch (below(5)) {
    case 0:
      return below(100);
    case 1:
      return corner();
    case 2:
      return uint64_t(int64_t(int32_t(random())));
    case 3:
      return uint64_t(corner()) << 32 | corner();
    default:
      return random();
    }
  }

  void instruction(Code &c, unsigned left) {
    // Half are common instructions, so that there are handlers of pairs.
    auto op = Op(1 + below(below(2) ? isa::opCount - 1 : unsigned(Op::BBS)));
    const isa::Info &info = isa::info(op);
    using isa::Kind;
    // Other tests cover instructions that leave the program or read time.
    if (info.kind == Kind::system && op != Op::FENCE && op != Op::FENCE_I &&
        op != Op::WFI)
      return;
    if (op == Op::JALR)
      return;
    const isa::AddressForm form = isa::addressOf(op);
    bool memory = (info.flags & (isa::mayLoad | isa::mayStore)) != 0;
    isa::Inst inst;
    inst.op = op;
    for (const isa::Operand &o : info) {
      int64_t v = 0;
      switch (o.cls) {
      case isa::OperandClass::tile:
        v = o.slot == isa::Slot::b && (form == isa::AddressForm::rowGather ||
                                       form == isa::AddressForm::laneGather)
                ? 8
                : int64_t(below(8));
        break;
      case isa::OperandClass::depth: // r29 to r31 are depths
        v = below(3) ? int64_t(below(2) ? 29 + below(3) : 24 + below(4)) : 0;
        break;
      case isa::OperandClass::shape:
        v = below(3) ? int64_t(24 + below(4)) : 0;
        break;
      case isa::OperandClass::gpr:
        if (o.isWritten())
          v = below(20) ? int64_t(4 + below(16)) : 0;
        else if (memory && o.slot == isa::Slot::a)
          v = int64_t(20 + below(4));
        else if (memory && o.slot == isa::Slot::b)
          v = int64_t(24 + below(4));
        else
          v = below(20) ? int64_t(4 + below(24)) : 0;
        break;
      case isa::OperandClass::imm:
        if (o.immKind == isa::ImmKind::pcrel)
          v = 4 * int64_t(1 + below(std::min(left, 12u)));
        else if (o.immKind == isa::ImmKind::csr)
          v = int64_t(below(2) ? isa::Csr::INSTRET : isa::Csr::SCRATCH);
        else
          v = o.minimum() +
              int64_t(
                  below(uint64_t((o.maximum() - o.minimum()) >> o.shift) + 1)
                  << o.shift);
        if (memory && o.width >= 13)
          v /= 8, v &= ~int64_t((1 << o.shift) - 1);
        if (op == Op::TLD || op == Op::TST)
          v = 64 * int64_t(below(64));
        break;
      }
      inst.set(o.slot, v);
    }
    if (info.kind == Kind::amo || info.kind == Kind::cas)
      inst.a = 28; // aligned
    if (info.kind == Kind::csr &&
        !isa::csrAccessLegal(unsigned(inst.imm),
                             op == Op::CSRRW || inst.a != 0))
      return;
    uint32_t w = isa::encode(inst);
    if (!(isa::decode(w) == inst))
      return;
    c.words.push_back(w);
    // Multiplies of one left operand in a row may be done as one.
    if (isa::isMultiply(op) && below(2)) {
      inst.d = uint8_t(below(8));
      inst.b = uint8_t(below(8));
      c.words.push_back(isa::encode(inst));
    }
  }
};

void expectSameState(Machine &a, Machine &b, unsigned seed) {
  ASSERT_EQ(a.retired(), b.retired()) << "seed " << seed;
  ASSERT_EQ(a.pc(), b.pc()) << "seed " << seed;
  for (unsigned n = 0; n < 32; ++n)
    ASSERT_EQ(a.reg(n), b.reg(n)) << "seed " << seed << " r" << n;
  for (unsigned n = 0; n < 32; ++n)
    for (unsigned k = 0; k < 256; ++k)
      ASSERT_EQ(a.tile(n).word(k / 16, k % 16), b.tile(n).word(k / 16, k % 16))
          << "seed " << seed << " t" << n << "[" << k / 16 << "][" << k % 16
          << "]";
  std::vector<uint8_t> x(1 << 20), y(1 << 20);
  a.read(base, x.data(), x.size());
  b.read(base, y.data(), y.size());
  ASSERT_EQ(x, y) << "seed " << seed;
}

class RandomPrograms : public testing::TestWithParam<TilePath> {};

TEST_P(RandomPrograms, engineAgreesWithSteps) {
  if (!hostHas(GetParam()))
    GTEST_SKIP() << "this host lacks " << toString(GetParam());
  for (unsigned seed = 1; seed <= 60; ++seed) {
    Generator g(seed);
    Code c = g.program(400);
    std::vector<uint8_t> data = g.data(0x60000);
    Guest fast(c, options(GetParam())), slow(c);
    for (Machine *m :
         {static_cast<Machine *>(&fast), static_cast<Machine *>(&slow)}) {
      m->write(base + 0x30000, data.data(), data.size());
      for (unsigned n = 0; n < 8; ++n) {
        Tile t;
        std::memcpy(&t, data.data() + 1024 * n, 1024);
        m->setTile(n, t);
      }
      Tile distances;
      for (unsigned n = 0; n < 256; ++n)
        distances.word(n / 16, n % 16, n * n * 3 % 0x1357);
      m->setTile(8, distances);
    }
    std::optional<Stop> stop;
    while (!stop) {
      Retire r;
      uint64_t before = slow.retired();
      stop = slow.step(r);
      // Every instruction by itself as well, the first time round.
      if (!stop && seed <= 20) {
        fast.run(slow.retired() - before);
        ASSERT_EQ(fast.pc(), slow.pc())
            << "seed " << seed << ": " << isa::toString(r.inst);
        for (unsigned n = 0; n < r.registerWrites; ++n)
          ASSERT_EQ(fast.reg(r.registers[n].number),
                    slow.reg(r.registers[n].number))
              << isa::toString(r.inst);
        for (unsigned k = 0; r.tile >= 0 && k < 256; ++k)
          ASSERT_EQ(fast.tile(unsigned(r.tile)).word(k / 16, k % 16),
                    slow.tile(unsigned(r.tile)).word(k / 16, k % 16))
              << "seed " << seed << ": " << isa::toString(r.inst) << " ["
              << k / 16 << "][" << k % 16 << "]";
      }
    }
    ASSERT_EQ(*stop, Stop::exited)
        << "seed " << seed << ": " << slow.fault().cause << " at "
        << isa::toString(isa::decode(slow.fault().word));
    ASSERT_EQ(fast.run(), Stop::exited);
    expectSameState(fast, slow, seed);
  }
}

INSTANTIATE_TEST_SUITE_P(Paths, RandomPrograms,
                         testing::Values(TilePath::portable, TilePath::avx2,
                                         TilePath::avx512),
                         [](const auto &info) {
                           return std::string(toString(info.param));
                         });

} // namespace
} // namespace sectile::test

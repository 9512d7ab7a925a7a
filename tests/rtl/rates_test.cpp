// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// That the core is as fast as isa/Rates.td says: every instruction is measured.
#include "../emulator/guest.h"
#include "RtlCore.h"
#include <map>

using namespace sectile;
using namespace sectile::cosim;
using namespace sectile::test;

namespace {

struct Rate {
  const char *name;
  unsigned cycles, latency;
};
const std::map<Op, Rate> &rates() {
  static const std::map<Op, Rate> all = {
#define SECTILE_RATE(Name, rate, cycles, latency)                              \
  {Op::Name, {#rate, cycles, latency}},
#include "sectile/rates.def"
  };
  return all;
}

// Instructions that trap, go elsewhere, or wait for memory: they have no rate
// that can be measured by repeating them.
bool isRepeated(Op op) {
  switch (op) {
  case Op::ECALL:
  case Op::EBREAK:
  case Op::TRET:
  case Op::WFI:
  case Op::FENCE:
  case Op::FENCE_I:
  case Op::CALL:
  case Op::JALR:
    return false;
  default:
    return true;
  }
}

// Registers of the programs: scalars, and tiles.
constexpr int64_t address = 8, lineBytes = 9, many = 10, one = 11, two = 12,
                  settled = 13, dependent = 14, shape = 15, firstResult = 16,
                  rounds = 24;
constexpr int64_t someTile = 0, laneNumbers = 1, mask = 2, rowOffsets = 3,
                  firstTileResult = 8;
constexpr int64_t results = 8;
constexpr uint64_t data = base + 0x8000;
constexpr unsigned memoryLatency = BusOptions().latency;

int64_t immediate(const isa::Operand &o, isa::AddressForm form) {
  if (o.immKind == isa::ImmKind::pcrel)
    return 4;
  if (o.immKind == isa::ImmKind::csr)
    return int64_t(Csr::SCRATCH);
  return form == isa::AddressForm::laneGather ? 2 : o.bias;
}

int64_t tileSource(const isa::Operand &o, isa::AddressForm form) {
  if (form == isa::AddressForm::laneGather && o.slot == isa::Slot::c)
    return mask;
  if (o.slot == isa::Slot::b)
    switch (form) {
    case isa::AddressForm::masked:
      return mask;
    case isa::AddressForm::rowGather:
      return rowOffsets;
    case isa::AddressForm::laneGather:
      return laneNumbers;
    default:
      break;
    }
  return someTile;
}

int64_t scalarSource(const isa::Operand &o, isa::AddressForm form) {
  if (form != isa::AddressForm::none && o.slot == isa::Slot::a)
    return address;
  if (o.slot == isa::Slot::b)
    switch (form) {
    case isa::AddressForm::none:
      return two;
    case isa::AddressForm::rectangle:
      return lineBytes;
    case isa::AddressForm::linear:
      return many;
    case isa::AddressForm::index:
    case isa::AddressForm::wordIndex:
      return 0;
    default:
      break;
    }
  return one;
}

// The n-th of several instructions that do not depend on each other.
isa::Inst independent(Op op, unsigned n) {
  const isa::AddressForm form = isa::addressOf(op);
  isa::Inst inst;
  inst.op = op;
  for (const isa::Operand &o : isa::info(op)) {
    const bool tile = o.cls == isa::OperandClass::tile;
    int64_t value = 0; // full, of depths and shapes
    if (o.cls == isa::OperandClass::imm)
      value = immediate(o, form);
    else if (tile || o.cls == isa::OperandClass::gpr)
      value = o.isWritten() ? (tile ? firstTileResult : firstResult) +
                                  int64_t(n % unsigned(results))
              : tile        ? tileSource(o, form)
                            : scalarSource(o, form);
    inst.set(o.slot, value);
  }
  return inst;
}

// A program that runs blocks of instructions twice, the second time with the
// code and the data in the caches.
class Blocks {
public:
  Blocks() {
    code.li(address, data).li(lineBytes, 64).li(many, 1 << 20);
    code.li(shape, 0x1010).li(one, 0x3f800001).li(two, 0x40000003);
    code(Op::STD, {address, address, 0}); // points to itself
    code.li(firstResult, ~uint64_t(0));
    code(Op::TSPLAT, {mask, firstResult})(Op::TSPLAT, {someTile, one});
    code.li(firstResult, 6)(Op::TIDXROW, {rowOffsets});
    code(Op::TSSLL_I32, {rowOffsets, rowOffsets, firstResult});
    code(Op::TIDXLIN, {laneNumbers}).li(dependent, data);
    code.li(rounds, 2);
    loop = code.here();
  }
  void mark() {
    settle();
    marks.push_back(code.here());
    code(Op::ADDI, {0, 0, 0});
  }
  void add(const isa::Inst &inst) { code.words.push_back(isa::encode(inst)); }
  // Operands are in the order of assembly.
  void add(Op op, const std::vector<int64_t> &operands) {
    isa::Inst inst;
    inst.op = op;
    for (size_t n = 0; n < operands.size(); ++n)
      inst.set(isa::info(op).operands[n].slot, operands[n]);
    add(inst);
  }
  // Cycles from each mark to the next one, in the second round.
  std::vector<uint64_t> run() {
    code(Op::ADDI, {rounds, rounds, -1});
    code(Op::BNEI, {rounds, 0, int64_t(loop - code.here())});
    code.exit(0);
    BusOptions bus;
    bus.memory = 1 << 20;
    RtlCore core(bus, HostDevice::Options());
    core.bus().write(code.start, code.words.data(), 4 * code.words.size());
    core.reset(code.start);
    core.following = true;
    std::vector<uint64_t> at(marks.size());
    uint64_t started[1 << rtl::slotBits] = {};
    while (!core.exited && !core.halted && core.cycles() < 1000000) {
      core.clock();
      for (unsigned unit = 0; core.trace && unit < rtl::tileUnits; ++unit) {
        if (core.trace->start[unit])
          started[core.trace->startSlot[unit]] = core.cycles();
        if (core.trace->written[unit])
          lastLatency =
              core.cycles() + 1 - started[core.trace->writtenSlot[unit]];
      }
      if (core.retired)
        for (size_t n = 0; n < marks.size(); ++n)
          if (core.retired->pc == marks[n])
            at[n] = core.cycles();
    }
    EXPECT_TRUE(core.exited && !core.halted);
    std::vector<uint64_t> between;
    for (size_t n = 1; n < at.size(); ++n)
      between.push_back(at[n] - at[n - 1]);
    return between;
  }

  // Cycles from the start of the last instruction that wrote a tile until
  // another unit could start with it.
  uint64_t lastLatency = 0;

private:
  Code code;
  uint64_t loop;
  std::vector<uint64_t> marks;

  // Waits for all tiles, for stores, and for stalls of the scalar pipeline.
  void settle() {
    for (int64_t n = 0; n < results; ++n)
      code(Op::TGETW, {settled, firstTileResult + n, 0});
    code(Op::LDBU, {settled, address, 0});
    for (int n = 0; n < 8; ++n)
      code(Op::ADDI, {0, 0, 0});
  }
};

// Cycles of the core that one more instruction takes.
double measured(const std::function<isa::Inst(unsigned)> &instruction) {
  constexpr unsigned few = 16, more = 32;
  Blocks blocks;
  for (unsigned count : {few, few + more}) {
    blocks.mark();
    for (unsigned n = 0; n < count; ++n)
      blocks.add(instruction(n));
  }
  blocks.mark();
  const std::vector<uint64_t> cycles = blocks.run();
  return double(cycles[1] - cycles[0]) / more;
}

TEST(Rates, EveryInstructionHasOne) {
  EXPECT_EQ(rates().size(), isa::opCount - 1);
}

TEST(Rates, IndependentInstructionsFollowEachOther) {
  for (const auto &[op, rate] : rates())
    if (isRepeated(op)) {
      EXPECT_EQ(measured([op = op](unsigned n) { return independent(op, n); }),
                rate.cycles)
          << isa::info(op).mnemonic << " (" << rate.name << ')';
    }
}

// The next one needs the result, which may be its address.
// Four or two rows of memory are a column. Of 16 rows four or eight columns are
// loaded, the others are zero.
TEST(Rates, ColumnsOutsideTheShapeOfATransposingLoadTakeACycle) {
  const auto shaped = [](Op op) {
    return measured([op](unsigned n) {
      isa::Inst inst = independent(op, n);
      inst.c = shape;
      return inst;
    });
  };
  EXPECT_EQ(shaped(Op::TLDR_T32), 16);
  EXPECT_EQ(shaped(Op::TLDR_T16), 16 + 8);
  EXPECT_EQ(shaped(Op::TLDR_T8), 16 + 12);
}

TEST(Rates, LoadsFollowStoresToTheirLine) {
  EXPECT_EQ(measured([](unsigned n) {
              return independent(n % 2 ? Op::LDD : Op::STD, n);
            }),
            1);
}

// Cycles of the core that four more instructions take.
using Operands = std::vector<int64_t>;
uint64_t cyclesOfFour(const std::vector<std::pair<Op, Operands>> &four) {
  constexpr unsigned few = 4, more = 8;
  Blocks blocks;
  for (unsigned count : {few, few + more}) {
    blocks.mark();
    for (unsigned n = 0; n < count; ++n)
      for (const auto &[op, operands] : four)
        blocks.add(op, operands);
  }
  blocks.mark();
  const std::vector<uint64_t> cycles = blocks.run();
  EXPECT_EQ((cycles[1] - cycles[0]) % more, 0u);
  return (cycles[1] - cycles[0]) / more;
}

constexpr int64_t loaded = firstResult, sum = firstResult + 1,
                  place = firstResult + 2, other = firstResult + 3;

// The line at 128 is in the cache: nothing stores to it.
TEST(Rates, ALoadIsUsedAtOnceIfItsAddressWasKnownBefore) {
  const std::pair<Op, Operands> load = {Op::LDD, {loaded, address, 128}},
                                use = {Op::ADD, {sum, loaded, loaded}};
  EXPECT_EQ(cyclesOfFour({load, use, load, use}), 4u);
  EXPECT_EQ(cyclesOfFour(
                {{Op::LDXD, {loaded, address, lineBytes, 3}}, use, load, use}),
            4u);
  // The address is known an instruction before the load, two before, or is
  // loaded.
  EXPECT_EQ(cyclesOfFour({{Op::ADDI, {place, address, 0}},
                          {Op::LDD, {loaded, place, 128}},
                          use,
                          {Op::ADDI, {other, 0, 0}}}),
            5u);
  EXPECT_EQ(cyclesOfFour({{Op::ADDI, {place, address, 0}},
                          {Op::ADDI, {other, 0, 0}},
                          {Op::LDD, {loaded, place, 128}},
                          use}),
            4u);
  EXPECT_EQ(cyclesOfFour({{Op::LDD, {place, address, 0}},
                          {Op::ADDI, {other, 0, 0}},
                          {Op::LDD, {loaded, place, 128}},
                          use}),
            5u);
  EXPECT_EQ(cyclesOfFour({{Op::LDD, {place, address, 0}},
                          {Op::ADDI, {other, 0, 0}},
                          {Op::ADDI, {other, 0, 0}},
                          {Op::LDD, {loaded, place, 128}}}),
            4u);
}

// The cache is read once a cycle.
TEST(Rates, ALoadRightAfterAStoreIsNotUsedAtOnce) {
  EXPECT_EQ(cyclesOfFour({{Op::STD, {address, address, 0}},
                          {Op::LDD, {loaded, address, 128}},
                          {Op::ADD, {sum, loaded, loaded}},
                          {Op::ADDI, {other, 0, 0}}}),
            5u);
}

TEST(Rates, AStoreTakesWhatItStoresAsItArrives) {
  EXPECT_EQ(cyclesOfFour({{Op::MUL, {other, many, one}},
                          {Op::STD, {other, address, 64}},
                          {Op::ADDI, {place, address, 0}},
                          {Op::ADDI, {place, address, 0}}}),
            4u);
  EXPECT_EQ(cyclesOfFour({{Op::ADDI, {place, address, 0}},
                          {Op::LDD, {other, place, 0}},
                          {Op::STD, {other, address, 64}},
                          {Op::ADDI, {place, address, 0}}}),
            4u);
  // but not its address
  EXPECT_EQ(cyclesOfFour({{Op::ADDI, {place, address, 0}},
                          {Op::LDD, {other, place, 0}},
                          {Op::STD, {other, other, 64}},
                          {Op::ADDI, {place, address, 0}}}),
            5u);
}

// A branch that is taken in every other round of a loop.
TEST(Rates, ABranchIsPredictedByTheDirectionsBeforeIt) {
  constexpr int64_t few = 64, more = 64;
  constexpr int64_t round = sum, odd = other;
  Blocks blocks;
  for (int64_t count : {few, few + more}) {
    blocks.mark();
    blocks.add(Op::ADDI, {round, 0, count});
    blocks.add(Op::ANDI, {odd, round, 1});
    blocks.add(Op::BNEI, {odd, 0, 8});
    blocks.add(Op::ADDI, {place, 0, 0});
    blocks.add(Op::ADDI, {round, round, -1});
    blocks.add(Op::BNEI, {round, 0, -16});
  }
  blocks.mark();
  const std::vector<uint64_t> cycles = blocks.run();
  // 4.5 instructions a round, and one end of the loop predicted otherwise
  EXPECT_LE(cycles[1] - cycles[0], more * 9 / 2 + 2);
}

TEST(Rates, AScalarWaitsForAResult) {
  for (Op op : {Op::ADD, Op::MUL, Op::DIV, Op::FADD_F64, Op::FDIV_F64, Op::LDD,
                Op::AMOADD_D}) {
    isa::Inst inst = independent(op, 0);
    inst.d = dependent;
    (op == Op::AMOADD_D ? inst.b : inst.a) = dependent;
    EXPECT_EQ(measured([&](unsigned) { return inst; }), rates().at(op).latency)
        << isa::info(op).mnemonic;
  }
}

TEST(Rates, AMultiplyWaitsForTheOneWhoseSumItContinues) {
  for (const auto &[op, rate] : rates())
    if (isa::isMultiply(op) && !isa::multiplyOf(op).fromZero) {
      EXPECT_EQ(measured([op = op](unsigned) { return independent(op, 0); }),
                rate.latency)
          << isa::info(op).mnemonic;
    }
}

TEST(Rates, AnotherUnitWaitsForATile) {
  for (const auto &[op, rate] : rates()) {
    const isa::Info &info = isa::info(op);
    if (!(info.unit == isa::Unit::telem && op != Op::TGETW) &&
        info.kind != isa::Kind::tload)
      continue;
    Blocks blocks;
    blocks.mark();
    blocks.add(independent(op, 0));
    blocks.mark();
    blocks.run();
    EXPECT_EQ(blocks.lastLatency,
              rate.latency +
                  (info.kind == isa::Kind::tload ? memoryLatency : 0))
        << info.mnemonic << " (" << rate.name << ')';
  }
}

} // namespace

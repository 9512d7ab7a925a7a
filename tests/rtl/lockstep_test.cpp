// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// That lockstep sees a difference: the emulator's state is changed behind its
// back while both run, one thing at a time, and the report names that thing.
#include "../emulator/guest.h"
#include "Lockstep.h"
#include "MovementCheck.h"

using namespace sectile;
using namespace sectile::cosim;
using namespace sectile::test;

namespace {

constexpr uint64_t data = base + 0x4000, untouched = base + 0x6000;

// Adds up, in a register, in memory and in tiles; two are stored.
Code program() {
  Code code;
  code.li(8, data).li(10, untouched)(Op::ADDI, {6, 0, 0});
  const uint64_t loop = code.here();
  code(Op::ADDI, {6, 6, 1})(Op::LDD, {7, 8, 0})(Op::ADDI, {7, 7, 3});
  code(Op::STD, {7, 8, 0})(Op::LDD, {11, 10, 0})(Op::TIDXLIN, {2});
  code(Op::TADD_I32, {1, 1, 2})(Op::TADD_I32, {3, 3, 2})(Op::TST, {1, 8, 1024});
  code(Op::TST, {4, 8, 2048})(Op::SLTI, {9, 6, 50});
  code(Op::BNEI, {9, 0, int64_t(loop - code.here())});
  return code.exit(3);
}

struct Both {
  Code code = program();
  BusOptions bus;
  MachineOptions options;
  std::unique_ptr<Machine> machine;
  std::unique_ptr<RtlCore> core;
  std::unique_ptr<Lockstep> lockstep;

  Both() {
    bus.memory = options.memory = 1 << 20;
    options.lockstep = true;
    machine = std::make_unique<Machine>(options);
    core = std::make_unique<RtlCore>(bus, HostDevice::Options());
    code.into(*machine);
    core->bus().write(code.start, code.words.data(), 4 * code.words.size());
    machine->setPc(code.start);
    core->reset(code.start);
    lockstep = std::make_unique<Lockstep>(*core, *machine);
  }
  // Until the end or a difference, with the change in the middle.
  std::string run(const std::function<void(Machine &)> &change) {
    bool same = true, changed = false;
    for (int n = 0; n < 100000 && same && !lockstep->exited(); ++n) {
      same = lockstep->clock();
      if (same && !changed && lockstep->compared() >= 200) {
        changed = true;
        change(*machine);
      }
    }
    if (same)
      same = lockstep->exited() && lockstep->finish();
    return same ? "no difference" : lockstep->mismatch().what;
  }
};

std::string differenceAfter(const std::function<void(Machine &)> &change) {
  return Both().run(change);
}

TEST(Lockstep, EndsWithoutDifference) {
  Both both;
  EXPECT_EQ(both.run([](Machine &) {}), "no difference");
  EXPECT_EQ(both.lockstep->status(), 3);
  EXPECT_GT(both.lockstep->tilesCompared(), 99u);
}

TEST(Lockstep, ComparesRegisters) {
  EXPECT_EQ(differenceAfter([](Machine &m) { m.setReg(6, m.reg(6) + 1); }),
            "value of a2");
}

TEST(Lockstep, ComparesThePc) {
  EXPECT_EQ(differenceAfter([](Machine &m) { m.setPc(m.pc() + 4); }), "pc");
}

// What is read there is zero as well.
TEST(Lockstep, ComparesAddresses) {
  EXPECT_EQ(differenceAfter([](Machine &m) { m.setReg(10, untouched + 64); }),
            "memory address");
}

// Cores and models share nothing: each pair runs as if it were alone.
TEST(Lockstep, TwoHartsRunSideBySide) {
  Both one, other;
  bool same = true, otherSame = true;
  for (int n = 0; n < 100000 && !one.lockstep->exited(); ++n) {
    same = same && one.lockstep->clock();
    if (otherSame)
      otherSame = other.lockstep->clock();
    if (otherSame && other.lockstep->compared() == 200)
      other.machine->setReg(6, 0x123456);
  }
  EXPECT_TRUE(same) << one.lockstep->mismatch().what;
  EXPECT_TRUE(one.lockstep->exited() && one.lockstep->finish());
  EXPECT_EQ(one.lockstep->status(), 3);
  EXPECT_FALSE(otherSame);
  EXPECT_EQ(other.lockstep->mismatch().what, "value of a2");
}

void changeLastByte(Machine &m, unsigned tile) {
  Tile t = m.tile(tile);
  reinterpret_cast<uint8_t *>(&t)[1023] ^= 0x80;
  m.setTile(tile, t);
}

TEST(Lockstep, ComparesTiles) {
  EXPECT_EQ(differenceAfter([](Machine &m) { changeLastByte(m, 3); }),
            "t3, row 15, word 15");
}

TEST(Lockstep, ComparesWhatIsStored) {
  EXPECT_EQ(differenceAfter([](Machine &m) {
              const uint8_t one = 1;
              m.write(data, &one, 1);
            }),
            "value of a3");
  EXPECT_EQ(differenceAfter([](Machine &m) { changeLastByte(m, 4); }),
            "bytes of a tile store");
}

TEST(Lockstep, ComparesMemoryThatWasNotRead) {
  EXPECT_EQ(differenceAfter([](Machine &m) {
              const uint8_t one = 1;
              m.write(untouched + 0x105, &one, 1);
            }),
            "memory after the run, at 0x80006105");
}

TEST(Lockstep, ComparesControlRegistersThatWereNotWritten) {
  for (Csr number : {Csr::STATUS, Csr::TVEC, Csr::EPC, Csr::CAUSE, Csr::TVAL,
                     Csr::SCRATCH, Csr::IE, Csr::IP, Csr::TIMECMP}) {
    const std::string name = isa::csrInfo(unsigned(number))->name;
    // ie as a whole is off, so that no interrupt is due.
    const uint64_t value = number == Csr::STATUS ? 2
                           : number == Csr::IE   ? 2
                           : number == Csr::IP   ? 1
                                                 : 0x1230;
    EXPECT_EQ(differenceAfter([&](Machine &m) { m.setCsr(number, value); }),
              "control register " + name);
  }
}

// From a checkpoint with large counters, so that every bit of them shows.
TEST(Lockstep, CountersGoOnFromAState) {
  static constexpr Csr counters[] = {
      Csr::CYCLE,      Csr::BUSY_TMEM, Csr::BUSY_TMAT,   Csr::BUSY_TELEM,
      Csr::BUSY_FPU,   Csr::BUSY_DIV,  Csr::STALL_FETCH, Csr::STALL_DATA,
      Csr::STALL_UNIT, Csr::STALL_TILE};
  constexpr uint64_t from = (uint64_t(1) << 62) - 20;
  BusOptions bus;
  MachineOptions options;
  bus.memory = options.memory = 1 << 20;
  options.lockstep = true;
  Machine machine(options);
  RtlCore core(bus, HostDevice::Options());
  Code code;
  code.li(8, data)(Op::DIV, {6, 8, 8})(Op::LDD, {7, 8, 0})(Op::ADDI, {7, 7, 1});
  int64_t at = 0;
  for (Csr number : counters)
    code(Op::CSRRS, {9, int64_t(number), 0})(Op::STD, {9, 8, at += 8});
  code.exit(0);
  code.into(machine);
  core.bus().write(code.start, code.words.data(), 4 * code.words.size());
  machine.setPc(code.start);
  for (Csr number : counters)
    machine.setCounter(number, from);
  machine.setRetired(from);
  core.reset(code.start);
  std::string error;
  ASSERT_TRUE(core.load(machine, error)) << error;
  Lockstep lockstep(core, machine);
  while (!lockstep.exited())
    ASSERT_TRUE(lockstep.clock()) << lockstep.mismatch().what;
  EXPECT_TRUE(lockstep.finish()) << lockstep.mismatch().what;
  at = 0;
  for (Csr number : counters) {
    uint64_t value = 0;
    machine.read(data + uint64_t(at += 8), &value, 8);
    EXPECT_GE(value, from) << isa::csrInfo(unsigned(number))->name;
    EXPECT_LT(value, from + 10000) << isa::csrInfo(unsigned(number))->name;
  }
}

// What the core shows of its pipeline, made up a cycle at a time.
struct Movements : testing::Test {
  RtlCore core{BusOptions(), HostDevice::Options()};
  MovementCheck check;
  static uint32_t word(Op op) {
    isa::Inst inst;
    inst.op = op;
    return isa::encode(inst);
  }
  std::string clock(const std::function<void(rtl::Trace &)> &moves) {
    core.trace.emplace();
    moves(*core.trace);
    const char *wrong = check.clock(core);
    core.retired.reset();
    return wrong ? wrong : "";
  }
  // From fetch to the cycle in which it leaves the memory stage.
  std::string through(Op op, bool push) {
    std::string wrong = clock([&](rtl::Trace &m) {
      m.fetched = true;
      m.pc = base;
      m.word = word(op);
    });
    wrong += clock([](rtl::Trace &m) { m.read = true; });
    wrong += clock([&](rtl::Trace &m) {
      m.executed = true;
      m.push = push;
      m.slot = 3;
    });
    return wrong + clock([](rtl::Trace &m) { m.committed = true; });
  }
  std::string retires(Op op, uint64_t pc = base) {
    core.retired.emplace();
    core.retired->pc = pc;
    core.retired->word = word(op);
    return clock([](rtl::Trace &) {});
  }
  // A tile unit does something for the instruction in slot 3.
  std::string inUnit(bool (rtl::Trace::*event)[rtl::tileUnits],
                     uint8_t (rtl::Trace::*slot)[rtl::tileUnits],
                     unsigned unit = 1, uint8_t number = 3) {
    return clock([&](rtl::Trace &m) {
      (m.*event)[unit] = true;
      (m.*slot)[unit] = number;
    });
  }
  std::string starts() {
    std::string wrong = inUnit(&rtl::Trace::start, &rtl::Trace::startSlot);
    core.busy = 1u << busyElementwise;
    return wrong;
  }
  std::string copies() {
    return inUnit(&rtl::Trace::copied, &rtl::Trace::copiedSlot);
  }
  std::string writes() {
    return inUnit(&rtl::Trace::written, &rtl::Trace::writtenSlot);
  }
};

TEST_F(Movements, AnInstructionGoesThroughAndRetires) {
  EXPECT_EQ(through(Op::ADD, false), "");
  EXPECT_EQ(retires(Op::ADD), "");
  EXPECT_EQ(check.finish(), nullptr);
}

TEST_F(Movements, AnotherOneRetires) {
  EXPECT_EQ(through(Op::ADD, false), "");
  EXPECT_EQ(retires(Op::ADD, base + 4), "retires, but another one moved");
}

TEST_F(Movements, NothingRetires) {
  EXPECT_EQ(through(Op::ADD, false), "");
  EXPECT_EQ(clock([](rtl::Trace &) {}),
            "leaves the memory stage and does not retire");
}

TEST_F(Movements, ATileInstructionGoesIntoAUnit) {
  EXPECT_EQ(through(Op::TADD_F32, false), "");
  EXPECT_EQ(retires(Op::TADD_F32), "goes into no unit's queue");
}

TEST_F(Movements, AScalarInstructionGoesIntoNoUnit) {
  EXPECT_EQ(through(Op::ADD, true), "");
  EXPECT_EQ(retires(Op::ADD), "goes into a unit's queue");
}

TEST_F(Movements, ATileInstructionEndsInItsUnit) {
  EXPECT_EQ(through(Op::TADD_F32, true), "");
  EXPECT_EQ(retires(Op::TADD_F32), "");
  EXPECT_STREQ(check.finish(), "never ends in its unit");
  EXPECT_EQ(starts(), "");
  EXPECT_EQ(copies(), "");
  EXPECT_EQ(writes(), "");
  EXPECT_EQ(check.finish(), nullptr);
  EXPECT_EQ(writes(), "has written its tile twice");
}

TEST_F(Movements, AUnitStartsTwice) {
  EXPECT_EQ(through(Op::TADD_F32, true), "");
  EXPECT_EQ(retires(Op::TADD_F32), "");
  EXPECT_EQ(starts(), "");
  EXPECT_EQ(starts(), "starts in its unit twice");
}

TEST_F(Movements, AUnitThatHasStartedIsBusy) {
  EXPECT_EQ(through(Op::TADD_F32, true), "");
  EXPECT_EQ(retires(Op::TADD_F32), "");
  EXPECT_EQ(starts(), "");
  core.busy = 1u << busyMatrix;
  EXPECT_EQ(copies(), "has started in a unit that is not busy");
}

TEST_F(Movements, AScalarUnitIsBusyWithAnInstruction) {
  for (auto [op, unit] : {std::pair(Op::FADD_F32, busyFloat),
                          std::pair(Op::FSQRT_F64, busyDivide),
                          std::pair(Op::REMU, busyDivide)}) {
    check = MovementCheck();
    core.busy = 1u << unit;
    EXPECT_EQ(through(op, false), "");
    core.busy = 0;
    EXPECT_EQ(retires(op), "");
    core.busy = 31u & ~(1u << unit);
    EXPECT_EQ(through(op, false), "");
    EXPECT_EQ(retires(op), "has been in a unit that was never busy");
  }
}

// The first cycle that is shown may be any.
TEST_F(Movements, WhatWasInFlightBeforeIsNotKnown) {
  EXPECT_EQ(inUnit(&rtl::Trace::written, &rtl::Trace::writtenSlot, 0, 4), "");
  EXPECT_EQ(retires(Op::ADD), "");
  EXPECT_EQ(check.finish(), nullptr);
}

TEST_F(Movements, ASlotIsTakenTwice) {
  EXPECT_EQ(through(Op::TADD_F32, true), "");
  EXPECT_EQ(retires(Op::TADD_F32), "");
  EXPECT_EQ(through(Op::TADD_F32, true), "takes the slot of one in flight");
}

} // namespace

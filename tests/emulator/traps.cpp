// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Traps, interrupts and control registers; by step and by the fast engine.
#include "guest.h"

namespace sectile::test {
namespace {

constexpr uint64_t ramEnd = base + (1 << 20);

// Runs one instruction with a0 = a, a1 = b, a2 = c without a handler.
struct Outcome {
  Fault fault;
  uint64_t retired;
};
class Traps : public testing::TestWithParam<bool> {
protected:
  Outcome trap(Op op, std::initializer_list<int64_t> operands, uint64_t a = 0,
               uint64_t b = 0, uint64_t c = 0) {
    Code code;
    code(Op::ADDI, {20, 0, 1})(op, operands);
    Guest m(code);
    m.setReg(4, a), m.setReg(5, b), m.setReg(6, c);
    Tile t = {};
    m.setTile(1, t);
    if (GetParam()) {
      EXPECT_EQ(m.run(100), Stop::fault);
    } else {
      EXPECT_EQ(m.step(), std::nullopt);
      EXPECT_EQ(m.step(), Stop::fault);
    }
    EXPECT_EQ(m.fault().pc, base + 4);
    EXPECT_EQ(m.csr(Csr::EPC), base + 4);
    EXPECT_EQ(m.csr(Csr::CAUSE), m.fault().cause);
    EXPECT_EQ(m.csr(Csr::TVAL), m.fault().value);
    return {m.fault(), m.retired()};
  }
  void expectTrap(Trap cause, uint64_t value, const Outcome &o) {
    EXPECT_EQ(o.fault.cause, uint64_t(cause));
    EXPECT_EQ(o.fault.value, value);
    EXPECT_EQ(o.retired, 1u);
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Traps, testing::Bool(), [](const auto &i) {
  return i.param ? "run" : "step";
});

TEST_P(Traps, loadFaultNamesTheFirstIllegalByte) {
  expectTrap(Trap::LOAD_FAULT, base - 1, trap(Op::LDD, {10, 4, 0}, base - 1));
  expectTrap(Trap::LOAD_FAULT, ramEnd, trap(Op::LDD, {10, 4, 0}, ramEnd - 7));
  expectTrap(Trap::LOAD_FAULT, ramEnd, trap(Op::LDB, {10, 4, 0}, ramEnd));
  expectTrap(Trap::LOAD_FAULT, ramEnd,
             trap(Op::LDPD, {10, 11, 4, 0}, ramEnd - 8));
  expectTrap(Trap::LOAD_FAULT, 0,
             trap(Op::LDXW, {10, 4, 5, 2}, ~uint64_t(0) - 3, 1));
  expectTrap(Trap::LOAD_FAULT, 0x10000000,
             trap(Op::LDD, {10, 4, 0}, 0x10000000));
}
TEST_P(Traps, storeFault) {
  expectTrap(Trap::STORE_FAULT, ramEnd, trap(Op::STD, {5, 4, 0}, ramEnd - 4));
  expectTrap(Trap::STORE_FAULT, 0x10000008,
             trap(Op::STD, {5, 4, 0}, 0x10000008));
  expectTrap(Trap::STORE_FAULT, 0x10000000,
             trap(Op::STW, {5, 4, 0}, 0x10000000));
  expectTrap(Trap::STORE_FAULT, 0x10000000,
             trap(Op::STPD, {5, 6, 4, 0}, 0x10000000));
  expectTrap(Trap::STORE_FAULT, 0, trap(Op::STB, {5, 0, 0}));
}
TEST_P(Traps, atomics) {
  expectTrap(Trap::MISALIGNED_ATOMIC, base + 0x1002,
             trap(Op::AMOADD_W, {10, 4, 5}, base + 0x1002));
  expectTrap(Trap::MISALIGNED_ATOMIC, base + 0x1004,
             trap(Op::CAS_D, {10, 4, 5, 6}, base + 0x1004));
  expectTrap(Trap::MISALIGNED_ATOMIC, 1, trap(Op::AMOSWAP_D, {10, 4, 5}, 1));
  expectTrap(Trap::LOAD_FAULT, 0x10000000,
             trap(Op::AMOSWAP_D, {10, 4, 5}, 0x10000000));
  expectTrap(Trap::LOAD_FAULT, ramEnd, trap(Op::CAS_W, {10, 4, 5, 6}, ramEnd));
}
TEST_P(Traps, misalignedJumpWritesNoLink) {
  expectTrap(Trap::MISALIGNED_JUMP, base + 2, trap(Op::JALR, {20, 4, 2}, base));
}
TEST_P(Traps, environmentCallAndBreakpoint) {
  expectTrap(Trap::ECALL, 0, trap(Op::ECALL, {}));
  expectTrap(Trap::BREAKPOINT, 0, trap(Op::EBREAK, {}));
}
TEST_P(Traps, illegalWords) {
  for (uint32_t w :
       {0u, ~0u, uint32_t(63), word(Op::ADD, {1, 2, 3}) | 0x100u << 21}) {
    Code code;
    code.words = {w};
    Guest m(code);
    EXPECT_EQ(GetParam() ? m.run() : *m.step(), Stop::fault);
    EXPECT_EQ(m.fault().cause, uint64_t(Trap::ILLEGAL));
    EXPECT_EQ(m.fault().value, w);
  }
}
TEST_P(Traps, fetchFault) {
  for (uint64_t pc : {ramEnd, uint64_t(0), uint64_t(0x10000000)}) {
    Guest m(Code{});
    m.setPc(pc);
    EXPECT_EQ(GetParam() ? m.run() : *m.step(), Stop::fault);
    EXPECT_EQ(m.fault().cause, uint64_t(Trap::FETCH_FAULT));
    EXPECT_EQ(m.fault().value, pc);
    EXPECT_EQ(m.fault().word, 0u);
  }
}
TEST_P(Traps, runningOffTheEndOfMemory) {
  Code code;
  code.start = ramEnd - 8;
  code(Op::ADDI, {4, 4, 1})(Op::ADDI, {4, 4, 1});
  Guest m(code);
  EXPECT_EQ(m.run(), Stop::fault);
  EXPECT_EQ(m.fault().pc, ramEnd);
  EXPECT_EQ(m.reg(4), 2u);
  EXPECT_EQ(m.retired(), 2u);
}

//===-- Tiles -----------------------------------------------------------===//

constexpr uint64_t shape(unsigned rows, unsigned columns) {
  return rows | columns << 8;
}

TEST_P(Traps, tileAccessNamesTheFirstIllegalByteInRowMajorOrder) {
  expectTrap(Trap::LOAD_FAULT, ramEnd, trap(Op::TLD, {1, 4, 0}, ramEnd - 1000));
  expectTrap(Trap::LOAD_FAULT, base - 64, trap(Op::TLD, {1, 4, -64}, base));
  // Rows go downwards: the third one is the first outside.
  expectTrap(Trap::LOAD_FAULT, base - 64,
             trap(Op::TLDR_RAW, {1, 4, 5, 0}, base + 64, uint64_t(-64)));
  // The first row is inside but for its end.
  expectTrap(Trap::STORE_FAULT, ramEnd,
             trap(Op::TSTR_I8, {1, 4, 5, 6}, ramEnd - 8, uint64_t(-4096),
                  shape(2, 9)));
  expectTrap(Trap::STORE_FAULT, ramEnd,
             trap(Op::TSTL_BF16, {1, 4, 5}, ramEnd - 2, 2));
  expectTrap(Trap::LOAD_FAULT, 0x10000000,
             trap(Op::TLDL_RAW, {1, 4, 5}, 0x10000000, 1));
}
TEST_P(Traps, tileRowAddressesDoNotWrap) {
  // Were it to wrap, the third row would be the first one again and the second
  // the only bad one in both cases: -2^63 puts it below 0.
  uint64_t top = uint64_t(1) << 63;
  expectTrap(Trap::LOAD_FAULT, base + 0x1000 + top,
             trap(Op::TLDR_RAW, {1, 4, 5, 6}, base + 0x1000, top, shape(3, 1)));
  // 2^64 + base is not base.
  expectTrap(
      Trap::LOAD_FAULT, ~uint64_t(0),
      trap(Op::TLDR_RAW, {1, 4, 5, 6}, ~uint64_t(0), base + 1, shape(2, 1)));
  expectTrap(Trap::LOAD_FAULT, uint64_t(0) - 64, trap(Op::TLD, {1, 4, -64}, 0));
}
TEST_P(Traps, faultingTileAccessChangesNothing) {
  Code code;
  code(Op::TSTR_RAW, {1, 4, 5, 0});
  Guest m(code);
  Tile t;
  std::memset(&t, 0x55, sizeof t);
  m.setTile(1, t);
  m.setReg(4, ramEnd - 4096), m.setReg(5, 512);
  EXPECT_EQ(GetParam() ? m.run() : *m.step(), Stop::fault);
  EXPECT_EQ(m.fault().value, ramEnd);
  std::vector<uint8_t> end(4096), zero(4096);
  m.read(ramEnd - 4096, end.data(), end.size());
  EXPECT_EQ(end, zero);
}
TEST_P(Traps, emptyTileAccessNeverFaults) {
  Code code;
  code(Op::TLDR_RAW, {1, 4, 5, 6})(Op::TSTR_F16, {1, 4, 5, 7})(
      Op::TLDL_I8, {1, 4, 0})(Op::TSTL_RAW, {1, 4, 8})(Op::ECALL);
  Guest m(code);
  m.setReg(6, shape(0, 16)), m.setReg(7, shape(16, 0)),
      m.setReg(8, uint64_t(-5));
  Tile t;
  std::memset(&t, 0x55, sizeof t);
  m.setTile(1, t);
  if (GetParam())
    m.run();
  else
    while (!m.step()) {
    }
  EXPECT_EQ(m.fault().cause, uint64_t(Trap::ECALL));
  EXPECT_EQ(m.tile(1).word(0, 0), 0u);
}

//===-- Handlers and interrupts -----------------------------------------===//

TEST_P(Traps, handlerReturns) {
  Code code;
  code(Op::ADDI, {4, 0, 1})(Op::ECALL)(Op::ADDI, {4, 4, 2})(Op::EBREAK);
  Code handler;
  handler.start = base + 0x100;
  handler(Op::CSRRS, {5, int(Csr::CAUSE), 0})(Op::CSRRS, {6, int(Csr::EPC), 0})(
      Op::CSRRS, {7, int(Csr::STATUS), 0});
  handler(Op::BEQI, {5, 3, 12})(Op::ADDI, {6, 6, 4})(
      Op::CSRRW, {0, int(Csr::EPC), 6})(Op::TRET);
  Guest m(code);
  handler.into(m);
  m.setCsr(Csr::TVEC, base + 0x100);
  m.setCsr(Csr::STATUS, 1);
  for (int n = 0; n < 20 && m.reg(5) != 3; ++n) {
    if (GetParam())
      ASSERT_EQ(m.run(1), Stop::limit);
    else
      ASSERT_EQ(m.step(), std::nullopt);
  }
  EXPECT_EQ(m.reg(4), 3u);
  EXPECT_EQ(m.reg(6), base + 4 + 4);
  EXPECT_EQ(m.reg(7), 2u); // interrupts off, and on before
}

TEST_P(Traps, timerInterruptsAtAnExactInstruction) {
  Code code;
  code(Op::ADDI, {4, 4, 1})(Op::J, {-4});
  Guest m(code);
  Code handler;
  handler.start = base + 0x100;
  handler(Op::EBREAK);
  handler.into(m);
  m.setCsr(Csr::TVEC, base + 0x100);
  m.setCsr(Csr::STATUS, 1);
  m.setCsr(Csr::IE, 2);
  m.setCsr(Csr::TIMECMP, 1001);
  if (GetParam())
    m.run(1001);
  else
    while (m.retired() < 1001)
      m.step();
  EXPECT_EQ(m.retired(), 1001u);
  EXPECT_EQ(m.reg(4), 501u);
  m.step();
  EXPECT_EQ(m.csr(Csr::CAUSE), uint64_t(Trap::TIMER));
  EXPECT_EQ(m.csr(Csr::EPC), base + 4);
  EXPECT_EQ(m.pc(), base + 0x100);
  EXPECT_EQ(m.csr(Csr::STATUS), 2u);
  EXPECT_EQ(m.retired(), 1001u);
}

TEST_P(Traps, softwareInterrupt) {
  Code code;
  code(Op::ADDI, {4, 0, 1})(Op::CSRRS, {0, int(Csr::IP), 4})(
      Op::CSRRW, {0, int(Csr::STATUS), 4})(Op::ADDI, {5, 0, 7});
  Guest m(code);
  m.setCsr(Csr::IE, 1);
  if (GetParam())
    EXPECT_EQ(m.run(), Stop::fault);
  else
    while (!m.step()) {
    }
  EXPECT_EQ(m.fault().cause, uint64_t(Trap::SOFTWARE));
  EXPECT_EQ(m.fault().pc, base + 12);
  EXPECT_EQ(m.reg(5), 0u);
}

TEST_P(Traps, instretCountsInstructionsBefore) {
  Code code;
  code(Op::ADDI, {4, 0, 1})(Op::ADDI, {4, 0, 1})(
      Op::CSRRS, {5, int(Csr::INSTRET), 0})(Op::CSRRS,
                                            {6, int(Csr::TIME), 0})(Op::ECALL);
  Guest m(code);
  m.run();
  EXPECT_EQ(m.reg(5), 2u);
  EXPECT_EQ(m.reg(6), 3u);
  EXPECT_EQ(m.retired(), 4u);
}

TEST(ControlRegisters, keepTheirBits) {
  Guest m(Code{});
  for (Csr n : {Csr::STATUS, Csr::TVEC, Csr::EPC, Csr::CAUSE, Csr::TVAL,
                Csr::SCRATCH, Csr::IE, Csr::IP, Csr::TIMECMP})
    m.setCsr(n, ~uint64_t(0));
  EXPECT_EQ(m.csr(Csr::STATUS), 3u);
  EXPECT_EQ(m.csr(Csr::TVEC), ~uint64_t(3));
  EXPECT_EQ(m.csr(Csr::EPC), ~uint64_t(3));
  EXPECT_EQ(m.csr(Csr::SCRATCH), ~uint64_t(0));
  EXPECT_EQ(m.csr(Csr::IE), 3u);
  EXPECT_EQ(m.csr(Csr::IP), 1u);
  m.setCsr(Csr::TIMECMP, 0);
  EXPECT_EQ(m.csr(Csr::IP), 3u);
  m.setCsr(Csr::HARTID, 5);
  EXPECT_EQ(m.csr(Csr::HARTID), 0u);
}

TEST(Lockstep, countersAndInterruptsComeFromOutside) {
  Code code;
  code(Op::CSRRS, {5, int(Csr::CYCLE), 0})(
      Op::CSRRS, {6, int(Csr::BUSY_TMAT), 0})(Op::CSRRS,
                                              {7, int(Csr::INSTRET), 0});
  MachineOptions o = test::options();
  o.lockstep = true;
  Guest m(code, o);
  m.setCsr(Csr::TIMECMP, 0);
  m.setCsr(Csr::IE, 3);
  m.setCsr(Csr::STATUS, 1);
  m.setCsr(Csr::TVEC, base + 0x100);
  m.setCounter(Csr::CYCLE, 1234);
  m.setCounter(Csr::BUSY_TMAT, 99);
  for (int n = 0; n < 3; ++n)
    m.step();
  EXPECT_EQ(m.reg(5), 1234u);
  EXPECT_EQ(m.reg(6), 99u);
  EXPECT_EQ(m.reg(7), 2u);
  EXPECT_EQ(m.interrupt(uint64_t(Trap::TIMER)), std::nullopt);
  EXPECT_EQ(m.pc(), base + 0x100);
  EXPECT_EQ(m.csr(Csr::EPC), base + 12);
}

TEST(Lockstep, hostCommandIsReportedButNotRun) {
  Code code;
  code.exit(3);
  MachineOptions o = test::options();
  o.lockstep = true;
  Guest m(code, o);
  Retire r;
  do
    ASSERT_EQ(m.step(r), std::nullopt);
  while (!r.hostCommand);
  EXPECT_EQ(*r.hostCommand, base + 0x7000);
}

TEST(Retire, recordsWhatAnInstructionDid) {
  Code code;
  code(Op::LDPW, {10, 11, 4, 8})(Op::AMOADD_D, {12, 4, 5})(
      Op::TLDR_BF16, {3, 4, 5, 6})(Op::TSTL_F16, {3, 4, 7})(Op::ADD, {0, 4, 4});
  Guest m(code);
  m.setReg(4, base + 0x1000), m.setReg(5, 5), m.setReg(6, 3 | 2 << 8),
      m.setReg(7, 20);
  uint64_t data[2] = {0x1122334455667788, 0x8000000012345678};
  m.write(base + 0x1000, data, 16);
  Retire r;
  m.step(r);
  EXPECT_EQ(r.order, 0u);
  EXPECT_EQ(r.word, code.words[0]);
  ASSERT_EQ(r.registerWrites, 2u);
  EXPECT_EQ(r.registers[0].number, 10);
  EXPECT_EQ(r.registers[0].value, 0x12345678u);
  EXPECT_EQ(r.registers[1].value, 0xffffffff80000000u);
  ASSERT_EQ(r.accesses.size(), 1u);
  EXPECT_EQ(r.accesses[0].address, base + 0x1008);
  EXPECT_EQ(r.accesses[0].size, 8u);
  m.step(r);
  ASSERT_EQ(r.accesses.size(), 2u);
  EXPECT_FALSE(r.accesses[0].isStore);
  EXPECT_TRUE(r.accesses[1].isStore);
  EXPECT_EQ(r.accesses[1].value(), data[0] + 5);
  m.step(r);
  EXPECT_EQ(r.tile, 3);
  ASSERT_EQ(r.accesses.size(), 3u);
  EXPECT_EQ(r.accesses[2].address, base + 0x1000 + 10);
  EXPECT_EQ(r.accesses[2].size, 4u);
  m.step(r);
  ASSERT_EQ(r.accesses.size(), 2u);
  EXPECT_EQ(r.accesses[0].size, 32u);
  EXPECT_EQ(r.accesses[1].size, 8u);
  m.step(r);
  EXPECT_EQ(r.registerWrites, 0u);
  EXPECT_EQ(r.nextPc, base + 20);
}

} // namespace
} // namespace sectile::test

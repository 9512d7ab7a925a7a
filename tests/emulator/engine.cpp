// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The fast engine: blocks, links, budgets, code that changes.
#include "guest.h"

#include <algorithm>
#include <chrono>
#include <pthread.h>
#include <thread>

namespace sectile::test {
namespace {

// Sum of 1..n in r10, with a call in the loop.
Code sumLoop(uint64_t n) {
  Code c;
  c.li(8, n)(Op::MOVZ, {10, 0, 0});
  c(Op::CALL, {12})(Op::BNEI, {8, 0, -4})(Op::J, {16});
  c(Op::ADD, {10, 10, 8})(Op::ADDI, {8, 8, -1})(Op::JALR, {0, 1, 0});
  return c;
}

TEST(Engine, runsALoopWithACall) {
  Code c = sumLoop(1000);
  c.exit(7);
  Guest m(c);
  EXPECT_EQ(m.run(), Stop::exited);
  EXPECT_EQ(m.exitStatus(), 7);
  EXPECT_EQ(m.reg(10), 500500u);
}

TEST(Engine, stopsAtExactlyTheLimit) {
  Code c = sumLoop(1000);
  c.exit(0);
  Guest whole(c);
  whole.run();
  for (uint64_t step : {1, 2, 3, 7, 1000, 1001}) {
    Guest m(c);
    uint64_t total = 0;
    while (m.run(step) == Stop::limit)
      ASSERT_EQ(m.retired(), total += step);
    EXPECT_EQ(m.retired(), whole.retired());
    EXPECT_EQ(m.reg(10), 500500u);
  }
}

// Common instructions in a row are executed by one handler; a trap of either
// is at the instruction itself, with all before it done.
TEST(Engine, trapsAtTheInstructionThatFails) {
  for (Op first : {Op::LDD, Op::STD, Op::ADDI})
    for (Op second : {Op::LDD, Op::STD, Op::BEQ}) {
      // r8 + 0 is outside RAM if the first is to fail, r9 + 0 if the second.
      for (unsigned bad = 0; bad < 3; ++bad) {
        Code c;
        c(Op::ADD, {5, 6, 7}); // so that the pair is not at the start
        c(Op::DIV, {5, 5, 7}); // and this is no part of one
        c(first, {10, 8, 0});
        if (second == Op::BEQ)
          c(second, {0, 0, 8});
        else
          c(second, {11, 9, 0});
        c(Op::DIV, {5, 5, 7})(Op::DIV, {5, 5, 7}).exit(0);
        Guest m(c), stepped(c);
        std::optional<Stop> stop;
        for (Machine *each :
             {static_cast<Machine *>(&m), static_cast<Machine *>(&stepped)}) {
          each->setReg(7, 1), each->setReg(6, 100), each->setReg(10, 5);
          each->setReg(8, bad == 1 ? 16 : base + 0x8000);
          each->setReg(9, bad == 2 ? 24 : base + 0x9000);
        }
        Stop stopped = m.run();
        while (!(stop = stepped.step()))
          ;
        EXPECT_EQ(stopped, *stop);
        EXPECT_EQ(m.retired(), stepped.retired());
        EXPECT_EQ(m.pc(), stepped.pc());
        for (unsigned r = 0; r < 32; ++r)
          EXPECT_EQ(m.reg(r), stepped.reg(r)) << r;
        if (stopped == Stop::fault) {
          EXPECT_EQ(m.fault().pc, stepped.fault().pc);
          EXPECT_EQ(m.fault().value, bad == 1 ? 16u : 24u);
        }
      }
    }
}

TEST(Engine, writesToR0AreLost) {
  Code c;
  c(Op::ADDI, {0, 0, 5})(Op::MOVK, {0, 7, 0})(Op::INS, {0, 4, 0, 8})(
      Op::LDPD, {0, 0, 5, 0})(Op::TGETW, {0, 1, 4});
  c(Op::AMOADD_D, {0, 5, 4})(Op::JALR, {0, 6, 0})(Op::ADD, {7, 0, 0}).exit(0);
  Guest m(c);
  m.setReg(4, 3), m.setReg(5, base + 0x8000), m.setReg(6, base + 28),
      m.setReg(7, 1);
  EXPECT_EQ(m.run(), Stop::exited);
  EXPECT_EQ(m.reg(0), 0u);
  EXPECT_EQ(m.reg(7), 0u);
  uint64_t v = 0;
  m.read(base + 0x8000, &v, 8);
  EXPECT_EQ(v, 3u);
}

// r14 = the sum of what a function returns that is rewritten between its calls,
// by a store of any kind. No fence: the emulator executes changed code at once.
TEST(Engine, seesCodeThatChanges) {
  uint32_t two = word(Op::ADDI, {14, 14, 2});
  struct Case {
    const char *name;
    Op op;
    std::initializer_list<int64_t> operands;
  };
  for (const Case &store : {Case{"scalar", Op::STW, {9, 10, 0}},
                            Case{"indexed", Op::STXW, {9, 10, 0, 0}},
                            Case{"atomic", Op::AMOSWAP_W, {0, 10, 9}},
                            Case{"tile", Op::TSTL_RAW, {1, 10, 11}},
                            Case{"rectangle", Op::TSTR_RAW, {1, 10, 0, 12}}}) {
    Code c;
    c(Op::MOVZ, {14, 0, 0}).li(8, 100);
    // The store is skipped from 100 down to 64.
    c(Op::CALL, {24})(Op::BBS, {8, 6, 8})(store.op, store.operands)(
        Op::ADDI, {8, 8, -1})(Op::BNEI, {8, 0, -16})(Op::J, {12});
    uint64_t function = c.here();
    c(Op::ADDI, {14, 14, 1})(Op::JALR, {0, 1, 0}).exit(0);
    Guest m(c, options(bestTilePath()));
    m.setReg(9, two), m.setReg(10, function), m.setReg(11, 4),
        m.setReg(12, 1 | 4 << 8);
    Tile t = {};
    t.word(0, 0, two);
    m.setTile(1, t);
    Guest slow(c);
    for (unsigned n = 9; n < 13; ++n)
      slow.setReg(n, m.reg(n));
    slow.setTile(1, t);
    std::optional<Stop> stop;
    while (!(stop = slow.step())) {
    }
    EXPECT_EQ(m.run(), Stop::exited) << store.name;
    EXPECT_EQ(m.reg(14), 38 + 62 * 2u) << store.name;
    EXPECT_EQ(m.reg(14), slow.reg(14)) << store.name;
    EXPECT_EQ(m.retired(), slow.retired()) << store.name;
  }
}

TEST(Engine, hostWritesToCodeAreSeen) {
  Code c;
  c(Op::ADDI, {4, 4, 1})(Op::J, {-4});
  Guest m(c);
  m.run(100);
  uint32_t two = word(Op::ADDI, {4, 4, 2});
  m.write(base, &two, 4);
  m.run(100);
  EXPECT_EQ(m.reg(4), 150u);
}

// A trap handler that traps itself never retires an instruction; the limit ends
// the run.
TEST(Engine, limitEndsALoopOfTraps) {
  for (bool hooked : {false, true}) {
    Code c;
    c(Op::ADDI, {4, 0, 1})(Op::ADDI, {4, 4, 1})(Op::ECALL);
    Guest m(c);
    if (hooked)
      m.setHooks({[](const Retire &) {}, nullptr, nullptr});
    m.setCsr(Csr::TVEC, base + 0x1000); // an illegal instruction
    EXPECT_EQ(m.run(1000), Stop::limit);
    EXPECT_EQ(m.retired(), 2u);
    EXPECT_EQ(m.pc(), base + 0x1000);
    EXPECT_EQ(m.csr(Csr::CAUSE), uint64_t(Trap::ILLEGAL));
    EXPECT_EQ(m.run(1), Stop::limit);
    EXPECT_EQ(m.retired(), 2u);
  }
  // As many traps as instructions, but never two in a row.
  Code c;
  for (unsigned n = 0; n < 10; ++n)
    c(Op::ECALL);
  Code handler{base + 0x1000, {}};
  handler(Op::CSRRS, {5, int64_t(Csr::EPC), 0})(Op::ADDI, {5, 5, 4})(
      Op::CSRRW, {0, int64_t(Csr::EPC), 5})(Op::TRET);
  for (uint64_t count : {1, 3, 4, 17, 40}) {
    Guest m(c);
    handler.into(m);
    m.setCsr(Csr::TVEC, handler.start);
    EXPECT_EQ(m.run(count), Stop::limit);
    EXPECT_EQ(m.retired(), count);
  }
}

TEST(Engine, requestsToStopAreNotLost) {
  Code c;
  c(Op::ADDI, {4, 4, 1})(Op::J, {-4});
  Guest m(c);
  m.requestStop(); // before run()
  EXPECT_EQ(m.run(), Stop::requested);
  EXPECT_EQ(m.retired(), 0u);
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    m.requestStop();
  });
  EXPECT_EQ(m.run(), Stop::requested);
  other.join();
  EXPECT_GT(m.retired(), 0u);
  EXPECT_EQ(m.run(100), Stop::limit); // it is over
}

TEST(Engine, breakpoints) {
  Code c = sumLoop(10);
  c.exit(0);
  Guest m(c);
  uint64_t function = base + 4 * 8; // after li, movz, call, bnei, j
  m.addBreakpoint(function);
  unsigned hits = 0;
  Stop stop;
  while ((stop = m.run()) == Stop::breakpoint) {
    EXPECT_EQ(m.pc(), function);
    ++hits;
  }
  EXPECT_EQ(stop, Stop::exited);
  EXPECT_EQ(hits, 10u);
}

TEST(Engine, countsInstructions) {
  for (bool faults : {false, true}) {
    Code c = sumLoop(100);
    if (faults)
      c(Op::ADDI, {4, 4, 1})(Op::LDD, {5, 0, 0})(Op::ADDI, {4, 4, 1});
    else
      c.exit(0);
    MachineOptions o = options();
    o.countInstructions = true;
    Guest m(c, o), slow(c);
    std::vector<uint64_t> expected(isa::opCount);
    Retire r;
    while (true) {
      auto stop = slow.step(r);
      if (!r.trapped)
        ++expected[unsigned(r.inst.op)];
      if (stop)
        break;
    }
    while (m.run(77) == Stop::limit) {
    }
    EXPECT_EQ(m.counts(), expected);
  }
}

TEST(Engine, hooksSeeEverything) {
  Code c = sumLoop(10);
  c.exit(0);
  Guest m(c);
  uint64_t retired = 0, stores = 0;
  Hooks hooks;
  hooks.retire = [&](const Retire &) { ++retired; };
  hooks.memory = [&](const MemoryAccess &a, uint64_t) { stores += a.isStore; };
  m.setHooks(hooks);
  EXPECT_EQ(m.run(), Stop::exited);
  EXPECT_EQ(retired, m.retired());
  EXPECT_EQ(stores, 3u);
}

TEST(Engine, manyMachinesAreIndependent) {
  std::vector<std::unique_ptr<Guest>> machines;
  for (unsigned n = 0; n < 20; ++n) {
    Code c = sumLoop(100 + n);
    c.exit(int(n));
    machines.push_back(std::make_unique<Guest>(c));
  }
  for (int round = 0; round < 10; ++round)
    for (auto &m : machines)
      m->run(50);
  for (unsigned n = 0; n < 20; ++n) {
    EXPECT_EQ(machines[n]->run(), Stop::exited);
    EXPECT_EQ(machines[n]->exitStatus(), int(n));
    EXPECT_EQ(machines[n]->reg(10), uint64_t(100 + n) * (101 + n) / 2);
  }
}

// Strides down in memory, whose last step leaves it, accesses of nothing
// anywhere, and counts of any size: on every path as by steps.
TEST(Engine, tileRowsAnywhere) {
  constexpr Op loads[] = {Op::TLDR_RAW, Op::TLDR_T32, Op::TLDR_T16,
                          Op::TLDR_T8,  Op::TLDR_F16, Op::TLDR_BF16,
                          Op::TLDR_I8,  Op::TLDR_U8};
  constexpr Op stores[] = {Op::TSTR_RAW, Op::TSTR_F16, Op::TSTR_BF16,
                           Op::TSTR_I8, Op::TSTR_U8};
  constexpr Op linear[] = {
      Op::TLDL_RAW, Op::TLDL_F16, Op::TLDL_BF16, Op::TLDL_I8, Op::TLDL_U8,
      Op::TSTL_RAW, Op::TSTL_F16, Op::TSTL_BF16, Op::TSTL_I8, Op::TSTL_U8};
  const uint64_t end = base + (1 << 20);
  // r20: the last row of RAM, or the row a stride of r21 or r22 ends at its
  // first; r23, r24: no rows, no columns; r25: somewhere.
  for (uint64_t somewhere :
       {uint64_t(0), ~uint64_t(0), uint64_t(1) << 63, base - 1, end, ~base}) {
    Code c;
    for (unsigned down : {0, 1}) {
      for (Op op : loads)
        c(op, {1, down ? 20 : 26, down ? 21 : 22, 0})(Op::TADD_I32, {2, 2, 1});
      for (Op op : stores)
        c(op, {2, down ? 27 : 28, down ? 21 : 22, 0});
    }
    for (unsigned none : {23, 24}) {
      for (Op op : loads)
        c(op, {1, 25, 25, none})(Op::TADD_I32, {2, 2, 1});
      for (Op op : stores)
        c(op, {2, 25, 25, none});
    }
    for (Op op : linear)
      c(op, {1, 25, 0});
    // The same as counts: negative ones are none, large ones are all.
    for (Op op : linear)
      c(op, {1, 28, 25})(Op::TADD_I32, {2, 2, 1});
    c.exit(0);
    auto prepare = [&](Machine &m) {
      std::vector<uint8_t> data(1 << 18);
      for (size_t n = 0; n < data.size(); ++n)
        data[n] = uint8_t(n * 37 ^ n >> 7);
      m.write(end - data.size(), data.data(), data.size());
      m.setReg(20, end - 64);           // down from the last row of RAM
      m.setReg(21, uint64_t(0) - 1024); // 64 rows of it are in the data
      m.setReg(22, 1024);
      m.setReg(26, end - 64 - 63 * 1024); // up to the last row of RAM
      m.setReg(27, end - (1 << 17));
      m.setReg(28, end - (1 << 18) + 32);
      m.setReg(23, 0x4000);
      m.setReg(24, 0x10);
      m.setReg(25, somewhere);
    };
    Guest slow(c);
    prepare(slow);
    std::optional<Stop> stop;
    while (!(stop = slow.step()))
      ;
    ASSERT_EQ(*stop, Stop::exited);
    std::vector<uint8_t> expected(1 << 20), found(1 << 20);
    slow.read(base, expected.data(), expected.size());
    for (TilePath path :
         {TilePath::portable, TilePath::avx2, TilePath::avx512}) {
      if (!hostHas(path))
        continue;
      Guest fast(c, options(path));
      prepare(fast);
      ASSERT_EQ(fast.run(), Stop::exited) << toString(path);
      fast.read(base, found.data(), found.size());
      EXPECT_EQ(found, expected) << toString(path);
      for (unsigned n = 0; n < 32; ++n)
        EXPECT_EQ(std::memcmp(&fast.tile(n), &slow.tile(n), sizeof(Tile)), 0)
            << toString(path) << ", t" << n;
    }
  }
}

TEST(Engine, badOptionsAreErrors) {
  MachineOptions o = options();
  o.memory = 12345;
  EXPECT_NE(Machine(o).error(), "");
  for (TilePath path : {TilePath::avx2, TilePath::avx512})
    EXPECT_EQ(Machine(options(path)).error().find("lacks") != std::string::npos,
              !hostHas(path));
}

// Every handler ends in a tail call: none may use stack for each instruction.
TEST(Engine, handlersNeedNoStack) {
  for (TilePath path : {TilePath::portable, TilePath::avx2, TilePath::avx512}) {
    if (!hostHas(path))
      continue;
    Code c;
    for (unsigned n = 1; n < isa::opCount; ++n) {
      const isa::Info &info = isa::info(Op(n));
      if (info.kind == isa::Kind::system || info.kind == isa::Kind::jump ||
          info.kind == isa::Kind::csr)
        continue;
      isa::Inst inst;
      inst.op = Op(n);
      // r20 is an address, r5 is written, everything else 0.
      for (const isa::Operand &o : info)
        inst.set(o.slot,
                 o.slot == isa::Slot::a && o.cls == isa::OperandClass::gpr ? 20
                 : o.slot == isa::Slot::d && o.cls == isa::OperandClass::gpr ? 5
                 : o.immKind == isa::ImmKind::pcrel                          ? 4
                 : o.cls == isa::OperandClass::imm ? o.bias
                                                   : 0);
      for (unsigned k = 0; k < 200; ++k)
        c.words.push_back(isa::encode(inst));
    }
    c.exit(0, base + 0xf0000);
    // The bytes of a separate stack show how much of it was used.
    std::vector<uint8_t> stack(1 << 20, 0x5a);
    MachineOptions o = options(path);
    Guest m(c, o);
    m.setReg(20, base + 0xe0000);
    pthread_attr_t attributes;
    pthread_t thread;
    ASSERT_EQ(pthread_attr_init(&attributes), 0);
    ASSERT_EQ(pthread_attr_setstack(&attributes, stack.data(), stack.size()),
              0);
    auto run = [](void *machine) -> void * {
      EXPECT_EQ(static_cast<Guest *>(machine)->run(), Stop::exited);
      return nullptr;
    };
    ASSERT_EQ(pthread_create(&thread, &attributes, run, &m), 0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
    auto untouched = std::find_if(stack.begin(), stack.end(),
                                  [](uint8_t v) { return v != 0x5a; }) -
                     stack.begin();
    EXPECT_LT(stack.size() - size_t(untouched), size_t(64) << 10)
        << toString(path);
  }
}

} // namespace
} // namespace sectile::test

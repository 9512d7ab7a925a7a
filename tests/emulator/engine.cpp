// The fast engine: blocks, links, budgets, code that changes.
#include "guest.h"

#include <algorithm>
#include <pthread.h>

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

// Every handler ends in a tail call: none may use stack for each instruction.
TEST(Engine, handlersNeedNoStack) {
  for (TilePath path : {TilePath::portable, TilePath::avx2, TilePath::avx512}) {
    if (!hostHas(path)) continue;
    Code c;
    for (unsigned n = 1; n < isa::opCount; ++n) {
      const isa::Info &info = isa::info(Op(n));
      if (info.kind == isa::Kind::system || info.kind == isa::Kind::jump || info.kind == isa::Kind::csr) continue;
      isa::Inst inst;
      inst.op = Op(n);
      // r20 is an address, r5 is written, everything else 0.
      for (const isa::Operand &o : info)
        inst.set(o.slot, o.slot == isa::Slot::a && o.cls == isa::OperandClass::gpr ? 20
                         : o.slot == isa::Slot::d && o.cls == isa::OperandClass::gpr ? 5
                         : o.immKind == isa::ImmKind::pcrel                          ? 4
                         : o.cls == isa::OperandClass::imm                        ? o.bias
                                                                                  : 0);
      for (unsigned k = 0; k < 200; ++k) c.words.push_back(isa::encode(inst));
    }
    c.exit(0, base + 0xf0000);
    // A stack of our own shows how much of it was used.
    std::vector<uint8_t> stack(1 << 20, 0x5a);
    MachineOptions o = options(path);
    Guest m(c, o);
    m.setReg(20, base + 0xe0000);
    pthread_attr_t attributes;
    pthread_t thread;
    ASSERT_EQ(pthread_attr_init(&attributes), 0);
    ASSERT_EQ(pthread_attr_setstack(&attributes, stack.data(), stack.size()), 0);
    auto run = [](void *machine) -> void * {
      EXPECT_EQ(static_cast<Guest *>(machine)->run(), Stop::exited);
      return nullptr;
    };
    ASSERT_EQ(pthread_create(&thread, &attributes, run, &m), 0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
    auto untouched = std::find_if(stack.begin(), stack.end(), [](uint8_t v) { return v != 0x5a; }) - stack.begin();
    EXPECT_LT(stack.size() - size_t(untouched), size_t(64) << 10) << toString(path);
  }
}

} // namespace
} // namespace sectile::test

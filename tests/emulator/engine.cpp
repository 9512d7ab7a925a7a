// The fast engine: blocks, links, budgets, code that changes.
#include "guest.h"

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

} // namespace
} // namespace sectile::test

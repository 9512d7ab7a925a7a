// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Small guest programs for the tests, written as operations and operands in the
// order of assembly.
#ifndef SECTILE_TESTS_EMULATOR_GUEST_H
#define SECTILE_TESTS_EMULATOR_GUEST_H

#include "sectile/emulator/machine.h"

#include <cstring>
#include <gtest/gtest.h>
#include <initializer_list>

namespace sectile::test {

using isa::Csr;
using isa::Op;
using isa::Trap;

constexpr uint64_t base = 0x80000000;

inline uint32_t word(Op op, std::initializer_list<int64_t> operands = {}) {
  isa::Inst inst;
  inst.op = op;
  const isa::Info &info = isa::info(op);
  EXPECT_EQ(info.operandCount, operands.size()) << info.mnemonic;
  unsigned n = 0;
  for (int64_t v : operands)
    inst.set(info.operands[n++].slot, v);
  uint32_t w = isa::encode(inst);
  EXPECT_TRUE(isa::decode(w) == inst) << isa::toString(inst);
  return w;
}

struct Code {
  uint64_t start = base;
  std::vector<uint32_t> words;

  uint64_t here() const { return start + 4 * words.size(); }
  Code &operator()(Op op, std::initializer_list<int64_t> operands = {}) {
    words.push_back(word(op, operands));
    return *this;
  }
  // Any constant.
  Code &li(unsigned r, uint64_t v) {
    (*this)(Op::MOVZ, {r, int64_t(v & 0xffff), 0});
    for (int hw = 16; hw < 64; hw += 16)
      (*this)(Op::MOVK, {r, int64_t(v >> hw & 0xffff), hw});
    return *this;
  }
  // Ends the program through the host device; uses a0, a1 and the memory there.
  Code &exit(int status, uint64_t block = base + 0x7000) {
    li(4, block)
        .li(5, 1)(Op::STD, {5, 4, 0})
        .li(5, uint64_t(status))(Op::STD, {5, 4, 16});
    return li(5, 0x10000000)(Op::STD, {4, 5, 0});
  }
  void into(Machine &m) const {
    ASSERT_TRUE(m.write(start, words.data(), 4 * words.size()));
  }
};

inline MachineOptions options(TilePath path = TilePath::portable) {
  MachineOptions o;
  o.memory = 1 << 20;
  o.tiles = path;
  return o;
}

// A machine with the code at the start of RAM.
struct Guest : Machine {
  explicit Guest(const Code &code, MachineOptions o = test::options())
      : Machine(std::move(o)) {
    EXPECT_EQ(error(), "");
    code.into(*this);
    setPc(code.start);
  }
};

} // namespace sectile::test
#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Branches, jumps, calls and loops. All targets are within the item.
#include "Items.h"
#include "Parts.h"

#include <cassert>

namespace sectile::random {
namespace {

using isa::Inst;
using isa::Op;

void boundedLoop(Writer &w, Stream &s) {
  w.emit(Op::ADDI, regCounter, 0, 0, s.between(1, 4));
  size_t top = w.program.code.size();
  for (unsigned n = 1 + s.below(4); n; n--)
    oneOf(w, s, s.oneIn(3) ? w.ops.elementwise : w.ops.alu);
  w.emit(Op::ADDI, regCounter, regCounter, 0, -1);
  auto distance = (int64_t(top) - int64_t(w.program.code.size())) * 4;
  w.emit(Op::BNEI, 0, regCounter, 0, 0, int32_t(distance));
}

// A jump or a call over a few instructions.
void directJump(Writer &w, Stream &s) {
  unsigned over = s.below(4);
  w.emit(s.oneIn(2) ? Op::J : Op::CALL, 0, 0, 0, int64_t(over + 1) * 4);
  for (; over; over--)
    oneOf(w, s, w.ops.alu);
}

// An indirect jump whose address is computed just before or a few instructions
// earlier.
void indirectJump(Writer &w, Stream &s) {
  unsigned between = s.below(3), over = s.below(4);
  uint64_t base = w.here();
  uint64_t page = base & ~uint64_t(4095);
  uint64_t target = base + (2 + between + over) * 4;
  if (target - page > 4095 || w.ops.alu.empty()) // does not fit: no jump
    return oneOf(w, s, w.ops.alu);
  w.emit(Op::ADRP, regCode, 0, 0, 0);
  for (; between; between--)
    oneOf(w, s, s.oneIn(4) ? w.ops.elementwise : w.ops.alu);
  Inst jump;
  jump.op = Op::JALR;
  jump.d = s.oneIn(3) ? 0 : w.scalarTarget(s);
  jump.a = regCode;
  // Counted again: oneOf() may have emitted several instructions, or none.
  jump.imm = int64_t(w.here() + (1 + over) * 4 - page);
  // Sometimes from a far base, with the offset at one end of its range; always
  // if the page is out of reach.
  if (s.oneIn(4) || jump.imm > 4095) {
    int64_t far = s.oneIn(2) ? -4096 : 4095;
    uint64_t after = w.here() + (3 + over) * 4;
    w.constant(regCode, after - uint64_t(far));
    assert(w.here() == after - (1 + over) * 4);
    jump.imm = far;
  }
  w.emitDrawn(jump, s);
  for (; over; over--)
    oneOf(w, s, w.ops.alu);
}

// A branch over a few instructions, taken or not.
void forwardBranch(Writer &w, Stream &s) {
  if (w.ops.branches.empty())
    return;
  unsigned over = s.below(4);
  Inst inst = w.draw(s, s.pick(w.ops.branches));
  if (s.oneIn(3))
    relateOperands(w, s, inst);
  for (const isa::Operand &o : isa::info(inst.op))
    if (o.immKind == isa::ImmKind::pcrel)
      inst.set(o.slot, int64_t(over + 1) * 4);
  w.emit(inst);
  for (; over; over--)
    oneOf(w, s, s.oneIn(3) ? w.ops.elementwise : w.ops.alu);
}

} // namespace

void controlFlow(Writer &w, Stream &s) {
  switch (s.below(8)) {
  case 0:
    return boundedLoop(w, s);
  case 1:
    return directJump(w, s);
  case 2:
  case 3:
  case 4:
    return indirectJump(w, s);
  default:
    return forwardBranch(w, s);
  }
}

} // namespace sectile::random

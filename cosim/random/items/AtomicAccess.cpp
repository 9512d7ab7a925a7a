// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Atomic operations on aligned addresses.
#include "Items.h"
#include "Parts.h"

namespace sectile::random {
namespace {

using isa::Inst;
using isa::Kind;
using isa::Op;

// Makes a compare-and-swap expect the value in memory, or one that differs in a
// bit.
void expectMemory(Writer &w, Stream &s, Inst &inst, uint8_t address) {
  uint8_t r = w.nonZeroTarget(s);
  if (r == address)
    return;
  w.emit(Op::LDD, r, address, 0, 0);
  if (s.oneIn(3)) {
    uint8_t bit = w.nonZeroTarget(s);
    if (bit != r && bit != address) {
      w.constant(bit, uint64_t(1) << s.below(64));
      w.emit(Op::XOR, r, r, bit);
    }
  }
  inst.b = r;
}

} // namespace

void atomicAccess(Writer &w, Stream &s) {
  if (w.ops.atomics.empty())
    return;
  Inst inst = w.draw(s, s.pick(w.ops.atomics));
  // The aligned address is in a register of its own, or in the target.
  uint8_t address =
      s.oneIn(4) && inst.d && !isReserved(inst.d) ? inst.d : uint8_t(regCode);
  w.emit(Op::ANDI, address, w.pointer(s), 0, -8);
  inst.a = address;
  if (isa::info(inst.op).kind == Kind::cas && s.oneIn(2))
    expectMemory(w, s, inst, address);
  w.emitDrawn(inst, s);
}

} // namespace sectile::random

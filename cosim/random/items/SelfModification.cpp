// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Code that modifies itself, with a fetch fence.
#include "Items.h"
#include "Parts.h"

namespace sectile::random {
namespace {

using isa::Inst;
using isa::Op;

// An instruction runs, is replaced by another one and runs again: the caches
// and the fetch unit must discard their copies of it.
void replacedCode(Writer &w, Stream &s) {
  if (w.ops.alu.empty())
    return;
  Inst old = w.draw(s, s.pick(w.ops.alu)), fresh = w.draw(s, s.pick(w.ops.alu));
  uint32_t word = isa::encode(fresh);
  uint8_t value = w.nonZeroTarget(s);
  w.emit(Op::ADDI, regCounter, 0, 0, 2);
  uint64_t top = w.here();
  w.emit(old);
  // The new word and its address, while the old one may still be in flight.
  w.emit(Op::MOVZ, value, 0, 0, word & 0xffff, 0);
  w.emit(Op::MOVK, value, 0, 0, word >> 16, 16);
  w.constant(regCode, top);
  w.emit(Op::STW, value, regCode, 0, 0);
  for (unsigned n = s.below(4); n; n--)
    oneOf(w, s, s.oneIn(3) ? w.ops.elementwise : w.ops.alu);
  w.emit(Op::FENCE_I, 0, 0, 0);
  w.emit(Op::ADDI, regCounter, regCounter, 0, -1);
  w.emit(Op::BNEI, 0, regCounter, 0, 0, int32_t(int64_t(top - w.here())));
  w.remember(fresh, s);
}

// An instruction is stored ahead of its execution.
void storedCode(Writer &w, Stream &s) {
  Inst fresh = w.ops.alu.empty() ? Inst{} : w.draw(s, s.pick(w.ops.alu));
  if (fresh.op == Op::Illegal)
    return;
  uint8_t value = w.scalarTarget(s);
  uint32_t word = isa::encode(fresh);
  // The word and its address, the store, the fence, two instructions, then the
  // target, 8 words from here.
  size_t first = w.program.code.size();
  w.emit(Op::MOVZ, value ? value : 1, 0, 0, word & 0xffff, 0);
  w.emit(Op::MOVK, value ? value : 1, 0, 0, word >> 16, 16);
  uint64_t target = codeBase + (first + 8) * 4;
  w.emit(Op::MOVZ, regCode, 0, 0, int64_t(target & 0xffff), 0);
  w.emit(Op::MOVK, regCode, 0, 0, int64_t(target >> 16 & 0xffff), 16);
  w.emit(Op::STW, value ? value : 1, regCode, 0, 0);
  w.emit(Op::FENCE_I, 0, 0, 0);
  w.emit(Op::ADDI, regCode, 0, 0, 0);
  w.emit(Op::ADDI, regCode, 0, 0, 0);
  w.word(0); // the word that is overwritten: illegal if the fence has no effect
  w.remember(fresh, s);
}

} // namespace

void selfModification(Writer &w, Stream &s) {
  s.oneIn(2) ? replacedCode(w, s) : storedCode(w, s);
}

} // namespace sectile::random

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A loop of back-to-back loads and stores whose lines share one set of the
// first-level cache and a few sets of the second, so that most accesses miss.
// For the cache sizes of both configurations.
#include "Items.h"
#include "Parts.h"

#include <algorithm>

namespace sectile::random {

using isa::Inst;
using isa::Op;
using isa::OperandClass;

void cacheConflicts(Writer &w, Stream &s) {
  if (w.ops.loads.empty() || w.ops.stores.empty())
    return;
  bool small = s.oneIn(2);
  uint64_t first = small ? 1024 : 64 * 1024, second = small ? 8192 : 512 * 1024;
  uint8_t count = w.nonZeroTarget(s), third = w.anotherTarget(s, count);
  const std::array<uint8_t, 3> bases = {regCode, regCounter, third};
  uint64_t base = dataBase + s.below(dataSize / 4);
  for (uint8_t r : bases) {
    uint64_t address = base + s.below(4) * first;
    w.constant(r, address + s.below(small ? 4 : 2) * second);
  }
  w.emit(Op::ADDI, count, 0, 0, s.between(2, 4));
  uint64_t top = w.here();
  for (unsigned n = 8 + s.below(40); n; n--) {
    Inst inst = w.draw(s, s.pick(s.oneIn(2) ? w.ops.stores : w.ops.loads));
    for (const isa::Operand &o : isa::info(inst.op)) {
      if (o.slot == isa::Slot::b && isAddress(isa::info(inst.op), o))
        inst.b = 0;
      if (o.slot != isa::Slot::imm || o.cls != OperandClass::imm)
        continue;
      int64_t offset = int64_t(s.below(4)) * 1024;
      offset += s.oneIn(2) ? int64_t(s.below(16)) * 64 : 0;
      offset += s.below(s.oneIn(4) ? 64 : 48);
      if (!small || offset > o.maximum())
        offset = std::min(offset % 64, o.maximum());
      inst.imm = offset >> o.shift << o.shift;
    }
    inst.a = s.pick(bases);
    keepRegisters(w, s, inst, {count, third});
    w.emitDrawn(inst, s);
    // Sixteen consecutive lines are written while another line is filled into
    // the same set.
    if (s.oneIn(6) && w.has(Op::TST)) {
      int64_t offset = int64_t(s.below(4)) * 64;
      uint8_t r = s.pick(bases);
      w.emit(Op::TST, w.tile(s), r, 0, offset);
    }
    if (s.oneIn(8) && !w.ops.elementwise.empty() && !w.ops.matrix.empty()) {
      Inst other =
          w.draw(s, pickFast(s, s.oneIn(3) ? w.ops.matrix : w.ops.elementwise));
      keepRegisters(w, s, other, {count, third});
      w.emitDrawn(other, s);
    }
  }
  w.emit(Op::ADDI, count, count, 0, -1);
  w.emit(Op::BNEI, 0, count, 0, 0, int32_t(int64_t(top - w.here())));
}

} // namespace sectile::random

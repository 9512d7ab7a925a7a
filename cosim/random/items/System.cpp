// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Accesses to control registers, and fences.
#include "Items.h"
#include "Parts.h"

namespace sectile::random {

using isa::Inst;
using isa::Op;

// Reads any control register, or writes one that does not change the control
// flow.
void controlRegister(Writer &w, Stream &s) {
  if (w.ops.csrs.empty())
    return;
  Inst inst = w.draw(s, s.pick(w.ops.csrs));
  if (s.oneIn(2))
    inst.a = 0;
  bool writes = inst.op == Op::CSRRW || inst.a != 0;
  inst.imm = writes ? int64_t(s.pick(writableCsrs))
                    : int64_t(isa::csrs[s.below(isa::csrCount)].number);
  w.emitDrawn(inst, s);
}

void fence(Writer &w, Stream &) { w.emit(Op::FENCE, 0, 0, 0); }

void fetchFence(Writer &w, Stream &) { w.emit(Op::FENCE_I, 0, 0, 0); }

} // namespace sectile::random

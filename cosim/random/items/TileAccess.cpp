// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tile loads and stores.
#include "Items.h"
#include "Parts.h"

namespace sectile::random {

using isa::Inst;
using isa::Op;
using isa::OperandClass;

void tileAccess(Writer &w, Stream &s) {
  bool store = s.oneIn(3);
  const std::vector<Op> &ops = store ? w.ops.tileStores : w.ops.tileLoads;
  if (ops.empty())
    return;
  // Sometimes more accesses than any queue holds.
  if (s.oneIn(16))
    for (unsigned n = 4 + s.below(20); n; n--)
      w.emitDrawn(
          drawAccess(w, s,
                     s.pick(s.oneIn(4) ? w.ops.tileStores : w.ops.tileLoads),
                     regCode),
          s);
  Inst inst = drawAccess(w, s, s.pick(ops), regCode);
  w.emitDrawn(inst, s);
  // The stored tile is overwritten, which must wait until it has been read.
  if (store && s.oneIn(4) && !w.ops.elementwise.empty()) {
    Inst over = w.draw(s, pickFast(s, w.ops.elementwise));
    for (const isa::Operand &o : isa::info(over.op))
      if (o.isWritten() && o.cls == OperandClass::tile)
        over.d = inst.d;
    w.emitDrawn(over, s);
  }
}

} // namespace sectile::random

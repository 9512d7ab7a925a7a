// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Many tile instructions in a row: loads fill the queue of the tile memory
// unit, and the following instructions depend on them and on each other, in a
// few tiles.
#include "Items.h"
#include "Parts.h"

#include <algorithm>

namespace sectile::random {

using isa::Inst;
using isa::OperandClass;

void tileBurst(Writer &w, Stream &s) {
  if (w.ops.tileLoads.empty() || w.ops.tileStores.empty() ||
      w.ops.matrix.empty() || w.ops.elementwise.empty())
    return;
  std::array<uint8_t, 6> few;
  for (uint8_t &t : few)
    t = uint8_t(s.below(32));
  bool apart = s.oneIn(2);
  auto among = [&](Inst inst) {
    for (const isa::Operand &o : isa::info(inst.op))
      if (o.cls == OperandClass::tile && !isAddress(isa::info(inst.op), o))
        inst.set(o.slot, s.pick(few));
    w.emitDrawn(inst, s);
  };
  for (unsigned n = 6 + s.below(14); n; n--) {
    Inst inst = drawAccess(w, s, s.pick(w.ops.tileLoads), regCode);
    inst.d = n < few.size() ? few[n] : uint8_t(s.below(32));
    // Or the following instructions depend on no load and complete before.
    while (apart && std::find(few.begin(), few.end(), inst.d) != few.end())
      inst.d = uint8_t(s.below(32));
    w.emitDrawn(inst, s);
  }
  for (unsigned n = 8 + s.below(12); n; n--)
    switch (s.below(6)) {
    case 5: // gives the units some time
      oneOf(w, s, w.ops.alu);
      break;
    case 0:
      among(drawAccess(w, s,
                       s.pick(s.oneIn(2) ? w.ops.tileStores : w.ops.tileLoads),
                       regCode));
      break;
    case 1:
    case 2:
      among(w.draw(s, pickFast(s, w.ops.elementwise)));
      break;
    default: {
      Inst inst = w.draw(s, pickFast(s, w.ops.matrix));
      setDepth(w, s, inst);
      among(inst);
    }
    }
}

} // namespace sectile::random

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tile stores wait long for their tile while many scalar stores pass them; then
// a load waits for one of the tile stores. No store counter may alias after
// wrapping.
#include "Items.h"
#include "Parts.h"

namespace sectile::random {

using isa::Inst;
using isa::Op;
using isa::OperandClass;

void storesPassTileStore(Writer &w, Stream &s) {
  if (!w.has(Op::TDIV_F32) || !w.has(Op::TST))
    return;
  uint8_t t = w.tile(s);
  uint64_t base = dataBase + s.below(dataSize / 2 / 64) * 64;
  w.constant(regCode, base);
  w.constant(regCounter, base + 64 * 1024);
  unsigned slow = 2 + s.below(4);
  for (unsigned n = slow; n; n--)
    w.emit(Op::TDIV_F32, t, t, w.tile(s));
  // Often so many that the next instructions take the last scoreboard entries.
  unsigned tiles = s.oneIn(2) ? 1 + s.below(16) : 15 - slow + s.below(4);
  for (unsigned n = 0; n < tiles; n++)
    w.emit(Op::TST, t, regCode, 0, int64_t(n) * 1024);
  // A following instruction writes the accumulator of a multiply that starts
  // when the others have completed.
  if (s.oneIn(2) && !w.ops.matrix.empty() && !w.ops.elementwise.empty()) {
    auto other = [&] { return uint8_t((t + 1 + s.below(31)) % 32); };
    uint8_t sum = other();
    auto emitOn = [&](Inst inst, uint8_t d) {
      for (const isa::Operand &o : isa::info(inst.op))
        if (o.cls == OperandClass::tile)
          inst.set(o.slot, o.isWritten() ? d : other());
      w.emitDrawn(inst, s);
    };
    for (unsigned n = 1 + s.below(2); n; n--) {
      uint8_t target = other();
      emitOn(w.draw(s, s.pick(w.ops.matrix)), target);
    }
    emitOn(w.draw(s, pickFast(s, w.ops.elementwise)), sum);
    for (unsigned n = s.below(16); n; n--) {
      uint8_t divisor = w.scalarSource(s), dividend = w.scalarSource(s);
      w.emit(Op::DIV, w.scalarTarget(s), dividend, divisor);
    }
    emitOn(w.draw(s, s.pick(w.ops.matrix)), sum);
  }
  for (unsigned n = 30 + s.below(30); n; n--)
    w.emit(Op::STW, w.scalarSource(s), regCounter, 0, int64_t(n) * 64);
  // The displacement reaches four of the stores. Larger ones wrap, so that the
  // load reads before all of them and does not have to wait.
  int64_t displacement = int64_t(s.below(tiles)) * 1024;
  w.emit(Op::LDD, w.scalarTarget(s), regCode, 0,
         (displacement + 4096) % 8192 - 4096);
}

} // namespace sectile::random

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Loops through memory, each executed twice: lines are evicted from the
// first-level cache, loaded again from the second, written there, and evicted
// from it as well.
#include "Items.h"
#include "Parts.h"

#include <algorithm>
#include <cstdlib>

namespace sectile::random {

using isa::Inst;
using isa::Op;

void memoryLoop(Writer &w, Stream &s) {
  if (w.ops.loads.empty() || w.ops.stores.empty())
    return;
  static constexpr std::array<int, 8> strides = {64,   -64,  128,   1024,
                                                 4096, 8192, -8192, 1};
  int stride = s.oneIn(3) ? int(s.between(-512, 512)) : s.pick(strides);
  // The loop stays within the distance of the pointers from the data's ends.
  unsigned most = std::min(s.oneIn(4) ? 160u : 40u,
                           unsigned(dataSize / 8) /
                               unsigned(std::max(std::abs(stride), 1)));
  uint8_t from = w.pointer(s), step = w.nonZeroTarget(s);
  unsigned bodies = 1 + s.below(2);
  w.constant(step, uint64_t(int64_t(stride)));
  auto body = [&](bool store) {
    w.emit(Op::ADDI, regCounter, 0, 0, s.between(4, most));
    w.emit(Op::ADDI, regCode, from, 0, 0);
    uint64_t top = w.here();
    for (unsigned n = 1 + s.below(3); n; n--) {
      Inst inst = drawAccess(
          w, s, s.pick(store && s.oneIn(2) ? w.ops.stores : w.ops.loads),
          regCode);
      keepRegisters(w, s, inst, {step});
      inst.a = regCode;
      w.emitDrawn(inst, s);
      for (unsigned k = s.below(3); k; k--)
        if (!w.ops.elementwise.empty() && !w.ops.matrix.empty()) {
          Inst tiles = w.draw(
              s, pickFast(s, s.oneIn(4) ? w.ops.matrix : w.ops.elementwise));
          keepRegisters(w, s, tiles, {step});
          w.emitDrawn(tiles, s);
        }
    }
    w.emit(Op::ADD, regCode, regCode, step);
    w.emit(Op::ADDI, regCounter, regCounter, 0, -1);
    w.emit(Op::BNEI, 0, regCounter, 0, 0, int32_t(int64_t(top - w.here())));
  };
  for (; bodies; bodies--) {
    body(s.oneIn(2));
    body(s.oneIn(2));
  }
}

} // namespace sectile::random

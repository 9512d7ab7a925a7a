// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A tile store waits long for its tile, in any entry of the queue. The loads
// before it wait as long, except one that leaves its entry at once. Stores of
// other tiles to the same memory follow, the first in that entry, and must wait
// while other loads enter and leave the queue.
#include "Items.h"
#include "Parts.h"

namespace sectile::random {

using isa::Op;

void quickStorePassesLateStore(Writer &w, Stream &s) {
  if (!w.has(Op::TDIV_F32) || !w.has(Op::TST) || !w.has(Op::TLD) ||
      !w.has(Op::FENCE_I))
    return;
  uint8_t late = w.tile(s), blocked = uint8_t((late + 1 + s.below(31)) % 32);
  auto quick = [&] {
    uint8_t t = 0;
    do
      t = w.tile(s);
    while (t == late || t == blocked);
    return t;
  };
  w.constant(regCode, dataBase + 64 * 1024 + s.below(dataSize / 2 / 64) * 64);
  // Entries are allocated in order if the queue is empty.
  if (s.oneIn(2))
    w.emit(Op::FENCE_I, 0, 0, 0);
  w.emit(Op::TDIV_F32, late, late, w.tile(s));
  w.emit(Op::TDIV_F32, blocked, blocked, w.tile(s));
  auto load = [&](uint8_t t) {
    w.emit(Op::TLD, t, regCode, 0, -int64_t(2 + s.below(16)) * 1024);
  };
  const unsigned before = s.below(15), leaves = before ? s.below(before) : 0;
  for (unsigned n = 0; n < before; n++)
    load(n == leaves ? quick() : blocked);
  w.emit(Op::TST, late, regCode, 0, 0);
  // Gives the load time to leave the queue.
  for (unsigned n = 2 + s.below(4); n; n--) {
    uint8_t divisor = w.scalarSource(s), dividend = w.scalarSource(s);
    w.emit(Op::DIV, w.scalarTarget(s), dividend, divisor);
  }
  for (unsigned n = 1 + s.below(3); n; n--) {
    w.emit(Op::TST, quick(), regCode, 0, (int64_t(s.below(31)) - 15) * 64);
    if (s.oneIn(2))
      load(quick());
  }
}

} // namespace sectile::random

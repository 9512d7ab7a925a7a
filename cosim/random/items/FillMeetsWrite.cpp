// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A line is filled into the second-level cache while a tile store writes the
// line that it replaces, if possible in the same cycle. A load checks the
// filled line after it has been evicted from the first-level cache. For the
// cache sizes of both configurations.
#include "Items.h"
#include "Parts.h"

namespace sectile::random {

using isa::Op;

void fillMeetsWrite(Writer &w, Stream &s) {
  if (!w.has(Op::TST) || !w.has(Op::LDD) || !w.has(Op::ADDI))
    return;
  bool small = s.oneIn(2);
  uint64_t first = small ? 1024 : 64 * 1024, second = small ? 8192 : 512 * 1024;
  uint64_t base = dataBase + s.below(dataSize / 4 / 64) * 64;
  uint8_t other = w.nonZeroTarget(s);
  w.constant(regCode, base);
  w.constant(regCounter, base + second);
  w.constant(other, base + second + first);
  for (unsigned n = 3 + s.below(4); n; n--) {
    int64_t line = int64_t(s.below(16)) * 64;
    auto load = [&](uint8_t r) {
      w.emit(Op::LDD, w.anotherTarget(s, other), r, 0,
             line + int64_t(s.below(8)) * 8);
    };
    load(regCode);
    for (unsigned stores = 1 + s.below(2); stores; stores--)
      w.emit(Op::TST, w.tile(s), regCode, 0, 0);
    for (unsigned cycles = s.below(12); cycles; cycles--)
      w.emit(Op::ADDI, w.anotherTarget(s, other), 0, 0, s.between(-9, 9));
    load(regCounter);
    load(other);
    load(regCounter);
  }
}

} // namespace sectile::random

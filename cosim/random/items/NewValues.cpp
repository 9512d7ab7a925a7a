// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sets a pointer, the index, the stride, a tile or a register anew.
#include "Items.h"
#include "Parts.h"

namespace sectile::random {

using isa::Inst;
using isa::Op;

void newValues(Writer &w, Stream &s) {
  switch (s.below(5)) {
  case 0:
    return setPointer(w, s, w.pointer(s));
  case 1:
    w.constant(regIndex, s.below(256));
    return;
  case 2: {
    // Many rows are in the same cache lines as the row before, or in lines that
    // differ only in the page.
    static constexpr std::array<int, 16> strides = {
        0,  64, -64, 1,    63,   128,   512,  -512,
        16, 32, -1,  4096, 4032, -4096, 2048, 4095};
    int stride = s.oneIn(3) ? int(s.between(-512, 512)) : s.pick(strides);
    if (stride > 4095)
      w.constant(regStride, uint64_t(stride));
    else
      w.emit(Op::ADDI, regStride, 0, 0, stride);
    return;
  }
  case 3: {
    uint8_t t = w.tile(s);
    Inst load;
    load.op = Op::TLD;
    load.d = t;
    load.a = regData;
    load.imm = int64_t(s.below(dataSize / 64 - 16)) * 64;
    return w.emitDrawn(load, s);
  }
  default: {
    Inst load;
    load.op = Op::LDD;
    load.d = w.scalarTarget(s);
    load.a = regData;
    load.imm = int64_t(s.oneIn(4) ? s.below(4096) : s.below(512) * 8);
    return w.emitDrawn(load, s);
  }
  }
}

} // namespace sectile::random

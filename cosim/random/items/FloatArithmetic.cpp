// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Single scalar floating-point instructions.
#include "Items.h"
#include "Parts.h"

namespace sectile::random {

using isa::Inst;
using isa::OperandClass;

// Every other operand is a corner value from the data, since what a program
// computes soon is NaN or infinite.
void floatArithmetic(Writer &w, Stream &s) {
  if (w.ops.fpu.empty())
    return;
  Inst inst = w.draw(s, s.pick(w.ops.fpu));
  for (const isa::Operand &o : isa::info(inst.op))
    if (o.cls == OperandClass::gpr && o.isRead() && s.oneIn(2))
      inst.set(o.slot, cornerValue(w, s));
  if (s.oneIn(3))
    relateOperands(w, s, inst);
  w.emitDrawn(inst, s);
}

} // namespace sectile::random

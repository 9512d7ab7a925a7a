// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Scalar loads and stores. The operands that form the address are reserved
// registers, the others any.
#include "Items.h"
#include "Parts.h"

namespace sectile::random {
namespace {

using isa::Inst;
using isa::Op;
using isa::OperandClass;

uint8_t copyRegister(Writer &w, Stream &s, uint8_t source) {
  uint8_t r = w.nonZeroTarget(s);
  w.emit(Op::ADDI, r, source, 0, 0);
  return r;
}

Inst drawScalarAccess(Writer &w, Stream &s, Op op) {
  Inst inst = w.draw(s, op);
  inst.a = w.pointer(s);
  bool indexed = false;
  for (const isa::Operand &o : isa::info(op))
    indexed |= o.slot == isa::Slot::b;
  if (indexed)
    inst.b = s.oneIn(16) ? 0 : uint8_t(regIndex);
  // Sometimes in a register that is not reserved, which a load may overwrite.
  if (s.oneIn(4))
    inst.a = copyRegister(w, s, inst.a);
  else if (indexed && s.oneIn(3))
    inst.b = copyRegister(w, s, regIndex);
  if (s.oneIn(2))
    for (const isa::Operand &o : isa::info(op))
      if (o.isWritten() && o.cls == OperandClass::gpr) {
        uint8_t again = !isReserved(inst.a) ? inst.a
                        : indexed && !isReserved(inst.b)
                            ? inst.b
                            : uint8_t(inst.get(o.slot));
        inst.set(o.slot, again);
        if (s.oneIn(2))
          break;
      }
  return inst;
}

} // namespace

void scalarAccess(Writer &w, Stream &s) {
  bool store = s.oneIn(2);
  const std::vector<Op> &ops = store ? w.ops.stores : w.ops.loads;
  if (!ops.empty())
    w.emitDrawn(drawScalarAccess(w, s, s.pick(ops)), s);
}

} // namespace sectile::random

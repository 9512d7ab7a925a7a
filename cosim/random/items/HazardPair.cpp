// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two instructions of two units with a register hazard, at most a few
// instructions apart. The pairs are drawn evenly from the list of all that are
// possible, so that rare ones are covered too.
#include "Items.h"
#include "Parts.h"

namespace sectile::random {
namespace {

using isa::Inst;
using isa::Kind;
using isa::Op;
using isa::Unit;

using Port = Operations::Port;

const Port *drawPort(const Writer &w, Stream &s, File file, bool writes,
                     Unit unit, bool addresses) {
  const std::vector<Port> &all = w.ops.ports[file][writes][unsigned(unit)];
  for (unsigned n = 0; n < 64 && !all.empty(); n++) {
    const Port &p = all[s.below(unsigned(all.size()))];
    if ((addresses || !p.address) && (!isSlow(p.op) || s.oneIn(4)))
      return &p;
  }
  return nullptr;
}

// The instruction with r as the operand and all else drawn. Emits the code that
// its address needs.
Inst prepareOperand(Writer &w, Stream &s, File file, const Port &p, uint8_t r,
                    uint8_t scratch) {
  const isa::Info &info = isa::info(p.op);
  Inst inst = w.draw(s, p.op);
  switch (info.kind) {
  case Kind::load:
  case Kind::store:
  case Kind::loadpair:
  case Kind::storepair:
  case Kind::amo:
  case Kind::cas:
  case Kind::tload:
  case Kind::tstore:
    inst = drawAccess(w, s, p.op, scratch);
    break;
  case Kind::csr:
    inst.imm = int64_t(s.pick(writableCsrs));
    break;
  case Kind::jump: // relative to the next page; setTarget() adds the rest
    w.emit(Op::ADRP, scratch, 0, 0, 4096);
    inst.a = scratch;
    inst.imm = -int64_t((w.here() - 4) / 4096 * 4096 + 4096);
    break;
  default:
    break;
  }
  if (p.address) {
    auto from = uint8_t(inst.get(p.slot));
    w.emit(file == tileFile ? Op::TMOV : Op::ADDI, r, from, 0, 0);
  }
  inst.set(p.slot, r);
  return inst;
}

// Jumps and branches continue `over` instructions later.
void setTarget(const Writer &w, Inst &inst, unsigned over) {
  const isa::Info &info = isa::info(inst.op);
  int64_t distance = int64_t(over + 1) * 4;
  if (info.kind == Kind::jump)
    inst.imm += int64_t(w.here()) + distance;
  else if (info.kind == Kind::branch)
    for (const isa::Operand &o : info)
      if (o.immKind == isa::ImmKind::pcrel)
        inst.set(o.slot, distance);
}

} // namespace

void hazardPair(Writer &w, Stream &s) {
  const Hazard &h = s.pick(hazards());
  const Port *first = drawPort(w, s, h.file, h.firstWrites(), h.first, true);
  // A computed value is not a valid address, unless it is a copy of one.
  const Port *second =
      drawPort(w, s, h.file, h.secondWrites(), h.second, false);
  if (!first || !second)
    return;
  uint8_t r = h.file == tileFile ? uint8_t(s.below(32)) : w.nonZeroTarget(s);
  // The address of the second is computed before the first, since nothing may
  // be emitted between the two.
  Inst b = prepareOperand(w, s, h.file, *second, r, regCounter);
  Inst a = prepareOperand(w, s, h.file, *first, r, regCode);
  setTarget(w, a, 0);
  w.emitDrawn(a, s);
  for (unsigned n = 1; n < h.distance; n++)
    w.emitDrawn(w.draw(s, pickFast(s, s.oneIn(2) && !w.ops.elementwise.empty()
                                          ? w.ops.elementwise
                                          : w.ops.alu)),
                s);
  unsigned over = s.below(3);
  setTarget(w, b, over);
  w.emitDrawn(b, s);
  if (isa::info(b.op).unit == Unit::branch)
    for (; over; over--)
      oneOf(w, s, w.ops.alu);
}

} // namespace sectile::random

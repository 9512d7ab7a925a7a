// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Draws instructions, operands and accesses for the kinds of item.
#include "Parts.h"

#include <algorithm>

namespace sectile::random {
namespace {

using isa::Inst;
using isa::Kind;
using isa::Op;
using isa::OperandClass;
using isa::Unit;

// Rows or columns: 0, part of 16, 16 or 64, up to the 64 of the largest form,
// more than any form has.
unsigned extent(Stream &s) {
  switch (s.below(6)) {
  case 0:
    return 0;
  case 1:
  case 2:
    return 1 + s.below(15);
  case 3:
    return s.oneIn(2) ? 16 : 64;
  case 4:
    return 17 + s.below(48);
  default:
    return 65 + s.below(191);
  }
}

// The first row or column: mostly low, so that the shape is rarely empty.
unsigned beginning(Stream &s) {
  return s.oneIn(3) ? 0 : s.oneIn(4) ? extent(s) : s.below(12);
}

} // namespace

void oneOf(Writer &w, Stream &s, const std::vector<Op> &ops) {
  if (ops.empty())
    return;
  Op op = s.pick(ops);
  if (isSlow(op) && !s.oneIn(3))
    op = s.pick(ops);
  Inst inst = w.draw(s, op);
  if (s.oneIn(6))
    relateOperands(w, s, inst);
  if (op == Op::TMASK_LIN && s.oneIn(2))
    inst.a = makeCount(w, s);
  for (const isa::Operand &o : isa::info(op))
    if (o.cls == OperandClass::shape && !s.oneIn(4))
      inst.set(o.slot, makeShape(w, s));
  setDepth(w, s, inst);
  w.emitDrawn(inst, s);
}

Op pickFast(Stream &s, const std::vector<Op> &ops) {
  for (;;)
    if (Op op = s.pick(ops); !isSlow(op))
      return op;
}

void relateOperands(Writer &w, Stream &s, Inst &inst) {
  std::vector<const isa::Operand *> source;
  const isa::Operand *immediate = nullptr;
  for (const isa::Operand &o : isa::info(inst.op))
    if (o.cls == OperandClass::gpr && o.isRead() && !o.isWritten())
      source.push_back(&o);
    else if (o.cls == OperandClass::imm && o.immKind != isa::ImmKind::pcrel)
      immediate = &o;
  while (source.size() > 2) // any two of them
    source.erase(source.begin() + s.below(unsigned(source.size())));
  if (source.empty())
    return;
  uint8_t r = w.nonZeroTarget(s);
  if (source.size() == 1) {
    if (!immediate)
      return;
    w.constant(r, uint64_t(inst.get(immediate->slot)) +
                      uint64_t(s.oneIn(3) ? s.between(-1, 1) : 0));
  } else if (s.oneIn(3)) { // any number of bits
    uint8_t q = w.nonZeroTarget(s);
    w.constant(q, uint64_t(int64_t(s.bits()) >> s.below(64)));
    inst.set(source[1]->slot, q);
    w.constant(r, uint64_t(int64_t(s.bits()) >> s.below(64)));
  } else {
    auto other = uint8_t(inst.get(source[1]->slot));
    if (s.oneIn(2)) {
      w.constant(r, uint64_t(1) << s.below(64));
      w.emit(Op::XOR, r, other, r == other ? 0 : r);
    } else {
      w.emit(Op::ADDI, r, other, 0, s.oneIn(3) ? s.between(-1, 1) : 0);
    }
  }
  inst.set(source[0]->slot, r);
}

void keepRegisters(Writer &w, Stream &s, Inst &inst,
                   std::initializer_list<unsigned> registers) {
  for (const isa::Operand &o : isa::info(inst.op))
    while (o.isWritten() && o.cls == OperandClass::gpr &&
           std::find(registers.begin(), registers.end(),
                     unsigned(inst.get(o.slot))) != registers.end())
      inst.set(o.slot, w.scalarTarget(s));
}

uint8_t makeShape(Writer &w, Stream &s) {
  uint8_t r = w.nonZeroTarget(s);
  uint64_t shape = extent(s);
  shape |= uint64_t(extent(s)) << 8;
  if (s.oneIn(2)) {
    shape |= uint64_t(beginning(s)) << 16;
    shape |= uint64_t(beginning(s)) << 24;
  }
  shape |= s.oneIn(4) ? s.bits() << 32 : 0;
  w.constant(r, shape);
  return r;
}

void setDepth(Writer &w, Stream &s, Inst &inst) {
  if (!isa::isMultiply(inst.op) || s.oneIn(2))
    return;
  int64_t full = isa::multiplyOf(inst.op).depth();
  inst.c = w.nonZeroTarget(s);
  switch (s.below(8)) {
  case 0:
    w.emit(Op::ADDI, inst.c, 0, 0, s.between(-1, 1));
    break;
  case 1:
  case 4:
    w.emit(Op::ADDI, inst.c, 0, 0, s.between(full - 1, full + 1));
    break;
  case 2:
    w.constant(inst.c, s.bits() >> s.below(64));
    break;
  case 3:
    w.emit(Op::ADDI, inst.c, 0, 0,
           1 + 2 * int64_t(s.below(unsigned(full / 2))));
    break;
  default:
    w.emit(Op::ADDI, inst.c, 0, 0, s.between(1, full - 1));
    break;
  }
}

uint8_t makeCount(Writer &w, Stream &s) {
  uint8_t r = w.nonZeroTarget(s);
  switch (s.below(6)) {
  case 0:
    w.emit(Op::ADDI, r, 0, 0, s.between(-2, 0));
    break;
  case 1:
    w.emit(Op::ADDI, r, 0, 0, s.between(1, 16));
    break;
  case 2:
  case 3:
    w.emit(Op::ADDI, r, 0, 0, s.between(1, 300));
    break;
  case 4:
    w.emit(Op::ADDI, r, 0, 0, s.between(255, 1030));
    break;
  default:
    w.constant(r, s.bits() >> s.below(64));
    break;
  }
  return r;
}

uint8_t cornerValue(Writer &w, Stream &s) {
  uint8_t r = w.nonZeroTarget(s);
  w.emit(Op::LDD, r, regData, 0, int64_t(s.below(512)) * 8);
  return r;
}

void setPointer(Writer &w, Stream &s, unsigned r) {
  uint64_t at = dataSize / 4 + s.below(dataSize / 2);
  if (s.oneIn(6)) // beyond the data, where nothing has been loaded
    at = dataSize + s.below(unsigned(memoryEnd - dataBase - dataSize * 5 / 4));
  switch (s.below(8)) {
  case 0: // any byte
    break;
  case 1:
  case 2: // the next access crosses a line
    at |= 56 + s.below(8);
    break;
  case 3:
    at &= ~uint64_t(7);
    break;
  default:
    at &= ~uint64_t(63);
  }
  w.constant(r, dataBase + at);
}

uint8_t makeIndex(Writer &w, Stream &s) {
  uint8_t t = w.tile(s), r = w.nonZeroTarget(s);
  if (s.oneIn(3)) { // in order, a step apart
    w.emitIf(Op::TIDXLIN, t, 0, 0, s);
    w.constant(r, uint64_t(s.between(-100, 100)));
    w.emitIf(Op::TSMUL_I32, t, t, r, s);
  } else { // near or far, often several with one place
    static constexpr uint64_t bits[] = {0x3fff, 0x3ffc, 0xff, 7};
    w.constant(r, bits[s.below(4)]);
    w.emitIf(Op::TSAND_I32, t, w.tile(s), r, s);
    if (s.oneIn(2)) {
      w.constant(r, s.below(0x4000));
      w.emitIf(Op::TSSUB_I32, t, t, r, s);
    }
  }
  return t;
}

uint8_t makeMask(Writer &w, Stream &s) {
  uint8_t t = w.tile(s);
  switch (s.below(6)) {
  case 0: // most words are not zero
    break;
  case 1: {
    uint8_t count = makeCount(w, s);
    w.emitIf(Op::TMASK_LIN, t, count, 0, s);
    break;
  }
  case 2: {
    uint8_t shape = makeShape(w, s);
    w.emitIf(Op::TMASK_RECT, t, shape, 0, s);
    break;
  }
  case 3: {
    uint8_t other = w.tile(s);
    w.emitIf(Op::TCLT_I32, t, w.tile(s), other, s);
    break;
  }
  case 4:
    if (s.oneIn(2)) {
      w.emitIf(Op::TZERO, t, 0, 0, s);
      break;
    }
    [[fallthrough]];
  default: { // one bit of each word
    uint8_t r = w.nonZeroTarget(s);
    w.constant(r, uint64_t(1) << s.below(32));
    w.emitIf(Op::TSAND_I32, t, w.tile(s), r, s);
  }
  }
  return t;
}

void drawIndex(Writer &w, Stream &s, Inst &inst) {
  switch (isa::addressOf(inst.op)) {
  case isa::AddressForm::masked:
    inst.b = makeMask(w, s);
    break;
  case isa::AddressForm::rowGather:
    inst.b = makeIndex(w, s);
    break;
  case isa::AddressForm::laneGather:
    inst.c = makeMask(w, s);
    inst.b = makeIndex(w, s);
    if (s.oneIn(8))
      inst.c = inst.b;
    break;
  default:
    return;
  }
  if (s.oneIn(6))
    inst.d =
        s.oneIn(2) && isa::addressOf(inst.op) == isa::AddressForm::laneGather
            ? inst.c
            : inst.b;
}

// Draws all operands of a tile access but its tile and its base, which is a
// pointer.
static void drawTileAddress(Writer &w, Stream &s, Inst &inst, uint8_t scratch) {
  for (const isa::Operand &o : isa::info(inst.op))
    if (o.cls == OperandClass::shape && !s.oneIn(4))
      inst.set(o.slot, makeShape(w, s));
  switch (isa::addressOf(inst.op)) {
  case isa::AddressForm::displacement:
    // The displacement of a whole tile can reach a megabyte; the data is
    // smaller, so far displacements get a base of their own.
    if (s.oneIn(4)) {
      w.constant(scratch, dataBase + dataSize / 2 - uint64_t(inst.imm));
      inst.a = scratch;
    } else {
      inst.imm = s.between(-16, 16) * 64;
    }
    break;
  case isa::AddressForm::rectangle:
    inst.b = s.oneIn(16) ? 0 : uint8_t(regStride);
    break;
  case isa::AddressForm::linear: // any count
    if (s.oneIn(2))
      inst.b = makeCount(w, s);
    break;
  default:
    drawIndex(w, s, inst);
  }
}

Inst drawAccess(Writer &w, Stream &s, Op op, uint8_t scratch) {
  const isa::Info &info = isa::info(op);
  Inst inst = w.draw(s, op);
  inst.a = w.pointer(s);
  if (info.kind == Kind::amo || info.kind == Kind::cas) {
    w.emit(Op::ANDI, scratch, inst.a, 0, -8);
    inst.a = scratch;
  } else if (info.unit == Unit::tmem) {
    drawTileAddress(w, s, inst, scratch);
  } else {
    for (const isa::Operand &o : info)
      if (o.slot == isa::Slot::b && isAddress(info, o))
        inst.b = s.oneIn(16) ? 0 : uint8_t(regIndex);
  }
  return inst;
}

} // namespace sectile::random

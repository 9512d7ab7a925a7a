// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "blocks/translator.h"
#include "semantics/scalar.h"
#include "system/registers.h"

namespace sectile {

using isa::Inst;
using isa::Kind;
using isa::Op;
using isa::Operand;
using isa::OperandClass;
using isa::Role;

namespace {

bool isImmediate(const Operand &o) { return o.cls == OperandClass::imm; }

// Whether the instruction writes a scalar register in the way given.
template <class Condition>
bool writesScalar(const Inst &i, unsigned number, Condition condition) {
  for (const Operand &o : isa::info(i.op))
    if (o.cls == OperandClass::gpr && o.isWritten() &&
        i.get(o.slot) == number && condition(o))
      return true;
  return false;
}

// Writes of r0 go to an unused register, and r0 as a shape or a depth is full.
uint8_t registerField(const Operand &o, int64_t number) {
  if (number == 0 &&
      (o.cls == OperandClass::shape || o.cls == OperandClass::depth))
    return fullRegister;
  if (number == 0 && o.cls == OperandClass::gpr && o.role == Role::def)
    return sinkRegister;
  return uint8_t(number);
}

void setRegisters(Slot &s, const Inst &i) {
  s.d = i.d;
  s.a = i.a;
  s.b = i.b;
  s.c = i.c;
  for (const Operand &o : isa::info(i.op)) {
    if (isImmediate(o))
      continue;
    uint8_t &field = o.slot == isa::Slot::d   ? s.d
                     : o.slot == isa::Slot::a ? s.a
                     : o.slot == isa::Slot::b ? s.b
                                              : s.c;
    field = registerField(o, i.get(o.slot));
  }
}

} // namespace

// Places immediates where handlers expect them; false if one does not fit.
bool Translator::setImmediates(Slot &s, const Inst &i, uint64_t pc) {
  const isa::Info &info = isa::info(i.op);
  unsigned count = 0;
  bool usesC = false;
  for (const Operand &o : info) {
    count += isImmediate(o);
    usesC |= o.slot == isa::Slot::c;
  }
  s.imm = int32_t(i.imm);
  if (info.kind == Kind::pcpage) {
    uint64_t page = sem::ADRP(pc, i.imm);
    s.imm = int32_t(uint32_t(page >> 12));
    return page >> 44 == 0;
  }
  if (info.kind == Kind::branch && count == 2) {
    s.b = uint8_t(i.imm);
    s.imm = i.imm2;
    return int8_t(s.b) == i.imm;
  }
  if (s.imm != i.imm || (count == 2 && usesC))
    return false;
  if (count == 2)
    s.c = uint8_t(i.imm2);
  return count < 2 || s.c == i.imm2;
}

Handler Translator::handlerOf(const Inst &i, bool watchesStack) const {
  auto any = [](const Operand &) { return true; };
  if (watchesStack && writesScalar(i, stackPointer, any))
    return handlers.stack[unsigned(i.op)];
  // Keeping a part of r0 keeps nothing.
  if (writesScalar(i, 0, [](const Operand &o) { return o.role == Role::tied; }))
    return handlers.nop;
  Handler ofTiles = tileHandlers.byOp[unsigned(i.op)];
  return ofTiles ? ofTiles : handlers.byOp[unsigned(i.op)];
}

Slot Translator::translate(const Inst &i, uint64_t pc,
                           bool watchesStack) const {
  Slot s = {};
  setRegisters(s, i);
  s.handler = handlerOf(i, watchesStack);
  if (!setImmediates(s, i, pc) || !s.handler)
    s.handler = handlers.slow;
  return s;
}

Handler Translator::pairOfMultiplies(const Inst &one, const Inst &two) const {
  // One depth: multiplies write no scalar register.
  if (one.op != two.op || one.a != two.a || one.c != two.c || one.d == two.d)
    return nullptr;
  for (uint8_t operand : {one.a, one.b, two.b})
    if (operand == one.d || operand == two.d)
      return nullptr;
  return tileHandlers.paired[unsigned(one.op)];
}

Handler Translator::pairOfScalars(const Slot *slots, Op one, Op two) const {
  // Only if each slot has the handler of its operation.
  auto partOf = [&](const Slot &s, Op op) {
    return s.handler == handlers.byOp[unsigned(op)]          ? op
           : s.handler == handlers.stack[unsigned(Op::ADDI)] ? watchedAddi
                                                             : Op::Illegal;
  };
  Op first = partOf(slots[0], one), second = partOf(slots[1], two);
  return first == Op::Illegal || second == Op::Illegal
             ? nullptr
             : handlers.pairOf(first, second);
}

bool Translator::fuse(Slot *slots, const Inst &one, const Inst &two) const {
  Handler both = tileHandlers.paired[unsigned(one.op)]
                     ? pairOfMultiplies(one, two)
                     : pairOfScalars(slots, one.op, two.op);
  if (both)
    slots[0].handler = both;
  return both != nullptr;
}

Slot Translator::counter(uint32_t number) const {
  return {handlers.count, 0, 0, 0, 0, int32_t(number)};
}

Slot Translator::jump() const { return {handlers.jump, 0, 0, 0, 0, 0}; }

} // namespace sectile

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Encodes instructions and draws their operands.
#include "Writer.h"

#include <cassert>

namespace sectile::random {

using isa::Inst;
using isa::Op;
using isa::OperandClass;

Writer::Writer(const Options &options)
    : options(options), ops(options.implemented) {}

bool Writer::has(Op op) const {
  return !options.implemented || options.implemented(op);
}

uint64_t Writer::here() const { return codeBase + program.code.size() * 4; }

void Writer::word(uint32_t w) {
  program.code.push_back(w);
  program.itemOf.push_back(item);
}

void Writer::emit(const Inst &inst) {
  uint32_t w = isa::encode(inst);
  assert(isa::decode(w) == inst && "an operand does not fit its field");
  word(w);
}

void Writer::emit(Op op, unsigned d, unsigned a, unsigned b, int64_t imm,
                  int32_t imm2) {
  Inst inst;
  inst.op = op;
  inst.d = uint8_t(d);
  inst.a = uint8_t(a);
  inst.b = uint8_t(b);
  inst.imm = imm;
  inst.imm2 = imm2;
  emit(inst);
}

void Writer::constant(unsigned r, uint64_t value) {
  emit(Op::MOVZ, r, 0, 0, int64_t(value & 0xffff), 0);
  for (int hw = 16; hw < 64; hw += 16)
    if (value >> hw & 0xffff)
      emit(Op::MOVK, r, 0, 0, int64_t(value >> hw & 0xffff), hw);
}

uint8_t Writer::scalarSource(Stream &s) {
  return s.oneIn(2) ? s.pick(lastScalar) : uint8_t(s.below(32));
}

uint8_t Writer::scalarTarget(Stream &s) {
  for (;;) {
    uint8_t r = s.oneIn(3) ? s.pick(lastScalar) : uint8_t(s.below(32));
    if (!isReserved(r))
      return r;
  }
}

uint8_t Writer::nonZeroTarget(Stream &s) {
  for (;;)
    if (uint8_t r = scalarTarget(s))
      return r;
}

uint8_t Writer::anotherTarget(Stream &s, uint8_t than) {
  for (;;)
    if (uint8_t r = nonZeroTarget(s); r != than)
      return r;
}

uint8_t Writer::tile(Stream &s) {
  return s.oneIn(2) ? s.pick(lastTile) : uint8_t(s.below(32));
}

uint8_t Writer::pointer(Stream &s) {
  return uint8_t(regPointer0 + s.below(regPointers));
}

static int64_t drawImmediate(Stream &s, const isa::Operand &o) {
  int64_t step = int64_t(1) << o.shift;
  int64_t steps = (o.maximum() - o.minimum()) / step;
  int64_t n = s.oneIn(4) ? (s.oneIn(2) ? 0 : steps) : s.between(0, steps);
  return o.minimum() + n * step;
}

Inst Writer::draw(Stream &s, Op op) {
  Inst inst;
  inst.op = op;
  for (const isa::Operand &o : isa::info(op)) {
    switch (o.cls) {
    case OperandClass::gpr:
      inst.set(o.slot, o.isWritten() ? scalarTarget(s) : scalarSource(s));
      break;
    case OperandClass::tile:
      inst.set(o.slot, tile(s));
      break;
    case OperandClass::shape:
      inst.set(o.slot, s.oneIn(4) ? 0 : scalarSource(s));
      break;
    case OperandClass::depth: // a register's value is rarely less than a full
                              // depth
      inst.set(o.slot, s.oneIn(4) ? scalarSource(s) : 0);
      break;
    case OperandClass::imm:
      inst.set(o.slot, drawImmediate(s, o));
      break;
    }
  }
  return inst;
}

void Writer::emitDrawn(const Inst &inst, Stream &s) {
  emit(inst);
  remember(inst, s);
}

void Writer::emitIf(Op op, uint8_t d, uint8_t a, uint8_t b, Stream &s) {
  if (!has(op))
    return;
  Inst inst;
  inst.op = op;
  inst.d = d;
  inst.a = a;
  inst.b = b;
  emitDrawn(inst, s);
}

void Writer::remember(const Inst &inst, Stream &s) {
  for (const isa::Operand &o : isa::info(inst.op))
    if (o.isWritten())
      (o.cls == OperandClass::tile ? lastTile : lastScalar)[s.below(4)] =
          uint8_t(inst.get(o.slot));
}

} // namespace sectile::random

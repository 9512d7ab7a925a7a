// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One trap of each cause. It must be precise, whatever instructions are in
// flight.
#include "Items.h"
#include "Parts.h"
#include "host_device.h"

namespace sectile::random {
namespace {

using isa::Inst;
using isa::Op;
using isa::OperandClass;

// An address at most this distance before the end of memory, or any beyond it.
uint64_t nearEnd(Stream &s, unsigned distance) {
  return !s.oneIn(3)  ? memoryEnd - s.below(distance)
         : s.oneIn(2) ? memoryEnd + s.below(distance)
                      : memoryEnd | uint64_t(1) << (23 + s.below(40));
}

// The address of the instruction after the next jump, when the constant that
// holds this address is still to be emitted: its length depends on its value.
uint64_t resumeAfter(const Writer &w) {
  for (unsigned words = 1; words <= 4; words++) {
    uint64_t address = w.here() + (words + 1) * 4;
    unsigned needed = 1;
    for (int hw = 16; hw < 64; hw += 16)
      needed += (address >> hw & 0xffff) != 0;
    if (needed == words)
      return address;
  }
  return w.here();
}

void illegalWord(Writer &w, Stream &s) {
  for (;;) {
    auto word =
        s.oneIn(4) ? (s.oneIn(2) ? 0 : ~uint32_t(0)) : uint32_t(s.bits());
    if (isa::decode(word).op == Op::Illegal)
      return w.word(word);
  }
}

void misalignedJump(Writer &w, Stream &s) {
  w.emit(Op::ADRP, regCode, 0, 0, 0);
  int64_t offset = s.between(1, 3);
  w.emit(Op::JALR, w.scalarTarget(s), regCode, 0, offset);
}

// An address at which no instruction can be, even if memory is larger than a
// program needs: before memory, an instruction's address with a bit changed, or
// anywhere.
uint64_t outsideMemory(Stream &s) {
  uint64_t inside = codeBase + s.below(0x100000) * 4;
  switch (s.below(4)) {
  case 0:
    return codeBase - 4 - s.below(64) * 4;
  case 1:
    return (s.bits() & ~uint64_t(3)) | uint64_t(1) << 63;
  default:
    return inside ^ uint64_t(1) << (31 + s.below(33));
  }
}

// A jump to an address outside memory; the handler continues after it.
void fetchFault(Writer &w, Stream &s) {
  Inst jump;
  jump.op = Op::JALR;
  jump.d = 0;
  if (s.oneIn(4)) {
    jump.a = 0;
    jump.imm = int64_t(s.below(1024)) * 4;
  } else {
    jump.a = regCode;
    w.constant(regCode, outsideMemory(s));
  }
  w.constant(regResume, resumeAfter(w));
  w.emit(jump);
}

// A scalar access outside memory, or to the host device.
void scalarFault(Writer &w, Stream &s) {
  const std::vector<Op> &ops = s.oneIn(2) ? w.ops.stores : w.ops.loads;
  if (ops.empty())
    return;
  static constexpr std::array<uint64_t, 5> bad = {
      0, SECTILE_HOST_DEVICE + 1, SECTILE_RAM_BASE - 4, ~uint64_t(0) - 7,
      uint64_t(1) << 63};
  w.constant(regCode, s.oneIn(2) ? nearEnd(s, 9) : s.pick(bad));
  Inst inst = w.draw(s, s.pick(ops));
  inst.a = regCode;
  for (const isa::Operand &o : isa::info(inst.op)) {
    if (o.slot == isa::Slot::b)
      inst.b = 0;
    if (o.slot == isa::Slot::imm && o.cls == OperandClass::imm)
      inst.imm = 0;
  }
  w.emit(inst);
}

void misalignedAtomic(Writer &w, Stream &s) {
  if (w.ops.atomics.empty())
    return;
  Inst inst = w.draw(s, s.pick(w.ops.atomics));
  int64_t bits = 1 + int64_t(s.below(3));
  w.emit(Op::ORI, regCode, w.pointer(s), 0, bits);
  inst.a = regCode;
  w.emit(inst);
}

void deviceAtomic(Writer &w, Stream &s) {
  if (w.ops.atomics.empty())
    return;
  Inst inst = w.draw(s, s.pick(w.ops.atomics));
  w.constant(regCode, SECTILE_HOST_DEVICE);
  inst.a = regCode;
  w.emit(inst);
}

// Programs lie at the start of memory.
uint64_t tileFaultAddress(Stream &s, bool beforePrograms) {
  switch (s.below(beforePrograms ? 4 : 3)) {
  case 0:
    return SECTILE_HOST_DEVICE;
  case 1:
  case 2: // the last rows, or part of one
    return nearEnd(s, 1200);
  default:
    return SECTILE_RAM_BASE - 1 - s.below(200);
  }
}

// A tile access that is partly outside memory: it must have no effect.
void tileFault(Writer &w, Stream &s) {
  const std::vector<Op> &ops = s.oneIn(2) ? w.ops.tileStores : w.ops.tileLoads;
  if (ops.empty())
    return;
  Inst inst = w.draw(s, s.pick(ops));
  // A store that begins after its first row or column, or that is indexed, may
  // overwrite the program alone if its base is before memory.
  const isa::AddressForm form = isa::addressOf(inst.op);
  bool store = isa::info(inst.op).kind == isa::Kind::tstore;
  bool whole = form == isa::AddressForm::displacement ||
               form == isa::AddressForm::linear;
  w.constant(regCode, tileFaultAddress(s, whole || !store));
  inst.a = regCode;
  for (const isa::Operand &o : isa::info(inst.op)) {
    if (o.cls == OperandClass::shape && s.oneIn(2))
      inst.set(o.slot, makeShape(w, s));
    if (o.cls == OperandClass::imm)
      inst.imm = 0;
  }
  if (form == isa::AddressForm::rectangle)
    inst.b = regStride;
  if (store || !s.oneIn(4)) // otherwise any words: indices far from memory
    drawIndex(w, s, inst);
  w.emit(inst);
}

} // namespace

void trap(Writer &w, Stream &s) {
  switch (s.below(11)) {
  case 0:
    return w.emit(Op::ECALL, 0, 0, 0);
  case 1:
    return w.emit(Op::EBREAK, 0, 0, 0);
  case 2:
    return illegalWord(w, s);
  case 3:
    return misalignedJump(w, s);
  case 4:
  case 5:
    return fetchFault(w, s);
  case 6:
    return scalarFault(w, s);
  case 7:
    return misalignedAtomic(w, s);
  case 8:
    return deviceAtomic(w, s);
  default:
    return tileFault(w, s);
  }
}

} // namespace sectile::random

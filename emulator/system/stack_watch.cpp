// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "system/stack_watch.h"

#include <algorithm>
#include <cstring>

namespace sectile {

using isa::Inst;
using isa::Kind;

namespace {

// A stack pointer more than this far below the last check is checked again.
constexpr uint64_t window = 64 << 10;
// How many instructions back an address is followed.
constexpr unsigned mostExamined = 64;

bool isScalar(const isa::Operand &o) { return o.cls == isa::OperandClass::gpr; }

} // namespace

void StackWatch::begin(const Program &program, bool enabled) {
  programEnd = program.end();
  heapEndAt = program.addressOf("__sectile_heap_end");
  set(enabled && program.addressOf("__sectile_start") ? State::waiting
                                                      : State::off);
}

uint64_t StackWatch::lowest() const {
  uint64_t heapEnd = 0;
  if (heapEndAt && ram.contains(*heapEndAt, 8))
    std::memcpy(&heapEnd, ram.at(*heapEndAt), 8);
  return heapEnd > programEnd && heapEnd <= ram.end() ? heapEnd : programEnd;
}

bool StackWatch::inStack(uint64_t address) const {
  return address >= lowest() && address <= ram.end();
}

void StackWatch::find() {
  if (state == State::off)
    return;
  if (!inStack(registers.r[stackPointer]))
    set(State::waiting);
  else // the heap cannot grow closer
    set(State::watched,
        ram.end() - std::min<uint64_t>(ram.size(), SECTILE_STACK_SIZE));
}

void StackWatch::set(State to, uint64_t low) {
  // Translated code either watches the stack or does not.
  if ((state == State::off) != (to == State::off))
    codeCache->flush();
  state = to;
  switch (state) {
  case State::off:
    registers.stackLow = 0;
    registers.stackSpan = ~uint64_t(0);
    break;
  case State::waiting:
    registers.stackLow = ~uint64_t(0);
    registers.stackSpan = 0;
    break;
  case State::watched:
    registers.stackLow = std::max(low, programEnd);
    registers.stackSpan = ram.end() - registers.stackLow;
    break;
  }
}

bool StackWatch::overflows(uint64_t before, const Inst &i, uint64_t at) {
  uint64_t now = registers.r[stackPointer];
  if (now - registers.stackLow <= registers.stackSpan)
    return false;
  if (inStack(now)) {
    if (state == State::waiting)
      find();
    if (now < registers.stackLow)
      set(State::watched, std::max(lowest(), now - window));
    return false;
  }
  if (state == State::waiting)
    return false;
  bool grows = int64_t(now - before) < 0 && comesFromStackPointer(i, at);
  overrunLimit = lowest();
  set(State::off);
  return grows;
}

// Whether an instruction takes a value that comes from the stack pointer, by
// way of the instructions before it: an allocation of a size that is known at
// run time is computed elsewhere first.
bool StackWatch::comesFromStackPointer(const Inst &inst, uint64_t at) const {
  Inst i = inst;
  for (unsigned examined = 0; examined < mostExamined; ++examined) {
    // Of its operands one at most is an address: the first register it reads.
    int source = -1;
    for (const isa::Operand &o : isa::info(i.op)) {
      if (!isScalar(o) || !o.isRead())
        continue;
      if (i.get(o.slot) == stackPointer)
        return true;
      if (source < 0)
        source = int(i.get(o.slot));
    }
    if (source <= 0 || isa::info(i.op).kind != Kind::compute)
      return false;
    std::optional<Inst> writer = lastWriter(source, at, examined);
    if (!writer)
      return false;
    i = *writer;
  }
  return false;
}

// The instruction before `at` that wrote a register, if none between may have
// come from elsewhere.
std::optional<Inst> StackWatch::lastWriter(int source, uint64_t &at,
                                           unsigned &examined) const {
  for (;; ++examined) {
    at -= 4;
    if (examined == mostExamined || !ram.contains(at, 4))
      return std::nullopt;
    Inst i = isa::decode(ram.word(at));
    Kind kind = isa::info(i.op).kind;
    if (kind == Kind::branch || kind == Kind::jump || kind == Kind::system ||
        i.op == isa::Op::Illegal)
      return std::nullopt;
    for (const isa::Operand &o : isa::info(i.op))
      if (isScalar(o) && o.isWritten() && int(i.get(o.slot)) == source) {
        ++examined;
        return i;
      }
  }
}

} // namespace sectile

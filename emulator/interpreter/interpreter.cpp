// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "interpreter/interpreter.h"
#include "interpreter/executor.h"

namespace sectile {

using isa::Trap;

static void clear(Retire &r) {
  r.word = 0;
  r.inst = isa::Inst();
  r.trapped = false;
  r.cause = r.value = 0;
  r.registerWrites = 0;
  r.tile = -1;
  r.accesses.clear();
  r.hostCommand.reset();
}

std::optional<Stop> Interpreter::trap(uint64_t cause, uint64_t value,
                                      Retire &r) {
  r.trapped = true;
  r.cause = cause;
  r.value = value;
  uint64_t at = hart.pc;
  hart.noteTrap(cause, value);
  if (hooks.trap)
    hooks.trap(cause, value, at);
  bool handled = hart.enterHandler();
  r.nextPc = hart.pc;
  if (handled)
    return std::nullopt;
  fault = {cause, value, at, r.word};
  return Stop::fault;
}

std::optional<Stop> Interpreter::interrupt(uint64_t cause, Retire &r) {
  r.word = 0;
  return trap(cause, 0, r);
}

// After an instruction that has not trapped.
std::optional<Stop> Interpreter::retire(Retire &r, uint64_t before) {
  std::optional<Stop> stop;
  uint64_t sp = hart.registers.r[stackPointer];
  if (stack.watches() && sp != before &&
      stack.overflows(before, r.inst, hart.pc)) {
    fault = {0, sp, hart.pc, r.word};
    stop = Stop::stackOverflow;
  }
  hart.pc = r.nextPc;
  ++hart.retired;
  if (hart.options.countInstructions)
    ++counts[unsigned(r.inst.op)];
  if (!r.hostCommand || hart.options.lockstep)
    return stop;
  HostDevice::Outcome outcome = host(*r.hostCommand);
  if (!outcome.exited)
    return std::nullopt;
  exitStatus = outcome.status;
  return Stop::exited;
}

std::optional<Stop> Interpreter::execute(Retire &r) {
  if (auto due = hart.interruptDue())
    return trap(*due, 0, r);
  if (hart.pc % 4 != 0 || !hart.ram.contains(hart.pc, 4))
    return trap(uint64_t(Trap::FETCH_FAULT), hart.pc, r);
  r.word = hart.ram.word(hart.pc);
  r.inst = isa::decode(r.word);
  r.nextPc = hart.pc + 4;
  uint64_t sp = hart.registers.r[stackPointer];
  if (auto found = Executor(hart, r).execute())
    return trap(uint64_t(found->cause), found->value, r);
  return retire(r, sp);
}

std::optional<Stop> Interpreter::step(Retire &r) {
  clear(r);
  r.order = hart.retired;
  r.pc = r.nextPc = hart.pc;
  std::optional<Stop> stop = execute(r);
  if (hooks.memory)
    for (const MemoryAccess &access : r.accesses)
      hooks.memory(access, r.pc);
  if (hooks.retire)
    hooks.retire(r);
  return stop;
}

} // namespace sectile

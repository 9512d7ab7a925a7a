// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The precise interpreter: it executes one instruction at a time, directly from
// the records of isa/ and the functions of isa/semantics/, and records all
// effects.
//
// It is the reference for tests of the fast engine and therefore uses nothing
// of blocks/, engine/ and tile/.
#ifndef SECTILE_EMULATOR_INTERPRETER_INTERPRETER_H
#define SECTILE_EMULATOR_INTERPRETER_INTERPRETER_H

#include "system/hart.h"
#include "system/stack_watch.h"

namespace sectile {

class Interpreter {
public:
  // Runs a host command, given the address of its block.
  using HostCommand = std::function<HostDevice::Outcome(uint64_t block)>;

  Interpreter(Hart &hart, StackWatch &stack, HostCommand host)
      : hart(hart), stack(stack), host(std::move(host)) {}

  // Executes one instruction, or takes the trap that it causes or a pending
  // interrupt. Returns nothing if the program can continue.
  std::optional<Stop> step(Retire &record);
  // Takes a trap or interrupt before the next instruction.
  std::optional<Stop> interrupt(uint64_t cause, Retire &record);

  Hooks hooks;
  bool hooked() const { return hooks.retire || hooks.memory || hooks.trap; }

  Fault fault; // of a Stop::fault or Stop::stackOverflow
  int exitStatus = 0;
  // How often each instruction was executed here (with countInstructions).
  std::array<uint64_t, isa::opCount> counts = {};

private:
  Hart &hart;
  StackWatch &stack;
  HostCommand host;

  std::optional<Stop> execute(Retire &record);
  std::optional<Stop> retire(Retire &record, uint64_t stackPointerBefore);
  std::optional<Stop> trap(uint64_t cause, uint64_t value, Retire &record);
};

} // namespace sectile
#endif

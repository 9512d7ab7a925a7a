// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds a stack that grows into the heap or the program.
//
// The C library's start-up code puts the stack at the end of RAM; it grows down
// to where the heap ends by then, or to the end of the program. A program that
// grows it further overwrites them and fails later at some unrelated place, so
// writes of the stack pointer are checked. Back ends compare each new value
// with bounds that are certainly inside the stack; values outside are examined
// here.
//
// A value computed by subtracting from the stack pointer is a frame. Any other
// value outside the stack is taken for another stack, of a coroutine or a
// thread. The bounds of those are unknown, so the program is no longer watched.
#ifndef SECTILE_EMULATOR_SYSTEM_STACK_WATCH_H
#define SECTILE_EMULATOR_SYSTEM_STACK_WATCH_H

#include "sectile/emulator/elf.h"
#include "system/ram.h"

namespace sectile {

class StackWatch {
public:
  StackWatch(Registers &registers, const Ram &ram)
      : registers(registers), ram(ram) {}

  // The cache of code that watches the stack or does not.
  void setCodeCache(CodeCache &cache) { codeCache = &cache; }

  bool watches() const { return state != State::off; }
  void begin(const Program &program, bool enabled);
  // After the stack pointer has been set from outside.
  void find();
  // The stack pointer was `before`; the instruction at `at` has written it.
  // True if the stack has outgrown its space.
  bool overflows(uint64_t before, const isa::Inst &inst, uint64_t at);
  // The lowest address that the overrun stack could have had.
  uint64_t limit() const { return overrunLimit; }

private:
  // Off: the program may have several stacks. Waiting: its stack pointer is not
  // set yet.
  enum class State { off, waiting, watched };

  Registers &registers;
  const Ram &ram;
  CodeCache *codeCache = nullptr;
  State state = State::off;
  uint64_t programEnd = 0;
  std::optional<uint64_t> heapEndAt; // where the C library keeps that address
  uint64_t overrunLimit = 0;

  uint64_t lowest() const;
  bool inStack(uint64_t address) const;
  void set(State to, uint64_t low = 0);
  bool comesFromStackPointer(const isa::Inst &inst, uint64_t at) const;
  std::optional<isa::Inst> lastWriter(int source, uint64_t &at,
                                      unsigned &examined) const;
};

} // namespace sectile
#endif

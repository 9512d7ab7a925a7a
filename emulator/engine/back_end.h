// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The interface of a fast executor of instructions: the engine of blocks, or a
// generator of host code.
#ifndef SECTILE_EMULATOR_ENGINE_BACK_END_H
#define SECTILE_EMULATOR_ENGINE_BACK_END_H

#include "system/code_cache.h"
#include "system/hart.h"
#include "system/stack_watch.h"

#include <memory>
#include <set>

namespace sectile {

class BackEnd : public CodeCache {
public:
  // Executes at most `budget` instructions from the hart's pc on, whose state
  // is exact at the end. Does not execute the instruction at an address in
  // `breakpoints`, and takes neither traps nor interrupts. True if the next
  // instruction has to be executed by the interpreter; else to be called again.
  virtual bool run(uint64_t budget, const std::set<uint64_t> &breakpoints) = 0;
  // Adds how often each instruction was executed here (with countInstructions).
  virtual void addCounts(std::vector<uint64_t> &counts) = 0;
};

// A hart's registers and the back end that executes on them.
struct Core;
struct CoreDeleter {
  void operator()(Core *core) const;
};
using OwnedCore = std::unique_ptr<Core, CoreDeleter>;
OwnedCore makeCore();
Registers &registersOf(Core &core);

// The fast engine; null if there is no room for its blocks.
std::unique_ptr<BackEnd> makeEngine(Hart &hart, const StackWatch &stack,
                                    Core &core);

} // namespace sectile
#endif

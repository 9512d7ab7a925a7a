// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the handlers of the fast engine share: the registers, the state of the
// engine, and how a handler ends.
//
// A handler ends in a tail call of the next slot's handler. Rare and complex
// cases (a trap, a control register, a store over code) leave the engine with
// the slot unexecuted; the interpreter then executes that one instruction. The
// engine never traps by itself.
//
// Files that are compiled for different hosts include this one, so its
// functions are `static`: the linker must not merge their copies.
#ifndef SECTILE_EMULATOR_ENGINE_CORE_H
#define SECTILE_EMULATOR_ENGINE_CORE_H

#include "blocks/block.h"
#include "system/registers.h"

namespace sectile {

// Without tail calls (debug builds, sanitizers) a handler returns the next slot
// to a loop.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SECTILE_NO_TAIL_CALLS
#endif
#endif
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) &&                 \
    !defined(SECTILE_NO_TAIL_CALLS)
#define SECTILE_TAIL_CALLS 1
#else
#define SECTILE_TAIL_CALLS 0
#endif

// Why a handler left the engine. slow: its slot is for the interpreter.
// unlinked: the block that follows is not known or exceeds the budget. lookup:
// the same after an indirect jump.
enum class Exit : uint32_t { slow, unlinked, lookup };

struct Core : Registers {
  Exit exit = Exit::slow;
  bool exitTaken = false;
  int64_t left = 0;
  uint64_t target = 0; // of an indirect jump that is not in the table
  const Slot *exitSlot = nullptr;
  uint64_t *counters = nullptr;
  // Blocks by bits of their pc.
  static constexpr unsigned jumpEntries = 4096;
  Block *jumps[jumpEntries] = {};
};

const Handlers &engineBase();
const Handlers &engineV3();
// Runs from a block until a handler leaves the engine.
void enterEngine(Core &core, const Slot *start);

} // namespace sectile

#if SECTILE_TAIL_CALLS
#define SECTILE_NEXT(SLOT)                                                     \
  do {                                                                         \
    const ::sectile::Slot *next_ = (SLOT);                                     \
    return next_->handler(next_, core, left, ram, limit);                      \
  } while (0)
#else
#define SECTILE_NEXT(SLOT)                                                     \
  do {                                                                         \
    core->left = left;                                                         \
    return (SLOT);                                                             \
  } while (0)
#endif
#define SECTILE_EXIT(REASON)                                                   \
  do {                                                                         \
    core->exit = ::sectile::Exit::REASON;                                      \
    core->exitSlot = ip;                                                       \
    core->left = left;                                                         \
    return nullptr;                                                            \
  } while (0)

#endif

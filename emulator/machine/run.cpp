// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The loop that runs a machine: the back end executes what it supports, the
// interpreter the rest, and the conditions that stop a run are checked in
// between.
#include "machine/implementation.h"

#include <algorithm>

namespace sectile {

// A request to stop is checked after at most this many instructions.
static constexpr uint64_t requestInterval = 1 << 20;

Stop Machine::Implementation::run(uint64_t count) {
  Hart &h = *hart;
  const uint64_t target = count > ~h.retired ? ~uint64_t(0) : h.retired + count;
  bool first = true;
  // Traps since the last retired instruction. A trap handler whose first
  // instruction traps never retires one.
  uint64_t traps = 0;
  while (true) {
    if (stopRequested.exchange(false))
      return Stop::requested;
    if (h.retired >= target || traps > count)
      return Stop::limit;
    bool atBreakpoint = breakpoints.contains(h.pc);
    if (!first && atBreakpoint)
      return Stop::breakpoint;
    first = false;

    bool step = atBreakpoint || interpreter->hooked() || h.interruptDue();
    if (!step) {
      uint64_t before = h.retired;
      bool left =
          backEnd->run(std::min(target - before, h.untilEvent(requestInterval)),
                       breakpoints);
      if (h.retired != before)
        traps = 0;
      step = left && h.retired < target && !h.interruptDue();
    }
    if (!step)
      continue;
    std::optional<Stop> stop = interpreter->step(record);
    traps = record.trapped ? traps + 1 : 0;
    if (stop)
      return *stop;
  }
}

} // namespace sectile

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Checks that the core's trace of its pipeline (trace_o) agrees with what
// retires: the traces for people are made from it, and no other check would
// find an error in it. Checks the busy signals of the units (busy_o), which the
// counters count, in the same way.
#ifndef SECTILE_COSIM_MOVEMENT_CHECK_H
#define SECTILE_COSIM_MOVEMENT_CHECK_H

#include "RtlCore.h"

namespace sectile::cosim {

class MovementCheck {
public:
  // A cycle in which the core shows what moves. What is wrong with it, or null.
  // doesNothing: what retires is a tile instruction that goes to no unit.
  const char *clock(const RtlCore &core, bool doesNothing = false);
  // Once nothing is in flight any more.
  const char *finish() const;

private:
  struct Moving {
    uint64_t pc;
    uint32_t word;
    bool pushed = false; // into a unit's queue
    unsigned busy = 0;   // the units that were while it was in execute
  };
  // Empty also if an instruction was there before the first cycle that was
  // shown.
  std::optional<Moving> read, execute, memory, retire;
  unsigned unknown = 0;
  // Tile instructions: from the push until they have read and written tiles. Of
  // what was pushed before the first cycle that was shown nothing is known.
  struct Flight {
    bool pushed = false, started = false, copied = false, written = false;
    bool ended() const { return !pushed || (started && (copied || written)); }
  } slots[1 << rtl::slotBits];
  unsigned mustBeBusy = 0; // tile units that have started in the cycle before
  const char *units(const rtl::Trace &m);
  const char *busy(const RtlCore &core);
};

} // namespace sectile::cosim
#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Counts what the emulator retired. Separate from Coverage, which depends on
// the description only, because the generator's library does not depend on the
// emulator.
#ifndef SECTILE_RANDOM_COVER_H
#define SECTILE_RANDOM_COVER_H

#include "Coverage.h"
#include "sectile/emulator/machine.h"

namespace sectile::random {

/// Counts one instruction, or a trap; `machine` is in the state after it.
inline void cover(Coverage &coverage, const sectile::Retire &r,
                  const Machine &machine) {
  if (r.trapped)
    return coverage.trapped(r.cause, r.word);
  Retire now;
  now.pc = r.pc;
  now.word = r.word;
  now.next = r.nextPc;
  now.writes = r.registerWrites;
  for (unsigned n = 0; n < r.registerWrites; n++)
    now.registers[n] = {r.registers[n].number, r.registers[n].value};
  if (r.tile >= 0)
    now.tile = &machine.tile(unsigned(r.tile));
  if (!r.accesses.empty())
    now.address = r.accesses.front().address;
  coverage.retired(now);
}

} // namespace sectile::random

#endif

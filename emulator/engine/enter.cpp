// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls the first handler. Compiled like the handlers, whose convention it
// uses.
#include "engine/core.h"

namespace sectile {

void enterEngine(Core &core, const Slot *slot) {
  uint8_t *ram = core.ram;
  uint64_t limit = core.ramSize - 8;
#if SECTILE_TAIL_CALLS
  slot->handler(slot, &core, core.left, ram, limit);
#else
  while (slot)
    slot = slot->handler(slot, &core, core.left, ram, limit);
#endif
}

} // namespace sectile

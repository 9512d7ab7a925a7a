// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// From an instruction to the slot that executes it.
#ifndef SECTILE_EMULATOR_BLOCKS_TRANSLATOR_H
#define SECTILE_EMULATOR_BLOCKS_TRANSLATOR_H

#include "blocks/block.h"

namespace sectile {

class Translator {
public:
  Translator(const Handlers &scalars, const TileHandlers &tiles)
      : handlers(scalars), tileHandlers(tiles) {}

  // `watchesStack`: writes of the stack pointer get a handler that checks the
  // new value.
  Slot translate(const isa::Inst &inst, uint64_t pc, bool watchesStack) const;
  // Gives the first of two slots a handler that does both, if there is one.
  bool fuse(Slot *slots, const isa::Inst &one, const isa::Inst &two) const;
  bool isSlow(const Slot &slot) const { return slot.handler == handlers.slow; }

  // Slots that are not instructions.
  Slot counter(uint32_t number) const;
  Slot jump() const;

private:
  const Handlers &handlers;
  const TileHandlers &tileHandlers;

  Handler handlerOf(const isa::Inst &inst, bool watchesStack) const;
  static bool setImmediates(Slot &slot, const isa::Inst &inst, uint64_t pc);
  Handler pairOfMultiplies(const isa::Inst &one, const isa::Inst &two) const;
  Handler pairOfScalars(const Slot *slots, isa::Op one, isa::Op two) const;
};

} // namespace sectile
#endif

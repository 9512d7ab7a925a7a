// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Blocks: decoded instructions as a back end's handlers take them.
//
// A block is a run of instructions that ends with a jump, or where the next one
// has to be left to the interpreter. Each instruction is one Slot of 16 bytes,
// in order, so that the number of a slot is the number of the instruction. The
// slot after the last one is the link: the blocks that follow, once they are
// known.
#ifndef SECTILE_EMULATOR_BLOCKS_BLOCK_H
#define SECTILE_EMULATOR_BLOCKS_BLOCK_H

#include "sectile/isa.h"

namespace sectile {

struct Core;
struct Slot;
struct Block;

// What every handler gets; tail calls keep these five in host registers.
#define SECTILE_HANDLER_ARGUMENTS                                              \
  const ::sectile::Slot *ip, ::sectile::Core *core, int64_t left,              \
      uint8_t *ram, uint64_t limit
using Handler = const Slot *(*)(SECTILE_HANDLER_ARGUMENTS);

// Registers are in the fields that the record names. The first immediate is in
// imm, a second one in c. Of a compare-and-branch imm is the distance and b the
// immediate that is compared.
struct Slot {
  Handler handler;
  uint8_t d, a, b, c;
  int32_t imm;
};

struct Link {
  Block *taken;
  union {
    Block *next;
    uint64_t returnAddress; // where a call has no second block
  };
};
static_assert(sizeof(Slot) == 16 && sizeof(Link) == 16);

struct Block {
  uint64_t pc;
  uint32_t count; // instructions
  uint32_t extra; // slots before the first instruction (the counter), 0 or 1

  Slot *slots() { return reinterpret_cast<Slot *>(this + 1); }
};
static_assert(sizeof(Block) == 16);

// No block: so many instructions that entering it always ends the budget.
constexpr uint32_t unlinkedCount = 0x7fffffff;

// Stands for an ADDI of Handlers::stack where pairs are asked for.
constexpr auto watchedAddi = isa::Op(isa::opCount);

// Handlers by operation; null where the interpreter has to do it.
struct Handlers {
  Handler byOp[isa::opCount] = {};
  // Not instructions.
  Handler jump;  // end of a block without a jump
  Handler slow;  // leave for the interpreter
  Handler count; // count the block
  Handler nop;
  // Instructions that write the stack pointer, where it is watched: null where
  // the interpreter has to do it.
  Handler stack[isa::opCount] = {};
  // One handler for two instructions in a row, or null.
  Handler (*pairOf)(isa::Op first, isa::Op second);
};
struct TileHandlers {
  Handler byOp[isa::opCount] = {};
  // Two multiplies in a row, of one left operand, in one: what either writes is
  // no other operand of the two. The second slot follows the first, unexecuted.
  Handler paired[isa::opCount] = {};
};

} // namespace sectile
#endif

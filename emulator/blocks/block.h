// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Blocks: decoded instructions in the form that a back end's handlers take.
//
// A block is a sequence of instructions that ends with a jump, or before an
// instruction that the interpreter must execute. Each instruction is one Slot
// of 16 bytes, in order, so that the number of a slot is the number of the
// instruction. The slot after the last one is the link: the following blocks,
// once they are known.
#ifndef SECTILE_EMULATOR_BLOCKS_BLOCK_H
#define SECTILE_EMULATOR_BLOCKS_BLOCK_H

#include "sectile/isa.h"

namespace sectile {

struct Core;
struct Slot;
struct Block;

// The arguments of every handler; tail calls keep these five in host registers.
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

// No block: a count of instructions that exceeds every budget.
constexpr uint32_t unlinkedCount = 0x7fffffff;

// Represents an ADDI of Handlers::stack in requests for pairs.
constexpr auto watchedAddi = isa::Op(isa::opCount);

// Handlers by operation; null where the interpreter must execute it.
struct Handlers {
  Handler byOp[isa::opCount] = {};
  // Not instructions.
  Handler jump;  // end of a block without a jump
  Handler slow;  // leave for the interpreter
  Handler count; // count the block
  Handler nop;
  // Instructions that write the stack pointer while it is watched: null where
  // the interpreter must execute it.
  Handler stack[isa::opCount] = {};
  // One handler for two instructions in a row, or null.
  Handler (*pairOf)(isa::Op first, isa::Op second);
};
struct TileHandlers {
  Handler byOp[isa::opCount] = {};
  // One handler for two consecutive multiplies of the same left operand: the
  // destination of either is no other operand of the two. The second slot
  // follows the first and is not executed.
  Handler paired[isa::opCount] = {};
};

} // namespace sectile
#endif

// What the handlers of the fast engine see: the machine's state as plain data,
// and the form of predecoded instructions.
//
// A block is a run of instructions that ends with a jump, or where the next one
// needs the outer loop. Each instruction is one Slot of 16 bytes, in order, so
// that the number of a slot is the number of the instruction; a handler ends in
// a tail call of the next slot's handler. The slot after the last one is the
// link: the blocks that follow, once they are known.
//
// Whatever is rare or hard (a trap, a control register, a store over code)
// leaves the engine with the slot unexecuted; the outer loop then executes that
// one instruction by Machine::step. The engine never traps by itself.
//
// Translation units compiled for different hosts include this file: nothing
// here may be emitted out of line, hence `static`.
#ifndef SECTILE_EMULATOR_CORE_H
#define SECTILE_EMULATOR_CORE_H

#include "host_device.h"
#include "sectile/isa.h"
#include "semantics/value.h"

namespace sectile {

struct Core;
struct Slot;
struct Block;

// Tail calls keep these five in host registers. Without them (debug builds,
// sanitizers) the slot to go on with is returned to a loop.
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
#define SECTILE_HANDLER_ARGUMENTS                                              \
  const ::sectile::Slot *ip, ::sectile::Core *core, int64_t left,              \
      uint8_t *ram, uint64_t limit
using Handler = const Slot *(*)(SECTILE_HANDLER_ARGUMENTS);

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

constexpr unsigned stackPointer = 2;

// Registers past r31: where writes to r0 go, and a shape that is full.
constexpr unsigned sinkRegister = 32, fullRegister = 33;

// A tile register is kept in up to four forms, made on demand. `rows` is the
// architectural one; a transposing load makes `columns` alone.
enum class Columns : uint8_t { none, words, halves, bytes };
enum class Widened : uint8_t {
  none,
  f16,
  bf16,
  i8,
  u8,
  quads,
  signedSums,
  unsignedSums
};
struct TileForms {
  bool rows = true;
  Columns columns = Columns::none; // element [k][i] of 4, 2 or 1 bytes
  // As operand a: rows widened to f32 or i16, or what they add up to.
  Widened left = Widened::none;
  // As operand b: columns widened, or in fours.
  Widened right = Widened::none;
};
static_assert(sizeof(TileForms) == 4);
struct alignas(64) WideTile {
  uint8_t bytes[2048];
};

enum class Exit : uint32_t { slow, budget, unlinked, lookup };

struct Core {
  uint64_t r[34] = {};
  Exit exit = Exit::slow;
  bool exitTaken = false;
  uint8_t *ram = nullptr;
  uint64_t ramSize = 0;
  int64_t left = 0;
  uint64_t target = 0; // of an indirect jump that is not in the table
  const Slot *exitSlot = nullptr;
  // Where the stack pointer may be without a closer look: from stackLow on, so
  // many bytes. Anywhere, if the stack is not watched.
  uint64_t stackLow = 0, stackSpan = ~uint64_t(0);
  uint64_t *counters = nullptr;
  // Blocks by bits of their pc.
  static constexpr unsigned jumpEntries = 4096;
  Block *jumps[jumpEntries] = {};

  TileForms forms[32];
  Tile rows[32] = {};
  Tile columns[32] = {};
  WideTile left_[32], right_[32];
};

constexpr uint64_t ramBase = SECTILE_RAM_BASE;

// One flag per granule of RAM that holds translated code, before the RAM:
// reached from `ram` alone. Granule n is at ram[~n].
constexpr unsigned granuleShift = 8;
static inline bool isCode(const uint8_t *ram, uint64_t offset) {
  return ram[~int64_t(offset >> granuleShift)];
}

// The byte so far after p, or before it: a guest's strides are negative as
// well, the last one leads out of RAM, and an empty access may be anywhere,
// which pointers must not.
template <class Byte>
static inline Byte *displaced(Byte *p, uint64_t distance) {
  return reinterpret_cast<Byte *>(reinterpret_cast<uintptr_t>(p) + distance);
}

// RAM is followed by this many readable bytes, so that whole rows may be read.
constexpr uint64_t ramPadding = 4096;

// Stands for an ADDI of Handlers::stack where pairs are asked for.
constexpr auto watchedAddi = isa::Op(isa::opCount);

// Handlers by operation; null where step() has to do it.
struct Handlers {
  Handler byOp[isa::opCount] = {};
  // Not instructions.
  Handler jump;  // end of a block without a jump
  Handler slow;  // leave for step()
  Handler count; // count the block
  Handler nop;
  // Instructions that write the stack pointer, where it is watched: null where
  // step() has to do it.
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

const Handlers &engineBase();
const Handlers &engineV3();
const TileHandlers &tilesPortable();
const TileHandlers &tilesAvx2();
const TileHandlers &tilesAvx512();
// Runs from a block until a handler leaves the engine.
void enterEngine(Core &core, const Slot *start);

// Rows of a tile as the architecture has them. In the portable unit, because
// step() needs it too.
void materialise(Core &core, unsigned tile);

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

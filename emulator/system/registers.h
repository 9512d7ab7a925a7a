// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The registers of a hart as plain data, in the layout that the fast engine's
// handlers use.
//
// Files that are compiled for different hosts include this one, so its
// functions are `static`: the linker must not merge their copies.
#ifndef SECTILE_EMULATOR_SYSTEM_REGISTERS_H
#define SECTILE_EMULATOR_SYSTEM_REGISTERS_H

#include "host_device.h"
#include "sectile/isa.h"
#include "semantics/value.h"

namespace sectile {

constexpr unsigned stackPointer = 2;

// Registers past r31, for decoded instructions: where writes to r0 go, and what
// r0 stands for as a shape or a depth.
constexpr unsigned sinkRegister = 32, fullRegister = 33;

// A tile register is kept in up to four forms, made on demand and valid until
// it is written. `rows` is the architectural one; a transposing load makes
// `columns` alone. The other two are operands of a multiply as a tile path
// wants them: which form they have is for the tile paths to say, and 0 is none.
enum class Columns : uint8_t { none, words, halves, bytes };
struct TileForms {
  bool rows = true;
  Columns columns = Columns::none; // element [k][i] of 4, 2 or 1 bytes
  uint8_t left = 0;                // as operand a
  uint8_t right = 0;               // as operand b
};
static_assert(sizeof(TileForms) == 4);
struct alignas(64) WideTile {
  uint8_t bytes[2048];
};

struct Registers {
  uint64_t r[34] = {};
  uint8_t *ram = nullptr;
  uint64_t ramSize = 0;
  // The addresses that the stack pointer may have without a full check: this
  // many bytes from stackLow on. All addresses, if the stack is not watched.
  uint64_t stackLow = 0, stackSpan = ~uint64_t(0);

  TileForms forms[32];
  Tile rows[32] = {};
  Tile columns[32] = {};
  WideTile leftOperand[32], rightOperand[32];
};

// Makes the rows of a tile register from its columns, if they are not there.
void materialise(Registers &registers, unsigned tile);

//===-- RAM -------------------------------------------------------------===//

constexpr uint64_t ramBase = SECTILE_RAM_BASE;

// RAM is followed by this many readable bytes, so that whole rows may be read.
constexpr uint64_t ramPadding = 4096;

// One flag per granule of RAM that code was translated from, before the RAM:
// reached from `ram` alone. Granule n is at ram[~n].
constexpr unsigned granuleShift = 8;
static inline bool isCode(const uint8_t *ram, uint64_t offset) {
  return ram[~int64_t(offset >> granuleShift)];
}

// The byte at a distance after p, or before it. A guest's strides may be
// negative, the last one leads out of RAM, and an empty access may be anywhere;
// arithmetic on pointers is not defined for those.
template <class Byte>
static inline Byte *displaced(Byte *p, uint64_t distance) {
  return reinterpret_cast<Byte *>(reinterpret_cast<uintptr_t>(p) + distance);
}

} // namespace sectile
#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random programs from the instruction description.
//
// A program is a prologue, a list of items and an epilogue. An item is one
// random instruction, or a short template where one instruction is not enough
// (a bounded loop, a trap, code that modifies itself). The kinds of item
// are in items/, one file each. Every item is drawn from a stream of its own,
// seeded by the program's seed and the item's index, and leaves the reserved
// registers as it found them. So any subset of the items is a valid program,
// and a failing program is reduced by leaving items out.
//
// Operands come from the generated tables (sectile/isa.h), so a new instruction
// is drawn as soon as its record exists.
#ifndef SECTILE_COSIM_RANDOM_GENERATOR_H
#define SECTILE_COSIM_RANDOM_GENERATOR_H

#include "Program.h"
#include "sectile/isa.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace sectile::random {

// The weights with which the kinds of item are drawn.
struct Mix {
  unsigned alu = 22;    // scalar arithmetic, bit fields, multiply, divide
  unsigned fpu = 8;     // scalar floating point
  unsigned memory = 12; // scalar loads, stores, pairs
  unsigned atomic = 2;
  unsigned branch = 8;       // forward branches, jumps, calls, loops
  unsigned system = 5;       // control registers, fences, self-modifying code
  unsigned matrix = 15;      // tile multiplies
  unsigned elementwise = 21; // all other tile arithmetic
  unsigned tileMemory = 14;
  // One item in this many traps on purpose; 0 for none.
  unsigned trapEvery = 300;
  // One item in this many is a pair of instructions with a register hazard,
  // every pair of units with the same probability; 0 for none.
  unsigned hazardEvery = 14;
};

struct Options {
  uint64_t seed = 1;
  unsigned items = 1000;
  Mix mix;
  // End with a hash of all registers on the console, so that two runs can be
  // compared by their output. Lockstep compares everything in any case.
  bool hash = true;
  // The program starts from a drawn state, which it stores before it sets
  // registers and tiles.
  bool fromState = false;
  // The program ends with a trap without a handler, which halts, and not with
  // an exit.
  bool halts = false;
  // Which items to keep; all if empty.
  std::vector<bool> keep;
  // Whether the core under test has this instruction; all if empty.
  std::function<bool(isa::Op)> implemented;
};

// So that code and data do not overlap.
inline constexpr unsigned maximumItems = 200000;

// The number of items must be from 1 to this.
Program generate(const Options &options);

} // namespace sectile::random

#endif

// Random programs from the instruction description.
//
// A program is a prologue, a list of items and an epilogue. An item is one
// random instruction, or a short template where one instruction alone makes no
// sense (a bounded loop, a trap, code that rewrites itself). Every item is
// drawn from a stream of its own, seeded by the program's seed and the item's
// index, and leaves the reserved registers as it found them; so any subset of
// the items is again a valid program, and shrinking a failure is leaving items
// away.
//
// Operands come from the generated tables (sectile/isa.h): a new instruction is
// drawn from the day its record exists.
#ifndef SECTILE_COSIM_RANDOM_GENERATOR_H
#define SECTILE_COSIM_RANDOM_GENERATOR_H

#include "sectile/isa.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace sectile::random {

// How often each class is drawn, in parts of their sum.
struct Mix {
  unsigned alu = 22;    // scalar arithmetic, bit fields, multiply, divide
  unsigned fpu = 8;     // scalar floating point
  unsigned memory = 12; // scalar loads, stores, pairs
  unsigned atomic = 2;
  unsigned branch = 8;       // forward branches, jumps, calls, loops
  unsigned system = 5;       // control registers, fences, code that changes
  unsigned matrix = 14;      // tile multiplies
  unsigned elementwise = 21; // all other tile arithmetic
  unsigned tileMemory = 14;
  // One item in so many traps on purpose; 0 for none.
  unsigned trapEvery = 320;
  // One item in so many is a pair of instructions that meet in a register,
  // every pair of units as often as any other; 0 for none.
  unsigned hazardEvery = 14;
};

struct Options {
  uint64_t seed = 1;
  unsigned items = 1000;
  Mix mix;
  // End with a hash of all registers on the console, so that two runs can be
  // compared by what they print. Lockstep compares everything anyway.
  bool hash = true;
  // The program starts from a drawn state, and stores what it finds before it
  // sets registers and tiles.
  bool fromState = false;
  // Which items to keep; all if empty.
  std::vector<bool> keep;
  // Whether the core under test has this instruction; all if empty.
  std::function<bool(isa::Op)> implemented;
};

struct Program {
  std::vector<uint32_t> code;   // at codeBase; the entry is its first word
  std::vector<uint8_t> data;    // at dataBase
  std::vector<unsigned> itemOf; // the item of each word; ~0u outside the items
  bool fromState = false;
};

inline constexpr uint64_t codeBase = 0x80000000;
inline constexpr uint64_t dataBase = 0x80400000;
// Pointers stay in the middle half, or as far from the region's and memory's
// end, so that no stride or displacement that a program uses leaves memory.
inline constexpr uint64_t dataSize = 1024 * 1024;

// Around this address programs try what lies outside memory, if there is no
// more. No round number, so that comparisons with it need all their bits.
inline constexpr uint64_t memoryEnd = 0x80785000;

// Items must number 1 to 200,000, so that code and data do not meet.
Program generate(const Options &options);

// An ELF64 executable that loads anywhere Sectile programs run.
std::vector<uint8_t> toElf(const Program &program);

// As assembly text, one line a word with its address, for reports.
std::string toText(const Program &program);

} // namespace sectile::random

#endif

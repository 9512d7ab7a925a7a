// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A random program as words and data, and how it is written: as an executable
// and as a listing.
#ifndef SECTILE_COSIM_RANDOM_PROGRAM_H
#define SECTILE_COSIM_RANDOM_PROGRAM_H

#include "sectile/platform.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sectile::random {

struct Program {
  std::vector<uint32_t> code;   // at codeBase; the entry is its first word
  std::vector<uint8_t> data;    // at dataBase
  std::vector<unsigned> itemOf; // the item of each word, or noItem
  bool fromState = false;       // starts from a drawn state
  bool halts = false;           // ends with a trap without a handler
};

// The words of the prologue and the epilogue belong to no item.
inline constexpr unsigned noItem = ~0u;

inline constexpr uint64_t codeBase = SECTILE_RAM_BASE;
inline constexpr uint64_t dataBase = codeBase + 0x400000;
// Pointers stay in the middle half of the data, or at that distance from the
// end of the data and of memory, so that no stride or displacement leaves
// memory.
inline constexpr uint64_t dataSize = 1024 * 1024;

// Where memory ends; programs access addresses on both sides of it. Its low
// bits are not zero, so that a comparison with it needs all of them.
inline constexpr uint64_t memoryEnd = 0x80785000;

// An ELF64 executable.
std::vector<uint8_t> toElf(const Program &program);

// A listing, one line per word with its address, instruction and item.
std::string toText(const Program &program);

} // namespace sectile::random

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pairs of instructions that access the same register, by unit, register file
// and distance: the generator draws them and the coverage counts them.
#ifndef SECTILE_COSIM_RANDOM_HAZARD_H
#define SECTILE_COSIM_RANDOM_HAZARD_H

#include "sectile/isa.h"

#include <string>
#include <vector>

namespace sectile::random {

enum File : uint8_t { scalarFile, tileFile };
enum HazardKind : uint8_t { readAfterWrite, writeAfterWrite, writeAfterRead };
inline constexpr unsigned fileCount = 2, hazardKinds = 3, hazardDistances = 3;

struct Hazard {
  File file;
  HazardKind kind;
  uint8_t distance; // 1: the next instruction
  isa::Unit first, second;

  // What the first and the second instruction do to the register.
  bool firstWrites() const { return kind != writeAfterRead; }
  bool secondWrites() const { return kind != readAfterWrite; }
};

// All hazards that are possible: some instruction of each unit has such an
// operand.
const std::vector<Hazard> &hazards();
// Why the others are impossible, a sentence each.
std::vector<std::string> excludedHazards();
std::string toString(const Hazard &h);

inline File fileOf(const isa::Operand &o) {
  return o.cls == isa::OperandClass::tile ? tileFile : scalarFile;
}
inline bool isRegister(const isa::Operand &o) {
  return o.cls != isa::OperandClass::imm;
}
// The operand is part of an address, so its value is restricted: the base of
// every access, the index of a scalar one, the stride of a rectangle.
bool isAddress(const isa::Info &info, const isa::Operand &o);

} // namespace sectile::random

#endif

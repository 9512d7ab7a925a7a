// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The instructions that programs draw from, sorted by what an item needs.
#ifndef SECTILE_COSIM_RANDOM_OPERATIONS_H
#define SECTILE_COSIM_RANDOM_OPERATIONS_H

#include "Hazard.h"
#include "sectile/isa.h"

#include <functional>
#include <vector>

namespace sectile::random {

struct Operations {
  // Only those for which `implemented` is true; all if it is empty.
  explicit Operations(const std::function<bool(isa::Op)> &implemented);

  // Jumps and system instructions are in none of these: templates write them.
  std::vector<isa::Op> alu, fpu, loads, stores, atomics, branches, csrs, matrix,
      elementwise, tileLoads, tileStores;

  // An operand by which an instruction reads or writes a register.
  struct Port {
    isa::Op op;
    isa::Slot slot;
    bool address; // the operand must hold a valid address
  };
  std::vector<Port> ports[fileCount][2][isa::unitCount]; // [file][writes][unit]

private:
  void addPorts(isa::Op op);
  void addToKind(isa::Op op);
};

// The format of an instruction's float sources, a tied one aside; none if it
// has no such source.
isa::FloatFormat sourceFormat(const isa::Info &info);
// An instruction that takes up to a hundred cycles is drawn less often, because
// it would take most of the time of a program.
bool isSlow(isa::Op op);

} // namespace sectile::random

#endif

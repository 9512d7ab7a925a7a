// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- LinearLanes.h - vectors that count -----------------------*- C++ -*-===//
//
// A vector whose lane n is a scalar plus n times a constant: the counter of a
// loop, what is computed of it by additions and by multiplications with
// constants, and the addresses made of that. All sums are modulo 2^64.
//
//===----------------------------------------------------------------------===//
#ifndef SECTILE_LOOPS_LINEARLANES_H
#define SECTILE_LOOPS_LINEARLANES_H

#include "llvm/ADT/DenseMap.h"
#include <cstdint>
#include <optional>

namespace llvm {

class DataLayout;
class PHINode;
class Value;

class LinearLanes {
public:
  explicit LinearLanes(const DataLayout &DL) : DL(DL) {}

  /// By what each lane of the vector exceeds the one before, for pointers in
  /// bytes; nothing if that is not one constant. A scalar counts as the same in
  /// all lanes.
  std::optional<int64_t> step(const Value *V) const;

  /// The first lane of a vector that has a step, as a scalar. Writes the code
  /// that computes it beside that of the vector.
  Value *first(Value *V);

private:
  const DataLayout &DL;
  DenseMap<PHINode *, PHINode *> Scalars; ///< of counters
};

/// Before a loop is vectorised: by what a scalar that is computed in it grows
/// from one iteration to the next, if that is a constant and the vector of its
/// values will have that step.
std::optional<int64_t> stepInLoop(const Value *V, const DataLayout &DL);

} // namespace llvm

#endif

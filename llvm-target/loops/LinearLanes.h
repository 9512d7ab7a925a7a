// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- LinearLanes.h - vectors of linear sequences --------------*- C++ -*-===//
//
// A vector whose lane n is a scalar plus n times a constant: the counter of a
// loop, values that are computed from it by additions and multiplications with
// constants, and addresses. All arithmetic is modulo 2^64.
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

  /// The difference of adjacent lanes, for pointers in bytes; nothing if it is
  /// not a constant. A scalar has the same value in all lanes.
  std::optional<int64_t> step(const Value *V) const;

  /// The first lane of a vector that has a step, as a scalar. Emits the code
  /// that computes it next to that of the vector.
  Value *first(Value *V);

private:
  const DataLayout &DL;
  DenseMap<PHINode *, PHINode *> Scalars; ///< of counters
};

/// Before a loop is vectorised: the difference of a scalar between adjacent
/// iterations, if it is a constant and the vector of its values will have that
/// step.
std::optional<int64_t> stepInLoop(const Value *V, const DataLayout &DL);

} // namespace llvm

#endif

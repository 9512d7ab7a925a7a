// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- LoopForms.h - forms that the loop vectoriser accepts -----*- C++ -*-===//
#ifndef SECTILE_LOOPS_LOOPFORMS_H
#define SECTILE_LOOPS_LOOPFORMS_H

#include "llvm/ADT/SmallVector.h"

namespace llvm {

class DominatorTree;
class Function;
class Instruction;
class Loop;
class LoopInfo;
class SCEVAddRecExpr;
class SCEVExpander;
class ScalarEvolution;

/// Rewrites code in an innermost loop that the loop vectoriser would refuse or
/// consider too expensive: comparisons of counters become comparisons of words,
/// an address that a condition selects becomes a branch, a conditional float
/// sum adds -0. The trip count is hidden if it is less than the lanes of a
/// tile.
void prepareLoop(Loop &L, ScalarEvolution &SE, DominatorTree &DT, LoopInfo &LI);

/// A load or store of words at a distance that the loop does not change, but
/// that is no constant.
struct StridedAccess {
  Instruction *Access;
  const SCEVAddRecExpr *Address;
  /// The vectoriser refuses loads and stores of one object if their distances
  /// are not constant; of what may be several, it compares the ranges at run
  /// time. So the base of such a load is frozen.
  bool IsAmongStores;
};
using StridedAccesses = SmallVector<StridedAccess, 4>;
StridedAccesses stridedAccesses(Loop &L, ScalarEvolution &SE,
                                SCEVExpander &Expander);

/// Makes the addresses a scalar and a word that counts, which gathers and
/// scatters take: the offsets fit in 32 bits.
void useWordOffsets(Loop &L, const StridedAccesses &Accesses,
                    ScalarEvolution &SE, SCEVExpander &Expander);

/// Restores the hidden trip count after the vectoriser.
bool revealCounts(Function &F);

} // namespace llvm

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- LoopForms.h - forms that the loop vectoriser accepts -----*- C++ -*-===//
#ifndef SECTILE_LOOPS_LOOPFORMS_H
#define SECTILE_LOOPS_LOOPFORMS_H

namespace llvm {

class DominatorTree;
class Function;
class Loop;
class LoopInfo;
class ScalarEvolution;

/// Rewrites code in an innermost loop that the loop vectoriser would refuse or
/// consider too expensive: comparisons of counters become comparisons of words,
/// an address that a condition selects becomes a branch, a conditional float
/// sum adds -0. The trip count is hidden if it is less than the lanes of a
/// tile.
void prepareLoop(Loop &L, ScalarEvolution &SE, DominatorTree &DT, LoopInfo &LI);

/// Restores the hidden trip count after the vectoriser.
bool revealCounts(Function &F);

} // namespace llvm

#endif

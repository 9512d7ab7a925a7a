// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- LoopForms.h - forms that the loop vectoriser takes -------*- C++ -*-===//
#ifndef SECTILE_LOOPS_LOOPFORMS_H
#define SECTILE_LOOPS_LOOPFORMS_H

namespace llvm {

class DominatorTree;
class Function;
class Loop;
class LoopInfo;
class ScalarEvolution;

/// Rewrites what the loop vectoriser would refuse, or find too expensive, in an
/// innermost loop: comparisons of counters become ones of words, an address
/// that a condition selects becomes a branch, a conditional float sum adds -0.
/// The number of iterations is hidden if it is less than the lanes of a tile.
void prepareLoop(Loop &L, ScalarEvolution &SE, DominatorTree &DT, LoopInfo &LI);

/// Undoes the hiding, after the vectoriser.
bool revealCounts(Function &F);

} // namespace llvm

#endif

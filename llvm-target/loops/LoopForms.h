// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- LoopForms.h - forms that the loop vectoriser accepts -----*- C++ -*-===//
#ifndef SECTILE_LOOPS_LOOPFORMS_H
#define SECTILE_LOOPS_LOOPFORMS_H

#include "llvm/ADT/SmallVector.h"

namespace llvm {

class BinaryOperator;
class DominatorTree;
class Function;
class Instruction;
class Loop;
class LoopInfo;
class PHINode;
class SCEVAddRecExpr;
class SCEVExpander;
class ScalarEvolution;
class SelectInst;
class Value;

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

/// The greatest or the least float, found by comparisons: best = x > best ? x
/// : best.
struct FloatExtreme {
  PHINode *Best;
  SelectInst *Next;
  Value *X;
  bool IsGreatest;
  bool TakesNaN; ///< is x taken if it is no number?
};
using FloatExtremes = SmallVector<FloatExtreme, 2>;

/// Those of a loop that has no effect but its results.
FloatExtremes floatExtremes(Loop &L);

/// Are the first values numbers? Computed before the loop.
Value *areNumbers(const Loop &L, const FloatExtremes &Of);

/// Makes them operations whose order is free. Where their result depends on the
/// order, which is that of zeros, or where an element is no number, the copy of
/// the loop computes it again.
void useExtremes(Loop &L, const FloatExtremes &Of, Loop &Copy, LoopInfo &LI,
                 DominatorTree &DT);

/// A sum of 64 bits whose elements are so small that 32 bits are enough for a
/// number of iterations.
struct WordSum {
  PHINode *Sum;
  BinaryOperator *Next;
  Value *Element;
  uint64_t MostIterations;
};
using WordSums = SmallVector<WordSum, 2>;
WordSums wordSums(Loop &L, ScalarEvolution &SE);

/// Forms them in words, to which the first values are added after the loop.
void useWordSums(Loop &L, const WordSums &Of, LoopInfo &LI, DominatorTree &DT);

/// Restores the hidden trip count after the vectoriser.
bool revealCounts(Function &F);

} // namespace llvm

#endif

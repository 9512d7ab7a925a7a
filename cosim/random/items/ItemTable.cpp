// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How often each kind of item is drawn.
#include "Items.h"

#include <iterator>

namespace sectile::random {
namespace {

// ---- kinds that share a frequency -------------------------------------------

void cacheReplacement(Writer &w, Stream &s) {
  s.oneIn(2) ? memoryLoop(w, s) : cacheConflicts(w, s);
}

void scalarFloat(Writer &w, Stream &s) {
  if (s.oneIn(4))
    return floatCancellation(w, s);
  s.oneIn(6) ? floatRangeLimits(w, s) : floatArithmetic(w, s);
}

void tileArithmetic(Writer &w, Stream &s) {
  // The only instruction from a tile to a scalar register is drawn more often.
  if (w.has(isa::Op::TGETW) && s.oneIn(5))
    return w.emitDrawn(w.draw(s, isa::Op::TGETW), s);
  s.oneIn(12) ? tileCancellation(w, s) : elementwiseArithmetic(w, s);
}

void floatBits(Writer &w, Stream &s) {
  s.oneIn(4) ? productRoundingErrors(w, s) : sparseFloats(w, s);
}

void systemInstruction(Writer &w, Stream &s) {
  static constexpr ItemFunction *kinds[] = {controlRegister, fence, fetchFence,
                                            selfModification, interrupt};
  kinds[s.below(std::size(kinds))](w, s);
}

// ---- the table --------------------------------------------------------------

// One item in `every` is of this kind; 0 for none. The kinds are tried in the
// order of the table.
struct OccasionalKind {
  unsigned (*every)(const Writer &w);
  ItemFunction *write;
};

template <unsigned n> unsigned always(const Writer &) { return n; }

const OccasionalKind occasionalKinds[] = {
    {[](const Writer &w) { return w.options.mix.trapEvery; }, trap},
    {[](const Writer &w) { return w.options.mix.hazardEvery; }, hazardPair},
    {[](const Writer &w) { return w.cacheHeavy ? 120u : 1000u; },
     cacheReplacement},
    {[](const Writer &w) { return w.cacheHeavy ? 150u : 800u; },
     fillMeetsWrite},
    {always<120>, tileBurst},
    {always<300>, memoryBoundary},
    {always<400>, storesPassTileStore},
    {always<300>, quickStorePassesLateStore},
    {always<80>, floatBits},
    // Without new values most results would become NaN or zero.
    {always<12>, newValues},
};

// All other items are divided among these kinds by their weights.
struct WeightedKind {
  unsigned Mix::*weight;
  ItemFunction *write;
};

const WeightedKind weightedKinds[] = {
    {&Mix::alu, scalarArithmetic},  {&Mix::fpu, scalarFloat},
    {&Mix::memory, scalarAccess},   {&Mix::atomic, atomicAccess},
    {&Mix::branch, controlFlow},    {&Mix::system, systemInstruction},
    {&Mix::matrix, matrixMultiply}, {&Mix::elementwise, tileArithmetic},
    {&Mix::tileMemory, tileAccess},
};

ItemFunction *drawWeightedKind(const Mix &mix, Stream &s) {
  unsigned total = 0;
  for (const WeightedKind &kind : weightedKinds)
    total += mix.*kind.weight;
  unsigned n = s.below(total);
  for (const WeightedKind &kind : weightedKinds) {
    if (n < mix.*kind.weight)
      return kind.write;
    n -= mix.*kind.weight;
  }
  return nullptr; // not reached: n is less than the sum
}

} // namespace

void drawItem(Writer &w, Stream &s) {
  for (const OccasionalKind &kind : occasionalKinds)
    if (unsigned every = kind.every(w); every && s.oneIn(every))
      return kind.write(w, s);
  drawWeightedKind(w.options.mix, s)(w, s);
}

} // namespace sectile::random

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kinds of item that a random program consists of. Each kind is one file;
// ItemTable.cpp states how often it is drawn.
#ifndef SECTILE_COSIM_RANDOM_ITEMS_ITEMS_H
#define SECTILE_COSIM_RANDOM_ITEMS_ITEMS_H

#include "Writer.h"

namespace sectile::random {

// Writes one item, of a kind that is drawn by the table.
void drawItem(Writer &w, Stream &s);

using ItemFunction = void(Writer &w, Stream &s);

// Scalar and tile arithmetic.
ItemFunction scalarArithmetic, floatArithmetic, matrixMultiply,
    elementwiseArithmetic;
// Floating point at the points where rounding and ranges are hard.
ItemFunction floatCancellation, tileCancellation, floatRangeLimits,
    sparseFloats, productRoundingErrors;
// Memory.
ItemFunction scalarAccess, atomicAccess, tileAccess, memoryLoop, cacheConflicts,
    tileBurst, storesPassTileStore, quickStorePassesLateStore, fillMeetsWrite,
    memoryBoundary;
// Control flow, control registers and traps.
ItemFunction controlFlow, controlRegister, fence, fetchFence, selfModification,
    interrupt, trap;
// Pairs of instructions with a register hazard.
ItemFunction hazardPair;
// New values in registers and tiles.
ItemFunction newValues;

} // namespace sectile::random

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The prologue and the epilogue of a program.
#ifndef SECTILE_COSIM_RANDOM_FRAME_H
#define SECTILE_COSIM_RANDOM_FRAME_H

#include "Writer.h"

namespace sectile::random {

// Sets the trap handler, all registers and all tiles.
void prologue(Writer &w, Stream &s);
// Stores all registers and tiles, prints a hash of them if the options ask for
// it, and exits or halts.
void epilogue(Writer &w, Stream &s);

} // namespace sectile::random

#endif

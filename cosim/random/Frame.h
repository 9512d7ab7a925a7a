// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What stands around the items of a program.
#ifndef SECTILE_COSIM_RANDOM_FRAME_H
#define SECTILE_COSIM_RANDOM_FRAME_H

#include "Writer.h"

namespace sectile::random {

// Sets the trap handler, all registers and all tiles.
void prologue(Writer &w, Stream &s);
// Stores all registers and tiles and exits, after a hash of them is printed if
// the options ask for it.
void epilogue(Writer &w);

} // namespace sectile::random

#endif

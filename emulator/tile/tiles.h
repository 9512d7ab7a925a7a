// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The tile paths: handlers of tile instructions for hosts of different kinds.
// The results are the same to the bit.
#ifndef SECTILE_EMULATOR_TILE_TILES_H
#define SECTILE_EMULATOR_TILE_TILES_H

#include "blocks/block.h"

namespace sectile {

const TileHandlers &tilesPortable();
const TileHandlers &tilesAvx2();
const TileHandlers &tilesAvx512();

} // namespace sectile
#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Values on which arithmetic is most likely to be wrong, and the data that a
// program starts with.
#ifndef SECTILE_COSIM_RANDOM_VALUES_H
#define SECTILE_COSIM_RANDOM_VALUES_H

#include "Stream.h"

#include <vector>

namespace sectile::random {

// A part of the data holds tiles of floats with one or two set bits in the
// fraction, then tiles of floats with all fraction bits drawn. No pointer
// reaches them; of all items only cacheConflicts and storesPassTileStore write
// there.
inline constexpr unsigned floatsOffset = 64 * 1024, sparseTiles = 64,
                          floatTiles = 128;

// The initial data, dataSize bytes.
std::vector<uint8_t> initialData(Stream &s);

} // namespace sectile::random

#endif

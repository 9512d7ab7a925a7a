// Which host instructions do the work of the tile instructions; `portable`
// keeps the scalar ones to what any host has as well. The results are the same
// to the bit.
#ifndef SECTILE_EMULATOR_TILE_PATH_H
#define SECTILE_EMULATOR_TILE_PATH_H

#include <optional>
#include <string>

namespace sectile {

enum class TilePath { portable, avx2, avx512 };

// avx2: AVX2, FMA and F16C; avx512: F, BW, DQ, VL and VNNI besides.
bool hostHas(TilePath path);
TilePath bestTilePath();
const char *toString(TilePath path);
std::optional<TilePath> parseTilePath(const std::string &name);

} // namespace sectile
#endif

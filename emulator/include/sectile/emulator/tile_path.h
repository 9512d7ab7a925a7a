// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which host instructions execute the tile instructions. `portable` restricts
// scalar instructions to what every host has, too. The results are the same to
// the bit.
#ifndef SECTILE_EMULATOR_TILE_PATH_H
#define SECTILE_EMULATOR_TILE_PATH_H

#include <optional>
#include <string>

namespace sectile {

enum class TilePath { portable, avx2, avx512 };

// avx2: x86-64-v3, which has AVX2, FMA and F16C; avx512: also F, BW, DQ, VL and
// VNNI.
bool hostHas(TilePath path);
TilePath bestTilePath();
const char *toString(TilePath path);
std::optional<TilePath> parseTilePath(const std::string &name);

} // namespace sectile
#endif

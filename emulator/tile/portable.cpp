// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tile handlers for any host: calls of the semantic functions.
#include "tile/handlers.h"

namespace sectile {

const TileHandlers &tilesPortable() {
  static const TileHandlers table = [] {
    TileHandlers t;
    fillTable(t);
    return t;
  }();
  return table;
}

} // namespace sectile

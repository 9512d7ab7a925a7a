#include "tile_handlers.h"

namespace sectile {

const TileHandlers &tilesAvx2() {
  static const Table table = [] {
    Table t;
    fillTable(t.handlers);
    return t;
  }();
  return table.handlers;
}

} // namespace sectile

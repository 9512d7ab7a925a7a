// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "system/registers.h"

namespace sectile {

void materialise(Registers &registers, unsigned n) {
  TileForms &form = registers.forms[n];
  if (form.rows)
    return;
  const Tile &source = registers.columns[n];
  Tile &rows = registers.rows[n];
  for (unsigned i = 0; i < 16; ++i)
    switch (form.columns) {
    case Columns::words:
      for (unsigned k = 0; k < 16; ++k)
        rows.word(i, k, source.word(k, i));
      break;
    case Columns::halves: // [32][16] halves
      for (unsigned k = 0; k < 32; ++k)
        rows.half(i, k, source.half(k / 2, 16 * (k % 2) + i));
      break;
    case Columns::bytes: // [64][16] bytes
      for (unsigned k = 0; k < 64; ++k)
        rows.byte(i, k, source.byte(k / 4, 16 * (k % 4) + i));
      break;
    case Columns::none:
      break;
    }
  form.rows = true;
}

} // namespace sectile

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tiles.h"
#include <sectile.h>

void transpose(float *to, const float *from) {
  tile_store_f32(to, tile_transpose_f32(tile_load_f32(from)));
}

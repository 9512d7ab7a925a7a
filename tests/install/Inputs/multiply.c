// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sectile.h>
#include <stdint.h>
static float a[256];
int main(void) {
  tile_f32_t sum = tile_load_f32(a), x = sum;
  for (int i = 0; i < 3; i++)
    sum = tile_mma_f32(sum, x, x);
  tile_store_f32(a, sum);
  return a[0] != 0;
}

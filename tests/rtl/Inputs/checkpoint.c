// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Works on everything that a checkpoint has to keep: registers, tiles, memory, a
// file half read, the count of instructions. What it prints depends on all of it.
#include <sectile.h>
#include <stdio.h>

static unsigned long retired(void) {
  unsigned long n;
  __asm__ volatile("csrr %0, instret" : "=r"(n));
  return n;
}

int main(void) {
  FILE *file = fopen("numbers.txt", "r");
  if (!file)
    return 1;
  setvbuf(file, NULL, _IONBF, 0);
  tile_f32_t sum = tile_zero_f32();
  tile_i32_t mix = tile_index_linear();
  double scalar = 1;
  for (int n = 0, value; fscanf(file, "%d", &value) == 1; n++) {
    tile_f32_t v = tile_cvt_f32_i32(mix) * 0x1p-8f + (float)value;
    sum = sum + tile_mma_f32(sum * 0x1p-10f, v, v);
    mix = mix ^ (mix * value + n);
    scalar = scalar * 1.25 / value;
    printf("%d: %d, %a, after %lu instructions\n", n, value, scalar, retired());
  }
  float s[256];
  int m[256];
  tile_store_f32(s, sum);
  tile_store_i32(m, mix);
  unsigned long hash = 0;
  for (int n = 0; n < 256; n++)
    hash = hash * 31 + (unsigned)m[n] + (unsigned long)(s[n] * 64);
  printf("%lx after %lu instructions\n", hash, retired());
  return 0;
}

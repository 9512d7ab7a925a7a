// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Bits of a tile's words are reversed by shifts, in registers.
// RUN: sectile-clang -O2 -S %s -o - | FileCheck --check-prefix=CODE %s
// RUN: sectile-clang -O2 %s -o %t.elf && sectile-run %t.elf
#include <sectile.h>

// CODE-LABEL: reverse_bits:
// CODE-NOT: {{stb|sth|ldb}}
// CODE: ret
__attribute__((noinline)) tile_i32_t reverse_bits(tile_i32_t t) {
  return __builtin_elementwise_bitreverse(t);
}

int main(void) {
  tile_i32_t t;
  for (int i = 0; i < 256; ++i)
    t[i] = (int)(i * 0x9e3779b9u);
  tile_i32_t bits = reverse_bits(t);
  for (int i = 0; i < 256; ++i) {
    unsigned expected = 0;
    for (int k = 0; k < 32; ++k)
      expected |= ((unsigned)t[i] >> k & 1) << (31 - k);
    if ((unsigned)bits[i] != expected)
      return 1;
  }
  return 0;
}

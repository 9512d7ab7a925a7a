// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The functions of a tile in C++ are those of <sectile_math.h>.
//
// RUN: sectile-clang++ -O2 -Wall -Wextra -Werror %s -o %t.elf
// RUN: sectile-run %t.elf
#include <cstdio>
#include <cstring>
#include <sectile.hpp>

static float x[256], y[256], found[256], expected[256];
static int failures;

static void compare(const char *name) {
  if (std::memcmp(found, expected, sizeof found) != 0) {
    std::printf("%s: other results in C++ than in C\n", name);
    ++failures;
  }
}

#define UNARY(name)                                                            \
  sectile::name(sectile::tile<float>::load(x)).store(found);                   \
  tile_store_f32(expected, tile_##name##_f32(tile_load_f32(x)));               \
  compare(#name);

int main() {
  for (int i = 0; i < 256; ++i) {
    x[i] = (float)(i - 128) / 16;
    y[i] = (float)(i % 17 - 8) / 2;
  }
  UNARY(exp)
  UNARY(exp2)
  UNARY(log)
  UNARY(tanh)
  UNARY(sigmoid)
  UNARY(erf)
  UNARY(gelu)
  UNARY(silu)
  UNARY(softplus)
  UNARY(sin)
  UNARY(cos)
  UNARY(reciprocal)
  UNARY(rsqrt)
  using sectile::tile;
  pow(tile<float>::load(x), tile<float>::load(y)).store(found);
  tile_store_f32(expected, tile_pow_f32(tile_load_f32(x), tile_load_f32(y)));
  compare("pow");
  return failures;
}

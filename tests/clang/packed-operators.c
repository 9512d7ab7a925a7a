// Packed tiles have no operators; array tiles have C's.
//
// RUN: not sectile-clang -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not ls %t.o
// RUN: not sectile-clang -fsyntax-only -x c++ %s 2>&1 | FileCheck %s --implicit-check-not=error:
#include <sectile.h>

void array_tiles(tile_f32_t *f, tile_i32_t *i) {
  f[0] = f[0] + f[1] * f[2] - -f[3] / 2.0f;
  i[0] = (i[0] << 3 & ~i[1]) ^ (f[0] < f[1]);
  f[0][3] = f[1][4];
}

void packed_tiles(tile_f16_t *h, tile_bf16_t *b, tile_i8_t *i, tile_u8_t *u, int n) {
  h[0] = h[1];
  b[0] = n ? b[1] : b[2];
  // CHECK: [[@LINE+1]]:15: error: operator '+' on packed tile type 'tile_f16_t'
  h[0] = h[1] + h[2];
  // CHECK: [[@LINE+1]]:8: error: operator '*=' on packed tile type 'tile_bf16_t'
  b[0] *= b[1];
  // CHECK: [[@LINE+1]]:10: error: operator '-' on packed tile type 'tile_i8_t'
  i[0] = -i[1];
  // CHECK: [[@LINE+1]]:15: error: operator '<' on packed tile type 'tile_u8_t'
  (void)(u[0] < u[1]);
  // CHECK: [[@LINE+1]]:9: error: element access to packed tile type 'tile_u8_t'
  u[0][n] = 1;
  // CHECK: [[@LINE+1]]:15: error: operator '*' on packed tile type 'tile_f16_t'
  h[0] = h[1] * (_Float16)2;
}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

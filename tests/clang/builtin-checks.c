// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Wrong types and immediates are compile errors.
//
// RUN: not sectile-clang -c %s -o %t.o 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not ls %t.o
#include <sectile.h>

void f(tile_f32_t f, tile_i32_t i, tile_f16_t h, tile_bf16_t b, tile_u8_t u, tile_i8_t s, void *p,
       int n) {
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: passing 'tile_bf16_t' {{.*}} to parameter of incompatible type
  f = tile_mma_f16(f, h, b);
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: passing 'tile_i32_t' {{.*}} to parameter of incompatible type 'tile_f32_t'
  f = tile_mma_f16(i, h, h);
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: passing 'tile_i8_t' {{.*}} to parameter of incompatible type 'tile_u8_t'
  i = tile_mma_u8(i, s, u);
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: assigning to 'tile_i32_t' {{.*}} from incompatible type 'tile_f32_t'
  i = tile_sqrt_f32(f);
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: assigning to 'tile_i8_t' {{.*}} from incompatible type 'tile_u8_t'
  s = u;
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: passing 'int' to parameter of incompatible type 'tile_f32_t'
  tile_store_rect_f32(p, 64, n, n, n);
  // What counts bytes in an instruction has no name here: a shape cannot be passed for one.
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: too few arguments to function call, expected 4, have 3
  f = tile_load_rect_f32(p, 64, n);
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: argument to '__builtin_sectile_tpack_f16' must be a constant integer
  h = tile_pack_f16(h, f, n);
  // CHECK: error: too few arguments to function call, expected 3, have 2
  h = __builtin_sectile_tpack_f16(h, f);
  i = (tile_i32_t)f;
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: argument value 2 is outside the valid range [0, 1]
  h = tile_pack_f16(h, f, 2);
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: argument value -1 is outside the valid range [0, 3]
  i = tile_unpack_u8(u, -1);
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: argument value 8 is outside the valid range [0, 7]
  i = tile_unpack_u4(u, 8);
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: argument value 32 is outside the valid range [0, 31]
  u = tile_pack_b1(u, i, 32);
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: error: argument value 8 is outside the valid range [0, 7]
  (void)__builtin_sectile_tshape(n, n, 8);
}

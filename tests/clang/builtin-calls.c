// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A builtin is a call of a function of its name, with what the optimiser may
// assume.
//
// RUN: sectile-clang -O2 -S -emit-llvm %s -o - | FileCheck %s
// RUN: sectile-clang -O2 -ffreestanding -S -emit-llvm %s -o - | FileCheck %s
// RUN: sectile-clang -O2 -fno-builtin -S -emit-llvm %s -o - | FileCheck %s
// RUN: sectile-clang -O0 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=O0
#include <sectile.h>

// The second multiply is the first's; the unused one is dropped.
// CHECK-LABEL: @same
// CHECK-COUNT-1: call <256 x float> @__builtin_sectile_tmma_f32
// CHECK-NOT: @__builtin_sectile_tmma_f32
// CHECK: ret
// O0: call <256 x float> @__builtin_sectile_tmma_f32(
tile_f32_t same(tile_f32_t c, tile_f32_t a, tile_f32_t b) {
  tile_f32_t x = tile_mma_f32(c, a, b);
  tile_f32_t unused = tile_mma_f32(x, x, x);
  tile_f32_t y = tile_mma_f32(c, a, b);
  return x + y;
}

// A load of what does not change moves out of the loop.
// CHECK-LABEL: @hoisted
// CHECK: call <1024 x i8> @__builtin_sectile_tldr_raw(ptr noundef %{{.*}}, i64 noundef 64, i64 noundef 16400)
// CHECK: br
// CHECK-NOT: tldr_raw
// CHECK: }
tile_f32_t hoisted(tile_f32_t c, const float *restrict p, float *restrict q, long n) {
  for (long i = 0; i < n; ++i) {
    c = tile_mma_f32(c, c, tile_load_rect_f32(p, 64, 16, 16));
    tile_store_linear_f32(q, 256, c);
  }
  return c;
}

// CHECK-DAG: declare {{.*}}@__builtin_sectile_tmma_f32({{.*}} #[[PURE:[0-9]+]]
// CHECK-DAG: declare {{.*}}@__builtin_sectile_tldr_raw(ptr noundef readonly captures(none), {{.*}} #[[READ:[0-9]+]]
// CHECK-DAG: declare {{.*}}@__builtin_sectile_tstl_raw({{.*}}, ptr noundef writeonly captures(none), {{.*}} #[[WRITE:[0-9]+]]
// CHECK-DAG: attributes #[[PURE]] = { {{.*}}nounwind willreturn memory(none)
// CHECK-DAG: attributes #[[READ]] = { {{.*}}nounwind willreturn memory(argmem: read)
// CHECK-DAG: attributes #[[WRITE]] = { {{.*}}nounwind willreturn memory(argmem: write)

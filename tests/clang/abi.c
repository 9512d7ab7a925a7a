// How C's types are passed: docs/abi.md.
//
// RUN: sectile-clang -O1 -S -emit-llvm %s -o - | FileCheck %s
// CHECK: target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
// CHECK: target triple = "sectile-unknown-unknown-elf"

struct small { int a; };
struct large { long a[9]; };
typedef float tile_f32_t __attribute__((vector_size(1024)));
typedef _Float16 tile_f16_t __attribute__((vector_size(1024)));
typedef unsigned short tile_bf16_t __attribute__((vector_size(1024)));

// CHECK-LABEL: define dso_local signext i8 @scalars(i8 noundef signext %0, i16 noundef zeroext %1, i32 noundef %2, i64 noundef %3, i128 noundef %4, half noundef %5, bfloat noundef %6, float noundef %7, double noundef %8, double noundef %9, ptr noundef
signed char scalars(signed char a, unsigned short b, unsigned c, long d, __int128 e, _Float16 f,
                    __bf16 g, float h, double i, long double j, void *k) {
  return a + b + c;
}

// Aggregates, whatever their size, by reference to a copy.
// CHECK-LABEL: define dso_local void @aggregates(ptr {{.*}}sret(%struct.large) align 8 {{.*}}%0, ptr {{.*}}byval(%struct.small) align 4 {{.*}}%1, ptr {{.*}}byval(%struct.large) align 8
struct large aggregates(struct small s, struct large l) {
  l.a[0] = s.a;
  return l;
}

// CHECK-LABEL: define dso_local {{.*}}<256 x float> @tiles(<256 x float> noundef {{.*}}%0, <512 x half> noundef %1, <512 x i16> noundef %2)
tile_f32_t tiles(tile_f32_t a, tile_f16_t b, tile_bf16_t c) { return a; }

// CHECK-LABEL: define dso_local double @variadic(i32 noundef %0, ...)
// CHECK: va_arg ptr %{{.*}}, double
// CHECK: va_arg ptr %{{.*}}, ptr
double variadic(int n, ...) {
  __builtin_va_list l;
  __builtin_va_start(l, n);
  double d = __builtin_va_arg(l, double);
  struct large s = __builtin_va_arg(l, struct large);
  __builtin_va_end(l);
  return d + s.a[8];
}

// Half-precision arithmetic is done in f32 and rounded once.
// CHECK-LABEL: define dso_local {{.*}}half @half(
// CHECK: fadd half
_Float16 half(_Float16 a, _Float16 b) { return a + b; }

// One expression fuses, two do not.
// CHECK-LABEL: define dso_local {{.*}}float @product(
// CHECK: call float @llvm.fma.f32
float product(float a, float b, float c) { return a * b + c; }
// CHECK-LABEL: define dso_local {{.*}}float @two_statements(
// CHECK: fmul float
// CHECK: fadd float
float two_statements(float a, float b, float c) {
  float d = a * b;
  return d + c;
}
// CHECK-LABEL: define dso_local {{.*}}float @root(
// CHECK: call float @llvm.sqrt.f32
// CHECK: call float @llvm.fma.f32
float root(float a, float b) { return __builtin_fmaf(__builtin_sqrtf(a), b, a); }

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

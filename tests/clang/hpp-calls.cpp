// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The typed view is the C functions and nothing else.
//
// RUN: sectile-clang++ -O1 -Wall -Wextra -Werror -S -emit-llvm %s -o - | FileCheck %s
#include <sectile.hpp>
using namespace sectile;

static_assert(sizeof(tile<bf16>) == 1024 && alignof(tile<bf16>) == 64);
static_assert(tile<float>::columns == 16 && tile<f16>::columns == 32 && tile<int8_t>::columns == 64);
static_assert(tile<uint8_t>::parts == 4 && tile<e4m3>::parts == 4);
static_assert(tile<i4x2>::columns == 64 && tile<i4x2>::parts == 8 && tile<b1x8>::parts == 32);

// CHECK-LABEL: @_Z6memory
// CHECK-NEXT: %[[STEP:.*]] = shl i64 %{{.*}}, 1
// CHECK-NEXT: %[[SHAPE:.*]] = tail call i64 @__builtin_sectile_tshape(i64 noundef %{{.*}}, i64 noundef %{{.*}}, i32 noundef 1)
// CHECK-NEXT: %[[A:.*]] = tail call <1024 x i8> @__builtin_sectile_tldr_raw(ptr noundef %{{.*}}, i64 noundef {{.*}}%[[STEP]], i64 noundef %[[SHAPE]])
// CHECK-NEXT: tail call void @__builtin_sectile_tstr_raw(<1024 x i8> noundef %[[A]], ptr noundef %{{.*}}, i64 noundef 64, i64 noundef 32832)
// CHECK-NEXT: ret void
void memory(const bf16 *p, bf16 *q, int64_t stride, int64_t m, int64_t n) {
  tile<bf16>::load(p, stride, {m, n}).store(q, 32);
}

// CHECK-LABEL: @_Z9converted
// CHECK-NEXT: %[[A:.*]] = tail call noundef <256 x float> @__builtin_sectile_tldr_f16(ptr noundef %{{.*}}, i64 noundef 32, i64 noundef 16448)
// CHECK-NEXT: tail call void @__builtin_sectile_tstl_bf16(<256 x float> noundef %[[A]], ptr noundef %{{.*}}, i64 noundef %{{.*}})
// CHECK-NEXT: ret void
void converted(const f16 *p, bf16 *q, int64_t n) { tile<float>::load(p, 16).store_linear(q, n); }

// CHECK-LABEL: @_Z10bytefloats
// CHECK: %[[A:.*]] = tail call noundef <256 x float> @__builtin_sectile_tldl_e4m3(
// CHECK-NEXT: tail call void @__builtin_sectile_tstr_e5m2(<256 x float> noundef %[[A]], ptr noundef %{{.*}}, i64 noundef 20, i64 noundef 16448)
// CHECK-NEXT: ret void
void bytefloats(const e4m3 *p, e5m2 *q, int64_t n) { tile<float>::load_linear(p, n).store(q, 20); }

// Rows are pairs apart, columns are numbers.
// CHECK-LABEL: @_Z5pairs
// CHECK: %[[SHAPE:.*]] = tail call i64 @__builtin_sectile_tshape(i64 noundef 16, i64 noundef %{{.*}}, i32 noundef 0)
// CHECK-NEXT: tail call noundef <256 x i32> @__builtin_sectile_tldr_u4(ptr noundef %{{.*}}, i64 noundef 9, i64 noundef %[[SHAPE]])
// CHECK: tail call noundef <256 x i32> @__builtin_sectile_tldl_i4(ptr noundef %{{.*}}, i64 noundef %{{.*}})
void pairs(const u4x2 *p, const i4x2 *q, int64_t n, tile<int32_t> &d) {
  d = tile<int32_t>::load(p, 9, {16, n}) + tile<int32_t>::load_linear(q, n);
}

// CHECK-LABEL: @_Z8multiply
// CHECK: call {{.*}}<256 x i32> @__builtin_sectile_tmmaz_i8u8
// CHECK: call {{.*}}<256 x i32> @__builtin_sectile_tmma_u8
void multiply(tile<int32_t> &d, tile<int8_t> a, tile<uint8_t> b) { d = mma(mma(a, b), b, b); }

// CHECK-LABEL: @_Z6narrow
// CHECK: call {{.*}}<256 x float> @__builtin_sectile_tmmaz_e4m3e5m2({{.*}}, i64 noundef 512)
// CHECK: call {{.*}}<256 x float> @__builtin_sectile_tmma_e5m2({{.*}}, i64 noundef %{{.*}})
// CHECK: call {{.*}}<256 x i32> @__builtin_sectile_tmmaz_i4u4({{.*}}, i64 noundef 512)
// CHECK: call {{.*}}<256 x i32> @__builtin_sectile_tmma_b1xor({{.*}}, i64 noundef %{{.*}})
// CHECK: call {{.*}}<256 x i32> @__builtin_sectile_tmma_b1and({{.*}}, i64 noundef 512)
void narrow(tile<float> &d, tile<int32_t> &e, tile<e4m3> a, tile<e5m2> b, tile<i4x2> i, tile<u4x2> u,
            tile<b1x8> x, int64_t k) {
  d = mma(mma(a, b), b, b, depth{k});
  e = mma_and(mma_xor(mma(i, u), x, x, depth{k}), x, x);
}

// CHECK-LABEL: @_Z11elementwise
// CHECK-DAG: fmul <256 x float>
// CHECK-DAG: fcmp ogt <256 x float>
// CHECK-DAG: sext <256 x i1>
// CHECK: call {{.*}}@__builtin_sectile_tsel
// CHECK: call {{.*}}@__builtin_sectile_tsmax_f32({{.*}}, float noundef 1.000000e+00)
// CHECK: call {{.*}}@__builtin_sectile_tredrow_add_f32
// CHECK: store <256 x float>
void elementwise(tile<float> &a, tile<float> b) {
  a = max(select(a > b, a * b, b), 1.0f).row_sum();
}

// CHECK-LABEL: @_Z5parts
// CHECK: call {{.*}}<512 x half> @__builtin_sectile_tpackz_f16
// CHECK: call {{.*}}<512 x half> @__builtin_sectile_tpack_f16({{.*}}, i32 noundef 1)
// CHECK: call {{.*}}<256 x float> @__builtin_sectile_tunpk_f16({{.*}}, i32 noundef 0)
void parts(tile<float> &a) { a = tile<f16>::pack(a).with_part<1>(a).part<0>(); }

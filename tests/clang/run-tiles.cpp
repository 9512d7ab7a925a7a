// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tiles in C++ compute what scalars compute, in matrices of any size.
//
// RUN: sectile-clang++ -O0 %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang++ -O2 %s -o %t.elf && sectile-run %t.elf
#include <cmath>
#include <cstdio>
#include <sectile.hpp>
#include <vector>
using namespace sectile;

static int failures;
#define EXPECT(condition)                                                                          \
  do                                                                                               \
    if (!(condition)) {                                                                            \
      std::printf("line %d: %s\n", __LINE__, #condition);                                          \
      ++failures;                                                                                  \
    }                                                                                              \
  while (0)

template <class E, class O>
[[gnu::noinline]] void gemm(O *c, const E *a, const E *bt, long m, long n, long k) {
  for (long i = 0; i < m; i += 16)
    for (long j = 0; j < n; j += 16) {
      tile<float> sum;
      for (long p = 0; p < k; p += tile<E>::columns)
        sum = mma(sum, tile<E>::load(a + i * k + p, k, {m - i, k - p}),
                  tile<E>::load(bt + j * k + p, k, {n - j, k - p}));
      sum.store(c + i * n + j, n, {m - i, n - j});
    }
}

template <class E, class O> bool gemm_agrees(long m, long n, long k) {
  std::vector<E> a(m * k), b(n * k);
  std::vector<O> c(m * n + 1, O(77));
  for (long i = 0; i < m * k; ++i)
    a[i] = E((i * 7 % 23 - 11) * 0.5f);
  for (long i = 0; i < n * k; ++i)
    b[i] = E((i * 5 % 19 - 9) * 0.25f);
  gemm(c.data(), a.data(), b.data(), m, n, k);
  for (long i = 0; i < m; ++i)
    for (long j = 0; j < n; ++j) {
      float sum = 0;
      for (long p = 0; p < k; ++p)
        sum = std::fmaf(float(a[i * k + p]), float(b[j * k + p]), sum);
      if (float(c[i * n + j]) != float(O(sum)))
        return false;
    }
  return float(c[m * n]) == 77; // nothing written beyond
}

[[gnu::noinline]] tile<float> passed(tile<float> a, tile<int32_t> b) {
  return select(b == 3, a, -a);
}

int main() {
  EXPECT((gemm_agrees<float, float>(37, 29, 41)));
  EXPECT((gemm_agrees<bf16, float>(37, 29, 41)));
  EXPECT((gemm_agrees<bf16, bf16>(16, 1, 33)));
  EXPECT((gemm_agrees<f16, f16>(5, 17, 64)));
  EXPECT((gemm_agrees<f16, float>(1, 1, 0)));

  tile<float> linear = to_float(tile<int32_t>::linear_index());
  auto p = passed(tile<float>::splat(2), tile<int32_t>::column_index());
  EXPECT(p.get(5, 3) == 2 && p.get(5, 4) == -2 && p.row_sum().get(7, 7) == -28);
  auto h = tile<f16>::pack(linear).with_part<1>(linear * 2.0f);
  EXPECT(h.part<1>().get(1, 1) == 34 && h.part<0>().get(15, 15) == 255);
  auto u = tile<uint8_t>::pack(tile<int32_t>::linear_index() * 2 - 100);
  EXPECT(u.part<0>().get(0, 0) == 0 && u.part<0>().get(15, 15) == 255);
  EXPECT(u.part<0>().get(3, 3) == 2 && u.part<3>().get(3, 3) == 0);
  EXPECT(linear.transposed().get(1, 0) == 1 && linear.broadcast_column(3).get(2, 9) == 35);
  EXPECT(linear.column_max().get(0, 4) == 244 && max(linear, 9.0f).row_min().get(0, 0) == 9);
  auto m = linear < 10.0f & mask::linear(5) | linear == 200.0f;
  EXPECT(select(m, tile<int32_t>::splat(1), tile<int32_t>()).row_sum().column_sum().get(0, 0) == 6);
  int8_t bytes[256];
  (tile<int32_t>::linear_index() - 128).store_linear(bytes, 200);
  EXPECT(bytes[0] == -128 && bytes[199] == 71);
  std::vector<tile<float>> many(9, linear);
  EXPECT(many[8].get(1, 0) == 16);
  return failures;
}

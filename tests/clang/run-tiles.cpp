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
  // An image of 10 x 10 in the middle of a tile; what is outside is not touched.
  std::vector<float> image(100), copy(102, 77.0f);
  for (int i = 0; i < 100; ++i)
    image[i] = i + 1;
  const extent middle = {13, 12, 3, 2};
  auto window = tile<float>::load(image.data() - 32, 10, middle);
  EXPECT(window.get(3, 2) == 1 && window.get(12, 11) == 100 && window.get(3, 12) == 0);
  EXPECT(window.get(2, 2) == 0 && window.get(3, 1) == 0 && window.get(13, 5) == 0);
  (window * 2.0f).store(copy.data() - 31, 10, middle);
  EXPECT(copy[0] == 77 && copy[1] == 2 && copy[100] == 200 && copy[101] == 77);
  EXPECT(select(mask::rectangle(middle), linear, linear - linear).row_sum().column_sum().get(0, 0) ==
         100 * (7.5f * 16 + 6.5f));
  // Under masks, at indices.
  auto even = (tile<int32_t>::linear_index() & 1) == 0;
  float words[256], back[256] = {};
  linear.store(words);
  auto some = tile<float>::load(words, even);
  EXPECT(some.get(0, 2) == 2 && some.get(0, 3) == 0);
  (some + 1.0f).store(back, even);
  EXPECT(back[254] == 255 && back[255] == 0);
  auto reversed = tile<int32_t>::splat(255) - tile<int32_t>::linear_index();
  auto gathered = tile<float>::gather(words, reversed, even);
  EXPECT(gathered.get(0, 0) == 255 && gathered.get(15, 14) == 1 && gathered.get(0, 1) == 0);
  linear.scatter(back, reversed, !even);
  EXPECT(back[0] == 255 && back[1] == 0 && back[254] == 1 && back[255] == 0);
  bf16 table[64 * 3], rows[16 * 2] = {};
  for (int i = 0; i < 64 * 3; ++i)
    table[i] = bf16(float(i));
  auto order = tile<int32_t>::row_index() * 7;
  auto picked = tile<bf16>::gather_rows(table, order, {16, 4});
  EXPECT(picked.part<0>().get(0, 3) == 3 && picked.part<0>().get(15, 2) == 107);
  EXPECT(picked.part<0>().get(15, 4) == 0);
  picked.scatter_rows(rows, tile<int32_t>::row_index(), {16, 2});
  EXPECT(float(rows[0]) == 0 && float(rows[3]) == 21 && float(rows[16]) == 106);
  std::vector<tile<float>> many(9, linear);
  EXPECT(many[8].get(1, 0) == 16);
  return failures;
}

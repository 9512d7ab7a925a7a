// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Parallel patterns of <sectile.hpp>, composed and with an array between the
// steps, for bench/kernels, which describes the protocol. The bytes of the
// shape are those of arrays that are read and written; docs/patterns.md derives
// the bounds.
#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sectile.hpp>

#include "../common/markers.h"
#include "../common/rates.h"

using namespace sectile;

constexpr int N = 16384, TILES = N / 256, LINES = N / 16, GROUPS = 16;
alignas(64) static float a[N], b[N], between[N], more[N], out[N];
static int32_t keys[N];
static float result;
static float groups[GROUPS];

static const auto product = [](auto x, auto y) { return x * y; };
static const auto shift = [](auto x) { return x * 2.0f + 1.0f; };
static const auto positive = [](auto x) { return x > 0.0f; };

static void dot_fused() {
  result = reduce(plus(), map(product, zip(array(a, N), array(b, N))));
}
static void dot_apart() {
  collect(map(product, zip(array(a, N), array(b, N))), between);
  result = reduce(plus(), array(between, N));
}
static void chain_fused() {
  collect(map([](auto x, auto y) { return max(x + y, 0.0f); },
              zip(map(shift, array(a, N)), array(b, N))),
          out);
}
static void chain_apart() {
  collect(map(shift, array(a, N)), between);
  collect(map([](auto x, auto y) { return x + y; },
              zip(array(between, N), array(b, N))),
          more);
  collect(map([](auto x) { return max(x, 0.0f); }, array(more, N)), out);
}
static void filter_fused() {
  result = reduce(plus(), filter(positive, map(shift, array(a, N))));
}
static void filter_apart() {
  collect(map(shift, array(a, N)), between);
  const int64_t n = collect(filter(positive, array(between, N)), more);
  result = reduce(plus(), array(more, n));
}
static void filter_collect() { collect(filter(positive, array(a, N)), out); }
static void running_sum() { scan(plus(), array(a, N), out); }
static void group_sums() {
  group_by(plus(), array(keys, N), array(a, N), GROUPS, groups);
}

// Lines that are read and written in each pass, and operations on each tile.
// Eight sums become one number.
constexpr int SUM = 7 * OPERATION + 2 * REDUCTION;
static const struct {
  const char *name, *how;
  void (*run)();
  int reads, writes; // arrays
  int64_t bound;
} cases[] = {
    {"dot product", "composed", dot_fused, 2, 0, BEGIN + 2 * LINES + SUM + END},
    {"dot product", "in two passes", dot_apart, 3, 1,
     2 * BEGIN + 3 * LINES + SUM + END},
    {"max(2 a + 1 + b, 0)", "composed", chain_fused, 2, 1,
     BEGIN + OPERATION * TILES * 4 + END},
    {"max(2 a + 1 + b, 0)", "in three passes", chain_apart, 4, 3,
     3 * BEGIN + OPERATION * TILES * (2 + 2 + 1) + END},
    {"sum of positive 2 a + 1", "composed", filter_fused, 1, 0,
     BEGIN + OPERATION * TILES * 5 + SUM + END},
    {"sum of positive 2 a + 1", "in three passes", filter_apart, 3, 2,
     3 * BEGIN + (OPERATION * 2 + SCATTER + OPERATION) * TILES + SUM + END},
    {"filter", "collected", filter_collect, 1, 1,
     BEGIN + SCATTER * TILES + END},
    // Three operations in each of 8 steps, five moves and a select, two sums.
    {"scan", "of a sum", running_sum, 1, 1,
     BEGIN + OPERATION * TILES * 32 + END},
    // Three operations a group.
    {"group by", "16 groups", group_sums, 4, 0,
     2 * BEGIN + OPERATION * TILES * 3 * GROUPS + END}};

// The result by plain loops; sums are exact.
static bool right(size_t i) {
  float sum = 0;
  size_t n = 0;
  static float expected[N], per_key[GROUPS];
  for (int k = 0; k < N; ++k) {
    const float shifted = a[k] * 2 + 1;
    switch (i) {
    case 0:
    case 1:
      sum += a[k] * b[k];
      break;
    case 2:
    case 3:
      expected[k] = std::max(shifted + b[k], 0.0f);
      break;
    case 4:
    case 5:
      sum += shifted > 0 ? shifted : 0;
      break;
    case 6:
      if (a[k] > 0)
        expected[n++] = a[k];
      break;
    case 7:
      expected[k] = sum += a[k];
      break;
    default:
      per_key[keys[k]] += a[k];
    }
  }
  if (i <= 1 || i == 4 || i == 5)
    return result == sum;
  if (i == 8)
    return std::equal(groups, groups + GROUPS, per_key);
  return std::equal(expected, expected + (i == 6 ? n : N), out);
}

int main(int argc, char **argv) {
  const size_t count = sizeof cases / sizeof *cases;
  if (argc == 2 && std::strcmp(argv[1], "list") == 0) {
    for (const auto &c : cases)
      std::printf("%s|%s, %d KiB|%" PRId64 "|-\n", c.name, c.how,
                  (c.reads + c.writes) * N * 4 / 1024, c.bound);
    return 0;
  }
  const size_t i = argc == 2 ? std::strtoul(argv[1], nullptr, 10) : count;
  if (i >= count)
    return 2;
  for (int k = 0; k < N; ++k) {
    a[k] = float(k * 37 % 101 - 50) / 4;
    b[k] = float(k * 29 % 61 - 30) / 4;
    keys[k] = k * 13 % GROUPS;
  }
  cases[i].run(); // the code is in the cache
  bench_begin();
  cases[i].run();
  (void)*const_cast<volatile float *>(&out[N - 1]); // waits for the last store
  bench_end();
  if (right(i))
    return 0;
  std::printf("%s, %s: a wrong result\n", cases[i].name, cases[i].how);
  return 1;
}

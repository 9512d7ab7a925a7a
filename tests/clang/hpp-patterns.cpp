// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Parallel patterns give what the algorithms of the C++ library give, for any
// length; sums of floats are exact here, or in the order that is stated.
//
// RUN: sectile-clang++ -O0 -Wall -Wextra -Werror %s -o %t.elf && sectile-run %t.elf
// RUN: sectile-clang++ -O2 -Wall -Wextra -Werror %s -o %t.elf && sectile-run %t.elf
#include <algorithm>
#include <cstdio>
#include <numeric>
#include <sectile.hpp>
#include <vector>
using namespace sectile;

static int failures;
static void check(bool good, const char *what, int64_t n) {
  if (!good) {
    std::printf("%s of %d elements is wrong\n", what, int(n));
    ++failures;
  }
}

static uint32_t state = 1;
static int draw(int below) {
  state = state * 1664525 + 1013904223;
  return int((state >> 8) % unsigned(below));
}
template <class T> static std::vector<T> numbers(int64_t n, int low, int high) {
  std::vector<T> v(n);
  for (T &x : v)
    x = T(low + draw(high - low));
  return v;
}

// Behind what is written nothing is.
template <class T> static std::vector<T> room(int64_t n) { return std::vector<T>(n + 64, T(77)); }
template <class T, class U>
static bool is(const std::vector<T> &found, const std::vector<U> &expected, int64_t clobbered = 0) {
  for (size_t i = 0; i < found.size(); ++i)
    if (i < expected.size() ? found[i] != T(expected[i])
                            : int64_t(i) >= clobbered && found[i] != T(77))
      return false;
  return true;
}

template <class T> static void length(int64_t n) {
  const auto a = numbers<T>(n, -50, 50), b = numbers<T>(n, 0, 9);
  using W = std::conditional_t<std::is_same_v<T, int8_t>, int32_t,
                               std::conditional_t<std::is_same_v<T, bf16>, float, T>>;
  const std::vector<W> wa(a.begin(), a.end()), wb(b.begin(), b.end());
  const auto sa = array(a.data(), n), sb = array(b.data(), n);

  auto out = room<W>(n);
  collect(map([](auto x, auto y) { return x * y + W(3); }, zip(sa, sb)), out.data());
  std::vector<W> expected(n);
  std::transform(wa.begin(), wa.end(), wb.begin(), expected.begin(),
                 [](W x, W y) { return x * y + 3; });
  check(is(out, expected), "map", n);

  check(reduce(plus(), sa) == std::accumulate(wa.begin(), wa.end(), W(0)), "sum", n);
  check(reduce(plus(), map([](auto x, auto y) { return x * y; }, zip(sa, sb))) ==
            std::inner_product(wa.begin(), wa.end(), wb.begin(), W(0)),
        "dot product", n);
  if (n) {
    check(reduce(minimum(), sa) == *std::min_element(wa.begin(), wa.end()), "minimum", n);
    check(reduce(maximum(), sa) == *std::max_element(wa.begin(), wa.end()), "maximum", n);
  }
  check(reduce(combine(W(-1000), [](auto x, auto y) { return max(x, y); }), sa) ==
            std::accumulate(wa.begin(), wa.end(), W(-1000),
                            [](W x, W y) { return std::max(x, y); }),
        "combination", n);

  // Every third element or so; a filter of a filter; a map of a filter.
  const auto positive = filter([](auto x) { return x > W(17); }, sa);
  out = room<W>(n);
  expected.clear();
  std::copy_if(wa.begin(), wa.end(), std::back_inserter(expected), [](W x) { return x > 17; });
  check(collect(positive, out.data()) == int64_t(expected.size()) && is(out, expected), "filter", n);
  check(count(positive) == int64_t(expected.size()), "count", n);
  check(count(sa) == n, "count", n);
  check(reduce(plus(), map([](auto x) { return x + x; },
                           filter([](auto x) { return x < W(40); }, positive))) ==
            std::accumulate(expected.begin(), expected.end(), W(0),
                            [](W s, W x) { return x < 40 ? s + x + x : s; }),
        "sum of a filter", n);
  out = room<W>(n);
  const auto pairs = filter([](auto x, auto y) { return x > y; }, zip(sa, sb));
  expected.clear();
  for (int64_t i = 0; i < n; ++i)
    if (wa[i] > wb[i])
      expected.push_back(wa[i] - wb[i]);
  check(collect(map([](auto x, auto y) { return x - y; }, pairs), out.data()) ==
                int64_t(expected.size()) &&
            is(out, expected),
        "map of a filter of tuples", n);

  out = room<W>(n);
  expected.resize(n);
  scan(plus(), sa, out.data());
  std::partial_sum(wa.begin(), wa.end(), expected.begin());
  check(is(out, expected), "scan", n);
  out = room<W>(n);
  scan(maximum(), sa, out.data());
  std::partial_sum(wa.begin(), wa.end(), expected.begin(), [](W x, W y) { return std::max(x, y); });
  check(is(out, expected), "scan by maximum", n);

  for (int groups : {0, 1, 7, 8, 9, 20}) {
    const auto keys = numbers<int32_t>(n, -2, 22);
    auto sums = room<W>(groups);
    std::vector<W> wanted(groups, 0);
    for (int64_t i = 0; i < n; ++i)
      if (keys[i] >= 0 && keys[i] < groups)
        wanted[keys[i]] += wa[i];
    group_by(plus(), array(keys.data(), n), sa, groups, sums.data());
    check(is(sums, wanted), "group by", n);
    // In place of keys, of those values that are positive.
    group_by(plus(), filter([](auto, auto x) { return x > W(0); }, zip(array(keys.data(), n), sa)),
             groups, sums.data());
    std::fill(wanted.begin(), wanted.end(), W(0));
    for (int64_t i = 0; i < n; ++i)
      if (keys[i] >= 0 && keys[i] < groups && wa[i] > 0)
        wanted[keys[i]] += wa[i];
    check(is(sums, wanted), "group by of a filter", n);
  }
}

// A function that is not commutative: the later element wins, unless it is -1.
static void not_commutative(int64_t n) {
  auto a = numbers<int32_t>(n, -1, 3);
  auto out = room<int32_t>(n);
  scan(combine(-1, [](auto x, auto y) { return select(y == -1, x, y); }), array(a.data(), n),
       out.data());
  std::vector<int32_t> expected(n);
  std::partial_sum(a.begin(), a.end(), expected.begin(),
                   [](int x, int y) { return y == -1 ? x : y; });
  check(is(out, expected), "scan that keeps the last", n);
}

// Where the largest element is, without an array of places.
static void place_of_maximum(int64_t n) {
  const auto a = numbers<float>(n, -1000, 1000);
  const float most = reduce(maximum(), array(a.data(), n));
  const int32_t place =
      reduce(minimum(), map([](auto, auto i) { return i; },
                            filter([=](auto x, auto) { return x == most; },
                                   zip(array(a.data(), n), indices(n)))));
  check(place == std::max_element(a.begin(), a.end()) - a.begin(), "place of the maximum", n);
}

// Sums of floats that are rounded, in the order that the header states.
static void order(int64_t n) {
  std::vector<float> a(n), out(n);
  for (float &x : a)
    x = float(draw(1 << 20)) / 3;
  float sum[4][256] = {}, lane[256];
  for (int64_t i = 0; i < n; ++i)
    sum[i / 256 % 4][i % 256] += a[i];
  for (int j = 0; j < 256; ++j)
    lane[j] = (sum[0][j] + sum[2][j]) + (sum[1][j] + sum[3][j]);
  for (int step = 128; step; step /= 2)
    for (int j = 0; j < step; ++j)
      lane[j] += lane[j + step];
  check(reduce(plus(), array(a.data(), n)) == lane[0], "order of the sum", n);
}

int main() {
  for (int64_t n : {0, 1, 15, 16, 255, 256, 257, 1000, 1024, 1025, 3333}) {
    length<float>(n);
    length<int32_t>(n);
    length<int8_t>(n);
    length<bf16>(n);
    not_commutative(n);
    order(n);
    if (n)
      place_of_maximum(n);
  }
  // A shorter sequence ends a tuple; results take the place of operands; bf16
  // and bytes are written rounded and saturated.
  auto a = numbers<float>(600, -200, 200), b = numbers<float>(300, 0, 9);
  check(reduce(plus(), map([](auto, auto y, auto) { return y; },
                           zip(array(a.data(), 600), array(b.data(), 300), constant(2, 500)))) ==
            std::accumulate(b.begin(), b.end(), 0.0f),
        "the shortest sequence", 300);
  std::vector<int8_t> bytes(600);
  collect(map([](auto x) { return to_int(x); }, array(a.data(), 600)), bytes.data());
  for (int i = 0; i < 600; ++i)
    check(bytes[i] == std::clamp(int(a[i]), -128, 127), "saturated element", i);
  const auto before = a;
  collect(map([](auto x) { return -x; }, array(a.data(), 600)), a.data());
  for (int i = 0; i < 600; ++i)
    check(a[i] == -before[i], "element in place", i);
  return failures != 0;
}

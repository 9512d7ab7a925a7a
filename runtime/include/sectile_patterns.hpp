// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- sectile_patterns.hpp - parallel patterns -----------------*- C++ -*-===//
//
// Computations over sequences of any length, composed without arrays between
// them: a sequence is a description of how its elements come to be, 256 at a
// time in tiles, and nothing is computed until a result is asked for. Included
// by <sectile.hpp>.
//
//   sequences
//     array(p, n)        n elements in memory, of any type that tile<float> or
//                        tile<int32_t> can load; narrow ones are widened
//     indices(n)         0, 1, ..., n - 1
//     constant(v, n)     v, n times
//     zip(a, b, ...)     tuples of the elements of sequences, as many as the
//                        shortest has
//     map(f, s)          f(x) of each element, f(x, y, ...) of each tuple
//     filter(f, s)       the elements, or tuples, for which f is true
//
//   results
//     collect(s, p)      writes the elements to p; returns how many there are
//     reduce(op, s)      all elements combined
//     count(s)           how many there are
//     scan(op, s, p)     writes the first element, the first two combined, ...
//     group_by(op, keys, values, groups, p)
//                        p[k] = the values combined whose key is k, for k from
//                        0 to groups - 1; other keys are left out
//
// Functions take and give tiles, predicates give masks:
//
//   float norm2 = reduce(plus(), map([](auto x) { return x * x; },
//                                    array(a, n)));
//   int64_t k = collect(filter([](auto x) { return x > 0.0f; }, array(a, n)),
//                       b);
//
// op is plus(), minimum(), maximum(), or combine(identity, f) with an
// associative and commutative f (a scan's need not be commutative). Sums of
// floats are rounded in an order that depends on n alone: docs/patterns.md
// states it. Results may lie where an operand does if element i is not needed
// after it is written, as in collect(map(f, array(p, n)), p).
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_PATTERNS_HPP
#define SECTILE_PATTERNS_HPP

#include <sectile.hpp>

namespace sectile {

namespace detail {

/// Elements i to i + 255 of a sequence, and which of them belong to it. Those
/// beyond its end may have any value.
template <class V, class M> struct block {
  V value;
  M where;
};
/// The mask of a sequence from which nothing was filtered.
struct everything {};

/// Elements of two sequences.
template <class A, class B> struct both {
  A first;
  B second;
};
template <class V> inline constexpr bool is_both = false;
template <class A, class B> inline constexpr bool is_both<both<A, B>> = true;

/// f of an element, or of the elements of a tuple.
template <class F, class V, class... Rest>
[[gnu::always_inline]] constexpr auto call(const F &f, V v, Rest... rest) {
  if constexpr (is_both<V>)
    return call(f, v.first, v.second, rest...);
  else
    return f(v, rest...);
}

/// The value where the mask is true.
template <class V>
[[gnu::always_inline]] inline V where_not(everything, V value, V) {
  return value;
}
template <class V>
[[gnu::always_inline]] inline V where_not(mask m, V value, V other) {
  return select(m, value, other);
}
[[gnu::always_inline]] inline mask only(everything, mask m) { return m; }
[[gnu::always_inline]] inline mask only(mask a, mask b) { return a & b; }

/// What a sequence gives: at<true>(i) of 256 elements that all exist, and
/// at<false>(i) at its end.
template <class S>
using block_of =
    decltype(static_cast<const S *>(nullptr)->template at<true>(0));
template <class S> using value_of = decltype(block_of<S>::value);
template <class S>
inline constexpr bool is_whole = same<decltype(block_of<S>::where), everything>;

template <tile_element T> struct array_sequence {
  using wide = typename element<T>::wide;
  const T *p;
  int64_t n;

  [[gnu::always_inline]] constexpr int64_t size() const { return n; }
  template <bool Whole>
  [[gnu::always_inline]] block<tile<wide>, everything> at(int64_t i) const {
    const T *from = p + i / element<T>::each;
    if constexpr (same<T, wide> && Whole)
      return {tile<wide>::load(from), {}};
    else
      return {tile<wide>::load_linear(from, Whole ? 256 : n - i), {}};
  }
};

struct index_sequence {
  int64_t n;

  [[gnu::always_inline]] constexpr int64_t size() const { return n; }
  template <bool Whole>
  [[gnu::always_inline]] block<tile<int32_t>, everything> at(int64_t i) const {
    return {tile<int32_t>::linear_index() + static_cast<int32_t>(i), {}};
  }
};

template <array_element T> struct constant_sequence {
  T value;
  int64_t n;

  [[gnu::always_inline]] constexpr int64_t size() const { return n; }
  template <bool Whole>
  [[gnu::always_inline]] block<tile<T>, everything> at(int64_t) const {
    return {tile<T>::splat(value), {}};
  }
};

template <class A, class B> struct zip_sequence {
  static_assert(is_whole<A> && is_whole<B>,
                "what remains of a filtered sequence has no places to pair");
  A a;
  B b;

  [[gnu::always_inline]] constexpr int64_t size() const {
    return a.size() < b.size() ? a.size() : b.size();
  }
  template <bool Whole>
  [[gnu::always_inline]] block<both<value_of<A>, value_of<B>>, everything>
  at(int64_t i) const {
    return {{a.template at<Whole>(i).value, b.template at<Whole>(i).value}, {}};
  }
};

template <class F, class S> struct map_sequence {
  F f;
  S s;

  [[gnu::always_inline]] constexpr int64_t size() const { return s.size(); }
  template <bool Whole> [[gnu::always_inline]] auto at(int64_t i) const {
    const auto b = s.template at<Whole>(i);
    return block{call(f, b.value), b.where};
  }
};

template <class F, class S> struct filter_sequence {
  F f;
  S s;

  [[gnu::always_inline]] constexpr int64_t size() const { return s.size(); }
  template <bool Whole> [[gnu::always_inline]] auto at(int64_t i) const {
    const auto b = s.template at<Whole>(i);
    return block{b.value, only(b.where, call(f, b.value))};
  }
};

/// body(i, value, where) for each block of a sequence.
template <class S, class F>
[[gnu::always_inline]] inline void each(const S &s, F body) {
  const int64_t n = s.size();
  int64_t i = 0;
  for (; i + 256 <= n; i += 256) {
    const auto b = s.template at<true>(i);
    body(i, b.value, b.where);
  }
  if (i < n) {
    const auto b = s.template at<false>(i);
    body(i, b.value, only(b.where, mask::linear(n - i)));
  }
}

} // namespace detail

/// What the functions below take and give.
template <class S>
concept sequence = requires(const S &s) {
  s.size();
  typename detail::block_of<S>;
};

//===-- Sequences ---------------------------------------------------------===//

template <tile_element T>
  requires(detail::element<T>::each <= 2)
[[gnu::always_inline]] constexpr auto array(const T *p, int64_t n) {
  return detail::array_sequence<T>{p, n};
}
[[gnu::always_inline]] constexpr auto indices(int64_t n) {
  return detail::index_sequence{n};
}
template <array_element T>
[[gnu::always_inline]] constexpr auto constant(T value, int64_t n) {
  return detail::constant_sequence<T>{value, n};
}
template <sequence A, sequence B, sequence... More>
[[gnu::always_inline]] constexpr auto zip(A a, B b, More... more) {
  if constexpr (sizeof...(More) == 0)
    return detail::zip_sequence<A, B>{a, b};
  else
    return zip(detail::zip_sequence<A, B>{a, b}, more...);
}
template <class F, sequence S>
[[gnu::always_inline]] constexpr auto map(F f, S s) {
  return detail::map_sequence<F, S>{f, s};
}
template <class F, sequence S>
[[gnu::always_inline]] constexpr auto filter(F f, S s) {
  return detail::filter_sequence<F, S>{f, s};
}

//===-- Combinations ------------------------------------------------------===//

/// op.identity<T>(), which changes nothing; op(a, b); op.all(a), the 256
/// elements combined, in every element.
struct plus {
  template <array_element T> static constexpr T identity() { return 0; }
  template <array_element T>
  [[gnu::always_inline]] tile<T> operator()(tile<T> a, tile<T> b) const {
    return a + b;
  }
  template <array_element T>
  [[gnu::always_inline]] tile<T> all(tile<T> a) const {
    return a.column_sum().row_sum();
  }
};
struct minimum {
  template <array_element T> static constexpr T identity() {
    if constexpr (detail::same<T, float>)
      return __builtin_inff();
    else
      return INT32_MAX;
  }
  template <array_element T>
  [[gnu::always_inline]] tile<T> operator()(tile<T> a, tile<T> b) const {
    return min(a, b);
  }
  template <array_element T>
  [[gnu::always_inline]] tile<T> all(tile<T> a) const {
    return a.column_min().row_min();
  }
};
struct maximum {
  template <array_element T> static constexpr T identity() {
    if constexpr (detail::same<T, float>)
      return -__builtin_inff();
    else
      return INT32_MIN;
  }
  template <array_element T>
  [[gnu::always_inline]] tile<T> operator()(tile<T> a, tile<T> b) const {
    return max(a, b);
  }
  template <array_element T>
  [[gnu::always_inline]] tile<T> all(tile<T> a) const {
    return a.column_max().row_max();
  }
};
template <array_element V, class F> struct combine {
  V start;
  F f;

  constexpr combine(V identity, F function) : start(identity), f(function) {}
  template <array_element T> constexpr T identity() const {
    static_assert(detail::same<T, V>, "the identity has another type");
    return start;
  }
  [[gnu::always_inline]] tile<V> operator()(tile<V> a, tile<V> b) const {
    return f(a, b);
  }
  [[gnu::always_inline]] tile<V> all(tile<V> a) const {
    for (int n = 8; n; n /= 2)
      a = f(a, a.rotate_rows(n));
    for (int n = 8; n; n /= 2)
      a = f(a, a.rotate_columns(n));
    return a;
  }
};

//===-- Results -----------------------------------------------------------===//

namespace detail {

/// The element type of a sequence whose elements are no tuples.
template <class S> struct element_of {
  static_assert(!is_both<value_of<S>>,
                "map the tuples to elements before asking for a result");
  using type = typename value_of<S>::element;
};

/// The elements of each of U blocks combined with those before them in it, in
/// row-major order: within rows by doubling, then with the rows above. A step
/// is taken for all blocks, so that their operations overlap.
template <int U, class Op, array_element T>
[[gnu::always_inline]] inline void scan_blocks(const Op &op, tile<T> (&v)[U]) {
#define SECTILE_EACH                                                           \
  _Pragma("clang loop unroll(full)") for (int u = 0; u < U; ++u)
  const tile<int32_t> column = tile<int32_t>::column_index(),
                      row = tile<int32_t>::row_index();
  tile<T> rows[U];
#pragma clang loop unroll(full)
  for (int n = 1; n < 16; n *= 2)
    SECTILE_EACH
  v[u] = select(column >= n, op(v[u].rotate_columns(-n), v[u]), v[u]);
  SECTILE_EACH rows[u] = v[u].broadcast_column(15);
#pragma clang loop unroll(full)
  for (int n = 1; n < 16; n *= 2)
    SECTILE_EACH
  rows[u] = select(row >= n, op(rows[u].rotate_rows(-n), rows[u]), rows[u]);
  SECTILE_EACH
  v[u] = select(row >= 1, op(rows[u].rotate_rows(-1), v[u]), v[u]);
#undef SECTILE_EACH
}

} // namespace detail

/// With a filter the elements follow each other without gaps, and p is to
/// float or int32_t. There is room for s.size() elements in any case.
template <sequence S, class T>
[[gnu::always_inline]] inline int64_t collect(const S &s, T *p) {
  using wide = typename detail::element_of<S>::type;
  const int64_t n = s.size();
  int64_t i = 0;
  if constexpr (detail::is_whole<S>) {
    // Four blocks at a time, whose loads and operations overlap.
    for (; i + 1024 <= n; i += 1024) {
      tile<wide> v[4];
#pragma clang loop unroll(full)
      for (int u = 0; u < 4; ++u)
        v[u] = s.template at<true>(i + 256 * u).value;
#pragma clang loop unroll(full)
      for (int u = 0; u < 4; ++u)
        v[u].store_linear(p + i + 256 * u, 256);
    }
    for (; i < n; i += 256)
      s.template at<false>(i).value.store_linear(p + i, n - i);
    return n;
  } else {
    static_assert(detail::same<T, wide>,
                  "filtered elements are collected in their own type");
    // How many elements there are up to each: a product with a triangle of ones
    // for those of the row, and with the sums of the rows above.
    const tile<int32_t> column = tile<int32_t>::column_index(),
                        row = tile<int32_t>::row_index();
    const tile<float> one = tile<float>::splat(1), zero,
                      up_to = select(column <= row, one, zero),
                      above = select(column < row, one, zero);
    const auto places = [&](mask m) __attribute__((always_inline)) {
      const tile<float> in_row = mma(select(m, one, zero), up_to);
      return to_int(
          mma(in_row, above, in_row.broadcast_column(15).transposed()));
    };
    int64_t count = 0;
    for (; i + 1024 <= n; i += 1024) {
      tile<int32_t> place[4];
#pragma clang loop unroll(full)
      for (int u = 0; u < 4; ++u)
        place[u] = places(s.template at<true>(i + 256 * u).where);
      // Values again, so that masks and values need no registers meanwhile.
#pragma clang loop unroll(full)
      for (int u = 0; u < 4; ++u) {
        const auto b = s.template at<true>(i + 256 * u);
        b.value.scatter(p + count, place[u] - 1, b.where);
        count += place[u].get(15, 15);
      }
    }
    for (; i < n; i += 256) {
      const auto b = s.template at<false>(i);
      const mask m = detail::only(b.where, mask::linear(n - i));
      const tile<int32_t> place = places(m);
      b.value.scatter(p + count, place - 1, m);
      count += place.get(15, 15);
    }
    return count;
  }
}

/// Element i is combined in element i % 256 of one of four tiles, i / 256 % 4,
/// which begin with the identity; then tiles 0 and 2, 1 and 3, and both; then
/// rows 8, 4, 2, 1 apart; then columns.
template <class Op, sequence S>
[[gnu::always_inline]] inline auto reduce(const Op &op, const S &s) {
  using T = typename detail::element_of<S>::type;
  const tile<T> identity = tile<T>::splat(op.template identity<T>());
  tile<T> sum[4] = {identity, identity, identity, identity};
  const int64_t n = s.size();
  int64_t i = 0;
  for (; i + 1024 <= n; i += 1024) {
#pragma clang loop unroll(full)
    for (int u = 0; u < 4; ++u) {
      const auto b = s.template at<true>(i + 256 * u);
      sum[u] = op(sum[u], detail::where_not(b.where, b.value, identity));
    }
  }
#pragma clang loop unroll(full)
  for (int u = 0; u < 4; ++u)
    if (i + 256 * u < n) {
      const auto b = s.template at<false>(i + 256 * u);
      const mask m = detail::only(b.where, mask::linear(n - i - 256 * u));
      sum[u] = op(sum[u], select(m, b.value, identity));
    }
  return op.all(op(op(sum[0], sum[2]), op(sum[1], sum[3]))).get(0, 0);
}

template <sequence S> [[gnu::always_inline]] inline int64_t count(const S &s) {
  if constexpr (detail::is_whole<S>) {
    return s.size();
  } else {
    // Parts of less than 2^31 elements are counted in words.
    tile<int32_t> sum;
    detail::each(
        s, [&](int64_t, auto, mask m) { sum = sum - tile<int32_t>(m.raw()); });
    return plus().all(sum).get(0, 0);
  }
}

template <class Op, sequence S, class T>
[[gnu::always_inline]] inline void scan(const Op &op, const S &s, T *p) {
  static_assert(detail::is_whole<S>, "collect a filtered sequence first");
  using W = typename detail::element_of<S>::type;
  const int64_t n = s.size();
  tile<W> before = tile<W>::splat(op.template identity<W>());
  // With what is before the block, of which the last element is before the
  // next one.
  const auto finish = [&](int64_t at, int64_t left, tile<W> v)
                          __attribute__((always_inline)) {
                            v = op(before, v);
                            v.store_linear(p + at, left);
                            before = v.broadcast_row(15).broadcast_column(15);
                          };
  int64_t i = 0;
  for (; i + 1024 <= n; i += 1024) {
    tile<W> v[4];
#pragma clang loop unroll(full)
    for (int u = 0; u < 4; ++u)
      v[u] = s.template at<true>(i + 256 * u).value;
    detail::scan_blocks(op, v);
#pragma clang loop unroll(full)
    for (int u = 0; u < 4; ++u)
      finish(i + 256 * u, 256, v[u]);
  }
  for (; i < n; i += 256) {
    tile<W> v[1] = {s.template at<false>(i).value};
    detail::scan_blocks(op, v);
    finish(i, n - i, v[0]);
  }
}

/// Goes through the sequences once for each 8 groups. Keys and values are as
/// many as the shorter sequence has; a filtered sequence of tuples of key and
/// value may stand for both.
template <class Op, sequence S, array_element T>
[[gnu::always_inline]] inline void group_by(const Op &op, const S &pairs,
                                            int32_t groups, T *p) {
  const tile<T> identity = tile<T>::splat(op.template identity<T>());
  for (int32_t first = 0; first < groups; first += 8) {
    tile<T> sum[8];
#pragma clang loop unroll(full)
    for (int u = 0; u < 8; ++u)
      sum[u] = identity;
    detail::each(pairs, [&](int64_t, auto pair, auto where) {
#pragma clang loop unroll(full)
      for (int u = 0; u < 8; ++u)
        sum[u] = op(sum[u], select(detail::only(where, pair.first == first + u),
                                   pair.second, identity));
    });
#pragma clang loop unroll(full)
    for (int u = 0; u < 8; ++u)
      if (first + u < groups)
        p[first + u] = op.all(sum[u]).get(0, 0);
  }
}
template <class Op, sequence K, sequence V, array_element T>
[[gnu::always_inline]] inline void group_by(const Op &op, K keys, V values,
                                            int32_t groups, T *p) {
  group_by(op, zip(keys, values), groups, p);
}

} // namespace sectile

#endif

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- sectile.hpp - typed tiles in C++ -------------------------*- C++ -*-===//
//
// sectile::tile<T> is one tile register's worth of elements of type T:
//
//   tile<float>  tile<int32_t>             16 x 16 arrays, with operators
//   tile<f16>  tile<bf16>                  16 x 32, operands of mma
//   tile<int8_t>  tile<uint8_t>            16 x 64, operands of mma
//   tile<e4m3>  tile<e5m2>                 16 x 64, operands of mma
//   tile<i4x2>  tile<u4x2>                 16 x 64 pairs, operands of mma
//   tile<b1x8>                             16 x 64 bytes of bits, of mma_xor
//   and
//                                          mma_and
//
// It contains only the vector of <sectile.h> and every member is inlined, so an
// operation here is the instruction there. Operations that the element types do
// not have are compile errors. Lengths, strides and counts are in elements of
// the pointer's type. Like any class, a tile<T> is passed in memory to a
// function that is not inlined; pass raw() where that matters.
//
//   using namespace sectile;
//   tile<float> sum;                                          // zero
//   for (int k = 0; k < n; k += tile<bf16>::columns)
//     sum = mma(sum, tile<bf16>::load(a + k, lda, {m, n - k}),
//               tile<bf16>::load(bt + k, ldb, {m, n - k}));
//   max(sum + bias, 0.0f).store(c, ldc, {m, m});              // floats
//   max(sum + bias, 0.0f).store(h, ldh, {m, m});              // bf16: rounded
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_HPP
#define SECTILE_HPP

#if __cplusplus < 202002L
#error "sectile.hpp wants C++20"
#endif

#include <sectile.h>
#include <sectile_math.h>

namespace sectile {

using f16 = _Float16;
using bf16 = __bf16;
/// 8-bit floats, as their bits; tiles of float convert to and from them.
struct e4m3 {
  uint8_t bits;
};
struct e5m2 {
  uint8_t bits;
};
/// Two numbers of four bits, eight bits: the first in the lowest bits.
struct i4x2 {
  uint8_t bits;
};
struct u4x2 {
  uint8_t bits;
};
struct b1x8 {
  uint8_t bits;
};

template <class T> class tile;
class mask;

namespace detail {

template <class A, class B> inline constexpr bool same = __is_same(A, B);

/// The properties of an element type: its vector, and the array it widens to.
template <class T> struct element {
  static constexpr bool exists = false, packed = false;
};
template <class Vector, class Wide, bool Packed, int Scale, int Each = 1>
struct element_base {
  static constexpr bool exists = true, packed = Packed;
  static constexpr int each = Each;   ///< numbers that it holds
  static constexpr int scale = Scale; ///< log2 of the size
  using vector = Vector;
  using wide = Wide;
};
template <>
struct element<float> : element_base<tile_f32_t, float, false, 2> {};
template <>
struct element<int32_t> : element_base<tile_i32_t, int32_t, false, 2> {};
template <> struct element<f16> : element_base<tile_f16_t, float, true, 1> {};
template <> struct element<bf16> : element_base<tile_bf16_t, float, true, 1> {};
template <>
struct element<int8_t> : element_base<tile_i8_t, int32_t, true, 0> {};
template <>
struct element<uint8_t> : element_base<tile_u8_t, int32_t, true, 0> {};
template <> struct element<e4m3> : element_base<tile_e4m3_t, float, true, 0> {};
template <> struct element<e5m2> : element_base<tile_e5m2_t, float, true, 0> {};
template <>
struct element<i4x2> : element_base<tile_i4_t, int32_t, true, 0, 2> {};
template <>
struct element<u4x2> : element_base<tile_u4_t, int32_t, true, 0, 2> {};
template <>
struct element<b1x8> : element_base<tile_b1_t, int32_t, true, 0, 8> {};

} // namespace detail

template <class T>
concept array_element =
    detail::element<T>::exists && !detail::element<T>::packed;
template <class T>
concept packed_element =
    detail::element<T>::exists && detail::element<T>::packed;
template <class T>
concept tile_element = array_element<T> || packed_element<T>;
/// T is kept in memory, tile<W> in the register: there are loads that convert,
template <class T, class W>
concept widens_to =
    packed_element<T> && detail::same<typename detail::element<T>::wide, W> &&
    detail::element<T>::each <= 2;
/// and stores.
template <class T, class W>
concept narrow_for = widens_to<T, W> && detail::element<T>::each == 1;

/// The numbers of rows and columns that remain of a matrix, and that are
/// missing before it; values larger than the tile are clamped to the tile,
/// negative ones to zero. A tile at row y and column x of h x w elements has
/// the extent {h - y, w - x, -y, -x}, whatever the signs of y and x.
struct extent {
  // As many as a tile of any type has.
  int64_t rows = 64, columns = 64;
  int64_t first_row = 0, first_column = 0;
};
inline constexpr extent whole;

/// How many numbers of each row a multiply uses; values larger than the row
/// are clamped to the row, negative ones to zero.
struct depth {
  int64_t numbers;
};

/// True and false for each of 16 x 16 elements: what comparisons give.
class mask {
public:
  [[gnu::always_inline]] explicit mask(tile_i32_t raw) : raw_(raw) {}
  /// The first n elements in row-major order.
  [[gnu::always_inline]] static mask linear(int64_t n) {
    return mask(tile_mask_linear(n));
  }
  /// A rectangle; in the upper left corner if nothing is missing before it.
  [[gnu::always_inline]] static mask rectangle(extent e) {
    return mask(
        tile_mask_window(e.first_row, e.rows, e.first_column, e.columns));
  }
  /// 0 and -1 in words.
  [[gnu::always_inline]] tile_i32_t raw() const { return raw_; }

  [[gnu::always_inline]] friend mask operator&(mask a, mask b) {
    return mask(a.raw_ & b.raw_);
  }
  [[gnu::always_inline]] friend mask operator|(mask a, mask b) {
    return mask(a.raw_ | b.raw_);
  }
  [[gnu::always_inline]] friend mask operator^(mask a, mask b) {
    return mask(a.raw_ ^ b.raw_);
  }
  [[gnu::always_inline]] friend mask operator!(mask a) { return mask(~a.raw_); }

private:
  tile_i32_t raw_;
};

template <class T> class tile {
  static_assert(tile_element<T>, "tiles hold float, int32_t, sectile::f16, "
                                 "sectile::bf16, sectile::e4m3, sectile::e5m2, "
                                 "int8_t, uint8_t, sectile::i4x2, "
                                 "sectile::u4x2 or sectile::b1x8");
  using traits = detail::element<T>;

public:
  using element = T;
  using vector = typename traits::vector;
  static constexpr int rows = 16;
  static constexpr int columns = 64 >> traits::scale;
  static constexpr int parts = columns * traits::each / 16;

  /// All zero.
  [[gnu::always_inline]] constexpr tile() : raw_{} {}
  [[gnu::always_inline]] explicit constexpr tile(vector raw) : raw_(raw) {}
  [[gnu::always_inline]] constexpr vector raw() const { return raw_; }

  //===-- Memory: the elements' own type ----------------------------------===//

  /// 1024 contiguous bytes.
  [[gnu::always_inline]] static tile load(const T *p) {
    return from_bytes(tile_load_u8(p));
  }
  [[gnu::always_inline]] void store(T *p) const { tile_store_u8(p, bytes()); }

  /// Row i at p + i * stride.
  [[gnu::always_inline]] static tile load(const T *p, int64_t stride,
                                          extent e = whole) {
    return from_bytes(__builtin_sectile_tldr_raw(
        p, stride << traits::scale,
        __TILE_WINDOW(e.first_row, e.rows, e.first_column, e.columns,
                      traits::scale)));
  }
  [[gnu::always_inline]] void store(T *p, int64_t stride,
                                    extent e = whole) const {
    __builtin_sectile_tstr_raw(bytes(), p, stride << traits::scale,
                               __TILE_WINDOW(e.first_row, e.rows,
                                             e.first_column, e.columns,
                                             traits::scale));
  }

  /// The first `count` elements in row-major order, contiguous in memory.
  [[gnu::always_inline]] static tile load_linear(const T *p, int64_t count) {
    return from_bytes(__builtin_sectile_tldl_raw(p, bytes_of(count)));
  }
  [[gnu::always_inline]] void store_linear(T *p, int64_t count) const {
    __builtin_sectile_tstl_raw(bytes(), p, bytes_of(count));
  }

  /// Row k of memory, at p + k * stride, becomes column k: `columns` rows of 16
  /// elements. The extent counts rows and columns of memory.
  [[gnu::always_inline]] static tile load_transposed(const T *p, int64_t stride,
                                                     extent e = whole) {
    int64_t step = stride << traits::scale;
    if constexpr (traits::scale == 2)
      return tile((vector)tile_load_window_transposed_i32(
          p, step, e.first_row, e.rows, e.first_column, e.columns));
    else if constexpr (traits::scale == 1)
      return tile((vector)tile_load_window_transposed_bf16(
          p, step, e.first_row, e.rows, e.first_column, e.columns));
    else
      return tile((vector)tile_load_window_transposed_u8(
          p, step, e.first_row, e.rows, e.first_column, e.columns));
  }

  //===-- Memory: under a mask, at indices --------------------------------===//

  /// Element n in row-major order is p[n] where the mask is true, else zero.
  [[gnu::always_inline]] static tile load(const T *p, mask m)
    requires array_element<T>
  {
    return tile((vector)__builtin_sectile_tldm_w32(p, m.raw()));
  }
  [[gnu::always_inline]] void store(T *p, mask m) const
    requires array_element<T>
  {
    __builtin_sectile_tstm_w32((tile_i32_t)raw_, p, m.raw());
  }
  /// Each element is p[index] where the mask is true, else zero.
  [[gnu::always_inline]] static tile gather(const T *p, tile<int32_t> index,
                                            mask m)
    requires array_element<T>
  {
    return tile((vector)__builtin_sectile_tldx_w32(p, index.raw(), m.raw(), 2));
  }
  /// Of several elements with one index the last stays.
  [[gnu::always_inline]] void scatter(T *p, tile<int32_t> index, mask m) const
    requires array_element<T>
  {
    __builtin_sectile_tstx_w32((tile_i32_t)raw_, p, index.raw(), m.raw(), 2);
  }
  /// Row i at p + index[i][0].
  [[gnu::always_inline]] static tile
  gather_rows(const T *p, tile<int32_t> index, extent e = whole) {
    return from_bytes(__builtin_sectile_tldg_raw(
        p, index.raw() << traits::scale,
        __TILE_WINDOW(e.first_row, e.rows, e.first_column, e.columns,
                      traits::scale)));
  }
  [[gnu::always_inline]] void scatter_rows(T *p, tile<int32_t> index,
                                           extent e = whole) const {
    __builtin_sectile_tstg_raw(bytes(), p, index.raw() << traits::scale,
                               __TILE_WINDOW(e.first_row, e.rows,
                                             e.first_column, e.columns,
                                             traits::scale));
  }

  //===-- Memory: a narrower type, widened and narrowed on the way --------===//

  // Of pairs of numbers the pointer and the stride count pairs; extents and
  // counts count numbers.

  template <widens_to<T> N>
  [[gnu::always_inline]] static tile load(const N *p, int64_t stride,
                                          extent e = whole)
    requires array_element<T>
  {
    int64_t step = stride << detail::element<N>::scale;
    if constexpr (detail::same<N, f16>)
      return tile(tile_load_window_widen_f16(p, step, e.first_row, e.rows,
                                             e.first_column, e.columns));
    else if constexpr (detail::same<N, bf16>)
      return tile(tile_load_window_widen_bf16(p, step, e.first_row, e.rows,
                                              e.first_column, e.columns));
    else if constexpr (detail::same<N, e4m3>)
      return tile(tile_load_window_widen_e4m3(p, step, e.first_row, e.rows,
                                              e.first_column, e.columns));
    else if constexpr (detail::same<N, e5m2>)
      return tile(tile_load_window_widen_e5m2(p, step, e.first_row, e.rows,
                                              e.first_column, e.columns));
    else if constexpr (detail::same<N, int8_t>)
      return tile(tile_load_window_widen_i8(p, step, e.first_row, e.rows,
                                            e.first_column, e.columns));
    else if constexpr (detail::same<N, i4x2>)
      return tile(tile_load_window_widen_i4(p, step, e.first_row, e.rows,
                                            e.first_column, e.columns));
    else if constexpr (detail::same<N, u4x2>)
      return tile(tile_load_window_widen_u4(p, step, e.first_row, e.rows,
                                            e.first_column, e.columns));
    else
      return tile(tile_load_window_widen_u8(p, step, e.first_row, e.rows,
                                            e.first_column, e.columns));
  }
  template <narrow_for<T> N>
  [[gnu::always_inline]] void store(N *p, int64_t stride,
                                    extent e = whole) const
    requires array_element<T>
  {
    int64_t step = stride << detail::element<N>::scale;
    if constexpr (detail::same<N, f16>)
      tile_store_window_narrow_f16(p, step, e.first_row, e.rows, e.first_column,
                                   e.columns, raw_);
    else if constexpr (detail::same<N, bf16>)
      tile_store_window_narrow_bf16(p, step, e.first_row, e.rows,
                                    e.first_column, e.columns, raw_);
    else if constexpr (detail::same<N, e4m3>)
      tile_store_window_narrow_e4m3(p, step, e.first_row, e.rows,
                                    e.first_column, e.columns, raw_);
    else if constexpr (detail::same<N, e5m2>)
      tile_store_window_narrow_e5m2(p, step, e.first_row, e.rows,
                                    e.first_column, e.columns, raw_);
    else if constexpr (detail::same<N, int8_t>)
      tile_store_window_narrow_i8(p, step, e.first_row, e.rows, e.first_column,
                                  e.columns, raw_);
    else
      tile_store_window_narrow_u8(p, step, e.first_row, e.rows, e.first_column,
                                  e.columns, raw_);
  }
  template <widens_to<T> N>
  [[gnu::always_inline]] static tile load_linear(const N *p, int64_t count)
    requires array_element<T>
  {
    if constexpr (detail::same<N, f16>)
      return tile(tile_load_linear_widen_f16(p, count));
    else if constexpr (detail::same<N, bf16>)
      return tile(tile_load_linear_widen_bf16(p, count));
    else if constexpr (detail::same<N, e4m3>)
      return tile(tile_load_linear_widen_e4m3(p, count));
    else if constexpr (detail::same<N, e5m2>)
      return tile(tile_load_linear_widen_e5m2(p, count));
    else if constexpr (detail::same<N, int8_t>)
      return tile(tile_load_linear_widen_i8(p, count));
    else if constexpr (detail::same<N, i4x2>)
      return tile(tile_load_linear_widen_i4(p, count));
    else if constexpr (detail::same<N, u4x2>)
      return tile(tile_load_linear_widen_u4(p, count));
    else
      return tile(tile_load_linear_widen_u8(p, count));
  }
  template <narrow_for<T> N>
  [[gnu::always_inline]] void store_linear(N *p, int64_t count) const
    requires array_element<T>
  {
    if constexpr (detail::same<N, f16>)
      tile_store_linear_narrow_f16(p, count, raw_);
    else if constexpr (detail::same<N, bf16>)
      tile_store_linear_narrow_bf16(p, count, raw_);
    else if constexpr (detail::same<N, e4m3>)
      tile_store_linear_narrow_e4m3(p, count, raw_);
    else if constexpr (detail::same<N, e5m2>)
      tile_store_linear_narrow_e5m2(p, count, raw_);
    else if constexpr (detail::same<N, int8_t>)
      tile_store_linear_narrow_i8(p, count, raw_);
    else
      tile_store_linear_narrow_u8(p, count, raw_);
  }

  //===-- Packed tiles: parts of 16 columns -------------------------------===//

  /// Part 0 from an array, rounded or saturated; the rest zero.
  [[gnu::always_inline]] static tile pack(tile<typename traits::wide> a)
    requires packed_element<T>
  {
    if constexpr (detail::same<T, f16>)
      return tile(tile_packz_f16(a.raw()));
    else if constexpr (detail::same<T, bf16>)
      return tile(tile_packz_bf16(a.raw()));
    else if constexpr (detail::same<T, i4x2>)
      return tile(tile_packz_i4(a.raw()));
    else if constexpr (detail::same<T, u4x2>)
      return tile(tile_packz_u4(a.raw()));
    else if constexpr (detail::same<T, b1x8>)
      return tile(tile_packz_b1(a.raw()));
    else if constexpr (detail::same<T, e4m3>)
      return tile(tile_packz_e4m3(a.raw()));
    else if constexpr (detail::same<T, e5m2>)
      return tile(tile_packz_e5m2(a.raw()));
    else if constexpr (detail::same<T, int8_t>)
      return tile(tile_packz_i8(a.raw()));
    else
      return tile(tile_packz_u8(a.raw()));
  }
  /// The same with part P replaced.
  template <int P>
  [[gnu::always_inline]] tile with_part(tile<typename traits::wide> a) const
    requires(packed_element<T> && P >= 0 && P < parts)
  {
    if constexpr (detail::same<T, f16>)
      return tile(tile_pack_f16(raw_, a.raw(), P));
    else if constexpr (detail::same<T, bf16>)
      return tile(tile_pack_bf16(raw_, a.raw(), P));
    else if constexpr (detail::same<T, i4x2>)
      return tile(tile_pack_i4(raw_, a.raw(), P));
    else if constexpr (detail::same<T, u4x2>)
      return tile(tile_pack_u4(raw_, a.raw(), P));
    else if constexpr (detail::same<T, b1x8>)
      return tile(tile_pack_b1(raw_, a.raw(), P));
    else if constexpr (detail::same<T, e4m3>)
      return tile(tile_pack_e4m3(raw_, a.raw(), P));
    else if constexpr (detail::same<T, e5m2>)
      return tile(tile_pack_e5m2(raw_, a.raw(), P));
    else if constexpr (detail::same<T, int8_t>)
      return tile(tile_pack_i8(raw_, a.raw(), P));
    else
      return tile(tile_pack_u8(raw_, a.raw(), P));
  }
  /// Part P as an array.
  template <int P>
  [[gnu::always_inline]] tile<typename traits::wide> part() const
    requires(packed_element<T> && P >= 0 && P < parts)
  {
    using wide = tile<typename traits::wide>;
    if constexpr (detail::same<T, f16>)
      return wide(tile_unpack_f16(raw_, P));
    else if constexpr (detail::same<T, bf16>)
      return wide(tile_unpack_bf16(raw_, P));
    else if constexpr (detail::same<T, i4x2>)
      return wide(tile_unpack_i4(raw_, P));
    else if constexpr (detail::same<T, u4x2>)
      return wide(tile_unpack_u4(raw_, P));
    else if constexpr (detail::same<T, b1x8>)
      return wide(tile_unpack_b1(raw_, P));
    else if constexpr (detail::same<T, e4m3>)
      return wide(tile_unpack_e4m3(raw_, P));
    else if constexpr (detail::same<T, e5m2>)
      return wide(tile_unpack_e5m2(raw_, P));
    else if constexpr (detail::same<T, int8_t>)
      return wide(tile_unpack_i8(raw_, P));
    else
      return wide(tile_unpack_u8(raw_, P));
  }

  //===-- Array tiles -----------------------------------------------------===//

  /// A scalar in every element.
  [[gnu::always_inline]] static tile splat(T a)
    requires array_element<T>
  {
    if constexpr (detail::same<T, float>)
      return tile(tile_splat_f32(a));
    else
      return tile(tile_splat_i32(a));
  }
  /// Row number, column number and 16 * row + column of each element.
  [[gnu::always_inline]] static tile row_index()
    requires detail::same<T, int32_t>
  {
    return tile(tile_index_row());
  }
  [[gnu::always_inline]] static tile column_index()
    requires detail::same<T, int32_t>
  {
    return tile(tile_index_column());
  }
  [[gnu::always_inline]] static tile linear_index()
    requires detail::same<T, int32_t>
  {
    return tile(tile_index_linear());
  }

  /// The element in row i, column j; both below 16.
  [[gnu::always_inline]] T get(int i, int j) const
    requires array_element<T>
  {
    if constexpr (detail::same<T, float>)
      return tile_get_f32(raw_, i * 16 + j);
    else
      return tile_get_i32(raw_, i * 16 + j);
  }
  [[gnu::always_inline]] void set(int i, int j, T value)
    requires array_element<T>
  {
    if constexpr (detail::same<T, float>)
      raw_ = tile_put_f32(raw_, i * 16 + j, value);
    else
      raw_ = tile_put_i32(raw_, i * 16 + j, value);
  }

  [[gnu::always_inline]] tile transposed() const
    requires array_element<T>
  {
    return from_words(tile_transpose_i32(words()));
  }
  /// Row i in every row; column j in every column.
  [[gnu::always_inline]] tile broadcast_row(int i) const
    requires array_element<T>
  {
    return from_words(tile_broadcast_row_i32(words(), i));
  }
  [[gnu::always_inline]] tile broadcast_column(int j) const
    requires array_element<T>
  {
    return from_words(tile_broadcast_column_i32(words(), j));
  }

  /// Row (i + n) & 15 in row i; column (j + n) & 15 in column j.
  [[gnu::always_inline]] tile rotate_rows(int n) const
    requires array_element<T>
  {
    return from_words(tile_rotate_rows_i32(words(), n));
  }
  [[gnu::always_inline]] tile rotate_columns(int n) const
    requires array_element<T>
  {
    return from_words(tile_rotate_columns_i32(words(), n));
  }
  /// Element [i][index[i][j] & 15] in [i][j]: each row is a table.
  [[gnu::always_inline]] tile permute(tile<int32_t> index) const
    requires array_element<T>
  {
    return from_words(tile_permute_i32(words(), index.raw()));
  }
  /// Row index[i][0] & 15 in row i.
  [[gnu::always_inline]] tile permute_rows(tile<int32_t> index) const
    requires array_element<T>
  {
    return from_words(tile_permute_rows_i32(words(), index.raw()));
  }

  /// Each row combined over its columns, the result in the whole row.
  [[gnu::always_inline]] tile row_sum() const
    requires array_element<T>
  {
    if constexpr (detail::same<T, float>)
      return tile(tile_redrow_add_f32(raw_));
    else
      return tile(tile_redrow_add_i32(raw_));
  }
  [[gnu::always_inline]] tile row_min() const
    requires array_element<T>
  {
    if constexpr (detail::same<T, float>)
      return tile(tile_redrow_min_f32(raw_));
    else
      return tile(tile_redrow_min_i32(raw_));
  }
  [[gnu::always_inline]] tile row_max() const
    requires array_element<T>
  {
    if constexpr (detail::same<T, float>)
      return tile(tile_redrow_max_f32(raw_));
    else
      return tile(tile_redrow_max_i32(raw_));
  }
  /// Each column combined over its rows, the result in the whole column.
  [[gnu::always_inline]] tile column_sum() const
    requires array_element<T>
  {
    if constexpr (detail::same<T, float>)
      return tile(tile_redcol_add_f32(raw_));
    else
      return tile(tile_redcol_add_i32(raw_));
  }
  [[gnu::always_inline]] tile column_min() const
    requires array_element<T>
  {
    if constexpr (detail::same<T, float>)
      return tile(tile_redcol_min_f32(raw_));
    else
      return tile(tile_redcol_min_i32(raw_));
  }
  [[gnu::always_inline]] tile column_max() const
    requires array_element<T>
  {
    if constexpr (detail::same<T, float>)
      return tile(tile_redcol_max_f32(raw_));
    else
      return tile(tile_redcol_max_i32(raw_));
  }

  /// The same bits as the other array type.
  template <array_element U>
  [[gnu::always_inline]] tile<U> bits_as() const
    requires array_element<T>
  {
    return tile<U>((typename tile<U>::vector)raw_);
  }

#define SECTILE_OPERATOR(OP, CONSTRAINT)                                       \
  [[gnu::always_inline]] friend tile operator OP(tile a, tile b)               \
    requires CONSTRAINT                                                        \
  {                                                                            \
    return tile(a.raw_ OP b.raw_);                                             \
  }                                                                            \
  [[gnu::always_inline]] friend tile operator OP(tile a, T b)                  \
    requires CONSTRAINT                                                        \
  {                                                                            \
    return tile(a.raw_ OP b);                                                  \
  }                                                                            \
  [[gnu::always_inline]] friend tile operator OP(T a, tile b)                  \
    requires CONSTRAINT                                                        \
  {                                                                            \
    return tile(a OP b.raw_);                                                  \
  }                                                                            \
  [[gnu::always_inline]] tile &operator OP## = (tile b)                        \
    requires CONSTRAINT                                                        \
  {                                                                            \
    return *this = *this OP b;                                                 \
  }                                                                            \
  [[gnu::always_inline]] tile &operator OP## = (T b)                           \
    requires CONSTRAINT                                                        \
  {                                                                            \
    return *this = *this OP b;                                                 \
  }
  SECTILE_OPERATOR(+, array_element<T>)
  SECTILE_OPERATOR(-, array_element<T>)
  SECTILE_OPERATOR(*, array_element<T>)
  SECTILE_OPERATOR(/, (detail::same<T, float>))
  SECTILE_OPERATOR(&, (detail::same<T, int32_t>))
  SECTILE_OPERATOR(|, (detail::same<T, int32_t>))
  SECTILE_OPERATOR(^, (detail::same<T, int32_t>))
  SECTILE_OPERATOR(<<, (detail::same<T, int32_t>))
  SECTILE_OPERATOR(>>, (detail::same<T, int32_t>))
#undef SECTILE_OPERATOR

  [[gnu::always_inline]] friend tile operator-(tile a)
    requires array_element<T>
  {
    return tile(-a.raw_);
  }
  [[gnu::always_inline]] friend tile operator~(tile a)
    requires detail::same<T, int32_t>
  {
    return tile(~a.raw_);
  }

#define SECTILE_COMPARISON(OP)                                                 \
  [[gnu::always_inline]] friend mask operator OP(tile a, tile b)               \
    requires array_element<T>                                                  \
  {                                                                            \
    return mask(a.raw_ OP b.raw_);                                             \
  }                                                                            \
  [[gnu::always_inline]] friend mask operator OP(tile a, T b)                  \
    requires array_element<T>                                                  \
  {                                                                            \
    return mask(a.raw_ OP b);                                                  \
  }                                                                            \
  [[gnu::always_inline]] friend mask operator OP(T a, tile b)                  \
    requires array_element<T>                                                  \
  {                                                                            \
    return mask(a OP b.raw_);                                                  \
  }
  SECTILE_COMPARISON(==)
  SECTILE_COMPARISON(!=)
  SECTILE_COMPARISON(<)
  SECTILE_COMPARISON(<=)
  SECTILE_COMPARISON(>)
  SECTILE_COMPARISON(>=)
#undef SECTILE_COMPARISON

private:
  /// A number of elements, clamped to the tile, in bytes.
  [[gnu::always_inline]] static int64_t bytes_of(int64_t count) {
    return __tile_clamp(count, rows * columns) << traits::scale;
  }
  [[gnu::always_inline]] static tile from_bytes(tile_u8_t a) {
    return tile((vector)a);
  }
  [[gnu::always_inline]] tile_u8_t bytes() const { return (tile_u8_t)raw_; }
  [[gnu::always_inline]] static tile from_words(tile_i32_t a) {
    return tile((vector)a);
  }
  [[gnu::always_inline]] tile_i32_t words() const { return (tile_i32_t)raw_; }

  vector raw_;
};

//===-- Functions of array tiles ------------------------------------------===//

template <array_element T>
[[gnu::always_inline]] inline tile<T> select(mask m, tile<T> a, tile<T> b) {
  if constexpr (detail::same<T, float>)
    return tile<T>(tile_select_f32(m.raw(), a.raw(), b.raw()));
  else
    return tile<T>(tile_select_i32(m.raw(), a.raw(), b.raw()));
}

/// minimumNumber and maximumNumber of floats, signed minimum and maximum of
/// integers; the second operand may be a scalar.
[[gnu::always_inline]] inline tile<float> min(tile<float> a, tile<float> b) {
  return tile<float>(tile_min_f32(a.raw(), b.raw()));
}
[[gnu::always_inline]] inline tile<float> max(tile<float> a, tile<float> b) {
  return tile<float>(tile_max_f32(a.raw(), b.raw()));
}
[[gnu::always_inline]] inline tile<float> min(tile<float> a, float b) {
  return tile<float>(tile_min_f32_s(a.raw(), b));
}
[[gnu::always_inline]] inline tile<float> max(tile<float> a, float b) {
  return tile<float>(tile_max_f32_s(a.raw(), b));
}
[[gnu::always_inline]] inline tile<int32_t> min(tile<int32_t> a,
                                                tile<int32_t> b) {
  return tile<int32_t>(tile_min_i32(a.raw(), b.raw()));
}
[[gnu::always_inline]] inline tile<int32_t> max(tile<int32_t> a,
                                                tile<int32_t> b) {
  return tile<int32_t>(tile_max_i32(a.raw(), b.raw()));
}
[[gnu::always_inline]] inline tile<int32_t> min(tile<int32_t> a, int32_t b) {
  return tile<int32_t>(tile_min_i32_s(a.raw(), b));
}
[[gnu::always_inline]] inline tile<int32_t> max(tile<int32_t> a, int32_t b) {
  return tile<int32_t>(tile_max_i32_s(a.raw(), b));
}

[[gnu::always_inline]] inline tile<float> sqrt(tile<float> a) {
  return tile<float>(tile_sqrt_f32(a.raw()));
}
/// Estimates of 1 / a and 1 / sqrt(a), of about 8 and 9 bits.
[[gnu::always_inline]] inline tile<float> reciprocal_estimate(tile<float> a) {
  return tile<float>(tile_reciprocal_estimate_f32(a.raw()));
}
[[gnu::always_inline]] inline tile<float> rsqrt_estimate(tile<float> a) {
  return tile<float>(tile_rsqrt_estimate_f32(a.raw()));
}
[[gnu::always_inline]] inline tile<float> abs(tile<float> a) {
  return tile<float>(tile_abs_f32(a.raw()));
}
/// To integral values: nearest (ties to even), down, up, towards zero.
[[gnu::always_inline]] inline tile<float> nearest(tile<float> a) {
  return tile<float>(tile_near_f32(a.raw()));
}
[[gnu::always_inline]] inline tile<float> floor(tile<float> a) {
  return tile<float>(tile_floor_f32(a.raw()));
}
[[gnu::always_inline]] inline tile<float> ceil(tile<float> a) {
  return tile<float>(tile_ceil_f32(a.raw()));
}
[[gnu::always_inline]] inline tile<float> trunc(tile<float> a) {
  return tile<float>(tile_trunc_f32(a.raw()));
}
/// a * 2^b.
[[gnu::always_inline]] inline tile<float> scale(tile<float> a,
                                                tile<int32_t> b) {
  return tile<float>(tile_scale_f32(a.raw(), b.raw()));
}
[[gnu::always_inline]] inline tile<float> scale(tile<float> a, int32_t b) {
  return tile<float>(tile_scale_f32_s(a.raw(), b));
}

/// a * b + c with one rounding.
[[gnu::always_inline]] inline tile<float> fma(tile<float> a, tile<float> b,
                                              tile<float> c) {
  return tile<float>(tile_fmadd_f32(a.raw(), b.raw(), c.raw()));
}
[[gnu::always_inline]] inline tile<float> fma(tile<float> a, float b,
                                              tile<float> c) {
  return tile<float>(tile_fmadd_f32_sb(a.raw(), b, c.raw()));
}
[[gnu::always_inline]] inline tile<float> fma(tile<float> a, tile<float> b,
                                              float c) {
  return tile<float>(tile_fmadd_f32_sc(a.raw(), b.raw(), c));
}
/// a * b + c, the product and the sum modulo 2^32.
[[gnu::always_inline]] inline tile<int32_t>
madd(tile<int32_t> a, tile<int32_t> b, tile<int32_t> c) {
  return tile<int32_t>(tile_madd_i32(a.raw(), b.raw(), c.raw()));
}
[[gnu::always_inline]] inline tile<int32_t> madd(tile<int32_t> a, int32_t b,
                                                 tile<int32_t> c) {
  return tile<int32_t>(tile_madd_i32_sb(a.raw(), b, c.raw()));
}
[[gnu::always_inline]] inline tile<int32_t> madd(tile<int32_t> a,
                                                 tile<int32_t> b, int32_t c) {
  return tile<int32_t>(tile_madd_i32_sc(a.raw(), b.raw(), c));
}
/// -a * b + c with one rounding.
[[gnu::always_inline]] inline tile<float> fnma(tile<float> a, tile<float> b,
                                               tile<float> c) {
  return tile<float>(tile_fnmadd_f32(a.raw(), b.raw(), c.raw()));
}
[[gnu::always_inline]] inline tile<float> fnma(tile<float> a, float b,
                                               tile<float> c) {
  return tile<float>(tile_fnmadd_f32_sb(a.raw(), b, c.raw()));
}

/// The functions of <sectile_math.h>, whose errors it states.
#define SECTILE_FUNCTION(NAME)                                                 \
  [[gnu::always_inline]] inline tile<float> NAME(tile<float> a) {              \
    return tile<float>(tile_##NAME##_f32(a.raw()));                            \
  }
SECTILE_FUNCTION(exp)
SECTILE_FUNCTION(exp2)
SECTILE_FUNCTION(log)
SECTILE_FUNCTION(tanh)
SECTILE_FUNCTION(sigmoid)
SECTILE_FUNCTION(erf)
SECTILE_FUNCTION(gelu)
SECTILE_FUNCTION(silu)
SECTILE_FUNCTION(softplus)
SECTILE_FUNCTION(sin)
SECTILE_FUNCTION(cos)
SECTILE_FUNCTION(reciprocal)
SECTILE_FUNCTION(rsqrt)
#undef SECTILE_FUNCTION
[[gnu::always_inline]] inline tile<float> pow(tile<float> a, tile<float> b) {
  return tile<float>(tile_pow_f32(a.raw(), b.raw()));
}

/// To nearest even; truncated and saturated.
[[gnu::always_inline]] inline tile<float> to_float(tile<int32_t> a) {
  return tile<float>(tile_cvt_f32_i32(a.raw()));
}
[[gnu::always_inline]] inline tile<int32_t> to_int(tile<float> a) {
  return tile<int32_t>(tile_cvt_i32_f32(a.raw()));
}

//===-- Matrix multiply ---------------------------------------------------===//

#define SECTILE_MULTIPLY(NAME, SUM, A, B)                                      \
  SECTILE_MULTIPLY_AS(mma, NAME, SUM, A, B)
#define SECTILE_MULTIPLY_AS(MMA, NAME, SUM, A, B)                              \
  [[gnu::always_inline]] inline tile<SUM> MMA(tile<SUM> sum, tile<A> a,        \
                                              tile<B> b) {                     \
    return tile<SUM>(tile_mma_##NAME(sum.raw(), a.raw(), b.raw()));            \
  }                                                                            \
  [[gnu::always_inline]] inline tile<SUM> MMA(tile<A> a, tile<B> b) {          \
    return tile<SUM>(tile_mmaz_##NAME(a.raw(), b.raw()));                      \
  }                                                                            \
  [[gnu::always_inline]] inline tile<SUM> MMA(tile<SUM> sum, tile<A> a,        \
                                              tile<B> b, depth k) {            \
    return tile<SUM>(                                                          \
        tile_mma_depth_##NAME(sum.raw(), a.raw(), b.raw(), k.numbers));        \
  }                                                                            \
  [[gnu::always_inline]] inline tile<SUM> MMA(tile<A> a, tile<B> b, depth k) { \
    return tile<SUM>(tile_mmaz_depth_##NAME(a.raw(), b.raw(), k.numbers));     \
  }
/// sum[i][j] + sum over k of a[i][k] * b[j][k]; without `sum` from +0. A depth
/// limits the number of k. Other pairs of element types have no multiply.
SECTILE_MULTIPLY(f32, float, float, float)
SECTILE_MULTIPLY(f16, float, f16, f16)
SECTILE_MULTIPLY(bf16, float, bf16, bf16)
SECTILE_MULTIPLY(e4m3, float, e4m3, e4m3)
SECTILE_MULTIPLY(e5m2, float, e5m2, e5m2)
SECTILE_MULTIPLY(e4m3e5m2, float, e4m3, e5m2)
SECTILE_MULTIPLY(e5m2e4m3, float, e5m2, e4m3)
SECTILE_MULTIPLY(i8, int32_t, int8_t, int8_t)
SECTILE_MULTIPLY(u8, int32_t, uint8_t, uint8_t)
SECTILE_MULTIPLY(i8u8, int32_t, int8_t, uint8_t)
SECTILE_MULTIPLY(u8i8, int32_t, uint8_t, int8_t)
SECTILE_MULTIPLY(i4, int32_t, i4x2, i4x2)
SECTILE_MULTIPLY(u4, int32_t, u4x2, u4x2)
SECTILE_MULTIPLY(i4u4, int32_t, i4x2, u4x2)
SECTILE_MULTIPLY(u4i4, int32_t, u4x2, i4x2)
/// The same of bits: how many differ, how many are set in both.
SECTILE_MULTIPLY_AS(mma_xor, b1xor, int32_t, b1x8, b1x8)
SECTILE_MULTIPLY_AS(mma_and, b1and, int32_t, b1x8, b1x8)
#undef SECTILE_MULTIPLY
#undef SECTILE_MULTIPLY_AS

} // namespace sectile

#include <sectile_patterns.hpp>

#endif

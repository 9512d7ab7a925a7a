// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*===- sectile.h - tiles in C ------------------------------------------------===
 *
 * A tile is a value of 1024 bytes: 16 rows of 64. It lives in a tile register
 * like an int in a scalar one; the compiler allocates, copies and spills it.
 *
 *   array tiles   16 x 16 words          tile_f32_t  tile_i32_t
 *   packed tiles  16 x 32 halfwords      tile_f16_t  tile_bf16_t
 *                 16 x 64 bytes          tile_i8_t   tile_u8_t
 *                                        tile_e4m3_t tile_e5m2_t
 *                 16 x 128 halves of bytes  tile_i4_t tile_u4_t
 *                 16 x 512 bits          tile_b1_t
 *
 * Array tiles have C's operators, each one instruction on all 256 elements:
 *   + - * /   and unary -        f32 and i32 (/ on i32 is slow)
 *   & | ^ ~ << >>                i32
 *   == != < <= > >=              the result is a mask, tile_i32_t of 0 and -1
 * One operand may be a scalar: a * 2.0f. A cast between tile types keeps the
 * bits: (tile_i32_t)x. a[i] is element i % 16 of row i / 16.
 *
 * Packed tiles are operands of the matrix multiply. They have no operators;
 * pack and unpack convert between them and array tiles.
 *
 * Each function below is one instruction, beside what computes its shape or
 * count. Its exact meaning is in the manual that the build generates
 * (build/isa/isa-manual.md) under the name given: tile_mma_f16 is TMMA_F16.
 * Functions with a part number want a constant. Results are defined to the bit.
 *
 *===-----------------------------------------------------------------------===*/

#ifndef SECTILE_H
#define SECTILE_H

#ifndef __sectile__
#error "sectile.h is for programs compiled for Sectile"
#endif

#include <stdint.h>

/* 16 x 16 */
typedef float tile_f32_t __attribute__((__vector_size__(1024)));
typedef int32_t tile_i32_t __attribute__((__vector_size__(1024)));
/* 16 x 32; bf16 as the bits of its elements */
typedef _Float16 tile_f16_t __attribute__((__vector_size__(1024)));
typedef uint16_t tile_bf16_t __attribute__((__vector_size__(1024)));
/* 16 x 64 */
typedef int8_t tile_i8_t __attribute__((__vector_size__(1024)));
typedef uint8_t tile_u8_t __attribute__((__vector_size__(1024)));
/* 8-bit floats of OCP as the bits of their elements; to the compiler the same
 * type as tile_u8_t */
typedef uint8_t tile_e4m3_t __attribute__((__vector_size__(1024)));
typedef uint8_t tile_e5m2_t __attribute__((__vector_size__(1024)));
/* 16 x 128 and 16 x 512, the lowest bits of a byte first; to the compiler the
 * same types as tile_i8_t and tile_u8_t */
typedef int8_t tile_i4_t __attribute__((__vector_size__(1024)));
typedef uint8_t tile_u4_t __attribute__((__vector_size__(1024)));
typedef uint8_t tile_b1_t __attribute__((__vector_size__(1024)));

#define __TILE_INLINE                                                          \
  static __inline__ __attribute__((__always_inline__, __nodebug__, __unused__))

/*===-- Memory ----------------------------------------------------------------===
 *
 * Any alignment is legal. Strides are in bytes, signed; stride 0 repeats a row.
 * An access that would touch a byte outside memory traps without effect.
 *
 * rows, columns and count say how much of a matrix or an array is left: they
 * are numbers of elements of type T in memory, signed. Values larger than the
 * tile are clamped to the tile, negative ones to zero. What a load does not
 * touch becomes zero; a store leaves it as it is. An access whose constants
 * cover the whole tile needs no register for its shape. Of i4, u4 and b1
 * columns and counts are bytes: 64 a row.
 *
 *   tile_load_T(p), tile_store_T(p, v)
 *       The whole tile, contiguous.                                   TLD, TST
 *   tile_load_rect_T(p, stride, rows, columns)
 *   tile_store_rect_T(p, stride, rows, columns, v)
 *       Row i at p + i * stride.                            TLDR_RAW, TSTR_RAW
 *   tile_load_window_T(p, stride, row_begin, row_end, column_begin, column_end)
 *   tile_store_window_T(p, stride, row_begin, row_end, column_begin,
 * column_end, v) The same, but only rows row_begin up to row_end and columns
 *       column_begin up to column_end, which may be before the first and after
 *       the last that there is: what is not in the matrix is not touched.
 *       Addresses do not move: element [0][0] would still be at p. A tile that
 *       begins at row y and column x of a matrix of h x w elements is
 *       tile_load_window_f32(&m[y][x], 4 * w, -y, h - y, -x, w - x), with y and
 *       x of any sign.
 *   tile_load_linear_T(p, count), tile_store_linear_T(p, count, v)
 *       The first count elements in row-major order, contiguous.
 *                                                           TLDL_RAW, TSTL_RAW
 *   tile_zero_T()
 *       All bits zero.                                                   TZERO
 */

/* rows in bits 7..0, columns << log2 in bits 15..8, clamped. TSHAPE */
#define __TILE_SHAPE(rows, columns, log2)                                      \
  __builtin_sectile_tshape((rows), (columns), (log2))

/* The same, with the rows and columns that are missing before in bits 23..16
 * and 31..24. TSHAPEB */
#define __TILE_WINDOW(row_begin, row_end, column_begin, column_end, log2)      \
  __builtin_sectile_tshapeb(__TILE_SHAPE(row_end, column_end, log2),           \
                            (row_begin), (column_begin), (log2))

/* count clamped to 0..limit, so that its size in bytes cannot overflow. */
__TILE_INLINE int64_t __tile_clamp(int64_t count, int64_t limit) {
  return count < 0 ? 0 : count < limit ? count : limit;
}

#define __TILE_MEMORY(T, LOG2)                                                 \
  typedef tile_##T##_t __tile_##T##_any                                        \
      __attribute__((__aligned__(1), __may_alias__));                          \
  __TILE_INLINE tile_##T##_t tile_load_##T(const void *p) {                    \
    return *(const __tile_##T##_any *)p;                                       \
  }                                                                            \
  __TILE_INLINE void tile_store_##T(void *p, tile_##T##_t v) {                 \
    *(__tile_##T##_any *)p = v;                                                \
  }                                                                            \
  __TILE_INLINE tile_##T##_t tile_load_rect_##T(                               \
      const void *p, int64_t stride, int64_t rows, int64_t columns) {          \
    return (tile_##T##_t)__builtin_sectile_tldr_raw(                           \
        p, stride, __TILE_SHAPE(rows, columns, LOG2));                         \
  }                                                                            \
  __TILE_INLINE void tile_store_rect_##T(void *p, int64_t stride,              \
                                         int64_t rows, int64_t columns,        \
                                         tile_##T##_t v) {                     \
    __builtin_sectile_tstr_raw((tile_u8_t)v, p, stride,                        \
                               __TILE_SHAPE(rows, columns, LOG2));             \
  }                                                                            \
  __TILE_INLINE tile_##T##_t tile_load_window_##T(                             \
      const void *p, int64_t stride, int64_t row_begin, int64_t row_end,       \
      int64_t column_begin, int64_t column_end) {                              \
    return (tile_##T##_t)__builtin_sectile_tldr_raw(                           \
        p, stride,                                                             \
        __TILE_WINDOW(row_begin, row_end, column_begin, column_end, LOG2));    \
  }                                                                            \
  __TILE_INLINE void tile_store_window_##T(                                    \
      void *p, int64_t stride, int64_t row_begin, int64_t row_end,             \
      int64_t column_begin, int64_t column_end, tile_##T##_t v) {              \
    __builtin_sectile_tstr_raw(                                                \
        (tile_u8_t)v, p, stride,                                               \
        __TILE_WINDOW(row_begin, row_end, column_begin, column_end, LOG2));    \
  }                                                                            \
  __TILE_INLINE tile_##T##_t tile_load_linear_##T(const void *p,               \
                                                  int64_t count) {             \
    return (tile_##T##_t)__builtin_sectile_tldl_raw(                           \
        p, __tile_clamp(count, 1024 >> LOG2) << LOG2);                         \
  }                                                                            \
  __TILE_INLINE void tile_store_linear_##T(void *p, int64_t count,             \
                                           tile_##T##_t v) {                   \
    __builtin_sectile_tstl_raw((tile_u8_t)v, p,                                \
                               __tile_clamp(count, 1024 >> LOG2) << LOG2);     \
  }                                                                            \
  __TILE_INLINE tile_##T##_t tile_zero_##T(void) { return (tile_##T##_t){0}; }
__TILE_MEMORY(f32, 2)
__TILE_MEMORY(i32, 2)
__TILE_MEMORY(f16, 1)
__TILE_MEMORY(bf16, 1)
__TILE_MEMORY(i8, 0)
__TILE_MEMORY(u8, 0)
__TILE_MEMORY(e4m3, 0)
__TILE_MEMORY(e5m2, 0)
__TILE_MEMORY(i4, 0)
__TILE_MEMORY(u4, 0)
__TILE_MEMORY(b1, 0)

/* Transposing: memory holds K rows of up to 16 elements (K = 16, 32, 64 for
 * elements of 4, 2, 1 bytes), row k at p + k * stride; it becomes column k of
 * the tile. rows (up to K) and columns (up to 16) are those of memory.
 *   tile_load_transposed_T(p, stride, rows, columns)
 *   tile_load_window_transposed_T(p, stride, row_begin, row_end, column_begin,
 *                                 column_end)      TLDR_T32, TLDR_T16, TLDR_T8
 */
#define __TILE_TRANSPOSING(T, BITS)                                            \
  __TILE_INLINE tile_##T##_t tile_load_transposed_##T(                         \
      const void *p, int64_t stride, int64_t rows, int64_t columns) {          \
    return (tile_##T##_t)__builtin_sectile_tldr_t##BITS(                       \
        p, stride, __TILE_SHAPE(rows, columns, 0));                            \
  }                                                                            \
  __TILE_INLINE tile_##T##_t tile_load_window_transposed_##T(                  \
      const void *p, int64_t stride, int64_t row_begin, int64_t row_end,       \
      int64_t column_begin, int64_t column_end) {                              \
    return (tile_##T##_t)__builtin_sectile_tldr_t##BITS(                       \
        p, stride,                                                             \
        __TILE_WINDOW(row_begin, row_end, column_begin, column_end, 0));       \
  }
__TILE_TRANSPOSING(f32, 32)
__TILE_TRANSPOSING(i32, 32)
__TILE_TRANSPOSING(f16, 16)
__TILE_TRANSPOSING(bf16, 16)
__TILE_TRANSPOSING(i8, 8)
__TILE_TRANSPOSING(u8, 8)
__TILE_TRANSPOSING(e4m3, 8)
__TILE_TRANSPOSING(e5m2, 8)

/* Widening loads and narrowing stores: 16 x 16 elements of type T in memory, an
 * array tile in the register. Loads are exact; stores round to nearest even
 * (floats; e4m3 saturates at 448) or saturate (integers). T is f16, bf16, e4m3,
 * e5m2, i8, u8, i16 or u16; of loads also i4 or u4, two a byte, the first in
 * the low half. To store those, pack them and store the packed tile. Rows,
 * columns and counts are of elements; what is left out may be half of a byte.
 *   tile_load_rect_widen_T(p, stride, rows, columns)             TLDR_<T>
 *   tile_load_window_widen_T(p, stride, row_begin, row_end, column_begin,
 *                            column_end)                         TLDR_<T>
 *   tile_load_linear_widen_T(p, count)                           TLDL_<T>
 *   tile_store_rect_narrow_T(p, stride, rows, columns, v)        TSTR_<T>
 *   tile_store_window_narrow_T(p, stride, row_begin, row_end, column_begin,
 *                              column_end, v)                    TSTR_<T>
 *   tile_store_linear_narrow_T(p, count, v)                      TSTL_<T>
 */
#define __TILE_WIDENING(T, W)                                                  \
  __TILE_INLINE tile_##W##_t tile_load_rect_widen_##T(                         \
      const void *p, int64_t stride, int64_t rows, int64_t columns) {          \
    return __builtin_sectile_tldr_##T(p, stride,                               \
                                      __TILE_SHAPE(rows, columns, 0));         \
  }                                                                            \
  __TILE_INLINE tile_##W##_t tile_load_window_widen_##T(                       \
      const void *p, int64_t stride, int64_t row_begin, int64_t row_end,       \
      int64_t column_begin, int64_t column_end) {                              \
    return __builtin_sectile_tldr_##T(                                         \
        p, stride,                                                             \
        __TILE_WINDOW(row_begin, row_end, column_begin, column_end, 0));       \
  }                                                                            \
  __TILE_INLINE tile_##W##_t tile_load_linear_widen_##T(const void *p,         \
                                                        int64_t count) {       \
    return __builtin_sectile_tldl_##T(p, count);                               \
  }
#define __TILE_CONVERTING(T, W)                                                \
  __TILE_WIDENING(T, W)                                                        \
  __TILE_INLINE void tile_store_rect_narrow_##T(void *p, int64_t stride,       \
                                                int64_t rows, int64_t columns, \
                                                tile_##W##_t v) {              \
    __builtin_sectile_tstr_##T(v, p, stride, __TILE_SHAPE(rows, columns, 0));  \
  }                                                                            \
  __TILE_INLINE void tile_store_window_narrow_##T(                             \
      void *p, int64_t stride, int64_t row_begin, int64_t row_end,             \
      int64_t column_begin, int64_t column_end, tile_##W##_t v) {              \
    __builtin_sectile_tstr_##T(                                                \
        v, p, stride,                                                          \
        __TILE_WINDOW(row_begin, row_end, column_begin, column_end, 0));       \
  }                                                                            \
  __TILE_INLINE void tile_store_linear_narrow_##T(void *p, int64_t count,      \
                                                  tile_##W##_t v) {            \
    __builtin_sectile_tstl_##T(v, p, count);                                   \
  }
__TILE_CONVERTING(f16, f32)
__TILE_CONVERTING(bf16, f32)
__TILE_CONVERTING(e4m3, f32)
__TILE_CONVERTING(e5m2, f32)
__TILE_CONVERTING(i8, i32)
__TILE_CONVERTING(u8, i32)
__TILE_CONVERTING(i16, i32)
__TILE_CONVERTING(u16, i32)
__TILE_WIDENING(i4, i32)
__TILE_WIDENING(u4, i32)

/*===-- Memory under a mask, at indices -----------------------------------------===
 *
 * A mask is what comparisons give; any non-zero word is true. Elements that it
 * leaves out are zero in a load, untouched by a store, and never accessed.
 * Where a store writes a byte twice, the last row or element stays.
 *
 *   tile_load_masked_T(p, mask), tile_store_masked_T(p, mask, v)
 *       Element n in row-major order is p[n]; T is f32 or i32.
 *                                                          TLDM_W32, TSTM_W32
 *   tile_load_masked_widen_T(p, mask), tile_store_masked_narrow_T(p, mask, v)
 *       The same for a narrow T, converted; loads also i4 and u4.
 *                                                          TLDM_<T>, TSTM_<T>
 *   tile_gather_T(p, index, mask), tile_scatter_T(p, index, mask, v)
 *       Each element is p[index]; T is f32 or i32.         TLDX_W32, TSTX_W32
 *   tile_gather_offset_T(p, offset, mask)
 *   tile_scatter_offset_T(p, offset, mask, v)
 *       The same, offset in bytes.                         TLDX_W32, TSTX_W32
 *   tile_gather_rows_T(p, offset, rows, columns)
 *   tile_scatter_rows_T(p, offset, rows, columns, v)
 *       Row i at p + offset[i][0] bytes: of offset only column 0 counts. Rows
 *       and columns as in a rectangle.                     TLDG_RAW, TSTG_RAW
 *   tile_gather_rows_widen_T(p, offset, rows, columns)
 *   tile_scatter_rows_narrow_T(p, offset, rows, columns, v)
 *       The same for a narrow T, converted; loads also i4 and u4.
 *                                                          TLDG_<T>, TSTG_<T>
 */
#define __TILE_LANES(T)                                                        \
  __TILE_INLINE tile_##T##_t tile_load_masked_##T(const void *p,               \
                                                  tile_i32_t mask) {           \
    return (tile_##T##_t)__builtin_sectile_tldm_w32(p, mask);                  \
  }                                                                            \
  __TILE_INLINE void tile_store_masked_##T(void *p, tile_i32_t mask,           \
                                           tile_##T##_t v) {                   \
    __builtin_sectile_tstm_w32((tile_i32_t)v, p, mask);                        \
  }                                                                            \
  __TILE_INLINE tile_##T##_t tile_gather_##T(const void *p, tile_i32_t index,  \
                                             tile_i32_t mask) {                \
    return (tile_##T##_t)__builtin_sectile_tldx_w32(p, index, mask, 2);        \
  }                                                                            \
  __TILE_INLINE void tile_scatter_##T(void *p, tile_i32_t index,               \
                                      tile_i32_t mask, tile_##T##_t v) {       \
    __builtin_sectile_tstx_w32((tile_i32_t)v, p, index, mask, 2);              \
  }                                                                            \
  __TILE_INLINE tile_##T##_t tile_gather_offset_##T(                           \
      const void *p, tile_i32_t offset, tile_i32_t mask) {                     \
    return (tile_##T##_t)__builtin_sectile_tldx_w32(p, offset, mask, 0);       \
  }                                                                            \
  __TILE_INLINE void tile_scatter_offset_##T(                                  \
      void *p, tile_i32_t offset, tile_i32_t mask, tile_##T##_t v) {           \
    __builtin_sectile_tstx_w32((tile_i32_t)v, p, offset, mask, 0);             \
  }
__TILE_LANES(f32)
__TILE_LANES(i32)

#define __TILE_GATHERED_ROWS(T, LOG2)                                          \
  __TILE_INLINE tile_##T##_t tile_gather_rows_##T(                             \
      const void *p, tile_i32_t offset, int64_t rows, int64_t columns) {       \
    return (tile_##T##_t)__builtin_sectile_tldg_raw(                           \
        p, offset, __TILE_SHAPE(rows, columns, LOG2));                         \
  }                                                                            \
  __TILE_INLINE void tile_scatter_rows_##T(void *p, tile_i32_t offset,         \
                                           int64_t rows, int64_t columns,      \
                                           tile_##T##_t v) {                   \
    __builtin_sectile_tstg_raw((tile_u8_t)v, p, offset,                        \
                               __TILE_SHAPE(rows, columns, LOG2));             \
  }
__TILE_GATHERED_ROWS(f32, 2)
__TILE_GATHERED_ROWS(i32, 2)
__TILE_GATHERED_ROWS(f16, 1)
__TILE_GATHERED_ROWS(bf16, 1)
__TILE_GATHERED_ROWS(i8, 0)
__TILE_GATHERED_ROWS(u8, 0)
__TILE_GATHERED_ROWS(e4m3, 0)
__TILE_GATHERED_ROWS(e5m2, 0)

#define __TILE_WIDENING_LANES(T, W)                                            \
  __TILE_INLINE tile_##W##_t tile_load_masked_widen_##T(const void *p,         \
                                                        tile_i32_t mask) {     \
    return __builtin_sectile_tldm_##T(p, mask);                                \
  }                                                                            \
  __TILE_INLINE tile_##W##_t tile_gather_rows_widen_##T(                       \
      const void *p, tile_i32_t offset, int64_t rows, int64_t columns) {       \
    return __builtin_sectile_tldg_##T(p, offset,                               \
                                      __TILE_SHAPE(rows, columns, 0));         \
  }
#define __TILE_CONVERTING_LANES(T, W)                                          \
  __TILE_WIDENING_LANES(T, W)                                                  \
  __TILE_INLINE void tile_store_masked_narrow_##T(void *p, tile_i32_t mask,    \
                                                  tile_##W##_t v) {            \
    __builtin_sectile_tstm_##T(v, p, mask);                                    \
  }                                                                            \
  __TILE_INLINE void tile_scatter_rows_narrow_##T(                             \
      void *p, tile_i32_t offset, int64_t rows, int64_t columns,               \
      tile_##W##_t v) {                                                        \
    __builtin_sectile_tstg_##T(v, p, offset, __TILE_SHAPE(rows, columns, 0));  \
  }
__TILE_CONVERTING_LANES(f16, f32)
__TILE_CONVERTING_LANES(bf16, f32)
__TILE_CONVERTING_LANES(e4m3, f32)
__TILE_CONVERTING_LANES(e5m2, f32)
__TILE_CONVERTING_LANES(i8, i32)
__TILE_CONVERTING_LANES(u8, i32)
__TILE_CONVERTING_LANES(i16, i32)
__TILE_CONVERTING_LANES(u16, i32)
__TILE_WIDENING_LANES(i4, i32)
__TILE_WIDENING_LANES(u4, i32)

/*===-- Matrix multiply -----------------------------------------------------===
 *
 *   tile_mma_T(acc, a, b)                                            TMMA_<T>
 *       acc[i][j] + sum over k of a[i][k] * b[j][k]
 *   tile_mmaz_T(a, b)                                               TMMAZ_<T>
 *       The same from +0.
 *   tile_mma_depth_T(acc, a, b, depth), tile_mmaz_depth_T(a, b, depth)
 *       Of the first depth elements of each row only. depth is signed; values
 *       larger than the row are clamped to the row, negative ones to zero.
 *
 * What lies beyond the depth is not looked at: no product, no rounding, no NaN
 * comes of it. A depth of zero leaves acc as it is. A shallow multiply takes
 * less time.
 *
 * b holds the second matrix transposed: both operands have k along the row.
 * Floats: one chain of f32 fused multiply-adds in ascending k. Integers wrap.
 * i8u8 multiplies signed by unsigned bytes, u8i8 unsigned by signed; so with
 * e4m3e5m2 and e5m2e4m3, i4u4 and u4i4. Of bits b1xor counts those that differ,
 * b1and those that are set in both.
 */
/* At least the elements of a row of any type. */
#define __TILE_DEEPEST 512

#define __TILE_MULTIPLY(NAME, SUM, A, B)                                       \
  __TILE_INLINE tile_##SUM##_t tile_mma_##NAME(                                \
      tile_##SUM##_t acc, tile_##A##_t a, tile_##B##_t b) {                    \
    return __builtin_sectile_tmma_##NAME(acc, a, b, __TILE_DEEPEST);           \
  }                                                                            \
  __TILE_INLINE tile_##SUM##_t tile_mmaz_##NAME(tile_##A##_t a,                \
                                                tile_##B##_t b) {              \
    return __builtin_sectile_tmmaz_##NAME(a, b, __TILE_DEEPEST);               \
  }                                                                            \
  __TILE_INLINE tile_##SUM##_t tile_mma_depth_##NAME(                          \
      tile_##SUM##_t acc, tile_##A##_t a, tile_##B##_t b, int64_t depth) {     \
    return __builtin_sectile_tmma_##NAME(acc, a, b, depth);                    \
  }                                                                            \
  __TILE_INLINE tile_##SUM##_t tile_mmaz_depth_##NAME(                         \
      tile_##A##_t a, tile_##B##_t b, int64_t depth) {                         \
    return __builtin_sectile_tmmaz_##NAME(a, b, depth);                        \
  }
__TILE_MULTIPLY(f32, f32, f32, f32)
__TILE_MULTIPLY(f16, f32, f16, f16)
__TILE_MULTIPLY(bf16, f32, bf16, bf16)
__TILE_MULTIPLY(e4m3, f32, e4m3, e4m3)
__TILE_MULTIPLY(e5m2, f32, e5m2, e5m2)
__TILE_MULTIPLY(e4m3e5m2, f32, e4m3, e5m2)
__TILE_MULTIPLY(e5m2e4m3, f32, e5m2, e4m3)
__TILE_MULTIPLY(i8, i32, i8, i8)
__TILE_MULTIPLY(u8, i32, u8, u8)
__TILE_MULTIPLY(i8u8, i32, i8, u8)
__TILE_MULTIPLY(u8i8, i32, u8, i8)
__TILE_MULTIPLY(i4, i32, i4, i4)
__TILE_MULTIPLY(u4, i32, u4, u4)
__TILE_MULTIPLY(i4u4, i32, i4, u4)
__TILE_MULTIPLY(u4i4, i32, u4, i4)
__TILE_MULTIPLY(b1xor, i32, b1, b1)
__TILE_MULTIPLY(b1and, i32, b1, b1)

/*===-- Elementwise, f32 ----------------------------------------------------===
 *
 * Beside the operators. Functions ending in _s take a scalar as the second
 * operand, for all elements.
 */
#define __TILE_UNARY_F32(NAME, OP)                                             \
  __TILE_INLINE tile_f32_t tile_##NAME##_f32(tile_f32_t a) {                   \
    return __builtin_sectile_t##OP##_f32(a);                                   \
  }
/* Square root. TSQRT_F32 */
__TILE_UNARY_F32(sqrt, sqrt)
/* To an integral value: nearest, ties to even; down; up; towards zero.
 * TNEAR_F32, TFLOOR_F32, TCEIL_F32, TTRUNC_F32 */
__TILE_UNARY_F32(near, near)
__TILE_UNARY_F32(floor, floor)
__TILE_UNARY_F32(ceil, ceil)
__TILE_UNARY_F32(trunc, trunc)
/* Sign cleared; sign inverted, as unary minus. TABS_F32, TNEG_F32 */
__TILE_UNARY_F32(abs, abs)
__TILE_UNARY_F32(neg, neg)

/* Estimates of 1 / a, with a relative error below 0.003891, and of 1 / sqrt(a),
 * below 0.001952: two steps of Newton's method make them exact to a rounding
 * (<sectile_math.h>). TRCPE_F32, TRSQRTE_F32 */
__TILE_INLINE tile_f32_t tile_reciprocal_estimate_f32(tile_f32_t a) {
  return __builtin_sectile_trcpe_f32(a);
}
__TILE_INLINE tile_f32_t tile_rsqrt_estimate_f32(tile_f32_t a) {
  return __builtin_sectile_trsqrte_f32(a);
}

/* IEEE 754-2019 minimumNumber and maximumNumber: a NaN operand loses,
 * -0 < +0. TMIN_F32, TMAX_F32, TSMIN_F32, TSMAX_F32 */
__TILE_INLINE tile_f32_t tile_min_f32(tile_f32_t a, tile_f32_t b) {
  return __builtin_sectile_tmin_f32(a, b);
}
__TILE_INLINE tile_f32_t tile_max_f32(tile_f32_t a, tile_f32_t b) {
  return __builtin_sectile_tmax_f32(a, b);
}
__TILE_INLINE tile_f32_t tile_min_f32_s(tile_f32_t a, float b) {
  return __builtin_sectile_tsmin_f32(a, b);
}
__TILE_INLINE tile_f32_t tile_max_f32_s(tile_f32_t a, float b) {
  return __builtin_sectile_tsmax_f32(a, b);
}

/* a * 2^b with one rounding. TSCALE_F32, TSSCALE_F32 */
__TILE_INLINE tile_f32_t tile_scale_f32(tile_f32_t a, tile_i32_t b) {
  return __builtin_sectile_tscale_f32(a, b);
}
__TILE_INLINE tile_f32_t tile_scale_f32_s(tile_f32_t a, int32_t b) {
  return __builtin_sectile_tsscale_f32(a, b);
}

/* Fused multiply-add with one rounding, and with the scalar as multiplicand
 * (_sb) or as addend (_sc).
 *   tile_fmadd_f32(a, b, c)     a * b + c    TFMADD_F32, TFBMADD_F32,
 * TFCMADD_F32 tile_fmsub_f32(a, b, c)     a * b - c    TFMSUB_F32, ...
 *   tile_fnmadd_f32(a, b, c)   -a * b + c    TFNMADD_F32, ...
 *   tile_fnmsub_f32(a, b, c)   -a * b - c    TFNMSUB_F32, ...
 */
#define __TILE_FUSED(NAME)                                                     \
  __TILE_INLINE tile_f32_t tile_f##NAME##_f32(tile_f32_t a, tile_f32_t b,      \
                                              tile_f32_t c) {                  \
    return __builtin_sectile_tf##NAME##_f32(a, b, c);                          \
  }                                                                            \
  __TILE_INLINE tile_f32_t tile_f##NAME##_f32_sb(tile_f32_t a, float b,        \
                                                 tile_f32_t c) {               \
    return __builtin_sectile_tfb##NAME##_f32(a, b, c);                         \
  }                                                                            \
  __TILE_INLINE tile_f32_t tile_f##NAME##_f32_sc(tile_f32_t a, tile_f32_t b,   \
                                                 float c) {                    \
    return __builtin_sectile_tfc##NAME##_f32(a, b, c);                         \
  }
__TILE_FUSED(madd)
__TILE_FUSED(msub)
__TILE_FUSED(nmadd)
__TILE_FUSED(nmsub)

/*===-- Elementwise, i32 ----------------------------------------------------===*/

#define __TILE_BINARY_I32(NAME)                                                \
  __TILE_INLINE tile_i32_t tile_##NAME##_i32(tile_i32_t a, tile_i32_t b) {     \
    return __builtin_sectile_t##NAME##_i32(a, b);                              \
  }                                                                            \
  __TILE_INLINE tile_i32_t tile_##NAME##_i32_s(tile_i32_t a, int32_t b) {      \
    return __builtin_sectile_ts##NAME##_i32(a, b);                             \
  }
/* Minimum and maximum, signed and unsigned. TMIN_I32, TSMIN_I32, ... */
__TILE_BINARY_I32(min)
__TILE_BINARY_I32(max)
__TILE_BINARY_I32(minu)
__TILE_BINARY_I32(maxu)
/* Bits 63..32 of the signed product; saturate((2ab + 2^31) >> 32).
 * TMULH_I32, TMULHR_I32 */
__TILE_BINARY_I32(mulh)
__TILE_BINARY_I32(mulhr)
/* a / 2^(b & 31) to nearest, half away from zero. TRSR_I32 */
__TILE_BINARY_I32(rsr)
/* Shifts by b & 31: left, logical right, arithmetic right. << and >> are the
 * same where 0 <= b < 32. TSLL_I32, TSRL_I32, TSRA_I32 */
__TILE_BINARY_I32(sll)
__TILE_BINARY_I32(srl)
__TILE_BINARY_I32(sra)
/* a & ~b. TANDN_I32 */
__TILE_BINARY_I32(andn)
/* a * b + c, and with the scalar as multiplicand (_sb) or as addend (_sc).
 * TMADD_I32, TBMADD_I32, TCMADD_I32 */
__TILE_INLINE tile_i32_t tile_madd_i32(tile_i32_t a, tile_i32_t b,
                                       tile_i32_t c) {
  return __builtin_sectile_tmadd_i32(a, b, c);
}
__TILE_INLINE tile_i32_t tile_madd_i32_sb(tile_i32_t a, int32_t b,
                                          tile_i32_t c) {
  return __builtin_sectile_tbmadd_i32(a, b, c);
}
__TILE_INLINE tile_i32_t tile_madd_i32_sc(tile_i32_t a, tile_i32_t b,
                                          int32_t c) {
  return __builtin_sectile_tcmadd_i32(a, b, c);
}
/* Unsigned comparisons, to a mask: below; below or equal.
 * TCLTU_I32, TCLEU_I32 */
__TILE_BINARY_I32(cltu)
__TILE_BINARY_I32(cleu)

/*===-- Conversion, masks, selection ----------------------------------------===*/

/* i32 to f32, to nearest even. TCVT_F32_I32 */
__TILE_INLINE tile_f32_t tile_cvt_f32_i32(tile_i32_t a) {
  return __builtin_sectile_tcvt_f32_i32(a);
}
/* f32 to i32, truncated and saturated; NaN gives 0. TCVT_I32_F32 */
__TILE_INLINE tile_i32_t tile_cvt_i32_f32(tile_f32_t a) {
  return __builtin_sectile_tcvt_i32_f32(a);
}

/* mask ? a : b for each element; any non-zero word of the mask is true. TSEL */
__TILE_INLINE tile_f32_t tile_select_f32(tile_i32_t mask, tile_f32_t a,
                                         tile_f32_t b) {
  return (tile_f32_t)__builtin_sectile_tsel((tile_i32_t)a, (tile_i32_t)b, mask);
}
__TILE_INLINE tile_i32_t tile_select_i32(tile_i32_t mask, tile_i32_t a,
                                         tile_i32_t b) {
  return __builtin_sectile_tsel(a, b, mask);
}

/* -1 in the first n elements in row-major order, n clamped to 0..256; 0 in the
 * others. TMASK_LIN */
__TILE_INLINE tile_i32_t tile_mask_linear(int64_t n) {
  return __builtin_sectile_tmask_lin(n);
}
/* -1 in the first rows and columns, clamped as those of an access.
 * TMASK_RECT */
__TILE_INLINE tile_i32_t tile_mask_rect(int64_t rows, int64_t columns) {
  return __builtin_sectile_tmask_rect(__TILE_SHAPE(rows, columns, 0));
}
/* -1 in rows row_begin up to row_end of columns column_begin up to column_end,
 * clamped as those of a window. TMASK_RECT */
__TILE_INLINE tile_i32_t tile_mask_window(int64_t row_begin, int64_t row_end,
                                          int64_t column_begin,
                                          int64_t column_end) {
  return __builtin_sectile_tmask_rect(
      __TILE_WINDOW(row_begin, row_end, column_begin, column_end, 0));
}

/*===-- Pack and unpack -----------------------------------------------------===
 *
 * Part p of a packed tile is elements 16p..16p+15 of each row: two parts of 16
 * bits, four of 8, eight of 4, 32 of one. p is a constant.
 *   tile_pack_T(packed, array, p)   packed with part p replaced.  TPACK_<T>
 *   tile_packz_T(array)             part 0; the rest is zero.     TPACKZ_<T>
 *   tile_unpack_T(packed, p)        part p as an array tile.      TUNPK_<T>
 * Floats round to nearest even, e4m3 saturates at 448; integers saturate; a bit
 * is whether the word is not 0.
 */
#define tile_pack_f16(packed, array, part)                                     \
  __builtin_sectile_tpack_f16((packed), (array), (part))
#define tile_pack_bf16(packed, array, part)                                    \
  __builtin_sectile_tpack_bf16((packed), (array), (part))
#define tile_pack_e4m3(packed, array, part)                                    \
  __builtin_sectile_tpack_e4m3((packed), (array), (part))
#define tile_pack_e5m2(packed, array, part)                                    \
  __builtin_sectile_tpack_e5m2((packed), (array), (part))
#define tile_pack_i8(packed, array, part)                                      \
  __builtin_sectile_tpack_i8((packed), (array), (part))
#define tile_pack_u8(packed, array, part)                                      \
  __builtin_sectile_tpack_u8((packed), (array), (part))
#define tile_pack_i4(packed, array, part)                                      \
  __builtin_sectile_tpack_i4((packed), (array), (part))
#define tile_pack_u4(packed, array, part)                                      \
  __builtin_sectile_tpack_u4((packed), (array), (part))
#define tile_pack_b1(packed, array, part)                                      \
  __builtin_sectile_tpack_b1((packed), (array), (part))
#define tile_unpack_f16(packed, part)                                          \
  __builtin_sectile_tunpk_f16((packed), (part))
#define tile_unpack_bf16(packed, part)                                         \
  __builtin_sectile_tunpk_bf16((packed), (part))
#define tile_unpack_e4m3(packed, part)                                         \
  __builtin_sectile_tunpk_e4m3((packed), (part))
#define tile_unpack_e5m2(packed, part)                                         \
  __builtin_sectile_tunpk_e5m2((packed), (part))
#define tile_unpack_i8(packed, part)                                           \
  __builtin_sectile_tunpk_i8((packed), (part))
#define tile_unpack_u8(packed, part)                                           \
  __builtin_sectile_tunpk_u8((packed), (part))
#define tile_unpack_i4(packed, part)                                           \
  __builtin_sectile_tunpk_i4((packed), (part))
#define tile_unpack_u4(packed, part)                                           \
  __builtin_sectile_tunpk_u4((packed), (part))
#define tile_unpack_b1(packed, part)                                           \
  __builtin_sectile_tunpk_b1((packed), (part))

__TILE_INLINE tile_f16_t tile_packz_f16(tile_f32_t array) {
  return __builtin_sectile_tpackz_f16(array);
}
__TILE_INLINE tile_bf16_t tile_packz_bf16(tile_f32_t array) {
  return __builtin_sectile_tpackz_bf16(array);
}
__TILE_INLINE tile_e4m3_t tile_packz_e4m3(tile_f32_t array) {
  return __builtin_sectile_tpackz_e4m3(array);
}
__TILE_INLINE tile_e5m2_t tile_packz_e5m2(tile_f32_t array) {
  return __builtin_sectile_tpackz_e5m2(array);
}
__TILE_INLINE tile_i8_t tile_packz_i8(tile_i32_t array) {
  return __builtin_sectile_tpackz_i8(array);
}
__TILE_INLINE tile_u8_t tile_packz_u8(tile_i32_t array) {
  return __builtin_sectile_tpackz_u8(array);
}
__TILE_INLINE tile_i4_t tile_packz_i4(tile_i32_t array) {
  return __builtin_sectile_tpackz_i4(array);
}
__TILE_INLINE tile_u4_t tile_packz_u4(tile_i32_t array) {
  return __builtin_sectile_tpackz_u4(array);
}
__TILE_INLINE tile_b1_t tile_packz_b1(tile_i32_t array) {
  return __builtin_sectile_tpackz_b1(array);
}

/*===-- Moves ---------------------------------------------------------------===*/

/* i, j and 16i + j in element [i][j]. TIDXROW, TIDXCOL, TIDXLIN */
__TILE_INLINE tile_i32_t tile_index_row(void) {
  return __builtin_sectile_tidxrow();
}
__TILE_INLINE tile_i32_t tile_index_column(void) {
  return __builtin_sectile_tidxcol();
}
__TILE_INLINE tile_i32_t tile_index_linear(void) {
  return __builtin_sectile_tidxlin();
}

/* A scalar in every element. TSPLAT */
__TILE_INLINE tile_i32_t tile_splat_i32(int32_t a) {
  return __builtin_sectile_tsplat(a);
}
__TILE_INLINE tile_f32_t tile_splat_f32(float a) {
  union {
    float f;
    int32_t i;
  } bits = {a};
  return (tile_f32_t)__builtin_sectile_tsplat(bits.i);
}

/* Functions on words, for both array types:
 *   tile_broadcast_row_T(a, i)      row i & 15 in every row.       TBROW
 *   tile_broadcast_column_T(a, j)   column j & 15 in every column. TBCOL
 *   tile_transpose_T(a)             TTRANS
 *   tile_rotate_rows_T(a, n)        row (i + n) & 15 in row i.      TROTROW
 *   tile_rotate_columns_T(a, n)     column (j + n) & 15 in column j. TROTCOL
 *   tile_permute_T(a, index)        a[i][index[i][j] & 15] in [i][j]: each row
 *                                   is a table of 16 elements.        TPERM
 *   tile_permute_rows_T(a, index)   row index[i][0] & 15 in row i. TPERMROW */
#define __TILE_MOVES(T)                                                        \
  __TILE_INLINE tile_##T##_t tile_broadcast_row_##T(tile_##T##_t a,            \
                                                    int32_t i) {               \
    return (tile_##T##_t)__builtin_sectile_tbrow((tile_i32_t)a, i);            \
  }                                                                            \
  __TILE_INLINE tile_##T##_t tile_broadcast_column_##T(tile_##T##_t a,         \
                                                       int32_t j) {            \
    return (tile_##T##_t)__builtin_sectile_tbcol((tile_i32_t)a, j);            \
  }                                                                            \
  __TILE_INLINE tile_##T##_t tile_transpose_##T(tile_##T##_t a) {              \
    return (tile_##T##_t)__builtin_sectile_ttrans((tile_i32_t)a);              \
  }                                                                            \
  __TILE_INLINE tile_##T##_t tile_rotate_rows_##T(tile_##T##_t a, int32_t n) { \
    return (tile_##T##_t)__builtin_sectile_trotrow((tile_i32_t)a, n);          \
  }                                                                            \
  __TILE_INLINE tile_##T##_t tile_rotate_columns_##T(tile_##T##_t a,           \
                                                     int32_t n) {              \
    return (tile_##T##_t)__builtin_sectile_trotcol((tile_i32_t)a, n);          \
  }                                                                            \
  __TILE_INLINE tile_##T##_t tile_permute_##T(tile_##T##_t a,                  \
                                              tile_i32_t index) {              \
    return (tile_##T##_t)__builtin_sectile_tperm((tile_i32_t)a, index);        \
  }                                                                            \
  __TILE_INLINE tile_##T##_t tile_permute_rows_##T(tile_##T##_t a,             \
                                                   tile_i32_t index) {         \
    return (tile_##T##_t)__builtin_sectile_tpermrow((tile_i32_t)a, index);     \
  }
__TILE_MOVES(f32)
__TILE_MOVES(i32)

/* Element i & 255 in row-major order: read; replaced. TGETW, TPUTW */
__TILE_INLINE int32_t tile_get_i32(tile_i32_t a, int32_t i) {
  return __builtin_sectile_tgetw(a, i);
}
__TILE_INLINE float tile_get_f32(tile_f32_t a, int32_t i) {
  union {
    int32_t i;
    float f;
  } bits = {__builtin_sectile_tgetw((tile_i32_t)a, i)};
  return bits.f;
}
__TILE_INLINE tile_i32_t tile_put_i32(tile_i32_t a, int32_t i, int32_t v) {
  return __builtin_sectile_tputw(a, v, i);
}
__TILE_INLINE tile_f32_t tile_put_f32(tile_f32_t a, int32_t i, float v) {
  union {
    float f;
    int32_t i;
  } bits = {v};
  return (tile_f32_t)__builtin_sectile_tputw((tile_i32_t)a, bits.i, i);
}

/*===-- Reductions ----------------------------------------------------------===
 *
 *   tile_redrow_OP_T(a)   each row combined over its columns, in the whole row
 *   tile_redcol_OP_T(a)   each column combined over its rows, in the whole
 * column
 *
 * OP: add, min, max. Combined pairwise: x[j] op x[j + 8], then + 4, + 2, + 1.
 * TREDROW_ADD_F32, ...
 */
#define __TILE_REDUCE(OP, T)                                                   \
  __TILE_INLINE tile_##T##_t tile_redrow_##OP##_##T(tile_##T##_t a) {          \
    return __builtin_sectile_tredrow_##OP##_##T(a);                            \
  }                                                                            \
  __TILE_INLINE tile_##T##_t tile_redcol_##OP##_##T(tile_##T##_t a) {          \
    return __builtin_sectile_tredcol_##OP##_##T(a);                            \
  }
__TILE_REDUCE(add, f32)
__TILE_REDUCE(min, f32)
__TILE_REDUCE(max, f32)
__TILE_REDUCE(add, i32)
__TILE_REDUCE(min, i32)
__TILE_REDUCE(max, i32)

#undef __TILE_MEMORY
#undef __TILE_TRANSPOSING
#undef __TILE_CONVERTING
#undef __TILE_MULTIPLY
#undef __TILE_UNARY_F32
#undef __TILE_FUSED
#undef __TILE_BINARY_I32
#undef __TILE_MOVES
#undef __TILE_REDUCE

#endif

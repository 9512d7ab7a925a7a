// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Recurrent layers. 16 rows of the batch and 16 units at a time: four sums of
// products, those of the gates, then the elementwise functions, which bound the
// kernel. Between the functions of 16 units stand the products of the next 16,
// a few at a time: the matrix unit works beside the elementwise one, and as few
// of its operations wait as its queue holds. Of the next step only the products
// with the last 16 units of h cannot begin before those are there. h is kept
// twice, as tiles in scratch memory, since all units of a step need the h of
// the one before.
#include <sectile.h>
#include <sectile_math.h>

#include "recurrent.h"

#define RECURRENT_INLINE static inline __attribute__((always_inline))
#define RECURRENT_EACH                                                         \
  _Pragma("clang loop unroll(full)") for (int g = 0; g < 4; g++)

enum { TILE = 1024 }; // bytes

// x, h and the weights are f32 or with `narrow` bf16, two of whose tiles of 16
// units are one operand of a multiply. Its bits are in a tile_f32_t.
RECURRENT_INLINE int64_t recurrent_size(int narrow) { return narrow ? 2 : 4; }
RECURRENT_INLINE int64_t recurrent_deep(int narrow) { return narrow ? 32 : 16; }
RECURRENT_INLINE tile_f32_t recurrent_operand(int narrow, const char *p,
                                              int64_t stride, int64_t rows,
                                              int64_t columns) {
  return narrow ? (tile_f32_t)tile_load_rect_bf16(p, stride, rows, columns)
                : tile_load_rect_f32(p, stride, rows, columns);
}
// 16 units at p.
RECURRENT_INLINE tile_f32_t recurrent_load(int narrow, const char *p,
                                           int64_t stride, int64_t rows,
                                           int64_t columns) {
  return narrow ? tile_load_rect_widen_bf16(p, stride, rows, columns)
                : tile_load_rect_f32(p, stride, rows, columns);
}
RECURRENT_INLINE void recurrent_store(int narrow, char *p, int64_t stride,
                                      int64_t rows, int64_t columns,
                                      tile_f32_t v) {
  if (narrow)
    tile_store_rect_narrow_bf16(p, stride, rows, columns, v);
  else
    tile_store_rect_f32(p, stride, rows, columns, v);
}
// Where units 16 j and on of h are in scratch memory, and the distance of its
// rows, which is 64 bytes for both types.
RECURRENT_INLINE char *recurrent_units(int narrow, char *h, int64_t j) {
  return narrow ? h + j / 2 * TILE + j % 2 * 32 : h + j * TILE;
}

// Computes a value here, before the products that follow, and keeps the
// registers of their operands for nothing else meanwhile: the compiler would
// move the value to its use, and compute it in those registers, so that the
// elementwise unit would wait for the matrix unit to have read them.
RECURRENT_INLINE tile_f32_t recurrent_here(tile_f32_t a,
                                           const tile_f32_t operands[5]) {
  __asm__ volatile(""
                   : "+t"(a)
                   : "t"(operands[0]), "t"(operands[1]), "t"(operands[2]),
                     "t"(operands[3]), "t"(operands[4]));
  return a;
}
RECURRENT_INLINE void recurrent_operands(tile_f32_t operands[5]) {
  __asm__ volatile(""
                   : "=t"(operands[0]), "=t"(operands[1]), "=t"(operands[2]),
                     "=t"(operands[3]), "=t"(operands[4]));
}

struct recurrent_layer {
  int64_t inputs, units;
  int64_t x_steps, h_steps; // multiplies along the inputs and along the units
  const char *w, *u;
  const float *bias;
  int64_t ldw, ldu; // in bytes
};

// The sums begin with the biases.
RECURRENT_INLINE void recurrent_bias(const struct recurrent_layer *l, int64_t j,
                                     tile_f32_t a[4]) {
  RECURRENT_EACH a[g] = tile_zero_f32();
  if (l->bias)
    RECURRENT_EACH a[g] = tile_load_rect_f32(l->bias + g * l->units + 16 * j, 0,
                                             16, l->units - 16 * j);
}

// Adds the products of x or h with 16 rows of each gate's weights. Gate g uses
// rows gate[g] * units and on, none if that is negative.
RECURRENT_INLINE void recurrent_multiply(int narrow, const char *weights,
                                         int64_t ld, const int gate[4],
                                         int64_t units, int64_t j, int64_t k,
                                         int64_t depth, tile_f32_t operands[5],
                                         tile_f32_t a[4]) {
  RECURRENT_EACH {
    if (gate[g] >= 0) {
      operands[g] =
          recurrent_operand(narrow,
                            weights + (gate[g] * units + 16 * j) * ld +
                                k * recurrent_size(narrow),
                            ld, units - 16 * j, depth - k);
      a[g] = narrow ? tile_mma_depth_bf16(a[g], (tile_bf16_t)operands[4],
                                          (tile_bf16_t)operands[g], depth - k)
                    : tile_mma_depth_f32(a[g], operands[4], operands[g],
                                         depth - k);
    }
  }
}
// Multiplies `from` up to `to` of units 16 j and on, those with x first. The
// loops stay loops: the compiler would mix what belongs to different parts.
RECURRENT_INLINE void
recurrent_products(int narrow, int lstm, const struct recurrent_layer *l,
                   int64_t j, int64_t from, int64_t to, const char *x,
                   int64_t x_stride, int64_t rows, const char *h,
                   tile_f32_t operands[5], tile_f32_t a[4]) {
  const int64_t deep = recurrent_deep(narrow);
  // Of a GRU's new gate the products with x and with h are separate sums.
  static const int lstm_gates[4] = {0, 1, 2, 3}, gru_x[4] = {0, 1, 2, -1},
                   gru_h[4] = {0, 1, -1, 2};
#pragma clang loop unroll(disable)
  for (; from < to && from < l->x_steps; from++) {
    operands[4] = recurrent_operand(narrow, x + from * 64, x_stride, rows,
                                    l->inputs - deep * from);
    recurrent_multiply(narrow, l->w, l->ldw, lstm ? lstm_gates : gru_x,
                       l->units, j, deep * from, l->inputs, operands, a);
  }
#pragma clang loop unroll(disable)
  for (; from < to; from++) {
    const int64_t n = from - l->x_steps;
    operands[4] = recurrent_operand(narrow, h + n * TILE, 64, 16, deep);
    recurrent_multiply(narrow, l->u, l->ldu, lstm ? lstm_gates : gru_h,
                       l->units, j, deep * n, l->units, operands, a);
  }
}

RECURRENT_INLINE void
recurrent_rows(int narrow, int lstm, int64_t steps, int64_t rows,
               const struct recurrent_layer *l, const char *x, int64_t ldx,
               int64_t x_step, char *h, int64_t ldh, float *c, int64_t ldc,
               char *y, int64_t ldy, int64_t y_step, char *scratch) {
  const int64_t all = l->x_steps + l->h_steps, blocks = (l->units + 15) / 16,
                wide = 16 * recurrent_size(narrow); // bytes of 16 units
  char *old = scratch, *new = scratch + l->h_steps * TILE;
  for (int64_t j = 0; j < blocks; j++)
    recurrent_store(
        narrow, recurrent_units(narrow, old, j), 64, 16, 16,
        recurrent_load(narrow, h + wide * j, ldh, rows, l->units - 16 * j));
  tile_f32_t a[4], next[4], operands[5];
  recurrent_operands(operands);
  recurrent_bias(l, 0, a);
  recurrent_products(narrow, lstm, l, 0, 0, all - 1, x, ldx, rows, old,
                     operands, a);
  for (int64_t t = 0; t < steps; t++) {
    recurrent_products(narrow, lstm, l, 0, all - 1, all, x, ldx, rows, old,
                       operands, a);
    for (int64_t j = 0; j < blocks; j++) {
      const int64_t left = l->units - 16 * j;
      const int more = j + 1 < blocks;
      // After the last units of a step come the first of the next one, with
      // the new h as far as it is there; after the last step none.
      const char *x_next = more ? x : x + x_step, *h_next = more ? old : new;
      const int64_t j_next = more ? j + 1 : 0;
      const int64_t end = more ? all : t + 1 < steps ? all - 1 : 0;
// Eighths of the products. The last part is small: copies of sums for which the
// next functions wait follow it.
#define RECURRENT_PART(begin, past)                                            \
  recurrent_products(narrow, lstm, l, j_next, end *(begin) / 8,                \
                     end * (past) / 8, x_next, ldx, rows, h_next, operands,    \
                     next)
      recurrent_bias(l, j_next, next);
      tile_f32_t result;
      if (lstm) {
        RECURRENT_PART(0, 2);
        tile_f32_t state = tile_load_rect_f32(c + 16 * j, ldc * 4, rows, left);
        state = recurrent_here(tile_sigmoid_f32(a[1]) * state, operands);
        RECURRENT_PART(2, 4);
        const tile_f32_t taken =
            recurrent_here(tile_sigmoid_f32(a[0]), operands);
        RECURRENT_PART(4, 6);
        state = recurrent_here(
            tile_fmadd_f32(taken, tile_tanh_f32(a[2]), state), operands);
        tile_store_rect_f32(c + 16 * j, ldc * 4, rows, left, state);
        RECURRENT_PART(6, 7);
        result = recurrent_here(tile_tanh_f32(state), operands);
        RECURRENT_PART(7, 8);
        result = recurrent_here(tile_sigmoid_f32(a[3]) * result, operands);
      } else {
        RECURRENT_PART(0, 4);
        const tile_f32_t reset =
            recurrent_here(tile_sigmoid_f32(a[0]), operands);
        RECURRENT_PART(4, 7);
        const tile_f32_t fresh = recurrent_here(
            tile_tanh_f32(tile_fmadd_f32(reset, a[3], a[2])), operands);
        RECURRENT_PART(7, 8);
        result = recurrent_here(
            tile_fmadd_f32(tile_sigmoid_f32(a[1]),
                           recurrent_load(narrow,
                                          recurrent_units(narrow, old, j), 64,
                                          16, 16) -
                               fresh,
                           fresh),
            operands);
      }
#undef RECURRENT_PART
      recurrent_store(narrow, recurrent_units(narrow, new, j), 64, 16, 16,
                      result);
      if (y)
        recurrent_store(narrow, y + wide * j, ldy, rows, left, result);
      RECURRENT_EACH a[g] = next[g];
    }
    x += x_step;
    if (y)
      y += y_step;
    char *swap = old;
    old = new;
    new = swap;
  }
  for (int64_t j = 0; j < blocks; j++)
    recurrent_store(
        narrow, h + wide * j, ldh, rows, l->units - 16 * j,
        recurrent_load(narrow, recurrent_units(narrow, old, j), 64, 16, 16));
}

int64_t recurrent_scratch(const struct recurrent_shape *shape) {
  if (!shape || shape->steps < 0 || shape->batch < 0 || shape->inputs < 0 ||
      shape->units < 0 || shape->units > INT64_C(1) << 31)
    return -1;
  return 2 * TILE * ((shape->units + 15) / 16);
}

RECURRENT_INLINE int recurrent(int narrow, int lstm,
                               const struct recurrent_shape *shape,
                               const void *x, int64_t ldx, const void *w,
                               int64_t ldw, const void *u, int64_t ldu,
                               const float *bias, void *h, int64_t ldh,
                               float *c, int64_t ldc, void *y, int64_t ldy,
                               void *scratch, int64_t scratch_bytes) {
  if (!shape)
    return KERNEL_NULL_POINTER;
  const struct recurrent_shape s = *shape;
  const int64_t needed = recurrent_scratch(&s);
  int64_t rows;
  if (needed < 0 || __builtin_mul_overflow(s.steps, s.batch, &rows))
    return KERNEL_BAD_SHAPE;
  const int64_t gates = lstm ? 4 : 3, size = recurrent_size(narrow),
                deep = recurrent_deep(narrow);
  const struct kernel_range ranges[] = {
      {x, kernel_extent(rows, s.inputs, ldx, size), 0},
      {w, kernel_extent(gates * s.units, s.inputs, ldw, size), 0},
      {u, kernel_extent(gates * s.units, s.units, ldu, size), 0},
      {bias, bias ? kernel_extent(4, s.units, s.units, 4) : 0, 0},
      {h, kernel_extent(s.batch, s.units, ldh, size), 1},
      {c, lstm ? kernel_extent(s.batch, s.units, ldc, 4) : 0, 1},
      {y, y ? kernel_extent(rows, s.units, ldy, size) : 0, 1},
      {scratch, needed, 1}};
  enum { RANGES = sizeof ranges / sizeof *ranges };
  int status = kernel_ranges_fit(RANGES, ranges);
  if (status)
    return status;
  if (!rows || !s.units)
    return KERNEL_OK;
  status = kernel_ranges_check(RANGES, ranges, scratch_bytes, needed);
  if (status)
    return status;
  const struct recurrent_layer layer = {s.inputs,
                                        s.units,
                                        (s.inputs + deep - 1) / deep,
                                        (s.units + deep - 1) / deep,
                                        w,
                                        u,
                                        bias,
                                        ldw * size,
                                        ldu * size};
  for (int64_t i = 0; i < s.batch; i += 16)
    recurrent_rows(narrow, lstm, s.steps, s.batch - i, &layer,
                   x ? (const char *)x + i * ldx * size : 0, ldx * size,
                   s.batch * ldx * size, (char *)h + i * ldh * size, ldh * size,
                   c ? c + i * ldc : c, ldc, y ? (char *)y + i * ldy * size : 0,
                   ldy * size, s.batch * ldy * size, scratch);
  return KERNEL_OK;
}

#define RECURRENT(type, element, narrow)                                       \
  int recurrent_lstm_##type(                                                   \
      const struct recurrent_shape *shape, const element *x, int64_t ldx,      \
      const element *w, int64_t ldw, const element *u, int64_t ldu,            \
      const float *bias, element *h, int64_t ldh, float *c, int64_t ldc,       \
      element *y, int64_t ldy, void *scratch, int64_t scratch_bytes) {         \
    return recurrent(narrow, 1, shape, x, ldx, w, ldw, u, ldu, bias, h, ldh,   \
                     c, ldc, y, ldy, scratch, scratch_bytes);                  \
  }                                                                            \
  int recurrent_gru_##type(                                                    \
      const struct recurrent_shape *shape, const element *x, int64_t ldx,      \
      const element *w, int64_t ldw, const element *u, int64_t ldu,            \
      const float *bias, element *h, int64_t ldh, element *y, int64_t ldy,     \
      void *scratch, int64_t scratch_bytes) {                                  \
    return recurrent(narrow, 0, shape, x, ldx, w, ldw, u, ldu, bias, h, ldh,   \
                     0, 0, y, ldy, scratch, scratch_bytes);                    \
  }
RECURRENT(f32, float, 0)
RECURRENT(bf16, uint16_t, 1)

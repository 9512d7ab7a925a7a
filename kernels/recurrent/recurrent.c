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

enum { TILE = 256 };

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
  const float *w, *u, *bias;
  int64_t ldw, ldu;
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
RECURRENT_INLINE void recurrent_multiply(const float *weights, int64_t ld,
                                         const int gate[4], int64_t units,
                                         int64_t j, int64_t k, int64_t depth,
                                         tile_f32_t operands[5],
                                         tile_f32_t a[4]) {
  RECURRENT_EACH {
    if (gate[g] >= 0) {
      operands[g] =
          tile_load_rect_f32(weights + (gate[g] * units + 16 * j) * ld + k,
                             ld * 4, units - 16 * j, depth - k);
      a[g] = tile_mma_depth_f32(a[g], operands[4], operands[g], depth - k);
    }
  }
}
// Multiplies `from` up to `to` of units 16 j and on, those with x first. The
// loops stay loops: the compiler would mix what belongs to different parts.
RECURRENT_INLINE void
recurrent_products(int lstm, const struct recurrent_layer *l, int64_t j,
                   int64_t from, int64_t to, const float *x, int64_t x_stride,
                   int64_t rows, const float *h, tile_f32_t operands[5],
                   tile_f32_t a[4]) {
  // Of a GRU's new gate the products with x and with h are separate sums.
  static const int lstm_gates[4] = {0, 1, 2, 3}, gru_x[4] = {0, 1, 2, -1},
                   gru_h[4] = {0, 1, -1, 2};
#pragma clang loop unroll(disable)
  for (; from < to && from < l->x_steps; from++) {
    operands[4] = tile_load_rect_f32(x + 16 * from, x_stride, rows,
                                     l->inputs - 16 * from);
    recurrent_multiply(l->w, l->ldw, lstm ? lstm_gates : gru_x, l->units, j,
                       16 * from, l->inputs, operands, a);
  }
#pragma clang loop unroll(disable)
  for (; from < to; from++) {
    const int64_t n = from - l->x_steps;
    operands[4] = tile_load_f32(h + n * TILE);
    recurrent_multiply(l->u, l->ldu, lstm ? lstm_gates : gru_h, l->units, j,
                       16 * n, l->units, operands, a);
  }
}

RECURRENT_INLINE void
recurrent_rows(int lstm, int64_t steps, int64_t rows,
               const struct recurrent_layer *l, const float *x, int64_t ldx,
               int64_t x_step, float *h, int64_t ldh, float *c, int64_t ldc,
               float *y, int64_t ldy, int64_t y_step, float *scratch) {
  const int64_t all = l->x_steps + l->h_steps;
  float *old = scratch, *new = scratch + l->h_steps * TILE;
  for (int64_t j = 0; j < l->h_steps; j++)
    tile_store_f32(old + j * TILE, tile_load_rect_f32(h + 16 * j, ldh * 4, rows,
                                                      l->units - 16 * j));
  tile_f32_t a[4], next[4], operands[5];
  recurrent_operands(operands);
  recurrent_bias(l, 0, a);
  recurrent_products(lstm, l, 0, 0, all - 1, x, ldx * 4, rows, old, operands,
                     a);
  for (int64_t t = 0; t < steps; t++) {
    recurrent_products(lstm, l, 0, all - 1, all, x, ldx * 4, rows, old,
                       operands, a);
    for (int64_t j = 0; j < l->h_steps; j++) {
      const int64_t left = l->units - 16 * j;
      const int more = j + 1 < l->h_steps;
      // After the last units of a step come the first of the next one, with
      // the new h as far as it is there; after the last step none.
      const float *x_next = more ? x : x + x_step, *h_next = more ? old : new;
      const int64_t j_next = more ? j + 1 : 0;
      const int64_t end = more ? all : t + 1 < steps ? all - 1 : 0;
// Eighths of the products. The last part is small: copies of sums for which the
// next functions wait follow it.
#define RECURRENT_PART(begin, past)                                            \
  recurrent_products(lstm, l, j_next, end *(begin) / 8, end * (past) / 8,      \
                     x_next, ldx * 4, rows, h_next, operands, next)
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
                           tile_load_f32(old + j * TILE) - fresh, fresh),
            operands);
      }
#undef RECURRENT_PART
      tile_store_f32(new + j * TILE, result);
      if (y)
        tile_store_rect_f32(y + 16 * j, ldy * 4, rows, left, result);
      RECURRENT_EACH a[g] = next[g];
    }
    x += x_step;
    if (y)
      y += y_step;
    float *swap = old;
    old = new;
    new = swap;
  }
  for (int64_t j = 0; j < l->h_steps; j++)
    tile_store_rect_f32(h + 16 * j, ldh * 4, rows, l->units - 16 * j,
                        tile_load_f32(old + j * TILE));
}

int64_t recurrent_scratch(const struct recurrent_shape *shape) {
  if (!shape || shape->steps < 0 || shape->batch < 0 || shape->inputs < 0 ||
      shape->units < 0 || shape->units > INT64_C(1) << 31)
    return -1;
  return 2 * 4 * TILE * ((shape->units + 15) / 16);
}

struct recurrent_range {
  const void *p;
  int64_t bytes;
  int written;
};

RECURRENT_INLINE int recurrent(int lstm, const struct recurrent_shape *shape,
                               const float *x, int64_t ldx, const float *w,
                               int64_t ldw, const float *u, int64_t ldu,
                               const float *bias, float *h, int64_t ldh,
                               float *c, int64_t ldc, float *y, int64_t ldy,
                               void *scratch, int64_t scratch_bytes) {
  if (!shape)
    return KERNEL_NULL_POINTER;
  const struct recurrent_shape s = *shape;
  const int64_t needed = recurrent_scratch(&s);
  int64_t rows;
  if (needed < 0 || __builtin_mul_overflow(s.steps, s.batch, &rows))
    return KERNEL_BAD_SHAPE;
  const int64_t gates = lstm ? 4 : 3;
  const struct recurrent_range ranges[] = {
      {x, kernel_extent(rows, s.inputs, ldx, 4), 0},
      {w, kernel_extent(gates * s.units, s.inputs, ldw, 4), 0},
      {u, kernel_extent(gates * s.units, s.units, ldu, 4), 0},
      {bias, bias ? kernel_extent(4, s.units, s.units, 4) : 0, 0},
      {h, kernel_extent(s.batch, s.units, ldh, 4), 1},
      {c, lstm ? kernel_extent(s.batch, s.units, ldc, 4) : 0, 1},
      {y, y ? kernel_extent(rows, s.units, ldy, 4) : 0, 1},
      {scratch, needed, 1}};
  enum { RANGES = sizeof ranges / sizeof *ranges };
  for (int i = 0; i < RANGES; i++)
    if (ranges[i].bytes < 0)
      return KERNEL_BAD_SHAPE;
  if (!rows || !s.units)
    return KERNEL_OK;
  for (int i = 0; i < RANGES; i++)
    if (ranges[i].bytes && !ranges[i].p)
      return KERNEL_NULL_POINTER;
  if (scratch_bytes < needed)
    return KERNEL_SMALL_SCRATCH;
  for (int i = 0; i < RANGES; i++)
    for (int j = 0; j < RANGES; j++)
      if (i != j && ranges[i].written &&
          kernel_overlap(ranges[i].p, ranges[i].bytes, ranges[j].p,
                         ranges[j].bytes))
        return KERNEL_OVERLAP;
  const struct recurrent_layer layer = {
      s.inputs, s.units, (s.inputs + 15) / 16, (s.units + 15) / 16, w, u, bias,
      ldw,      ldu};
  for (int64_t i = 0; i < s.batch; i += 16)
    recurrent_rows(lstm, s.steps, s.batch - i, &layer, x ? x + i * ldx : x, ldx,
                   s.batch * ldx, h + i * ldh, ldh, c ? c + i * ldc : c, ldc,
                   y ? y + i * ldy : y, ldy, s.batch * ldy, scratch);
  return KERNEL_OK;
}

int recurrent_lstm_f32(const struct recurrent_shape *shape, const float *x,
                       int64_t ldx, const float *w, int64_t ldw, const float *u,
                       int64_t ldu, const float *bias, float *h, int64_t ldh,
                       float *c, int64_t ldc, float *y, int64_t ldy,
                       void *scratch, int64_t scratch_bytes) {
  return recurrent(1, shape, x, ldx, w, ldw, u, ldu, bias, h, ldh, c, ldc, y,
                   ldy, scratch, scratch_bytes);
}
int recurrent_gru_f32(const struct recurrent_shape *shape, const float *x,
                      int64_t ldx, const float *w, int64_t ldw, const float *u,
                      int64_t ldu, const float *bias, float *h, int64_t ldh,
                      float *y, int64_t ldy, void *scratch,
                      int64_t scratch_bytes) {
  return recurrent(0, shape, x, ldx, w, ldw, u, ldu, bias, h, ldh, 0, 0, y, ldy,
                   scratch, scratch_bytes);
}

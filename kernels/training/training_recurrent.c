// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Back-propagation through time in an LSTM and a GRU. Their gates are computed
// again, for all steps, and become their gradients in place; what does not wait
// for other steps is then one product over all of them.
#include <sectile.h>
#include <sectile_math.h>

#include "../gemm/gemm.h"
#include "../recurrent/recurrent.h"
#include "training.h"

// Four gates of 16 rows and 16 units: i, f, g and o of an LSTM; of a GRU r, z
// and n, and n's product with h.
#define GATES _Pragma("clang loop unroll(full)") for (int g = 0; g < 4; g++)

// The sums of the gates begin with the bias, then come the inputs, of the first
// `fed` gates.
static void begin(int64_t rows, int64_t n, int64_t fed, int64_t inputs,
                  const float *bias, const float *x, int64_t ldx,
                  const float *w, int64_t ldw, float *gates) {
  for (int64_t i = 0; i < rows; i += 16)
    for (int64_t j = 0; j < 4 * n; j += 16)
      tile_store_rect_f32(gates + i * 4 * n + j, 16 * n, rows - i, 4 * n - j,
                          bias ? tile_load_rect_f32(bias + j, 0, 16, 4 * n - j)
                               : tile_zero_f32());
  gemm_f32(rows, fed * n, inputs, x, ldx, w, ldw, gates, 4 * n,
           GEMM_B_NK | GEMM_ADD);
}

// du = gradients' h: h of the first `batch` rows is the first state, then come
// the rows of y. `du` has the rows of `count` gates.
static void by_state(int64_t rows, int64_t batch, int64_t n, int64_t count,
                     const float *gates, const float *h, int64_t ldh,
                     const float *y, int64_t ldy, float *du, int64_t lddu,
                     int add) {
  const int64_t first = rows < batch ? rows : batch;
  gemm_f32(count * n, n, first, gates, 4 * n, h, ldh, du, lddu,
           GEMM_A_KM | (add ? GEMM_ADD : 0));
  gemm_f32(count * n, n, rows - first, gates + first * 4 * n, 4 * n, y, ldy, du,
           lddu, GEMM_A_KM | GEMM_ADD);
}

// What a step works on: rows of the batch, and its gates [rows][4][units].
struct step {
  int64_t rows, units;
  float *gates, *c;
  const float *c_before;
  int64_t ld_before;
};

// The sums of the gates become the gates; c of this step.
static void forward(const struct step *s) {
  const int64_t n = s->units;
  for (int64_t i = 0; i < s->rows; i += 16)
    for (int64_t j = 0; j < n; j += 16) {
      const int64_t rows = s->rows - i, left = n - j;
      float *const at = s->gates + i * 4 * n + j;
      tile_f32_t a[4];
      GATES a[g] = tile_load_rect_f32(at + g * n, 16 * n, rows, left);
      GATES a[g] = g == 2 ? tile_tanh_f32(a[g]) : tile_sigmoid_f32(a[g]);
      const tile_f32_t kept =
          a[1] * tile_load_rect_f32(s->c_before + i * s->ld_before + j,
                                    s->ld_before * 4, rows, left);
      GATES tile_store_rect_f32(at + g * n, 16 * n, rows, left, a[g]);
      tile_store_rect_f32(s->c + i * n + j, n * 4, rows, left,
                          tile_fmadd_f32(a[0], a[2], kept));
    }
}

// The gates become the gradients of their sums; dc that by c of the step
// before.
static void backward(const struct step *s, const float *dy, int64_t lddy,
                     const float *dh, float *dc) {
  const int64_t n = s->units;
  for (int64_t i = 0; i < s->rows; i += 16)
    for (int64_t j = 0; j < n; j += 16) {
      const int64_t rows = s->rows - i, left = n - j;
      float *const at = s->gates + i * 4 * n + j, *const dc_at = dc + i * n + j;
      tile_f32_t a[4], d[4], slope[4];
      GATES a[g] = tile_load_rect_f32(at + g * n, 16 * n, rows, left);
      const tile_f32_t t = tile_tanh_f32(
          tile_load_rect_f32(s->c + i * n + j, n * 4, rows, left));
      const tile_f32_t by_h =
          tile_load_rect_f32(dy + i * lddy + j, lddy * 4, rows, left) +
          tile_load_rect_f32(dh + i * n + j, n * 4, rows, left);
      const tile_f32_t by_c =
          tile_fmadd_f32(by_h * a[3], tile_fnmadd_f32_sc(t, t, 1.0f),
                         tile_load_rect_f32(dc_at, n * 4, rows, left));
      d[0] = by_c * a[2];
      d[1] = by_c * tile_load_rect_f32(s->c_before + i * s->ld_before + j,
                                       s->ld_before * 4, rows, left);
      d[2] = by_c * a[0];
      d[3] = by_h * t;
      tile_store_rect_f32(dc_at, n * 4, rows, left, by_c * a[1]);
      GATES slope[g] = g == 2 ? tile_fnmadd_f32_sc(a[g], a[g], 1.0f)
                              : tile_fnmadd_f32(a[g], a[g], a[g]);
      GATES tile_store_rect_f32(at + g * n, 16 * n, rows, left,
                                d[g] * slope[g]);
    }
}

int64_t training_lstm_scratch(const struct recurrent_shape *shape) {
  int64_t rows;
  if (!shape || shape->steps < 0 || shape->batch < 0 || shape->units < 0 ||
      shape->units > INT64_C(1) << 30 ||
      __builtin_mul_overflow(shape->steps, shape->batch, &rows) ||
      __builtin_add_overflow(rows, shape->batch, &rows))
    return -1;
  return kernel_extent(rows, 5 * shape->units, 5 * shape->units, 4);
}

int training_lstm_f32(const struct recurrent_shape *shape,
                      const struct training_lstm *arrays, void *scratch,
                      int64_t scratch_bytes) {
  if (!shape || !arrays)
    return KERNEL_NULL_POINTER;
  const struct recurrent_shape s = *shape;
  const struct training_lstm a = *arrays;
  const int64_t needed = training_lstm_scratch(&s);
  if (needed < 0 || s.inputs < 0)
    return KERNEL_BAD_SHAPE;
  const int64_t rows = s.steps * s.batch, n = s.units;
  const struct kernel_range range[] = {
      {a.x, kernel_extent(rows, s.inputs, a.ldx, 4), 0},
      {a.w, kernel_extent(4 * n, s.inputs, a.ldw, 4), 0},
      {a.u, kernel_extent(4 * n, n, a.ldu, 4), 0},
      {a.bias, a.bias ? kernel_extent(4, n, n, 4) : 0, 0},
      {a.h, kernel_extent(s.batch, n, a.ldh, 4), 0},
      {a.c, kernel_extent(s.batch, n, a.ldc, 4), 0},
      {a.y, kernel_extent(rows, n, a.ldy, 4), 0},
      {a.dy, kernel_extent(rows, n, a.lddy, 4), 0},
      {a.dh, kernel_extent(s.batch, n, n, 4), 1},
      {a.dc, kernel_extent(s.batch, n, n, 4), 1},
      {a.dx, a.dx ? kernel_extent(rows, s.inputs, a.lddx, 4) : 0, 1},
      {a.dw, a.dw ? kernel_extent(4 * n, s.inputs, a.lddw, 4) : 0, 1},
      {a.du, a.du ? kernel_extent(4 * n, n, a.lddu, 4) : 0, 1},
      {a.dbias, a.dbias ? kernel_extent(4, n, n, 4) : 0, 1},
      {scratch, needed, 1}};
  const int status = kernel_ranges_check(sizeof range / sizeof *range, range,
                                         scratch_bytes, needed);
  if (status)
    return status;

  float *const gates = scratch, *const cells = gates + rows * 4 * n;
  struct step step = {s.batch, n, 0, 0, 0, 0};
  begin(rows, n, 4, s.inputs, a.bias, a.x, a.ldx, a.w, a.ldw, gates);
#define STEP(t)                                                                \
  step.gates = gates + (t) * s.batch * 4 * n;                                  \
  step.c = cells + (t) * s.batch * n;                                          \
  step.c_before = (t) ? step.c - s.batch * n : a.c;                            \
  step.ld_before = (t) ? n : a.ldc
  for (int64_t t = 0; t < s.steps; t++) {
    STEP(t);
    gemm_f32(s.batch, 4 * n, n, t ? a.y + (t - 1) * s.batch * a.ldy : a.h,
             t ? a.ldy : a.ldh, a.u, a.ldu, step.gates, 4 * n,
             GEMM_B_NK | GEMM_ADD);
    forward(&step);
  }
  for (int64_t t = s.steps - 1; t >= 0; t--) {
    STEP(t);
    backward(&step, a.dy + t * s.batch * a.lddy, a.lddy, a.dh, a.dc);
    gemm_f32(s.batch, n, 4 * n, step.gates, 4 * n, a.u, a.ldu, a.dh, n, 0);
  }
#undef STEP
  training_dense_f32(rows, 4 * n, s.inputs, gates, 4 * n, a.x, a.ldx, a.w,
                     a.ldw, a.dx, a.lddx, a.dw, a.lddw, a.dbias, a.add);
  if (a.du)
    by_state(rows, s.batch, n, 4, gates, a.h, a.ldh, a.y, a.ldy, a.du, a.lddu,
             a.add);
  return KERNEL_OK;
}

// The sums of a GRU's gates become r, z and n; the fourth stays a sum.
static void gru_forward(int64_t batch, int64_t n, float *gates) {
  for (int64_t i = 0; i < batch; i += 16)
    for (int64_t j = 0; j < n; j += 16) {
      const int64_t rows = batch - i, left = n - j;
      float *const at = gates + i * 4 * n + j;
      tile_f32_t a[4];
      GATES a[g] = tile_load_rect_f32(at + g * n, 16 * n, rows, left);
      a[0] = tile_sigmoid_f32(a[0]);
      a[1] = tile_sigmoid_f32(a[1]);
      a[2] = tile_tanh_f32(tile_fmadd_f32(a[0], a[3], a[2]));
      for (int g = 0; g < 3; g++)
        tile_store_rect_f32(at + g * n, 16 * n, rows, left, a[g]);
    }
}

// The gates become the gradients of their sums; dh what of it goes past them,
// to the h before.
static void gru_backward(int64_t batch, int64_t n, float *gates, const float *h,
                         int64_t ldh, const float *dy, int64_t lddy,
                         float *dh) {
  for (int64_t i = 0; i < batch; i += 16)
    for (int64_t j = 0; j < n; j += 16) {
      const int64_t rows = batch - i, left = n - j;
      float *const at = gates + i * 4 * n + j, *const dh_at = dh + i * n + j;
      tile_f32_t a[4], d[4];
      GATES a[g] = tile_load_rect_f32(at + g * n, 16 * n, rows, left);
      const tile_f32_t by_h =
          tile_load_rect_f32(dy + i * lddy + j, lddy * 4, rows, left) +
          tile_load_rect_f32(dh_at, n * 4, rows, left);
      const tile_f32_t more =
          tile_load_rect_f32(h + i * ldh + j, ldh * 4, rows, left) - a[2];
      d[2] = by_h * (1.0f - a[1]) * tile_fnmadd_f32_sc(a[2], a[2], 1.0f);
      d[3] = d[2] * a[0];
      d[0] = d[2] * a[3] * tile_fnmadd_f32(a[0], a[0], a[0]);
      d[1] = by_h * more * tile_fnmadd_f32(a[1], a[1], a[1]);
      tile_store_rect_f32(dh_at, n * 4, rows, left, by_h * a[1]);
      GATES tile_store_rect_f32(at + g * n, 16 * n, rows, left, d[g]);
    }
}

int64_t training_gru_scratch(const struct recurrent_shape *shape) {
  int64_t rows;
  if (!shape || shape->steps < 0 || shape->batch < 0 || shape->units < 0 ||
      shape->units > INT64_C(1) << 30 ||
      __builtin_mul_overflow(shape->steps, shape->batch, &rows))
    return -1;
  return kernel_extent(rows, 4 * shape->units, 4 * shape->units, 4);
}

int training_gru_f32(const struct recurrent_shape *shape,
                     const struct training_gru *arrays, void *scratch,
                     int64_t scratch_bytes) {
  if (!shape || !arrays)
    return KERNEL_NULL_POINTER;
  const struct recurrent_shape s = *shape;
  const struct training_gru a = *arrays;
  const int64_t needed = training_gru_scratch(&s);
  if (needed < 0 || s.inputs < 0)
    return KERNEL_BAD_SHAPE;
  const int64_t rows = s.steps * s.batch, n = s.units;
  const struct kernel_range range[] = {
      {a.x, kernel_extent(rows, s.inputs, a.ldx, 4), 0},
      {a.w, kernel_extent(3 * n, s.inputs, a.ldw, 4), 0},
      {a.u, kernel_extent(3 * n, n, a.ldu, 4), 0},
      {a.bias, a.bias ? kernel_extent(4, n, n, 4) : 0, 0},
      {a.h, kernel_extent(s.batch, n, a.ldh, 4), 0},
      {a.y, kernel_extent(rows, n, a.ldy, 4), 0},
      {a.dy, kernel_extent(rows, n, a.lddy, 4), 0},
      {a.dh, kernel_extent(s.batch, n, n, 4), 1},
      {a.dx, a.dx ? kernel_extent(rows, s.inputs, a.lddx, 4) : 0, 1},
      {a.dw, a.dw ? kernel_extent(3 * n, s.inputs, a.lddw, 4) : 0, 1},
      {a.du, a.du ? kernel_extent(3 * n, n, a.lddu, 4) : 0, 1},
      {a.dbias, a.dbias ? kernel_extent(4, n, n, 4) : 0, 1},
      {scratch, needed, 1}};
  const int status = kernel_ranges_check(sizeof range / sizeof *range, range,
                                         scratch_bytes, needed);
  if (status)
    return status;

  // Of n the sums with the inputs are gate 2, those with h gate 3.
  float *const gates = scratch;
  const float *const of_n = a.u + 2 * n * a.ldu;
  begin(rows, n, 3, s.inputs, a.bias, a.x, a.ldx, a.w, a.ldw, gates);
  for (int64_t t = 0; t < s.steps; t++) {
    float *const step = gates + t * s.batch * 4 * n;
    const float *const h = t ? a.y + (t - 1) * s.batch * a.ldy : a.h;
    const int64_t ldh = t ? a.ldy : a.ldh;
    gemm_f32(s.batch, 2 * n, n, h, ldh, a.u, a.ldu, step, 4 * n,
             GEMM_B_NK | GEMM_ADD);
    gemm_f32(s.batch, n, n, h, ldh, of_n, a.ldu, step + 3 * n, 4 * n,
             GEMM_B_NK | GEMM_ADD);
    gru_forward(s.batch, n, step);
  }
  for (int64_t t = s.steps - 1; t >= 0; t--) {
    float *const step = gates + t * s.batch * 4 * n;
    gru_backward(s.batch, n, step, t ? a.y + (t - 1) * s.batch * a.ldy : a.h,
                 t ? a.ldy : a.ldh, a.dy + t * s.batch * a.lddy, a.lddy, a.dh);
    gemm_f32(s.batch, n, 2 * n, step, 4 * n, a.u, a.ldu, a.dh, n, GEMM_ADD);
    gemm_f32(s.batch, n, n, step + 3 * n, 4 * n, of_n, a.ldu, a.dh, n,
             GEMM_ADD);
  }
  training_dense_f32(rows, 3 * n, s.inputs, gates, 4 * n, a.x, a.ldx, a.w,
                     a.ldw, a.dx, a.lddx, a.dw, a.lddw, a.dbias, a.add);
  if (a.dbias)
    training_column_sums(rows, n, gates + 3 * n, TRAINING_F32, 4 * n,
                         a.dbias + 3 * n, a.add);
  if (a.du) {
    by_state(rows, s.batch, n, 2, gates, a.h, a.ldh, a.y, a.ldy, a.du, a.lddu,
             a.add);
    by_state(rows, s.batch, n, 1, gates + 3 * n, a.h, a.ldh, a.y, a.ldy,
             a.du + 2 * n * a.lddu, a.lddu, a.add);
  }
  return KERNEL_OK;
}
